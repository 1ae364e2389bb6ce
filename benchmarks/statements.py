"""Sentences a second, on one core: the statement reader beside two public quantity extractors.

Run as `python -m benchmarks.statements [--seconds N] [--turns N]`.  All take turns in one process, and of
each the quickest and the middle turn are told: other work on a machine slows single turns.  The others are
the optional group `bench`; one that is not installed is left out and said so.  They find numbers with units;
roles, links, measures and periods are ours alone, so the comparison is of time, not of what is found.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from random import Random
from statistics import median

from extractor.model import Document, Passage
from extractor.patterns import load_patterns
from extractor.statements import read_statements

SENTENCES = [
    "Tenancy checks stood at 81% at the end of June 2019.",
    "The committee thanked officers for the report.",
    "Rough sleepers fell from 40 in March 2019 to 31 in March 2020.",
    "Members asked how the service would keep up its work over the winter.",
    "18 of the 40 claims had settled (45%), against a target of 60%.",
    "The average time to re-let a home was 32 days, 4 days more than in the previous quarter.",
    "It was noted that recruitment remained hard and that agency staff were being used.",
    "Attendance was 94.1 per cent, below the national average of 95.2 per cent.",
    "A £1.4 million overspend was now projected for 2019/20.",
    "Resolved: that the report be noted.",
]


def paper(copies: int) -> Document:
    """A document of `copies` times the sentences, ten to a passage, each passage in an order of its own."""
    chance = Random(copies)
    passages = [" ".join(chance.sample(SENTENCES, len(SENTENCES))) for _ in range(copies)]
    length = len(passages[0])
    blocks = tuple(
        Passage("paragraph", passage, i * (length + 1), i * (length + 1) + length)
        for i, passage in enumerate(passages)
    )
    return Document("benchmark.txt", "0" * 64, "text", "\n".join(passages), blocks)


def rates(works: dict[str, Callable[[int], None]], seconds: float, turns: int) -> dict[str, list[float]]:
    """Sentences a second of each work, a figure a turn, in alternation: all see the same machine."""
    copies = {name: _copies(work, seconds) for name, work in works.items()}
    told: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(turns):
        for name, work in works.items():
            told[name].append(copies[name] * len(SENTENCES) / _spent(work, copies[name]))
    return told


def _copies(work: Callable[[int], None], seconds: float) -> int:
    """How many copies of the sentences keep a work busy for at least this long."""
    _spent(work, 1)
    copies = 1
    while _spent(work, copies) < seconds:
        copies *= 2
    return copies


def _spent(work: Callable[[int], None], copies: int) -> float:
    """Seconds of the processor."""
    start = time.process_time()
    work(copies)
    return time.process_time() - start


def ours() -> Callable[[int], None]:
    """The whole statement layer: figures, periods, cues, relations, measures, claims."""
    patterns = load_patterns()

    def work(copies: int) -> None:
        read_statements(paper(copies), patterns)

    return work


def others() -> dict[str, Callable[[int], None] | None]:
    """The public extractors that are installed; None for one that is not."""
    calls = {"quantulum3": _quantulum(), "recognizers-text": _recognizers()}
    return {name: _over_all(call) if call is not None else None for name, call in calls.items()}


def _over_all(call: Callable[[str], object]) -> Callable[[int], None]:
    def work(copies: int) -> None:
        for sentence in SENTENCES * copies:
            call(sentence)

    return work


def _quantulum() -> Callable[[str], object] | None:
    if find_spec("quantulum3") is None:
        return None
    parse: Callable[[str], object] = import_module("quantulum3.parser").parse
    return parse


def _recognizers() -> Callable[[str], object] | None:
    if find_spec("recognizers_number_with_unit") is None:
        return None
    module = import_module("recognizers_number_with_unit")
    english = module.Culture.English
    return lambda sentence: (
        module.recognize_dimension(sentence, english),
        module.recognize_currency(sentence, english),
    )


def main() -> None:
    """Print a line for each extractor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=0.5, help="how long a turn lasts, at least")
    parser.add_argument("--turns", type=int, default=9)
    given = parser.parse_args()
    beside = others()
    works = {"statements (ours)": ours()} | {name: work for name, work in beside.items() if work is not None}
    told = rates(works, given.seconds, given.turns)
    print(f"{'sentences a second':28s} {'quickest':>9s} {'middle':>9s}")
    for name, of_turns in told.items():
        print(f"{name:28s} {max(of_turns):9.0f} {median(of_turns):9.0f}")
    for name, work in beside.items():
        if work is None:
            print(f"{name:28s} not installed")


if __name__ == "__main__":
    main()
