"""The movement of every figure of a sentence: from its relations, its own words, the sentence before."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from extractor.model import Direction
from extractor.patterns.statements import StatementPatterns
from extractor.statements.dating import joined
from extractor.statements.direction import (
    cue_direction,
    extreme_direction,
    order_direction,
    stated_direction,
    trailing_direction,
)
from extractor.statements.drafts import Draft
from extractor.statements.marking import Kind, Marked
from extractor.statements.memory import Memory


def settle_directions(
    drafts: Sequence[Draft], marked: Marked, memory: Memory, patterns: StatementPatterns
) -> None:
    for draft in drafts:
        if draft.role == "actual":
            draft.direction = _from_previous(draft, drafts, memory.last_main)
        if draft.direction is None:
            draft.direction = _own_direction(draft, drafts, marked, patterns)
    for draft in drafts:
        if draft.role == "change" and draft.quantity.signed and draft.family == "change" and draft.value:
            draft.direction = "down" if draft.value < 0 else "up"
    for draft in drafts:
        if draft.role == "actual" and draft.direction is None:
            draft.direction = (
                _from_change(draft, drafts)
                or trailing_direction(marked, draft.token)
                or extreme_direction(marked, draft.token)
            )
    for draft in drafts:
        if draft.role == "change" and draft.direction is None and draft.family == "change":
            draft.direction = draft.main.direction if draft.main is not None else None
    opening = [t.text for t in marked.tokens if not t.noise][:2]
    for draft in drafts:
        if draft.role == "actual" and draft.direction is None and "performance" in opening:
            draft.direction = memory.trend
    _pass_on(drafts)


def told_of_performance(marked: Marked, patterns: StatementPatterns) -> Direction | None:
    """ "Since November performance has been declining": said of the figures that follow."""
    named = next((i for i, t in enumerate(marked.tokens) if t.text == "performance"), None)
    if named is None:
        return None
    for token in marked.tokens[named + 1 : named + 5]:
        if token.cue is not None and token.cue.kind in ("rise", "fall", "better", "worse"):
            return cue_direction(token, "", patterns)
    return None


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
    for other in drafts:
        if other.main is draft and other.role == "change" and other.family == "change" and other.direction:
            return other.direction
    return None


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
                found = cue_direction(token, draft.measure.words, patterns)
                if found is not None:
                    return found
    first, last = _clause(marked, draft.token)
    return stated_direction(marked, draft.token, draft.measure.words, patterns, first=first, last=last)


def _clause(marked: Marked, figure: int) -> tuple[int, int]:
    """The stretch of tokens around a figure without another figure or a semicolon in it."""
    first = last = figure
    while first > 0 and not _parts(marked, first - 1):
        first -= 1
    while last + 1 < len(marked.tokens) and not _parts(marked, last + 1):
        last += 1
    return first, last


def _parts(marked: Marked, number: int) -> bool:
    token = marked.tokens[number]
    return token.kind == Kind.FIGURE or token.text == ";"
