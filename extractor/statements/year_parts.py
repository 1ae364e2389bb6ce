"""What a period comes to by the year that holds it: the year so far, the whole year, a month's last day."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from extractor.model import Context, Period
from extractor.statements.marking import Marked

_CUMULATIVE = re.compile(r"\bby (?:the )?(?:end|close)\b|\bby (?:the )?year[- ]end\b|before the end", re.I)
_SO_FAR = re.compile(r"\bin[- ]year\b|\bin the year so far\b|\bthe year so far\b|\bthis year so far\b", re.I)


def counted_so_far(period: Period, measure: str, marked: Marked, happened: bool) -> bool:
    """A point by whose date a flow has been counted up: "by the end of May they had held 212".

    `happened` says that the things counted are events.
    """
    if period.type != "point":
        return False
    if happened and period.note == "end_of":
        return True
    said = " ".join(t.text.lower() for t in marked.tokens)
    if _SO_FAR.search(said):
        return True
    if not _CUMULATIVE.search(period.text):
        return False
    if re.search(r"\bin-year|cumulative|collect|year to date|completed\b", measure.lower()):
        return True
    return any(t.cue is not None and t.cue.kind in ("pluperfect", "forecast", "hope") for t in marked.tokens)


def so_far(period: Period, context: Context) -> Period:
    """ "In 2009/10" said in a report on its third quarter: from the year's start to that quarter's end."""
    first, last, reported = period.first, period.last, context.reporting_period
    if period.type != "year" or first is None or last is None or first != year_start(last):
        return period
    if reported is None or reported.first is None or reported.last is None:
        return period
    inside = first <= reported.first and reported.last < last
    return replace(period, last=reported.last, type="ytd") if inside else period


def year_start(day: date) -> date:
    """The first day of the financial year that holds a day."""
    return date(day.year if day.month >= 4 else day.year - 1, 4, 1)


def whole_year(period: Period | None) -> Period | None:
    """The financial year that holds a period: what an outturn is projected for."""
    if period is None or period.last is None:
        return period
    first = year_start(period.last)
    return replace(period, first=first, last=date(first.year + 1, 3, 31), type="year")


def whole_year_end(period: Period) -> date | None:
    """The last day of the financial year that holds a period."""
    year = whole_year(period)
    return year.last if year is not None else None


def at_month_end(period: Period) -> Period:
    """A month, said of a number of people on the books, is its last day."""
    return replace(period, first=period.last, type="point")
