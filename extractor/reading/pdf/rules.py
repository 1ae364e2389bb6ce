"""Tables drawn with ruling lines: edges snapped, joined and crossed as arrays.

The rules are those of pdfplumber's line strategy (its default tolerances of 3 points), so that the two
can be compared cell by cell.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from extractor.reading.pdf.raw import Bools, Floats, Ints

TOLERANCE = 3.0
MIN_LENGTH = 3.0
MIN_PIECE = 1.0
MAX_CROSSINGS = 6_000_000


@dataclass(frozen=True, slots=True)
class Lattice:
    """A table's cells: `boxes` (n, 4) on the page, `spans` (n, 4) first row, first column, rows, columns."""

    boxes: Floats
    spans: Ints
    xs: Floats
    ys: Floats
    found_by: str = "ruled"
    confidence: float = 1.0

    @property
    def bbox(self) -> tuple[float, float, float, float]:
        """The box around all cells."""
        return (
            float(self.boxes[:, 0].min()), float(self.boxes[:, 1].min()),
            float(self.boxes[:, 2].max()), float(self.boxes[:, 3].max()),
        )  # fmt: skip

    @property
    def n_rows(self) -> int:
        """Number of rows."""
        return len(self.ys) - 1

    @property
    def n_cols(self) -> int:
        """Number of columns."""
        return len(self.xs) - 1


def snapped(values: Floats, tolerance: float = TOLERANCE) -> Floats:
    """Each value moved to the mean of its cluster; neighbours within `tolerance` are one cluster."""
    if not len(values):
        return values
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    cluster = np.r_[0, np.cumsum(np.diff(ordered) > tolerance)]
    means = np.bincount(cluster, ordered) / np.bincount(cluster)
    out = np.empty_like(values)
    out[order] = means[cluster]
    return out


def _snapped_apart(edges: Floats, tolerance: float) -> Floats:
    """Positions snapped, but not across a gap along the line: a chart beside a table keeps its own lines."""
    positions = snapped(edges[:, 0], tolerance)
    moved = np.isin(positions, positions[np.abs(positions - edges[:, 0]) > 0.4])
    own = np.flatnonzero(moved)
    if not len(own):
        return positions
    own = own[np.lexsort((edges[own, 1], positions[own]))]
    at, start, end = positions[own], edges[own, 1], edges[own, 2]
    offset = np.cumsum(_steps(at) > 1e-9) * 1e7
    reach = np.maximum.accumulate(end + offset)
    new = np.ones(len(own), np.bool_)
    new[1:] = (start + offset)[1:] > reach[:-1] + tolerance
    stretch = np.cumsum(new)
    by_value = np.lexsort((edges[own, 0], stretch))
    own, stretch = own[by_value], stretch[by_value]
    value = edges[own, 0]
    cluster = np.cumsum((_steps(stretch) > 0) | (_steps(value) > tolerance))
    means = np.bincount(cluster, value) / np.maximum(np.bincount(cluster), 1)
    positions[own] = means[cluster]
    return positions


def _steps(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Differences to the value before; the first is 0."""
    out = np.zeros_like(values)
    np.subtract(values[1:], values[:-1], out=out[1:])
    return out


def joined(edges: Floats, tolerance: float = TOLERANCE) -> Floats:
    """Snapped edges (position, start, end) with collinear pieces that touch made one."""
    edges = edges[edges[:, 2] - edges[:, 1] >= MIN_PIECE]
    if not len(edges):
        return edges
    positions = _snapped_apart(edges, tolerance)
    order = np.lexsort((edges[:, 1], positions))
    p, a, b = positions[order], edges[order, 1], edges[order, 2]
    line = np.r_[0, np.cumsum(np.diff(p) > 1e-9)]
    # an offset a line larger than any page keeps the running maximum from reaching over lines
    offset = line * 1e7
    reach = np.maximum.accumulate(b + offset)
    new = np.r_[True, (a + offset)[1:] > reach[:-1] + tolerance]
    heads = np.flatnonzero(new)
    ends = np.maximum.reduceat(b, heads)
    out: Floats = np.stack([p[heads], a[heads], ends], 1)
    long_enough: Floats = out[out[:, 2] - out[:, 1] >= MIN_LENGTH]
    return long_enough


def find_lattices(
    horizontal: Floats, vertical: Floats, x: Floats, y: Floats
) -> tuple[list[Lattice], tuple[str, ...]]:
    """All ruled tables of a page from the top, and what made the search unsure.

    The edges are `joined` ones; `x` and `y` are the middles of the characters: a side without a rule is
    closed where text stands.
    """
    if len(horizontal) * len(vertical) > MAX_CROSSINGS:
        return [], ("too many ruling lines to cross",)
    if len(horizontal) < 2 or len(vertical) < 2:
        return [], ()
    lattices = lattices_of(cells_between(horizontal, vertical))
    more_h, more_v = _missing_sides(lattices, horizontal, vertical, x, y)
    if len(more_h) or len(more_v):
        horizontal = joined(np.concatenate([horizontal, more_h]))
        vertical = joined(np.concatenate([vertical, more_v]))
        lattices = lattices_of(cells_between(horizontal, vertical))
    return lattices, ()


def _missing_sides(
    lattices: list[Lattice], horizontal: Floats, vertical: Floats, x: Floats, y: Floats
) -> tuple[Floats, Floats]:
    """Edges where the rules of a table all run on past its last crossing rule, over text."""
    more_h: list[tuple[float, float, float]] = []
    more_v: list[tuple[float, float, float]] = []
    for lattice in lattices:
        x0, top, x1, bottom = lattice.bbox
        for at, low, _high in _overhang(horizontal, (top, bottom), (x0, x1), len(lattice.ys)):
            if inside((min(at, low), top, max(at, low), bottom), x, y).any():
                more_v.append((at, top, bottom))
        for at, low, _high in _overhang(vertical, (x0, x1), (top, bottom), len(lattice.xs)):
            if inside((x0, min(at, low), x1, max(at, low)), x, y).any():
                more_h.append((at, x0, x1))
    return np.array(more_h).reshape(-1, 3), np.array(more_v).reshape(-1, 3)


def _overhang(
    edges: Floats, across: tuple[float, float], along: tuple[float, float], n_lines: int
) -> list[tuple[float, float, float]]:
    """Common ends of parallel rules beyond the first or last rule that crosses them."""
    own = edges[(edges[:, 0] > across[0] - TOLERANCE) & (edges[:, 0] < across[1] + TOLERANCE)]
    own = own[(own[:, 1] < along[1]) & (own[:, 2] > along[0])]
    found = []
    for ends, limit, sign in ((own[:, 1], along[0], -1), (own[:, 2], along[1], 1)):
        beyond = ends[(ends - limit) * sign > 12]
        positions = own[(ends - limit) * sign > 12, 0]
        if len(beyond) < max(2, 0.45 * n_lines):
            continue
        end = float(np.median(beyond))
        same = np.abs(beyond - end) < 4
        if (
            same.sum() >= max(2, 0.6 * n_lines)
            and np.ptp(positions[same]) > 0.8 * (across[1] - across[0]) - 4
        ):
            found.append((end, limit, limit))
    return found


def cells_between(horizontal: Floats, vertical: Floats) -> Floats:
    """The smallest boxes (n, 4) whose four corners are crossings joined by edges."""
    hp, hs, he = horizontal.T
    vp, vs, ve = vertical.T
    crossing = (
        (vs[:, None] <= hp + TOLERANCE) & (ve[:, None] >= hp - TOLERANCE)
        & (vp[:, None] >= hs - TOLERANCE) & (vp[:, None] <= he + TOLERANCE)
    )  # fmt: skip
    v, h = np.nonzero(crossing)
    if len(v) < 4:
        return np.zeros((0, 4))
    xs, column_of = np.unique(vp, return_inverse=True)
    ys, row_of = np.unique(hp, return_inverse=True)
    vertical_at = np.full((len(ys), len(xs)), -1)
    horizontal_at = np.full((len(ys), len(xs)), -1)
    vertical_at[row_of[h], column_of[v]] = v
    horizontal_at[row_of[h], column_of[v]] = h
    corners = _smallest(vertical_at, horizontal_at)
    j, i, below, right = corners.T
    return np.stack([xs[i], ys[j], xs[right], ys[below]], 1)


def _next_on_line(ids: npt.NDArray[np.int64]) -> Ints:
    """For each position, the next one along axis 0 where the same edge has a crossing; -1: none."""
    n, m = ids.shape
    j, i = np.nonzero(ids.T >= 0)[::-1]
    following = np.full((n, m), -1)
    same = (i[1:] == i[:-1]) & (ids[j[1:], i[1:]] == ids[j[:-1], i[:-1]])
    following[j[:-1][same], i[:-1][same]] = j[1:][same]
    return following


def _smallest(vertical_at: Ints, horizontal_at: Ints) -> Ints:
    down = _next_on_line(vertical_at)
    right = _next_on_line(horizontal_at.T).T
    j, i = np.nonzero((down >= 0) & (right >= 0))
    below, beside = down[j, i], right[j, i]
    fits = (
        (horizontal_at[below, i] == horizontal_at[below, beside]) & (horizontal_at[below, beside] >= 0)
        & (vertical_at[j, beside] == vertical_at[below, beside]) & (vertical_at[below, beside] >= 0)
    )  # fmt: skip
    found = np.stack([j[fits], i[fits], below[fits], beside[fits]], 1)
    more = [
        box
        for a, b in zip(j[~fits].tolist(), i[~fits].tolist(), strict=True)
        if (box := _wider(a, b, down, right, vertical_at, horizontal_at))
    ]
    if not more:
        return found
    both = np.concatenate([found, np.array(more)])
    return both[np.lexsort((both[:, 1], both[:, 0]))]


def _wider(
    j: int, i: int, down: Ints, right: Ints, vertical_at: Ints, horizontal_at: Ints
) -> tuple[int, int, int, int] | None:
    """The smallest box from this corner when the nearest crossings do not close one."""
    below = int(down[j, i])
    while below >= 0:
        beside = int(right[j, i])
        while beside >= 0:
            closes = vertical_at[below, beside] == vertical_at[j, beside] >= 0
            if closes and horizontal_at[below, beside] == horizontal_at[below, i]:
                return j, i, below, beside
            beside = int(right[j, beside])
        below = int(down[below, i])
    return None


def lattices_of(boxes: Floats) -> list[Lattice]:
    """Boxes that touch at corners made tables; single boxes are frames, not tables."""
    if not len(boxes):
        return []
    _, x = np.unique(np.round(boxes[:, [0, 2]], 3), return_inverse=True)
    _, y = np.unique(np.round(boxes[:, [1, 3]], 3), return_inverse=True)
    x, y = x.reshape(-1, 2), y.reshape(-1, 2)
    width = int(x.max()) + 1
    ids = np.stack([y[:, a] * width + x[:, b] for a in (0, 1) for b in (0, 1)], 1)
    group = _connected(ids, int(ids.max()) + 1)
    tables = []
    for g in dict.fromkeys(group.tolist()):
        own = boxes[group == g]
        if len(own) > 1:
            tables.append(lattice_of(own))
    return sorted(tables, key=lambda t: (round(t.bbox[1], 1), t.bbox[0]))


def _connected(ids: Ints, n_points: int) -> Ints:
    """Groups of boxes that share points: the smallest label spreads until nothing changes."""
    label = np.arange(len(ids))
    while True:
        lowest = np.full(n_points, len(ids))
        np.minimum.at(lowest, ids.ravel(), np.repeat(label, 4))
        spread = lowest[ids].min(1)
        spread = np.minimum(spread, spread[spread])
        if (spread == label).all():
            return label
        label = spread


def lattice_of(boxes: Floats, found_by: str = "ruled") -> Lattice:
    """Rows, columns and spans of boxes that share their edges."""
    xs, ys = np.unique(boxes[:, [0, 2]]), np.unique(boxes[:, [1, 3]])
    c0, c1 = np.searchsorted(xs, boxes[:, 0]), np.searchsorted(xs, boxes[:, 2])
    r0, r1 = np.searchsorted(ys, boxes[:, 1]), np.searchsorted(ys, boxes[:, 3])
    order = np.lexsort((c0, r0))
    spans = np.stack([r0, c0, r1 - r0, c1 - c0], 1)[order]
    if _overlap(spans, len(ys), len(xs)):
        return lattice_of(boxes[order][_apart(spans, len(ys), len(xs))], found_by)
    return Lattice(boxes[order], spans, xs, ys, found_by)


def _overlap(spans: Ints, n_rows: int, n_cols: int) -> bool:
    """Whether two cells cover one position."""
    change = np.zeros((n_rows + 1, n_cols + 1), np.int64)
    r0, c0, r1, c1 = spans[:, 0], spans[:, 1], spans[:, 0] + spans[:, 2], spans[:, 1] + spans[:, 3]
    for rows, cols, step in ((r0, c0, 1), (r1, c1, 1), (r0, c1, -1), (r1, c0, -1)):
        np.add.at(change, (rows, cols), step)
    return bool(change.cumsum(0).cumsum(1).max() > 1)


def _apart(spans: Ints, n_rows: int, n_cols: int) -> list[int]:
    """Cells that do not overlap, the smaller ones first choice."""
    taken = np.zeros((n_rows, n_cols), np.bool_)
    kept = []
    for k in np.argsort(spans[:, 2] * spans[:, 3], kind="stable").tolist():
        r, c, rows, cols = spans[k].tolist()
        if not taken[r : r + rows, c : c + cols].any():
            taken[r : r + rows, c : c + cols] = True
            kept.append(k)
    return sorted(kept)


def compacted(lattice: Lattice, filled: Bools) -> Lattice | None:
    """The table without padding: columns and rows of a few points that hold no text of their own.

    `filled` tells which cells hold text.  Rows that only a shade behind lines of text divides, while a
    padding cell runs through both, are one row.  None where nothing is to be taken away.
    """
    columns = _padding(lattice.spans[:, [1, 3]], filled, np.diff(lattice.xs), 9.0)
    rows = _padding(lattice.spans[:, [0, 2]], filled, np.diff(lattice.ys), 5.0)
    through = _run_through(lattice, columns, filled)
    if not columns.any() and not rows.any() and not through.any():
        return None
    xs = _kept_lines(lattice.xs, columns)
    ys = lattice.ys[~np.r_[False, through, False]] if through.any() else lattice.ys
    if not through.any():
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
    for k in np.flatnonzero(void):
        start, length = spans[:, 0], spans[:, 1]
        alone = (start <= k) & (start + length > k) & filled & (length == 1)
        if alone.any():
            void[k] = False
            continue
        covers = (start <= k) & (start + length > k) & (length > 1)
        spans[covers, 1] -= 1
        spans[covers & (start == k), 0] += 1
    return void


def _kept_lines(lines: Floats, void: Bools) -> Floats:
    """Lines between what is left: padding goes to the neighbour before it, at the start to the one after."""
    keep = np.ones(len(lines), np.bool_)
    solid = np.flatnonzero(~void)
    if not len(solid):
        return lines
    for k in np.flatnonzero(void):
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
        if area.any():
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


def cell_of(lattice: Lattice, x: Floats, y: Floats) -> Ints:
    """Number of the cell that holds each point; -1: none."""
    owner = np.full((lattice.n_rows + 2, lattice.n_cols + 2), -1)
    spans = lattice.spans
    single = (spans[:, 2] == 1) & (spans[:, 3] == 1)
    owner[spans[single, 0] + 1, spans[single, 1] + 1] = np.flatnonzero(single)
    for k in np.flatnonzero(~single).tolist():
        r, c, rows, cols = spans[k].tolist()
        owner[r + 1 : r + 1 + rows, c + 1 : c + 1 + cols] = k
    found: Ints = owner[np.searchsorted(lattice.ys, y, "right"), np.searchsorted(lattice.xs, x, "right")]
    return found


def inside(bbox: tuple[float, float, float, float], x: Floats, y: Floats) -> Bools:
    """Which points a box holds."""
    found: Bools = (x >= bbox[0]) & (x < bbox[2]) & (y >= bbox[1]) & (y < bbox[3])
    return found
