"""Tables written to the page's text: the words of every cell in reading order, with style and fill."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from extractor.reading.pdf.drafts import NEW_BLOCK, NEW_CELL, NEW_ROW, CellDraft, GridDraft, PageText, cut
from extractor.reading.pdf.raw import Bools, Floats, Ints, RawPage
from extractor.reading.pdf.rules import Lattice
from extractor.reading.pdf.words import ORDINALS, RAISED, WORD_GAP, Words

_WITHIN = np.array([" ", "", NEW_ROW, NEW_ROW])


class Held(NamedTuple):
    """The words of one cell: places in `CellWords.numbers`, style, and whether they can go in as they are."""

    first: int
    last: int
    bold: bool
    level: bool
    color: int
    plain: bool


@dataclass(frozen=True, slots=True)
class CellWords:
    """The words of all cells of a page in reading order, with what stands before each inside its cell."""

    numbers: list[int]
    separators: list[str]
    held: dict[int, Held]


def cell_words(words: Words) -> CellWords:
    """The words of the cells, cell by cell and row by row."""
    index = np.flatnonzero(words.cell >= 0)
    if not len(index):
        return CellWords([], [], {})
    index, begins = _in_rows(words, index)
    cell, starts, sizes = words.cell[index], words.lines[index, 0], words.sizes[index]
    touches = np.zeros(len(index), np.bool_)
    gap = starts[1:] - words.lines[index[:-1], 1]
    touches[1:] = (gap < WORD_GAP * np.maximum(sizes[1:], sizes[:-1])) & ~words.after_space[index[1:]]
    new = np.ones(len(index), np.bool_)
    np.not_equal(cell[1:], cell[:-1], out=new[1:])
    first = np.flatnonzero(new)
    numbers = index.tolist()
    special = _special(words, numbers, np.flatnonzero(begins & ~new).tolist(), cell)
    special.update(cell[words.script[index] == RAISED].tolist())
    numbered = cell[first].tolist()
    styles = map(
        Held, first.tolist(), [*first[1:].tolist(), len(numbers)],
        np.logical_and.reduceat(words.bold[index], first).tolist(),
        np.logical_or.reduceat(words.turn[index] == 0, first).tolist(),
        words.colors[index[first]].tolist(), [c not in special for c in numbered],
    )  # fmt: skip
    held = dict(zip(numbered, styles, strict=True))
    return CellWords(numbers, _WITHIN[2 * begins + touches].tolist(), held)


def _in_rows(words: Words, index: Ints) -> tuple[Ints, Bools]:
    """The words sorted by cell, row and place, and which of them begin a row."""
    cell, turn = words.cell[index], words.turn[index]
    order = np.lexsort((words.lines[index, 2], turn, cell))
    index, cell, turn = index[order], cell[order], turn[order]
    base, size = words.lines[index, 2], words.sizes[index]
    new = np.ones(len(index), np.bool_)
    new[1:] = base[1:] - base[:-1] > 0.3 * np.minimum(size[1:], size[:-1]).clip(2)
    new[1:] |= (cell[1:] != cell[:-1]) | (turn[1:] != turn[:-1])
    row = np.cumsum(new)
    order = np.lexsort((words.lines[index, 0], row))
    # sorting inside rows moves no row
    return index[order], new


def _special(words: Words, numbers: list[int], row_starts: Iterable[int], cell: Ints) -> set[int]:
    """Cells in which a row may end with half a word."""
    return {int(cell[k]) for k in row_starts if words.texts[numbers[k - 1]][-1:] in ("-", "\u00ad")}


def write_grid(
    text: PageText, lattice: Lattice, words: CellWords, offset: int, fills: list[str | None]
) -> GridDraft:
    """Append a table's words to the page, cell by cell and row by row."""
    cells: list[CellDraft] = []
    row_before = -1
    spans, boxes = lattice.spans.tolist(), lattice.boxes.tolist()
    for k, (span, box, fill) in enumerate(zip(spans, boxes, fills, strict=True)):
        row = span[0]
        first = len(text)
        held = words.held.get(offset + k)
        draft = CellDraft(first, first, row, span[1], span[2], span[3], tuple(box), fill)
        cells.append(draft)
        if held is None:
            continue
        before = NEW_BLOCK if row_before < 0 else NEW_ROW if row != row_before else NEW_CELL
        if held.plain:
            separators = words.separators[held.first : held.last]
            separators[0] = before
            text.add_plain(words.numbers[held.first : held.last], separators)
            draft.bold, draft.rotated, draft.color = held.bold, not held.level, _color(held.color)
        else:
            draft.superscripts = _write_marked(text, words, held, before)
            own = text.order[first:]
            if not own:
                continue
            draft.bold = all(text.words.bold[own])
            draft.rotated = all(text.words.turn[own])
            draft.color = _color(int(text.words.colors[own[0]]))
        draft.last = len(text)
        row_before = row
    return GridDraft(
        lattice.n_rows, lattice.n_cols, cells, lattice.bbox, lattice.found_by, lattice.confidence
    )


def _write_marked(text: PageText, words: CellWords, held: Held, before: str) -> tuple[str, ...]:
    """Words of a cell with footnote marks, which are kept apart, or with words cut at line ends."""
    marks: list[str] = []
    first = len(text)
    for k in range(held.first, held.last):
        word, separator = words.numbers[k], words.separators[k]
        printed = text.words.texts[word]
        if word in text.raised and printed.lower() not in ORDINALS:
            marks.append(printed)
            continue
        if len(text) == first:
            separator = before
        elif separator == NEW_ROW and cut(text.parts[-1], printed):
            text.mend()
            separator = ""
        text.add(word, separator)
    return tuple(marks)


def _color(value: int) -> str | None:
    dark = max(value >> 16 & 255, value >> 8 & 255, value & 255) < 60
    return None if dark else f"#{value:06x}"


def fills_of(raw: RawPage, lattice: Lattice) -> list[str | None]:
    """Colour of the last box painted under each cell; white is none."""
    fills = raw.paths.fills
    if not len(fills):
        return [None] * len(lattice.boxes)
    x0, top, x1, bottom = (lattice.boxes[:, k, None] for k in range(4))
    wide = np.minimum(x1, fills[:, 2]) - np.maximum(x0, fills[:, 0])
    high = np.minimum(bottom, fills[:, 3]) - np.maximum(top, fills[:, 1])
    area: Floats = wide.clip(0) * high.clip(0)
    covers = area > 0.5 * (x1 - x0) * (bottom - top)
    last = covers.shape[1] - 1 - covers[:, ::-1].argmax(1)
    colors = np.where(covers.any(1), raw.paths.fill_colors[last], 0xFFFFFF)
    return [
        None if c >= 0xFAFAFA and (c & 255) > 0xF9 and (c >> 8 & 255) > 0xF9 else f"#{c:06x}"
        for c in colors.tolist()
    ]
