"""Saved web pages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extractor.model import Document, Passage
from extractor.reading import read_bytes
from extractor.reading.html import decode_html

PACKS = Path(__file__).parents[2] / "shared" / "truth" / "packs"


def read(body: str, head: str = "") -> Document:
    return read_bytes(
        f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode(), "page.html"
    )


def shown(document: Document) -> list[tuple[str, str] | list[list[str]]]:
    return [(b.kind, b.text) if isinstance(b, Passage) else b.rows() for b in document.blocks]


def test_hidden_parts_navigation_and_scripts_are_not_read() -> None:
    document = read(
        '<nav>12 menus</nav><div id="menu">9</div><script>var n=5</script><p style="display:none">7%</p>'
        '<p class="gone">8%</p><div id="footer">1 of 2</div><p>Voids fell to 31.</p>',
        "<style>.gone { display: none }</style>",
    )
    assert shown(document) == [("paragraph", "Voids fell to 31.")]


def test_what_is_hidden_on_paper_or_telephones_only_is_read() -> None:
    sheet = "<style>/* .a{} */ @media print { .b {color:red} .a {display:none} } .c{display:none}</style>"
    assert shown(read("<p class=a>Voids: 31</p><p class=c>Draft: 44</p>", sheet)) == [
        ("paragraph", "Voids: 31")
    ]


def test_panels_that_open_at_a_click_and_columns_of_wide_screens_are_read() -> None:
    document = read(
        '<div hidden="until-found">Voids: 31</div><div aria-hidden="true">Rents: 97%</div>'
        '<i aria-hidden="true">9</i>'
        '<p class="d-none d-md-block">Calls: 412</p><p class="d-none">Draft: 44</p>'
    )
    assert [text for _, text in shown(document)] == ["Voids: 31", "Rents: 97%", "Calls: 412"]


def test_nested_lists_have_their_numbers() -> None:
    document = read(
        "<ol><li>Rents<ol type=a><li>paid</li><li>owed</li></ol></li>"
        "<li value=5>Voids<ul><li>31</li></ul></li></ol>"
    )
    assert shown(document) == [
        ("list_item", "1. Rents"),
        ("list_item", "a. paid"),
        ("list_item", "b. owed"),
        ("list_item", "5. Voids"),
        ("list_item", "• 31"),
    ]


def test_a_word_bullet_in_the_symbol_font_is_a_list_item() -> None:
    document = read(
        "<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><span style='font-family:Symbol'>·"
        "<span style='font:7.0pt \"Times\"'>&nbsp;&nbsp;</span></span>Voids&nbsp;fell to 31</p>"
    )
    (item,) = document.blocks
    assert isinstance(item, Passage)
    assert (item.kind, item.text, item.marker, item.level) == ("list_item", "• Voids fell to 31", "•", 2)


def test_a_layout_table_gives_passages_and_a_data_table_a_grid() -> None:
    item = "The Panel noted that voids had fallen to 31, " * 5
    document = read(
        f"<table><tr><td>12.</td><td><p>{item}</p></td></tr><tr><td>13.</td><td>Rents</td></tr></table>"
        "<table><tr><td>Voids</td><td>31</td></tr><tr><td>Rents</td><td>97%</td></tr></table>"
    )
    assert shown(document) == [
        ("list_item", f"12. {item.strip()}"),
        ("list_item", "13. Rents"),
        [["Voids", "31"], ["Rents", "97%"]],
    ]


def test_spans_fills_and_footnote_marks_of_cells_are_kept_apart_from_their_figures() -> None:
    document = read(
        "<table><thead><tr><th rowspan=2>Measure<th colspan=2>2021/22<tr><th>Q1<th>Q2</thead>"
        "<tr><td>Voids<td class=r>31<sup>1</sup><td style='background:#00B050'>28</table>",
        "<style>td.r{background-color:red}</style>",
    )
    (grid,) = [block for _, block in document.grids]
    assert grid.rows() == [["Measure", "2021/22", ""], ["", "Q1", "Q2"], ["Voids", "31", "28"]]
    assert [(c.row_span, c.col_span, c.header) for c in grid.cells[:2]] == [(2, 1, True), (1, 2, True)]
    q1, q2 = grid.at(2, 1), grid.at(2, 2)
    assert q1 and q2
    assert (q1.fill, q1.superscripts, q2.fill) == ("#ff0000", ("1",), "#00b050")


@pytest.mark.parametrize(
    "mark",
    [
        "<sup>1</sup>",
        "<span style='vertical-align:super'>1</span>",
        "<a><span class=MsoFootnoteReference>[1]</span></a>",
    ],
)
def test_a_raised_mark_is_no_digit_of_the_figure_before_it(mark: str) -> None:
    assert shown(read(f"<p>Voids fell to 31{mark} homes on the 2<sup>nd</sup>, or 40 m<sup>2</sup></p>")) == [
        ("paragraph", "Voids fell to 31 homes on the 2nd, or 40 m2")
    ]


def test_short_numbered_items_in_a_table_are_passages() -> None:
    document = read(
        "<table><tr><td>1.</td><td>Apologies</td></tr><tr><td>2.</td><td>Voids fell to 31</td></tr></table>"
    )
    assert shown(document) == [("list_item", "1. Apologies"), ("list_item", "2. Voids fell to 31")]


def test_labels_and_values_are_a_table_of_two_columns() -> None:
    document = read("<dl><dt>Voids<dd>31<dt>Rents<dd>97%</dl>")
    assert shown(document) == [[["Voids", "31"], ["Rents", "97%"]]]


def test_a_line_break_parts_passages_unless_a_sentence_goes_on_over_it() -> None:
    document = read("<p>Voids stood at<br>31 in May and<br>then fell.<br>Rents: 97%</p>")
    assert [text for _, text in shown(document)] == [
        "Voids stood at",
        "31 in May and\nthen fell.",
        "Rents: 97%",
    ]


def test_struck_text_is_left_out_and_told() -> None:
    document = read("<p>Voids were <del>35</del> 31.</p>")
    assert shown(document) == [("paragraph", "Voids were 31.")]
    assert [problem.code for problem in document.problems] == ["struck_text"]


def test_a_title_that_was_escaped_twice_is_read_as_meant() -> None:
    assert (
        read("<p>x</p>", "<title>Rents &amp;amp; voids &amp;#8211; May</title>").title
        == "Rents & voids – May"
    )


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("<p>£97 – a week".encode(), "<p>£97 – a week"),
        ("<p>£97 – a week".encode("cp1252"), "<p>£97 – a week"),
        ("<meta charset=utf-8><p>£97 – a week".encode("cp1252"), "<meta charset=utf-8><p>£97 – a week"),
        ("<meta charset=windows-1252><p>£97".encode(), "<meta charset=windows-1252><p>£97"),
        ("<meta charset=iso-8859-1><p>‘a’".encode("cp1252"), "<meta charset=iso-8859-1><p>‘a’"),
    ],
)
def test_the_character_set_is_told_from_the_bytes(data: bytes, text: str) -> None:
    assert decode_html(data) == text


def test_offsets_are_those_of_the_documents_text() -> None:
    document = read("<h2>Rents</h2><p>Paid: 97%</p><table><tr><th>A<th>B<tr><td>1<td>2</table>")
    for block in document.blocks:
        parts = (block,) if isinstance(block, Passage) else block.cells
        assert all(document.text[part.start : part.end] == part.text for part in parts)


def test_markup_nested_thousands_deep_is_read_as_text_and_told() -> None:
    document = read("<div>" * 20_000 + "Voids fell to 31.")
    assert document.status == "partial"
    assert [text for _, text in shown(document)] == ["Voids fell to 31."]


def test_a_page_saved_in_one_file_is_read_as_the_page() -> None:
    data = (
        b"From: <Saved by Blink>\r\nSubject: Rents\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related; type="text/html"; boundary="--x"\r\n\r\n'
        b"----x\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        b"<html><body><p>Voids =E2=80=93 31</p></body></html>\r\n----x--\r\n"
    )
    document = read_bytes(data, "page.mhtml")
    assert (document.format, shown(document)) == ("html", [("paragraph", "Voids – 31")])


@pytest.mark.parametrize("opening", ["<table><tr><td>", "<ul><li>", "<span>", "<div><b>"])
def test_elements_hundreds_deep_are_read_as_far_as_their_text(opening: str) -> None:
    assert "Voids fell to 31." in read(opening * 800 + "Voids fell to 31.").text


@pytest.mark.skipif(not PACKS.is_dir(), reason="the shared papers are not here")
@pytest.mark.parametrize("name", ["minutes_000.html", "minutes_000_cp1252.html"])
def test_every_stated_figure_of_a_saved_page_is_in_a_passage(name: str) -> None:
    document = read_bytes((PACKS / name).read_bytes(), name)
    truth = [json.loads(line) for line in (PACKS / "minutes_000.truth.jsonl").open(encoding="utf-8")]
    texts = [passage.text.replace("’", "'") for _, passage in document.passages]
    assert [
        row["raw"] for row in truth if not any(row["quote"].replace("’", "'") in text for text in texts)
    ] == []
