"""An archive that grows, shrinks and changes ends with what one run over all of it would give."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from extractor.archive import find_papers
from extractor.archive.isolate import close_children
from extractor.patterns import load_patterns
from extractor.run import Order, Summary, run_papers
from extractor.settings import Settings
from extractor.store import Drawn, Ledger

OUTPUTS = ("observations.csv", "series.csv", "findings.csv", "report.html")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October")
PAPER = """{council} Council

Scrutiny Panel

12 {next} {year}

Visits in time were {now}% at the end of {month} {year}, against {before}% in {previous} {year}.
Missed collections rose from {before} in {previous} {year} to {now} in {month} {year}.
"""


def write_paper(folder: Path, number: int, council: str = "Ambleford", change: int = 0) -> Path:
    """The paper of one month; values go on from paper to paper, changed where asked."""
    at, year = number % 8 + 1, 2015 + number // 8
    file = folder / f"{council}-{number:03}.txt"
    file.parent.mkdir(parents=True, exist_ok=True)
    values = {"now": 50 + number % 40 + change, "before": 49 + number % 40}
    names = {"next": MONTHS[at + 1], "month": MONTHS[at], "previous": MONTHS[at - 1]}
    file.write_text(PAPER.format(council=council, year=year, **values, **names), encoding="utf-8")
    return file


def run(papers: Path, out: Path) -> Summary:
    order = Order(find_papers([papers]).papers, out, Settings(), load_patterns())
    with ThreadPoolExecutor(1) as pool:
        return run_papers(order, pool, 1, lambda _: None, lambda _: None)[0]


def with_results(grown: Path, out: Path) -> Path:
    """A folder to write in which nothing was made yet but the papers are read."""
    for file in (grown / "out" / ".work").glob("??/*.json.gz"):
        if ".digest." not in file.name:
            copy = out / file.relative_to(grown / "out")
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, copy)
    return out


def made(out: Path) -> dict[str, str]:
    """Outputs, and the tables of the store by what their rows say."""
    found = {name: (out / name).read_text(encoding="utf-8") for name in OUTPUTS}
    found["report.html"] = re.sub(r'href="[^"#]*"', "", found["report.html"])
    with sqlite3.connect(out / "store.sqlite") as db:
        for table in ("documents", "places", "observations", "series", "findings", "finding_evidence"):
            found[table] = "\n".join(sorted(map(repr, db.execute(f"SELECT * FROM {table}"))))
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    return found


def one_more(papers: Path) -> None:
    write_paper(papers, 70)


def one_more_in_the_middle(papers: Path) -> None:
    write_paper(papers, 5, "Brackton")


def one_gone(papers: Path) -> None:
    (papers / "Ambleford-011.txt").unlink()


def one_written_anew(papers: Path) -> None:
    write_paper(papers, 12, change=3)


def one_copied_to_an_earlier_place(papers: Path) -> None:
    shutil.copy(papers / "Ambleford-020.txt", papers / "AAA.txt")


def one_whose_first_place_is_gone(papers: Path) -> None:
    """It went by the earlier name, and goes by the later one now."""
    (papers / "Ambleford-030.txt").unlink()


def all_of_a_council_gone(papers: Path) -> None:
    for file in papers.glob("Brackton*"):
        file.unlink()


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with papers and the outputs of a run over them."""
    place = tmp_path_factory.mktemp("grown")
    for number in range(48):
        write_paper(place / "papers", number)
    for number in range(3):
        write_paper(place / "papers", number, "Brackton")
    shutil.copy(place / "papers" / "Ambleford-030.txt", place / "papers" / "copy.txt")
    run(place / "papers", place / "out")
    close_children()
    return place


@pytest.mark.parametrize(
    "change",
    [one_more, one_more_in_the_middle, one_gone, one_written_anew, one_copied_to_an_earlier_place,
     one_whose_first_place_is_gone,
     all_of_a_council_gone],
    ids=lambda f: f.__name__,
)  # fmt: skip
def test_a_run_after_a_change_gives_what_a_first_run_would(
    grown: Path, tmp_path: Path, change: Callable[[Path], None]
) -> None:
    papers, out = tmp_path / "papers", with_results(grown, tmp_path / "out")
    shutil.copytree(grown / "papers", papers)
    run(papers, out)
    before = made(out)
    change(papers)
    run(papers, out)
    run(papers, with_results(grown, tmp_path / "fresh"))
    assert made(out) == made(tmp_path / "fresh")
    assert made(out)["observations.csv"] != before["observations.csv"]


def test_a_store_that_was_lost_is_made_again(grown: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    shutil.copytree(grown / "out", out)
    for lost in ("store.sqlite", "run.json"):
        (out / lost).unlink()
    run(grown / "papers", out)
    assert made(out) == made(grown / "out")


def test_a_ledger_that_is_damaged_is_made_again(grown: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    shutil.copytree(grown / "out", out)
    (out / ".work" / "ledger.sqlite").write_bytes(b"no database at all " * 400)
    (out / "run.json").unlink()
    run(grown / "papers", out)
    assert made(out) == made(grown / "out")


@pytest.mark.parametrize("left", ["nothing", "no JSON"])
def test_lines_whose_child_was_lost_are_drawn_all_the_same(
    grown: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, left: str
) -> None:
    asked: list[Path] = []

    def lost(function: str, values: dict[str, str], folders: list[str]) -> bool:
        asked.append(Path(values["file"]))
        if left == "nothing":
            return False
        asked[-1].with_name(asked[-1].name.replace("asked", "drawn")).write_text("[[", encoding="utf-8")
        return True

    monkeypatch.setattr("extractor.run.lines.call_apart", lost)
    out = with_results(grown, tmp_path / "out")
    run(grown / "papers", out)
    assert asked
    assert made(out) == made(grown / "out")
    assert not list((out / ".work" / "lines").iterdir())


def test_a_run_that_stops_between_store_and_series_goes_on_there(
    grown: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    papers, out = tmp_path / "papers", with_results(grown, tmp_path / "out")
    shutil.copytree(grown / "papers", papers)
    run(papers, out)
    write_paper(papers, 71)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    for step in ("settle", "DrawAgain", "FindAgain", "write_outputs"):
        with monkeypatch.context() as patched:
            patched.setattr(f"extractor.run.{step}", killed)
            with pytest.raises(KeyboardInterrupt):
                run(papers, out)
    run(papers, out)
    run(papers, with_results(grown, tmp_path / "fresh"))
    assert made(out) == made(tmp_path / "fresh")


def test_only_what_a_new_paper_touches_is_made_again(
    grown: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    papers, out = tmp_path / "papers", with_results(grown, tmp_path / "out")
    shutil.copytree(grown / "papers", papers)
    run(papers, out)
    drawn: list[str] = []
    plain = Ledger.set_line

    def counted(ledger: Ledger, name: str, line: Drawn) -> None:
        drawn.append(name)
        plain(ledger, name, line)

    monkeypatch.setattr(Ledger, "set_line", counted)
    kept = set((out / ".work" / "findings").iterdir())
    write_paper(papers, 72, "Brackton")
    run(papers, out)
    assert {name.split("\x1f")[0] for name in drawn} == {"brackton"}
    assert len(set((out / ".work" / "findings").iterdir()) - kept) == 1
