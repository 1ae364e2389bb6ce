"""Arrows that are drawn as shapes instead of printed as letters: what they are seen as, and where."""

from __future__ import annotations

import cmath
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from extractor.model import BBox
from extractor.reading.pdf.arrays import some
from extractor.reading.pdf.raw import Arrow, Chars
from extractor.reading.pdf.rules import Lattice, cell_of

Point = tuple[float, float]
LEAST, MOST = 3.0, 30.0
"""Points between which both sides of an arrow are: smaller ones are marks, larger ones drawings."""
_SAME = 0.12
"""Part of a shape's size by which places that should be the same may differ."""
_TRIANGLES = "▲►▼◄"
_ARROWS = "↑↗→↘↓↙←↖"
_CHEVRON, _BLOCK = 6, 7
"""Corners of a chevron with thick sides, and of an arrow with a shaft."""


def arrow_in(points: Sequence[Point], closed: bool) -> str:
    """The arrow that a shape with these corners (y down) is seen as; nothing: no arrow.

    `closed` tells a polygon from a line that is open at its ends.
    """
    corners = _corners(points)
    if len(corners) == 3:
        signs = _TRIANGLES if closed else _ARROWS[::2]
        fits = _is_triangle
    elif closed and len(corners) in (_CHEVRON, _BLOCK):
        signs = _ARROWS if len(corners) == _BLOCK else _ARROWS[::2]
        fits = _is_arrow
    else:
        return ""
    for k, sign in enumerate(signs):
        if fits(_pointing_up(corners, 2 * math.pi * k / len(signs))):
            return sign
    return ""


def _corners(points: Sequence[Point]) -> list[Point]:
    """The points without those that repeat the one before."""
    found: list[Point] = []
    for point in points:
        if not found or math.dist(point, found[-1]) > 0.1:
            found.append(point)
    if len(found) > 1 and math.dist(found[0], found[-1]) <= 0.1:
        found.pop()
    return found


class _Shape(NamedTuple):
    """A shape in its own measure: 1 wide, its middle at 0, its lowest point at 0, y up."""

    points: list[Point]
    height: float


def _pointing_up(corners: list[Point], angle: float) -> _Shape:
    """The shape turned back by so much, which is up where it points that way (clockwise from the top)."""
    turned = [complex(x, -y) * cmath.rect(1, angle) for x, y in corners]
    left, right = min(p.real for p in turned), max(p.real for p in turned)
    low, wide = min(p.imag for p in turned), max(right - left, 1e-6)
    points = [((p.real - (left + right) / 2) / wide, (p.imag - low) / wide) for p in turned]
    return _Shape(points, max(y for _, y in points))


def _is_triangle(shape: _Shape) -> bool:
    """One corner over the middle of the two others, which are level."""
    (_, left), (_, right), (x, _) = sorted(shape.points, key=lambda point: point[1])
    level = abs(left - right) <= _SAME * shape.height
    return level and abs(x) <= 0.15 and 0.25 < shape.height < 2.5


def _is_arrow(shape: _Shape) -> bool:
    """The same on both sides, with one point at the top, the widest place above the foot, two at the foot."""
    top = [p for p in shape.points if p[1] > shape.height - _SAME]
    foot = [p for p in shape.points if p[1] < _SAME]
    wide = [p for p in shape.points if abs(p[0]) > 0.5 - _SAME]
    if len(top) != 1 or abs(top[0][0]) > _SAME or len(wide) not in (2, 4) or len(foot) not in (2, 3):
        return False
    if not all(any(math.dist((-x, y), other) < _SAME for other in shape.points) for x, y in shape.points):
        return False
    if len(shape.points) == _CHEVRON:
        inner = [p for p in shape.points if abs(p[0]) <= _SAME and p is not top[0]]
        return len(inner) == 1 and inner[0][1] < shape.height - _SAME and len(foot) == 2
    return len(foot) == 2 and max(abs(x) for x, _ in foot) < 0.5 - _SAME


@dataclass(frozen=True, slots=True)
class _Beside:
    """Where the text that an arrow stands beside has its baseline, and its size."""

    base: float
    size: float


def with_arrows(chars: Chars, arrows: Sequence[Arrow], lattices: Sequence[Lattice]) -> Chars:
    """The characters with the arrows that stand in cells of ruled tables; others are drawings."""
    held = [arrow for arrow in arrows if any(_holds(lattice, arrow.box) for lattice in lattices)]
    if not held:
        return chars
    beside = [_beside(chars, arrow.box) for arrow in held]
    boxes = np.array([(a.box[0], b.base - 0.78 * b.size, a.box[2], b.base + 0.22 * b.size)
                      for a, b in zip(held, beside, strict=True)])  # fmt: skip
    last = int(chars.runs.max(initial=0))
    more = Chars(
        np.array([ord(a.sign) for a in held]), boxes,
        np.array([(a.box[0], b.base) for a, b in zip(held, beside, strict=True)]),
        np.array([b.size for b in beside]), np.zeros(len(held), np.int64), np.zeros(len(held), np.bool_),
        np.array([a.color for a in held]), np.arange(last + 1, last + 1 + len(held)),
        np.ones(len(held), np.bool_),
    )  # fmt: skip
    return Chars(*(np.concatenate([getattr(chars, f), getattr(more, f)]) for f in Chars.__slots__))


def _holds(lattice: Lattice, box: BBox) -> bool:
    """Whether a shape stands in one cell of the table."""
    cells = cell_of(lattice, np.array([box[0], box[2]]), np.array([box[1], box[3]]))
    return bool(cells[0] == cells[1] >= 0)


def _beside(chars: Chars, box: BBox) -> _Beside:
    """The line of text that an arrow stands in: that of the nearest letter, else its own box."""
    middle = (box[1] + box[3]) / 2
    near = (chars.boxes[:, 1] < middle) & (chars.boxes[:, 3] > middle) & (chars.turn == 0)
    away = np.maximum(chars.boxes[:, 0] - box[2], box[0] - chars.boxes[:, 2])
    near &= away < 2 * chars.sizes
    if not some(near):
        return _Beside(box[3], (box[3] - box[1]) / 0.78)
    k = int(np.where(near, away, np.inf).argmin())
    return _Beside(float(chars.origins[k, 1]), float(chars.sizes[k]))
