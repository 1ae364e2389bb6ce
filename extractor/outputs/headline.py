"""What a line shows, in a sentence, and a chart's alternative in words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from extractor.model import SeriesPoint
from extractor.outputs.lines import Line, is_break, runs, target_at
from extractor.outputs.words import count_word, months_of, period_of, period_plural, with_unit

LEAST = 3
"""Values from which "best" and "worst" are said."""


def headline(line: Line) -> str:
    """Where a line began, where it is, how that compares with the values before it, and the target.

    Begins after the last change of definition; compares only with values that follow without a gap.
    """
    points = [p for p in line.current if p.period_end]
    if not points:
        return "No value has a date." if line.current else "Only a target or benchmark is given."
    said = _since_break(points)
    told = _movement(line, said) if len(said) > 1 else _said(line, said[-1])
    if len(said) < len(points):
        told = f"Since the definition changed: {told}"
    ending = _standing(line, said) + _gap(said) + _target(line, said[-1]) + _rating(line, said[-1])
    return f"{told[0].upper()}{told[1:]}{ending}."


def _since_break(points: Sequence[SeriesPoint]) -> Sequence[SeriesPoint]:
    last = max((n for n, point in enumerate(points) if is_break(point)), default=0)
    return points[last:]


def _said(line: Line, point: SeriesPoint) -> str:
    return f"{with_unit(point.value, line.unit)} {when(point)}"


def when(point: SeriesPoint) -> str:
    """The period of a point as part of a sentence: in April 2016, at 31 March 2017."""
    first, last = point.period_start, point.period_end
    if first is None or last is None:
        return "without a date"
    months = months_of(first, last)
    if first == last:
        return f"at {period_of(point)}"
    if point.period_type in ("ytd", "rolling_12m") and months:
        return f"in the {count_word(months)} months to {last:%B %Y}" if months > 1 else f"in {last:%B %Y}"
    return f"in {period_of(point)}"


def _movement(line: Line, points: Sequence[SeriesPoint]) -> str:
    first, last = points[0], points[-1]
    if first.value == last.value:
        return f"{_said(line, first)} and again {when(last)}"
    verb = "fell" if last.value < first.value else "rose"
    return f"{verb} from {_said(line, first)} to {_said(line, last)}"


def _standing(line: Line, points: Sequence[SeriesPoint]) -> str:
    """How many values in a row, the last one counted, it surpasses: "best in twelve months"."""
    *before, last = runs(points)[-1]
    above = 1 + sum(1 for _ in takewhile(lambda p: p.value < last.value, reversed(before)))
    below = 1 + sum(1 for _ in takewhile(lambda p: p.value > last.value, reversed(before)))
    if max(above, below) < LEAST:
        return ""
    words = {"high": ("best", "worst"), "low": ("worst", "best")}
    up, down = words.get(line.measure.better, ("highest", "lowest"))
    word = up if above > below else down
    many = max(above, below)
    plural = period_plural(line.period_type)
    return f", {word} in {count_word(many)} {plural}" if plural else f", {word} of the last {many} values"


def _gap(points: Sequence[SeriesPoint]) -> str:
    if len(runs(points)) < 2:
        return ""
    return f"; some {period_plural(points[0].period_type) or 'dates'} between have no value"


def _target(line: Line, last: SeriesPoint) -> str:
    target = target_at(line, last)
    return f"; target {with_unit(target.value, line.unit)}" if target else ""


def _rating(line: Line, last: SeriesPoint) -> str:
    beside = line.beside.get(last.observation_id)
    return f"; rated {beside.rag}" if beside and beside.rag else ""


def long_description(line: Line) -> str:
    """The text alternative of a chart."""
    points = [p for p in line.current if p.period_end]
    if not points:
        return "There is nothing to draw."
    low = min(points, key=lambda p: p.value)
    high = max(points, key=lambda p: p.value)
    told = [
        f"{len(points)} values from {period_of(points[0])} to {period_of(points[-1])}.",
        f"Lowest {with_unit(low.value, line.unit)} {when(low)},",
        f"highest {with_unit(high.value, line.unit)} {when(high)}.",
    ]
    revised = sum(1 for p in line.earlier if p.status.startswith("revised"))
    if revised:
        told.append(f"{revised} earlier values were revised.")
    if line.targets:
        told.append(f"Target {with_unit(line.targets[-1].value, line.unit)}.")
    for name, held in line.benchmarks.items():
        told.append(f"{name.replace('_', ' ').capitalize()} {with_unit(held[-1].value, line.unit)}.")
    return " ".join(told) + " All values are in the table."
