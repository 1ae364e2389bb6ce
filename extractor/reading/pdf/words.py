"""Characters joined to words and words to rows, as arrays.

Words come from the gaps between glyphs (a fifth of the size), not from printed spaces alone: spaces
are lost by some writers and doubled by others.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from extractor.reading.pdf.arrays import changes, some, where
from extractor.reading.pdf.raw import Bools, Chars, Floats, Ints, RawPage

WORD_GAP = 0.2
FAKE_BOLD = 0.15
MAX_FAR_MARKS = 80
MAX_PAIRS = 1_000_000
SMALL = 0.8
PLAIN, RAISED, LOWERED = 0, 1, 2
ORDINALS = {"st", "nd", "rd", "th"}
"""Raised letters that belong to their figure."""
LIGATURES = {
    "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st",
    "\ufb06": "st", "\u00ad": "-",
}  # fmt: skip
_FOLD = str.maketrans(LIGATURES)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a page in painting order.

    `boxes` are as shown; `lines` (n, 3) are start and end along the reading direction and the baseline
    across it, so that turned text can be sorted like any other.  `cell` is the number of the table
    cell that holds the word (-1: none).  `script` tells raised and lowered marks.
    """

    texts: list[str]
    boxes: Floats
    lines: Floats
    sizes: Floats
    turn: Ints
    bold: Bools
    colors: Ints
    cell: Ints
    script: Ints
    after_space: Bools

    def __len__(self) -> int:
        return len(self.texts)


def visible(page: RawPage) -> Chars:
    """The page's characters without those printed in the colour of their ground, and doubles removed."""
    chars = page.chars
    if len(chars) and chars.colors.max() >= _PALEST_DARK:
        pale = _pale(chars.colors)
        if some(pale):
            chars = chars.take(~pale | _on_dark_ground(chars, page, pale))
    return _without_doubles(chars)


_PALEST_DARK = 0xFAFAFA


def _pale(colors: Ints) -> Bools:
    found: Bools = ((colors >> 16 & 255) > 249) & ((colors >> 8 & 255) > 249) & ((colors & 255) > 249)
    return found


def _on_dark_ground(chars: Chars, page: RawPage, pale: Bools) -> Bools:
    """Which pale characters stand on a picture, or on a box whose last paint is dark."""
    shown = np.zeros(len(chars), np.bool_)
    index = where(pale)
    x = (chars.boxes[index, 0] + chars.boxes[index, 2]) / 2
    y = (chars.boxes[index, 1] + chars.boxes[index, 3]) / 2
    dark = ~_pale(page.paths.fill_colors)
    ground = np.zeros(len(index), np.bool_)
    step = max(1, MAX_PAIRS // max(len(index), 1))
    for a in range(0, len(dark), step):
        over = _over(page.paths.fills[a : a + step], x, y)
        last = over.shape[1] - 1 - over[:, ::-1].argmax(1)
        ground = np.where(over.any(1), dark[a : a + step][last], ground)
    if len(page.images):
        ground |= _over(page.images, x, y).any(1)
    shown[index] = ground
    return shown


def _over(boxes: Floats, x: Floats, y: Floats) -> Bools:
    """(points, boxes): which boxes hold each point."""
    x0, top, x1, bottom = boxes.T
    x, y = x[:, None], y[:, None]
    held: Bools = (x >= x0) & (x <= x1) & (y >= top) & (y <= bottom)
    return held


def _without_doubles(chars: Chars) -> Chars:
    """Fake bold prints a glyph twice, a little apart."""
    n = len(chars)
    if n < 2:
        return chars
    x, y = chars.boxes[:, 0], chars.boxes[:, 1]
    # one whole number a character sorts faster than three keys: code, line, place along it
    place = (_on_paper(x) * 32).astype(np.int64) + (1 << 18)
    line = np.rint(_on_paper(y)).astype(np.int64) + (1 << 13)
    order = np.argsort(chars.codes << 40 | line << 20 | place, kind="stable")
    # few neighbours in this order stand close enough to be looked at
    along = x.take(order)
    close = np.abs(along[1:] - along[:-1]) < FAKE_BOLD * chars.sizes.max()
    close &= ~changes(chars.codes.take(order))[1:]
    at = where(close)
    a, b = order[at], order[at + 1]
    near = FAKE_BOLD * chars.sizes[a]
    wide = chars.boxes[a, 2] - chars.boxes[a, 0]
    same = (
        (np.abs(x[a] - x[b]) < np.minimum(near, 0.6 * wide + 0.01))
        & (np.abs(y[a] - y[b]) < near) & (chars.turn[a] == chars.turn[b])
        # the letters of one ligature stand in one box
        & ((chars.runs[a] != chars.runs[b]) | (np.abs(a - b) > 3))
    )  # fmt: skip
    if not some(same):
        return chars
    keep = np.ones(n, np.bool_)
    keep[np.maximum(a[same], b[same])] = False
    return chars.take(keep)


def _on_paper(places: Floats) -> Floats:
    """Places no farther out than any page reaches."""
    return np.minimum(np.maximum(places, -4000), 12000)


def middles(chars: Chars) -> tuple[Floats, Floats]:
    """Where each character stands for the question which cell holds it: a little above its baseline."""
    x = (chars.boxes[:, 0] + chars.boxes[:, 2]) / 2
    rise = 0.3 * chars.sizes
    base_x, base_y = chars.origins[:, 0], chars.origins[:, 1]
    if not some(chars.turn):
        return x, base_y - rise
    y = (chars.boxes[:, 1] + chars.boxes[:, 3]) / 2
    y = np.where(chars.turn == 0, base_y - rise, np.where(chars.turn == 2, base_y + rise, y))
    x = np.where(chars.turn == 1, base_x + rise, np.where(chars.turn == 3, base_x - rise, x))
    return x, y


def along_line(boxes: Floats, origins: Floats, turn: Ints) -> Floats:
    """(n, 3): start, end and baseline of boxes in the direction that their text is read."""
    out = np.empty((len(boxes), 3))
    out[:, 0], out[:, 1], out[:, 2] = boxes[:, 0], boxes[:, 2], origins[:, 1]
    if not some(turn):
        return out
    ways = {
        1: (boxes[:, 1], boxes[:, 3], -origins[:, 0]),
        2: (-boxes[:, 2], -boxes[:, 0], -origins[:, 1]),
        3: (-boxes[:, 3], -boxes[:, 1], origins[:, 0]),
    }
    for way, (start, end, base) in ways.items():
        these = turn == way
        if some(these):
            out[these, 0], out[these, 1], out[these, 2] = start[these], end[these], base[these]
    return out


def join_words(chars: Chars, cell: Ints) -> Words:
    """Words from characters; a word never reaches over the border of a table cell."""
    n = len(chars)
    if not n:
        e, i, b = np.zeros(0), np.zeros(0, np.int64), np.zeros(0, np.bool_)
        return Words([], np.zeros((0, 4)), np.zeros((0, 3)), e, i, b, i, i, i, b)
    lines = along_line(chars.boxes, chars.origins, chars.turn)
    heads = where(_word_starts(chars, lines, cell))
    starts = heads.tolist()
    text = chars.codes.astype("<u4").tobytes().decode("utf-32-le", "replace")
    texts = [text[a:b] for a, b in zip(starts, [*starts[1:], n], strict=True)]
    if not text.isascii():
        texts = [t.translate(_FOLD) for t in texts]
    boxes = np.empty((len(heads), 4))
    for k, end in enumerate((np.minimum, np.minimum, np.maximum, np.maximum)):
        end.reduceat(chars.boxes[:, k], heads, out=boxes[:, k])
    word_lines = lines.take(heads, 0)
    np.maximum.reduceat(lines[:, 1], heads, out=word_lines[:, 1])
    words = Words(
        texts, boxes, word_lines, chars.sizes[heads], chars.turn[heads], chars.bold[heads],
        chars.colors[heads], cell[heads], np.zeros(len(heads), np.int64), chars.after_space[heads],
    )  # fmt: skip
    _mark_scripts(words)
    return words


def _word_starts(chars: Chars, lines: Floats, cell: Ints) -> Bools:
    """Which characters begin a word."""
    before, after = chars.sizes[:-1], chars.sizes[1:]
    size = np.maximum(after, before)
    gap = lines[1:, 0] - lines[:-1, 1]
    shift = np.abs(lines[1:, 2] - lines[:-1, 2])
    apart = (gap > WORD_GAP * size) | (gap < -0.6 * size) | (shift > 0.12 * size)
    if some(chars.turn):
        askew = (chars.turn[1:] == 4) & (chars.turn[:-1] == 4)
        step = np.hypot(*(chars.origins[1:] - chars.origins[:-1]).T)
        apart = np.where(askew, step > 1.2 * size, apart) | (chars.turn[1:] != chars.turn[:-1])
    apart |= chars.after_space[1:]
    apart |= cell[1:] != cell[:-1]
    apart |= size > 1.25 * np.minimum(after, before)
    starts = np.ones(len(chars), np.bool_)
    starts[1:] = apart
    return starts


def _mark_scripts(words: Words) -> None:
    """Small raised or lowered words beside a larger one take its baseline and are marked."""
    sizes, lines = words.sizes, words.lines
    if len(words) < 2 or sizes.min() >= SMALL * sizes.max():
        return
    for step in (1, -1):
        near = sizes[1:] < SMALL * sizes[:-1] if step == 1 else sizes[:-1] < SMALL * sizes[1:]
        mark = where(near) + (step == 1)
        host = mark - step
        gap = lines[mark, 0] - lines[host, 1] if step == 1 else lines[host, 0] - lines[mark, 1]
        rise = lines[host, 2] - lines[mark, 2]
        close = (words.turn[mark] == words.turn[host]) & (np.abs(gap) < 0.5 * sizes[host])
        close &= (words.script[mark] == PLAIN) & (words.cell[mark] == words.cell[host])
        up = close & (rise > 0.12 * sizes[host]) & (rise < 0.8 * sizes[host])
        down = close & (rise < -0.05 * sizes[host]) & (rise > -0.5 * sizes[host])
        words.script[mark[up]], words.script[mark[down]] = RAISED, LOWERED
        for these in (up, down):
            lines[mark[these], 2] = lines[host[these], 2]
    _mark_far_scripts(words)


def _mark_far_scripts(words: Words) -> None:
    """Raised marks that were painted away from the word they stand behind."""
    small = where((words.sizes < SMALL * words.sizes.max()) & (words.script == PLAIN) & (words.turn == 0))
    marks = np.array([k for k in small.tolist() if len(words.texts[k]) <= 3], np.int64)
    if not 0 < len(marks) <= MAX_FAR_MARKS:
        return
    sizes, lines = words.sizes, words.lines
    rise = lines[:, 2] - lines[marks, 2, None]
    near = (np.abs(lines[marks, 0, None] - lines[:, 1]) < 0.3 * sizes) & (words.turn == 0)
    near &= (rise > 0.15 * sizes) & (rise < 0.8 * sizes)
    near &= (SMALL * sizes > sizes[marks, None]) & (words.cell == words.cell[marks, None])
    found = near.any(1)
    words.script[marks[found]] = RAISED
    lines[marks[found], 2] = lines[near[found].argmax(1), 2]


def rows_of(words: Words, index: Ints) -> Ints:
    """Row number of each of these words of one direction: neighbours on one baseline share a row."""
    base, size = words.lines[index, 2], words.sizes[index]
    order = np.argsort(base, kind="stable")
    base, size = base[order], size[order]
    row = np.zeros(len(index), np.int64)
    row[order[1:]] = np.cumsum(base[1:] - base[:-1] > 0.3 * np.minimum(size[1:], size[:-1]).clip(2))
    return row
