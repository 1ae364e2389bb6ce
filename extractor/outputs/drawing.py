"""A small SVG drawing: shapes by class, so that one style sheet serves light, dark and print."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import pairwise

Point = tuple[float, float]


def coordinate(value: float) -> str:
    """A coordinate with one decimal at most."""
    text = f"{value:.1f}"
    return text[:-2] if text.endswith(".0") else text


class Drawing:
    """Shapes on a canvas of fixed size that scales with its page."""

    def __init__(self, width: float, height: float) -> None:
        self.width = width
        self.height = height
        self._parts: list[str] = []

    def line(self, start: Point, end: Point, css: str) -> None:
        """A straight line."""
        self._path(_points([start, end]), css)

    def polyline(self, points: Sequence[Point], css: str) -> None:
        """Straight lines from point to point."""
        if len(points) > 1:
            self._path(_points(points), css)

    def dots(self, points: Sequence[Point], css: str) -> None:
        """A round dot at every point, as wide as the style's stroke."""
        if points:
            self._path("".join(f"M{coordinate(x)} {coordinate(y)}h0" for x, y in points), css)

    def diamonds(self, points: Sequence[Point], css: str, size: float = 4.5) -> None:
        """An outlined diamond at every point."""
        s = coordinate(size)
        if points:
            d = "".join(
                f"M{coordinate(x)} {coordinate(y - size)}l{s} {s}-{s} {s}-{s}-{s}z" for x, y in points
            )
            self._path(d, css)

    def crosses(self, points: Sequence[Point], css: str, size: float = 4) -> None:
        """A cross at every point."""
        if points:
            d = coordinate(2 * size)
            shape = "".join(
                f"M{coordinate(x - size)} {coordinate(y - size)}l{d} {d}m-{d} 0l{d}-{d}" for x, y in points
            )
            self._path(shape, css)

    def squares(self, points: Sequence[Point], css: str, size: float = 3.5) -> None:
        """An outlined square at every point."""
        if points:
            d = coordinate(2 * size)
            shape = "".join(
                f"M{coordinate(x - size)} {coordinate(y - size)}h{d}v{d}h-{d}z" for x, y in points
            )
            self._path(shape, css)

    def rectangle(self, corner: Point, size: Point, css: str) -> None:
        """A rectangle from its upper left corner, with its width and height."""
        (x, y), (width, height) = corner, size
        w = coordinate(width)
        self._path(f"M{coordinate(x)} {coordinate(y)}h{w}v{coordinate(height)}h-{w}z", css)

    def text(self, at: Point, text: str, css: str = "", anchor: str = "") -> None:
        """A line of text; `anchor` is m (middle) or e (end)."""
        classes = " ".join(c for c in (css, anchor) if c)
        attribute = f' class="{classes}"' if classes else ""
        x, y = (coordinate(v) for v in at)
        self._parts.append(f'<text x="{x}" y="{y}"{attribute}>{escape(text)}</text>')

    def _path(self, d: str, css: str) -> None:
        self._parts.append(f'<path class="{css}" d="{d}"/>')

    def svg(self, title: str, description: str, css: str = "chart") -> str:
        """The drawing as an SVG element that says what it shows."""
        size = f"0 0 {coordinate(self.width)} {coordinate(self.height)}"
        label = escape(f"{title}. {description}", quote=True)
        head = f'<svg class="{css}" viewBox="{size}" role="img" aria-label="{label}">'
        return f"{head}{''.join(self._parts)}</svg>"


LONG = 60
"""Points from which whole coordinates and steps between them do: a large report stays small."""


def _points(points: Sequence[Point]) -> str:
    if len(points) > LONG:
        return _steps([(round(x), round(y)) for x, y in points])
    first, *rest = [f"{coordinate(x)} {coordinate(y)}" for x, y in points]
    return f"M{first}L{' '.join(rest)}"


def _steps(points: Sequence[tuple[int, int]]) -> str:
    (x, y), *_ = points
    steps = " ".join(f"{bx - ax} {by - ay}" for (ax, ay), (bx, by) in pairwise(points))
    return f"M{x} {y}l{steps.replace(' -', '-')}"
