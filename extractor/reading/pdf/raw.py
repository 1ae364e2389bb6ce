"""What a reader gives of a page before anything is made of it: characters, paths, pictures, as arrays."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from extractor.model import BBox

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Chars:
    """The visible characters of a page in the order they were painted.

    `boxes` is (n, 4): x0, top, x1, bottom in points as shown; `origins` (n, 2) the pen positions.
    `turn` is the reading direction as shown: 0 to the right, 1 down, 2 upside down, 3 up, 4 askew.
    `after_space` tells that white space was printed before the character.
    """

    codes: Ints
    boxes: Floats
    origins: Floats
    sizes: Floats
    turn: Ints
    bold: Bools
    colors: Ints
    runs: Ints
    after_space: Bools

    def __len__(self) -> int:
        return len(self.codes)

    def take(self, index: Ints | Bools) -> Chars:
        """The characters at these positions, in this order."""
        # taking rows by their numbers is ten times as fast as indexing with them
        numbers = index.nonzero()[0] if index.dtype == np.bool_ else index
        return Chars(*(getattr(self, name).take(numbers, 0) for name in self.__slots__))


class Arrow(NamedTuple):
    """A shape that is seen as an arrow: its box as shown, the arrow as a character, its colour."""

    box: BBox
    sign: str
    color: int


@dataclass(frozen=True, slots=True)
class Paths:
    """Axis-parallel edges and filled boxes of a page.

    `horizontal` and `vertical` are (n, 3): position, start, end; `fills` is (n, 4) boxes in painting
    order with `fill_colors` as 0xRRGGBB.
    """

    horizontal: Floats
    vertical: Floats
    fills: Floats
    fill_colors: Ints
    n_curves: int = 0
    arrows: tuple[Arrow, ...] = ()


@dataclass(frozen=True, slots=True)
class RawPage:
    """One page as a reader gives it."""

    number: int
    width: float
    height: float
    chars: Chars
    paths: Paths
    images: Floats
    n_seen: int
    """Characters that the page paints at all, hidden ones included."""
    n_unmapped: int
    """Characters without a known meaning."""
    doubts: tuple[str, ...] = field(default=())


class PageProblem(Exception):
    """A page could not be loaded or goes past a limit; the text says which."""


@dataclass(frozen=True, slots=True)
class Frame:
    """How page space (y up, any origin) is shown (y down, from 0): crop box and /Rotate applied."""

    x0: float
    y0: float
    x1: float
    y1: float
    quarter_turns: int

    @property
    def width(self) -> float:
        """Width as shown, in points."""
        return self.y1 - self.y0 if self.quarter_turns % 2 else self.x1 - self.x0

    @property
    def height(self) -> float:
        """Height as shown, in points."""
        return self.x1 - self.x0 if self.quarter_turns % 2 else self.y1 - self.y0

    def points(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Points of page space as (x, top) of the page as shown."""
        if self.quarter_turns == 0:
            return x - self.x0, self.y1 - y
        if self.quarter_turns == 1:
            return y - self.y0, x - self.x0
        if self.quarter_turns == 2:
            return self.x1 - x, y - self.y0
        return self.y1 - y, self.x1 - x

    def boxes(self, left: Floats, bottom: Floats, right: Floats, top: Floats) -> Floats:
        """(n, 4) boxes x0, top, x1, bottom as shown."""
        ax, ay = self.points(left, bottom)
        bx, by = self.points(right, top)
        out = np.empty((len(ax), 4))
        np.minimum(ax, bx, out=out[:, 0])
        np.minimum(ay, by, out=out[:, 1])
        np.maximum(ax, bx, out=out[:, 2])
        np.maximum(ay, by, out=out[:, 3])
        return out
