"""All passages of a document to observations, claims and unread figures."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from extractor.figures.numbers import find_numbers
from extractor.figures.periods import anchor_of, find_periods, parts_named
from extractor.model import (
    Claim,
    Context,
    Document,
    Observation,
    Passage,
    Place,
    StatementSource,
    Unread,
)
from extractor.patterns import PatternSet
from extractor.statements.boxes import passages_and_boxes
from extractor.statements.brackets import explained
from extractor.statements.confidence import confidence
from extractor.statements.drafts import Draft
from extractor.statements.enumerators import numbered_openings, without_enumerators
from extractor.statements.fields import asks_for_name, is_field, is_told, named_by_field
from extractor.statements.headers import note_dates, note_list_period, note_period_line, settle_row
from extractor.statements.labels import boxed_label, heading_of, label_of
from extractor.statements.leads import leave_lead, take_lead
from extractor.statements.line_roles import is_value_line, role_of_line
from extractor.statements.marking import Layers, settle_layers
from extractor.statements.memory import Memory
from extractor.statements.places import PageFinder
from extractor.statements.reader import ReadSentence, read_passage
from extractor.statements.topics import asks_for_target, name_of_line, question_of
from extractor.statements.value_lines import is_dated_value, is_wordless, names_above_values

_SKIPPED = ("header", "footer")
QUOTE = 1200
"""Characters of a quote; a longer sentence is cut around its figure."""


_OF_THOSE = re.compile(r"\b(?:of|for|in) (?:them|these|those)\b(?! (?:who|that|aged|under|over|with))", re.I)


@dataclass(slots=True)
class Walk:
    """What is carried from passage to passage."""

    names: dict[int, str]
    """Names of the passages that are values on a line of their own, by the number of their block."""
    memory: Memory = field(default_factory=Memory)
    context: int = -1
    field: str = ""
    """The line right above, where it is the name of a field: "Target"."""


@dataclass(frozen=True, slots=True)
class ReadPassage:
    """A passage with its layers and read sentences: what `explain` shows."""

    block: int
    passage: Passage
    context: int
    layers: Layers
    sentences: list[ReadSentence]


def read_document_statements(
    document: Document, patterns: PatternSet
) -> tuple[tuple[Observation, ...], tuple[Claim, ...], tuple[Unread, ...]]:
    """Every figure of the running text, as an observation or as an unread figure with its reason."""
    from extractor.statements.claims import find_claims

    finder = PageFinder(document)
    observations: list[Observation] = []
    claims: list[Claim] = []
    unread: list[Unread] = []
    # all are read first, for a line may tell how a figure above it moved: "Last year: 89%"
    for read in list(read_passages(document, patterns)):
        for sentence in read.sentences:
            made = _observations(sentence, read, document, finder, patterns)
            observations += [o for _, o in made]
            unread += _unread(sentence, read, document, finder)
            claims += find_claims(sentence, read.layers, read.passage.start, made, document, patterns)
    return tuple(observations), tuple(claims), tuple(unread)


def read_passages(document: Document, patterns: PatternSet) -> Iterator[ReadPassage]:
    """The passages that may state figures, read in order."""
    walk = Walk(names_above_values(list(document.passages), patterns.statements))
    enumerated = numbered_openings(p for _, p in passages_and_boxes(document) if p.kind not in _SKIPPED)
    for block, passage in passages_and_boxes(document):
        if passage.kind in _SKIPPED:
            continue
        number = document.outline.of_block[block] if block < len(document.outline.of_block) else 0
        context = document.outline.contexts[number]
        if number != walk.context:
            line, bracketed = walk.memory.period_line, walk.memory.bracketed
            walk.context = number
            label = walk.memory.label if is_field(passage.text, patterns.statements) else ""
            walk.memory = Memory(
                heading=heading_of(context), label=label, period_line=line, bracketed=bracketed,
                name_asked=walk.memory.name_asked,
            )  # fmt: skip
        walk.memory.name_above = walk.names.get(block, "")
        layers = find_layers(passage.text, context, patterns)
        layers = without_enumerators(layers, enumerated.get(passage.start, frozenset()))
        walk.memory.wordless = not walk.memory.name_above and is_wordless(passage.text)
        if walk.memory.wordless and walk.memory.label and is_dated_value(passage.text, layers):
            walk.memory.wordless = False
        above, walk.field, walk.memory.line_role = walk.field, "", None
        if above and is_value_line(passage.text, layers):
            walk.memory.wordless = walk.memory.wordless and bool(walk.memory.name_above)
            joined = find_layers(f"{above}: {passage.text.strip()}", context, patterns)
            walk.memory.line_role = role_of_line(joined, patterns.statements)
        read = _read(passage, layers, context, walk, patterns)
        yield ReadPassage(block, passage, number, layers, read)


def find_layers(text: str, context: Context, patterns: PatternSet) -> Layers:
    """Figures, periods and claimed non-figures of a text."""
    marks = find_numbers(text, patterns.figures)
    periods = find_periods(text, patterns.periods, anchor_of(context))
    layers = settle_layers(text, marks.quantities, periods, [(c.start, c.end) for c in marks.claimed])
    for number, period in enumerate(layers.periods):
        if parts := parts_named(period, patterns.periods, anchor_of(context)):
            layers.split[number] = parts
    return layers


def _read(
    passage: Passage, layers: Layers, context: Context, walk: Walk, patterns: PatternSet
) -> list[ReadSentence]:
    memory, statements = walk.memory, patterns.statements
    memory.bracketed = explained(passage.text, layers.periods, statements) or memory.bracketed
    if passage.kind == "heading" and not is_field(passage.text, statements):
        heading = "" if layers.periods and len(passage.text) < 60 else passage.text
        memory.heading, memory.label, memory.before = heading_of(context, heading), "", None
        memory.data_period = None
    elif passage.kind == "paragraph" and memory.label and not layers.figures and len(passage.text) > 400:
        memory.label = ""
    if boxed := boxed_label(passage.text):
        memory.label, memory.question = boxed, ""
        return []
    if not layers.figures:
        _note_line(passage, layers, context, walk, patterns)
        return []
    if note_period_line(passage.text, memory, context, patterns):
        return []
    if passage.kind == "list_item" and not _OF_THOSE.search(passage.text[:60]):
        memory.before = None
    leave_lead(passage, memory)
    label = memory.label
    memory.label = named_by_field(passage.text, statements) or label
    read = read_passage(layers, context, memory, statements)
    if is_told(passage.text):
        memory.label = label
    take_lead(passage, read, memory)
    note_list_period(passage, [memory.sentence_period] if memory.sentence_period else [], memory, patterns)
    for sentence in read:
        for draft in sentence.drafts:
            draft.base = passage.start
        kept = [d for d in sentence.drafts if not d.skipped]
        if kept:
            settle_row(kept, passage.text, memory, context, patterns)
    return read


def _note_line(passage: Passage, layers: Layers, context: Context, walk: Walk, patterns: PatternSet) -> None:
    """Keep what a passage without figures says for those below it: a question, a name, a field, a time."""
    memory, statements = walk.memory, patterns.statements
    if passage.text.rstrip().endswith("?"):
        asked = question_of(passage.text, layers, statements)
        before = memory.before.words if memory.before is not None else ""
        memory.question, memory.answered = asked or before, False
        memory.target_asked = asks_for_target(passage.text, statements)
    memory.line_name = name_of_line(passage.text, layers, statements) or memory.line_name
    if is_field(passage.text, statements):
        walk.field = passage.text.strip(" :")
    elif memory.name_asked:
        memory.label = " ".join(passage.text.split()).strip(" .:|")
    else:
        named = named_by_field(passage.text, statements)
        memory.label = named or label_of(passage, statements, layers.periods) or memory.label
    memory.name_asked = asks_for_name(passage.text, statements)
    note_dates(passage, layers, memory, context, patterns)
    note_list_period(passage, layers.periods, memory, patterns)


# --- observations -------------------------------------------------------------------------------------


def observation_id(sha256: str, start: int, end: int) -> str:
    """Stable over runs, machines and rules: of the document and the place of the figure only."""
    return hashlib.sha256(f"{sha256}:{start}:{end}".encode()).hexdigest()[:16]


def _observations(
    sentence: ReadSentence, read: ReadPassage, document: Document, finder: PageFinder, patterns: PatternSet
) -> list[tuple[Draft, Observation]]:
    kept = [d for d in sentence.drafts if not d.skipped and not d.open]
    base = read.passage.start
    made = []
    for draft in kept:
        start, end = base + draft.quantity.start, base + draft.quantity.end
        page, box = finder.place(start, end, read.passage.page)
        period = draft.period
        made.append((draft, Observation(
            observation_id=observation_id(document.sha256, start, end),
            document=document.path, document_sha256=document.sha256, origin="statement",
            page=page, bbox=box, start=start, end=end, text=draft.quantity.text,
            quote=_quote(sentence, read, draft), value=draft.value, unit=draft.unit,
            qualifier=draft.quantity.qualifier, role=draft.role, indicator=draft.measure.words,
            authority=document.outline.contexts[read.context].authority,
            comparator=draft.comparator,
            period=period.text if period else None,
            period_start=period.first if period else None,
            period_end=period.last if period else None,
            period_type=period.type if period else None,
            direction=draft.direction,
            compared_with=_linked(draft.main, document.sha256),
            rule=draft.rule, confidence=confidence(draft, patterns.statements),
            places=draft.quantity.places, scale=draft.quantity.scale,
            period_basis=period.basis if period else None,
            source=StatementSource(
                read.block, base + sentence.marked.start, base + sentence.marked.end, draft.measure.source
            ),
            context=read.context,
        )))  # fmt: skip
    return made


def _linked(main: Draft | None, sha256: str) -> str | None:
    """The id of the figure that a figure belongs to, where that one is an observation too."""
    if main is None or main.skipped or main.open:
        return None
    return observation_id(sha256, main.base + main.quantity.start, main.base + main.quantity.end)


def _quote(sentence: ReadSentence, read: ReadPassage, draft: Draft) -> str:
    text = read.layers.text
    start, end = sentence.marked.start, sentence.marked.end
    if end - start > QUOTE:
        start = max(start, draft.quantity.start - QUOTE // 2)
        end = min(end, draft.quantity.end + QUOTE // 2)
    return " ".join(text[start:end].split())


def _unread(
    sentence: ReadSentence, read: ReadPassage, document: Document, finder: PageFinder
) -> Iterator[Unread]:
    for draft in sentence.drafts:
        if not draft.skipped and not draft.open:
            continue
        start = read.passage.start + draft.quantity.start
        end = read.passage.start + draft.quantity.end
        page, box = finder.place(start, end, read.passage.page)
        place = Place(document.path, page, box, start, end)
        reason = draft.skipped or "two rules read it differently and neither is longer"
        yield Unread(draft.quantity.text, _quote(sentence, read, draft), reason, place, draft.open)
