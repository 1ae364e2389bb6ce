"""The Word report and the workbook."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import docx
import xlsxwriter
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from corpus.maker.record import Record, Source
from corpus.maker.story import NORTHMOOR_LATER, Value, month, moved
from corpus.maker.tables import HEAD, Box, Fact, Table, monthly_summary, quarterly

STAMP = datetime(2023, 2, 1, 9, 0, 0)


def write_report(record: Record) -> None:
    """The Quarter 3 report in Word: list numbers that Word computes, a tracked change, a footnote mark."""
    source = Source("07_report_quarter_3.docx", "Word report", "Northmoor Borough Council", "2022/23 Q3",
                    "computed list numbers, merged cells, shading, tracked change")  # fmt: skip
    q2 = {m.no: m.over(3, 5) for m in NORTHMOOR_LATER}
    q3 = {m.no: m.over(6, 8) for m in NORTHMOOR_LATER}
    document = docx.Document()
    _settle(document, "Children's Services performance: Quarter 3 2022/23")
    document.add_heading("Northmoor Borough Council", 0)
    document.add_paragraph("Report to Cabinet, 21 February 2023")
    document.add_heading("Children's Services performance: Quarter 3 2022/23 (October to December 2022)", 1)
    document.add_heading("Contact and referral", 2)
    for sentence in _contact_sentences(q2, q3, record, source.file):
        document.add_paragraph(sentence, style="List Number")
    _tracked(document, "The Council received 14 complaints about children's services, of which ", "nine", "eight",
             " were upheld.")  # fmt: skip
    table = quarterly([m for m in NORTHMOOR_LATER if m.target], 3, benchmarks=True)
    document.add_paragraph("Table 1: Measures with a target, by quarter")
    _word_table(document, table)
    document.add_paragraph("Contact: Performance Team, ext. 4410")
    path = record.path(source)
    document.save(str(path))
    _restamp(path)
    record.truth(source.file, ((None, known) for known in table.facts()))


def _contact_sentences(q2: dict[str, Value], q3: dict[str, Value], record: Record, paper: str) -> list[str]:
    wrong = record.plant(
        paper,
        f"At {q3['1.2'].text} in Quarter 3 the share of contacts decided within one working day was better than "
        "the target of 95%.",
        f"{q3['1.2'].text} is below 95%",
        "value against the target the sentence states",
    )
    return [
        f"The front door received {q3['1.1'].text} contacts in Quarter 3, compared with {q2['1.1'].text} in Quarter 2.",
        f"Re-referrals {moved(q2['1.4'], q3['1.4'])} to {q3['1.4'].text} ({q3['1.4'].n} of {q3['1.4'].m}).",
        wrong,
        (
            f"The proportion of conferences held within 15 working days {moved(q2['2.2'], q3['2.2'])} by "
            f"{abs(q3['2.2'].value - q2['2.2'].value)} percentage points to {q3['2.2'].text}."
        ),
    ]


def _settle(document: Any, title: str) -> None:
    properties = document.core_properties
    properties.title, properties.author = title, "Northmoor Borough Council"
    properties.created = properties.modified = properties.last_printed = STAMP
    properties.last_modified_by, properties.revision = "Performance Team", 1
    document.styles["Normal"].font.size = Pt(10)


def _tracked(document: Any, before: str, gone: str, new: str, after: str) -> None:
    """A paragraph in which a word was replaced under change tracking."""
    paragraph = document.add_paragraph(before)
    for tag, inner, text in (("w:del", "w:delText", gone), ("w:ins", "w:t", new)):
        change = OxmlElement(tag)
        for name, known in (("w:id", "90" if tag == "w:del" else "91"), ("w:author", "Editor"),
                            ("w:date", "2023-02-01T09:00:00Z")):  # fmt: skip
            change.set(qn(name), known)
        run, words = OxmlElement("w:r"), OxmlElement(inner)
        words.text = text
        run.append(words)
        change.append(run)
        paragraph._p.append(change)
    paragraph.add_run(after)


def _word_table(document: Any, table: Table) -> None:
    made = document.add_table(len(table.rows), len(table.rows[0]))
    made.style = "Table Grid"
    for at, row in enumerate(table.rows):
        for col, box in enumerate(row):
            if box is not None:
                _word_cell(made, at, col, box)


def _word_cell(made: Any, row: int, col: int, box: Box) -> None:
    cell = made.cell(row, col)
    if box.wide > 1 or box.tall > 1:
        cell = cell.merge(made.cell(row + box.tall - 1, col + box.wide - 1))
    paragraph = cell.paragraphs[0]
    run = paragraph.add_run(box.text)
    run.bold = box.bold
    paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT if col < 2 else WD_ALIGN_PARAGRAPH.CENTER
    if box.fill:
        shade = OxmlElement("w:shd")
        shade.set(qn("w:val"), "clear")
        shade.set(qn("w:fill"), "D9E2F3" if box.fill == HEAD else box.fill[1:].upper())
        cell._tc.get_or_add_tcPr().append(shade)


def _restamp(path: Path) -> None:
    """The same parts in the same order with one date, so that the file is the same on every machine."""
    out = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist()):
            if name == "docProps/thumbnail.jpeg":
                continue
            entry = zipfile.ZipInfo(name, STAMP.timetuple()[:6])
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            target.writestr(entry, _without_thumbnail(name, source.read(name)))
    path.write_bytes(out.getvalue())


def _without_thumbnail(name: str, data: bytes) -> bytes:
    if name != "_rels/.rels":
        return data
    start = data.find(b"<Relationship", data.find(b"thumbnail") - 200)
    while b"thumbnail" not in data[start : data.find(b"/>", start)]:
        start = data.find(b"<Relationship", start + 1)
    return data[:start] + data[data.find(b"/>", start) + 2 :]


def write_workbook(record: Record) -> None:
    """The scorecard as a workbook: percents are fractions, months are dates, a sheet is hidden."""
    source = Source("09_scorecard_december.xlsx", "workbook scorecard", "Northmoor Borough Council",
                    "December 2022", "number formats, merged heads, month dates, fills, a hidden sheet")  # fmt: skip
    path = record.path(source)
    book = xlsxwriter.Workbook(str(path), {"in_memory": True})
    book.set_properties({"title": "Children's Services scorecard", "author": "Northmoor Borough Council",
                         "created": STAMP})  # fmt: skip
    summary = monthly_summary(NORTHMOOR_LATER, 8)
    _sheet(
        book,
        "Scorecard",
        "Northmoor Borough Council: Children's Services scorecard as at 31 December 2022",
        summary,
    )
    leavers = quarterly([m for m in NORTHMOOR_LATER if m.group == "CARE LEAVERS"], 3)
    _sheet(book, "Care leavers", "Care leavers by quarter, 2022/23", leavers)
    hidden = book.add_worksheet("Workings")
    hidden.write_row(0, 0, ["Draft", "Old"])
    hidden.write_row(1, 0, ["Contacts", 911])
    hidden.hide()
    book.close()
    truth: list[tuple[int | None, Fact]] = [(1, known) for known in summary.facts()]
    truth += [(2, known) for known in leavers.facts()]
    record.truth(source.file, truth)


def _sheet(book: Any, name: str, title: str, table: Table) -> None:
    sheet = book.add_worksheet(name)
    sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 14}))
    for at, row in enumerate(table.rows):
        for col, box in enumerate(row):
            if box is not None and (box.text or box.wide > 1 or box.tall > 1):
                _sheet_cell(book, sheet, at + 2, col, box)
    sheet.freeze_panes(2 + table.head, 3)
    for col, width in enumerate(table.widths):
        sheet.set_column(col, col, width / 5)


def _sheet_cell(book: Any, sheet: Any, row: int, col: int, box: Box) -> None:
    value, pattern = _stored(box)
    look = {"text_wrap": True, "border": 1, "bold": box.bold, "num_format": pattern}
    if box.fill:
        look["bg_color"] = "#DDEBF7" if box.fill == HEAD else box.fill.upper()
    if box.rotated:
        look["rotation"] = 90
    made = book.add_format(look)
    if box.wide > 1 or box.tall > 1:
        sheet.merge_range(row, col, row + box.tall - 1, col + box.wide - 1, "", made)
    if isinstance(value, datetime):
        sheet.write_datetime(row, col, value, made)
    elif isinstance(value, float | int):
        sheet.write_number(row, col, value, made)
    else:
        sheet.write_string(row, col, value, made)


def _stored(box: Box) -> tuple[str | float | datetime, str]:
    """What Excel keeps behind the text, and the format that shows it."""
    months = {month(at).label: month(at).first for at in range(12)}
    if box.text in months:
        return datetime.combine(months[box.text], datetime.min.time()), "mmm-yy"
    if len(box.facts) != 1 or box.text != box.facts[0].raw:
        return box.text, "@"
    value = box.facts[0].value
    if box.text.endswith("%"):
        places = len(box.text.rstrip("%").partition(".")[2])
        return float(value / 100), "0." + "0" * places + "%" if places else "0%"
    places = len(box.text.partition(".")[2])
    return float(value), ("#,##0" if "," in box.text else "0") + ("." + "0" * places if places else "")
