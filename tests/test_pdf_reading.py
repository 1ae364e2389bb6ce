"""The PDF reader on small papers in our own words."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.errors import UnreadableDocument
from extractor.model import Document, Grid, Passage
from extractor.reading.pdf import read_pdf
from extractor.reading.pdf.calls import CHUNK
from extractor.reading.pdf.nesting import may_nest
from extractor.reading.symbols import drawn

pytest.importorskip("reportlab")

from tests.pdfs import HEIGHT, pdf, table, write

ROWS = [
    ["Measure", "Q1", "Q2", "Target"],
    ["Visits within ten days", "81.4%", "83.9%", "90.0%"],
    ["Homes repaired", "1,204", "1,377", "1,300"],
    ["Days to answer", "12.6", "11.9", "10.0"],
]


def read(*pages: Any) -> Document:
    return read_pdf(pdf(*pages), "paper.pdf", "0" * 64)


def texts(document: Document, kind: str = "") -> list[str]:
    return [b.text for b in document.blocks if isinstance(b, Passage) and (not kind or b.kind == kind)]


def grids(document: Document) -> list[Grid]:
    return [b for b in document.blocks if isinstance(b, Grid)]


def test_every_passage_and_cell_stands_at_its_place_in_the_text() -> None:
    def page(c: Any) -> None:
        write(c, 60, 60, "The share of visits made in time rose to 83.9%.")
        table(c, ROWS)

    document = read(page, page)
    assert [document.text[p.start : p.end] for _, p in document.passages] == texts(document)
    cells = [c for g in grids(document) for c in g.cells if c.start is not None]
    assert len(cells) == 2 * 16
    assert all(document.text[c.start : c.end] == c.text for c in cells)
    assert [g.index for g in grids(document)] == [0, 1]


def test_words_of_a_page_give_the_place_of_a_figure() -> None:
    document = read(lambda c: write(c, 60, 100, "Rent collected was 97.3% in May."))
    words = document.pages[0].words
    at = document.text.index("97.3%")
    k = list(words.starts).index(at)
    x0, top, x1, bottom = words.boxes[4 * k : 4 * k + 4]
    assert document.text[words.starts[k] : words.ends[k]] == "97.3%"
    assert 140 < x0 < x1 < 190 and 88 < top < bottom < 105


def test_a_ruled_table_is_read_cell_by_cell() -> None:
    (grid,) = grids(read(lambda c: table(c, ROWS)))
    assert grid.rows() == ROWS
    assert grid.found_by == "ruled"
    assert (grid.n_rows, grid.n_cols) == (4, 4)


def test_a_table_without_rules_is_found_by_its_columns() -> None:
    (grid,) = grids(read(lambda c: table(c, ROWS, ruled=False)))
    assert grid.rows() == ROWS
    assert grid.found_by == "borderless"


def test_a_merged_head_keeps_its_span() -> None:
    def merged(c: Any) -> None:
        table(c, ROWS, top=120)
        c.line(60, HEIGHT - 100, 390, HEIGHT - 100)
        for x in (60, 210, 390):
            c.line(x, HEIGHT - 100, x, HEIGHT - 120)
        write(c, 280, 114, "2023/24", 9)

    (grid,) = grids(read(merged))
    head = grid.at(0, 1)
    assert head is not None
    assert (head.text, head.col, head.col_span) == ("2023/24", 1, 3)
    assert grid.rows()[1:] == ROWS


def test_fills_of_cells_are_kept_for_red_amber_and_green() -> None:
    def page(c: Any) -> None:
        c.setFillColorRGB(1, 0, 0)
        c.rect(330, HEIGHT - 140, 60, 20, stroke=0, fill=1)
        c.setFillColorRGB(0, 0, 0)
        table(c, ROWS)

    (grid,) = grids(read(page))
    assert [(c.row, c.col) for c in grid.cells if c.fill == "#ff0000"] == [(1, 3)]


def test_turned_text_is_read_in_its_own_direction() -> None:
    def page(c: Any) -> None:
        rows = [["", *r] for r in ROWS]
        table(c, rows, widths=(30, 150, 60, 60, 60))
        c.saveState()
        c.translate(80, HEIGHT - 138)
        c.rotate(90)
        c.setFont("Helvetica", 7)
        c.drawString(0, 0, "2391")
        c.restoreState()

    (grid,) = grids(read(page))
    turned = [c for c in grid.cells if c.rotated]
    assert [c.text for c in turned] == ["2391"]


def test_raised_marks_are_told_from_figures() -> None:
    def page(c: Any) -> None:
        table(c, ROWS)
        write(c, 299, 130, "5", 5)

    (grid,) = grids(read(page))
    cell = grid.at(1, 2)
    assert cell is not None
    assert (cell.text, cell.superscripts) == ("83.9%", ("5",))


@pytest.mark.parametrize(
    "hide",
    [
        pytest.param(lambda c: c.setFillColorRGB(1, 1, 1), id="white on white"),
        pytest.param(lambda c: c._code.append("3 Tr"), id="render mode 3"),
    ],
)
def test_text_that_nobody_sees_is_not_read(hide: Any) -> None:
    def page(c: Any) -> None:
        write(c, 60, 100, "Complaints fell to 41 in the quarter.")
        c.saveState()
        text = c.beginText(60, HEIGHT - 130)
        hide(c)
        if "3 Tr" in c._code:
            c._code.remove("3 Tr")
            text.setTextRenderMode(3)
        text.textOut("Complaints rose to 99.")
        c.drawText(text)
        c.restoreState()

    assert texts(read(page)) == ["Complaints fell to 41 in the quarter."]


def test_text_outside_the_page_or_its_clip_is_not_read() -> None:
    def page(c: Any) -> None:
        write(c, 60, 100, "Kept 12.")
        write(c, 60, -40, "Above the page 13.")
        c.saveState()
        path = c.beginPath()
        path.rect(60, HEIGHT - 300, 50, 20)
        c.clipPath(path, stroke=0)
        write(c, 300, 500, "Cut away 14.")
        c.restoreState()

    assert texts(read(page)) == ["Kept 12."]


def test_doubled_letters_of_fake_bold_are_read_once() -> None:
    def page(c: Any) -> None:
        write(c, 60, 100, "Total of 88 appeals")
        write(c, 60.3, 100, "Total of 88 appeals")

    assert texts(read(page)) == ["Total of 88 appeals"]


def test_letters_behind_a_jump_within_a_run_of_text_keep_their_size() -> None:
    def page(c: Any) -> None:
        c.setFont("Helvetica", 10)
        c._code.append("BT /F1 1 Tf 10 0 0 10 60 700 Tm (Ren) Tj [(t)-9000(..)]TJ ET")

    document = read(page)
    assert document.text.split() == ["Rent", ".."]
    _, top, _, bottom = document.pages[0].words.boxes[4:8]
    assert 9 < bottom - top < 13


def test_letter_pairs_stay_when_they_are_no_doubles() -> None:
    assert texts(read(lambda c: write(c, 60, 100, "All staff offered 1,100 bills"))) == [
        "All staff offered 1,100 bills"
    ]


def test_a_page_turned_by_its_rotation_entry_is_read_as_shown() -> None:
    def page(c: Any) -> None:
        c.setPageRotation(90)
        c.saveState()
        c.translate(100, 100)
        c.rotate(90)
        c.setFont("Helvetica", 10)
        c.drawString(0, 0, "Shown level: 17 days.")
        c.restoreState()

    document = read(page)
    assert texts(document) == ["Shown level: 17 days."]
    x0, top, x1, bottom = document.pages[0].words.boxes[:4]
    assert x1 - x0 > bottom - top


def test_lines_of_a_paragraph_are_one_passage_with_its_line_ends() -> None:
    def page(c: Any) -> None:
        write(c, 60, 200, "The number of open cases at the end of June was 412, which is")
        write(c, 60, 212, "lower than the 430 of a year before.")
        write(c, 60, 240, "A second paragraph stands apart from the first by white space.")

    assert texts(read(page)) == [
        "The number of open cases at the end of June was 412, which is\nlower than the 430 of a year before.",
        "A second paragraph stands apart from the first by white space.",
    ]


def test_bullets_and_numbered_paragraphs_keep_their_markers() -> None:
    def page(c: Any) -> None:
        write(c, 60, 200, "3.1")
        write(c, 90, 200, "Attendance was 93.4% in the spring term.")
        write(c, 60, 230, "•")
        write(c, 80, 230, "Nine grants were made.")

    document = read(page)
    items = [b for b in document.blocks if isinstance(b, Passage)]
    assert [(b.kind, b.marker, b.text) for b in items] == [
        ("list_item", "3.1", "3.1 Attendance was 93.4% in the spring term."),
        ("list_item", "•", "• Nine grants were made."),
    ]


def test_a_number_wrapped_to_the_start_of_a_line_is_no_marker() -> None:
    def page(c: Any) -> None:
        write(c, 60, 200, "At 9.9 days the time taken to answer is lower than the average of England at")
        write(c, 60, 212, "10.1 days in the same quarter.")

    assert [b.marker for _, b in read(page).passages] == [""]


def test_two_columns_are_read_one_after_the_other() -> None:
    left = [f"Left line {k} says that the service was used more" for k in range(8)]
    right = [f"Right line {k} says that the costs were kept low" for k in range(8)]

    def page(c: Any) -> None:
        for k in range(8):
            write(c, 50, 200 + 12 * k, left[k])
            write(c, 310, 200 + 12 * k, right[k])

    text = read(page).text
    assert text.index("Left line 7") < text.index("Right line 0")


def test_headers_footers_and_page_stamps_are_kept_apart() -> None:
    def page(number: int) -> Any:
        def draw(c: Any) -> None:
            write(c, 60, 30, "Harbour Council Scrutiny Panel")
            write(c, 520, 30, f"Page {number}")
            write(
                c, 60, 300, f"Paragraph {number} of the report tells of what was done for tenants this year."
            )
            write(c, 290, 820, f"{number}")

        return draw

    document = read(page(83), page(84), page(85))
    assert texts(document, "header") == [
        x for n in (83, 84, 85) for x in ("Harbour Council Scrutiny Panel", f"Page {n}")
    ]
    assert texts(document, "footer") == ["83", "84", "85"]
    assert [p.label for p in document.pages] == ["Page 83", "Page 84", "Page 85"]


def test_headings_are_told_by_size_and_weight_and_ranked() -> None:
    def page(c: Any) -> None:
        write(c, 60, 150, "Performance of the year", 16, "Helvetica-Bold")
        write(c, 60, 200, "Housing", 12, "Helvetica-Bold")
        for k in range(6):
            write(
                c, 60, 230 + 12 * k, "Rents were collected at the rate that had been planned for the year and"
            )

    headings = [b for _, b in read(page).passages if b.kind == "heading"]
    assert [(b.text, b.level) for b in headings] == [("Performance of the year", 1), ("Housing", 2)]


def test_a_word_cut_at_the_line_end_is_made_whole() -> None:
    def page(c: Any) -> None:
        write(c, 60, 200, "The number of completed assess-")
        write(c, 60, 212, "ments was 71 in the period under review.")

    assert texts(read(page)) == ["The number of completed assessments was 71 in the period under review."]


def test_the_grid_of_a_chart_is_no_table() -> None:
    def page(c: Any) -> None:
        for k in range(7):
            c.line(100, HEIGHT - 200 - 20 * k, 400, HEIGHT - 200 - 20 * k)
            write(c, 80, 203 + 20 * k, str(60 - 10 * k), 7)
        for k in range(4):
            c.line(100 + 100 * k, HEIGHT - 200, 100 + 100 * k, HEIGHT - 320)

    assert grids(read(page)) == []


def test_a_frame_around_prose_is_no_table() -> None:
    def page(c: Any) -> None:
        c.rect(50, HEIGHT - 260, 400, 160)
        c.line(50, HEIGHT - 130, 450, HEIGHT - 130)
        write(c, 60, 120, "What went well", 10, "Helvetica-Bold")
        write(c, 60, 160, "Re-let times fell to 27 days, from 31 days a year ago.")

    document = read(page)
    assert grids(document) == []
    assert "Re-let times fell to 27 days, from 31 days a year ago." in texts(document)


def test_an_empty_page_is_called_empty_and_its_document_stays_whole() -> None:
    document = read(lambda c: write(c, 60, 100, "One."), lambda c: None)
    assert [p.status for p in document.pages] == ["ok", "empty"]
    assert document.status == "ok"


def test_bytes_that_are_no_pdf_are_refused() -> None:
    with pytest.raises(UnreadableDocument) as error:
        read_pdf(b"%PDF-1.7\nnothing else", "broken.pdf", "")
    assert error.value.status == "not_a_document"


def test_junk_before_the_header_does_not_matter() -> None:
    data = b"\r\n".join([b"X" * 3000, pdf(lambda c: write(c, 60, 100, "Still here: 7."))])
    assert texts(read_pdf(data, "junk.pdf", "")) == ["Still here: 7."]


def test_a_locked_file_is_called_encrypted() -> None:
    import io

    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf(lambda c: write(c, 60, 100, "Secret 5.")))) as source:
        source.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(UnreadableDocument) as error:
        read_pdf(out.getvalue(), "locked.pdf", "")
    assert error.value.status == "encrypted"


def test_a_drawing_that_contains_itself_does_not_hang_the_reader() -> None:
    import io

    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf(lambda c: write(c, 60, 100, "Read 3 pages.")))) as source:
        form = source.make_stream(b"/X Do /X Do")
        form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        form.BBox = [0, 0, 10, 10]
        form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=form))
        page = source.pages[0]
        page.Resources.XObject = pikepdf.Dictionary(X=form)
        page.contents_add(b"/X Do")
        source.save(out)
    assert texts(read_pdf(out.getvalue(), "cycle.pdf", "")) == ["Read 3 pages."]


@pytest.mark.parametrize(
    ("drawing", "may"),
    [
        (b"/Resources << /Font << /F1 4 0 R >> >> /Subtype /Form /Type /XObject", False),
        (b"/Type/XObject/Subtype/Form/Resources<</XObject<</X 7 0 R>>>>", True),
        (b"/Type/XObject/Subtype/Form/Resources 9 0 R", True),
        (b"/Type/XObject/Subtype/Form", True),
        (b"/Type/XObject/Subtype 9 0 R/Resources<<>>", True),
        (b"/Type/XObject/Subtype/#46orm/Resources<<>>", True),
        (b"/Type/XObject/Subtype/Image", False),
    ],
)
def test_only_drawings_that_can_hold_drawings_are_looked_into(drawing: bytes, may: bool) -> None:
    harmless = b"1 0 obj << /Subtype /Form /Resources << >> >> stream x endstream endobj "
    assert may_nest(harmless + b"7 0 obj <<" + drawing + b"/Length 1>>stream x endstream endobj") is may


@pytest.mark.parametrize(
    ("letter", "font", "seen"),
    [
        ("\uf0e9", "PackSymbol", "▲"),
        ("\uf0ea", "", "▼"),
        ("p", "wingdings3", "▲"),
        ("\uf0b7", "symbolmt", "•"),
        ("\uf062", "fontawesome", "\uf062"),
        ("p", "helvetica", "p"),
    ],
)
def test_letters_of_symbol_fonts_are_read_as_they_are_seen(letter: str, font: str, seen: str) -> None:
    assert drawn(letter, font) == seen


def pages_of_one_table(between: str = "") -> Document:
    head = ["Measure", "Q1", "Q2", "Q3"]
    rows = [[f"Measure {n}", str(10 + n), str(20 + n), str(30 + n)] for n in range(40)]

    def second(c: Any) -> None:
        if between:
            write(c, 60, 90, between, 14, "Helvetica-Bold")
        table(c, [head, *rows[30:]], top=110)

    return read(lambda c: table(c, [head, *rows[:30]], top=110), second)


def test_a_table_over_two_pages_keeps_all_rows_and_tells_what_it_goes_on_from() -> None:
    first, second = [grid for _, grid in pages_of_one_table().grids]
    assert (first.n_rows, second.n_rows) == (31, 11)
    assert (first.continued_from, second.continued_from) == (None, first.index)


def test_a_table_below_a_heading_of_its_own_goes_on_from_nothing() -> None:
    grids = [grid for _, grid in pages_of_one_table("Housing and planning measures of the quarter").grids]
    assert [grid.continued_from for grid in grids] == [None, None]


def test_a_page_of_more_characters_than_one_round_of_calls_is_read_whole() -> None:
    lines = [" ".join(f"w{line:02d}x{word:02d}" for word in range(20)) for line in range(70)]

    def draw(c: Any) -> None:
        for number, line in enumerate(lines):
            write(c, 30, 40 + 11 * number, line, 6)

    document = read(draw)
    assert len(document.text.replace(" ", "").replace("\n", "")) > CHUNK
    assert document.text.split() == " ".join(lines).split()
