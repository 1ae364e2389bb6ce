"""What a measure is called, as a set of comparable words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import log

import regex

from extractor.patterns.checks import CheckPatterns

TOKEN = regex.compile(r"[a-z0-9]+(?:'s)?")


class Vocabulary:
    """Turns the words of measures into comparable sets.

    >>> vocabulary.words("% of LAC with an up-to-date PEP")  # doctest: +SKIP
    frozenset({'lac', 'uptodate', 'pep'})
    """

    def __init__(self, patterns: CheckPatterns) -> None:
        self._patterns = patterns
        self._names = dict(patterns.names)
        forms = "|".join(regex.escape(form) for form, _ in patterns.names) or r"(?!)"
        self._named = regex.compile(rf"(?<![\w-])(?:{forms})(?![\w])")
        self._singles = {name for _, name in patterns.names}
        self.contrasts = tuple(self._words(" , ".join(group)) for group in patterns.contrasts)
        """Groups of words of which two measures that differ in them are never the same."""
        self._telling = frozenset().union(*self.contrasts)
        self.words = lru_cache(maxsize=20_000)(self._words)

    def telling(self, text: str) -> str:
        """Of a note to a row, the words that may set it apart from another: "Primary", not "Cumulative"."""
        return " ".join(word for word in text.split() if self._words(word) & self._telling)

    def _words(self, text: str) -> frozenset[str]:
        lowered = text.lower().replace("’", "'").replace("–", "-")
        named = self._named.sub(lambda match: f" {self._names[match.group()]} ", lowered)
        return frozenset(self._kept(TOKEN.findall(named)))

    def _kept(self, tokens: Iterable[str]) -> Iterable[str]:
        for token in tokens:
            bare = token.removesuffix("'s")
            plain = str(self._patterns.numbers.get(bare, bare))
            if plain in self._singles:
                yield plain
            elif plain not in self._patterns.words["stop"]:
                yield self._stem(plain)

    def _stem(self, word: str) -> str:
        for ending in self._patterns.endings:
            if word.endswith(ending) and len(word) - len(ending) >= self._patterns.keep:
                return word.removesuffix(ending)
        return word


@dataclass(frozen=True)
class Weights:
    """How telling each word is among the rows at hand: rare words tell most."""

    of: dict[str, float]
    unseen: float

    def total(self, words: Iterable[str]) -> float:
        """Sum of the words' weights."""
        return sum([self.of.get(word, self.unseen) for word in words])

    def likeness(self, one: frozenset[str], other: frozenset[str]) -> float:
        """0 to 1: shared weight over the mean weight of both."""
        if one.isdisjoint(other):
            return 0.0
        both = self.total(one) + self.total(other)
        return 0.0 if not both else 2 * self.total(one & other) / both

    def coverage(self, one: frozenset[str], other: frozenset[str]) -> float:
        """0 to 1: how much of `one` is in `other`."""
        if one.isdisjoint(other):
            return 0.0
        whole = self.total(one)
        return 0.0 if not whole else self.total(one & other) / whole


def weigh(rows: Iterable[frozenset[str]]) -> Weights:
    """Weights from how many rows use each word."""
    seen: Counter[str] = Counter()
    count = 0
    for row in rows:
        seen.update(row)
        count += 1
    unseen = log(1 + count)
    return Weights({word: log(1 + count / (1 + n)) + 0.1 for word, n in seen.items()}, unseen + 0.1)
