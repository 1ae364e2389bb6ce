"""Quarters and halves of a year."""

from __future__ import annotations

from datetime import date
from functools import partial

from extractor.figures.dates import (
    FISCAL_FIRST_MONTH,
    Span,
    add_months,
    months_span,
    quarter_span,
    shift,
    year_of,
)
from extractor.figures.readings.anchor import Anchor
from extractor.figures.readings.months import read_month_range
from extractor.figures.readings.parts import Parts, Reading, last_year, number_of, range_type, stated_year
from extractor.model import PeriodBasis, PeriodType


def read_quarter(parts: Parts) -> Reading | None:
    """Q3, Quarter Three of the 2013-2014 year, 2019/20 Q4, Quarter 3 (October to December 2018) 2018/19."""
    if parts.get("m"):
        return _bracketed(parts, "quarter")
    quarter = number_of(parts.get("q"), parts.grammar)
    if quarter is None or not 1 <= quarter <= 4:
        return None
    stated = stated_year(parts)
    if stated is None and parts.get("fy"):
        return None
    if stated is None:
        reading = undated_quarter(quarter, parts.anchor)
        return _year_back(reading, parts.anchor) if parts.get("back") else reading
    year, kind = stated
    if kind == "calendar" and parts.get("y"):
        return _quarter_of_one_year(quarter, year, parts.anchor)
    first_month = parts.anchor.first_month if kind != "academic" else FISCAL_FIRST_MONTH
    return Reading(*quarter_span(year, quarter, first_month), "quarter")


def _year_back(reading: Reading, anchor: Anchor) -> Reading:
    if reading.first is None or reading.last is None:
        return Reading(None, None, reading.type)
    span = (reading.first, reading.last)
    first, last = shift(span, -12) if anchor.year() is None else last_year(span, anchor)
    return reading._replace(first=first, last=last)


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


def undated_quarter(quarter: int, anchor: Anchor) -> Reading:
    """The latest such quarter that the document can look back on."""
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
    stated = stated_year(parts)
    basis: PeriodBasis = "stated"
    if stated is None:
        end = undated_quarter(last, parts.anchor)
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
    stated = stated_year(parts)
    if stated is None and parts.get("fy"):
        return None
    year = stated[0] if stated else parts.anchor.year()
    if year is None:
        return Reading(None, None, "ytd")
    first = date(year, parts.anchor.first_month, 1)
    return Reading(*months_span(first, 3 * quarter), "ytd", "stated" if stated else "heading")


def read_half(parts: Parts) -> Reading | None:
    """The first half of 2020/21, H2 2019/20, mid-year (July 2021 to September 2021), half year."""
    if parts.get("m"):
        inner = read_month_range(parts)
        return inner if inner is None or inner.type else inner._replace(type="half_year")
    half = number_of(parts.get("h"), parts.grammar) if parts.get("h") else 1
    if half not in (1, 2):
        return None
    stated = stated_year(parts)
    if stated is None:
        reading = _undated_half(half if parts.get("h") or parts.get("mid") else None, parts.anchor)
        return _year_back(reading, parts.anchor) if parts.get("back") else reading
    first_month = 1 if parts.get("y") else FISCAL_FIRST_MONTH
    return Reading(*_half_span(stated[0], half, first_month), "half_year")


def _undated_half(half: int | None, anchor: Anchor) -> Reading:
    """The latest such half that the document can look back on; of "half-yearly", the one that ended last."""

    def span(year: int, number: int) -> Span:
        return _half_span(year, number, anchor.first_month)

    halves = (half,) if half is not None else (1,) if anchor.end() is not None else (1, 2)
    ended = ((n, anchor.ended(partial(span, number=n))) for n in halves)
    found = [(span(told[0], n), told[1]) for n, told in ended if told is not None]
    if not found:
        return Reading(None, None, "half_year")
    latest, basis = max(found)
    return Reading(*latest, "half_year", basis)


def _half_span(year: int, half: int, first_month: int) -> Span:
    return months_span(add_months(date(year, first_month, 1), 6 * (half - 1)), 6)
