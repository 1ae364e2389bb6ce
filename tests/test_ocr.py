"""Scanned pages: what is done without the [ocr] extra, and what OCR's helpers give."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest

from extractor.model import Cell, Document, Grid
from extractor.reading import ocr
from extractor.reading.ocr_sums import confirmed
from extractor.reading.pdf import read_pdf, reader
from extractor.reading.pdf.reader import fits

pytest.importorskip("reportlab")

import pikepdf
import pypdfium2
from reportlab.lib.utils import ImageReader

from tests.pdfs import pdf, table, write

ROWS = [["Measure", "Q1", "Q2"], ["Calls answered", "1,204", "1,377"], ["Days to answer", "12.6", "11.9"]]


def scanned(draw: Any, dpi: int = 200) -> bytes:
    """A page as a scanner gives it: one picture, no text."""
    source = pypdfium2.PdfDocument(pdf(draw))
    image = source[0].render(scale=dpi / 72).to_pil()
    out = io.BytesIO()
    image.save(out, "PNG")
    out.seek(0)
    return pdf(lambda c: c.drawImage(ImageReader(out), 0, 0, *c._pagesize))


def test_without_the_extra_a_scan_is_named_and_not_silently_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)
    document = read_pdf(scanned(lambda c: table(c, ROWS)), "scan.pdf", "")
    assert document.status == "needs_ocr"
    assert [p.status for p in document.pages] == ["needs_ocr"]
    assert [(p.code, p.place.page) for p in document.problems] == [("page_needs_ocr", 1)]


def test_a_paper_with_one_scanned_page_is_partial(monkeypatch: pytest.MonkeyPatch) -> None:

    monkeypatch.setattr(ocr, "available", lambda: False)
    out = io.BytesIO()
    with (
        pikepdf.open(
            io.BytesIO(pdf(lambda c: write(c, 60, 60, "The paper itself has text on it.")))
        ) as paper,
        pikepdf.open(io.BytesIO(scanned(lambda c: table(c, ROWS)))) as scan,
    ):
        paper.pages.extend(scan.pages)
        paper.save(out)
    document = read_pdf(out.getvalue(), "mixed.pdf", "")
    assert document.status == "partial"
    assert [p.status for p in document.pages] == ["ok", "needs_ocr"]


def test_a_text_layer_of_wrong_letters_does_not_fit() -> None:
    assert fits(
        "The number of open cases at the end of June was 412, which is lower than a year before. " * 4
    )
    assert not fits("Tl1c nvmbcr ]f ()pcn c4sc5 4t #hc 3nd 0f ]vnc w@5 ~12 wh!ch |s l()w3r " * 6)


@pytest.mark.parametrize(
    ("printed", "mended"),
    [
        ("95.9%6", "95.9%"),
        ("95.596 (Autumn", "95.5% (Autumn"),
        (">9096", ">90%"),
        ("6.50%", "6.50%"),
        ("1,496", "1,496"),
    ],
)
def test_a_percent_sign_read_as_figures_is_mended(printed: str, mended: str) -> None:
    assert ocr.mended_percent(printed) == mended


def test_the_commonest_reading_wins_and_bare_numbers_are_left_alone() -> None:
    assert (
        ocr.best_reading(["12.99% (Autumn", "12.996 (Autumn", "12.9% (Autumn", "12.9%(Autumn"])
        == "12.9% (Autumn"
    )
    assert ocr.best_reading(["0.596", "0.596"]) == "0.596"


@pytest.mark.skipif(not ocr.available(), reason="needs the [ocr] extra")
def test_ruling_lines_are_found_in_the_image() -> None:
    image = np.full((600, 800, 3), 255, np.uint8)
    for y in (100, 160, 220):
        image[y : y + 2, 100:701] = 0
    for x in (100, 400, 700):
        image[100:222, x : x + 2] = 0
    level, upright = ocr.ruling_lines(image, 200)
    assert sorted(round(v) for v in level[:, 0]) == [101, 161, 221]
    assert sorted(round(v) for v in upright[:, 0]) == [101, 401, 701]


@pytest.mark.skipif(not ocr.available(), reason="needs the [ocr] extra")
def test_a_scanned_table_is_read_with_its_cells() -> None:
    document: Document = read_pdf(
        scanned(lambda c: table(c, ROWS, widths=(150, 80, 80), height=26)), "scan.pdf", ""
    )
    (grid,) = [b for b in document.blocks if isinstance(b, Grid)]
    assert document.status == "ok"
    assert [p.status for p in document.pages] == ["ocr"]
    assert [row[1:] for row in grid.rows()] == [row[1:] for row in ROWS]
    assert grid.found_by == "ocr" and grid.confidence < 1


def read_by_ocr(*rows: str) -> Grid:
    """A table of these rows, cells divided by bars, as OCR gives it."""
    cells = [Cell(r, c, text.strip()) for r, row in enumerate(rows) for c, text in enumerate(row.split("|"))]
    return Grid(0, len(rows), len(rows[0].split("|")), tuple(cells), found_by="ocr", confidence=0.85)


def test_a_total_that_adds_up_raises_confidence_in_what_ocr_read() -> None:
    grid, doubts = confirmed(
        read_by_ocr("Area | 2019 | 2020", "North | 1,204 | 31", "South | 96 | 12", "Total | 1,300 | 43")
    )
    assert (grid.confidence, doubts) == (0.9, ())


def test_a_total_that_does_not_add_up_lowers_confidence_and_is_told() -> None:
    grid, doubts = confirmed(read_by_ocr("Area | Cases", "North | 31", "South | 72", "Total | 43"))
    assert grid.confidence == 0.51
    assert doubts == ("read by OCR: 43 is printed as a total, what stands above it adds up to 103",)


@pytest.mark.parametrize(
    "rows",
    [
        ("Area | Rate", "North | 31.2%", "South | 12%", "Total | 21.5%"),
        ("Area | Cases", "North | 31", "Total | 31"),
        ("Total number of cases | 40", "North | 31", "South | 12"),
        ("Area | Cases", "North | 31", "South | not known", "Total | 43"),
    ],
)
def test_shares_lone_parts_and_parts_not_read_prove_nothing(rows: tuple[str, ...]) -> None:
    grid = read_by_ocr(*rows)
    assert confirmed(grid) == (grid, ())


def test_a_line_of_text_is_cut_where_a_rule_runs_through_it() -> None:
    corners = np.array([[10, 20], [110, 20], [110, 40], [10, 40]], float)
    rules = np.array([[60, 0, 200], [80, 25, 30], [12, 0, 200]], float)
    assert [(part[:, 0].min(), part[:, 0].max()) for part in ocr.parted(corners, rules)] == [
        (10, 60),
        (60, 110),
    ]


@pytest.mark.skipif(not ocr.available(), reason="needs the [ocr] extra")
def test_a_rule_that_a_dark_cell_touches_is_still_a_rule() -> None:
    mask = np.zeros((300, 800), np.uint8)
    mask[100:103, 50:750] = 255
    mask[100:120, 400:460] = 255
    assert ocr.level_edges(mask, 14.0).tolist() == [[101.5, 54.0, 746.0]]


@pytest.mark.skipif(not ocr.available(), reason="needs the [ocr] extra")
def test_pages_past_the_pixels_of_a_paper_are_named_and_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MAX_SCAN_PIXELS", 1)
    two = io.BytesIO()
    with pikepdf.open(io.BytesIO(scanned(lambda c: table(c, ROWS)))) as scan, pikepdf.new() as paper:
        paper.pages.extend(scan.pages)
        paper.pages.extend(scan.pages)
        paper.save(two)
    document = read_pdf(two.getvalue(), "long.pdf", "")
    assert [p.status for p in document.pages] == ["ocr", "needs_ocr"]
    assert "more scanned pages" in document.problems[0].message
