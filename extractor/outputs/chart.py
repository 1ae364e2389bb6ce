"""The chart of a line: values, gaps, earlier vintages, target, benchmarks and breaks.

Every sort of mark has a shape of its own: colour is never the only sign.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from extractor.model import SeriesPoint
from extractor.outputs.axes import Scale, date_ticks, value_ticks
from extractor.outputs.drawing import Drawing, Point
from extractor.outputs.headline import headline, long_description
from extractor.outputs.lines import Line, is_break, middle, runs
from extractor.outputs.words import label, period_short, plain_number, unit_title

WIDTH, PLOT_END = 680.0, 220.0
"""Of the drawing, and of the plot within it; ratings and dates stand below the plot."""
NEAR = timedelta(days=400)
"""Benchmarks are of the year before more often than not: so far beside the values they are shown."""
STRIP = 18.0
"""Height of the row of ratings."""
TICK_ROOM = 78.0
"""Between the names of two periods below each other's values."""
ARROWS = {"up": "▲", "down": "▼", "same": "▶"}
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
    ticks: Sequence[Decimal]
    """Round values that hold all that is drawn."""

    def place(self, point: SeriesPoint) -> Point:
        """A point at the middle of its period."""
        return self.x(middle(point).toordinal()), self.y(float(point.value))


def line_chart(line: Line) -> str:
    """The SVG of a line; empty where nothing has a date."""
    dated = [p for p in line.current if p.period_end]
    if not dated:
        return ""
    strip = STRIP if _is_rated(line) else 0
    drawing = Drawing(WIDTH, PLOT_END + strip + BOTTOM)
    frame = _frame(line, dated)
    _bands(drawing, frame, line)
    _axes(drawing, frame, line)
    _dates(drawing, frame, dated, PLOT_END + strip)
    _breaks(drawing, frame, line)
    _targets(drawing, frame, line)
    _benchmarks(drawing, frame, line)
    parts = runs(dated)
    for run in parts:
        drawing.polyline([frame.place(p) for p in run], "va dt")
    _vintages(drawing, frame, line)
    drawing.dots([frame.place(p) for run in parts if len(run) == 1 for p in run], "vd")
    _ratings(drawing, frame, line)
    _end_label(drawing, frame, dated[-1], line)
    return drawing.svg(f"{line.name}: {headline(line)}", long_description(line))


def _shown(line: Line) -> list[Decimal]:
    """All values that the plot must hold."""
    benchmarks = [p for held in _near_benchmarks(line).values() for p in held]
    points = [p for p in (*line.current, *line.earlier, *line.targets, *benchmarks) if p.period_end]
    edges = [edge for band in line.bands for edge in (band.low, band.high) if edge is not None]
    return [*(p.value for p in points), *edges]


def _frame(line: Line, dated: Sequence[SeriesPoint]) -> Frame:
    middles = [middle(p) for p in dated]
    first, last = min(middles), max(middles)
    beside = [middle(p) for held in _near_benchmarks(line).values() for p in held]
    first, last = min([first, *beside]), max([last, *beside])
    margin = max((last - first) / 30, timedelta(days=10))
    ticks = value_ticks(_shown(line))
    return Frame(
        Scale((first - margin).toordinal(), (last + margin).toordinal(), LEFT, WIDTH - RIGHT),
        Scale(float(ticks[0]), float(ticks[-1]), PLOT_END, TOP),
        first - margin,
        last + margin,
        ticks,
    )


def _axes(drawing: Drawing, frame: Frame, line: Line) -> None:
    drawing.text((0, 11), unit_title(line.unit), "ax u")
    for tick in frame.ticks:
        y = frame.y(float(tick))
        drawing.line((LEFT, y), (WIDTH - RIGHT, y), "g" if tick else "z")
        drawing.text((LEFT - 6, y + 4), plain_number(tick.normalize() + 0), "ax", "e")


def _dates(drawing: Drawing, frame: Frame, dated: Sequence[SeriesPoint], bottom: float) -> None:
    """Below a few values the names of their periods, else round months; every second can be left out."""
    ticks = [(frame.x(middle(p).toordinal()), period_short(p)) for p in dated]
    if any(after - before < TICK_ROOM for (before, _), (after, _) in pairwise(ticks)):
        ticks = [(frame.x(day.toordinal()), name) for day, name in date_ticks(frame.first, frame.last)]
    for n, (x, name) in enumerate(ticks):
        drawing.line((x, PLOT_END), (x, PLOT_END + 4), "z")
        kept = (len(ticks) - 1 - n) % 2 == 0
        drawing.text(
            (min(max(x, LEFT + 10), WIDTH - RIGHT - 4), bottom + 20), name, "ax" if kept else "ax o", "m"
        )


def _bands(drawing: Drawing, frame: Frame, line: Line) -> None:
    """What counts as red, amber and green, each with its letter."""
    for band in line.bands:
        first = max(band.first or frame.first, frame.first)
        last = min(band.last or frame.last, frame.last)
        low = frame.y.low if band.low is None else float(band.low)
        high = frame.y.high if band.high is None else float(band.high)
        if first < last and low < high:
            left, right = frame.x(first.toordinal()), frame.x(last.toordinal())
            top, bottom = frame.y(high), frame.y(low)
            drawing.rectangle((left, top), (right - left, bottom - top), f"b{band.rag[0]}")
            if bottom - top >= 11:
                drawing.text((right - 4, (top + bottom) / 2 + 4), band.rag[0].upper(), "bl", "e")


def _is_rated(line: Line) -> bool:
    return any(p.observation_id in line.beside for p in line.current)


def _ratings(drawing: Drawing, frame: Frame, line: Line) -> None:
    """Letters and arrows as printed, below their values; the later of two that would touch."""
    free = WIDTH
    for x, letters in _letters(frame, line):
        if x <= free:
            drawing.text((x, PLOT_END + STRIP - 1), letters, "rt", "m")
            free = x - 12.0 * len(letters)


def _letters(frame: Frame, line: Line) -> Iterator[tuple[float, str]]:
    for point in reversed(line.current):
        beside = line.beside.get(point.observation_id)
        if beside and point.period_end:
            rag = beside.rag[0].upper() if beside.rag else ""
            yield frame.place(point)[0], rag + ARROWS.get(beside.trend or "", "")


def _breaks(drawing: Drawing, frame: Frame, line: Line) -> None:
    marked = [p.period_start for p in line.current if is_break(p) and p.period_start]
    known = [day for day, _ in line.measure.breaks if frame.first < day < frame.last]
    for day in sorted({*marked, *known}):
        x = frame.x(day.toordinal())
        drawing.line((x, TOP), (x, PLOT_END), "bk")
        drawing.text((x + 3, TOP + 9), "definition changed", "ax")


def _targets(drawing: Drawing, frame: Frame, line: Line) -> None:
    for first, last, value in _stretches(line, frame):
        y = frame.y(float(value))
        drawing.line((frame.x(first.toordinal()) - 2, y), (frame.x(last.toordinal()) + 2, y), "ta")
    shown = [t for t in line.targets if t.period_end and t.period_start and t.period_start <= frame.last]
    if shown:
        held = shown[-1].value
        y = _apart(frame.y(float(held)), frame.y(float(_last(line).value)))
        drawing.text((WIDTH - RIGHT + 6, y + 4), f"target {label(held, line.unit)}", "tl")


def _stretches(line: Line, frame: Frame) -> list[tuple[date, date, Decimal]]:
    """From when to when each target held, those of one value that touch joined: dashes must not overlap."""
    joined: list[tuple[date, date, Decimal]] = []
    for target in sorted(line.targets, key=lambda t: (t.value, t.period_start or date.min)):
        if target.period_start is None or target.period_end is None:
            continue
        first, last = max(target.period_start, frame.first), min(target.period_end, frame.last)
        if first > last:
            continue
        if joined and joined[-1][2] == target.value and first <= joined[-1][1] + timedelta(days=1):
            begun, ended, _ = joined.pop()
            first, last = begun, max(ended, last)
        joined.append((first, last, target.value))
    return joined


def _last(line: Line) -> SeriesPoint:
    return [p for p in line.current if p.period_end][-1]


def _apart(y: float, other: float, least: float = 15) -> float:
    """A place for a label that does not cover that of the last value."""
    if abs(y - other) >= least:
        return y
    return other + least if y >= other and other + least < PLOT_END + BOTTOM - 4 else other - least


def _benchmarks(drawing: Drawing, frame: Frame, line: Line) -> None:
    for held in _near_benchmarks(line).values():
        drawing.squares([frame.place(p) for p in held], "be")


def _near_benchmarks(line: Line) -> dict[str, list[SeriesPoint]]:
    """The benchmarks that are not too far in time from the values to be shown with them."""
    if not line.benchmarks:
        return {}
    days = [middle(p) for p in line.current if p.period_end]
    first, last = min(days) - NEAR, max(days) + NEAR
    near = {
        name: [p for p in held if p.period_end and first < middle(p) < last]
        for name, held in line.benchmarks.items()
    }
    return {name: held for name, held in near.items() if held}


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
    drawing.text((max(x + 8, WIDTH - RIGHT + 6), y + 4), label(last.value, line.unit), "la")


def legend(line: Line) -> str:
    """Which mark means what, for the marks that this chart has, as text with the marks drawn in words."""
    told = ["● value as last reported"]
    if any(p.status.startswith("revised") for p in line.earlier):
        told.append("◇ as first reported, since revised")
    if any(p.status.startswith("conflict") for p in line.earlier):
        told.append("× another value for the same period in the same paper")
    if line.targets:
        told.append("┅ target")
    benchmarks = _near_benchmarks(line)
    if benchmarks:
        names = ", ".join(name.replace("_", " ") for name in benchmarks)
        told.append(f"□ {names}")
    if line.bands:
        told.append("shaded R, A and G: what the papers count as red, amber and green")
    if _is_rated(line):
        told.append("R, A, G, ▲, ▼ and ▶ below a value: its rating and arrow as printed")
    if _from_above_zero(line):
        told.append("the scale does not begin at zero")
    return "; ".join(told)


def _from_above_zero(line: Line) -> bool:
    values = _shown(line)
    return bool(values) and value_ticks(values)[0] > 0
