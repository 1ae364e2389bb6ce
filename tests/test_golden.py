"""Golden files: readable, compared whole, and never updated silently."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.golden import GoldenError, blocks, compare, text_hash, update
from extractor.patterns import load_patterns
from tests.builders import result


def test_a_golden_file_shows_sentences_figures_unread_and_tables_of_a_paper() -> None:
    assert blocks(result()).splitlines() == [
        "paper.txt",
        "text, ok, 0 pages",
        "problem no_period: the table has no year",
        "",
        "== minutes / Ambleford Council / Scrutiny Panel / 2021-05-20",
        "",
        "The share of plans reviewed in time fell from 92.4% in March 2021 to 88.1% in April 2021.",
        "  88.1% | 88.1 percent | actual | plans reviewed in time | - | month 2021-04-01..2021-04-30 | down",
        (
            "  92.4% | 92.4 percent | previous | plans reviewed in time | - |"
            " month 2021-03-01..2021-03-31 | down"
        ),
        "",
        "Plans reviewed in time | 92.4% | 87.5%",
        "  87.5% | 87.5 percent | actual | plans reviewed in time | - | month 2021-04-01..2021-04-30",
        "",
        "unread: 1",
        "  7 (no rule reads it): Item 7 is odd.",
        "",
        "tables: 1",
        "  0: scorecard, 1 figures",
    ]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "a.txt").write_text("Visits in time were 81% at the end of June 2019.\n", encoding="utf-8")
    return folder


def test_after_an_update_nothing_differs(corpus: Path, tmp_path: Path) -> None:
    golden = tmp_path / "golden"
    first = compare(corpus, golden, load_patterns())
    assert [c.name for c in first if not c.same] == ["a.txt.txt", "findings.csv", "series.csv"]
    update(first, golden)
    after = compare(corpus, golden, load_patterns())
    assert all(c.same for c in after)
    assert {c.name: c.kept for c in after} == {
        "a.txt.txt": (1, 0, 0),
        "findings.csv": (0, 0, 0),
        "series.csv": (1, 0, 0),
    }


def test_a_changed_paper_differs_and_shows_the_lines(corpus: Path, tmp_path: Path) -> None:
    golden = tmp_path / "golden"
    update(compare(corpus, golden, load_patterns()), golden)
    (corpus / "a.txt").write_text("Nothing to report.\n", encoding="utf-8")
    changed = {c.name: c for c in compare(corpus, golden, load_patterns())}
    assert not changed["a.txt.txt"].same
    assert any(line.startswith("-") for line in changed["a.txt.txt"].diff())


def test_the_golden_file_of_a_paper_that_is_gone_differs_and_goes_with_the_update(
    corpus: Path, tmp_path: Path
) -> None:
    golden = tmp_path / "golden"
    update(compare(corpus, golden, load_patterns()), golden)
    (corpus / "a.txt").rename(corpus / "b.txt")
    comparisons = compare(corpus, golden, load_patterns())
    assert {c.name for c in comparisons if not c.same} >= {"a.txt.txt", "b.txt.txt"}
    update(comparisons, golden)
    assert sorted(p.name for p in golden.glob("*.txt")) == ["b.txt.txt"]


def test_a_check_by_a_person_holds_for_the_text_they_saw_only(corpus: Path, tmp_path: Path) -> None:
    golden = tmp_path / "golden"
    update(compare(corpus, golden, load_patterns()), golden)
    seen = (golden / "a.txt.txt").read_text(encoding="utf-8")
    mark = f'["a.txt.txt"]\nby = "J. Reader"\non = "2021-06-01"\ntext = "{text_hash(seen)}"\n'
    (golden / "checked.toml").write_text(mark, encoding="utf-8")
    (before,) = [c for c in compare(corpus, golden, load_patterns()) if c.name == "a.txt.txt"]
    assert before.checked_by == "J. Reader, 2021-06-01"
    (golden / "a.txt.txt").write_text(seen + "another line\n", encoding="utf-8")
    (after,) = [c for c in compare(corpus, golden, load_patterns()) if c.name == "a.txt.txt"]
    assert after.checked_by == ""


def test_a_mark_without_a_name_is_refused(corpus: Path, tmp_path: Path) -> None:
    golden = tmp_path / "golden"
    golden.mkdir()
    (golden / "checked.toml").write_text('["a.txt.txt"]\non = "2021-06-01"\n', encoding="utf-8")
    with pytest.raises(GoldenError, match="by, on and text"):
        compare(corpus, golden, load_patterns())


def test_a_corpus_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(GoldenError, match="no such folder"):
        compare(tmp_path / "none", tmp_path, load_patterns())
