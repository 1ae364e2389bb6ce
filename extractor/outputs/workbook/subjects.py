"""A sheet a subject: indicators down, periods across, with targets, comparators, small lines and charts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell

from extractor.model import SeriesPoint
from extractor.outputs.chart import ARROWS
from extractor.outputs.headline import headline
from extractor.outputs.lines import Line, target_at
from extractor.outputs.words import PERIOD_TITLES, period_name, unit_title
from extractor.outputs.workbook.book import Book

CHARTS_A_SHEET = 12
LABEL_WIDTH, WORDS_WIDTH = 38, 70
LEADS = ("Indicator", "Authority", "Area", "Group", "Kind", "Unit", "Period", "Rated", "Course")
FIRST = len(LEADS)
_SORTS = tuple(PERIOD_TITLES)
PeriodKey = tuple[int, date, date, str]
"""Number of the sort of period, last day, first day, sort: periods of one sort stand together."""


@dataclass(frozen=True)
class Row:
    """One row: values, targets or a comparator of a line, by period."""

    line: Line
    kind: str
    points: Sequence[SeriesPoint]
    cells: Mapping[PeriodKey, SeriesPoint]

    @property
    def is_whole(self) -> bool:
        """Whether nothing of it is kept back: a text would be drawn as zero."""
        return not any(point.value.is_nan() for point in self.points)


def write_subject(book: Book, sheet: Any, name: str, lines: Sequence[Line]) -> None:
    """The sheet called `name` of these lines."""
    rows = [row for line in lines for row in _rows(line)]
    periods = sorted({key for row in rows for key in row.cells})
    columns = {key: FIRST + n for n, key in enumerate(periods)}
    titles = [period_name(first, last, sort) for _, last, first, sort in periods]
    widths = (LABEL_WIDTH, 22, 16, 16, 14, 14, 14, 11, 16, 11)
    book.heads(sheet, 0, (*LEADS, *titles, "Latest from", "In words"), widths)
    sheet.set_column(FIRST + len(periods), FIRST + len(periods), 34)
    sheet.set_column(FIRST + len(periods) + 1, FIRST + len(periods) + 1, WORDS_WIDTH)
    courses: dict[str, str] = {}
    for number, row in enumerate(rows, 1):
        _write_row(book, sheet, number, row, columns)
        if row.kind == "value" and len(row.cells) > 1 and row.is_whole:
            courses[xl_rowcol_to_cell(number, FIRST - 1)] = _range(name, number, _span(row, columns))
    if courses:  # all at once: the library makes up its mind about colours anew with each call
        told = {"location": list(courses), "range": list(courses.values()), "last_point": True}
        sheet.add_sparkline(1, FIRST - 1, told)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(len(rows), 1), FIRST + len(periods) + 1)
    _charts(book, sheet, name, rows, columns)


def _key(point: SeriesPoint) -> PeriodKey:
    assert point.period_end is not None
    sort = point.period_type or ""
    number = _SORTS.index(sort) if sort in _SORTS else len(_SORTS)
    return number, point.period_end, point.period_start or point.period_end, sort


def _rows(line: Line) -> list[Row]:
    kept_back = [p for p in line.others if p.value.is_nan()]
    values = [*line.current, *kept_back]
    targets = _by_period(line.targets)
    for point in values:
        target = target_at(line, point)
        if target is not None:
            targets[_key(point)] = target
    found = [Row(line, "value", values, _by_period(values)), Row(line, "target", line.targets, targets)]
    found += [
        Row(line, name.replace("_", " "), held, _by_period(held)) for name, held in line.benchmarks.items()
    ]
    return [row for row in found if row.points]


def _by_period(points: Sequence[SeriesPoint]) -> dict[PeriodKey, SeriesPoint]:
    return {_key(point): point for point in points if point.period_end}


def _write_row(book: Book, sheet: Any, number: int, row: Row, columns: Mapping[PeriodKey, int]) -> None:
    line = row.line
    label = line.measure.label or line.indicator
    period = PERIOD_TITLES.get(line.period_type or "", "")
    told = (
        label,
        line.authority,
        line.area,
        line.cohort,
        row.kind,
        unit_title(line.unit),
        period,
        _rated(row),
    )
    texts = {0: (label, LABEL_WIDTH)}
    if row.kind == "value":
        texts[FIRST + len(columns) + 1] = (headline(line), WORDS_WIDTH)
    book.wrapped(sheet, number, texts)
    for column, value in enumerate(told[1:], 1):
        book.text(sheet, number, column, value)
    for key, point in row.cells.items():
        book.number(sheet, number, columns[key], point.value, line.unit)
    book.link(sheet, number, FIRST + len(columns), row.points[-1].document, row.points[-1].page)


def _rated(row: Row) -> str:
    if row.kind != "value" or not row.line.current:
        return ""
    beside = row.line.beside.get(row.line.current[-1].observation_id)
    if beside is None:
        return ""
    return " ".join(part for part in (beside.rag, ARROWS.get(beside.trend or "")) if part)


def _span(row: Row, columns: Mapping[PeriodKey, int]) -> tuple[int, int]:
    """First and last column of a row's values."""
    held = [columns[key] for key in row.cells]
    return min(held), max(held)


def _range(name: str, row: int, span: tuple[int, int]) -> str:
    return f"'{name}'!{xl_range_abs(row, span[0], row, span[1])}"


def _charts(book: Book, sheet: Any, name: str, rows: Sequence[Row], columns: Mapping[PeriodKey, int]) -> None:
    """Native charts of the longest lines of a sheet, below its table."""
    longest = sorted(
        (n for n, row in enumerate(rows) if row.kind == "value" and len(row.cells) > 3 and row.is_whole),
        key=lambda n: -len(rows[n].cells),
    )[:CHARTS_A_SHEET]
    for number, n in enumerate(sorted(longest)):
        chart = _chart(book, name, rows, n, columns)
        place = len(rows) + 3 + number // 2 * 15
        told = {"description": f"Line chart of {rows[n].line.name[:200]} by period"}
        sheet.insert_chart(place, number % 2 * 6, chart, told)


def _chart(book: Book, name: str, rows: Sequence[Row], n: int, columns: Mapping[PeriodKey, int]) -> Any:
    """The chart of row `n` with the targets and comparators that stand in its columns."""
    line, span = rows[n].line, _span(rows[n], columns)
    chart = book.file.add_chart({"type": "line"})
    for number, row in enumerate(rows):
        inside = row.line is line and any(span[0] <= columns[key] <= span[1] for key in row.cells)
        if inside:
            chart.add_series(
                {
                    "name": row.kind,
                    "categories": _range(name, 0, span),
                    "values": _range(name, number + 1, span),
                    "line": {"width": 2} if row.kind == "value" else {"dash_type": "dash"},
                    "marker": {"type": "circle", "size": 4} if row.kind == "value" else {"type": "none"},
                }
            )
    chart.set_title({"name": line.name[:200], "name_font": {"size": 11}})
    places = {"num_format": "0.0%"} if line.unit == "percent" else {}
    chart.set_y_axis({"name": unit_title(line.unit), "major_gridlines": {"visible": True}, **places})
    chart.show_blanks_as("gap")
    chart.set_size({"width": 620, "height": 280})
    return chart
