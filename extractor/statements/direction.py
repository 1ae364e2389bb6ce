"""The movement that the text states for a figure: from the two values, or from the words around it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from extractor.model import Direction
from extractor.patterns.statements import StatementPatterns
from extractor.statements.marking import Kind, Marked, Token

_REACH = 30
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
        words = set(measure.lower().replace(",", " ").split())
        lower = patterns.words("lower_is_better") & words and not patterns.words("higher_is_better") & words
        good: Direction = "down" if lower else "up"
        return good if _BETTER[cue.kind] else _FLIP[good]
    return cue.direction


_MOVING = frozenset(
    {
        "rise", "fall", "rise_noun", "fall_noun", "better", "worse", "better_noun", "worse_noun", "hold",
        "more", "fewer",
    }
)  # fmt: skip


def stated_direction(
    marked: Marked, figure: int, measure: str, patterns: StatementPatterns, *, first: int, last: int
) -> Direction | None:
    """The movement word nearest to a figure in the stretch first..last of tokens, or None."""
    best: tuple[int, Direction] | None = None
    for number in range(max(first, figure - _REACH), min(last, figure + _REACH) + 1):
        token = marked.tokens[number]
        if token.cue is None or token.noise or not moves(marked.tokens, number):
            continue
        direction = cue_direction(token, measure, patterns)
        if direction is None:
            continue
        distance = abs(number - figure)
        if best is None or distance < best[0]:
            best = (distance, direction)
    return best[1] if best else None


def moves(tokens: Sequence[Token], number: int) -> bool:
    """Whether a cue tells a movement over time: "more than half" and "lower than England" do not."""
    cue = tokens[number].cue
    if cue is None:
        return False
    if cue.kind in ("more", "fewer", "above", "below"):
        return any(t.kind == Kind.PERIOD for t in tokens[number + 1 : number + 5])
    return cue.kind in _MOVING


def trailing_direction(marked: Marked, figure: int) -> Direction | None:
    """A movement after the last figure of a part of a sentence is of every figure before it."""
    tokens = marked.tokens
    end = next((i for i in range(figure, len(tokens)) if tokens[i].text == ";"), len(tokens))
    last = max(i for i in range(figure, end) if tokens[i].kind == Kind.FIGURE)
    for number in range(last + 1, end):
        cue = tokens[number].cue
        if (
            cue is not None
            and cue.direction is not None
            and moves(tokens, number)
            and not tokens[number].noise
        ):
            compared = any(t.kind == Kind.PERIOD for t in tokens[number + 1 : number + 5])
            return cue.direction if compared else None
    return None


_EXTREMES: dict[str, Direction] = {
    "highest": "up",
    "lowest": "down",
    "joint highest": "up",
    "joint lowest": "down",
}


def extreme_direction(marked: Marked, figure: int) -> Direction | None:
    """ "the highest for a single month in over 12 months": up, as far as the text tells."""
    after = marked.tokens[figure + 1 : figure + 16]
    for number, token in enumerate(after):
        if token.kind == Kind.FIGURE:
            return None
        if token.text in _EXTREMES:
            timed = any(
                t.text in ("since", "ever", "month", "year", "months") or t.kind == Kind.PERIOD
                for t in after[number:]
            )
            return _EXTREMES[token.text] if timed else None
    return None
