"""Where a part of a paper tells its time: every place that names a period, and how much the place counts.

A paper may name its time in its title, on a line of its own, in the sentence that says what the report is
about, in what a page says of all its meetings, or in no more than the first words of who spoke to it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from extractor.figures.dates import month_end, months_in, year_of, year_span
from extractor.figures.periods import Anchor, find_periods
from extractor.figures.readings.parts import range_type
from extractor.model import Document, Passage, Period
from extractor.outline.parts import Part
from extractor.outline.titles import LONGEST_TITLE, periods_of_title
from extractor.patterns import PatternSet

AS_AT = SCOPE = 8
"""The day that the data is "as at", and a sentence that says over which stretch its figures run."""
TITLE = 6
LINE = 5
"""A short line that is mostly a period, near the head of the part."""
LEAD, LATER = 4, 3
"""A sentence about what is reported, in the first blocks and after them."""
FIRST_WORDS = 2
"""The one period of what is said first, where no place says more."""
LONE_YEAR = 1
"""A year number in a title: as often the date of a plan or a survey as a year reported on."""

_HEAD, _FAR = 6, 30
"""Blocks in which a part says what it is about, and in which a line may still say its day."""
_SLACK = timedelta(days=62)
"""How long after its meeting a period reported on may begin or end: papers are dated early."""
_NEAR_AFTER = 40
"""Characters after a period in which a noun may stand ("Quarter 2 2025/26 data")."""
_BULLETS = frozenset("•·*-▪◦o")
"""Marks of lists whose items state figures rather than what a paper is about."""
_DASH = re.compile(r"\s[-–—]\s|[:|]\s|(?<=\d)\s")
"""What parts a title's name from its time: "Crime Plan - Quarter 2", "Council Plan 2024/25 mid-year"."""
_ONE_YEAR = re.compile(r"(?:the )?(?:year )?\d{4}$", re.IGNORECASE)


class Told(NamedTuple):
    """A period that a part names, how much the place counts, and how far down it stands."""

    period: Period
    weight: int
    order: int


def anchor_of_part(part: Part) -> Anchor:
    """What undated words of a part are read against."""
    return Anchor(report_date=part.report_date, meeting_date=part.meeting_date, year_type=part.year_type)


def when_told(part: Part) -> date | None:
    """The day on which the part was put before somebody."""
    return part.meeting_date or part.report_date


def is_as_at(period: Period) -> bool:
    """The day of the data, not a stretch."""
    return period.note == "as_at"


def told_in(document: Document, part: Part, patterns: PatternSet, titles: Sequence[str]) -> list[Told]:
    """The periods that could be what a part reports on; of its first words only where nothing says more."""
    found = [told for title in titles for told in told_in_title(title, part, patterns)]
    leads = 0
    for order, block in _passages(document, part):
        text = " ".join(block.text.split())
        if block.kind in ("header", "footer"):
            found += _in_line(text, part, patterns, LEAD, order)
            continue
        heading = block.kind == "heading"
        if heading or len(text) < LONGEST_TITLE:
            found += _in_short(text, part, order, patterns, heading=heading, listed=block.kind == "list_item")
        if block.kind == "list_item" and block.marker.strip() in _BULLETS and order > 2:
            continue
        if len(text) >= _SENTENCE and not heading:
            leads += 1
            found += _in_sentence(text, part, order, patterns)
        if leads >= patterns.outline.lead_blocks:
            break
    return found or _in_first_words(document, part, patterns) or _year_of_report(document, part, patterns)


_SENTENCE = 60
_WORD = re.compile(r"[a-z]{4}")
"""More than what joins two periods: "and", "to"."""


def _passages(document: Document, part: Part) -> Iterator[tuple[int, Passage]]:
    """The passages of a part with their place in it, but for the lines that say when it was put."""
    for number in range(part.start, part.end):
        block = document.blocks[number]
        if isinstance(block, Passage) and number not in part.dated:
            yield number - part.start, block


def told_in_title(text: str, part: Part, patterns: PatternSet) -> list[Told]:
    """The periods of a title, or the year number that stands alone in it."""
    return _in_line(text, part, patterns, TITLE, 0) or _lone_year(text, part, patterns)


def _in_line(text: str, part: Part, patterns: PatternSet, weight: int, order: int) -> list[Told]:
    found = []
    for period in _stretches(text, part, patterns):
        before = _DASH.split(text[: _opens(period)])[-1]
        if not patterns.outline.elsewhere.search(before[-60:]) or _is_scope(text, period, patterns):
            found.append(Told(period, AS_AT if is_as_at(period) else weight, order))
    return found


def _opens(period: Period) -> int:
    """Where a period begins, behind the year that it lies in: "Council Plan 2024/25 mid-year"."""
    year = _YEAR_FIRST.match(period.text)
    return (period.start or 0) + (year.end() if year is not None else 0)


_YEAR_FIRST = re.compile(r"\d{4}[/–-]\d{2,4}\W+(?=\w)")


def _lone_year(text: str, part: Part, patterns: PatternSet) -> list[Told]:
    """ "Road casualties in 2012", "Leisure Trust: 2018": a calendar year that was over."""
    rules = patterns.outline
    said = rules.told["lone-year"].search(text)
    if said is None or rules.elsewhere.search(text) or rules.whole_year.search(text):
        return []
    year, told = int(said["year"]), when_told(part)
    last = date(year, 12, 31)
    if told is not None and told < last:
        return []
    return [Told(Period(said["year"], date(year, 1, 1), last, "year"), LONE_YEAR, 0)]


def _in_short(
    text: str, part: Part, order: int, patterns: PatternSet, *, heading: bool, listed: bool
) -> list[Told]:
    if order > _FAR or (listed and order > 3):
        return []
    found = []
    for period in _stretches(text, part, patterns):
        share = ((period.end or 0) - (period.start or 0)) / max(1, len(text))
        mostly = heading or share > 0.5
        if is_as_at(period) and mostly:
            found.append(Told(period, AS_AT, order))
        elif order <= 8 and mostly:
            found.append(Told(period, LINE, order))
        elif order <= 12 and _closes_heading(text, period, patterns):
            found.append(Told(period, LEAD, order))
    return found


def _closes_heading(text: str, period: Period, patterns: PatternSet) -> bool:
    """ "Repairs performance in Quarter 2", and not "Performance and draft business plan 2020/21"."""
    of_another = patterns.outline.elsewhere.search(_DASH.split(text[: _opens(period)])[-1][-60:])
    return text.endswith(period.text) and not of_another and bool(patterns.outline.about.search(text))


def _in_sentence(text: str, part: Part, order: int, patterns: PatternSet) -> list[Told]:
    """ "The report set out performance for Quarter 3": a period with a word of reporting beside it."""
    found, last = [], 0
    for period in _stretches(text, part, patterns):
        weight = _weight_in_sentence(text, period, order, patterns, last)
        if weight is not None:
            found.append(Told(period, weight, order))
        last = period.end or 0
    return found


def _weight_in_sentence(
    text: str, period: Period, order: int, patterns: PatternSet, last: int = 0
) -> int | None:
    """How much a period counts; what stands before the `last` period may be of that one."""
    rules, start = patterns.outline, period.start or 0
    if is_as_at(period) and rules.told["as-at-day"].search(text[:start]):
        return AS_AT
    if order <= _HEAD and _is_scope(text, period, patterns):
        return SCOPE
    clause = re.split(r"[.;]\s", text[max(0, start - rules.lead_near) : start])[-1]
    own = text[last:start] if _WORD.search(text[last:start]) else clause
    own = own if len(own) < len(clause) else clause
    after = text[period.end or 0 :][:_NEAR_AFTER].split(",")[0]
    states = any(c.isdigit() for c in rules.told["reference"].sub("", clause))
    valued = rules.told["valued"].search(clause)
    exact, opens = period.type == "rolling_12m", not start and period.type in ("year", "quarter")
    later = order > _HEAD
    near = clause[-_CLOSE:] if later and period.type == "month" else clause
    beside = (near, after) if later and period.type in _OFTEN_TOLD else (near, after, period.text)
    about = any(rules.about.search(words) for words in beside)
    if not about and not ((exact or opens) and order <= _HEAD and not states):
        return None
    if not is_as_at(period) and (
        rules.elsewhere.search(own)
        or rules.told["compared"].search(clause)
        or valued
        or (states and order > _HEAD)
    ):
        return None
    return SCOPE if exact and order <= _HEAD else LATER if order > _HEAD else LEAD


def _is_scope(text: str, period: Period, patterns: PatternSet) -> bool:
    """ "Data in this report covers January to December 2013", "for the period 1 April to 30 June"."""
    start = period.start or 0
    named = _NAME.search(text, start)
    ends = {start, named.start() if named is not None else start}
    return any(patterns.outline.told["scope"].search(text[max(0, end - 60) : end]) for end in ends)


_OFTEN_TOLD = frozenset({"month", "year", "academic_year"})
"""Kinds of periods that a text names for much else than what it reports on."""
_CLOSE = 16
"""Characters before a month in which a later sentence must say what is of it: "launched in May" is not."""
_NAME = re.compile(r"[A-Z0-9]")
"""Where a period's name begins behind its article and noun ("the period 1st July to")."""


def _in_first_words(document: Document, part: Part, patterns: PatternSet) -> list[Told]:
    """The one period of the first words that a part says, where they state no figure yet."""
    said = 0
    for order, block in _passages(document, part):
        if block.kind in ("heading", "header", "footer"):
            continue
        whole = " ".join(block.text.split())
        periods = find_periods(whole, patterns.periods, anchor_of_part(part))
        if part.meeting_date is not None and part.meeting_date in (p.last for p in periods):
            continue  # the line that says when they met
        text = _before_figures(whole, part, patterns)
        if not text:
            return []
        spoken = [p for p in _stretches(text, part, patterns) if _is_spoken(text, p, patterns)]
        if spoken and len({(p.first, p.last) for p in spoken} | _of_others(periods)) == 1:
            return [Told(spoken[0], FIRST_WORDS, order)]
        said += len(text) >= _LABEL
        if said >= 3 or spoken or text != whole:
            return []
    return []


def _year_of_report(document: Document, part: Part, patterns: PatternSet) -> list[Told]:
    """ "This report tells how pupils fared in 2014.": the year number that ends a sentence on the report."""
    for order, block in itertools.islice(_passages(document, part), _FAR):
        if len(block.text) < _SENTENCE:
            continue
        for sentence in _SENTENCE_END.split(" ".join(block.text.split())):
            if patterns.outline.told["this-report"].match(sentence):
                return [told._replace(order=order) for told in _lone_year(sentence, part, patterns)]
    return []


def _of_others(periods: Sequence[Period]) -> set[tuple[date | None, date | None]]:
    """Days that are told beside a period: when things happened, in a passage of history."""
    return {(p.first, p.last) for p in periods if p.first is not None and p.first == p.last and not p.note}


_BESIDE = 45
"""Characters before a period in which it may be said to be of something else."""
_LABEL = 30
"""Characters: less is a label or a name."""


def _is_spoken(text: str, period: Period, patterns: PatternSet) -> bool:
    clause = re.split(r"(?<!year)[.;,)]\s", text[: period.start or 0])[-1]  # "the baseline year, 2018/19"
    return not patterns.outline.elsewhere.search(clause[-_BESIDE:])


def _before_figures(text: str, part: Part, patterns: PatternSet) -> str:
    """The first sentences of a passage, up to the one that states a figure."""
    said = ""
    for sentence in _SENTENCE_END.split(text):
        if _numbers_beside(sentence, find_periods(sentence, patterns.periods, anchor_of_part(part))):
            break
        said = f"{said} {sentence}".lstrip()
    return said


_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9])")


def _numbers_beside(text: str, periods: Sequence[Period]) -> bool:
    """Digits that are part of no period: the passage states figures, which may be of any time."""
    for period in reversed(periods):
        text = text[: period.start or 0] + text[period.end or 0 :]
    return any(char.isdigit() for char in text)


def _stretches(text: str, part: Part, patterns: PatternSet) -> list[Period]:
    """The periods of a text that could be what a part reports on."""
    anchor = anchor_of_part(part)
    periods = (
        periods_of_title(text, anchor, patterns)
        if len(text) <= LONGEST_TITLE
        else find_periods(text, patterns.periods, anchor)
    )
    whole = (_of_day(p, text, patterns) or _stretch(p, anchor, patterns) for p in periods)
    return [period for period in whole if period is not None and _is_possible(period, part)]


_LEAD = 120
"""Characters before a day that may say what it is the day of."""


def _of_day(period: Period, text: str, patterns: PatternSet) -> Period | None:
    """ "Performance information to 30 September 2011": the year so far; "extracted on 31 July": that day."""
    last, told = period.last, patterns.outline.told
    before = text[max(0, (period.start or 0) - _LEAD) : period.start or 0]
    if last is None or period.first != last or period.note:
        return None
    if told["as-at-day"].search(before):
        return replace(period, note="as_at")
    if last != month_end(last.year, last.month) or not told["up-to-day"].search(before):
        return None
    first = year_span(year_of(last))[0]
    return replace(period, first=first, type="year" if last.month == 3 else "ytd")


def _stretch(period: Period, anchor: Anchor, patterns: PatternSet) -> Period | None:
    """ "The end of Quarter 3" speaks of a report on the quarter; "as at 31 July" of that day."""
    first, last = period.first, period.last
    if first is None or last is None or period.note in ("since", "start_of", "season"):
        return None
    if patterns.outline.elsewhere.search(period.text):
        return None  # "the last financial year": told by another
    if period.text[:3].lower() == "by " or period.basis == "inherited" or _ONE_YEAR.match(period.text):
        return None
    if first != last:
        return period
    if period.opened in (None, last):
        return period if is_as_at(period) else None
    opened = period.opened
    if period.note == "end_of" and months_in((opened, last)) == 3 and _is_up_to(period, patterns):
        opened = year_span(year_of(last))[0]
    if opened.month == 1 and months_in((opened, last)) == 12:
        return None  # "at the end of 2018"
    return replace(period, first=opened, type=range_type((opened, last), anchor))


def _is_up_to(period: Period, patterns: PatternSet) -> bool:
    """A report "to the end of quarter 3" is of the year up to then."""
    return patterns.outline.told["up-to-quarter"].match(period.text) is not None


def _is_possible(period: Period, part: Part) -> bool:
    first, last = period.first, period.last
    if first is None or last is None:
        return False
    told = when_told(part)
    if first == last and told == last:
        return False
    months = months_in((first, last))
    if months is not None and months > 12:
        return False
    return told is None or first <= told + _SLACK


def has_ended(period: Period, part: Part) -> bool:
    """It was over when the part was put, or soon after."""
    told = when_told(part)
    return told is None or period.last is None or period.last <= told + _SLACK
