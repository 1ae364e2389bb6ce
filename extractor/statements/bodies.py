"""Whose figure it is: other councils, the country, a group of landlords, by the form of their name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.patterns.statements import Cue, StatementPatterns
from extractor.statements.tokens import Kind, Token, is_capital

_AVERAGES = frozenset({"average", "averages", "mean", "median"})
_YEARS = re.compile(r"\w[\s-]years?\b")
""" "the five-year average": of the years before."""
_OURS = frozenset({"both", "our", "these", "those", "its", "their"})
_FARTHEST = 3
"""Tokens between "similar" and the councils."""


def find_bodies(tokens: list[Token], text: str, patterns: StatementPatterns) -> None:
    """Make a benchmark cue of each name of others, in place: "the Avon average", "similar towns"."""
    _name_averages(tokens, text, patterns)
    bodies = patterns.words("bodies")
    number = len(tokens)
    while number:
        number -= 1
        if tokens[number].text not in bodies:
            continue
        if _told_of_ours(tokens, number):
            tokens[number].cue, tokens[number].kind = None, Kind.WORD
        elif tokens[number].kind is Kind.WORD:
            first, last = _others_before(tokens, number, patterns), _kind_after(tokens, number)
            if first < number or last > number:
                _join(tokens, min(first, number), last)
                number = min(first, number)


def _told_of_ours(tokens: Sequence[Token], body: int) -> bool:
    """ "in the two counties", "both districts": those that the paper is of, not others."""
    before = next(
        (t for t in reversed(tokens[max(0, body - 2) : body]) if not t.noise or t.text in _OURS), None
    )
    return before is not None and (before.kind is Kind.FIGURE or before.text in _OURS)


def _name_averages(tokens: list[Token], text: str, patterns: StatementPatterns) -> None:
    own = patterns.words("own_parts")
    for number, token in enumerate(tokens):
        if token.cue is None or token.cue.kind != "average" or token.text not in _AVERAGES:
            continue
        if number and _YEARS.search(tokens[number - 1].text.lower()):
            token.cue = Cue("past_average", token.cue.words)
            continue
        first = number
        while first and (is_capital(tokens[first - 1], text) or tokens[first - 1].text in ("and", "of", "&")):
            first -= 1
        named = [t.text for t in tokens[first:number]]
        if first and tokens[first - 1].text == "the" and named and own.isdisjoint(named):
            name = text[tokens[first].start : tokens[number - 1].end]
            token.cue = Cue("bench", token.cue.words, comparator=name)


def _others_before(tokens: Sequence[Token], body: int, patterns: StatementPatterns) -> int:
    """Where "other", "comparable" and their like begin the name that ends with this body; else the body."""
    for number in range(body - 1, max(-1, body - 1 - _FARTHEST), -1):
        if tokens[number].text in patterns.words("others"):
            return number
        if tokens[number].kind is not Kind.WORD or tokens[number].text in patterns.words("joining"):
            break
    return body


_ALIKE = ("same", "similar", "like", "comparable")
_KINDS = ("kind", "size", "type", "sort", "class")


def _kind_after(tokens: Sequence[Token], body: int) -> int:
    """The last token of "of the same size", "like ours" behind a body; else the body."""
    after = [t.text for t in tokens[body + 1 : body + 5]]
    if after[:2] in (["like", "ours"], ["like", "us"]):
        return body + 2
    words = [word for word in after if word not in ("a", "the")]
    if len(words) > 2 and words[0] == "of" and words[1] in _ALIKE and words[2] in _KINDS:
        return body + after.index(words[2]) + 1
    return body


def _join(tokens: list[Token], first: int, last: int) -> None:
    start, end = tokens[first].start, tokens[last].end
    words = tuple(t.text for t in tokens[first : last + 1])
    cue = Cue("bench", words, comparator="statistical_neighbours")
    tokens[first : last + 1] = [Token(Kind.CUE, " ".join(words), start, end, cue=cue)]
