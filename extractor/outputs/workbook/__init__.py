"""The workbook: notes, findings, a sheet a subject with periods across, the papers, and all observations.

Every text is written as a string and never as a formula, so that 1.10 stays 1.10 and nothing is run.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

import xlsxwriter

from extractor.outputs.collected import Collected
from extractor.outputs.lines import Line, Measure, find_lines, order
from extractor.outputs.words import subject_title
from extractor.outputs.workbook.book import Book
from extractor.outputs.workbook.many import ManyRows
from extractor.outputs.workbook.sheets import (
    MEASURES_SHOWN,
    write_findings,
    write_notes,
    write_observations,
    write_papers,
)
from extractor.outputs.workbook.subjects import write_subject

__all__ = ["write_workbook"]

MADE = datetime(2000, 1, 1)
"""A fixed time of making, so that the same papers give the same file."""
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
OTHER = "Other measures"


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
        book = Book(file, path.parent)
        bundles = collected.bundles(MEASURES_SHOWN)
        lines = [line for b in bundles for line in find_lines(b.points(), catalogue, b.printed())]
        lines.sort(key=order)
        subjects = _subjects(lines)
        names = _sheet_names(["Notes", "Findings", *subjects, "Papers", "Observations"])
        kinds = {"Observations": ManyRows}
        sheets = {title: file.add_worksheet(name, kinds.get(title)) for title, name in names.items()}
        write_notes(book, sheets["Notes"], collected, names)
        write_findings(book, sheets["Findings"], collected)
        for subject, held in subjects.items():
            write_subject(book, sheets[subject], names[subject], held)
        write_papers(book, sheets["Papers"], collected)
        write_observations(book, sheets["Observations"], collected)


def _subjects(lines: Sequence[Line]) -> dict[str, list[Line]]:
    """Lines by the subject of the catalogue; those outside it last."""
    subjects: dict[str, list[Line]] = {}
    for line in lines:
        if line.current or line.targets:
            subjects.setdefault(subject_title(line.measure.subject) or OTHER, []).append(line)
    if OTHER in subjects:
        subjects[OTHER] = subjects.pop(OTHER)
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
