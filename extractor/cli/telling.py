"""How a run tells what it is doing."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.cli.common import progress, say

if TYPE_CHECKING:
    from extractor.archive import Step


@contextmanager
def step_log(file: Path | None) -> Iterator[Callable[[Step], None]]:
    """Tell of every document done: on a terminal with rate and time left, in a log as a JSON line."""
    started = time.monotonic()
    with file.open("a", encoding="utf-8") if file else nullcontext() as log:

        def told(step: Step) -> None:
            rate = step.done / max(time.monotonic() - started, 0.001)
            left = (step.total - step.done) / rate
            progress(f"{step.done}/{step.total}, {rate:.1f} a second, {left:.0f} s left: {step.name}")
            if log is not None:
                log.write(json.dumps(asdict(step), ensure_ascii=False) + "\n")
                log.flush()

        yield told


@contextmanager
def paper_lines(file: Path | None) -> Iterator[Callable[[Step], None]]:
    """Tell of every document done in a line, also where nobody watches; and in a log as JSON."""
    with file.open("a", encoding="utf-8") if file else nullcontext() as log:

        def told(step: Step) -> None:
            say(f"{step.name}: {step.status}" + (f": {step.message}" if step.message else ""))
            if log is not None:
                log.write(json.dumps(asdict(step), ensure_ascii=False) + "\n")
                log.flush()

        yield told
