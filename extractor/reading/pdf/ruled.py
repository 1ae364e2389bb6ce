"""Tables drawn in full, told from drawings and from tables that are drawn only in part."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from extractor.reading.pdf.arrays import some, where
from extractor.reading.pdf.raw import Bools, Chars, Floats, Ints
from extractor.reading.pdf.regrid import compacted, with_turned_text
from extractor.reading.pdf.rules import Lattice, cell_of, inside

_IS_FIGURE_MARK = np.zeros(0x2100, np.bool_)
_IS_FIGURE_MARK[[ord(c) for c in ".,%£€$()-–+<>*:/"]] = True


@dataclass(slots=True)
class Tables:
    """The tables of a page: cell k of table i has the number offsets[i] + k among all cells of the page."""

    lattices: list[Lattice] = field(default_factory=list)
    offsets: list[int] = field(default_factory=list)
    n_cells: int = 0

    def add(self, lattice: Lattice) -> int:
        """Take a table in; the number of its first cell."""
        offset = self.n_cells
        self.lattices.append(lattice)
        self.offsets.append(offset)
        self.n_cells += len(lattice.boxes)
        return offset


def ruled_tables(
    lattices: list[Lattice], chars: Chars, x: Floats, y: Floats
) -> tuple[Tables, Ints, list[Lattice]]:
    """Tables drawn in full, the number of the cell that holds each character (-1: none), half-drawn tables.

    Lattices without any text are drawings, not tables; a column of boxes is a frame around prose, a tile
    or a list: its text is read as text.
    """
    cell = np.full(len(chars), -1)
    tables = Tables()
    weak: list[Lattice] = []
    for lattice in lattices:
        if lattice.n_cols < 2:
            continue
        near = where(inside(lattice.bbox, x, y) & (cell < 0))
        near_x, near_y = x[near], y[near]
        found = cell_of(lattice, near_x, near_y)
        filled = _filled(lattice, found)
        if not some(filled) or _is_drawing(lattice, filled):
            continue
        if _half_drawn(lattice, found, chars, near) or _open_below(lattice, chars, x, y, cell):
            weak.append(lattice)
            continue
        turn = chars.turn[near]
        if some(turn):
            turned = where((turn % 4 != 0) & (turn < 4))
            lattice = with_turned_text(lattice, found[turned], chars.runs[near[turned]])
            found = cell_of(lattice, near_x, near_y)
            filled = _filled(lattice, found)
        if (smaller := compacted(lattice, filled)) is not None:
            lattice = smaller
            found = cell_of(lattice, near_x, near_y)
        if some(turn):
            found = _without_strays(lattice, found, (turn % 4 != 0) & (turn < 4))
        cell[near] = np.where(found >= 0, found + tables.add(lattice), -1)
    return tables, cell, weak


def _filled(lattice: Lattice, found: Ints) -> Bools:
    """Which cells hold any of the characters whose cells were found."""
    filled = np.zeros(len(lattice.boxes) + 1, np.bool_)
    # those of no cell (-1) go to the place behind the last
    filled[found] = True
    return filled[:-1]


def _without_strays(lattice: Lattice, found: Ints, turned: Bools) -> Ints:
    """Turned text that is too long for its cell and runs over into the one beside it goes back."""
    n = len(lattice.boxes)
    held = found >= 0
    upright = np.bincount(found[held & ~turned], minlength=n) > 0
    own = np.bincount(found[held & turned], minlength=n) > 0
    row, col, rows, cols = lattice.spans.T
    for k in where(upright & own).tolist():
        beside = (row < row[k] + rows[k]) & (row + rows > row[k])
        beside &= (col + cols == col[k]) | (col == col[k] + cols[k])
        homes = where(beside & own & ~upright)
        if len(homes):
            found = np.where((found == k) & turned, homes[0], found)
    return found


def _is_drawing(lattice: Lattice, filled: Bools) -> bool:
    """The grid of a chart: hardly any text, and none in the first row or none in the first column."""
    n_filled = int(np.count_nonzero(filled))
    if n_filled > 0.34 * len(filled):
        return False
    head = some(filled[lattice.spans[:, 0] == 0])
    stub = some(filled[lattice.spans[:, 1] == 0])
    return not (head and stub) and (n_filled < 4 or not head)


def _half_drawn(lattice: Lattice, found: Ints, chars: Chars, near: Ints) -> bool:
    """Rules or shades that are only part of a table: one row, or cells with rows or columns inside."""
    held = where(found >= 0)
    if lattice.n_rows < 2 or len(held) < 0.75 * len(found):
        return True
    own, cell = near[held], found[held]
    return _columns_inside(lattice, chars, own, cell) or _rows_inside(lattice, chars, own, cell)


def _columns_inside(lattice: Lattice, chars: Chars, own: Ints, cell: Ints) -> bool:
    """Whether lines of text in cells of the same width are cut by wide gaps at the same places."""
    if some(chars.turn):
        level = chars.turn[own] == 0
        own, cell = own[level], cell[level]
    if len(own) < 12:
        return False
    group = (lattice.spans[:, 1] * 1000 + lattice.spans[:, 3])[cell]
    line = np.rint(chars.origins[own, 1] / 2).astype(np.int64)
    x0 = chars.boxes[own, 0]
    # one whole number a character sorts faster than three keys: group, line, place along it
    stretch = group << 20 | line + (1 << 18)
    order = np.argsort(stretch << 20 | (x0 * 16).astype(np.int64) + (1 << 19), kind="stable")
    own, stretch, x0 = own[order], stretch[order], x0[order]
    gap = x0[1:] - chars.boxes[own[:-1], 2] > 1.2 * chars.sizes[own[1:]]
    gap &= stretch[1:] == stretch[:-1]
    at = where(gap) + 1
    if len(at) < 4:
        return False
    group, line, starts, size = stretch[at] >> 20, stretch[at], x0[at], float(chars.sizes[own].mean())
    return any(_aligned(line[group == g], starts[group == g], size) for g in set(group.tolist()))


def _aligned(line: Ints, starts: Floats, size: float) -> bool:
    """Whether at least two lines have two gaps or more, and the gaps of one line are met by others."""
    lines, times = np.unique(line, return_counts=True)
    many = lines[times >= 2]
    if len(starts) < 4 or len(many) < 2:
        return False
    ends = starts[np.isin(line, many)]
    apart = np.abs(ends[:, None] - ends) + np.eye(len(ends)) * 1e9
    return bool((apart.min(1) < size).mean() > 0.6)


def _rows_inside(lattice: Lattice, chars: Chars, own: Ints, cell: Ints) -> bool:
    """Whether one drawn row holds several printed rows of figures in two columns or more."""
    codes = chars.codes[own]
    digit = (codes >= ord("0")) & (codes <= ord("9"))
    figure = digit | _IS_FIGURE_MARK[np.minimum(codes, len(_IS_FIGURE_MARK) - 1)]
    n = len(lattice.boxes)
    digits = np.bincount(cell[digit], minlength=n)
    likely = (digits >= 3) & (
        np.bincount(cell[figure], minlength=n) >= 0.9 * np.maximum(np.bincount(cell, minlength=n), 1)
    )
    wanted = where(digit & likely[cell])
    row = np.rint(chars.origins[own[wanted], 1]).astype(np.int64)
    rows: dict[int, set[int]] = {}
    for k, at in zip(cell[wanted].tolist(), row.tolist(), strict=True):
        rows.setdefault(k, set()).add(at)
    columns: Counter[int] = Counter()
    for k, own_rows in rows.items():
        if len(own_rows) >= 3 and _least_step(own_rows) > 4:
            columns[int(lattice.spans[k, 0])] += 1
    return any(n >= 2 for n in columns.values())


def _least_step(values: set[int]) -> int:
    ordered = sorted(values)
    return min(b - a for a, b in itertools.pairwise(ordered))


def _open_below(lattice: Lattice, chars: Chars, x: Floats, y: Floats, cell: Ints) -> bool:
    """Whether text below the last rule goes on in the columns: the drawn part is only the head."""
    if lattice.n_rows > 3 or lattice.n_cols < 3:
        return False
    x0, _, x1, bottom = lattice.bbox
    size = float(np.median(chars.sizes))
    below = where((y > bottom) & (y < bottom + 1.6 * size) & (x > x0) & (x < x1) & (cell < 0))
    columns = np.unique(np.searchsorted(lattice.xs, x[below]))
    return len(columns) >= max(3, 0.6 * lattice.n_cols)
