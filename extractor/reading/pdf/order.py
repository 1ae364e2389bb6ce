"""Words as segments of lines, and the order in which a page's columns are read."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass

import numpy as np

from extractor.model import BBox
from extractor.reading.pdf.arrays import some, where
from extractor.reading.pdf.raw import Ints
from extractor.reading.pdf.words import Words, rows_of

SEGMENT_GAP = 1.5
NO_GRID, WEAK = -1, -2


@dataclass(slots=True)
class Segment:
    """Words on one baseline without a wide gap between them; a table stands in as one without words."""

    x0: float
    top: float
    x1: float
    bottom: float
    base: float
    size: float
    bold: bool
    words: list[int]
    row: int = 0
    turn: int = 0
    grid: int = NO_GRID


def anchor(box: BBox, grid: int) -> Segment:
    """What stands in the order of reading for table number `grid`."""
    return Segment(*box, base=box[1], size=0.0, bold=False, words=[], grid=grid)


def segments_of(words: Words, index: Ints) -> list[Segment]:
    """Words of these numbers as segments, row by row, each reading direction by itself."""
    turn = words.turn[index]
    if not some(turn):
        return _segments(words, index, 0) if len(index) else []
    out: list[Segment] = []
    for way in (0, 1, 2, 3, 4):
        own = index[turn == way]
        if len(own):
            out += _segments(words, own, way)
    return out


def _segments(words: Words, index: Ints, turn: int) -> list[Segment]:
    row = rows_of(words, index)
    order = np.lexsort((words.lines[index, 0], row))
    index, row = index[order], row[order]
    size = words.sizes[index]
    new = np.ones(len(index), np.bool_)
    new[1:] = words.lines[index[1:], 0] - words.lines[index[:-1], 1] > SEGMENT_GAP * np.maximum(
        size[1:], size[:-1]
    )
    new[1:] |= row[1:] != row[:-1]
    heads = where(new)
    boxes = words.boxes.take(index, 0)
    columns = (
        np.minimum.reduceat(boxes[:, 0], heads), np.minimum.reduceat(boxes[:, 1], heads),
        np.maximum.reduceat(boxes[:, 2], heads), np.maximum.reduceat(boxes[:, 3], heads),
        words.lines[index[heads], 2], np.maximum.reduceat(size, heads),
        np.logical_and.reduceat(words.bold[index], heads),
    )  # fmt: skip
    numbers, starts = index.tolist(), heads.tolist()
    own = [numbers[a:b] for a, b in zip(starts, [*starts[1:], len(numbers)], strict=True)]
    rest = own, row[heads].tolist(), itertools.repeat(turn, len(own))
    return list(map(Segment, *(column.tolist() for column in columns), *rest))


# --- reading order --------------------------------------------------------------------------------------


def reading_order(segments: list[Segment], width: float) -> list[list[Segment]]:
    """Runs of segments, each the lines of one column from top to bottom; turned text stands by itself."""
    level = [s for s in segments if s.turn == 0]
    turned: dict[tuple[int, int], list[Segment]] = {}
    for s in segments:
        if s.turn:
            turned.setdefault((s.turn, s.row if s.turn == 4 else 0), []).append(s)
    runs = [run for run in _columns(level, width) if run]
    return runs + [sorted(run, key=lambda s: (s.base, s.x0)) for run in turned.values()]


def _columns(segments: list[Segment], width: float) -> list[list[Segment]]:
    ordered = sorted(segments, key=lambda s: (s.top, s.x0))
    gutter = _gutter([s for s in ordered if s.grid == NO_GRID], width)
    if gutter is None:
        return [ordered]
    runs: list[list[Segment]] = []
    band: list[Segment] = []
    for s in ordered:
        if _crosses(s, gutter):
            runs += _split(band, gutter, width)
            band = []
            if runs and runs[-1] and _crosses(runs[-1][-1], gutter):
                runs[-1].append(s)
            else:
                runs.append([s])
        else:
            band.append(s)
    return runs + _split(band, gutter, width)


def _crosses(s: Segment, gutter: float) -> bool:
    return s.grid == WEAK or (s.x0 < gutter - 1 and s.x1 > gutter + 1)


def _split(band: list[Segment], gutter: float, width: float) -> list[list[Segment]]:
    left = [s for s in band if s.x1 <= gutter + 1]
    right = [s for s in band if s.x1 > gutter + 1]
    if not left or not right:
        return [band] if band else []
    return [*_columns(left, width), *_columns(right, width)]


def _gutter(segments: list[Segment], width: float) -> float | None:
    """A vertical strip with lines of prose on both sides and few across; None: one column."""
    lines = [s for s in segments if s.words]
    if len(lines) < 8:
        return None
    long = [s for s in lines if len(s.words) >= 3]
    if len(long) < 6:
        return None
    best: tuple[int, float] | None = None
    starts = sorted({round(s.x0) for s in long})
    left_edge = min(s.x0 for s in long)
    for x in starts:
        if x - left_edge < 0.15 * width:
            continue
        gutter = x - 2.0
        right = [s for s in long if s.x0 >= gutter]
        left = [s for s in long if s.x1 <= gutter]
        across = sum(s.x0 < gutter - 1 and s.x1 > gutter for s in lines)
        if len(left) < 4 or len(right) < 4 or across > 0.5 * min(len(left), len(right)):
            continue
        if not (_is_prose(left, gutter) and _is_prose(right, None)):
            continue
        score = min(len(left), len(right)) - 2 * across
        if best is None or score > best[0]:
            best = score, gutter
    return best[1] if best else _beside_prose(lines)


def _beside_prose(lines: list[Segment]) -> float | None:
    """The strip between prose and something on lines of its own, such as a chart; None: no strip."""
    prose = [s for s in lines if len(s.words) >= 6]
    if len(prose) < 4:
        return None
    edge = Counter(round(s.x0 / 10) for s in prose).most_common(1)[0][0] * 10
    prose = [s for s in prose if abs(s.x0 - edge) < 30]
    size = 0.5 * max((s.size for s in prose), default=0.0)
    if len(prose) < 4:
        return None
    for gutter in (max(s.x1 for s in prose) + size, min(s.x0 for s in prose) - size):
        left = [s for s in lines if s.x1 <= gutter]
        right = [s for s in lines if s.x0 >= gutter]
        if len(left) < 4 or len(right) < 4 or len(left) + len(right) < 0.9 * len(lines):
            continue
        own, other = (left, right) if gutter > prose[0].x0 else (right, left)
        rows = {s.row for s in own}
        if _is_prose(own, None) and sum(s.row in rows for s in other) < 0.4 * len(other):
            return gutter
    return None


def _is_prose(lines: list[Segment], limit: float | None) -> bool:
    edge = limit if limit is not None else max(s.x1 for s in lines)
    left = min(s.x0 for s in lines)
    full = sum(s.x1 - s.x0 > 0.6 * (edge - left) for s in lines)
    return full >= 0.45 * len(lines) and sum(len(s.words) for s in lines) >= 4 * len(lines)
