"""From a raw page to its text: tables apart, columns in order, lines joined to passages."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass

import numpy as np

from extractor.model import BBox, PageStatus
from extractor.reading.pdf.borderless import SEGMENT_GAP as PIECE_GAP
from extractor.reading.pdf.borderless import Found, Hints, Piece, Row, find_tables
from extractor.reading.pdf.drafts import (
    NEW_BLOCK,
    NEW_CELL,
    NEW_ROW,
    CellDraft,
    GridDraft,
    PageDraft,
    PageText,
    PassageDraft,
    finish_page,
)
from extractor.reading.pdf.raw import Bools, Chars, Floats, Ints, RawPage
from extractor.reading.pdf.rules import (
    Lattice,
    cell_of,
    compacted,
    find_lattices,
    inside,
    joined,
    with_turned_text,
)
from extractor.reading.pdf.words import RAISED, WORD_GAP, Words, join_words, middles, visible

MARKER = re.compile(
    r"(?:[•●▪■◦○–—·\-\*➢✓‣\uf0b7\uf0a7\uf0d8\u2022]|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)]|\d{1,3}(?:\.\d{1,3}){1,4}\.?)$"
)
_ORDINALS = {"st", "nd", "rd", "th"}
_IS_FIGURE_MARK = np.zeros(0x2100, np.bool_)
_IS_FIGURE_MARK[[ord(c) for c in ".,%£€$()-–+<>*:/"]] = True
SEGMENT_GAP = 1.5
NO_GRID, WEAK = -1, -2
EDGE = 0.12


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


def lay_out(raw: RawPage, status: PageStatus = "ok", base: int = 0) -> PageDraft:
    """The page's text, passages and tables; the page begins at character `base` of the document."""
    chars = visible(raw)
    x, y = middles(chars)
    horizontal, vertical = joined(raw.paths.horizontal), joined(raw.paths.vertical)
    lattices, doubts = find_lattices(horizontal, vertical, x, y)
    lattices, cell, offsets, weak = _cells(lattices, chars, x, y)
    words = join_words(chars, cell)
    segments = segments_of(words, np.flatnonzero(words.cell < 0))
    regions = [_region(lattice, vertical) for lattice in weak]
    for s in segments:
        if any(_holds(box, s) for box in regions):
            s.grid = WEAK
    anchors = [_anchor(lattice.bbox, k) for k, lattice in enumerate(lattices)]
    runs = reading_order(segments + anchors, raw.width)
    hints = Hints(horizontal[horizontal[:, 2] - horizontal[:, 1] > 15], vertical, weak)
    for run in runs:
        _find_unruled(run, words, hints, lattices, offsets)
    for lattice in weak:
        _reinstate(lattice, runs, words, lattices, offsets)
    text = PageText(words)
    contents = _cell_words(words)
    drafts: list[PassageDraft | GridDraft] = []
    for run in runs:
        for item in _paragraphs(run, words, raw.height):
            if isinstance(item, Segment):
                k = item.grid
                drafts.append(write_grid(text, lattices[k], contents, offsets[k], _fills(raw, lattices[k])))
            else:
                drafts.append(write_passage(text, item))
    page = finish_page(text, drafts, raw.number, raw.width, raw.height, status, base)
    page.doubts = (*raw.doubts, *doubts)
    page.n_chars, page.raw_chars, page.unmapped = len(chars), raw.n_seen, raw.n_unmapped
    page.n_images = len(raw.images)
    page.image_share = _image_share(raw)
    return page


def fast_pass(raw: RawPage) -> tuple[Words, list[Lattice]]:
    """Only words, and ruled tables with the words of their cells: what a page costs before its layout."""
    chars = visible(raw)
    x, y = middles(chars)
    lattices, _ = find_lattices(joined(raw.paths.horizontal), joined(raw.paths.vertical), x, y)
    lattices, cell, _, _ = _cells(lattices, chars, x, y)
    words = join_words(chars, cell)
    _cell_words(words)
    return words, lattices


def _region(lattice: Lattice, vertical: Floats) -> BBox:
    """The box of a table drawn in part, as far down as its upright rules run."""
    x0, top, x1, bottom = lattice.bbox
    own = (vertical[:, 0] > x0 - 3) & (vertical[:, 0] < x1 + 3) & (vertical[:, 1] < bottom + 3)
    return x0, top, x1, max(bottom, float(vertical[own, 2].max(initial=bottom)))


def _holds(box: BBox, s: Segment) -> bool:
    x, y = (s.x0 + s.x1) / 2, (s.top + s.bottom) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


# --- tables without rules -----------------------------------------------------------------------------------


def _find_unruled(
    run: list[Segment], words: Words, hints: Hints, lattices: list[Lattice], offsets: list[int]
) -> None:
    """Replace the lines of tables without rules by anchors, and give their words to the new cells."""
    parts = Counter(s.row for s in run if s.grid < 0 and s.turn == 0)
    if sum(n >= 2 for n in parts.values()) < 2:
        return
    stretches: list[list[Segment]] = [[]]
    for s in sorted(run, key=lambda s: s.top):
        if s.grid >= 0:
            stretches.append([])
        elif s.turn == 0:
            stretches[-1].append(s)
    taken: set[int] = set()
    for stretch in stretches:
        for found in find_tables(table_rows(stretch, words), hints):
            offset = offsets[-1] + len(lattices[-1].boxes) if lattices else 0
            lattice = _lattice_of_found(found)
            for k, (*_, own) in enumerate(found.cells):
                words.cell[own] = offset + k
                taken.update(own)
            run.append(_anchor(lattice.bbox, len(lattices)))
            lattices.append(lattice)
            offsets.append(offset)
    if taken:
        run[:] = [s for s in run if s.grid >= 0 or s.words[0] not in taken]


def _reinstate(
    lattice: Lattice, runs: list[list[Segment]], words: Words, lattices: list[Lattice], offsets: list[int]
) -> None:
    """A table drawn in part in whose place no other was found stands as it is drawn."""
    x, y = (words.boxes[:, 0] + words.boxes[:, 2]) / 2, (words.boxes[:, 1] + words.boxes[:, 3]) / 2
    held = np.flatnonzero(inside(lattice.bbox, x, y))
    if lattice.n_rows < 2 or not len(held) or (words.cell[held] >= 0).any():
        return
    cell = cell_of(lattice, x[held], y[held])
    offset = offsets[-1] + len(lattices[-1].boxes) if lattices else 0
    words.cell[held[cell >= 0]] = offset + cell[cell >= 0]
    own = set(held[cell >= 0].tolist())
    most = max(runs, key=lambda run: sum(s.words[0] in own for s in run if s.grid < 0))
    most.append(_anchor(lattice.bbox, len(lattices)))
    for run in runs:
        for s in run:
            s.words = [w for w in s.words if w not in own]
        run[:] = [s for s in run if s.grid >= 0 or s.words]
    lattices.append(lattice)
    offsets.append(offset)


def table_rows(segments: list[Segment], words: Words) -> list[Row]:
    """Printed rows with their pieces, from the top."""
    by_row: dict[int, list[int]] = {}
    for s in segments:
        by_row.setdefault(s.row, []).extend(s.words)
    starts, bases = words.lines[:, 0].tolist(), words.lines[:, 2].tolist()
    all_boxes, all_sizes, bold = words.boxes.tolist(), words.sizes.tolist(), words.bold.tolist()
    rows = []
    for numbers in by_row.values():
        numbers.sort(key=starts.__getitem__)
        boxes = [all_boxes[w] for w in numbers]
        size = max([all_sizes[w] for w in numbers])
        cuts = [k for k in range(1, len(boxes)) if boxes[k][0] - boxes[k - 1][2] > PIECE_GAP * size]
        ends = [0, *cuts, len(numbers)]
        pieces = [_piece(numbers[a:b], boxes[a:b], size, words) for a, b in itertools.pairwise(ends)]
        top, bottom = min([b[1] for b in boxes]), max([b[3] for b in boxes])
        rows.append(Row(top, bottom, bases[numbers[0]], size, all(bold[w] for w in numbers), pieces))
    return sorted(rows, key=lambda r: r.base)


def _piece(numbers: list[int], boxes: list[list[float]], size: float, words: Words) -> Piece:
    texts = [words.texts[w] for w in numbers]
    piece = Piece(boxes[0][0], max([b[2] for b in boxes]), numbers, " ".join(texts))
    for k, (a, b) in enumerate(itertools.pairwise(boxes)):
        if b[0] - a[2] > 0.4 * size:
            piece.gaps.append((a[2], b[0], k + 1, len(" ".join(texts[: k + 1]))))
    return piece


def _lattice_of_found(found: Found) -> Lattice:
    xs, ys = np.array(found.xs), np.array(found.ys)
    spans = np.array([cell[:4] for cell in found.cells], np.int64)[:, [0, 1, 2, 3]]
    boxes = np.stack(
        [xs[spans[:, 1]], ys[spans[:, 0]], xs[spans[:, 1] + spans[:, 3]], ys[spans[:, 0] + spans[:, 2]]], 1
    )
    return Lattice(boxes, spans, xs, ys, found.found_by, found.confidence)


def _image_share(raw: RawPage) -> float:
    """How much of the page pictures cover (overlaps counted twice, at most 1)."""
    if not len(raw.images):
        return 0.0
    wide = np.minimum(raw.images[:, 2], raw.width) - np.maximum(raw.images[:, 0], 0)
    high = np.minimum(raw.images[:, 3], raw.height) - np.maximum(raw.images[:, 1], 0)
    area = float((wide.clip(0) * high.clip(0)).sum())
    return min(1.0, area / max(raw.width * raw.height, 1.0))


def _anchor(box: BBox, k: int) -> Segment:
    return Segment(*box, base=box[1], size=0.0, bold=False, words=[], grid=k)


def _cells(
    lattices: list[Lattice], chars: Chars, x: Floats, y: Floats
) -> tuple[list[Lattice], Ints, list[int], list[Lattice]]:
    """Tables drawn in full, the cell that holds each character, first cells, and half-drawn ones.

    Lattices without any text are drawings, not tables.
    """
    cell = np.full(len(chars), -1)
    kept: list[Lattice] = []
    offsets: list[int] = []
    weak: list[Lattice] = []
    n = 0
    for lattice in lattices:
        if lattice.n_cols < 2:
            # a column of boxes is a frame around prose, a tile or a list: its text is read as text
            continue
        near = np.flatnonzero(inside(lattice.bbox, x, y) & (cell < 0))
        found = cell_of(lattice, x[near], y[near])
        filled = np.bincount(found[found >= 0], minlength=len(lattice.boxes)) > 0
        if not filled.any() or _is_drawing(lattice, filled):
            continue
        if _half_drawn(lattice, found, chars, near) or _open_below(lattice, chars, x, y, cell):
            weak.append(lattice)
            continue
        turned = near[(chars.turn[near] % 4 != 0) & (chars.turn[near] < 4)]
        if len(turned):
            lattice = with_turned_text(lattice, cell_of(lattice, x[turned], y[turned]), chars.runs[turned])
            found = cell_of(lattice, x[near], y[near])
            filled = np.bincount(found[found >= 0], minlength=len(lattice.boxes)) > 0
        if (smaller := compacted(lattice, filled)) is not None:
            lattice = smaller
            found = cell_of(lattice, x[near], y[near])
        cell[near] = np.where(found >= 0, found + n, -1)
        kept.append(lattice)
        offsets.append(n)
        n += len(lattice.boxes)
    return kept, cell, offsets, weak


def _is_drawing(lattice: Lattice, filled: Bools) -> bool:
    """The grid of a chart: hardly any text, and none in the first row or none in the first column."""
    if filled.sum() > 0.34 * len(filled):
        return False
    head = filled[lattice.spans[:, 0] == 0].any()
    stub = filled[lattice.spans[:, 1] == 0].any()
    return not (head and stub) and (filled.sum() < 4 or not head)


def _half_drawn(lattice: Lattice, found: Ints, chars: Chars, near: Ints) -> bool:
    """Rules or shades that are only part of a table: one row, or cells with rows or columns inside."""
    held = found >= 0
    if lattice.n_rows < 2 or held.mean() < 0.75:
        return True
    own, cell = near[held], found[held]
    return _columns_inside(lattice, chars, own, cell) or _rows_inside(lattice, chars, own, cell)


def _columns_inside(lattice: Lattice, chars: Chars, own: Ints, cell: Ints) -> bool:
    """Whether lines of text in cells of the same width are cut by wide gaps at the same places."""
    level = chars.turn[own] == 0
    own = own[level]
    if len(own) < 12:
        return False
    group = (lattice.spans[:, 1] * 1000 + lattice.spans[:, 3])[cell[level]]
    line = np.round(chars.origins[own, 1] / 2).astype(np.int64)
    x0 = chars.boxes[own, 0]
    order = np.lexsort((x0, line, group))
    own, group, line, x0 = own[order], group[order], line[order], x0[order]
    gap = x0[1:] - chars.boxes[own[:-1], 2] > 1.2 * chars.sizes[own[1:]]
    gap &= (line[1:] == line[:-1]) & (group[1:] == group[:-1])
    at = np.flatnonzero(gap) + 1
    if len(at) < 4:
        return False
    return any(
        _aligned(line[at[group[at] == g]], x0[at[group[at] == g]], float(chars.sizes[own].mean()))
        for g in np.unique(group[at])
    )


def _aligned(line: Ints, starts: Floats, size: float) -> bool:
    """Whether at least two lines have two gaps or more, and the gaps of one line are met by others."""
    lines, times = np.unique(line, return_counts=True)
    many = lines[times >= 2]
    if len(starts) < 4 or len(many) < 2:
        return False
    ends = starts[np.isin(line, many)]
    apart = np.abs(ends[:, None] - ends) + np.eye(len(ends)) * 1e9
    return bool((apart.min(1) < size).mean() > 0.6)


def _rows_inside(lattice: Lattice, chars: Chars, own: Ints, cell: Ints) -> bool:
    """Whether one drawn row holds several printed rows of figures in two columns or more."""
    codes = chars.codes[own]
    digit = (codes >= ord("0")) & (codes <= ord("9"))
    figure = digit | _IS_FIGURE_MARK[np.minimum(codes, len(_IS_FIGURE_MARK) - 1)]
    n = len(lattice.boxes)
    total, figures = np.bincount(cell, minlength=n), np.bincount(cell, figure, n)
    likely = (total >= 3) & (figures >= 0.9 * np.maximum(total, 1)) & (np.bincount(cell, digit, n) >= 3)
    row = np.round(chars.origins[own, 1]).astype(np.int64)
    keys = np.unique((cell * 100_000 + row)[digit & likely[cell]])
    several = np.flatnonzero(np.bincount(keys // 100_000, minlength=n) >= 3)
    columns: Counter[int] = Counter()
    for k in several.tolist():
        if np.diff(keys[keys // 100_000 == k]).min() > 4:
            columns[int(lattice.spans[k, 0])] += 1
    return any(n >= 2 for n in columns.values())


def _open_below(lattice: Lattice, chars: Chars, x: Floats, y: Floats, cell: Ints) -> bool:
    """Whether text below the last rule goes on in the columns: the drawn part is only the head."""
    if lattice.n_rows > 3 or lattice.n_cols < 3:
        return False
    x0, _, x1, bottom = lattice.bbox
    size = float(np.median(chars.sizes))
    below = np.flatnonzero((y > bottom) & (y < bottom + 1.6 * size) & (x > x0) & (x < x1) & (cell < 0))
    columns = np.unique(np.searchsorted(lattice.xs, x[below]))
    return len(columns) >= max(3, 0.6 * lattice.n_cols)


def segments_of(words: Words, index: Ints) -> list[Segment]:
    """Words of these numbers as segments, row by row, each reading direction by itself."""
    out: list[Segment] = []
    for turn in (0, 1, 2, 3, 4):
        own = index[words.turn[index] == turn]
        if len(own):
            out += _segments(words, own, turn)
    return out


def _segments(words: Words, index: Ints, turn: int) -> list[Segment]:
    base, size = words.lines[index, 2], words.sizes[index]
    by_base = np.argsort(base, kind="stable")
    step = np.diff(base[by_base])
    new_row = step > 0.3 * np.minimum(size[by_base][1:], size[by_base][:-1]).clip(2)
    row = np.empty(len(index), np.int64)
    row[by_base] = np.r_[0, np.cumsum(new_row)]
    order = np.lexsort((words.lines[index, 0], row))
    index, row, size = index[order], row[order], size[order]
    gap = words.lines[index[1:], 0] - words.lines[index[:-1], 1]
    wide = gap > SEGMENT_GAP * np.maximum(size[1:], size[:-1])
    heads = np.flatnonzero(np.r_[True, (np.diff(row) != 0) | wide])
    boxes = words.boxes[index]
    x0, top = np.minimum.reduceat(boxes[:, 0], heads), np.minimum.reduceat(boxes[:, 1], heads)
    x1, bottom = np.maximum.reduceat(boxes[:, 2], heads), np.maximum.reduceat(boxes[:, 3], heads)
    bold = np.minimum.reduceat(words.bold[index].astype(np.int64), heads) > 0
    largest = np.maximum.reduceat(size, heads)
    numbers = index.tolist()
    ends = [*heads[1:].tolist(), len(index)]
    bases = words.lines[index[heads], 2].tolist()
    places = np.stack([x0, top, x1, bottom], 1).tolist()
    styles = zip(largest.tolist(), bold.tolist(), row[heads].tolist(), strict=True)
    starts = heads.tolist()
    return [
        Segment(p[0], p[1], p[2], p[3], bases[k], s, b, numbers[starts[k] : ends[k]], r, turn)
        for k, (p, (s, b, r)) in enumerate(zip(places, styles, strict=True))
    ]


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


# --- passages -------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Line:
    segments: list[Segment]
    x0: float
    x1: float
    top: float
    bottom: float
    base: float
    size: float
    bold: bool
    marker: str
    text_x: float
    ends_sentence: bool


def _lines(run: list[Segment], words: Words, height: float) -> list[_Line | Segment]:
    """Segments of one run joined to printed lines; tables stay between them."""
    out: list[_Line | Segment] = []
    rows: list[list[Segment]] = []
    for s in sorted(run, key=lambda s: (s.base if s.grid < 0 else s.top, s.x0)):
        if s.grid >= 0:
            rows.append([s])
        elif rows and _same_row(rows[-1][-1], s, height):
            rows[-1].append(s)
        else:
            rows.append([s])
    for row in rows:
        out.append(row[0] if row[0].grid >= 0 else _line(row, words))
    return out


def _same_row(a: Segment, b: Segment, height: float) -> bool:
    """One printed line; in the page's margins, what stands far apart is header left and header right."""
    if a.grid >= 0 or a.row != b.row or a.turn != b.turn:
        return False
    margin = b.bottom < EDGE * height or b.top > (1 - EDGE) * height
    return not (margin and b.x0 - a.x1 > 6 * max(a.size, b.size))


def _line(row: list[Segment], words: Words) -> _Line:
    row.sort(key=lambda s: words.lines[s.words[0], 0])
    first = row[0]
    head = words.texts[first.words[0]]
    marker, text_x = "", first.x0
    numbers = [w for s in row for w in s.words]
    if len(numbers) > 1 and MARKER.match(head) and words.script[numbers[0]] != RAISED:
        gap = words.lines[numbers[1], 0] - words.lines[numbers[0], 1]
        if not head[0].isalnum() or gap > 0.5 * first.size or head[-1] in ".)" or "." in head:
            marker, text_x = head, float(words.boxes[numbers[1], 0])
    return _Line(
        row, first.x0, max(s.x1 for s in row), min(s.top for s in row), max(s.bottom for s in row),
        first.base, max(s.size for s in row), all(s.bold for s in row), marker, text_x,
        words.texts[numbers[-1]][-1:] in ".:;?!",
    )  # fmt: skip


def _paragraphs(run: list[Segment], words: Words, height: float) -> list[list[_Line] | Segment]:
    out: list[list[_Line] | Segment] = []
    lines = _lines(run, words, height)
    right = max((x.x1 for x in lines if isinstance(x, _Line)), default=0.0)
    open_lines: list[_Line] = []
    for line in lines:
        if isinstance(line, Segment):
            if open_lines:
                out.append(open_lines)
            out.append(line)
            open_lines = []
        elif open_lines and _goes_on(open_lines, line, right):
            open_lines.append(line)
        else:
            if open_lines:
                out.append(open_lines)
            open_lines = [line]
    if open_lines:
        out.append(open_lines)
    return out


def _goes_on(paragraph: list[_Line], line: _Line, right: float) -> bool:
    """Whether a line belongs to the passage before it."""
    last = paragraph[-1]
    size = max(last.size, 1.0)
    if line.marker and not _wrapped_number(paragraph, line, right):
        return False
    if line.bold != last.bold or not 0.88 < line.size / size < 1.14:
        return False
    leading = line.base - last.base
    usual = paragraph[1].base - paragraph[0].base if len(paragraph) > 1 else 1.55 * size
    if leading > max(1.25 * usual if len(paragraph) > 1 else usual, 1.15 * size) + 0.5:
        return False
    text_x = paragraph[0].text_x
    if line.x0 > max(text_x, last.x0) + 1.5 * size:
        return False
    room = right - last.x1
    return not (last.ends_sentence and room > 0.2 * (right - last.x0) and room > 4 * size)


def _wrapped_number(paragraph: list[_Line], line: _Line, right: float) -> bool:
    """A number that begins a line only because the sentence was wrapped there is no marker."""
    last = paragraph[-1]
    if not line.marker[:1].isdigit() or last.ends_sentence:
        return False
    flush = abs(line.x0 - last.text_x) < 2
    if len(paragraph) > 1 or not paragraph[0].marker[:1].isdigit():
        flush = flush or abs(line.x0 - last.x0) < 2
    return flush and right - last.x1 < (line.text_x - line.x0) + 2 * line.size


def write_passage(text: PageText, lines: list[_Line]) -> PassageDraft:
    """Append a passage's words to the page; words cut by a hyphen at a line end are made whole."""
    first = len(text)
    for k, line in enumerate(lines):
        numbers = [w for s in line.segments for w in s.words]
        before = NEW_BLOCK if k == 0 else NEW_ROW
        if k and _cut(text.parts[-1], text.words.texts[numbers[0]]):
            text.mend()
            before = ""
        _write_words(text, numbers, before)
    head = lines[0]
    box = (
        min(s.x0 for x in lines for s in x.segments), min(x.top for x in lines),
        max(x.x1 for x in lines), max(x.bottom for x in lines),
    )  # fmt: skip
    return PassageDraft(
        first, len(text), box, round(head.size, 2), all(x.bold for x in lines), head.marker,
        "list_item" if head.marker else "paragraph", head.x0, len(lines),
    )  # fmt: skip


def _cut(last: str, following: str) -> bool:
    return len(last) > 2 and last[-1] in "-\u00ad" and last[-2].islower() and following[:1].islower()


def _write_words(text: PageText, numbers: list[int], before: str) -> None:
    words = text.words
    text.add(numbers[0], before)
    for a, b in itertools.pairwise(numbers):
        glued = not words.after_space[b] and _touch(words, a, b)
        text.add(b, "" if glued else " ")


def _touch(words: Words, a: int, b: int) -> bool:
    gap = words.lines[b, 0] - words.lines[a, 1]
    return bool(gap < WORD_GAP * max(words.sizes[a], words.sizes[b]))


# --- tables -----------------------------------------------------------------------------------------------


def _cell_words(words: Words) -> dict[int, list[tuple[int, bool, bool]]]:
    """For every cell its words in reading order: (word, begins a row, touches the one before)."""
    index = np.flatnonzero(words.cell >= 0)
    if not len(index):
        return {}
    cell, turn = words.cell[index], words.turn[index]
    order = np.lexsort((words.lines[index, 2], turn, cell))
    index = index[order]
    cell, turn, base, size = cell[order], turn[order], words.lines[index, 2], words.sizes[index]
    step = base[1:] - base[:-1] > 0.3 * np.minimum(size[1:], size[:-1]).clip(2)
    row = np.r_[0, np.cumsum((np.diff(cell) != 0) | (np.diff(turn) != 0) | step)]
    order = np.lexsort((words.lines[index, 0], row))
    index, row, cell = index[order], row[order], cell[order]
    begins = np.r_[True, np.diff(row) != 0]
    gap = np.r_[0.0, words.lines[index[1:], 0] - words.lines[index[:-1], 1]]
    largest = np.r_[0.0, np.maximum(words.sizes[index[1:]], words.sizes[index[:-1]])]
    touches = (gap < WORD_GAP * largest) & ~words.after_space[index] & ~begins
    out: dict[int, list[tuple[int, bool, bool]]] = {}
    for c, w, b, t in zip(cell.tolist(), index.tolist(), begins.tolist(), touches.tolist(), strict=True):
        out.setdefault(c, []).append((w, b, t))
    return out


def write_grid(
    text: PageText,
    lattice: Lattice,
    contents: dict[int, list[tuple[int, bool, bool]]],
    offset: int,
    fills: list[str | None],
) -> GridDraft:
    """Append a table's words to the page, cell by cell and row by row."""
    cells: list[CellDraft] = []
    row_before = -1
    bold, level = text.words.bold.tolist(), (text.words.turn == 0).tolist()
    colors = text.words.colors.tolist()
    order = text.order
    for k, (span, box) in enumerate(zip(lattice.spans.tolist(), lattice.boxes.tolist(), strict=True)):
        row, col, rows, cols = span
        separator = NEW_BLOCK if row_before < 0 else NEW_ROW if row != row_before else NEW_CELL
        first = len(order)
        content = contents.get(offset + k)
        marks = _write_cell(text, content, separator) if content else ()
        last = len(order)
        if last > first:
            row_before = row
        own = order[first:last]
        cells.append(
            CellDraft(
                first, last, row, col, rows, cols, (box[0], box[1], box[2], box[3]), fills[k],
                _color(colors[own[0]]) if own else None, bool(own) and all(bold[w] for w in own),
                bool(own) and not any(level[w] for w in own), marks,
            )
        )  # fmt: skip
    return GridDraft(
        lattice.n_rows, lattice.n_cols, cells, lattice.bbox, lattice.found_by, lattice.confidence
    )


def _write_cell(text: PageText, content: list[tuple[int, bool, bool]], before: str) -> tuple[str, ...]:
    marks: list[str] = []
    first = len(text)
    for word, begins, touches in content:
        printed = text.words.texts[word]
        if text.words.script[word] == RAISED and printed.lower() not in _ORDINALS:
            marks.append(printed)
            continue
        if len(text) == first:
            separator = before
        elif begins:
            separator = NEW_ROW
            if _cut(text.parts[-1], printed):
                text.mend()
                separator = ""
        else:
            separator = "" if touches else " "
        text.add(word, separator)
    return tuple(marks)


def _color(value: int) -> str | None:
    dark = max(value >> 16 & 255, value >> 8 & 255, value & 255) < 60
    return None if dark else f"#{value:06x}"


def _fills(raw: RawPage, lattice: Lattice) -> list[str | None]:
    """Colour of the last box painted under each cell; white is none."""
    fills = raw.paths.fills
    if not len(fills):
        return [None] * len(lattice.boxes)
    x0, top, x1, bottom = (lattice.boxes[:, k, None] for k in range(4))
    wide = np.minimum(x1, fills[:, 2]) - np.maximum(x0, fills[:, 0])
    high = np.minimum(bottom, fills[:, 3]) - np.maximum(top, fills[:, 1])
    area: Floats = wide.clip(0) * high.clip(0)
    covers = area > 0.5 * (x1 - x0) * (bottom - top)
    last = covers.shape[1] - 1 - covers[:, ::-1].argmax(1)
    colors = np.where(covers.any(1), raw.paths.fill_colors[last], 0xFFFFFF)
    return [
        None if c >= 0xFAFAFA and (c & 255) > 0xF9 and (c >> 8 & 255) > 0xF9 else f"#{c:06x}"
        for c in colors.tolist()
    ]
