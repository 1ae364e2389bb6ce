"""The movement of every figure of a sentence: from its relations, its own words, the sentence before."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from decimal import Decimal

from extractor.model import Direction
from extractor.patterns.statements import StatementPatterns
from extractor.statements.direction import (
    cue_direction,
    extreme_direction,
    order_direction,
    stated_direction,
    trailing_direction,
)
from extractor.statements.drafts import Draft, in_a_row
from extractor.statements.links import same_measure
from extractor.statements.marking import Kind, Marked, Token
from extractor.statements.memory import Memory
from extractor.statements.sharing import joined


def settle_directions(
    drafts: Sequence[Draft], marked: Marked, memory: Memory, patterns: StatementPatterns
) -> None:
    """The movement that the text states for each level and change, in place."""
    for draft in drafts:
        if draft.role == "actual":
            draft.direction = _from_previous(draft, drafts, memory.last_main)
        if draft.direction is None:
            draft.direction = _own_direction(draft, drafts, marked, patterns)
    _by_sign(drafts)
    _from_beside(drafts, marked, patterns)
    _by_arithmetic(drafts)
    _go_along(drafts)
    _one_after_another(drafts)
    _told_before(drafts, marked, memory)
    _pass_on(drafts)


def _by_sign(drafts: Sequence[Draft]) -> None:
    for draft in drafts:
        if draft.role == "change" and draft.quantity.signed and draft.family == "change" and draft.value:
            draft.direction = "down" if draft.value < 0 else "up"


def _from_beside(drafts: Sequence[Draft], marked: Marked, patterns: StatementPatterns) -> None:
    """A level moves as its change does, or as words after it say; a change as its level."""
    for draft in drafts:
        if draft.role == "actual" and draft.direction is None:
            draft.direction = (
                _from_change(draft, drafts)
                or trailing_direction(marked, draft.token, draft.measure.words, patterns, draft.unit)
                or extreme_direction(marked, draft.token, patterns)
            )
    for draft in drafts:
        if draft.role == "change" and draft.direction is None and draft.family == "change":
            draft.direction = draft.main.direction if draft.main is not None else None


def _told_before(drafts: Sequence[Draft], marked: Marked, memory: Memory) -> None:
    """A movement that a sentence before told of what this one gives the level of."""
    opening = [t.text for t in marked.tokens if not t.noise][:2]
    for draft in drafts:
        if draft.role != "actual" or draft.direction is not None:
            continue
        if "performance" in opening:
            draft.direction = memory.trend
        elif draft.measure.source == "sentence_before":
            draft.direction = memory.moved


def _go_along(drafts: Sequence[Draft]) -> None:
    """ "fell to 612 and for girls to 33", "to 96-97%": a movement goes on to the figure said with it."""
    for role in ("actual", "change"):
        for before, draft in itertools.pairwise(d for d in drafts if d.role == role):
            with_it = before.token == draft.token or draft.like is before or _elided(before, draft)
            with_it = with_it or in_a_row(before, draft) or (role == "change" and _both_by(before, draft))
            if with_it and draft.direction is None:
                draft.direction = before.direction


_LATER = frozenset({"now", "currently", "by", "then", "today", "since", "later", "afterwards", "finally"})


def _one_after_another(drafts: Sequence[Draft]) -> None:
    """ "had jumped to 118 in March and were at 41 by June": the second of two told of one subject."""
    for before, draft in itertools.pairwise(drafts):
        if not before.role == draft.role == "actual" or draft.direction or before.unit != draft.unit:
            continue
        if before.token == draft.token or before.value == draft.value or not same_measure(before, draft):
            continue
        told = [t.text for t in draft.sentence.tokens[before.token + 1 : draft.token + 2] if not t.noise]
        joined = any(a in _JOINERS and b in _GOES_ON_WITH for a, b in itertools.pairwise(told[:-1]))
        if joined and not _LATER.isdisjoint(told):
            draft.direction = order_direction(before.value, draft.value)


_JOINERS = frozenset({"and", "but", ",", ";"})
_GOES_ON_WITH = _LATER | frozenset({"was", "were", "is", "are", "stood", "stands", "had", "has"})
"""Verbs and times that open what is told next of the same subject."""


def _both_by(before: Draft, draft: Draft) -> bool:
    """ "come down by 17% on the month and by 27% in all": the second goes the same way."""
    tokens = draft.sentence.tokens
    near = [next((t.text for t in reversed(tokens[: d.token]) if not t.noise), "") for d in (before, draft)]
    turns = any(t.cue and t.cue.kind in _TELLING for t in tokens[before.token + 1 : draft.token])
    return near == ["by", "by"] and not turns


def _elided(before: Draft, draft: Draft) -> bool:
    """ "and those of girls to 33": the verb of movement is left out."""
    told = before.reading is not None and before.reading.rule.name in _MOVED_TO
    clause: list[Token] = []
    for token in reversed(draft.sentence.tokens[before.token + 1 : draft.token]):
        if token.text in ("and", ",", ";"):
            break
        clause.append(token)
    return told and bool(clause) and clause[0].text == "to" and not any(t.cue for t in clause)


_MOVED_TO = frozenset({"moved-to", "from-to", "to-from", "moved-by-to"})


def _by_arithmetic(drafts: Sequence[Draft]) -> None:
    """ "A difference of 136 cases (51%)" from 403: only a rise makes 136 of what it was 51%."""
    for number, share in itertools.pairwise(drafts):
        level = number.main
        if number.role != "change" or share.role != "change" or number.direction or level is None:
            continue
        if share.unit != "percent" or level.unit != number.unit or level.role != "actual":
            continue
        ways = [way for way in _WAYS if _makes(number.value, share, level.value - _WAYS[way] * number.value)]
        if len(ways) == 1:
            number.direction = share.direction = ways[0]
            level.direction = level.direction or ways[0]


_WAYS: Mapping[Direction, int] = {"up": 1, "down": -1}


def _makes(change: Decimal, share: Draft, before: Decimal) -> bool:
    """The change is the printed share of the earlier value, as far as rounding tells."""
    slack = Decimal(1).scaleb(-share.quantity.places) / 2
    return before > 0 and abs(100 * change / before - share.value) <= slack


def told_of_performance(marked: Marked, patterns: StatementPatterns) -> Direction | None:
    """ "Since November performance has been declining": said of the figures that follow."""
    named = next((i for i, t in enumerate(marked.tokens) if t.text == "performance"), None)
    if named is None:
        return None
    for token in marked.tokens[named + 1 : named + 5]:
        if token.cue is not None and token.cue.kind in ("rise", "fall", "better", "worse"):
            return cue_direction(token, "", patterns)
    return None


def told_movement(marked: Marked, patterns: StatementPatterns) -> Direction | None:
    """The one way that a sentence without figures says something went: "Turnover reduced again"."""
    ways = {
        cue_direction(token, "", patterns)
        for token in marked.tokens
        if token.cue is not None and token.cue.kind in ("rise", "fall")
    }
    return ways.pop() if len(ways) == 1 else None


def look_back(marked: Marked, memory: Memory, patterns: StatementPatterns) -> None:
    """ "This was an improvement": said of the figure of the sentence before."""
    level = memory.last_main if memory.near else None
    spoken = [t for t in marked.tokens if not t.noise and t.kind is not Kind.PUNCTUATION][:_SAID_WITHIN]
    if level is None or level.direction is not None or not spoken or spoken[0].text not in _THIS:
        return
    for token in spoken:
        if token.cue is not None and token.cue.kind in _TELLING:
            level.direction = cue_direction(token, level.measure.words, patterns, level.unit)
            return


_SAID_WITHIN = 8
_THIS = frozenset({"this", "that", "it", "which", "these", "performance"})
_TELLING = frozenset(
    {"rise", "fall", "rise_noun", "fall_noun", "better", "worse", "better_noun", "worse_noun", "hold"}
)


def _pass_on(drafts: Sequence[Draft]) -> None:
    """A movement told in the next sentence, or of the figure that this one "equates to"."""
    for draft in drafts:
        main = draft.main
        if main is None or main.direction is not None or main.sentence is draft.sentence:
            continue
        if draft.role == "previous" and main.unit == draft.unit:
            main.direction = order_direction(draft.value, main.value)
        elif draft.role == "change" and draft.family == "change":
            main.direction = draft.direction
    for before, draft in itertools.pairwise([d for d in drafts if d.role == "actual"]):
        same = before.measure.words == draft.measure.words != ""
        alike = draft.own_period in (None, before.own_period) or joined(before, draft)
        if same and before.direction is None and alike:
            before.direction = draft.direction


def _from_previous(draft: Draft, drafts: Sequence[Draft], last: Draft | None) -> Direction | None:
    """An earlier value beside a level tells its movement; a higher place in a ranking is a lower number."""
    for other in (*drafts, last):
        if other is None:
            continue
        if other.main is draft and other.role == "previous" and other.unit == draft.unit:
            if draft.quantity.form == "rank":
                return order_direction(draft.value, other.value)
            return order_direction(other.value, draft.value)
    return None


def _from_change(draft: Draft, drafts: Sequence[Draft]) -> Direction | None:
    changes = [d for d in drafts if d.main is draft and d.role == d.family == "change" and d.direction]
    nearest = min(changes, key=lambda d: abs(d.token - draft.token), default=None)
    return nearest.direction if nearest is not None else None


def _own_direction(
    draft: Draft, drafts: Sequence[Draft], marked: Marked, patterns: StatementPatterns
) -> Direction | None:
    rule = draft.reading.rule if draft.reading is not None else None
    if draft.role not in ("actual", "change", "projection") or (rule and rule.family == "target"):
        return None
    if rule is not None and rule.direction in ("up", "down", "same"):
        return rule.direction  # type: ignore[return-value]
    if rule is not None and rule.direction == "order" and draft.role == "actual":
        previous = next((d for d in drafts if d.reading is draft.reading and d.role == "previous"), None)
        if previous is not None:
            return order_direction(previous.value, draft.value)
    if rule is not None and rule.direction == "cue" and draft.reading is not None:
        for token in marked.tokens[draft.reading.first : draft.reading.last + 1]:
            if token.cue is not None and not token.noise:
                found = cue_direction(token, draft.measure.words, patterns, draft.unit)
                if found is not None:
                    return found
    first, last = _clause(marked, draft.token)
    stretch = (first, last)
    return stated_direction(marked, draft.token, draft.measure.words, patterns, draft.unit, stretch)


def _clause(marked: Marked, figure: int) -> tuple[int, int]:
    """The stretch of tokens around a figure without another figure or a semicolon in it."""
    first = last = figure
    while first > 0 and not _parts(marked, first - 1):
        first -= 1
    if not any(t.kind is Kind.FIGURE for t in marked.tokens[:first]):
        first = 0
    while last + 1 < len(marked.tokens) and not _parts(marked, last + 1):
        last += 1
    return first, last


def _parts(marked: Marked, number: int) -> bool:
    token = marked.tokens[number]
    return token.kind is Kind.FIGURE or token.text == ";"
