"""Tables drawn with ruling lines: edges snapped, joined and crossed as arrays.

The rules are those of pdfplumber's line strategy (its default tolerances of 3 points), so that the two
can be compared cell by cell.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from extractor.reading.pdf.native import Bools, Floats, Ints, Paths

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


def joined(edges: Floats, tolerance: float = TOLERANCE) -> Floats:
    """Snapped edges (position, start, end) with collinear pieces that touch made one."""
    edges = edges[edges[:, 2] - edges[:, 1] >= MIN_PIECE]
    if not len(edges):
        return edges
    positions = snapped(edges[:, 0], tolerance)
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


def find_lattices(paths: Paths) -> tuple[list[Lattice], tuple[str, ...]]:
    """All ruled tables of a page from the top, and what made the search unsure."""
    horizontal, vertical = joined(paths.horizontal), joined(paths.vertical)
    if len(horizontal) * len(vertical) > MAX_CROSSINGS:
        return [], ("too many ruling lines to cross",)
    if len(horizontal) < 2 or len(vertical) < 2:
        return [], ()
    return lattices_of(cells_between(horizontal, vertical)), ()


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
    corners = np.concatenate([boxes[:, [0, 1]], boxes[:, [2, 1]], boxes[:, [0, 3]], boxes[:, [2, 3]]])
    _, ids = np.unique(np.round(corners, 3), axis=0, return_inverse=True)
    group = _connected(ids.reshape(4, len(boxes)).T, int(ids.max()) + 1)
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
    return Lattice(boxes[order], spans, xs, ys, found_by)


def cell_of(lattice: Lattice, x: Floats, y: Floats) -> Ints:
    """Number of the cell that holds each point; -1: none."""
    owner = np.full((lattice.n_rows + 2, lattice.n_cols + 2), -1)
    for k, (r, c, rows, cols) in enumerate(lattice.spans.tolist()):
        owner[r + 1 : r + 1 + rows, c + 1 : c + 1 + cols] = k
    found: Ints = owner[np.searchsorted(lattice.ys, y, "right"), np.searchsorted(lattice.xs, x, "right")]
    return found


def inside(bbox: tuple[float, float, float, float], x: Floats, y: Floats) -> Bools:
    """Which points a box holds."""
    found: Bools = (x >= bbox[0]) & (x < bbox[2]) & (y >= bbox[1]) & (y < bbox[3])
    return found
