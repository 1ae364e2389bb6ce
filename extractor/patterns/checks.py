"""Loads `patterns/checks/`: the words that checks compare by, and the examples that prove each check."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extractor.errors import PatternError
from extractor.model import Direction

WORD_KEYS = {
    "stop",
    "names",
    "endings",
    "nested",
    "better",
    "contrasts",
    "directions",
    "flows",
    "kept_back",
    "overdue",
}
RULE_KEYS = {"id", "rule", "tolerance", "example"}
EXAMPLE_KEYS = {"shows", "fires", "cells", "says", "claims", "papers", "verdict", "expected", "words"}


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
    """Words and rules of all folders, the built-in first."""

    stop: frozenset[str]
    names: tuple[tuple[str, str], ...]
    """(as printed, the one name for it), longest first."""
    endings: tuple[str, ...]
    keep: int
    nested: frozenset[str]
    contrasts: tuple[tuple[str, ...], ...]
    """Words of which two rows that differ in them are never the same."""
    directions: Mapping[str, Direction]
    """Words of movement and the way they go."""
    better_high: frozenset[str]
    better_low: frozenset[str]
    came: frozenset[str]
    """Words of a label for those who come into a number."""
    went: frozenset[str]
    """Words of a label for those who leave it."""
    kept_back: frozenset[str]
    """What a table prints in place of a value that it does not give, in lower case."""
    overdue: frozenset[str]
    """Words of a label for what waits longer than it should."""
    rules: tuple[CheckRule, ...] = field(repr=False, default=())
    """By family and number."""


def load_check_patterns(folders: Sequence[Path]) -> CheckPatterns:
    """Words and rules of `checks/` in each folder; a later folder's rule takes an earlier one's place.

    Raises `PatternError` naming the file, the key that was found and those that are known.
    """
    words: dict[str, Any] = {
        "stop": [],
        "names": {},
        "endings": {},
        "nested": {},
        "better": {},
        "contrasts": [],
        "directions": {},
        "flows": {},
        "kept_back": [],
        "overdue": [],
    }
    rules: dict[str, CheckRule] = {}
    for folder in folders:
        for file in sorted((folder / "checks").glob("*.toml")):
            content = _read(file)
            if "id" in content or "rule" in content:
                rule = _rule(content, file)
                rules[rule.id] = rule
            else:
                _merge(words, content, file)
    ordered = sorted(rules.values(), key=lambda rule: (rule.family, int(rule.code[1:])))
    return _compile(words, tuple(ordered))


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PatternError(
            f"{file}: cannot be read as TOML: {error}. Mend the file or take it away"
        ) from None


def _known(keys: Sequence[str], known: set[str], file: Path, what: str) -> None:
    for key in keys:
        if key not in known:
            raise PatternError(f'{file}: {what} has "{key}"; expected one of {", ".join(sorted(known))}')


def _merge(words: dict[str, Any], content: Mapping[str, Any], file: Path) -> None:
    _known(list(content), WORD_KEYS, file, "the file")
    for key, value in content.items():
        held = words[key]
        if isinstance(held, list):
            if not isinstance(value, list):
                raise PatternError(f'{file}: "{key}" is {value!r}; expected a list of words')
            held.extend(value)
        elif isinstance(value, dict):
            held.update(value)
        else:
            raise PatternError(f'{file}: "{key}" is {value!r}; expected a table')


def _rule(content: Mapping[str, Any], file: Path) -> CheckRule:
    _known(list(content), RULE_KEYS, file, "the file")
    for key in ("id", "rule", "tolerance"):
        if not isinstance(content.get(key), str) or not content[key].strip():
            raise PatternError(f'{file}: "{key}" is {content.get(key)!r}; expected a sentence in quotes')
    if content["id"] != file.stem or re.fullmatch(r"[A-G]\d+-[a-z0-9-]+", content["id"]) is None:
        raise PatternError(
            f'{file}: the id is "{content["id"]}"; expected the file name, in the form A4-other-period'
        )
    examples = tuple(
        _example(entry, f"{file}: example {number}")
        for number, entry in enumerate(content.get("example", ()), start=1)
    )
    return CheckRule(content["id"], content["rule"], content["tolerance"], examples, file)


def _example(entry: Mapping[str, Any], where: str) -> CheckExample:
    for key in entry:
        if key not in EXAMPLE_KEYS:
            raise PatternError(f'{where} has "{key}"; expected one of {", ".join(sorted(EXAMPLE_KEYS))}')
    for key in ("shows", "fires"):
        if key not in entry:
            raise PatternError(f'{where} has no "{key}"; add it')
    return CheckExample(
        shows=entry["shows"],
        fires=entry["fires"],
        papers=_papers(entry),
        verdict=entry.get("verdict"),
        expected=entry.get("expected"),
        words=tuple(entry.get("words", ())),
    )


def _papers(entry: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    if "papers" in entry:
        return tuple(entry["papers"])
    return ({key: entry[key] for key in ("cells", "says", "claims") if key in entry},)


def _compile(words: Mapping[str, Any], rules: tuple[CheckRule, ...]) -> CheckPatterns:
    names = [(form, name) for name, forms in words["names"].items() for form in (name, *forms)]
    names.sort(key=lambda pair: (-len(pair[0]), pair[0]))
    return CheckPatterns(
        stop=frozenset(words["stop"]),
        names=tuple(names),
        endings=tuple(sorted(words["endings"].get("cut", ()), key=len, reverse=True)),
        keep=int(words["endings"].get("keep", 4)),
        nested=frozenset(words["nested"].get("qualifiers", ())),
        contrasts=tuple(tuple(group) for group in words["contrasts"]),
        directions={word: way for way, forms in words["directions"].items() for word in forms},
        better_high=frozenset(words["better"].get("high", ())),
        better_low=frozenset(words["better"].get("low", ())),
        came=frozenset(words["flows"].get("came", ())),
        went=frozenset(words["flows"].get("went", ())),
        kept_back=frozenset(words["kept_back"]),
        overdue=frozenset(words["overdue"]),
        rules=rules,
    )
