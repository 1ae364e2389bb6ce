"""The chart of a line: values, gaps, earlier vintages, target, benchmarks and breaks.

Every sort of mark has a shape of its own: colour is never the only sign.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median

from extractor.model import SeriesPoint
from extractor.outputs.axes import Scale, date_ticks, value_ticks
from extractor.outputs.drawing import Drawing, Point
from extractor.outputs.lines import Line
from extractor.outputs.words import headline, long_description, plain_number, unit_title, with_unit

WIDTH, HEIGHT = 680.0, 250.0
SPARK_POINTS = 40
DOT = (
    '<svg width="0" height="0" style="position:absolute" aria-hidden="true">'
    '<marker id="dot" markerWidth="6" markerHeight="6" refX="3" refY="3" markerUnits="userSpaceOnUse">'
    '<circle class="dot" cx="3" cy="3" r="3"/>'
    "</marker></svg>"
)
"""To stand once in a page: the dot at every value of a line (style `dt` refers to it)."""
LEFT, RIGHT, TOP, BOTTOM = 54.0, 92.0, 22.0, 30.0


@dataclass(frozen=True)
class Frame:
    """Where a chart puts dates and values."""

    x: Scale
    y: Scale
    first: date
    last: date

    def place(self, point: SeriesPoint) -> Point:
        """A point at the middle of its period."""
        return self.x(_middle(point).toordinal()), self.y(float(point.value))


def _middle(point: SeriesPoint) -> date:
    assert point.period_end is not None
    first = point.period_start or point.period_end
    return first + (point.period_end - first) / 2


def line_chart(line: Line) -> str:
    """The SVG of a line; empty where nothing has a date."""
    dated = [p for p in line.current if p.period_end]
    if not dated:
        return ""
    drawing = Drawing(WIDTH, HEIGHT)
    frame = _frame(line, dated)
    _axes(drawing, frame, line)
    _breaks(drawing, frame, line)
    _targets(drawing, frame, line)
    _benchmarks(drawing, frame, line)
    parts = runs(dated)
    for run in parts:
        drawing.polyline([frame.place(p) for p in run], "va dt")
    _vintages(drawing, frame, line)
    drawing.dots([frame.place(p) for run in parts if len(run) == 1 for p in run], "vd")
    _end_label(drawing, frame, dated[-1], line)
    return drawing.svg(f"{line.name}: {headline(line)}", long_description(line))


def _shown(line: Line) -> list[SeriesPoint]:
    benchmarks = [p for held in line.benchmarks.values() for p in held]
    return [p for p in (*line.current, *line.earlier, *line.targets, *benchmarks) if p.period_end]


def _frame(line: Line, dated: Sequence[SeriesPoint]) -> Frame:
    middles = [_middle(p) for p in dated]
    first, last = min(middles), max(middles)
    margin = max((last - first) / 30, timedelta(days=10))
    values = [p.value for p in _shown(line)]
    ticks = value_ticks(values)
    return Frame(
        Scale((first - margin).toordinal(), (last + margin).toordinal(), LEFT, WIDTH - RIGHT),
        Scale(float(ticks[0]), float(ticks[-1]), HEIGHT - BOTTOM, TOP),
        first - margin,
        last + margin,
    )


def _axes(drawing: Drawing, frame: Frame, line: Line) -> None:
    right = WIDTH - RIGHT
    drawing.text((0, 11), unit_title(line.unit), "ax")
    for tick in value_ticks([p.value for p in _shown(line)]):
        y = frame.y(float(tick))
        drawing.line((LEFT, y), (right, y), "g" if tick else "z")
        drawing.text((LEFT - 6, y + 4), plain_number(tick.normalize() + 0), "ax", "e")
    for day, label in date_ticks(frame.first, frame.last):
        x = frame.x(day.toordinal())
        drawing.line((x, HEIGHT - BOTTOM), (x, HEIGHT - BOTTOM + 4), "z")
        drawing.text((min(max(x, LEFT + 10), right - 4), HEIGHT - 10), label, "ax", "m")


def runs(points: Sequence[SeriesPoint]) -> list[list[SeriesPoint]]:
    """Points that follow each other without a gap; a period left out ends a run, and so does a break."""
    middles = [_middle(p).toordinal() for p in points]
    steps = [b - a for a, b in pairwise(middles)]
    usual = median(steps) if steps else 0
    found = [[points[0]]] if points else []
    for step, point in zip(steps, points[1:], strict=True):
        if step > usual * 1.6 or point.status.endswith("break"):
            found.append([])
        found[-1].append(point)
    return found


def _breaks(drawing: Drawing, frame: Frame, line: Line) -> None:
    marked = [p.period_start for p in line.current if p.status.endswith("break") and p.period_start]
    known = [day for day, _ in line.measure.breaks if frame.first < day < frame.last]
    for day in sorted({*marked, *known}):
        x = frame.x(day.toordinal())
        drawing.line((x, TOP), (x, HEIGHT - BOTTOM), "br")
        drawing.text((x + 3, TOP + 9), "definition changed", "ax")


def _targets(drawing: Drawing, frame: Frame, line: Line) -> None:
    for target in line.targets:
        if target.period_start is None or target.period_end is None:
            continue
        first, last = max(target.period_start, frame.first), min(target.period_end, frame.last)
        if first <= last:
            y = frame.y(float(target.value))
            drawing.line((frame.x(first.toordinal()) - 2, y), (frame.x(last.toordinal()) + 2, y), "ta")
    shown = [t for t in line.targets if t.period_end and t.period_start and t.period_start <= frame.last]
    if shown:
        held = shown[-1].value
        y = _apart(frame.y(float(held)), frame.y(float(_last(line).value)))
        drawing.text((WIDTH - RIGHT + 6, y + 4), f"target {with_unit(held, line.unit)}", "tl")


def _last(line: Line) -> SeriesPoint:
    return [p for p in line.current if p.period_end][-1]


def _apart(y: float, other: float, least: float = 15) -> float:
    """A place for a label that does not cover that of the last value."""
    if abs(y - other) >= least:
        return y
    return other + least if y >= other and other + least < HEIGHT - 4 else other - least


def _benchmarks(drawing: Drawing, frame: Frame, line: Line) -> None:
    for held in line.benchmarks.values():
        inside = [p for p in held if p.period_end and frame.first <= _middle(p) <= frame.last]
        drawing.squares([frame.place(p) for p in inside], "be")


def _vintages(drawing: Drawing, frame: Frame, line: Line) -> None:
    now = {(p.period_start, p.period_end): p for p in line.current}
    earlier = [p for p in line.earlier if p.status.startswith("revised")]
    for point in earlier:
        current = now.get((point.period_start, point.period_end))
        if current is not None:
            drawing.line(frame.place(point), frame.place(current), "rv")
    drawing.diamonds([frame.place(p) for p in earlier], "re")
    clashing = [p for p in line.earlier if p.status.startswith("conflict")]
    drawing.crosses([frame.place(p) for p in clashing], "co")


def _end_label(drawing: Drawing, frame: Frame, last: SeriesPoint, line: Line) -> None:
    x, y = frame.place(last)
    drawing.text((max(x + 8, WIDTH - RIGHT + 6), y + 4), with_unit(last.value, line.unit), "la")


def legend(line: Line) -> str:
    """Which mark means what, for the marks that this chart has, as text with the marks drawn in words."""
    told = ["● value as last reported"]
    if any(p.status.startswith("revised") for p in line.earlier):
        told.append("◇ as first reported, since revised")
    if any(p.status.startswith("conflict") for p in line.earlier):
        told.append("× another value for the same period in the same paper")
    if line.targets:
        told.append("┅ target")
    if line.benchmarks:
        names = ", ".join(name.replace("_", " ") for name in line.benchmarks)
        told.append(f"□ {names}")
    if _from_above_zero(line):
        told.append("the scale does not begin at zero")
    return "; ".join(told)


def _from_above_zero(line: Line) -> bool:
    values = [p.value for p in _shown(line)]
    return bool(values) and value_ticks(values)[0] > 0


def sparkline(line: Line, width: float = 110, height: float = 24) -> str:
    """A small line without axes, its last value dotted; hidden from readers that cannot see it."""
    dated = [p for p in line.current if p.period_end]
    if len(dated) < 2:
        return ""
    low, high = float(min(p.value for p in dated)), float(max(p.value for p in dated))
    days = [_middle(p).toordinal() for p in dated]
    if days[0] == days[-1]:
        return ""
    y = Scale(low, high if high > low else low + 1, height - 4, 4)
    x = Scale(days[0], days[-1], 3, width - 4)
    drawing = Drawing(width, height)
    for run in runs(dated[:: len(dated) // SPARK_POINTS + 1]):
        drawing.polyline([(x(_middle(p).toordinal()), y(float(p.value))) for p in run], "va")
    drawing.dots([(x(days[-1]), y(float(dated[-1].value)))], "vd")
    return drawing.svg(line.name, headline(line), "spark")
