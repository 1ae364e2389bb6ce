"""Workbooks: every sheet as the tables it shows, in the number formats it shows them in."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import openpyxl
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.styles.colors import COLOR_INDEX
from openpyxl.utils import column_index_from_string, get_column_letter

from extractor.errors import UnreadableDocument
from extractor.model import Cell, Document, Grid
from extractor.reading.build import RawCell, TextBuilder, mark_headings, tidy
from extractor.reading.colors import color_of
from extractor.reading.limits import open_archive, read_part
from extractor.reading.number_format import shown_date, shown_number
from extractor.reading.sheet import Region, SheetCell, find_regions, is_figure_text
from extractor.reading.symbols import drawn

MAX_MERGED = 1_000_000
MAX_CELLS = 2_000_000
_RANGE = re.compile(
    rb'<(?:\w+:)?(?:mergeCell|hyperlink)\b[^<>]{0,400}?\bref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"'
)
_UNCOMPUTED = re.compile(rb"</(?:\w+:)?f>\s*+(?:<(?:\w+:)?v\s?/>|<(?:\w+:)?v></(?:\w+:)?v>)?</(?:\w+:)?c>")
_SHEET_PART = re.compile(r"xl/worksheets/[^/]+\.xml$")
_THEME = re.compile(
    r"<a:(dk1|lt1|dk2|lt2|accent[1-6])>.{0,200}?(?:lastClr|srgbClr val)=\"([0-9A-Fa-f]{6})\"", re.S
)


def read_xlsx(data: bytes, path: str, sha256: str) -> Document:
    """A workbook; `page` of grids and cells is the number of the sheet.

    Hidden sheets are read and marked; hidden rows and columns are left out and told.
    Raises `UnreadableDocument` where the archive or a sheet is damaged or out of all proportion.
    """
    archive = open_archive(data, path)
    uncomputed = _check_sheets(archive, path)
    book = _load(data, path)
    builder = TextBuilder(path)
    theme = _theme(book)
    for number, sheet in enumerate(book.worksheets, start=1):
        _Sheet(sheet, number, builder, theme).read()
    if uncomputed:
        builder.problem("formula_without_value", f"{uncomputed} formulas have no stored value and are blank.")
    return Document(
        path=path,
        sha256=sha256,
        format="xlsx",
        text=builder.text,
        blocks=mark_headings(builder.blocks),
        problems=tuple(builder.problems),
        title=tidy(str(book.properties.title or "")),
    )


def _load(data: bytes, path: str) -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return openpyxl.load_workbook(io.BytesIO(data), data_only=True, keep_links=False, rich_text=True)
    except Exception as error:  # openpyxl lets whatever its parsers meet through
        reason = str(error).splitlines()[0][:120] if str(error) else type(error).__name__
        raise UnreadableDocument("not_a_document", f"{path}: a workbook that is damaged ({reason})") from None


def _check_sheets(archive: zipfile.ZipFile, path: str) -> int:
    """Refuses what would not fit in memory; gives the number of formulas without a value."""
    uncomputed = 0
    for name in archive.namelist():
        if not _SHEET_PART.match(name):
            continue
        data = read_part(archive, name, path) or b""
        if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data[:4096]:
            raise UnreadableDocument("not_a_document", f"{path}: its part {name} declares entities")
        area = sum(_area(found) for found in _RANGE.finditer(data))
        cells = data.count(b"<c ") + data.count(b"<c>")
        if area > MAX_MERGED or cells > MAX_CELLS:
            raise UnreadableDocument("too_large", f"{path}: its part {name} spans {max(area, cells):,} cells")
        uncomputed += len(_UNCOMPUTED.findall(data))
    return uncomputed


def _area(found: re.Match[bytes]) -> int:
    left, right = (column_index_from_string(found.group(group).decode()) for group in (1, 3))
    return (abs(right - left) + 1) * (abs(int(found.group(4)) - int(found.group(2))) + 1)


def _theme(book: Any) -> list[str]:
    """Theme colours in the order in which cells number them."""
    source = (book.loaded_theme or b"")[:200_000].decode("utf-8", errors="replace")
    found = {name: f"#{color.lower()}" for name, color in _THEME.findall(source)}
    order = ("lt1", "dk1", "lt2", "dk2", *(f"accent{number}" for number in range(1, 7)))
    return [found.get(name, "") for name in order]


@dataclass
class _Sheet:
    """One sheet being read into the builder."""

    sheet: Any
    number: int
    builder: TextBuilder
    theme: list[str]

    def read(self) -> None:
        """Titles, tables and notes of the sheet, top to bottom."""
        hidden = self.sheet.sheet_state != "visible"
        if hidden:
            self.builder.problem("hidden_sheet", f'The sheet "{self.sheet.title}" is hidden.')
        rows, cols = self._hidden()
        self._tell_hidden(rows, cols)
        stored = {
            (cell.row, cell.column): cell
            for cell in self._cells()
            if cell.row not in rows and cell.column not in cols
        }
        shown = self._shown(stored)
        self.builder.passage("heading", self.sheet.title, level=1, page=self.number)
        for region in find_regions(shown, rows, cols):
            self._region(region, shown, stored, hidden)

    def _cells(self) -> Iterator[Any]:
        # Not iter_rows(): it makes every cell up to the farthest one, and one stray cell may be far out.
        for cell in self.sheet._cells.values():
            if cell.value is not None and str(cell.value).strip():
                yield cell

    def _hidden(self) -> tuple[set[int], set[int]]:
        rows = {
            number for number, look in self.sheet.row_dimensions.items() if look.hidden or look.height == 0
        }
        cols: set[int] = set()
        for letter, look in self.sheet.column_dimensions.items():
            if look.hidden:
                first = look.min or column_index_from_string(letter)
                cols.update(range(first, min(look.max or first, 16_384) + 1))
        return rows, cols

    def _tell_hidden(self, rows: set[int], cols: set[int]) -> None:
        used_rows, used_cols = set(), set()
        for cell in self._cells():
            if cell.row in rows:
                used_rows.add(cell.row)
            if cell.column in cols:
                used_cols.add(cell.column)
        if used_rows:
            listed = ", ".join(map(str, sorted(used_rows)[:12]))
            self.builder.problem(
                "hidden_rows", f'Sheet "{self.sheet.title}": hidden rows {listed} were not read.'
            )
        if used_cols:
            listed = ", ".join(get_column_letter(col) for col in sorted(used_cols)[:12])
            self.builder.problem(
                "hidden_columns", f'Sheet "{self.sheet.title}": hidden columns {listed} were not read.'
            )

    def _shown(self, stored: dict[tuple[int, int], Any]) -> list[SheetCell]:
        merged = {(area.min_row, area.min_col): area for area in self.sheet.merged_cells.ranges}
        shown: list[SheetCell] = []
        for (row, col), cell in sorted(stored.items()):
            text = self._text(cell)
            area = merged.get((row, col))
            tall, wide = (area.max_row - row + 1, area.max_col - col + 1) if area else (1, 1)
            number = isinstance(cell.value, int | float) and not isinstance(cell.value, bool)
            year = (
                number and _look(cell, "number_format") == "General" and re.fullmatch(r"(?:19|20)\d\d", text)
            )
            figure = (number and not year) or (
                isinstance(cell.value, str | CellRichText) and is_figure_text(text)
            )
            shown.append(SheetCell(row, col, text, tall, wide, bool(figure)))
        return shown

    def _text(self, cell: Any) -> str:
        value, pattern = cell.value, _look(cell, "number_format") or "General"
        if isinstance(value, bool):
            return str(value).upper()
        if isinstance(value, int | float):
            return shown_number(_decimal(value), pattern)
        if isinstance(value, datetime | date | time | timedelta):
            return shown_date(value, pattern)
        font = _look(cell, "font")
        return tidy(drawn(_plain(value), font.name if font else None))

    def _region(
        self, region: Region, shown: Sequence[SheetCell], stored: dict[tuple[int, int], Any], hidden: bool
    ) -> None:
        region.titles = _with_signs(region.titles)
        for title in region.titles:
            font = _look(stored[title.row, title.col], "font")
            bold = bool(font and font.bold)
            self.builder.passage("paragraph", title.text, bold=bold, page=self.number)
        if region.rows:
            self._grid(region, shown, stored, hidden)
        for note in region.notes:
            self.builder.passage("paragraph", note.text, page=self.number)

    def _grid(
        self, region: Region, shown: Sequence[SheetCell], stored: dict[tuple[int, int], Any], hidden: bool
    ) -> None:
        rows = set(region.rows)
        first = min(rows)
        inside = [c for c in shown if c.row in rows and region.left <= c.col <= region.right]
        raw = [self._raw(cell, stored[cell.row, cell.col], first, region.left) for cell in inside]
        titles = [title.text for title in region.titles if len(title.text) <= 120 and title.text[0].isalnum()]
        caption = " ".join(titles[:3])
        self.builder.grid(
            raw, "sheet", caption=caption, name=self.sheet.title, page=self.number, hidden=hidden
        )
        grid = self.builder.blocks[-1]
        assert isinstance(grid, Grid)
        self.builder.blocks[-1] = self._with_numbers(grid, stored, first, region.left)

    def _raw(self, cell: SheetCell, stored: Any, top: int, left: int) -> RawCell:
        filled, font, alignment = (_look(stored, name) for name in ("fill", "font", "alignment"))
        fill = self._color(filled.fgColor) if filled and filled.fill_type == "solid" else None
        color = self._color(font.color) if font and font.color else None
        return RawCell(
            row=cell.row - top,
            col=cell.col - left,
            text=cell.text,
            row_span=cell.row_span,
            col_span=cell.col_span,
            fill=fill,
            color=None if color == "#000000" else color,
            bold=bool(font and font.bold),
            rotated=bool(alignment and alignment.textRotation),
        )

    def _with_numbers(self, grid: Grid, stored: dict[tuple[int, int], Any], top: int, left: int) -> Grid:
        def numbered(cell: Cell) -> Cell:
            source = stored[cell.row + top, cell.col + left]
            value = source.value
            if not isinstance(value, int | float) or isinstance(value, bool):
                return cell
            return replace(cell, number=_decimal(value), number_format=_look(source, "number_format"))

        return replace(grid, cells=tuple(numbered(cell) for cell in grid.cells), first_cell=(top, left))

    def _color(self, color: Any) -> str | None:
        if color is None:
            return None
        if color.type == "rgb" and isinstance(color.rgb, str):
            return color_of(color.rgb[-6:])
        if color.type == "theme" and 0 <= int(color.theme) < len(self.theme):
            return _tinted(self.theme[int(color.theme)], float(color.tint or 0))
        if color.type == "indexed" and 0 <= int(color.indexed) < len(COLOR_INDEX):
            return color_of(str(COLOR_INDEX[int(color.indexed)])[-6:])
        return None


def _plain(value: Any) -> str:
    """The text of a cell; raised footnote marks behind it are no digits of its figure."""
    if not isinstance(value, CellRichText):
        return str(value)
    parts: list[str] = []
    for part in value:
        raised = isinstance(part, TextBlock) and part.font.vertAlign == "superscript"
        if not (raised and parts and re.fullmatch(r"\s*(?:\d{1,2}|[a-e*†‡])\s*", str(part))):
            parts.append(str(part))
    return "".join(parts)


def _with_signs(titles: Sequence[SheetCell]) -> list[SheetCell]:
    """Arrows and lights of a key stand with the words beside them."""
    joined: list[SheetCell] = []
    sign = ""
    for title in titles:
        if not any(char.isalnum() for char in title.text):
            sign = title.text
            continue
        joined.append(replace(title, text=f"{sign} {title.text}".strip()))
        sign = ""
    return joined


def _look(cell: Any, name: str) -> Any:
    """One side of a cell's look; None where the sheet names a style that the workbook does not have."""
    try:
        return getattr(cell, name)
    except IndexError:
        return None


def _decimal(value: float) -> Decimal:
    """The number to the 15 digits that a workbook keeps."""
    return Decimal(value) if isinstance(value, int) else Decimal(f"{value:.15g}")


def _tinted(color: str, tint: float) -> str | None:
    """A theme colour made lighter (tint above 0) or darker."""
    if not color:
        return None
    parts = [int(color[at : at + 2], 16) for at in (1, 3, 5)]
    mixed = [part + (255 - part) * tint if tint > 0 else part * (1 + tint) for part in parts]
    return "#" + "".join(f"{max(0, min(255, round(part))):02x}" for part in mixed)
