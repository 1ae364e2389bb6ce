"""Which words an expression can begin with, so that only those places of a text are looked at."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

import regex

_WORD = re.compile(r"[A-Za-z]{1,24}")
_NUMBERS = (
    "1",
    "3",
    "9",
    "05",
    "10",
    "12",
    "16",
    "24",
    "31",
    "2016",
    "1999",
    "2031",
    "100",
    "101",
    "999",
    "111",
    "450",
    "0114",
    "1st",
    "2nd",
    "3rd",
    "4th",
    "10000",
    "01480",
    "123456",
    "01142345678",
)
_UNLIKELY = ("Zqxj", "ZQXJ", "zqxj", "J", "X")
"""Words that no list holds: an expression that they can begin may begin with any word."""
_TAILS = (" ", "-", "1", ",", "’", ".", ":", "/")


def vocabulary(expressions: Iterable[str]) -> frozenset[str]:
    """Every word that stands in the expressions, lower case, also without a last optional letter."""
    words = {w.lower() for e in expressions for w in _WORD.findall(re.sub(r"\\[a-zA-Z]", " ", e))}
    return frozenset(words | {w[:-1] for w in words if len(w) > 1})


def digits_key(number: str) -> str:
    """The key of a run of digits."""
    return "0" * min(sum(c.isdigit() for c in number), 5)


def first_words(expression: str, words: Iterable[str]) -> frozenset[str] | None:
    """The words of a vocabulary that the expression can begin with, or None where any word can.

    For numbers the keys of `digits_key`.  Found by partial matching: a word can begin an expression
    when some text that begins with it matches.
    """
    pattern = regex.compile(expression, regex.IGNORECASE)

    def can_begin(word: str) -> bool:
        if pattern.match(word, partial=True) is None:  # nor then with any tail: most words end here
            return False
        matches = (pattern.match(word + tail, partial=True) for tail in _TAILS)
        return any(m is not None and m.end() >= len(word) for m in matches)

    if any(can_begin(word) for word in _UNLIKELY):
        return None
    cased = "(?-i:" in expression
    found = {w for w in words if can_begin(w) or (cased and (can_begin(w.title()) or can_begin(w.upper())))}
    return frozenset(found | {digits_key(n) for n in _NUMBERS if can_begin(n)})


_MANY = 3
"""Expressions of one first word that are worth one look at all of them."""


def guards(
    starts: Mapping[str, Sequence[str]], compiled: Callable[[str], re.Pattern[str]]
) -> dict[str, re.Pattern[str]]:
    """First words that many expressions can begin with, and one expression for all: no match, none of them.

    `compiled` makes a pattern of alternatives; words with the same expressions share it.
    """
    shared: dict[tuple[str, ...], re.Pattern[str]] = {}
    found: dict[str, re.Pattern[str]] = {}
    for word, expressions in starts.items():
        key = tuple(expressions)
        if len(key) >= _MANY:
            if key not in shared:
                shared[key] = compiled("|".join(f"(?:{expression})" for expression in key))
            found[word] = shared[key]
    return found
