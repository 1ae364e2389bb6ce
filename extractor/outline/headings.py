"""Which headings are open at each block, and the period that a heading gives to what stands under it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from extractor.figures.periods import anchor_of, parse_period
from extractor.model import Context, Document, Passage, Period
from extractor.patterns import PatternSet

_LONGEST = 160
_NUMBER = re.compile(r"^\s*(?:\d+(?:\.\d+)*\.?|\(?[a-z]\)|[ivx]+\))\s+")


class Heading(NamedTuple):
    """A heading and where it stands."""

    block: int
    level: int
    text: str


def clean(text: str) -> str:
    """One line, without the number before it."""
    return _NUMBER.sub("", " ".join(text.split()))


def open_headings(document: Document) -> list[tuple[Heading, ...]]:
    """For each block the headings it stands under, outermost first; a heading stands under itself.

    A heading without level closes the one before it that has none, and stands under numbered ones.
    """
    stack: list[Heading] = []
    result: list[tuple[Heading, ...]] = []
    current: tuple[Heading, ...] = ()
    for number, block in enumerate(document.blocks):
        if isinstance(block, Passage) and block.kind == "heading" and len(block.text) <= _LONGEST:
            while stack and _closes(block.level, stack[-1].level):
                stack.pop()
            stack.append(Heading(number, block.level, " ".join(block.text.split())))
            current = tuple(stack)
        result.append(current)
    return result


def _closes(level: int, before: int) -> bool:
    if level == 0:
        return before == 0
    return before == 0 or before >= level


_TRAILING = re.compile(r"(?:\(|:\s| [–—-] )\s*([^()]{2,60}?)\)?\s*$")
_LISTED = re.compile(r"^(?:appendix|annex|background)\b", re.IGNORECASE)


@lru_cache(maxsize=256)
def _stated(text: str) -> tuple[str, ...]:
    trailing = _TRAILING.search(text)
    return (clean(text).rstrip(":"), *((trailing[1],) if trailing else ()))


def _same(period: Period, other: Period | None) -> bool:
    return other is not None and (period.first, period.last) == (other.first, other.last)


def own_period(headings: Sequence[Heading], context: Context, patterns: PatternSet) -> Period | None:
    """The period that the innermost heading which is one gives ("Quarter 1", "Results (2018/19)")."""
    anchor = anchor_of(context)
    for heading in reversed(headings):
        if _LISTED.match(heading.text):
            continue
        for text in _stated(heading.text):
            if not any(c.isdigit() for c in text) and "quarter" not in text.lower():
                continue
            period = parse_period(text, patterns.periods, anchor)
            if period is not None and period.first is not None and period.last is not None:
                if period.first == period.last or _same(period, context.reporting_period):
                    continue
                return replace(period, basis="heading", start=None, end=None)
    return None
