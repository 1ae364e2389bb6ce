"""What is drawn on a page besides text: axis-parallel edges, filled boxes, pictures."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from itertools import chain, repeat

import numpy as np
import numpy.typing as npt

from extractor.reading.pdf.arrays import where
from extractor.reading.pdf.arrows import LEAST, MOST, arrow_in
from extractor.reading.pdf.calls import Argument, Records, argument, bind, handles, numbers
from extractor.reading.pdf.raw import Arrow, Bools, Floats, Frame, Ints, Paths

PATH, IMAGE, FORM = 2, 3, 5
LINE, CURVE, MOVE = 0, 1, 2
MAX_OBJECTS = 60_000
MAX_SEGMENTS = 250_000
MAX_FORM_DEPTH = 12
MAX_POINTS = 10

_count_objects = bind("FPDFPage_CountObjects")
_get_object = bind("FPDFPage_GetObject", ctypes.c_ssize_t)
_object_type = bind("FPDFPageObj_GetType")
_object_matrix = bind("FPDFPageObj_GetMatrix")
_form_count = bind("FPDFFormObj_CountObjects")
_form_object = bind("FPDFFormObj_GetObject", ctypes.c_ssize_t)
_count_segments = bind("FPDFPath_CountSegments")
_get_segment = bind("FPDFPath_GetPathSegment", ctypes.c_ssize_t)
_draw_mode = bind("FPDFPath_GetDrawMode")
_point = bind("FPDFPathSegment_GetPoint")
_segment_type = bind("FPDFPathSegment_GetType")
_segment_close = bind("FPDFPathSegment_GetClose")
_fill_color = bind("FPDFPageObj_GetFillColor")
_stroke_color = bind("FPDFPageObj_GetStrokeColor")

_matrices_of = Records(np.float32, 6, together=True)
_modes_of = Records(np.int32, 2)
_points_of = Records(np.float32, 2)
_colors_of = Records(np.uint32, 4)
_UNSET = 0xFFFFFFFF
_IDENTITY: Floats = np.array([1.0, 0, 0, 1, 0, 0])


@dataclass(slots=True)
class _Objects:
    """Paths and pictures of a page, those inside forms too."""

    paths: list[Argument] = field(default_factory=list)
    matrices: list[Floats] = field(default_factory=list)
    images: list[tuple[float, float, float, float]] = field(default_factory=list)
    count: int = 0

    def add_paths(self, own: list[Argument], outer: Floats) -> None:
        if own:
            self.paths += own
            self.matrices.append(_matrices(own, outer))
            self.count += len(own)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """Paths with all their points as shown: those of path k begin at starts[k] and are counts[k]."""

    paths: list[Argument]
    modes: npt.NDArray[np.int32]
    x: Floats
    y: Floats
    kinds: Ints
    starts: Ints
    counts: Ints
    boxes: Floats


def read_drawn(page: Argument, frame: Frame) -> tuple[Paths, Floats, tuple[str, ...]]:
    """Paths, the boxes of pictures (n, 4), and what makes the reading unsure."""
    found = _Objects()
    n = _count_objects(page)
    doubts: tuple[str, ...] = ()
    if n > MAX_OBJECTS:
        n, doubts = MAX_OBJECTS, ("more drawing objects than any paper has",)
    _walk(handles(map(_get_object, repeat(page), range(n))), _IDENTITY, found, 0)
    if found.count > MAX_OBJECTS:
        doubts = ("more drawing objects than any paper has",)
    images = np.array(found.images, np.float64).reshape(-1, 4)
    shown = frame.boxes(images[:, 0], images[:, 1], images[:, 2], images[:, 3])
    paths, more = _read_paths(found, frame)
    return paths, shown, doubts + more


def _walk(objects: list[Argument], outer: Floats, found: _Objects, depth: int) -> None:
    own: list[Argument] = []
    for handle, kind in zip(objects, map(_object_type, objects), strict=True):
        if kind == PATH:
            own.append(handle)
        elif kind == IMAGE:
            found.images.append(_image_box(handle, outer))
        elif kind == FORM and depth < MAX_FORM_DEPTH and found.count < MAX_OBJECTS:
            found.add_paths(own, outer)
            own = []
            n = min(_form_count(handle), MAX_OBJECTS)
            found.count += max(n, 0)
            if n > 0:
                indexes = map(ctypes.c_ulong, range(n))
                inner = handles(map(_form_object, repeat(handle), indexes))
                _walk(inner, _matrices([handle], outer)[0], found, depth + 1)
    found.add_paths(own, outer)


def _matrices(objects: list[Argument], outer: Floats) -> Floats:
    m = _matrices_of.of(_object_matrix, objects).astype(np.float64)
    if outer is _IDENTITY:
        return m
    a, b, c, d, e, f = outer
    return np.stack(
        [
            m[:, 0] * a + m[:, 1] * c, m[:, 0] * b + m[:, 1] * d,
            m[:, 2] * a + m[:, 3] * c, m[:, 2] * b + m[:, 3] * d,
            m[:, 4] * a + m[:, 5] * c + e, m[:, 4] * b + m[:, 5] * d + f,
        ], 1,
    )  # fmt: skip


def _image_box(handle: Argument, outer: Floats) -> tuple[float, float, float, float]:
    a, b, c, d, e, f = _matrices([handle], outer)[0].tolist()
    x, y = (e, e + a, e + c, e + a + c), (f, f + b, f + d, f + b + d)
    return min(x), min(y), max(x), max(y)


def _no_paths() -> Paths:
    return Paths(np.zeros((0, 3)), np.zeros((0, 3)), np.zeros((0, 4)), np.zeros(0, np.int64))


def _read_paths(found: _Objects, frame: Frame) -> tuple[Paths, tuple[str, ...]]:
    if not found.paths:
        return _no_paths(), ()
    modes = _modes_of.of(_draw_mode, found.paths)
    counts = numbers(_count_segments, found.paths)
    kept = where(modes.any(1) & (counts > 1))
    doubts: tuple[str, ...] = ()
    total = np.cumsum(counts[kept])
    if len(total) and total[-1] > MAX_SEGMENTS:
        kept = kept[total <= MAX_SEGMENTS]
        doubts = ("more lines than any paper has",)
    if not len(kept):
        return _no_paths(), doubts
    paths = [found.paths[k] for k in kept.tolist()]
    matrices = np.concatenate(found.matrices)[kept]
    return _edges(paths, matrices, frame, counts[kept], modes[kept]), doubts


def _edges(
    paths: list[Argument], matrices: Floats, frame: Frame, counts: Ints, modes: npt.NDArray[np.int32]
) -> Paths:
    times = counts.tolist()
    every = chain.from_iterable(map(repeat, paths, times))
    segments = handles(map(_get_segment, every, chain.from_iterable(map(range, times))))
    xy = _points_of.of(_point, segments)
    kinds = numbers(_segment_type, segments)
    owner = np.repeat(np.arange(len(paths)), counts)
    m = matrices[owner]
    px = xy[:, 0] * m[:, 0] + xy[:, 1] * m[:, 2] + m[:, 4]
    py = xy[:, 0] * m[:, 1] + xy[:, 1] * m[:, 3] + m[:, 5]
    x, y = frame.points(px, py)
    starts = np.cumsum(counts) - counts
    boxes = _boxes(x, y, starts)
    drawn = _Drawn(paths, modes, x, y, kinds, starts, counts, boxes)
    arrows = _arrows(drawn)
    first = kinds == MOVE
    first[0] = True
    first[1:] |= owner[1:] != owner[:-1]
    for k in arrows:
        # its sides are no edges
        first[starts[k] : starts[k] + counts[k]] = True
    heads = where(first)
    tails = np.append(heads[1:], len(x)) - 1
    closing = tails > heads + 1
    # the area of a filled part is closed whether it says so or not
    asked = where(closing & (modes[owner[tails], 0] == 0))
    closing[asked] = numbers(_segment_close, [segments[k] for k in tails[asked].tolist()]) != 0
    horizontal, vertical = _straight(x, y, kinds, first, heads[closing], tails[closing])
    fills, fill_colors = _fills(drawn)
    n_curves = int(np.count_nonzero(kinds == CURVE))
    return Paths(horizontal, vertical, fills, fill_colors, n_curves, tuple(arrows.values()))


def _straight(
    x: Floats, y: Floats, kinds: Ints, first: Bools, heads: Ints, tails: Ints
) -> tuple[Floats, Floats]:
    """Axis-parallel edges between neighbouring points, and from `tails` to `heads` of closed parts."""
    inner = where(~first[1:] & (kinds[1:] != CURVE))
    start, end = np.concatenate([inner, tails]), np.concatenate([inner + 1, heads])
    dx, dy = np.abs(x[end] - x[start]), np.abs(y[end] - y[start])

    def edge(these: Bools, along: Floats, across: Floats) -> Floats:
        s, e = start[these], end[these]
        return np.stack(
            [(across[s] + across[e]) / 2, np.minimum(along[s], along[e]), np.maximum(along[s], along[e])], 1
        )

    return edge((dy < 0.05) & (dx > 0.2), x, y), edge((dx < 0.05) & (dy > 0.2), y, x)


def _boxes(x: Floats, y: Floats, starts: Ints) -> Floats:
    """(n, 4): the box of each path's points."""
    ends = np.minimum.reduceat(x, starts), np.minimum.reduceat(y, starts)
    return np.stack([*ends, np.maximum.reduceat(x, starts), np.maximum.reduceat(y, starts)], 1)


def _arrows(drawn: _Drawn) -> dict[int, Arrow]:
    """Paths that are seen as arrows, by number."""
    wide, high = drawn.boxes[:, 2] - drawn.boxes[:, 0], drawn.boxes[:, 3] - drawn.boxes[:, 1]
    # five points make a rectangle
    likely = (drawn.counts < MAX_POINTS) & (drawn.counts >= 3) & (drawn.counts != 5)
    likely &= (np.minimum(wide, high) > LEAST) & (np.maximum(wide, high) < MOST)
    found: dict[int, Arrow] = {}
    for k in where(likely).tolist():
        own = slice(drawn.starts[k], drawn.starts[k] + drawn.counts[k])
        if (drawn.kinds[own.start + 1 : own.stop] != LINE).any():
            continue
        filled = bool(drawn.modes[k, 0])
        last = _get_segment(drawn.paths[k], int(drawn.counts[k]) - 1)
        closed = filled or bool(_segment_close(argument(last)))
        sign = arrow_in(list(zip(drawn.x[own].tolist(), drawn.y[own].tolist(), strict=True)), closed)
        if sign:
            color = _colors_of.of(_fill_color if filled else _stroke_color, [drawn.paths[k]])[0].tolist()
            x0, top, x1, bottom = drawn.boxes[k].tolist()
            found[k] = Arrow((x0, top, x1, bottom), sign, color[0] << 16 | color[1] << 8 | color[2])
    return found


def _fills(drawn: _Drawn) -> tuple[Floats, Ints]:
    filled = where(drawn.modes[:, 0] != 0)
    if not len(filled):
        return np.zeros((0, 4)), np.zeros(0, np.int64)
    boxes, paths = drawn.boxes[filled], [drawn.paths[k] for k in filled.tolist()]
    rgb = _colors_of.of(_fill_color, paths, unset=_UNSET).astype(np.int64)
    solid = (rgb[:, 3] > 0) & (rgb[:, 3] != _UNSET)
    return boxes[solid], (rgb[:, 0] << 16 | rgb[:, 1] << 8 | rgb[:, 2])[solid]
