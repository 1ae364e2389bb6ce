"""Runs of tab-separated lines as grids."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.model import Cell, Grid
from extractor.reading.lines import Line, body_of, marker_of

_FIGURE = re.compile(r"[£+-]?\s?\d[\d,]*(\.\d+)?\s?%?$")


def tab_runs(raw_lines: Sequence[str], lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Spans of line numbers [first, past the last) that are tables.

    A line without tabs between two table lines of the same width belongs to the table: a
    subheading over the rows that follow, or a note.
    """
    flags = ["\t" in line.text for line in lines]
    _bridge_subheadings(raw_lines, lines, flags)
    runs: list[tuple[int, int]] = []
    start: int | None = None
    for number, flag in enumerate([*flags, False]):
        if flag and start is None:
            start = number
        elif not flag and start is not None:
            start, number = _with_one_cell_ends(raw_lines, lines, start, number)
            if _is_table(lines[start:number]):
                runs.extend(_split_restarts(raw_lines, start, number))
            start = None
    return runs


def _with_one_cell_ends(
    raw_lines: Sequence[str], lines: Sequence[Line], start: int, end: int
) -> tuple[int, int]:
    """Takes in lines above and below whose tabs stand only around one cell ("\\t\\t1.1\\t")."""
    while start > 0 and not lines[start - 1].blank and "\t" in raw_lines[start - 1]:
        start -= 1
    while end < len(lines) and not lines[end].blank and "\t" in raw_lines[end]:
        end += 1
    return start, end


def _bridge_subheadings(raw_lines: Sequence[str], lines: Sequence[Line], flags: list[bool]) -> None:
    for number in range(1, len(lines) - 1):
        if flags[number] or lines[number].blank or not flags[number - 1] or not flags[number + 1]:
            continue
        before, after = raw_lines[number - 1].count("\t"), raw_lines[number + 1].count("\t")
        if before == after >= 2 and len(lines[number].text) < 120:
            flags[number] = True


def _is_table(lines: Sequence[Line]) -> bool:
    """Whether these lines are rows: not numbered paragraphs with a tab behind the number, not indents."""
    inner = [line for line in lines if "\t" in line.text]
    return bool(inner) and not all(_is_marked_paragraph(line) for line in inner)


def _is_marked_paragraph(line: Line) -> bool:
    return bool(marker_of(line.text)) and "\t" not in body_of(line.text)


def _split_restarts(raw_lines: Sequence[str], start: int, end: int) -> list[tuple[int, int]]:
    """One run, or several where the number of columns changes for good at a row of words."""
    widths = [raw_lines[number].count("\t") for number in range(start, end)]
    cuts = [start]
    for number in range(start + 2, end - 1):
        at = number - start
        before = widths[cuts[-1] - start : at]
        restarts = len(before) >= 2 and len(set(before)) == 1 and widths[at] == widths[at + 1] != before[0]
        if restarts and not _has_figures(raw_lines[number]) and _has_figures(raw_lines[number - 1]):
            cuts.append(number)
    return list(zip(cuts, [*cuts[1:], end], strict=True))


def _has_figures(raw: str) -> bool:
    return any(_FIGURE.match(cell.strip()) for cell in raw.split("\t"))


def tab_grid(text: str, spans: Sequence[tuple[int, int]], index: int) -> Grid:
    """The grid of these lines, given as (start, end) in `text`; cells keep their own places.

    A cell stands at every printed position, empty ones too; rows shorter than the longest are
    blank behind their end.  Spans are not known from tabs and are all 1.
    """
    cells: list[Cell] = []
    for row, (start, end) in enumerate(spans):
        cells.extend(_row_cells(text, row, start, end))
    return Grid(
        index=index,
        n_rows=len(spans),
        n_cols=1 + max(cell.col for cell in cells),
        cells=tuple(cells),
        start=spans[0][0],
        end=spans[-1][1],
        found_by="tabs",
    )


def _row_cells(text: str, row: int, start: int, end: int) -> list[Cell]:
    cells: list[Cell] = []
    position = start
    for col, raw in enumerate(text[start:end].split("\t")):
        body = raw.strip()
        first = position + (raw.index(body) if body else 0)
        cells.append(Cell(row=row, col=col, text=body, start=first, end=first + len(body)))
        position += len(raw) + 1
    return cells
