"""Lengths of time: those that are measured, and those that are a limit or part of what is counted."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.model import Quantity
from extractor.patterns.statements import StatementPatterns
from extractor.statements.marking import Kind, Marked, Token
from extractor.statements.relations import Reading

DURATIONS = frozenset({"minutes", "hours", "days", "weeks", "months", "years"})
_LONGEST = 400
"""No limit is longer than this, whatever its unit."""
_REACH = 25
"""Tokens on either side of a length of time that may say that it was measured."""


def timed(quantity: Quantity) -> bool:
    """A length of time: days, or seconds, which have no unit of their own."""
    return quantity.unit in DURATIONS or quantity.text.lower().endswith(("second", "seconds"))


def is_limit(
    marked: Marked, figure: int, quantity: Quantity, reading: Reading | None, patterns: StatementPatterns
) -> bool:
    """ "seen within 3 days", "quit at four weeks": a time that says what is counted, not how long it took."""
    shown = quantity if timed(quantity) else _unit_behind_range(marked, figure, quantity, patterns)
    if shown is None:
        return _elided_limit(marked, figure, quantity)
    if reading is not None:
        return _target_in_definition(marked, figure, reading)
    if quantity.places or quantity.value > _LONGEST:
        return False
    at = _lower_end(marked, figure)
    if _time_of_share(marked, figure) or _listed_limit(marked, figure):
        return True
    return _limits_share(marked, at, patterns) or not _said_to_be_measured(marked, at, patterns)


def _time_of_share(marked: Marked, figure: int) -> bool:
    """ "16% had a response time of 24 hours, 64% one of 5 days": the time that a share of the cases had."""
    if figure < 2 or marked.tokens[figure - 1].text != "of":
        return False
    for token in reversed(marked.tokens[max(0, figure - _NEAR) : figure - 1]):
        if token.kind is Kind.FIGURE:
            return token.text.endswith(("%", "cent"))
        if token.kind is Kind.PUNCTUATION or token.cue is not None:
            return False
    return False


_NEAR = 8
"""Tokens from a time back to the share that had it."""


def _listed_limit(marked: Marked, figure: int) -> bool:
    """ "response times are 24 hours, 5 working days or 20": times to choose from, not taken."""
    tokens, at, joined = marked.tokens, figure, ""
    while at + 2 < len(tokens) and tokens[at + 1].text in (",", "or") and _is_time(tokens[at + 2]):
        joined, at = tokens[at + 1].text, at + 2
    return joined == "or" and at > figure + 2


def _is_time(token: Token) -> bool:
    named = token.kind in (Kind.FIGURE, Kind.NAME)
    return named and token.text.split()[-1].lower().rstrip("s") in _UNITS


def _lower_end(marked: Marked, figure: int) -> int:
    """The figure that a range begins with: 6 of "6 to 8 weeks"."""
    before = marked.tokens[max(0, figure - 2) : figure]
    ranged = len(before) == 2 and before[0].kind is Kind.FIGURE and before[1].text in ("to", "or", "-")
    return figure - 2 if ranged else figure


def _unit_behind_range(
    marked: Marked, figure: int, quantity: Quantity, patterns: StatementPatterns
) -> Quantity | None:
    """ "at 6 to 8 weeks", "has 6, 8 or 10 minutes": a number whose unit stands behind the last of several."""
    tokens, last = marked.tokens, figure
    while _goes_on(tokens, last):
        last += 2
    if (
        last == figure
        or quantity.unit != "count"
        or tokens[last].text.split()[-1].lower().rstrip("s") not in _UNITS
    ):
        return None
    before = tokens[figure - 1].text if figure else ""
    return (
        quantity if last > figure + 2 or before in patterns.words("limiting") or before in _LISTING else None
    )


def _goes_on(tokens: Sequence[Token], at: int) -> bool:
    """Another figure follows this one, with only a comma, dash or joining word between."""
    after = tokens[at + 1 : at + 3]
    return len(after) == 2 and after[0].text in _LISTING and after[1].kind is Kind.FIGURE


_LISTING = frozenset({"to", "or", "-", ","})
_UNITS = frozenset({"minute", "hour", "day", "week", "month", "year", "second"})


def _target_in_definition(marked: Marked, figure: int, reading: Reading) -> bool:
    """ "83% were settled within the 28-day target": the share is the figure, the time its definition."""
    before = [t.text for t in marked.tokens[max(0, figure - 2) : figure]]
    inside = bool({"within", "inside", "in"} & set(before))
    return reading.rule.family == "target" and inside and _share_near(marked, figure)


def _limits_share(marked: Marked, figure: int, patterns: StatementPatterns) -> bool:
    """ "calls answered in 20 seconds: 71%", "seen by 12 weeks": the share is the figure, this its limit."""
    limiting = patterns.words("limiting")
    if figure < 2 or marked.tokens[figure - 1].text not in limiting or _at_each(marked, figure):
        return False
    done = marked.tokens[figure - 2].text
    inside = marked.tokens[figure - 1].text in ("within", "inside", "by", "under", "at") or done in limiting
    return inside or (_share_near(marked, figure) and (done.endswith("ed") or done in patterns.words("done")))


def _at_each(marked: Marked, figure: int) -> bool:
    """ "rent at 91% and re-lets at 31 days": each measure stands at its value."""
    before = next((i for i in range(figure - 1, 0, -1) if marked.tokens[i].kind is Kind.FIGURE), 0)
    each = before and marked.tokens[before - 1].text == "at" == marked.tokens[figure - 1].text
    return bool(each) and marked.tokens[before + 1].text in ("and", ",", ";")


def _share_near(marked: Marked, figure: int) -> bool:
    near = marked.tokens[max(0, figure - _REACH) : figure + _REACH]
    return any(t.kind is Kind.FIGURE and t.text.endswith(("%", "cent")) for t in near)


def _said_to_be_measured(marked: Marked, figure: int, patterns: StatementPatterns) -> bool:
    """The clause says that it was taken, waited or lost, or on average, or the length is its predicate."""
    before = next((t for t in reversed(marked.tokens[:figure]) if not t.noise), None)
    if before is None or before.text in (":", "-", "["):
        return True
    if before.text in patterns.words("predicating") or _under_way(marked, figure):
        return True
    words = patterns.words("time_measured")
    return any(
        t.text in words or (t.cue is not None and t.cue.kind == "average") for t in _clause(marked, figure)
    )


def _under_way(marked: Marked, figure: int) -> bool:
    """ "are being answered in 19 days": how long what goes on takes."""
    before = [t.text for t in marked.tokens[max(0, figure - 3) : figure]]
    return len(before) == 3 and before[0] == "being" and before[2] == "in"


def _clause(marked: Marked, figure: int) -> list[Token]:
    """The tokens around a figure up to the semicolons, colons and full stops beside it."""
    first = last = figure
    while first > max(0, figure - _REACH) and marked.tokens[first - 1].text not in (";", ":", "."):
        first -= 1
    while last < min(len(marked.tokens), figure + _REACH) and marked.tokens[last].text not in (";", ":", "."):
        last += 1
    return marked.tokens[first:last]


def _elided_limit(marked: Marked, figure: int, quantity: Quantity) -> bool:
    """ "79% of majors in 13 weeks and 85% of others in 8": the unit of a limit is left out."""
    tokens = marked.tokens
    before = tokens[figure - 1].text if figure else ""
    if quantity.unit != "count" or quantity.places or before not in ("in", "within", "inside"):
        return False
    after = tokens[figure + 1].text if figure + 1 < len(tokens) else "."
    if after not in (".", ",", ";", "and", ")", "]"):
        return False
    shares = [i for i, t in enumerate(tokens[:figure]) if t.kind is Kind.FIGURE]
    return len(shares) > 1 and any(_ends_limit(t) for t in tokens[: shares[-1]])


def _ends_limit(token: Token) -> bool:
    return token.kind is Kind.NAME and token.text.lower().endswith(tuple(DURATIONS))
