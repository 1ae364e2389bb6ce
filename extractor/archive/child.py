"""The child that works: takes one job a line on standard input, says on standard output what became of it.

A job is a paper to read, or a function of this package to call with some values and the rules.

It runs as `python -m extractor.archive.child`; whatever a paper does to it, its parent lives.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TextIO

from extractor import progress
from extractor.archive.discover import Paper
from extractor.archive.outcome import read_paper
from extractor.archive.work import Failure, WorkFolder
from extractor.errors import ExtractorError
from extractor.patterns import PatternSet, load_patterns
from extractor.settings import Settings, load_settings


def main() -> None:
    """Read jobs until there are no more."""
    # Ctrl-C reaches the whole group of processes: it is for the parent, and no fault of the paper being read
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = _own_output()
    progress.listener[:] = [lambda: _tell(answers, {"alive": True})]
    rules: PatternSet | None = None
    settings = Settings()
    for line in sys.stdin:
        job = json.loads(line)
        if "folders" in job:
            settings = load_settings(patterns=[Path(folder) for folder in job["folders"]])
            rules = load_patterns(settings.patterns)
            continue
        assert rules is not None
        try:
            if "call" in job:
                _function(job["call"])(job["values"], rules)
                _tell(answers, {"done": job["call"]})
                continue
            _tell(answers, {"done": job["key"], **_read(job, rules, settings)})
        except ExtractorError as error:  # the rules or the disk, not the paper: the whole run must stop
            _tell(answers, {"fault": str(error)})


def _own_output() -> TextIO:
    """Standard output for answers alone: what libraries print goes to standard error."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8", newline="\n")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return answers


def _tell(answers: TextIO, record: dict[str, object]) -> None:
    with contextlib.suppress(BrokenPipeError):
        answers.write(json.dumps(record) + "\n")
        answers.flush()


def _function(name: str) -> Callable[..., None]:
    """A function of this package by MODULE:NAME.

    By name, for what is done with a result belongs to parts that import this one.
    """
    module, _, function = name.partition(":")
    found: Callable[..., None] = getattr(import_module(f"extractor.{module}"), function)
    return found


def _read(job: dict[str, str], rules: PatternSet, settings: Settings) -> dict[str, object]:
    work = WorkFolder(Path(job["work"]))
    settings = load_settings(authority=job["authority"], patterns=settings.patterns)
    outcome = read_paper(Paper(job["name"], Path(job["file"])), rules, settings)
    if outcome.result is None:
        failure = Failure(outcome.status, outcome.message)
        work.keep_failure(job["key"], failure)
        return {"status": failure.status, "message": failure.message, "pages": 0}
    if job["then"]:
        _function(job["then"])(work, job["key"], outcome.result, rules)
    work.keep(job["key"], outcome.result)
    return {"status": outcome.status, "message": "", "pages": len(outcome.result.document.pages)}


if __name__ == "__main__":
    main()
