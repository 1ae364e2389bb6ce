"""The movement that the text states for a figure: from the two values, or from the words around it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from extractor.model import Direction
from extractor.patterns.statements import StatementPatterns
from extractor.statements.marking import Kind, Marked, Token

_REACH = 14
"""Tokens between a movement word and its figure."""
_BETTER = {"better": True, "better_noun": True, "worse": False, "worse_noun": False}
_FLIP: dict[Direction, Direction] = {"up": "down", "down": "up", "same": "same"}


def order_direction(earlier: Decimal, later: Decimal) -> Direction:
    """The way from one value to another."""
    if earlier == later:
        return "same"
    return "up" if later > earlier else "down"


def cue_direction(token: Token, measure: str, patterns: StatementPatterns) -> Direction | None:
    """Where a movement word goes; "improved" depends on whether more or less is better."""
    cue = token.cue
    if cue is None:
        return None
    if cue.kind in _BETTER:
        lower = bool(patterns.words("lower_is_better") & set(measure.lower().replace(",", " ").split()))
        good: Direction = "down" if lower else "up"
        return good if _BETTER[cue.kind] else _FLIP[good]
    return cue.direction


_MOVING = frozenset(
    {
        "rise", "fall", "rise_noun", "fall_noun", "better", "worse", "better_noun", "worse_noun", "hold", "more",
        "fewer",
    }
)  # fmt: skip


def stated_direction(
    marked: Marked, figure: int, measure: str, patterns: StatementPatterns, *, first: int, last: int
) -> Direction | None:
    """The movement word nearest to a figure in the stretch first..last of tokens, or None."""
    best: tuple[int, Direction] | None = None
    for number in range(max(first, figure - _REACH), min(last, figure + _REACH) + 1):
        token = marked.tokens[number]
        if token.cue is None or token.cue.kind not in _MOVING or token.noise:
            continue
        if token.cue.kind in ("more", "fewer") and not _moved(marked.tokens, number):
            continue
        direction = cue_direction(token, measure, patterns)
        if direction is None:
            continue
        distance = abs(number - figure)
        if best is None or distance < best[0]:
            best = (distance, direction)
    return best[1] if best else None


def _moved(tokens: Sequence[Token], number: int) -> bool:
    """ "more than in the previous quarter" moves; "more than half" and "lower than England" do not."""
    return any(t.kind == Kind.PERIOD for t in tokens[number + 1 : number + 5])
