"""The characters of a page as arrays, with what belongs to the text objects that they are part of.

Boxes come from pdfium character by character; matrix, size, font, colour and clip are asked once a text
object.
"""

from __future__ import annotations

import ctypes
from itertools import repeat
from typing import NamedTuple

import numpy as np

from extractor.reading.pdf.arrays import changes, some, where
from extractor.reading.pdf.calls import Argument, Records, argument, bind, handles, numbers
from extractor.reading.pdf.raw import Bools, Chars, Floats, Frame, Ints, PageProblem
from extractor.reading.symbols import FIRST_PRIVATE, LAST_PRIVATE, drawn, is_symbol_font

MAX_CHARS = 400_000
MAX_CLIPS = 8

_count_chars = bind("FPDFText_CountChars")
_get_text = bind("FPDFText_GetText")
_unicode = bind("FPDFText_GetUnicode", ctypes.c_uint)
_loose_box = bind("FPDFText_GetLooseCharBox")
_tight_box = bind("FPDFText_GetCharBox")
_origin = bind("FPDFText_GetCharOrigin")
_text_object = bind("FPDFText_GetTextObject", ctypes.c_ssize_t)
_char_matrix = bind("FPDFText_GetMatrix")
_font_size = bind("FPDFText_GetFontSize", ctypes.c_double)
_render_mode = bind("FPDFTextObj_GetTextRenderMode")
_font_of = bind("FPDFTextObj_GetFont", ctypes.c_ssize_t)
_font_name = bind("FPDFFont_GetBaseFontName", ctypes.c_size_t)
_font_weight = bind("FPDFFont_GetWeight")
_fill_color = bind("FPDFPageObj_GetFillColor")
_clip_path = bind("FPDFPageObj_GetClipPath", ctypes.c_ssize_t)
_clip_paths = bind("FPDFClipPath_CountPaths")
_clip_segments = bind("FPDFClipPath_CountPathSegments")
_clip_segment = bind("FPDFClipPath_GetPathSegment", ctypes.c_ssize_t)
_point = bind("FPDFPathSegment_GetPoint")

_boxes_of = Records(np.float32, 4, together=True)
_matrices_of = Records(np.float32, 6, together=True)
_places_of = Records(np.float64, 2)
_tight_boxes_of = Records(np.float64, 4)
_colors_of = Records(np.uint32, 4)
_points_of = Records(np.float32, 2)
_UNSET = 0xFFFFFFFF


def read_chars(text: Argument, frame: Frame) -> tuple[Chars, int, int]:
    """The visible characters, how many the page paints at all, and how many of those have no meaning."""
    n = _count_chars(text)
    if n > MAX_CHARS:
        raise PageProblem(f"the page holds {n} characters, more than {MAX_CHARS}")
    if n <= 0:
        return _no_chars(), 0, 0
    codes = _codes(text, n)
    loose = _boxes_of.of(_loose_box, range(n), text).astype(np.float64)
    return _assemble(text, frame, codes, loose)


def _codes(text: Argument, n: int) -> Ints:
    buffer = np.zeros(n + 2, np.uint16)
    written = _get_text(text, 0, n, argument(buffer.ctypes.data))
    plain = written == n + 1 and not some((buffer & 0xF800) == 0xD800)
    return buffer[:n].astype(np.int64) if plain else numbers(_unicode, range(n), text)


def _no_chars() -> Chars:
    i, b = np.zeros(0, np.int64), np.zeros(0, np.bool_)
    return Chars(i, np.zeros((0, 4)), np.zeros((0, 2)), np.zeros(0), i, b, i, i, b)


def _assemble(text: Argument, frame: Frame, codes: Ints, loose: Floats) -> tuple[Chars, int, int]:
    blank = _is_blank(codes)
    starts, objects = _objects(text, blank)
    if not len(starts):
        return _no_chars(), 0, 0
    style = _Styles(text, frame, objects, starts)
    begins = np.zeros(len(codes), np.int64)
    begins[starts[1:]] = 1
    own = np.cumsum(begins)
    real = ~blank if style.all_known else style.known[own] & ~blank
    boxes = frame.boxes(loose[:, 0], loose[:, 3], loose[:, 2], loose[:, 1])
    turn, sizes = style.turn.take(own), style.size.take(own)
    origins = _pen_positions(text, frame, loose, style.origin.take(own, 0), real, turn, sizes)
    strange = boxes[:, 3] - boxes[:, 1] > 2.5 * np.maximum(sizes, 0.1)
    if style.any_turned:
        strange |= turn != 0
    odd = where(real & strange)
    if len(odd):
        _rebuild(text, frame, boxes, origins, turn, sizes, odd)
    shown = real & style.visible.take(own) & (sizes > 0.3)
    inside = (
        (boxes[:, 2] > 0) & (boxes[:, 0] < frame.width) & (boxes[:, 3] > 0) & (boxes[:, 1] < frame.height)
    )
    if some(real & inside):
        # else the page's box holds none of its text: it is the wrong box
        shown &= inside
    if style.clip is not None:
        shown &= _within(style.clip.take(own, 0), boxes)
    n_unmapped = int(np.count_nonzero(real & ((codes == 0) | (codes == 0xFFFD))))
    codes[(codes == 2) | (codes == 0xFFFE)] = ord("-")
    _draw_symbols(codes, own, style)
    shown &= codes > 31
    # pdfium's own spaces and line ends have an empty box; they are not printed, so they are no evidence
    printed_blanks = np.cumsum(blank & (loose[:, 2] > loose[:, 0]))
    kept = where(shown)
    own = own.take(kept)
    printed_blanks = printed_blanks[kept]
    after = changes(printed_blanks)
    after[:1] = printed_blanks[:1] > 0
    chars = Chars(
        codes.take(kept), boxes.take(kept, 0), origins.take(kept, 0), sizes.take(kept), turn.take(kept),
        style.bold.take(own), style.color.take(own), own, after,
    )  # fmt: skip
    return chars, int(np.count_nonzero(real)), n_unmapped


def _draw_symbols(codes: Ints, own: Ints, style: _Styles) -> None:
    """Letters of symbol fonts become what is seen: arrows, ticks, lights."""
    private = codes >= FIRST_PRIVATE
    if some(private):
        private &= codes <= LAST_PRIVATE
    if any(font.symbolic for font in style.fonts):
        private |= np.array([font.symbolic for font in style.fonts])[own] & (codes > 32)
    for k in where(private).tolist():
        codes[k] = ord(drawn(chr(codes[k]), style.fonts[own[k]].name))


def _objects(text: Argument, blank: Bools) -> tuple[Ints, Ints]:
    """The first characters of the text objects that stand between blanks, and the objects.

    The characters of an object follow one another: where a word begins and ends in the same object, or the
    next one begins in it too, nothing in between has to be asked for.
    """
    inked = np.zeros(len(blank) + 2, np.bool_)
    np.logical_not(blank, out=inked[1:-1])
    turns = where(inked[1:] != inked[:-1])
    starts, ends = turns[::2], turns[1::2]
    objects = numbers(_text_object, starts.tolist(), text)
    last = np.ones(len(starts), np.bool_)
    np.not_equal(objects[1:], objects[:-1], out=last[:-1])
    asked = where(last & (ends - starts > 1))
    several = asked[numbers(_text_object, (ends[asked] - 1).tolist(), text) != objects[asked]]
    if len(several):
        inner = np.concatenate([np.arange(starts[k] + 1, ends[k]) for k in several.tolist()])
        at = np.searchsorted(starts, inner)
        starts = np.insert(starts, at, inner)
        objects = np.insert(objects, at, numbers(_text_object, inner.tolist(), text))
    new = changes(objects)
    return starts[new], objects[new]


def _pen_positions(
    text: Argument, frame: Frame, loose: Floats, origin: Floats, real: Bools, turn: Ints, sizes: Floats
) -> Floats:
    """Pen positions as shown.

    A text object has one baseline, told by its matrix; turned text needs the position of every character.
    """
    side = 0 if frame.quarter_turns % 2 else 1
    across = np.abs(origin[:, side] - (loose[:, side] + loose[:, side + 2]) / 2)
    each = where(real & ((turn != 0) | (across > 1.2 * sizes + 2)))
    if len(each):
        origin[each] = _places_of.of(_origin, each.tolist(), text)
    return np.stack(frame.points(origin[:, 0], origin[:, 1]), 1)


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
    found: Bools = _BLANK.take(codes, mode="clip")
    return found


def _rebuild(
    text: Argument, frame: Frame, boxes: Floats, origins: Floats, turn: Ints, sizes: Floats, odd: Ints
) -> None:
    """Boxes of turned or oddly tall characters, from pen position and size."""
    tight = _tight_boxes_of.of(_tight_box, odd.tolist(), text)
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


class _Font(NamedTuple):
    """The name of a font in small letters without its subset mark, and how its letters are seen."""

    name: str
    bold: bool
    symbolic: bool


class _Styles:
    """What belongs to whole text objects, one entry an object."""

    def __init__(self, text: Argument, frame: Frame, objects: Ints, starts: Ints) -> None:
        self.known: Bools = objects != 0
        self.all_known = bool(self.known.all())
        positions = starts.tolist()
        matrix = _matrices_of.of(_char_matrix, positions, text).astype(np.float64)
        nominal = np.fromiter(map(_font_size, repeat(text), positions), np.float64, len(positions))
        a, b, c, d = matrix[:, :4].T
        # pdfium answers for a null handle too: no colour, no mode, no font
        owners = handles(objects.tolist())
        rgb = _colors_of.of(_fill_color, owners, unset=_UNSET).astype(np.int64)
        unset = rgb[:, 3] == _UNSET
        modes = numbers(_render_mode, owners)
        fonts = list(map(_font_of, owners))
        known = {font: _font(font) for font in set(fonts)}
        self.origin: Floats = matrix[:, 4:]
        self.size: Floats = np.abs(nominal) * np.hypot(c, d)
        self.turn: Ints = _turns(a, b, frame.quarter_turns)
        self.any_turned = some(self.turn)
        self.color: Ints = np.where(unset, 0, rgb[:, 0] << 16 | rgb[:, 1] << 8 | rgb[:, 2])
        self.visible: Bools = (modes != 3) & (modes != 7) & ~((rgb[:, 3] == 0) & (modes == 0))
        self.fonts: list[_Font] = [known[font] for font in fonts]
        self.bold: Bools = np.fromiter([font.bold for font in self.fonts], np.bool_, len(fonts))
        self.clip: Floats | None = _clips(owners, frame)


def _turns(a: Floats, b: Floats, quarter_turns: int) -> Ints:
    """Reading direction as shown, from the direction of the baseline in page space."""
    if quarter_turns == 0 and not some(b) and (a > 0).all():
        return np.zeros(len(a), np.int64)
    angle = np.degrees(np.arctan2(b, a))
    # page space turns anticlockwise, the page as shown clockwise
    nearest = np.round(angle / 90)
    askew = np.abs(angle - nearest * 90) > 8
    turn = (-nearest.astype(np.int64) + quarter_turns) % 4
    return np.where(askew, 4, turn)


def _font(handle: int) -> _Font:
    if not handle:
        return _Font("", False, False)
    buffer = ctypes.create_string_buffer(256)
    _font_name(argument(handle), buffer, ctypes.c_size_t(256))
    name = buffer.value.decode("latin-1").lower().partition("+")
    plain = name[2] or name[0]
    weight = _font_weight(argument(handle))
    named = any(word in plain for word in ("bold", "black", "heavy"))
    bold = named or (600 <= weight <= 1000 and "semi" not in plain)
    return _Font(plain, bold, is_symbol_font(plain))


def _clips(owners: list[Argument], frame: Frame) -> Floats | None:
    """The box that each text object is clipped to, as shown; None: nothing is clipped."""
    paths = handles(map(_clip_path, owners))
    counts = numbers(_clip_paths, paths)
    clipped: list[int] = []
    heads: list[int] = []
    corners: list[int] = []
    for i in where(counts > 0).tolist():
        path = paths[i]
        for k in range(min(int(counts[i]), MAX_CLIPS)):
            m = _clip_segments(path, k)
            if 3 < m <= 64:
                clipped.append(i)
                heads.append(len(corners))
                # two opposite corners tell a box
                wanted = (0, 2) if m < 6 else range(m)
                corners += [_clip_segment(path, k, s) for s in wanted]
    if not clipped:
        return None
    xy = _points_of.of(_point, handles(corners))
    low, high = np.minimum.reduceat(xy, heads).astype(float), np.maximum.reduceat(xy, heads).astype(float)
    boxes = frame.boxes(low[:, 0], low[:, 1], high[:, 0], high[:, 1])
    clips = np.tile(np.array((-1e9, -1e9, 1e9, 1e9)), (len(owners), 1))
    np.maximum.at(clips[:, :2], clipped, boxes[:, :2])
    np.minimum.at(clips[:, 2:], clipped, boxes[:, 2:])
    return clips
