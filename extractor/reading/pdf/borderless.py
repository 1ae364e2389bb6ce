"""Tables without rules, or with too few: columns from the white rivers between words.

A run of printed rows is a table where white strips go through all of them with text on both sides.
Rules and shades that are there help: they divide rows, and their ends are evidence of columns.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from extractor.reading.pdf.columns import RIVER, Placed, columns_of, drawn_columns, placed_in
from extractor.reading.pdf.hints import Hints
from extractor.reading.pdf.pieces import PIECE_GAP, Piece, Row, Strip
from extractor.reading.pdf.row_groups import row_groups

_MARK = re.compile(
    r"[•●▪■◦○–—·\-*➢✓\uf0b7\uf0a7\uf0d8]$|\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})[.)]$|\d{1,2}(?:\.\d{1,3})+\.?$"
)


@dataclass(slots=True)
class Found:
    """A table found: cells as (row, column, rows, columns, words) and its places."""

    cells: list[tuple[int, int, int, int, list[int]]]
    xs: list[float]
    ys: list[float]
    rows: list[Row]
    found_by: str = "borderless"
    confidence: float = 0.8


# --- where a table begins and ends --------------------------------------------------------------------------


def find_tables(rows: list[Row], hints: Hints) -> list[Found]:
    """Tables among the rows of one column of a page, from the top."""
    tables: list[Found] = []
    start = 0
    refused: set[tuple[int, int]] = set()
    while start < len(rows):
        run = _run(rows, start, hints)
        if run is None:
            start += 1
            continue
        first, last = run
        first = _with_heads(rows, first, last, start, hints)
        # most runs that begin a row later reach up to the same head again
        found = structure(rows[first:last], hints) if (first, last) not in refused else None
        if found is None:
            refused.add((first, last))
            start = start + 1 if last <= start + 1 else max(start + 1, first + 1)
            continue
        tables.append(found)
        start = last
    return tables


def _rivers(row: Row) -> list[Strip]:
    return row.gaps(PIECE_GAP * row.size)


def _common(rivers: list[Strip], white: list[Strip], least: float) -> list[Strip]:
    """What the rivers and the white of a row share, at least `least` wide; both from the left."""
    out: list[Strip] = []
    k = 0
    for a, b in rivers:
        while k < len(white) and white[k][1] <= a:
            k += 1
        n = k
        while n < len(white) and white[n][0] < b:
            low, high = max(a, white[n][0]), min(b, white[n][1])
            if high - low >= least:
                out.append((low, high))
            n += 1
    return out


def _run(rows: list[Row], start: int, hints: Hints) -> tuple[int, int] | None:
    """Rows from `start` that share white rivers: (first, last excluded); None: no table begins here."""
    head = rows[start]
    if len(head.pieces) < 2:
        return None
    rivers = _rivers(head)
    if not rivers:
        return None
    last = start + 1
    tabular = 1
    k = start + 1
    skipped = 0
    while k < len(rows):
        row, before = rows[k], rows[k - 1]
        if _apart(before, row, hints):
            break
        left = _common(rivers, row.white, RIVER * row.size)
        split = len(row.pieces) >= 2 and any(_divides(row, r) for r in left)
        if left and (split or _fits(row, left)):
            rivers = left
            tabular += split
            skipped = 0
            if split:
                last = k + 1
        else:
            skipped += 1
            if skipped > 1 or _is_sentence(row):
                break
        k += 1
    if last < len(rows):
        last = _tail(rows, last, rivers, hints)
    return (start, last) if tabular >= 2 else None


def _tail(rows: list[Row], last: int, rivers: list[Strip], hints: Hints) -> int:
    """Wrapped lines of the last row's cells."""
    while last < len(rows):
        row, before = rows[last], rows[last - 1]
        step = row.base - before.base
        if step > 1.5 * max(row.size, before.size) or not _common(rivers, row.white, RIVER * row.size):
            return last
        if len(row.pieces) != 1 or not _fits(row, rivers) or hints.divide(before, row):
            return last
        last += 1
    return last


def _divides(row: Row, river: Strip) -> bool:
    middle = (river[0] + river[1]) / 2
    return row.pieces[0].x0 < middle < row.pieces[-1].x1


def _fits(row: Row, rivers: list[Strip]) -> bool:
    """A row of one piece that stays inside one column."""
    return all(not (row.x0 < (a + b) / 2 < row.x1) for a, b in rivers)


def _is_sentence(row: Row) -> bool:
    return row.n_words >= 8 and len(row.pieces) == 1


def _apart(before: Row, row: Row, hints: Hints) -> bool:
    """White space too high for one table (rules on both sides may span more)."""
    white, size = row.top - before.bottom, max(before.size, row.size)
    return white > 2.2 * size and (white > 3.2 * size or not hints.divide(before, row))


def _with_heads(rows: list[Row], first: int, last: int, least: int, hints: Hints) -> int:
    """The run with the head rows above it: several short pieces within its width, close to it."""
    body = rows[first:last]
    x0, x1 = min(r.x0 for r in body), max(r.x1 for r in body)
    size = body[0].size
    k = first
    while k > 0:
        row, below = rows[k - 1], rows[k]
        close = below.top - row.bottom < 1.0 * max(size, row.size) and below.base - row.base < 2.2 * row.size
        inside = row.x0 > x0 - size and row.x1 < x1 + size
        if not close or not inside:
            break
        several = len(row.pieces) >= 2
        over = len(row.pieces) == 1 and row.x0 > x0 + 0.2 * (x1 - x0) and len(row.text) < 80
        ruled = hints.divide(row, below)
        if not (several or over) or (not several and _is_sentence(row) and not ruled):
            break
        k -= 1
    return k


# --- what it holds ------------------------------------------------------------------------------------------


def structure(rows: list[Row], hints: Hints) -> Found | None:
    """Columns, rows and cells of a run of rows; None where it is no table."""
    xs = columns_of(rows)
    drawn = drawn_columns(rows, xs, hints)
    xs = xs if drawn is None else drawn
    if xs is None or len(xs) < 3:
        return None
    for row in rows:
        row.part(xs[1:-1])
    placed = placed_in(rows, xs, hints)
    if _is_text(rows, placed, len(xs) - 1) or _is_chart(placed, len(xs) - 1):
        return None
    groups = row_groups(rows, placed, len(xs) - 1, hints)
    if len(groups) < 2:
        return None
    found_by = "borderless" if drawn is None else "mixed"
    return Found(_cells(placed, groups), xs, _row_lines(rows, groups), rows, found_by)


def _is_text(rows: list[Row], placed: list[Placed], n_cols: int) -> bool:
    """Prose in columns, lists with markers, contents pages with leaders, addresses: no tables."""
    pieces = [p for row in rows for p in row.pieces]
    if any(_has_leaders(p.text) for p in pieces):
        return sum(_has_leaders(r.text) for r in rows) >= 0.3 * len(rows)
    divided = [r for r in rows if len(r.pieces) >= 2]
    if n_cols == 2 and sum(bool(_MARK.match(r.pieces[0].text)) for r in divided) >= 0.6 * len(divided):
        return True
    values = sum([p.is_value for p in pieces])
    if n_cols <= 3 and values < 0.25 * len(pieces):
        long = sum([len(p.words) >= 5 for row in placed for p, _, _ in row])
        if long > 0.5 * len(rows):
            return True
    crossing = sum([any(b > a for _, a, b in row) for row in placed])
    if crossing > 0.5 * len(rows) or (len(divided) < 3 and n_cols < 3):
        return True
    return values < 0.08 * len(pieces) and (n_cols < 3 or len(divided) < 5)


def _has_leaders(text: str) -> bool:
    return "...." in text or ". . . . " in text


def _is_chart(placed: list[Placed], n_cols: int) -> bool:
    """The ticks of an axis: a column of figures in equal steps, and next to nothing beside it."""
    columns: list[list[Piece]] = [[] for _ in range(n_cols)]
    for row in placed:
        for p, a, b in row:
            if a == b:
                columns[a].append(p)
    ticks = beside = figures = 0
    for column in columns:
        values = [v for v in map(_number, column) if v is not None]
        if len(values) >= 4 and len(values) >= 0.8 * len(column) and _equal_steps(values):
            ticks += 1
        else:
            beside += len(column)
            figures += sum([p.is_value for p in column])
    return ticks > 0 and (beside < 1.0 * len(placed) or figures < 0.15 * len(placed))


def _number(piece: Piece) -> float | None:
    if not piece.is_value:
        return None
    text = piece.text.replace(",", "").replace("%", "").replace("£", "").replace("−", "-")
    try:
        return float(text.strip("() "))
    except ValueError:
        return None


def _equal_steps(values: list[float]) -> bool:
    steps = {round(b - a, 6) for a, b in itertools.pairwise(values)}
    return len(steps) == 1 and steps != {0.0}


def _row_lines(rows: list[Row], groups: list[list[int]]) -> list[float]:
    tops = [min([rows[k].top for k in g]) for g in groups]
    bottoms = [max([rows[k].bottom for k in g]) for g in groups]
    inner = [(bottom + top) / 2 for bottom, top in zip(bottoms, tops[1:], strict=False)]
    return [tops[0] - 1.0, *inner, bottoms[-1] + 1.0]


def _cells(placed: list[Placed], groups: list[list[int]]) -> list[tuple[int, int, int, int, list[int]]]:
    """Cells (row, column, rows, columns, words); what overlaps in a row is one cell."""
    out = []
    for r, group in enumerate(groups):
        spans: list[tuple[int, int, list[int]]] = []
        for piece, a, b in sorted((x for k in group for x in placed[k]), key=lambda x: (x[1], x[2])):
            if spans and a <= spans[-1][1]:
                low, high, words = spans[-1]
                spans[-1] = (low, max(high, b), [*words, *piece.words])
            else:
                spans.append((a, b, list(piece.words)))
        out += [(r, a, 1, b - a + 1, words) for a, b, words in spans]
    return out
