"""The period of every figure of a sentence."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from extractor.figures.dates import shift
from extractor.model import Context, Period
from extractor.patterns.statements import StatementPatterns
from extractor.statements.drafts import Draft
from extractor.statements.links import MAIN
from extractor.statements.marking import Kind, Layers, Marked, speaks_of_before
from extractor.statements.memory import Memory
from extractor.statements.naming import followed_by_of
from extractor.statements.present import is_of_today
from extractor.statements.relations import Reading
from extractor.statements.timing import Dates, find_dates, opens_dated, settle_period, within_reading
from extractor.statements.year_parts import (
    at_month_end,
    counted_so_far,
    so_far,
    whole_year,
    whole_year_end,
    year_start,
)

_LEVELS = ("actual", "numerator", "denominator")
_NOW = frozenset({"now", "currently", "present", "today", "latest"})


def settle_periods(
    drafts: Sequence[Draft],
    marked: Marked,
    layers: Layers,
    context: Context,
    memory: Memory,
    patterns: StatementPatterns,
) -> None:
    """Own words first, then relation, lead, the sentence before, the document; in place."""
    dates = find_dates(marked, layers.periods)
    undated = not dates.own and not dates.lead
    now = any(t.text in _NOW for t in marked.tokens)
    led = memory.led and not dates.compared and not now
    goes_on = led or _continues(drafts, marked)
    carried = memory.sentence_period if undated and goes_on else None
    shared = None if now else dates.shared
    lead = dates.lead or shared or carried or memory.list_period or memory.data_period or memory.lead_period
    for draft in drafts:
        draft.own_period = dates.own.get(draft.token) or _taken_up(draft, memory)
        if draft.role == "previous" and draft.reading is not None:
            earlier = _earlier_period(draft, draft.reading, dates, marked, layers)
            # "trebled since 2015, from 702": then, not ever since
            draft.own_period = None if earlier is not None and earlier.note == "since" else earlier
    for position, draft in enumerate(drafts):
        main = draft.main.own_period if draft.main is not None else _beside(draft, drafts[:position])
        if main is None and lead is None and draft.own_period is None and _undated(context):
            main = _along(draft, drafts[:position])
        main = main or _of_one_relation(draft, drafts)
        today = main is None and lead is None and _speaks(context) and _of_today(draft, patterns)
        draft.period = None if today else settle_period(draft.role, draft.own_period, main, lead, context)
        _shape_period(draft, marked, context, patterns)
    for draft in drafts:
        level = draft.main
        if draft.role == "change" and draft.own_period is None and level is not None and level.period:
            draft.period = level.period if level in drafts else draft.period
        _like_its_level(draft)
    memory.dated.update(
        {(d.value, d.quantity.unit): d.own_period for d in drafts if d.own_period is not None}
    )
    memory.sentence_period = dates.lead or _told_last(drafts) or carried
    memory.led = opens_dated(dates) or (memory.led and carried is not None)


_DEFINITE = frozenset({"the", "those", "these"})


def _taken_up(draft: Draft, memory: Memory) -> Period | None:
    """ "Of the 298, 74 were families": the 298 were told before, with their date."""
    before = draft.sentence.tokens[draft.token - 1].text if draft.token else ""
    told = memory.dated.get((draft.value, draft.quantity.unit)) if before in _DEFINITE else None
    return replace(told, basis="inherited", start=None, end=None) if told is not None else None


def _speaks(context: Context) -> bool:
    """Minutes tell what was said on a day; in a written report, or of a month's data, "now" is the data's."""
    reported = context.reporting_period
    return (
        context.part == "minutes" and context.as_at is None and (reported is None or reported.type != "month")
    )


def _of_today(draft: Draft, patterns: StatementPatterns) -> bool:
    """An undated level of the day of speaking, or part of one: "there were now 120, 35 of them boys"."""
    if draft.own_period is not None or draft.role not in _LEVELS:
        return False
    whole = draft.main if draft.main is not None and draft.main.sentence is draft.sentence else draft
    return any(is_of_today(d, patterns) for d in {id(draft): draft, id(whole): whole}.values())


def _told_last(drafts: Sequence[Draft]) -> Period | None:
    """The period, said in the sentence, of its last level: what "those 45" in the next is of."""
    last = next((d for d in reversed(drafts) if d.role in MAIN), None)
    if last is None or last.own_period is not None or last.period is None:
        return last.own_period if last is not None else None
    said = (d.own_period for d in drafts if d.own_period is not None and d.role in _LEVELS)
    return next((p for p in said if (p.first, p.last) == (last.period.first, last.period.last)), None)


def _earlier_period(
    draft: Draft, reading: Reading, dates: Dates, marked: Marked, layers: Layers
) -> Period | None:
    """The period of an earlier value: not that of the later one, which leads the sentence."""
    own = draft.own_period
    if reading.rule.family == "from-to" and reading.rule.name != "moved-from":
        return own if own is not None and own is not dates.lead else _set_against(dates)
    inside = within_reading(marked, layers.periods, reading.first, reading.last)
    if own is not None:
        return own if inside is None or (own.start or 0) < draft.quantity.start else inside
    if inside is None and dates.lead is not None and speaks_of_before(dates.lead.text):
        return dates.lead
    return inside


def _set_against(dates: Dates) -> Period | None:
    """ "29% up on the previous year, from 234 to 301": the only time that is compared with."""
    if len(dates.compared) != 1:
        return None
    period = next(iter(dates.compared.values()))
    return period if period.last is not None and speaks_of_before(period.text) else None


def _continues(drafts: Sequence[Draft], marked: Marked) -> bool:
    """The sentence goes on with what the one before spoke of."""
    spoken = [t for t in marked.tokens if not t.noise][:2]
    if len(spoken) == 2 and spoken[0].kind is Kind.FIGURE and spoken[1].text in _PREDICATES:
        return True
    if len(spoken) == 2 and spoken[0].text in _PRONOUNS and _is_past(spoken[1].text):
        return True
    words = {t.text for t in marked.tokens[:12]}
    if words & {"further", "another", "remaining", "remainder", "these", "those", "this", "such"}:
        return True
    return any(d.measure.source == "sentence_before" for d in drafts)


_PRONOUNS = frozenset({"it", "they"})
_PAST = frozenset({"was", "were", "had", "saw", "took", "made", "gave"})


def _is_past(word: str) -> bool:
    return word in _PAST or word.endswith("ed")


_PREDICATES = frozenset({"were", "was", "are", "had", "have", "of", "came", "went"})
"""After a number that opens a sentence: its noun stands in the sentence before."""


def _shape_period(draft: Draft, marked: Marked, context: Context, patterns: StatementPatterns) -> None:
    """A point is a stretch for what is counted up to it, and a month is a point for people on the books."""
    if draft.unit == "currency_gbp" and "projection" in (draft.role, draft.main.role if draft.main else ""):
        draft.period = whole_year(draft.period or context.as_at or context.reporting_period)
    if draft.period is not None and draft.role in _LEVELS:
        draft.period = so_far(draft.period, context)
    if draft.own_period is None and _outturn(draft, marked):
        draft.period = whole_year(draft.period)
    period = draft.period
    if period is None or period.last is None:
        return
    year_end = period.type == "point" and (period.last.month, period.last.day) == (3, 31)
    stock = any(word in draft.measure.words.lower() for word in patterns.words("stock"))
    if not stock and (
        (draft.role == "projection" and year_end)
        or counted_so_far(period, draft.measure.words, marked, _happened(draft, patterns))
    ):
        draft.period = replace(period, first=year_start(period.last))
    elif draft.own_period is None and period.type == "month" and draft.unit != "percent" and stock:
        draft.period = at_month_end(period)


def _happened(draft: Draft, patterns: StatementPatterns) -> bool:
    """ "52 fires had been recorded", "4.1 days lost per head": a number of events, not of what there is."""
    if draft.unit not in ("count", "days", "hours", "currency_gbp") or draft.own_period is None:
        return False
    after = itertools.islice(
        (t for t in draft.sentence.tokens[draft.token + 1 :] if not t.noise), _VERB_REACH
    )
    clause = itertools.takewhile(
        lambda t: t.kind not in (Kind.FIGURE, Kind.PERIOD) and t.text not in _ENDS, after
    )
    return any(t.text in patterns.words("happened") for t in clause)


_VERB_REACH = 8
"""Tokens between a number and the verb that tells what was done."""
_ENDS = frozenset({";", ".", ":", "["})


def _like_its_level(draft: Draft) -> None:
    """ "63.8% for the quarter, 60.5% at the same time last year": the earlier stretch, not its last day."""
    level, period = draft.main, draft.period
    if draft.role != "previous" or level is None or level.own_period is None or level.period is None:
        return
    if period is None or period.type != "point" or not _SAME_TIME.search(period.text):
        return
    first, last = level.period.first, level.period.last
    if first is None or last is None or first == last or period.last is None:
        return
    span = shift((first, last), 12 * (period.last.year - last.year))
    if span[1] == period.last:
        draft.period = replace(period, first=span[0], type=level.period.type)


_SAME_TIME = re.compile(r"\b(?:time|point|stage)\b", re.IGNORECASE)


def _of_one_relation(draft: Draft, drafts: Sequence[Draft]) -> Period | None:
    """ "at 31 March 40 of 50 people (80%)": one date for all levels that one relation reads."""
    if draft.role not in _LEVELS or draft.reading is None or draft.family not in ("level", "n-of-m"):
        return None
    shared = (d.own_period for d in drafts if d.reading is draft.reading and d.role in _LEVELS)
    return next((period for period in shared if period is not None), None)


def _undated(context: Context) -> bool:
    return context.as_at is None and context.reporting_period is None


def _along(draft: Draft, before: Sequence[Draft]) -> Period | None:
    """ "48% in 2021/22, the fleet 29% and others 23%": of a paper without dates, all are of that year.

    A semicolon ends what is of the period, unless it stood before the figures.
    """
    last = next((d for d in reversed(before) if d.role in MAIN and d.own_period is not None), None)
    if last is None or last.own_period is None or draft.role not in MAIN:
        return None
    between = {t.text for t in draft.sentence.tokens[last.token + 1 : draft.token]}
    leads = (last.own_period.start or 0) < last.quantity.start
    return last.own_period if leads or ";" not in between else None


def _beside(draft: Draft, before: Sequence[Draft]) -> Period | None:
    """A level shares the period of a figure before it that has the same measure or relation."""
    last = before[-1] if before else None
    if last is not None and last.own_period is not None and joined(last, draft):
        return last.own_period
    for other in reversed(before):
        if other.own_period is None or other.role not in ("numerator", "denominator", "actual", "projection"):
            continue
        same = draft.reading is not None and other.reading is draft.reading
        if (
            same
            or (draft.role == "projection" == other.role)
            or (other.measure.words == draft.measure.words and draft.measure.words)
        ):
            return other.own_period
    return None


def joined(first: Draft, second: Draft) -> bool:
    """ "at the end of May was 78% and against local standards 65%": one date for both."""
    between = [t.text for t in second.sentence.tokens[first.token + 1 : second.token]]
    alike = first.unit == second.unit and first.role == second.role == "actual"
    dated = any(t.kind is Kind.PERIOD for t in second.sentence.tokens[first.token + 1 : second.token])
    if dated and followed_by_of(second.sentence, second.token):
        return False
    return alike and "and" in between and not {",", ";", "[", "]"} & set(between)


def _outturn(draft: Draft, marked: Marked) -> bool:
    """ "the provisional outturn was 419kg", of a paper on the last quarter: the year's value."""
    period = draft.period
    ended = period is not None and period.type == "quarter" and period.last == whole_year_end(period)
    near = [t.text for t in marked.tokens[max(0, draft.token - 4) : draft.token] if not t.noise]
    return ended and draft.role == "actual" and ("outturn" in near or "out-turn" in near)


def deal_in_turn(drafts: Sequence[Draft], marked: Marked, layers: Layers) -> None:
    """ "5% and 7% in May and June respectively", "in June, July and August, 64, 81 and 97"."""
    at = next((i for i, t in enumerate(marked.tokens) if t.text == "respectively"), None)
    if at is not None:
        before = [d for d in drafts if d.token < at][-2:]
        numbers = [t.index for t in marked.tokens[:at] if t.kind is Kind.PERIOD]
        dates = layers.split.get(numbers[-1], ()) if numbers else ()
        _deal_out(before, dates or [layers.periods[n] for n in numbers][-2:])
        return
    for number, token in enumerate(marked.tokens):
        dates = layers.split.get(token.index, ()) if token.kind is Kind.PERIOD else ()
        after = [d for d in drafts if d.token > number][: len(dates)]
        if after and _listed(marked, number, after[-1].token) and len(dates) > 1:
            _deal_out(after, dates)


def _deal_out(drafts: Sequence[Draft], dates: Sequence[Period]) -> None:
    if len(drafts) != len(dates) or len(dates) < 2:
        return
    for draft, period in zip(drafts, dates, strict=True):
        draft.own_period = draft.period = period


def _listed(marked: Marked, first: int, last: int) -> bool:
    """Nothing stands between but figures, commas and "and", and the list ends there."""
    between = [t for t in marked.tokens[first + 1 : last] if not t.noise]
    after = next((t for t in marked.tokens[last + 1 :] if not t.noise), None)
    goes_on = after is not None and after.text in (",", "and") and after.kind is not Kind.FIGURE
    return not goes_on and all(t.kind is Kind.FIGURE or t.text in (",", "and", "-", ":") for t in between)
