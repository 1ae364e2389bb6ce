"""Names of periods, and the periods beside them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from extractor.figures.dates import (
    ACADEMIC_FIRST_MONTH,
    FIRST_MONTHS,
    FISCAL_FIRST_MONTH,
    Span,
    YearType,
    month_end,
    months_in,
    quarter_span,
    shift,
    year_of,
    year_span,
)
from extractor.model import Period, PeriodType

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_TERMS = {9: "autumn", 1: "spring", 4: "summer"}


def year_label(start_year: int, year_type: YearType = "fiscal") -> str:
    """ "2016/17", or "2016" for a calendar year."""
    return str(start_year) if year_type == "calendar" else f"{start_year}/{(start_year + 1) % 100:02d}"


def _month(day: date) -> str:
    return f"{_MONTHS[day.month - 1]} {day.year}"


def _day(day: date) -> str:
    return f"{day.day} {_month(day)}"


def quarter_of(span: Span, first_month: int = FISCAL_FIRST_MONTH) -> tuple[int, int] | None:
    """Start year and number of the quarter that a span is, or None."""
    year = year_of(span[0], first_month)
    for quarter in (1, 2, 3, 4):
        if quarter_span(year, quarter, first_month) == span:
            return year, quarter
    return None


def fiscal_label(
    first: date | None, last: date | None, kind: PeriodType | None, year_type: YearType = "fiscal"
) -> str:
    """The label that officers use: "2016/17 Q3", "Jan 2017", "2016/17 to Jan 2017", "31 Mar 2017".

    Empty where the dates are not known.
    """
    if last is None:
        return f"since {_month(first)}" if first is not None else ""
    if first is None:
        return f"to {_day(last)}"
    if first == last:
        return f"end {_month(last)}" if last == month_end(last.year, last.month) else _day(last)
    span = first, last
    start_month = ACADEMIC_FIRST_MONTH if kind == "academic_year" else FIRST_MONTHS[year_type]
    if kind == "term" and first.month in _TERMS:
        return f"{_TERMS[first.month]} term {first.year}"
    return _whole_label(span, start_month) or _stretch_label(span, kind, start_month, year_type)


def _whole_label(span: Span, start_month: int) -> str:
    first, last = span
    months = months_in(span)
    if months == 1:
        return _month(first)
    kind: YearType = "calendar" if start_month == 1 else "fiscal"
    if months == 12 and first.month == start_month:
        return year_label(first.year, kind)
    if months == 12 and first.month in (1, FISCAL_FIRST_MONTH):
        return year_label(first.year, "calendar" if first.month == 1 else "fiscal")
    found = quarter_of(span, start_month)
    if found is not None:
        return f"{year_label(found[0], kind)} Q{found[1]}"
    year = year_of(last, start_month)
    if months == 6 and (first.month - start_month) % 12 in (0, 6):
        return f"{year_label(year, kind)} H{1 if first.month == start_month else 2}"
    return ""


def _stretch_label(span: Span, kind: PeriodType | None, start_month: int, year_type: YearType) -> str:
    first, last = span
    whole = months_in(span)
    if whole is not None and first.month == start_month and whole < 12:
        return f"{year_label(first.year, year_type)} to {_month(last)}"
    if whole == 12 or kind == "rolling_12m":
        return f"12 months to {_month(last)}"
    if whole is not None:
        return f"{_month(first)} to {_month(last)}"
    return f"{_day(first)} to {_day(last)}"


def sdmx_label(first: date | None, last: date | None, year_type: YearType = "fiscal") -> str:
    """The SDMX time period: "2017-01", "2016-Q3", "2016-A1", "2017-03-31"; empty where dates are missing.

    Reporting-year periods (years, halves, quarters) carry the start year of the fiscal or academic year
    and are marked "/04-01" or "/09-01" for the day that year starts; ranges are ISO 8601 date/duration
    (SDMX 3.0 section "Time Period", TimeRange).
    """
    if first is None or last is None:
        return ""
    if first == last:
        return last.isoformat()
    span = first, last
    months = months_in(span)
    if months == 1:
        return f"{first:%Y-%m}"
    for start_month in dict.fromkeys((FIRST_MONTHS[year_type], FISCAL_FIRST_MONTH, 1, ACADEMIC_FIRST_MONTH)):
        label = _reporting_label(span, months, start_month)
        if label:
            mark = "" if start_month == 1 else f"/{start_month:02d}-01"
            return f"{label}{mark}"
    if months is not None:
        return f"{first.isoformat()}/P{months}M"
    return f"{first.isoformat()}/P{(last - first).days + 1}D"


def _reporting_label(span: Span, months: int | None, start_month: int) -> str:
    first = span[0]
    year = year_of(first, start_month)
    if months == 12 and first.month == start_month:
        return f"{year}-A1"
    if months == 6 and (first.month - start_month) % 12 in (0, 6):
        return f"{year}-S{1 if first.month == start_month else 2}"
    found = quarter_of(span, start_month)
    return f"{found[0]}-Q{found[1]}" if found is not None else ""


def same_period_last_year(period: Period, years: int = 1) -> Period | None:
    """The same stretch of the year before, or None where the dates are not known."""
    if period.first is None or period.last is None:
        return None
    first, last = shift((period.first, period.last), -12 * years)
    return replace(period, first=first, last=last, start=None, end=None)


def previous_period(period: Period) -> Period | None:
    """The stretch of the same kind before; None where the dates do not make one."""
    if period.first is None or period.last is None:
        return None
    span = period.first, period.last
    if span[0] == span[1]:
        return _previous_point(period, span[1])
    if period.type == "ytd":
        return same_period_last_year(period)
    months = months_in(span)
    if months is None:
        length = span[1] - span[0] + timedelta(days=1)
        return replace(period, first=span[0] - length, last=span[1] - length, start=None, end=None)
    first, last = shift(span, -months)
    return replace(period, first=first, last=last, start=None, end=None)


def _previous_point(period: Period, day: date) -> Period | None:
    if day != month_end(day.year, day.month):
        return None
    before = date(day.year, day.month, 1) - timedelta(days=1)
    return replace(period, first=before, last=before, start=None, end=None)


def year_holding(day: date, year_type: YearType = "fiscal") -> Span:
    """First and last day of the year that a day lies in."""
    start_month = FIRST_MONTHS[year_type]
    return year_span(year_of(day, start_month), start_month)
