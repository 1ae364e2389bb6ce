"""The period that a part reports on, and the day its data is "as at"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from extractor.figures.dates import month_end, month_span, months_in, year_of, year_span
from extractor.figures.periods import Anchor, find_periods
from extractor.model import Document, Passage, Period
from extractor.outline.parts import Part
from extractor.outline.titles import periods_of_title
from extractor.patterns import PatternSet

_AS_AT, _TITLE, _LINE, _LEAD = 8, 6, 5, 4
_EXACT = 8
"""A lead that says over which twelve months its figures run is more exact than any title."""
_NEAR_AFTER = 40
"""Characters after a period in which a noun may stand ("Quarter 2 2025/26 data")."""
_BULLETS = frozenset("•·*-▪◦o")
"""Marks of lists whose items state figures rather than what a paper is about."""
_SLACK = timedelta(days=62)
_COMPARED = re.compile(
    r"(?<!appendix )(?<!annex )(?<!table )[\d%](?: [a-z]+)?\s+(?:of|on|for)\s+(?:the )?$", re.IGNORECASE
)
"""A figure right before a period is that period's: "up 7% on 2014/15", "the 1,523 of 2014/15"."""
_DASH = re.compile(r"\s[-–—]\s|[:|]\s")
"""What parts a title's name from its time: "Crime Plan - Quarter 2"."""
_ACADEMIC = re.compile(r"\bacademic year", re.IGNORECASE)


class _Candidate(NamedTuple):
    period: Period
    weight: int
    order: int


def set_periods(document: Document, parts: list[Part], patterns: PatternSet) -> None:
    """Gives each part its reporting period and "as at" day, where the paper says one."""
    report: Part | None = None
    for part in parts:
        if part.kind == "agenda":
            continue
        candidates = _candidates(document, part, parts, patterns)
        best = _best(candidates, document, part, patterns)
        best = best or _year_before(document, part, patterns)
        if best is not None:
            _give(part, best)
        elif (
            report is not None
            and part.kind in ("appendix", "scorecard")
            and part.committee == report.committee
        ):
            part.as_at, part.reporting_period = report.as_at, report.reporting_period
        if part.as_at is None and part.reporting_period is None and part.report_date is None:
            part.named = _named(document, part, patterns)
        if part.kind == "report":
            report = part


def _year_before(document: Document, part: Part, patterns: PatternSet) -> Period | None:
    """ "Year end performance", without a year: the financial year that ended before the meeting."""
    told = part.meeting_date or part.report_date
    if told is None:
        return None
    for number in range(part.start, min(part.end, part.start + _OPENING)):
        block = document.blocks[number]
        if isinstance(block, Passage) and len(block.text) <= _TITLE_LENGTH:
            match = patterns.outline.whole_year.search(block.text)
            if match is not None:
                first, last = year_span(year_of(told) - 1)
                return Period(match[0], first, last, "year", "report_date")
    return None


_OPENING = 6
"""Blocks at a part's head in which its title stands."""


def _give(part: Part, period: Period) -> None:
    period = replace(period, basis="heading", start=None, end=None)
    if period.type == "academic_year" or period.type == "term":
        part.year_type = "academic"
    if period.first != period.last:
        part.reporting_period = period
    else:
        part.as_at = period


def _anchor(part: Part) -> Anchor:
    return Anchor(report_date=part.report_date, meeting_date=part.meeting_date, year_type=part.year_type)


def _candidates(document: Document, part: Part, parts: list[Part], patterns: PatternSet) -> list[_Candidate]:
    found: list[_Candidate] = []
    for text in dict.fromkeys((part.title, document.title if len(parts) == 1 else "")):
        found += _of_line(text, part, patterns, _TITLE, 0)
    leads = 0
    for number in range(part.start, part.end):
        block = document.blocks[number]
        if not isinstance(block, Passage):
            continue
        if block.kind in ("header", "footer"):
            found += _of_line(" ".join(block.text.split()), part, patterns, _LEAD, number - part.start)
            continue
        if block.kind == "heading" or len(block.text) < 160:
            found += _of_short(block, part, number - part.start, patterns)
        if block.kind == "list_item" and block.marker.strip() in _BULLETS and number - part.start > 2:
            continue
        if len(block.text) >= 60 and block.kind != "heading":
            leads += 1
            found += _of_lead(block.text, part, number - part.start, patterns)
        if leads >= patterns.outline.lead_blocks:
            break
    return found or _of_opening(document, part, patterns)


def _of_opening(document: Document, part: Part, patterns: PatternSet) -> list[_Candidate]:
    """The one period of the first words that a part says, where they state no figure yet."""
    said = 0
    for number in range(part.start, part.end):
        block = document.blocks[number]
        if not isinstance(block, Passage) or block.kind in ("heading", "header", "footer"):
            continue
        text = " ".join(block.text.split())
        periods = find_periods(text, patterns.periods, _anchor(part))
        if part.meeting_date is not None and part.meeting_date in (p.last for p in periods):
            continue  # the line that says when they met
        if _numbers_beside(text, periods):
            return []
        spoken = [p for p in _read(text, part, patterns) if _is_spoken(text, p, patterns)]
        if len({(p.first, p.last) for p in spoken}) == 1:
            return [_Candidate(spoken[0], _LEAD - 2, number - part.start)]
        said += len(text) >= _SHORT
        if said >= _FIRST_WORDS or spoken:
            return []
    return []


_SHORT = 30
"""Characters: less is a label or a name."""
_FIRST_WORDS = 3
"""Passages in which a speaker says what a paper is about."""


def _is_spoken(text: str, period: Period, patterns: PatternSet) -> bool:
    clause = re.split(r"[.;,)]\s", text[: period.start or 0])[-1]
    return not patterns.outline.elsewhere.search(clause[-60:])


def _numbers_beside(text: str, periods: Sequence[Period]) -> bool:
    """Digits that are part of no period: the passage states figures, which may be of any time."""
    for period in reversed(periods):
        text = text[: period.start or 0] + text[period.end or 0 :]
    return any(char.isdigit() for char in text)


def _of_line(text: str, part: Part, patterns: PatternSet, weight: int, order: int) -> list[_Candidate]:
    found = []
    for period in _read(text, part, patterns):
        before = _DASH.split(text[: period.start or 0])[-1]
        if patterns.outline.elsewhere.search(before[-60:]):
            continue
        found.append(_Candidate(period, weight + (_AS_AT - _TITLE if _is_as_at(period) else 0), order))
    return found


def _of_short(block: Passage, part: Part, order: int, patterns: PatternSet) -> list[_Candidate]:
    text = " ".join(block.text.split())
    if order > 30 or (block.kind == "list_item" and order > 3):
        return []
    found = []
    for period in _read(text, part, patterns):
        share = ((period.end or 0) - (period.start or 0)) / max(1, len(text))
        if _is_as_at(period) and (share > 0.5 or block.kind == "heading"):
            found.append(_Candidate(period, _AS_AT, order))
        elif order <= 8 and (share > 0.5 or block.kind == "heading"):
            found.append(_Candidate(period, _LINE, order))
        elif order <= 12 and text.endswith(period.text) and patterns.outline.about.search(text):
            found.append(_Candidate(period, _LEAD, order))
    return found


def _of_lead(text: str, part: Part, order: int, patterns: PatternSet) -> list[_Candidate]:
    rules = patterns.outline
    found = []
    for period in _read(text, part, patterns):
        before = text[max(0, (period.start or 0) - rules.lead_near) : period.start or 0]
        clause = re.split(r"[.;]\s", before)[-1]
        after = text[period.end or 0 :][:_NEAR_AFTER].split(",")[0]
        spoken = any(rules.about.search(words) for words in (clause, after, period.text))
        whole = period.type == "rolling_12m" or (not period.start and period.type in ("year", "quarter"))
        if not spoken and not (whole and order <= _OPENING and not any(c.isdigit() for c in clause)):
            continue
        if (rules.elsewhere.search(clause) or _COMPARED.search(clause)) and not _is_as_at(period):
            continue
        weight = _EXACT if period.type == "rolling_12m" and order <= 6 else _LEAD - (order > 6)
        found.append(_Candidate(period, weight, order))
    return found


def _named(document: Document, part: Part, patterns: PatternSet) -> Period | None:
    """The last period that the part names in full; a month alone that it keeps naming comes after it."""
    stated: list[Period] = []
    bare: Counter[int] = Counter()
    for number in range(part.start, min(part.end, part.start + 60)):
        block = document.blocks[number]
        if isinstance(block, Passage):
            for period in find_periods(block.text, patterns.periods, Anchor()):
                before = block.text[max(0, (period.start or 0) - _CLOSE) : period.start or 0]
                if _names_its_time(period) and not patterns.outline.elsewhere.search(before):
                    stated.append(period)
            bare.update(_bare_months(block.text, patterns))
    if not stated:
        return None
    exact = [p for p in stated if not _ONE_YEAR.match(p.text)]
    often = Counter(p.last for p in stated)
    last = max(exact or stated, key=lambda p: (0 if exact else often[p.last], p.last or date.min))
    if last.last is None or not bare or last.type != "month" or bare.most_common(1)[0][1] < 2:
        return last
    month = bare.most_common(1)[0][0]
    year = last.last.year + (month <= last.last.month)
    first, end = month_span(year, month)
    return Period("", first, end, "month", "inherited", note="named")


_CLOSE = 16
"""Characters before a period in which "target", "plan" and the like say that it is of something else."""


def _names_its_time(period: Period) -> bool:
    return period.basis == "stated" and period.last is not None and period.note == ""


def _bare_months(text: str, patterns: PatternSet) -> list[int]:
    known = patterns.periods.months
    return [
        known[period.text.lower()]
        for period in find_periods(text, patterns.periods, Anchor())
        if period.type == "month" and period.last is None and period.text.lower() in known
    ]


def _is_as_at(period: Period) -> bool:
    return period.note == "as_at"


def _read(text: str, part: Part, patterns: PatternSet) -> list[Period]:
    """The periods of a text that could be what a part reports on."""
    anchor = _anchor(part)
    periods = (
        periods_of_title(text, anchor, patterns)
        if len(text) <= _TITLE_LENGTH
        else find_periods(text, patterns.periods, anchor)
    )
    return [
        whole
        for period in periods
        if (whole := _up_to_day(period, text) or _whole(period)) is not None and _is_possible(whole, part)
    ]


_TITLE_LENGTH = 160


_ONE_YEAR = re.compile(r"(?:the )?(?:year )?\d{4}$", re.IGNORECASE)
"""A year number alone: as often the date of a survey, plan or return as a year reported on."""


_TOLD_TO = re.compile(
    r"\b(?:performance|information|reports?|data|figures|position|results|statistics)"
    r" (?:up )?(?:to|until) (?:the )?$",
    re.IGNORECASE,
)


def _up_to_day(period: Period, text: str) -> Period | None:
    """ "Performance information to 30 September 2011": the year up to the end of that month."""
    last = period.last
    if last is None or period.first != last or period.note or last != month_end(last.year, last.month):
        return None
    if not _TOLD_TO.search(text[: period.start or 0]):
        return None
    first = year_span(year_of(last))[0]
    return replace(period, first=first, type="year" if last.month == 3 else "ytd")


def _whole(period: Period) -> Period | None:
    """ "The end of Quarter 3" speaks of a report on the quarter; "as at 31 July" of that day."""
    first, last = period.first, period.last
    if first is None or last is None or period.note in ("since", "start_of", "season"):
        return None
    if period.text[:3].lower() == "by " or period.basis == "inherited" or _ONE_YEAR.match(period.text):
        return None
    if first != last:
        return period
    if period.note == "end_of" and _UP_TO.match(period.text):
        return replace(period, first=year_span(year_of(last))[0], type="ytd")
    if period.note == "end_of" or (
        period.note == "as_at" and not re.search(r"\d(?:st|nd|rd|th)?\s|/", period.text)
    ):
        return _period_ending(period, last)
    return period if period.note == "as_at" else None


_UP_TO = re.compile(r"(?:up )?(?:to|until) (?:the )?(?:end|close) of\W+(?:q|qtr|quarter)", re.IGNORECASE)
"""A report "to the end of quarter 3" is of the year up to then."""
_QUARTER = re.compile(r"\b(?:q|qtr|quarter)", re.IGNORECASE)
_BARE_YEAR_END = re.compile(r"\b(?:end|close) of (?:the )?(?:year )?\d{4}$", re.IGNORECASE)
_YEAR = re.compile(r"\d/\d|\byear", re.IGNORECASE)


def _period_ending(period: Period, last: date) -> Period | None:
    if _QUARTER.search(period.text):
        first, kind = date(last.year, last.month, 1), "quarter"
        month = last.month - 2
        first = date(last.year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
        return replace(period, first=first, type=kind)  # type: ignore[arg-type]
    if _BARE_YEAR_END.search(period.text):
        return None
    if _YEAR.search(period.text):
        return replace(
            period, first=date(last.year - 1, 4, 1) if last.month == 3 else date(last.year, 1, 1), type="year"
        )
    return replace(period, first=date(last.year, last.month, 1), type="month")


def _is_possible(period: Period, part: Part) -> bool:
    first, last = period.first, period.last
    if first is None or last is None:
        return False
    told = part.meeting_date or part.report_date
    if first == last and told == last:
        return False
    months = months_in((first, last))
    if months is not None and months > 12:
        return False
    return told is None or first <= told + _SLACK


def _best(
    candidates: list[_Candidate], document: Document, part: Part, patterns: PatternSet
) -> Period | None:
    candidates = [c for c in candidates if not _is_end_of_another(c, candidates)]
    if not candidates:
        return None
    top = max(c.weight for c in candidates)
    close = [c for c in candidates if c.weight >= top - 1]
    spans = {(c.period.first, c.period.last) for c in close}
    if len(spans) == 1:
        return close[0].period
    told = part.meeting_date or part.report_date
    counts = _mentions(document, part, patterns)

    def rank(candidate: _Candidate) -> tuple[int, ...]:
        period = candidate.period
        ended = told is None or period.last is None or period.last <= told + _SLACK
        span = (period.last - period.first).days if period.first and period.last else 0
        inside = any(_holds(period, c.period) for c in close)
        return (
            ended,
            candidate.weight - 2 * inside,
            min(counts[period.first, period.last], 3),
            -candidate.order,
            period.last.toordinal() if period.last else 0,
            -span,
        )

    return max(close, key=rank).period


def _is_end_of_another(candidate: _Candidate, candidates: list[_Candidate]) -> bool:
    """ "To the end of December" beside "Quarter 3" is the quarter's end, not a report on the month."""
    period = candidate.period
    if period.note != "end_of" or period.type != "month":
        return False
    return any(c.period.last == period.last and c.period.type != "month" for c in candidates)


def _holds(outer: Period, inner: Period) -> bool:
    """The year of a quarter that is also named is the less exact of the two."""
    if None in (outer.first, outer.last, inner.first, inner.last) or (outer.first, outer.last) == (
        inner.first,
        inner.last,
    ):
        return False
    return outer.first <= inner.first and inner.last <= outer.last  # type: ignore[operator]


def _mentions(
    document: Document, part: Part, patterns: PatternSet
) -> Counter[tuple[date | None, date | None]]:
    """How often the body says each period."""
    counts: Counter[tuple[date | None, date | None]] = Counter()
    for number in range(part.start, min(part.end, part.start + 60)):
        block = document.blocks[number]
        if isinstance(block, Passage):
            for period in find_periods(block.text, patterns.periods, _anchor(part)):
                counts[period.first, period.last] += 1
    return counts
