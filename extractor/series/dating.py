"""When a figure is for, as its series has it: snapshots on their day, rolling years as rolling years."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

from extractor.figures.dates import add_months, months_in, year_of, year_span
from extractor.model import Observation, PeriodType
from extractor.patterns.indicators import Indicator

_SNAPSHOTS = frozenset({"month", "quarter", "half_year", "year", "academic_year", "range", "term"})
_AVERAGED = re.compile(
    r"\b(?:overall|average|year to date|ytd|throughout|during the year|over the year)\b", re.IGNORECASE
)
_TO_DATE = re.compile(r"\b(?:ytd|year to date)\b", re.IGNORECASE)
_BY_MONTHS: dict[int, PeriodType] = {1: "month", 3: "quarter", 6: "half_year", 12: "year"}


class Dated(NamedTuple):
    """Type, first and last day of a figure in its series; the note says what was inferred."""

    type: PeriodType | None
    first: date | None
    last: date
    note: str = ""


def date_in_series(observation: Observation, entry: Indicator | None) -> Dated | None:
    """When the figure is for; None where its document does not fix that.

    A measure that stands at a moment ("stock") is dated to the last day of the month or year it is
    printed under; one of the last twelve months ("rolling") to the twelve months up to that day.
    """
    first, last, kind = observation.period_start, observation.period_end, observation.period_type
    if last is None:
        return None
    kind = kind or _type_of(first, last)
    if entry is not None and entry.measure == "rolling" and kind not in ("ytd", "rolling_12m"):
        return Dated("rolling_12m", twelve_months_to(last), last, "twelve months up to the date")
    if kind == "rolling_12m":
        return Dated(kind, twelve_months_to(last), last)
    if _TO_DATE.search(observation.period or "") and kind in ("point", "month"):
        return Dated("ytd", year_span(year_of(last))[0], last, "year to date")
    if entry is not None and entry.measure == "stock" and kind in _SNAPSHOTS and not _averaged(observation):
        return Dated("point", last, last, f"snapshot at the end of the {_spoken(kind)}")
    return Dated(kind, first, last)


def twelve_months_to(last: date) -> date:
    """First day of the twelve months that end on a day."""
    return add_months(last, -12) + timedelta(days=1)


def _spoken(kind: PeriodType | None) -> str:
    return (kind or "period").replace("_", " ")


def _averaged(observation: Observation) -> bool:
    return bool(_AVERAGED.search(observation.period or ""))


def _type_of(first: date | None, last: date) -> PeriodType:
    if first == last or first is None:
        return "point"
    return _BY_MONTHS.get(months_in((first, last)) or 0, "range")
