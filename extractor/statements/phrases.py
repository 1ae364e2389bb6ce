"""The words of a sentence as names: printed, without periods, cues and words that name nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.patterns.statements import StatementPatterns
from extractor.statements.marking import Kind, Marked, Token

LONGEST = 160
"""Characters of a name; a longer one is cut at a word."""
_WORD = re.compile(r"[A-Za-z][\w'’-]+")
_SILENT_CUES = frozenset(
    {
        "rise", "fall", "better", "worse", "hold", "move", "change", "rise_noun", "fall_noun", "better_noun",
        "worse_noun", "above", "below", "level", "ahead", "lag", "against", "target", "must", "bench",
        "earlier", "pluperfect", "forecast", "hope", "would", "hypothetical", "bound", "more", "fewer",
        "rather",
    }
)  # fmt: skip
_OPENING = frozenset(
    {
        "took",
        "takes",
        "taking",
        "brought",
        "bringing",
        "making",
        "giving",
        "saw",
        "showed",
        "shows",
        "followed",
    }
)


class Phrases:
    """Tidy names from the tokens of one sentence."""

    def __init__(self, marked: Marked, text: str, patterns: StatementPatterns) -> None:
        self.tokens = marked.tokens
        self.text = text
        self.patterns = patterns
        self.function = patterns.words("function")
        self.empty = patterns.empty_words
        self.plain: set[int] = set()
        """Where the words begin that look like cues and are part of a name: "complaints against officers"."""

    def content(self, words: str) -> int:
        """How many words say something of their own."""
        return len([w for w in _WORD.findall(words.lower()) if w not in self.empty]) if words else 0

    def phrase(self, tokens: Sequence[Token]) -> str:
        """Tokens as printed, without periods, cues and hedges."""
        parts: list[str] = []
        at = 0
        for number, token in enumerate(tokens):
            if self._silent(token, tokens[number + 1] if number + 1 < len(tokens) else None):
                continue
            if parts and token.start > at:
                parts.append(" ")
            parts.append(self.text[token.start : token.end])
            at = token.end
        return " ".join("".join(parts).split())

    def phrase_before(self, number: int) -> str:
        """The tidy words of the sentence before a token."""
        return self.tidy(self.phrase(self.tokens[:number]))

    def phrase_of(self, tokens: Sequence[Token]) -> str:
        """The tidy words of some tokens."""
        return self.tidy(self.phrase(tokens))

    def _silent(self, token: Token, after: Token | None) -> bool:
        if token.kind in (Kind.PERIOD, Kind.FIGURE) or token.start in self.plain:
            return token.start not in self.plain
        if token.kind is Kind.PUNCTUATION:
            return token.text not in ("/", "&", "'", "+", "-")
        if token.cue is None:
            return token.noise
        if token.cue.kind in ("bench", "below", "above", "target") and after is not None:
            return not (token.cue.kind == "bench" and after.kind is Kind.WORD and " " not in token.text)
        return token.cue.kind in _SILENT_CUES

    def tidy(self, words: str) -> str:
        """Without leading and trailing words that name nothing."""
        parts = words.split()
        trailing = self.patterns.words("trailing")
        while parts and self._empty_start(parts[0]) and not self._denies(parts):
            parts.pop(0)
        while parts and (self.bare(parts[-1]) in self.function or self.bare(parts[-1]) in trailing):
            if len(parts) > 1 and self._phrasal(parts):
                break
            parts.pop()
        tidy = " ".join(parts).strip(" -–—/&'")
        return tidy if len(tidy) <= LONGEST else tidy[:LONGEST].rsplit(" ", 1)[0]

    def _phrasal(self, parts: Sequence[str]) -> bool:
        """ "children looked after", "checks carried out": the particle belongs to the participle."""
        return f"{parts[-2].lower()} {self.bare(parts[-1])}" in self.patterns.words("phrasal")

    def _denies(self, parts: Sequence[str]) -> bool:
        """ "not upheld", "Not Known": what is said of the things is the contrary."""
        if len(parts) < 2 or self.bare(parts[0]) not in ("not", "never"):
            return False
        named = parts[0][0].isupper() and parts[1][0].isupper()
        return named or self.bare(parts[1]).endswith(("ed", "met", "made", "held", "seen", "kept"))

    def _empty_start(self, word: str) -> bool:
        bare = self.bare(word)
        if bare == "other":  # of planning applications, "other" is a kind
            return False
        return bare in self.function or bare in _OPENING or not any(c.isalnum() for c in bare)

    @staticmethod
    def bare(word: str) -> str:
        return word.lower().strip(".,;:()'\"-–")

    def join(self, first: str, second: str, *, own: bool = False) -> str:
        """Two names as one, without saying anything twice; `own`: the second is kept as it is."""
        second = second if own else self.tidy(second)
        if not second or second.lower() in first.lower():
            return first
        if not first or first.lower() in second.lower():
            return second
        if self.bare(first.split()[-1]) == self.bare(second.split()[0]):
            second = " ".join(second.split()[1:])
        joined = f"{first} {second}".strip()
        return joined if len(joined) <= LONGEST else joined[:LONGEST].rsplit(" ", 1)[0]
