"""Rows of tables as lines of cells, and lines that speak of one measure as one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache, cached_property, lru_cache
from typing import Literal

from extractor.checks.values import family_of, same_family
from extractor.checks.words import Vocabulary
from extractor.model import Better, Observation, TableSource, Unit
from extractor.patterns import load_patterns
from extractor.patterns.expressions import Expressions

SPANS = {None: "", "rolling_12m": "rolling", "academic_year": "year"}
"""Kinds of period that go by another name here."""
Slot = tuple[str, str, date, str, str]
"""(role, comparator, end, span, unit family): one position in a measure's history."""
VALUES = ("actual", "previous")
MONTHLIKE = ("month", "point", "rolling")


@cache
def _expressions() -> Expressions:
    return load_patterns().checks.expressions


@lru_cache(maxsize=20_000)
def _says(label: str, text: str | None) -> bool:
    """Whether a text has one of the labels of `patterns/checks/`; those of the built-in folder alone."""
    return _expressions()[f"label-{label}"].search(text or "") is not None


def span_of(observation: Observation) -> str:
    """How long a time a figure is for: month, quarter, year, ytd, rolling, point, ..., or "" unknown."""
    kind = observation.period_type
    return SPANS.get(kind, kind or "")


def role_of(observation: Observation) -> str:
    """The role, with a previous value counted as the value that it is."""
    return "actual" if observation.role in VALUES else observation.role


def column_span(observation: Observation) -> str:
    """The kind of column or row that a cell stands in: a level at 31 March may be of March or of the year."""
    span = span_of(observation)
    if span in ("point", "year", "rolling") and _says("of-a-year", observation.period):
        return "year"
    if span == "point" and _says("of-a-quarter", observation.period):
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
    """Whether a cell stands in a year-to-date column or row, of a level too."""
    source = table_source(cell)
    heads = f"{cell.period or ''} / {source.column}" if source is not None else ""
    return span_of(cell) == "ytd" or says_to_date(heads)


def says_to_date(text: str) -> bool:
    """Whether a text speaks of a year to date."""
    return _says("to-date", text)


def says_its_time(figure: Observation) -> bool:
    """Whether the sentence itself gives a figure's time, the year aside, and no heading or neighbour did."""
    if figure.period_basis in (None, "stated", "column", "row", "data_note"):
        return True
    said = figure.quote.casefold()
    words = [word for word in (figure.period or "").casefold().split() if not word[:4].isdigit()]
    return bool(words) and " ".join(words) in " ".join(said.split())


def is_whole(area: str | None) -> bool:
    """Whether a column or row is for the whole authority."""
    return area is None or _says("of-all", area)


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
    cohorts = {cell.cohort for cell in line}
    if len(cohorts) == 1 or None not in cohorts:
        return None in cohorts
    groups = {(slot_of(cell), cell.cohort) for cell in line if cell.role in VALUES}
    slots = {slot for slot, _ in groups}
    return len(slots) == len(groups)


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
