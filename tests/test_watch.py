"""Watching a folder: settled papers only, again when they change, and a clean end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from extractor.archive import isolate
from extractor.settings import Limits
from extractor.watch import AFTER_FAULT, Watch, watch

PAPER = "Scrutiny Panel\n\n12 July 2019\n\nVisits in time were {}% at the end of June 2019.\n"


class Stop(Exception):
    """Ends a watch in a test."""


class Days:
    """A clock that sleeping moves, and what happens in the folder at each sleep."""

    def __init__(self, *happenings: object) -> None:
        self.now = 0.0
        self.slept: list[float] = []
        self.happenings = list(happenings)

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        self.slept.append(seconds)
        if not self.happenings:
            raise Stop
        happening = self.happenings.pop(0)
        if callable(happening):
            happening()


def put(file: Path, text: str = PAPER.format(81)) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def runs(folder: Path, days: Days, *, once: bool = False, works: bool = True) -> list[list[str]]:
    """The names of the papers of every run."""
    done: list[list[str]] = []

    def run(files: list[Path]) -> bool:
        done.append([file.name for file in files])
        return works

    watched = Watch(folder, folder / "out", settle=2.0, clock=days)
    with suppress(Stop):
        watch(watched, run, every=5.0, once=once, sleep=days.sleep)
    return done


def test_a_paper_is_run_once_it_has_settled_and_not_again(tmp_path: Path) -> None:
    put(tmp_path / "a.txt")
    days = Days(None, None, None)
    assert runs(tmp_path, days) == [["a.txt"]]
    assert days.slept == [2.0, 5.0, 5.0, 5.0]


def test_a_paper_that_is_still_copied_is_waited_for(tmp_path: Path) -> None:
    put(tmp_path / "a.txt")
    grows = [lambda n=n: put(tmp_path / "b.txt", "x" * n) for n in range(1, 4)]
    assert runs(tmp_path, Days(*grows, None, None)) == [["a.txt"], ["a.txt", "b.txt"]]


def test_a_known_paper_that_is_copied_anew_is_not_taken_for_gone(tmp_path: Path) -> None:
    put(tmp_path / "a.txt")
    put(tmp_path / "b.txt")
    days = Days(None, lambda: put(tmp_path / "b.txt", "longer " * 9), None, None)
    assert runs(tmp_path, days) == [["a.txt", "b.txt"], ["a.txt", "b.txt"]]


def test_a_paper_that_goes_is_a_change_but_an_empty_folder_is_waited_for(tmp_path: Path) -> None:
    put(tmp_path / "a.txt")
    put(tmp_path / "b.txt")
    days = Days(None, (tmp_path / "b.txt").unlink, (tmp_path / "a.txt").unlink, None)
    assert runs(tmp_path, days) == [["a.txt", "b.txt"], ["a.txt"]]


def test_outputs_inside_the_folder_are_no_papers(tmp_path: Path) -> None:
    put(tmp_path / "a.txt")
    put(tmp_path / "out" / "report.html", "<html>")
    assert runs(tmp_path, Days(None)) == [["a.txt"]]


def test_a_run_that_could_not_be_done_is_tried_again_later(tmp_path: Path) -> None:
    put(tmp_path / "a.txt")
    days = Days(None, None, None)
    assert runs(tmp_path, days, works=False) == [["a.txt"], ["a.txt"]]
    assert AFTER_FAULT in days.slept


def test_once_waits_until_nothing_changes_and_runs_once(tmp_path: Path) -> None:
    put(tmp_path / "a.txt")
    days = Days(lambda: put(tmp_path / "b.txt"), None, None)
    assert runs(tmp_path, days, once=True) == [["a.txt", "b.txt"]]


def command(folder: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "extractor", "watch", str(folder), "--out", str(folder / "out"), *more]


def test_the_command_says_one_line_a_paper_and_reads_only_what_is_new(tmp_path: Path) -> None:
    put(tmp_path / "a.txt")
    first = subprocess.run(command(tmp_path, "--once", "--settle", "0"), capture_output=True, timeout=300)
    (line, *_) = lines = first.stderr.decode().splitlines()
    assert (first.returncode, line, len(lines)) == (0, f"{tmp_path / 'a.txt'}: ok", 2)
    put(tmp_path / "b.txt", PAPER.format(82))
    (tmp_path / "c.pdf").write_bytes(b"%PDF-1.7 cut")
    second = subprocess.run(command(tmp_path, "--once", "--settle", "0"), capture_output=True, timeout=300)
    told = sorted(line.split(": ")[:2] for line in second.stderr.decode().splitlines()[:-1])
    assert (second.returncode, told) == (
        3, [[str(tmp_path / "b.txt"), "ok"], [str(tmp_path / "c.pdf"), "not_a_document"]],
    )  # fmt: skip


def test_once_over_an_empty_folder_ends_with_5(tmp_path: Path) -> None:
    told = subprocess.run(command(tmp_path, "--once", "--settle", "0"), capture_output=True, timeout=300)
    assert told.returncode == 5


@pytest.mark.skipif(os.name == "nt", reason="signals of a process group are POSIX")
def test_ctrl_c_stops_it_cleanly_and_blames_no_paper(tmp_path: Path) -> None:
    put(tmp_path / "a.txt")
    with subprocess.Popen(
        command(tmp_path, "--settle", "0.1", "--every", "0.2"),
        stderr=subprocess.PIPE, text=True, start_new_session=True, preexec_fn=_hears_ctrl_c,
    ) as watching:  # fmt: skip
        assert watching.stderr is not None
        assert watching.stderr.readline().strip() == f"{tmp_path / 'a.txt'}: ok"
        put(tmp_path / "b.txt", PAPER.format(82) * 4_000)
        lines: list[str] = []
        listening = threading.Thread(target=lambda: lines.extend(watching.stderr or ()))
        listening.start()
        time.sleep(3)
        os.killpg(watching.pid, signal.SIGINT)
        with _ended(watching):
            assert watching.wait(timeout=120) == 0
        listening.join()
    assert lines[-1].strip() == "stopped"
    assert not any("Traceback" in line or "crash" in line for line in lines)
    assert not list((tmp_path / "out").rglob("*.failed.json"))


def _hears_ctrl_c() -> None:
    """What is started in a shell's background ignores Ctrl-C, and its children do."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def _ended(process: subprocess.Popen[str]) -> Iterator[None]:
    """A process that outlived its test is killed, for nothing else would end it."""
    try:
        yield
    finally:
        process.kill()


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX")
def test_a_reader_that_is_still_starting_does_not_see_ctrl_c(tmp_path: Path) -> None:
    put(tmp_path / "a.txt")
    child = isolate._Child(())
    os.kill(child._process.pid, signal.SIGINT)
    answer = child.read(isolate.Job("k" * 8, "a.txt", str(tmp_path / "a.txt")), tmp_path / "work", Limits())
    child.close()
    assert answer == isolate.Answer("k" * 8, "ok", "", 0)
