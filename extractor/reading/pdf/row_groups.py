"""Printed lines of a table without rules made rows: by rules, by white, by what goes on with what."""

from __future__ import annotations

import itertools
import statistics

from extractor.reading.pdf.columns import Placed
from extractor.reading.pdf.hints import Hints
from extractor.reading.pdf.pieces import Row


def row_groups(rows: list[Row], placed: list[Placed], n_cols: int, hints: Hints) -> list[list[int]]:
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
    return {k for k in range(len(rows) - 1) if hints.divide(rows[k], rows[k + 1])}


def _head_length(placed: list[Placed]) -> int:
    """Lines before the first that holds values in other columns than the first."""
    for k, row in enumerate(placed):
        inner = [p for p, a, _ in row if a > 0]
        values = [p for p in inner if p.is_value and not p.is_year]
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
    size = statistics.median([rows[k].size for k in part])
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
