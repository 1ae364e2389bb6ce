"""Rules over a marked sentence: every reading is found, the longest wins, equals are left open."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from extractor.model import Role
from extractor.patterns.shapes import Shape
from extractor.patterns.statements import Rule, StatementPatterns
from extractor.statements.marking import Marked

MOST = 4
"""Readings of one rule that may begin at one place of a sentence before the next is tried."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One rule, matched: which tokens are its figures, and the roles it gives them."""

    rule: Rule
    shape: Shape
    figures: tuple[int, ...]
    """Numbers of tokens."""
    first: int
    last: int
    """First and last token of the match."""

    @property
    def score(self) -> int:
        """Longer, more specific readings score higher."""
        return self.shape.weight + self.rule.strength

    @property
    def roles(self) -> tuple[tuple[int, Role], ...]:
        """(token, role) of each figure."""
        return tuple(zip(self.figures, self.shape.roles, strict=True))


@dataclass(slots=True)
class Chosen:
    """The readings that stand, what they say of each figure, and what was lost or left open."""

    readings: list[Reading] = field(default_factory=list)
    roles: dict[int, tuple[Role, Reading]] = field(default_factory=dict)
    lost: list[tuple[Reading, str]] = field(default_factory=list)
    """Readings that did not stand, and why."""
    open: dict[int, tuple[str, ...]] = field(default_factory=dict)
    """Figures that two equal readings read differently."""


def find_readings(marked: Marked, patterns: StatementPatterns) -> list[Reading]:
    """Every reading of the sentence by every rule whose words it has."""
    symbols, by_symbol = marked.symbols, patterns.by_symbol
    figures = len(marked.figures)
    found: list[Reading] = []
    tried: set[int] = set()
    for symbol in ("", *symbols):
        for rule, shape, needs in by_symbol.get(symbol, ()):
            if len(shape.roles) > figures:
                break
            if id(shape) in tried:
                continue
            tried.add(id(shape))
            for need in needs:
                if need.isdisjoint(symbols):
                    break
            else:
                found += _matches(rule, shape, marked)
    return found


def _matches(rule: Rule, shape: Shape, marked: Marked) -> Iterator[Reading]:
    at = 0
    while match := shape.expression.search(marked.string, at):
        groups = [i for i in range(1, match.re.groups + 1) if match.start(i) >= 0]
        if len(groups) == len(shape.roles) and not (rule.family == "from-to" and _of_two_kinds(match, shape)):
            figures = tuple(marked.positions[match.start(i)] for i in groups)
            last = marked.positions.get(match.end(), len(marked.tokens)) - 1
            yield Reading(rule, shape, figures, marked.positions[match.start()], last)
        at = marked.string.find(" ", match.start()) + 1


def _of_two_kinds(match: re.Match[str], shape: Shape) -> bool:
    """ "answered within 10 seconds, up from 88%": no value moves from one unit to another."""
    levels = [n for n, role in enumerate(shape.roles, start=1) if role in ("actual", "previous")]
    return len({match[n][1] for n in levels} - {_BARE}) > 1


_BARE = "n"
"""The letter of a plain number, which may have its unit from the other."""


def choose_readings(readings: list[Reading], marked: Marked) -> Chosen:
    """The longest readings that agree with each other; a figure that equals dispute is left open."""
    chosen = Chosen()
    ordered = sorted(
        readings,
        key=lambda r: (-r.score, -len(r.figures), r.last - r.first, r.first, r.rule.name, r.shape.printed),
    )
    for reading in ordered:
        refused = _refused(reading, chosen)
        if refused:
            chosen.lost.append((reading, refused))
            continue
        if reading.rule.name in {r.rule.name for r in chosen.readings if r.figures == reading.figures}:
            continue
        chosen.readings.append(reading)
        for token, role in reading.roles:
            chosen.roles.setdefault(token, (role, reading))
    return chosen


def _refused(reading: Reading, chosen: Chosen) -> str:
    """Why a reading cannot stand beside those already chosen; empty when it can."""
    for token, role in reading.roles:
        held = chosen.roles.get(token)
        if held is None or held[0] == role:
            continue
        other = held[1]
        if other.score == reading.score and other.rule.name != reading.rule.name and _disputes(held[0], role):
            chosen.open[token] = (f"{held[0]} ({other.rule.name})", f"{role} ({reading.rule.name})")
        return f"{other.rule.name} reads the same figure as {held[0]} and is {_longer(other, reading)}"
    return ""


def _longer(other: Reading, reading: Reading) -> str:
    return "longer" if other.score > reading.score else "as long"


_NEAR: Mapping[Role, frozenset[Role]] = {
    "actual": frozenset({"numerator", "denominator", "previous", "projection"}),
    "previous": frozenset({"actual"}),
    "numerator": frozenset({"actual", "denominator"}),
    "denominator": frozenset({"actual", "numerator"}),
    "projection": frozenset({"actual", "target"}),
}


def _disputes(held: Role, role: Role) -> bool:
    """Whether two roles say different things: a part of a whole is still an actual value."""
    return role not in _NEAR.get(held, frozenset())
