"""Loads `patterns/statements/`: cues, word lists, rules over marked sentences, and the calibration.

Every file may hold `[[cue]]`, `[[list]]`, `[[group]]`, `[[rule]]`, `[[claim]]` and `[[sentence]]`
tables; unknown keys are errors.  What a rule's `shape` may say stands in `shapes.py`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

from extractor.errors import PatternError
from extractor.model import Direction, Unit
from extractor.patterns.exclusions import load_exclusions
from extractor.patterns.shapes import ROLES, compile_shape
from extractor.patterns.statements import ClaimPattern, CounterExample, Cue, Example, Rule, StatementPatterns

UNITS = frozenset(get_args(Unit))
DIRECTIONS = frozenset(get_args(Direction))
MOVES = frozenset({"order", "cue", "up", "down", "same", "none"})

_KEYS = {
    "cue": {"class", "words", "direction", "comparator"},
    "list": {"name", "words"},
    "group": {"name", "classes"},
    "rule": {
        "name", "family", "shape", "direction", "strength", "unit", "own_measure", "example",
        "counter_example",
    },
    "claim": {"name", "kind", "words", "expression", "params", "examples", "counter_examples"},
    "sentence": {"text", "gives", "known_miss"},
    "example": {"text", "gives", "known_miss"},
    "counter_example": {"text", "reason"},
}  # fmt: skip


def load_statement_patterns(folders: Sequence[Path]) -> StatementPatterns:
    """The statement patterns of these folders' `statements/`, a later folder adding to the earlier ones.

    Raises `PatternError` with the file, what was found, what was expected and what to do.
    """
    cues: list[Cue] = []
    lists: dict[str, set[str]] = {}
    rules: dict[str, Rule] = {}
    sentences: list[Example] = []
    calibration: dict[str, Decimal] = {}
    claims: list[ClaimPattern] = []
    read = list(_tables(folders))
    groups = _groups(read)
    for path, tables in read:
        if path.name == "calibration.toml":
            calibration.update(_calibration(path, tables))
            continue
        _known(tables, {"cue", "list", "rule", "sentence", "group", "claim"}, str(path))
        cues += [cue for table in tables.get("cue", ()) for cue in _cues(table, path)]
        sentences += [_example(table, str(path)) for table in tables.get("sentence", ())]
        claims += [_claim(table, path) for table in tables.get("claim", ())]
        for table in tables.get("list", ()):
            _known(table, _KEYS["list"], f"{path}: list")
            lists.setdefault(_text(table, "name", path), set()).update(_texts(table, "words", path))
        for table in tables.get("rule", ()):
            rule = _rule(table, path, groups)
            if rule.name in rules:
                raise PatternError(
                    f"{path}: the rule {rule.name!r} is already in {rules[rule.name].file}; rename one"
                )
            rules[rule.name] = rule
    _classes_known(cues, rules.values(), groups)
    frozen = {name: frozenset(words) for name, words in lists.items()}
    return StatementPatterns(
        tuple(cues), frozen, tuple(rules.values()), tuple(sentences), tuple(claims), calibration,
        load_exclusions(folders),
    )  # fmt: skip


def _tables(folders: Sequence[Path]) -> Iterator[tuple[Path, dict[str, Any]]]:
    for folder in folders:
        for path in sorted((folder / "statements").glob("*.toml")):
            try:
                yield path, tomllib.loads(path.read_text(encoding="utf-8"))
            except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
                raise PatternError(f"{path}: not TOML: {error}; correct the line that it names") from None


def _known(table: dict[str, Any], keys: set[str], where: str) -> None:
    unknown = sorted(set(table) - keys)
    if unknown:
        raise PatternError(f"{where}: unknown key {unknown[0]!r}; expected {', '.join(sorted(keys))}")


def _text(table: dict[str, Any], key: str, where: object) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value.strip():
        raise PatternError(f"{where}: {key!r} is {value!r}; expected some text")
    return value


def _texts(table: dict[str, Any], key: str, where: object) -> list[str]:
    value = table.get(key)
    if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
        raise PatternError(f"{where}: {key!r} is {value!r}; expected a list of texts")
    return value


def _cues(table: dict[str, Any], path: Path) -> Iterator[Cue]:
    _known(table, _KEYS["cue"], f"{path}: cue")
    kind = _text(table, "class", path)
    direction = table.get("direction")
    if direction is not None and direction not in DIRECTIONS:
        raise PatternError(f"{path}: cue {kind}: direction is {direction!r}; expected up, down or same")
    for words in _texts(table, "words", path):
        yield Cue(kind, tuple(words.lower().split()), direction, table.get("comparator"))


def _example(table: dict[str, Any], where: str) -> Example:
    _known(table, _KEYS["example"], f"{where}: example")
    gives = tuple(_texts(table, "gives", where)) if table.get("gives") != [] else ()
    for line in gives:
        parts = line.split()
        if len(parts) not in (3, 4) or parts[1] not in UNITS or parts[2] not in ROLES:
            raise PatternError(f'{where}: example gives "{line}"; expected "value unit role [direction]"')
    return Example(_text(table, "text", where), gives, bool(table.get("known_miss", False)))


def _rule(table: dict[str, Any], path: Path, groups: Mapping[str, Sequence[str]]) -> Rule:
    where = f"{path}: rule {table.get('name', '?')}"
    _known(table, _KEYS["rule"], where)
    direction = table.get("direction", "none")
    if direction not in MOVES:
        raise PatternError(f"{where}: direction is {direction!r}; expected {', '.join(sorted(MOVES))}")
    unit = table.get("unit")
    if unit is not None and unit not in UNITS:
        raise PatternError(f"{where}: unit is {unit!r}; expected {', '.join(sorted(UNITS))}")
    examples = tuple(_example(e, where) for e in table.get("example", ()))
    if not examples:
        raise PatternError(f"{where}: has no [[rule.example]]; a rule carries its proof")
    counters = []
    for counter in table.get("counter_example", ()):
        _known(counter, _KEYS["counter_example"], f"{where}: counter_example")
        counters.append(CounterExample(_text(counter, "text", where), _text(counter, "reason", where)))
    shapes = tuple(compile_shape(shape, where, groups) for shape in _texts(table, "shape", where))
    return Rule(
        _text(table, "name", path), _text(table, "family", where), shapes, direction,
        int(table.get("strength", 0)), unit, bool(table.get("own_measure", False)), examples,
        tuple(counters), path.name,
    )  # fmt: skip


_CLAIM_KINDS = frozenset(
    {"superlative", "run", "trend", "versus", "multiple", "judgement", "rank", "gap", "sum", "bound"}
)


def _claim(table: dict[str, Any], path: Path) -> ClaimPattern:
    where = f"{path}: claim {table.get('name', '?')}"
    _known(table, _KEYS["claim"], where)
    kind = _text(table, "kind", where)
    if kind not in _CLAIM_KINDS:
        raise PatternError(f"{where}: kind is {kind!r}; expected one of {', '.join(sorted(_CLAIM_KINDS))}")
    try:
        expression = re.compile(_text(table, "expression", where), re.I)
    except re.error as error:
        raise PatternError(f"{where}: the expression is not valid: {error}; correct it") from None
    params = table.get("params", {})
    if not isinstance(params, dict) or not all(isinstance(v, str) for v in params.values()):
        raise PatternError(f"{where}: params is {params!r}; expected a table of texts")
    examples = tuple(_texts(table, "examples", where))
    words = tuple(word.lower() for word in _texts(table, "words", where)) if "words" in table else ()
    for example in examples:
        if expression.search(example) is None:
            raise PatternError(f'{where}: does not match its own example "{example}"')
        if words and not any(word in example.lower() for word in words):
            raise PatternError(f'{where}: none of its words stands in its example "{example}"; add one')
    counters = tuple(_texts(table, "counter_examples", where)) if "counter_examples" in table else ()
    for counter in counters:
        if expression.search(counter) is not None:
            raise PatternError(f'{where}: matches its counter-example "{counter}"')
    return ClaimPattern(
        _text(table, "name", where), kind, expression, tuple(sorted(params.items())),
        words, examples, counters, path.name,
    )  # fmt: skip


def _calibration(path: Path, tables: dict[str, Any]) -> dict[str, Decimal]:
    _known(tables, {"confidence", "note"}, str(path))
    table = tables.get("confidence", {})
    for key, value in table.items():
        if not isinstance(value, int | float) or not 0 <= value <= 1:
            raise PatternError(f"{path}: confidence of {key!r} is {value!r}; expected a number from 0 to 1")
    return {key: Decimal(str(value)) for key, value in table.items()}


def _groups(read: Sequence[tuple[Path, dict[str, Any]]]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for path, tables in read:
        for table in tables.get("group", ()):
            _known(table, _KEYS["group"], f"{path}: group")
            groups[_text(table, "name", path)] = _texts(table, "classes", path)
    return groups


def _classes_known(cues: Iterable[Cue], rules: Iterable[Rule], groups: Mapping[str, Sequence[str]]) -> None:
    """Every class that a rule or a group names must be the class of some cue."""
    classes = {cue.kind for cue in cues} | {"when", "before", "name"}
    for name, members in groups.items():
        if unknown := set(members) - classes:
            raise PatternError(f"group {name}: <{min(unknown)}> is a class of no cue; correct the name")
    classes |= set(groups)
    for rule in rules:
        for shape in rule.shapes:
            for name in re.findall(r"<([^>]*)>", shape.printed):
                for kind in name.split("|"):
                    if kind not in classes:
                        raise PatternError(
                            f"{rule.file}: rule {rule.name}: <{kind}> is a class of no cue; "
                            f"add a [[cue]] with class = {kind!r} or correct the name"
                        )
