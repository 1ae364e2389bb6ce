"""Sentences that say what shall be, and not what was: what is resolved, and what something is held to be."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.model import Quantity
from extractor.statements.limits import timed
from extractor.statements.marking import Kind, Token

_RESOLVING = frozenset({"resolved", "recommended", "agreed"})
_MODAL = frozenset({"will", "would", "can", "could", "may", "might", "must", "shall", "should", "to", "not"})
_TOLD = frozenset({"was", "were", "had"})
_ANY = frozenset({"a", "an", "any", "anything", "anyone", "each", "every"})
_HELD = frozenset({"is", "are", "counts", "count", "means"})
_CONDITIONS = frozenset({"if", "when", "where", "unless"})
_OPENING = 4
"""Tokens within which a resolution says that it is one."""


def only_rules(tokens: Sequence[Token], figure: int, quantity: Quantity) -> bool:
    """A plain number or length of time of a resolution, or of the condition of a definition."""
    if quantity.unit != "count" and not timed(quantity):
        return False
    return _resolved(tokens, figure) or _in_condition(tokens, figure)


def _resolved(tokens: Sequence[Token], figure: int) -> bool:
    """ "RESOLVED - That two plans come back", and not what is noted: "that it be noted that 98 had been"."""
    told = [n for n, t in enumerate(tokens[:figure]) if t.text == "that"]
    opening = [t.text for t in tokens if not t.noise and t.kind is not Kind.NAME][:_OPENING]
    if len(told) > 1 or not opening or any(_past(t) for t in tokens[:figure]):
        return False
    if opening[0] in _RESOLVING:
        return bool(told) or opening[1:2] in ([":"], ["-"])
    wished = next((n for n, t in enumerate(tokens) if t.text == "be"), 0)
    return opening[0] == "that" and wished > 1 and not _modal(tokens[wished - 1])


def _past(token: Token) -> bool:
    return token.text in _TOLD or (token.cue is not None and token.cue.kind == "pluperfect")


def _modal(token: Token) -> bool:
    return token.text in _MODAL or (token.cue is not None and token.cue.kind in ("would", "must", "forecast"))


def _in_condition(tokens: Sequence[Token], figure: int) -> bool:
    """ "A bus is on time if it leaves no more than 1 minute early": what makes anything of a kind one."""
    condition = next((n for n, t in enumerate(tokens[:figure]) if t.text in _CONDITIONS), 0)
    before = tokens[:condition]
    if not any(t.text in _HELD for t in before) or any(t.kind in (Kind.FIGURE, Kind.PERIOD) for t in before):
        return False
    first = next((t.text for t in tokens if t.kind in (Kind.WORD, Kind.CUE)), "")
    return first in _ANY
