"""Which cells of a paper's tables something else in the paper tells of: only those can be found to be off."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from extractor.checks.evidence import Evidence
from extractor.checks.grids import Table, kept_shares, kept_sums
from extractor.checks.lines import Line, column_span, is_to_date, says_its_time, table_source
from extractor.checks.measures import Measure
from extractor.checks.values import rounding_between
from extractor.model import Observation

Cells = Iterable[Observation]


def tied_cells(evidence: Evidence) -> set[str]:
    """Ids of cells that a kept sum or share, another print, a year to date or the text tells of."""
    found: list[Observation] = []
    for table in evidence.tables.values():
        found += [*_in_shares(table), *_in_sums(table), *_with_percents(evidence, table)]
    for measure in evidence.measures:
        found += [*_printed_twice(measure), *_in_years(measure)]
    found += [*_stated(evidence), *_numerators(evidence)]
    return {cell.observation_id for cell in found}


def _in_shares(table: Table) -> Iterator[Observation]:
    for vectors in (table.columns, table.rows):
        for share in kept_shares(vectors):
            for place, percent in share.percents.items():
                if place in share.parts and place in share.wholes:
                    yield from (percent, share.parts[place], share.wholes[place])


def _in_sums(table: Table) -> Iterator[Observation]:
    for vectors in (table.columns, table.rows):
        for found in kept_sums(vectors):
            for place in found.places if len(found.places) > 3 else ():
                yield found.totals[place]
                yield from (vector[place] for vector in found.parts if place in vector)


def _with_percents(evidence: Evidence, table: Table) -> Iterator[Observation]:
    """Both halves of an n of m whose percent is printed beside it."""
    percents = {_place(c) for c in table.cells if c.unit == "percent"}
    for part in table.cells:
        for whole in evidence.linked(part, "denominator") if part.role == "numerator" else ():
            row, col = _place(part)
            if {(row, col), (row, col + 1), (row, col + 2), (row, col + 3)} & percents:
                yield from (part, whole)


def _place(cell: Observation) -> tuple[int, int]:
    source = table_source(cell)
    return (source.row, source.col) if source is not None else (-1, -1)


def _printed_twice(measure: Measure) -> Iterator[Observation]:
    """Values that two tables of one paper print alike, in rows that share four or more."""
    prints: dict[object, list[tuple[int, Observation]]] = defaultdict(list)
    for number, line in enumerate(measure.lines):
        for slot, cell in line.slots.items():
            prints[line.document, slot].append((number, cell))
    pairs = [cells for cells in prints.values() if len(cells) > 1 and len({c.value for _, c in cells}) == 1]
    if len(pairs) >= 4:
        yield from (cell for cells in pairs for _, cell in cells)


def _in_years(measure: Measure) -> Iterator[Observation]:
    """Months, and the year to date that they add up to."""
    counts = [c for c in measure.values("count") if c.period_start and c.period_end]
    months = {c.period_end: c for c in counts if column_span(c) == "month" and not is_to_date(c)}
    for total in (c for c in counts if is_to_date(c)):
        inside = [c for end, c in months.items() if end and total.period_start <= end <= total.period_end]  # type: ignore[operator]
        if len(inside) >= 2 and sum(c.value for c in inside) == total.value:
            yield from (total, *inside)


def _stated(evidence: Evidence) -> Iterator[Observation]:
    """Cells that a figure of the text gives, with its row and time sure."""
    for figure in evidence.stated:
        match = evidence.matcher.match(figure) if figure.role in ("actual", "previous") else None
        if match is not None and match.sure and says_its_time(figure):
            yield from (c for c in match.measure.at(figure)[:1] if rounding_between(figure, c) == "")


def _numerators(evidence: Evidence) -> Iterator[Observation]:
    """Counts that another table prints as the n of its n of m, in rows that share three or more."""
    for lines in evidence.lines_in.values():
        for counts in (line for line in lines if line.code and "count" in line.units):
            for part in (line for line in lines if line.code == counts.code and line.grid != counts.grid):
                yield from _same_counts(counts, part)


def _same_counts(counts: Line, part: Line) -> Iterator[Observation]:
    met = {(c.period_end, column_span(c)): c for c in part.cells if c.role == "numerator"}
    pairs = [(c, met.get((c.period_end, column_span(c)))) for c in counts.values()]
    same = [(cell, other) for cell, other in pairs if other is not None and other.value == cell.value]
    if len(same) >= 3:
        yield from (cell for pair in same for cell in pair)
