"""The corpus is what its script makes, its truth agrees with itself, and its papers hold their truth."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest

from extractor.model import Document, Passage
from extractor.reading import read_file

CORPUS = Path(__file__).parents[1] / "corpus"
TRUTHS = sorted((CORPUS / "truth").glob("*.jsonl"))
MADE = ("*.txt", "*.pdf", "*.docx", "*.html", "*.xlsx", "*.csv", "truth/*.jsonl")


def rows_of(truth: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in truth.read_text(encoding="utf-8").splitlines()]


def paper_of(truth: Path) -> Path:
    return next(path for path in CORPUS.glob(f"{truth.stem}.*"))


def listed(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((CORPUS / name).read_text(encoding="utf-8"))))


def shown(document: Document) -> str:
    texts = [b.text if isinstance(b, Passage) else str(b.rows()) for b in document.blocks]
    return " ".join(" ".join(texts).split())


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("reportlab", reason="needs the corpus extra")
    pytest.importorskip("docx", reason="needs the corpus extra")
    from corpus.make_corpus import make_corpus

    folder = tmp_path_factory.mktemp("corpus")
    make_corpus(folder)
    return folder


def test_the_script_makes_the_files_that_are_here_and_no_others(made: Path) -> None:
    here = {path.relative_to(CORPUS).as_posix() for pattern in MADE for path in CORPUS.glob(pattern)}
    assert {path.relative_to(made).as_posix() for path in made.rglob("*") if path.is_file()} == here


def test_texts_lists_and_truth_are_the_same_to_the_byte(made: Path) -> None:
    for path in sorted(made.rglob("*")):
        if path.suffix in (".txt", ".html", ".csv", ".jsonl"):
            assert path.read_bytes() == (CORPUS / path.relative_to(made)).read_bytes(), path.name


def test_office_files_and_pdfs_say_the_same(made: Path) -> None:
    for path in sorted(made.glob("*.*")):
        if path.suffix in (".pdf", ".docx", ".xlsx"):
            assert shown(read_file(path)) == shown(read_file(CORPUS / path.name)), path.name


def test_every_paper_is_listed_with_what_it_is() -> None:
    papers = {path.name for pattern in MADE[:5] for path in CORPUS.glob(pattern)}
    sources = listed("sources.csv")
    assert {row["file"] for row in sources} == papers
    assert all(all(row.values()) for row in sources)


def test_what_is_planted_stands_in_its_paper() -> None:
    texts = {
        path.name: shown(read_file(path))
        for path in CORPUS.glob("*.*")
        if path.suffix in (".txt", ".pdf", ".docx", ".html")
    }
    lost = [row["quote"] for row in listed("planted.csv") if row["quote"] not in texts[row["paper"]]]
    assert lost == []


@pytest.mark.parametrize("truth", TRUTHS, ids=lambda path: path.stem)
def test_every_true_value_stands_in_a_table_of_its_paper(truth: Path) -> None:
    document = read_file(paper_of(truth))
    cells = [(grid.page, cell.text) for _, grid in document.grids for cell in grid.cells]
    lost = [
        (row["page"], row["no"], row["raw"])
        for row in rows_of(truth)
        if not any(row["page"] in (None, page) and row["raw"] in text for page, text in cells)
    ]
    assert lost == []


@pytest.mark.parametrize("truth", TRUTHS, ids=lambda path: path.stem)
def test_shares_of_the_truth_are_their_counts_divided(truth: Path) -> None:
    rows = rows_of(truth)
    wrong = []
    for number, row in enumerate(rows):
        if row["role"] != "denominator":
            continue
        n, share = rows[number - 1], rows[number + 1]
        assert (n["role"], share["role"], share["unit"]) == ("numerator", "actual", "%")
        exact = Decimal(str(n["value"])) * 100 / Decimal(str(row["value"]))
        if exact.quantize(Decimal("0.1"), ROUND_HALF_UP) != Decimal(str(share["value"])):
            wrong.append((row["no"], share["raw"]))
    assert wrong == []


def test_areas_of_the_long_table_add_up_to_the_borough() -> None:
    rows = [
        row for row in rows_of(CORPUS / "truth" / "15_corporate_scorecard.jsonl") if row["unit"] == "count"
    ]
    totals: dict[tuple[str, str], list[float]] = {}
    for row in rows:
        parts = totals.setdefault((row["no"], row["column"]), [0, 0])
        parts[row["breakdown"] is None] += row["value"]
    assert totals
    assert [key for key, (areas, borough) in totals.items() if areas != borough] == []


def test_the_corpus_stays_small_and_its_archives_carry_one_date() -> None:
    files = [path for pattern in MADE for path in CORPUS.glob(pattern)]
    assert sum(path.stat().st_size for path in files) < 3_000_000
    with zipfile.ZipFile(CORPUS / "07_report_quarter_3.docx") as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2023, 2, 1, 9, 0, 0)}
