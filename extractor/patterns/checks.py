"""Loads `patterns/checks/`: the words that checks compare by, and the examples that prove each check."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extractor.errors import PatternError
from extractor.model import Direction
from extractor.patterns.expressions import Expressions, any_of, compile_expressions
from extractor.patterns.toml import (
    Example,
    Table,
    check_keys,
    files_of,
    months_of,
    one_of,
    read_toml,
    texts,
    typed,
)

_LISTS = ("words", "names", "comparators", "directions")
"""Tables of lists of words."""
_TOP = (*_LISTS, "contrasts", "numbers", "endings", "expression")
_WAYS = ("up", "down", "same")
_EXAMPLE = ("says", "cells", "claims", "papers", "verdict", "expected", "words")


@dataclass(frozen=True)
class CheckExample:
    """A small paper as data: what a check must report of it, or why it must be silent."""

    shows: str
    fires: bool
    papers: tuple[Mapping[str, Any], ...]
    verdict: str | None = None
    expected: str | None = None
    words: tuple[str, ...] = ()
    """What the explanation has to name."""


@dataclass(frozen=True)
class CheckRule:
    """A check: its stable id (code and name), its rule in one sentence, and how close is close enough."""

    id: str
    rule: str
    tolerance: str
    examples: tuple[CheckExample, ...]
    file: Path
    reverses: bool = False
    """Whether what it corrects turns round what the paper tells: better for worse, missed for met."""

    @property
    def code(self) -> str:
        """The letter and number: "A4"."""
        return self.id.partition("-")[0]

    @property
    def family(self) -> str:
        """The letter."""
        return self.id[0]


@dataclass(frozen=True)
class CheckPatterns:
    """Words, expressions and rules of all folders, the built-in first."""

    words: Mapping[str, frozenset[str]]
    """Lists of words by their names, as printed."""
    names: tuple[tuple[str, str], ...]
    """(as printed, the one name for it), longest first."""
    endings: tuple[str, ...]
    keep: int
    contrasts: tuple[tuple[str, ...], ...]
    """Words of which two rows that differ in them are never the same."""
    directions: Mapping[str, Direction]
    """Words of movement and the way they go."""
    comparators: Mapping[str, str]
    """What text calls a comparator, in small letters, and the comparator."""
    numbers: Mapping[str, int]
    """Words for numbers, from zero on."""
    expressions: Expressions
    rules: tuple[CheckRule, ...] = field(repr=False, default=())
    """By family and number."""


@dataclass
class _Content:
    """What the files of all folders hold, put together."""

    lists: dict[str, dict[str, list[str]]] = field(default_factory=lambda: {key: {} for key in _LISTS})
    contrasts: list[tuple[str, ...]] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    endings: dict[str, Any] = field(default_factory=dict)
    expressions: list[tuple[Path, Table]] = field(default_factory=list)
    rules: dict[str, CheckRule] = field(default_factory=dict)


def load_check_patterns(folders: Sequence[Path]) -> tuple[CheckPatterns, tuple[Example, ...]]:
    """Words, expressions and rules of `checks/` in each folder, and the proof of the expressions.

    A later folder adds to lists and expressions; its rule takes the place of an earlier one of its id.
    Raises `PatternError` naming the file, the key that was found and those that are known.
    """
    content = _Content()
    for path in files_of(folders, "checks"):
        table = read_toml(path)
        content.expressions += [(path, row) for row in typed(table, "expression", list, path, "the file", [])]
        if "id" in table or "rule" in table:
            rule = _rule(table, path)
            content.rules[rule.id] = rule
        else:
            _gather(content, table, path, first=path.parent.parent == folders[0])
    return _compile(content, folders)


def _gather(content: _Content, table: Table, path: Path, *, first: bool) -> None:
    """Add the words of a file to those of the files before; the first folder says which [words] there are."""
    check_keys(table, path, "the file", (), _TOP)
    if not first:
        check_keys(table.get("words", {}), path, "[words]", (), content.lists["words"])
    for key in _LISTS:
        lists = typed(table, key, dict, path, "the file", {})
        for name in lists:
            words = texts(lists, name, path, f"[{key}]")
            content.lists[key].setdefault(name, []).extend(words)
    for way in content.lists["directions"]:
        one_of(way, _WAYS, path, "[directions]", "a way")
    content.contrasts += [tuple(group) for group in typed(table, "contrasts", list, path, "the file", [])]
    content.numbers += texts(table, "numbers", path, "the file")
    endings = typed(table, "endings", dict, path, "the file", {})
    check_keys(endings, path, "[endings]", (), ("cut", "keep"))
    content.endings |= endings


def _rule(content: Table, path: Path) -> CheckRule:
    check_keys(content, path, "the file", ("id", "rule", "tolerance"), ("example", "expression", "reverses"))
    for key in ("id", "rule", "tolerance"):
        if not typed(content, key, str, path, "the file").strip():
            raise PatternError(f'{path}: "{key}" is empty; expected a sentence in quotes')
    if content["id"] != path.stem or re.fullmatch(r"[A-G]\d+-[a-z0-9-]+", content["id"]) is None:
        raise PatternError(
            f'{path}: the id is "{content["id"]}"; expected the file name, in the form A4-other-period'
        )
    examples = tuple(
        _example(entry, path, f"example {number}")
        for number, entry in enumerate(content.get("example", ()), start=1)
    )
    reverses = typed(content, "reverses", bool, path, "the file", False)
    return CheckRule(content["id"], content["rule"], content["tolerance"], examples, path, reverses)


def _example(entry: Table, path: Path, where: str) -> CheckExample:
    check_keys(entry, path, where, ("shows", "fires"), _EXAMPLE)
    return CheckExample(
        shows=entry["shows"],
        fires=entry["fires"],
        papers=_papers(entry),
        verdict=entry.get("verdict"),
        expected=entry.get("expected"),
        words=tuple(entry.get("words", ())),
    )


def _papers(entry: Table) -> tuple[Mapping[str, Any], ...]:
    if "papers" in entry:
        return tuple(entry["papers"])
    return ({key: entry[key] for key in ("cells", "says", "claims") if key in entry},)


def _compile(content: _Content, folders: Sequence[Path]) -> tuple[CheckPatterns, tuple[Example, ...]]:
    lists = content.lists
    names = [(form, name) for name, forms in lists["names"].items() for form in (name, *forms)]
    names.sort(key=lambda pair: (-len(pair[0]), pair[0]))
    expressions, proof = compile_expressions(content.expressions, _pieces(content, folders))
    rules = sorted(content.rules.values(), key=lambda rule: (rule.family, int(rule.code[1:])))
    patterns = CheckPatterns(
        words={name: frozenset(words) for name, words in lists["words"].items()},
        names=tuple(names),
        endings=tuple(sorted(content.endings.get("cut", ()), key=len, reverse=True)),
        keep=int(content.endings.get("keep", 4)),
        contrasts=tuple(content.contrasts),
        directions=_by_form(lists["directions"]),  # type: ignore[arg-type]
        comparators=_by_form(lists["comparators"]),
        numbers={word: number for number, word in enumerate(content.numbers)},
        expressions=expressions,
        rules=tuple(rules),
    )
    return patterns, proof


def _by_form(lists: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return {form.lower(): name for name, forms in lists.items() for form in forms}


def _pieces(content: _Content, folders: Sequence[Path]) -> dict[str, str]:
    """What `{name}` in an expression stands for: a list of words, a way, a month, a number, a comparator."""
    months: dict[int, str] = {}
    for name, number in months_of(folders).items():
        months[number] = max(months.get(number, ""), name, key=len)
    lists = {**content.lists["words"], **content.lists["directions"]}
    return {name: any_of(words) for name, words in lists.items()} | {
        "month": any_of(months.values()),
        "number": any_of(content.numbers),
        "comparator": any_of(form for forms in content.lists["comparators"].values() for form in forms),
    }
