"""Figures that OCR read, held against the totals that their table prints."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from extractor.model import Cell, Grid

FEWEST_PARTS = 2
RAISED, LOWERED = 0.5, 0.6
"""How far confidence goes to what OCR can reach at most, and what is left of it."""
BEST = 0.95
_TOTAL = re.compile(r"\W*(?:grand |overall |sub-?)?total\b(?! number)", re.IGNORECASE)
_COUNT = re.compile(r"-?\d{1,3}(?:,\d{3})+|-?\d+")


def confirmed(grid: Grid) -> tuple[Grid, tuple[str, ...]]:
    """The grid with more confidence where its columns of counts add up to their totals, less where not.

    With it a sentence on every total that is not the sum of what stands above it.
    """
    agree, wrong = 0, []
    for total, parts in _totals(grid):
        printed, added = _count(total), sum(map(_count, parts), Decimal(0))
        if printed == added:
            agree += 1
        else:
            wrong.append(
                f"read by OCR: {total.text} is printed as a total, what stands above it adds up to {added}"
            )
    if wrong:
        return replace(grid, confidence=round(LOWERED * grid.confidence, 3)), tuple(wrong)
    if agree:
        more = RAISED * max(BEST - grid.confidence, 0.0)
        return replace(grid, confidence=round(grid.confidence + more, 3)), ()
    return grid, ()


def _totals(grid: Grid) -> list[tuple[Cell, list[Cell]]]:
    """Counts in rows called totals, with the counts above them down to the total before."""
    rows: list[list[Cell]] = [[] for _ in range(grid.n_rows)]
    for cell in grid.cells:
        if cell.row_span == 1:
            rows[cell.row].append(cell)
    found: list[tuple[Cell, list[Cell]]] = []
    first = 0
    for number, row in enumerate(rows):
        if not row or not _TOTAL.match(min(row, key=lambda cell: cell.col).text):
            continue
        for total in filter(_is_count, row):
            column = _figures(rows[first:number], total.col)
            parts = [cell for cell in column if _is_count(cell)]
            if len(parts) >= FEWEST_PARTS and all(_is_count(c) or not c.text.strip() for c in column):
                found.append((total, parts))
        first = number + 1
    return found


def _figures(rows: list[list[Cell]], col: int) -> list[Cell]:
    """The cells of a column from its first count on; years are its head."""
    column = [cell for row in rows for cell in row if cell.col == col]
    starts = (k for k, cell in enumerate(column) if _is_count(cell) and not _is_year(cell))
    return column[next(starts, len(column)) :]


def _is_year(cell: Cell) -> bool:
    return re.fullmatch(r"(?:19|20)\d\d", cell.text.strip()) is not None


def _is_count(cell: Cell) -> bool:
    return _COUNT.fullmatch(cell.text.strip()) is not None


def _count(cell: Cell) -> Decimal:
    return Decimal(cell.text.strip().replace(",", ""))
