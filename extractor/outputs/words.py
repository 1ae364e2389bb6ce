"""Values and periods in words: what labels and sentences say."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from extractor.model import SeriesPoint

_SUFFIX = {
    "percent": "%", "percentage_points": " points", "minutes": " minutes", "hours": " hours",
    "days": " days", "weeks": " weeks", "months": " months", "years": " years",
    "rate_per_1000": " per 1,000", "rate_per_10000": " per 10,000", "rate_per_100000": " per 100,000",
}  # fmt: skip
UNIT_TITLES = {
    "percent": "Per cent", "percentage_points": "Percentage points", "count": "Number",
    "currency_gbp": "Pounds", "rate_per_1000": "Rate per 1,000", "rate_per_10000": "Rate per 10,000",
    "rate_per_100000": "Rate per 100,000",
}  # fmt: skip
PERIOD_TITLES = {
    "month": "monthly", "quarter": "quarterly", "half_year": "half-yearly", "year": "yearly",
    "academic_year": "by academic year", "term": "termly", "ytd": "year to date",
    "rolling_12m": "rolling twelve months", "point": "at a date", "range": "over a range of dates",
}  # fmt: skip

PERIOD_PLURALS = {
    "month": "months", "quarter": "quarters", "half_year": "half-years", "year": "years",
    "academic_year": "academic years", "term": "terms",
}  # fmt: skip
_COUNTS = ("three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def count_word(count: int) -> str:
    """A count as prose has it: three to twelve in words."""
    return _COUNTS[count - 3] if 3 <= count <= 12 else str(count)


def period_plural(kind: str | None) -> str:
    """What periods of a sort are called together; empty for dates and for periods that overlap."""
    return PERIOD_PLURALS.get(kind or "", "")


def months_of(first: date, last: date) -> int:
    """The months of a stretch of whole months; 0 for any other."""
    if first.day != 1 or (last + timedelta(days=1)).day != 1:
        return 0
    return (last.year - first.year) * 12 + last.month - first.month + 1


def plain_number(value: Decimal) -> str:
    """A number with thousands separated and the places that were printed: 12,345.6."""
    return "[c]" if value.is_nan() else f"{value:,f}"


def with_unit(value: Decimal, unit: str) -> str:
    """A value as it is said: 23.1%, £1,200, 14 days."""
    if value.is_nan():
        return "[c]"
    if unit == "currency_gbp":
        return f"-£{plain_number(-value)}" if value < 0 else f"£{plain_number(value)}"
    return plain_number(value) + _SUFFIX.get(unit, "")


def label(value: Decimal, unit: str) -> str:
    """A value as a label in a chart, whose axis names a long unit: 23.1%, 244.0."""
    return plain_number(value) if unit.startswith("rate_") else with_unit(value, unit)


def unit_title(unit: str) -> str:
    """What an axis says of a unit."""
    return UNIT_TITLES.get(unit, unit.replace("_", " ").capitalize())


def subject_title(subject: str) -> str:
    """A subject of the catalogue as a person writes it."""
    return subject.replace("_", " ").replace("-", " ").capitalize()


@lru_cache(maxsize=5_000)
def period_name(first: date | None, last: date | None, kind: str | None) -> str:
    """A period as officers write it: April 2016, 2016/17 Q3, 2016/17, 31 March 2017."""
    if first is None or last is None:
        return "no date"
    if kind == "ytd":
        return f"{first:%b %Y} to {last:%b %Y}"
    if first == last:
        return f"{first.day} {first:%B %Y}"
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if first.day != 1:
        return f"{first.day} {first:%b %Y} to {last.day} {last:%b %Y}"
    if months == 1:
        return f"{first:%B %Y}"
    if months == 3 and first.month in (1, 4, 7, 10) and kind != "term":
        fiscal = first.year - (first.month < 4)
        return f"{fiscal}/{(fiscal + 1) % 100:02d} Q{(first.month - 4) % 12 // 3 + 1}"
    if months == 12 and first.month in (4, 9) and kind != "rolling_12m":
        return f"{first.year}/{last.year % 100:02d}"
    if months == 12 and first.month == 1 and kind != "rolling_12m":
        return str(first.year)
    return f"{first:%b %Y} to {last:%b %Y}"


def period_short(point: SeriesPoint) -> str:
    """The period of a point as a table has it: months by their short names."""
    return _short_name(point.period_start, point.period_end, point.period_type)


@lru_cache(maxsize=5_000)
def _short_name(first: date | None, last: date | None, kind: str | None) -> str:
    name = period_name(first, last, kind)
    is_month = last is not None and name == f"{last:%B %Y}"
    return f"{last:%b %Y}" if is_month else name


def period_of(point: SeriesPoint) -> str:
    """The period of a point in words."""
    return period_name(point.period_start, point.period_end, point.period_type)
