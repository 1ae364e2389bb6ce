"""UK period expressions: where they stand, and the dates they mean."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from extractor.figures.dates import month_end, year_of, year_span
from extractor.figures.grammar import LeadKind, PeriodGrammar, PeriodRule
from extractor.figures.readings import READERS, Anchor, Parts, Reading
from extractor.model import Context, Period

__all__ = ["Anchor", "anchor_of", "cumulative", "find_periods", "parse_period", "period_spans"]

_WORDS_BEFORE = 24
"""Characters before an expression that may decide whether it is one."""


def anchor_of(context: Context) -> Anchor:
    """What the outline knows of the time of a stretch of a document."""
    return Anchor(
        report_date=context.report_date,
        reporting_period=context.reporting_period,
        as_at=context.as_at,
        meeting_date=context.meeting_date,
        year_type=context.year_type,
        named=context.named,
    )


class _Match(NamedTuple):
    rule: PeriodRule
    match: re.Match[str]


def _candidates(text: str, pos: int, grammar: PeriodGrammar, head: bool) -> list[_Match]:
    """Every rule that matches at `pos`, longest first, in the rules' order where equal."""
    found = [
        _Match(rule, m)
        for rule in grammar.rules
        if (head or not rule.heads_only) and (m := rule.pattern.match(text, pos)) is not None
    ]
    found.sort(key=lambda f: -f.match.end())
    return found


def _lead(match: re.Match[str], kinds: tuple[LeadKind, ...]) -> LeadKind:
    groups = match.groupdict()
    for i, kind in enumerate(kinds):
        if groups.get(f"L{i}") is not None:
            return kind
    return "none"


def _led(reading: Reading, kind: LeadKind, anchor: Anchor) -> Reading:
    """The moment of a period that its lead names."""
    if kind == "none":
        return reading
    if kind in ("end", "as_at"):
        note = reading.note or ("end_of" if kind == "end" else "as_at")
        return reading._replace(first=reading.last, type="point", note=note)
    if kind == "start":
        return reading._replace(last=reading.first, type="point", note="start_of")
    end = anchor.end()
    if reading.first is None or (end is not None and end < reading.first):
        return reading._replace(last=None, type="range", note="since")
    return reading._replace(last=end, type="range", note="since")


def _read(found: _Match, text: str, grammar: PeriodGrammar, anchor: Anchor, head: bool) -> Period | None:
    match = found.match
    groups = {k: v for k, v in match.groupdict().items() if v is not None}
    before = text[max(0, match.start() - _WORDS_BEFORE) : match.start()] + groups.get("lead", "")
    if not head and found.rule.preceded_by is not None and not found.rule.preceded_by.search(before):
        return None
    reading = READERS[found.rule.reads](Parts(groups, grammar, anchor, head, before))
    if reading is None:
        return None
    reading = _led(reading, _lead(match, grammar.lead_kinds), anchor)
    return Period(
        text=match[0],
        first=reading.first,
        last=reading.last,
        type=reading.type,
        basis=reading.basis,
        start=match.start(),
        end=match.end(),
        note=reading.note,
    )


def _period_at(text: str, pos: int, grammar: PeriodGrammar, anchor: Anchor) -> Period | None:
    for found in _candidates(text, pos, grammar, head=False):
        period = _read(found, text, grammar, anchor, head=False)
        if period is not None:
            return period
    return None


def find_periods(text: str, grammar: PeriodGrammar, anchor: Anchor) -> tuple[Period, ...]:
    """Every period expression of a running text: the longest wins, none overlap, `start`/`end` are set."""
    periods: list[Period] = []
    pos = 0
    while (start := grammar.scanner.search(text, pos)) is not None:
        period = _period_at(text, start.start(), grammar, anchor)
        if period is None or period.end is None:
            pos = start.start() + 1
            continue
        periods.append(period)
        if period.last is not None:
            anchor = replace(anchor, antecedent=period)
        pos = period.end
    return tuple(periods)


def period_spans(text: str, grammar: PeriodGrammar) -> tuple[tuple[int, int], ...]:
    """Start and end of every period expression, whatever it means."""
    return tuple((p.start or 0, p.end or 0) for p in find_periods(text, grammar, Anchor()))


def parse_period(text: str, grammar: PeriodGrammar, anchor: Anchor) -> Period | None:
    """The period that a whole text is ("Nov-16", "2016/17", "Q3", "March 2017 (prov)"), or None."""
    stripped = text.strip()
    clean = grammar.head_noise.sub("", stripped).strip(" \t\r\n:*-")
    for candidate in dict.fromkeys((stripped, clean)):
        for found in _candidates(candidate, 0, grammar, head=True):
            if found.match.end() == len(candidate):
                period = _read(found, candidate, grammar, anchor, head=True)
                if period is not None:
                    return replace(period, text=stripped, start=0, end=len(stripped))
    return None


def cumulative(period: Period, anchor: Anchor) -> Period:
    """ "End of Q3" of something counted over the year: from the start of the year to that day."""
    if period.last is None:
        return period
    first = year_span(year_of(period.last, anchor.first_month), anchor.first_month)[0]
    whole = period.last == year_span(first.year, anchor.first_month)[1]
    return replace(period, first=first, type="year" if whole else "ytd")


def month_of(day: date) -> tuple[date, date]:
    """First and last day of the month that holds a day."""
    return date(day.year, day.month, 1), month_end(day.year, day.month)
