"""Numbers of things that are there already: "the 16 branches", "our four depots", "all 4 of the depots".

A definite number presupposes its set; a measured one is told as news ("91 banks were emptied").  A definite
number is a figure all the same where it is what something is a part of ("seven of the 19"), what something is
compared with ("more than the 41", "up on the 41"), or what was done or counted in a period ("the 41 closed").
"""

from __future__ import annotations

from extractor.model import Quantity
from extractor.patterns.statements import StatementPatterns
from extractor.statements.marking import Kind, Marked, Token
from extractor.statements.relations import Reading

_POSSESSIVE = frozenset({"our", "its", "their", "your", "his", "her"})
_DEFINITE = _POSSESSIVE | {"the", "these", "those", "all", "both"}
_COMPARING = frozenset({"than", "against", "above", "below"})
_MOVING = frozenset({"on", "from", "to", "by", "with", "over", "under"})
"""Words that set the number beside another right behind a movement, comparison or figure: "up on the 41"."""
_STATED = frozenset(
    {"is", "are", "has", "have", "be", "would", "will", "could", "should", "may", "might", "must", "can"}
)
"""Verbs that say nothing of what was counted: "that the 2 updates be noted"."""
_EXTENTS = frozenset({"miles", "km", "kilometres", "hectares", "acres", "metres"})
_TIMES = frozenset({"year", "quarter", "month", "week", "period", "day"})
"""Words that end a phrase of their own: "in the year 58 came"."""
_FURTHER = 5
"""Words after the number within which a period or a participle makes it a count."""


def is_presupposed(
    marked: Marked, figure: int, quantity: Quantity, reading: Reading | None, patterns: StatementPatterns
) -> bool:
    """Whether the number only says how many there are of what everybody knows."""
    if quantity.places or quantity.qualifier is not None or not plainly_told(reading):
        return False
    tokens = marked.tokens
    if quantity.unit != "count":
        return _extends(tokens, figure, quantity)
    if _named_whole(tokens, figure, patterns):
        return True
    determiner = _determiner(tokens, figure)
    if determiner is None or _stands_against(tokens, determiner):
        return False
    return _names_things(tokens, figure, patterns)


def plainly_told(reading: Reading | None) -> bool:
    """No relation says what the number is; that others are named in the sentence makes none of it theirs."""
    return reading is None or reading.rule.family in ("level", "benchmark")


def _extends(tokens: list[Token], figure: int, quantity: Quantity) -> bool:
    """ "the 2,000 miles of road": how long or wide what is there is."""
    after = tokens[figure + 1 : figure + 2]
    measured = quantity.unit == "other" and quantity.text.split()[-1] in _EXTENTS
    return measured and _determiner(tokens, figure) is not None and bool(after) and after[0].text == "of"


def _named_whole(tokens: list[Token], figure: int, patterns: StatementPatterns) -> bool:
    """ "all 4 of the depots", "it holds for all four.": a set named whole."""
    if not figure or tokens[figure - 1].text.lower() != "all":
        return False
    after = tokens[figure + 1] if figure + 1 < len(tokens) else None
    if after is None or after.kind in (Kind.PUNCTUATION, Kind.CUE):
        return True
    if after.text == "of":
        return partitive(tokens, figure) and _names_things(tokens, figure + 2, patterns)
    return after.text in patterns.words("function") or after.text in patterns.words("verbs")


def partitive(tokens: list[Token], figure: int) -> bool:
    """ "4 of the depots": part of what is there."""
    after = tokens[figure + 1 : figure + 3]
    return len(after) == 2 and after[0].text == "of" and after[1].text in _DEFINITE


def _determiner(tokens: list[Token], figure: int) -> int | None:
    """Where the article or possessive of the number stands: at most one word parts them."""
    for at in range(figure - 1, max(-1, figure - 3), -1):
        token = tokens[at]
        if token.text.lower() in _DEFINITE or _owns(token):
            return at
        if token.kind is not Kind.WORD or token.cue is not None or token.text in _TIMES:
            return None
    return None


def _owns(token: Token) -> bool:
    """ "our", "the borough's", and not "last year's 41 fires", which are counted."""
    owner, _, ending = token.text.replace("’", "'").rpartition("'")
    whose = ending == "s" and token.kind is Kind.WORD and owner not in _TIMES
    return whose or token.text.lower() in _POSSESSIVE


def _stands_against(tokens: list[Token], determiner: int) -> bool:
    """ "fewer than the 139 of", "seven of the 19", "Of the 298", "up on the 41"."""
    before = tokens[determiner - 1] if determiner else None
    if before is None:
        return False
    if before.text == "of":
        return determiner < 2 or tokens[determiner - 2].kind is Kind.FIGURE
    if before.text in _MOVING:
        told = next((t for t in reversed(tokens[: determiner - 1]) if not t.noise), None)
        return told is not None and (told.cue is not None or told.kind is Kind.FIGURE)
    return before.text in _COMPARING or before.cue is not None


def _names_things(tokens: list[Token], figure: int, patterns: StatementPatterns) -> bool:
    """A noun follows that is no case of the service, and nothing that says how they came to be counted."""
    after = tokens[figure + 1 : figure + 1 + _FURTHER]
    cases = patterns.words("counted") - patterns.words("lasting")
    owned = _owns(tokens[figure - 1])
    if not after or not _may_name(after[0]):
        return False
    named = False
    for number, token in enumerate(after):
        if token.kind is Kind.PUNCTUATION:
            return True
        if token.text in cases and is_plural(token):
            return False
        if token.text == "by" and named:
            return True
        if token.kind in (Kind.PERIOD, Kind.FIGURE) or token.text == "that":
            return False
        if token.text in _STATED:
            return True
        if named and owned and _a_figure(tokens, figure + number + 2):
            return True
        if named and token.text.endswith("ed") and not _by_whom(tokens, figure + number + 2):
            return False
        named = True
    return True


def _may_name(token: Token) -> bool:
    """A word that can begin the noun: others that are named ("the two counties") are things as well."""
    others = token.cue is not None and token.cue.kind == "bench"
    return others or (token.kind in (Kind.WORD, Kind.NAME) and token.text != "of")


def is_plural(token: Token) -> bool:
    """The noun that a number counts; a singular one only tells of what kind it is ("household tips")."""
    return token.text.endswith("s") or token.text in ("children", "people", "men", "women", "staff")


def _by_whom(tokens: list[Token], at: int) -> bool:
    """ "funded by the Board", "lasted.": a participle that goes on with who, or the verb of the sentence."""
    return at < len(tokens) and tokens[at].text in ("by", ".")


def _a_figure(tokens: list[Token], at: int) -> bool:
    return at < len(tokens) and tokens[at].kind is Kind.FIGURE
