"""A page being put together: words in reading order, and the blocks made of them.

Everything on a page, table cells too, is a run of words in one order, so that offsets and places
follow from one running sum.
"""

from __future__ import annotations

import itertools
from array import array
from dataclasses import dataclass, field, fields, make_dataclass, replace
from itertools import pairwise
from typing import Any, Literal

import numpy as np

from extractor.model import BBox, Block, Cell, Grid, Page, PageStatus, Passage, WordBoxes
from extractor.reading.pdf.arrays import where
from extractor.reading.pdf.words import ORDINALS, RAISED, WORD_GAP, Words

NEW_BLOCK, NEW_ROW, NEW_CELL = "\n\n", "\n", "\t"
_RAISED_FORMS = str.maketrans("0123456789+-=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾")


@dataclass(slots=True)
class PassageDraft:
    """A passage as a run of words `first` to `last` (excluded) of the page's order."""

    first: int
    last: int
    bbox: BBox
    size: float
    bold: bool
    marker: str = ""
    kind: Literal["paragraph", "list_item", "heading", "header", "footer", "footnote", "caption"] = (
        "paragraph"
    )
    indent: float = 0.0
    n_lines: int = 1


OpenCell: Any = make_dataclass(
    "OpenCell", [(f.name, f.type, field(default=None)) for f in fields(Cell)], slots=True
)
"""A `Cell` that is being filled: made in a fifth of the time, and a `Cell` once its class is set.

Until then `start` and `end` count words of the page's order.
"""


@dataclass(slots=True)
class GridDraft:
    """A table of cells that are still open; `held` are those with words."""

    n_rows: int
    n_cols: int
    cells: list[Any]
    held: list[Any]
    bbox: BBox
    found_by: str
    confidence: float = 1.0


@dataclass(slots=True)
class PageDraft:
    """One page with its text; offsets count from `page.start`, the page's place in the document."""

    page: Page
    text: str
    blocks: list[Block]
    body_top: float = 0.0
    doubts: tuple[str, ...] = ()
    n_chars: int = 0
    n_images: int = 0
    image_share: float = 0.0
    raw_chars: int = 0
    unmapped: int = 0
    indents: dict[int, float] = field(default_factory=dict)


class PageText:
    """Words in reading order with what stands between them."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.order: list[int] = []
        self.parts: list[str] = []
        self.separators: list[str] = []
        self.starts: list[float] = words.lines[:, 0].tolist()
        """Where each word begins on its line."""
        self.ends: list[float] = words.lines[:, 1].tolist()
        self.raised = set(where(words.script == RAISED).tolist())
        self._after_neighbour = _blanks(words)

    def __len__(self) -> int:
        return len(self.order)

    def add(self, word: int, separator: str) -> None:
        """Append a word behind a separator."""
        text = self.words.texts[word]
        if word in self.raised and text.lower() not in ORDINALS:
            text = text.translate(_RAISED_FORMS)
        self.order.append(word)
        self.parts.append(text)
        self.separators.append(separator)

    def add_line(self, numbers: list[int], before: str) -> None:
        """Append the words of a printed line, blanks between those that do not touch."""
        if self.raised and not self.raised.isdisjoint(numbers):
            for word, separator in zip(numbers, self._within(numbers, before), strict=True):
                self.add(word, separator)
        else:
            self.add_plain(numbers, self._within(numbers, before))

    def add_plain(self, numbers: list[int], separators: list[str]) -> None:
        """Append words none of which is raised, each behind its separator."""
        texts = self.words.texts
        self.order += numbers
        self.parts += [texts[word] for word in numbers]
        self.separators += separators

    def _within(self, numbers: list[int], before: str) -> list[str]:
        first, n = numbers[0], len(numbers)
        if numbers == list(range(first, first + n)):
            return [before, *self._after_neighbour[first + 1 : first + n]]
        return [before, *(self._blank(a, b) for a, b in pairwise(numbers))]

    def _blank(self, a: int, b: int) -> str:
        words = self.words
        touch = self.starts[b] - self.ends[a] < WORD_GAP * max(words.sizes[a], words.sizes[b])
        return "" if touch and not words.after_space[b] else " "

    def mend(self) -> None:
        """Take the hyphen off the last word: the next one goes on with it."""
        self.parts[-1] = self.parts[-1][:-1]

    def finish(self, base: int) -> tuple[str, list[int], list[int], WordBoxes]:
        """The page's text, start and end of every word in the document, and the words' places."""
        n = len(self.order)
        if n:
            self.separators[0] = ""
        tokens = [s + p for s, p in zip(self.separators, self.parts, strict=True)]
        ends = np.fromiter(itertools.accumulate(map(len, tokens), initial=base), np.int32, n + 1)[1:]
        starts = ends - np.fromiter(map(len, self.parts), np.int32, n)
        boxes = WordBoxes(
            array("i", starts.tobytes()),
            array("i", ends.tobytes()),
            array("f", self.words.boxes.take(self.order, 0).astype(np.float32).tobytes()),
        )
        return "".join(tokens), starts.tolist(), ends.tolist(), boxes


def _blanks(words: Words) -> list[str]:
    """What stands between each word and the one painted before it, if both are on one line."""
    if not len(words):
        return []
    touch = np.zeros(len(words), np.bool_)
    gap = words.lines[1:, 0] - words.lines[:-1, 1]
    touch[1:] = gap < WORD_GAP * np.maximum(words.sizes[1:], words.sizes[:-1])
    return ["" if glued else " " for glued in (touch & ~words.after_space).tolist()]


def cut(last: str, following: str) -> bool:
    """Whether a hyphen at the end of a line cuts a word that goes on in the next."""
    return len(last) > 2 and last[-1] in "-\u00ad" and last[-2].islower() and following[:1].islower()


def finish_page(
    text: PageText,
    drafts: list[PassageDraft | GridDraft],
    number: int,
    width: float,
    height: float,
    status: PageStatus = "ok",
    base: int = 0,
) -> PageDraft:
    """The page's text with its blocks as records; `base` is where the page begins in the document."""
    whole, starts, ends, boxes = text.finish(base)
    made = _Made(whole, starts, ends, number, base)
    blocks: list[Block] = []
    indents: dict[int, float] = {}
    for draft in drafts:
        if isinstance(draft, PassageDraft):
            indents[len(blocks)] = draft.indent
            blocks.append(made.passage(draft))
        else:
            blocks.append(made.grid(draft))
    page = Page(number, width, height, status, base, base + len(whole), boxes)
    return PageDraft(page, whole, blocks, indents=indents)


@dataclass(slots=True)
class _Made:
    """Makes records of drafts of one page."""

    whole: str
    starts: list[int]
    ends: list[int]
    number: int
    base: int

    def passage(self, draft: PassageDraft) -> Passage:
        start, end = self.starts[draft.first], self.ends[draft.last - 1]
        text = self.whole[start - self.base : end - self.base]
        return Passage(
            draft.kind, text, start, end, self.number, draft.bbox, 0, draft.marker, draft.bold, draft.size
        )

    def grid(self, draft: GridDraft) -> Grid:
        starts, ends, base = self.starts, self.ends, self.base
        for cell in draft.held:
            cell.start, cell.end = starts[cell.start], ends[cell.end - 1]
            cell.text = self.whole[cell.start - base : cell.end - base]
        for cell in draft.cells:
            cell.__class__ = Cell
        start = draft.held[0].start if draft.held else None
        end = draft.held[-1].end if draft.held else None
        return Grid(
            0, draft.n_rows, draft.n_cols, tuple(draft.cells), self.number, draft.bbox, start, end,
            draft.found_by, pages=(self.number,), confidence=draft.confidence,
        )  # fmt: skip


def moved(block: Block, by: int, index: int) -> Block:
    """The block with its offsets moved by `by` characters; grids get their number in the document."""
    if isinstance(block, Passage):
        return replace(block, start=block.start + by, end=block.end + by) if by else block
    if not by:
        return replace(block, index=index)
    cells = tuple(
        c if c.start is None or c.end is None else replace(c, start=c.start + by, end=c.end + by)
        for c in block.cells
    )
    start = None if block.start is None else block.start + by
    end = None if block.end is None else block.end + by
    return replace(block, index=index, cells=cells, start=start, end=end)
