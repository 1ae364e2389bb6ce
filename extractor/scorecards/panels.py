"""Tables that stand side by side in one grid: parted where a second column of periods begins."""

from __future__ import annotations

from dataclasses import replace

from extractor.model import Cell, Grid
from extractor.patterns.scorecards import ScorecardPatterns
from extractor.scorecards.sheet import Sheet


def find_panels(grid: Grid, patterns: ScorecardPatterns) -> list[Sheet]:
    """The grid as one sheet, or as several from left to right; rows keep their numbers.

    A panel begins at the labels beside a column of periods that has figures on both sides.  Columns of
    figures beyond a gap that have no labels of their own stay with the labels at the left.
    """
    sheet = Sheet(grid, patterns)
    starts = [0, *_starts(sheet)]
    if len(starts) == 1:
        return [sheet]
    ends = [*starts[1:], grid.n_cols]
    return [Sheet(_part(grid, a, b), patterns, a) for a, b in zip(starts, ends, strict=True)]


def _starts(sheet: Sheet) -> list[int]:
    """First columns of the panels after the first."""
    kinds = [_kind(sheet, c) for c in range(sheet.grid.n_cols)]
    found: list[int] = []
    for c, kind in enumerate(kinds):
        if kind != "period" or kinds[c + 1 : c + 2] != ["figures"]:
            continue
        begin = c
        while begin > 0 and kinds[begin - 1] == "label":
            begin -= 1
        left = kinds[found[-1] if found else 0 : begin]
        if "figures" in left and "period" in left:
            found.append(begin)
    return found


def _kind(sheet: Sheet, col: int) -> str:
    """What most cells of a column hold, heads left aside."""
    counts = {"period": 0, "figures": 0, "label": 0}
    for row in range(sheet.grid.n_rows):
        if not sheet.own(row, col) or not sheet.texts[row][col]:
            continue
        head, read = sheet.heads[row][col], sheet.reads[row][col]
        if head.time and not head.words and head.time.has_part:
            counts["period"] += 1
        elif read.kind == "figures":
            counts["figures"] += 1
        elif read.kind == "words":
            counts["label"] += 1
    if not any(counts.values()):
        return "empty"
    if counts["period"] >= 3 and counts["period"] >= counts["figures"]:
        return "period"
    return "figures" if counts["figures"] else "label"


def _part(grid: Grid, start: int, end: int) -> Grid:
    """Columns of a grid as a grid; cells that span the border are cut at it."""
    cells: list[Cell] = []
    for cell in grid.cells:
        left, right = max(cell.col, start), min(cell.col + cell.col_span, end)
        if left < right and (cell.col >= start or left == start):
            text = cell.text if cell.col >= start else ""
            cells.append(replace(cell, col=left - start, col_span=right - left, text=text))
    return replace(grid, n_cols=end - start, cells=tuple(cells), caption="" if start else grid.caption)
