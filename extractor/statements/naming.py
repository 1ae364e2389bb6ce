"""The measure of every figure of a sentence: one relation shares one, a list shares what is said of it."""

from __future__ import annotations

from collections.abc import Sequence

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
        memory.fresh or memory.coded, memory.coded,
    )  # fmt: skip
    finder = MeasureFinder(marked, layers.text, around, patterns)
    last: Measure | None = None
    of_percent: Measure | None = None
    shared: dict[int, Measure] = {}
    last_role = ""
    for draft in drafts:
        held = of_percent if draft.unit == "percent" and of_percent is not None else last
        finder.nearest = last
        group = id(draft.reading) if draft.reading and not draft.reading.rule.own_measure else 0
        if draft.role == "target" and _named_target(finder, draft):
            draft.measure = Measure(finder.right(draft.token), "clause")
        elif group in shared and draft.role == "numerator" == last_role:
            draft.measure = _next_part(finder, draft, shared[group])
        elif group and group in shared and draft.role != "denominator" and not _of_its_own(finder, draft):
            draft.measure = shared[group]
        elif draft.role == "denominator":
            draft.measure = _denominator(finder, draft, held)
        elif draft.role == "numerator" and (whole := _whole(draft, drafts)) is not None:
            draft.measure = _part(finder, draft, whole, held)
        elif draft.role == "change" and (total := _that_is(draft, drafts, marked)) is not None:
            draft.measure, draft.main = total.measure, total
        else:
            draft.measure = _listed_part(finder, draft, drafts, held) or finder.measure(draft.token, held)
        if group and draft.role != "denominator":
            shared.setdefault(group, draft.measure)
        last_role = draft.role
        last = draft.measure if draft.measure.words else last
        of_percent = draft.measure if draft.measure.words and draft.unit == "percent" else of_percent
    _coordinate(drafts, marked)


def _of_its_own(finder: MeasureFinder, draft: Draft) -> bool:
    """ "640 replied, and 43% of these said that": a share that tells something of its own."""
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
    between = [t for t in draft.sentence.tokens[total.token : drafts[1].token] if t.text == ":"]
    if not between or draft.role != "actual":
        return None
    own = finder.measure(draft.token, None)
    return finder.named_with(total.measure, own)


def _named_target(finder: MeasureFinder, draft: Draft) -> bool:
    """ "annual targets of 3.5% NEET and 2.5% Not Known": a noun of its own follows the target."""
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
    while before and (before[-1].kind == Kind.NAME or before[-1].text in (":", "-")):
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
    return own if finder.content(own.words) else finder.measure(draft.token, held)


def _denominator(finder: MeasureFinder, draft: Draft, held: Measure | None) -> Measure:
    own = finder.right(draft.token)
    if finder.content(own) and finder.next_kind(draft.token) == "noun":
        base = finder.base_of(own)
        return Measure(base, "clause", base)
    return held or finder.measure(draft.token, held)
