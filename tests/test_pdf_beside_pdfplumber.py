"""Our PDF reader beside pdfplumber: over every PDF of the corpus, neither sees what the other misses."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pdfplumber
import pytest

from benchmarks.pages import by_pdfplumber, by_reader
from extractor.reading.pdf import read_pdf

PAPERS = sorted((Path(__file__).parents[1] / "corpus").glob("*.pdf"))


def folded(words: list[str]) -> str:
    """All letters and signs, sorted: the same text in any order and with any white space."""
    return "".join(sorted("".join(words).replace("\u00ad", "-")))


def figures(words: list[str]) -> Counter[str]:
    """Every run of digits with what joins digits, and how often it is printed."""
    return Counter(token for word in words for token in re.findall(r"\d+(?:[.,/:]\d+)*", word))


def words_by_pdfplumber(paper: Path) -> dict[int, list[str]]:
    found = {}
    with pdfplumber.open(paper) as pdf:
        for page in pdf.pages:
            # it reads the letters of turned words backwards unless it is told not to
            words = page.extract_words(use_text_flow=False, char_dir_rotated="btt", line_dir_rotated="ltr")
            # a glyph that it has no letter for, such as a bullet, is printed as its number
            found[page.page_number] = [re.sub(r"\(cid:\d+\)", "•", str(word["text"])) for word in words]
            page.close()
    return found


@pytest.fixture(params=PAPERS, ids=[paper.stem for paper in PAPERS])
def paper(request: pytest.FixtureRequest) -> Path:
    chosen = request.param
    assert isinstance(chosen, Path)
    return chosen


def test_every_page_holds_the_figures_and_letters_that_pdfplumber_reads(paper: Path) -> None:
    document = read_pdf(paper.read_bytes(), paper.name, "")
    ours = {page.number: document.text[page.start : page.end].split() for page in document.pages}
    theirs = words_by_pdfplumber(paper)
    assert {n: figures(words) for n, words in ours.items()} == {n: figures(w) for n, w in theirs.items()}
    assert {n: folded(words) for n, words in ours.items()} == {n: folded(w) for n, w in theirs.items()}


def test_every_cell_of_pdfplumber_is_a_cell_of_ours(paper: Path) -> None:
    theirs, ours = by_pdfplumber(paper).cells, by_reader(paper).cells
    missed = {page: cells - ours.get(page, Counter()) for page, cells in theirs.items()}
    assert {page: cells for page, cells in missed.items() if cells} == {}


def test_a_last_row_wrapped_on_the_shade_of_its_row_keeps_its_cells() -> None:
    paper = next(paper for paper in PAPERS if paper.stem == "11_housing_quarter_3")
    document = read_pdf(paper.read_bytes(), paper.name, "")
    ((_, grid),) = document.grids
    assert grid.rows()[-1][0] == "H8"
    assert grid.rows()[-1][2:] == ["82.9%", "83.0%", "81.6%", "83.9%", "90.0%", "Amber"]
