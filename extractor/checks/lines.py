"""Rows of tables as lines of cells, and lines that speak of one measure as one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Literal

import regex

from extractor.checks.values import family_of, rounding_between, same_family
from extractor.checks.words import Vocabulary, Weights
from extractor.model import Better, Observation, TableSource, Unit

Slot = tuple[str, str, date, str, str]
"""(role, comparator, end, span, unit family): one position in a measure's history."""

VALUES = ("actual", "previous")
YEAR_LABEL = regex.compile(
    r"^\W*(?:19|20)\d\d\s*[/-]\s*(?:\d\d|(?:19|20)\d\d)\W*(?:outturn|actual)?\W*$", regex.I
)
TO_DATE = regex.compile(r"\b(?:YTD|year[ -]to[ -]date|(?<!up[ -])to date)\b", regex.I)
QUARTER_LABEL = regex.compile(r"\b(?:Q[1-4]|quarter|qtr)\b", regex.I)
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


def column_span(observation: Observation) -> str:
    """The kind of column or row that a cell stands in: a level at 31 March may be of March or of the year."""
    span = span_of(observation)
    if span in ("point", "year", "rolling") and YEAR_LABEL.search(observation.period or ""):
        return "year"
    if span == "point" and QUARTER_LABEL.search(observation.period or ""):
        return "quarter"
    return "month" if span in ("point", "rolling") else span


def comparable(stated: Unit, cell: Unit) -> bool:
    """Whether a stated figure may be a cell's value: alike in unit, or bare where the head has it."""
    if same_family(stated, cell):
        return True
    return stated == "count" and cell not in ("percent", "percentage_points", "currency_gbp")


def slot_of(observation: Observation) -> Slot | None:
    """Where in a measure's history a figure stands; None when its time is not known."""
    if observation.period_end is None:
        return None
    role = role_of(observation)
    span = "" if role in ("target", "benchmark") else column_span(observation)
    return (role, observation.comparator or "", observation.period_end, span, family_of(observation.unit))


def is_to_date(cell: Observation) -> bool:
    """Whether a cell stands in a year-to-date column, of a level too."""
    source = table_source(cell)
    return span_of(cell) == "ytd" or (source is not None and TO_DATE.search(source.column) is not None)


def says_its_time(figure: Observation) -> bool:
    """Whether the sentence itself gives a figure's time, the year aside, and no heading or neighbour did."""
    if figure.period_basis in (None, "stated", "column", "row", "data_note"):
        return True
    return bool(figure.period) and figure.period in figure.quote  # type: ignore[operator]


WHOLE = regex.compile(r"\b(?:overall|total|all|whole|combined|\w+[- ]wide)\b", regex.I)
"""Names of an "area" that is no part."""


def is_whole(area: str | None) -> bool:
    """Whether a column or row is for the whole authority."""
    return area is None or WHOLE.search(area) is not None


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
    authority: str | None
    cells: tuple[Observation, ...]

    @cached_property
    def units(self) -> frozenset[str]:
        """Unit families of its values."""
        return frozenset(family_of(c.unit) for c in self.cells if c.role in VALUES)

    @cached_property
    def area_words(self) -> frozenset[str]:
        """Words of the area's name and codes, which a label may repeat."""
        return frozenset(f"{self.area or ''} {self.code}".lower().split())

    @cached_property
    def better(self) -> Better | None:
        """Which way is better, as the table says."""
        return next((s.better for c in self.cells if (s := table_source(c)) and s.better), None)

    def values(self) -> Iterator[Observation]:
        """Cells with results, not targets or comparators."""
        return (cell for cell in self.cells if cell.role in VALUES)

    @cached_property
    def slots(self) -> dict[Slot, Observation]:
        """Cells by their position in the measure's history, the last of each."""
        return {slot: cell for cell in self.cells if (slot := slot_of(cell))}


def lines_of(cells: Iterable[Observation], vocabulary: Vocabulary) -> list[Line]:
    """Cells of all tables, put together into lines in the order of the document."""
    grids: dict[tuple[str, int], list[Observation]] = {}
    for cell in cells:
        source = table_source(cell)
        if source is not None:
            grids.setdefault((cell.document, source.grid), []).append(cell)
    return [_line(group, vocabulary) for grid in grids.values() for group in _groups(grid)]


def _groups(cells: Sequence[Observation]) -> Iterator[list[Observation]]:
    """Cells of one grid by row, or by column where the head names the indicators; by area and group."""
    across = _labels(cells, "row") <= _labels(cells, "col")
    lines: dict[tuple[object, ...], list[Observation]] = {}
    for cell in cells:
        source = table_source(cell)
        assert source is not None
        index = source.row if across else source.col
        label = _without_code(cell.indicator, source.code).strip()
        lines.setdefault((index, label, cell.area), []).append(cell)
    for line in lines.values():
        yield from [line] if _no_real_groups(line) else _by_cohort(line)


def _labels(cells: Sequence[Observation], axis: Literal["row", "col"]) -> Fraction:
    """How many measures stand in one row (or column), on average."""
    seen: dict[int, set[tuple[object, ...]]] = {}
    for cell in cells:
        source = table_source(cell)
        assert source is not None
        seen.setdefault(getattr(source, axis), set()).add((source.code, cell.indicator, cell.area))
    return Fraction(sum(map(len, seen.values())), len(seen))


def _no_real_groups(line: Sequence[Observation]) -> bool:
    """Whether the group names in a line tell no two of its figures apart: pieces of a head, not groups."""
    groups = {(slot_of(cell), cell.cohort) for cell in line if cell.role in VALUES}
    slots = {slot for slot, _ in groups}
    return len(slots) == len(groups) and any(cell.cohort is None for cell in line)


def _by_cohort(line: Sequence[Observation]) -> list[list[Observation]]:
    groups: dict[str | None, list[Observation]] = {}
    for cell in line:
        groups.setdefault(cell.cohort, []).append(cell)
    return list(groups.values())


def _line(cells: Sequence[Observation], vocabulary: Vocabulary) -> Line:
    first = cells[0]
    codes = Counter(s.code for c in cells if (s := table_source(c)) and s.code)
    source = next(
        (s for c in cells if (s := table_source(c)) and codes and s.code == codes.most_common(1)[0][0]), None
    )
    source = source or table_source(first)
    assert source is not None
    return Line(
        document=first.document,
        grid=source.grid,
        code=source.code,
        label=next((c.indicator for c in cells if c.indicator.startswith(source.code)), first.indicator),
        words=vocabulary.words(
            f"{_without_code(first.indicator, _own_code(first))} {vocabulary.telling(source.data_note)}"
        ),
        indicator_id=next((c.indicator_id for c in cells if c.indicator_id), None),
        area=first.area,
        cohort=None if any(c.cohort is None for c in cells) else first.cohort,
        authority=first.authority,
        cells=tuple(cells),
    )


def _own_code(cell: Observation) -> str:
    source = table_source(cell)
    return source.code if source else ""


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

    @cached_property
    def cell_units(self) -> frozenset[Unit]:
        """Units of all its cells, targets and comparators too."""
        return frozenset(cell.unit for cell in self.cells)

    @property
    def area(self) -> str | None:
        """The part of the authority it is for."""
        return self.lines[0].area

    @cached_property
    def cohort_words(self) -> frozenset[str]:
        """The words of its group's name."""
        return frozenset((self.cohort or "").lower().split())

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

    @cached_property
    def by_end(self) -> dict[date, list[Observation]]:
        """Cells with results by the last day of their time."""
        found: dict[date, list[Observation]] = defaultdict(list)
        for cell in self.values():
            if cell.period_end is not None:
                found[cell.period_end].append(cell)
        return dict(found)

    def lines_for(self, document: str) -> list[Line]:
        """Its lines in a paper; where it has none there, one of each wording."""
        own = [line for line in self.lines if line.document == document]
        return own or list({(line.words, line.cohort): line for line in self.lines}.values())

    def of_role(self, role: str, unit: Unit | None = None) -> list[Observation]:
        """Cells of one role."""
        return [c for c in self.cells if c.role == role and (unit is None or same_family(c.unit, unit))]

    def at(self, like: Observation) -> list[Observation]:
        """Value cells for the time and in the unit of a figure; the closest kind of period only.

        "At the end of January" meets the January column, and the year-to-date column where both end then.
        """
        ending = self.by_end.get(like.period_end, ()) if like.period_end else ()
        here = [c for c in ending if same_family(c.unit, like.unit)]
        if not here and family_of(like.unit) not in self.units:
            here = [c for c in ending if comparable(like.unit, c.unit)]
        exact = [c for c in here if c.period_start == like.period_start and span_of(c) == span_of(like)]
        return exact or [c for c in here if _meets(span_of(like), span_of(c))]


def _meets(stated: str, cell: str) -> bool:
    if stated == "point":
        return cell in (*MONTHLIKE, "ytd", "year", "quarter")
    if stated in ("month", "quarter"):
        return cell in ("point", "rolling", *([stated] if stated == "quarter" else ["month"]))
    if stated == "year":
        return cell in ("year", "point", "rolling")
    if stated in ("ytd", "range"):
        return cell in ("ytd", "year")
    if stated == "rolling":
        return cell in (*MONTHLIKE, "year")
    return stated == cell


def shared_slots(one: Line, other: Line) -> tuple[int, int]:
    """(agreeing, differing) positions that two lines both have, roles and periods alike.

    0 and 100 agree too easily and are not counted as agreeing.
    """
    agree = differ = 0
    for cell in one.cells:
        beside = other.slots.get(slot) if (slot := slot_of(cell)) else None
        if beside is not None:
            same = rounding_between(cell, beside) is not None or rounding_between(beside, cell) is not None
            agree += same and cell.value not in (0, 100)
            differ += not same
    return agree, differ


def _digits_shared(one: Line, other: Line) -> int:
    """Digits of the distinct values that two lines share at the same times: how little is left to chance."""
    shared = one.slots.keys() & other.slots.keys()
    pairs = [(one.slots[slot], other.slots[slot]) for slot in shared]
    values = {a.value for a, b in pairs if a.value == b.value and a.role != "benchmark"}
    return sum(len(f"{value.normalize():f}".replace(".", "").strip("-0")) for value in values)


def measures_of(lines: Sequence[Line], weights: Weights) -> list[Measure]:
    """Lines joined into measures: same area and group, alike by id, number or words, values mostly equal.

    Only lines that share an id, a number, a telling word or a value are compared.
    """
    groups: list[list[Line]] = []
    index: dict[object, set[int]] = defaultdict(set)
    for line in lines:
        keys = list(_keys(line, weights))
        near = sorted({number for key in keys for number in index[key]})
        home = next((n for n in near if any(_same_measure(line, held, weights) for held in groups[n])), None)
        if home is None:
            home = len(groups)
            groups.append([])
        groups[home].append(line)
        for key in keys:
            index[key].add(home)
    return [Measure(number, tuple(group)) for number, group in enumerate(groups)]


def _keys(line: Line, weights: Weights) -> Iterator[object]:
    if line.indicator_id:
        yield ("id", line.indicator_id)
    if line.code:
        yield ("code", line.code)
    rarest = sorted(line.words, key=lambda word: (-weights.of.get(word, weights.unseen), word))
    yield from (("word", word) for word in rarest[:3])
    for cell in line.values():
        if cell.value not in (0, 100) and (slot := slot_of(cell)):
            yield (line.document, slot, cell.value)


def _same_measure(one: Line, other: Line, weights: Weights) -> bool:
    if one.area != other.area or not one.units & other.units:
        return False
    if None not in (one.authority, other.authority) and one.authority != other.authority:
        return False
    if (one.document, one.grid) == (other.document, other.grid):
        return False  # rows of one table are different rows
    agree, differ = shared_slots(one, other)
    if one.document == other.document and one.grid != other.grid and agree >= max(3, 3 * differ):
        told = _digits_shared(one, other)
        if told >= 9 or (told >= 6 and differ == 0 and one.words & other.words):
            return True  # torn labels and all: no two measures share so many values
    if one.cohort != other.cohort:
        return False
    if differ > agree:
        return False
    likeness = weights.likeness(one.words, other.words)
    same_id = one.indicator_id is not None and one.indicator_id == other.indicator_id
    other_id = None not in (one.indicator_id, other.indicator_id) and not same_id
    same_code = bool(one.code) and one.code == other.code
    if one.code and other.code and not same_code and (agree < 3 or agree <= 2 * differ):
        return False
    if one.document != other.document:
        return same_id or (same_code and likeness >= 0.5) or likeness >= 0.8
    if agree >= 2:
        return same_id or likeness >= 0.45 or (same_code and likeness >= 0.2)
    return not other_id and (
        (same_code and likeness >= 0.5) or likeness >= 0.85 or (same_id and likeness >= 0.4)
    )
