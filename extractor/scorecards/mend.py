"""Rows whose cells a table finder read as one, parted again where their figures fit the columns."""

from __future__ import annotations

import re
from dataclasses import replace

from extractor.model import Cell, Grid

_FIGURE = r"(?:[-–—]|n/a|N/A|[-−]?£?\d[\d,]*(?:\.\d+)?%?)"
_FIGURES = re.compile(rf"(?:(?<=\s)|^){_FIGURE}(?:\s+{_FIGURE}){{2,}}\s*$", re.MULTILINE)

_NAME_HEAD = re.compile(r"\b(?:(?:performance )?indicators?|measures?|kpis?|description)\b", re.IGNORECASE)


def mended(grid: Grid) -> Grid:
    """The grid with such rows parted: one or two columns of labels, then one figure a column.

    A cell is parted only when it begins at the left edge, covers several columns, and one of its lines ends
    with exactly as many figures as it covers columns besides its labels.
    """
    grid = _unmixed(grid)
    cells: list[Cell] = []
    for cell in grid.cells:
        cells += _parted(cell) if cell.col == 0 and cell.col_span >= 4 and cell.row > 0 else [cell]
    return replace(grid, cells=tuple(cells)) if len(cells) != len(grid.cells) else grid


def _unmixed(grid: Grid) -> Grid:
    """The grid with its first column parted, where nearly every label holds the row's first figure."""
    first = [c for c in grid.cells if c.col == 0 and c.text.strip()]
    mixed = [c for c in first if c.col_span == 1 and len(_lone_figures(c.text)) == 1 and "\n" in c.text]
    if not mixed:
        return grid
    heads = [c for c in first if c.row < min(c.row for c in mixed)]
    body = [c for c in first if c.row >= min(c.row for c in mixed)]
    if len(mixed) < 3 or len(mixed) < len(body) * 0.8 or not heads:
        return grid
    cells = [replace(c, col=c.col + 1) for c in grid.cells if c not in first]
    for cell in body:
        figures = _lone_figures(cell.text) if cell in mixed else []
        label = "\n".join(line for line in cell.text.split("\n") if line not in figures)
        cells.append(replace(cell, text=label, start=None, end=None))
        cells += [replace(cell, col=1, text=figures[0], start=None, end=None)] if figures else []
    for cell in heads:
        name = _NAME_HEAD.search(cell.text)
        rest = " ".join(_NAME_HEAD.sub(" ", cell.text).split())
        cells.append(replace(cell, text=name.group() if name else "", start=None, end=None))
        cells.append(replace(cell, col=1, text=rest, start=None, end=None))
    return replace(grid, n_cols=grid.n_cols + 1, cells=tuple(sorted(cells, key=lambda c: (c.row, c.col))))


def _lone_figures(text: str) -> list[str]:
    """Lines that are a figure and nothing else."""
    return [line for line in text.split("\n") if re.fullmatch(rf"\s*{_FIGURE}\s*", line)]


def _parted(cell: Cell) -> list[Cell]:
    found = list(_FIGURES.finditer(cell.text))
    if len(found) != 1:
        return [cell]
    figures = found[0].group().split()
    label = cell.text[: found[0].start()] + " " + cell.text[found[0].end() :]
    labels = _labels(label, found[0].start(), cell.col_span - len(figures))
    if not labels:
        return [cell]
    # the place of one figure in the run is not known: it keeps the box of the row and no offsets
    return [
        replace(cell, col=i, col_span=1, text=text, start=None, end=None)
        for i, text in enumerate([*labels, *figures])
    ]


def _labels(label: str, at: int, count: int) -> list[str]:
    """The label as a name, or as a reference and a name; the reference stands first on the figures' line."""
    words = " ".join(label.split())
    if count == 1:
        return [words]
    line = label[:at].rpartition("\n")[2].split()
    if count == 2 and line and re.fullmatch(r"[A-Z]{0,4}\d{1,3}(?:\.\d{1,2})?", line[0]):
        before, _, after = words.partition(f"{line[0]} ")
        return [line[0], f"{before}{after}".strip()]
    return []
