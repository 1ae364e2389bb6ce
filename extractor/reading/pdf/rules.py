"""Tables drawn with ruling lines: edges snapped, joined and crossed as arrays.

The rules are those of pdfplumber's line strategy (its default tolerances of 3 points), so that the two
can be compared cell by cell.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from extractor.reading.pdf.arrays import changes, some, where
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
        x0, top, _, _ = self.boxes.min(0).tolist()
        _, _, x1, bottom = self.boxes.max(0).tolist()
        return x0, top, x1, bottom

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
    cluster, means = _clusters(values, tolerance)
    return means[cluster]


def _clusters(values: Floats, tolerance: float) -> tuple[Ints, Floats]:
    """The cluster of each value, numbered from the lowest, and the means of the clusters."""
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    sorted_cluster = np.zeros(len(values), np.int64)
    np.cumsum(ordered[1:] - ordered[:-1] > tolerance, out=sorted_cluster[1:])
    means = np.bincount(sorted_cluster, ordered) / np.bincount(sorted_cluster)
    cluster = np.empty(len(values), np.int64)
    cluster[order] = sorted_cluster
    return cluster, means


def _snapped_apart(edges: Floats, tolerance: float) -> Floats:
    """Positions snapped, but not across a gap along the line: a chart beside a table keeps its own lines."""
    cluster, cluster_means = _clusters(edges[:, 0], tolerance)
    positions = cluster_means[cluster]
    far = np.abs(positions - edges[:, 0]) > 0.4
    if not some(far):
        return positions
    moved = np.zeros(len(cluster_means), np.bool_)
    moved[cluster[far]] = True
    own = where(moved[cluster])
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
    kept = where(edges[:, 2] - edges[:, 1] >= MIN_PIECE)
    if not len(kept):
        return np.zeros((0, 3))
    if len(kept) < len(edges):
        edges = edges.take(kept, 0)
    positions = _snapped_apart(edges, tolerance)
    order = np.lexsort((edges[:, 1], positions))
    p, a, b = positions[order], edges[order, 1], edges[order, 2]
    # an offset a line larger than any page keeps the running maximum from reaching over lines
    offset = np.cumsum(_steps(p) > 1e-9) * 1e7
    reach = np.maximum.accumulate(b + offset)
    new = np.ones(len(p), np.bool_)
    new[1:] = (a + offset)[1:] > reach[:-1] + tolerance
    heads = where(new)
    start, end = a[heads], np.maximum.reduceat(b, heads)
    long = where(end - start >= MIN_LENGTH)
    return np.stack([p[heads[long]], start[long], end[long]], 1)


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
        for at, low in _overhang(horizontal, (top, bottom), (x0, x1), len(lattice.ys)):
            if some(inside((min(at, low), top, max(at, low), bottom), x, y)):
                more_v.append((at, top, bottom))
        for at, low in _overhang(vertical, (x0, x1), (top, bottom), len(lattice.xs)):
            if some(inside((x0, min(at, low), x1, max(at, low)), x, y)):
                more_h.append((at, x0, x1))
    return np.array(more_h).reshape(-1, 3), np.array(more_v).reshape(-1, 3)


def _overhang(
    edges: Floats, across: tuple[float, float], along: tuple[float, float], n_lines: int
) -> list[tuple[float, float]]:
    """(end, limit): common ends of parallel rules beyond the first or last rule that crosses them."""
    at, start, end = edges.T
    own = (at > across[0] - TOLERANCE) & (at < across[1] + TOLERANCE) & (start < along[1]) & (end > along[0])
    found = []
    for ends, limit, far in (
        (start, along[0], own & (along[0] - start > 12)),
        (end, along[1], own & (end - along[1] > 12)),
    ):
        if np.count_nonzero(far) < max(2, 0.45 * n_lines):
            continue
        beyond, positions = ends[far], at[far]
        common = float(np.median(beyond))
        same = np.abs(beyond - common) < 4
        if (
            same.sum() >= max(2, 0.6 * n_lines)
            and np.ptp(positions[same]) > 0.8 * (across[1] - across[0]) - 4
        ):
            found.append((common, limit))
    return found


def cells_between(horizontal: Floats, vertical: Floats) -> Floats:
    """The smallest boxes (n, 4) whose four corners are crossings joined by edges."""
    hp, hs, he = horizontal.T
    vp, vs, ve = vertical.T
    crossing = (
        (vs[:, None] <= hp + TOLERANCE) & (ve[:, None] >= hp - TOLERANCE)
        & (vp[:, None] >= hs - TOLERANCE) & (vp[:, None] <= he + TOLERANCE)
    )  # fmt: skip
    v, h = crossing.nonzero()
    if len(v) < 4:
        return np.zeros((0, 4))
    xs, column_of = _levels(vp)
    ys, row_of = _levels(hp)
    vertical_at = np.full((len(ys), len(xs)), -1)
    horizontal_at = np.full((len(ys), len(xs)), -1)
    places = row_of[h], column_of[v]
    vertical_at[places], horizontal_at[places] = v, h
    j, i, below, right = _smallest(vertical_at, horizontal_at).T
    return np.stack([xs[i], ys[j], xs[right], ys[below]], 1)


def _levels(positions: Floats) -> tuple[Floats, Ints]:
    """The different positions in order, and the number of each one's."""
    order = np.argsort(positions, kind="stable")
    ordered = positions[order]
    new = changes(ordered)
    number = np.empty(len(positions), np.int64)
    number[order] = np.cumsum(new) - 1
    return ordered[new], number


def _next_on_line(ids: npt.NDArray[np.int64]) -> Ints:
    """For each position, the next one along axis 0 where the same edge has a crossing; -1: none."""
    n, m = ids.shape
    i, j = (ids.T >= 0).nonzero()
    following = np.full((n, m), -1)
    same = (i[1:] == i[:-1]) & (ids[j[1:], i[1:]] == ids[j[:-1], i[:-1]])
    following[j[:-1][same], i[:-1][same]] = j[1:][same]
    return following


def _smallest(vertical_at: Ints, horizontal_at: Ints) -> Ints:
    down = _next_on_line(vertical_at)
    right = _next_on_line(horizontal_at.T).T
    j, i = ((down >= 0) & (right >= 0)).nonzero()
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
    n = len(boxes)
    _, x = _levels(np.round(boxes[:, ::2].T.ravel(), 3))
    _, y = _levels(np.round(boxes[:, 1::2].T.ravel(), 3))
    width = int(x.max()) + 1
    left, right, top, bottom = x[:n], x[n:], y[:n] * width, y[n:] * width
    points = np.concatenate([top + left, top + right, bottom + left, bottom + right])
    group = _connected(points.reshape(4, n))
    if not some(group):
        return [lattice_of(boxes)] if n > 1 else []
    tables = []
    for g in dict.fromkeys(group.tolist()):
        own = where(group == g)
        if len(own) > 1:
            tables.append(lattice_of(boxes.take(own, 0)))
    return sorted(tables, key=lambda t: (round(t.bbox[1], 1), t.bbox[0]))


def _connected(points: Ints) -> Ints:
    """Groups of boxes that share points (4, n): the smallest label spreads until nothing changes."""
    label = np.arange(points.shape[1])
    n_points = int(points.max()) + 1
    while True:
        lowest = np.full(n_points, len(label))
        for corner in points:
            np.minimum.at(lowest, corner, label)
        spread = lowest[points].min(0)
        spread = np.minimum(spread, spread[spread])
        if (spread == label).all():
            return label
        label = spread[spread]


def lattice_of(boxes: Floats, found_by: str = "ruled") -> Lattice:
    """Rows, columns and spans of boxes that share their edges."""
    n = len(boxes)
    xs, x = _levels(boxes[:, ::2].T.ravel())
    ys, y = _levels(boxes[:, 1::2].T.ravel())
    c0, c1, r0, r1 = x[:n], x[n:], y[:n], y[n:]
    order = np.argsort(r0 * len(xs) + c0, kind="stable")
    spans = np.stack([r0, c0, r1 - r0, c1 - c0], 1).take(order, 0)
    boxes = boxes.take(order, 0)
    if _overlap(spans, len(ys), len(xs)):
        return lattice_of(boxes[_apart(spans, len(ys), len(xs))], found_by)
    return Lattice(boxes, spans, xs, ys, found_by)


def _overlap(spans: Ints, n_rows: int, n_cols: int) -> bool:
    """Whether two cells cover one position."""
    r0, c0, rows, cols = spans.T
    if (rows * cols).sum() == len(spans):
        places = r0 * n_cols + c0
        return some(places[1:] == places[:-1])
    change = np.zeros((n_rows + 1, n_cols + 1), np.int64)
    r1, c1 = r0 + rows, c0 + cols
    for at, step in (((r0, c0), 1), ((r1, c1), 1), ((r0, c1), -1), ((r1, c0), -1)):
        np.add.at(change, at, step)
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


def cell_of(lattice: Lattice, x: Floats, y: Floats) -> Ints:
    """Number of the cell that holds each point; -1: none."""
    owner = np.full((lattice.n_rows + 2, lattice.n_cols + 2), -1)
    spans = lattice.spans
    single = (spans[:, 2] == 1) & (spans[:, 3] == 1)
    owner[spans[single, 0] + 1, spans[single, 1] + 1] = where(single)
    for k in where(~single).tolist():
        r, c, rows, cols = spans[k].tolist()
        owner[r + 1 : r + 1 + rows, c + 1 : c + 1 + cols] = k
    found: Ints = owner[np.searchsorted(lattice.ys, y, "right"), np.searchsorted(lattice.xs, x, "right")]
    return found


def inside(bbox: tuple[float, float, float, float], x: Floats, y: Floats) -> Bools:
    """Which points a box holds."""
    found: Bools = (x >= bbox[0]) & (x < bbox[2]) & (y >= bbox[1]) & (y < bbox[3])
    return found
