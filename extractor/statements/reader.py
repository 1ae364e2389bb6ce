"""One passage to drafts: sentences, layers, relations, measures, periods, directions, units."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.model import Context
from extractor.patterns.exclusions import why_excluded
from extractor.patterns.statements import StatementPatterns
from extractor.statements.brackets import read_brackets
from extractor.statements.dating import deal_in_turn, settle_periods, takes_up
from extractor.statements.drafts import Draft
from extractor.statements.earlier import find_earlier
from extractor.statements.exclusion import NO_MEASURE, NO_WORDS, not_measured
from extractor.statements.indicator_counts import set_indicators_apart
from extractor.statements.labels import inner_label, name_alone, subject_of
from extractor.statements.links import MAIN, link_figures
from extractor.statements.marking import Kind, Layers, Marked, Marks, mark_sentence
from extractor.statements.measure import Measure
from extractor.statements.memory import Memory
from extractor.statements.movement import look_back, settle_directions, told_movement, told_of_performance
from extractor.statements.naming import name_measures
from extractor.statements.relations import Chosen, choose_readings, find_readings
from extractor.statements.roles import (
    aimed_at,
    answer_question,
    compare_places,
    name_comparators,
    project_later,
    project_on,
    restate_change,
    share_roles,
    told_of_others,
)
from extractor.statements.sentences import split_sentences
from extractor.statements.timing import data_of, opened_with
from extractor.statements.topics import (
    answers,
    asked_for,
    asks_for_target,
    coded_name,
    goes_on_with_name,
    raised,
)
from extractor.statements.units import settle_units


@dataclass(slots=True)
class ReadSentence:
    """A sentence with its layers and what was made of them."""

    marked: Marked
    chosen: Chosen
    drafts: list[Draft]


def read_passage(
    layers: Layers, context: Context, memory: Memory, patterns: StatementPatterns
) -> list[ReadSentence]:
    """The sentences of a passage that hold figures, read."""
    closed = sorted(
        [(q.start, q.end) for q in layers.figures]
        + [(p.start or 0, p.end or 0) for p in layers.periods]
        + list(layers.names)
    )
    marks = Marks(layers)
    memory.inner, memory.trend = _asked_before(layers.text, memory, patterns), None
    memory.sentence_period = memory.sentence_period if takes_up(layers.text) else None
    memory.led = False
    memory.near, memory.coded, memory.levels = False, False, ()
    memory.opened, memory.figured = "", None
    found = []
    for sentence in split_sentences(layers.text, closed):
        marked = mark_sentence(layers, sentence.start, sentence.end, patterns, marks)
        found.append(read_sentence(marked, layers, context, memory, patterns))
    return found


def read_sentence(
    marked: Marked, layers: Layers, context: Context, memory: Memory, patterns: StatementPatterns
) -> ReadSentence:
    """One sentence: readings chosen, then measure, links, period, direction and unit of each figure."""
    coded = _note_names(marked, layers, memory, patterns)
    if "#" not in marked.symbols:
        _remember_said(marked, layers, coded, memory, patterns)
        return ReadSentence(marked, Chosen(), [])
    chosen = choose_readings(find_readings(marked, patterns), marked)
    drafts = _drafts(marked, layers, chosen, patterns, memory)
    kept = [d for d in drafts if not d.skipped]
    if len(kept) < len(drafts) and not memory.inner:
        memory.inner = inner_label(marked, layers.text, patterns)
    _settle(kept, ReadSentence(marked, chosen, drafts), layers, context, memory, patterns)
    memory.moved = None
    if kept:
        _remember(kept, memory)
    return ReadSentence(marked, chosen, drafts)


def _note_names(marked: Marked, layers: Layers, memory: Memory, patterns: StatementPatterns) -> str:
    """Keep what the sentence opens with: a code's name, which is given back, a label or a topic raised."""
    coded, memory.floor = coded_name(marked, layers.text, patterns)
    inner = coded or inner_label(marked, layers.text, patterns)
    if inner:
        memory.inner, memory.coded = inner, bool(coded)
        memory.line_name = coded
    memory.fresh = bool(inner) or (memory.inner != "" and memory.inner in _given(memory))
    if topic := raised(marked, layers.text, patterns):
        memory.before, memory.near = Measure(topic, "sentence_before", topic), True
    return coded


def _remember_said(
    marked: Marked, layers: Layers, coded: str, memory: Memory, patterns: StatementPatterns
) -> None:
    """What a sentence without figures says for those after it: names, questions, trends, periods."""
    memory.inner = coded or name_alone(marked, layers.text, patterns) or memory.inner
    _remember_subject(marked, layers.text, memory, patterns)
    said = layers.text[marked.start : marked.end]
    memory.target_asked = asks_for_target(said, patterns) or (memory.target_asked and answers(said))
    memory.trend = told_of_performance(marked, patterns) or memory.trend
    memory.moved = told_movement(marked, patterns)
    memory.data_period = data_of(marked, layers.periods) or memory.data_period
    memory.sentence_period = opened_with(marked, layers.periods)
    look_back(marked, memory, patterns)


def _settle(
    kept: list[Draft],
    sentence: ReadSentence,
    layers: Layers,
    context: Context,
    memory: Memory,
    patterns: StatementPatterns,
) -> None:
    """Role, measure, links, period, unit and direction of each figure, in the order that they need."""
    marked = sentence.marked
    answer_question(kept, memory)
    aimed_at(kept)
    told_of_others(kept, patterns)
    share_roles(kept, patterns)
    restate_change(kept, memory, patterns)
    project_on(kept, memory)
    compare_places(kept, marked, layers.text)
    name_comparators(kept, marked)
    name_measures(kept, marked, layers, memory, patterns)
    link_figures(kept, sentence.chosen, memory)
    settle_periods(kept, marked, layers, context, memory, patterns)
    deal_in_turn(kept, marked, layers)
    project_later(kept, context)
    settle_units(kept, layers.text, patterns)
    find_earlier(kept, memory, context, patterns)
    set_indicators_apart(kept, marked, patterns)
    _otherwise(kept, marked)
    settle_directions(kept, marked, memory, patterns)
    read_brackets(kept, memory.bracketed)  # after the directions: side by side is no movement that is told


_KEPT_LEVELS = 12
"""Levels of a passage that a later sentence may look back to."""


def _total_or_last(levels: Sequence[Draft]) -> Draft | None:
    """ "412 burglaries: 167 in the north and 245 in the south": what follows speaks of the total."""
    if len(levels) > 2 and levels[0].value == sum(d.value for d in levels[1:]):
        return levels[0]
    return levels[-1] if levels else None


def _remember(kept: Sequence[Draft], memory: Memory) -> None:
    """What the figures of a sentence are of, for the sentences after it."""
    told = next((d for d in reversed(kept) if d.role != "denominator" and not _included(d)), kept[-1])
    memory.before, memory.near = told.measure, True
    memory.figured = told.measure
    memory.only_change = kept[-1] if all(d.role == "change" for d in kept) else None
    memory.listed = tuple((d.unit, d.measure) for d in kept)
    memory.known.update({(d.value, d.quantity.unit): d.measure for d in kept if d.measure.words})
    named = kept[0].measure
    if memory.inner == memory.question and named.source == "clause" and len(named.words.split()) > 1:
        memory.inner = ""  # the answer has named what it tells of
    levels = [d for d in kept if d.role in MAIN and not _included(d)]
    memory.last_main = _total_or_last(levels) or memory.last_main
    memory.levels = (*memory.levels, *levels)[-_KEPT_LEVELS:]


def _included(draft: Draft) -> bool:
    """ "212 were hurt, including 18 children": a part that the next sentence does not go on with."""
    before = [t.text for t in draft.sentence.tokens[max(0, draft.token - 2) : draft.token] if not t.noise]
    return before[-1:] == ["including"]


def _asked_before(text: str, memory: Memory, patterns: StatementPatterns) -> str:
    """The name above a value, or what the question above asks for, where this passage answers it."""
    if memory.name_above:
        return memory.name_above
    if memory.line_name:
        if goes_on_with_name(text, patterns):
            return memory.line_name
        memory.line_name = ""
    if not memory.question:
        return ""
    if memory.answered and not answers(text):
        memory.question = ""
    memory.answered = True
    return memory.question


def _given(memory: Memory) -> tuple[str, ...]:
    """Names that stand outside the passage and are of the whole of it."""
    return memory.line_name, memory.name_above


def _remember_subject(marked: Marked, text: str, memory: Memory, patterns: StatementPatterns) -> None:
    """Keep what a sentence without figures speaks of, for the "it" of the next."""
    if asked := asked_for(marked, text, patterns):
        memory.question, memory.inner, memory.answered = asked, asked, False
        return
    if raised(marked, text, patterns):
        return
    found = subject_of(marked, text, patterns)
    if found is not None:
        memory.before, memory.near = found, True
        memory.opened = memory.opened or found.words


_SET_BESIDE = frozenset({"previous", "target", "benchmark"})
"""Families of rules whose figures are set beside one another, and so are of a measure."""


def _drafts(
    marked: Marked, layers: Layers, chosen: Chosen, patterns: StatementPatterns, memory: Memory
) -> list[Draft]:
    drafts = []
    said = layers.text[marked.start : marked.end]
    labelled = bool(memory.label or memory.name_above)
    exclusions = patterns.exclusions.for_sentence(said, labelled=labelled)
    named = memory.columns or memory.line_name
    nameless = NO_WORDS if memory.wordless and not named else ""
    for token in marked.figures:
        for index in (marked.tokens[token].index, marked.tokens[token].second):
            if index < 0:
                continue
            quantity = layers.figures[index]
            draft = Draft(token, quantity, marked, unit=quantity.unit)
            if token in chosen.roles:
                draft.role, draft.reading = chosen.roles[token]
            if draft.role == "change" and _too_far(draft):
                draft.role, draft.reading = "actual", None
            draft.open = chosen.open.get(token, ())
            draft.skipped = nameless or not_measured(marked, token, quantity, draft.reading, patterns)
            if not draft.skipped and not (draft.family in _SET_BESIDE and len(marked.figures) > 1):
                draft.skipped = why_excluded(said, quantity.start - marked.start, quantity, exclusions)
            drafts.append(draft)
    for draft in drafts:
        if draft.skipped:
            marked.leave_out(draft.token, Kind.WORD if draft.quantity.weak else Kind.NAME)
            marked.tokens[draft.token].noise = draft.skipped.startswith(NO_MEASURE)
    return drafts


_FAR = 50
"""Percent: a gap of more than this to a target or an earlier value is the value itself."""


def _too_far(draft: Draft) -> bool:
    """ "87% was better than last year": a level, though "3% better than last year" is a change."""
    ahead = draft.sentence.tokens[draft.token + 1 : draft.token + 2]
    if draft.rule == "more-or-fewer" and ahead and ahead[0].text in ("lower", "higher", "fewer", "more"):
        return False
    return draft.rule in ("gap-to-target", "more-or-fewer") and draft.unit == "percent" and draft.value > _FAR


def _otherwise(drafts: Sequence[Draft], marked: Marked) -> None:
    """ "68% (or 72% leaving out those not reported)": the same figure on another footing."""
    for before, draft in itertools.pairwise(drafts):
        tokens = [t.text for t in marked.tokens[max(0, draft.token - 3) : draft.token] if not t.noise]
        if tokens[-2:] == ["[", "or"] and draft.unit == before.unit:
            draft.role, draft.measure, draft.main = before.role, before.measure, before.main
            draft.period, draft.direction = before.period, before.direction
