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
from extractor.statements.present import is_of_today
from extractor.statements.relations import Reading
from extractor.statements.sharing import LEVELS, along, beside, is_past, left_out, of_one_relation
from extractor.statements.timing import (
    Dates,
    dated_apart,
    find_dates,
    opens_dated,
    settle_period,
    within_reading,
)
from extractor.statements.year_parts import (
    at_month_end,
    counted_so_far,
    so_far,
    whole_year,
    whole_year_end,
    year_start,
)

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
    now = _tells_of_now(marked)
    led = memory.led and not dates.compared and not now
    goes_on = led or _continues(drafts, marked)
    carried = memory.sentence_period if undated and goes_on else None
    shared = None if now else dates.shared
    lead = dates.lead or shared or carried or memory.list_period or memory.data_period or memory.lead_period
    for draft in drafts:
        draft.own_period = dates.own.get(draft.token) or _taken_up(draft, memory)
        if draft.role == "previous" and draft.reading is not None:
            draft.own_period = _then(_earlier_period(draft, draft.reading, dates, marked, layers))
    for position, draft in enumerate(drafts):
        main = draft.main.own_period if draft.main is not None else beside(draft, drafts[:position])
        if main is None and lead is None and draft.own_period is None and _undated(context):
            main = along(draft, drafts[:position])
        main = main or of_one_relation(draft, drafts) or left_out(draft, drafts[:position])
        today = main is None and lead is None and _speaks(context) and _of_today(draft, patterns)
        draft.period = None if today else settle_period(draft.role, draft.own_period, main, lead, context)
        _shape_period(draft, marked, context, patterns)
    for draft in drafts:
        level = draft.main
        if draft.role in _PARTS_OF_LEVELS and draft.own_period is None and level is not None:
            draft.period = (level.period if level in drafts else None) or draft.period
        _like_its_level(draft)
    memory.dated.update(
        {(d.value, d.quantity.unit): d.own_period for d in drafts if d.own_period is not None}
    )
    memory.sentence_period = dates.lead or _told_last(drafts) or carried
    memory.led = opens_dated(dates) or (memory.led and carried is not None)


def _tells_of_now(marked: Marked) -> bool:
    """ "Now 76%"; but "went up in 2022/23 and is now 76%" goes on with that year."""
    texts = [t.text for t in marked.tokens]
    return any(text in _NOW and "and" not in texts[max(0, at - 2) : at] for at, text in enumerate(texts))


_PARTS_OF_LEVELS = frozenset({"change", "numerator", "denominator"})
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
    if draft.own_period is not None or draft.role not in LEVELS:
        return False
    whole = draft.main if draft.main is not None and draft.main.sentence is draft.sentence else draft
    return any(is_of_today(d, patterns) for d in {id(draft): draft, id(whole): whole}.values())


def _told_last(drafts: Sequence[Draft]) -> Period | None:
    """The period, said in the sentence, of its last level: what "those 45" in the next is of."""
    last = next((d for d in reversed(drafts) if d.role in MAIN and not _is_of_before(d, drafts)), None)
    if last is None or last.own_period is not None or last.period is None:
        return last.own_period if last is not None else None
    said = (d.own_period for d in drafts if d.own_period is not None and d.role in LEVELS)
    return next((p for p in said if (p.first, p.last) == (last.period.first, last.period.last)), None)


def _is_of_before(draft: Draft, drafts: Sequence[Draft]) -> bool:
    """ "22 people, as against 15 in November 2017": the 15 are not what the next sentence speaks of."""
    return any(dated_apart(draft.own_period, other.own_period) for other in drafts if other.role in MAIN)


def _earlier_period(
    draft: Draft, reading: Reading, dates: Dates, marked: Marked, layers: Layers
) -> Period | None:
    """The period of an earlier value: not that of the later one, which leads the sentence."""
    own = draft.own_period
    if reading.rule.family == "from-to" and reading.rule.name != "moved-from":
        told = own is not None and own is not dates.lead and own.note != "since"
        return own if told else _set_against(dates)
    inside = within_reading(marked, layers.periods, reading.first, reading.last)
    if own is not None:
        return own if inside is None or (own.start or 0) < draft.quantity.start else inside
    if inside is None and dates.lead is not None and speaks_of_before(dates.lead.text):
        return dates.lead
    return inside


def _set_against(dates: Dates) -> Period | None:
    """ "29% up on last year, from 234 to 301": the only time that is compared with, or counted from."""
    counted_from = [p for p in dates.own.values() if p.note == "since"]
    set_against = list(dict.fromkeys([*dates.compared.values(), *counted_from]))
    if len(set_against) != 1 or set_against[0].last is None:
        return None
    return set_against[0]


def _then(period: Period | None) -> Period | None:
    """ "Trebled since 2015, from 702": the 702 are of 2015, not of ever since."""
    if period is None or period.note != "since":
        return period
    if period.counted_from is None:
        return None
    return replace(period, last=period.counted_from, note="", counted_from=None)


def _continues(drafts: Sequence[Draft], marked: Marked) -> bool:
    """The sentence goes on with what the one before spoke of."""
    spoken = [t for t in marked.tokens[:6] if not t.noise and t.text not in _CONJUNCTIONS][:2]
    if len(spoken) == 2 and spoken[0].kind is Kind.FIGURE and spoken[1].text in _PREDICATES:
        return True
    if len(spoken) == 2 and spoken[0].text in _PRONOUNS and is_past(spoken[1].text):
        return True
    words = {t.text for t in marked.tokens[:12]}
    if words & {"further", "another", "remaining", "remainder", "these", "those", "this", "such"}:
        return True
    return any(d.measure.source == "sentence_before" for d in drafts)


_TAKES_UP = re.compile(
    r"\W*(?:[^.;,]{1,60}, )?(?:this|that|it|these|those) (?:is|was|are|were|has|had|represent|mean|compare)",
    re.IGNORECASE,
)
"""How a passage opens that goes on with the one above: "This was a fall of 170", "Against 2018, that was"."""


def takes_up(text: str) -> bool:
    """The passage speaks of what was told last, above it."""
    return _TAKES_UP.match(text) is not None


_CONJUNCTIONS = frozenset({"although", "though", "but", "and", "while", "whilst", "however", ","})
_PRONOUNS = frozenset({"it", "they", "that"})


_PREDICATES = frozenset({"were", "was", "are", "had", "have", "of", "came", "went"})
"""After a number that opens a sentence: its noun stands in the sentence before."""


def _shape_period(draft: Draft, marked: Marked, context: Context, patterns: StatementPatterns) -> None:
    """A point is a stretch for what is counted up to it, and a month is a point for people on the books."""
    draft.period = _part_of_year(draft, context)
    if draft.unit == "currency_gbp" and _is_projected(draft):
        draft.period = whole_year(draft.period or context.as_at or context.reporting_period)
    if draft.period is not None and draft.role in LEVELS:
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


def _is_projected(draft: Draft) -> bool:
    return "projection" in (draft.role, draft.main.role if draft.main is not None else "")


def _part_of_year(draft: Draft, context: Context) -> Period | None:
    """ "78 this year", of a paper on a part of the year: so far; "forecast for the year": the whole of it."""
    period, now = draft.period, context.as_at or context.reporting_period
    if (
        period is None
        or now is None
        or period.type != "year"
        or period.last is not None
        or period.first is not None
    ):
        return period
    year = whole_year(now)
    if year is None or speaks_of_before(period.text):
        return period
    if _is_projected(draft):
        return replace(year, text=period.text)
    so_far_told = draft.role in (*LEVELS, "change") and _THIS_YEAR.match(period.text) is not None
    return replace(year, text=period.text, last=now.last, type="ytd") if so_far_told else period


_THIS_YEAR = re.compile(
    r"(?:in |during |so far )?(?:this|the current) |in[- ]year|(?:during|in|within) the (?!past|last)", re.I
)


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
    told = period is not None and period.type == "point" and _SAME_TIME.search(period.text)
    if period is None or not (told or _LAST_YEAR.fullmatch(period.text)):
        return
    first, last = level.period.first, level.period.last
    if first is None or last is None or first == last or period.last is None:
        return
    span = shift((first, last), -12 if not told else 12 * (period.last.year - last.year))
    if span[1] == period.last or not told:
        draft.period = replace(period, first=span[0], last=span[1], type=level.period.type)


_LAST_YEAR = re.compile(r"last year(?:['’]s)?", re.IGNORECASE)
_SAME_TIME = re.compile(r"\b(?:time|point|stage)\b", re.IGNORECASE)


def _undated(context: Context) -> bool:
    return context.as_at is None and context.reporting_period is None


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
    _deal_lists(drafts, marked, layers.periods)
    for number, token in enumerate(marked.tokens):
        dates = layers.split.get(token.index, ()) if token.kind is Kind.PERIOD else ()
        after = [d for d in drafts if d.token > number][: len(dates)]
        if after and _listed(marked, number, after[-1].token) and len(dates) > 1:
            _deal_out(after, dates)


def _deal_lists(drafts: Sequence[Draft], marked: Marked, periods: Sequence[Period]) -> None:
    """ "8.2, 9.1 and 7.4 days in 2016/17, 2017/18 and 2018/19": each the period of its place in the list."""
    listed = [
        [n for n, t in enumerate(marked.tokens) if t.kind is kind] for kind in (Kind.FIGURE, Kind.PERIOD)
    ]
    figures, dates = listed
    if len(dates) < _A_LIST or len(figures) != len(dates) or len(drafts) != len(figures):
        return
    if all(
        marked.tokens[n].text in (",", "and") or n in line for line in listed for n in _inside(line, marked)
    ):
        _deal_out(drafts, [periods[marked.tokens[n].index] for n in dates])


_A_LIST = 3


def _inside(line: Sequence[int], marked: Marked) -> list[int]:
    """The tokens from the first of a list to its last."""
    return [n for n in range(line[0], line[-1] + 1) if not marked.tokens[n].noise]


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
