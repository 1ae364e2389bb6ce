"""The sheets that are lists: notes, findings, papers, observations."""

from __future__ import annotations

from collections.abc import Mapping
from operator import itemgetter
from pathlib import Path
from typing import Any

from extractor import __version__
from extractor.outputs.collected import Collected
from extractor.outputs.columns import OBSERVATIONS
from extractor.outputs.evidence import expected_value
from extractor.outputs.workbook.book import Book
from extractor.outputs.workbook.many import Cells, ManyRows
from extractor.store import OBSERVATION_COLUMNS

FIGURES_SHOWN = 20_000
"""More would be no sheet that anybody reads, and most of the time of a run; observations.csv holds all."""
MEASURES_SHOWN = 1_000
"""Measures of a body; series.csv holds all."""
FINDING_WIDTHS = (10, 18, 34, 18, 14, 14, 60, 60, 34, 34, 24)


def write_notes(book: Book, sheet: Any, collected: Collected, names: Mapping[str, str]) -> None:
    """The cover: what was read, what the sheets hold, what the words mean."""
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 90)
    sheet.hide_gridlines(2)
    book.text(sheet, 0, 0, "Performance figures in committee papers", "title")
    told = [
        ("Papers read", len(collected.papers)),
        ("Papers that could not be read", len(collected.failed)),
        ("Figures", sum(head.figures for head in collected.papers)),
        ("Figures left unread", sum(len(head.unread) for head in collected.papers)),
        ("Errors", collected.count("error")),
        ("Warnings", collected.count("warning")),
    ]
    for row, (label, count) in enumerate(told, 2):
        book.text(sheet, row, 0, label)
        book.count(sheet, row, 1, count)
    row = len(told) + 3
    book.text(sheet, row, 0, "Sheets", "head")
    for offset, (title, name) in enumerate(names.items(), 1):
        sheet.write_url(row + offset, 0, f"internal:'{name}'!A1", book.format("link"), name)
        book.text(sheet, row + offset, 1, _about(title))
    row += len(names) + 2
    for offset, (word, meaning) in enumerate((*NOTES, ("Checked", _checked(collected)))):
        book.text(sheet, row + offset, 0, word)
        book.text(sheet, row + offset, 1, meaning, "wrap")


def _checked(collected: Collected) -> str:
    decided = sum(collected.decided.values())
    held = (
        f"{decided:,} decisions of people are in effect." if decided else "Nobody has checked a figure here."
    )
    return f"A person compared the figure with the paper. {held}"


NOTES = (
    ("Values", "As printed in the papers. Percents are stored as fractions and shown as percents."),
    ("Latest reports", "A period's value is that of the latest paper; revised values are in series.csv."),
    ("Targets", "Stand below every value that they hold for, and at the period that they are set for."),
    ("Rated", "The rating and arrow that the paper prints beside the latest value."),
    ("[c]", "Kept back in a copy to publish: a small number, or one that would tell it."),
    ("Blank cells", "No paper gives a value for the period. Nothing is filled in."),
    ("Confidence", "Of the figures near 0.9, nine in ten are read rightly."),
    ("Recorded", "The program says that the paper says so."),
    ("Made by", f"committee-figures {__version__}"),
)


def _about(title: str) -> str:
    return {
        "Notes": "This sheet",
        "Findings": "Figures that do not agree with other evidence, worst first; findings.csv holds all",
        "Papers": "What was read, and what could not be",
        "Observations": f"Every figure with its place; of a large archive the newest {FIGURES_SHOWN:,}",
    }.get(title, f"Indicators down, periods across; of very many the {MEASURES_SHOWN:,} with the most values")


def write_findings(book: Book, sheet: Any, collected: Collected) -> None:
    """A row a finding, worst first."""
    names = (
        "Severity", "Verdict", "Indicator", "Period", "Figure as printed", "Evidence gives", "Why",
        "Quote", "Paper", "Evidence in", "Check",
    )  # fmt: skip
    book.heads(sheet, 0, names, FINDING_WIDTHS)
    for row, finding in enumerate(collected.findings, 1):
        stated = finding.stated
        book.text(sheet, row, 0, finding.severity, finding.severity)
        book.text(sheet, row, 1, finding.verdict.replace("_", " "))
        book.text(sheet, row, 4, stated.text)
        expected = expected_value(finding)
        if expected is not None:
            book.number(sheet, row, 5, expected, stated.unit)
        measure = stated.indicator_label or stated.indicator
        texts = {2: measure, 3: stated.period or "", 6: finding.explanation, 7: stated.quote}
        book.wrapped(sheet, row, {at: (text, FINDING_WIDTHS[at]) for at, text in texts.items()})
        book.link(sheet, row, 8, stated.document, stated.page)
        if finding.evidence:
            book.link(sheet, row, 9, finding.evidence[0].document, finding.evidence[0].page)
        book.text(sheet, row, 10, finding.check)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(collected.findings), 1), len(names) - 1)


def write_papers(book: Book, sheet: Any, collected: Collected) -> None:
    """A row a paper, those that could not be read last."""
    names = ("Paper", "Path", "Status", "Pages", "Meeting", "Figures", "Unread", "Message")
    book.heads(sheet, 0, names, (40, 50, 14, 8, 14, 10, 10, 70))
    row = 1
    for head in collected.papers:
        meeting = next((part.meeting_date for part in head.parts if part.meeting_date), None)
        book.link(sheet, row, 0, head.path, None)
        book.text(sheet, row, 1, head.path)
        book.text(sheet, row, 2, head.status)
        book.count(sheet, row, 3, head.pages)
        book.day(sheet, row, 4, meeting)
        book.count(sheet, row, 5, head.figures)
        book.count(sheet, row, 6, len(head.unread))
        book.text(sheet, row, 7, "; ".join(head.troubles))
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


def write_observations(book: Book, sheet: ManyRows, collected: Collected) -> None:
    """A row a figure; of a large archive those of the newest papers."""
    columns = [column for column in OBSERVATIONS if column.name not in _LEFT_OUT]
    book.heads(sheet, 0, [column.title for column in columns], (14,))
    cells = Cells(book, sheet, columns)
    names = [column.name for column in columns]
    shown = itemgetter(*(OBSERVATION_COLUMNS.index(name) for name in names))
    value, unit = names.index("value"), names.index("unit")
    row = 0
    for row, figure in enumerate(collected.newest(FIGURES_SHOWN), 1):
        held = list(shown(figure))
        held[value] = held[value], held[unit]
        sheet.take(row, len(columns), cells.row(row, held))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(row, 1), len(columns) - 1)
