"""The year to date against the months of its row: sums, pooled percents, latest levels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from statistics import mean

from extractor.checks.evidence import Evidence
from extractor.checks.families import Family
from extractor.checks.lines import is_to_date, span_of
from extractor.checks.measures import Measure
from extractor.checks.values import (
    PERCENTS,
    interval,
    rounding_between,
    unit_of_last_place,
)
from extractor.checks.wording import called, plain, said, when
from extractor.figures.intervals import rounded
from extractor.model import Finding, Observation, Severity

D5 = "D5-year-to-date"


def check_years_to_date(evidence: Evidence) -> Iterator[Finding]:
    """D5: the year to date against the months of the same row or column."""
    for measure in evidence.measures:
        for total in _latest_totals(measure):
            months = _months_of(measure, total)
            if len(months) >= 2:
                yield from _year_to_date(evidence, measure, total, months)


def _latest_totals(measure: Measure) -> list[Observation]:
    """Year-to-date values, each printed value once."""
    seen: dict[tuple[object, ...], Observation] = {}
    for cell in measure.values():
        if is_to_date(cell) and cell.period_end and cell.period_start and span_of(cell) != "rolling":
            seen.setdefault((cell.unit, cell.period_end, cell.value), cell)
    return list(seen.values())


def _months_of(measure: Measure, total: Observation) -> list[Observation]:
    assert total.period_end is not None
    start = date(total.period_end.year - (total.period_end.month < 4), 4, 1)
    if span_of(total) == "ytd" and total.period_start:
        start = total.period_start
    return [
        c
        for c in measure.history("month", total.unit)
        if c.period_end and start <= c.period_end <= total.period_end and span_of(c) != "rolling"
    ]


def _year_to_date(
    evidence: Evidence, measure: Measure, total: Observation, months: Sequence[Observation]
) -> Iterator[Finding]:
    last = months[-1]
    if last.period_end != total.period_end or any(
        span_of(c) == "rolling" for c in measure.values(total.unit)
    ):
        return
    if rounding_between(total, last) == "":
        return  # a snapshot: the last value is the year's
    assert total.period_start is not None and total.period_end is not None
    expected = (total.period_end.year - total.period_start.year) * 12
    expected += total.period_end.month - total.period_start.month + 1
    complete = len(months) == expected
    if total.unit == "count":
        yield from _counted(evidence, total, months, complete)
    elif total.unit == "other" and is_stock(total, [c.value for c in months]):
        yield from _stale_stock(evidence, total, months)
    elif total.unit in PERCENTS:
        yield from _pooled(evidence, measure, total, months, complete)


def _counted(
    evidence: Evidence, total: Observation, months: Sequence[Observation], complete: bool
) -> Iterator[Finding]:
    values = [c.value for c in months]
    added = sum(values, Decimal(0))
    if added == total.value:
        return
    stock = is_stock(total, values)
    if stock:
        yield from _stale_stock(evidence, total, months)
    elif complete or total.value < added:
        without = added - values[-1]
        why = ""
        if total.value == without and values[-1]:
            why = f"; it is the sum without {when(months[-1])}"
        shown = "" if complete else f" of the {len(months)} months shown"
        words = (
            f'"{called(total)}": the sum{shown} is {plain(added)}, but {said(total)} is printed for '
            f"{when(total)} "
            f"({evidence.place(total)}){why}."
        )
        off = abs(added - total.value) / max(total.value, Decimal(1))
        severity: Severity = "error" if off > Decimal("0.02") or why else "warning"
        yield evidence.finding(
            D5,
            "arithmetic_wrong",
            severity,
            total,
            months,
            words,
            expected=added,
            weight=1.5 + min(3, float(off) * 4),
        )


def is_stock(total: Observation, values: Sequence[Decimal]) -> bool:
    """Whether a "year to date" is the latest level, not a sum: of the size of one month, not of several."""
    return min(values) > 0 and total.value <= max(values) * Decimal("1.1") and total.value >= min(values) / 2


def _stale_stock(evidence: Evidence, total: Observation, months: Sequence[Observation]) -> Iterator[Finding]:
    same = next((c for c in reversed(months[:-1]) if c.value == total.value), None)
    if max(c.value for c in months) < 10 or len(months) < 3 or (total.unit == "other" and same is None):
        return
    why = f"it is the value of {when(same)}" if same else f"{when(months[-1])} is {said(months[-1])}"
    printed = when(total) if when(total) != when(months[-1]) else f'"{total.period}"'
    words = (
        f'"{called(total)}": {said(total)} is printed for {printed} ({evidence.place(total)}), but {why}'
        + (f"; {when(months[-1])} is {said(months[-1])}." if same else ".")
    )
    others = [months[-1], *([same] if same else [])]
    yield evidence.finding(
        D5, "wrong_period" if same else "disagrees", "warning", total, others, words,
        expected=months[-1].value, weight=1.2,
    )  # fmt: skip


def _pooled(
    evidence: Evidence, measure: Measure, total: Observation, months: Sequence[Observation], complete: bool
) -> Iterator[Finding]:
    if not complete:
        return
    low, high = min(months, key=lambda c: c.value), max(months, key=lambda c: c.value)
    if interval(total).high < interval(low).low or interval(total).low > interval(high).high:
        words = (
            f'"{called(total)}": {said(total)} is printed for {when(total)} ({evidence.place(total)}), '
            "but its months "
            f"lie between {said(low)} ({when(low)}) and {said(high)} ({when(high)}, {evidence.place(high)})."
        )
        yield evidence.finding(
            D5, "arithmetic_wrong", "error", total, [low, high, months[-1]], words, weight=3
        )
        return
    pooled = _pool(evidence, measure, months)
    if pooled is None:
        return
    value, bases = pooled
    gap = abs(value - total.value)
    if gap <= unit_of_last_place(total):
        return
    average = Decimal(str(mean([c.value for c in months])))
    why = ""
    if abs(average - total.value) <= unit_of_last_place(total) / 2:
        why = "; it is the plain mean of the months' percents"
    words = (
        f'"{called(total)}": the months weighted by their {called(bases[0], 60)} give '
        f"{rounded(value, total.places)}%, but "
        f"{said(total)} is printed for {when(total)} ({evidence.place(total)}){why}."
    )
    severity: Severity = "error" if gap > 1 else "warning"
    yield evidence.finding(
        D5, "arithmetic_wrong", severity, total, [*months, *bases], words,
        expected=rounded(value, total.places), weight=2 + min(2, float(gap) / 5),
    )  # fmt: skip


def _pool(
    evidence: Evidence, measure: Measure, months: Sequence[Observation]
) -> tuple[Decimal, list[Observation]] | None:
    """The percent of all months together, with the base of each month; None where no one base is sure."""
    for bases in _bases(evidence, measure, months):
        whole = sum((b.value for b in bases), Decimal(0))
        if whole > 0:
            return sum(
                (m.value * b.value for m, b in zip(months, bases, strict=True)), Decimal(0)
            ) / whole, bases
    return None


def _bases(
    evidence: Evidence, measure: Measure, months: Sequence[Observation]
) -> Iterator[list[Observation]]:
    """Denominators printed with the percents; else the one count that the table sums over the
    year."""
    own = {c.period_end: c for c in measure.cells if c.role == "denominator" and c.unit == "count"}
    if all(m.period_end in own for m in months):
        yield [own[m.period_end] for m in months]
        return
    flows = {
        other.number: flow
        for other in evidence.measures_in.get(months[0].document, ())
        if any(_is_base(evidence, words, measure) for words in other.wordings)
        and (flow := _flow(other, months))
    }
    for grid in dict.fromkeys((line.document, line.grid) for line in measure.lines):
        of_table = [flows[m.number] for m in evidence.measures_by_grid[grid] if m.number in flows]
        if len(of_table) == 1:
            yield of_table[0]


def _is_base(evidence: Evidence, words: frozenset[str], measure: Measure) -> bool:
    """A count "of assessments completed" is the base of "% of assessments completed in 45 days"."""
    if evidence.weights.coverage(words, measure.words) < 0.6:
        return False
    return any(word.isdigit() or word in evidence.listed("nested") for word in measure.words - words)


def _flow(measure: Measure, months: Sequence[Observation]) -> list[Observation] | None:
    """The counts of the months of a measure whose tables add them up to a year to date."""
    own = [c for c in measure.values("count") if c.document == months[0].document]
    counts = {c.period_end: c for c in own if span_of(c) in ("month", "point")}
    totals = {c.value for c in own if span_of(c) == "ytd"}
    if not totals or not all(m.period_end in counts for m in months):
        return None
    found = [counts[m.period_end] for m in months]
    return found if sum((c.value for c in found), Decimal(0)) in totals else None


FAMILY = Family((D5,), (check_years_to_date,))
