"""An open workbook: texts as texts, numbers in the format of their unit, links to papers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from extractor.outputs.evidence import paper_path
from extractor.outputs.privacy import without_contacts
from extractor.outputs.records import KEPT_BACK

CELL_LIMIT = 32_000
LINK_LIMIT = 250
MOST_PLACES = 6
LINE_HEIGHT = 13
"""Points; not every program makes rows as high as their text."""
A3 = 8
"""Excel's number of the paper size."""
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
BASE: dict[str, Any] = {"font_name": "Arial", "font_size": 10, "valign": "top"}
STYLES: dict[str, dict[str, Any]] = {
    "plain": {},
    "wrap": {"text_wrap": True},
    "head": {"bold": True, "bg_color": "#E7ECF1", "bottom": 1, "text_wrap": True},
    "title": {"bold": True, "font_size": 16},
    "date": {"num_format": "dd mmm yyyy", "align": "left"},
    "whole": {"num_format": "#,##0"},
    "link": {"font_color": "#0B4F8A", "underline": 1},
    "error": {"bold": True, "font_color": "#A4161A"},
    "warning": {"bold": True, "font_color": "#7A4B00"},
    "note": {"font_color": "#40566B"},
}


@dataclass
class Book:
    """An open workbook with its formats."""

    file: Any
    out: Path
    _formats: dict[str, Any] = field(default_factory=dict)
    _links: dict[str, tuple[str, str]] = field(default_factory=dict)
    """(name, address) of the papers that were linked, for the disk is slow to say where one is."""

    def format(self, style: str) -> Any:
        """The format of a named style, or of a number format in square brackets."""
        if style not in self._formats:
            held = STYLES.get(style, {"num_format": style, "align": "right", "indent": 1})
            self._formats[style] = self.file.add_format({**BASE, **held})
        return self._formats[style]

    def text(self, sheet: Any, row: int, column: int, value: object, style: str = "plain") -> None:
        """Write a text as a text, whatever it looks like."""
        told = shown("" if value is None else str(value), CELL_LIMIT)
        sheet.write_string(row, column, told, self.format(style))

    def wrapped(self, sheet: Any, row: int, texts: Mapping[int, tuple[str, int]]) -> None:
        """Write texts by column, each with the width of its column, in a row as high as the longest needs."""
        lines = 1
        for column, (text, width) in texts.items():
            self.text(sheet, row, column, text, "wrap")
            lines = max(lines, sum(-(-max(len(part), 1) // width) for part in text.split("\n")))
        sheet.set_row(row, min(LINE_HEIGHT * lines + 2, 400))

    def number(self, sheet: Any, row: int, column: int, value: Decimal, unit: str) -> None:
        """Write a number with the places that were printed; percents as fractions."""
        if value.is_nan():
            self.text(sheet, row, column, KEPT_BACK)
            return
        stored = value / 100 if unit == "percent" else value
        sheet.write_number(row, column, float(stored), self.format(number_format(value, unit)))

    def count(self, sheet: Any, row: int, column: int, value: int) -> None:
        """Write a number of things."""
        sheet.write_number(row, column, value, self.format("whole"))

    def day(self, sheet: Any, row: int, column: int, value: str | date | None) -> None:
        """Write a date as a date."""
        if isinstance(value, str):
            value = date.fromisoformat(value)
        if value is not None and value.year >= 1900:
            moment = datetime(value.year, value.month, value.day)
            sheet.write_datetime(row, column, moment, self.format("date"))

    def link(self, sheet: Any, row: int, column: int, document: str, page: int | None) -> None:
        """Write a link to a paper, or its name where it is not here.

        Excel takes no place within a linked file, so the label says the page.
        """
        name, address = self._link(document)
        label = f"{name}, page {page}" if page else name
        told = shown(label, LINK_LIMIT)
        if not address or sheet.write_url(row, column, address, self.format("link"), told):
            self.text(sheet, row, column, label)

    def _link(self, document: str) -> tuple[str, str]:
        if document not in self._links:
            path = paper_path(document, self.out)
            self._links[document] = Path(document).name, f"external:{path}" if _is_plain(path) else ""
        return self._links[document]

    def heads(self, sheet: Any, row: int, names: Sequence[str], widths: Sequence[int]) -> None:
        """Write a head that stays in sight."""
        for column, name in enumerate(names):
            self.text(sheet, row, column, name, "head")
            sheet.set_column(column, column, widths[min(column, len(widths) - 1)])
        sheet.set_row(row, 2 * LINE_HEIGHT + 2)
        sheet.set_landscape()
        sheet.set_paper(A3)
        sheet.repeat_rows(row)
        sheet.fit_to_pages(1, 0)


@lru_cache(maxsize=5_000)
def shown(text: str, most: int) -> str:
    """The text as a cell takes it; most texts of a sheet stand in many of its rows."""
    clean = _CONTROLS.sub("�", without_contacts(text))
    return clean.encode("utf-8", "replace").decode("utf-8")[:most]


def number_format(value: Decimal, unit: str) -> str:
    """The format that shows a number as printed: 1.10 with two places, 7,101 with thousands.

    >>> number_format(Decimal("1.10"), "count")
    '#,##0.00'
    """
    exponent = value.as_tuple().exponent
    places = min(max(-exponent, 0), MOST_PLACES) if isinstance(exponent, int) else 0
    printed = "0" + ("." + "0" * places if places else "")
    if unit == "percent":
        return f"{printed}%"
    return f"£#,##{printed};-£#,##{printed}" if unit == "currency_gbp" else f"#,##{printed}"


def _is_plain(path: str) -> bool:
    """Whether a path can be written as a link: no characters that Excel reads otherwise."""
    return bool(path) and path.isprintable() and not set(path) & set('#"<>|*?')
