"""Rolling years, quarters, years and cumulative counts against what they are made of."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal

from extractor.checks.evidence import Evidence
from extractor.checks.families import Family
from extractor.checks.lines import Line, column_span, span_of
from extractor.checks.measures import Measure
from extractor.checks.values import rounding_between
from extractor.checks.wording import called, plain, said, when
from extractor.checks.year_to_date import is_stock
from extractor.model import Finding, Observation

D6 = "D6-rolling"
D7 = "D7-quarter-and-year"
D10 = "D10-cumulative-falls"
NEAR = Decimal("0.1")
"""By how much two values may differ and still be meant for one."""
MADE_OF = {"year": (("quarter", 4), ("month", 12)), "quarter": (("month", 3),)}
"""What a time is made of: the kind of the smaller ones, and how many they are."""


def check_rolling_years(evidence: Evidence) -> Iterator[Finding]:
    """D6: a rolling twelve months of counts against the twelve monthly counts."""
    for grid, lines in evidence.lines_by_grid.items():
        del grid
        for line in lines:
            rolling = [
                c for c in line.values() if c.unit == "count" and span_of(c) == "rolling" and c.period_end
            ]
            monthly = _monthly_partner(evidence, line, lines) if rolling else None
            if monthly is not None:
                yield from _rolling(evidence, rolling, monthly)
                yield from _two_years(evidence, rolling[-1], next(iter(monthly.values())))
    for measure in evidence.measures:
        yield from _year_and_its_end(evidence, measure)


def _years_of(evidence: Evidence, cell: Observation) -> dict[date, Observation]:
    measure = evidence.measure_of[cell.observation_id]
    years = [c for c in measure.values(cell.unit) if column_span(c) == "year" and c.period_end]
    return {c.period_end: c for c in reversed(years) if c.period_end}


def _two_years(evidence: Evidence, rolling: Observation, monthly: Observation) -> Iterator[Finding]:
    """A year is one number, whether the row counts months or twelve months rolling."""
    own, other = _years_of(evidence, rolling), _years_of(evidence, monthly)
    same = [end for end in own if end in other and own[end].value == other[end].value]
    for end in sorted(own.keys() & other.keys()) if same else ():
        one, beside = own[end], other[end]
        if one.value != beside.value and abs(one.value / beside.value - 1) < NEAR:
            words = (
                f'"{called(one)}", {when(one)}: {said(one)} ({evidence.place(one)}), but "{called(beside)}" '
                f"is {said(beside)} for that year ({evidence.place(beside)})."
            )
            yield evidence.finding(
                D6, "disagrees", "warning", one, [beside], words, expected=beside.value, weight=1
            )


def _year_and_its_end(evidence: Evidence, measure: Measure) -> Iterator[Finding]:
    """The twelve months to the last month of a year are the year."""
    for end, cells in sorted(measure.by_end.items()):
        years = [c for c in cells if column_span(c) == "year"]
        rolling = [c for c in cells if span_of(c) == "rolling" and column_span(c) == "month"]
        for year, last in itertools.product(years[:1], rolling[:1]):
            alike = year.unit == last.unit and end.month == 3
            if alike and _apart(year, last) and not any(_same(c, last) for c in years):
                words = (
                    f'"{called(last)}": {said(last)} for {when(last)} '
                    f"({evidence.place(last)}), but {said(year)} for {when(year)} ({evidence.place(year)})."
                )
                yield evidence.finding(
                    D6, "disagrees", "warning", last, [year], words, expected=year.value, weight=1
                )


def _same(one: Observation, other: Observation) -> bool:
    return rounding_between(one, other) is not None or rounding_between(other, one) is not None


def _apart(one: Observation, other: Observation) -> bool:
    return not _same(one, other) and abs(one.value - other.value) < NEAR * max(abs(other.value), Decimal(1))


def _monthly_partner(evidence: Evidence, line: Line, lines: Sequence[Line]) -> dict[date, Observation] | None:
    best: tuple[float, dict[date, Observation]] = (0.0, {})
    for other in lines:
        months = {
            c.period_end: c
            for c in other.values()
            if c.unit == "count" and span_of(c) == "month" and c.period_end
        }
        likeness = evidence.weights.likeness(line.words - {"rolling"}, other.words - {"inmonth"})
        if other is not line and len(months) >= 12 and other.area == line.area and likeness > best[0]:
            best = (likeness, months)
    return best[1] if best[0] >= 0.6 else None


def _rolling(
    evidence: Evidence, rolling: Sequence[Observation], monthly: dict[date, Observation]
) -> Iterator[Finding]:
    wrong: list[tuple[Observation, list[Observation], Decimal]] = []
    for cell in rolling:
        assert cell.period_end is not None
        window = [
            c
            for end, c in sorted(monthly.items())
            if timedelta(0) <= cell.period_end - end < timedelta(days=360)
        ]
        added = sum((c.value for c in window), Decimal(0))
        if len(window) == 12 and added != cell.value and abs(added / max(cell.value, Decimal(1)) - 1) < NEAR:
            wrong.append((cell, window, added))
    if not wrong:
        return
    cell, window, added = wrong[-1]
    also = [w[0] for w in wrong[:-1]]
    others = "".join(
        f"; {when(c)} adds up to {plain(a)} where {said(c)} is printed" for c, _, a in wrong[:-1]
    )
    words = (
        f'"{called(cell)}": the 12 months to {when(window[-1])} add up to {plain(added)}, but '
        f"{said(cell)} is printed "
        f"({evidence.place(cell)}){others}."
    )
    yield evidence.finding(
        D6, "arithmetic_wrong", "warning", cell, [*also, *window], words, expected=added, weight=1
    )


def check_quarters_and_years(evidence: Evidence) -> Iterator[Finding]:
    """D7: a quarter against its months, a year against its quarters, for counts that add up."""
    for measure in evidence.measures:
        by_span: dict[str, list[Observation]] = defaultdict(list)
        for cell in measure.values("count"):
            by_span[span_of(cell)].append(cell)
        for total in measure.values("count"):
            for smaller, number in MADE_OF.get(span_of(total), ()):
                parts = _inside(total, by_span[smaller])
                if len(parts) == number:
                    yield from _total_of_parts(evidence, total, parts)


def _inside(total: Observation, cells: Sequence[Observation]) -> list[Observation]:
    """The cells of the time of a total, one a period, in the order of time."""
    if total.period_start is None or total.period_end is None:
        return []
    found: dict[date, Observation] = {}
    for cell in cells:
        first, last = cell.period_start, cell.period_end
        if first and last and total.period_start <= first <= last <= total.period_end:
            found.setdefault(last, cell)
    return [found[end] for end in sorted(found)]


def _total_of_parts(
    evidence: Evidence, total: Observation, parts: Sequence[Observation]
) -> Iterator[Finding]:
    values = [p.value for p in parts]
    added = sum(values, Decimal(0))
    if total.value in (added, values[-1]) or is_stock(total, values):
        return
    if abs(total.value / added - 1) > Decimal("0.3") if added else True:
        return
    words = (
        f'"{called(total)}": {" + ".join(said(p) for p in parts[:4])}{" + …" if len(parts) > 4 else ""} is '
        f"{plain(added)}, but {said(total)} is printed for {when(total)} ({evidence.place(total)})."
    )
    yield evidence.finding(D7, "arithmetic_wrong", "warning", total, parts, words, expected=added, weight=1.5)


def check_cumulative(evidence: Evidence) -> Iterator[Finding]:
    """D10: a cumulative count does not fall within its year."""
    for measure in evidence.measures:
        by_start: dict[date | None, list[Observation]] = defaultdict(list)
        for cell in measure.values("count"):
            if span_of(cell) == "ytd" and cell.period_end and not cell.places:
                by_start[cell.period_start].append(cell)
        for cells in by_start.values():
            yield from _falls(evidence, sorted(cells, key=lambda c: c.period_end))  # type: ignore[arg-type, return-value]


def _falls(evidence: Evidence, cells: Sequence[Observation]) -> Iterator[Finding]:
    for before, after in itertools.pairwise(cells):
        if after.period_end != before.period_end and after.value < before.value:
            words = (
                f'"{called(after)}" is cumulative, but falls from {said(before)} ({when(before)}) to '
                f"{said(after)} "
                f"({when(after)}, {evidence.place(after)})."
            )
            yield evidence.finding(D10, "disagrees", "warning", after, [before], words, weight=1.5)


FAMILY = Family((D6, D7, D10), (check_rolling_years, check_quarters_and_years, check_cumulative))
