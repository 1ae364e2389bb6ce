"""The regions of one sheet: titles and notes as text, tables as blocks of rows and columns."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, field

MAX_BLANK = 3
"""Blank rows that a table may have inside it."""
FAR = 8
"""Blank columns that part what stands beside them whatever it is."""
_FIGURE = re.compile(r"[<>≤≥~+£(-]*\s*\d[\d,]*(?:\.\d+)?\s*(?:%|k|m)?\)?(?:\s.{0,40})?")


@dataclass(slots=True)
class SheetCell:
    """One shown cell, at its place among the shown rows and columns."""

    row: int
    col: int
    text: str
    row_span: int = 1
    col_span: int = 1
    figure: bool = False
    """A number that is no year and no date."""


@dataclass
class Region:
    """A table: rows first..last and columns left..right of the sheet, with the titles above it."""

    rows: list[int]
    left: int
    right: int
    titles: list[SheetCell] = field(default_factory=list)
    notes: list[SheetCell] = field(default_factory=list)


def is_figure_text(text: str) -> bool:
    """Text that is a figure: "265 of 662", "27.6%", but no year ("2016/17") and no date."""
    if re.match(r"(?:19|20)\d\d(?:\s*[/-]\s*(?:19|20)?\d\d)?$", text):
        return False
    return len(text) <= 40 and _FIGURE.fullmatch(text) is not None


def find_regions(
    cells: Sequence[SheetCell], hidden_rows: Set[int] = frozenset(), hidden_cols: Set[int] = frozenset()
) -> list[Region]:
    """Tables and text of a sheet in order; a region without rows is text only.

    Hidden rows and columns, whose cells are not among `cells`, part nothing.
    """
    rows = _by_row(cells)
    bands = _bands(cells, hidden_rows)
    regions: list[Region] = []
    for number, band in enumerate(bands):
        following = bands[number + 1] if number + 1 < len(bands) else []
        _add_band(band, following, rows, regions)
    return [part for region in regions for part in _split_columns(region, rows, hidden_cols)]


def _by_row(cells: Sequence[SheetCell]) -> dict[int, list[SheetCell]]:
    rows: dict[int, list[SheetCell]] = {}
    for cell in sorted(cells, key=lambda c: (c.row, c.col)):
        rows.setdefault(cell.row, []).append(cell)
    return rows


def _bands(cells: Sequence[SheetCell], hidden: Set[int]) -> list[list[int]]:
    """Runs of rows without a blank row between; a cell merged downwards bridges it."""
    covered = {row for cell in cells for row in range(cell.row, cell.row + min(cell.row_span, 200))}
    bands: list[list[int]] = []
    for row in sorted(covered):
        if bands and all(between in hidden for between in range(bands[-1][-1] + 1, row)):
            bands[-1].append(row)
        else:
            bands.append([row])
    return bands


def _add_band(
    band: list[int], following: list[int], rows: dict[int, list[SheetCell]], regions: list[Region]
) -> None:
    """Adds the band to the table above, or begins a new region with it."""
    open_table = regions[-1] if regions and regions[-1].rows else None
    if _is_text(band, rows):
        subheading = open_table and following and len(band) == 1 and following[0] - band[0] <= MAX_BLANK
        if open_table and subheading and _goes_on(open_table, following, rows, near=True):
            open_table.rows.extend(band)
        else:
            regions.append(Region([], 0, 0, titles=[cell for row in band for cell in rows.get(row, [])]))
        return
    if open_table and _goes_on(open_table, band, rows):
        open_table.rows.extend(band)
        _widen(open_table, rows)
        return
    start = _header_start(band, rows)
    end = _notes_start(band, start, rows)
    region = Region(band[start:end], 0, 0)
    region.titles = [cell for row in band[:start] for cell in rows.get(row, [])]
    region.notes = [cell for row in band[end:] for cell in rows.get(row, [])]
    _widen(region, rows)
    regions.append(region)


def _is_text(band: Sequence[int], rows: dict[int, list[SheetCell]]) -> bool:
    """Titles, definitions and notes: one or two cells a row, none of them a figure."""
    filled = [rows[row] for row in band if row in rows]
    if any(cell.figure for row in filled for cell in row):
        return False
    single = all(len(row) == 1 for row in filled)
    long = any(len(cell.text) > 80 for row in filled for cell in row)
    return single or (long and all(len(row) <= 4 for row in filled) and len(filled) <= 6)


def _has_figures(band: Sequence[int], rows: dict[int, list[SheetCell]]) -> bool:
    return any(cell.figure for row in band for cell in rows.get(row, []))


def _same_columns(region: Region, band: Sequence[int], rows: dict[int, list[SheetCell]]) -> bool:
    cells = [cell for row in band for cell in rows.get(row, [])]
    return (
        bool(cells) and min(c.col for c in cells) >= region.left and max(c.col for c in cells) <= region.right
    )


def _goes_on(
    region: Region, band: list[int], rows: dict[int, list[SheetCell]], *, near: bool = False
) -> bool:
    """A blank row inside a table: a head without figures above it, or figures at once below it."""
    reach = 2 * MAX_BLANK if near else MAX_BLANK
    if region.notes or band[0] - region.rows[-1] > reach or not _same_columns(region, band, rows):
        return False
    if not _has_figures(region.rows, rows):
        return True
    return any(cell.figure for cell in rows.get(band[0], [])) and len(rows.get(band[0], [])) > 1


def _header_start(band: list[int], rows: dict[int, list[SheetCell]]) -> int:
    """Past the titles: behind the last row above the figures that holds one cell at its left edge."""
    first_figure = next(
        (n for n, row in enumerate(band) if any(c.figure for c in rows.get(row, []))), len(band)
    )
    left = min(cell.col for row in band for cell in rows.get(row, []))
    start = 0
    for number in range(first_figure):
        cells = rows.get(band[number], [])
        wide = len(band) - number > 1 and cells and cells[0].row_span == 1
        if len(cells) == 1 and wide and cells[0].col <= left + 1 and number + 1 < first_figure:
            start = number + 1
    return start


def _notes_start(band: list[int], start: int, rows: dict[int, list[SheetCell]]) -> int:
    """Where trailing rows of one long cell begin."""
    end = len(band)
    while end > start + 1:
        cells = rows.get(band[end - 1], [])
        if len(cells) != 1 or cells[0].figure or cells[0].row_span > 1:
            break
        if len(cells[0].text) < 60 and not re.match(r"(?:note|source|\*|data note|key)", cells[0].text, re.I):
            break
        end -= 1
    return end


def _widen(region: Region, rows: dict[int, list[SheetCell]]) -> None:
    cells = [cell for row in region.rows for cell in rows.get(row, [])]
    region.left = min(cell.col for cell in cells)
    region.right = max(cell.col + cell.col_span - 1 for cell in cells)


def _split_columns(region: Region, rows: dict[int, list[SheetCell]], hidden: Set[int]) -> list[Region]:
    """Tables side by side: a blank column, and on both sides words in the first column and figures.

    Columns far apart are parted whatever they hold.
    """
    parts: list[Region] = []
    cells = [cell for row in region.rows for cell in rows.get(row, [])]
    while region.rows and (gap := _gap(region, cells, hidden)) is not None:
        parts.append(Region(region.rows, region.left, gap - 1, region.titles))
        cells = [cell for cell in cells if cell.col > gap]
        region = Region(region.rows, min(cell.col for cell in cells), region.right, [], region.notes)
    return [*parts, region]


def _gap(region: Region, cells: Sequence[SheetCell], hidden: Set[int]) -> int | None:
    """The first blank column at which the region falls apart."""
    covered = {col for c in cells for col in range(c.col, c.col + c.col_span)} | hidden
    for gap in (col for col in range(region.left + 1, region.right) if col not in covered):
        if covered.isdisjoint(range(gap, gap + FAR)):
            return gap
        sides = [c for c in cells if c.col < gap], [c for c in cells if c.col > gap]
        if gap > region.left + 1 and all(_stands_alone(side) for side in sides):
            return gap
    return None


def _stands_alone(cells: Sequence[SheetCell]) -> bool:
    first = min(cell.col for cell in cells)
    stub = [cell for cell in cells if cell.col == first]
    figures = {cell.row for cell in cells if cell.figure}
    named = {cell.row for cell in stub if not cell.figure and re.search(r"[A-Za-z]{2}", cell.text)}
    return len(figures) >= 2 and len(figures & named) >= 0.8 * len(figures)
