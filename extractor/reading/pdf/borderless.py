"""Tables without rules, or with too few: columns from the white rivers between words.

A run of printed rows is a table where white strips go through all of them with text on both sides.
Rules and shades that are there help: they divide rows, and their ends are evidence of columns.
"""

from __future__ import annotations

import bisect
import itertools
import re
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from extractor.reading.pdf.raw import Floats
from extractor.reading.pdf.rules import Lattice

SEGMENT_GAP = 0.72
RIVER = 0.5
_VALUE = re.compile(
    r"[(<>≤≥~+\-–−£$€]*\d[\d,.\s/:]*(?:%|p|k|m|bn|pp|th|st|nd|rd|\*)*[)%*†]*$|[-–—.*:xXcz]{1,3}$|n/?a$|nil$|tbc$|\.\.+$",
    re.IGNORECASE,
)
_LEADERS = re.compile(r"\.{4,}|(?:\. ){4,}")
_MARK = re.compile(
    r"[•●▪■◦○–—·\-*➢✓\uf0b7\uf0a7\uf0d8]$|\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})[.)]$|\d{1,2}(?:\.\d{1,3})+\.?$"
)


@dataclass(slots=True)
class Piece:
    """Words of one row without a wide gap between them."""

    x0: float
    x1: float
    words: list[int]
    text: str
    gaps: list[tuple[float, float, int, int]] = field(default_factory=list)
    """White between words that is wider than a space: left, right, words before, characters before."""

    def parted(self, xs: list[float]) -> list[Piece]:
        """The piece cut where a column border runs through one of its wider gaps."""
        for left, right, words, chars in self.gaps:
            if any(left <= x <= right for x in xs):
                head = Piece(self.x0, left, self.words[:words], self.text[:chars])
                rest = [(a, b, n - words, c - chars - 1) for a, b, n, c in self.gaps if a > left]
                tail = Piece(right, self.x1, self.words[words:], self.text[chars + 1 :], rest)
                return [head, *tail.parted(xs)]
        return [self]

    @property
    def is_value(self) -> bool:
        """Looks like a figure or a stand-in for one."""
        return _VALUE.match(self.text) is not None


@dataclass(slots=True)
class Row:
    """Pieces on one baseline."""

    top: float
    bottom: float
    base: float
    size: float
    bold: bool
    pieces: list[Piece]

    @property
    def x0(self) -> float:
        """Left end of the text."""
        return self.pieces[0].x0

    @property
    def x1(self) -> float:
        """Right end of the text."""
        return max(p.x1 for p in self.pieces)

    @property
    def text(self) -> str:
        """All pieces, a space between."""
        return " ".join(p.text for p in self.pieces)

    def gaps(self, least: float) -> list[tuple[float, float]]:
        """White strips between pieces, at least `least` wide."""
        return [
            (a.x1, b.x0) for a, b in zip(self.pieces, self.pieces[1:], strict=False) if b.x0 - a.x1 >= least
        ]


@dataclass(slots=True)
class Found:
    """A table found: cells as (row, column, rows, columns, words) and its places."""

    cells: list[tuple[int, int, int, int, list[int]]]
    xs: list[float]
    ys: list[float]
    rows: list[Row]
    found_by: str = "borderless"
    confidence: float = 0.8


@dataclass
class Hints:
    """Horizontal rules and shade borders (y, x0, x1) and vertical ones (x, y0, y1) near the rows."""

    horizontal: Floats = field(default_factory=lambda: np.zeros((0, 3)))
    vertical: Floats = field(default_factory=lambda: np.zeros((0, 3)))
    lattices: list[Lattice] = field(default_factory=list)
    """Tables that are drawn in part."""

    @cached_property
    def levels(self) -> tuple[list[float], list[list[float]]]:
        """Heights of the horizontal rules from the top, and the rules in that order."""
        rules = self.horizontal[np.argsort(self.horizontal[:, 0], kind="stable")].tolist()
        return [rule[0] for rule in rules], rules


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


def _leading(rows: list[Row]) -> float:
    steps = sorted(b.base - a.base for a, b in itertools.pairwise(rows) if b.base - a.base > 1)
    return steps[len(steps) // 2] if steps else 14.0


def _rivers(row: Row) -> list[tuple[float, float]]:
    return row.gaps(SEGMENT_GAP * row.size)


def _common(rivers: list[tuple[float, float]], row: Row, least: float) -> list[tuple[float, float]]:
    """Parts of the rivers that the row leaves white."""
    out = []
    for a, b in rivers:
        low, high = a, b
        parts = [(low, high)]
        for p in row.pieces:
            parts = [
                q for s, e in parts for q in ((s, min(e, p.x0)), (max(s, p.x1), e)) if q[1] - q[0] >= least
            ]
        out += parts
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
        left = _common(rivers, row, RIVER * row.size)
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


def _tail(rows: list[Row], last: int, rivers: list[tuple[float, float]], hints: Hints) -> int:
    """Wrapped lines of the last row's cells."""
    while last < len(rows):
        row, before = rows[last], rows[last - 1]
        step = row.base - before.base
        if step > 1.5 * max(row.size, before.size) or not _common(rivers, row, RIVER * row.size):
            return last
        if len(row.pieces) != 1 or not _fits(row, rivers) or _ruled_between(before, row, hints):
            return last
        last += 1
    return last


def _divides(row: Row, river: tuple[float, float]) -> bool:
    middle = (river[0] + river[1]) / 2
    return row.pieces[0].x0 < middle < row.pieces[-1].x1


def _fits(row: Row, rivers: list[tuple[float, float]]) -> bool:
    """A row of one piece that stays inside one column."""
    return all(not (row.x0 < (a + b) / 2 < row.x1) for a, b in rivers)


def _is_sentence(row: Row) -> bool:
    words = sum(len(p.words) for p in row.pieces)
    return words >= 8 and len(row.pieces) == 1


def _apart(before: Row, row: Row, hints: Hints) -> bool:
    """White space too high for one table (rules on both sides may span more)."""
    white = row.top - before.bottom
    size = max(before.size, row.size)
    return white > (3.2 if _ruled_between(before, row, hints) else 2.2) * size


def _ruled_between(before: Row, row: Row, hints: Hints) -> bool:
    middle0, middle1 = (before.top + before.bottom) / 2, (row.top + row.bottom) / 2
    levels, rules = hints.levels
    first, last = bisect.bisect_right(levels, middle0), bisect.bisect_left(levels, middle1)
    if first >= last:
        return False
    x0, x1 = row.x0, row.x1
    return any(start < x1 and end > x0 for _, start, end in rules[first:last])


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
        ruled = _ruled_between(row, below, hints)
        if not (several or over) or (not several and _is_sentence(row) and not ruled):
            break
        k -= 1
    return k


# --- columns ------------------------------------------------------------------------------------------------


def structure(rows: list[Row], hints: Hints) -> Found | None:
    """Columns, rows and cells of a run of rows; None where it is no table."""
    xs = _columns(rows)
    drawn = _drawn_columns(rows, xs, hints)
    xs = xs if drawn is None else drawn
    if xs is None or len(xs) < 3:
        return None
    for row in rows:
        row.pieces = [part for p in row.pieces for part in p.parted(xs[1:-1])]
    boxes = [
        box for lattice in hints.lattices for box in lattice.boxes.tolist() if not _is_shade_of_row(box, rows)
    ]
    placed = [[(p, *_span(p, xs, row, boxes)) for p in row.pieces] for row in rows]
    if _is_text(rows, placed, len(xs) - 1):
        return None
    if _is_chart(placed, len(xs) - 1):
        return None
    groups = _row_groups(rows, placed, len(xs) - 1, hints)
    if len(groups) < 2:
        return None
    cells = _cells(placed, groups)
    ys = _row_lines(rows, groups)
    return Found(cells, xs, ys, rows, "borderless" if drawn is None else "mixed")


def _columns(rows: list[Row]) -> list[float] | None:
    """Borders of the columns: the middles of rivers that nearly all divided rows leave white."""
    divided = [r for r in rows if len(r.pieces) >= 2]
    if len(divided) < 2:
        return None
    most = max(len(r.pieces) for r in divided)
    rich = [r for r in divided if len(r.pieces) >= max(2, 0.5 * most)]
    size = float(np.median([r.size for r in rich]))
    low, high = min(r.x0 for r in rows), max(r.x1 for r in rows)
    n = int((high - low) * 4) + 2
    cover = np.zeros(n)
    for r in rows:
        weight = 1.0
        if len(r.pieces) < 2:
            continue
        if r not in rich:
            weight = 0.2
        elif not any(p.is_value and not _is_year(p.text) for p in r.pieces[1:]):
            weight = 0.4
        line = np.zeros(n)
        for p in r.pieces:
            line[int((p.x0 - low) * 4) : int((p.x1 - low) * 4) + 1] = 1
        cover += weight * line
    allowed = 0.08 * len(rich) if len(rich) > 8 else 0.45
    white = cover <= allowed
    edges = np.flatnonzero(np.diff(np.r_[0, white.astype(np.int8), 0]))
    rivers = [
        (low + a / 4, low + b / 4)
        for a, b in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
        if (b - a) / 4 >= RIVER * size and a > 0 and b < n - 1
    ]
    borders = [(a + b) / 2 for a, b in (_narrowed(river, rows) for river in rivers)]
    return _without_empty(rows, [low - 1.0, *borders, high + 1.0])


def _narrowed(river: tuple[float, float], rows: list[Row]) -> tuple[float, float]:
    """The part of a river that also the rows not counted leave white, where they reach into it only."""
    a, b = river
    for p in (p for r in rows for p in r.pieces):
        if p.x0 <= river[0] and a < p.x1 < river[1]:
            a = p.x1
        elif p.x1 >= river[1] and river[0] < p.x0 < b:
            b = p.x0
    return (a, b) if a < b else river


def _drawn_columns(rows: list[Row], xs: list[float] | None, hints: Hints) -> list[float] | None:
    """Column borders of a table that is drawn in part, where its text keeps to them."""
    top, bottom = rows[0].top, rows[-1].bottom
    x0, x1 = min(r.x0 for r in rows), max(r.x1 for r in rows)
    best: Lattice | None = None
    for lattice in hints.lattices:
        box = lattice.bbox
        over = min(box[3], bottom) - max(box[1], top) > 0 and min(box[2], x1) - max(box[0], x0) > 0.7 * (
            x1 - x0
        )
        if over and lattice.n_cols >= 3 and (best is None or lattice.n_cols > best.n_cols):
            best = lattice
    if best is None or best.n_cols < (len(xs) - 2 if xs else 3):
        return None
    borders = best.xs.tolist()
    borders[0], borders[-1] = min(borders[0], x0 - 1), max(borders[-1], x1 + 1)
    pieces = [p for r in rows if len(r.pieces) > 2 for p in r.pieces]
    crossing = sum(any(p.x0 + 1 < x < p.x1 - 1 for x in borders[1:-1]) for p in pieces)
    return borders if crossing <= 0.15 * len(pieces) else None


def _without_empty(rows: list[Row], xs: list[float]) -> list[float]:
    """Column borders without columns that hold nothing."""
    kept = [xs[0]]
    for a, b in itertools.pairwise(xs):
        if any(kept[-1] <= (p.x0 + p.x1) / 2 < a for r in rows for p in r.pieces) and any(
            a <= (p.x0 + p.x1) / 2 < b or (p.x0 < a < p.x1) for r in rows for p in r.pieces
        ):
            kept.append(a)
    return [*kept, xs[-1]]


def _is_shade_of_row(box: list[float], rows: list[Row]) -> bool:
    """Whether a drawn box holds pieces of several columns on one of its lines: no merged cell."""
    return any(
        box[1] < (row.top + row.bottom) / 2 < box[3]
        and sum(p.x1 > box[0] and p.x0 < box[2] for p in row.pieces) > 1
        for row in rows
    )


def _span(piece: Piece, xs: list[float], row: Row, boxes: list[list[float]]) -> tuple[int, int]:
    """First and last column that a piece stands in, or that the drawn box around it alone covers."""
    x0, x1 = piece.x0, piece.x1
    for box in boxes:
        if box[0] - 2 < x0 and x1 < box[2] + 2 and _is_cell_of(row, box):
            x0, x1 = box[0] + 2, box[2] - 2
            break
    first = max(0, bisect.bisect_right(xs, x0 + 0.5) - 1)
    last = max(0, bisect.bisect_right(xs, x1 - 0.5) - 1)
    top = len(xs) - 2
    return min(first, top), min(max(first, last), top)


def _is_cell_of(row: Row, box: list[float]) -> bool:
    return box[1] < (row.top + row.bottom) / 2 < box[3] and box[3] - box[1] <= 5 * row.size


Placed = list[tuple[Piece, int, int]]


def _is_text(rows: list[Row], placed: list[Placed], n_cols: int) -> bool:
    """Prose in columns, lists with markers, contents pages with leaders, addresses: no tables."""
    pieces = [p for row in rows for p in row.pieces]
    values = sum(p.is_value for p in pieces)
    if any(_LEADERS.search(p.text) for p in pieces):
        return sum(bool(_LEADERS.search(r.text)) for r in rows) >= 0.3 * len(rows)
    divided = [r for r in rows if len(r.pieces) >= 2]
    marks = sum(bool(_MARK.match(r.pieces[0].text)) for r in divided)
    if n_cols == 2 and marks >= 0.6 * len(divided):
        return True
    long = [sum(len(p.words) >= 5 for p, a, b in row if a == c) for row in placed for c in range(n_cols)]
    if n_cols <= 3 and sum(long) > 0.5 * len(rows) and values < 0.25 * len(pieces):
        return True
    crossing = sum(any(b > a for _, a, b in row) for row in placed)
    if crossing > 0.5 * len(rows):
        return True
    if len(divided) < 3 and n_cols < 3:
        return True
    return values < 0.08 * len(pieces) and (n_cols < 3 or len(divided) < 5)


def _is_chart(placed: list[Placed], n_cols: int) -> bool:
    """The ticks of an axis: a column of figures in equal steps, and next to nothing beside it."""
    ticks = 0
    beside = 0
    figures = 0
    for c in range(n_cols):
        column = [_number(p.text) for row in placed for p, a, b in row if a == b == c]
        values = [v for v in column if v is not None]
        if len(values) >= 4 and len(values) >= 0.8 * len(column) and _equal_steps(values):
            ticks += 1
        else:
            beside += len(column)
            figures += sum(p.is_value for row in placed for p, a, b in row if a == b == c)
    return ticks > 0 and (beside < 1.0 * len(placed) or figures < 0.15 * len(placed))


def _number(text: str) -> float | None:
    try:
        return float(text.replace(",", "").replace("%", "").replace("£", "").replace("−", "-").strip("() "))
    except ValueError:
        return None


def _equal_steps(values: list[float]) -> bool:
    steps = {round(b - a, 6) for a, b in itertools.pairwise(values)}
    return len(steps) == 1 and steps != {0.0}


# --- rows ---------------------------------------------------------------------------------------------------


def _row_groups(rows: list[Row], placed: list[Placed], n_cols: int, hints: Hints) -> list[list[int]]:
    """Printed lines that make one row of the table, in order."""
    cuts = _cuts(rows, hints)
    head = _without_body(rows, placed, _head_length(placed), cuts)
    groups = _merge_heads(rows, placed, head, cuts)
    body = list(range(head, len(rows)))
    if not body:
        return groups
    return groups + _merge_body(rows, placed, body, n_cols, cuts)


def _cuts(rows: list[Row], hints: Hints) -> set[int]:
    """Lines below which a rule or the border of a shade runs."""
    return {k for k in range(len(rows) - 1) if _ruled_between(rows[k], rows[k + 1], hints)}


def _head_length(placed: list[Placed]) -> int:
    """Lines before the first that holds values in other columns than the first."""
    for k, row in enumerate(placed):
        inner = [p for p, a, _ in row if a > 0]
        values = [p for p in inner if p.is_value and not _is_year(p.text)]
        if values and len(values) >= 0.4 * len(inner):
            return k
    return min(1, len(placed))


def _without_body(rows: list[Row], placed: list[Placed], head: int, cuts: set[int]) -> int:
    """The head without lines at its end that begin the label of the first body row."""
    k = head
    while 1 < k < len(rows) and len(placed[k - 1]) == 1 and placed[k - 1][0][1] == placed[k - 1][0][2]:
        step, before = rows[k].base - rows[k - 1].base, rows[k - 1].base - rows[k - 2].base
        if k - 1 in cuts or step > 1.4 * rows[k].size:
            break
        if k - 2 not in cuts and step > 0.8 * before and step > 0.8 * rows[k].size:
            break
        k -= 1
    return k


def _is_year(text: str) -> bool:
    return re.fullmatch(r"\(?(?:19|20)\d\d(?:\s*[-/–]\s*(?:(?:19|20)?\d\d))?\)?\*?", text.strip()) is not None


def _merge_heads(rows: list[Row], placed: list[Placed], head: int, cuts: set[int]) -> list[list[int]]:
    groups: list[list[int]] = []
    for k in range(head):
        if groups and k - 1 not in cuts and _same_head(rows, placed, groups[-1], k):
            groups[-1].append(k)
        else:
            groups.append([k])
    return groups


def _same_head(rows: list[Row], placed: list[Placed], group: list[int], k: int) -> bool:
    before = group[-1]
    if rows[k].base - rows[before].base > 1.6 * max(rows[k].size, rows[before].size):
        return False
    for g in group:
        for _, a, b in placed[g]:
            if b > a and sum(a <= c <= b for _, c, _ in placed[k]) >= 2:
                return False
            below = [x for x in placed[k] if a <= x[1] <= b]
            if len(below) >= 2:
                return False
    return True


def _merge_body(
    rows: list[Row], placed: list[Placed], body: list[int], n_cols: int, cuts: set[int]
) -> list[list[int]]:
    by_rules = _by_cuts(body, cuts)
    if len(by_rules) > 2 and all(_one_line(placed, g) for g in by_rules):
        return by_rules
    groups: list[list[int]] = []
    for part in by_rules:
        by_white = _by_white(rows, placed, part)
        if by_white:
            groups += by_white
        else:
            groups += _by_filling(rows, placed, part, n_cols)
    return groups


def _by_cuts(body: list[int], cuts: set[int]) -> list[list[int]]:
    groups = [[body[0]]]
    for k in body[1:]:
        if k - 1 in cuts:
            groups.append([k])
        else:
            groups[-1].append(k)
    return groups


def _one_line(placed: list[Placed], group: list[int]) -> bool:
    """No column holds values in two lines of the group."""
    seen: set[int] = set()
    for k in group:
        own = {a for p, a, _ in placed[k] if p.is_value and a > 0}
        if own & seen:
            return False
        seen |= own
    return True


def _by_white(rows: list[Row], placed: list[Placed], part: list[int]) -> list[list[int]]:
    """Lines divided where the white between them is clearly higher than elsewhere; empty: nowhere.

    Of several heights that could divide, the one is taken that cuts fewest sentences.
    """
    if len(part) < 3:
        return []
    steps = [rows[b].base - rows[a].base for a, b in itertools.pairwise(part)]
    size = float(np.median([rows[k].size for k in part]))
    ordered = sorted(steps)
    best: tuple[int, float, list[list[int]]] | None = None
    for low, high in itertools.pairwise(ordered):
        if high - low < 0.18 * size or low > 1.45 * size:
            continue
        groups = [[part[0]]]
        for k, step in zip(part[1:], steps, strict=True):
            if step > (low + high) / 2:
                groups.append([k])
            else:
                groups[-1].append(k)
        cut = _cut_sentences(placed, groups)
        one_line = all(_one_line(placed, g) for g in groups)
        if one_line and (best is None or (cut, low - high) < best[:2]):
            best = cut, low - high, groups
    return best[2] if best else []


def _cut_sentences(placed: list[Placed], groups: list[list[int]]) -> int:
    """How often a group without figures goes on in the next one, or goes on with the one before."""
    cut = 0
    for n, group in enumerate(groups):
        if any(p.is_value for k in group for p, a, _ in placed[k] if a > 0):
            continue
        own = placed[group[0]][0]
        follows = groups[n + 1] if n + 1 < len(groups) else []
        after = [p.text for p, a, _ in placed[follows[0]] if a == own[1]] if follows else []
        cut += own[0].text[:1].islower() or any(t[:1].islower() for t in after)
    return cut


def _by_filling(rows: list[Row], placed: list[Placed], part: list[int], n_cols: int) -> list[list[int]]:
    """Lines that overlap, or that only go on with a cell of the line before, belong to its row."""
    groups: list[list[int]] = []
    for k in part:
        if groups and _continues(rows, placed, groups[-1], k, n_cols):
            groups[-1].append(k)
        else:
            groups.append([k])
    return groups


def _continues(rows: list[Row], placed: list[Placed], group: list[int], k: int, n_cols: int) -> bool:
    before, row = rows[group[-1]], rows[k]
    step = row.base - before.base
    size = max(row.size, before.size)
    both = _one_line(placed, [*group, k])
    if step < 0.8 * size and both:
        return True
    if step > 1.5 * size or not both:
        return False
    columns = {a for _, a, _ in placed[k]}
    taken = {a for g in group for _, a, _ in placed[g]}
    if any(p.is_value for p, a, _ in placed[k] if a > 0):
        return not taken & columns and 0 not in columns
    if 0 not in columns:
        return True
    if columns != {0}:
        return len(columns) <= 0.5 * n_cols and placed[k][0][0].text[:1].islower()
    text = placed[k][0][0].text
    return text[:1].islower() or text[:1] in "(&/"


def _row_lines(rows: list[Row], groups: list[list[int]]) -> list[float]:
    tops = [min(rows[k].top for k in g) for g in groups]
    bottoms = [max(rows[k].bottom for k in g) for g in groups]
    inner = [(bottoms[k] + tops[k + 1]) / 2 for k in range(len(groups) - 1)]
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
