"""Builds the text of a document whose format has none of its own: every block with its offsets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from extractor.model import Block, Cell, Grid, Passage, Place, Problem
from extractor.reading.captions import mark_captions
from extractor.reading.lines import Line, body_of, marker_of
from extractor.reading.wrap import is_heading

PassageKind = Literal["paragraph", "list_item", "heading", "header", "footer", "footnote", "caption"]
MAX_ROWS = 100_000
MAX_COLS = 400
MAX_SPANNED = 2_000_000


@dataclass(slots=True)
class RawCell:
    """A cell before it has its place in the text."""

    row: int
    col: int
    text: str
    row_span: int = 1
    col_span: int = 1
    fill: str | None = None
    color: str | None = None
    header: bool = False
    bold: bool = False
    rotated: bool = False
    superscripts: tuple[str, ...] = ()


@dataclass
class TextBuilder:
    """Appends passages and grids; `text` and `blocks` are the document's when all is appended."""

    path: str
    parts: list[str] = field(default_factory=list)
    length: int = 0
    blocks: list[Block] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    grids: int = 0

    @property
    def text(self) -> str:
        return "".join(self.parts)

    def write(self, text: str) -> tuple[int, int]:
        """Appends to the text; gives the offsets of what was appended."""
        start = self.length
        self.parts.append(text)
        self.length += len(text)
        return start, self.length

    def passage(
        self,
        kind: PassageKind,
        text: str,
        *,
        level: int = 0,
        marker: str = "",
        bold: bool = False,
        size: float | None = None,
        page: int | None = None,
    ) -> None:
        """Appends a passage on a line of its own; blank text is left out.

        `marker` is printed before the text unless the text begins with it.
        """
        text = tidy(text)
        if not text:
            return
        if marker and not text.startswith(marker):
            text = f"{marker} {text}"
        start, end = self.write(text)
        self.write("\n")
        self.blocks.append(Passage(
            kind=kind, text=text, start=start, end=end, level=level, marker=marker, bold=bold, size=size,
            page=page,
        ))  # fmt: skip

    def grid(
        self,
        cells: Sequence[RawCell],
        found_by: str,
        *,
        caption: str = "",
        name: str = "",
        page: int | None = None,
        hidden: bool = False,
    ) -> None:
        """Appends a grid: in the text its rows are lines and its cells stand between tabs."""
        if not cells:
            return
        placed: list[Cell] = []
        first = self.length
        row = None
        for raw in sorted(cells, key=lambda cell: (cell.row, cell.col)):
            if row is not None:
                self.write("\n" if raw.row != row else "\t")
            row = raw.row
            placed.append(self._cell(raw, page))
        end = self.length
        self.write("\n")
        self.blocks.append(
            Grid(
                index=self.grids,
                n_rows=max(cell.row + cell.row_span for cell in placed),
                n_cols=max(cell.col + cell.col_span for cell in placed),
                cells=tuple(placed),
                page=page,
                start=first,
                end=end,
                found_by=found_by,
                caption=caption,
                name=name,
                hidden=hidden,
            )
        )
        self.grids += 1

    def _cell(self, raw: RawCell, page: int | None) -> Cell:
        text = tidy(raw.text)
        start, end = self.write(text)
        return Cell(
            row=raw.row, col=raw.col, text=text, row_span=raw.row_span, col_span=raw.col_span, page=page,
            start=start, end=end, fill=raw.fill, color=raw.color, header=raw.header, bold=raw.bold,
            rotated=raw.rotated, superscripts=raw.superscripts,
        )  # fmt: skip

    def copy_block(self, block: Block) -> None:
        """Appends a passage or grid that was read from plain text inside this document."""
        if isinstance(block, Passage):
            self.passage(block.kind, block.text, level=block.level, marker=block.marker)
        else:
            self.grid([RawCell(cell.row, cell.col, cell.text) for cell in block.cells], block.found_by)

    def problem(self, code: str, message: str) -> None:
        """Notes something a reader should know, at the place reached so far."""
        self.problems.append(Problem(code, message, Place(self.path, start=self.length, end=self.length)))


def tidy(text: str) -> str:
    """Blanks folded to one and line ends kept single; no-break spaces are blanks, soft hyphens nothing."""
    text = text.replace("\xad", "").replace("\u200b", "").replace("\ufeff", "").replace("\r", "\n")
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def place_cells(rows: Sequence[Sequence[RawCell]]) -> list[RawCell]:
    """Cells in the order of the rows, moved right of what spans reach down from rows above.

    Spans are cut at the last row and where another cell already stands: cells never overlap.
    """
    taken: set[tuple[int, int]] = set()
    placed: list[RawCell] = []
    rows = rows[:MAX_ROWS]
    for row, cells in enumerate(rows):
        col = 0
        for cell in cells:
            while (row, col) in taken:
                col += 1
            if col >= MAX_COLS:
                break
            cell.row, cell.col = row, col
            _fit_spans(cell, taken, len(rows))
            placed.append(cell)
            col += cell.col_span
    return placed


def _fit_spans(cell: RawCell, taken: set[tuple[int, int]], n_rows: int) -> None:
    cell.row_span = max(1, min(cell.row_span, n_rows - cell.row))
    if len(taken) + cell.row_span * min(cell.col_span, MAX_COLS) > MAX_SPANNED:
        cell.row_span = cell.col_span = 1
    wide = 1
    while wide < min(cell.col_span, MAX_COLS - cell.col) and (cell.row, cell.col + wide) not in taken:
        wide += 1
    cell.col_span = wide
    taken.update((cell.row + r, cell.col + c) for r in range(cell.row_span) for c in range(wide))


def trim_empty(cells: list[RawCell]) -> list[RawCell]:
    """Without columns and rows that no text stands in (layout spacers), spans drawn in accordingly."""
    rows = sorted({r for c in cells if c.text.strip() for r in range(c.row, c.row + c.row_span)})
    cols = sorted({c.col for c in cells if c.text.strip()})
    if not rows:
        return []
    row_at = {row: number for number, row in enumerate(rows)}
    col_at = {col: number for number, col in enumerate(cols)}
    kept: list[RawCell] = []
    for cell in cells:
        own_rows = [row_at[r] for r in range(cell.row, cell.row + cell.row_span) if r in row_at]
        own_cols = [col_at[c] for c in range(cell.col, cell.col + cell.col_span) if c in col_at]
        if own_rows and own_cols:
            kept.append(replace(cell, row=own_rows[0], col=own_cols[0],
                                row_span=len(own_rows), col_span=len(own_cols)))  # fmt: skip
    return kept


def mark_headings(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Paragraphs that stand as headings over what follows become headings, as in plain text."""
    blocks = mark_captions(blocks)
    out: list[Block] = []
    for number, block in enumerate(blocks):
        if isinstance(block, Passage) and block.kind == "paragraph" and _heads(block, blocks, number):
            digits = re.search(r"\d+(?:\.\d+)*", marker_of(block.text))
            level = 1 + digits.group().count(".") if digits else 0
            block = replace(block, kind="heading", level=level)
        out.append(block)
    return tuple(out)


def _heads(block: Passage, blocks: Sequence[Block], number: int) -> bool:
    if "\n" in block.text:
        return False
    following = blocks[number + 1] if number + 1 < len(blocks) else None
    if isinstance(following, Grid):
        return is_heading(block.text, Line("x" * 200, 0, 0, 0), alone=True)
    if following is None:
        return False
    if block.bold and is_heading(f"{block.text}:", Line("x", 0, 0, 0), alone=True):
        return len(body_of(block.text).split()) <= 12
    return is_heading(block.text, Line(following.text, following.start, following.end, 0), alone=True)
