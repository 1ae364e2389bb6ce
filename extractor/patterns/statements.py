"""The patterns of statements: cues, word lists, rules over marked sentences, claims and the calibration."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from extractor.model import Direction, Unit
from extractor.patterns.exclusions import Exclusions
from extractor.patterns.needles import Needles
from extractor.patterns.shapes import Shape, commonness


@dataclass(frozen=True, slots=True)
class Cue:
    """A word or phrase that tells what a figure is: its class, the movement it states, whom it names."""

    kind: str
    words: tuple[str, ...]
    direction: Direction | None = None
    comparator: str | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence and the figures it must give, each as "value unit role [direction]", in order."""

    text: str
    gives: tuple[str, ...]
    known_miss: bool = False


@dataclass(frozen=True, slots=True)
class CounterExample:
    """A sentence that the rule must leave alone, and why."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A relation between figures, as data."""

    name: str
    family: str
    shapes: tuple[Shape, ...]
    direction: str
    strength: int
    unit: Unit | None
    own_measure: bool
    """Each figure has a measure of its own (a list by place), rather than one for all."""
    examples: tuple[Example, ...]
    counter_examples: tuple[CounterExample, ...]
    file: str


@dataclass(frozen=True, slots=True)
class ClaimPattern:
    """Words that say something of a figure that can be checked; named groups become parameters."""

    name: str
    kind: str
    expression: re.Pattern[str]
    params: tuple[tuple[str, str], ...]
    words: tuple[str, ...]
    """Letters one of which stands in every match, to pass it by; it is tried everywhere without them."""
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]
    file: str

    def params_of(self, name: str) -> str | None:
        """The value of a fixed parameter, or None."""
        return dict(self.params).get(name)


def _figures_asked(entry: tuple[Rule, Shape, tuple[frozenset[str], ...]]) -> int:
    return len(entry[1].roles)


@dataclass(frozen=True)
class StatementPatterns:
    """All of the family: cues by first word, word lists, rules, and the calibration table."""

    cues: tuple[Cue, ...]
    lists: dict[str, frozenset[str]]
    rules: tuple[Rule, ...]
    sentences: tuple[Example, ...]
    claims: tuple[ClaimPattern, ...] = ()
    calibration: dict[str, Decimal] = field(default_factory=dict)
    exclusions: Exclusions = field(default_factory=Exclusions)
    measured: frozenset[str] = frozenset()
    """Words of the catalogue's wordings: with a capital, such a word is still no proper name."""

    @cached_property
    def by_first_word(self) -> dict[str, tuple[Cue, ...]]:
        """Cues that may begin at a word, the longest first."""
        found: dict[str, list[Cue]] = {}
        for cue in self.cues:
            found.setdefault(cue.words[0], []).append(cue)
        return {word: tuple(sorted(cues, key=lambda c: -len(c.words))) for word, cues in found.items()}

    @cached_property
    def empty_words(self) -> frozenset[str]:
        """Words that name nothing on their own."""
        return self.lists["generic"] | self.lists["function"] | self.lists["verbs"] | self.lists["trailing"]

    def claims_in(self, lowered: str) -> list[ClaimPattern]:
        """The claims that a sentence in small letters may make, told by their words."""
        held = self._claim_needles.of(lowered)
        return [claim for number, claim in enumerate(self.claims) if number in held or not claim.words]

    @cached_property
    def _claim_needles(self) -> Needles:
        return Needles(claim.words for claim in self.claims)

    @cached_property
    def by_symbol(self) -> dict[str, tuple[tuple[Rule, Shape, tuple[frozenset[str], ...]], ...]]:
        """Shapes by each symbol of their rarest need ("" without needs), those of fewer figures first.

        With each shape its other needs.
        """
        found: dict[str, list[tuple[Rule, Shape, tuple[frozenset[str], ...]]]] = {}
        for rule in self.rules:
            for shape in rule.shapes:
                rarest, *others = sorted(shape.needs, key=commonness) or [frozenset([""])]
                for symbol in rarest:
                    found.setdefault(symbol, []).append((rule, shape, tuple(others)))
        return {symbol: tuple(sorted(pairs, key=_figures_asked)) for symbol, pairs in found.items()}

    @cached_property
    def rule_index(self) -> dict[str, Rule]:
        """Rules by name."""
        return {rule.name: rule for rule in self.rules}

    @cached_property
    def _joined(self) -> dict[tuple[str, ...], frozenset[str]]:
        return {}

    def words(self, name: str, *more: str) -> frozenset[str]:
        """The words of a list, or of any of several; an unknown list is a fault of the caller."""
        if not more:
            return self.lists[name]
        names = (name, *more)
        joined = self._joined.get(names)
        if joined is None:
            joined = self._joined[names] = frozenset().union(*(self.lists[name] for name in names))
        return joined
