"""The dates of a period that a table prints in pieces, once the pieces are laid together.

A period whose year is printed nowhere stays without dates.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date

from extractor.model import Period, PeriodBasis, PeriodType
from extractor.scorecards.times import Time

_HALF_TERM_MONTHS = {1: (9, 10), 2: (11, 12), 3: (1, 2), 4: (2, 3), 5: (4, 5), 6: (6, 7)}
_TERM_MONTHS = {"autumn": (9, 12), "spring": (1, 4), "summer": (4, 7)}


@dataclass(frozen=True, slots=True)
class When:
    """What is known of time around a table: its last date, and the year that bare months belong to."""

    last: date | None = None
    """End of the period that the table is of."""
    fiscal: int | None = None
    academic: bool = False
    basis: PeriodBasis = "report_date"


def resolve(time: Time, when: When) -> Period | None:
    """The dates of a composed period; dates are None where neither the table nor the report fixes them."""
    if not time:
        return None
    first, last, kind, basis = _dates(time, when)
    if kind == "month" and time.flavour == "point" and last:
        first, kind = last, "point"
    if time.flavour == "rolling" and last:
        first, kind = _months_back(last, 12), "rolling_12m"
    return Period(text=time.words, first=first, last=last, type=kind, basis=basis)


_Dates = tuple[date | None, date | None, PeriodType | None, PeriodBasis]


def _dates(time: Time, when: When) -> _Dates:
    basis: PeriodBasis = "column" if time.has_year else when.basis
    if time.day:
        return time.day, time.day, "point", basis
    if time.flavour == "ytd" and not time.has_part:
        return _to_date(time, when)
    if time.first and time.last:
        return *_month_dates(time, when), basis
    if time.quarter:
        return *_quarter_dates(time, when), basis
    if time.half:
        return *_half_dates(time, when), basis
    if time.term:
        return *_term_dates(time, when), basis
    return *_year_dates(time, when), basis


def _fiscal_of(time: Time, when: When) -> int | None:
    return time.fiscal if time.fiscal is not None else None if time.calendar else when.fiscal


def _start_month(when: When) -> int:
    return 9 if when.academic else 4


def _to_date(time: Time, when: When) -> _Dates:
    fiscal = _fiscal_of(time, when)
    if fiscal is None and when.last and time.calendar is None:
        fiscal = when.last.year - (when.last.month < _start_month(when))
    if fiscal is None:
        return None, None, "ytd", when.basis
    start, end = _year_span(fiscal, when)
    last = when.last if when.last and start <= when.last < end else end
    if time.fiscal is None and when.last is None:
        return start, None, "ytd", when.basis
    return start, last, "ytd" if last < end else "year", "column"


def _year_span(fiscal: int, when: When) -> tuple[date, date]:
    start = _start_month(when)
    return date(fiscal, start, 1), _month_end(fiscal + 1, start - 1)


def _month_dates(time: Time, when: When) -> tuple[date | None, date | None, PeriodType | None]:
    assert time.first and time.last
    months = (time.last[1] - time.first[1]) % 12 + 1
    last_year = _year_of(time.last, time, when)
    kind: PeriodType = {1: "month", 3: "quarter", 6: "half_year", 12: "year"}.get(months, "range")  # type: ignore[assignment]
    if last_year is None:
        return None, None, kind
    last = _month_end(last_year, time.last[1])
    first_year = time.first[0] if time.first[0] is not None else last_year - (time.first[1] > time.last[1])
    if time.flavour == "ytd":
        start = _start_month(when)
        return date(last_year - (last.month < start), start, 1), last, "ytd"
    return date(first_year, time.first[1], 1), last, kind


def _year_of(month: tuple[int | None, int], time: Time, when: When) -> int | None:
    if month[0] is not None:
        return month[0]
    if time.calendar is not None:
        return time.calendar
    fiscal = _fiscal_of(time, when)
    if fiscal is not None:
        return fiscal + (month[1] < _start_month(when))
    return None


def _quarter_dates(time: Time, when: When) -> tuple[date | None, date | None, PeriodType | None]:
    fiscal = _fiscal_of(time, when)
    if fiscal is None or time.quarter is None:
        return None, None, "quarter"
    first = 4 + 3 * (time.quarter - 1)
    start = date(fiscal + (first > 12), (first - 1) % 12 + 1, 1)
    last = _month_end(start.year, start.month + 2)
    if time.flavour == "ytd":
        return date(fiscal, 4, 1), last, "ytd"
    return start, last, "quarter"


def _half_dates(time: Time, when: When) -> tuple[date | None, date | None, PeriodType | None]:
    fiscal = _fiscal_of(time, when)
    if fiscal is None:
        return None, None, "half_year"
    if time.half == 1:
        return date(fiscal, 4, 1), date(fiscal, 9, 30), "half_year"
    return date(fiscal, 10, 1), date(fiscal + 1, 3, 31), "half_year"


def _term_dates(time: Time, when: When) -> tuple[date | None, date | None, PeriodType | None]:
    months = _TERM_MONTHS.get(time.term)
    if not months:
        return _numbered_terms(time, when)
    year = time.calendar
    if year is None and (time.fiscal or when.fiscal):
        year = (time.fiscal or when.fiscal or 0) + (months[0] < 9)
    if year is None:
        return None, None, "term"
    return date(year, months[0], 1), _month_end(year, months[1]), "term"


def _numbered_terms(time: Time, when: When) -> tuple[date | None, date | None, PeriodType | None]:
    """Half terms 1 and 2 are the autumn, 3 and 4 the spring, 5 and 6 the summer."""
    fiscal = _school_year(time, when)
    numbers = [int(n) for n in re.findall(r"\d", time.term)]
    if fiscal is None or len(numbers) != 2 or numbers[0] > numbers[1]:
        return None, None, "term"
    first, last = _HALF_TERM_MONTHS[numbers[0]][0], _HALF_TERM_MONTHS[numbers[1]][1]
    return date(fiscal + (first < 9), first, 1), _month_end(fiscal + (last < 9), last), "range"


def _school_year(time: Time, when: When) -> int | None:
    """The school year printed, or the one that the report's last month is in."""
    if time.fiscal is not None or when.last is None:
        return time.fiscal if time.fiscal is not None else when.fiscal
    return when.last.year - (when.last.month < 9)


def _year_dates(time: Time, when: When) -> tuple[date | None, date | None, PeriodType | None]:
    kind: PeriodType = "academic_year" if when.academic else "year"
    if time.calendar is not None:
        return date(time.calendar, 1, 1), date(time.calendar, 12, 31), "year"
    fiscal = _fiscal_of(time, when)
    if fiscal is None:
        return None, None, kind
    return *_year_span(fiscal, when), kind


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _months_back(last: date, months: int) -> date:
    """First day of the stretch of so many months that ends with the month of `last`."""
    index = last.year * 12 + last.month - months
    return date(index // 12, index % 12 + 1, 1)


def as_point(period: Period) -> Period:
    """The end of a period, for a figure that is a stock."""
    if period.last is None:
        return replace(period, type="point", first=None)
    return replace(period, first=period.last, type="point")


def as_rolling(period: Period) -> Period:
    """The twelve months that end with a period."""
    if period.last is None:
        return replace(period, type="rolling_12m", first=None)
    return replace(period, first=_months_back(period.last, 12), type="rolling_12m")


def as_cumulative(period: Period, when: When) -> Period:
    """From the start of the year to the end of a period."""
    if period.last is None:
        return replace(period, type="ytd", first=None)
    start = _start_month(when)
    first = date(period.last.year - (period.last.month < start), start, 1)
    return replace(period, first=first, type="ytd")
