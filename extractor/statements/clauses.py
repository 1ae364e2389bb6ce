"""The clause around a figure: the words on its left that name it, and those on its right that it counts."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from extractor.patterns.statements import StatementPatterns
from extractor.statements.listing import Listing
from extractor.statements.marking import Kind, Marked, Token
from extractor.statements.phrases import LONGEST

_FARTHEST = 90
"""Tokens to the left of a figure among which its measure is looked for."""
_STOPS_RIGHT = frozenset(
    {
        "above", "below", "level", "against", "target", "rise", "fall", "bench", "hold", "rather", "forecast",
        "hope", "would", "better", "worse", "rise_noun", "fall_noun", "better_noun", "worse_noun", "earlier",
    }
)  # fmt: skip
_COMPARING = ("target", "bench", "earlier", "average", "project")
_ADDING = frozenset({"as", "like", "unlike", "which", "who", "where"})
_SUBJECTS = frozenset({"performance", "figure", "result", "outturn", "position", "it"})


def _brackets(tokens: Sequence[Token]) -> dict[int, int]:
    """Closing bracket -> opening bracket."""
    pairs: dict[int, int] = {}
    stack: list[int] = []
    for number, token in enumerate(tokens):
        if token.text == "[":
            stack.append(number)
        elif token.text == "]" and stack:
            pairs[number] = stack.pop()
    return pairs


class Clauses(Listing):
    """The words before and after each figure of one sentence."""

    def __init__(self, marked: Marked, text: str, patterns: StatementPatterns, floor: int = 0) -> None:
        super().__init__(marked, text, patterns)
        self.generic = patterns.words("generic")
        self.breakers = patterns.words("breakers")
        self.reporting = patterns.words("reporting")
        self.kept: dict[tuple[int, bool, int], list[Token]] = {}
        self.kept_right: dict[int, list[Token]] = {}
        self.opened = _brackets(self.tokens)
        self.closed = {opening: closing for closing, opening in self.opened.items()}
        self.taken = next((i for i, t in enumerate(self.tokens) if t.start >= floor), 0)
        """Tokens before this one belong to what an earlier figure counts."""
        self.opening = self.taken

    # --- the left side ---

    def left(self, figure: int, *, first: bool = False) -> str:
        """The words before a figure in its clause; `first`: the figure begins what is said of it."""
        return self.tidy(self.phrase(self.left_tokens(figure, first=first)))

    def left_tokens(self, figure: int, *, first: bool = False) -> list[Token]:
        """The tokens of a figure's clause before it: asides in brackets and "it was noted that" left out."""
        key = (figure, first, self.taken)
        if key not in self.kept:
            self.kept[key] = self._find_left(figure, first=first)
        return self.kept[key]

    def _find_left(self, figure: int, *, first: bool) -> list[Token]:
        taken: list[Token] = []
        at = figure - 1
        while at >= max(self.taken, figure - _FARTHEST):
            token = self.tokens[at]
            if token.kind is Kind.FIGURE or (token.kind is Kind.PUNCTUATION and token.text in ";:"):
                break
            if token.text == "]" and at in self.opened:
                opening = self.opened[at]
                if (
                    at - opening == 2
                    and self.text[self.tokens[at - 1].start : self.tokens[at - 1].end].isupper()
                ):
                    taken.append(self.tokens[at - 1])
                elif self._gloss(opening, at):
                    taken += self.tokens[opening + 1 : at][::-1]
                at = opening - 1
                continue
            if self._ends_left(at, taken, first=first):
                break
            taken.append(token)
            at -= 1
        return self._without_relative(taken[::-1])

    def _gloss(self, opening: int, closing: int) -> bool:
        """ "unemployment (claimant count)": a few plain words in brackets that say the name again."""
        inside = self.tokens[opening + 1 : closing]
        return 2 <= len(inside) <= 4 and all(t.kind is Kind.WORD and not t.noise for t in inside)

    def _ends_left(self, at: int, taken: list[Token], *, first: bool) -> bool:
        token = self.tokens[at]
        if token.text in ("that", "how") and at and self.tokens[at - 1].text in self.reporting:
            return True
        if token.text in self.reporting and self._spoken(at):
            return True
        if token.text == "-" and self.spaced(at) and (first or taken):
            return True
        if token.text == ",":
            if self.listing(at) or not self._introduced(at) or (taken and taken[-1].text in _ADDING):
                return False
            return self._said(taken) or any(t.text in _SUBJECTS for t in taken) or self._dated(at, taken)
        if (token.text in self.patterns.words("causes") or token.text == "if") and self._said(taken):
            return True
        if token.text in ("and", "but") and self._clause_after(taken) and self._told_before(at):
            return True
        if token.text == "with" and self._counting(at, taken) and self._said(taken):
            return True
        if not self._breaks(at) or (token.text in _ADDING and any(t.text == "," for t in taken)):
            return False
        return self._said(taken) or (token.text in self.breakers and self._new_subject(taken))

    def _dated(self, comma: int, taken: list[Token]) -> bool:
        """ "With vacancies in the team, May came out at 18 days": the period is told of, not the aside."""
        start = comma
        while start > self.taken and self.tokens[start - 1].text not in (";", ":", "."):
            start -= 1
        aside = self.tokens[start].text in self.breakers or self.tokens[start].text in self.patterns.words(
            "causes"
        )
        spoken = any(t.text in self.patterns.words("trailing") or t.cue is not None for t in taken)
        return aside and spoken and any(t.kind is Kind.PERIOD for t in taken)

    def _clause_after(self, taken: list[Token]) -> bool:
        """ "and the local rate is": a noun and then its verb."""
        spoken = [t for t in taken[::-1] if not t.noise]
        averaged = bool(spoken) and spoken[0].cue is not None and spoken[0].cue.kind == "average"
        words = spoken[averaged:]
        verbs = self.patterns.words("copulas")
        at = next((i for i, t in enumerate(words) if t.text in verbs), 0)
        named = [t for t in words[:at] if t.kind is Kind.WORD and t.text not in self.function]
        return bool(named) and words[0].kind is Kind.WORD and words[0] is named[0]

    def _told_before(self, at: int) -> bool:
        """A clause with a verb of its own stands before this token."""
        verbs = self.patterns.words("copulas")
        for token in reversed(self.tokens[max(self.taken, at - 20) : at]):
            if token.kind is Kind.FIGURE or token.text in (";", ":", "."):
                return False
            if token.text in verbs or (token.cue is not None and token.cue.kind == "pluperfect"):
                return True
        return False

    def _spoken(self, at: int) -> bool:
        """ "the manager said": a person speaks."""
        who = self.patterns.words("who_says")
        return any(t.text in who for t in self.tokens[max(0, at - 3) : at])

    def _said(self, taken: list[Token]) -> bool:
        return self.content(self.phrase(taken[::-1])) > 0

    def _counting(self, at: int, taken: list[Token]) -> bool:
        """ "with an average caseload of 15": a measure of its own follows "with"."""
        after = self.tokens[at + 1 : at + 2]
        return bool(after and taken) and after[0].text in ("a", "an") and taken[0].text in ("of", "at")

    def _introduced(self, comma: int) -> bool:
        """The words before a comma are an opening phrase: "In the summer term, ..."."""
        start = comma
        while start > self.taken and self.tokens[start - 1].text not in (";", ":", "."):
            start -= 1
        opening = next((t.text for t in self.tokens[start:comma] if not t.noise), "")
        lists = (self.patterns.words("topic"), self.breakers, self.patterns.words("opening"))
        known = any(opening in words for words in lists)
        return known or opening.endswith("ing")

    def _new_subject(self, taken: list[Token]) -> bool:
        """What follows "but" opens with a noun of its own, not with the verb of the subject before."""
        opening = next((t for t in taken[::-1] if not t.noise and t.kind is not Kind.PERIOD), None)
        return (
            opening is not None
            and opening.kind is Kind.WORD
            and opening.text not in self.empty - self.generic
        )

    def _without_relative(self, tokens: list[Token]) -> list[Token]:
        """ "take-up which remains low at": the words before "which" name it."""
        tokens = self._without_asides(self._moved_thing(tokens))
        for number in range(len(tokens) - 1, 0, -1):
            word = tokens[number].text
            if word not in ("which", "this", "that"):
                continue
            before, after = tokens[:number], tokens[number + 1 :]
            if self.content(self.phrase(before)) and (
                word == "which" or not self.content(self.phrase(after))
            ):
                return before
        return tokens

    def _without_asides(self, tokens: list[Token]) -> list[Token]:
        """ "footfall, as anyone would expect, fell to": what stands between two commas and only adds."""
        commas = [i for i, t in enumerate(tokens) if t.text == ","]
        opening = self.patterns.words("asides")
        for first, last in reversed(list(itertools.pairwise(commas))):
            if tokens[first + 1].text in opening and self.content(self.phrase(tokens[:first])):
                tokens = tokens[:first] + tokens[last + 1 :]
        return tokens

    def _moved_thing(self, tokens: list[Token]) -> list[Token]:
        """ "X has seen a reduction in caseloads from": what moved stands behind the word of movement."""
        for number in range(len(tokens) - 2, -1, -1):
            cue = tokens[number].cue
            if cue is None or cue.kind not in (
                "rise_noun",
                "fall_noun",
                "better_noun",
                "worse_noun",
                "change",
            ):
                continue
            after = [t for t in tokens[number + 1 :] if not t.noise]
            governed = after and after[0].text in ("in", "of", "on") and not any(t.text == "," for t in after)
            return after[1:] if governed and self.content(self.phrase(after[1:])) else tokens
        return tokens

    def _breaks(self, at: int) -> bool:
        token = self.tokens[at]
        if token.kind is Kind.PUNCTUATION:
            return token.text in (".", "[", "?", "!")
        if token.kind is Kind.WORD and token.text in self.breakers:
            return at > 0 and self.tokens[at - 1].text == ","
        return token.text in ("and", "or") and at > 0 and self.tokens[at - 1].text == ","

    # --- the right side ---

    def right(self, figure: int) -> str:
        """The words after a figure up to the next clause, comparison or figure."""
        return self.tidy_right(self.phrase(self.right_tokens(figure)))

    def right_tokens(self, figure: int) -> list[Token]:
        """The tokens of a figure's clause after it."""
        if figure not in self.kept_right:
            self.kept_right[figure] = self._find_right(figure)
        return self.kept_right[figure]

    def _find_right(self, figure: int) -> list[Token]:
        taken: list[Token] = []
        at, last = self._after_range(figure), len(self.tokens)
        while at < last:
            closing = self._closing(at)
            if closing is not None and closing - at < 14 and self._goes_on(closing):
                at = closing + 1
                continue
            if self._ends_right(figure, at):
                break
            taken.append(self.tokens[at])
            at += 1
        return taken

    def _after_range(self, figure: int) -> int:
        """ "between 30 and 40 referrals", "10 or 11 cases": the words after the second are of both."""
        whole = self._whole_behind(figure)
        if whole:
            return whole + 1
        after = self.tokens[figure + 1 : figure + 3]
        if len(after) < 2 or after[1].kind is not Kind.FIGURE:
            return figure + 1
        between = after[0].text == "and" and any(
            t.text == "between" for t in self.tokens[max(0, figure - 2) : figure]
        )
        return figure + 3 if between or after[0].text == "or" else figure + 1

    def _whole_behind(self, figure: int) -> int:
        """ "83% of the 1,137 decisions were in time": the number of the whole, which names both."""
        ahead = [i for i in range(figure + 1, min(figure + 5, len(self.tokens))) if not self.tokens[i].noise]
        if len(ahead) < 2 or self.tokens[ahead[0]].text != "of":
            return 0
        at = ahead[2] if self.tokens[ahead[1]].text in ("these", "those") and len(ahead) > 2 else ahead[1]
        return at if self.tokens[at].kind is Kind.FIGURE else 0

    def _closing(self, at: int) -> int | None:
        return self.closed.get(at)

    def _goes_on(self, closing: int) -> bool:
        """Words follow the bracket, so that it was an aside."""
        return closing + 1 < len(self.tokens) and self.tokens[closing + 1].kind in (
            Kind.WORD,
            Kind.CUE,
            Kind.NAME,
        )

    def _ends_right(self, figure: int, at: int) -> bool:
        token = self.tokens[at]
        if token.kind is Kind.FIGURE:
            return True
        if token.kind is Kind.PUNCTUATION:
            if token.text == "," and (self.listing(at) or self.inserted(at)):
                return False
            return token.text in ",;:.[]?!" or (token.text == "-" and self.spaced(at))
        if token.kind is Kind.CUE and token.cue is not None and not token.noise:
            set_against = token.cue.kind in ("against", "rather", "bench")
            if self._part_of_name(at):
                self.plain.add(token.start)
                return False
            return token.cue.kind in _STOPS_RIGHT and (at > figure + 1 or set_against)
        if token.kind is Kind.WORD:
            if token.text == "if" and at > figure + 1:
                return True
            if (
                token.text == "between"
                and self.tokens[at + 1 : at + 2]
                and self.tokens[at + 1].kind is Kind.PERIOD
            ):
                return True
            due_to = token.text == "due" and self.tokens[at + 1 : at + 2] and self.tokens[at + 1].text == "to"
            if (due_to or token.text in self.patterns.words("causes")) and at > figure + 1:
                return True
            if token.text in ("and", "or", "with", "but") and (self.figure_soon(at) or at == figure + 1):
                return True
            return (
                token.text in ("but", "while", "whilst", "although", "which", "however", "whereas")
                and at > figure + 1
            )
        return False

    def _part_of_name(self, at: int) -> bool:
        """A cue that is none here: "callers gave up", "complaints against officers"."""
        token, before = self.tokens[at], self.tokens[at - 1].text if at else ""
        if f"{before} {token.text}" in self.patterns.words("phrasal"):
            return True
        return token.text in ("against", "above", "below") and self._named_against(at)

    def _named_against(self, at: int) -> bool:
        """ "complaints against officers", "below the floor standard": in the name, where none is compared."""
        after = [t for t in self.tokens[at + 1 : at + 6] if not t.noise]
        compared = any(
            t.kind in (Kind.FIGURE, Kind.PERIOD) or (t.cue is not None and t.cue.kind in _COMPARING)
            for t in after[:4]
        )
        return bool(after) and after[0].kind is Kind.WORD and not compared and after[1:2] != []

    def spaced(self, at: int) -> bool:
        """A blank stands before this token."""
        token = self.tokens[at]
        return self.text[max(0, token.start - 1) : token.start].isspace()

    def tidy_right(self, words: str) -> str:
        parts = words.split()
        while parts and self.bare(parts[-1]) in self.function:
            if len(parts) > 1 and self._phrasal(parts):
                break
            parts.pop()
        tidy = " ".join(parts).strip(" -–—/&'")
        return tidy if len(tidy) <= LONGEST else tidy[:LONGEST].rsplit(" ", 1)[0]

    def next_kind(self, figure: int) -> str:
        """What the word after a figure is: of, verb, noun, other."""
        for token in self.right_tokens(figure)[:4]:
            if token.noise:
                continue
            if token.kind is Kind.WORD:
                if token.text == "of":
                    return "of"
                if token.text in self.patterns.words("verbs"):
                    return "verb"
                if self._participle(token):
                    return "verb"
                return "other" if token.text in self.function else "noun"
            if token.cue is not None and token.cue.kind in ("extreme", "average", "pluperfect"):
                return "verb" if token.cue.kind == "pluperfect" else "noun"
            if token.cue is not None and token.cue.kind in ("more", "fewer"):
                return "noun" if self._noun_follows(token) else "none"
            return "noun" if token.kind is Kind.NAME else "none"
        return "none"

    def _participle(self, token: Token) -> bool:
        """ "1,900 invited and 1,100 attended": a verb at the end of its clause, without a noun."""
        if not token.text.endswith("ed") or token.text in self.patterns.words("counted"):
            return False
        at = self.tokens.index(token) + 1
        after = next((t for t in self.tokens[at : at + 2] if not t.noise), None)
        return after is None or after.kind is Kind.PUNCTUATION or after.text in ("and", "or")

    def _noun_follows(self, token: Token) -> bool:
        """ "34 more children", not "9% more than before"."""
        at = self.tokens.index(token) + 1
        after = next((t for t in self.tokens[at : at + 2] if not t.noise), None)
        return after is not None and after.kind is Kind.WORD and after.text not in self.function
