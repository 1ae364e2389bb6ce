"""What pdfium knows of a page, as arrays: characters, painted paths, pictures.

The only place that talks to pdfium's C interface.  Nothing runs per character in Python: handles and
boxes go through `map` straight into contiguous buffers, and what belongs to a whole text object
(matrix, size, font, colour) is asked once per object.
"""

from __future__ import annotations

import contextlib
import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2
import pypdfium2.raw as pdfium

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

TEXT, PATH, IMAGE, FORM = 1, 2, 3, 5
MOVE = 2
MAX_OBJECTS = 60_000
MAX_SEGMENTS = 250_000
MAX_FORM_DEPTH = 12
MAX_CHARS = 400_000
MAX_CLIPS = 8


@dataclass(frozen=True, slots=True)
class Chars:
    """The visible characters of a page in the order they were painted.

    `boxes` is (n, 4): x0, top, x1, bottom in points as shown; `origins` (n, 2) the pen positions.
    `turn` is the reading direction as shown: 0 to the right, 1 down, 2 upside down, 3 up, 4 askew.
    `after_space` tells that white space was printed before the character.
    """

    codes: Ints
    boxes: Floats
    origins: Floats
    sizes: Floats
    turn: Ints
    bold: Bools
    colors: Ints
    runs: Ints
    after_space: Bools

    def __len__(self) -> int:
        return len(self.codes)

    def take(self, index: Ints | Bools) -> Chars:
        """The characters at these positions, in this order."""
        return Chars(*(getattr(self, name)[index] for name in self.__slots__))


@dataclass(frozen=True, slots=True)
class Paths:
    """Axis-parallel edges and filled boxes of a page.

    `horizontal` and `vertical` are (n, 3): position, start, end; `fills` is (n, 4) boxes in painting
    order with `fill_colors` as 0xRRGGBB; `fill_only` marks edges that belong to a filled box without stroke.
    """

    horizontal: Floats
    vertical: Floats
    fills: Floats
    fill_colors: Ints
    n_curves: int = 0


@dataclass(frozen=True, slots=True)
class RawPage:
    """One page as pdfium gives it."""

    number: int
    width: float
    height: float
    chars: Chars
    paths: Paths
    images: Floats
    n_seen: int
    """Characters that the page paints at all, hidden ones included."""
    n_unmapped: int
    """Characters without a known meaning."""
    doubts: tuple[str, ...] = field(default=())


class PageProblem(Exception):
    """A page could not be loaded or goes past a limit; the text says which."""


def _bind(name: str, result: Any, *arguments: Any) -> Any:
    pointer = ctypes.cast(getattr(pdfium, name), ctypes.c_void_p).value
    assert pointer is not None
    return ctypes.PYFUNCTYPE(result, *arguments)(pointer)


_P, _I, _D = ctypes.c_void_p, ctypes.c_int, ctypes.c_double
_count_chars = _bind("FPDFText_CountChars", _I, _P)
_get_text = _bind("FPDFText_GetText", _I, _P, _I, _I, _P)
_unicode = _bind("FPDFText_GetUnicode", ctypes.c_uint, _P, _I)
_loose_box = _bind("FPDFText_GetLooseCharBox", _I, _P, _I, _P)
_tight_box = _bind("FPDFText_GetCharBox", _I, _P, _I, _P, _P, _P, _P)
_origin = _bind("FPDFText_GetCharOrigin", _I, _P, _I, _P, _P)
_text_object = _bind("FPDFText_GetTextObject", ctypes.c_ssize_t, _P, _I)
_char_matrix = _bind("FPDFText_GetMatrix", _I, _P, _I, _P)
_map_error = _bind("FPDFText_HasUnicodeMapError", _I, _P, _I)
_font_size = _bind("FPDFText_GetFontSize", _D, _P, _I)
_render_mode = _bind("FPDFTextObj_GetTextRenderMode", _I, _P)
_font_of = _bind("FPDFTextObj_GetFont", ctypes.c_ssize_t, _P)
_font_name = _bind("FPDFFont_GetBaseFontName", ctypes.c_size_t, _P, _P, ctypes.c_size_t)
_font_flags = _bind("FPDFFont_GetFlags", _I, _P)
_font_weight = _bind("FPDFFont_GetWeight", _I, _P)
_fill_color = _bind("FPDFPageObj_GetFillColor", _I, _P, _P, _P, _P, _P)
_stroke_color = _bind("FPDFPageObj_GetStrokeColor", _I, _P, _P, _P, _P, _P)
_clip_path = _bind("FPDFPageObj_GetClipPath", ctypes.c_ssize_t, _P)
_clip_paths = _bind("FPDFClipPath_CountPaths", _I, _P)
_clip_segments = _bind("FPDFClipPath_CountPathSegments", _I, _P, _I)
_clip_segment = _bind("FPDFClipPath_GetPathSegment", _P, _P, _I, _I)
_object_type = _bind("FPDFPageObj_GetType", _I, _P)
_object_matrix = _bind("FPDFPageObj_GetMatrix", _I, _P, _P)
_bounds = _bind("FPDFPageObj_GetBounds", _I, _P, _P, _P, _P, _P)
_count_objects = _bind("FPDFPage_CountObjects", _I, _P)
_get_object = _bind("FPDFPage_GetObject", _P, _P, _I)
_form_count = _bind("FPDFFormObj_CountObjects", _I, _P)
_form_object = _bind("FPDFFormObj_GetObject", _P, _P, ctypes.c_ulong)
_count_segments = _bind("FPDFPath_CountSegments", _I, _P)
_get_segment = _bind("FPDFPath_GetPathSegment", _P, _P, _I)
_point = _bind("FPDFPathSegment_GetPoint", _I, _P, _P, _P)
_segment_type = _bind("FPDFPathSegment_GetType", _I, _P)
_segment_close = _bind("FPDFPathSegment_GetClose", _I, _P)
_draw_mode = _bind("FPDFPath_GetDrawMode", _I, _P, _P, _P)


@dataclass(frozen=True, slots=True)
class Frame:
    """How page space (y up, any origin) is shown (y down, from 0): crop box and /Rotate applied."""

    x0: float
    y0: float
    x1: float
    y1: float
    quarter_turns: int

    @property
    def width(self) -> float:
        """Width as shown, in points."""
        return self.y1 - self.y0 if self.quarter_turns % 2 else self.x1 - self.x0

    @property
    def height(self) -> float:
        """Height as shown, in points."""
        return self.x1 - self.x0 if self.quarter_turns % 2 else self.y1 - self.y0

    def points(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Points of page space as (x, top) of the page as shown."""
        if self.quarter_turns == 0:
            return x - self.x0, self.y1 - y
        if self.quarter_turns == 1:
            return y - self.y0, x - self.x0
        if self.quarter_turns == 2:
            return self.x1 - x, y - self.y0
        return self.y1 - y, self.x1 - x

    def boxes(self, left: Floats, bottom: Floats, right: Floats, top: Floats) -> Floats:
        """(n, 4) boxes x0, top, x1, bottom as shown."""
        ax, ay = self.points(left, bottom)
        bx, by = self.points(right, top)
        return np.stack([np.minimum(ax, bx), np.minimum(ay, by), np.maximum(ax, bx), np.maximum(ay, by)], 1)


@contextlib.contextmanager
def opened(document: pypdfium2.PdfDocument, index: int) -> Iterator[tuple[int, int]]:
    """Handles (page, text page) of one page, closed in the right order afterwards.

    Raises `PageProblem` where pdfium cannot load the page.
    """
    page = pdfium.FPDF_LoadPage(document.raw, index)
    if not page:
        raise PageProblem("the page cannot be loaded")
    try:
        text = pdfium.FPDFText_LoadPage(page)
        if not text:
            raise PageProblem("the page's text cannot be loaded")
        try:
            yield _address(page), _address(text)
        finally:
            pdfium.FPDFText_ClosePage(text)
    finally:
        pdfium.FPDF_ClosePage(page)


def _address(handle: Any) -> int:
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def read_raw_page(document: pypdfium2.PdfDocument, index: int) -> RawPage:
    """Characters, edges, fills and pictures of page `index` (from 0).

    Raises `PageProblem` where the page cannot be loaded or holds more than any paper does.
    """
    with opened(document, index) as (page, text):
        frame = page_frame(page)
        chars, n_seen, n_unmapped, doubts = _read_chars(text, frame)
        paths, images, more = _read_objects(page, frame)
        return RawPage(
            number=index + 1,
            width=frame.width,
            height=frame.height,
            chars=chars,
            paths=paths,
            images=images,
            n_seen=n_seen,
            n_unmapped=n_unmapped,
            doubts=(*doubts, *more),
        )


def page_frame(page: int) -> Frame:
    """Crop box (within the media box) and rotation of a page."""
    media = _box(pdfium.FPDFPage_GetMediaBox, page) or (0.0, 0.0, 612.0, 792.0)
    crop = _box(pdfium.FPDFPage_GetCropBox, page) or media
    x0, y0, x1, y1 = (
        max(media[0], crop[0]),
        max(media[1], crop[1]),
        min(media[2], crop[2]),
        min(media[3], crop[3]),
    )
    if x1 - x0 < 1 or y1 - y0 < 1:
        x0, y0, x1, y1 = media
    turns = pdfium.FPDFPage_GetRotation(ctypes.cast(page, pdfium.FPDF_PAGE)) % 4
    return Frame(x0, y0, x1, y1, turns)


def _box(getter: Any, page: int) -> tuple[float, float, float, float] | None:
    values = [ctypes.c_float() for _ in range(4)]
    if not getter(ctypes.cast(page, pdfium.FPDF_PAGE), *values):
        return None
    a, b, c, d = (v.value for v in values)
    return min(a, c), min(b, d), max(a, c), max(b, d)


# --- characters ---------------------------------------------------------------------------------------


def _codes(text: int, n: int) -> Ints:
    buffer = np.zeros(n + 2, np.uint16)
    written = _get_text(text, 0, n, buffer.ctypes.data)
    codes = buffer[:n].astype(np.int64)
    if written != n + 1 or ((codes >= 0xD800) & (codes < 0xE000)).any():
        codes = np.fromiter(map(_unicode, repeat(text, n), range(n)), np.int64, n)
    return codes


def _read_chars(text: int, frame: Frame) -> tuple[Chars, int, int, tuple[str, ...]]:
    n = _count_chars(text)
    if n > MAX_CHARS:
        raise PageProblem(f"the page holds {n} characters, more than {MAX_CHARS}")
    if n <= 0:
        return _no_chars(), 0, 0, ()
    codes = _codes(text, n)
    loose = np.zeros((n, 4), np.float32)
    base = loose.ctypes.data
    for _ in map(_loose_box, repeat(text, n), range(n), range(base, base + 16 * n, 16)):
        pass
    return _assemble(text, frame, codes, loose.astype(np.float64))


def _run_starts(codes: Ints, loose: Floats, blank: Bools) -> Ints:
    """Where a text object may begin: after a blank, and where the height of the line changes."""
    changes = np.ones(len(codes), np.bool_)
    moved = np.abs(loose[1:, [1, 3]] - loose[:-1, [1, 3]]) > 0.01
    changes[1:] = blank[:-1] | moved.any(1)
    return np.flatnonzero(changes)


def _origins(text: int, index: Ints) -> Floats:
    """Pen positions (n, 2) of these characters in page space."""
    n = len(index)
    origin = np.zeros((n, 2), np.float64)
    base = origin.ctypes.data
    places = range(base, base + 16 * n, 16), range(base + 8, base + 8 + 16 * n, 16)
    for _ in map(_origin, repeat(text, n), index.tolist(), *places):
        pass
    return origin


def _no_chars() -> Chars:
    i, b = np.zeros(0, np.int64), np.zeros(0, np.bool_)
    return Chars(i, np.zeros((0, 4)), np.zeros((0, 2)), np.zeros(0), i, b, i, i, b)


def _assemble(text: int, frame: Frame, codes: Ints, loose: Floats) -> tuple[Chars, int, int, tuple[str, ...]]:
    blank = _is_blank(codes)
    starts = _run_starts(codes, loose, blank)
    objects = np.fromiter(
        map(_text_object, repeat(text, len(starts)), starts.tolist()), np.int64, len(starts)
    )
    style = _Styles(text, frame, objects, starts)
    run = np.repeat(np.arange(len(starts)), np.diff(starts, append=len(codes)))
    real = (objects != 0)[run] & ~blank
    # pdfium's own spaces and line ends have an empty box; they are not printed, so they are no evidence
    printed_blank = blank & (loose[:, 2] > loose[:, 0])
    boxes = frame.boxes(loose[:, 0], loose[:, 3], loose[:, 2], loose[:, 1])
    turn, sizes = style.turn[run], style.size[run]
    # a text object has one baseline, told by its matrix; turned text needs every pen position
    origin = style.origin[run]
    middle = (loose[:, :2] + loose[:, 2:]) / 2
    across = np.abs(origin - middle)[:, 0 if frame.quarter_turns % 2 else 1]
    each = np.flatnonzero(real & ((turn != 0) | (across > 1.2 * sizes + 2)))
    if len(each):
        origin[each] = _origins(text, each)
    origins = np.stack(frame.points(origin[:, 0], origin[:, 1]), 1)
    odd = real & ((turn != 0) | (boxes[:, 3] - boxes[:, 1] > 2.5 * np.maximum(sizes, 0.1)))
    if odd.any():
        _rebuild(text, frame, boxes, origins, turn, sizes, run, np.flatnonzero(odd))
    inside = (
        (boxes[:, 2] > 0) & (boxes[:, 0] < frame.width) & (boxes[:, 3] > 0) & (boxes[:, 1] < frame.height)
    )
    if not (real & inside).any():
        # a page whose box holds none of its text has the wrong box
        inside = np.ones(len(codes), np.bool_)
    shown = real & inside & style.visible[run] & (sizes > 0.3)
    shown &= _within(style.clip[run], boxes)
    n_unmapped = int((real & ((codes == 0) | (codes == 0xFFFD))).sum())
    codes = np.where((codes == 2) | (codes == 0xFFFE), ord("-"), codes)
    shown &= codes > 31
    spaces_before = np.cumsum(printed_blank)
    kept = np.flatnonzero(shown)
    after = np.diff(np.r_[0, spaces_before[kept]]) > 0
    chars = Chars(
        codes[kept], boxes[kept], origins[kept], sizes[kept], turn[kept],
        style.bold[run][kept], style.color[run][kept], style.same[run][kept], after,
    )  # fmt: skip
    return chars, int(real.sum()), n_unmapped, ()


def _within(clip: Floats, boxes: Floats) -> Bools:
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    inside: Bools = (
        (x >= clip[:, 0] - 1) & (x <= clip[:, 2] + 1) & (y >= clip[:, 1] - 1) & (y <= clip[:, 3] + 1)
    )
    return inside


_BLANKS = np.array(
    [0, 9, 10, 11, 12, 13, 32, 0xA0, 0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006, 0x2007,
     0x2008, 0x2009, 0x200A, 0x200B, 0x202F, 0x205F, 0x3000, 0xFEFF]
)  # fmt: skip
_BLANK = np.zeros(0x10000, np.bool_)
_BLANK[_BLANKS] = True


def _is_blank(codes: Ints) -> Bools:
    found: Bools = _BLANK[np.minimum(codes, len(_BLANK) - 1)]
    return found


def _rebuild(
    text: int, frame: Frame, boxes: Floats, origins: Floats, turn: Ints, sizes: Floats, run: Ints, odd: Ints
) -> None:
    """Boxes of turned or oddly tall characters, from pen position and size."""
    n = len(odd)
    tight = np.zeros((n, 4))
    base = tight.ctypes.data
    ends = [range(base + 8 * k, base + 8 * k + 32 * n, 32) for k in range(4)]
    for _ in map(_tight_box, repeat(text, n), odd.tolist(), *ends):
        pass
    shown = frame.boxes(tight[:, 0], tight[:, 2], tight[:, 1], tight[:, 3])
    # a glyph far higher than its size means that a scale was not told: the size is that of the box
    unscaled = (shown[:, 3] - shown[:, 1] > 1.6 * sizes[odd]) & (turn[odd] == 0)
    heights = boxes[odd, 3] - boxes[odd, 1]
    sizes[odd] = np.where(unscaled, 0.85 * heights, sizes[odd])
    shown[unscaled] = boxes[odd[unscaled]]
    odd, shown = odd[~unscaled], shown[~unscaled]
    up, down = 0.78 * sizes[odd], 0.22 * sizes[odd]
    x, y, way = origins[odd, 0], origins[odd, 1], turn[odd]
    across = {
        0: (1, 3, y - up, y + down),
        1: (0, 2, x - down, x + up),
        2: (1, 3, y - down, y + up),
        3: (0, 2, x - up, x + down),
    }
    for direction, (low, high, first, last) in across.items():
        these = way == direction
        shown[these, low], shown[these, high] = first[these], last[these]
    boxes[odd] = shown


class _Styles:
    """What belongs to whole text objects, one entry a run of characters."""

    def __init__(self, text: int, frame: Frame, objects: Ints, starts: Ints) -> None:
        new = np.ones(len(objects), np.bool_)
        np.not_equal(objects[1:], objects[:-1], out=new[1:])
        first, back = np.flatnonzero(new), np.cumsum(new) - 1
        handles = objects[first].tolist()
        positions = starts[first].tolist()
        n = len(handles)
        matrix = np.zeros((n, 6), np.float32)
        base = matrix.ctypes.data
        for _ in map(_char_matrix, repeat(text, n), positions, range(base, base + 24 * n, 24)):
            pass
        nominal = np.fromiter(map(_font_size, repeat(text, n), positions), np.float64, n)
        a, b, c, d = (matrix[:, k].astype(np.float64) for k in range(4))
        colors = np.zeros((n, 4), np.uint32)
        base = colors.ctypes.data
        places = [range(base + 4 * k, base + 4 * k + 16 * n, 16) for k in range(4)]
        # pdfium answers for a null handle too: no colour, no mode, no font
        known = np.fromiter(map(_fill_color, handles, *places), np.int64, n) != 0
        rgb = colors.astype(np.int64)
        modes = np.fromiter(map(_render_mode, handles), np.int64, n)
        fonts = list(map(_font_of, handles))
        heavy = {f: _is_bold(f) for f in set(fonts)}
        visible = (modes != 3) & (modes != 7) & ~(known & (rgb[:, 3] == 0) & (modes == 0))
        self.same: Ints = back
        self.origin: Floats = matrix[:, 4:6].astype(np.float64)[back]
        self.size: Floats = (np.abs(nominal) * np.hypot(c, d))[back]
        self.turn: Ints = _turns(a, b, frame.quarter_turns)[back]
        self.color: Ints = np.where(known, rgb[:, 0] << 16 | rgb[:, 1] << 8 | rgb[:, 2], 0)[back]
        self.visible: Bools = visible[back]
        self.bold: Bools = np.array([heavy[f] for f in fonts], np.bool_)[back]
        self.clip: Floats = _clips(handles, frame)[back]


def _turns(a: Floats, b: Floats, quarter_turns: int) -> Ints:
    """Reading direction as shown, from the direction of the baseline in page space."""
    angle = np.degrees(np.arctan2(b, a))
    # page space turns anticlockwise, the page as shown clockwise
    nearest = np.round(angle / 90)
    askew = np.abs(angle - nearest * 90) > 8
    turn = (-nearest.astype(np.int64) + quarter_turns) % 4
    return np.where(askew, 4, turn)


def _is_bold(font: int) -> bool:
    if not font:
        return False
    buffer = ctypes.create_string_buffer(256)
    _font_name(font, ctypes.addressof(buffer), 256)
    name = buffer.value.lower()
    weight = _font_weight(font)
    return (
        b"bold" in name
        or b"black" in name
        or b"heavy" in name
        or (600 <= weight <= 1000 and b"semi" not in name)
    )


def _clips(handles: list[int], frame: Frame) -> Floats:
    """The box that each text object is clipped to, as shown."""
    clips = np.tile(np.array((-1e9, -1e9, 1e9, 1e9)), (len(handles), 1))
    owners: list[int] = []
    heads: list[int] = []
    corners: list[int] = []
    paths = list(map(_clip_path, handles))
    counts = np.fromiter(map(_clip_paths, paths), np.int64, len(paths))
    for i in np.flatnonzero(counts > 0).tolist():
        path = paths[i]
        for k in range(min(int(counts[i]), MAX_CLIPS)):
            m = _clip_segments(path, k)
            if 3 < m <= 64:
                owners.append(i)
                heads.append(len(corners))
                # two opposite corners tell a box
                wanted = (0, 2) if m < 6 else range(m)
                corners += [_clip_segment(path, k, s) for s in wanted]
    if not owners:
        return clips
    n = len(corners)
    xy = np.zeros((n, 2), np.float32)
    base = xy.ctypes.data
    for _ in map(_point, corners, range(base, base + 8 * n, 8), range(base + 4, base + 4 + 8 * n, 8)):
        pass
    low, high = np.minimum.reduceat(xy, heads).astype(float), np.maximum.reduceat(xy, heads).astype(float)
    boxes = frame.boxes(low[:, 0], low[:, 1], high[:, 0], high[:, 1])
    np.maximum.at(clips[:, :2], owners, boxes[:, :2])
    np.minimum.at(clips[:, 2:], owners, boxes[:, 2:])
    return clips


# --- paths and pictures ---------------------------------------------------------------------------------


@dataclass(slots=True)
class _Objects:
    paths: list[int] = field(default_factory=list)
    path_matrix: list[Floats] = field(default_factory=list)
    images: list[tuple[float, float, float, float]] = field(default_factory=list)
    count: int = 0


_IDENTITY: Floats = np.array([1.0, 0, 0, 1, 0, 0])


def _read_objects(page: int, frame: Frame) -> tuple[Paths, Floats, tuple[str, ...]]:
    found = _Objects()
    n = _count_objects(page)
    doubts: tuple[str, ...] = ()
    if n > MAX_OBJECTS:
        n, doubts = MAX_OBJECTS, ("more drawing objects than any paper has",)
    _walk(list(map(_get_object, repeat(page, n), range(n))), _IDENTITY, found, 0)
    if found.count > MAX_OBJECTS:
        doubts = ("more drawing objects than any paper has",)
    images = np.array(found.images, np.float64).reshape(-1, 4)
    shown = frame.boxes(images[:, 0], images[:, 1], images[:, 2], images[:, 3])
    paths, more = _read_paths(found, frame)
    return paths, shown, doubts + more


def _walk(objects: list[int], matrix: Floats, found: _Objects, depth: int) -> None:
    own: list[int] = []
    for handle, kind in zip(objects, map(_object_type, objects), strict=True):
        if kind == PATH:
            own.append(handle)
        elif kind == IMAGE:
            found.images.append(_image_box(handle, matrix))
        elif kind == FORM and depth < MAX_FORM_DEPTH and found.count < MAX_OBJECTS:
            found.count += len(own)
            found.paths += own
            found.path_matrix += _matrices(own, matrix)
            own = []
            n = min(_form_count(handle), MAX_OBJECTS)
            found.count += max(n, 0)
            inner = _matrices([handle], matrix)[0]
            if n > 0:
                _walk(list(map(_form_object, repeat(handle, n), range(n))), inner, found, depth + 1)
    found.paths += own
    found.path_matrix += _matrices(own, matrix)
    found.count += len(own)


def _matrices(objects: list[int], outer: Floats) -> list[Floats]:
    n = len(objects)
    if not n:
        return []
    raw = np.zeros((n, 6), np.float32)
    base = raw.ctypes.data
    for _ in map(_object_matrix, objects, range(base, base + 24 * n, 24)):
        pass
    m = raw.astype(np.float64)
    if outer is _IDENTITY:
        return list(m)
    a, b, c, d, e, f = outer
    out = np.stack(
        [
            m[:, 0] * a + m[:, 1] * c, m[:, 0] * b + m[:, 1] * d,
            m[:, 2] * a + m[:, 3] * c, m[:, 2] * b + m[:, 3] * d,
            m[:, 4] * a + m[:, 5] * c + e, m[:, 4] * b + m[:, 5] * d + f,
        ], 1,
    )  # fmt: skip
    return list(out)


def _image_box(handle: int, outer: Floats) -> tuple[float, float, float, float]:
    m = _matrices([handle], outer)[0]
    x = m[4] + np.array([0, m[0], m[2], m[0] + m[2]])
    y = m[5] + np.array([0, m[1], m[3], m[1] + m[3]])
    return float(x.min()), float(y.min()), float(x.max()), float(y.max())


def _no_paths() -> Paths:
    return Paths(np.zeros((0, 3)), np.zeros((0, 3)), np.zeros((0, 4)), np.zeros(0, np.int64))


def _read_paths(found: _Objects, frame: Frame) -> tuple[Paths, tuple[str, ...]]:
    n = len(found.paths)
    if not n:
        return _no_paths(), ()
    modes = np.zeros((n, 2), np.int32)
    base = modes.ctypes.data
    for _ in map(_draw_mode, found.paths, range(base, base + 8 * n, 8), range(base + 4, base + 8 * n, 8)):
        pass
    counts = np.fromiter(map(_count_segments, found.paths), np.int64, n)
    painted = (modes != 0).any(1) & (counts > 1)
    kept = np.flatnonzero(painted)
    doubts: tuple[str, ...] = ()
    total = np.cumsum(counts[kept])
    if len(total) and total[-1] > MAX_SEGMENTS:
        kept = kept[total <= MAX_SEGMENTS]
        doubts = ("more lines than any paper has",)
    if not len(kept):
        return _no_paths(), doubts
    return _edges(found, frame, kept, counts[kept], modes[kept]), doubts


def _edges(found: _Objects, frame: Frame, kept: Ints, counts: Ints, modes: npt.NDArray[np.int32]) -> Paths:
    segments: list[int] = []
    for i, m in zip(kept.tolist(), counts.tolist(), strict=True):
        segments.extend(map(_get_segment, repeat(found.paths[i], m), range(m)))
    n = len(segments)
    xy = np.zeros((n, 2), np.float32)
    base = xy.ctypes.data
    for _ in map(_point, segments, range(base, base + 8 * n, 8), range(base + 4, base + 8 * n, 8)):
        pass
    kinds = np.fromiter(map(_segment_type, segments), np.int64, n)
    closes = np.fromiter(map(_segment_close, segments), np.int64, n) != 0
    owner = np.repeat(np.arange(len(kept)), counts)
    m = np.array([found.path_matrix[i] for i in kept.tolist()])[owner]
    px = xy[:, 0] * m[:, 0] + xy[:, 1] * m[:, 2] + m[:, 4]
    py = xy[:, 0] * m[:, 1] + xy[:, 1] * m[:, 3] + m[:, 5]
    x, y = frame.points(px, py)
    first = (kinds == MOVE) | np.r_[True, owner[1:] != owner[:-1]]
    sub = np.cumsum(first) - 1
    heads = np.flatnonzero(first)
    horizontal, vertical = _straight(x, y, kinds, closes, sub, heads, modes[owner, 0] != 0)
    fills, fill_colors = _fills(found, kept, modes, x, y, owner)
    return Paths(horizontal, vertical, fills, fill_colors, int((kinds == 1).sum()))


def _straight(
    x: Floats, y: Floats, kinds: Ints, closes: Bools, sub: Ints, heads: Ints, filled: Bools
) -> tuple[Floats, Floats]:
    """Axis-parallel edges between neighbouring points, the closing edge of closed parts included."""
    inner = np.flatnonzero((sub[1:] == sub[:-1]) & (kinds[1:] != 1)) if len(x) > 1 else np.zeros(0, np.int64)
    tails = np.r_[heads[1:], len(x)] - 1
    closing = (tails > heads + 1) & (closes[tails] | filled[tails])
    start = np.r_[inner, tails[closing]]
    end = np.r_[inner + 1, heads[closing]]
    dx, dy = np.abs(x[end] - x[start]), np.abs(y[end] - y[start])
    h = (dy < 0.05) & (dx > 0.2)
    v = (dx < 0.05) & (dy > 0.2)

    def edge(these: Bools, along: Floats, across: Floats) -> Floats:
        s, e = start[these], end[these]
        return np.stack(
            [(across[s] + across[e]) / 2, np.minimum(along[s], along[e]), np.maximum(along[s], along[e])], 1
        )

    return edge(h, x, y), edge(v, y, x)


def _fills(
    found: _Objects, kept: Ints, modes: npt.NDArray[np.int32], x: Floats, y: Floats, owner: Ints
) -> tuple[Floats, Ints]:
    filled = np.flatnonzero(modes[:, 0] != 0)
    if not len(filled):
        return np.zeros((0, 4)), np.zeros(0, np.int64)
    starts = np.searchsorted(owner, np.arange(len(kept)))
    boxes = np.stack(
        [np.minimum.reduceat(x, starts), np.minimum.reduceat(y, starts),
         np.maximum.reduceat(x, starts), np.maximum.reduceat(y, starts)], 1,
    )[filled]  # fmt: skip
    n = len(filled)
    colors = np.zeros((n, 4), np.uint32)
    base = colors.ctypes.data
    places = [range(base + 4 * k, base + 4 * k + 16 * n, 16) for k in range(4)]
    handles = [found.paths[i] for i in kept[filled].tolist()]
    known = np.fromiter(map(_fill_color, handles, *places), np.int64, n) != 0
    rgb = colors.astype(np.int64)
    solid = known & (rgb[:, 3] > 0)
    return boxes[solid], (rgb[:, 0] << 16 | rgb[:, 1] << 8 | rgb[:, 2])[solid]
