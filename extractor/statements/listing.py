"""Commas: those that part the members of one name, those around a date, and those that end a clause."""

from __future__ import annotations

from extractor.patterns.statements import StatementPatterns
from extractor.statements.marking import Kind, Marked
from extractor.statements.phrases import Phrases

_TOGETHER = frozenset({"combined", "alike", "together", "jointly"})
_LONGEST_LIST = 16
"""Tokens of a list of names behind its first comma."""


class Listing(Phrases):
    """Tells lists of names from clauses."""

    def __init__(self, marked: Marked, text: str, patterns: StatementPatterns) -> None:
        super().__init__(marked, text, patterns)
        self.not_listed = patterns.words("copulas", "pronouns", "breakers", "subordinate", "causes")

    def listing(self, comma: int) -> bool:
        """ "employment, education or training": the comma parts the members of one name."""
        if self.tokens[comma + 1 : comma + 2] and self.tokens[comma + 1].text in ("and", "or"):
            return comma > 1 and self.tokens[comma - 2].text == "," and self.listing(comma - 2)
        after = self.tokens[comma + 1 : comma + 5]
        if len(after) == 4 and after[1].text == "," and after[2].text in ("and", "or"):
            del after[1]  # "education, training, or employment"
        after = after[:3]
        texts = [t.text for t in after]
        named = comma > 0 and all(self._capital(at) for at in (comma - 1, comma + 1, comma + 3))
        joined = "or" in texts[1:3] or (texts[1:2] == ["and"] and (named or self._closes(comma + 4)))
        if joined and all(t.kind is Kind.WORD for t in after) and not self.figure_soon(comma):
            return True
        return self._lists_names(comma)

    def _lists_names(self, comma: int) -> bool:
        """ "for gas checks, fire risk assessments and lift inspections alike": names without a verb."""
        joined = 0
        for at in range(comma + 1, min(comma + _LONGEST_LIST, len(self.tokens))):
            token = self.tokens[at]
            if self._closes(at) and token.text != ",":
                return bool(joined) and at > joined + 1
            if token.text in ("and", "or", "&"):
                if joined:
                    return False
                joined = at
            elif token.text == ",":
                if joined:
                    return False
            elif token.kind is not Kind.WORD or token.text in self.not_listed:
                return False
        return bool(joined)

    def _capital(self, at: int) -> bool:
        """ "Education, Health and Care Plans": a word of a proper name."""
        return at < len(self.tokens) and self.text[self.tokens[at].start].isupper()

    def _closes(self, at: int) -> bool:
        """The clause ends here."""
        if at >= len(self.tokens) or self.tokens[at].text in _TOGETHER:
            return True
        further = self.tokens[at].text == "and" and self.figure_soon(at)
        return further or self.tokens[at].kind in (Kind.PUNCTUATION, Kind.PERIOD, Kind.CUE)

    def inserted(self, comma: int) -> bool:
        """ "tenants in arrears, as of May 2019, had": a date between two commas is passed over."""
        after = list(self.tokens[max(0, comma - 4) : comma + 5])
        at = after.index(self.tokens[comma])
        ahead = next((i for i, t in enumerate(after[at + 1 :]) if t.text == ","), None)
        behind = next((i for i, t in enumerate(after[:at][::-1]) if t.text == ","), None)
        opens = ahead is not None and any(t.kind is Kind.PERIOD for t in after[at + 1 : at + 1 + ahead])
        closes = behind is not None and any(t.kind is Kind.PERIOD for t in after[at - behind : at])
        return opens or closes

    def figure_soon(self, at: int) -> bool:
        """A figure follows "and" within a few words: the next part of a list begins."""
        for token in self.tokens[at + 1 : at + 7]:
            if token.kind is Kind.FIGURE:
                return True
            if token.text in (",", "[", ";", ":", "and", "or"):
                return False
        return False
