"""Tables written to the page's text: the words of every cell in reading order, with style and fill."""

from __future__ import annotations

import bisect
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import numpy as np

from extractor.reading.pdf.arrays import changes, where
from extractor.reading.pdf.drafts import NEW_BLOCK, NEW_CELL, NEW_ROW, GridDraft, OpenCell, PageText, cut
from extractor.reading.pdf.raw import Bools, Floats, Ints, RawPage
from extractor.reading.pdf.ruled import Tables
from extractor.reading.pdf.rules import Lattice
from extractor.reading.pdf.words import ORDINALS, RAISED, WORD_GAP, Words

_WITHIN = np.array([" ", "", NEW_ROW, NEW_ROW], "U2")
_BETWEEN = np.array([NEW_CELL, NEW_ROW, NEW_BLOCK], "U2")


@dataclass(frozen=True, slots=True)
class CellWords:
    """The words of all cells of a page, table by table and cell by cell in reading order.

    `separators` is what stands before each word.  The other lists have one entry a cell that holds words:
    its number, its places in `numbers` (the last excluded), and how its text looks.  `special` are the
    cells whose words cannot be written as they stand.
    """

    numbers: list[int]
    separators: list[str]
    cells: list[int]
    firsts: list[int]
    lasts: list[int]
    bold: list[bool]
    level: list[bool]
    colors: list[str | None]
    special: set[int]


def cell_words(words: Words, tables: Tables) -> CellWords:
    """The words of the cells, cell by cell and row by row."""
    index = where(words.cell >= 0)
    if not len(index):
        return CellWords([], [], [], [], [], [], [], [], set())
    index, begins = _in_rows(words, index)
    cell, starts, sizes = words.cell[index], words.lines[index, 0], words.sizes[index]
    touches = np.zeros(len(index), np.bool_)
    gap = starts[1:] - words.lines[index[:-1], 1]
    touches[1:] = (gap < WORD_GAP * np.maximum(sizes[1:], sizes[:-1])) & ~words.after_space[index[1:]]
    new = changes(cell)
    first = where(new)
    held = cell[first]
    separators = _WITHIN[2 * begins + touches]
    separators[first] = _BETWEEN[_turns(held, tables)]
    numbers = index.tolist()
    special = _special(words, numbers, where(begins & ~new).tolist(), cell)
    special.update(cell[words.script[index] == RAISED].tolist())
    return CellWords(
        numbers, separators.tolist(), held.tolist(), first.tolist(), [*first[1:].tolist(), len(numbers)],
        np.logical_and.reduceat(words.bold[index], first).tolist(),
        np.logical_or.reduceat(words.turn[index] == 0, first).tolist(),
        list(map(_color, words.colors[index[first]].tolist())), special,
    )  # fmt: skip


def _turns(held: Ints, tables: Tables) -> Ints:
    """2 for the first of these cells in its table, 1 for the first in its row, 0 for others."""
    table = np.searchsorted(tables.offsets, held, "right")
    row = np.concatenate([lattice.spans[:, 0] for lattice in tables.lattices])[held]
    new_table = changes(table)
    return new_table.astype(np.int64) + (new_table | changes(row))


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
    text: PageText, lattice: Lattice, words: CellWords, offset: int, fills: list[str | None], page: int
) -> GridDraft:
    """Append a table's words to the page, cell by cell and row by row."""
    rows, columns, row_spans, column_spans = lattice.spans.T.tolist()
    n = len(rows)
    cells = list(
        map(
            OpenCell, rows, columns, repeat("", n), row_spans, column_spans, repeat(page),
            map(tuple, lattice.boxes.tolist()), repeat(None), repeat(None), fills, repeat(None),
            repeat(False), repeat(False), repeat(False), repeat(None), repeat(None), repeat(()),
        )
    )  # fmt: skip
    first = bisect.bisect_left(words.cells, offset)
    last = bisect.bisect_left(words.cells, offset + n)
    own = [cells[k - offset] for k in words.cells[first:last]]
    if own and words.special.isdisjoint(words.cells[first:last]):
        _write_plain(text, words, own, first, last)
    else:
        own = _write_each(text, words, own, first)
    return GridDraft(
        lattice.n_rows, lattice.n_cols, cells, own, lattice.bbox, lattice.found_by, lattice.confidence
    )


def _write_plain(text: PageText, words: CellWords, own: list[Any], first: int, last: int) -> None:
    """Append the words of all cells of a table as they stand."""
    begin, end = words.firsts[first], words.lasts[last - 1]
    by = len(text) - begin
    text.add_plain(words.numbers[begin:end], words.separators[begin:end])
    for k, cell in enumerate(own, first):
        cell.start, cell.end = words.firsts[k] + by, words.lasts[k] + by
        cell.bold, cell.rotated, cell.color = words.bold[k], not words.level[k], words.colors[k]


def _write_each(text: PageText, words: CellWords, cells: list[Any], first: int) -> list[Any]:
    """Append the words of a table cell by cell; the cells that hold more than marks."""
    written: list[Any] = []
    for k, cell in enumerate(cells, first):
        before = NEW_BLOCK if not written else NEW_ROW if cell.row != written[-1].row else NEW_CELL
        begin = len(text)
        cell.superscripts = _write_marked(text, words, k, before)
        own = text.order[begin:]
        if not own:
            continue
        cell.start, cell.end = begin, len(text)
        cell.bold = all(text.words.bold[own])
        cell.rotated = all(text.words.turn[own])
        cell.color = _color(int(text.words.colors[own[0]]))
        written.append(cell)
    return written


def _write_marked(text: PageText, words: CellWords, k: int, before: str) -> tuple[str, ...]:
    """Words of the k-th cell; footnote marks are kept apart, words cut at line ends mended."""
    marks: list[str] = []
    first = len(text)
    for at in range(words.firsts[k], words.lasts[k]):
        word, separator = words.numbers[at], words.separators[at]
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
    dark = (value >> 16) < 60 and (value >> 8 & 255) < 60 and (value & 255) < 60
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
