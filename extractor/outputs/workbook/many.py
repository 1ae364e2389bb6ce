"""A sheet of very many rows, put into the file as they will stand there.

The library checks and looks up every cell on its own, which takes ten times as long; here columns know what
they hold.  Texts go to the table of shared texts as ever.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from extractor.outputs.columns import Column
from extractor.outputs.records import KEPT_BACK
from extractor.outputs.workbook.book import CELL_LIMIT, Book, number_format, shown

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
        self._check_dimensions(row, width - 1)

    def text_number(self, text: str) -> int:
        """The number of a text among the shared ones."""
        number: int = self.str_table._get_shared_string_index(text)
        return number

    def _write_rows(self) -> None:
        super()._write_rows()
        for row in self._rows:
            self.fh.write(row)


class Cells:
    """Turns the values of one table into cells."""

    def __init__(self, book: Book, sheet: ManyRows, columns: Sequence[Column]) -> None:
        self._style = cache(lambda style: book.format(style)._get_xf_index())
        self._text_number = sheet.text_number
        self._names = [xl_col_to_name(n) for n in range(len(columns))]
        self._makers = [(column.name, self._maker(column)) for column in columns]

    def row(self, number: int, record: Mapping[str, Any]) -> str:
        """The cells of a row, from the values by the names of their columns."""
        return "".join(self._cells(number + 1, record))

    def _cells(self, number: int, record: Mapping[str, Any]) -> Iterable[str]:
        for letters, (name, make) in zip(self._names, self._makers, strict=True):
            value = record[name]
            if value is not None and value != "":
                yield f'<c r="{letters}{number}"{make(value, record)}</c>'

    def _maker(self, column: Column) -> Callable[[Any, Mapping[str, Any]], str]:
        if column.name == "value":
            return self._value
        if column.datatype == "date":
            return self._day
        return self._text if column.datatype == "string" else self._number

    def _text(self, value: Any, _: object = None) -> str:
        number = self._text_number(shown(str(value), CELL_LIMIT))
        return f' s="{self._style("plain")}" t="s"><v>{number}</v>'

    def _number(self, value: float, _: object) -> str:
        return f' s="{self._style("plain")}"><v>{value:.16G}</v>'

    def _value(self, value: str, record: Mapping[str, Any]) -> str:
        """With the places that were printed; percents as fractions."""
        exact, unit = Decimal(value), record["unit"]
        if exact.is_nan():
            return self._text(KEPT_BACK)
        stored = float(exact / 100 if unit == "percent" else exact)
        return f' s="{self._style(number_format(exact, unit))}"><v>{stored:.16G}</v>'

    def _day(self, value: str, _: object) -> str:
        day = date.fromisoformat(value)
        count = day.toordinal() - BEFORE_1900
        if count < 1:
            return self._text(value)
        return f' s="{self._style("date")}"><v>{count + (count > LEAP_DAY_THAT_WAS_NONE)}</v>'
