"""Periods told by the one that the document speaks of: the same, the one before, the year so far."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from extractor.figures.dates import (
    Span,
    add_months,
    month_end,
    month_span,
    months_in,
    quarter_span,
    shift,
    year_of,
    year_span,
)
from extractor.figures.readings.anchor import Anchor
from extractor.figures.readings.parts import (
    UNIT_MONTHS,
    Parts,
    Reading,
    full_year,
    number_of,
    range_type,
    unit_of,
    year_pair,
)
from extractor.figures.readings.years import year_so_far
from extractor.model import PeriodBasis, PeriodType


def _antecedent(anchor: Anchor) -> tuple[Span, PeriodType | None, PeriodBasis] | None:
    """The period that "the same period" speaks of: named just before, else the one reported on."""
    named = anchor.antecedent
    if named is not None and named.first is not None and named.last is not None:
        return (named.first, named.last), named.type, "inherited"
    current = anchor.current()
    if current is None:
        return None
    kind = (anchor.reporting_period or anchor.as_at).type  # type: ignore[union-attr]
    return current, kind, "heading"


def read_same_period(parts: Parts) -> Reading | None:
    """The same period (quarter, month) last year, in 2014, in 2014/15, in the previous year."""
    base = _antecedent(parts.anchor)
    if base is None:
        return Reading(None, None, None)
    span, kind, basis = base
    if parts.get("several"):
        span, kind = _last_several(span, parts), "range"
    if parts.get("fy") or parts.get("y"):
        moved = _in_year(span, parts)
        return None if moved is None else Reading(*moved, kind, basis)
    if parts.get("same_year"):
        return Reading(*span, kind, basis)
    return Reading(*shift(span, -12 * _years_back(parts)), kind, basis)


def _last_several(span: Span, parts: Parts) -> Span:
    """The nine months (three quarters) that end with a span: "the same nine months of 2017/18"."""
    count = number_of(parts.get("several"), parts.grammar) or 1
    months = count * (3 if parts.get("of_these").lower() == "quarters" else 1)
    return (add_months(span[1] + timedelta(days=1), -months), span[1]) if months_in(span) != months else span


def _years_back(parts: Parts) -> int:
    if parts.get("twice"):
        return 2
    return (number_of(parts.get("n"), parts.grammar) or 1) if parts.get("n") else 1


def _in_year(span: Span, parts: Parts) -> Span | None:
    if parts.get("fy"):
        pair = year_pair(parts.get("fy"))
        if pair is None:
            return None
        return shift(span, 12 * (pair[0] - year_of(span[1])))
    return shift(span, 12 * (full_year(parts.get("y")) - span[1].year))


def read_same_time(parts: Parts) -> Reading | None:
    """The same time last year, at this point last year: one day, a year before the data's last."""
    base = _antecedent(parts.anchor)
    if base is None:
        return Reading(None, None, "point")
    day = add_months(base[0][1], -12 * _years_back(parts))
    if parts.get("y") or parts.get("fy"):
        moved = _in_year((base[0][1], base[0][1]), parts)
        day = moved[1] if moved else day
    return Reading(day, day, "point", base[2])


def read_last_year(parts: Parts) -> Reading | None:
    """Last year, the previous year's outturn: the year before the one reported on."""
    named = _year_named_before(parts.anchor)
    if parts.get("before_it") and named is not None:
        return Reading(*shift(named, -12), "year", "inherited")
    year = parts.anchor.year()
    if parts.get("n") and number_of(parts.get("n"), parts.grammar) is None:
        return None
    if year is None:
        return _year_that_ended(parts)
    current = parts.anchor.reporting_period
    if current is not None and current.first is not None and current.last is not None:
        span = current.first, current.last
        if months_in(span) == 12:
            return Reading(*shift(span, -12 * _years_back(parts)), current.type, "heading")
    kind: PeriodType = "academic_year" if parts.anchor.year_type == "academic" else "year"
    return Reading(*year_span(year - _years_back(parts), parts.anchor.first_month), kind, "heading")


def _year_named_before(anchor: Anchor) -> Span | None:
    """The twelve months named last in the passage: "40 in 2017/18 and 52 in the previous year"."""
    named = anchor.antecedent
    if named is None or named.first is None or named.last is None:
        return None
    return (named.first, named.last) if months_in((named.first, named.last)) == 12 else None


def _year_that_ended(parts: Parts) -> Reading:
    """ "The last financial year", of a paper that says no more of its time than its day."""
    latest = parts.anchor.latest()
    if latest is None or "financial" not in parts.get("kind").lower():
        return Reading(None, None, "year")
    return Reading(*year_span(year_of(latest) - 1), "year", "report_date")


def read_year_before(parts: Parts) -> Reading | None:
    """The year before: of what was told as at a day, that day a year earlier."""
    base = _antecedent(parts.anchor)
    if base is not None and base[1] == "point" and base[0][0] == base[0][1] and _is_day(parts.anchor):
        return Reading(*shift(base[0], -12), "point", base[2])
    return read_last_year(parts)


def _is_day(anchor: Anchor) -> bool:
    named = anchor.antecedent
    return anchor.as_at is not None if named is None else named.note == "as_at"


def read_stretch_before(parts: Parts) -> Reading | None:
    """The 12 months before that, the year before that: they end where the stretch spoken of begins."""
    base = _antecedent(parts.anchor)
    if base is None:
        return Reading(None, None, "range")
    months = 12
    if unit_of(parts) != "year":
        months = (number_of(parts.get("n"), parts.grammar) or 12) * UNIT_MONTHS[unit_of(parts)]
    first = base[0][0]
    span = (add_months(first, -months), first - timedelta(days=1))
    return Reading(*span, range_type(span, parts.anchor), base[2])


def read_this_year(parts: Parts) -> Reading | None:
    """This year, during the year: the year reported on where the report is of a whole year."""
    period = parts.anchor.reporting_period
    if period is not None and period.type in ("year", "academic_year", "rolling_12m"):
        return Reading(period.first, period.last, period.type, "heading")
    if (
        period is not None
        and period.first is not None
        and period.last is not None
        and months_in((period.first, period.last)) == 12
    ):
        return Reading(period.first, period.last, "year", "heading")
    named = parts.anchor.named
    if period is None and named is not None and named.type in ("year", "academic_year"):
        return Reading(named.first, named.last, named.type, "inherited")
    return Reading(None, None, "year")


def read_year_to_date(parts: Parts) -> Reading | None:
    """Year to date (2019/20), so far this year: from the start of the year to the data's last day."""
    if parts.get("fy"):
        pair = year_pair(parts.get("fy"))
        if pair is None:
            return None
        return year_so_far(Reading(*year_span(pair[0], parts.anchor.first_month), "year"), parts.anchor)
    year, end = parts.anchor.year(), parts.anchor.end()
    if year is None or end is None:
        return Reading(None, None, "ytd")
    return Reading(date(year, parts.anchor.first_month, 1), end, "ytd", "heading")


def read_year_end(parts: Parts) -> Reading | None:
    """At year end, by the end of the financial year."""
    year, named = parts.anchor.year(), parts.anchor.named
    if year is None and named is not None and named.type == "year" and not parts.get("coming"):
        return Reading(named.last, named.last, "point", "inherited", "year end")
    if year is None:
        latest = parts.anchor.latest()
        if latest is None or not parts.get("coming"):
            return Reading(None, None, "point", note="year end")
        year = year_of(latest, parts.anchor.first_month)
    first, last = year_span(year, parts.anchor.first_month)
    if parts.get("whole"):
        return Reading(first, last, "year", "heading", "year end")
    return Reading(last, last, "point", "heading", "year end")


def read_year_start(parts: Parts) -> Reading | None:
    """At the start of the year, from the beginning of the financial year."""
    year = parts.anchor.year()
    if year is None:
        return Reading(None, None, "point", note="start_of")
    first = date(year, parts.anchor.first_month, 1)
    return Reading(first, first, "point", "heading", "start_of")


def read_period_end(parts: Parts) -> Reading | None:
    """At the end of the quarter, by the close of the period: the last day of what is reported on."""
    current, unit = parts.anchor.current(), unit_of(parts)
    if current is None:
        return Reading(None, None, "point", note="end_of")
    last = current[1]
    if unit == "quarter" and quarter_holding(last, parts.anchor)[1] != last:
        return Reading(None, None, "point", note="end_of")
    opened = (
        quarter_holding(last, parts.anchor)[0] if unit == "quarter" else month_span(last.year, last.month)[0]
    )
    return Reading(last, last, "point", "heading", "end_of", opened)


def read_current(parts: Parts) -> Reading | None:
    """This month, this quarter, in month, in the period: the one reported on, where it is of that kind."""
    current = parts.anchor.current()
    unit = unit_of(parts)
    kind: PeriodType | None = {"month": "month", "quarter": "quarter"}.get(unit)  # type: ignore[assignment]
    if current is None:
        return _named_before(kind, parts.anchor)
    if unit == "period":
        return Reading(*current, (parts.anchor.reporting_period or parts.anchor.as_at).type, "heading")  # type: ignore[union-attr]
    last = current[1]
    if unit == "month":
        return Reading(*month_span(last.year, last.month), "month", "heading")
    if unit == "quarter":
        span = quarter_holding(last, parts.anchor)
        return Reading(*span, "quarter", "heading") if span[1] == last else Reading(None, None, "quarter")
    return Reading(None, None, kind)


def _named_before(kind: PeriodType | None, anchor: Anchor) -> Reading:
    """ "In January 603 were reported, and 871 filled in the month": where the paper tells no time."""
    named = anchor.antecedent
    if named is None or kind is None or named.type != kind or named.last is None:
        return Reading(None, None, kind)
    return Reading(named.first, named.last, kind, "inherited")


_LENGTHS: Mapping[str, tuple[int, PeriodType]] = {
    "month": (1, "month"), "quarter": (3, "quarter"), "half": (6, "half_year"), "year": (12, "year")
}  # fmt: skip


def read_just_ended(parts: Parts) -> Reading | None:
    """The quarter just ended: the one reported on, else the last that was over when the paper was written."""
    months, kind = _LENGTHS[unit_of(parts)]
    end, latest = parts.anchor.end(), parts.anchor.latest()
    basis: PeriodBasis = "heading"
    if end is None:
        end, basis = latest, "report_date"
    if end is None:
        return Reading(None, None, kind)
    last = end if end == month_end(end.year, end.month) else date(end.year, end.month, 1) - timedelta(days=1)
    while months > 1 and (last.month - parts.anchor.first_month + 1) % 12 % months != 0:
        last = date(last.year, last.month, 1) - timedelta(days=1)
    return Reading(add_months(last + timedelta(days=1), -months), last, kind, basis)


def quarter_holding(day: date, anchor: Anchor) -> Span:
    """The quarter of the document's year that a day lies in."""
    year = year_of(day, anchor.first_month)
    return next(s for q in (1, 2, 3, 4) if (s := quarter_span(year, q, anchor.first_month))[1] >= day)


def read_previous(parts: Parts) -> Reading | None:
    """The previous month, last quarter: the one before that reported on."""
    unit = unit_of(parts)
    kind: PeriodType | None = {"month": "month", "quarter": "quarter"}.get(unit)  # type: ignore[assignment]
    base = _antecedent(parts.anchor)
    if base is None:
        return Reading(None, None, kind)
    (first, last), base_kind, basis = base
    if unit == "month":
        if months_in((first, last)) != 1 and base_kind != "point":
            return Reading(None, None, kind)
        day = date(last.year, last.month, 1) - timedelta(days=1)
        return Reading(*month_span(day.year, day.month), "month", basis)
    if unit == "quarter":
        span = quarter_holding(last, parts.anchor)
        if span[1] != last:
            return Reading(None, None, kind)
        return Reading(*shift(span, -3), "quarter", basis)
    months = months_in((first, last))
    if unit == "period" and months is not None:
        return Reading(*shift((first, last), -months), base_kind, basis)
    return Reading(None, None, kind)


def read_open(parts: Parts) -> Reading | None:
    """Earlier in the year, in recent months: kept as words."""
    return Reading(None, None, None)
