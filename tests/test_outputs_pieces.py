"""Parts of outputs that were made before: asked for again, never made again, never kept for ever."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from extractor.model import SeriesPoint
from extractor.outputs.collected import Bundle, Collected, Held
from extractor.outputs.pieces import Pieces
from extractor.outputs.printed import NOTHING
from extractor.outputs.report import indicators, report_page
from extractor.store import head_of
from tests.builders import finding, point, result

PAPERS = [result("a.txt", b"a"), result("b.txt", b"b")]


def drawn(measure: str, papers: tuple[str, ...] = ("a.txt", "b.txt")) -> list[SeriesPoint]:
    """Two values of a measure, each of another paper."""
    base = PAPERS[0].observations[0]
    return [
        point(
            base, indicator=measure, indicator_id=None, period_start=date(2020, n, 1),
            period_end=date(2020, n, 28), value=Decimal(60 + n), document=paper,
            observation_id=f"{measure}{n}",
        )
        for n, paper in enumerate(papers, 1)
    ]  # fmt: skip


def archive(pieces: Pieces, *bundles: Bundle, values: int = 9000) -> Collected:
    """Papers that are held elsewhere, with these bundles of lines."""
    heads = [head_of(paper) for paper in PAPERS]
    of = {paper.document.sha256: paper for paper in PAPERS}.__getitem__
    held = Held(heads, of, lambda _: [], lambda most: bundles[:most], len(bundles), values, {}, pieces)
    return Collected(held=held)


def bundle(measure: str, mark: str = "", seen: Callable[[str], None] = lambda _: None) -> Bundle:
    """The lines of a measure; `seen` hears when they are looked at."""

    def points() -> list[SeriesPoint]:
        seen(measure)
        return drawn(measure)

    return Bundle(mark or measure, points, lambda: NOTHING)


def test_what_is_known_is_not_made_again(tmp_path: Path) -> None:
    looked: list[str] = []
    file = tmp_path / "pieces.json"
    for changed in ("visits", "visits, with a later value"):
        pieces = Pieces(file, "program 1")
        held = archive(
            pieces, bundle("Reviews held", seen=looked.append), bundle("Visits", changed, looked.append)
        )
        page = report_page(held, {}, tmp_path)
        pieces.keep()
        assert page == report_page(archive(Pieces(), bundle("Reviews held"), bundle("Visits")), {}, tmp_path)
    assert looked == ["Reviews held", "Visits", "Visits"]


def test_another_program_makes_all_again(tmp_path: Path) -> None:
    pieces = Pieces(tmp_path / "pieces.json", "program 1")
    assert pieces.piece("mark", lambda: 1) == 1
    pieces.keep()
    assert Pieces(tmp_path / "pieces.json", "program 1").piece("mark", lambda: 2) == 1
    assert Pieces(tmp_path / "pieces.json", "program 2").piece("mark", lambda: 2) == 2


def test_what_nobody_asks_for_is_not_kept(tmp_path: Path) -> None:
    for mark in ("first", "second", "third"):
        pieces = Pieces(tmp_path / "pieces.json")
        pieces.piece(mark, lambda: "made")
        pieces.keep()
    assert (tmp_path / "pieces.json").read_text(encoding="utf-8").count("made") == 1


@pytest.mark.parametrize("damaged", [b"", b"{", b"[1]", b"\xff\xfe"])
def test_pieces_that_are_damaged_are_made_again(tmp_path: Path, damaged: bytes) -> None:
    (tmp_path / "pieces.json").write_bytes(damaged)
    assert Pieces(tmp_path / "pieces.json").piece("mark", lambda: "made") == "made"


def test_a_paper_that_moves_in_the_list_is_named_by_its_new_number(tmp_path: Path) -> None:
    pieces = Pieces(tmp_path / "pieces.json")
    held = archive(pieces, bundle("Visits"))
    assert "<a href=#s2>2</a>" in report_page(held, {}, tmp_path)
    assert held.held is not None
    turned = replace(held, held=replace(held.held, heads=held.held.heads[::-1]))
    page = report_page(turned, {}, tmp_path)
    assert page.index("<a href=#s2>2</a>") < page.index("<a href=#s1>1</a>")


def test_of_very_many_measures_some_are_drawn_and_the_page_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indicators, "BUNDLES_SHOWN", 2)
    page = report_page(archive(Pieces(), *(bundle(f"Measure {n}") for n in range(3))), {}, tmp_path)
    assert "Drawn are the 2 measures with the most values; all are in series.csv." in page
    assert "<b>3</b>series" in page
    assert page.count('<section class="i">') == 2


def test_of_very_many_findings_the_page_says_that_some_are_shown(tmp_path: Path) -> None:
    found = [finding(PAPERS[0])]
    held = archive(Pieces(), bundle("Visits")).held
    assert held is not None
    page = report_page(Collected(findings=found, held=replace(held, severities={"error": 7})), {}, tmp_path)
    assert "Shown are the 1 that rank first; findings.csv holds all." in page
