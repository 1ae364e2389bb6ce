"""Totals against their parts, and rows that are the sum of two others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from extractor.checks.evidence import Evidence
from extractor.checks.families import Family
from extractor.checks.grids import (
    Broken,
    broken_outcomes,
    broken_sums,
    how_large,
)
from extractor.checks.lines import VALUES, column_span, slot_of
from extractor.checks.measures import Measure, shared_slots
from extractor.checks.shares import all_cells, each_once, others_agree, relative_gap
from extractor.checks.wording import called, plain, said, when
from extractor.model import Finding, Observation, Severity

E3 = "E3-parts-and-total"
E10 = "E10-rows-that-add-up"


def check_sums(evidence: Evidence) -> Iterator[Finding]:
    """E3: totals against their parts."""
    for table in evidence.tables.values():
        relations = [broken_outcomes(table), *broken_sums(table.columns), *broken_sums(table.rows)]
        for broken in each_once(relations):
            yield _wrong_sums(evidence, broken)


def _wrong_sums(evidence: Evidence, broken: Sequence[Broken]) -> Finding:
    worst = broken[0]
    total = worst.whole
    listed = "; ".join(
        f"{when(b.whole)}: {' + '.join(said(p) for p in b.parts)} is {plain(b.expected)}, printed as "
        f"{said(b.whole)} ({evidence.place(b.whole)})"
        for b in broken
    )
    words = f'"{called(total)}", {listed}{others_agree(worst)}.'
    off = relative_gap(worst)
    severity: Severity = "error" if worst.kept >= 5 or off > Decimal("0.05") else "warning"
    return evidence.finding(
        E3,
        "arithmetic_wrong",
        severity,
        total,
        [*all_cells(broken), *_repeated(evidence, total)],
        words,
        expected=worst.expected,
        weight=1 + min(3, float(off) * 5) * how_large(max(worst.expected, total.value)),
    )


def _repeated(evidence: Evidence, total: Observation) -> list[Observation]:
    """Where another table prints the same total for the same time: it will have the same mistake.

    The other row is known by its values: three or more are those of the total's own row.
    """
    own = evidence.line_of.get(total.observation_id)
    slot = slot_of(total)
    if own is None or slot is None:
        return []
    found = []
    for line in evidence.lines_in[own.document]:
        if line.grid != own.grid:
            same = [c for c in line.values() if slot_of(c) == slot and c.value == total.value]
            agree, differ = shared_slots(own, line) if same else (0, 0)
            if agree >= 3 and differ == 0:
                found += same
    return found


def check_rows_that_add_up(evidence: Evidence) -> Iterator[Finding]:
    """E10: a row that is the sum of two others for most times, and for one is not."""
    by_document: dict[tuple[str, str | None], list[Measure]] = defaultdict(list)
    for measure in evidence.measures:
        if "count" in measure.units and measure.cohort is None:
            by_document[measure.lines[0].document, measure.area].append(measure)
    for measures in by_document.values():
        histories = [(m, h) for m in measures if len(h := _history(m)) >= KEPT_SUMS]
        for whole, totals in histories:
            pair = _two_parts(whole, totals, histories)
            if pair is not None:
                yield from _broken_pair(evidence, totals, *pair)


KEPT_SUMS = 4
Key = tuple[object, str]


def _history(measure: Measure) -> dict[Key, Observation]:
    """Counts above 20 by time; the first table's where two disagree."""
    found: dict[Key, Observation] = {}
    for cell in measure.values("count"):
        if cell.period_end is not None and cell.value > 20 and cell.role in VALUES:
            found.setdefault((cell.period_end, column_span(cell)), cell)
    return found


def _two_parts(
    whole: Measure,
    totals: dict[Key, Observation],
    histories: Sequence[tuple[Measure, dict[Key, Observation]]],
) -> tuple[dict[Key, Observation], dict[Key, Observation]] | None:
    smaller = [
        h for m, h in histories
        if m is not whole and all(h[k].value < totals[k].value for k in h.keys() & totals.keys())
        and len(h.keys() & totals.keys()) >= KEPT_SUMS
    ]  # fmt: skip
    for one, other in combinations(smaller, 2):
        shared = totals.keys() & one.keys() & other.keys()
        kept = sum(one[k].value + other[k].value == totals[k].value for k in shared)
        if kept >= KEPT_SUMS and Decimal(kept) >= Decimal("0.6") * len(shared):
            return one, other
    return None


def _broken_pair(
    evidence: Evidence,
    totals: dict[Key, Observation],
    one: dict[Key, Observation],
    other: dict[Key, Observation],
) -> Iterator[Finding]:
    shared = sorted(totals.keys() & one.keys() & other.keys(), key=str)
    sums = [(totals[key], one[key], other[key], one[key].value + other[key].value) for key in shared]
    wrong = [s for s in sums if s[3] != s[0].value and abs(s[3] / s[0].value - 1) < Decimal("0.2")]
    if not wrong:
        return
    total, first, second, added = wrong[0]
    listed = "; ".join(
        f"{when(t)}: {said(a)} + {said(b)} is {plain(c)}, printed as {said(t)} ({evidence.place(t)})"
        for t, a, b, c in wrong
    )
    words = (
        f'"{called(total)}" is elsewhere the sum of "{called(first, 50)}" and "{called(second, 50)}"; '
        f"{listed}; "
        f"{len(sums) - len(wrong)} other times add up."
    )
    others = [first, second, *(cell for t, a, b, _ in wrong[1:] for cell in (t, a, b))]
    yield evidence.finding(
        E10, "arithmetic_wrong", "warning", total, others, words, expected=added, weight=1.5
    )


FAMILY = Family((E3, E10), (check_sums, check_rows_that_add_up))
