"""How findings speak: values as printed, periods as people say them."""

from __future__ import annotations

from decimal import Decimal

from extractor.checks.lines import span_of
from extractor.checks.values import RATES
from extractor.figures.intervals import rounded
from extractor.model import Observation, Unit

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
UNIT_WORDS = {
    "percentage_points": " percentage points",
    "minutes": " minutes",
    "hours": " hours",
    "days": " days",
    "weeks": " weeks",
    "months": " months",
    "years": " years",
}


def plain(value: Decimal) -> str:
    """A number with thousands separators and no needless zeros."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def with_unit(value: Decimal, unit: Unit, places: int | None = None) -> str:
    """A calculated value as a reader would write it."""
    text = plain(value) if places is None else f"{rounded(value, places):,f}"
    if unit == "percent":
        return f"{text}%"
    if unit == "currency_gbp":
        return f"£{text}"
    return text + UNIT_WORDS.get(unit, "")


def said(figure: Observation) -> str:
    """A figure as printed, with its unit where the print leaves it to the column's head."""
    text = figure.text.strip()
    if figure.unit == "percent" and "%" not in text and "cent" not in text.lower():
        return f"{text}%"
    if len(text) > 24 or not any(ch.isdigit() for ch in text):
        return with_unit(figure.value, figure.unit)
    return text


def when(figure: Observation) -> str:
    """The time of a figure: "December 2016", "2015/16", "the year to January 2017"; or its own words."""
    end, start, span = figure.period_end, figure.period_start, span_of(figure)
    if end is None:
        return figure.period or "a time not stated"
    month = f"{MONTHS[end.month - 1]} {end.year}"
    if span == "month":
        return month
    if span == "ytd":
        return f"the year to {month}"
    if span == "rolling":
        return f"the 12 months to {month}"
    if span == "point":
        return f"{end.day} {month}"
    if span == "quarter" and start is not None:
        return f"{MONTHS[start.month - 1]} to {month}"
    if span == "year" and start is not None:
        return f"{start.year}/{end.year % 100:02d}" if start.year != end.year else f"{start.year}"
    return figure.period or month


def unit_phrase(unit: Unit) -> str:
    """A unit in words, for explanations."""
    return unit.replace("_", " ") if unit not in RATES else "rate"


def called(figure: Observation, limit: int = 90) -> str:
    """The measure of a figure, shortened for a sentence."""
    words = " ".join(figure.indicator.split())
    return words if len(words) <= limit else words[: limit - 1].rsplit(" ", 1)[0] + "…"
