"""Months in the head of a table: each once, and in their order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import Literal

from extractor.checks.evidence import Evidence
from extractor.checks.families import Family
from extractor.checks.grids import Table
from extractor.checks.lines import span_of, table_source
from extractor.checks.wording import when
from extractor.model import Finding, Observation

E6 = "E6-months-of-the-head"
MONTHS = 4
"""Months that a head has to have at least."""


def check_heads(evidence: Evidence) -> Iterator[Finding]:
    """E6: a month that stands twice where the next is missing, or two months that changed places."""
    for table in evidence.tables.values():
        for axis in ("col", "row"):
            runs = _runs(table, axis)
            if len(runs) >= MONTHS:
                yield from _repeated(evidence, runs)
                yield from _swapped(evidence, runs)


def _runs(table: Table, axis: Literal["row", "col"]) -> list[list[Observation]]:
    """First cells of the columns (or rows), those that stand for one month after another together."""
    places: dict[int, list[Observation]] = defaultdict(list)
    for cell in table.cells:
        source = table_source(cell)
        if source is not None and span_of(cell) in ("month", "point") and cell.period_end:
            places[getattr(source, axis)].append(cell)
    single = [cells[0] for _, cells in sorted(places.items()) if len({c.period_end for c in cells}) == 1]
    if len(single) != len(places):
        return []
    return [list(run) for _, run in groupby(single, key=_month)]


def _month(cell: Observation) -> int:
    assert cell.period_end is not None
    return cell.period_end.year * 12 + cell.period_end.month


def _repeated(evidence: Evidence, runs: Sequence[list[Observation]]) -> Iterator[Finding]:
    """One run twice as wide as all others, with the next month missing behind or before it."""
    width = min(len(run) for run in runs)
    wide = [i for i, run in enumerate(runs) if len(run) != width]
    steps = [_month(b[0]) - _month(a[0]) for a, b in pairwise(runs)]
    if len(wide) != 1 or len(runs[wide[0]]) != 2 * width:
        return
    i = wide[0]
    gaps = [k for k, step in enumerate(steps) if step != 1]
    if len(gaps) == 1 and steps[gaps[0]] == 2 and gaps[0] in (i - 1, i):
        first, second = runs[i][0], runs[i][width]
        words = (
            f"{when(first)} stands twice in the head of the table ({evidence.place(first)}), and the month "
            f"{'after' if gaps[0] == i else 'before'} it is missing: one of the two is mislabelled."
        )
        yield evidence.finding(E6, "wrong_period", "warning", second, [first], words, weight=2)


def _swapped(evidence: Evidence, runs: Sequence[list[Observation]]) -> Iterator[Finding]:
    """All months in order but two neighbours."""
    months = [_month(run[0]) for run in runs]
    for i in range(len(months) - 1):
        turned = [*months[:i], months[i + 1], months[i], *months[i + 2 :]]
        if turned == list(range(min(months), min(months) + len(months))):
            first, second = runs[i][0], runs[i + 1][0]
            words = (
                f"{when(first)} stands before {when(second)} in the head of the table "
                f"({evidence.place(first)}); all other months are in their order."
            )
            yield evidence.finding(E6, "wrong_period", "warning", first, [second], words, weight=1)


FAMILY = Family((E6,), (check_heads,))
