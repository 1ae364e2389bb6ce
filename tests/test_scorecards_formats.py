"""One table in every format gives the same observations; tiles are read by the size of their figures."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from extractor.model import Context, Document, Observation, Outline, Page, Period, WordBoxes
from extractor.patterns import load_patterns
from extractor.pipeline import read_document
from extractor.scorecards import read_scorecards

PATTERNS = load_patterns()
TITLE = "Library service scorecard, Quarter 2 2018/19 (July to September 2018)"
ROWS = [
    ["Ref", "Measure", "2017/18", "Q1", "Q2", "Target 2018/19", "Status", "England 2017/18"],
    ["L1", "Number of visits to libraries", "117,908", "37,809", "37,618", "42,000", "Red", "-"],
    ["L2", "% of requests answered on time", "91.9%", "92.2%", "93.0%", "90.0%", "Green", "92.6%"],
    ["L3", "Average days to answer a request", "8.5", "9.3", "10.0", "8.5", "Amber", "9.0"],
    ["L4", "Number of households in temporary accommodation", "156", "173", "150", "140", "Green", "-"],
]


def as_text(folder: Path) -> Path:
    path = folder / "table.txt"
    lines = "\n".join("\t".join(row) for row in ROWS)
    path.write_text(f"{TITLE}\n\n{lines}\n\nThe table is for information only.\n", encoding="utf-8")
    return path


def as_html(folder: Path) -> Path:
    path = folder / "table.html"
    body = "".join("<tr>" + "".join(f"<td>{t}</td>" for t in row) + "</tr>" for row in ROWS)
    page = f"<html><body><h1>{TITLE}</h1><table border=1>{body}</table><p>For information.</p></body></html>"
    path.write_text(page, encoding="utf-8")
    return path


def as_workbook(folder: Path) -> Path:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([TITLE])
    sheet.append([])
    for row in ROWS:
        sheet.append([_stored(text) for text in row])
    for cells in sheet.iter_rows(min_row=4):
        for cell in cells:
            if isinstance(cell.value, float) and cell.row == 5 and cell.value < 1:
                cell.number_format = "0.0%"
            elif isinstance(cell.value, int):
                cell.number_format = "#,##0"
            elif isinstance(cell.value, float):
                cell.number_format = "0.0"
    path = folder / "table.xlsx"
    book.save(path)
    return path


def _stored(text: str) -> object:
    """A number as a workbook keeps it: a percentage is a fraction."""
    if text.endswith("%"):
        return round(float(text[:-1]) / 100, 4)
    plain = text.replace(",", "")
    if plain.replace(".", "").isdigit():
        return float(plain) if "." in plain else int(plain)
    return text


def as_word(folder: Path) -> Path:
    docx = pytest.importorskip("docx")
    paper = docx.Document()
    paper.add_heading(TITLE, 1)
    table = paper.add_table(rows=len(ROWS), cols=len(ROWS[0]))
    for r, row in enumerate(ROWS):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    path = folder / "table.docx"
    paper.save(path)
    return path


def as_pdf(folder: Path, *rules: tuple[object, ...]) -> Path:
    pytest.importorskip("reportlab")
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

    styles = getSampleStyleSheet()
    table = Table(ROWS, style=TableStyle([("FONTSIZE", (0, 0), (-1, -1), 9), *rules]))
    path = folder / "table.pdf"
    story = [Paragraph(TITLE, styles["Heading1"]), Spacer(1, 12), table, Spacer(1, 12)]
    story.append(Paragraph("The table is for information only and needs no decision.", styles["Normal"]))
    SimpleDocTemplate(str(path), pagesize=landscape(A4)).build(story)
    return path


def ruled(folder: Path) -> Path:
    return as_pdf(folder, ("GRID", (0, 0), (-1, -1), 0.5, "black"))


def horizontal_rules(folder: Path) -> Path:
    return as_pdf(folder, ("LINEBELOW", (0, 0), (-1, -1), 0.5, "black"))


def told(o: Observation) -> tuple[object, ...]:
    period = (o.period_start, o.period_end, o.period_type)
    return o.text, o.value, o.unit, o.role, o.comparator, o.indicator, period


FORMATS = [as_html, as_workbook, as_word, ruled, horizontal_rules, as_pdf]


@pytest.mark.parametrize("write", FORMATS, ids=lambda f: f.__name__)
def test_one_table_gives_the_same_observations_in_every_format(
    write: Callable[[Path], Path], tmp_path: Path
) -> None:
    plain = read_scorecards(read_document(as_text(tmp_path), patterns=PATTERNS), PATTERNS)
    other = read_scorecards(read_document(write(tmp_path), patterns=PATTERNS), PATTERNS)
    assert len(plain.observations) == 18
    assert [told(o) for o in other.observations] == [told(o) for o in plain.observations]


def test_places_of_a_text_table_point_at_the_figures(tmp_path: Path) -> None:
    path = as_text(tmp_path)
    text = path.read_text(encoding="utf-8")
    made = read_scorecards(read_document(path, patterns=PATTERNS), PATTERNS).observations
    assert made and all(text[o.start : o.end] == o.text for o in made)


# --- tiles -----------------------------------------------------------------------------------------------

Word = tuple[str, float, float, float]
"""Text, left edge, top, and height."""


def page_of(words: list[Word]) -> Document:
    text = " ".join(word[0] for word in words)
    starts, ends, boxes, at = array("i"), array("i"), array("f"), 0
    for word, x, top, height in words:
        starts.append(at)
        ends.append(at + len(word))
        boxes.extend((x, top, x + len(word) * height * 0.5, top + height))
        at += len(word) + 1
    page = Page(1, 842, 595, start=0, end=len(text), words=WordBoxes(starts, ends, boxes))
    quarter = Period("Quarter 3 2018/19", date(2018, 10, 1), date(2018, 12, 31), "quarter")
    outline = Outline((Context(reporting_period=quarter),))
    return Document("tiles.pdf", "cd" * 32, "pdf", text, pages=(page,), outline=outline)


def tile(x: float, top: float, figure: str, lines: list[str], figure_at: int) -> list[Word]:
    """Lines of one tile from the top, the big figure among them."""
    words: list[Word] = []
    for i, line in enumerate([*lines[:figure_at], figure, *lines[figure_at:]]):
        height = 28.0 if i == figure_at else 10.0
        words.append((line, x, top, height))
        top += height + 5
    return words


@pytest.mark.parametrize("figure_at", [1, 0], ids=["label over the figure", "label under the figure"])
def test_a_tile_is_one_big_figure_with_the_lines_around_it(figure_at: int) -> None:
    words: list[Word] = []
    for row, top in ((0, 80.0), (1, 220.0)):
        for column, x in ((0, 50.0), (1, 400.0)):
            name = f"% of visits {['north', 'south', 'east', 'west'][row * 2 + column]}"
            lines = [name, "Target 95.0%", "2017/18: 88.5%"]
            words += tile(x, top, f"9{row * 2 + column}.5%", lines, figure_at)
    tabled = read_scorecards(page_of(words), PATTERNS)
    assert [(o.text, o.role, o.indicator, str(o.period_end)) for o in tabled.observations] == [
        row
        for i, name in enumerate(["north", "south", "east", "west"])
        for row in (
            (f"9{i}.5%", "actual", f"% of visits {name}", "2018-12-31"),
            ("95.0%", "target", f"% of visits {name}", "2019-03-31"),
            ("88.5%", "actual", f"% of visits {name}", "2018-03-31"),
        )
    ]
    assert {o.rule for o in tabled.observations} == {"table.tile"}


def test_a_sentence_in_a_tile_is_left_and_said_so() -> None:
    words = tile(50, 80, "81.5%", ["% of visits on time", "0.5 points above the target of 81.0%."], 0)
    words += tile(400, 80, "71.5%", ["% of letters on time", "2.5 points below the target of 74.0%."], 0)
    tabled = read_scorecards(page_of(words), PATTERNS)
    assert [o.text for o in tabled.observations] == ["81.5%", "71.5%"]
    assert [p.code for p in tabled.problems] == ["tile_sentence_not_read"] * 2


def test_one_big_figure_alone_is_no_tile() -> None:
    words = tile(50, 80, "2018", ["Annual report of the director", "to the scrutiny committee"], 0)
    assert read_scorecards(page_of(words), PATTERNS).observations == ()


def _read_text(folder: Path, *blocks: list[list[str]]) -> list[tuple[str, str | None, str]]:
    """(measure, time, value) of the tables of a plain text, which stand apart by an empty line."""
    path = folder / "apart.txt"
    tables = ["\n".join("\t".join(row) for row in block) for block in blocks]
    path.write_text("\n\n".join([TITLE, *tables, "For information."]) + "\n", encoding="utf-8")
    document = read_document(path, patterns=PATTERNS)
    return [(o.indicator, o.period, o.text) for o in read_scorecards(document, PATTERNS).observations]


VISITS = [
    ["", "L1"],
    ["", "Number of visits to libraries"],
    ["Jul-18", "12,610"],
    ["Aug-18", "12,488"],
    ["Sep-18", "12,520"],
]


def test_years_under_a_table_of_months_go_on_with_its_one_measure(tmp_path: Path) -> None:
    years = [["2016/17", ""], ["2017/18", "117,908"], ["2018/19 YTD", "75,427"]]
    found = _read_text(tmp_path, VISITS, years)
    assert found[-2:] == [
        ("L1 Number of visits to libraries", "2017/18", "117,908"),
        ("L1 Number of visits to libraries", "2018/19 YTD", "75,427"),
    ]


def test_a_table_in_text_without_labels_has_the_months_of_the_one_before(tmp_path: Path) -> None:
    loans = [["L6", "L7"], ["Number of books lent", "Number of books returned"]]
    found = _read_text(tmp_path, VISITS, [*loans, ["9,104", "8,990"], ["9,411", "9,287"], ["9,020", "9,133"]])
    assert [f for f in found if f[0].startswith("L6")] == [
        ("L6 Number of books lent", "Jul-18", "9,104"),
        ("L6 Number of books lent", "Aug-18", "9,411"),
        ("L6 Number of books lent", "Sep-18", "9,020"),
    ]


def test_a_table_in_text_of_another_number_of_rows_takes_no_months(tmp_path: Path) -> None:
    loans = [["L6", "L7"], ["Number of books lent", "Number of books returned"]]
    found = _read_text(tmp_path, VISITS, [*loans, ["9,104", "8,990"], ["9,411", "9,287"]])
    assert not any(f[1] and f[0].startswith("L6") and "-18" in f[1] for f in found)


def test_results_among_words_that_heads_use_too_are_no_head(tmp_path: Path) -> None:
    heads = "|Measure|Good is|Unit|Jul-18|Aug-18|Sep-18|YTD|Note|Target|2016/17|2017/18"
    visits = (
        "CHANGE|Number of visits to libraries|High|No|12,610|12,488|12,520|37,618|Monthly|42,000|1,184|1,179"
    )
    loans = "|Number of books lent|High|No|9,104|9,411|9,020|27,535|Monthly|28,000|110,002|109,408"
    table = [row.split("|") for row in (heads, visits, loans)]
    assert [f[2] for f in _read_text(tmp_path, table) if "visits" in f[0]][:4] == [
        "12,610",
        "12,488",
        "12,520",
        "37,618",
    ]
