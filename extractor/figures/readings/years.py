"""Years: fiscal, academic, calendar."""

from __future__ import annotations

import re
from datetime import date

from extractor.figures.dates import ACADEMIC_FIRST_MONTH, FISCAL_FIRST_MONTH, YearType, year_span
from extractor.figures.readings.anchor import Anchor
from extractor.figures.readings.parts import DIGITS, Parts, Reading, full_year, year_pair, year_type_of

_AGES = re.compile(
    r"(?:\bage[ds]?|\byears?|\byrs?|\bbetween|\bgrades?|\blevels?|\bband[s]?)\W*$", re.IGNORECASE
)


def read_fiscal_year(parts: Parts) -> Reading | None:
    """2016/17, FY19/20, the 2013-2014 year, academic year 2018/19; "2019/20 to date"; "2016/17 year end"."""
    pair = year_pair(parts.get("y"))
    numbers = DIGITS.findall(parts.get("y"))
    if pair is None or (pair[1] > pair[0] + 1 and len(numbers[0]) == 2):
        return None
    if len(numbers[0]) == 2 and _AGES.search(parts.before):
        return None
    kind = year_type_of(parts.get("kind") + parts.get("kind2"), parts.anchor)
    reading = _year_reading(pair, kind)
    return _with_tail(reading, parts)


def _year_reading(pair: tuple[int, int], kind: YearType) -> Reading:
    first, second = pair
    start_month = ACADEMIC_FIRST_MONTH if kind == "academic" else FISCAL_FIRST_MONTH
    if second == first + 1:
        span = year_span(first, start_month)
        return Reading(*span, "academic_year" if kind == "academic" else "year")
    return Reading(None, None, "range", note="several years")


_AT = re.compile(r"\b(?:at|by)\s+(?:the\s+)?$", re.IGNORECASE)


def year_so_far(year: Reading, anchor: Anchor) -> Reading:
    """From a year's start to the last day of the data, where that lies in it."""
    end = anchor.end()
    if end is None or year.first is None or year.last is None or not year.first <= end <= year.last:
        return Reading(year.first, None, "ytd")
    return Reading(year.first, end, "ytd", "heading")


def _with_tail(reading: Reading, parts: Parts) -> Reading:
    tail = " ".join(parts.get("tail").lower().replace("-", " ").split())
    if not tail or reading.first is None:
        return reading
    if "date" in tail or "far" in tail or tail == "ytd":
        return year_so_far(reading, parts.anchor)
    if "position" in tail or "figure" in tail or (tail == "year end" and _AT.search(parts.before)):
        return Reading(reading.last, reading.last, "point", reading.basis, "year end")
    return reading


def read_single_year(parts: Parts) -> Reading | None:
    """2013, calendar year 2019, FY2020 (the fiscal year is not fixed by one number: no dates)."""
    year = full_year(parts.get("y"))
    if parts.get("fye"):
        return Reading(*year_span(year - 1), "year")
    kind = parts.get("kind").lower()
    if "academic" in kind or "school" in kind or "fy" in kind or "financial" in kind or "fiscal" in kind:
        return Reading(None, None, "year", note="one year number for a year that spans two")
    return Reading(date(year, 1, 1), date(year, 12, 31), "year")
