"""Times that figures share with a figure beside them, where their own words name none."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from extractor.model import Period
from extractor.statements.comparing import MOVES
from extractor.statements.drafts import Draft
from extractor.statements.links import MAIN
from extractor.statements.marking import Kind
from extractor.statements.naming import followed_by_of

LEVELS = ("actual", "numerator", "denominator")
_STOPS = frozenset({",", ";", ".", ":", "and"})
_FINITE = frozenset(
    {"is", "are", "was", "were", "has", "have", "had", "will", "would", "had been", "have been"}
)
_OWN_CLAUSE = frozenset(
    {"is", "are", "were", "has", "have", "will", "would", "now", "but", "while", "whilst", "where", "which"}
    | {";", ":", ".", "[", "]", "of"}
)
_PAST = frozenset({"is", "was", "were", "had", "saw", "took", "made", "gave"})
_RESTATED = 5
"""Tokens between a value and the same value in another unit."""


def along(draft: Draft, before: Sequence[Draft]) -> Period | None:
    """ "48% in 2021/22, the fleet 29% and others 23%": of a paper without dates, all are of that year.

    A semicolon ends what is of the period, unless it stood before the figures.
    """
    last = next((d for d in reversed(before) if d.role in MAIN and d.own_period is not None), None)
    if last is None or last.own_period is None or draft.role not in MAIN:
        return None
    between = {t.text for t in draft.sentence.tokens[last.token + 1 : draft.token]}
    leads = (last.own_period.start or 0) < last.quantity.start
    return last.own_period if leads or ";" not in between else None


def beside(draft: Draft, before: Sequence[Draft]) -> Period | None:
    """A level shares the period of a figure before it that has the same measure or relation."""
    last = before[-1] if before else None
    if last is not None and last.own_period is not None and (joined(last, draft) or _restated(last, draft)):
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


def _restated(first: Draft, second: Draft) -> bool:
    """ "4,018, or 3,206.5 FTE": the same once more, in another unit."""
    between = [t.text for t in second.sentence.tokens[first.token + 1 : second.token] if not t.noise]
    return first.role == second.role and "or" in between[-1:] and len(between) <= _RESTATED


def joined(first: Draft, second: Draft) -> bool:
    """ "at the end of May was 78% and against local standards 65%": one date for both."""
    between = [t.text for t in second.sentence.tokens[first.token + 1 : second.token]]
    alike = first.unit == second.unit and first.role == second.role == "actual"
    dated = any(t.kind is Kind.PERIOD for t in second.sentence.tokens[first.token + 1 : second.token])
    if dated and followed_by_of(second.sentence, second.token):
        return False
    return alike and "and" in between and not {",", ";", "[", "]"} & set(between)


def left_out(draft: Draft, before: Sequence[Draft]) -> Period | None:
    """ "Up 12% in 2018/19, enquiries by 5% and compliments by 3%": clauses without a verb go on."""
    later = draft
    if _has_verb(draft):
        return None
    for other in reversed(before):
        if other.role != draft.role or draft.role not in (*LEVELS, "change") or _parts(other, later):
            return None
        if other.own_period is not None:
            return other.own_period if (other.own_period.start or 0) > other.quantity.start else None
        later = other
    return None


def _has_verb(draft: Draft) -> bool:
    """ "57% of plans were issued": a clause of its own, which may be of another time."""
    after = itertools.takewhile(
        lambda t: t.kind not in (Kind.FIGURE, Kind.PERIOD) and t.text not in _STOPS,
        draft.sentence.tokens[draft.token + 1 :],
    )
    return any(t.text in _FINITE for t in after)


def _parts(first: Draft, second: Draft) -> bool:
    """A clause of its own begins between two figures: a verb, a stop, or nothing that joins them."""
    between = [t for t in second.sentence.tokens[first.token + 1 : second.token] if not t.noise]
    told = any(t.text in _OWN_CLAUSE or (t.cue is not None and t.cue.kind in MOVES) for t in between)
    return told or any(is_past(t.text) for t in between) or not {"and", ","} & {t.text for t in between}


def of_one_relation(draft: Draft, drafts: Sequence[Draft]) -> Period | None:
    """ "at 31 March 40 of 50 people (80%)": one date for all levels that one relation reads."""
    if draft.role not in LEVELS or draft.reading is None or draft.family not in ("level", "n-of-m"):
        return None
    shared = (d.own_period for d in drafts if d.reading is draft.reading and d.role in LEVELS)
    return next((period for period in shared if period is not None), None)


def is_past(word: str) -> bool:
    return word in _PAST or word.endswith("ed")
