"""Columns of a table without rules: the white that nearly all of its rows leave, or what is drawn of it."""

from __future__ import annotations

import bisect
import itertools
import statistics
from collections import defaultdict

from extractor.reading.pdf.hints import Hints
from extractor.reading.pdf.pieces import Piece, Row, Strip
from extractor.reading.pdf.rules import Lattice

RIVER = 0.5
Placed = list[tuple[Piece, int, int]]
"""Pieces of a row with their first and last column."""
_BINS = 4
_FULL, _TEXT, _POOR = 5, 2, 1
"""What a row counts for: with figures, without, with less than half the pieces of the fullest."""


def columns_of(rows: list[Row]) -> list[float] | None:
    """Borders of the columns: the middles of rivers that nearly all divided rows leave white."""
    divided = [r for r in rows if len(r.pieces) >= 2]
    if len(divided) < 2:
        return None
    least = max(2, 0.5 * max([len(r.pieces) for r in divided]))
    rich = [r for r in divided if len(r.pieces) >= least]
    size = statistics.median([r.size for r in rich])
    low, high = min([r.x0 for r in rows]), max([r.x1 for r in rows])
    allowed = 0.08 * len(rich) if len(rich) > 8 else 0.45
    n = int((high - low) * _BINS) + 2
    rivers = [
        (low + a / _BINS, low + b / _BINS)
        for a, b in _white(_changes(divided, least, low), allowed * _FULL + 1e-9, n)
        if (b - a) / _BINS >= RIVER * size and a > 0 and b < n - 1
    ]
    ends = [(p.x0, p.x1) for r in rows for p in r.pieces]
    borders = [(a + b) / 2 for a, b in (_narrowed(river, ends) for river in rivers)]
    return _without_empty(ends, [low - 1.0, *borders, high + 1.0])


def _changes(rows: list[Row], least: float, low: float) -> dict[int, int]:
    """Where text begins and ends, in quarters of a point from `low`, rows counted by their weight."""
    change: dict[int, int] = defaultdict(int)
    for r in rows:
        weight = _POOR
        if len(r.pieces) >= least:
            figures = any(p.is_value and not p.is_year for p in r.pieces[1:])
            weight = _FULL if figures else _TEXT
        reached = 0
        for start, end in sorted(
            [(int((p.x0 - low) * _BINS), int((p.x1 - low) * _BINS) + 1) for p in r.pieces]
        ):
            if end > reached:
                change[max(start, reached)] += weight
                change[end] -= weight
                reached = end
    return change


def _white(change: dict[int, int], allowed: float, n: int) -> list[tuple[int, int]]:
    """Stretches of `n` places over which no more text stands than is allowed."""
    found: list[tuple[int, int]] = []
    cover, start = 0, 0
    for at in sorted(change):
        before, cover = cover, cover + change[at]
        if before <= allowed < cover:
            found.append((start, at))
        elif cover <= allowed < before:
            start = at
    return [*found, (start, n)] if cover <= allowed else found


def _narrowed(river: Strip, ends: list[Strip]) -> Strip:
    """The part of a river that also the rows not counted leave white, where they reach into it only."""
    left, right = river
    a = max([x1 for x0, x1 in ends if x0 <= left < x1 < right], default=left)
    b = min([x0 for x0, x1 in ends if left < x0 < right <= x1], default=right)
    return (a, b) if a < b else river


def _without_empty(ends: list[Strip], xs: list[float]) -> list[float]:
    """Column borders without columns that hold nothing."""
    middles = sorted([(x0 + x1) / 2 for x0, x1 in ends])
    kept = [xs[0]]
    for a, b in itertools.pairwise(xs):
        before, here = bisect.bisect_left(middles, kept[-1]), bisect.bisect_left(middles, a)
        held = here > before and (
            bisect.bisect_left(middles, b) > here or any(x0 < a < x1 for x0, x1 in ends)
        )
        if held:
            kept.append(a)
    return [*kept, xs[-1]]


def drawn_columns(rows: list[Row], xs: list[float] | None, hints: Hints) -> list[float] | None:
    """Column borders of a table that is drawn in part, where its text keeps to them."""
    if not hints.lattices:
        return None
    top, bottom = rows[0].top, rows[-1].bottom
    x0, x1 = min(r.x0 for r in rows), max(r.x1 for r in rows)
    best: Lattice | None = None
    for lattice in hints.lattices:
        box = lattice.bbox
        over = min(box[3], bottom) - max(box[1], top) > 0 and min(box[2], x1) - max(box[0], x0) > 0.7 * (
            x1 - x0
        )
        if over and lattice.n_cols >= 3 and (best is None or lattice.n_cols > best.n_cols):
            best = lattice
    if best is None or best.n_cols < (len(xs) - 2 if xs else 3):
        return None
    borders = best.xs.tolist()
    borders[0], borders[-1] = min(borders[0], x0 - 1), max(borders[-1], x1 + 1)
    pieces = [p for r in rows if len(r.pieces) > 2 for p in r.pieces]
    crossing = sum(any(p.x0 + 1 < x < p.x1 - 1 for x in borders[1:-1]) for p in pieces)
    return borders if crossing <= 0.15 * len(pieces) else None


def placed_in(rows: list[Row], xs: list[float], hints: Hints) -> list[Placed]:
    """The pieces of each row with the columns that they stand in."""
    boxes = [box for lattice in hints.lattices for box in lattice.boxes.tolist()]
    boxes = [box for box in boxes if not _is_shade_of_row(box, rows)]
    placed: list[Placed] = []
    for row in rows:
        around = [b for b in boxes if b[1] < row.middle < b[3] and b[3] - b[1] <= 5 * row.size]
        placed.append([(p, *_span(p, xs, around)) for p in row.pieces])
    return placed


def _is_shade_of_row(box: list[float], rows: list[Row]) -> bool:
    """Whether a drawn box holds pieces of several columns on one of its lines: no merged cell."""
    return any(
        box[1] < row.middle < box[3] and sum(p.x1 > box[0] and p.x0 < box[2] for p in row.pieces) > 1
        for row in rows
    )


def _span(piece: Piece, xs: list[float], boxes: list[list[float]]) -> tuple[int, int]:
    """First and last column that a piece stands in, or that the drawn box around it alone covers."""
    x0, x1 = piece.x0, piece.x1
    for box in boxes:
        if box[0] - 2 < x0 and x1 < box[2] + 2:
            x0, x1 = box[0] + 2, box[2] - 2
            break
    top = len(xs) - 2
    first = max(0, bisect.bisect_right(xs, x0 + 0.5) - 1)
    last = max(first, bisect.bisect_right(xs, x1 - 0.5) - 1)
    return min(first, top), min(last, top)
