"""Which figure each figure belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from extractor.statements.drafts import Draft
from extractor.statements.marking import Kind
from extractor.statements.memory import Memory
from extractor.statements.relations import Chosen

MAIN = ("actual", "projection")
"""Roles of figures that stand for themselves."""


def link_figures(drafts: Sequence[Draft], chosen: Chosen, memory: Memory) -> None:
    """Each figure that is not a level of its own belongs to one: in its relation, else the nearest before."""
    _deal_out(drafts, memory)
    for position, draft in enumerate(drafts):
        if draft.role in MAIN or draft.main is not None:
            continue
        main = _partner(draft, drafts, chosen) or _share_told(draft, drafts) or _whole_of(draft, drafts)
        if main is None and draft.role != "denominator":
            before = (d for d in reversed(drafts[:position]) if d.role in MAIN)
            main = next((d for d in before if _comparable(draft, d)), None)
        if main is None and draft.role != "denominator":
            main = next((d for d in drafts[position:] if d.role in MAIN and _fits(draft, d)), None)
        if main is None and not any(d.role in MAIN for d in drafts):
            main = _as_the_change_before(draft, drafts[:position]) or _of_the_sentence_before(draft, memory)
        draft.main = main
        if main is not None and _should_share(draft, main):
            draft.measure = main.measure


def _deal_out(drafts: Sequence[Draft], memory: Memory) -> None:
    """ "Targets were 70%, 75% and 85%": as many as the levels of the sentence before, in their order."""
    if len(drafts) < 2 or len({d.role for d in drafts}) > 1 or drafts[0].role not in _SET_BESIDE:
        return
    levels = [d for d in memory.levels if d.sentence is memory.levels[-1].sentence]
    if memory.near and len(levels) == len(drafts) and {d.unit for d in levels} == {d.unit for d in drafts}:
        for draft, level in zip(drafts, levels, strict=True):
            draft.main, draft.measure = level, level.measure


def _share_told(draft: Draft, drafts: Sequence[Draft]) -> Draft | None:
    """The share further on that a part and its whole come to: "£6.9m of the £8.4m was made (82%)"."""
    if draft.role not in ("numerator", "denominator") or draft.reading is None:
        return None
    whole = next((d for d in drafts if d.role == "denominator" and d.reading is draft.reading), None)
    part = next((d for d in drafts if d.role == "numerator" and d.reading is draft.reading), None)
    if whole is None or part is None or not whole.value:
        return None
    share = 100 * part.value / whole.value
    told = (d for d in drafts if d.role == "actual" and d.unit == "percent")
    return next((d for d in told if abs(d.value - share) <= Decimal(1).scaleb(-d.quantity.places)), None)


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
        return draft.role in _SET_BESIDE and draft.unit == level.unit and same_measure(draft, level)
    if draft.unit == level.unit:
        return True
    between = {t.text for t in draft.sentence.tokens[draft.token : level.token]}
    if draft.rule == "gap-to-target" and ":" in between:
        return draft.unit == "percent"
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
        bool(tokens) and tokens[0].kind is Kind.WORD and tokens[0].text in draft.measure.words.lower().split()
    )


def same_measure(draft: Draft, other: Draft) -> bool:
    """One name says the other, or one of them has none of its own."""
    first, second = draft.measure.words, other.measure.words
    return not first or not second or first in second or second in first
