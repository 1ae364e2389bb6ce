"""Word documents."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from extractor.model import Document, Passage
from extractor.reading import read_bytes

PACKS = Path(__file__).parents[2] / "shared" / "truth" / "packs"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def paragraph(text: str, look: str = "", run: str = "") -> str:
    return f"<w:p><w:pPr>{look}</w:pPr><w:r><w:rPr>{run}</w:rPr>{spaced(text)}</w:r></w:p>"


def spaced(text: str) -> str:
    return f'<w:t xml:space="preserve">{text}</w:t>'


def numbered(text: str, level: int) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="7"/></w:numPr>')


def word_file(body: str, **parts: str) -> bytes:
    """A Word file of this body; `parts` are numbering, styles, footnotes."""
    out = io.BytesIO()
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        relations = "".join(
            f'<Relationship Id="{name}" Type="{RELATIONS}/{name}" Target="{name}.xml"/>' for name in parts
        )
        archive.writestr(
            "word/_rels/document.xml.rels", f'<Relationships xmlns="{package}">{relations}</Relationships>'
        )
        for name, inner in parts.items():
            archive.writestr(f"word/{name}.xml", f"<w:{name} {W}>{inner}</w:{name}>")
    return out.getvalue()


def read(body: str, **parts: str) -> Document:
    return read_bytes(word_file(body, **parts), "report.docx")


def shown(document: Document) -> list[tuple[str, str] | list[list[str]]]:
    return [(b.kind, b.text) if isinstance(b, Passage) else b.rows() for b in document.blocks]


def level(number: int, style: str, text: str) -> str:
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


NUMBERING = (
    '<w:abstractNum w:abstractNumId="1">'
    + level(0, "decimal", "%1.")
    + level(1, "decimal", "%1.%2")
    + level(2, "lowerLetter", "(%3)")
    + "</w:abstractNum>"
    + '<w:num w:numId="7"><w:abstractNumId w:val="1"/></w:num>'
)


def test_list_numbers_are_those_that_word_prints() -> None:
    items = [
        ("Rents", 0),
        ("Paid rent", 1),
        ("in time", 2),
        ("late", 2),
        ("Owed", 1),
        ("Voids", 0),
        ("Empty", 1),
    ]
    document = read("".join(numbered(text, at) for text, at in items), numbering=NUMBERING)
    assert [block.marker for _, block in document.passages] == ["1.", "1.1", "(a)", "(b)", "1.2", "2.", "2.1"]
    assert next(document.passages)[1].text == "1. Rents"


def test_insertions_are_kept_and_deletions_dropped_and_told() -> None:
    body = (
        f"<w:p><w:r>{spaced('Voids were ')}</w:r><w:del><w:r><w:delText>35</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>31</w:t></w:r></w:ins></w:p>"
    )
    document = read(body)
    assert shown(document) == [("paragraph", "Voids were 31")]
    assert [problem.code for problem in document.problems] == ["tracked_changes"]


def test_hidden_text_is_not_read_and_told() -> None:
    document = read(paragraph("Voids were 31.") + paragraph("Draft: 44", run="<w:vanish/>"))
    assert shown(document) == [("paragraph", "Voids were 31.")]
    assert [problem.code for problem in document.problems] == ["hidden_text"]


def test_merged_cells_are_one_cell_with_its_spans_and_fill() -> None:
    def cell(text: str, look: str = "") -> str:
        return f"<w:tc><w:tcPr>{look}</w:tcPr>{paragraph(text)}</w:tc>"

    down, along = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    year, red_fill = '<w:gridSpan w:val="2"/>', '<w:shd w:fill="FF0000"/>'
    head = "<w:trPr><w:tblHeader/></w:trPr>"
    body = (
        "<w:tbl>"
        f"<w:tr>{head}{cell('Measure', down)}{cell('2021/22', year)}</w:tr>"
        f"<w:tr>{cell('', along)}{cell('Q1')}{cell('Q2')}</w:tr>"
        f"<w:tr>{cell('Voids')}{cell('31', red_fill)}{cell('28')}</w:tr>"
        "</w:tbl>"
    )
    (grid,) = [block for _, block in read(body).grids]
    assert grid.rows() == [["Measure", "2021/22", ""], ["", "Q1", "Q2"], ["Voids", "31", "28"]]
    assert [(c.row_span, c.col_span, c.header) for c in grid.cells[:2]] == [(2, 1, True), (1, 2, True)]
    red = grid.at(2, 1)
    assert red is not None and red.fill == "#ff0000"


def test_text_boxes_and_content_controls_are_read() -> None:
    box = f"<w:r><w:pict><w:txbxContent>{paragraph('Boxed: 14')}</w:txbxContent></w:pict></w:r>"
    control = f"<w:sdt><w:sdtContent>{paragraph('Chosen: 9')}</w:sdtContent></w:sdt>"
    document = read(f"<w:p><w:r><w:t>Anchor</w:t></w:r>{box}</w:p>{control}")
    assert [text for _, text in shown(document)] == ["Anchor", "Boxed: 14", "Chosen: 9"]


def test_a_footnote_mark_is_no_digit_of_the_figure_before_it() -> None:
    body = '<w:p><w:r><w:t>Voids fell to 31</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    document = read(body, footnotes=f'<w:footnote w:id="2">{paragraph("To 4 May.")}</w:footnote>')
    assert shown(document) == [("paragraph", "Voids fell to 31"), ("footnote", "1 To 4 May.")]


def test_a_raised_mark_is_left_out_and_a_raised_ending_is_kept() -> None:
    up = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
    body = (
        f"<w:p><w:r><w:t>On the 22</w:t></w:r><w:r>{up}<w:t>nd</w:t></w:r><w:r>{spaced(' it was 31%')}"
        f"</w:r><w:r>{up}<w:t>3</w:t></w:r></w:p>"
    )
    assert shown(read(body)) == [("paragraph", "On the 22nd it was 31%")]


def test_headings_come_from_styles_and_what_they_are_based_on() -> None:
    styles = (
        '<w:style w:styleId="Main"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:styleId="Own"><w:name w:val="Panel head"/><w:basedOn w:val="Main"/></w:style>'
    )
    document = read(paragraph("Rents", '<w:pStyle w:val="Own"/>') + paragraph("Paid: 97%"), styles=styles)
    heading = next(document.passages)[1]
    assert (heading.kind, heading.level) == ("heading", 2)


def test_tables_of_contents_are_left_out() -> None:
    styles = '<w:style w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>'
    document = read(paragraph("Rents 14", '<w:pStyle w:val="TOC1"/>') + paragraph("Paid: 97%"), styles=styles)
    assert shown(document) == [("paragraph", "Paid: 97%")]


@pytest.mark.skipif(not PACKS.is_dir(), reason="the shared papers are not here")
@pytest.mark.parametrize("name", ["report_rotherham_2017", "pack_b_writer"])
def test_every_true_value_of_a_word_paper_is_in_a_cell_or_passage(name: str) -> None:
    document = read_bytes((PACKS / f"{name}.docx").read_bytes(), name)
    truth = [json.loads(line) for line in (PACKS / f"{name}.truth.jsonl").open(encoding="utf-8")]
    cells = [cell.text.replace("\n", " ") for _, grid in document.grids for cell in grid.cells]
    passages = " ".join(passage.text for _, passage in document.passages)
    lost = [
        row["raw"]
        for row in truth
        if not (
            any(row["raw"] in text for text in cells) if row["origin"] == "table" else row["raw"] in passages
        )
    ]
    assert lost == []
