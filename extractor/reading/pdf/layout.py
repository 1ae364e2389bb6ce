"""From a raw page to its text: tables apart, columns in order, lines joined to passages."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

import numpy as np

from extractor.model import BBox, PageStatus
from extractor.reading.pdf.arrays import some, where
from extractor.reading.pdf.arrows import with_arrows
from extractor.reading.pdf.borderless import Found, find_tables
from extractor.reading.pdf.drafts import GridDraft, PageDraft, PageText, PassageDraft, finish_page
from extractor.reading.pdf.grids import cell_words, fills_of, write_grid
from extractor.reading.pdf.hints import Hints
from extractor.reading.pdf.order import WEAK, Segment, anchor, reading_order, segments_of
from extractor.reading.pdf.passages import paragraphs, write_passage
from extractor.reading.pdf.pieces import Row, rows_from
from extractor.reading.pdf.raw import Floats, Ints, RawPage
from extractor.reading.pdf.ruled import Tables, ruled_tables
from extractor.reading.pdf.rules import Lattice, cell_of, find_lattices, inside, joined
from extractor.reading.pdf.words import Words, join_words, middles, visible


def lay_out(raw: RawPage, status: PageStatus = "ok", base: int = 0) -> PageDraft:
    """The page's text, passages and tables; the page begins at character `base` of the document."""
    horizontal, vertical = joined(raw.paths.horizontal), joined(raw.paths.vertical)
    words, n_chars, tables, weak, doubts = _ruled(raw, horizontal, vertical)
    segments = segments_of(words, where(words.cell < 0))
    _mark_weak(segments, [_region(lattice, vertical) for lattice in weak])
    anchors = [anchor(lattice.bbox, k) for k, lattice in enumerate(tables.lattices)]
    runs = reading_order(segments + anchors, raw.width)
    hints = Hints(horizontal[horizontal[:, 2] - horizontal[:, 1] > 15], vertical, weak)
    for run in runs:
        _find_unruled(run, words, hints, tables)
    for lattice in weak:
        _reinstate(lattice, runs, words, tables)
    text, drafts = _written(raw, runs, words, tables)
    page = finish_page(text, drafts, raw.number, raw.width, raw.height, status, base)
    page.doubts = (*raw.doubts, *doubts)
    page.n_chars, page.raw_chars, page.unmapped = n_chars, raw.n_seen, raw.n_unmapped
    page.n_images = len(raw.images)
    page.image_share = _image_share(raw)
    return page


def fast_pass(raw: RawPage) -> tuple[Words, list[Lattice]]:
    """Only words, and ruled tables with the words of their cells: what a page costs before its layout."""
    found = _ruled(raw, joined(raw.paths.horizontal), joined(raw.paths.vertical))
    cell_words(found.words, found.tables)
    return found.words, found.tables.lattices


class _Ruled(NamedTuple):
    """The words of a page, its tables drawn in full, those drawn in part, and what made this unsure."""

    words: Words
    n_chars: int
    tables: Tables
    weak: list[Lattice]
    doubts: tuple[str, ...]


def _ruled(raw: RawPage, horizontal: Floats, vertical: Floats) -> _Ruled:
    chars = visible(raw)
    x, y = middles(chars)
    lattices, doubts = find_lattices(horizontal, vertical, x, y)
    if raw.paths.arrows:
        chars = with_arrows(chars, raw.paths.arrows, lattices)
        x, y = middles(chars)
    tables, cell, weak = ruled_tables(lattices, chars, x, y)
    return _Ruled(join_words(chars, cell), len(chars), tables, weak, doubts)


def _written(
    raw: RawPage, runs: list[list[Segment]], words: Words, tables: Tables
) -> tuple[PageText, list[PassageDraft | GridDraft]]:
    """The words of all runs written one after the other, and what they make."""
    text = PageText(words)
    contents = cell_words(words, tables)
    drafts: list[PassageDraft | GridDraft] = []
    for run in runs:
        for item in paragraphs(run, text, raw.height):
            if isinstance(item, Segment):
                lattice = tables.lattices[item.grid]
                offset = tables.offsets[item.grid]
                drafts.append(write_grid(text, lattice, contents, offset, fills_of(raw, lattice), raw.number))
            else:
                drafts.append(write_passage(text, item))
    return text, drafts


def _mark_weak(segments: list[Segment], regions: list[BBox]) -> None:
    """Lines inside tables that are drawn in part are no prose."""
    for x0, top, x1, bottom in regions:
        for s in segments:
            if x0 <= (s.x0 + s.x1) / 2 <= x1 and top <= (s.top + s.bottom) / 2 <= bottom:
                s.grid = WEAK


def _region(lattice: Lattice, vertical: Floats) -> BBox:
    """The box of a table drawn in part, as far down as its upright rules run."""
    x0, top, x1, bottom = lattice.bbox
    own = (vertical[:, 0] > x0 - 3) & (vertical[:, 0] < x1 + 3) & (vertical[:, 1] < bottom + 3)
    return x0, top, x1, max(bottom, float(vertical[own, 2].max(initial=bottom)))


def _find_unruled(run: list[Segment], words: Words, hints: Hints, tables: Tables) -> None:
    """Replace the lines of tables without rules by anchors, and give their words to the new cells."""
    parts = Counter([s.row for s in run if s.grid < 0 and s.turn == 0])
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
        for found in find_tables(_table_rows(stretch, words), hints):
            lattice = _lattice_of_found(found)
            run.append(anchor(lattice.bbox, len(tables.lattices)))
            for k, (*_, own) in enumerate(found.cells, tables.add(lattice)):
                words.cell[own] = k
                taken.update(own)
    if taken:
        run[:] = [s for s in run if s.grid >= 0 or s.words[0] not in taken]


def _table_rows(segments: list[Segment], words: Words) -> list[Row]:
    """Printed rows with their pieces, from the top."""
    by_row: dict[int, list[int]] = {}
    for s in segments:
        by_row.setdefault(s.row, []).extend(s.words)
    return rows_from(list(by_row.values()), words) if by_row else []


def _lattice_of_found(found: Found) -> Lattice:
    xs, ys = np.array(found.xs), np.array(found.ys)
    spans = np.array([cell[:4] for cell in found.cells], np.int64)
    boxes = np.stack(
        [xs[spans[:, 1]], ys[spans[:, 0]], xs[spans[:, 1] + spans[:, 3]], ys[spans[:, 0] + spans[:, 2]]], 1
    )
    return Lattice(boxes, spans, xs, ys, found.found_by, found.confidence)


def _reinstate(lattice: Lattice, runs: list[list[Segment]], words: Words, tables: Tables) -> None:
    """A table drawn in part in whose place no other was found stands as it is drawn."""
    x, y = (words.boxes[:, 0] + words.boxes[:, 2]) / 2, (words.boxes[:, 1] + words.boxes[:, 3]) / 2
    held: Ints = where(inside(lattice.bbox, x, y))
    if lattice.n_rows < 2 or not len(held) or some(words.cell[held] >= 0):
        return
    cell = cell_of(lattice, x[held], y[held])
    held, cell = held[cell >= 0], cell[cell >= 0]
    own = set(held.tolist())
    most = max(runs, key=lambda run: sum(s.words[0] in own for s in run if s.grid < 0))
    most.append(anchor(lattice.bbox, len(tables.lattices)))
    words.cell[held] = tables.add(lattice) + cell
    for run in runs:
        for s in run:
            s.words = [w for w in s.words if w not in own]
        run[:] = [s for s in run if s.grid >= 0 or s.words]


def _image_share(raw: RawPage) -> float:
    """How much of the page pictures cover (overlaps counted twice, at most 1)."""
    if not len(raw.images):
        return 0.0
    wide = np.minimum(raw.images[:, 2], raw.width) - np.maximum(raw.images[:, 0], 0)
    high = np.minimum(raw.images[:, 3], raw.height) - np.maximum(raw.images[:, 1], 0)
    area = float((wide.clip(0) * high.clip(0)).sum())
    return min(1.0, area / max(raw.width * raw.height, 1.0))
