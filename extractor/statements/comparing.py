"""Times that something is set against: "than in May", "down on last year", "beside the rate for 2018/19"."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.statements.marking import Kind, Token, speaks_of_before

_SHIFTS = frozenset({"rise_noun", "fall_noun", "better_noun", "worse_noun"})
MOVES = _SHIFTS | {"rise", "fall", "better", "worse", "move", "change", "more", "fewer"}
_VALUES = frozenset({"position", "figure", "level", "total", "number", "outturn", "same"})
_VALUE_NOUNS = frozenset(
    {"position", "figure", "figures", "level", "levels", "total", "totals", "number", "numbers", "outturn"}
    | {"out-turn", "turn", "result", "results", "rate", "rates", "score", "average", "performance", "value"}
)
_OF_VALUE = frozenset({"of", "for", "in", "from", "at"})
_BESIDE = frozenset({"beside", "alongside", "comparison"})
_OUTDONE = frozenset(
    {"bettered", "beat", "beaten", "exceeded", "surpassed", "outperformed", "matched", "equalled", "topped"}
)
_SET_AGAINST = frozenset({"against", "above", "below", "more", "fewer"})
_ONCE = frozenset({"was", "were", "had", "been", "had been", "stood"})
_IT = frozenset({"it", "they", "that", "there"})
_AS = frozenset({"what", "as", "than", "where"})


def is_compared(tokens: Sequence[Token], number: int) -> bool:
    """The period is what something is measured from: "than in", "down on", "much as in", "grown on"."""
    opens = _value_of(tokens, number)
    near = _near_before(tokens, opens)
    after = next((t for t in tokens[number + 1 : number + 3] if not t.noise), None)
    if after is not None and after.text == "than":
        return False
    return (
        _likened(tokens, number, near)
        or _set_beside(tokens[number].text.lower(), near, after)
        or _moved_from(tokens, number, opens, near)
    )


def _near_before(tokens: Sequence[Token], opens: int) -> list[Token]:
    """The words right before a period, back to the last figure."""
    near = [t for t in tokens[max(0, opens - 3) : opens] if not t.noise]
    figure = max((at for at, token in enumerate(near) if token.kind is Kind.FIGURE), default=-1)
    return near[figure + 1 :]


def _likened(tokens: Sequence[Token], number: int, near: Sequence[Token]) -> bool:
    """ "As in", "than in", "with those of", "bettered last year", "what it was in"."""
    period = tokens[number].text.lower()
    words = [t.text.split()[-1] for t in near[-2:]]
    if words in (["as", "in"], ["those", "of"]) or (words[-1:] == ["as"] and period.startswith("in ")):
        return True
    if any(t.text == "than" for t in near) or any(t.text in _BESIDE for t in near[-2:]):
        return True
    if not speaks_of_before(period):
        return _as_it_was(tokens, number)
    outdone = words[-1:] and words[-1] in _OUTDONE
    return bool(outdone) or _from_before(period, near) or _as_it_was(tokens, number)


def _set_beside(period: str, near: Sequence[Token], after: Token | None) -> bool:
    """ "Against the same month", "the previous year's fall"."""
    cue = after.cue.kind if after is not None and after.cue is not None else ""
    if cue in _SHIFTS and not period.startswith("in "):
        return True
    return any(_sets_against(t) for t in near[-2:]) and cue not in ("target", "bench")


def _moved_from(tokens: Sequence[Token], number: int, opens: int, near: Sequence[Token]) -> bool:
    """ "Down on", "up from the total of", "the rise in"."""
    period, last = tokens[number].text.lower(), near[-1].text if near else ""
    if last in ("on", "from", "over") or period.startswith(("on ", "from ")):
        return any(t.cue is not None and t.cue.kind in MOVES for t in tokens[max(0, opens - 5) : opens])
    if last in _VALUES and any(t.text in ("from", "on") for t in near):
        return True
    near = near[:-1] if last == "in" else near
    if near and near[-1].cue is not None and near[-1].cue.kind in _SHIFTS and number > 3:
        return not any(t.kind is Kind.FIGURE for t in tokens[number - 4 : number])
    return False


def _value_of(tokens: Sequence[Token], number: int) -> int:
    """Where "the outturn for" a period begins; the period itself where no value is told to be of it."""
    at = number
    while at and (tokens[at - 1].noise or tokens[at - 1].text in _OF_VALUE):
        at -= 1
    if at == number or not at or tokens[at - 1].text not in _VALUE_NOUNS:
        return number
    while at and (
        tokens[at - 1].noise or tokens[at - 1].text in _VALUE_NOUNS or tokens[at - 1].text == "out"
    ):
        at -= 1
    return at


def _as_it_was(tokens: Sequence[Token], number: int) -> bool:
    """ "Much what they were in", "more than it had been in": the value of then is what now is set against."""
    said = [t.text for t in tokens[max(0, number - 6) : number] if not t.noise]
    while said and said[-1] in ("in", "at", "for"):
        said.pop()
    verb = len(said)
    while verb and said[verb - 1] in _ONCE:
        verb -= 1
    return 2 <= verb < len(said) and said[verb - 1] in _IT and said[verb - 2] in _AS


def _sets_against(token: Token) -> bool:
    if token.cue is None or token.cue.kind not in _SET_AGAINST:
        return False
    return token.text not in ("over", "more", "fewer", "less")


def _from_before(period: str, near: Sequence[Token]) -> bool:
    """ "on last year", "since the same quarter of 2017/18", "similar to last year"."""
    if period.startswith("since "):
        return True
    last = near[-1] if near else None
    if last is None:
        return False
    return last.text in ("from", "on", "since") or (last.cue is not None and last.cue.kind == "hold")
