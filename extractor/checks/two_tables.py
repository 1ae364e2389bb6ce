"""One figure printed in two tables of a paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from extractor.checks.evidence import Evidence
from extractor.checks.families import Family
from extractor.checks.lines import VALUES, Line, Slot, column_span, slot_of, table_source
from extractor.checks.measures import Measure, shared_slots
from extractor.checks.slips import keying_slip
from extractor.checks.values import rounding_between
from extractor.checks.wording import called, said, when
from extractor.model import Finding, Observation, Severity

E7 = "E7-two-tables"
SURE = 100
"""Least count that is hardly printed in two rows by accident."""
KNOWN = 4
"""Such counts that two rows have to share."""


def check_two_tables(evidence: Evidence) -> Iterator[Finding]:
    """E7: figures that tables of a paper print with two values; one finding a row."""
    for measure in evidence.measures:
        seen: set[str] = set()
        for number, one in enumerate(measure.lines):
            after = measure.lines[number + 1 :]
            others = [o for o in after if o.document == one.document and o.grid != one.grid]
            differing = [(other, pairs) for other in others if (pairs := _differing(one, other, seen))]
            if differing:
                pairs = sorted((pair for _, found in differing for pair in found), key=_apart, reverse=True)
                agree = max(_agreeing(measure, one, other) for other, _ in differing)
                seen |= {cell.observation_id for pair in pairs for cell in pair}
                yield _two_values(evidence, measure, pairs, agree)


def _agreeing(measure: Measure, one: Line, other: Line) -> int:
    """Values that two rows, or their continuations in tables of the same paper, have in common."""
    here = [line for line in measure.lines if line.document == one.document]
    return max(sum(shared_slots(own, line)[0] for line in here if line is not own) for own in (one, other))


def _differing(one: Line, other: Line, seen: set[str]) -> list[tuple[Observation, Observation]]:
    """Cells of two rows for the same time that no rounding reconciles and that are not told of yet."""
    theirs: dict[Slot, Observation] = {}
    for cell in other.cells:
        slot = slot_of(cell)
        if slot is not None and cell.role in (*VALUES, "target"):
            theirs.setdefault(slot, cell)
    pairs = [(cell, theirs[slot]) for cell in one.cells if (slot := slot_of(cell)) in theirs]
    pairs = [p for p in pairs if rounding_between(*p) is None and rounding_between(p[1], p[0]) is None]
    return [p for p in pairs if not {p[0].observation_id, p[1].observation_id} & seen]


def _apart(pair: tuple[Observation, Observation]) -> Decimal:
    one, other = pair
    return abs(one.value - other.value) / max(abs(other.value), Decimal(1))


def check_counts_and_numerators(evidence: Evidence) -> Iterator[Finding]:
    """E7: a row of counts against the n of "n of m" that another table prints for it."""
    for lines in evidence.lines_in.values():
        parts = [line for line in lines if any(c.role == "numerator" for c in line.cells)]
        for counts in (line for line in lines if "count" in line.units and line.code):
            for part in parts:
                if part.grid != counts.grid and part.code == counts.code and part.area == counts.area:
                    yield from _against_numerators(evidence, counts, part)


def _against_numerators(evidence: Evidence, counts: Line, part: Line) -> Iterator[Finding]:
    """Only where most months agree, so that the row is sure to count just that."""
    met = {(c.period_end, column_span(c)): c for c in part.cells if c.role == "numerator" and c.period_end}
    pairs = [
        (cell, met[key])
        for cell in counts.values()
        if cell.unit == "count" and (key := (cell.period_end, column_span(cell))) in met
    ]
    wrong = [pair for pair in pairs if pair[0].value != pair[1].value]
    agree = len(pairs) - len(wrong)
    if wrong and agree >= 2 and agree > len(wrong):
        yield _two_values(evidence, evidence.measure_of[counts.cells[0].observation_id], wrong, agree)


def check_denominators(evidence: Evidence) -> Iterator[Finding]:
    """E7: a whole that elsewhere is the value of a row of counts, and once has one digit of it wrong."""
    for lines in evidence.lines_in.values():
        wholes = [line for line in lines if any(c.role == "denominator" for c in line.cells)]
        counts = [line for line in lines if "count" in line.units]
        for whole in wholes:
            by_end = {c.period_end: c for c in whole.cells if c.role == "denominator" and c.period_end}
            for count in counts:
                if count.grid != whole.grid and count.area == whole.area:
                    yield from _mistyped_wholes(evidence, by_end, count)


def _mistyped_wholes(
    evidence: Evidence, wholes: Mapping[date, Observation], count: Line
) -> Iterator[Finding]:
    pairs = [
        (whole, cell)
        for cell in count.values()
        if cell.period_end is not None
        and (whole := wholes.get(cell.period_end)) is not None
        and column_span(cell) == column_span(whole)
    ]
    same = {whole.value for whole, cell in pairs if whole.value == cell.value >= SURE}
    for whole, cell in pairs if len(same) >= KNOWN else ():
        slip = keying_slip(whole, cell) if abs(whole.value - cell.value) * 50 > cell.value else None
        if slip is not None:
            words = (
                f'"{called(whole)}", {when(whole)}: of {said(whole)} ({evidence.place(whole)}), but '
                f'"{called(cell)}" is {said(cell)} ({evidence.place(cell)}); {slip}; {len(same)} other '
                "values of the two agree."
            )
            yield evidence.finding(
                E7, "disagrees", "warning", whole, [cell], words, expected=cell.value, weight=1
            )


def grid_of(cell: Observation) -> int:
    source = table_source(cell)
    return -1 if source is None else source.grid


def _two_values(
    evidence: Evidence, measure: Measure, pairs: Sequence[tuple[Observation, Observation]], agree: int
) -> Finding:
    first, second = pairs[0]
    listed = "; ".join(
        f"{when(one)}: {said(one)} in one table ({evidence.place(one)}) and {said(other)} in another "
        f"({evidence.place(other)}){_elsewhere(measure, one, other)}"
        for one, other in pairs
    )
    words = f'"{called(first)}", {listed}; {agree} other values of the two rows agree.'
    severity: Severity = "note" if agree < 2 else "error" if _apart(pairs[0]) > Decimal("0.02") else "warning"
    cells = [cell for pair in pairs for cell in reversed(pair)]
    return evidence.finding(
        E7,
        "disagrees",
        severity,
        first,
        cells,
        words,
        expected=second.value,
        weight=1.5 + min(3, float(_apart(pairs[0])) * 5),
    )


def _elsewhere(measure: Measure, one: Observation, other: Observation) -> str:
    """Where the second table's value stands in the first: a row slip."""
    for cell in measure.values(one.unit):
        if grid_of(cell) == grid_of(one) and cell.value == other.value and cell.value not in (0, 100):
            return f", which the first gives for {when(cell)}"
    return ""


FAMILY = Family((E7,), (check_two_tables, check_counts_and_numerators, check_denominators))
