"""What a run says while it works."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from extractor.archive import Step
from extractor.cli.telling import Bar, bar_and_log, duration


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "91")
    monkeypatch.setenv("LINES", "20")


def shown(*steps: Step, seconds: float) -> list[str]:
    """The lines that stood on the terminal, one after the other."""
    times = iter([0.0] + [seconds] * len(steps))
    terminal = Terminal()
    bar = Bar(terminal, lambda: next(times))
    for step in steps:
        bar.step(step)
    return [line.rstrip() for line in terminal.getvalue().split("\r")[1:]]


def test_the_bar_tells_papers_pages_rate_and_the_time_left_by_size_and_not_by_number() -> None:
    large = Step("large.pdf", "ok", "", 1, 1000, pages=1200, bytes_done=500, bytes_total=1000)
    assert shown(large, seconds=60) == [
        "[##########----------] 1/1,000 papers, 1,200 pages, 20.0 a second, 1 min left  large.pdf"
    ]


def test_too_little_done_tells_no_time_left() -> None:
    small = Step("small.txt", "ok", "", 1, 40, bytes_done=1, bytes_total=1000)
    assert shown(small, seconds=5) == ["[--------------------] 1/40 papers  small.txt"]


def test_a_name_with_escapes_or_too_long_stays_on_its_line() -> None:
    name = "\x1b[2J\n" + "long" * 40
    (line,) = shown(Step(name, "ok", "", 1, 2), seconds=5)
    assert len(line) == 90
    assert "\x1b" not in line
    assert "\n" not in line


def test_the_line_is_empty_when_the_bar_is_closed() -> None:
    terminal = Terminal()
    bar = Bar(terminal)
    bar.message("writing")
    bar.close()
    assert terminal.getvalue() == "\r" + "writing".ljust(90) + "\r" + " " * 90 + "\r"


def test_where_nobody_watches_nothing_is_written() -> None:
    stream = io.StringIO()
    bar = Bar(stream)
    bar.message("writing")
    bar.close()
    assert stream.getvalue() == ""


def test_the_log_has_a_line_a_document_with_its_pages(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    with bar_and_log(log) as (told, _):
        told(Step("a.pdf", "ok", "", 1, 1, pages=3, bytes_done=9, bytes_total=9, size=9, seconds=0.5))
    assert json.loads(log.read_text(encoding="utf-8")) == {
        "name": "a.pdf",
        "status": "ok",
        "message": "",
        "done": 1,
        "total": 1,
        "pages": 3,
        "bytes_done": 9,
        "bytes_total": 9,
        "size": 9,
        "seconds": 0.5,
    }


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(0, "0 s"), (59, "59 s"), (61, "1 min"), (3590, "1 h 00 min"), (11100, "3 h 05 min")],
)
def test_a_length_of_time_is_said_as_a_person_says_it(seconds: float, told: str) -> None:
    assert duration(seconds) == told
