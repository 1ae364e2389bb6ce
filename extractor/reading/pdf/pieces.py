"""Printed rows with their pieces: words of one row without a wide gap between them."""

from __future__ import annotations

import itertools
import math
import re
from dataclasses import dataclass, field

import numpy as np

from extractor.reading.pdf.arrays import where
from extractor.reading.pdf.raw import Floats, Ints
from extractor.reading.pdf.words import Words

PIECE_GAP = 0.72
_INNER_GAP = 0.4
_VALUE = re.compile(
    r"[(<>≤≥~+\-–−£$€]*\d[\d,.\s/:]*(?:%|p|k|m|bn|pp|th|st|nd|rd|\*)*[)%*†]*$|[-–—.*:xXcz]{1,3}$|n/?a$|nil$|tbc$|\.\.+$",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\(?(?:19|20)\d\d(?:\s*[-/–]\s*(?:(?:19|20)?\d\d))?\)?\*?")
Strip = tuple[float, float]
"""Left and right end of something white."""
Gap = tuple[float, float, int, int]
"""White between words that is wider than a space: left, right, words before, characters before."""


@dataclass(slots=True)
class Piece:
    """Words of one row without a wide gap between them."""

    x0: float
    x1: float
    words: list[int]
    text: str
    gaps: list[Gap] = field(default_factory=list)
    _is_value: bool | None = None

    @property
    def is_value(self) -> bool:
        """Looks like a figure or a stand-in for one."""
        if self._is_value is None:
            self._is_value = _VALUE.match(self.text) is not None
        return self._is_value

    @property
    def is_year(self) -> bool:
        """Is the label of a year."""
        return _YEAR.fullmatch(self.text.strip()) is not None

    def parted(self, xs: list[float]) -> list[Piece]:
        """The piece cut where a column border runs through one of its wider gaps."""
        for left, right, words, chars in self.gaps:
            if any(left <= x <= right for x in xs):
                head = Piece(self.x0, left, self.words[:words], self.text[:chars])
                rest = [(a, b, n - words, c - chars - 1) for a, b, n, c in self.gaps if a > left]
                tail = Piece(right, self.x1, self.words[words:], self.text[chars + 1 :], rest)
                return [head, *tail.parted(xs)]
        return [self]


@dataclass(slots=True)
class Row:
    """Pieces on one baseline."""

    top: float
    bottom: float
    base: float
    size: float
    bold: bool
    pieces: list[Piece]
    x0: float
    """Left end of the text."""
    x1: float
    """Right end of the text."""
    n_words: int
    _white: list[Strip] | None = None

    @property
    def middle(self) -> float:
        """Half of its height."""
        return (self.top + self.bottom) / 2

    @property
    def white(self) -> list[Strip]:
        """White strips of the row from the left, the margins included."""
        if self._white is None:
            self._white = _white_between(self.pieces)
        return self._white

    def part(self, xs: list[float]) -> None:
        """Cut the pieces where column borders run through their wider gaps."""
        pieces = [part for p in self.pieces for part in (p.parted(xs) if p.gaps else (p,))]
        if len(pieces) > len(self.pieces):
            self.pieces, self._white = pieces, None

    @property
    def text(self) -> str:
        """All pieces, a space between."""
        return " ".join([p.text for p in self.pieces])

    def gaps(self, least: float) -> list[Strip]:
        """White strips between pieces, at least `least` wide."""
        return [
            (a.x1, b.x0) for a, b in zip(self.pieces, self.pieces[1:], strict=False) if b.x0 - a.x1 >= least
        ]


def _white_between(pieces: list[Piece]) -> list[Strip]:
    white: list[Strip] = []
    end = -math.inf
    for p in pieces:
        if p.x0 > end:
            white.append((end, p.x0))
        if p.x1 > end:
            end = p.x1
    return [*white, (end, math.inf)]


def rows_from(numbers: list[list[int]], words: Words) -> list[Row]:
    """Rows from the top; `numbers` are the words of each."""
    counts = list(map(len, numbers))
    flat = np.array([w for row in numbers for w in row], np.int64)
    owner = np.repeat(np.arange(len(counts)), counts)
    order = np.lexsort((words.lines[flat, 0], owner))
    flat = flat[order]
    firsts = np.cumsum([0, *counts[:-1]])
    boxes, sizes = words.boxes.take(flat, 0), np.maximum.reduceat(words.sizes[flat], firsts)
    columns = (
        np.minimum.reduceat(boxes[:, 1], firsts), np.maximum.reduceat(boxes[:, 3], firsts),
        words.lines[flat[firsts], 2], sizes, np.logical_and.reduceat(words.bold[flat], firsts),
    )  # fmt: skip
    pieces = _pieces(flat, boxes, sizes[owner], firsts, words)
    ends = boxes[firsts, 0].tolist(), np.maximum.reduceat(boxes[:, 2], firsts).tolist()
    rows = map(Row, *(column.tolist() for column in columns), pieces, *ends, counts)
    return sorted(rows, key=lambda r: r.base)


def _pieces(flat: Ints, boxes: Floats, sizes: Floats, firsts: Ints, words: Words) -> list[list[Piece]]:
    """The pieces of each row, from words that are sorted by row and place."""
    gap = np.full(len(flat), np.inf)
    np.subtract(boxes[1:, 0], boxes[:-1, 2], out=gap[1:])
    gap[firsts] = np.inf
    wide = gap > PIECE_GAP * sizes
    heads = where(wide)
    inner = where((gap > _INNER_GAP * sizes) & ~wide)
    numbers, texts = flat.tolist(), [words.texts[w] for w in flat.tolist()]
    starts = heads.tolist()
    ends = [*starts[1:], len(numbers)]
    x0, x1 = boxes[heads, 0].tolist(), np.maximum.reduceat(boxes[:, 2], heads).tolist()
    every = [
        Piece(left, right, numbers[a:b], " ".join(texts[a:b]))
        for left, right, a, b in zip(x0, x1, starts, ends, strict=True)
    ]
    owner = np.searchsorted(heads, inner, "right") - 1
    for k, own in zip(inner.tolist(), owner.tolist(), strict=True):
        before = " ".join(texts[starts[own] : k])
        every[own].gaps.append((float(boxes[k - 1, 2]), float(boxes[k, 0]), k - starts[own], len(before)))
    cuts = np.searchsorted(heads, firsts).tolist()
    return [every[a:b] for a, b in itertools.pairwise([*cuts, len(every)])]
