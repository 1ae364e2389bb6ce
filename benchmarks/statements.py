"""Sentences a second, on one core: the statement reader beside two public quantity extractors.

Run as `python -m benchmarks.statements [--seconds N]`.  The others are the optional group `bench`; one that
is not installed is left out and said so.  They find numbers with units; roles, links, measures and
periods are ours alone, so the comparison is of time, not of what is found.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from random import Random

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


def rate(work: Callable[[int], None], seconds: float) -> float:
    """Sentences a second, over at least this many seconds."""
    work(1)
    copies, spent = 1, 0.0
    while spent < seconds:
        copies *= 2
        start = time.process_time()
        work(copies)
        spent = time.process_time() - start
    return copies * len(SENTENCES) / spent


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
    parser.add_argument("--seconds", type=float, default=2.0)
    seconds = parser.parse_args().seconds
    print(f"{'statements (ours)':28s} {rate(ours(), seconds):10.0f} sentences/s")
    for name, work in others().items():
        told = f"{rate(work, seconds):10.0f} sentences/s" if work is not None else "not installed"
        print(f"{name:28s} {told}")


if __name__ == "__main__":
    main()
