"""Small lines without axes: for an index, and side by side for areas and groups on one scale."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.outputs.axes import Scale
from extractor.outputs.drawing import Drawing
from extractor.outputs.headline import headline
from extractor.outputs.lines import Line, middle, runs

MOST_POINTS = 40


def sparkline(
    line: Line, width: float = 110, height: float = 24, bounds: tuple[float, float] | None = None
) -> str:
    """A small line, its last value dotted; `bounds` are the values at the lower and upper edge.

    Empty where fewer than two dates have a value.
    """
    dated = [p for p in line.current if p.period_end]
    days = [middle(p).toordinal() for p in dated]
    if len(set(days)) < 2:
        return ""
    low, high = bounds or value_bounds([line])
    y = Scale(low, high if high > low else low + 1, height - 4, 4)
    x = Scale(days[0], days[-1], 3, width - 4)
    drawing = Drawing(width, height)
    alone = [(x(days[-1]), y(float(dated[-1].value)))]
    step = len(dated) // MOST_POINTS + 1
    for run in runs(dated):
        kept = [*run[:-1:step], run[-1]]
        places = [(x(middle(p).toordinal()), y(float(p.value))) for p in kept]
        drawing.polyline(places, "va")
        alone += places if len(places) == 1 else []
    drawing.dots(alone, "vd")
    return drawing.svg(line.name, headline(line), "spark")


def value_bounds(lines: Sequence[Line]) -> tuple[float, float]:
    """The lowest and highest value of lines that are looked at beside each other."""
    values = [float(p.value) for line in lines for p in line.current if p.period_end]
    return (min(values), max(values)) if values else (0.0, 1.0)
