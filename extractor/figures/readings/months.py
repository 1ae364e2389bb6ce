"""Months, days and weeks, and ranges of them."""

from __future__ import annotations

import re
from calendar import month_name
from datetime import date, timedelta

from extractor.figures.dates import FISCAL_FIRST_MONTH, month_end, month_span, months_in
from extractor.figures.readings.anchor import Anchor
from extractor.figures.readings.parts import (
    DIGITS,
    Parts,
    Reading,
    full_year,
    last_year,
    month_number,
    range_type,
    year_pair,
)
from extractor.model import PeriodBasis


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
            and name.lower() in _FULL_NAMES
            and parts.get("y").isdigit()
            and len(parts.get("y")) == 2
            and not parts.get("dash")
        ):
            return None  # "In January 30 children …"
        if parts.get("y").isdigit() and len(parts.get("y")) == 2 and not parts.get("dash"):
            return _two_digits(month, int(parts.get("y")), parts.anchor)
        return Reading(*month_span(full_year(parts.get("y")), month), "month")
    if not parts.head and not _is_month_name(name, parts):
        return None
    found = latest_month(month, parts.anchor)
    if found is None:
        return Reading(None, None, "month")
    span = month_span(found[0], month)
    return Reading(*(last_year(span, parts.anchor) if parts.get("back") else span), "month", found[1])


def read_month_and_two_digits(parts: Parts) -> Reading | None:
    """October 21: a year's last digits where the paper looks back on it, else a day."""
    if not _is_month_name(parts.get("m"), parts):
        return None
    return _two_digits(month_number(parts.get("m"), parts.grammar), int(parts.get("y")), parts.anchor)


def _two_digits(month: int, number: int, anchor: Anchor) -> Reading | None:
    latest = anchor.latest()
    if latest is None or latest.year - 2000 - _YEARS_BACK <= number <= latest.year - 2000:
        return Reading(*month_span(2000 + number, month), "month") if number else None
    day, basis = _undated_day(month, number, anchor) if number else (None, "stated")
    return Reading(day, day, "point", basis)


_YEARS_BACK = 12
"""Years before a paper that it may write with two digits."""
_FULL_NAMES = frozenset(name.lower() for name in month_name if name)


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


_MONTHS = re.compile(r"[A-Za-z]{3,}")


def read_month_list(parts: Parts) -> Reading | None:
    """October, November and December 2013; months that do not follow each other have no dates."""
    whole = read_month_range(parts)
    if whole is None or whole.first is None or whole.last is None:
        return whole
    between = [m for m in _MONTHS.findall(parts.get("more")) if m.lower() in parts.grammar.months]
    follows = months_in((whole.first, whole.last)) == len(between) + 2
    return whole if follows else Reading(None, None, "range")


def day_of(parts: Parts, suffix: str = "") -> tuple[date | None, PeriodBasis] | None:
    """The date of one stated day; no date where the year is missing and nothing gives it."""
    iso = parts.get("iso" + suffix)
    if iso:
        return valid_date(*(int(n) for n in iso.split("-"))), "stated"
    numeric = parts.get("dmy" + suffix)
    if numeric:
        day, month, year = DIGITS.findall(numeric)
        return valid_date(full_year(year), int(month), int(day)), "stated"
    day_number = int(DIGITS.findall(parts.get("d" + suffix))[0])
    month = month_number(parts.get("dm" + suffix) or parts.get("dm2"), parts.grammar)
    if parts.get("dy" + suffix):
        return valid_date(full_year(parts.get("dy" + suffix)), month, day_number), "stated"
    return _undated_day(month, day_number, parts.anchor)


def valid_date(year: int, month: int, day: int) -> date | None:
    """The date, or None where there is no such day."""
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
        found = valid_date(year, month, day)
        if found is not None and found <= latest:
            return found, "heading" if anchor.end() is not None else "report_date"
    return None, "stated"


def read_day(parts: Parts) -> Reading | None:
    """31st July 2015, 31/03/2017, 2017-03-31, 1st February."""
    found = day_of(parts)
    if found is None:
        return None
    day, basis = found
    if day is None and (parts.get("dy") or parts.get("iso") or parts.get("dmy")):
        return None
    return Reading(day, day, "point", basis)


def read_day_range(parts: Parts) -> Reading | None:
    """1 April 2020 – 31st March 2021, 17 June to 25 July, 1st to 30th June 2019."""
    end = day_of(parts, "2")
    if end is None or end[0] is None:
        return Reading(None, None, "range")
    last, basis = end[0], end[1]
    if parts.get("dm") or parts.get("iso") or parts.get("dmy"):
        given = parts.get("dy") or parts.get("iso") or parts.get("dmy")
        first = day_of(parts) if given else None
        start = first[0] if first else _day_before(parts, last)
    else:
        start = valid_date(last.year, last.month, int(DIGITS.findall(parts.get("d"))[0]))
    if start is None or start > last:
        return None
    return Reading(start, last, range_type((start, last), parts.anchor), basis)


def read_days_of_year(parts: Parts) -> Reading | None:
    """Q3 (1 October – 31 December) 2009/10: the days stand in the year beside them."""
    pair = year_pair(parts.get("fy")) if parts.get("fy") else None
    if pair is None:
        return read_day_range(parts)
    ends = []
    for suffix in ("", "2"):
        month = month_number(parts.get("dm" + suffix), parts.grammar)
        year = pair[0] if month >= FISCAL_FIRST_MONTH else pair[1]
        ends.append(valid_date(year, month, int(DIGITS.findall(parts.get("d" + suffix))[0])))
    first, last = ends
    if first is None or last is None or last < first:
        return None
    return Reading(first, last, range_type((first, last), parts.anchor))


def _day_before(parts: Parts, last: date) -> date | None:
    day, month = int(DIGITS.findall(parts.get("d"))[0]), month_number(parts.get("dm"), parts.grammar)
    for year in (last.year, last.year - 1):
        found = valid_date(year, month, day)
        if found is not None and found <= last:
            return found
    return None
