"""The measure's words: what a figure is of, from its clause, the figure before, the label or the heading."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.patterns.statements import StatementPatterns
from extractor.statements.marking import Kind, Marked
from extractor.statements.subjects import Subjects


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
    opened: str = ""
    """What the passage spoke of before its first figure."""
    lead: str = ""
    """What the item above was of, which ended with a colon."""
    asked: bool = False
    """`inner` is what a question asks for: an answer that names anything names it better."""


_KINDS = {
    "others": "other",
    "minors": "minor",
    "majors": "major",
    "rest": "remaining",
    "remainder": "remaining",
}
_OF_THEM = re.compile(
    r"of (?:these|them|this|which|whom|those(?! (?:who|that|aged|under|over|with|in|on|at)\b))\b", re.I
)
_FEW = 3
"""Words of its own, fewer than which an item is named with the item that leads it."""
_AVERAGING = frozenset({"averaged", "averaging", "averages"})
_TIME_LIMIT = re.compile(r"\s*\b(?:with)?in (?:the )?(?:\d|one|two|three|four|six|eight|ten|thirteen).*")
_QUANTITY = re.compile(
    r"^(?:the )?(?:overall )?(?:rate|number|percentage|proportion|level|share|volume|total)s? (?:of|for) ",
    re.I,
)
_WHOLES = ("which", "whom", "these", "those", "them")
_BACK = frozenset({"those", "these", "it", "they", "this"})


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


class MeasureFinder(Subjects):
    """Finds the measures of one sentence's figures, left to right."""

    def __init__(self, marked: Marked, text: str, around: Surroundings, patterns: StatementPatterns) -> None:
        super().__init__(marked, text, patterns, around.floor)
        self.around = around
        self.nearest: Measure | None = None
        """The measure of the figure right before, whatever its unit."""
        self.topic = ""
        """What the clause before a colon or semicolon speaks of, where it states no figure."""

    def measure(self, figure: int, held: Measure | None) -> Measure:
        """The measure of a figure; `held` is that of the figure before it in the sentence."""
        found = self._of_clause(figure, held)
        if self.around.lead and self.content(found.words) < _FEW and not self.around.coded:
            return Measure(self.join(self.around.lead, found.words), found.source, found.base)
        return found

    def _of_clause(self, figure: int, held: Measure | None) -> Measure:
        """The measure from the sentence and what stands before it in its passage."""
        self.topic = self.topic_of_clause(figure)
        found = self._found(figure, held)
        found = self._pointed(figure, found, held)
        found = self._specified(figure, found, held)
        found = self._of_which(figure, found, held)
        found = self._averaged(figure, found)
        few = 9 if self.around.coded else 4 if self.around.fresh else 1 if self.around.asked else 2
        label = self._code_before(figure) or self.around.inner
        if label and self.around.fresh and self._label_taken_up():
            return Measure(label, "lead", label)
        if self.around.asked and self._within(found.words, label):
            return Measure(label, "lead", label)
        if self.around.fresh and not self.around.coded and self._told_apart(figure, found):
            return found
        if found.source != "lead" and label and self.content(found.words) < few:
            return Measure(self.join(label, found.words), "lead", found.base)
        return found

    def _label_taken_up(self) -> bool:
        """ "Quitters: This comes from the clinics and stood at 41": the pronoun stands for the label."""
        colon = next((i for i, t in enumerate(self.tokens[:12]) if t.text == ":"), None)
        return colon is not None and self.tokens[colon + 1].text in ("this", "it", "these", "they")

    def _within(self, words: str, label: str) -> bool:
        """The answer says no more than the question: "visits" of "museum visits made"."""
        said = {w for w in words.lower().split() if w not in self.empty}
        return bool(said) and said <= set(label.lower().split())

    def _told_apart(self, figure: int, found: Measure) -> bool:
        """ "Exclusions: 31, up from 19; suspensions rose 22%": a clause with a subject and verb."""
        start = figure
        while start > 0 and self.tokens[start - 1].text not in (";", ":"):
            start -= 1
        verb = next((i for i in range(start, figure) if self.is_verb(self.tokens[i])), start)
        after = start > 0 and self.tokens[start - 1].text == ";"
        return after and found.source == "clause" and self.content(self.phrase(self.tokens[start:verb])) > 0

    def _code_before(self, figure: int) -> str:
        """ "; QX 24b: 21% of lanes": the code right before a figure of a list."""
        before = self.tokens[max(0, figure - 2) : figure]
        coded = len(before) == 2 and before[0].kind == Kind.NAME and before[1].text in (":", "-")
        return self.phrase(before[:1]) if coded else ""

    def _pointed(self, figure: int, found: Measure, held: Measure | None) -> Measure:
        """ "312 of them were overdue", "they completed 45": who they are was named before."""
        if found.source != "clause" or self.content(found.words) > 4 or not self.points(figure):
            return found
        earlier = self._earlier(held, near=True)
        named = (
            self.topic or (earlier.base or earlier.words if earlier is not None else "") or self.around.inner
        )
        if not named or self.shares_word(named, found.words):
            return found
        return Measure(self.join(named, found.words), "sentence_before", found.base)

    def _earlier(self, held: Measure | None, *, near: bool = False) -> Measure | None:
        """What a word that points back stands for: the clause, the figure or the sentence before."""
        if self.topic:
            return Measure(self.topic, "lead", self.topic)
        return held or (self.around.before if self.around.near or not near else None)

    def _of_which(self, figure: int, found: Measure, held: Measure | None) -> Measure:
        """ "41 premises, of which 12 sold": what the part is of was named before."""
        before = [t.text for t in self.tokens[max(0, figure - 3) : figure] if not t.noise]
        if held is None or not held.words or before[-2:-1] != ["of"] or before[-1] not in _WHOLES:
            return found
        base = held.base or held.words
        if any(w in found.words.lower() for w in base.lower().split() if w not in self.empty):
            return found
        return Measure(self.join(base, found.words), found.source, base)

    def _specified(self, figure: int, found: Measure, held: Measure | None) -> Measure:
        """A name of nothing but a general noun or a place ("victims", "the county") gets its subject."""
        if (
            found.source != "clause"
            or len(found.words) > 60
            or not (self.general(found.words) or self._is_group(found.words))
            or self.around.inner
        ):
            return found
        group = self._is_group(found.words)
        subjects = self._told_of_groups(held) if group else self._subjects(figure, held)
        subject = next((s for s in subjects if self.content(s) and not self.general(s)), "")
        if not subject:
            return found
        if self._only_who(found.words):
            return Measure(_QUANTITY.sub("", subject), "subject", found.base)
        return Measure(self.join(_QUANTITY.sub("", subject), found.words), "subject", found.base)

    def _averaged(self, figure: int, found: Measure) -> Measure:
        """ "on average", "averaged": said of what was named before."""
        near = self.tokens[max(0, figure - 3) : figure + 4]
        said = any(
            t.cue is not None
            and t.cue.kind == "average"
            and (t.text in _AVERAGING or before.text in ("on", "an"))
            for before, t in itertools.pairwise(near)
        )
        if not said or not found.words or re.search(r"\b(?:average|mean)", found.words, re.I):
            return found
        return Measure(f"average {found.words}", found.source, found.base)

    def _next_part(self, figure: int) -> bool:
        """ "58 were about waste, 71 about housing": the next part of a whole, by what it is about."""
        before, after = self.tokens[figure - 1 : figure], self.tokens[figure + 1 : figure + 2]
        listed = bool(before) and before[0].text in (",", "and", ";")
        return listed and bool(after) and after[0].text in ("about", "concerning", "regarding")

    def _told_of_groups(self, held: Measure | None) -> Iterator[str]:
        """What is told of one group after another: the name before without its group."""
        yield self.topic
        nearest = self.nearest or held
        words = nearest.words.split() if nearest is not None else []
        while words and words[-1].lower() in self.patterns.words("groups"):
            words.pop()
        yield " ".join(words)

    def _next_bracket(self, figure: int) -> bool:
        """ "long (72%) and short (28%)": words of its own stand before the second bracket."""
        last = next(
            (i for i in range(figure - 2, self.opening - 1, -1) if self.tokens[i].kind == Kind.FIGURE), 0
        )
        between = self.tokens[last + 2 : figure - 1]
        listed = last > 0 and self.tokens[last - 1].text == "[" and self.tokens[last + 1].text == "]"
        return (
            listed
            and bool(between)
            and between[0].text in ("and", ",")
            and self.content(self.phrase(between)) > 0
        )

    def _is_group(self, words: str) -> bool:
        """ "boys 53%"; after a clause that says of what, those whom any service counts as well."""
        said = [w for w in words.lower().split() if w not in self.empty]
        grouped = bool(said) and all(w in self.patterns.words("groups") for w in said)
        return grouped or bool(self.topic and self._counts_people(words))

    def _only_who(self, words: str) -> bool:
        """ "The Board had wanted 50%": who speaks is no part of the name."""
        said = [w for w in words.lower().split() if w not in self.empty]
        return bool(said) and all(w in self.patterns.words("who_says") for w in said)

    def _subjects(self, figure: int, held: Measure | None) -> Iterator[str]:
        """What may say more than a general noun: the sentence's subject, the figure before, the section."""
        yield self.topic
        yield self.subject(figure)
        nearest = self.nearest or held
        if nearest is not None:
            yield nearest.words
        yield self.around.opened
        before = self.around.before
        if before is not None and self.around.near:
            yield before.base or before.words
        if len(self.around.heading.split()) <= 8 and not any(c.isdigit() for c in self.around.heading):
            yield self.around.heading

    def _found(self, figure: int, held: Measure | None) -> Measure:
        right, kind = self.right(figure), self.next_kind(figure)
        opens = kind in ("of", "verb") or (kind == "noun" and self.content(right) > 0)
        left = self.left(figure, first=opens)
        bracketed = figure > 0 and self.tokens[figure - 1].text == "["
        alone = kind in ("none", "other") or not self.content(right)
        if bracketed and held is not None and alone and not self._next_bracket(figure):
            return held
        if self._next_part(figure) and self.nearest is not None:
            return Measure(
                self.join(self.nearest.base or self.nearest.words, right), "list", self.nearest.base
            )
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
                Measure(self.join(topic, found.words), found.source, found.base or found.words)
                if topic
                else found
            )
        topic = self._opening_group(figure) if self.content(left) < 3 else ""
        if topic and topic.lower() not in left.lower():
            found = self._of_group(topic, left, held)
        else:
            found = self._named_before(
                right, left, held,
                cohort=self._cohort(figure), back=self._back(figure), same_subject=self.same_subject(figure),
            )  # fmt: skip
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
        tokens = [t for t in self.left_tokens(figure) if not t.noise and t.text != ","]
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
            return Measure(self.join(left, topic), "clause", topic)
        earlier = self._earlier(held, near=True)
        if earlier is None or not earlier.words:
            return Measure(topic, "clause", topic)
        return Measure(self.join(earlier.words, topic), "sentence_before", earlier.base)

    def _governing(self, figure: int, left: str, taken: int) -> str:
        """ "a good level of development was achieved by 63% of children": governed from the left."""
        tokens = [t for t in self.tokens[taken:figure] if not t.noise]
        return left if tokens and tokens[-1].text in self.patterns.words("subordinate") else ""

    def _share(self, figure: int, right: str, left: str, held: Measure | None) -> Measure:
        words = self.tidy(right)
        if held is not None and self._equated(figure):
            return held
        words = self._kind_of_held(words, held)
        part = self._composing(figure)
        if part:
            whole = words if self.content(words) else self._whole_of(held)
            return Measure(self.join(part, f"share of {whole}") if whole else part, "clause", part)
        first = words.split()[0].lower() if words else ""
        pronoun = _OF_THEM.match(right) is not None
        base = self._base_after(figure) if words == self.tidy(right) else words
        if self.content(words) == 0 or (first in ("cases",) and left):
            left = left or self.left(figure)
            if self.content(left):
                return Measure(self.tidy(f"{left} {words}"), "clause")
            return held or self._inherited(words)
        earlier = self._earlier(held)
        if pronoun and earlier is not None and earlier.words and not self.content(left):
            return Measure(self.join(earlier.base or earlier.words, words), "sentence_before", earlier.base)
        if self.content(left) and (self.content(words) < 3 or pronoun):
            return Measure(self.join(left, words), "clause", base)
        if first == "others" and held is not None:
            return Measure(self.join(words, _said_of(held)), "clause", words)
        return Measure(self.join(words, self._doing(figure)), "clause", base)

    def _composing(self, figure: int) -> str:
        """ "Long absence made up 61% of days lost": the part that a share tells of."""
        tokens = [t for t in self.left_tokens(figure, first=True) if not t.noise and t.text != ","]
        while tokens and tokens[-1].text in ("further", "another", "only", "some"):
            tokens.pop()
        verbs = self.patterns.words("composing")
        used = next((n for n in (1, 2) if " ".join(t.text for t in tokens[-n:]) in verbs), 0)
        if len(tokens) <= used or not used:
            return ""
        words = self.phrase_of(tokens[:-used])
        return words if self.content(words) else ""

    def _whole_of(self, held: Measure | None) -> str:
        earlier = self._earlier(held)
        return self.around.inner or (earlier.base or earlier.words if earlier is not None else "")

    def _kind_of_held(self, words: str, held: Measure | None) -> str:
        """ "71% of minors and 85% of others": other applications, where the first were applications."""
        named = _KINDS.get(self.bare(words.split()[0])) if words else None
        if named is None or held is None or not held.base or len(words.split()) > 6:
            return words
        head = held.base.split()[-1]
        return " ".join([named, head, *words.split()[1:]])

    def _base_after(self, figure: int) -> str:
        """The things that a share is of: the words after the figure up to their verb."""
        tokens = self.right_tokens(figure)
        verbs = self.patterns.words("verbs")
        for number, token in enumerate(tokens):
            had = token.cue is not None and token.cue.kind in ("pluperfect", "must", "would")
            if number > 1 and (had or token.text in verbs or token.text in ("who", "that", "with")):
                return self.tidy_right(self.phrase_of(tokens[:number]))
        return self.base_of(self.tidy(self.right(figure)))

    def _doing(self, figure: int) -> str:
        """ "Crews reached 96% of fires": who does it, where the share is what a verb of theirs speaks of."""
        tokens = [t for t in self.left_tokens(figure, first=True) if not t.noise]
        if not tokens or tokens[-1].kind != Kind.WORD or len(tokens) > 8:
            return ""
        last = tokens[-1].text
        if last in self.function or last in self.reporting or self.around.inner:
            return ""
        words = self.tidy(self.phrase(tokens))
        return words if self.content(words) >= 2 or last in self.patterns.words("trailing") else ""

    def _equated(self, figure: int) -> bool:
        """ "1 child, which equates to 0.3% of the cohort": the share is of what was named before."""
        tokens = [t.text for t in self.tokens[max(0, figure - 4) : figure] if not t.noise]
        told = tokens[-2:-1] == ["which"] and tokens[-1] in ("is", "was", "are", "were")
        return told or any(t in self.patterns.words("equates") for t in tokens)

    def base_of(self, words: str) -> str:
        """ "children in care had a review": the words before the verb."""
        parts = words.split()
        verbs = self.patterns.words("verbs")
        for number, part in enumerate(parts):
            if number and (self.bare(part) in verbs or self.bare(part) in ("who", "that", "with")):
                return " ".join(parts[:number])
        return words

    def _predicate(self, right: str, left: str, held: Measure | None) -> Measure:
        """ "99% had been visited": the people are named before, or with the figure before."""
        said = self.tidy(right)
        if self.content(left):
            return Measure(self.join(left, said), "clause", left)
        if not self.content(said) and held is not None:
            return held
        if held is not None:
            return Measure(self.join(held.base or held.words, said), "clause", held.base or held.words)
        inherited = self._inherited(said)
        if inherited.source in ("heading", "clause") and self.content(said) >= 3:
            return Measure(said, "clause")
        return Measure(self.join(inherited.base or inherited.words, said), inherited.source, inherited.base)

    def _with_fewer(self, figure: int) -> bool:
        """ "burglary was down 11%, with 312 fewer victims": a change told of the same measure again."""
        before = [t.text for t in self.tokens[max(0, figure - 3) : figure] if not t.noise]
        after = next((t for t in self.tokens[figure + 1 : figure + 3] if not t.noise), None)
        less = after is not None and after.cue is not None and after.cue.kind in ("more", "fewer")
        return less and before[-1:] in (["with"], ["or"], ["meaning"])

    def _counted(self, figure: int, right: str, left: str, held: Measure | None) -> Measure:
        words = self.tidy(right)
        if held is not None and self.content(words) == 1 and words.lower() in held.words.lower():
            return held
        earlier = self._earlier(held)
        if earlier is not None and earlier.words and self.content(words) < 3 and self._equated(figure):
            return Measure(self.join(earlier.words, words), "sentence_before", earlier.base)
        if held is not None and held.words and self._with_fewer(figure):
            return Measure(self.join(held.words, words), held.source, held.base)
        if self.content(left) and (self.content(words) < 3 or self._active(left)):
            return Measure(self.join(words, left), "clause", self.base_of(words))
        return Measure(words, "clause", self.base_of(words))

    def _active(self, left: str) -> bool:
        parts = left.lower().split()
        return bool(parts) and parts[-1] in self.patterns.words("transitive")

    def _named_before(
        self,
        right: str,
        left: str,
        held: Measure | None,
        *,
        cohort: bool = False,
        back: bool = False,
        same_subject: bool = False,
    ) -> Measure:
        tail = self.tidy(right) if self.content(right) else self._things(right, left)
        earlier = self._earlier(held)
        if cohort and earlier is not None and earlier.words:
            return Measure(self.join(earlier.words, left), "sentence_before", earlier.base)
        if held is not None and left.split()[-1:] in (["ones"], ["one"]) and len(left.split()) < 4:
            kind = [w for w in left.split()[:-1] if w.lower() not in self.function]
            words = " ".join([*kind, *held.words.split()[1:]])
            return Measure(words, "sentence_before", words)
        if held is not None and same_subject:
            return held
        if self.content(left):
            found = Measure(self.join(left, tail), "clause", left)
            return self._pointing_back(found, held) if back else found
        if held is not None and not self.topic:
            return Measure(self.join(held.base or held.words, tail), "clause", held.base) if tail else held
        return self._inherited(tail)

    def _things(self, right: str, left: str) -> str:
        """ "mediation was tried in 312 cases": a noun that says nothing alone, with the words before it."""
        noun = right.split()[0] if right else ""
        return noun if self.content(left) and noun.lower() in self.patterns.words("counted") else ""

    def _back(self, figure: int) -> bool:
        """The clause speaks of "it" or "those"."""
        return any(t.text in _BACK for t in self.left_tokens(figure))

    def _pointing_back(self, measure: Measure, held: Measure | None) -> Measure:
        """ "for those aged over 18 it was": the thing itself was named before."""
        earlier = self._earlier(held)
        if earlier is None or not earlier.words or self.content(measure.words) > 3:
            return measure
        return Measure(self.join(earlier.words, measure.words), "sentence_before", earlier.base)

    def _inherited(self, tail: str) -> Measure:
        around = self.around
        if self.topic:
            words = self.join(self._named_pronoun(self.topic), tail)
            return Measure(words, "lead", self.topic)
        if around.inner:
            return Measure(self.join(around.inner, tail), "lead", around.inner)
        told = around.before is not None and around.before.words and around.near
        if around.label and self.content(around.label) and not told:
            return Measure(self.join(around.label, tail), "lead", around.label)
        if around.before is not None and around.before.words and (around.near or self._goes_back()):
            base = around.before.base or around.before.words
            return Measure(self.join(base, tail) if tail else around.before.words, "sentence_before", base)
        if self.content(around.heading):
            return Measure(self.join(around.heading, tail), "heading", around.heading)
        return Measure(tail, "clause")

    def _named_pronoun(self, topic: str) -> str:
        """ "More leavers were taking them up: it was": what "them" stands for was named before."""
        before = self.around.before
        pointing = bool({"them", "these", "those"} & set(topic.lower().split()))
        return self.join(before.base or before.words, topic) if pointing and before is not None else topic

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
        return Measure(self.join(whole.words, part.words), "list", whole.base)
