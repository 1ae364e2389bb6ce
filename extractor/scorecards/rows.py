"""The rows of a sheet under their heads: heads that come again, sections, notes and rows of results."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from extractor.scorecards.columns import Column, find_columns
from extractor.scorecards.head_rows import begins_label, header_rows, is_blank_result, split_title
from extractor.scorecards.headings import Heading
from extractor.scorecards.row import Row, read_row
from extractor.scorecards.row_groups import join_rows
from extractor.scorecards.sheet import Sheet


@dataclass(frozen=True)
class Inherited:
    """What a sheet takes from the one it goes on from or stands beside."""

    headings: Mapping[int, Heading] | None = None
    labels: Mapping[int, Row] = field(default_factory=dict)
    areas: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """Rows of results under one set of heads."""

    header: list[int]
    columns: list[Column]
    rows: list[Row] = field(default_factory=list)
    title: str = ""
    """Words of the heads that stand over all columns."""


def find_parts(sheet: Sheet, inherited: Inherited | None = None) -> list[Part]:
    """The sheet as stretches of rows under their heads; a head that only comes again starts none.

    A sheet without heads may go on from another one, whose heads are then `inherited`.
    """
    if sheet.first_data is None:
        return []
    header, sections = header_rows(sheet)
    stretch = _Stretch(sheet, header, _text_of(sheet, sections[-1]) if sections else "", inherited)
    for row in range(max([*header, *sections], default=-1) + 1, sheet.grid.n_rows):
        stretch.take(row)
    return stretch.close()


class _Stretch:
    """Collects rows of results under their heads while a sheet is gone through from the top."""

    def __init__(self, sheet: Sheet, header: list[int], section: str, inherited: Inherited | None) -> None:
        self.sheet, self.header, self.section, self.inherited = sheet, header, section, inherited
        self.parts: list[Part] = []
        self.data: list[int] = []
        self.labels: dict[int, str] = {}
        self.heads: list[int] = []
        self.after_blank = False

    def take(self, row: int) -> None:
        """One row: of results, of heads, a section, or nothing."""
        values = {c for r in self.data[-4:] for c in self.sheet.figures_at(r)}
        kind = _row_kind(self.sheet, row, self.header, values)
        if kind == "blank":
            self.after_blank = not self.heads or self.after_blank
        elif kind == "head" or (kind in ("section", "label", "skip") and self.heads):
            self.heads.append(row)
        elif kind == "section":
            self.section = _text_of(self.sheet, row)
        elif kind in ("data", "label"):
            self._new_heads()
            self.data.append(row)
            self.labels[row] = self.section
            self.after_blank = False

    def _new_heads(self) -> None:
        if not self.heads:
            return
        self._end()
        whole = self.after_blank or len(self.heads) > 1 or any(self.sheet.is_code_row(r) for r in self.heads)
        self.header = self.heads if whole else [*self.header[:-1], *self.heads]
        self.heads = []

    def _end(self) -> None:
        if self.data:
            self.parts.append(_part(self.sheet, self.header, self.data, self.labels, self.inherited))
            self.data = []

    def close(self) -> list[Part]:
        """All stretches; heads at the end that nothing follows are dropped."""
        self._end()
        return self.parts


def _part(
    sheet: Sheet, header: list[int], data: list[int], labels: dict[int, str], inherited: Inherited | None
) -> Part:
    title, below = split_title(sheet, header)
    columns = find_columns(sheet, below, data, inherited.headings if inherited and not header else None)
    rows = [read_row(sheet, r, columns, labels.get(r, "")) for r in data]
    if inherited:
        rows = [_labelled(row, inherited, i) for i, row in enumerate(rows)]
    rows = _places_carried(rows)
    return Part(header, columns, join_rows(sheet, rows, columns), title)


def _labelled(row: Row, inherited: Inherited, number: int) -> Row:
    """A row with the label of the table beside it, or with the place that the table before ended in."""
    beside = inherited.labels.get(row.index)
    if beside and not row.name and not row.heading.text:
        return replace(row, name=beside.name, heading=beside.heading, code=beside.code)
    if inherited.areas and not row.areas and number == 0:
        return replace(row, areas=inherited.areas)
    return row


def _row_kind(
    sheet: Sheet, row: int, header: list[int], values: set[int]
) -> Literal["data", "label", "head", "section", "skip", "blank"]:
    filled = sheet.filled(row)
    if not filled:
        return "blank"
    if any(sheet.same_row(row, h) for h in header):
        return "skip"
    if sheet.is_data(row):
        return "data"
    if sheet.is_code_row(row):
        return "head"
    if is_blank_result(sheet, row):
        return "label"
    if len(filled) == 1:
        cell = sheet.matrix[row][filled[0]]
        wide = cell is not None and cell.col_span > 1
        text = sheet.texts[row][filled[0]]
        if begins_label(sheet, row):
            return "label"
        return (
            "section"
            if (wide or filled[0] == 0) and not re.match(r"[a-z(]", text) and sheet.spans
            else "label"
        )
    if _is_head(sheet, row, filled, header) and len(values & set(filled)) >= len(values) * 0.5:
        return "head"
    return "label"


def _is_head(sheet: Sheet, row: int, filled: list[int], header: list[int]) -> bool:
    """Words over the columns of values and none (or a head) at the labels: the heads change here."""
    first = min((c for r in header for c in sheet.filled(r) if c), default=1)
    if all(sheet.texts[row][c].startswith("(") for c in filled if c > first):
        return False
    over = [c for c in filled if c > first and sheet.reads[row][c].kind == "words"]
    known = sum(not sheet.heads[row][c].plain for c in filled)
    if known >= max(2, len(filled) * 0.6) and not any(sheet.reads[row][c].kind == "blank" for c in filled):
        return True
    labelled = any(sheet.heads[row][c].time for c in filled if c <= 1)
    return not labelled and len(over) >= 2 and len(over) >= (sheet.grid.n_cols - 2) * 0.6


def _places_carried(rows: list[Row]) -> list[Row]:
    """A place printed once stands for the rows under it until the next."""
    result: list[Row] = []
    for row in rows:
        if not row.areas and result and result[-1].areas:
            row = replace(row, areas=result[-1].areas)
        result.append(row)
    return result


def _text_of(sheet: Sheet, row: int) -> str:
    return next((t for t in sheet.texts[row] if t), "")
