"""Which of many rules a text may fall under, told by the letters that each of them needs.

A rule is worth trying only where one of its needles stands in the text, be it inside a word.  Asking each
needle of each text costs the number of rules; here each word of a text is looked up, and words come again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

_REMEMBERED = 50_000
"""Words whose needles are kept; prose has fewer, and tables set as text must not fill the memory."""
_LONGEST_WORD = 40
"""Characters of a word that is worth remembering."""


class Needles:
    """The numbers of things by their needles, texts in small letters."""

    def __init__(self, things: Iterable[Collection[str]]) -> None:
        numbers: dict[str, set[int]] = {}
        for number, needles in enumerate(things):
            for needle in needles:
                numbers.setdefault(needle, set()).add(number)
        self._by_piece: dict[str, list[tuple[str, frozenset[int]]]] = {}
        for needle, found in numbers.items():
            piece = max(needle.split(), key=len, default="")
            self._by_piece.setdefault(piece, []).append((needle, frozenset(found)))
        self._shortest = min(map(len, self._by_piece), default=1)
        self._longest = max(map(len, self._by_piece), default=0)
        self._known: dict[str, tuple[tuple[str, frozenset[int]], ...]] = {}

    def of(self, lowered: str) -> set[int]:
        """The numbers of the things of which a needle stands in a text."""
        found: set[int] = set()
        for word in set(lowered.split()):
            held = self._known.get(word)
            if held is None:
                held = self._look(word)
            for needle, numbers in held:
                if needle in lowered:
                    found |= numbers
        return found

    def _look(self, word: str) -> tuple[tuple[str, frozenset[int]], ...]:
        """The needles that a word holds, or holds the longest piece of."""
        pieces = {
            word[start:end]
            for start in range(len(word))
            for end in range(start + self._shortest, min(start + self._longest, len(word)) + 1)
        }
        held = tuple(
            pair for piece in sorted(pieces & self._by_piece.keys()) for pair in self._by_piece[piece]
        )
        if len(word) <= _LONGEST_WORD:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[word] = held
        return held
