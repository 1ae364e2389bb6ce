"""Loads `patterns/exclusions/`: numbers of a sentence that measure nothing, told by the words around them.

A claim of `patterns/figures/` tells by the number's own form that it is none (a date, a code, a limit
inside a definition).  An exclusion needs the clause: a price, a post, a national rate, people in a room.
What it takes out is listed as unread with `why`; nothing is lost silently.

    words    one of these must stand in the sentence, or the rule is not tried: keeps reading quick
    units    the units that it is for; all where left out
    before   what stands before the figure, up to it       after    what stands right after it
    near     what stands anywhere in the clause             unless   what keeps the figure all the same
    least    the smallest value that it is for              most     the largest
    alone    the figure is the whole passage

At least one of `before`, `after`, `near` and `alone` is needed, and each that is given must be found.
A blank in an expression is any white space.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import get_args

from extractor.errors import PatternError
from extractor.model import Quantity, Unit
from extractor.patterns.needles import Needles
from extractor.patterns.toml import (
    Example,
    Table,
    check_keys,
    files_of,
    need_examples,
    one_of,
    read_toml,
    texts,
    typed,
)
from extractor.patterns.toml import examples_of as read_examples

_REQUIRED = ("name", "why")
_OPTIONAL = (
    "words", "units", "before", "after", "near", "unless", "least", "most", "alone", "example",
    "counter_example",
)  # fmt: skip
_BEHIND, _AHEAD = 140, 140
"""Characters before and after a figure that belong to its clause, at most."""
_CLAUSE_END = re.compile(r"[.;?!](?=\s)|\n\s*\n")
_WORD = re.compile(r"\w|%")
_LONGEST_LINE = 24
"""Characters of a line that can be a number alone."""


@dataclass(frozen=True, slots=True)
class Exclusion:
    """One rule; an expression that is None asks for nothing."""

    name: str
    why: str
    words: tuple[str, ...]
    units: frozenset[str]
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    near: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    least: Decimal | None
    most: Decimal | None
    alone: bool
    examples: tuple[Example, ...]


@dataclass(frozen=True)
class Exclusions:
    """All rules, in the order of their files."""

    rules: tuple[Exclusion, ...] = ()

    @cached_property
    def _needles(self) -> Needles:
        return Needles(rule.words for rule in self.rules)

    @cached_property
    def _always(self) -> frozenset[int]:
        return frozenset(n for n, rule in enumerate(self.rules) if not rule.words)

    def for_sentence(self, said: str, *, labelled: bool = False) -> tuple[Exclusion, ...]:
        """The rules that this sentence could fall under; a number alone under a label is its value."""
        lone = not labelled and len(said) < _LONGEST_LINE
        numbers = self._needles.of(said.lower())
        numbers.update(n for n in self._always if lone or not self.rules[n].alone)
        return tuple(self.rules[n] for n in sorted(numbers))


def why_excluded(said: str, at: int, quantity: Quantity, rules: Sequence[Exclusion]) -> str:
    """Why the figure that begins at character `at` of a sentence is none; empty where no rule takes it."""
    if not rules:
        return ""
    end = at + quantity.end - quantity.start
    behind, ahead = said[max(0, at - _BEHIND) : at], said[end : end + _AHEAD]
    breaks = [m.end() for m in _CLAUSE_END.finditer(behind)]
    behind = behind[breaks[-1] :] if breaks else behind
    closing = _CLAUSE_END.search(ahead)
    ahead = ahead[: closing.start() + 1] if closing else ahead
    clause = behind + said[at:end] + ahead
    for rule in rules:
        if _takes(rule, quantity, behind, ahead, clause):
            return rule.why
    return ""


def _takes(rule: Exclusion, quantity: Quantity, behind: str, ahead: str, clause: str) -> bool:
    if rule.units and quantity.unit not in rule.units:
        return False
    if rule.most is not None and quantity.value > rule.most:
        return False
    if rule.least is not None and quantity.value < rule.least:
        return False
    if rule.alone and _WORD.search(behind + ahead):
        return False
    if rule.after is not None and rule.after.match(ahead) is None:
        return False
    if rule.before is not None and rule.before.search(behind) is None:
        return False
    if rule.near is not None and rule.near.search(clause) is None:
        return False
    return rule.unless is None or rule.unless.search(clause) is None


def load_exclusions(folders: Sequence[Path]) -> Exclusions:
    """The rules of these folders' `exclusions/`.

    Raises `PatternError` with the file, what was found, what was expected and what to do.
    """
    rules: dict[str, Exclusion] = {}
    for path in files_of(folders, "exclusions"):
        content = read_toml(path)
        check_keys(content, path, "the file", (), ("pieces", "exclusion"))
        pieces = typed(content, "pieces", dict, path, "the file", {})
        for table in typed(content, "exclusion", list, path, "the file", []):
            rule = _rule(table, path, pieces)
            if rule.name in rules:
                raise PatternError(f'{path}: there are two exclusions called "{rule.name}". Rename one.')
            rules[rule.name] = rule
    return Exclusions(tuple(rules.values()))


def _rule(table: Table, path: Path, pieces: dict[str, str]) -> Exclusion:
    check_keys(table, path, "an exclusion", _REQUIRED, _OPTIONAL)
    name = typed(table, "name", str, path, "an exclusion")
    units = texts(table, "units", path, name)
    for unit in units:
        one_of(unit, get_args(Unit), path, name, "units")
    parts = {key: _compiled(table, key, path, name, pieces) for key in ("before", "after", "near", "unless")}
    alone = typed(table, "alone", bool, path, name, False)
    if not alone and not any(parts[key] for key in ("before", "after", "near")):
        raise PatternError(f'{path}: "{name}" asks for nothing. Add "before", "after", "near" or "alone".')
    examples = read_examples(table, name, path, ("excluded",))
    need_examples(examples, name, path)
    return Exclusion(
        name, typed(table, "why", str, path, name),
        tuple(word.lower() for word in texts(table, "words", path, name)), frozenset(units),
        parts["before"], parts["after"], parts["near"], parts["unless"],
        _bound(table, "least", path, name), _bound(table, "most", path, name), alone, examples,
    )  # fmt: skip


def _bound(table: Table, key: str, path: Path, name: str) -> Decimal | None:
    value = typed(table, key, int, path, name)
    return None if value is None else Decimal(value)


def _compiled(
    table: Table, key: str, path: Path, name: str, pieces: dict[str, str]
) -> re.Pattern[str] | None:
    expression = typed(table, key, str, path, name)
    if expression is None:
        return None
    for piece, stands_for in pieces.items():
        expression = expression.replace("{" + piece + "}", stands_for)
    expression = expression.replace(" ", r"\s+")
    try:
        return re.compile(f"(?:{expression})$" if key == "before" else expression, re.IGNORECASE)
    except re.error as error:
        raise PatternError(f'{path}: "{name}" has a "{key}" that is no expression ({error}).') from error
