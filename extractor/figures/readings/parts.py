"""The named parts of one period expression, and the numbers and years that stand in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

from extractor.figures.dates import (
    ACADEMIC_FIRST_MONTH,
    FISCAL_FIRST_MONTH,
    Span,
    YearType,
    months_in,
    shift,
    year_of,
)
from extractor.figures.grammar import PeriodGrammar
from extractor.figures.readings.anchor import Anchor
from extractor.model import PeriodBasis, PeriodType


class Reading(NamedTuple):
    """What a shape's words come to."""

    first: date | None
    last: date | None
    type: PeriodType | None
    basis: PeriodBasis = "stated"
    note: str = ""
    opened: date | None = None
    """First day of the stretch of which only the end is meant."""
    counted_from: date | None = None
    """Last day of the time that a "since" counts from."""


class Parts(NamedTuple):
    """The named parts of one expression, with what they are read by."""

    groups: Mapping[str, str]
    grammar: PeriodGrammar
    anchor: Anchor
    head: bool
    """The whole text is the expression (a column head)."""
    before: str
    """The text that stands before it, the last few words."""

    def get(self, name: str) -> str:
        """A part's text, or an empty text where it does not stand; "unit_2" is another place for "unit"."""
        places = (self.groups.get(name + place) for place in ("", "_2", "_3", "_4"))
        return next((text for text in places if text), "")


Reader = Callable[[Parts], Reading | None]


DIGITS = re.compile(r"\d+")


def full_year(text: str) -> int:
    """A year in two or four digits, with or without apostrophe."""
    number = int(DIGITS.findall(text)[0])
    if number >= 100:
        return number
    return 2000 + number if number < 70 else 1900 + number


def year_pair(text: str) -> tuple[int, int] | None:
    """First and second year of "2016/17", "16-17", "2016/2017", "2022/3".

    None where the second is not later, and where it is one digit and not that of the next year.
    """
    numbers = DIGITS.findall(text)
    if len(numbers) != 2:
        return None
    first = full_year(numbers[0])
    second = int(numbers[1])
    if len(numbers[1]) == 1:
        return (first, first + 1) if (first + 1) % 10 == second else None
    if second < 100:
        second += first // 100 * 100
        second += 100 if second < first else 0
    return (first, second) if first < second else None


def number_of(text: str, grammar: PeriodGrammar) -> int | None:
    """The number that a numeral, number word, ordinal or roman stands for."""
    words = text.strip().lower().rstrip(".")
    digits = DIGITS.match(words)
    return int(digits[0]) if digits else grammar.numbers.get(words)


def month_number(text: str, grammar: PeriodGrammar) -> int:
    """1 to 12."""
    return grammar.months[text.lower().rstrip(".")]


def year_type_of(text: str, anchor: Anchor) -> YearType:
    """The kind of year that words beside it name, else that of the document."""
    words = text.lower()
    if any(w in words for w in ("academic", "school", "session")) or words == "ay":
        return "academic"
    if any(w in words for w in ("financial", "fiscal", "fy", "municipal")):
        return "fiscal"
    return "calendar" if "calendar" in words else anchor.year_type


def stated_year(parts: Parts) -> tuple[int, YearType] | None:
    """Start year of a stated "2018/19" or "2020" beside a quarter, half or term."""
    if parts.get("fy"):
        pair = year_pair(parts.get("fy"))
        if pair is None or pair[1] != pair[0] + 1:
            return None
        return pair[0], year_type_of(parts.get("kind"), parts.anchor)
    if parts.get("y"):
        return full_year(parts.get("y")), "calendar"
    return None


def last_year(span: Span, anchor: Anchor) -> Span:
    """The same stretch in the year before that of the document: "Q3 last year", "December last year"."""
    year = anchor.year()
    return span if year is None else shift(span, 12 * (year - 1 - year_of(span[1], anchor.first_month)))


def range_type(span: Span, anchor: Anchor) -> PeriodType:
    """Type of a stated range: a quarter, half or year where it is one, else year to date or range."""
    months = months_in(span)
    first = span[0]
    if months == 12:
        return (
            "year"
            if first.month in (FISCAL_FIRST_MONTH, 1)
            else "academic_year"
            if first.month == ACADEMIC_FIRST_MONTH
            else "rolling_12m"
        )
    if months == 3 and first.month in (1, 4, 7, 10):
        return "quarter"
    if months == 6 and first.month in (4, 10):
        return "half_year"
    if months == 1:
        return "month"
    if months is not None and months < 12 and first.month == anchor.first_month:
        return "ytd"
    return "range"


UNIT_MONTHS: Mapping[str, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12}


def unit_of(parts: Parts) -> str:
    """The unit that an expression names, in the singular: month, quarter, half, year, period."""
    words = parts.get("unit").lower().replace("-", " ").split()
    return next((w for w in words if w not in ("reporting", "review")), words[0]).rstrip("s")
