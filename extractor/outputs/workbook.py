"""The workbook: notes, findings, a sheet a subject with periods across, the papers, and all observations.

Every text is written as a string and never as a formula, so that 1.10 stays 1.10 and nothing is run.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from extractor import __version__
from extractor.model import SeriesPoint
from extractor.outputs.collected import Collected
from extractor.outputs.columns import OBSERVATIONS, Column
from extractor.outputs.evidence import paper_path
from extractor.outputs.lines import Line, Measure, find_lines
from extractor.outputs.privacy import without_contacts
from extractor.outputs.records import KEPT_BACK, observation_record
from extractor.outputs.words import PERIOD_TITLES, period_name, unit_title

CELL_LIMIT = 32_000
ROW_LIMIT = 1_000_000
CHARTS_A_SHEET = 12
MADE = datetime(2000, 1, 1)
"""A fixed time of making, so that the same papers give the same file."""
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
LEADS = ("Indicator", "Authority", "Area", "Group", "Kind", "Unit", "Period", "Course")


@dataclass
class Book:
    """An open workbook with its formats."""

    file: Any
    formats: dict[str, Any]
    out: Path

    def text(self, sheet: Any, row: int, column: int, value: object, style: str = "plain") -> None:
        """Write a text as a text, whatever it looks like."""
        shown = _CONTROLS.sub("�", without_contacts("" if value is None else str(value)))
        shown = shown.encode("utf-8", "replace").decode("utf-8")[:CELL_LIMIT]
        sheet.write_string(row, column, shown, self.formats[style])

    def number(self, sheet: Any, row: int, column: int, value: object, unit: str) -> None:
        """Write a number in the format of its unit; percents as fractions."""
        if not isinstance(value, int | float):
            value = float("nan") if value == KEPT_BACK else float(str(value))
        if value != value:
            self.text(sheet, row, column, KEPT_BACK)
            return
        style = _number_style(unit)
        sheet.write_number(row, column, value / 100 if unit == "percent" else value, self.formats[style])

    def day(self, sheet: Any, row: int, column: int, value: str | date | None) -> None:
        """Write a date as a date."""
        if isinstance(value, str):
            value = date.fromisoformat(value)
        if value is not None and value.year >= 1900:
            moment = datetime(value.year, value.month, value.day)
            sheet.write_datetime(row, column, moment, self.formats["date"])

    def link(self, sheet: Any, row: int, column: int, document: str, page: int | None) -> None:
        """Write a link to a paper at its page, or its name where it is not here."""
        label = f"{Path(document).name}{f', page {page}' if page else ''}"
        shown = _CONTROLS.sub("�", label).encode("utf-8", "replace").decode("utf-8")[:250]
        path = paper_path(document, self.out)
        # Excel takes no anchor in links to files: the label says the page.
        if not _is_plain(path) or sheet.write_url(
            row, column, f"external:{path}", self.formats["link"], shown
        ):
            self.text(sheet, row, column, label)

    def heads(self, sheet: Any, row: int, names: Sequence[str], widths: Sequence[int]) -> None:
        """Write a head that stays in sight."""
        for column, name in enumerate(names):
            self.text(sheet, row, column, name, "head")
            sheet.set_column(column, column, widths[min(column, len(widths) - 1)])


def _is_plain(path: str) -> bool:
    """Whether a path can be written as a link: no characters that Excel reads otherwise."""
    return bool(path) and path.isprintable() and not set(path) & set('#"<>|*?')


def _number_style(unit: str) -> str:
    if unit in ("percent", "currency_gbp", "count"):
        return unit
    return "number"


def write_workbook(path: Path, collected: Collected, catalogue: Mapping[str, Measure]) -> None:
    """Write workbook.xlsx."""
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "constant_memory": False,
        "default_date_format": "dd mmm yyyy",
    }
    with xlsxwriter.Workbook(path, options) as file:
        file.set_properties({"title": "Performance figures in committee papers", "created": MADE})
        book = Book(file, _formats(file), path.parent)
        lines = find_lines(collected.points, catalogue)
        subjects = _subjects(lines)
        names = _sheet_names(["Notes", "Findings", *subjects, "Papers", "Observations"])
        sheets = {title: file.add_worksheet(name) for title, name in names.items()}
        _notes(book, sheets["Notes"], collected, names)
        _findings(book, sheets["Findings"], collected)
        for subject, held in subjects.items():
            _subject_sheet(book, sheets[subject], names[subject], held)
        _papers(book, sheets["Papers"], collected)
        _observations(book, sheets["Observations"], collected)


def _formats(file: Any) -> dict[str, Any]:
    base = {"font_name": "Arial", "font_size": 10, "valign": "top"}
    styles: dict[str, dict[str, Any]] = {
        "plain": {},
        "wrap": {"text_wrap": True},
        "head": {"bold": True, "bg_color": "#E7ECF1", "bottom": 1, "text_wrap": True},
        "title": {"bold": True, "font_size": 16},
        "date": {"num_format": "dd mmm yyyy", "align": "left"},
        "percent": {"num_format": "0.0##%"},
        "currency_gbp": {"num_format": "£#,##0.##;-£#,##0.##"},
        "count": {"num_format": "#,##0.###"},
        "number": {"num_format": "#,##0.0###"},
        "link": {"font_color": "#0B4F8A", "underline": 1},
        "error": {"bold": True, "font_color": "#A4161A"},
        "warning": {"bold": True, "font_color": "#7A4B00"},
        "note": {"font_color": "#40566B"},
    }
    return {name: file.add_format({**base, **style}) for name, style in styles.items()}


def _subjects(lines: Sequence[Line]) -> dict[str, list[Line]]:
    """Lines by the subject of the catalogue; those outside it last."""
    subjects: dict[str, list[Line]] = {}
    for line in lines:
        if line.current or line.targets:
            title = line.measure.subject.replace("_", " ").replace("-", " ").capitalize()
            subjects.setdefault(title or "Other measures", []).append(line)
    if "Other measures" in subjects:
        subjects["Other measures"] = subjects.pop("Other measures")
    return subjects


def _sheet_names(titles: Sequence[str]) -> dict[str, str]:
    """Names that Excel takes: 31 characters, none twice."""
    names: dict[str, str] = {}
    for title in titles:
        name = _NOT_IN_NAMES.sub(" ", title)[:31].strip() or "Sheet"
        taken = {held.lower() for held in names.values()}
        number = 2
        while name.lower() in taken:
            name = f"{name[:27]} {number}"
            number += 1
        names[title] = name
    return names


def _notes(book: Book, sheet: Any, collected: Collected, names: Mapping[str, str]) -> None:
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 90)
    sheet.hide_gridlines(2)
    book.text(sheet, 0, 0, "Performance figures in committee papers", "title")
    told = [
        ("Papers read", len(collected.results)),
        ("Papers that could not be read", len(collected.failed)),
        ("Figures", sum(len(r.observations) for r in collected.results)),
        ("Figures left unread", sum(len(r.unread) for r in collected.results)),
        ("Errors", collected.severities["error"]),
        ("Warnings", collected.severities["warning"]),
    ]
    for row, (label, count) in enumerate(told, 2):
        book.text(sheet, row, 0, label)
        sheet.write_number(row, 1, count, book.formats["count"])
    row = len(told) + 3
    book.text(sheet, row, 0, "Sheets", "head")
    for offset, (title, name) in enumerate(names.items(), 1):
        sheet.write_url(row + offset, 0, f"internal:'{name}'!A1", book.formats["link"], name)
        book.text(sheet, row + offset, 1, _about(title))
    row += len(names) + 2
    for offset, line in enumerate(NOTES):
        book.text(sheet, row + offset, 0, line[0])
        book.text(sheet, row + offset, 1, line[1], "wrap")


NOTES = (
    ("Values", "As printed in the papers. Percents are stored as fractions and shown as percents."),
    ("Latest reports", "A period's value is that of the latest paper; revised values are in series.csv."),
    ("Blank cells", "No paper gives a value for the period. Nothing is filled in."),
    ("Confidence", "Of the figures near 0.9, nine in ten are read rightly."),
    ("Recorded, checked", "All figures are recorded by the program; none here was checked by a person."),
    ("Made by", f"committee-figures {__version__}"),
)


def _about(title: str) -> str:
    return {
        "Notes": "This sheet",
        "Findings": "Figures that do not agree with other evidence, worst first",
        "Papers": "What was read, and what could not be",
        "Observations": "Every figure with its place",
    }.get(title, "Indicators down, periods across, with targets and benchmarks")


def _findings(book: Book, sheet: Any, collected: Collected) -> None:
    names = (
        "Severity", "Verdict", "Indicator", "Period", "Figure as printed", "Evidence gives", "Why",
        "Quote", "Paper", "Evidence in", "Check",
    )  # fmt: skip
    book.heads(sheet, 0, names, (10, 18, 34, 18, 14, 14, 60, 60, 34, 34, 10))
    for row, finding in enumerate(collected.findings, 1):
        stated = finding.stated
        book.text(sheet, row, 0, finding.severity, finding.severity)
        book.text(sheet, row, 1, finding.verdict.replace("_", " "))
        book.text(sheet, row, 2, stated.indicator_label or stated.indicator, "wrap")
        book.text(sheet, row, 3, stated.period)
        book.text(sheet, row, 4, stated.text)
        if finding.expected is not None:
            book.number(sheet, row, 5, finding.expected, stated.unit)
        book.text(sheet, row, 6, finding.explanation, "wrap")
        book.text(sheet, row, 7, stated.quote, "wrap")
        book.link(sheet, row, 8, stated.document, stated.page)
        if finding.evidence:
            book.link(sheet, row, 9, finding.evidence[0].document, finding.evidence[0].page)
        book.text(sheet, row, 10, finding.check)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(collected.findings), 1), len(names) - 1)


def _subject_sheet(book: Book, sheet: Any, name: str, lines: Sequence[Line]) -> None:
    rows = [(line, kind, points) for line in lines for kind, points in _kinds(line)]
    periods = sorted({_period_key(p) for _, _, points in rows for p in points if p.period_end})
    first = len(LEADS)
    titles = [period_name(*_dates(key)) for key in periods]
    book.heads(sheet, 0, (*LEADS, *titles, "Latest from"), (38, 22, 16, 16, 14, 14, 14, 16, 11))
    sheet.set_column(first + len(periods), first + len(periods), 34)
    columns = {key: first + n for n, key in enumerate(periods)}
    for row, (line, kind, points) in enumerate(rows, 1):
        _subject_row(book, sheet, row, line, kind, points, columns)
        if kind == "value" and len(points) > 1 and periods:
            sheet.add_sparkline(
                row,
                first - 1,
                {"range": _range(name, row, first, first + len(periods) - 1), "last_point": True},
            )
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(len(rows), 1), first + len(periods))
    _charts(book, sheet, name, rows, first, len(periods))


def _period_key(point: SeriesPoint) -> tuple[date, date, str]:
    assert point.period_end is not None
    return point.period_end, point.period_start or point.period_end, point.period_type or ""


def _dates(key: tuple[date, date, str]) -> tuple[date, date, str]:
    return key[1], key[0], key[2]


def _kinds(line: Line) -> list[tuple[str, Sequence[SeriesPoint]]]:
    kept_back = [p for p in line.others if p.value.is_nan()]
    kinds: list[tuple[str, Sequence[SeriesPoint]]] = [("value", (*line.current, *kept_back))]
    if line.targets:
        kinds.append(("target", line.targets))
    kinds += [(name.replace("_", " "), held) for name, held in line.benchmarks.items()]
    return [(kind, points) for kind, points in kinds if points]


def _subject_row(
    book: Book,
    sheet: Any,
    row: int,
    line: Line,
    kind: str,
    points: Sequence[SeriesPoint],
    columns: Mapping[tuple[date, date, str], int],
) -> None:
    label = line.measure.label or line.indicator
    period = PERIOD_TITLES.get(line.period_type or "", "")
    told = (label, line.authority, line.area, line.cohort, kind, unit_title(line.unit), period)
    for column, value in enumerate(told):
        book.text(sheet, row, column, value, "wrap" if column == 0 else "plain")
    for point in points:
        if point.period_end:
            book.number(sheet, row, columns[_period_key(point)], point.value, line.unit)
    if points:
        book.link(sheet, row, len(LEADS) + len(columns), points[-1].document, points[-1].page)


def _range(name: str, row: int, first: int, last: int) -> str:
    from xlsxwriter.utility import xl_range_abs

    return f"'{name}'!{xl_range_abs(row, first, row, last)}"


def _charts(
    book: Book,
    sheet: Any,
    name: str,
    rows: Sequence[tuple[Line, str, Sequence[SeriesPoint]]],
    first: int,
    periods: int,
) -> None:
    """Native charts of the longest lines of a sheet, below its table."""
    longest = sorted(
        (n for n, (_, kind, points) in enumerate(rows) if kind == "value" and len(points) > 3),
        key=lambda n: -len(rows[n][2]),
    )[:CHARTS_A_SHEET]
    for number, n in enumerate(sorted(longest)):
        line = rows[n][0]
        chart = book.file.add_chart({"type": "line"})
        members = [m for m in range(n, len(rows)) if rows[m][0] is line]
        for m in members:
            style = {"dash_type": "dash"} if rows[m][1] != "value" else {"width": 2}
            chart.add_series(
                {
                    "name": rows[m][1],
                    "categories": _range(name, 0, first, first + periods - 1),
                    "values": _range(name, m + 1, first, first + periods - 1),
                    "line": style,
                    "marker": {"type": "circle", "size": 4},
                }
            )
        chart.set_title({"name": line.name[:200], "name_font": {"size": 11}})
        chart.set_y_axis({"name": unit_title(line.unit), "major_gridlines": {"visible": True}})
        chart.show_blanks_as("gap")
        chart.set_size({"width": 620, "height": 280})
        place = len(rows) + 3 + number // 2 * 15
        sheet.insert_chart(
            place, number % 2 * 6, chart, {"description": f"Line chart of {line.name[:200]} by period"}
        )


def _papers(book: Book, sheet: Any, collected: Collected) -> None:
    names = ("Paper", "Path", "Status", "Pages", "Meeting", "Figures", "Unread", "Message")
    book.heads(sheet, 0, names, (40, 50, 14, 8, 14, 10, 10, 70))
    row = 1
    for result in collected.results:
        document = result.document
        meeting = next((c.meeting_date for c in document.outline.contexts if c.meeting_date), None)
        book.link(sheet, row, 0, document.path, None)
        book.text(sheet, row, 1, document.path)
        book.text(sheet, row, 2, document.status)
        sheet.write_number(row, 3, len(document.pages))
        book.day(sheet, row, 4, meeting)
        sheet.write_number(row, 5, len(result.observations))
        sheet.write_number(row, 6, len(result.unread))
        book.text(sheet, row, 7, "; ".join(p.message for p in document.problems[:5]))
        row += 1
    for failed in collected.failed:
        book.text(sheet, row, 0, Path(failed.document).name)
        book.text(sheet, row, 1, failed.document)
        book.text(sheet, row, 2, failed.status, "error")
        book.text(sheet, row, 7, failed.message)
        row += 1
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(row - 1, 1), len(names) - 1)


_LEFT_OUT = {"document_sha256", "bbox", "start", "end"}


def _observations(book: Book, sheet: Any, collected: Collected) -> None:
    columns = [column for column in OBSERVATIONS if column.name not in _LEFT_OUT]
    book.heads(sheet, 0, [column.title for column in columns], (14,))
    row = 1
    for result in collected.results:
        for observation in result.observations:
            if row < ROW_LIMIT:
                record = observation_record(observation)
                for number, column in enumerate(columns):
                    _cell(book, sheet, row, number, column, record)
                row += 1
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(row - 1, 1), len(columns) - 1)


def _cell(book: Book, sheet: Any, row: int, number: int, column: Column, record: Mapping[str, Any]) -> None:
    value = record[column.name]
    if value is None:
        return
    if column.name == "value":
        book.number(sheet, row, number, value, record["unit"])
    elif column.datatype in ("decimal", "integer"):
        sheet.write_number(row, number, value, book.formats["plain"])
    elif column.datatype == "date":
        book.day(sheet, row, number, value)
    else:
        book.text(sheet, row, number, value)
