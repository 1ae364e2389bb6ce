"""The measure's words: what a figure is of, from its clause, the figure before, the label or the heading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.patterns.statements import StatementPatterns
from extractor.statements.marking import Kind, Marked, Token

LONGEST = 160
"""Characters of a name; a longer one is cut at a word."""
_FARTHEST = 90
"""Tokens to the left of a figure among which its measure is looked for."""
_SPACES = re.compile(r"\s+")
_KEPT_CUES = frozenset({"average", "budget", "spend", "rank", "extreme"})
_SILENT_CUES = frozenset(
    {
        "rise", "fall", "better", "worse", "hold", "move", "change", "rise_noun", "fall_noun", "better_noun",
        "worse_noun", "above", "below", "level", "ahead", "lag", "against", "target", "must", "bench",
        "earlier", "pluperfect", "project", "would", "hypothetical", "bound", "more", "fewer", "rather",
    }
)  # fmt: skip
_STOPS_RIGHT = frozenset(
    {
        "above", "below", "level", "against", "target", "rise", "fall", "bench", "hold", "rather", "project",
        "would", "better", "worse", "rise_noun", "fall_noun", "better_noun", "worse_noun", "earlier",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Measure:
    """The words of a measure, and where they came from."""

    words: str
    source: str
    base: str = ""
    """The population of a share: "children in care" of "40% of children in care had a review"."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around a sentence and may name its measure."""

    label: str = ""
    """The label, code line or lead that opened the stretch ("NI 59 – initial assessments in 10 days")."""
    before: Measure | None = None
    """The last measure of the sentence before, in the same passage."""
    heading: str = ""
    inner: str = ""
    """What stands before a colon in the same passage ("Falls: on target all year")."""
    floor: int = 0
    """Characters of the passage before this one belong to a code and its name, not to the clause."""
    near: bool = True
    """`before` stands in the same passage."""
    fresh: bool = True
    """`inner` stands in the same sentence, or is what was asked for."""
    coded: bool = False
    """`inner` is the name behind a code: it is of the whole passage."""


_KINDS = {
    "others": "other",
    "minors": "minor",
    "majors": "major",
    "rest": "remaining",
    "remainder": "remaining",
}
_TIME_LIMIT = re.compile(r"\s*\b(?:with)?in (?:the )?(?:\d|one|two|three|four|six|eight|ten|thirteen).*")
_QUANTITY = re.compile(
    r"^(?:the )?(?:overall )?(?:rate|number|percentage|proportion|level|share|volume|total)s? (?:of|for) ",
    re.I,
)
_MOVED = frozenset(
    {"rise", "fall", "better", "worse", "hold", "move", "must", "would", "pluperfect", "project"}
)
_WHOLES = ("which", "whom", "these", "those", "them")
_OPENING = frozenset(
    {"took", "takes", "taking", "brought", "bringing", "making", "giving", "saw", "showed", "shows"}
)
_SUBJECTS = frozenset({"performance", "figure", "result", "outturn", "position", "it"})
_BACK = frozenset({"those", "these", "it", "they", "this"})


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


def share_predicate(measures: Sequence[Measure]) -> list[Measure]:
    """What is said once of a list of shares is said of each.

    At its end, "87% of A, 96% of B and 79% of C having a plan", or at its beginning, "79% of A were decided
    in 13 weeks and 71% of B in 8".
    """
    said = _said_of(measures[-1]) or _TIME_LIMIT.sub("", _said_of(measures[0])).strip()
    if not said:
        return list(measures)
    return [
        Measure(f"{m.words} {said}", m.source, m.base) if m.base == m.words and m.words else m
        for m in measures
    ]


def _said_of(measure: Measure) -> str:
    """What is said of the things counted: "were determined in 13 weeks"."""
    base = measure.base
    return measure.words[len(base) :].strip() if base and measure.words.startswith(base) else ""


class MeasureFinder:
    """Finds the measures of one sentence's figures, left to right."""

    def __init__(self, marked: Marked, text: str, around: Surroundings, patterns: StatementPatterns) -> None:
        self.tokens = marked.tokens
        self.text = text
        self.around = around
        self.patterns = patterns
        self.generic = patterns.words("generic")
        self.function = patterns.words("function")
        self.breakers = patterns.words("breakers")
        self.reporting = patterns.words("reporting")
        self.kept: dict[tuple[int, bool, int], list[Token]] = {}
        self.empty = patterns.empty_words
        self.opened = _brackets(self.tokens)
        self.closed = {opening: closing for closing, opening in self.opened.items()}
        self.taken = next((i for i, t in enumerate(self.tokens) if t.start >= around.floor), 0)
        """Tokens before this one belong to what an earlier figure counts."""

    # --- pieces of text ---

    def content(self, words: str) -> int:
        """How many words say something of their own."""
        found = re.findall(r"[A-Za-z][\w'’-]*", words.lower())
        return sum(1 for w in found if w not in self.empty)

    def _phrase(self, tokens: Sequence[Token]) -> str:
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
        return _SPACES.sub(" ", "".join(parts)).strip()

    def phrase_before(self, number: int) -> str:
        """The tidy words of the sentence before a token."""
        return self._tidy(self._phrase(self.tokens[:number]))

    def phrase_of(self, tokens: Sequence[Token]) -> str:
        """The tidy words of some tokens."""
        return self._tidy(self._phrase(tokens))

    def _silent(self, token: Token, after: Token | None) -> bool:
        if token.kind in (Kind.PERIOD, Kind.FIGURE):
            return True
        if token.kind == Kind.PUNCTUATION:
            return token.text not in ("/", "&", "'", "+", "-")
        if token.cue is None:
            return token.noise
        if token.cue.kind in ("bench", "below", "above", "target") and after is not None:
            return not (token.cue.kind == "bench" and after.kind == Kind.WORD and " " not in token.text)
        return token.cue.kind in _SILENT_CUES

    def _tidy(self, words: str) -> str:
        """Without leading and trailing words that name nothing."""
        parts = words.split()
        trailing = self.patterns.words("trailing")
        while parts and self._empty_start(parts[0]):
            parts.pop(0)
        while parts and (self._bare(parts[-1]) in self.function or self._bare(parts[-1]) in trailing):
            if len(parts) > 1 and self._phrasal(parts):
                break
            parts.pop()
        tidy = " ".join(parts).strip(" -–—/&'")
        return tidy if len(tidy) <= LONGEST else tidy[:LONGEST].rsplit(" ", 1)[0]

    def _phrasal(self, parts: Sequence[str]) -> bool:
        """ "children looked after", "checks carried out": the particle belongs to the participle."""
        return f"{parts[-2].lower()} {self._bare(parts[-1])}" in self.patterns.words("phrasal")

    def _empty_start(self, word: str) -> bool:
        bare = self._bare(word)
        return bare in self.function or bare in _OPENING or not any(c.isalnum() for c in bare)

    @staticmethod
    def _bare(word: str) -> str:
        return word.lower().strip(".,;:()'\"-–")

    # --- the left side ---

    def left(self, figure: int, *, first: bool = False) -> str:
        """The words before a figure in its clause; `first`: the figure begins what is said of it."""
        return self._tidy(self._phrase(self._left_tokens(figure, first=first)))

    def _left_tokens(self, figure: int, *, first: bool = False) -> list[Token]:
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
            if token.kind == Kind.FIGURE or (token.kind == Kind.PUNCTUATION and token.text in ";:"):
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
        return 2 <= len(inside) <= 4 and all(t.kind == Kind.WORD and not t.noise for t in inside)

    def _ends_left(self, at: int, taken: list[Token], *, first: bool) -> bool:
        token = self.tokens[at]
        if token.text in ("that", "how") and at and self.tokens[at - 1].text in self.reporting:
            return True
        if token.text in self.reporting and self._spoken(at) and (first or self._said(taken)):
            return True
        if token.text == "-" and self._spaced(at) and (first or taken):
            return True
        if token.text == ",":
            if not self._introduced(at):
                return False
            return self._said(taken) or any(t.text in _SUBJECTS for t in taken)
        if token.text == "with" and self._counting(at, taken) and self._said(taken):
            return True
        if not self._breaks(at):
            return False
        return self._said(taken) or (token.text in self.breakers and self._new_subject(taken))

    def _spoken(self, at: int) -> bool:
        """ "the manager said": a person speaks."""
        who = self.patterns.words("who_says")
        return any(t.text in who for t in self.tokens[max(0, at - 3) : at])

    def _said(self, taken: list[Token]) -> bool:
        return self.content(self._phrase(taken[::-1])) > 0

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
        known = opening in self.patterns.words("topic") or opening in self.breakers
        return known or opening.endswith("ing")

    def _new_subject(self, taken: list[Token]) -> bool:
        """What follows "but" opens with a noun of its own, not with the verb of the subject before."""
        opening = next((t for t in taken[::-1] if not t.noise and t.kind != Kind.PERIOD), None)
        return (
            opening is not None
            and opening.kind == Kind.WORD
            and opening.text not in self.empty - self.generic
        )

    def _without_relative(self, tokens: list[Token]) -> list[Token]:
        """ "take-up which remains low at": the words before "which" name it."""
        tokens = self._moved_thing(tokens)
        for number in range(len(tokens) - 1, 0, -1):
            word = tokens[number].text
            if word not in ("which", "this", "that"):
                continue
            before, after = tokens[:number], tokens[number + 1 :]
            if self.content(self._phrase(before)) and (
                word == "which" or not self.content(self._phrase(after))
            ):
                return before
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
            return after[1:] if governed and self.content(self._phrase(after[1:])) else tokens
        return tokens

    def _breaks(self, at: int) -> bool:
        token = self.tokens[at]
        if token.kind == Kind.PUNCTUATION:
            return token.text in (".", "[", "?", "!")
        if token.kind == Kind.WORD and token.text in self.breakers:
            return at > 0 and self.tokens[at - 1].text == ","
        return token.text in ("and", "or") and at > 0 and self.tokens[at - 1].text == ","

    # --- the right side ---

    def right(self, figure: int) -> str:
        """The words after a figure up to the next clause, comparison or figure."""
        return self._tidy_right(self._phrase(self._right_tokens(figure)))

    def _right_tokens(self, figure: int) -> list[Token]:
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
        after = self.tokens[figure + 1 : figure + 3]
        if len(after) < 2 or after[1].kind != Kind.FIGURE:
            return figure + 1
        between = after[0].text == "and" and any(
            t.text == "between" for t in self.tokens[max(0, figure - 2) : figure]
        )
        return figure + 3 if between or after[0].text == "or" else figure + 1

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
        if token.kind == Kind.FIGURE:
            return True
        if token.kind == Kind.PUNCTUATION:
            if token.text == "," and (self._listing(at) or self._inserted(at)):
                return False
            return token.text in ",;:.[]?!" or (token.text == "-" and self._spaced(at))
        if token.kind == Kind.CUE and token.cue is not None:
            set_against = token.cue.kind in ("against", "rather", "bench")
            return token.cue.kind in _STOPS_RIGHT and (at > figure + 1 or set_against)
        if token.kind == Kind.WORD:
            due_to = token.text == "due" and self.tokens[at + 1 : at + 2] and self.tokens[at + 1].text == "to"
            if (due_to or token.text in self.patterns.words("causes")) and at > figure + 1:
                return True
            if token.text in ("and", "or", "with", "but") and (self._figure_soon(at) or at == figure + 1):
                return True
            return (
                token.text in ("but", "while", "whilst", "although", "which", "however", "whereas")
                and at > figure + 1
            )
        return False

    def _listing(self, comma: int) -> bool:
        """ "employment, education or training": the comma parts the members of one name."""
        after = self.tokens[comma + 1 : comma + 4]
        texts = [t.text for t in after]
        joined = "or" in texts[1:3] or (texts[1:2] == ["and"] and self._closes(comma + 4))
        return joined and all(t.kind == Kind.WORD for t in after) and not self._figure_soon(comma)

    def _closes(self, at: int) -> bool:
        """The clause ends here."""
        return at >= len(self.tokens) or self.tokens[at].kind in (Kind.PUNCTUATION, Kind.PERIOD, Kind.CUE)

    def _inserted(self, comma: int) -> bool:
        """ "children in care, as of September 2021, had": a date between two commas is passed over."""
        after = list(self.tokens[max(0, comma - 4) : comma + 5])
        at = after.index(self.tokens[comma])
        ahead = next((i for i, t in enumerate(after[at + 1 :]) if t.text == ","), None)
        behind = next((i for i, t in enumerate(after[:at][::-1]) if t.text == ","), None)
        opens = ahead is not None and any(t.kind == Kind.PERIOD for t in after[at + 1 : at + 1 + ahead])
        closes = behind is not None and any(t.kind == Kind.PERIOD for t in after[at - behind : at])
        return opens or closes

    def _spaced(self, at: int) -> bool:
        token = self.tokens[at]
        return self.text[max(0, token.start - 1) : token.start].isspace()

    def _figure_soon(self, at: int) -> bool:
        """A figure follows "and" within a few words: the next part of a list begins."""
        for token in self.tokens[at + 1 : at + 7]:
            if token.kind == Kind.FIGURE:
                return True
            if token.text in (",", "[", ";", ":", "and", "or"):
                return False
        return False

    def _tidy_right(self, words: str) -> str:
        parts = words.split()
        while parts and self._bare(parts[-1]) in self.function:
            if len(parts) > 1 and self._phrasal(parts):
                break
            parts.pop()
        tidy = " ".join(parts).strip(" -–—/&'")
        return tidy if len(tidy) <= LONGEST else tidy[:LONGEST].rsplit(" ", 1)[0]

    def next_kind(self, figure: int) -> str:
        """What the word after a figure is: of, verb, noun, other."""
        for token in self._right_tokens(figure)[:4]:
            if token.noise:
                continue
            if token.kind == Kind.WORD:
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
            return "noun" if token.kind == Kind.NAME else "none"
        return "none"

    def _participle(self, token: Token) -> bool:
        """ "1,900 invited and 1,100 attended": a verb at the end of its clause, without a noun."""
        if not token.text.endswith("ed") or token.text in self.patterns.words("counted"):
            return False
        at = self.tokens.index(token) + 1
        after = next((t for t in self.tokens[at : at + 2] if not t.noise), None)
        return after is None or after.kind == Kind.PUNCTUATION or after.text in ("and", "or")

    def _noun_follows(self, token: Token) -> bool:
        """ "34 more children", not "9% more than before"."""
        at = self.tokens.index(token) + 1
        after = next((t for t in self.tokens[at : at + 2] if not t.noise), None)
        return after is not None and after.kind == Kind.WORD and after.text not in self.function

    # --- together ---

    def measure(self, figure: int, held: Measure | None) -> Measure:
        """The measure of a figure; `held` is that of the figure before it in the sentence."""
        found = self._found(figure, held)
        found = self._specified(figure, found, held)
        found = self._of_which(figure, found, held)
        few = 9 if self.around.coded else 4 if self.around.fresh else 2
        if found.source != "lead" and self.around.inner and self.content(found.words) < few:
            return Measure(self._join(self.around.inner, found.words), "lead", found.base)
        return found

    def _of_which(self, figure: int, found: Measure, held: Measure | None) -> Measure:
        """ "41 premises, of which 12 sold": what the part is of was named before."""
        before = [t.text for t in self.tokens[max(0, figure - 3) : figure] if not t.noise]
        if held is None or not held.words or before[-2:-1] != ["of"] or before[-1] not in _WHOLES:
            return found
        base = held.base or held.words
        if any(w in found.words.lower() for w in base.lower().split() if w not in self.empty):
            return found
        return Measure(self._join(base, found.words), found.source, base)

    def _specified(self, figure: int, found: Measure, held: Measure | None) -> Measure:
        """A name of nothing but a general noun or a place ("victims", "the county") gets its subject."""
        if (
            found.source != "clause"
            or len(found.words) > 60
            or not self._general(found.words)
            or self.around.inner
        ):
            return found
        subject = next(
            (s for s in self._subjects(figure, held) if self.content(s) and not self._general(s)), ""
        )
        if not subject:
            return found
        return Measure(self._join(_QUANTITY.sub("", subject), found.words), "subject", found.base)

    def _subjects(self, figure: int, held: Measure | None) -> Iterator[str]:
        """What may say more than a general noun: the sentence's subject, the figure before, the section."""
        yield self._subject(figure)
        if held is not None:
            yield held.words
        before = self.around.before
        if before is not None and self.around.near:
            yield before.base or before.words
        if len(self.around.heading.split()) <= 8:
            yield self.around.heading

    def _general(self, words: str) -> bool:
        """Nothing but nouns that any service counts, and places."""
        general, places = self.patterns.words("general"), self.patterns.words("place_words")
        said = [w for w in re.findall(r"[a-z][\w'’-]*", words.lower()) if w not in self.empty]
        return len(said) <= 2 and all(w in general or w.removesuffix("'s") in places for w in said)

    def _subject(self, figure: int) -> str:
        """The subject of the sentence, where its verb comes before any figure: "Burglary fell, with 12"."""
        verbs = self.patterns.words("verbs")
        for number, token in enumerate(self.tokens[:14]):
            if number >= figure or token.kind == Kind.FIGURE or token.text in (",", "[", "that"):
                return ""
            moved = token.cue is not None and token.cue.kind in _MOVED
            if moved or token.text in verbs:
                words = self.phrase_of(
                    [t for t in self.tokens[:number] if t.cue is None or t.text == "against"]
                )
                return words if number and self.content(words) else ""
        return ""

    def _found(self, figure: int, held: Measure | None) -> Measure:
        right, kind = self.right(figure), self.next_kind(figure)
        opens = kind in ("of", "verb") or (kind == "noun" and self.content(right) > 0)
        left = self.left(figure, first=opens)
        bracketed = figure > 0 and self.tokens[figure - 1].text == "["
        if bracketed and held is not None and (kind in ("none", "other") or not self.content(right)):
            return held
        if opens:
            topic = self._topic(figure, left)
            if kind == "of":
                found = self._share(figure, right, self._governing(figure, left, self.taken), held)
            elif kind == "verb":
                found = self._predicate(right, left if not topic else "", held)
            else:
                found = self._counted(figure, right, left if not topic else "", held)
            self.taken = self._said_until(figure)
            return (
                Measure(self._join(topic, found.words), found.source, found.base or found.words)
                if topic
                else found
            )
        topic = self._opening_group(figure) if self.content(left) < 3 else ""
        if topic and topic.lower() not in left.lower():
            found = self._of_group(topic, left, held)
        else:
            found = self._named_before(
                right, left, held, cohort=self._cohort(figure), back=self._back(figure)
            )
        if self.content(right):
            self.taken = self._said_until(figure)
        return found

    def _said_until(self, figure: int) -> int:
        """The end of what a figure counts: the next figure's words begin after it."""
        at = figure + 1
        while at < len(self.tokens):
            token = self.tokens[at]
            if token.kind == Kind.FIGURE or token.text in (
                ",",
                ";",
                ":",
                "and",
                "but",
                "while",
                "whilst",
                "[",
                "compared",
            ):
                break
            at += 1
        return at

    def _topic(self, figure: int, left: str) -> str:
        """ "On gas safety checks, 99% of homes ...": a topic put before the sentence."""
        tokens = [t for t in self.tokens[:figure] if not t.noise]
        if len(tokens) < 2 or tokens[-1].text != "," or tokens[0].text not in self.patterns.words("topic"):
            return ""
        if any(t.kind == Kind.FIGURE for t in tokens) or self.content(left) == 0 or len(tokens) > 9:
            return ""
        return left

    def _cohort(self, figure: int) -> bool:
        """ "For part-time crews it was 30%": the clause opens with the group, not with the measure."""
        tokens = [t for t in self._left_tokens(figure) if not t.noise and t.text != ","]
        while tokens and tokens[0].text in (
            "and",
            "but",
            "while",
            "whilst",
            "equivalent",
            "comparable",
            "same",
        ):
            tokens.pop(0)
        if tokens and tokens[0].text in ("figure", "rate", "percentage", "proportion") and len(tokens) < 6:
            alike = any(t.text in ("equivalent", "comparable", "corresponding") for t in self.tokens[:figure])
            tokens = tokens[1:] if alike else tokens
        return bool(tokens) and tokens[0].text in ("for", "among", "amongst") and len(tokens) < 12

    def _opening_group(self, figure: int) -> str:
        """ "for graffiti, with the same target, the result was 92%": the group that the clause opens with."""
        if not any(t.text == "," for t in self.tokens[max(0, figure - 30) : figure]):
            return ""
        start = figure
        while start > max(0, figure - 30) and not (
            self.tokens[start - 1].kind == Kind.FIGURE or self.tokens[start - 1].text in (";", ":", ".")
        ):
            start -= 1
        while start < figure and (
            self.tokens[start].noise or self.tokens[start].text in (",", "and", "but", "while", "whilst")
        ):
            start += 1
        clause = self.tokens[start:figure]
        opened = " ".join(t.text for t in clause[:3])
        opener = next((o for o in self.patterns.words("openers") if f"{opened} ".startswith(f"{o} ")), "")
        end = next((i for i, t in enumerate(clause[:12]) if t.text == ","), 0)
        return self.phrase_of(clause[len(opener.split()) : end]) if end and opener else ""

    def _of_group(self, topic: str, left: str, held: Measure | None) -> Measure:
        """The measure of a group: its own words, or those of the figure before."""
        if self.content(left):
            return Measure(self._join(left, topic), "clause", topic)
        earlier = held or (self.around.before if self.around.near else None)
        if earlier is None or not earlier.words:
            return Measure(topic, "clause", topic)
        return Measure(self._join(earlier.words, topic), "sentence_before", earlier.base)

    def _governing(self, figure: int, left: str, taken: int) -> str:
        """ "a good level of development was achieved by 63% of children": governed from the left."""
        tokens = [t for t in self.tokens[taken:figure] if not t.noise]
        return left if tokens and tokens[-1].text in self.patterns.words("subordinate") else ""

    def _share(self, figure: int, right: str, left: str, held: Measure | None) -> Measure:
        words = self._tidy(right)
        if held is not None and self._equated(figure):
            return held
        words = self._kind_of_held(words, held)
        part = self._composing(figure)
        if part:
            whole = words if self.content(words) else self._whole_of(held)
            return Measure(self._join(part, f"share of {whole}") if whole else part, "clause", part)
        first = words.split()[0].lower() if words else ""
        pronoun = right.lower().startswith(
            ("of these", "of those", "of them", "of this", "of which", "of whom")
        )
        base = self._base_after(figure) if words == self._tidy(right) else words
        if self.content(words) == 0 or (first in ("cases",) and left):
            if self.content(left):
                return Measure(self._tidy(f"{left} {words}"), "clause")
            return held or self._inherited(words)
        earlier = held or self.around.before
        if pronoun and earlier is not None and earlier.words and not self.content(left):
            return Measure(self._join(earlier.base or earlier.words, words), "sentence_before", earlier.base)
        if self.content(left) >= 2 and (self.content(words) < 3 or pronoun):
            return Measure(self._join(left, words), "clause", base)
        if first == "others" and held is not None:
            return Measure(self._join(words, _said_of(held)), "clause", words)
        return Measure(self._join(words, self._doing(figure)), "clause", base)

    def _composing(self, figure: int) -> str:
        """ "Long absence made up 61% of days lost": the part that a share tells of."""
        tokens = [t for t in self._left_tokens(figure, first=True) if not t.noise and t.text != ","]
        while tokens and tokens[-1].text in ("further", "another", "only", "some"):
            tokens.pop()
        verbs = self.patterns.words("composing")
        used = next((n for n in (1, 2) if " ".join(t.text for t in tokens[-n:]) in verbs), 0)
        if len(tokens) <= used or not used:
            return ""
        words = self.phrase_of(tokens[:-used])
        return words if self.content(words) else ""

    def _whole_of(self, held: Measure | None) -> str:
        earlier = held or self.around.before
        return self.around.inner or (earlier.base or earlier.words if earlier is not None else "")

    def _kind_of_held(self, words: str, held: Measure | None) -> str:
        """ "71% of minors and 85% of others": other applications, where the first were applications."""
        named = _KINDS.get(self._bare(words.split()[0])) if words else None
        if named is None or held is None or not held.base or len(words.split()) > 6:
            return words
        head = held.base.split()[-1]
        return " ".join([named, head, *words.split()[1:]])

    def _base_after(self, figure: int) -> str:
        """The things that a share is of: the words after the figure up to their verb."""
        tokens = self._right_tokens(figure)
        verbs = self.patterns.words("verbs")
        for number, token in enumerate(tokens):
            had = token.cue is not None and token.cue.kind in ("pluperfect", "must", "would")
            if number > 1 and (had or token.text in verbs or token.text in ("who", "that", "with")):
                return self._tidy_right(self.phrase_of(tokens[:number]))
        return self.base_of(self._tidy(self.right(figure)))

    def _doing(self, figure: int) -> str:
        """ "Crews reached 96% of fires": who does it, where the share is what a verb of theirs speaks of."""
        tokens = [t for t in self._left_tokens(figure, first=True) if not t.noise]
        if not tokens or tokens[-1].kind != Kind.WORD or len(tokens) > 8:
            return ""
        last = tokens[-1].text
        if last in self.function or last in self.reporting or self.around.inner:
            return ""
        words = self._tidy(self._phrase(tokens))
        return words if self.content(words) >= 2 or last in self.patterns.words("trailing") else ""

    def _equated(self, figure: int) -> bool:
        """ "1 child, which equates to 0.3% of the cohort": the share is of what was named before."""
        tokens = [t.text for t in self.tokens[max(0, figure - 4) : figure] if not t.noise]
        return any(t in self.patterns.words("equates") for t in tokens)

    def base_of(self, words: str) -> str:
        """ "children in care had a review": the words before the verb."""
        parts = words.split()
        verbs = self.patterns.words("verbs")
        for number, part in enumerate(parts):
            if number and (self._bare(part) in verbs or self._bare(part) in ("who", "that", "with")):
                return " ".join(parts[:number])
        return words

    def _predicate(self, right: str, left: str, held: Measure | None) -> Measure:
        """ "99% had been visited": the people are named before, or with the figure before."""
        said = self._tidy(right)
        if self.content(left):
            return Measure(self._join(left, said), "clause", left)
        if not self.content(said) and held is not None:
            return held
        if held is not None:
            return Measure(self._join(held.base or held.words, said), "clause", held.base or held.words)
        inherited = self._inherited(said)
        if inherited.source in ("heading", "clause") and self.content(said) >= 3:
            return Measure(said, "clause")
        return Measure(self._join(inherited.base or inherited.words, said), inherited.source, inherited.base)

    def _with_fewer(self, figure: int) -> bool:
        """ "burglary was down 11%, with 312 fewer victims": a change told of the same measure again."""
        before = [t.text for t in self.tokens[max(0, figure - 3) : figure] if not t.noise]
        after = next((t for t in self.tokens[figure + 1 : figure + 3] if not t.noise), None)
        less = after is not None and after.cue is not None and after.cue.kind in ("more", "fewer")
        return less and before[-1:] in (["with"], ["or"], ["meaning"])

    def _counted(self, figure: int, right: str, left: str, held: Measure | None) -> Measure:
        words = self._tidy(right)
        if held is not None and self.content(words) == 1 and words.lower() in held.words.lower():
            return held
        earlier = held or self.around.before
        if earlier is not None and earlier.words and self.content(words) < 3 and self._equated(figure):
            return Measure(self._join(earlier.words, words), "sentence_before", earlier.base)
        if held is not None and held.words and self._with_fewer(figure):
            return Measure(self._join(held.words, words), held.source, held.base)
        if self.content(left) and (self.content(words) < 3 or self._active(left)):
            return Measure(self._join(words, left), "clause", self.base_of(words))
        return Measure(words, "clause", self.base_of(words))

    def _active(self, left: str) -> bool:
        parts = left.lower().split()
        return bool(parts) and parts[-1] in self.patterns.words("transitive")

    def _named_before(
        self, right: str, left: str, held: Measure | None, *, cohort: bool = False, back: bool = False
    ) -> Measure:
        tail = self._tidy(right) if self.content(right) else ""
        earlier = held or self.around.before
        if cohort and earlier is not None and earlier.words:
            return Measure(self._join(earlier.words, left), "sentence_before", earlier.base)
        if held is not None and left.split()[-1:] in (["ones"], ["one"]) and len(left.split()) < 4:
            kind = [w for w in left.split()[:-1] if w.lower() not in self.function]
            words = " ".join([*kind, *held.words.split()[1:]])
            return Measure(words, "sentence_before", words)
        if self.content(left):
            found = Measure(self._join(left, tail), "clause", left)
            return self._pointing_back(found, held) if back else found
        if held is not None:
            return Measure(self._join(held.base or held.words, tail), "clause", held.base) if tail else held
        return self._inherited(tail)

    def _back(self, figure: int) -> bool:
        """The clause speaks of "it" or "those"."""
        return any(t.text in _BACK for t in self._left_tokens(figure))

    def _pointing_back(self, measure: Measure, held: Measure | None) -> Measure:
        """ "for those aged over 18 it was": the thing itself was named before."""
        earlier = held or self.around.before
        if earlier is None or not earlier.words or self.content(measure.words) > 3:
            return measure
        return Measure(self._join(earlier.words, measure.words), "sentence_before", earlier.base)

    def _inherited(self, tail: str) -> Measure:
        around = self.around
        if around.inner:
            return Measure(self._join(around.inner, tail), "lead", around.inner)
        told = around.before is not None and around.before.words and around.near and not tail
        if around.label and self.content(around.label) and not told:
            return Measure(self._join(around.label, tail), "lead", around.label)
        if around.before is not None and around.before.words and (around.near or self._goes_back()):
            base = around.before.base or around.before.words
            return Measure(self._join(base, tail) if tail else around.before.words, "sentence_before", base)
        if self.content(around.heading):
            return Measure(self._join(around.heading, tail), "heading", around.heading)
        return Measure(tail, "clause")

    def _goes_back(self) -> bool:
        """The sentence opens with a word that needs the one before it."""
        needs = self.patterns.words("needs_before")
        for token in self.tokens[:20]:
            if token.kind == Kind.FIGURE:
                break
            if token.text in needs:
                return True
        return False

    def named_with(self, whole: Measure, part: Measure) -> Measure:
        """The measure of a part, under the name of its whole."""
        return Measure(self._join(whole.words, part.words), "list", whole.base)

    def _join(self, first: str, second: str) -> str:
        second = self._tidy(second)
        if not second or second.lower() in first.lower():
            return first
        if not first or first.lower() in second.lower():
            return second
        joined = f"{first} {second}"
        return joined if len(joined) <= LONGEST else joined[:LONGEST].rsplit(" ", 1)[0]
