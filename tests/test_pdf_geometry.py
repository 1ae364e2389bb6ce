"""Properties of the geometry: whatever boxes and characters go in, a sound grid comes out."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractor.model import Grid, Passage
from extractor.reading.ocr import parted
from extractor.reading.pdf.layout import lay_out
from extractor.reading.pdf.pieces import rows_from
from extractor.reading.pdf.raw import Chars, Paths, RawPage
from extractor.reading.pdf.rules import cells_between, joined, lattices_of, snapped
from extractor.reading.pdf.words import join_words, rows_of

SETTINGS = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
position = st.integers(0, 60).map(lambda v: v * 10.0)
box = st.tuples(position, position, st.integers(1, 20), st.integers(1, 12)).map(
    lambda b: (b[0], b[1], b[0] + 10.0 * b[2], b[1] + 10.0 * b[3])
)
letter = st.tuples(st.integers(0, 640), st.integers(0, 640), st.sampled_from("aB7%£.f-"), st.integers(5, 14))


def edges(boxes: list[tuple[float, float, float, float]]) -> tuple[np.ndarray, np.ndarray]:
    """Horizontal and vertical edges of boxes."""
    level = [(y, x0, x1) for x0, top, x1, bottom in boxes for y in (top, bottom)]
    upright = [(x, top, bottom) for x0, top, x1, bottom in boxes for x in (x0, x1)]
    return np.array(level, float).reshape(-1, 3), np.array(upright, float).reshape(-1, 3)


def chars_at(letters: list[tuple[int, int, str, int]]) -> Chars:
    """One character a place, each a text object of its own."""
    n = len(letters)
    x, y, size = (np.array([c[k] for c in letters], float) for k in (0, 1, 3))
    boxes = np.stack([x, y - 0.78 * size, x + 0.5 * size, y + 0.22 * size], 1).reshape(-1, 4)
    return Chars(
        np.array([ord(c[2]) for c in letters], np.int64), boxes, np.stack([x, y], 1).reshape(-1, 2), size,
        np.zeros(n, np.int64), np.zeros(n, np.bool_), np.zeros(n, np.int64), np.arange(n),
        np.zeros(n, np.bool_),
    )  # fmt: skip


def page_of(
    boxes: list[tuple[float, float, float, float]], letters: list[tuple[int, int, str, int]]
) -> RawPage:
    level, upright = edges(boxes)
    paths = Paths(level, upright, np.zeros((0, 4)), np.zeros(0, np.int64))
    return RawPage(1, 700.0, 700.0, chars_at(letters), paths, np.zeros((0, 4)), len(letters), 0)


@SETTINGS
@given(st.lists(box, max_size=25))
def test_cells_of_ruled_tables_do_not_overlap(boxes: list[tuple[float, float, float, float]]) -> None:
    level, upright = edges(boxes)
    for lattice in lattices_of(cells_between(joined(level), joined(upright))):
        covered: Counter[tuple[int, int]] = Counter()
        for r, c, rows, cols in lattice.spans.tolist():
            covered.update((i, j) for i in range(r, r + rows) for j in range(c, c + cols))
        assert set(covered.values()) <= {1}
        assert all(r < lattice.n_rows and c < lattice.n_cols for r, c in covered)


@SETTINGS
@given(st.lists(box, max_size=15), st.lists(letter, max_size=60, unique_by=lambda c: (c[0], c[1])))
def test_every_character_is_held_once_by_a_passage_or_a_cell(
    boxes: list[tuple[float, float, float, float]], letters: list[tuple[int, int, str, int]]
) -> None:
    raw = page_of(boxes, letters)
    draft = lay_out(raw)
    held = Counter[str]()
    spans: list[tuple[int, int]] = []
    for block in draft.blocks:
        if isinstance(block, Passage):
            held.update(block.text)
            spans.append((block.start, block.end))
        else:
            assert_sound(block)
            for cell in block.cells:
                held.update(cell.text)
                held.update("".join(cell.superscripts))
                if cell.start is not None and cell.end is not None:
                    spans.append((cell.start, cell.end))
    for mark in "\n\t ":
        del held[mark]
    printed = Counter(chr(c) for c in raw.chars.codes)
    # fake bold prints twice what is read once; raised figures are read as such
    folded = Counter("".join(held.elements()).translate(str.maketrans("⁷⁻", "7-")))
    assert not folded - printed
    spans.sort()
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    assert all(draft.text[s:e].strip() for s, e in spans)


def assert_sound(grid: Grid) -> None:
    """Cells inside the grid, none over another."""
    covered: Counter[tuple[int, int]] = Counter()
    for cell in grid.cells:
        assert cell.row + cell.row_span <= grid.n_rows and cell.col + cell.col_span <= grid.n_cols
        covered.update(
            (r, c)
            for r in range(cell.row, cell.row + cell.row_span)
            for c in range(cell.col, cell.col + cell.col_span)
        )
    assert set(covered.values()) <= {1}


@SETTINGS
@given(st.lists(letter, max_size=60, unique_by=lambda c: (c[0], c[1])))
def test_no_character_is_lost_without_doubles(letters: list[tuple[int, int, str, int]]) -> None:
    kept: list[tuple[int, int, str, int]] = []
    for c in letters:
        if all(abs(c[0] - o[0]) > 4 or abs(c[1] - o[1]) > 4 for o in kept) and c[2] != "-":
            kept.append(c)
    draft = lay_out(page_of([], kept))
    found = Counter(draft.text.translate(str.maketrans("⁷", "7")))
    for block in draft.blocks:
        if isinstance(block, Grid):
            found.update("".join("".join(cell.superscripts) for cell in block.cells))
    for mark in "\n\t ":
        del found[mark]
    assert found == Counter(c[2] for c in kept)


@SETTINGS
@given(st.lists(st.floats(0, 1000, allow_nan=False), max_size=50))
def test_snapping_moves_nothing_further_than_its_cluster(values: list[float]) -> None:
    array = np.array(values, float)
    moved = snapped(array)
    assert len(moved) == len(values)
    order = np.argsort(array, kind="stable")
    assert (np.diff(moved[order]) >= -1e-9).all()
    assert len(np.unique(np.round(moved, 6))) <= max(len(values), 1)


@SETTINGS
@given(st.lists(letter, min_size=1, max_size=60, unique_by=lambda c: (c[0], c[1])))
def test_every_word_of_a_row_is_in_one_piece_and_no_piece_in_the_white(
    letters: list[tuple[int, int, str, int]],
) -> None:
    chars = chars_at(letters)
    words = join_words(chars, np.full(len(chars), -1))
    index = np.arange(len(words))
    numbers: dict[int, list[int]] = {}
    for word, row in zip(index.tolist(), rows_of(words, index).tolist(), strict=True):
        numbers.setdefault(row, []).append(word)
    rows = rows_from(list(numbers.values()), words)
    assert sorted(w for row in rows for piece in row.pieces for w in piece.words) == index.tolist()
    assert [row.base for row in rows] == sorted(row.base for row in rows)
    for row in rows:
        assert all(a[1] < b[0] for a, b in pairwise(row.white))
        assert not any(a < (p.x0 + p.x1) / 2 < b for a, b in row.white for p in row.pieces)
        assert (row.x0, row.x1) == (min(p.x0 for p in row.pieces), max(p.x1 for p in row.pieces))


@SETTINGS
@given(st.lists(st.floats(0, 1, allow_nan=False), max_size=12), st.integers(50, 400))
def test_a_line_of_a_scan_cut_at_rules_loses_next_to_nothing(at: list[float], width: int) -> None:
    corners = np.array([[0, 0], [width, 0], [width, 20], [0, 20]], float)
    rules = np.array([[a * width, -5.0, 25.0] for a in at]).reshape(-1, 3)
    parts = parted(corners, rules)
    assert all(a[1, 0] <= b[0, 0] + 1e-6 for a, b in pairwise(parts))
    assert sum(part[1, 0] - part[0, 0] for part in parts) >= width - 6.0 * (len(at) + 1)
