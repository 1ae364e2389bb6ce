"""The measure of every figure of a sentence: one relation shares one, a list shares what is said of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from extractor.model import Unit
from extractor.patterns.statements import StatementPatterns
from extractor.statements.drafts import Draft
from extractor.statements.marking import Kind, Layers, Marked
from extractor.statements.measure import Measure, MeasureFinder, Surroundings, share_predicate
from extractor.statements.memory import Memory


def name_measures(
    drafts: Sequence[Draft], marked: Marked, layers: Layers, memory: Memory, patterns: StatementPatterns
) -> None:
    """Each figure's measure; the figures of one relation share that of the figure named first."""
    around = Surroundings(
        memory.label, memory.before, memory.heading, memory.inner, memory.floor, memory.near,
        memory.fresh or memory.coded, memory.coded, memory.opened, memory.lead,
        memory.figured, memory.inner == memory.question,
    )  # fmt: skip
    names = _Names(MeasureFinder(marked, layers.text, around, patterns), drafts, marked, memory)
    for draft in drafts:
        draft.measure = names.of(draft)
    _coordinate(drafts, marked)
    _deal_again(drafts, marked, memory)
    _deal_in_turn(drafts, names.finder)


@dataclass(slots=True)
class _Names:
    """The measures of one sentence so far."""

    finder: MeasureFinder
    drafts: Sequence[Draft]
    marked: Marked
    memory: Memory
    last: Measure | None = None
    by_unit: dict[Unit, Measure] = field(default_factory=dict)
    shared: dict[int, Measure] = field(default_factory=dict)
    last_role: str = ""

    def of(self, draft: Draft) -> Measure:
        """The measure of the next figure, remembered for those after it."""
        near = draft.role == "change" or self._joined(draft)
        held = self.last if near else self.by_unit.get(draft.unit, self.last)
        self.finder.nearest = self.last
        group = id(draft.reading) if draft.reading and not draft.reading.rule.own_measure else 0
        measure = self._in_relation(draft, group) or self._by_role(draft, held)
        if group and draft.role != "denominator":
            self.shared.setdefault(group, measure)
        self.last_role = draft.role
        if measure.words:
            self.last = measure
            self.by_unit[draft.unit] = measure
        return measure

    def _joined(self, draft: Draft) -> bool:
        """ "changes of circumstances, 5.1 and 4.2 days": only "and" parts it from the figure before."""
        before = self.marked.tokens[max(0, draft.token - 2) : draft.token]
        return len(before) == 2 and before[0].kind is Kind.FIGURE and before[1].text == "and"

    def _in_relation(self, draft: Draft, group: int) -> Measure | None:
        if draft.role == "target" and _named_target(self.finder, draft):
            return Measure(self.finder.right(draft.token), "clause")
        if group not in self.shared:
            return None
        if draft.role == "numerator" == self.last_role:
            return _next_part(self.finder, draft, self.shared[group])
        if draft.role == "denominator" or _of_its_own(self.finder, draft):
            return None
        return self.shared[group]

    def _by_role(self, draft: Draft, held: Measure | None) -> Measure:
        if draft.role in ("target", "benchmark") and self._sets_only(draft):
            return held or self.finder.inherited("")
        if draft.role == "target" and self._spoken_of(draft):
            return Measure(self.finder.left(draft.token), "clause")
        if draft.role == "denominator":
            return _denominator(self.finder, draft, held)
        if draft.role == "numerator" and (whole := _whole(draft, self.drafts)) is not None:
            return _part(self.finder, draft, whole, held)
        if draft.quantity.form == "rank" and (ranked := self._what_is_ranked(draft, held)) is not None:
            return ranked
        if draft.role == "change" and (total := _that_is(draft, self.drafts, self.marked)) is not None:
            draft.main = total
            return total.measure
        return (
            _said_again(draft, self.marked, self.memory)
            or _listed_part(self.finder, draft, self.drafts, held)
            or self.finder.measure(draft.token, held)
        )

    def _what_is_ranked(self, draft: Draft, held: Measure | None) -> Measure | None:
        """ "collected 98% and ranked 4th": of what stands before, where the place has no words of its own."""
        patterns = self.finder.patterns
        words = f"{self.finder.left(draft.token)} {self.finder.right(draft.token)}".lower().split()
        drop = self.finder.empty | patterns.words("ranking") | patterns.words("place_words")
        if any(w not in drop for w in words):
            return None
        found = held or self.finder.inherited("")
        return found if found.words else None

    def _spoken_of(self, draft: Draft) -> bool:
        """ "the backlog target of 200 came from a model": what is said of the target does not name it."""
        named = self.finder.content(self.finder.left(draft.token)) > 1
        return named and self.finder.next_kind(draft.token) == "verb"

    def _sets_only(self, draft: Draft) -> bool:
        """ "above the 2023 budget", "the contract requires 98%": what is aimed at is no measure."""
        left = self.finder.left(draft.token).lower().split()
        said = {w for w in left if w not in self.finder.empty}
        aimed = self.finder.patterns.words("standards")
        known = self.finder.patterns.words("standards", "who_says", "place_words")
        if _set_by_somebody(draft) and not said - known:
            return True
        return (
            bool(said & aimed) and said <= known and not self.finder.content(self.finder.right(draft.token))
        )


def _said_again(draft: Draft, marked: Marked, memory: Memory) -> Measure | None:
    """ "The 2.24 days was a fall": the figure named before is taken up by its value."""
    pointed = draft.token > 0 and marked.tokens[draft.token - 1].text in ("the", "those", "that", "these")
    telling = draft.quantity.places > 0 or draft.value > _SMALL
    return memory.known.get((draft.value, draft.quantity.unit)) if pointed and telling else None


_SMALL = 12
"""A number up to this is too common to be known again by its value."""


def _deal_again(drafts: Sequence[Draft], marked: Marked, memory: Memory) -> None:
    """ "The same groups stood at 4%, 30% and 65%": what the sentence before named, in its order."""
    listed = memory.listed
    if len(drafts) < 2 or len(drafts) != len(listed) or not any(t.text == "same" for t in marked.tokens):
        return
    alike = all(d.unit == unit and d.role == "actual" for d, (unit, _) in zip(drafts, listed, strict=True))
    if alike and len({d.measure.words for d in drafts}) == 1:
        for draft, (_, measure) in zip(drafts, listed, strict=True):
            draft.measure = Measure(measure.words, "sentence_before", measure.base)


def _deal_in_turn(drafts: Sequence[Draft], finder: MeasureFinder) -> None:
    """ "Sickness and turnover were 9.2 days and 12%": as many names as figures, in their order."""
    if len(drafts) < 2 or len({d.measure.words for d in drafts}) > 1 or drafts[0].measure.source != "clause":
        return
    said = any(t.text == "respectively" for t in finder.tokens)
    between = finder.tokens[drafts[0].token + 1 : drafts[-1].token]
    plain = all(t.kind is Kind.FIGURE or t.text in (",", "and") for t in between if not t.noise)
    if not plain or not (said or len({d.unit for d in drafts}) == len(drafts)):
        return
    parts = finder.parts_before(drafts[0].token)
    if len(parts) == len(drafts):
        for draft, part in zip(drafts, parts, strict=True):
            draft.measure = Measure(part, "list", part)


def _of_its_own(finder: MeasureFinder, draft: Draft) -> bool:
    """ "640 replied, and 43% of these said that": a share that tells something of its own."""
    if draft.unit == "percent" and finder.next_bracket(draft.token):
        return True
    shared = draft.unit == "percent" and followed_by_of(draft.sentence, draft.token)
    return shared and finder.content(finder.right(draft.token)) > 0


def _next_part(finder: MeasureFinder, draft: Draft, first: Measure) -> Measure:
    """ "of 60 incidents, 41 were thefts and 12 were arson": the second part under the name of the whole."""
    own = finder.right(draft.token)
    if not finder.content(own):
        return first
    return finder.named_with(
        Measure(first.base or first.words, first.source, first.base), Measure(own, "clause")
    )


def _listed_part(
    finder: MeasureFinder, draft: Draft, drafts: Sequence[Draft], held: Measure | None
) -> Measure | None:
    """ "92 reports: 74 concerned noise, 9 litter": the parts of a total are named by it and by their kind."""
    total = drafts[0]
    if draft is total or held is None or draft.unit != "count" != total.unit or total.unit != draft.unit:
        return None
    between = [t.text for t in draft.sentence.tokens[total.token : drafts[1].token] if t.text in (":", ";")]
    if between[:1] != [":"] or draft.role != "actual":
        return None
    own = finder.measure(draft.token, None)
    return finder.named_with(total.measure, own)


def _set_by_somebody(draft: Draft) -> bool:
    """ "below the 90% set by the Board"."""
    behind = [t.text for t in draft.sentence.tokens[draft.token + 1 : draft.token + 3]]
    return behind == ["set", "by"]


def _named_target(finder: MeasureFinder, draft: Draft) -> bool:
    """ "annual targets of 3.5% NEET and 2.5% Not Known": a noun of its own follows the target."""
    if _set_by_somebody(draft):
        return False
    ahead = draft.sentence.tokens[draft.token + 1 : draft.token + 5]
    if any(t.cue is not None and t.cue.kind == "target" for t in ahead):
        return False
    return finder.next_kind(draft.token) == "noun" and finder.content(finder.right(draft.token)) > 0


def _that_is(draft: Draft, drafts: Sequence[Draft], marked: Marked) -> Draft | None:
    """ "316 were decided, seven of them major; that is 70 more": the change is of the first figure."""
    before = [t.text for t in marked.tokens[max(0, draft.token - 3) : draft.token] if not t.noise]
    first = drafts[0]
    said = "that" in before and draft.token > first.token and first.unit == draft.unit
    return first if said else None


def _coordinate(drafts: Sequence[Draft], marked: Marked) -> None:
    """Figures of a list that share what is said of the last."""
    run: list[Draft] = []
    for draft in (*(d for d in drafts if d.role != "previous"), None):
        shares = draft is not None and draft.measure.base and followed_by_of(marked, draft.token)
        if draft is not None and shares and run and _listed(marked, run[-1].token, draft.token):
            run.append(draft)
            continue
        if len(run) > 1:
            for one, measure in zip(run, share_predicate([d.measure for d in run]), strict=True):
                one.measure = measure
        run = [draft] if draft is not None and followed_by_of(marked, draft.token) else []


def followed_by_of(marked: Marked, figure: int) -> bool:
    """ "87% of ..."."""
    after = marked.tokens[figure + 1 : figure + 2]
    return bool(after) and after[0].text == "of"


def _listed(marked: Marked, first: int, second: int) -> bool:
    """Only a comma or "and" parts the second figure from what the first is of."""
    before = [t for t in marked.tokens[first + 1 : second] if not t.noise]
    while before and (before[-1].kind is Kind.NAME or before[-1].text in (":", "-")):
        before.pop()
    return bool(before) and before[-1].text in (",", "and", ";")


def _whole(draft: Draft, drafts: Sequence[Draft]) -> Draft | None:
    """The denominator right after a numerator: "four of the 7 decisions were made in time"."""
    for other in drafts:
        if other.reading is draft.reading and other.role == "denominator":
            return other if 0 < other.token - draft.token <= 6 else None
    return None


def _part(finder: MeasureFinder, draft: Draft, whole: Draft, held: Measure | None) -> Measure:
    own = finder.measure(whole.token, held)
    left = finder.left(draft.token)
    if own.source == "clause" and finder.content(own.words) == 1 < finder.content(left):
        return Measure(finder.join(left, own.words), "clause", own.words)
    named = finder.content(own.words) and own.source != "heading"
    return own if named else finder.measure(draft.token, held)


def _denominator(finder: MeasureFinder, draft: Draft, held: Measure | None) -> Measure:
    own = finder.right(draft.token)
    if finder.content(own) and finder.next_kind(draft.token) == "noun":
        base = finder.base_of(own)
        return Measure(base, "clause", base)
    return held or finder.measure(draft.token, held)
