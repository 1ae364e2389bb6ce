"""Which headings are open at each block, and the period that a heading gives to what stands under it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from extractor.figures.periods import Anchor, anchor_of, find_periods, parse_period
from extractor.model import Context, Document, Passage, Period
from extractor.outline.titles import IN_BRACKETS, periods_of_title
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


def open_headings(document: Document, patterns: PatternSet) -> list[tuple[Heading, ...]]:
    """For each block the headings it stands under, outermost first; a heading stands under itself.

    A heading without level closes the one before it that has none, and stands under numbered ones.
    A line that is nothing but a period is a heading whatever the format calls it.
    """
    stack: list[Heading] = []
    result: list[tuple[Heading, ...]] = []
    current: tuple[Heading, ...] = ()
    lines = _period_lines(document, patterns)
    for number, block in enumerate(document.blocks):
        if number in lines:
            while stack and stack[-1].level == 0:
                stack.pop()
            if lines[number]:
                stack.append(Heading(number, 0, lines[number]))
            current = tuple(stack)
        elif isinstance(block, Passage) and block.kind == "heading" and len(block.text) <= _LONGEST:
            while stack and _closes(block.level, stack[-1].level):
                stack.pop()
            stack.append(Heading(number, block.level, " ".join(block.text.split())))
            current = tuple(stack)
        result.append(current)
    return result


_LONGEST_LINE, _LONGEST_TITLE = 40, 90
_SENTENCE = 100
"""Shortest block, in characters, that shows that the running text has begun."""


def _period_lines(document: Document, patterns: PatternSet) -> dict[int, str]:
    """Blocks that are a period and nothing else; lines that follow each other are read as one.

    "Quarter 1" over "2020" is a quarter; "2017/18" over "2018/19" are the heads of columns that were
    run together, and head nothing: their text is empty.
    """
    lines: dict[int, str] = {}
    opened = False
    for number, block in enumerate(document.blocks):
        opened = opened or (isinstance(block, Passage) and len(block.text) >= _SENTENCE)
        if (
            not isinstance(block, Passage)
            or len(block.text) > _LONGEST_TITLE
            or block.kind in ("header", "footer")
        ):
            continue
        text = " ".join(block.text.split()).strip("|: ")
        if not _has_text_below(document, number):
            continue
        if len(text) > _LONGEST_LINE or not _is_period(text, patterns):
            if opened and _is_title_of_period(block, text, patterns):
                lines[number] = text
            continue
        before = lines.get(number - 1)
        if before is None:
            lines[number] = text
            continue
        joined = next((t for t in (f"{before} {text}", f"{text} {before}") if _is_period(t, patterns)), "")
        lines[number] = joined if before else ""
    return lines


def _is_period(text: str, patterns: PatternSet) -> bool:
    if not text or not any(c.isalnum() for c in text):
        return False
    period = parse_period(text, patterns.periods, Anchor())
    return period is not None and (period.first is None or period.first != period.last)


def _is_title_of_period(block: Passage, text: str, patterns: PatternSet) -> bool:
    """ "Annual results 2018/19" on a line of its own, whatever the format calls it."""
    if block.kind != "paragraph" or text.endswith((".", ",", ";")) or not text[:1].isupper():
        return False
    named = _named_in_title(text, Anchor(), patterns) or _printed(text, Anchor(), patterns)
    return named is not None and not any(c.isdigit() for c in text.replace(named.text, ""))


def _has_text_below(document: Document, number: int) -> bool:
    below = document.blocks[number + 1] if number + 1 < len(document.blocks) else None
    return isinstance(below, Passage) and below.kind in ("paragraph", "list_item")


def _closes(level: int, before: int) -> bool:
    if level == 0:
        return before == 0
    return before == 0 or before >= level


_PARTED = re.compile(r"(?:\(|:\s| [–—-] )\s*(?=[^()]{2,60}\)?\s*$)")
"""What stands before the last words of a heading: a dash, a colon, a bracket."""
_LISTED = re.compile(r"^(?:appendix|annex|background)\b", re.IGNORECASE)


@lru_cache(maxsize=256)
def _stated(text: str) -> tuple[str, ...]:
    return (clean(text).rstrip(":"), *(text[m.end() :].rstrip(" )") for m in _PARTED.finditer(text)))


def _same(period: Period, other: Period | None) -> bool:
    return other is not None and (period.first, period.last) == (other.first, other.last)


def own_period(
    headings: Sequence[Heading], context: Context, patterns: PatternSet, *, body: int
) -> Period | None:
    """The period that the innermost heading which is one gives ("Quarter 1", "Results (2018/19)").

    `body` is the block at which the part's running text begins: a heading after it is of a section.
    """
    anchor = anchor_of(context)
    for heading in reversed(headings):
        if _LISTED.match(heading.text):
            continue
        period = _printed(heading.text, anchor, patterns)
        if period is None and heading.block > body:
            period = _spoken_of(heading.text, anchor, patterns)
        if period is not None and not _same(period, context.reporting_period):
            return replace(period, basis="heading", start=None, end=None)
    return None


def _printed(text: str, anchor: Anchor, patterns: PatternSet) -> Period | None:
    """The period that a heading is, or that stands behind its dash, colon or bracket."""
    whole = parse_period(text, patterns.periods, anchor)
    named = find_periods(text, patterns.periods, anchor)
    for stretch in (text,) if whole is not None else _stated(text):
        cut = any(p.text in text and p.text not in stretch and p.text[-4:] in stretch for p in named)
        if not cut and (any(c.isdigit() for c in stretch) or "quarter" in stretch.lower()):
            period = parse_period(stretch, patterns.periods, anchor)
            if period is not None and _is_stretch(period):
                return period
    return None


def _spoken_of(text: str, anchor: Anchor, patterns: PatternSet) -> Period | None:
    """The one period that a section's heading speaks of ("Overall performance for 2018/19", "Q2 update")."""
    period, end = _named_in_title(text, anchor, patterns), anchor.end()
    if (
        period is None
        or not _is_stretch(period)
        or (end is not None and period.first is not None and period.first > end)
    ):
        return None
    return None if period.last == end else period  # the paper's own time, in other words


def _named_in_title(text: str, anchor: Anchor, patterns: PatternSet) -> Period | None:
    """The only period of a title that is about performance, dated or not."""
    rules = patterns.outline
    periods = periods_of_title(text, anchor, patterns)
    if len(periods) != 1 or rules.elsewhere.search(text):
        return None
    about = rules.about.search(text) or _closes_title(text, periods[0])
    if periods and IN_BRACKETS.search(text[periods[0].end or 0 :]):
        return None
    return periods[0] if about else None


def _closes_title(text: str, period: Period) -> bool:
    """ "Referrals in Quarter 2", "Sickness absence – May": the time stands behind the name."""
    before = text[: period.start or 0].rstrip()
    behind = text[period.end or 0 :].strip(" ):")
    return not behind and (period.text[:3].lower() == "in " or _CLOSING.search(before) is not None)


_CLOSING = re.compile(r"[A-Za-z)] ?(?:[-–—:(]|\b(?:in|for|during)(?: the)?)$")


def _is_stretch(period: Period) -> bool:
    """Dated, and longer than a day."""
    dated = period.first is not None and period.last is not None
    return dated and period.first != period.last and period.note not in ("since", "start_of")
