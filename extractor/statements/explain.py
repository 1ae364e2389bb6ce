"""The layers of a document's sentences as text: what was seen, what won, what lost and why."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.model import Document, Period
from extractor.patterns import PatternSet
from extractor.statements.document import ReadPassage, read_passages
from extractor.statements.drafts import Draft
from extractor.statements.marking import Kind
from extractor.statements.reader import ReadSentence
from extractor.statements.relations import Reading


def explain(document: Document, patterns: PatternSet, line: int | None = None) -> str:
    """The layers of every sentence that holds a figure, or of those on one line of the text (from 1)."""
    parts = []
    for read in read_passages(document, patterns):
        for sentence in read.sentences:
            start = read.passage.start + sentence.marked.start
            first = document.text.count("\n", 0, start) + 1
            last = first + document.text.count("\n", start, read.passage.start + sentence.marked.end)
            if line is not None and not first <= line <= last:
                continue
            if line is not None or sentence.drafts:
                parts.append("\n".join(_sentence(sentence, read, first)))
    if not parts:
        where = f" on line {line}" if line is not None else ""
        return f"{document.path}: no sentence with a figure{where}"
    return "\n\n".join(parts)


def _sentence(sentence: ReadSentence, read: ReadPassage, line: int) -> Iterator[str]:
    marked, text = sentence.marked, read.layers.text
    yield f"line {line}: {' '.join(text[marked.start : marked.end].split())}"
    yield f"  marked    {marked.string.strip()}"
    periods = [read.layers.periods[t.index] for t in marked.tokens if t.kind is Kind.PERIOD]
    yield from _list("periods", [_period(p) for p in periods])
    yield from _list("names", [t.text for t in marked.tokens if t.kind is Kind.NAME])
    yield from _list("cues", [f"{t.text} <{t.cue.kind}>" for t in marked.tokens if t.cue is not None])
    yield from _list("rules", [_reading(r, sentence) for r in sentence.chosen.readings])
    yield from _list("lost", [f"{_reading(r, sentence)} – {why}" for r, why in sentence.chosen.lost])
    yield from _list("figures", [_draft(d) for d in sentence.drafts])


def _list(name: str, items: list[str]) -> Iterator[str]:
    for number, item in enumerate(items):
        yield f"  {name if number == 0 else '':<9} {item}"


def _period(period: Period) -> str:
    dates = f"{period.first} to {period.last}" if period.last is not None else "no dates"
    return f"{period.text} = {dates} ({period.type}, {period.basis})"


def _reading(reading: Reading, sentence: ReadSentence) -> str:
    figures = ", ".join(f"{sentence.marked.tokens[t].text} {role}" for t, role in reading.roles)
    return f"{reading.rule.name} [{reading.score}] {reading.shape.printed}: {figures}"


def _draft(draft: Draft) -> str:
    if draft.skipped:
        return f"{draft.quantity.text}: left out, {draft.skipped}"
    if draft.open:
        return f"{draft.quantity.text}: left open between {' and '.join(draft.open)}"
    period = _period(draft.period) if draft.period is not None else "no period"
    against = f", against {draft.main.quantity.text}" if draft.main is not None else ""
    return (
        f"{draft.quantity.text} = {draft.value} {draft.unit}, {draft.role} ({draft.rule}){against}, "
        f"{draft.direction or 'no movement'}, of “{draft.measure.words}” ({draft.measure.source}), {period}"
    )
