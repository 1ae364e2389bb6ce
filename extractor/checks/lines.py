"""Rows of tables as lines of cells, and lines that speak of one measure as one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import regex

from extractor.checks.values import rounding_between, same_family
from extractor.checks.words import Vocabulary, Weights
from extractor.model import Better, Observation, TableSource, Unit

Slot = tuple[str, str, date, str, str]
"""(role, comparator, end, span, unit family): one position in a measure's history."""

VALUES = ("actual", "previous")
YEAR_LABEL = regex.compile(
    r"^\W*(?:19|20)\d\d\s*[/-]\s*(?:\d\d|(?:19|20)\d\d)\W*(?:outturn|actual)?\W*$", regex.I
)
MONTHLIKE = ("month", "point", "rolling")


def span_of(observation: Observation) -> str:
    """How long a time a figure is for: month, quarter, year, ytd, rolling, point, ..., or "" unknown."""
    kind = observation.period_type
    if kind is None:
        return ""
    return {"rolling_12m": "rolling", "academic_year": "year"}.get(kind, kind)


def role_of(observation: Observation) -> str:
    """The role, with a previous value counted as the value that it is."""
    return "actual" if observation.role in VALUES else observation.role


def family_of(unit: Unit) -> str:
    """Units whose values may be compared as they stand."""
    if unit in ("percent", "percentage_points"):
        return "percent"
    return "rate" if unit.startswith("rate") or unit in ("other", "score", "ratio") else unit


def column_span(observation: Observation) -> str:
    """The kind of column or row that a cell stands in: a level at 31 March may be of March or of the year."""
    span = span_of(observation)
    if span in ("point", "year", "rolling") and YEAR_LABEL.search(observation.period or ""):
        return "year"
    return "month" if span in ("point", "rolling") else span


def slot_of(observation: Observation) -> Slot | None:
    """Where in a measure's history a figure stands; None when its time is not known."""
    if observation.period_end is None:
        return None
    role = role_of(observation)
    span = "" if role in ("target", "benchmark") else column_span(observation)
    return (role, observation.comparator or "", observation.period_end, span, family_of(observation.unit))


def table_source(observation: Observation) -> TableSource | None:
    """The cell that an observation came from, or None for running text."""
    return observation.source if isinstance(observation.source, TableSource) else None


@dataclass(frozen=True)
class Line:
    """One indicator's cells in one table: a row, or a column where the months run down."""

    document: str
    grid: int
    code: str
    label: str
    words: frozenset[str]
    indicator_id: str | None
    area: str | None
    cohort: str | None
    context: int
    cells: tuple[Observation, ...]

    @cached_property
    def units(self) -> frozenset[str]:
        """Unit families of its values."""
        return frozenset(family_of(c.unit) for c in self.cells if c.role in VALUES)

    @cached_property
    def better(self) -> Better | None:
        """Which way is better, as the table says."""
        return next((s.better for c in self.cells if (s := table_source(c)) and s.better), None)

    def values(self) -> Iterator[Observation]:
        """Cells with results, not targets or comparators."""
        return (cell for cell in self.cells if cell.role in VALUES)


def lines_of(cells: Iterable[Observation], vocabulary: Vocabulary) -> list[Line]:
    """Cells of all tables, put together into lines in the order of the document."""
    groups: dict[tuple[object, ...], list[Observation]] = {}
    for cell in cells:
        source = table_source(cell)
        if source is not None:
            key = (cell.document, source.grid, source.code, cell.indicator, cell.area, cell.cohort)
            groups.setdefault(key, []).append(cell)
    return [_line(group, vocabulary) for group in groups.values()]


def _line(cells: Sequence[Observation], vocabulary: Vocabulary) -> Line:
    first = cells[0]
    source = table_source(first)
    assert source is not None
    return Line(
        document=first.document,
        grid=source.grid,
        code=source.code,
        label=first.indicator,
        words=vocabulary.words(f"{_without_code(first.indicator, source.code)} {source.data_note}"),
        indicator_id=next((c.indicator_id for c in cells if c.indicator_id), None),
        area=first.area,
        cohort=first.cohort,
        context=first.context,
        cells=tuple(cells),
    )


def _without_code(label: str, code: str) -> str:
    return label.strip().removeprefix(code) if code else label


@dataclass(frozen=True)
class Measure:
    """Lines of one or several tables that count the same thing."""

    number: int
    lines: tuple[Line, ...] = field(repr=False)

    @cached_property
    def label(self) -> str:
        """The longest of its lines' labels: the fullest."""
        return max((line.label for line in self.lines), key=len)

    @cached_property
    def words(self) -> frozenset[str]:
        """Words that any of its lines uses."""
        return frozenset().union(*(line.words for line in self.lines))

    @cached_property
    def codes(self) -> frozenset[str]:
        """Indicator numbers printed for it."""
        return frozenset(line.code for line in self.lines if line.code)

    @cached_property
    def indicator_ids(self) -> frozenset[str]:
        """Catalogue ids given to it; more than one when readings differ."""
        return frozenset(line.indicator_id for line in self.lines if line.indicator_id)

    @cached_property
    def cells(self) -> tuple[Observation, ...]:
        """All cells, tables in the order of the document."""
        return tuple(cell for line in self.lines for cell in line.cells)

    @cached_property
    def units(self) -> frozenset[str]:
        """Unit families of its values."""
        return frozenset().union(*(line.units for line in self.lines))

    @property
    def area(self) -> str | None:
        """The part of the authority it is for."""
        return self.lines[0].area

    @property
    def cohort(self) -> str | None:
        """The group it is for."""
        return self.lines[0].cohort

    @cached_property
    def better(self) -> Better | None:
        """Which way is better, as one of the tables says."""
        return next((line.better for line in self.lines if line.better), None)

    def values(self, unit: Unit | None = None) -> list[Observation]:
        """Cells with results, in one unit when given."""
        return [c for c in self.cells if c.role in VALUES and (unit is None or same_family(c.unit, unit))]

    def of_role(self, role: str, unit: Unit | None = None) -> list[Observation]:
        """Cells of one role."""
        return [c for c in self.cells if c.role == role and (unit is None or same_family(c.unit, unit))]

    def at(self, like: Observation) -> list[Observation]:
        """Value cells for the time and in the unit of a figure; the closest kind of period only.

        "At the end of January" meets the January column, and the year-to-date column where both end then.
        """
        here = [
            c for c in self.values(like.unit) if c.period_end == like.period_end and c.period_end is not None
        ]
        exact = [c for c in here if c.period_start == like.period_start and span_of(c) == span_of(like)]
        return exact or [c for c in here if _meets(span_of(like), span_of(c))]


def _meets(stated: str, cell: str) -> bool:
    if stated == "point":
        return cell in (*MONTHLIKE, "ytd", "year", "quarter")
    if stated in ("month", "quarter"):
        return cell in ("point", "rolling", *([stated] if stated == "quarter" else ["month"]))
    if stated == "year":
        return cell in ("year", "point", "rolling")
    if stated == "ytd":
        return cell in ("ytd", "year")
    if stated == "rolling":
        return cell in (*MONTHLIKE, "year")
    return stated == cell


def shared_slots(one: Line, other: Line) -> tuple[int, int]:
    """(agreeing, differing) positions that two lines both have, roles and periods alike.

    0 and 100 agree too easily and are not counted as agreeing.
    """
    theirs = {slot: cell for cell in other.cells if (slot := slot_of(cell))}
    agree = differ = 0
    for cell in one.cells:
        slot = slot_of(cell)
        if slot in theirs:
            same = (
                rounding_between(cell, theirs[slot]) is not None
                or rounding_between(theirs[slot], cell) is not None
            )
            agree += same and cell.value not in (0, 100)
            differ += not same
    return agree, differ


def measures_of(lines: Sequence[Line], weights: Weights) -> list[Measure]:
    """Lines joined into measures: same area and group, alike by id, number or words, values mostly equal."""
    groups: list[list[Line]] = []
    for line in lines:
        home = next((g for g in groups if any(_same_measure(line, held, weights) for held in g)), None)
        if home is None:
            groups.append([line])
        else:
            home.append(line)
    return [Measure(number, tuple(group)) for number, group in enumerate(groups)]


def _same_measure(one: Line, other: Line, weights: Weights) -> bool:
    if one.area != other.area or not one.units & other.units:
        return False
    agree, differ = shared_slots(one, other)
    if one.document == other.document and one.grid != other.grid and agree >= 5 and agree >= 2 * differ:
        return True  # torn labels and all: no two measures share so many values
    if one.cohort != other.cohort:
        return False
    if differ > agree:
        return False
    likeness = weights.likeness(one.words, other.words)
    same_id = one.indicator_id is not None and one.indicator_id == other.indicator_id
    other_id = None not in (one.indicator_id, other.indicator_id) and not same_id
    same_code = bool(one.code) and one.code == other.code
    if one.code and other.code and not same_code and agree < 2:
        return False
    if one.document != other.document:
        return same_id or (same_code and likeness >= 0.5) or likeness >= 0.8
    if agree >= 2:
        return same_id or likeness >= 0.45 or (same_code and likeness >= 0.2)
    return not other_id and (
        (same_code and likeness >= 0.5) or likeness >= 0.85 or (same_id and likeness >= 0.4)
    )
