"""A folder that fills: runs again whenever papers came, changed or went, once they have settled.

Polls, for that works on every file system, network folders among them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from extractor.archive import Paper, find_papers

State = tuple[int, int]
"""Size and time of change of a file."""
AFTER_FAULT = 60.0
"""Seconds until a run that could not be done is tried again."""


@dataclass
class Watch:
    """What is known of a folder between two looks at it."""

    folder: Path
    out: Path
    """Where outputs go: what lies below is no paper, or the report would be read as one."""
    settle: float = 2.0
    """Seconds for which a file must not have changed: it may still be copied."""
    clock: Callable[[], float] = time.monotonic
    _since: dict[Path, tuple[State, float]] = field(default_factory=dict)

    def look(self) -> tuple[dict[Path, State], set[Path]]:
        """The settled files with their states, and those that are still changing."""
        now = self.clock()
        seen: dict[Path, tuple[State, float]] = {}
        for file in self._files():
            state = _state(file)
            if state is None:
                continue  # gone between two breaths
            before = self._since.get(file)
            seen[file] = before if before and before[0] == state else (state, now)
        self._since = seen
        settled = {file: state for file, (state, since) in seen.items() if now - since >= self.settle}
        return settled, seen.keys() - settled.keys()

    def _files(self) -> list[Path]:
        if not self.folder.is_dir():  # a network folder that is away for a moment
            return []
        out = self.out.resolve()
        found: Sequence[Paper] = find_papers([self.folder]).papers
        return [paper.file for paper in found if not paper.file.resolve().is_relative_to(out)]


def _state(file: Path) -> State | None:
    try:
        told = file.stat()
    except OSError:
        return None
    return told.st_size, told.st_mtime_ns


def watch(
    watched: Watch,
    run: Callable[[list[Path]], bool],
    *,
    every: float = 5.0,
    once: bool = False,
    sleep: Callable[[float], None] = time.sleep,
) -> None:
    """Call `run` with all settled papers whenever they are others than last time; until interrupted.

    `run` says whether it could be done: if not (the disk is full), it is tried again a minute later.
    With `once`: wait until nothing changes any more, run, and return.  A folder that is away or empty is
    waited for, so that outputs are never emptied because a network was; with `once` it is run over as it is.
    A paper that is being copied anew is waited for as well, or the run would be without it.
    """
    last: Mapping[Path, State] = {}
    while True:
        settled, changing = watched.look()
        if once and not changing:
            run(list(settled))
            return
        if not once and settled and settled != last and not changing & last.keys():
            if run(list(settled)):
                last = settled
            else:
                sleep(AFTER_FAULT)
        sleep(max(min(every, watched.settle), 0.01) if changing else every)
