"""How a run tells what it is doing: a bar on a terminal, lines where it is asked for, a log as JSON."""

from __future__ import annotations

import json
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from extractor.cli.common import harmless, say

if TYPE_CHECKING:
    from extractor.archive import Step

BAR_CELLS = 20
ENOUGH_TO_TELL = 0.03
"""Of the bytes: before this much is done, the time left is not told."""


class Bar:
    """One line of a terminal that is written over: how far, how fast, how long still, and what was done last.

    On anything but a terminal it writes nothing.
    """

    def __init__(self, stream: TextIO, now: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream
        self._now = now
        self._started = now()
        self._pages = 0
        self._shown = stream.isatty()

    def step(self, step: Step) -> None:
        """One document more is done."""
        self._pages += step.pages
        self._write(f"{self._how_far(step)}  {step.name}")

    def message(self, text: str) -> None:
        """What is being done after the last document."""
        self._write(text)

    def close(self) -> None:
        """Leave the line empty for what is printed next."""
        self._write("")
        if self._shown:
            self._stream.write("\r")
            self._stream.flush()

    def _how_far(self, step: Step) -> str:
        seconds = max(self._now() - self._started, 0.001)
        share = step.bytes_done / step.bytes_total if step.bytes_total else step.done / step.total
        full = round(share * BAR_CELLS)
        left = f", {duration(seconds * (1 - share) / share)} left" if share >= ENOUGH_TO_TELL else ""
        pages = f", {self._pages:,} pages, {self._pages / seconds:.1f} a second" if self._pages else ""
        cells = "#" * full + "-" * (BAR_CELLS - full)
        return f"[{cells}] {step.done:,}/{step.total:,} papers{pages}{left}"

    def _write(self, text: str) -> None:
        if not self._shown:
            return
        width = max(shutil.get_terminal_size().columns - 1, 20)
        self._stream.write("\r" + harmless(text)[:width].ljust(width))
        self._stream.flush()


def duration(seconds: float) -> str:
    """A length of time as a person says it: "40 s", "12 min", "3 h 05 min"."""
    if seconds < 60:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02d} min"


@contextmanager
def bar_and_log(file: Path | None) -> Iterator[tuple[Callable[[Step], None], Callable[[str], None]]]:
    """Two functions to tell of a document done and of a stage begun: on the bar, and documents in the log."""
    bar = Bar(sys.stderr)
    with _log(file) as logged:

        def told(step: Step) -> None:
            bar.step(step)
            logged(step)

        try:
            yield told, bar.message
        finally:
            bar.close()


@contextmanager
def paper_lines(file: Path | None) -> Iterator[Callable[[Step], None]]:
    """Tell of every document done in a line, also where nobody watches; and in a log as JSON."""
    with _log(file) as logged:

        def told(step: Step) -> None:
            say(f"{step.name}: {step.status}" + (f": {step.message}" if step.message else ""))
            logged(step)

        yield told


@contextmanager
def _log(file: Path | None) -> Iterator[Callable[[Step], None]]:
    with file.open("a", encoding="utf-8") if file else nullcontext() as log:

        def logged(step: Step) -> None:
            if log is not None:
                log.write(json.dumps(asdict(step), ensure_ascii=False) + "\n")
                log.flush()

        yield logged
