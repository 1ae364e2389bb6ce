"""The periods that a title or heading names, also where the quarter and its year stand apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractor.figures.periods import Anchor, find_periods, parse_period
from extractor.model import Period
from extractor.patterns import PatternSet

_YEAR = re.compile(r"\d{4}|\d\d/\d\d|['’]\d\d")
_PARTS_OF_YEARS = frozenset({"month", "quarter", "half_year", "range", "ytd", "term", "point"})


IN_BRACKETS = re.compile(r"\bin (?:the )?(?:brackets|parenthes[ei]s)\b", re.IGNORECASE)
"""What a paper explains of the figures in brackets, which are of another time or role than the rest."""
LONGEST_TITLE = 160
"""Characters of a text that may be read as a title."""


def periods_of_title(text: str, anchor: Anchor, patterns: PatternSet) -> tuple[Period, ...]:
    """Every period of a short text; "Quarter 3 Performance Report 2019/20" names the quarter of that year."""
    periods = find_periods(text, patterns.periods, anchor)
    if _has_a_second(text, periods):
        return periods[:1]
    joined = _joined(periods, anchor, patterns)
    if len(periods) == 1:
        joined = _with_last_year(periods[0], text, anchor, patterns)
    return (joined,) if joined is not None else periods


def _with_last_year(part: Period, text: str, anchor: Anchor, patterns: PatternSet) -> Period | None:
    """ "Autumn term attendance report 2021": the year is the last word."""
    year = _LAST_YEAR.search(text)
    if year is None or part.type not in _PARTS_OF_YEARS or _YEAR.search(part.text):
        return None
    whole = parse_period(f"{part.text} {year[1]}", patterns.periods, anchor)
    return replace(whole, start=part.start, end=len(text)) if whole is not None and whole.last else None


_LAST_YEAR = re.compile(r"\b((?:19|20)\d\d)\W*$")


def _joined(periods: Sequence[Period], anchor: Anchor, patterns: PatternSet) -> Period | None:
    """The stretch of a year that expressions give together, in any order, where they agree."""
    years = [p for p in periods if _is_stated_year(p)]
    parts = [p for p in periods if p.type in _PARTS_OF_YEARS and not _YEAR.search(p.text)]
    parts = [p for p in parts if p.note != "year end"]
    if len(years) != 1 or not parts or len(periods) != len(parts) + 1:
        return None
    dated = [parse_period(f"{part.text} {years[0].text}", patterns.periods, anchor) for part in parts]
    spans = {(p.first, p.last) for p in dated if p is not None}
    whole = dated[0]
    if whole is None or whole.last is None or len(spans) != 1 or None in dated:
        return None
    return replace(whole, start=parts[0].start, end=max(p.end or 0 for p in periods))


def _has_a_second(text: str, periods: Sequence[Period]) -> bool:
    """ "Annual return 2018/19 and half-year position": of the year, with more of a time that is not in it."""
    if len(periods) != 2 or not _is_stated_year(periods[0]) or periods[1].type not in _PARTS_OF_YEARS:
        return False
    return _AND.fullmatch(text[periods[0].end or 0 : periods[1].start]) is not None


_AND = re.compile(r",?\s+(?:and|&|with)\s+(?:the\s+)?", re.IGNORECASE)


def _is_stated_year(period: Period) -> bool:
    return period.type in ("year", "academic_year") and period.basis == "stated" and period.last is not None
