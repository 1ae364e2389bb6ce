"""Pages that are pictures: text by OCR, ruling lines and fills from the image.  The [ocr] extra.

The result has the form of any other page, so that words, tables and passages are made of it by the
same steps.  The angle classifier stays off: it turns figures upside down with full confidence.
"""

from __future__ import annotations

import functools
import importlib.util
import itertools
import logging
import re
from collections import Counter
from typing import Any

import numpy as np
import numpy.typing as npt

from extractor.progress import tick
from extractor.reading.pdf.raw import Chars, Floats, Ints, Paths, RawPage

Image = npt.NDArray[np.uint8]
DPI = 200
FOUND_AT = 1440
"""Pixels of the longer side at which lines are looked for, which takes memory; they are read at full size."""
MIN_LINE_POINTS = 15.0
THICK_POINTS = 4.0
MAX_SKEW = 4.0
MAX_TEXT_SKEW = 3.0
SKEW_GAIN = 1.1
MAX_EDGES = 200_000
WORST_SCORE = 0.5
MAX_DEEP = 300
_PERCENT_DOUBT = re.compile(r"%\d|\d96(?!\d)|\.\d\d%|9%|%.*%")
_NARROW, _WIDE = "iljtfI.,:;'!|()[]/-1 ", "mwMW%@&"


def available() -> bool:
    """Whether the [ocr] extra is installed."""
    return all(importlib.util.find_spec(name) is not None for name in ("rapidocr", "cv2", "onnxruntime"))


@functools.lru_cache(maxsize=1)
def _engine() -> Any:
    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    return RapidOCR(
        params={
            "Global.use_cls": False,
            "Det.limit_type": "max",
            "Det.limit_side_len": FOUND_AT,
            "Global.log_level": "error",
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )


def read_image(image: Image, number: int, dpi: float = DPI) -> tuple[RawPage, float]:
    """One page's image (height, width, 3) as a raw page, and the mean confidence of its text (0 to 1)."""
    image = deskewed(image)
    tick()
    scale = 72 / dpi
    horizontal, vertical = ruling_lines(image, dpi)
    tick()
    lines = _text_lines(image, vertical)
    scores = [score for _, _, score, _ in lines]
    fills, colors = _fills(image, horizontal, vertical)
    page = RawPage(
        number=number,
        width=image.shape[1] * scale,
        height=image.shape[0] * scale,
        chars=chars_of([(box * scale, text, turn) for box, text, _, turn in lines]),
        paths=Paths(horizontal * scale, vertical * scale, fills * scale, colors),
        images=np.zeros((0, 4)),
        n_seen=sum(len(text) for _, text, _, _ in lines),
        n_unmapped=0,
    )
    return page, float(np.mean(scores)) if scores else 0.0


# --- text ---------------------------------------------------------------------------------------------------


def _text_lines(image: Image, upright: Floats) -> list[tuple[Floats, str, float, int]]:
    """(box in pixels, text, confidence, reading direction) of every line of text.

    Lines are found first and then read one by one, so that whoever watches hears of every line, and
    the cells of a row that were found as one line are read apart (`upright`: rules that divide them).
    """
    engine = _engine()
    # the engine keeps the switches of its last call, so all are said each time
    found = engine(image, use_det=True, use_cls=False, use_rec=False)
    tick()
    if getattr(found, "boxes", None) is None:
        return []
    lines = []
    for points in (part for corners in found.boxes for part in parted(np.asarray(corners, float), upright)):
        box = np.array([points[:, 0].min(), points[:, 1].min(), points[:, 0].max(), points[:, 1].max()])
        text, score = _read_line(engine, line_image(image, points))
        turn = 0
        if box[3] - box[1] > 1.5 * (box[2] - box[0]) and len(text) > 1:
            text, score, turn = _upright(engine, image, box, text, score)
        elif _PERCENT_DOUBT.search(text):
            text = _voted(engine, image, box, text)
        if score >= WORST_SCORE and text.strip():
            lines.append((box, text.strip(), score, turn))
        tick()
    return lines


def parted(corners: Floats, upright: Floats) -> list[Floats]:
    """A line of text (four corners) cut where upright rules (x, y0, y1) run through it."""
    (x0, top), (x1, bottom) = corners.min(0), corners.max(0)
    high = bottom - top
    if high > x1 - x0 or not len(upright):
        return [corners]
    through = (upright[:, 0] > x0 + 0.3 * high) & (upright[:, 0] < x1 - 0.3 * high)
    through &= np.minimum(upright[:, 2], bottom) - np.maximum(upright[:, 1], top) > 0.8 * high
    cuts = np.unique((upright[through, 0] - x0) / (x1 - x0))
    edges = [0.0, *cuts.tolist(), 1.0]
    tl, tr, br, bl = corners
    return [
        np.array([tl + a * (tr - tl), tl + b * (tr - tl), bl + b * (br - bl), bl + a * (br - bl)])
        for a, b in itertools.pairwise(edges)
        if (b - a) * (x1 - x0) > 0.3 * high
    ]


def line_image(image: Image, corners: Floats) -> Image:
    """The line of text between four corners (from the top left, clockwise), level; tall ones turned left."""
    import cv2

    sides = np.hypot(*(corners - np.roll(corners, -1, 0)).T)
    width, height = max(int(max(sides[0], sides[2])), 1), max(int(max(sides[1], sides[3])), 1)
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    lens = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    line = cv2.warpPerspective(
        image, lens, (width, height), borderMode=cv2.BORDER_REPLICATE, flags=cv2.INTER_CUBIC
    )
    return np.ascontiguousarray(np.rot90(line) if height >= 1.5 * width else line)


def _read_line(engine: Any, line: Image) -> tuple[str, float]:
    """The text of one line and the confidence in it."""
    read = engine(line, use_det=False, use_cls=False, use_rec=True)
    return (read.txts[0], float(read.scores[0])) if read.txts else ("", 0.0)


def _voted(engine: Any, image: Image, box: Floats, text: str) -> str:
    """The reading that most looks at a line agree on, where a percent sign may have been taken for figures.

    The engine reads "95.5%" as "95.5%6", "95.596" or "95.59%"; closer and wider looks differ in it.
    """
    import cv2

    x0, y0, x1, y1 = (round(v) for v in box)
    readings = [text]
    for around, larger in ((0, 1), (2, 1), (4, 2)):
        crop = image[max(y0 - around, 0) : y1 + around, max(x0 - around, 0) : x1 + around]
        if not crop.size:
            continue
        look = cv2.resize(crop, None, fx=larger, fy=larger, interpolation=cv2.INTER_CUBIC)
        readings.append(_read_line(engine, np.ascontiguousarray(look))[0])
    return best_reading(readings)


def best_reading(readings: list[str]) -> str:
    """The commonest of several readings of one line, percent signs mended; the first on a draw."""
    percent = any("%" in reading for reading in readings)
    mended = [mended_percent(reading) if percent else reading for reading in readings]
    count = Counter(reading.replace(" ", "") for reading in mended)
    return max(mended, key=lambda reading: count[reading.replace(" ", "")])


def mended_percent(text: str) -> str:
    """A percent sign that was read as one with a figure behind it, or as 96."""
    text = re.sub(r"%[69](?!\d)", "%", text)
    text = re.sub(r"(\d\.\d)9?96(?![\d.%])", r"\1%", text)
    return re.sub(r"([<>]\d{2,3}?)96(?![\d.%])", r"\1%", text)


def _upright(engine: Any, image: Image, box: Floats, text: str, score: float) -> tuple[str, float, int]:
    """The better reading of a tall box: downwards, as the engine took it, or upwards."""
    x0, y0, x1, y1 = (round(v) for v in box)
    crop = image[max(y0, 0) : y1, max(x0, 0) : x1]
    if not crop.size:
        return text, score, 1
    turned, certain = _read_line(engine, np.ascontiguousarray(np.rot90(crop, 3)))
    return (turned, certain, 3) if certain > score else (text, score, 1)


def chars_of(lines: list[tuple[Floats, str, int]]) -> Chars:
    """Characters spread over the boxes (in points) of their lines, each about as wide as it is printed."""
    codes: list[int] = []
    boxes: list[tuple[float, float, float, float]] = []
    sizes: list[float] = []
    turns: list[int] = []
    runs: list[int] = []
    spaces: list[bool] = []
    for run, (box, text, turn) in enumerate(lines):
        along = (box[0], box[2]) if turn == 0 else (box[1], box[3])
        across = (box[1], box[3]) if turn == 0 else (box[0], box[2])
        at = np.cumsum([0.0, *(_width(c) for c in text)])
        ends = along[0] + at / at[-1] * (along[1] - along[0])
        space = False
        for k, letter in enumerate(text):
            if letter.isspace():
                space = True
                continue
            low, high = float(ends[k]), float(ends[k + 1])
            if turn == 3:
                low, high = along[0] + along[1] - high, along[0] + along[1] - low
            box_of = (low, across[0], high, across[1]) if turn == 0 else (across[0], low, across[1], high)
            codes.append(ord(letter))
            boxes.append(box_of)
            sizes.append(0.8 * (across[1] - across[0]))
            turns.append(turn)
            runs.append(run)
            spaces.append(space)
            space = False
    placed = np.array(boxes, np.float64).reshape(-1, 4)
    turn_of, size_of = np.array(turns, np.int64), np.array(sizes, np.float64)
    n = len(codes)
    return Chars(
        np.array(codes, np.int64), placed, _origins(placed, size_of, turn_of), size_of, turn_of,
        np.zeros(n, np.bool_), np.zeros(n, np.int64), np.array(runs, np.int64), np.array(spaces, np.bool_),
    )  # fmt: skip


def _width(letter: str) -> float:
    return 0.3 if letter in _NARROW else 0.85 if letter in _WIDE else 0.55


def _origins(boxes: Floats, sizes: Floats, turn: Ints) -> Floats:
    # the box of a line stands about a quarter of the size below its baseline
    out = np.stack([boxes[:, 0], boxes[:, 3] - 0.25 * sizes], 1)
    for way, column, sign in ((1, 0, 1), (3, 2, -1)):
        these = turn == way
        out[these] = np.stack([boxes[these, column] + sign * 0.25 * sizes[these], boxes[these, 1]], 1)
    return out


# --- lines and colours --------------------------------------------------------------------------------------


def deskewed(image: Image) -> Image:
    """The image turned so that its ruling lines, or else its lines of text, lie level."""
    import cv2

    angle = _skew(image)
    if abs(angle) < 0.05:
        return image
    height, width = image.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    level = cv2.warpAffine(image, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255))
    return np.asarray(level, np.uint8)


def _skew(image: Image) -> float:
    import cv2

    gray = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    edges = _level_edges(gray)
    if cv2.countNonZero(edges) > MAX_EDGES:
        # the search for lines takes minutes on a photograph
        return _skew_of_text(gray)
    least = max(image.shape[1] // 8, 60)
    found = cv2.HoughLinesP(edges, 1, np.pi / 1800, threshold=200, minLineLength=least, maxLineGap=6)
    if found is None:
        return _skew_of_text(gray)
    ends = np.asarray(found, np.float64).reshape(-1, 4)
    angles = np.degrees(np.arctan2(ends[:, 3] - ends[:, 1], ends[:, 2] - ends[:, 0]))
    level = np.abs(angles) < MAX_SKEW
    if level.sum() < 3:
        return _skew_of_text(gray)
    return float(np.median(angles[level]))


def _level_edges(gray: Any) -> Any:
    """Edges that run nearly level: the search for lines costs as much as there are edges."""
    import cv2

    across, down = cv2.Sobel(gray, cv2.CV_16S, 1, 0), cv2.Sobel(gray, cv2.CV_16S, 0, 1)
    edges = cv2.Canny(gray, 60, 180)
    edges[6 * np.abs(across.astype(np.int32)) > np.abs(down.astype(np.int32))] = 0
    return edges


def _skew_of_text(gray: Any) -> float:
    """The angle at which the rows of a smaller copy differ most in blackness."""
    import cv2

    small = cv2.resize(gray, None, fx=0.4, fy=0.4, interpolation=cv2.INTER_AREA)
    dark = (small < 140).astype(np.float32)
    if dark.sum() < 50:
        return 0.0
    height, width = dark.shape

    def contrast(angle: float) -> float:
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
        return float(np.var(cv2.warpAffine(dark, turn, (width, height)).sum(1)))

    angles = np.arange(-MAX_TEXT_SKEW, MAX_TEXT_SKEW + 0.01, 0.25).tolist()
    level, contrasts = contrast(0.0), [contrast(angle) for angle in angles]
    best = int(np.argmax(contrasts))
    # rows of text stand out at one angle; on a photograph the contrast rises to the end of the range
    inside = 0 < best < len(angles) - 1
    return angles[best] if inside and contrasts[best] > SKEW_GAIN * level else 0.0


def ruling_lines(image: Image, dpi: float = DPI) -> tuple[Floats, Floats]:
    """Horizontal and vertical lines (position, start, end) in pixels; filled boxes give their borders."""
    import cv2

    gray = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    length = max(round(MIN_LINE_POINTS * dpi / 72), 12)
    around = cv2.adaptiveThreshold(gray, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 12)
    thick = THICK_POINTS * dpi / 72 + 3
    out = []
    for level in (True, False):
        size, bridge = ((length, 1), (9, 3)) if level else ((1, length), (3, 9))
        lines = cv2.morphologyEx(around, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, size))
        lines = cv2.dilate(lines, cv2.getStructuringElement(cv2.MORPH_RECT, bridge))
        out.append(level_edges(lines if level else np.ascontiguousarray(lines.T), thick))
    return out[0], out[1]


def level_edges(mask: Any, thick: float) -> Floats:
    """The middles of level shapes, without what bridging gaps added to their ends."""
    import cv2

    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    x, y, w, h, _ = np.asarray(stats, np.float64).T
    edges = np.stack([y + h / 2, x + 4, x + w - 4], 1)
    deep = 1 + np.flatnonzero((h[1:] > thick) & (w[1:] > h[1:]))[:MAX_DEEP]
    found = [_edge_in(labels, k, stats[k], thick) for k in deep.tolist()]
    inside = np.array([edge for edge in found if edge is not None]).reshape(-1, 3)
    return np.concatenate([edges[1:][h[1:] <= thick], inside])


def _edge_in(labels: Any, number: int, stats: Any, thick: float) -> tuple[float, float, float] | None:
    """The rule in a shape that is too deep for one, where most of its length is as thin as a rule.

    The dark ground of a cell is joined to the rule that runs past it.
    """
    x, y, w, h, _ = (int(v) for v in stats)
    filled = np.count_nonzero(labels[y : y + h, x : x + w] == number, axis=1)
    rows = np.flatnonzero(filled > 0.5 * w)
    if not len(rows) or np.ptp(rows) >= thick:
        return None
    return y + float(rows.mean()) + 0.5, x + 4.0, x + w - 4.0


def _fills(image: Image, horizontal: Floats, vertical: Floats) -> tuple[Floats, Ints]:
    """The ground colour of every box between the lines, where it is not paper."""
    from extractor.reading.pdf.rules import cells_between, joined

    level, upright = joined(horizontal), joined(vertical)
    if len(level) < 2 or len(upright) < 2:
        return np.zeros((0, 4)), np.zeros(0, np.int64)
    boxes = cells_between(level, upright)
    kept, colors = [], []
    for box in boxes:
        x0, y0, x1, y1 = (round(v) for v in box)
        area = image[y0 + 3 : y1 - 2, x0 + 3 : x1 - 2].reshape(-1, 3)
        if len(area) < 20:
            continue
        r, g, b = (int(v) for v in np.median(area, axis=0))
        if min(r, g, b) < 235:
            kept.append(box)
            colors.append(r << 16 | g << 8 | b)
    return np.array(kept).reshape(-1, 4), np.array(colors, np.int64)
