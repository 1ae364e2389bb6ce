"""From the parts of a period expression to its dates.

Each reader takes the named parts of one shape and the anchor, and gives first and last day, or no
dates where neither the words nor the anchor fix them, or None where the words are no period at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, NamedTuple

from extractor.figures.dates import (
    ACADEMIC_FIRST_MONTH,
    FISCAL_FIRST_MONTH,
    Span,
    add_months,
    month_end,
    month_span,
    months_in,
    months_span,
    quarter_span,
    shift,
    year_of,
    year_span,
)
from extractor.figures.grammar import PeriodGrammar
from extractor.model import Period, PeriodBasis, PeriodType

YearType = Literal["fiscal", "academic", "calendar"]
_FIRST_MONTHS: Mapping[str, int] = {
    "fiscal": FISCAL_FIRST_MONTH,
    "academic": ACADEMIC_FIRST_MONTH,
    "calendar": 1,
}


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a document says of its own time: relative and incomplete expressions are read against it."""

    report_date: date | None = None
    reporting_period: Period | None = None
    as_at: Period | None = None
    meeting_date: date | None = None
    year_type: YearType = "fiscal"
    named: Period | None = None
    """The last period that the document names in full, for want of anything better."""
    antecedent: Period | None = None
    """The last dated period named earlier in the same passage, for "the same period"."""

    @property
    def first_month(self) -> int:
        """Month in which the year of this document begins."""
        return _FIRST_MONTHS[self.year_type]

    def current(self) -> Span | None:
        """The period reported on, else the day or month the data is "as at"."""
        for period in (self.reporting_period, self.as_at):
            if period is not None and period.first is not None and period.last is not None:
                return period.first, period.last
        return None

    def end(self) -> date | None:
        """Last day of the data, where the document fixes it."""
        ends = [p.last for p in (self.as_at, self.reporting_period) if p is not None and p.last is not None]
        return ends[0] if ends else None

    def latest(self) -> date | None:
        """The last day that the document can look back from."""
        days = [d for d in (self.report_date, self.meeting_date, self.end()) if d is not None]
        return max(days) if days else self.named.last if self.named is not None else None

    def year(self) -> int | None:
        """Start year of the fiscal (academic, calendar) year that the data ends in."""
        end = self.end()
        return None if end is None else year_of(end, self.first_month)


class Reading(NamedTuple):
    """What a shape's words come to."""

    first: date | None
    last: date | None
    type: PeriodType | None
    basis: PeriodBasis = "stated"
    note: str = ""


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
        return self.groups.get(name) or self.groups.get(f"{name}_2") or self.groups.get(f"{name}_3") or ""


Reader = Callable[[Parts], Reading | None]
_DIGITS = re.compile(r"\d+")


def full_year(text: str) -> int:
    """A year in two or four digits, with or without apostrophe."""
    number = int(_DIGITS.findall(text)[0])
    if number >= 100:
        return number
    return 2000 + number if number < 70 else 1900 + number


def year_pair(text: str) -> tuple[int, int] | None:
    """First and second year of "2016/17", "16-17", "2016/2017"; None where the second is not later."""
    numbers = _DIGITS.findall(text)
    if len(numbers) != 2:
        return None
    first = full_year(numbers[0])
    second = int(numbers[1])
    if second < 100:
        second += first // 100 * 100
        second += 100 if second < first else 0
    return (first, second) if first < second else None


def number_of(text: str, grammar: PeriodGrammar) -> int | None:
    """The number that a numeral, number word, ordinal or roman stands for."""
    words = text.strip().lower().rstrip(".")
    digits = _DIGITS.match(words)
    return int(digits[0]) if digits else grammar.numbers.get(words)


def month_number(text: str, grammar: PeriodGrammar) -> int:
    """1 to 12."""
    return grammar.months[text.lower().rstrip(".")]


def _year_type(text: str, anchor: Anchor) -> YearType:
    words = text.lower()
    if "academic" in words or "school" in words:
        return "academic"
    if any(w in words for w in ("financial", "fiscal", "fy", "municipal")):
        return "fiscal"
    return "calendar" if "calendar" in words else anchor.year_type


def _year_reading(pair: tuple[int, int], kind: YearType) -> Reading:
    first, second = pair
    start_month = ACADEMIC_FIRST_MONTH if kind == "academic" else FISCAL_FIRST_MONTH
    if second == first + 1:
        span = year_span(first, start_month)
        return Reading(*span, "academic_year" if kind == "academic" else "year")
    return Reading(None, None, "range", note="several years")


_AGES = re.compile(
    r"(?:\bage[ds]?|\byears?|\byrs?|\bbetween|\bgrades?|\blevels?|\bband[s]?)\W*$", re.IGNORECASE
)


def read_fiscal_year(parts: Parts) -> Reading | None:
    """2016/17, FY19/20, the 2013-2014 year, academic year 2018/19; "2019/20 to date"; "2016/17 year end"."""
    pair = year_pair(parts.get("y"))
    if pair is None or (pair[1] > pair[0] + 1 and len(_DIGITS.findall(parts.get("y"))[0]) == 2):
        return None
    if len(_DIGITS.findall(parts.get("y"))[0]) == 2 and _AGES.search(parts.before):
        return None
    kind = _year_type(parts.get("kind") + parts.get("kind2"), parts.anchor)
    reading = _year_reading(pair, kind)
    return _with_tail(reading, parts)


def _with_tail(reading: Reading, parts: Parts) -> Reading:
    tail = " ".join(parts.get("tail").lower().replace("-", " ").split())
    if not tail or reading.first is None:
        return reading
    if "date" in tail or "far" in tail or tail == "ytd":
        end = parts.anchor.end()
        inside = end is not None and reading.last is not None and reading.first <= end <= reading.last
        return Reading(reading.first, end if inside else None, "ytd", "heading" if inside else "stated")
    if "position" in tail or "figure" in tail:
        return Reading(reading.last, reading.last, "point", reading.basis, "year end")
    return reading


def read_single_year(parts: Parts) -> Reading | None:
    """2013, calendar year 2019, FY2020 (the fiscal year is not fixed by one number: no dates)."""
    year = full_year(parts.get("y"))
    kind = parts.get("kind").lower()
    if "academic" in kind or "school" in kind or "fy" in kind or "financial" in kind or "fiscal" in kind:
        return Reading(None, None, "year", note="one year number for a year that spans two")
    return Reading(date(year, 1, 1), date(year, 12, 31), "year")


def read_month(parts: Parts) -> Reading | None:
    """March 2017, Jan-19, Sept '19, January 2016/17, or a month alone."""
    name = parts.get("m")
    month = month_number(name, parts.grammar)
    if parts.get("fy"):
        pair = year_pair(parts.get("fy"))
        if pair is None or pair[1] != pair[0] + 1:
            return None
        year = pair[0] if month >= FISCAL_FIRST_MONTH else pair[1]
        return Reading(*month_span(year, month), "month")
    if parts.get("y"):
        if (
            not parts.head
            and len(name) > 4
            and parts.get("y").isdigit()
            and len(parts.get("y")) == 2
            and not parts.get("dash")
        ):
            return None  # "In January 30 children …"
        return Reading(*month_span(full_year(parts.get("y")), month), "month")
    if not parts.head and not _is_month_name(name, parts):
        return None
    found = latest_month(month, parts.anchor)
    if found is None:
        return Reading(None, None, "month")
    return Reading(*month_span(found[0], month), "month", found[1])


def _is_month_name(name: str, parts: Parts) -> bool:
    if not name[0].isupper():
        return False
    if len(name) <= 4 and not name.lower().startswith(
        ("june", "july")
    ):  # May, and Mar, Jan, Sun-like short forms
        return bool(parts.grammar.month_needs.search(parts.before))
    return name.lower() != "march" or bool(parts.grammar.month_needs.search(parts.before))


def latest_month(month: int, anchor: Anchor) -> tuple[int, PeriodBasis] | None:
    """Year of the latest such month that the document can look back on, and what says so."""
    named = anchor.antecedent
    latest = anchor.latest()
    if latest is None:
        if named is None or named.last is None or named.basis != "stated":
            return None
        latest, basis = named.last, "inherited"
    else:
        basis = "heading" if anchor.end() is not None else "report_date"
    within = _year_within(month, anchor)
    year = latest.year if month <= latest.month else latest.year - 1
    return within or year, basis  # type: ignore[return-value]


def _year_within(month: int, anchor: Anchor) -> int | None:
    """The year in which such a month lies in the period reported on, where one does."""
    current = anchor.current()
    if current is None:
        return None
    for year in (current[1].year, current[0].year):
        if current[0] <= date(year, month, 1) and month_end(year, month) <= current[1]:
            return year
    return None


def read_month_range(parts: Parts) -> Reading | None:
    """April to December 2013, July 2021 to September 2021, Oct 13-Sep 14, July and August 2013, Apr-Jun."""
    grammar = parts.grammar
    first, last = month_number(parts.get("m"), grammar), month_number(parts.get("m2"), grammar)
    basis: PeriodBasis = "stated"
    if parts.get("fy"):
        pair = year_pair(parts.get("fy"))
        if pair is None:
            return None
        last_year = pair[0] if last >= FISCAL_FIRST_MONTH else pair[1]
    elif parts.get("y2"):
        last_year = full_year(parts.get("y2"))
    elif parts.get("y"):
        year = full_year(parts.get("y"))
        last_year = year if last >= first else year + 1
    else:
        found = latest_month(last, parts.anchor)
        if found is None:
            return Reading(None, None, "range")
        last_year, basis = found
    first_year = full_year(parts.get("y")) if parts.get("y") else last_year - (1 if first > last else 0)
    start, end = date(first_year, first, 1), month_end(last_year, last)
    if end < start:
        return None
    return Reading(start, end, range_type((start, end), parts.anchor), basis)


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


def _day(parts: Parts, suffix: str = "") -> tuple[date | None, PeriodBasis] | None:
    """The date of one stated day; no date where the year is missing and nothing gives it."""
    iso = parts.get("iso" + suffix)
    if iso:
        return _valid(*(int(n) for n in iso.split("-"))), "stated"
    numeric = parts.get("dmy" + suffix)
    if numeric:
        day, month, year = _DIGITS.findall(numeric)
        return _valid(full_year(year), int(month), int(day)), "stated"
    day_number = int(_DIGITS.findall(parts.get("d" + suffix))[0])
    month = month_number(parts.get("dm" + suffix) or parts.get("dm2"), parts.grammar)
    if parts.get("dy" + suffix):
        return _valid(full_year(parts.get("dy" + suffix)), month, day_number), "stated"
    return _undated_day(month, day_number, parts.anchor)


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


_AFTER_THE_DATA = timedelta(days=75)
"""How long after its data a paper without a date of its own may speak of days."""


def _undated_day(month: int, day: int, anchor: Anchor) -> tuple[date | None, PeriodBasis]:
    latest = anchor.latest()
    if latest is not None and anchor.report_date is None and anchor.meeting_date is None:
        latest += _AFTER_THE_DATA
    if latest is None:
        named = anchor.antecedent
        if named is None or named.last is None:
            return None, "stated"
        latest = named.last
    for year in (latest.year, latest.year - 1):
        found = _valid(year, month, day)
        if found is not None and found <= latest:
            return found, "heading" if anchor.end() is not None else "report_date"
    return None, "stated"


def read_day(parts: Parts) -> Reading | None:
    """31st July 2015, 31/03/2017, 2017-03-31, 1st February."""
    found = _day(parts)
    if found is None:
        return None
    day, basis = found
    if day is None and (parts.get("dy") or parts.get("iso") or parts.get("dmy")):
        return None
    return Reading(day, day, "point", basis)


def read_day_range(parts: Parts) -> Reading | None:
    """1 April 2020 – 31st March 2021, 17 June to 25 July, 1st to 30th June 2019."""
    end = _day(parts, "2")
    if end is None or end[0] is None:
        return Reading(None, None, "range")
    last, basis = end[0], end[1]
    if parts.get("dm") or parts.get("iso") or parts.get("dmy"):
        given = parts.get("dy") or parts.get("iso") or parts.get("dmy")
        first = _day(parts) if given else None
        start = first[0] if first else _day_before(parts, last)
    else:
        start = _valid(last.year, last.month, int(_DIGITS.findall(parts.get("d"))[0]))
    if start is None or start > last:
        return None
    return Reading(start, last, range_type((start, last), parts.anchor), basis)


def _day_before(parts: Parts, last: date) -> date | None:
    day, month = int(_DIGITS.findall(parts.get("d"))[0]), month_number(parts.get("dm"), parts.grammar)
    for year in (last.year, last.year - 1):
        found = _valid(year, month, day)
        if found is not None and found <= last:
            return found
    return None


def _stated_year(parts: Parts) -> tuple[int, YearType] | None:
    """Start year of a stated "2018/19" or "2020" beside a quarter, half or term."""
    if parts.get("fy"):
        pair = year_pair(parts.get("fy"))
        if pair is None or pair[1] != pair[0] + 1:
            return None
        return pair[0], _year_type(parts.get("kind"), parts.anchor)
    if parts.get("y"):
        return full_year(parts.get("y")), "calendar"
    return None


def read_quarter(parts: Parts) -> Reading | None:
    """Q3, Quarter Three of the 2013-2014 year, 2019/20 Q4, Quarter 3 (October to December 2018) 2018/19."""
    if parts.get("m"):
        return _bracketed(parts, "quarter")
    quarter = number_of(parts.get("q"), parts.grammar)
    if quarter is None or not 1 <= quarter <= 4:
        return None
    stated = _stated_year(parts)
    if stated is None:
        return _undated_quarter(quarter, parts.anchor)
    year, kind = stated
    if kind == "calendar" and parts.get("y"):
        return _quarter_of_one_year(quarter, year, parts.anchor)
    first_month = parts.anchor.first_month if kind != "academic" else FISCAL_FIRST_MONTH
    return Reading(*quarter_span(year, quarter, first_month), "quarter")


def _quarter_of_one_year(quarter: int, year: int, anchor: Anchor) -> Reading:
    """ "Quarter 1 2020": a fiscal quarter, the last of which could lie in either year."""
    if anchor.year_type == "calendar":
        return Reading(*quarter_span(year, quarter, 1), "quarter")
    if quarter < 4:
        return Reading(*quarter_span(year, quarter), "quarter")
    end = anchor.latest()
    ends = [y for y in (year - 1, year) if end is not None and quarter_span(y, 4)[1] <= end]
    if len(ends) == 1:
        return Reading(*quarter_span(ends[0], 4), "quarter", "report_date")
    return Reading(None, None, "quarter", note="the fourth quarter that ends or the one that begins after it")


def _undated_quarter(quarter: int, anchor: Anchor) -> Reading:
    latest = anchor.end()
    basis: PeriodBasis = "heading"
    if latest is None:
        latest, basis = anchor.latest(), "report_date"
    if latest is None and anchor.antecedent is not None and anchor.antecedent.basis == "stated":
        latest, basis = anchor.antecedent.last, "inherited"
    if latest is None:
        return Reading(None, None, "quarter")
    year = year_of(latest, anchor.first_month)
    span = quarter_span(year, quarter, anchor.first_month)
    if span[1] > latest and not (basis == "heading" and span[0] <= latest):
        if basis == "heading":
            return Reading(*span, "quarter", basis)
        span = quarter_span(year - 1, quarter, anchor.first_month)
    return Reading(*span, "quarter", basis)


def _bracketed(parts: Parts, kind: PeriodType) -> Reading | None:
    """A named period whose months stand beside it in brackets: the months are right."""
    inner = read_month_range(parts)
    return None if inner is None else inner._replace(type=kind)


def read_quarters(parts: Parts) -> Reading | None:
    """Q1-Q3, Quarters 1-3, 2018-19, Quarters 1 and 2."""
    first, last = number_of(parts.get("q"), parts.grammar), number_of(parts.get("q2"), parts.grammar)
    if first is None or last is None or not 1 <= first < last <= 4:
        return None
    stated = _stated_year(parts)
    basis: PeriodBasis = "stated"
    if stated is None:
        end = _undated_quarter(last, parts.anchor)
        if end.last is None:
            return Reading(None, None, "range")
        year, basis = year_of(end.last, parts.anchor.first_month), end.basis
    else:
        year = stated[0]
    start = quarter_span(year, first, parts.anchor.first_month)[0]
    span = start, quarter_span(year, last, parts.anchor.first_month)[1]
    return Reading(*span, "ytd" if first == 1 and last == 3 else range_type(span, parts.anchor), basis)


def read_quarters_done(parts: Parts) -> Reading | None:
    """After two quarters, after the third quarter: from the start of the year."""
    quarter = number_of(parts.get("q"), parts.grammar)
    if quarter is None or not 1 <= quarter <= 4:
        return None
    year = parts.anchor.year()
    if year is None:
        return Reading(None, None, "ytd")
    first = date(year, parts.anchor.first_month, 1)
    return Reading(*months_span(first, 3 * quarter), "ytd", "heading")


def read_half(parts: Parts) -> Reading | None:
    """The first half of 2020/21, H2 2019/20, mid-year (July 2021 to September 2021), half year."""
    if parts.get("m"):
        inner = read_month_range(parts)
        return inner if inner is None or inner.type else inner._replace(type="half_year")
    half = number_of(parts.get("h"), parts.grammar) if parts.get("h") else 1
    if half not in (1, 2):
        return None
    stated = _stated_year(parts)
    if stated is None:
        year = parts.anchor.year()
        if year is None:
            return Reading(None, None, "half_year")
        return Reading(*_half_span(year, half, parts.anchor.first_month), "half_year", "heading")
    first_month = 1 if parts.get("y") else FISCAL_FIRST_MONTH
    return Reading(*_half_span(stated[0], half, first_month), "half_year")


def _half_span(year: int, half: int, first_month: int) -> Span:
    return months_span(add_months(date(year, first_month, 1), 6 * (half - 1)), 6)


_TERM_MONTHS: Mapping[int, tuple[int, int]] = {1: (9, 12), 2: (1, 3), 3: (4, 7)}
"""First and last month of autumn, spring and summer term; authorities' own days differ."""
_HALF_TERM_MONTHS: Mapping[int, tuple[int, int]] = {
    1: (9, 10),
    2: (11, 12),
    3: (1, 2),
    4: (2, 3),
    5: (4, 5),
    6: (6, 7),
}


def _school_span(months: tuple[int, int], start_year: int) -> Span:
    years = [start_year if m >= ACADEMIC_FIRST_MONTH else start_year + 1 for m in months]
    return date(years[0], months[0], 1), month_end(years[1], months[1])


def read_term(parts: Parts) -> Reading | None:
    """Autumn Term 2014, spring term of 2016/17."""
    term = parts.grammar.terms[parts.get("t").lower()]
    months = _TERM_MONTHS[term]
    if parts.get("fy"):
        pair = year_pair(parts.get("fy"))
        if pair is None or pair[1] != pair[0] + 1:
            return None
        return Reading(*_school_span(months, pair[0]), "term")
    if parts.get("y"):
        year = full_year(parts.get("y"))
        return Reading(*_school_span(months, year if term == 1 else year - 1), "term")
    latest = parts.anchor.latest()
    if latest is None:
        return Reading(None, None, "term")
    year = year_of(latest, ACADEMIC_FIRST_MONTH)
    span = _school_span(months, year)
    basis: PeriodBasis = "heading" if parts.anchor.end() is not None else "report_date"
    return Reading(*(span if span[0] <= latest else _school_span(months, year - 1)), "term", basis)


def read_half_terms(parts: Parts) -> Reading | None:
    """Half term 1-2 2019/20, HT3 2018/19."""
    first = number_of(parts.get("h"), parts.grammar)
    last = number_of(parts.get("h2"), parts.grammar) if parts.get("h2") else first
    if first is None or last is None or not 1 <= first <= last <= 6:
        return None
    pair = year_pair(parts.get("fy")) if parts.get("fy") else None
    year = pair[0] if pair else None
    basis: PeriodBasis = "stated"
    if year is None:
        latest = parts.anchor.end()
        if latest is None:
            return Reading(None, None, "term")
        year, basis = year_of(latest, ACADEMIC_FIRST_MONTH), "heading"
    start, _ = _school_span(_HALF_TERM_MONTHS[first], year)
    _, end = _school_span(_HALF_TERM_MONTHS[last], year)
    return Reading(start, end, "term", basis)


def read_season(parts: Parts) -> Reading | None:
    """Summer 2019: the words are kept, months differ by use."""
    return Reading(None, None, "range", note="season")


def read_ending(parts: Parts) -> Reading | None:
    """Year ending March 2020, rolling 12 months to June 2019, 4 months to the end of July 2015."""
    end = _ending_day(parts)
    unit = parts.get("unit").lower().rstrip("s")
    count = number_of(parts.get("n"), parts.grammar) if parts.get("n") else 1
    if count is None:
        return None
    if end is None:
        return Reading(None, None, "rolling_12m" if unit == "month" and count == 12 else "range")
    last, basis = end
    if unit == "week":
        return Reading(last - timedelta(days=7 * count - 1), last, "range", basis)
    months = count * (6 if unit.startswith("half") else {"year": 12, "quarter": 3, "month": 1}[unit])
    first = add_months(last + timedelta(days=1), -months)
    kind: PeriodType = range_type((first, last), parts.anchor)
    if months == 12:
        kind = "year" if unit == "year" else "rolling_12m"
    return Reading(first, last, kind, basis)


def _ending_day(parts: Parts) -> tuple[date, PeriodBasis] | None:
    if parts.get("dmy") or parts.get("iso") or parts.get("d"):
        found = _day(parts)
        return None if found is None or found[0] is None else (found[0], found[1])
    if parts.get("q"):
        quarter = read_quarter(parts)
        return None if quarter is None or quarter.last is None else (quarter.last, quarter.basis)
    month = month_number(parts.get("m"), parts.grammar)
    if parts.get("y"):
        return month_end(full_year(parts.get("y")), month), "stated"
    found_year = latest_month(month, parts.anchor)
    return None if found_year is None else (month_end(found_year[0], month), found_year[1])


def read_week(parts: Parts) -> Reading | None:
    """Week commencing 6 January 2020, w/e 12/01/2020."""
    found = _day(parts)
    if found is None:
        return None
    day, basis = found
    if day is None:
        return Reading(None, None, "range")
    if parts.get("wk").lower().replace(" ", "").endswith(("ending", "ended", "w/e")):
        return Reading(day - timedelta(days=6), day, "range", basis)
    return Reading(day, day + timedelta(days=6), "range", basis)


def _antecedent(anchor: Anchor) -> tuple[Span, PeriodType | None, PeriodBasis] | None:
    """The period that "the same period" speaks of: named just before, else the one reported on."""
    named = anchor.antecedent
    if named is not None and named.first is not None and named.last is not None:
        return (named.first, named.last), named.type, "inherited"
    current = anchor.current()
    if current is None:
        return None
    kind = (anchor.reporting_period or anchor.as_at).type  # type: ignore[union-attr]
    return current, kind, "heading"


def read_same_period(parts: Parts) -> Reading | None:
    """The same period (quarter, month) last year, in 2014, in 2014/15, in the previous year."""
    base = _antecedent(parts.anchor)
    if base is None:
        return Reading(None, None, None)
    span, kind, basis = base
    if parts.get("fy") or parts.get("y"):
        moved = _in_year(span, parts)
        return None if moved is None else Reading(*moved, kind, basis)
    if parts.get("same_year"):
        return Reading(*span, kind, basis)
    return Reading(*shift(span, -12 * _years_back(parts)), kind, basis)


def _years_back(parts: Parts) -> int:
    return (number_of(parts.get("n"), parts.grammar) or 1) if parts.get("n") else 1


def _in_year(span: Span, parts: Parts) -> Span | None:
    if parts.get("fy"):
        pair = year_pair(parts.get("fy"))
        if pair is None:
            return None
        return shift(span, 12 * (pair[0] - year_of(span[1])))
    return shift(span, 12 * (full_year(parts.get("y")) - span[1].year))


def read_same_time(parts: Parts) -> Reading | None:
    """The same time last year, at this point last year: one day, a year before the data's last."""
    base = _antecedent(parts.anchor)
    if base is None:
        return Reading(None, None, "point")
    day = add_months(base[0][1], -12 * _years_back(parts))
    if parts.get("y"):
        moved = _in_year((base[0][1], base[0][1]), parts)
        day = moved[1] if moved else day
    return Reading(day, day, "point", base[2])


def read_last_year(parts: Parts) -> Reading | None:
    """Last year, the previous year's outturn: the year before the one reported on."""
    year = parts.anchor.year()
    if parts.get("n") and number_of(parts.get("n"), parts.grammar) is None:
        return None
    if year is None:
        return Reading(None, None, "year")
    kind: PeriodType = "academic_year" if parts.anchor.year_type == "academic" else "year"
    return Reading(*year_span(year - _years_back(parts), parts.anchor.first_month), kind, "heading")


def read_this_year(parts: Parts) -> Reading | None:
    """This year, during the year: the year reported on where the report is of a whole year."""
    period = parts.anchor.reporting_period
    if period is not None and period.type in ("year", "academic_year", "rolling_12m"):
        return Reading(period.first, period.last, period.type, "heading")
    if (
        period is not None
        and period.first is not None
        and period.last is not None
        and months_in((period.first, period.last)) == 12
    ):
        return Reading(period.first, period.last, "year", "heading")
    return Reading(None, None, "year")


def read_year_to_date(parts: Parts) -> Reading | None:
    """Year to date, so far this year: from the start of the year to the data's last day."""
    year, end = parts.anchor.year(), parts.anchor.end()
    if year is None or end is None:
        return Reading(None, None, "ytd")
    return Reading(date(year, parts.anchor.first_month, 1), end, "ytd", "heading")


def read_year_end(parts: Parts) -> Reading | None:
    """At year end, by the end of the financial year."""
    year = parts.anchor.year()
    if year is None:
        latest = parts.anchor.latest()
        if latest is None or not parts.get("coming"):
            return Reading(None, None, "point", note="year end")
        year = year_of(latest, parts.anchor.first_month)
    first, last = year_span(year, parts.anchor.first_month)
    if parts.get("whole"):
        return Reading(first, last, "year", "heading", "year end")
    return Reading(last, last, "point", "heading", "year end")


def read_period_end(parts: Parts) -> Reading | None:
    """At the end of the quarter, by the close of the period: the last day of what is reported on."""
    current, unit = parts.anchor.current(), _unit(parts)
    if current is None:
        return Reading(None, None, "point", note="end_of")
    last = current[1]
    if unit == "quarter" and _quarter_holding(last, parts.anchor)[1] != last:
        return Reading(None, None, "point", note="end_of")
    return Reading(last, last, "point", "heading", "end_of")


_UNIT_MONTHS: Mapping[str, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12}


def _unit(parts: Parts) -> str:
    return parts.get("unit").lower().split()[0].rstrip("s").replace("-", " ").split()[0]


def read_current(parts: Parts) -> Reading | None:
    """This month, this quarter, in month, in the period: the one reported on, where it is of that kind."""
    current = parts.anchor.current()
    unit = _unit(parts)
    kind: PeriodType | None = {"month": "month", "quarter": "quarter"}.get(unit)  # type: ignore[assignment]
    if current is None:
        return Reading(None, None, kind)
    if unit == "period":
        return Reading(*current, (parts.anchor.reporting_period or parts.anchor.as_at).type, "heading")  # type: ignore[union-attr]
    last = current[1]
    if unit == "month":
        return Reading(*month_span(last.year, last.month), "month", "heading")
    if unit == "quarter":
        span = _quarter_holding(last, parts.anchor)
        return Reading(*span, "quarter", "heading") if span[1] == last else Reading(None, None, "quarter")
    return Reading(None, None, kind)


def _quarter_holding(day: date, anchor: Anchor) -> Span:
    year = year_of(day, anchor.first_month)
    return next(s for q in (1, 2, 3, 4) if (s := quarter_span(year, q, anchor.first_month))[1] >= day)


_OVER = re.compile(r"\b(?:in|over|during|within|for|throughout)\s+(?:the\s+)?$", re.IGNORECASE)


def read_previous(parts: Parts) -> Reading | None:
    """The previous month, last quarter: the one before that reported on."""
    unit = _unit(parts)
    kind: PeriodType | None = {"month": "month", "quarter": "quarter"}.get(unit)  # type: ignore[assignment]
    base = _antecedent(parts.anchor)
    if base is None or (parts.get("which").lower() == "last" and _OVER.search(parts.before)):
        return Reading(None, None, kind, note="" if base is None else "the one before, or the one just ended")
    (first, last), base_kind, basis = base
    if unit == "month":
        if months_in((first, last)) != 1 and base_kind != "point":
            return Reading(None, None, kind)
        day = date(last.year, last.month, 1) - timedelta(days=1)
        return Reading(*month_span(day.year, day.month), "month", basis)
    if unit == "quarter":
        span = _quarter_holding(last, parts.anchor)
        if span[1] != last:
            return Reading(None, None, kind)
        return Reading(*shift(span, -3), "quarter", basis)
    months = months_in((first, last))
    if unit == "period" and months is not None:
        return Reading(*shift((first, last), -months), base_kind, basis)
    return Reading(None, None, kind)


def read_onwards(parts: Parts) -> Reading | None:
    """April 2016 onwards: from its first day to the data's last."""
    whole = read_fiscal_year(parts) if parts.get("y") and not parts.get("m") else read_month(parts)
    if whole is None or whole.first is None:
        return whole
    end = parts.anchor.end()
    return Reading(
        whole.first, end if end is not None and end >= whole.first else None, "range", whole.basis, "since"
    )


def read_last_several(parts: Parts) -> Reading | None:
    """In the last 12 months, over the past six months, the previous three months, past 2 quarters."""
    count = number_of(parts.get("n"), parts.grammar)
    unit = _unit(parts)
    if count is None or unit not in ("month", "quarter", "year"):
        return Reading(None, None, "range")
    months = count * _UNIT_MONTHS[unit]
    kind: PeriodType = "rolling_12m" if months == 12 and unit == "month" else "range"
    current = parts.anchor.current()
    basis: PeriodBasis = "heading"
    named = parts.anchor.antecedent
    if current is None and named is not None and named.first is not None and named.last is not None:
        current, basis = (named.first, named.last), "inherited"
    if current is None:
        return Reading(None, None, kind)
    last = current[1]
    if parts.get("which").lower() in ("previous", "preceding", "prior") and months_in(current) == 1:
        last = current[0] - timedelta(days=1)
    if last != month_end(last.year, last.month):
        return Reading(None, None, kind)
    return Reading(add_months(last + timedelta(days=1), -months), last, kind, basis)


def read_open(parts: Parts) -> Reading | None:
    """Earlier in the year, in recent months: kept as words."""
    return Reading(None, None, None)


READERS: Mapping[str, Reader] = {
    name.removeprefix("read_"): reader
    for name, reader in list(globals().items())
    if name.startswith("read_") and callable(reader)
}
