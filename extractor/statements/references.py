"""What a sentence refers to: the figure, clause, label or section that names what it leaves unsaid."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from extractor.patterns.statements import StatementPatterns
from extractor.statements.marking import Kind, Marked
from extractor.statements.names import Measure, Surroundings
from extractor.statements.subjects import THEM, Subjects

_AVERAGING = frozenset({"averaged", "averaging", "averages"})
_QUANTITY = re.compile(
    r"^(?:the )?(?:overall )?(?:rate|number|percentage|proportion|level|share|volume|total)s? (?:of|for) ",
    re.I,
)
_AT_WHICH = (["at"], ["in"], ["on"], ["for"], ["to"], ["from"], ["during"])
DONE = re.compile(r"\w{3,}ed\b")
"""What was done with a part: "of whom 12 finished", "4 of them had been completed"."""
_WHOLES = ("which", "whom", "these", "those", "them")
_LARGEST = frozenset({"largest", "biggest", "greatest", "smallest", "sharpest", "steepest", "main", "only"})
_LONGEST_HEADING = 6
"""Words of its own in a heading that names a measure; a longer one is a sentence."""
_BACK = frozenset({"those", "these", "it", "they", "this"})


class References(Subjects):
    """Names what a clause only points to, from what stands around it."""

    def __init__(self, marked: Marked, text: str, around: Surroundings, patterns: StatementPatterns) -> None:
        super().__init__(marked, text, patterns, around.floor)
        self.around = around
        self.nearest: Measure | None = None
        """The measure of the figure right before, whatever its unit."""
        self.topic = ""
        """What the clause before a colon or semicolon speaks of, where it states no figure."""
        self.takes_up = False
        """The clause says "the figure" and no more, which is of the last figure told."""

    def label_taken_up(self) -> bool:
        """ "Quitters: This comes from the clinics and stood at 41": the pronoun stands for the label."""
        colon = next((i for i, t in enumerate(self.tokens[:12]) if t.text == ":"), None)
        return colon is not None and self.tokens[colon + 1].text in ("this", "it", "these", "they")

    def within(self, words: str, label: str) -> bool:
        """The answer says no more than the question: "visits" of "museum visits made"."""
        said = {w for w in words.lower().split() if w not in self.empty}
        return bool(said) and said <= set(label.lower().split())

    def told_apart(self, figure: int, found: Measure) -> bool:
        """ "Exclusions: 31, up from 19; suspensions rose 22%": a clause with a subject and verb."""
        start = figure
        while start > 0 and self.tokens[start - 1].text not in (";", ":"):
            start -= 1
        verb = next((i for i in range(start, figure) if self.is_verb(self.tokens[i])), start)
        after = start > 0 and self.tokens[start - 1].text == ";"
        return after and found.source == "clause" and self.content(self.phrase(self.tokens[start:verb])) > 0

    def code_before(self, figure: int) -> str:
        """ "; QX 24b: 21% of lanes": the code right before a figure of a list."""
        before = self.tokens[max(0, figure - 2) : figure]
        coded = len(before) == 2 and before[0].kind is Kind.NAME and before[1].text in (":", "-")
        return self.phrase(before[:1]) if coded else ""

    def named_behind(self, figure: int, found: Measure, held: Measure | None) -> Measure:
        """ "At 88%, call answering was short of it": the clause behind names what its own words do not."""
        named = any(self.content(w) and w.lower() not in _LARGEST for w in found.words.split())
        if held is not None or self.takes_up or (found.source == "clause" and named):
            return found
        words = self.subject_behind(figure) or self.behind_where(figure)
        return Measure(words, "clause", words) if self.content(words) else found

    def label_before(self, figure: int) -> str:
        """ "thefts: 41; burglaries: 23": the label right before a further figure of a list."""
        if figure < 2 or self.tokens[figure - 1].text != ":":
            return ""
        start = figure - 1
        while start > self.opening and self.tokens[start - 1].kind is Kind.WORD:
            start -= 1
        label = self.tokens[start : figure - 1]
        further = start > 0 and self.tokens[start - 1].text in (";", ",")
        spoken = any(t.text in self.reporting or self.is_verb(t) for t in label)
        return self.phrase_of(label) if further and not spoken and self._told_figure(start) else ""

    def _told_figure(self, before: int) -> bool:
        return any(t.kind is Kind.FIGURE for t in self.tokens[self.opening : before])

    def pointed(self, figure: int, found: Measure, held: Measure | None) -> Measure:
        """ "312 of them were overdue", "they completed 45": who they are was named before."""
        if found.source != "clause" or self.content(found.words) > 4 or not self.points(figure):
            return found
        earlier = self.earlier(held, near=True)
        named = (
            self.topic or (earlier.base or earlier.words if earlier is not None else "") or self.around.inner
        )
        if not named or self.shares_word(named, found.words):
            return found
        return Measure(self.join(named, found.words), "sentence_before", found.base)

    def headed(self, found: Measure) -> Measure:
        """ "Activity was 215" under "Dwelling fires": what any service measures, said with what it is of."""
        standards = self.patterns.words("standards")
        said = [w for w in found.words.lower().split() if w not in self.empty and w not in standards]
        measurable = len(said) == 1 and said[0] in self.patterns.words("measurable")
        placed = found.source == "lead" and bool(said) and self.general(found.words)
        if not placed and (found.source != "clause" or not measurable):
            return found
        above = next((a for a in (self.around.label, self.around.heading) if self._names_section(a)), "")
        return Measure(self.join(above, found.words), found.source, found.base) if above else found

    def _names_section(self, heading: str) -> bool:
        """A heading of figures ("Dwelling fires"), not of a paper ("Annual review 2019/20") or a sentence."""
        words = heading.lower().split()
        told = heading.endswith(".") or any(c.isdigit() or c in ",;" for c in heading)
        if told or not 0 < self.content(heading) <= _LONGEST_HEADING:
            return False
        lists = ("titles", "who_says", "verbs", "reporting")
        return not any(self.bare(w) in self.patterns.words(name) for w in words for name in lists)

    def earlier(self, held: Measure | None, *, near: bool = False) -> Measure | None:
        """What a word that points back stands for: the clause, the figure or the sentence before."""
        if self.topic:
            return Measure(self.topic, "lead", self.topic)
        return held or (self.before if self.around.near or not near else None)

    @property
    def before(self) -> Measure | None:
        """The measure of the sentence before; "the rate" takes up that of the last figure."""
        return self.around.figured if self.takes_up else self.around.before

    def takes_up_figure(self, figure: int) -> bool:
        """ "in June alone, the figure was 93%": it is of the last figure, not of what was said since."""
        tokens = self.left_tokens(figure)
        pairs = ((a.text, b.text) for a, b in itertools.pairwise(tokens))
        nouns = self.patterns.words("expletives") - _BACK
        pointed = any(first in ("the", "this", "that") and second in nouns for first, second in pairs)
        return pointed and self.around.figured is not None and not self.content(self.phrase(tokens))

    def of_which(self, figure: int, found: Measure, held: Measure | None) -> Measure:
        """ "41 premises, of which 12 sold": what the part is of was named before."""
        before = [t.text for t in self.tokens[max(0, figure - 3) : figure] if not t.noise]
        if held is None or not held.words or before[-1:] == [] or before[-1] not in _WHOLES:
            return found
        if before[-2:-1] != ["of"] and (before[-1] != "which" or before[-2:-1][:1] not in _AT_WHICH):
            return found
        base = held.base or held.words
        own = self.right(figure)
        if found.words == held.words and DONE.search(own):
            return Measure(self.join(held.words, own, own=True), found.source, base)
        if any(w in found.words.lower() for w in base.lower().split() if w not in self.empty):
            return found
        return Measure(self.join(base, found.words), found.source, base)

    def specified(self, figure: int, found: Measure, held: Measure | None) -> Measure:
        """A name of nothing but a general noun or a place ("victims", "the county") gets its subject."""
        if found.source != "clause" or len(found.words) > 60 or self.around.inner:
            return found
        elided = self._elides(figure)
        if not (elided or self.general(found.words) or self._is_group(found.words)):
            return found
        group = self._is_group(found.words)
        subjects = self._told_of_groups(held) if group else self._subjects(figure, held)
        said = found.words if elided else ""
        subject = next((s for s in subjects if self.content(s) and not self.general(s) and s not in said), "")
        if not subject:
            return found
        if self._only_who(found.words):
            return Measure(_QUANTITY.sub("", subject), "subject", found.base)
        whole, place = self.unplaced(_QUANTITY.sub("", subject)), self.place_in(found.words)
        return Measure(self.join(whole, place), "subject", found.base)

    def _elides(self, figure: int) -> bool:
        """ "Parking drew the most, 41": the most of what was told of before."""
        near = self.tokens[max(0, figure - 4) : figure]
        before = [t.text for t in near if t.text not in (",", "[", "with")]
        return before[-2:-1] == ["the"] and before[-1] in self.patterns.words("superlatives")

    def averaged(self, figure: int, found: Measure) -> Measure:
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

    def _told_of_groups(self, held: Measure | None) -> Iterator[str]:
        """What is told of one group after another: the name before without its group."""
        yield self.topic
        nearest = self.nearest or held
        words = nearest.words.split() if nearest is not None else []
        while words and words[-1].lower() in self.patterns.words("groups"):
            words.pop()
        yield " ".join(words)
        if self.before is not None and self.around.near:
            yield self.before.words

    def _is_group(self, words: str) -> bool:
        """ "boys 53%"; after a clause that says of what, those whom any service counts as well."""
        said = [w for w in words.lower().split() if w not in self.empty]
        grouped = bool(said) and all(w in self.patterns.words("groups") for w in said)
        return grouped or bool(self.topic and self.counts_people(words))

    def _only_who(self, words: str) -> bool:
        """ "The Board had wanted 50%": who speaks is no part of the name."""
        said = [w for w in words.lower().split() if w not in self.empty]
        return bool(said) and all(w in self.patterns.words("who_says") for w in said)

    def _subjects(self, figure: int, held: Measure | None) -> Iterator[str]:
        """What may say more than a general noun: the sentence's subject, the figure before, the section."""
        yield self.topic
        subject = self.subject(figure)
        if THEM.isdisjoint(subject.lower().split()):
            yield subject
        nearest = self.nearest or held
        if nearest is not None:
            yield nearest.words
        yield self.around.opened
        before = self.around.before
        if before is not None and self.around.near:
            yield before.base or before.words
        for above in (self.around.label, self.around.heading):
            if self._names_section(above):
                yield above

    def equated(self, figure: int) -> bool:
        """ "1 child, which equates to 0.3% of the cohort": the share is of what was named before."""
        tokens = [t.text for t in self.tokens[max(0, figure - 4) : figure] if not t.noise]
        told = tokens[-2:-1] == ["which"] and tokens[-1] in ("is", "was", "are", "were")
        return told or any(t in self.patterns.words("equates") for t in tokens)

    def back(self, figure: int) -> bool:
        """The clause speaks of "it" or "those"."""
        return any(t.text in _BACK for t in self.left_tokens(figure))

    def pointing_back(self, measure: Measure, held: Measure | None) -> Measure:
        """ "for those aged over 18 it was": the thing itself was named before."""
        earlier = self.earlier(held)
        if earlier is None or not earlier.words or self.content(measure.words) > 3:
            return measure
        return Measure(self.join(earlier.words, measure.words), "sentence_before", earlier.base)

    def inherited(self, tail: str) -> Measure:
        around = self.around
        if self.topic:
            words = self.join(self._named_pronoun(self.topic), tail)
            return Measure(words, "lead", self.topic)
        if around.inner:
            return Measure(self.join(around.inner, tail), "lead", around.inner)
        told = around.before is not None and around.before.words and around.near
        if around.label and self.content(around.label) and not told and not self._names_who(around.label):
            return Measure(self.join(around.label, tail), "lead", around.label)
        before = self.before
        if before is not None and before.words and (around.near or self._goes_back()):
            base = before.base or before.words
            return Measure(self.join(base, tail) if tail else before.words, "sentence_before", base)
        if self.content(around.heading) and not self._names_who(around.heading):
            return Measure(self.join(around.heading, tail), "heading", around.heading)
        return Measure(tail, "clause")

    def _names_who(self, above: str) -> bool:
        """ "Priya Ash, Assistant Director, Housing": a line that names who speaks, and no measure."""
        words = [self.bare(w) for w in above.split()]
        return not self.patterns.words("offices").isdisjoint(words)

    def _named_pronoun(self, topic: str) -> str:
        """ "More leavers were taking them up: it was": what "them" stands for was named before."""
        before = self.around.before
        pointing = bool({"them", "these", "those"} & set(topic.lower().split()))
        return self.join(before.base or before.words, topic) if pointing and before is not None else topic

    def _goes_back(self) -> bool:
        """The sentence opens with a word that needs the one before it."""
        needs = self.patterns.words("needs_before")
        for token in self.tokens[:20]:
            if token.kind is Kind.FIGURE:
                break
            if token.text in needs:
                return True
        return False
