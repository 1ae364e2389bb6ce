"""What a clause speaks of: its subject, and the topic that the clause before it raised."""

from __future__ import annotations

import re

from extractor.statements.clauses import Clauses
from extractor.statements.marking import Kind, Token

_WORD = re.compile(r"[a-z][\w'’-]*")
_NAMED = re.compile(r"[A-Za-z][\w'’&-]+")
_MOVED = frozenset(
    {"rise", "fall", "better", "worse", "hold", "move", "must", "would", "pluperfect", "forecast", "hope"}
)
_RELATIVE = frozenset({"that", "which", "who"})
_SHORT = 6
"""Words of their own in a clause whose verb is not known, for all of it to be a name."""
THEM = frozenset({"them", "these", "those", "they", "their", "one"})
_MOVEMENTS = ("rise_noun", "fall_noun", "better_noun", "worse_noun", "change")
_PUT_BEFORE = 3
"""Words that may stand before a figure that its clause opens with: "At", "Standing at", "From a high of"."""
_LONGEST_SUBJECT = 14
"""Tokens of a subject before its verb."""
_LONGEST_NAME = 5
"""Words of a name of a place."""
_LONGEST_CLAUSE = 30
"""Tokens of a clause that may raise the topic of the next."""


class Subjects(Clauses):
    """The subjects of the clauses of one sentence."""

    def topic_of_clause(self, figure: int) -> str:
        """ "Robbery was another story: there were 12": the subject of the clause before, or all it says."""
        end = figure - 1
        while end > self.taken and not self._opens_clause(end, figure):
            if self.tokens[end].kind is Kind.FIGURE:
                return ""
            end -= 1
        start = end
        while start > self.taken and self.tokens[start - 1].text not in (";", ":", "."):
            start -= 1
            if self.tokens[start].kind is Kind.FIGURE or end - start > _LONGEST_CLAUSE:
                return ""
        if start == self.taken != self.opening:
            return ""
        clause = self.tokens[self._after_opening(self._after_reporting(start, end), end) : end]
        verb = next((i for i, t in enumerate(clause) if i and self.is_verb(t)), None)
        if verb is None:
            whole = "" if clause and clause[0].text.endswith("ed") else self.phrase_of(clause)
            return whole if 0 < self.content(whole) <= _SHORT and self.tokens[end].text == ";" else ""
        subject = self.phrase_of(clause[:verb])
        if self.content(subject) and not self.general(subject) and not self.counts_people(subject):
            return subject
        dated = next((i for i, t in enumerate(clause) if i > verb and t.kind is Kind.PERIOD), len(clause))
        asked = bool(clause) and clause[0].text in ("many", "much")
        return self.phrase_of(clause[asked:dated]) if self.content(subject) or asked else ""

    def _opens_clause(self, at: int, figure: int) -> bool:
        """A semicolon or colon, or ", so that it was": a clause that speaks of the one before."""
        if self.tokens[at].text in (";", ":"):
            return True
        if self.tokens[at].text != "," or self.tokens[at + 1].text not in ("so", "and", "but", "though"):
            return False
        return any(t.text in ("it", "they", "this") for t in self.tokens[at + 2 : figure])

    def _after_reporting(self, start: int, end: int) -> int:
        """Past "he was disappointed that" and "the answer was that"."""
        told = self.reporting | {"was", "is"}
        spoken = any(t.text in self.patterns.words("who_says") for t in self.tokens[start : start + 3])
        for at in range(end - 1, start, -1):
            if self.tokens[at].text in ("that", "how") and (spoken or self.tokens[at - 1].text in told):
                return at + 1
        return start

    def _after_opening(self, start: int, end: int) -> int:
        """Past "at the age of 7" or "in May": a name or period that the clause opens with."""
        if self.tokens[start].text not in self.patterns.words("topic"):
            return start
        opening = self.tokens[start + 1 : min(start + 5, end)]
        named = next((i for i, t in enumerate(opening) if t.kind in (Kind.NAME, Kind.PERIOD)), None)
        return start if named is None else start + 2 + named

    def is_verb(self, token: Token) -> bool:
        moved = token.cue is not None and token.cue.kind in _MOVED
        return moved or token.text in self.patterns.words("verbs", "trailing")

    def counts_people(self, words: str) -> bool:
        """ "children": those whom any service counts."""
        said = [w for w in words.lower().split() if w not in self.empty]
        return len(said) == 1 and said[0] in self.patterns.words("counted")

    def same_subject(self, figure: int) -> bool:
        """ "took 14 seconds, the slowest of all, and now takes 9": the second verb is of the same subject."""
        at = figure - 1
        while at >= self.taken and self.tokens[at].text not in ("and", "but"):
            if self.tokens[at].kind is Kind.FIGURE or self.tokens[at].text in (";", ":", "["):
                return False
            at -= 1
        between = self.tokens[at + 1 : figure]
        before = any(t.kind is Kind.FIGURE for t in self.tokens[self.taken : max(at, 0)])
        spoken = any(self.is_verb(t) for t in between)
        return at > 0 and before and spoken and not self.content(self.phrase(between))

    def general(self, words: str) -> bool:
        """Nothing but nouns that any service counts, and places or those that bear a name."""
        general = self.patterns.words("general", "who_says", "superlatives")
        places = self.patterns.words("place_words")
        silent = self.patterns.words("transitive")
        said = [w for w in _WORD.findall(words.lower()) if w not in self.empty and w not in silent]
        plain = len(said) <= 2 and all(w in general or w.removesuffix("'s") in places for w in said)
        return plain or self._proper(words)

    def _proper(self, words: str) -> bool:
        """ "Castle Mead", "Bray depots worst": names of places or people, and what a place may be."""
        if not any(c.isupper() for c in words):
            return False
        said = [w for w in _NAMED.findall(words) if w.lower() not in self.empty]
        places = self.patterns.words("place_words")
        named = any(self._bears_name(w) or w.lower() in places for w in said)
        return named and len(said) <= _LONGEST_NAME and all(self._of_place(w) for w in said)

    def _bears_name(self, word: str) -> bool:
        """A word with a capital that no measure of the catalogue is named with."""
        small = word.lower().removesuffix("'s")
        named = word[0].isupper() and not word.isupper() and small not in self.patterns.measured
        return named and small not in self.patterns.words("place_words", "ranking", "parts_of_places")

    def _of_place(self, word: str) -> bool:
        known = self.patterns.words("place_words", "ranking", "parts_of_places")
        return word.lower().removesuffix("'s") in known or self._bears_name(word)

    def unplaced(self, words: str) -> str:
        """A measure without the place that it was told of last: "calls answered" of "calls answered Bray"."""
        parts = words.split()
        while parts and (self._of_place(parts[-1]) or self.bare(parts[-1]) in self.function):
            parts.pop()
        shorter = self.tidy(" ".join(parts))
        return shorter if self.content(shorter) else words

    def place_in(self, words: str) -> str:
        """ "largest fall was in Bray" is of Bray; other words are as they are."""
        if not self._proper(words):
            return words
        ranked = self.patterns.words("ranking") | self.empty
        parts = words.split()
        while parts and self.bare(parts[0]) in ranked:
            parts.pop(0)
        while parts and self.bare(parts[-1]) in ranked:
            parts.pop()
        return " ".join(parts)

    def subject(self, figure: int) -> str:
        """The subject of the sentence, where its verb comes before any figure: "Burglary fell, with 12"."""
        verbs = self.patterns.words("verbs")
        start = max((i + 1 for i, t in enumerate(self.tokens[:figure]) if t.text == ";"), default=0)
        if start < figure and self.tokens[start].text in self.patterns.words("topic"):
            return self._topic_put_first(start, figure)
        for number, token in enumerate(self.tokens[start : start + 14], start):
            if number >= figure or token.kind is Kind.FIGURE or token.text in (",", "[", "that"):
                return ""
            moved = token.cue is not None and token.cue.kind in _MOVED
            if moved or token.text in verbs:
                words = self.phrase_of(
                    [t for t in self.tokens[start:number] if t.cue is None or t.text == "against"]
                )
                return words if number > start and self.content(words) else ""
        return ""

    def subject_behind(self, figure: int) -> str:
        """ "At 88%, call answering was short of it": the subject of the clause behind a figure."""
        before = [t for t in self.tokens[:figure] if not t.noise]
        if len(before) > _PUT_BEFORE or self.content(self.phrase(before)):
            return ""
        comma = next((i for i in range(figure + 1, len(self.tokens)) if self.tokens[i].text == ","), 0)
        if not comma or any(self.content(self.phrase([t])) for t in self.tokens[figure + 1 : comma]):
            return ""
        clause = self.tokens[comma + 1 : comma + 1 + _LONGEST_SUBJECT]
        verb = next((i for i, t in enumerate(clause) if t.kind is Kind.FIGURE or self.is_verb(t)), 0)
        told = self.patterns.words("who_says", "speakers", "pronouns") | {","}
        return "" if any(t.text in told for t in clause[:verb]) else self.phrase_of(clause[:verb])

    def parts_before(self, figure: int) -> list[str]:
        """ "sickness, turnover and vacancies were": the names that stand side by side before a figure."""
        parts: list[list[Token]] = [[]]
        for token in self.left_tokens(figure):
            if token.text in (",", "and"):
                parts.append([])
            else:
                parts[-1].append(token)
        named = [self.phrase_of(part) for part in parts if part]
        return named if all(self.content(name) for name in named) else []

    def said_behind(self, figure: int) -> str:
        """ "Bray (11%) and Thame (12%) had empty shops": what is said of those with a figure in brackets."""
        at = figure + 1
        while at < len(self.tokens) and self.tokens[at].text == "]":
            ahead = range(at + 1, min(at + 8, len(self.tokens)))
            further = next((i for i in ahead if self.tokens[i].text == "["), 0)
            if not further or any(self.is_verb(t) for t in self.tokens[at + 1 : further]):
                break
            at = further + 2
        if at + 1 >= len(self.tokens) or self.tokens[at].text != "]":
            return ""
        at += 2 if self.tokens[at + 1].text == "," else 1
        clause = self.tokens[at : at + _LONGEST_SUBJECT]
        if not clause or not (self.is_verb(clause[0]) or clause[0].text in self.patterns.words("copulas")):
            return ""
        ends = (Kind.FIGURE, Kind.PUNCTUATION)
        end = next((i for i, t in enumerate(clause) if t.kind in ends or t.text in _RELATIVE), len(clause))
        words = self.phrase_of(clause[:end])
        return words if self.content(words) else ""

    def behind_where(self, figure: int) -> str:
        """ "The largest rise, of 4%, was in museum visits": what moved stands behind "was in"."""
        if not any(t.cue is not None and t.cue.kind in _MOVEMENTS for t in self.tokens[:figure]):
            return ""
        after = [t for t in self.tokens[figure + 1 : figure + 1 + _LONGEST_SUBJECT] if not t.noise]
        at = 1 if after and after[0].text == "," else 0
        if len(after) < at + 3 or after[at + 1].text != "in" or not self.is_verb(after[at]):
            return ""
        end = next((i for i, t in enumerate(after) if i > at + 1 and t.kind is not Kind.WORD), len(after))
        return self.phrase_of(after[at + 2 : end])

    def _topic_put_first(self, start: int, figure: int) -> str:
        """ "On violent crime the Commissioner said that": the topic before the one who speaks."""
        if self.tokens[start].text not in ("on", "regarding", "concerning"):
            return ""
        who = self.patterns.words("who_says") | {","}
        ahead = self.tokens[start + 1 : min(start + 9, figure)]
        end = next((i for i, t in enumerate(ahead) if t.text in who), 0)
        words = self.phrase_of(ahead[:end])
        return words if self.content(words) else ""

    def shares_word(self, first: str, second: str) -> bool:
        said = {w for w in first.lower().split() if w not in self.empty}
        return bool(said & set(second.lower().split()))

    def points(self, figure: int) -> bool:
        left = {t.text for t in self.left_tokens(figure)}
        right = {t.text for t in self.right_tokens(figure)}
        return bool((left | right) & THEM or "it" in right)
