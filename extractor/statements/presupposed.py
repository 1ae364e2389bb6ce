"""Numbers of things that are there already: "the 16 branches", "our four depots", "some of the 91 banks".

A definite number presupposes its set; a measured one is told as news ("91 banks were emptied").  A definite
number is a figure all the same where it is what something is a part of, compared with or counted in a period.
"""

from __future__ import annotations

from extractor.model import Quantity
from extractor.patterns.statements import StatementPatterns
from extractor.statements.marking import Kind, Marked, Token
from extractor.statements.relations import Reading

_DEFINITE = frozenset({"the", "our", "its", "their", "your", "his", "her", "these", "those", "all", "both"})
_COMPARING = frozenset(
    {"than", "on", "from", "to", "against", "above", "below", "over", "under", "with", "by"}
)
_TIMES = frozenset({"year", "quarter", "month", "week", "period", "day"})
"""Words that end a phrase of their own: "in the year 58 came"."""
_FURTHER = 5
"""Words after the number within which a period or a participle makes it a count."""


def is_presupposed(
    marked: Marked, figure: int, quantity: Quantity, reading: Reading | None, patterns: StatementPatterns
) -> bool:
    """Whether the number only says how many there are of what everybody knows."""
    if quantity.unit != "count" or quantity.places or quantity.qualifier is not None:
        return False
    if reading is not None and reading.rule.family != "level":
        return False
    determiner = _determiner(marked, figure)
    if determiner is None or _stands_against(marked.tokens, determiner):
        return False
    return _names_things(marked.tokens, figure, patterns)


def _determiner(marked: Marked, figure: int) -> int | None:
    """Where the article or possessive of the number stands: at most one word parts them."""
    for at in range(figure - 1, max(-1, figure - 3), -1):
        token = marked.tokens[at]
        if token.text in _DEFINITE:
            return at
        if token.kind != Kind.WORD or token.cue is not None or token.text in _TIMES:
            return None
    return None


def _stands_against(tokens: list[Token], determiner: int) -> bool:
    """ "fewer than the 139 of", "seven of the 19", "Of the 298"."""
    before = tokens[determiner - 1] if determiner else None
    if before is None:
        return False
    if before.text == "of":
        return determiner < 2 or tokens[determiner - 2].kind == Kind.FIGURE
    return before.text in _COMPARING or before.cue is not None


def _names_things(tokens: list[Token], figure: int, patterns: StatementPatterns) -> bool:
    """A noun follows that is no case of the service, and nothing that says how they came to be counted."""
    after = tokens[figure + 1 : figure + 1 + _FURTHER]
    cases = patterns.words("counted")
    if not after or after[0].kind not in (Kind.WORD, Kind.NAME) or after[0].text == "of":
        return False
    for token in after:
        if token.kind == Kind.PUNCTUATION:
            return True
        if token.text in cases:
            return False
        if token.kind in (Kind.PERIOD, Kind.FIGURE) or token.text.endswith("ed") or token.text == "that":
            return False
    return True
