"""Runs the examples that pattern files carry: built-in rules and a user's own are checked in the same way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from extractor.model import Context
from extractor.patterns import PatternSet
from extractor.patterns.statements import Example, Rule
from extractor.statements.document import find_layers
from extractor.statements.drafts import Draft
from extractor.statements.memory import Memory
from extractor.statements.reader import ReadSentence, read_passage


@dataclass(frozen=True, slots=True)
class Fault:
    """An example or counter-example that a rule does not keep."""

    where: str
    message: str


def read_text(text: str, patterns: PatternSet, context: Context | None = None) -> list[ReadSentence]:
    """The sentences of a text on its own, read without a document around it."""
    context = context or Context()
    layers = find_layers(text, context, patterns)
    return read_passage(layers, context, Memory(), patterns.statements)


def figures_given(text: str, patterns: PatternSet) -> tuple[str, ...]:
    """What a text gives, as examples write it: "value unit role [direction]", in order."""
    drafts = [d for s in read_text(text, patterns) for d in s.drafts if not d.skipped and not d.open]
    return tuple(_written(d) for d in drafts)


def _written(draft: Draft) -> str:
    value = format(draft.value.normalize(), "f")
    return f"{value} {draft.unit} {draft.role}" + (f" {draft.direction}" if draft.direction else "")


def _normal(line: str) -> str:
    """ "5.0 percent actual" and "5 percent actual" are one."""
    value, _, rest = line.partition(" ")
    return f"{format(Decimal(value).normalize(), 'f')} {rest}"


def check_statements(patterns: PatternSet) -> list[Fault]:
    """Every fault of every rule and sentence; empty when all hold."""
    found = [fault for rule in patterns.statements.rules for fault in _rule_faults(rule, patterns)]
    for sentence in patterns.statements.sentences:
        found += _example_faults("sentence", sentence, patterns)
    return found


def _rule_faults(rule: Rule, patterns: PatternSet) -> Iterator[Fault]:
    where = f"{rule.file}: rule {rule.name}"
    used: set[str] = set()
    for example in rule.examples:
        yield from _example_faults(where, example, patterns)
        shapes = _shapes_used(rule, example.text, patterns)
        used |= shapes
        if not shapes:
            yield Fault(where, f'does not read its own example "{example.text}"')
    for shape in rule.shapes:
        if shape.printed not in used:
            yield Fault(where, f'no example uses the shape "{shape.printed}"; add one or drop the shape')
    for counter in rule.counter_examples:
        if _shapes_used(rule, counter.text, patterns):
            yield Fault(where, f'reads the counter-example "{counter.text}" ({counter.reason})')


def _shapes_used(rule: Rule, text: str, patterns: PatternSet) -> set[str]:
    return {
        reading.shape.printed
        for sentence in read_text(text, patterns)
        for reading in sentence.chosen.readings
        if reading.rule.name == rule.name
    }


def _example_faults(where: str, example: Example, patterns: PatternSet) -> Iterator[Fault]:
    given = figures_given(example.text, patterns)
    right = given == tuple(_normal(line) for line in example.gives)
    if example.known_miss and right:
        yield Fault(where, f'"{example.text}" is marked as a known miss and is read now; drop the mark')
    elif not right and not example.known_miss:
        yield Fault(where, f'"{example.text}" gives {list(given)}; expected {list(example.gives)}')
