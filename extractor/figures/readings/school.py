"""Terms, half terms and seasons."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from extractor.figures.dates import ACADEMIC_FIRST_MONTH, Span, month_end, year_of
from extractor.figures.readings.parts import Parts, Reading, full_year, number_of, year_pair
from extractor.model import PeriodBasis

_TERM_MONTHS: Mapping[int, tuple[int, int]] = {1: (9, 12), 2: (1, 3), 3: (4, 7)}
"""First and last month of autumn, spring and summer term; authorities' own days differ."""


_HALF_TERM_MONTHS: Mapping[int, tuple[int, int]] = {
    1: (9, 10),
    2: (11, 12),
    3: (1, 2),
    4: (2, 3),
    5: (4, 5),
    6: (6, 7),
}


def school_span(months: tuple[int, int], start_year: int) -> Span:
    """First and last day of months of the school year that begins in `start_year`."""
    years = [start_year if m >= ACADEMIC_FIRST_MONTH else start_year + 1 for m in months]
    return date(years[0], months[0], 1), month_end(years[1], months[1])


def read_term(parts: Parts) -> Reading | None:
    """Autumn Term 2014, spring term of 2016/17."""
    term = parts.grammar.terms[parts.get("t").lower()]
    months = _TERM_MONTHS[term]
    if parts.get("fy"):
        pair = year_pair(parts.get("fy"))
        if pair is None or pair[1] != pair[0] + 1:
            return None
        return Reading(*school_span(months, pair[0]), "term")
    if parts.get("y"):
        year = full_year(parts.get("y"))
        return Reading(*school_span(months, year if term == 1 else year - 1), "term")
    latest = parts.anchor.latest()
    if latest is None:
        return Reading(None, None, "term")
    year = year_of(latest, ACADEMIC_FIRST_MONTH)
    span = school_span(months, year)
    basis: PeriodBasis = "heading" if parts.anchor.end() is not None else "report_date"
    return Reading(*(span if span[0] <= latest else school_span(months, year - 1)), "term", basis)


def read_half_terms(parts: Parts) -> Reading | None:
    """Half term 1-2 2019/20, HT3 2018/19."""
    first = number_of(parts.get("h"), parts.grammar)
    last = number_of(parts.get("h2"), parts.grammar) if parts.get("h2") else first
    if first is None or last is None or not 1 <= first <= last <= 6:
        return None
    pair = year_pair(parts.get("fy")) if parts.get("fy") else None
    year = pair[0] if pair else None
    basis: PeriodBasis = "stated"
    if year is None:
        latest = parts.anchor.end()
        if latest is None:
            return Reading(None, None, "term")
        year, basis = year_of(latest, ACADEMIC_FIRST_MONTH), "heading"
    start, _ = school_span(_HALF_TERM_MONTHS[first], year)
    _, end = school_span(_HALF_TERM_MONTHS[last], year)
    return Reading(start, end, "term", basis)


def read_season(parts: Parts) -> Reading | None:
    """Summer 2019: the words are kept, months differ by use."""
    return Reading(None, None, "range", note="season")
