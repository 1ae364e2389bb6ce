"""Arithmetic of the periods that councils use: fiscal and academic years, quarters, months, terms."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Literal

FISCAL_FIRST_MONTH = 4
ACADEMIC_FIRST_MONTH = 9
YearType = Literal["fiscal", "academic", "calendar"]
FIRST_MONTHS: Mapping[YearType, int] = {
    "fiscal": FISCAL_FIRST_MONTH,
    "academic": ACADEMIC_FIRST_MONTH,
    "calendar": 1,
}
"""The month in which each kind of year begins."""
Span = tuple[date, date]
"""First and last day, both inclusive."""


def month_end(year: int, month: int) -> date:
    """Last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def month_span(year: int, month: int) -> Span:
    """First and last day of a month."""
    return date(year, month, 1), month_end(year, month)


def add_months(day: date, months: int) -> date:
    """The same day of the month some months on; a month's last day stays a last day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = monthrange(year, month + 1)[1]
    if day == month_end(day.year, day.month):
        return date(year, month + 1, last)
    return date(year, month + 1, min(day.day, last))


def year_span(start_year: int, first_month: int = FISCAL_FIRST_MONTH) -> Span:
    """The twelve months that begin in `start_year`."""
    first = date(start_year, first_month, 1)
    return first, add_months(first, 12) - timedelta(days=1)


def year_of(day: date, first_month: int = FISCAL_FIRST_MONTH) -> int:
    """The year in which the fiscal (or academic, or calendar) year that holds `day` began."""
    return day.year if day.month >= first_month else day.year - 1


def months_span(first: date, months: int) -> Span:
    """So many months from the first day of a month."""
    return first, add_months(first, months) - timedelta(days=1)


def quarter_span(start_year: int, quarter: int, first_month: int = FISCAL_FIRST_MONTH) -> Span:
    """Quarter 1 to 4 of the year that begins in `start_year`."""
    return months_span(add_months(date(start_year, first_month, 1), 3 * (quarter - 1)), 3)


def months_in(span: Span) -> int | None:
    """Number of whole months that a span covers, or None where it cuts a month."""
    first, last = span
    if first.day != 1 or last != month_end(last.year, last.month) or last < first:
        return None
    return (last.year - first.year) * 12 + last.month - first.month + 1


def shift(span: Span, months: int) -> Span:
    """The span some months later (earlier for negative)."""
    first, last = span
    if first == last:
        return add_months(first, months), add_months(last, months)
    # A first of the month stays one even where that day is also a month's last.
    moved = add_months(first - timedelta(days=1), months) + timedelta(days=1) if first.day == 1 else None
    return moved or add_months(first, months), add_months(last, months)
