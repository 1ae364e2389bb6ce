"""Periods of headings and row labels, which a table prints in pieces: a quarter here, its year there.

A piece keeps what was printed (`Time`); pieces are laid over one another, and only the whole is turned
into dates (`dates`).
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Literal

Flavour = Literal["", "ytd", "rolling", "year", "point"]
_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_NAMES, 1)}
_MONTH = (
    r"(?P<{0}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])"
)
_YEAR = r"(?P<{0}>(?:19|20)\d\d|'?\d\d(?![\d%.]))"
_GAP = r"[\s.\-–/,']{0,3}"
_MONTH_YEAR = re.compile(
    rf"\b{_MONTH.format('month')}(?:\.?{_GAP}{_YEAR.format('year')}(?!\s*/\s*\d))?", re.IGNORECASE
)
_MONTH_SPAN = re.compile(
    rf"\b{_MONTH.format('first')}\.?(?:{_GAP}{_YEAR.format('year1')})?\s*(?:-|–|—|to|/|,(?:\s*[a-z]{{3,9}},)?)\s*"
    rf"{_MONTH.format('last')}\.?(?:{_GAP}{_YEAR.format('year2')})?",
    re.IGNORECASE,
)
_FISCAL = re.compile(
    r"(?<![\d.])(?:fy\s?)?(?P<first>(?:19|20)\d\d)\s?[/\-–]\s?(?P<last>(?:20|19)?\d\d)(?![\d%])"
    r"|(?<![\d./])(?:fy\s?)?(?P<short>\d\d)\s?/\s?(?P<next>\d\d)(?![\d/%])",
    re.IGNORECASE,
)
_CALENDAR = re.compile(r"(?<![\d./,£\-])(?P<year>(?:19|20)\d\d)(?![\d%,/]|\.\d)")
_QUARTER = re.compile(
    r"\b(?:q|qtr\.?|quarter)\s?(?P<quarter>[1-4])\b|\b(?P<nth>1st|2nd|3rd|4th|first|second|third|fourth)\s(?:quarter|qtr)\b"
    r"|\bquarter\s(?P<word>one|two|three|four)\b",
    re.IGNORECASE,
)
_HALF = re.compile(r"\b(?:h|half\s?year\s?|half\s)(?P<half>[12])\b", re.IGNORECASE)
_TERM = re.compile(r"\b(?P<term>autumn|spring|summer)(?:\sterm)?\b", re.IGNORECASE)
_TERMS = re.compile(r"\b(?:half[\s-]?)?terms?\s?(?P<from>[1-6])(?:\s?[-–]\s?(?P<to>[1-6]))?\b", re.IGNORECASE)
_DAY = re.compile(
    rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?{_MONTH.format('month')}\.?(?:{_GAP}{_YEAR.format('year')})?"
    r"|(?<![\d/])(?P<d>\d{1,2})[/.](?P<m>\d{1,2})[/.](?P<y>(?:20)?\d\d)(?!\d)"
    r"|(?<!\d)(?P<iso>20\d\d-\d\d-\d\d)(?:[ T]00:00:00)?",
    re.IGNORECASE,
)
_YTD = re.compile(
    r"(?<!year\s\d\s)\b(?:ytd|y\.t\.d|year\s?to\s?date|total\sto\sdate|to\sdate|cumulative(?:\stotal)?)\b",
    re.IGNORECASE,
)
_ROLLING = re.compile(
    r"\b(?:rolling\s(?:12|twelve)\s?(?:month|mth)s?|rolling\syear|(?:12|twelve)\s?months?\s(?:to|ending|rolling))\b",
    re.IGNORECASE,
)
_ENDING = re.compile(r"\b(?:year|yr)\s(?:ending|ended|to\send\sof)\b", re.IGNORECASE)
_AS_AT = re.compile(r"\b(?:as\sat|at\s(?:the\s)?end\sof|at\send)\b", re.IGNORECASE)
_ANNUAL = re.compile(
    r"\b(?:full\syear|year\send|outturn|out-turn|annual|whole\syear|year\stotal)\b|^\s*year\s*$",
    re.IGNORECASE,
)
_ORDINALS = {
    "1st": 1, "first": 1, "one": 1, "2nd": 2, "second": 2, "two": 2, "3rd": 3, "third": 3, "three": 3,
    "4th": 4, "fourth": 4, "four": 4,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Time:
    """What one or several pieces of heading say of time; nothing is worked out yet.

    `fiscal` is the year in which a year like 2016/17 starts; months are (year or None, month).
    """

    words: str = ""
    fiscal: int | None = None
    calendar: int | None = None
    first: tuple[int | None, int] | None = None
    last: tuple[int | None, int] | None = None
    day: date | None = None
    quarter: int | None = None
    half: int | None = None
    term: str = ""
    flavour: Flavour = ""

    def __bool__(self) -> bool:
        return bool(self.words)

    @property
    def has_part(self) -> bool:
        """A month, quarter, half, term or day is named, not only a year."""
        return bool(self.first or self.quarter or self.half or self.term or self.day)

    @property
    def has_year(self) -> bool:
        """A year is printed, in any form."""
        return bool(
            self.fiscal
            or self.calendar
            or self.day
            or (self.first and self.first[0])
            or (self.last and self.last[0])
        )

    def over(self, upper: Time) -> Time:
        """This piece with what the heading above (or beside) adds to it."""
        if not upper:
            return self
        if not self:
            return upper
        own_year = self.has_year
        keep_part = self.has_part
        return Time(
            words=f"{self.words} {upper.words}".strip() if self.words != upper.words else self.words,
            fiscal=self.fiscal if own_year else upper.fiscal,
            calendar=self.calendar if own_year else upper.calendar,
            first=self.first if keep_part or self.flavour else upper.first,
            last=self.last if keep_part or self.flavour else upper.last,
            day=self.day if keep_part else upper.day,
            quarter=self.quarter if keep_part or self.flavour else upper.quarter,
            half=self.half if keep_part else upper.half,
            term=self.term if keep_part else upper.term,
            flavour=self.flavour or upper.flavour,
        )


NO_TIME = Time()


def read_time(text: str) -> tuple[Time, str]:
    """The pieces of time in a heading, and the heading without them.

    >>> read_time("Q1 2021/22")[0].quarter
    1
    """
    rest = text
    found: dict[str, object] = {}
    words: list[str] = []

    def take(pattern: re.Pattern[str]) -> re.Match[str] | None:
        nonlocal rest
        match = pattern.search(rest)
        if match:
            words.append(" ".join(match.group().split()))
            rest = f"{rest[: match.start()]} {rest[match.end() :]}"
        return match

    _take_flavour(take, found)
    if match := take(_QUARTER):
        word = match.group("nth") or match.group("word")
        found["quarter"] = _ORDINALS[word.lower()] if word else int(match.group("quarter"))
    if match := take(_DAY):
        found.update(_read_day(match))
    elif match := take(_MONTH_SPAN):
        found.update(_read_span(match))
    elif _plausible_month(rest) and (match := take(_MONTH_YEAR)):
        month = (_full_year(match.group("year")), _MONTHS[match.group("month")[:3].lower()])
        found.update(first=month, last=month)
    if match := take(_HALF):
        found["half"] = int(match.group("half"))
    if match := take(_TERM):
        found["term"] = match.group("term").lower()
    elif match := take(_TERMS):
        found["term"] = f"terms {match.group('from')}-{match.group('to') or match.group('from')}"
    if match := _fiscal_match(rest):
        words.append(" ".join(match.group().split()))
        rest = f"{rest[: match.start()]} {rest[match.end() :]}"
        found["fiscal"] = _full_year(match.group("first") or match.group("short"))
    elif match := take(_CALENDAR):
        found["calendar"] = int(match.group("year"))
    if not words or _two_months(text):
        return Time(), text
    order = sorted(words, key=text.find)
    return Time(words=" ".join(order), **found), _tidy(rest)  # type: ignore[arg-type]


def _two_months(text: str) -> bool:
    """Two months with their years and no word between them that makes them a span: neither is meant alone."""
    dated = [m for m in _MONTH_YEAR.finditer(text) if m.group("year")]
    return len(dated) > 1 and not _MONTH_SPAN.search(text)


def _take_flavour(take: object, found: dict[str, object]) -> None:
    assert callable(take)
    for pattern, flavour in (
        (_YTD, "ytd"),
        (_ROLLING, "rolling"),
        (_ENDING, "rolling"),
        (_AS_AT, "point"),
        (_ANNUAL, "year"),
    ):
        if take(pattern):
            found.setdefault("flavour", flavour)


def _plausible_month(text: str) -> bool:
    """ "may" and "mar" inside a sentence are no months; a heading that is short or has the month first is."""
    match = _MONTH_YEAR.search(text)
    if not match:
        return False
    named = match.group("month").lower()
    return (
        bool(match.group("year"))
        or named not in ("may", "march", "mar", "jan", "dec")
        or len(text.split()) <= 3
    )


def _fiscal_match(text: str) -> re.Match[str] | None:
    for match in _FISCAL.finditer(text):
        first = _full_year(match.group("first") or match.group("short"))
        last = match.group("last") or match.group("next")
        if first is not None and int(last) % 100 == (first + 1) % 100:
            return match
    return None


def _full_year(text: str | None) -> int | None:
    if not text:
        return None
    digits = text.strip("'")
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _read_day(match: re.Match[str]) -> dict[str, object]:
    if match.group("iso"):
        return {"day": date.fromisoformat(match.group("iso"))}
    if match.group("day"):
        month, year = _MONTHS[match.group("month")[:3].lower()], _full_year(match.group("year"))
        number = int(match.group("day"))
    else:
        month, year, number = int(match.group("m")), _full_year(match.group("y")), int(match.group("d"))
    if year is None or not 1 <= month <= 12 or not 1 <= number <= monthrange(year, month)[1]:
        return {"first": (year, month), "last": (year, month), "flavour": "point"} if 1 <= month <= 12 else {}
    return {"day": date(year, month, number)}


def _read_span(match: re.Match[str]) -> dict[str, object]:
    first, last = (_MONTHS[match.group(n)[:3].lower()] for n in ("first", "last"))
    year1, year2 = _full_year(match.group("year1")), _full_year(match.group("year2"))
    if year2 is not None and year1 is None:
        year1 = year2 - (first > last)
    return {"first": (year1, first), "last": (year2, last)}


def _tidy(text: str) -> str:
    text = re.sub(r"\(\s*\)|\[\s*\]", " ", text)
    return " ".join(text.split()).strip(" -–—:,;/").strip()
