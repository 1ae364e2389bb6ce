"""Heads laid over one another: a head of several rows as one heading a column."""

from __future__ import annotations

import re
from itertools import pairwise

from extractor.patterns.scorecards import normal
from extractor.scorecards.headings import (
    Heading,
    as_code,
    is_dotted,
    read_heading,
    whole_codes,
)
from extractor.scorecards.sheet import Sheet


def lay_heads(sheet: Sheet, header: list[int], blocks: list[list[int]]) -> list[Heading]:
    """For every column, all its heads from the lowest to the highest, laid over one another."""
    if not header:
        return [Heading()] * sheet.grid.n_cols
    layers = [_layer(sheet, row, header, blocks) for row in header]
    combined: list[Heading] = []
    for c in range(sheet.grid.n_cols):
        heading = Heading()
        for r in reversed(range(len(header))):
            text = layers[r][c]
            if text and not _said(heading, text):
                heading = _add(heading, text, sheet)
        combined.append(heading)
    return combined


def _said(heading: Heading, text: str) -> bool:
    return normal(text) in {normal(t) for t in heading.text.split(" / ")}


def _add(lower: Heading, text: str, sheet: Sheet) -> Heading:
    """A head above what is known; two lines of one head are read together where that says more."""
    upper = read_heading(text, sheet.patterns)
    if not lower.text:
        return upper
    together = read_heading(f"{text} {lower.text}", sheet.patterns)
    if (
        (upper.plain or lower.plain)
        and not upper.code
        and not together.plain
        and not together.words
        and not lower.code
    ):
        return together
    return lower.over(upper)


def _layer(sheet: Sheet, row: int, header: list[int], blocks: list[list[int]]) -> list[str]:
    """Texts of one row of heads at every column it stands over."""
    texts = list(sheet.texts[row])
    if sheet.grid.found_by == "borderless" and row != header[-1]:
        return _spread(sheet, row, texts, header[-1])
    if sheet.spans:
        return texts
    codes = _all_code_pieces(texts)
    if codes:
        texts = whole_codes(texts)
    if row == header[-1]:
        return _joined_run(sheet, row, blocks)
    alone = [c for c, t in enumerate(texts) if t and c > 0]
    if len({texts[c] for c in alone}) == 1 and not sheet.heads[row][alone[0]].column:
        left = min(alone[0], 2)
        return texts[:left] + [texts[alone[0]]] * (len(texts) - left)
    groups = _repeats(sheet.texts[header[-1]])
    if groups:
        return _over_groups(texts, groups)
    return texts if codes else _joined_run(sheet, row, blocks)


def _spread(sheet: Sheet, row: int, texts: list[str], leaf: int) -> list[str]:
    """Upper heads of a table without rules, over the heads that repeat; a lone code over all columns."""
    groups = _repeats(sheet.texts[leaf])
    filled = [c for c, t in enumerate(texts) if t and c > 0]
    if len(filled) == 1 and sheet.heads[row][filled[0]].code:
        return texts[:1] + [texts[filled[0]]] * (len(texts) - 1)
    under = {c for a, b in groups for c in range(a, b)}
    if groups and all(sum(bool(texts[c]) for c in range(a, b)) == 1 for a, b in groups) and under:
        return _over_groups(texts, groups)
    return texts


def _all_code_pieces(texts: list[str]) -> bool:
    filled = [t for t in texts if t]
    pieces = [t for t in filled if as_code(t) or re.fullmatch(r"[.\d]{1,4}", t)]
    return bool(filled) and (len(pieces) == len(filled) or sum(is_dotted(t) for t in filled) >= 2)


def _repeats(leaf: list[str]) -> list[tuple[int, int]]:
    """Stretches of columns whose lowest heads repeat (Number, %, Number, %): each stands under one head."""
    plain = [normal(t) for t in leaf]
    for width in (2, 3, 4):
        for start in range(len(plain)):
            count = _repeat_count(plain, start, width)
            if count >= 2:
                return [(start + i * width, start + (i + 1) * width) for i in range(count)]
    return []


def _repeat_count(plain: list[str], start: int, width: int) -> int:
    pattern = plain[start : start + width]
    if len(pattern) < width or not all(pattern) or len(set(pattern)) != width:
        return 0
    count = 1
    while plain[start + count * width : start + (count + 1) * width] == pattern:
        count += 1
    return count


def _over_groups(texts: list[str], groups: list[tuple[int, int]]) -> list[str]:
    """Heads broken over cells, put together for each group of columns."""
    laid = list(texts)
    spread = "".join(texts[groups[0][0] : groups[-1][1]])
    if not all(any(texts[a:b]) for a, b in groups) or _goes_over_a_border(texts, groups):
        for c in range(groups[0][0], groups[-1][1]):
            laid[c] = join_pieces(texts[groups[0][0] : groups[-1][1]]) if spread else ""
        return laid
    for start, end in groups:
        text = join_pieces(texts[start:end])
        for c in range(start, end):
            laid[c] = text
    return laid


def _goes_over_a_border(texts: list[str], groups: list[tuple[int, int]]) -> bool:
    """Whether a heading goes on from one group into the next, in the middle of a word."""
    borders = [(texts[left_end - 1], texts[start]) for (_, left_end), (start, _) in pairwise(groups)]
    return any(re.search(r"[a-z]$", a) and re.match(r"[a-z]", b) for a, b in borders)


def is_broken(pieces: list[str]) -> bool:
    """Pieces of one sentence: a piece goes on in the middle of a word."""
    breaks = sum(bool(re.search(r"[a-z]$", a) and re.match(r"[a-z]", b)) for a, b in pairwise(pieces))
    return breaks >= 2 or (breaks == 1 and len(pieces) <= 3)


def join_pieces(pieces: list[str]) -> str:
    """Pieces of a broken heading put together; a letter that stands on both sides of a break is kept once."""
    text = ""
    for piece in pieces:
        if not piece:
            continue
        if text and piece and text[-1] == piece[0] and piece[0].isalpha() and len(piece) > 1:
            piece = piece[1:]
        text += piece
    return text


def _joined_run(sheet: Sheet, row: int, blocks: list[list[int]]) -> list[str]:
    """Adjacent cells of a row that are pieces of one heading, put together over all of them."""
    texts = sheet.texts[row]
    laid = list(texts)
    for block in blocks:
        pieces = [texts[c] for c in block]
        if any(pieces[:-1]):
            for c in block[:-1]:
                laid[c] = join_pieces(pieces) if len(pieces[-1]) < 30 else join_pieces(pieces[:-1])
            laid[block[-1]] = pieces[-1] if len(pieces[-1]) >= 30 else laid[block[0]]
    done = {c for block in blocks for c in block}
    for run in _runs(texts, done):
        pieces = [texts[c] for c in run]
        if len(run) >= 2 and is_broken(pieces) and not any(sheet.heads[row][c].column for c in run):
            for c in run:
                laid[c] = join_pieces(pieces)
    return laid


def _runs(texts: list[str], done: set[int]) -> list[list[int]]:
    """Stretches of columns with text."""
    runs: list[list[int]] = [[]]
    for c, text in enumerate(texts):
        if text and c not in done:
            runs[-1].append(c)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]
