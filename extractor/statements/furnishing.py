"""Numbers that furnish a statement and are not what it tells: where something was done, how large a thing is.

What makes a number a figure of performance is what its clause does with it.  It is one where it carries a
measure (a share, a rate, money, a length of time that was taken), where a verb of counting or doing has
it as its subject, object or predicate ("41 were issued"), and where it is compared with another.  It is none
where it

- names: "phase 2", a date, a code (`patterns/figures/claimed.toml`);
- presupposes what is known to be there: "the 16 branches" (`presupposed`);
- bounds what is counted: "within 3 days", "aged under 16" (`limits`);
- says where: "93 cases were heard at 14 courts" (`says_where`);
- says how large, long or strong a thing is made: "the hall seats 60" (`describes`).

Cases of the service (`counted` in `patterns/statements/measure.toml`) are figures wherever they stand.
"""

from __future__ import annotations

from extractor.model import Quantity
from extractor.patterns.statements import StatementPatterns
from extractor.statements.marking import Kind, Marked, Token
from extractor.statements.presupposed import is_plural, partitive, plainly_told
from extractor.statements.relations import Reading

_LONGEST_NAME = 6
"""Words of the noun phrase after a figure that are looked at."""
_REACH = 30
"""Tokens on either side of a figure within which its clause ends."""
_ENDS = frozenset({";", ":", "."})
_NEXT = frozenset({"and", "but", "while", "whilst", "so", "though", "although"})


def furnishes(
    marked: Marked, figure: int, quantity: Quantity, reading: Reading | None, patterns: StatementPatterns
) -> bool:
    """Whether a plain number only says where, or how large the thing is that the clause speaks of."""
    if quantity.unit != "count" or quantity.places or not plainly_told(reading):
        return False
    before = _before(marked.tokens, figure)
    if before < 0:
        return False
    if partitive(marked.tokens, figure):
        return _part_of_place(marked.tokens, before, figure, patterns)
    if describes(marked.tokens, before, patterns):
        return not _counts_cases(marked.tokens, figure, patterns)
    if there_are(marked.tokens, before):
        return _counts_things(marked.tokens, figure, patterns)
    return _counts_things(marked.tokens, figure, patterns) and says_where(
        marked.tokens, before, figure, patterns
    )


def _before(tokens: list[Token], figure: int) -> int:
    """The word that governs the figure: past articles, possessives and hedges; -1 where none does."""
    at = figure - 1
    while at >= 0 and (tokens[at].noise or tokens[at].text in _DETERMINING):
        at -= 1
    bounded = at > 0 and [t.text for t in tokens[at - 1 : at + 1]] == ["up", "to"]
    return at - 2 if bounded else at


_DETERMINING = frozenset({"its", "our", "their", "only", "just", "some", "all", "about", "these", "those"})


def _counts_things(tokens: list[Token], figure: int, patterns: StatementPatterns) -> bool:
    """A noun follows, and nothing in its phrase is a case of the service."""
    return bool(_phrase(tokens, figure, patterns)) and not _counts_cases(tokens, figure, patterns)


def _counts_cases(tokens: list[Token], figure: int, patterns: StatementPatterns) -> bool:
    cases = patterns.words("counted")
    return any(t.text in cases and is_plural(t) for t in _phrase(tokens, figure, patterns))


def _phrase(tokens: list[Token], figure: int, patterns: StatementPatterns) -> list[Token]:
    """The words of the noun phrase that a figure counts."""
    ends, found = patterns.words("function") | patterns.words("verbs"), []
    for token in tokens[figure + 1 : figure + 1 + _LONGEST_NAME]:
        others = token.cue is not None and token.cue.kind == "bench"
        if not others and (token.kind not in (Kind.WORD, Kind.NAME) or token.text in ends):
            break
        found.append(token)
    return found


def says_where(tokens: list[Token], before: int, figure: int, patterns: StatementPatterns) -> bool:
    """ "93 cases were heard at 14 courts": a place, beside another figure of the clause."""
    if tokens[before].text not in patterns.words("locating") or tokens[before].cue is not None:
        return False
    verb = next((t for t in reversed(tokens[:before]) if not t.noise), None)
    if verb is not None and (verb.cue is not None or verb.text in patterns.words("leading_to")):
        return False
    return _has_another(tokens, figure) or _stands_there(tokens, before)


def _part_of_place(tokens: list[Token], before: int, figure: int, patterns: StatementPatterns) -> bool:
    """ "held at 4 of the depots": a place again, for the depots are there."""
    governed = tokens[before].text in patterns.words("locating") | _TOWARDS and tokens[before].cue is None
    moved = before > 0 and tokens[before - 1].cue is not None
    return governed and not moved and _counts_things(tokens, figure + 2, patterns)


_TOWARDS = frozenset({"to", "by", "for"})


def _stands_there(tokens: list[Token], before: int) -> bool:
    """ "sandbags are held at 4 depots": how things are, not what was done."""
    said = [t for t in tokens[max(0, before - 4) : before] if not t.noise][-2:]
    return len(said) == 2 and said[0].text in ("is", "are") and said[1].text.endswith(("ed", "kept"))


def _has_another(tokens: list[Token], figure: int) -> bool:
    """Another figure stands in the clause."""
    first = last = figure
    while first > max(0, figure - _REACH) and not _ends_clause(tokens, first - 1):
        first -= 1
    while last + 1 < min(len(tokens), figure + _REACH) and not _ends_clause(tokens, last + 1):
        last += 1
    return any(t.kind is Kind.FIGURE for n, t in enumerate(tokens[first : last + 1], first) if n != figure)


def _ends_clause(tokens: list[Token], at: int) -> bool:
    if tokens[at].text == ",":
        return at + 1 < len(tokens) and tokens[at + 1].text in _NEXT
    return tokens[at].text in _ENDS


def describes(tokens: list[Token], before: int, patterns: StatementPatterns) -> bool:
    """ "the hall seats 60", "looks after 58,000 trees": a verb of what is there, not of what was done."""
    words = patterns.words("describing")
    two = f"{tokens[before - 1].text} {tokens[before].text}" if before else ""
    return tokens[before].text in words or two in words


def there_are(tokens: list[Token], before: int) -> bool:
    """ "There are 2,900 lit signs in the town", "the refuge has 12 units": what is there, at no time."""
    existing = before > 0 and tokens[before - 1].text == "there" and tokens[before].text in ("is", "are")
    if not existing and tokens[before].text not in ("has", "have"):
        return False
    clause = tokens[before + 1 : before + _REACH]
    return not any(t.kind is Kind.PERIOD or t.cue is not None or t.text in _NOW for t in clause)


_NOW = frozenset(
    {"now", "currently", "still", "present", "outstanding", "open", "waiting", "left", "already"}
)
