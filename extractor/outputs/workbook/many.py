"""A sheet of very many rows, put into the file as they will stand there.

The library checks and looks up every cell on its own, which takes ten times as long; here columns know what
they hold.  Texts go to the table of shared texts as ever.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from extractor.outputs.columns import Column
from extractor.outputs.records import KEPT_BACK
from extractor.outputs.workbook.book import CELL_LIMIT, Book, number_format, shown

TEXT = ' t="s"'
"""Says of a cell that it holds the number of a text."""
BEFORE_1900 = date(1899, 12, 31).toordinal()
LEAP_DAY_THAT_WAS_NONE = 59
"""Excel counts 29 February 1900."""


class ManyRows(Worksheet):  # type: ignore[misc]  # the library has no types
    """A sheet that also takes rows that are ready."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[str] = []

    def take(self, row: int, width: int, cells: str) -> None:
        """Take the next row as it stands in the file."""
        self._rows.append(f'<row r="{row + 1}">{cells}</row>')
        self.str_table.count += cells.count(TEXT)
        self._check_dimensions(row, width - 1)

    def text_number(self, text: str) -> int:
        """The number of a text among the shared ones, which count it where it stands in a row."""
        number: int = self.str_table._get_shared_string_index(text)
        self.str_table.count -= 1
        return number

    def _write_rows(self) -> None:
        super()._write_rows()
        for row in self._rows:
            self.fh.write(row)


class Cells:
    """Turns the values of one table into cells; each value once, for most stand in very many rows."""

    def __init__(self, book: Book, sheet: ManyRows, columns: Sequence[Column]) -> None:
        self._style = cache(lambda style: book.format(style)._get_xf_index())
        self._text_number = sheet.text_number
        self._makers = [(xl_col_to_name(n), cache(self._maker(column))) for n, column in enumerate(columns)]

    def row(self, number: int, values: Sequence[Any]) -> str:
        """The cells of a row, from the values of its columns; that of `value` is (value, unit)."""
        cells = [
            f'<c r="{letters}{number + 1}"{make(value)}</c>'
            for (letters, make), value in zip(self._makers, values, strict=True)
            if value is not None and value != ""
        ]
        return "".join(cells)

    def _maker(self, column: Column) -> Callable[[Any], str]:
        if column.name == "value":
            return self._value
        if column.datatype == "date":
            return self._day
        return self._text if column.datatype == "string" else self._number

    def _text(self, value: Any) -> str:
        number = self._text_number(shown(str(value), CELL_LIMIT))
        return f' s="{self._style("plain")}"{TEXT}><v>{number}</v>'

    def _number(self, value: float) -> str:
        return f' s="{self._style("plain")}"><v>{round(value, 3):.16G}</v>'

    def _value(self, value: tuple[str, str]) -> str:
        """With the places that were printed; percents as fractions."""
        exact, unit = Decimal(value[0]), value[1]
        if exact.is_nan():
            return self._text(KEPT_BACK)
        stored = float(exact / 100 if unit == "percent" else exact)
        return f' s="{self._style(number_format(exact, unit))}"><v>{stored:.16G}</v>'

    def _day(self, value: str) -> str:
        day = date.fromisoformat(value)
        count = day.toordinal() - BEFORE_1900
        if count < 1:
            return self._text(value)
        return f' s="{self._style("date")}"><v>{count + (count > LEAP_DAY_THAT_WAS_NONE)}</v>'
