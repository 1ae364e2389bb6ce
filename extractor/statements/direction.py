"""The movement that the text states for a figure: from the two values, or from the words around it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from extractor.model import Direction, Unit
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


def cue_direction(
    token: Token, measure: str, patterns: StatementPatterns, unit: Unit = "count"
) -> Direction | None:
    """Where a movement word goes; "improved" depends on whether more or less is better."""
    cue = token.cue
    if cue is None:
        return None
    better = _THAN[token.text] if token.text in _THAN else _BETTER.get(cue.kind)
    if better is not None:
        good: Direction = "down" if _less_is_better(measure, unit, patterns) else "up"
        return good if better else _FLIP[good]
    return cue.direction


_THAN = {"better": True, "better than": True, "worse": False, "worse than": False}
"""Comparisons, of which only the measure tells the way."""
_DURATIONS = frozenset({"minutes", "hours", "days", "weeks", "months"})


def _less_is_better(measure: str, unit: Unit, patterns: StatementPatterns) -> bool:
    """Of waits and absences, and of what the word lists say."""
    if unit in _DURATIONS:
        return True
    words = set(measure.lower().replace(",", " ").split())
    return bool(patterns.words("lower_is_better") & words) and not patterns.words("higher_is_better") & words


_MOVING = frozenset(
    {
        "rise", "fall", "rise_noun", "fall_noun", "better", "worse", "better_noun", "worse_noun", "hold",
        "more", "fewer",
    }
)  # fmt: skip


def stated_direction(
    marked: Marked,
    figure: int,
    measure: str,
    patterns: StatementPatterns,
    unit: Unit,
    stretch: tuple[int, int],
) -> Direction | None:
    """The movement word nearest to a figure in a stretch (first, last) of tokens, or None."""
    best: tuple[int, Direction] | None = None
    first, last = stretch
    for number in range(max(first, figure - _REACH), min(last, figure + _REACH) + 1):
        token = marked.tokens[number]
        if token.cue is None or token.noise or not moves(marked.tokens, number):
            continue
        direction = cue_direction(token, measure, patterns, unit)
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
    if _denied(tokens, number) or _falls_short(tokens, number):
        return False
    if cue.kind in ("more", "fewer", "above", "below"):
        return _over_time(tokens, number)
    return cue.kind in _MOVING and not _wished(tokens, number)


_DENIALS = frozenset(
    {"not", "never", "no", "without", "didn't", "hasn't", "haven't", "hadn't", "isn't", "wasn't"}
)


def _denied(tokens: Sequence[Token], number: int) -> bool:
    """ "did not rise", "no longer falling"."""
    before = [t.text for t in tokens[max(0, number - 4) : number] if not t.noise][-2:]
    return not _DENIALS.isdisjoint(before) and "only" not in before


def _falls_short(tokens: Sequence[Token], number: int) -> bool:
    """ "fell two points short of the target": below it, and no movement."""
    return tokens[number].text.startswith("f") and any(
        t.text == "short of" for t in tokens[number + 1 : number + 6]
    )


_MODALS = frozenset({"should", "could", "may", "might", "must", "can", "will", "would", "help", "helps"})
_GOES_ON = frozenset(
    {
        "continue",
        "continues",
        "continued",
        "continuing",
        "began",
        "begun",
        "starting",
        "started",
        "seems",
        "seemed",
    }
)


def _wished(tokens: Sequence[Token], number: int) -> bool:
    """ "Should increase", "work to reduce": what is wanted, and not what happened."""
    before = [t for t in tokens[max(0, number - 4) : number] if not t.noise][-2:]
    if not before:
        return False
    if before[-1].text == "to":
        return len(before) == 2 and before[0].kind is Kind.WORD and before[0].text not in _GOES_ON
    return before[-1].text in _MODALS


_REACH_OF_THAN = 9
_NO_EARLIER = frozenset({"target", "budget", "bench", "bench_word", "average"})
"""What stands above or below these is so at one time."""
_EARLIER = frozenset({"previous", "before", "last", "earlier", "prior", "previously"})


def _over_time(tokens: Sequence[Token], number: int) -> bool:
    """ "More people came than in the quarter before", "less than the previous cohort"."""
    beside = next((t for t in tokens[number + 1 :] if not t.noise), None)
    if beside is not None and beside.cue is not None and beside.cue.kind in _NO_EARLIER:
        return False
    if tokens[number].text == "over" and beside is not None and beside.kind is Kind.PERIOD:
        return False  # "the average over the last three years"
    if any(t.kind is Kind.PERIOD for t in tokens[number + 1 : number + 5]):
        return True
    after = tokens[number + 1 : number + _REACH_OF_THAN]
    than = (
        0
        if "than" in tokens[number].text
        else next((i for i, t in enumerate(after) if t.text == "than"), None)
    )
    if than is None or any(t.kind is Kind.FIGURE for t in after[:than]):
        return False
    return any(t.kind is Kind.PERIOD or t.text in _EARLIER for t in after[than : than + 4])


def trailing_direction(
    marked: Marked, figure: int, measure: str, patterns: StatementPatterns, unit: Unit
) -> Direction | None:
    """A movement after the last figure of a part of a sentence is of every figure before it."""
    tokens = marked.tokens
    end = next((i for i in range(figure, len(tokens)) if tokens[i].text == ";"), len(tokens))
    last = max(i for i in range(figure, end) if tokens[i].kind is Kind.FIGURE)
    for number in range(last + 1, end):
        direction = cue_direction(tokens[number], measure, patterns, unit)
        if direction is not None and moves(tokens, number) and not tokens[number].noise:
            compared = any(t.kind is Kind.PERIOD for t in tokens[number + 1 : number + 5])
            return direction if compared else None
    return None


_SPANS = frozenset(
    {"since", "ever", "yet", "month", "months", "quarter", "quarters", "year", "years", "time", "record"}
)


def extreme_direction(marked: Marked, figure: int, patterns: StatementPatterns) -> Direction | None:
    """ "the highest for a single month in two years": up, as far as the text tells."""
    after = marked.tokens[figure + 1 : figure + 16]
    for number, token in enumerate(after):
        if token.kind is Kind.FIGURE:
            return None
        way = _way_of_extreme(token, patterns)
        if way is not None:
            timed = any(
                t.kind is Kind.PERIOD or not _SPANS.isdisjoint(t.text.split()) for t in after[number:]
            )
            return way if timed else None
    return None


def _way_of_extreme(token: Token, patterns: StatementPatterns) -> Direction | None:
    if token.text in patterns.words("extremes_up"):
        return "up"
    return "down" if token.text in patterns.words("extremes_down") else None
