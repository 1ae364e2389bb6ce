"""What a dry run says of the time: by what papers of these kinds took before, or usually take."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.archive import Entry, Paper, Step, WorkFolder
from extractor.run.pace import TO_BEGIN, USUAL, USUAL_OTHER, USUAL_WHOLE, Pace, pace_of


def entries(*names: str, size: int = 2_000_000) -> list[Entry]:
    return [Entry(Paper(name, Path(name)), "0" * 64, "key", size) for name in names]


def step(name: str, size: int, seconds: float) -> Step:
    return Step(name, "ok", "", 1, 1, size=size, seconds=seconds)


def test_a_first_run_is_estimated_by_what_such_papers_usually_take() -> None:
    papers = entries("a.PDF", "b.txt", "c.odd")
    each = 2 * (USUAL[".pdf"] + USUAL[".txt"] + USUAL_OTHER)
    assert Pace().seconds(papers, 1) == pytest.approx(TO_BEGIN + USUAL_WHOLE * each)
    assert Pace().seconds(papers, 4) == pytest.approx(TO_BEGIN + USUAL_WHOLE * each / 4)
    assert Pace().seconds([], 2) == 0


def test_a_later_run_is_estimated_by_what_papers_of_each_kind_took(tmp_path: Path) -> None:
    work = WorkFolder(tmp_path)
    pace = Pace(whole=30.0, reading=15.0)
    pace.heard(step("a/one.pdf", 1_000_000, 3.0))
    pace.heard(step("two.pdf", 3_000_000, 5.0))
    pace.heard(step("that began a child.pdf", 9_000_000, 0.0))
    pace.keep(work, 0.0)
    known = pace_of(work)
    assert known.taken == {".pdf": (4.0, 8.0)}
    assert known.whole >= 30.0 and known.reading == 15.0
    known.whole = 30.0
    assert known.seconds(entries("new.pdf"), 1) == pytest.approx(TO_BEGIN + 2 * (2 * 2.0))
    assert known.seconds(entries("new.txt"), 2) == pytest.approx(TO_BEGIN + 2 * (2 * USUAL[".txt"]) / 2)


@pytest.mark.parametrize("held", ["", "[]", "{}", '{"taken": {"a": 1}, "reading": 1, "whole": 2}'])
def test_a_damaged_note_of_the_pace_is_as_none(tmp_path: Path, held: str) -> None:
    (tmp_path / "pace.json").write_text(held, encoding="utf-8")
    assert pace_of(WorkFolder(tmp_path)).taken == {}
