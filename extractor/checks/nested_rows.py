"""Rows that count a part of what another row counts, and areas of a whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from extractor.checks.evidence import Evidence
from extractor.checks.families import Family
from extractor.checks.lines import is_whole, span_of
from extractor.checks.measures import Measure, by_area
from extractor.checks.values import interval
from extractor.checks.wording import called, said, when
from extractor.model import Finding, Observation

E8 = "E8-part-above-whole"
E9 = "E9-total-against-areas"


def check_nested_rows(evidence: Evidence) -> Iterator[Finding]:
    """E8: children with an up-to-date plan are not more than children with a plan."""
    qualifiers = evidence.listed("nested")
    for lines in evidence.lines_by_grid.values():
        for inner in lines:
            for outer in lines:
                extra = inner.words - outer.words
                if inner is outer or not extra or not extra <= qualifiers or not outer.words <= inner.words:
                    continue
                if (inner.area, inner.cohort) == (outer.area, outer.cohort):
                    yield from _nested(evidence, inner.values(), list(outer.values()))


def _nested(
    evidence: Evidence, inner: Iterable[Observation], outer: Sequence[Observation]
) -> Iterator[Finding]:
    """One finding for all times at which the part is more than the whole."""
    by_time = {time_of(c): c for c in outer if c.period_end}
    pairs = [(part, by_time[time_of(part)]) for part in inner if time_of(part) in by_time]
    wrong = [(part, whole) for part, whole in pairs if interval(part).low > interval(whole).high]
    if not wrong:
        return
    part, whole = wrong[0]
    listed = "; ".join(
        f"{when(p)}: {said(p)} ({evidence.place(p)}) and {said(w)} ({evidence.place(w)})" for p, w in wrong
    )
    words = f'"{called(part)}" is more than "{called(whole)}", of which it is a part, {listed}.'
    cells = [whole, *(cell for pair in wrong[1:] for cell in pair)]
    yield evidence.finding(E8, "disagrees", "error", part, cells, words, weight=2)


def check_listed_parts(evidence: Evidence) -> Iterator[Finding]:
    """E8 for a row whose label lists its parts in brackets, and the rows of those parts."""
    for lines in evidence.lines_by_grid.values():
        for whole in lines:
            listed = _listed(evidence, whole.label)
            if len(listed) < 2 or not whole.code:
                continue
            parts = [
                line
                for line in lines
                if line is not whole
                and line.code
                and line.units & whole.units
                and _is_listed(evidence, line.label, line.words, listed)
            ]
            if parts:
                yield from _over_whole(evidence, list(whole.values()), [list(p.values()) for p in parts])


def _listed(evidence: Evidence, label: str) -> list[frozenset[str]]:
    inside = label.rpartition("(")[2].partition(")")[0] if "(" in label else ""
    parts = inside.split(",") if inside.count(",") >= 1 else []
    return [words for part in parts if (words := evidence.vocabulary.words(part))]


def _is_listed(
    evidence: Evidence, label: str, words: frozenset[str], listed: Sequence[frozenset[str]]
) -> bool:
    return "(" not in label and any(part <= words and len(words) <= len(part) + 8 for part in listed)


def _over_whole(
    evidence: Evidence, wholes: Sequence[Observation], parts: Sequence[Sequence[Observation]]
) -> Iterator[Finding]:
    """One finding for all times at which the parts alone are more than the whole."""
    wrong = []
    for whole in wholes:
        there = [c for cells in parts for c in cells if time_of(c) == time_of(whole)]
        total = sum((interval(c).low for c in there), Decimal(0))
        if whole.unit in ("percent", "count") and whole.period_end and total > interval(whole).high:
            wrong.append((whole, there))
    if not wrong:
        return
    listed = "; ".join(
        f"{when(whole)}: {said(whole)} ({evidence.place(whole)}), but its parts alone are "
        + " and ".join(f"{said(c)} ({called(c, 50)})" for c in there)
        for whole, there in wrong
    )
    first, its_parts = wrong[0]
    cells = [*its_parts, *(cell for whole, there in wrong[1:] for cell in (whole, *there))]
    words = f'"{called(first)}", {listed}.'
    yield evidence.finding(E8, "disagrees", "error", first, cells, words, weight=2.5)


def time_of(cell: Observation) -> tuple[object, ...]:
    return (cell.unit, cell.period_end, span_of(cell))


def check_totals_against_areas(evidence: Evidence) -> Iterator[Finding]:
    """E9: a percent for all lies among those of the areas, and cannot rise while none of them does."""
    for group in by_area(evidence.measures):
        wholes = [m for m in group if is_whole(m.area)]
        parts = [m for m in group if not is_whole(m.area)]
        if len(wholes) == 1 and len(parts) >= 2:
            yield from _among(evidence, wholes[0], parts)
            yield from _moves_alone(evidence, wholes[0], parts)


def _among(evidence: Evidence, whole: Measure, parts: Sequence[Measure]) -> Iterator[Finding]:
    """Only where three areas or more are there and most totals do lie among them: then no area is missing."""
    sets = [
        (cell, [c for m in parts for c in m.values("percent") if time_of(c) == time_of(cell)])
        for cell in whole.values("percent")
    ]
    full = [(cell, areas) for cell, areas in sets if len(areas) == len(parts) >= 3]
    outside = [(cell, areas) for cell, areas in full if _outside(cell, areas)]
    if len(full) < 4 or len(outside) * 4 > len(full):
        return
    for cell, areas in outside:
        listed = ", ".join(f"{c.area} {said(c)}" for c in areas)
        words = (
            f'"{called(cell)}", {when(cell)}: {said(cell)} for the whole ({evidence.place(cell)}) lies '
            f"outside its areas ({listed})."
        )
        yield evidence.finding(E9, "disagrees", "warning", cell, areas, words, weight=2)


def _outside(cell: Observation, areas: Sequence[Observation]) -> bool:
    low, high = min(interval(c).low for c in areas), max(interval(c).high for c in areas)
    return interval(cell).high < low or interval(cell).low > high


def _moves_alone(evidence: Evidence, whole: Measure, parts: Sequence[Measure]) -> Iterator[Finding]:
    cells = sorted((c for c in whole.values("percent") if c.period_end), key=lambda c: c.period_end)  # type: ignore[arg-type, return-value]
    for before, after in pairwise(cells):
        if span_of(before) != span_of(after) or before.period_end == after.period_end:
            continue
        moves = [(_like(m, before), _like(m, after)) for m in parts]
        known = [(b, a) for b, a in moves if b is not None and a is not None]
        if len(known) != len(parts):
            continue
        rose = interval(after).low > interval(before).high
        fell = interval(after).high < interval(before).low
        if (rose and all(a.value <= b.value for b, a in known)) or (
            fell and all(a.value >= b.value for b, a in known)
        ):
            listed = ", ".join(f"{a.area} {said(b)} to {said(a)}" for b, a in known)
            words = (
                f'"{called(after)}" {"rises" if rose else "falls"} from {said(before)} to {said(after)} '
                f"({when(after)}, {evidence.place(after)}), but no area does: {listed}."
            )
            others = [before, *(c for pair in known for c in pair)]
            yield evidence.finding(E9, "disagrees", "warning", after, others, words, weight=2)


def _like(measure: Measure, cell: Observation) -> Observation | None:
    return next((c for c in measure.values(cell.unit) if time_of(c) == time_of(cell)), None)


FAMILY = Family((E8, E9), (check_nested_rows, check_listed_parts, check_totals_against_areas))
