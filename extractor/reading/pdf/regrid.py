"""Tables drawn with more lines than they have rows and columns: padding out, turned text joined."""

from __future__ import annotations

from typing import Any

import numpy as np

from extractor.reading.pdf.arrays import some, where
from extractor.reading.pdf.raw import Bools, Floats, Ints
from extractor.reading.pdf.rules import Lattice


def compacted(lattice: Lattice, filled: Bools) -> Lattice | None:
    """The table without padding: columns and rows of a few points that hold no text of their own.

    `filled` tells which cells hold text.  Rows that only a shade behind lines of text divides, while a
    padding cell runs through both, are one row.  None where nothing is to be taken away.
    """
    columns = _padding(lattice.spans[:, [1, 3]], filled, np.diff(lattice.xs), 9.0)
    rows = _padding(lattice.spans[:, [0, 2]], filled, np.diff(lattice.ys), 5.0)
    through = _run_through(lattice, columns, filled)
    if not some(columns) and not some(rows) and not some(through):
        return None
    xs = _kept_lines(lattice.xs, columns)
    ys = lattice.ys[~np.r_[False, through, False]] if some(through) else lattice.ys
    if not some(through):
        ys = _kept_lines(ys, rows)
    if len(xs) < 2 or len(ys) < 2:
        return None
    return _regridded(lattice, filled, xs, ys)


def with_turned_text(lattice: Lattice, cell: Ints, runs: Ints) -> Lattice:
    """The table with cells of one column made one where a single run of turned text goes through them."""
    spans, boxes = lattice.spans.copy(), lattice.boxes.copy()
    gone: set[int] = set()
    for run in np.unique(runs):
        numbers = [k for k in dict.fromkeys(cell[runs == run].tolist()) if k >= 0 and k not in gone]
        if len(numbers) < 2 or len({(int(spans[k, 1]), int(spans[k, 3])) for k in numbers}) > 1:
            continue
        first, last = int(spans[numbers, 0].min()), int((spans[numbers, 0] + spans[numbers, 2]).max())
        if spans[numbers, 2].sum() != last - first:
            continue
        keep, *others = numbers
        spans[keep, 0], spans[keep, 2] = first, last - first
        boxes[keep, 1], boxes[keep, 3] = boxes[numbers, 1].min(), boxes[numbers, 3].max()
        gone.update(others)
    if not gone:
        return lattice
    left = np.array([k for k in range(len(spans)) if k not in gone])
    order = left[np.lexsort((spans[left, 1], spans[left, 0]))]
    return Lattice(boxes[order], spans[order], lattice.xs, lattice.ys, lattice.found_by)


def _padding(spans: Ints, filled: Bools, sizes: Floats, least: float) -> Bools:
    """Columns (or rows) narrower than `least` in which no text cell stands alone."""
    void = sizes < least
    spans = spans.copy()
    for k in where(void):
        start, length = spans[:, 0], spans[:, 1]
        alone = (start <= k) & (start + length > k) & filled & (length == 1)
        if some(alone):
            void[k] = False
            continue
        covers = (start <= k) & (start + length > k) & (length > 1)
        spans[covers, 1] -= 1
        spans[covers & (start == k), 0] += 1
    return void


def _kept_lines(lines: Floats, void: Bools) -> Floats:
    """Lines between what is left: padding goes to the neighbour before it, at the start to the one after."""
    keep = np.ones(len(lines), np.bool_)
    solid = where(~void)
    if not len(solid):
        return lines
    for k in where(void):
        keep[k if k > solid[0] else k + 1] = False
    return lines[keep]


def _run_through(lattice: Lattice, columns: Bools, filled: Bools) -> Bools:
    """Inner row lines that an empty cell in padding crosses."""
    through = np.zeros(max(lattice.n_rows - 1, 0), np.bool_)
    for (r, c, rows, cols), text in zip(lattice.spans.tolist(), filled.tolist(), strict=True):
        if not text and rows > 1 and columns[c : c + cols].all():
            through[r : r + rows - 1] = True
    return through


def _regridded(lattice: Lattice, filled: Bools, xs: Floats, ys: Floats) -> Lattice:
    """Cells placed anew between fewer lines; text cells win over empty ones at the same place."""

    def place(low: Floats, high: Floats, lines: Floats) -> tuple[Ints, Ints]:
        first = np.abs(lines[:-1, None] - low).argmin(0)
        middle = (low + high) / 2
        holds = np.searchsorted(lines, middle, "right") - 1
        first = np.where(lines[first] > middle, holds, np.minimum(first, holds)).clip(0, len(lines) - 2)
        last = np.searchsorted(lines, high - 4.5, "left").clip(1, len(lines) - 1)
        return first, np.maximum(last, first + 1)

    c0, c1 = place(lattice.boxes[:, 0], lattice.boxes[:, 2], xs)
    r0, r1 = place(lattice.boxes[:, 1], lattice.boxes[:, 3], ys)
    taken = np.zeros((len(ys) - 1, len(xs) - 1), np.bool_)
    spans: list[tuple[Any, ...]] = []
    boxes: list[tuple[Any, ...]] = []
    for k in np.argsort(~filled, kind="stable").tolist():
        area = taken[r0[k] : r1[k], c0[k] : c1[k]]
        if some(area):
            if filled[k]:
                _widen(spans, boxes, (int(r0[k]), int(c0[k]), int(r1[k]), int(c1[k])), taken, xs, ys)
            continue
        area[:] = True
        spans.append((r0[k], c0[k], r1[k] - r0[k], c1[k] - c0[k]))
        boxes.append((xs[c0[k]], ys[r0[k]], xs[c1[k]], ys[r1[k]]))
    order = np.lexsort((np.array(spans)[:, 1], np.array(spans)[:, 0]))
    return Lattice(np.array(boxes)[order], np.array(spans, np.int64)[order], xs, ys, lattice.found_by)


def _widen(
    spans: list[tuple[Any, ...]],
    boxes: list[tuple[Any, ...]],
    want: tuple[int, int, int, int],
    taken: Bools,
    xs: Floats,
    ys: Floats,
) -> None:
    """Make the cell at a place that is taken cover as much of the wanted place as is free."""
    r0, c0, r1, c1 = want
    for k, (r, c, rows, cols) in enumerate(spans):
        if r < r1 and c < c1 and r + rows > r0 and c + cols > c0:
            low_r, low_c, high_r, high_c = min(r, r0), min(c, c0), max(r + rows, r1), max(c + cols, c1)
            grown = taken[low_r:high_r, low_c:high_c].sum() == taken[r : r + rows, c : c + cols].sum()
            if grown:
                taken[low_r:high_r, low_c:high_c] = True
                spans[k] = (low_r, low_c, high_r - low_r, high_c - low_c)
                boxes[k] = (xs[low_c], ys[low_r], xs[high_c], ys[high_r])
            return
