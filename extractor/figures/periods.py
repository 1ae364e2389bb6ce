"""UK period expressions: where they stand, and the dates they mean."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from extractor.figures.dates import year_of, year_span
from extractor.figures.grammar import LeadKind, PeriodGrammar, PeriodRule
from extractor.figures.joining import Expression, join, read_joined
from extractor.figures.readings import READERS, Anchor, Parts, Reading
from extractor.model import Context, Period

__all__ = ["Anchor", "anchor_of", "cumulative", "find_periods", "parse_period", "parts_named", "period_spans"]

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


TOKEN = re.compile(r"(?<![\w£$€])(?:[A-Za-z]+|[0-9]+)")
"""A word or number at which an expression may begin."""
NUMBER_KEYS = ("", "0", "00", "000", "0000", "00000")
"""Keys of the runs of 0 to 5 and more digits in tables of first words."""
_BEFORE_NUMBER = re.compile(r"\d[.,/:]$")
_ARTICLE = re.compile(r"\bthe\s{1,8}$", re.IGNORECASE)
_LONGEST_LEAD = 48


def _rules_for(token: str, grammar: PeriodGrammar) -> tuple[PeriodRule, ...]:
    key = NUMBER_KEYS[min(len(token), 5)] if token < ":" else token.lower()
    return grammar.starts.get(key, ())


def _matches(text: str, pos: int, rules: tuple[PeriodRule, ...]) -> list[tuple[PeriodRule, re.Match[str]]]:
    """Every rule that matches at `pos`, longest first, in the rules' order where equal."""
    found = [(rule, m) for rule in rules if (m := rule.pattern.match(text, pos)) is not None]
    found.sort(key=lambda f: -f[1].end())
    return found


def _lead(text: str, pos: int, earliest: int, grammar: PeriodGrammar) -> tuple[LeadKind, int]:
    """The lead that ends at `pos`, and where it or the article begins."""
    window = text[max(earliest, pos - _LONGEST_LEAD) : pos]
    words = window.lower().rsplit(None, 2)
    if not words or not window[-1:].isspace():
        return "none", pos
    last = words[-2] if words[-1] == "the" and len(words) > 1 else words[-1]
    if last in grammar.lead_ends:
        for lead in grammar.leads:
            if last in lead.ends and (match := lead.pattern.search(window)) is not None:
                return lead.kind, pos - len(window) + match.start()
    article = _ARTICLE.search(window)
    return "none", pos if article is None else pos - len(window) + article.start()


def _led(reading: Reading, kind: LeadKind, anchor: Anchor) -> Reading:
    """The moment of a period that its lead names."""
    if kind == "none":
        return reading
    if kind in ("end", "as_at"):
        note = reading.note or ("end_of" if kind == "end" else "as_at")
        return reading._replace(first=reading.last, type="point", note=note, opened=reading.first)
    if kind == "start":
        return reading._replace(last=reading.first, type="point", note="start_of")
    end = anchor.end()
    if kind == "since_end":
        reading = reading._replace(first=reading.last)
    if reading.first is None or (end is not None and end < reading.first):
        end = None
    return reading._replace(last=end, type="range", note="since", counted_from=reading.last)


def _read(found: Expression, text: str, grammar: PeriodGrammar, anchor: Anchor, head: bool) -> Period | None:
    if found.joint is not None:
        period = read_joined(found, lambda one, told: _read(one, text, grammar, told, head), anchor)
        return None if period is None else replace(period, text=text[found.start : found.end])
    match, rule = found.match, found.rule
    start = match.start()
    before = text[max(0, start - _WORDS_BEFORE) : start]
    if not head and rule.preceded_by is not None and not rule.preceded_by.search(before):
        return None
    groups = {k: v for k, v in match.groupdict().items() if v is not None}
    reading = READERS[rule.reads](Parts(groups, grammar, anchor, head, before))
    if reading is None:
        return None
    reading = _led(reading, "end" if "end" in groups else found.lead, anchor)
    return Period(
        text=text[found.start : found.end],
        first=reading.first,
        last=reading.last,
        type=reading.type,
        basis=reading.basis,
        start=found.start,
        end=found.end,
        note=reading.note,
        opened=reading.opened,
        counted_from=reading.counted_from,
    )


@lru_cache(maxsize=2)
def keyed_words(text: str) -> tuple[tuple[str, int], ...]:
    """Key of the tables of first words, and place, of every word and number of a text."""
    return tuple(
        [
            (NUMBER_KEYS[min(len(word), 5)] if word < ":" else word.lower(), token.start())
            for token in TOKEN.finditer(text)
            for word in (token[0],)
        ]
    )


@lru_cache(maxsize=16)
def _expressions(text: str, grammar: PeriodGrammar) -> tuple[Expression, ...]:
    """The period expressions of a text, whatever they are read against."""
    accepted: list[Expression] = []
    pos = 0
    nowhere = Anchor()
    starts, guards = grammar.starts, grammar.guards
    for key, start in keyed_words(text):
        if key not in starts:
            continue
        if start < pos or (key[0] == "0" and _BEFORE_NUMBER.search(text[max(0, start - 2) : start])):
            continue
        if key in guards and guards[key].match(text, start) is None:
            continue
        for rule, match in _matches(text, start, starts[key]):
            if rule.heads_only:
                continue
            kind, begin = _lead(text, start, pos, grammar)
            found = Expression(rule, match, begin, match.end(), kind)
            if _read(found, text, grammar, nowhere, head=False) is not None:
                accepted.append(found)
                pos = match.end()
                break
    return tuple(join(text, accepted, grammar)) if len(accepted) > 1 else tuple(accepted)


_LOOKING_BACK = frozenset(
    {"same_time", "same_period", "previous", "last_year", "year_before", "stretch_before"}
)
"""Readers of expressions that look back from another period, and are looked back from by none."""


def _looks_back(found: Expression) -> bool:
    return found.rule.reads in _LOOKING_BACK or (found.frame is not None and _looks_back(found.frame))


def find_periods(text: str, grammar: PeriodGrammar, anchor: Anchor) -> tuple[Period, ...]:
    """Every period expression of a running text: the longest wins, none overlap, `start`/`end` are set."""
    periods: list[Period] = []
    for found in _expressions(text, grammar):
        period = _read(found, text, grammar, anchor, head=False)
        if period is None:
            continue
        periods.append(period)
        if period.last is not None and not _looks_back(found):
            anchor = replace(anchor, antecedent=period)
    return tuple(periods)


def period_spans(text: str, grammar: PeriodGrammar) -> tuple[tuple[int, int], ...]:
    """Start and end of every period expression, whatever it means."""
    return tuple((found.start, found.end) for found in _expressions(text, grammar))


def parse_period(text: str, grammar: PeriodGrammar, anchor: Anchor) -> Period | None:
    """The period that a whole text is ("Nov-16", "2016/17", "Q3", "March 2017 (prov)"), or None."""
    stripped = text.strip()
    clean = grammar.head_noise.sub("", stripped).strip(" \t\r\n:*-()[]")
    for candidate in dict.fromkeys((stripped, clean)):
        if candidate and len(candidate) <= _LONGEST_HEAD:
            period = _whole(candidate, grammar, anchor)
            if period is not None:
                return replace(period, text=stripped, start=0, end=len(stripped))
    return None


_LONGEST_HEAD = 160


def _whole(text: str, grammar: PeriodGrammar, anchor: Anchor) -> Period | None:
    for token in TOKEN.finditer(text):
        start = token.start()
        kind, begin = _lead(text, start, 0, grammar)
        if begin != 0:
            continue
        for rule, match in _matches(text, start, _rules_for(token[0], grammar)):
            if match.end() == len(text):
                whole = Expression(rule, match, begin, match.end(), kind)
                period = _read(whole, text, grammar, anchor, head=True)
                if period is not None:
                    return period
    both = _expressions(text, grammar)
    if len(both) == 1 and both[0].joint is not None and (both[0].start, both[0].end) == (0, len(text)):
        return _read(both[0], text, grammar, anchor, head=True)
    return None


def cumulative(period: Period, anchor: Anchor) -> Period:
    """ "End of Q3" of something counted over the year: from the start of the year to that day."""
    if period.last is None:
        return period
    first = year_span(year_of(period.last, anchor.first_month), anchor.first_month)[0]
    whole = period.last == year_span(first.year, anchor.first_month)[1]
    return replace(period, first=first, type="year" if whole else "ytd")


_LISTED = re.compile(r"\s*,\s*(?:and\s+)?|\s+(?:and|&)\s+", re.IGNORECASE)
_YEAR_SAID = re.compile(r"\d{4}|\d\d/\d\d")


def parts_named(period: Period, grammar: PeriodGrammar, anchor: Anchor) -> tuple[Period, ...]:
    """ "May and June", "Q1, Q2 and Q3" as a period each, with the year of the whole; else none."""
    words = _LISTED.split(period.text)
    if len(words) < 2:
        return ()
    year = "" if period.last is None or _YEAR_SAID.search(words[0]) else f" {period.last.year}"
    said = (word if _YEAR_SAID.search(word) else f"{word}{year}" for word in words)
    parts = [part for word in said if (part := parse_period(word, grammar, anchor)) is not None]
    return tuple(parts) if len(parts) == len(words) else ()
