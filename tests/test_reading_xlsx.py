"""Workbooks, as Excel shows them."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import PatternFill
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from extractor.errors import UnreadableDocument
from extractor.model import Document, Passage
from extractor.reading import read_bytes
from extractor.reading.number_format import shown_date, shown_number

PACKS = Path(__file__).parents[2] / "shared" / "truth" / "packs"


def workbook(rows: list[list[Any]]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Scorecard"
    for row in rows:
        sheet.append(row)
    return book


def read(book: openpyxl.Workbook) -> Document:
    out = io.BytesIO()
    book.save(out)
    return read_bytes(out.getvalue(), "scorecard.xlsx")


def shown(document: Document) -> list[tuple[str, str] | list[list[str]]]:
    return [(b.kind, b.text) if isinstance(b, Passage) else b.rows() for b in document.blocks]


@pytest.mark.parametrize(
    ("number", "pattern", "text"),
    [
        ("0.276", "0.0%", "27.6%"),
        ("0.2765", "0.0%", "27.7%"),
        ("1285", "#,##0", "1,285"),
        ("1285", "General", "1285"),
        ("0.276", "General", "0.276"),
        ("-12.5", "0.0", "-12.5"),
        ("-12.5", "#,##0.0;(#,##0.0)", "(12.5)"),
        ("-0.04", "0.0", "0.0"),
        ("0", '0;-0;"-"', "-"),
        ("1250000", '£0.0,,"m"', "£1.3m"),
        ("97", '"£"#,##0.00', "£97.00"),
        ("97", "[$£-809]#,##0", "£97"),
        ("4.5", "0.##", "4.5"),
        ("5", '0 "days"', "5 days"),
    ],
)
def test_a_stored_number_is_shown_in_its_format(number: str, pattern: str, text: str) -> None:
    assert shown_number(Decimal(number), pattern) == text


@pytest.mark.parametrize(
    ("pattern", "text"),
    [("mmm-yy", "Jan-17"), ("mmmm yyyy", "January 2017"), ("dd/mm/yyyy", "31/01/2017"),
     ("d mmm yy;@", "31 Jan 17"), ("hh:mm", "09:05"), ("[$-809]ddd d", "Tue 31")],
)  # fmt: skip
def test_a_date_is_shown_in_its_format(pattern: str, text: str) -> None:
    assert shown_date(datetime(2017, 1, 31, 9, 5), pattern) == text


def test_percents_month_labels_and_fills_are_read_as_shown_and_numbers_kept() -> None:
    book = workbook([["Measure", datetime(2017, 1, 1), "Target"], ["Voids", 0.276, 0.3], ["Rents", 31, 40]])
    sheet = book["Scorecard"]
    sheet["B1"].number_format, sheet["B2"].number_format, sheet["C2"].number_format = "mmm-yy", "0.0%", "0%"
    sheet["B2"].fill = PatternFill("solid", fgColor="FFFF0000")
    (grid,) = [block for _, block in read(book).grids]
    assert grid.rows() == [["Measure", "Jan-17", "Target"], ["Voids", "27.6%", "30%"], ["Rents", "31", "40"]]
    cell = grid.at(1, 1)
    assert cell is not None
    assert (cell.number, cell.number_format, cell.fill, cell.page) == (Decimal("0.276"), "0.0%", "#ff0000", 1)


def test_a_raised_mark_in_a_cell_is_no_digit_of_its_figure() -> None:
    up = InlineFont(vertAlign="superscript")
    book = workbook([["Measure", "Q1"], ["Voids", CellRichText("31", TextBlock(up, "2"))], ["Rents", 97]])
    (grid,) = [block for _, block in read(book).grids]
    assert grid.rows()[1] == ["Voids", "31"]


def test_titles_above_and_notes_below_a_table_are_passages() -> None:
    book = workbook(
        [["Housing scorecard"], [], ["Measure", "Q1", "Q2"], ["Voids", 31, 28], ["Rents", 97, 98],
         ["Note: rents are those of council homes and not of leased ones"]]
    )  # fmt: skip
    assert shown(read(book)) == [
        ("heading", "Scorecard"),
        ("heading", "Housing scorecard"),
        [["Measure", "Q1", "Q2"], ["Voids", "31", "28"], ["Rents", "97", "98"]],
        ("paragraph", "Note: rents are those of council homes and not of leased ones"),
    ]


def test_a_blank_row_under_the_head_does_not_part_the_table_and_a_second_head_does() -> None:
    book = workbook(
        [
            ["Measure", "Q1"],
            [],
            ["Voids", 31],
            ["Rents", 97],
            [],
            ["Ward", "Calls"],
            ["East", 14],
            ["West", 9],
        ]
    )
    grids = [block.rows() for _, block in read(book).grids]
    assert grids == [
        [["Measure", "Q1"], ["", ""], ["Voids", "31"], ["Rents", "97"]],
        [["Ward", "Calls"], ["East", "14"], ["West", "9"]],
    ]


def test_tables_side_by_side_are_two() -> None:
    book = workbook(
        [
            ["Measure", "Q1", None, "Ward", "Calls"],
            ["Voids", 31, None, "East", 14],
            ["Rents", 97, None, "West", 9],
        ]
    )
    grids = [block for _, block in read(book).grids]
    assert [grid.rows()[0] for grid in grids] == [["Measure", "Q1"], ["Ward", "Calls"]]
    assert [grid.first_cell for grid in grids] == [(1, 1), (1, 4)]


def test_hidden_rows_columns_and_sheets_are_told() -> None:
    book = workbook([["Measure", "Old", "Q1"], ["Voids", 99, 31], ["Draft", 1, 2], ["Rents", 98, 97]])
    sheet = book["Scorecard"]
    sheet.column_dimensions["B"].hidden = True
    sheet.row_dimensions[3].hidden = True
    secret = book.create_sheet("Workings")
    secret.append(["a", "b"])
    secret.append(["c", 5])
    secret.sheet_state = "hidden"
    document = read(book)
    assert [problem.code for problem in document.problems] == [
        "hidden_rows",
        "hidden_columns",
        "hidden_sheet",
    ]
    assert [grid.hidden for _, grid in document.grids] == [False, True]
    assert "99" not in document.text


def test_hidden_months_between_the_labels_and_the_shown_months_do_not_part_the_table() -> None:
    book = workbook(
        [
            ["Measure", *[f"M{n}" for n in range(12)], "Now"],
            ["Voids", *range(12), 31],
            ["Rents", *range(12), 97],
        ]
    )
    for letter in "BCDEFGHIJKLM":
        book["Scorecard"].column_dimensions[letter].hidden = True
    (grid,) = [block for _, block in read(book).grids]
    assert [[text for text in row if text] for row in grid.rows()] == [
        ["Measure", "Now"],
        ["Voids", "31"],
        ["Rents", "97"],
    ]


def test_a_stray_cell_in_the_last_corner_of_a_sheet_makes_no_giant_table() -> None:
    book = workbook([["Measure", "Q1"], ["Voids", 31], ["Rents", 97]])
    book["Scorecard"]["XFD1048576"] = 5
    assert [(grid.n_rows, grid.n_cols) for _, grid in read(book).grids] == [(3, 2), (1, 1)]


def test_merged_cells_are_spans() -> None:
    book = workbook([["Measure", "2021/22", None], [None, "Q1", "Q2"], ["Voids", 31, 28]])
    book["Scorecard"].merge_cells("B1:C1")
    book["Scorecard"].merge_cells("A1:A2")
    (grid,) = [block for _, block in read(book).grids]
    assert [(c.text, c.row_span, c.col_span) for c in grid.cells[:2]] == [
        ("Measure", 2, 1),
        ("2021/22", 1, 2),
    ]


def test_a_formula_without_a_stored_value_is_told() -> None:
    document = read(workbook([["Voids", "=1+1"], ["Rents", 3]]))
    assert [problem.code for problem in document.problems] == ["formula_without_value"]


def test_a_sheet_merged_over_all_its_cells_is_refused() -> None:
    book = workbook([["Voids", 31]])
    out = io.BytesIO()
    book.save(out)
    source, bomb = zipfile.ZipFile(out), io.BytesIO()
    with zipfile.ZipFile(bomb, "w") as archive:
        for name in source.namelist():
            data = source.read(name)
            merge = b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
            archive.writestr(name, data.replace(b"</sheetData>", merge))
    with pytest.raises(UnreadableDocument) as told:
        read_bytes(bomb.getvalue(), "bomb.xlsx")
    assert told.value.status == "too_large"


@pytest.mark.skipif(not PACKS.is_dir(), reason="the shared papers are not here")
def test_every_true_value_of_a_workbook_stands_in_its_cell() -> None:
    document = read_bytes((PACKS / "scorecard_earlyhelp_2017.xlsx").read_bytes(), "scorecard")
    cells = {
        (grid.page, cell.row + grid.first_cell[0], cell.col + grid.first_cell[1]): cell.text
        for _, grid in document.grids
        for cell in grid.cells
        if grid.first_cell
    }
    lost = []
    for line in (PACKS / "scorecard_earlyhelp_2017.truth.jsonl").open(encoding="utf-8"):
        row = json.loads(line)
        if row["origin"] == "statement":
            if row["raw"] not in document.text:
                lost.append((row["sheet"], row["cell"], row["raw"]))
            continue
        letters, number = coordinate_from_string(row["cell"])
        if row["raw"] not in cells.get((row["page"], number, column_index_from_string(letters)), ""):
            lost.append((row["sheet"], row["cell"], row["raw"]))
    assert lost == []
