"""Documents read in a child process, which may crash, hang or grow without harm to any other document.

A plain subprocess with a line protocol: it works alike under threads, process pools and Dask workers,
and on every system, for it needs nothing of its parent's memory.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import psutil

from extractor.archive.work import Failure, WorkFolder
from extractor.errors import ExtractorError
from extractor.settings import Limits

CHILD_COMMAND: tuple[str, ...] = (sys.executable, "-m", "extractor.archive.child")
GIVES_BACK = {"MALLOC_MMAP_THRESHOLD_": "1048576"}
"""Large pieces of memory go back at once (glibc; others pass it over): OCR takes hundreds of MB a page."""
LOOK_EVERY = 0.25
DOCUMENTS_A_CHILD = 1_000
"""Native libraries leak a little: a child is replaced after this many documents."""
WORN_MB = 320
"""A child that holds more between two papers is replaced: what a large one took is not given back."""


@dataclass(frozen=True)
class Job:
    """One document to read: where it is, and the key that its result is kept under."""

    key: str
    name: str
    file: str
    authority: str | None = None
    then: str = ""
    """MODULE:FUNCTION that the child calls with the result: what else is kept of it."""


class Answer(NamedTuple):
    """What became of one document."""

    key: str
    status: str
    message: str = ""
    pages: int = 0
    seconds: float = 0.0
    """What reading took; 0 where that tells nothing of the next: its child had to begin, or was lost."""


def read_jobs(jobs: Sequence[Job], work: Path, folders: Sequence[str], limits: Limits) -> list[Answer]:
    """Read these documents apart; what became of each, in order.

    Results and failures are in the work folder when it returns.  Nothing is raised for a document's sake;
    `ExtractorError` where the rules are wrong or results cannot be written.
    """
    return [_read_one(job, work, tuple(folders), limits) for job in jobs]


def call_apart(function: str, values: Mapping[str, Any], folders: Sequence[str]) -> bool:
    """Have the child of this thread call MODULE:FUNCTION of this package with these values and the rules.

    False where the child was lost over it, and whoever asked must do it.  Raises `ExtractorError`.
    """
    return _child(tuple(folders)).call(function, values)


def _read_one(job: Job, work: Path, folders: tuple[str, ...], limits: Limits) -> Answer:
    child = _child(folders)
    try:
        return child.read(job, work, limits)
    except _Lost as lost:
        child.kill()
        failure = Failure(lost.status, str(lost))
        WorkFolder(work).keep_failure(job.key, failure)
        return Answer(job.key, failure.status, failure.message)


class _Lost(Exception):
    """The child gave no answer; `status` says why."""

    def __init__(self, status: str, message: str) -> None:
        super().__init__(message)
        self.status = status


_OWN_GROUP: int = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
"""On Windows a group of its own is what keeps Ctrl-C from a child."""


@contextlib.contextmanager
def _ctrl_c_blocked() -> Iterator[None]:
    """A process that is started meanwhile never sees Ctrl-C, which is for its parent.

    Without it the signal would end a child that has not come to ignore it yet, and its paper would be blamed.
    """
    if os.name == "nt":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Child:
    """A running child process."""

    def __init__(self, folders: tuple[str, ...]) -> None:
        self.folders = folders
        self.documents = 0
        with _ctrl_c_blocked():
            self._process = subprocess.Popen(
                CHILD_COMMAND,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                text=True, encoding="utf-8", env={**GIVES_BACK, **os.environ}, creationflags=_OWN_GROUP,
            )  # fmt: skip
        self._answers: queue.Queue[dict[str, Any] | None] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()
        self._send({"folders": list(folders)})

    @property
    def usable(self) -> bool:
        """Whether it lives and is not worn out."""
        alive = self._process.poll() is None
        return alive and self.documents < DOCUMENTS_A_CHILD and self._megabytes() < WORN_MB

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            with contextlib.suppress(ValueError):
                self._answers.put(json.loads(line))
        self._answers.put(None)

    def _send(self, record: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):  # a dead child shows as one that does not answer
            self._process.stdin.write(json.dumps(record) + "\n")
            self._process.stdin.flush()

    def read(self, job: Job, work: Path, limits: Limits) -> Answer:
        """Have one document read.  Raises `_Lost`."""
        self.documents += 1
        self._send(
            {
                "key": job.key,
                "name": job.name,
                "file": job.file,
                "authority": job.authority,
                "work": str(work),
                "then": job.then,
            }
        )
        started = heard = time.monotonic()
        while True:
            try:
                answer = self._answers.get(timeout=LOOK_EVERY)
            except queue.Empty:
                self._check(started, heard, limits)
                continue
            if answer is None:
                raise _Lost("crash", f"the reader ended without a word (code {self._process.wait()})")
            if "fault" in answer:
                raise ExtractorError(answer["fault"])
            if answer.get("done") == job.key:
                seconds = time.monotonic() - started if self.documents > 1 else 0.0
                return Answer(job.key, answer["status"], answer["message"], answer["pages"], seconds)
            heard = time.monotonic()
            self._check(started, heard, limits)

    def call(self, function: str, values: Mapping[str, Any]) -> bool:
        """Have a function called; returns when it is done, or the child is dead."""
        self._send({"call": function, "values": dict(values)})
        while (answer := self._answers.get()) is not None:
            if "fault" in answer:
                raise ExtractorError(answer["fault"])
            if answer.get("done") == function:
                return True
        return False

    def _check(self, started: float, heard: float, limits: Limits) -> None:
        now = time.monotonic()
        if now - heard > limits.seconds_without_progress:
            raise _Lost("timeout", f"no progress for {limits.seconds_without_progress:g} seconds")
        if now - started > limits.seconds:
            raise _Lost("timeout", f"not done after {limits.seconds:g} seconds")
        if self._megabytes() > limits.memory_mb:
            raise _Lost("memory", f"reading it took more than {limits.memory_mb} MB")

    def _megabytes(self) -> float:
        with contextlib.suppress(psutil.Error):
            return float(psutil.Process(self._process.pid).memory_info().rss) / 1_048_576
        return 0.0

    def kill(self) -> None:
        """End it, and what it started."""
        with contextlib.suppress(psutil.Error):
            for below in psutil.Process(self._process.pid).children(recursive=True):
                below.kill()
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        """Let it end: there are no more jobs."""
        if self._process.stdin is not None:
            with contextlib.suppress(OSError):
                self._process.stdin.close()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.kill()


_own = threading.local()
_all: list[_Child] = []


def _child(folders: tuple[str, ...]) -> _Child:
    """The child of this thread: starting one costs more than a small document."""
    child: _Child | None = getattr(_own, "child", None)
    if child is None or not child.usable or child.folders != folders:
        if child is not None:
            child.close()
            _all.remove(child)
        child = _own.child = _Child(folders)
        _all.append(child)
    return child


@atexit.register
def close_children() -> None:
    """End every child of this process."""
    while _all:
        _all.pop().close()
