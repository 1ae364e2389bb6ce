"""Stretches told by their length and where they begin or end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from extractor.figures.dates import Span, add_months, month_end, months_in, months_span, year_of, year_span
from extractor.figures.readings.anchor import Anchor
from extractor.figures.readings.months import day_of, latest_month, read_month
from extractor.figures.readings.parts import (
    UNIT_MONTHS,
    Parts,
    Reading,
    full_year,
    month_number,
    number_of,
    range_type,
    unit_of,
    year_pair,
)
from extractor.figures.readings.quarters import read_quarter
from extractor.figures.readings.years import read_fiscal_year
from extractor.model import PeriodBasis, PeriodType


def read_ending(parts: Parts) -> Reading | None:
    """Year ending March 2020, rolling 12 months to June 2019, 5 months to the end of August 2018."""
    end = _ending_day(parts)
    unit = parts.get("unit").lower().rstrip("s")
    if "date" in unit or unit in ("ytd", "period"):
        return _year_up_to(end, parts.anchor)
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


def _year_up_to(end: tuple[date, PeriodBasis] | None, anchor: Anchor) -> Reading:
    """ "Year to date (end of January 2011)", "period ending 31 December 2010"."""
    if end is None:
        return Reading(None, None, "ytd")
    last, basis = end
    first = year_span(year_of(last, anchor.first_month), anchor.first_month)[0]
    return Reading(first, last, "year" if months_in((first, last)) == 12 else "ytd", basis)


def _ending_day(parts: Parts) -> tuple[date, PeriodBasis] | None:
    if parts.get("dmy") or parts.get("iso") or parts.get("d"):
        found = day_of(parts)
        return None if found is None or found[0] is None else (found[0], found[1])
    if parts.get("q"):
        quarter = read_quarter(parts)
        return None if quarter is None or quarter.last is None else (quarter.last, quarter.basis)
    month = month_number(parts.get("m"), parts.grammar)
    if parts.get("y"):
        return month_end(full_year(parts.get("y")), month), "stated"
    found_year = latest_month(month, parts.anchor)
    return None if found_year is None else (month_end(found_year[0], month), found_year[1])


def read_year_up_to(parts: Parts) -> Reading | None:
    """2019/20 up to the end of July: from the year's start to a month of it."""
    pair, month = year_pair(parts.get("fy")), month_number(parts.get("m"), parts.grammar)
    if pair is None or pair[1] != pair[0] + 1:
        return None
    first, last = year_span(pair[0], parts.anchor.first_month)
    end = month_end(pair[0] if month >= parts.anchor.first_month else pair[1], month)
    if parts.get("y") and full_year(parts.get("y")) != end.year:
        return None
    return Reading(first, end, "year" if end == last else "ytd")


def read_week(parts: Parts) -> Reading | None:
    """Week commencing 6 January 2020, w/e 12/01/2020."""
    found = day_of(parts)
    if found is None:
        return None
    day, basis = found
    if day is None:
        return Reading(None, None, "range")
    if parts.get("wk").lower().replace(" ", "").endswith(("ending", "ended", "w/e")):
        return Reading(day - timedelta(days=6), day, "range", basis)
    return Reading(day, day + timedelta(days=6), "range", basis)


def read_onwards(parts: Parts) -> Reading | None:
    """April 2016 onwards: from its first day to the data's last."""
    whole = read_fiscal_year(parts) if parts.get("y") and not parts.get("m") else read_month(parts)
    if whole is None or whole.first is None:
        return whole
    end = parts.anchor.end()
    return Reading(
        whole.first, end if end is not None and end >= whole.first else None, "range", whole.basis, "since"
    )


def read_months_of_year(parts: Parts) -> Reading | None:
    """The first eight months of 2019/20 or of the year, the last three months of 2018/19."""
    count = number_of(parts.get("n"), parts.grammar)
    if count is None or not 1 <= count <= 12:
        return None
    skipped = 12 - count if parts.get("which").lower() in ("last", "final", "closing") else 0

    def span(year: int) -> Span:
        return months_span(add_months(date(year, parts.anchor.first_month, 1), skipped), count)

    return _of_year(span, parts)


def _of_year(span: Callable[[int], Span], parts: Parts) -> Reading | None:
    """A stretch of the year that is stated, else of the latest in which it was over."""
    if parts.get("fy"):
        pair = year_pair(parts.get("fy"))
        if pair is None or pair[1] != pair[0] + 1:
            return None
        return Reading(*span(pair[0]), range_type(span(pair[0]), parts.anchor))
    found = parts.anchor.ended(span)
    if found is None:
        return Reading(None, None, "range")
    return Reading(*span(found[0]), range_type(span(found[0]), parts.anchor), found[1])


def read_months_done(parts: Parts) -> Reading | None:
    """Period 9 2021/22, Month 3 of 2019/20: the year up to the end of that month of it."""
    count = number_of(parts.get("n"), parts.grammar)
    if count is None or not 1 <= count <= 12:
        return None
    count = count * 3 if _counts_quarters(count, parts) else count
    reading = _of_year(lambda year: months_span(date(year, parts.anchor.first_month, 1), count), parts)
    return reading._replace(type="ytd") if reading is not None else None


def _counts_quarters(count: int, parts: Parts) -> bool:
    """The data ends with that quarter: a paper that calls its quarters periods."""
    end, first_month = parts.anchor.end(), parts.anchor.first_month
    return not parts.get("fy") and end is not None and (end.month - first_month) % 12 + 1 == 3 * count


def read_last_several(parts: Parts) -> Reading | None:
    """In the last 12 months, over the past six months, the previous three months, past 2 quarters."""
    count = number_of(parts.get("n"), parts.grammar) if parts.get("n") else 1
    unit = unit_of(parts)
    if count is None or unit not in ("month", "quarter", "year"):
        return Reading(None, None, "range")
    months = count * UNIT_MONTHS[unit]
    kind: PeriodType = "rolling_12m" if months == 12 and (unit == "month" or not parts.get("n")) else "range"
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
