"""The period that a part reports on, and the day its data is "as at": chosen among all that it names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from extractor.figures.dates import month_span, year_of, year_span
from extractor.figures.periods import Anchor, find_periods
from extractor.model import Document, Passage, Period
from extractor.outline.parts import Part
from extractor.outline.titles import LONGEST_TITLE
from extractor.outline.told import Told, anchor_of_part, has_ended, told_in, told_in_title, when_told
from extractor.patterns import PatternSet


def set_periods(document: Document, parts: list[Part], patterns: PatternSet) -> None:
    """Gives each part its reporting period and "as at" day, where the paper says one."""
    report: Part | None = None
    page: Part | None = None
    for part in parts:
        if part.kind == "agenda":
            continue
        page = page if part.opened_by == "issue-meeting" else part
        if _means_school_years(document, part, patterns):
            part.year_type = "academic"
        best = _told_best(document, part, parts, page, patterns)
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


def _means_school_years(document: Document, part: Part, patterns: PatternSet) -> bool:
    """It speaks of academic years and of no others: its "2023-24" is one too."""
    rules = patterns.outline
    texts = [b.text for b in document.blocks[part.start : part.end] if isinstance(b, Passage)]
    if not any(rules.school_years.search(text) for text in texts):
        return False
    return not any(rules.other_years.search(text) for text in texts)


def _told_best(
    document: Document, part: Part, parts: Sequence[Part], page: Part | None, patterns: PatternSet
) -> Period | None:
    """What the part itself tells; else the page of its meetings; else a year-end report's year."""
    titles = tuple(dict.fromkeys((part.title, document.title if len(parts) == 1 else "")))
    best = _best(told_in(document, part, patterns, titles), document, part, patterns)
    if best is None and page is not None and page is not part:
        best = _best(told_in_title(page.title, part, patterns), document, part, patterns)
    if best is not None:
        return _of_whole_year(best, document, part, patterns)
    return _year_before(document, part, patterns)


def _of_whole_year(period: Period, document: Document, part: Part, patterns: PatternSet) -> Period:
    """A scorecard of Quarter 4 sets each indicator against its yearly target: they are of the year."""
    if period.type != "quarter" or period.last is None or (period.last.month, period.last.day) != (3, 31):
        return period
    heads = document.blocks[part.start : min(part.end, part.start + _OPENING)]
    titles = [b.text for b in heads if isinstance(b, Passage) and len(b.text) <= LONGEST_TITLE]
    if not any(period.text in t and patterns.outline.told["by-year"].search(t) for t in titles):
        return period
    return replace(period, first=year_span(year_of(period.last))[0], type="year")


def _year_before(document: Document, part: Part, patterns: PatternSet) -> Period | None:
    """ "Year end performance", without a year: the financial year that ended before the meeting."""
    told = when_told(part)
    if told is None:
        return None
    for number in range(part.start, min(part.end, part.start + _OPENING)):
        block = document.blocks[number]
        if isinstance(block, Passage) and len(block.text) <= LONGEST_TITLE:
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


def _best(told: Sequence[Told], document: Document, part: Part, patterns: PatternSet) -> Period | None:
    """Of the weightiest: what was over, is most exact, is named most often, stands first."""
    told = [t for t in told if not _is_end_of_another(t, told)]
    if not told:
        return None
    top = max(t.weight for t in told)
    close = [t for t in told if t.weight >= top - 1]
    if len({(t.period.first, t.period.last) for t in close}) == 1:
        return close[0].period
    counts = _mentions(document, part, patterns)

    def rank(candidate: Told) -> tuple[int, ...]:
        period = candidate.period
        span = (period.last - period.first).days if period.first and period.last else 0
        inside = any(_holds(period, t.period) for t in close)
        return (
            has_ended(period, part),
            candidate.weight - 2 * inside,
            min(counts[period.first, period.last], 3),
            -candidate.order,
            period.last.toordinal() if period.last else 0,
            -span,
        )

    return max(close, key=rank).period


def _is_end_of_another(candidate: Told, told: Sequence[Told]) -> bool:
    """ "To the end of December" beside "Quarter 3" is the quarter's end, not a report on the month."""
    period = candidate.period
    if period.note != "end_of" or period.type != "month":
        return False
    return any(t.period.last == period.last and t.period.type != "month" for t in told)


def _holds(outer: Period, inner: Period) -> bool:
    """The year of a quarter that is also named is the less exact of the two."""
    if outer.first is None or outer.last is None or inner.first is None or inner.last is None:
        return False
    same = (outer.first, outer.last) == (inner.first, inner.last)
    return not same and outer.first <= inner.first and inner.last <= outer.last


def _mentions(
    document: Document, part: Part, patterns: PatternSet
) -> Counter[tuple[date | None, date | None]]:
    """How often the body says each period."""
    counts: Counter[tuple[date | None, date | None]] = Counter()
    for number in range(part.start, min(part.end, part.start + _LOOKED_AT)):
        block = document.blocks[number]
        if isinstance(block, Passage):
            for period in find_periods(block.text, patterns.periods, anchor_of_part(part)):
                counts[period.first, period.last] += 1
    return counts


_LOOKED_AT = 60
"""Blocks of a part's body that are looked at for what it keeps naming."""
_ONE_YEAR = re.compile(r"(?:the )?(?:year )?\d{4}$", re.IGNORECASE)


def _named(document: Document, part: Part, patterns: PatternSet) -> Period | None:
    """The last period that the part names in full; a month alone that it keeps naming comes after it."""
    stated: list[Period] = []
    bare: Counter[int] = Counter()
    for number in range(part.start, min(part.end, part.start + _LOOKED_AT)):
        block = document.blocks[number]
        if isinstance(block, Passage):
            for period in find_periods(block.text, patterns.periods, Anchor()):
                before = block.text[max(0, (period.start or 0) - _CLOSE) : period.start or 0]
                if (
                    _names_its_time(period)
                    and not before.lower().endswith("by ")
                    and not patterns.outline.elsewhere.search(before)
                ):
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
