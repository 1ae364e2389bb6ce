"""Which rows of a sheet are the heads of its columns, and which of them name the whole table."""

from __future__ import annotations

import re
from itertools import pairwise

from extractor.scorecards.headings import read_heading, split_code
from extractor.scorecards.heads import join_pieces
from extractor.scorecards.sheet import Sheet


def header_rows(sheet: Sheet) -> tuple[list[int], list[int]]:
    """Rows of heads above the first row of results, and the rows of sections among them."""
    end = sheet.first_data
    return heads_among(sheet, range(end)) if end is not None else ([], [])


def heads_among(sheet: Sheet, rows_above: range) -> tuple[list[int], list[int]]:
    """Of rows that hold no results: those of heads, and those of sections that stand under the heads."""
    rows = [r for r in rows_above if sheet.filled(r) and not is_blank_result(sheet, r)]
    sections: list[int] = []
    while len(rows) > 1 and _is_remark(sheet, rows[-1]):
        rows.pop()
    while len(rows) > 1 and begins_label(sheet, rows[-1]):
        rows.pop()
    while len(rows) > 1 and _is_section(sheet, rows[-1]) and any(len(sheet.filled(r)) > 1 for r in rows[:-1]):
        sections.insert(0, rows.pop())
    return rows, sections


def begins_label(sheet: Sheet, row: int) -> bool:
    """A label alone on its row that has a reference, or that the next row goes on with."""
    filled = sheet.filled(row)
    if len(filled) != 1 or filled[0] > 1 or row + 1 >= sheet.grid.n_rows:
        return False
    cell, text = sheet.matrix[row][filled[0]], sheet.texts[row][filled[0]]
    below = sheet.texts[row + 1][filled[0]]
    alone = cell is not None and cell.col_span == 1
    return alone and (bool(split_code(text)[0]) or bool(re.match(r"[a-z(,&]", below)))


def _is_remark(sheet: Sheet, row: int) -> bool:
    """The rest of a comment that a page break cut off, alone in its column."""
    filled = sheet.filled(row)
    if len(filled) != 1 or filled[0] <= 1:
        return False
    text = sheet.texts[row][filled[0]]
    return len(text) > 60 or (len(text.split()) > 2 and bool(re.match(r"[a-z]", text)))


def is_blank_result(sheet: Sheet, row: int) -> bool:
    """A year, a month or a comparator at the left and nothing else on the row: a missing result."""
    filled = sheet.filled(row)
    head = sheet.heads[row][filled[-1]]
    named = (head.time and (head.time.has_part or head.time.has_year)) or head.comparator
    wide = sheet.grid.n_cols > 2 or all(_begins_with_time(sheet, r) for r in range(sheet.grid.n_rows))
    return filled[-1] <= 1 and bool(named) and not head.words[1:] and wide


def _begins_with_time(sheet: Sheet, row: int) -> bool:
    """A row of a list of years or months without a head of its own."""
    filled = sheet.filled(row)
    return not filled or (filled[0] == 0 and sheet.heads[row][0].time is not None)


def _is_section(sheet: Sheet, row: int) -> bool:
    """One label alone on its row, at the left or across the row."""
    filled = sheet.filled(row)
    if len(filled) != 1:
        return False
    cell = sheet.matrix[row][filled[0]]
    assert cell is not None
    return (
        filled[0] == 0 and (cell.col_span > sheet.grid.n_cols // 2 or sheet.spans)
    ) or cell.col_span >= sheet.grid.n_cols - 1


def split_title(sheet: Sheet, header: list[int]) -> tuple[str, list[int]]:
    """The heads that name the whole table, and the rows of heads without them.

    Such a head stands over all columns of figures; the last row of heads is never one.
    """
    titles: list[str] = []
    rest: list[int] = []
    for row in header:
        text = _title_of(sheet, row) if row != header[-1] else ""
        if text:
            titles.append(text)
        else:
            rest.append(row)
    return " ".join(dict.fromkeys(titles)), rest


def _title_of(sheet: Sheet, row: int) -> str:
    """The one text of a row of heads that stands over all columns but those of labels."""
    filled = [c for c in sheet.filled(row) if c > 1 or not sheet.heads[row][c].column]
    if not filled:
        return ""
    pieces = [sheet.texts[row][c] for c in filled]
    broken = (
        not sheet.spans
        and len(filled) > 1
        and filled[-1] - filled[0] < len(filled)
        and _is_broken_word(pieces)
    )
    if len(filled) > 1 and not broken:
        return ""
    cell = sheet.matrix[row][filled[0]]
    assert cell is not None
    end = cell.col + cell.col_span
    values = [c for r in range(row + 1, sheet.grid.n_rows) for c in sheet.figures_at(r)]
    over = not values or filled[0] <= min(values) or not sheet.spans
    over = over and (end > min(values, default=0) or not sheet.spans)
    head = read_heading(join_pieces(pieces), sheet.patterns)
    named = head.plain and head.words and not head.code and len(set(values)) > 1
    return join_pieces(pieces) if over and named else ""


def _is_broken_word(pieces: list[str]) -> bool:
    return all(bool(re.search(r"\w$", a)) and bool(re.match(r"[a-z]", b)) for a, b in pairwise(pieces))
