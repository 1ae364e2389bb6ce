"""Which figure each figure belongs to, and which of two levels is the earlier."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from extractor.model import Context
from extractor.statements.drafts import Draft
from extractor.statements.marking import Kind
from extractor.statements.memory import Memory
from extractor.statements.relations import Chosen
from extractor.statements.timing import dated_apart

MAIN = ("actual", "projection")
"""Roles of figures that stand for themselves."""


def link_figures(drafts: Sequence[Draft], chosen: Chosen, memory: Memory) -> None:
    """Each figure that is not a level of its own belongs to one: in its relation, else the nearest before."""
    for position, draft in enumerate(drafts):
        if draft.role in MAIN or draft.main is not None:
            continue
        main = _partner(draft, drafts, chosen) or _whole_of(draft, drafts)
        if main is None:
            before = (d for d in reversed(drafts[:position]) if d.role in MAIN)
            main = next((d for d in before if _comparable(draft, d)), None)
        if main is None and draft.role != "denominator":
            main = next((d for d in drafts[position:] if d.role in MAIN and _fits(draft, d)), None)
        if main is None and not any(d.role in MAIN for d in drafts):
            main = _as_the_change_before(draft, drafts[:position]) or _of_the_sentence_before(draft, memory)
        draft.main = main
        if main is not None and _should_share(draft, main):
            draft.measure = main.measure


def _whole_of(draft: Draft, drafts: Sequence[Draft]) -> Draft | None:
    """What a part is counted out of, where the relation gives no share: "of the 19, 16 went up"."""
    if draft.role != "numerator" or draft.reading is None:
        return None
    return next((d for d in drafts if d.role == "denominator" and d.reading is draft.reading), None)


_SET_BESIDE = frozenset({"target", "benchmark", "previous", "threshold"})


def _comparable(draft: Draft, level: Draft) -> bool:
    """The two could be said in one unit; a bare number takes that of the other."""
    if draft.role not in _SET_BESIDE or draft.unit == level.unit:
        return True
    money = "currency_gbp" in (draft.unit, level.unit)
    return not money and "count" in (draft.unit, level.unit)


def _of_the_sentence_before(draft: Draft, memory: Memory) -> Draft | None:
    """The last level told, where a sentence gives only what to set beside it or how it moved."""
    last = memory.last_main
    if last is None or not _comparable(draft, last):
        return None
    if draft.role in _SET_BESIDE:
        return last if memory.near or draft.measure.words in ("", last.measure.words) else None
    if draft.role == "numerator":
        return last if memory.near and last.unit == draft.unit and last.value >= draft.value else None
    told_again = draft.measure.source == "sentence_before" or draft.measure.words == last.measure.words
    return last if draft.role == "change" and told_again else None


def _as_the_change_before(draft: Draft, before: Sequence[Draft]) -> Draft | None:
    """ "That is 9% more than in 2017/18 and 11% more than on average": both are of the one level."""
    if draft.role != "change" or not before or before[-1].role != "change":
        return None
    between = {t.text for t in draft.sentence.tokens[before[-1].token : draft.token]}
    return before[-1].main if between & {"and", "["} and draft.measure.source != "clause" else None


def _fits(draft: Draft, level: Draft) -> bool:
    """A level further on in the sentence that a figure before it can belong to."""
    if any(t.text == ";" for t in draft.sentence.tokens[draft.token : level.token]):
        return draft.role == "previous" and draft.unit == level.unit and _same_measure(draft, level)
    if draft.unit == level.unit:
        return True
    between = {t.text for t in draft.sentence.tokens[draft.token : level.token]}
    return draft.family == "change" and draft.unit == "percent" and between.isdisjoint(_ANOTHER_CLAUSE)


_ANOTHER_CLAUSE = frozenset({"and", "but", "while", "whilst", "although", "though"})


def _partner(draft: Draft, drafts: Sequence[Draft], chosen: Chosen) -> Draft | None:
    """The level in the same relation."""
    for reading in chosen.readings:
        if draft.token in reading.figures:
            for other in drafts:
                if other is not draft and other.token in reading.figures and other.role in MAIN:
                    return other
    return None


def _should_share(draft: Draft, main: Draft) -> bool:
    """A target or an earlier value is of the same measure as the figure it is set against."""
    if draft.role == "denominator" or draft.role == "numerator":
        return False
    if draft.role == "target" and draft.measure.source == "clause" and _after(draft):
        return False
    if draft.role in ("target", "benchmark", "threshold", "previous"):
        same = main.sentence is draft.sentence or draft.role != "target"
        return same or draft.measure.source in ("sentence_before", "heading")
    return False


def _after(draft: Draft) -> bool:
    """A noun of its own follows a target: "annual targets of 3.5% NEET and 2.5% Not Known"."""
    tokens = [t for t in draft.sentence.tokens[draft.token + 1 : draft.token + 3] if not t.noise]
    return (
        bool(tokens) and tokens[0].kind == Kind.WORD and tokens[0].text in draft.measure.words.lower().split()
    )


def find_earlier(drafts: Sequence[Draft], memory: Memory, context: Context) -> None:
    """Of two levels of one measure with dates, the earlier is the previous value."""
    for draft in drafts:
        if draft.role != "actual" or draft.own_period is None:
            continue
        others = [d for d in drafts if d is not draft and d.own_period is not None and d.main is not draft]
        if memory.last_main is not None and draft.measure.source == "sentence_before":
            others.append(memory.last_main)
        for other in others:
            if other.role != "actual" or other.unit != draft.unit:
                continue
            if dated_apart(draft.own_period, other.period) and _same_measure(draft, other):
                draft.role, draft.main = "previous", other
                break
        last = memory.last_main
        if last is not None and _taken_up(draft, last):
            last.role, last.main, last.direction = "previous", draft, None
    _overtaken(drafts, context)
    _then_and_now(drafts)
    for draft in drafts:
        if draft.main is not None and draft.main.role == "previous" and draft.main.main is not None:
            draft.main = draft.main.main
            if draft.role == "change":
                draft.period = draft.main.period
    for before, draft in itertools.pairwise(drafts):
        between = [t for t in draft.sentence.tokens[before.token + 1 : draft.token] if not t.noise]
        had = len(between) == 1 and between[0].cue is not None and between[0].cue.kind == "pluperfect"
        if had and before.role == "previous" and draft.role == "actual":
            draft.role, draft.measure, draft.main = "previous", before.measure, before.main
            draft.period = before.period


def _taken_up(draft: Draft, last: Draft) -> bool:
    """ "It was 6.1% in spring. In autumn it is 5.2%": the sentence before gave the earlier value."""
    same = draft.measure.source == "sentence_before" and draft.role == "actual" == last.role
    return same and last.unit == draft.unit and dated_apart(last.own_period, draft.own_period)


def _overtaken(drafts: Sequence[Draft], context: Context) -> None:
    """ "a high of 1,946 in November, and now a drop to 1,685": the dated value is the earlier one."""
    now = context.as_at or context.reporting_period
    levels = [d for d in drafts if d.role == "actual"]
    for draft, other in [*itertools.pairwise(levels), *itertools.pairwise(levels[::-1])]:
        if draft.role != "actual" or other.role != "actual" or other.own_period is not None:
            continue
        moved = other.reading is not None and other.reading.rule.name == "moved-to"
        moved = moved or draft.measure.words == other.measure.words or _in_bracket_after(draft, other)
        if moved and other.unit == draft.unit and dated_apart(draft.own_period, now):
            draft.role, draft.main = "previous", other


_NOW = frozenset({"now", "currently", "today", "nowadays"})
_ONCE = frozenset({"was", "were", "had", "stood", "took", "used"})


def _then_and_now(drafts: Sequence[Draft]) -> None:
    """ "Accuracy had stood at 90%; now it was at 96%": of two levels of one measure, the one before "now"."""
    for before, draft in itertools.pairwise(drafts):
        if before.role != "actual" or draft.role != "actual" or before.unit != draft.unit:
            continue
        tokens = draft.sentence.tokens
        between = [t.text for t in tokens[before.token + 1 : draft.token]]
        once = {w for t in tokens[: before.token] for w in t.text.split()}
        if _NOW & set(between) and _ONCE & once and not _NOW & once and _same_measure(before, draft):
            before.role, before.main, before.direction = "previous", draft, None


def _in_bracket_after(draft: Draft, other: Draft) -> bool:
    """ "two deaths (2008/09: five)": nothing but a date stands in the bracket before the figure."""
    between = draft.sentence.tokens[other.token + 1 : draft.token]
    opens = next((i for i, t in enumerate(between) if t.text == "["), None)
    if opens is None or len(between) - opens > 4:
        return False
    return any(t.kind == Kind.PERIOD for t in between[opens:])


def _same_measure(draft: Draft, other: Draft) -> bool:
    first, second = draft.measure.words, other.measure.words
    return not first or not second or first in second or second in first
