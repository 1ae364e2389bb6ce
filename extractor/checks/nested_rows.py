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
    qualifiers = evidence.patterns.checks.nested
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
    by_time = {time_of(c): c for c in outer if c.period_end}
    for part in inner:
        whole = by_time.get(time_of(part))
        if whole is not None and interval(part).low > interval(whole).high:
            words = (
                f'"{called(part)}", {when(part)}: {said(part)} ({evidence.place(part)}) is more than '
                f'"{called(whole)}", of which it is a part: {said(whole)} ({evidence.place(whole)}).'
            )
            yield evidence.finding(E8, "disagrees", "error", part, [whole], words, weight=2)


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
    for whole in wholes:
        if whole.unit not in ("percent", "count") or not whole.period_end:
            continue
        there = [c for cells in parts for c in cells if time_of(c) == time_of(whole)]
        if not there:
            continue
        total = sum((interval(c).low for c in there), Decimal(0))
        if total > interval(whole).high:
            listed = " and ".join(f"{said(c)} ({called(c, 50)})" for c in there)
            words = (
                f'"{called(whole)}", {when(whole)}, is {said(whole)} ({evidence.place(whole)}), but '
                "its parts alone "
                f"are {listed}."
            )
            yield evidence.finding(E8, "disagrees", "error", whole, there, words, weight=2.5)


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
