"""The measure's words: what a figure is of, from its clause, the figure before, the label or the heading."""

from __future__ import annotations

import re
from dataclasses import replace

from extractor.statements.marking import Kind, Token
from extractor.statements.names import Measure, Surroundings, said_of, share_predicate
from extractor.statements.references import DONE, References

__all__ = ["Measure", "MeasureFinder", "Surroundings", "share_predicate"]

_KINDS = {
    "others": "other",
    "minors": "minor",
    "majors": "major",
    "rest": "remaining",
    "remainder": "remaining",
}
_SAID_ENDS = frozenset({",", ";", ":", "and", "but", "while", "whilst", "[", "compared"})
_OF_THEM = re.compile(
    r"of (?:these|them|this|which|whom|those(?! (?:who|that|aged|under|over|with|in|on|at)\b))\b", re.I
)
_LIMIT = re.compile(
    r"(?:with)?in(?:side)? (?:the )?\S+ (?:working |calendar |school )?(?:hour|day|week|month)s?\b"
)
"""A limit of time behind a figure: part of what was counted."""
_WHEN = frozenset({"by", "before", "after", "since", "until", "because", "despite"})
"""Words behind a figure that open a clause of time or cause, and no part of a name."""
_BARE = frozenset({"there", "it", "this", "these", "they", "that"})
_BEING = frozenset({"was", "were", "is", "are"})
_ADJUNCTS = frozenset({"after", "following", "before", "since", "despite"})
"""Words that open what came first, in a clause whose subject is the figure: "After review 59 were upheld"."""
_SPENT = re.compile(r"\b(over|under)spent\b", re.I)
"""What "was overspent" is an overspend, by which the measure goes."""
_FEW = 3
"""Words of its own, fewer than which an item is named with the item that leads it."""


class MeasureFinder(References):
    """Finds the measures of one sentence's figures, left to right."""

    def measure(self, figure: int, held: Measure | None) -> Measure:
        """The measure of a figure; `held` is that of the figure before it in the sentence."""
        found = self.headed(self._of_clause(figure, held))
        found = replace(found, words=_SPENT.sub(r"\1spend", found.words))
        if self.around.lead and self.content(found.words) < _FEW and not self.around.coded:
            return Measure(self.join(self.around.lead, found.words), found.source, found.base)
        return found

    def _of_clause(self, figure: int, held: Measure | None) -> Measure:
        """The measure from the sentence and what stands before it in its passage."""
        self.takes_up = self.takes_up_figure(figure)
        self.topic = "" if self.takes_up else self.topic_of_clause(figure)
        found = self._found(figure, held)
        found = self.named_behind(figure, found, held)
        found = self.pointed(figure, found, held)
        found = self.specified(figure, found, held)
        found = self.of_which(figure, found, held)
        found = self.averaged(figure, found)
        few = 9 if self.around.coded else 4 if self.around.fresh else 1 if self.around.asked else 2
        if own := self.label_before(figure):
            return Measure(own, "lead", own)
        label = self.code_before(figure) or self.around.inner
        if label and self.around.fresh and self.label_taken_up():
            return Measure(label, "lead", label)
        if self.around.asked and self.within(found.words, label):
            return Measure(label, "lead", label)
        if self.around.fresh and not self.around.coded and self.told_apart(figure, found):
            return found
        if found.source != "lead" and label and self.content(found.words) < few:
            return Measure(self.join(label, found.words), "lead", found.base)
        return found

    def _next_part(self, figure: int) -> bool:
        """ "58 were about waste, 71 about housing": the next part of a whole, by what it is about."""
        before, after = self.tokens[figure - 1 : figure], self.tokens[figure + 1 : figure + 2]
        listed = bool(before) and before[0].text in (",", "and", ";")
        return listed and bool(after) and after[0].text in self.patterns.words("parting")

    def next_bracket(self, figure: int) -> str:
        """ "long (72%) and short (28%)": the words of its own that stand before a second bracket."""
        if figure < 1 or self.tokens[figure - 1].text != "[":
            return ""
        before = range(figure - 2, self.opening - 1, -1)
        last = next((i for i in before if self.tokens[i].kind is Kind.FIGURE), 0)
        between = self.tokens[last + 1 : figure - 1]
        if not last or len(between) < 2:
            return ""
        if self.tokens[last - 1].text != "[" or between[0].text != "]":
            return self._named_in_aside(between)
        words = self.phrase_of(between[1:]) if between[1].text in ("and", ",", ";") else ""
        return words if self.content(words) else ""

    def _named_in_aside(self, between: list[Token]) -> str:
        """ "10.7 days, the first reason being stress (23%)": what an aside says before its bracket."""
        start = next((i + 1 for i, t in enumerate(between) if t.text in ("being", "by")), 0)
        return self.phrase_of(between[start:]) if start and between[0].text == "," else ""

    def _found(self, figure: int, held: Measure | None) -> Measure:
        right, kind = self.right(figure), self.next_kind(figure)
        opens = kind in ("of", "verb") or (kind == "noun" and self.content(right) > 0)
        left = self.left(figure, first=opens)
        bracketed = figure > 0 and self.tokens[figure - 1].text == "["
        alone = kind in ("none", "other") or not self.content(right)
        if bracketed and alone and (said := self.said_behind(figure)) and self._says_who(left):
            return Measure(self.join(left, said), "clause", left)
        if bracketed and held is not None and alone:
            own = self.next_bracket(figure)
            if own and self._cohort(figure):
                return Measure(self.join(held.words, own), "clause", held.base)
            return Measure(own, "clause", own) if own else held
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
        if part := self._composing(figure):
            whole = self._whole_of(held)
            return Measure(self.join(part, f"share of {whole}") if whole else part, "clause", part)
        topic = self._opening_group(figure) if self.content(left) < 3 else ""
        if topic and topic.lower() not in left.lower():
            found = self._of_group(topic, left, held)
        else:
            found = self._named_before(
                right, left, held,
                cohort=self._cohort(figure), back=self.back(figure), same_subject=self.same_subject(figure),
            )  # fmt: skip
        if self.content(right):
            self.taken = self._said_until(figure)
        return found

    def _says_who(self, words: str) -> bool:
        """ "Every pupil", "Castle Mead": of whom, and not what."""
        return bool(self.content(words)) and (self.general(words) or self.counts_people(words))

    def _said_until(self, figure: int) -> int:
        """The end of what a figure counts: the next figure's words begin after it."""
        at = figure + 1
        while at < len(self.tokens):
            token = self.tokens[at]
            if token.kind is Kind.FIGURE or token.text in _SAID_ENDS:
                break
            if token.text == "-" and self.spaced(at):
                break
            at += 1
        return at

    def _topic(self, figure: int, left: str) -> str:
        """ "On gas safety checks, 99% of homes ...": a topic put before the sentence."""
        tokens = [t for t in self.tokens[:figure] if not t.noise]
        if len(tokens) < 2 or tokens[-1].text != "," or tokens[0].text not in self.patterns.words("topic"):
            return ""
        if any(t.kind is Kind.FIGURE for t in tokens) or self.content(left) == 0 or len(tokens) > 9:
            return ""
        return left

    def _cohort(self, figure: int) -> bool:
        """ "For part-time crews it was 30%": the clause opens with the group, not with the measure."""
        if self._says_only_where(figure):
            return True
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
        if tokens and tokens[0].cue is not None and tokens[0].cue.kind == "extreme":
            return not any(self.is_verb(t) for t in tokens[1:])
        return bool(tokens) and tokens[0].text in ("for", "among", "amongst") and len(tokens) < 12

    def _says_only_where(self, figure: int) -> bool:
        """ "In the east there were 41", "At stage 2 it was 9%": a place, and no subject that names it."""
        tokens = [t for t in self.left_tokens(figure) if not t.noise]
        if not tokens or tokens[0].text not in self.patterns.words("topic"):
            return False
        linking = self.patterns.words("linking")
        while tokens and (
            tokens[-1].text in linking or (tokens[-1].cue and tokens[-1].cue.kind == "pluperfect")
        ):
            tokens.pop()
        if len(tokens) < 3:
            return False
        last = tokens[-1]
        moved = last.cue is not None and last.cue.kind in ("rise_noun", "fall_noun", "average")
        if last.text in _BARE:
            return True
        plain = self.tokens[self.tokens.index(last) - 1].noise
        return plain and (moved or last.text in self.patterns.words("expletives"))

    def _opening_group(self, figure: int) -> str:
        """ "for graffiti, with the same target, the result was 92%": the group that the clause opens with."""
        if not any(t.text == "," for t in self.tokens[max(0, figure - 30) : figure]):
            return ""
        start = figure
        while start > max(0, figure - 30) and not (
            self.tokens[start - 1].kind is Kind.FIGURE or self.tokens[start - 1].text in (";", ":", ".")
        ):
            start -= 1
        while start < figure and (
            self.tokens[start].noise or self.tokens[start].text in (",", "and", "but", "while", "whilst")
        ):
            start += 1
        clause = self.tokens[start:figure]
        opened = " ".join(t.text for t in clause[:4])
        opener = next((o for o in self.patterns.words("openers") if f"{opened} ".startswith(f"{o} ")), "")
        end = next((i for i, t in enumerate(clause[:12]) if t.text == ","), 0)
        return self.phrase_of(clause[len(opener.split()) : end]) if end and opener else ""

    def _of_group(self, topic: str, left: str, held: Measure | None) -> Measure:
        """The measure of a group: its own words, or those of the figure before."""
        if self.content(left):
            return Measure(self.join(left, topic), "clause", topic)
        earlier = self.earlier(held, near=True)
        if earlier is None or not earlier.words:
            return Measure(topic, "clause", topic)
        return Measure(self.join(earlier.words, topic), "sentence_before", earlier.base)

    def _governing(self, figure: int, left: str, taken: int) -> str:
        """ "a good level of development was achieved by 63% of children": governed from the left."""
        tokens = [t for t in self.tokens[taken:figure] if not t.noise]
        return left if tokens and tokens[-1].text in self.patterns.words("subordinate") else ""

    def _share(self, figure: int, right: str, left: str, held: Measure | None) -> Measure:
        words = self.tidy(right)
        if held is not None and self.equated(figure):
            return held
        words = self._kind_of_held(words, held)
        part = self._composing(figure)
        if part:
            whole = words if self.content(words) else self._whole_of(held)
            return Measure(self.join(part, f"share of {whole}") if whole else part, "clause", part)
        first = words.split()[0].lower() if words else ""
        pronoun = _OF_THEM.match(right) is not None
        base = self._base_after(figure) if words == self.tidy(right) else words
        earlier = self.earlier(held)
        named = earlier.words if pronoun and earlier is not None else ""
        if named and earlier is not None and not self.content(words) and DONE.search(right):
            done = self.join(named, right.split(maxsplit=2)[-1], own=True)
            return Measure(done, "sentence_before", earlier.base)
        if self.content(words) == 0 or (first in ("cases",) and left):
            left = left or self.left(figure)
            if self.content(left):
                return Measure(self.tidy(f"{left} {words}"), "clause")
            return held or self.inherited(words)
        if pronoun and earlier is not None and earlier.words and not self.content(left):
            return Measure(self.join(earlier.base or earlier.words, words), "sentence_before", earlier.base)
        if self.content(left) and (self.content(words) < 3 or pronoun):
            return Measure(self.join(left, words), "clause", base)
        if first == "others" and held is not None:
            return Measure(self.join(words, said_of(held)), "clause", words)
        return Measure(self.join(words, self._doing(figure)), "clause", base)

    def _composing(self, figure: int) -> str:
        """ "Long absence made up 61% of days lost": the part that a share tells of."""
        tokens = [t for t in self.left_tokens(figure, first=True) if not t.noise and t.text != ","]
        dated = max((i + 1 for i, t in enumerate(tokens) if t.kind is Kind.PERIOD), default=0)
        tokens = tokens[dated:]
        while tokens and tokens[-1].text in ("further", "another", "only", "some"):
            tokens.pop()
        verbs = self.patterns.words("composing")
        used = next((n for n in (1, 2) if " ".join(t.text for t in tokens[-n:]) in verbs), 0)
        used = used or int(bool(tokens) and tokens[-1].text in _BEING and self._of_a_whole(figure))
        if len(tokens) <= used or not used:
            return ""
        words = self.phrase_of(tokens[:-used])
        return words if self.content(words) else ""

    def _of_a_whole(self, figure: int) -> bool:
        """ "Boys were 59% of those seen": the whole is named behind the share."""
        after = [t.text for t in self.tokens[figure + 1 : figure + 3]]
        return len(after) == 2 and after[0] == "of" and after[1] in ("those", "all")

    def _whole_of(self, held: Measure | None) -> str:
        earlier = self.earlier(held)
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
        if not tokens or tokens[-1].kind is not Kind.WORD or len(tokens) > 8:
            return ""
        last = tokens[-1].text
        if last in self.function or last in self.reporting or self.around.inner:
            return ""
        words = self.tidy(self.phrase(tokens))
        return words if self.content(words) >= 2 or last in self.patterns.words("trailing") else ""

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
        opening = self.tokens[self.taken : self.taken + 1]
        if opening and opening[0].text in _ADJUNCTS and held is None:
            left = ""
        if self.content(left):
            return Measure(self.join(left, said), "clause", left)
        if not self.content(said) and held is not None:
            return self._done_as_well(said, held) if DONE.match(said) else held
        if held is not None:
            return Measure(self.join(held.base or held.words, said), "clause", held.base or held.words)
        inherited = self.inherited(said)
        if not self.content(said):
            return inherited
        if inherited.source in ("heading", "clause") and self.content(said) >= 3:
            return Measure(said, "clause")
        return Measure(self.join(inherited.base or inherited.words, said), inherited.source, inherited.base)

    def _done_as_well(self, said: str, held: Measure) -> Measure:
        """ "16 were adopted and 19 placed", "141 were stopped, 118 passed": done with the same things."""
        other = bool(held.base) and self.content(said_of(held)) <= 1
        return Measure(self.join(held.base if other else held.words, said), "clause", held.base)

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
        earlier = self.earlier(held)
        if earlier is not None and earlier.words and self.content(words) < 3 and self.equated(figure):
            return Measure(self.join(earlier.words, words), "sentence_before", earlier.base)
        if held is not None and held.words and self._with_fewer(figure):
            return Measure(self.join(held.words, words), held.source, held.base)
        if self.content(left) and (self.content(words) < 3 or self._active(left)):
            return Measure(self.join(words, left), "clause", self.base_of(words))
        return Measure(words, "clause", self.base_of(words))

    def _active(self, left: str) -> bool:
        parts = left.lower().split()
        done = bool(parts) and parts[-1].endswith("ed") and parts[-1] not in self.function
        return done or (bool(parts) and parts[-1] in self.patterns.words("transitive"))

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
        if right.split(maxsplit=1)[0:1] and self.bare(right.split()[0]) in _WHEN:
            tail = ""
        limit = _LIMIT.match(right)
        tail = limit[0] if limit else tail
        earlier = self.earlier(held)
        if cohort and earlier is not None and earlier.words:
            return Measure(self.join(self.unplaced(earlier.words), left), "sentence_before", earlier.base)
        if held is not None and left.split()[-1:] in (["ones"], ["one"]) and len(left.split()) < 4:
            kind = [w for w in left.split()[:-1] if w.lower() not in self.function]
            words = " ".join([*kind, *held.words.split()[1:]])
            return Measure(words, "sentence_before", words)
        if held is not None and same_subject:
            return held
        if held is not None and self.content(left) and self._participial(left):
            return Measure(self.join(held.base or held.words, self.join(left, tail)), "clause", held.base)
        if self.content(left):
            found = Measure(self.join(left, tail, own=limit is not None), "clause", left)
            return self.pointing_back(found, held) if back else found
        if held is not None and not self.topic:
            return Measure(self.join(held.base or held.words, tail), "clause", held.base) if tail else held
        return self.inherited(tail)

    def _participial(self, left: str) -> bool:
        """ ", getting there in 48 minutes": what those did who are the subject before."""
        first = left.split()[0]
        return first.endswith("ing") and first.islower() and first not in self.empty

    def _things(self, right: str, left: str) -> str:
        """ "mediation was tried in 312 cases": a noun that says nothing alone, with the words before it."""
        noun = right.split()[0] if right else ""
        return noun if self.content(left) and noun.lower() in self.patterns.words("counted") else ""

    def named_with(self, whole: Measure, part: Measure) -> Measure:
        """The measure of a part, under the name of its whole."""
        return Measure(self.join(whole.words, part.words), "list", whole.base)
