"""What a figure is of, as a record, and what stands around its sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_TIME_LIMIT = re.compile(r"\s*\b(?:with)?in (?:the )?(?:\d|one|two|three|four|six|eight|ten|thirteen).*")


@dataclass(frozen=True, slots=True)
class Measure:
    """The words of a measure, and where they came from."""

    words: str
    source: str
    base: str = ""
    """The population of a share: "children in care" of "40% of children in care had a review"."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around a sentence and may name its measure."""

    label: str = ""
    """The label, code line or lead that opened the stretch ("NI 59 – initial assessments in 10 days")."""
    before: Measure | None = None
    """The last measure of the sentence before, in the same passage."""
    heading: str = ""
    inner: str = ""
    """What stands before a colon in the same passage ("Falls: on target all year")."""
    floor: int = 0
    """Characters of the passage before this one belong to a code and its name, not to the clause."""
    near: bool = True
    """`before` stands in the same passage."""
    fresh: bool = True
    """`inner` stands in the same sentence, or is what was asked for."""
    coded: bool = False
    """`inner` is the name behind a code: it is of the whole passage."""
    opened: str = ""
    """What the passage spoke of before its first figure."""
    lead: str = ""
    """What the item above was of, which ended with a colon."""
    figured: Measure | None = None
    """The measure of the last figure of the passage: what "the rate" takes up."""
    asked: bool = False
    """`inner` is what a question asks for: an answer that names anything names it better."""


def share_predicate(measures: Sequence[Measure]) -> list[Measure]:
    """What is said once of a list of shares is said of each.

    At its end, "87% of A, 96% of B and 79% of C having a plan", or at its beginning, "79% of A were decided
    in 13 weeks and 71% of B in 8".
    """
    said = said_of(measures[-1]) or _TIME_LIMIT.sub("", said_of(measures[0])).strip()
    if not said:
        return list(measures)
    return [
        Measure(f"{m.words} {said}", m.source, m.base) if m.base == m.words and m.words else m
        for m in measures
    ]


def said_of(measure: Measure) -> str:
    """What is said of the things counted: "were determined in 13 weeks"."""
    base = measure.base
    return measure.words[len(base) :].strip() if base and measure.words.startswith(base) else ""
