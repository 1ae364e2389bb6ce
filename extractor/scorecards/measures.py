"""How a measure is taken (over a month, at its end, over twelve months) and its unit."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Literal

from extractor.model import Period, Unit
from extractor.patterns.scorecards import ScorecardPatterns, normal
from extractor.scorecards.dates import When, as_cumulative, as_point, as_rolling

Basis = Literal["", "month", "rolling_12m", "point", "cumulative", "academic", "term", "quarter", "year"]
_BASES: dict[Unit, str] = {
    "rate_per_10000": r"\b10\s?000\b|\b10 ?k\b",
    "rate_per_100000": r"\b100\s?000\b|\b100 ?k\b",
    "rate_per_1000": r"\b1\s?000\b",
}


def find_basis(words: str, unit_text: str, note: str, patterns: ScorecardPatterns) -> Basis:
    """How the figures of a row or column are taken.  The measure's own words count before its data note."""
    own = _from_words(words, patterns)
    if own:
        return own
    noted = [w.gives["basis"] for text in (unit_text, note) if text for w in patterns.find_all("note", text)]
    if "quarter" in noted and "year" in noted:
        return "cumulative"
    for basis in ("rolling_12m", "point", "term", "academic", "cumulative", "quarter", "month"):
        if basis in noted:
            if basis == "cumulative" and "quarter" not in noted:
                break
            return basis
    if (
        patterns.find_broken("stock", words)
        and not patterns.find("flow", words)
        and "cumulative" not in noted
    ):
        return "point"
    return "quarter" if "quarter" in noted else ""


def _from_words(words: str, patterns: ScorecardPatterns) -> Basis:
    found = [w.gives["basis"] for w in patterns.find_all("note", words)]
    if "rolling_12m" in found:
        return "rolling_12m"
    if "month" in found and patterns.find("flow", words) is None and patterns.find("stock", words):
        return "point"
    if "month" in found and not patterns.find("stock", words):
        return "month"
    return "point" if "point" in found else ""


def is_academic(unit_text: str, note: str, patterns: ScorecardPatterns) -> bool:
    """The row's years are school years."""
    texts = [t for t in (unit_text, note) if t]
    return any(w.gives["basis"] in ("academic", "term") for t in texts for w in patterns.find_all("note", t))


def fitted(period: Period, basis: Basis, when: When) -> Period:
    """A printed period as the measure means it: its end, the twelve months to it, or the year so far."""
    if basis == "point":
        return as_point(period)
    if basis == "rolling_12m" and period.type in ("month", "quarter", "ytd", "point"):
        return as_rolling(period)
    if basis == "term" and period.type == "month" and period.last:
        return replace(period, first=_term_start(period.last), type="term")
    if basis == "cumulative" and period.type in ("month", "quarter"):
        return as_cumulative(period, when)
    return period


def _term_start(last: date) -> date:
    """First day of the school term that a month ends or goes on."""
    return date(last.year, 9 if last.month >= 9 else 1 if last.month <= 4 else 5, 1)


def find_unit(words: str, measure: str, unit_text: str) -> Unit | None:
    """The unit that a measure's heading, unit cell and words give; None where they give none.

    >>> find_unit("Rate of referrals per 10,000 population", "", "")
    'rate_per_10000'
    """
    plain = normal(words.replace(",", "") + " " + unit_text.replace(",", ""))
    if measure == "percent":
        return "percent"
    if measure == "count":
        return "count"
    if re.search(r"\bper\b|\brate\b", plain):
        for unit, base in _BASES.items():
            if re.search(r"per\s(?:\w+\s)?" + base.removeprefix(r"\b"), plain) or re.search(
                r"per\s?" + base, plain
            ):
                return unit
    lead = normal(words)
    if re.match(r"(?:\d[\d.]*\s)?(?:%|percentage|percent|proportion|share)", lead) or re.search(
        r"\(%\)", words
    ):
        return "percent"
    if re.search(r"\b(?:days?)\b", lead) and re.search(
        r"\b(?:average|av|ave|avg|mean|number of (?:working )?days|days lost|sickness)\b", lead
    ):
        return "days"
    if re.search(r"\b(?:working )?days lost\b|\bsick days\b", lead):
        return "days"
    if re.search(r"\baverage (?:time|weeks?)\b.*\bweeks\b|\bnumber of weeks\b", lead):
        return "weeks"
    if re.search(r"£|\bcost\b|\bspend\b|\bexpenditure\b", lead):
        return "currency_gbp"
    if re.match(r"(?:total |the )?(?:number|no|nos|numbers|count)\b", lead) or measure == "count":
        return "count"
    return None
