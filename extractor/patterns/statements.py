"""Loads `patterns/statements/`: cues, word lists, rules over marked sentences, and the calibration.

A rule's `shape` is written over the marked sentence, not over raw text:

    from {previous} ..6 to {actual}        literal words, a gap of up to six tokens, two figures
    {numerator:count|whole} ~~2 of         a whole number of things, a gap of up to two plain words
    {change:percent|points} ..1 <rise|fall>   a figure of these units, a gap, a cue of either class
    <when>  <before>  <name>               a period, a period of an earlier time, a claimed non-figure
    ( a | b c )?   !word   !{}   [ ]       alternatives, "not followed by" a word or figure, brackets

Every file may hold `[[cue]]`, `[[list]]`, `[[rule]]` and `[[sentence]]` tables; unknown keys are errors.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any, cast, get_args

from extractor.errors import PatternError
from extractor.model import Direction, Role, Unit
from extractor.patterns.exclusions import Exclusions, load_exclusions
from extractor.patterns.needles import Needles

UNIT_LETTERS: dict[str, str] = {
    "percent": "p", "percentage_points": "q", "count": "n", "currency_gbp": "m", "minutes": "d",
    "hours": "d", "days": "d", "weeks": "d", "months": "d", "years": "d", "rate_per_1000": "r",
    "rate_per_10000": "r", "rate_per_100000": "r", "ratio": "o", "score": "o", "other": "o",
}  # fmt: skip
"""The letter that stands for a unit in a marked sentence."""
_FILTERS = {
    "percent": "p", "points": "q", "count": "n", "money": "m", "duration": "d", "rate": "r", "other": "o",
    "rank": "k",
}  # fmt: skip
ROLES = frozenset(get_args(Role))
UNITS = frozenset(get_args(Unit))
DIRECTIONS = frozenset(get_args(Direction))
MOVES = frozenset({"order", "cue", "up", "down", "same", "none"})
GAP = 4
"""Tokens that a plain `..` may pass over: no figures, semicolons or colons."""

_SHAPE = re.compile(r"\{[^}]*\}|<[^>]*>|\(|\)|\||\?|!|\.\.\d*|~~\d*|\^|[^\s(){}|?<>!^]+")
_MARKED = (r"(#", r"(?:#", r"(?:\$", r"(?:@", r"(?:~")
"""How the expression of a figure, cue, period or name begins: its sign stands nowhere inside a word."""
_TURN = r"(?!(?:but|while|whilst|although|though|however|whereas) )"
"""Words that no gap passes over: what follows them is another statement."""


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
class Shape:
    """One compiled alternative of a rule."""

    printed: str
    expression: re.Pattern[str]
    roles: tuple[Role, ...]
    needs: tuple[frozenset[str], ...]
    """Of each set, at least one symbol must stand in the sentence: a cheap way to pass a rule by."""
    weight: int
    """How many words, cues and figures it asks for: the longest reading wins."""


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
    anchors: tuple[str, ...]
    """Words of its examples, one of which stands in every match: a cheap way to pass it by."""
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]
    file: str

    def params_of(self, name: str) -> str | None:
        """The value of a fixed parameter, or None."""
        return dict(self.params).get(name)


_COMMON = frozenset(
    {
        "of",
        "to",
        "in",
        "and",
        "from",
        "for",
        "at",
        "on",
        "by",
        "is",
        "was",
        ",",
        ":",
        "-",
        "[",
        "@c",
        "@b",
        "~",
        "#n",
        "#p",
    }
)


def _commonness(need: frozenset[str]) -> tuple[int, int]:
    return len(need & _COMMON), len(need)


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
        """The claims that a sentence in small letters may make, told by their anchors."""
        return [self.claims[number] for number in sorted(self._claim_needles.of(lowered))]

    @cached_property
    def _claim_needles(self) -> Needles:
        return Needles(claim.anchors for claim in self.claims)

    @cached_property
    def by_symbol(self) -> dict[str, tuple[tuple[Rule, Shape, tuple[frozenset[str], ...]], ...]]:
        """Shapes by each symbol of their rarest need ("" without needs), those of fewer figures first.

        With each shape its other needs.
        """
        found: dict[str, list[tuple[Rule, Shape, tuple[frozenset[str], ...]]]] = {}
        for rule in self.rules:
            for shape in rule.shapes:
                rarest, *others = sorted(shape.needs, key=_commonness) or [frozenset([""])]
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


# --- the shape language -------------------------------------------------------------------------------


@dataclass
class _Compiled:
    expression: str
    needs: tuple[frozenset[str], ...]
    weight: int


class _ShapeCompiler:
    """Turns one shape into a regular expression over the marked sentence."""

    def __init__(self, shape: str, where: str, groups: Mapping[str, Sequence[str]]) -> None:
        self.groups = groups
        self.items = _SHAPE.findall(shape)
        self.shape = shape
        self.where = where
        self.position = 0
        self.roles: list[Role] = []

    def compile(self) -> Shape:
        parts = self._sequence(until=())
        if self.position != len(self.items):
            raise self._fault(f"has {self.items[self.position]!r} where nothing was expected")
        if not self.roles:
            raise self._fault("names no figure; write at least one {role}")
        begins = "" if parts.expression.startswith(_MARKED) else r"(?<![^ ])"
        expression = re.compile(begins + parts.expression)
        return Shape(self.shape, expression, tuple(self.roles), parts.needs, parts.weight)

    def _fault(self, what: str) -> PatternError:
        return PatternError(f'{self.where}: shape "{self.shape}" {what}')

    def _sequence(self, until: tuple[str, ...]) -> _Compiled:
        expression, weight = "", 0
        needs: list[frozenset[str]] = []
        while self.position < len(self.items) and self.items[self.position] not in until:
            item = self._item()
            if self._accept("?"):
                expression += f"(?:{item.expression})?"
                continue
            expression += item.expression
            needs += item.needs
            weight += item.weight
        return _Compiled(expression, tuple(needs), weight)

    def _accept(self, symbol: str) -> bool:
        if self.position < len(self.items) and self.items[self.position] == symbol:
            self.position += 1
            return True
        return False

    def _item(self) -> _Compiled:
        item = self.items[self.position]
        self.position += 1
        if item == "(":
            return self._alternatives()
        if item == "!":
            inner = self._item()
            return _Compiled(f"(?!{inner.expression})", (), 0)
        if item == "^":
            return _Compiled(r"(?:^|(?<=; )|(?<=: )|(?<= - ))", (), 0)
        if item.startswith(("..", "~~")):
            reach = int(item[2:] or GAP)
            first = r"[^#;:\s]" if item[0] == "." else r"[^\W_]"
            return _Compiled(rf"(?:{_TURN}{first}[^ ]* ){{0,{reach}}}?", (), 0)
        if item.startswith("{"):
            return self._figure(item[1:-1])
        if item.startswith("<"):
            return self._cue(item[1:-1])
        if item in (")", "|", "?"):
            raise self._fault(f"has a stray {item!r}")
        word = item.lower()
        return _Compiled(re.escape(word) + " ", (frozenset({word}),), 1)

    def _alternatives(self) -> _Compiled:
        options = [self._sequence(until=("|", ")"))]
        while self._accept("|"):
            options.append(self._sequence(until=("|", ")")))
        if not self._accept(")"):
            raise self._fault("has an open bracket")
        firsts = [min(option.needs, key=_commonness, default=frozenset[str]()) for option in options]
        needs = (frozenset[str]().union(*firsts),) if all(firsts) else ()
        expression = "(?:" + "|".join(option.expression for option in options) + ")"
        return _Compiled(expression, needs, min(option.weight for option in options))

    def _figure(self, inside: str) -> _Compiled:
        if not inside:
            return _Compiled(r"(?:#[a-z]\d+\+?\.? )", (), 0)
        role, _, filters = inside.partition(":")
        if role not in ROLES:
            raise self._fault(f"names the role {role!r}; expected one of {', '.join(sorted(ROLES))}")
        letters, sign, point = "", r"\+?", r"\.?"
        for name in filter(None, filters.split("|")):
            if name == "signed":
                sign = r"\+"
            elif name == "whole":
                point = ""
            elif name in _FILTERS:
                letters += _FILTERS[name]
            else:
                raise self._fault(
                    f"filters on {name!r}; expected signed, whole, {', '.join(sorted(_FILTERS))}"
                )
        self.roles.append(cast(Role, role))
        units = f"[{letters}]" if letters else "[a-z]"
        needs = [frozenset("#" + letter for letter in letters)] if letters else []
        needs += [frozenset({"#+"})] if sign == r"\+" else []
        return _Compiled(rf"(#{units}\d+{sign}{point}) ", tuple(needs), 2)

    def _cue(self, inside: str) -> _Compiled:
        names = [kind for name in inside.split("|") for kind in self.groups.get(name, (name,))]
        parts, symbols = [], set()
        for name in names:
            if name == "when":
                parts.append(r"@[a-z]\d+")
                symbols |= {"@c", "@b"}
            elif name == "before":
                parts.append(r"@b\d+")
                symbols.add("@b")
            elif name == "name":
                parts.append(r"~\d+")
                symbols.add("~")
            else:
                parts.append(rf"\${re.escape(name)}\.\d+")
                symbols.add("$" + name)
        return _Compiled("(?:" + "|".join(parts) + ") ", (frozenset(symbols),), 1)


def compile_shape(shape: str, where: str, groups: Mapping[str, Sequence[str]] | None = None) -> Shape:
    """A shape of the rule language, compiled; `groups` are names that stand for several cue classes.

    Raises `PatternError` that names the file and the fault.
    """
    return _ShapeCompiler(shape, where, groups or {}).compile()


# --- reading the files --------------------------------------------------------------------------------

_KEYS = {
    "cue": {"class", "words", "direction", "comparator"},
    "list": {"name", "words"},
    "group": {"name", "classes"},
    "rule": {
        "name", "family", "shape", "direction", "strength", "unit", "own_measure", "example",
        "counter_example",
    },
    "claim": {"name", "kind", "expression", "params", "examples", "counter_examples"},
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
    for example in examples:
        if expression.search(example) is None:
            raise PatternError(f'{where}: does not match its own example "{example}"')
    counters = tuple(_texts(table, "counter_examples", where)) if "counter_examples" in table else ()
    for counter in counters:
        if expression.search(counter) is not None:
            raise PatternError(f'{where}: matches its counter-example "{counter}"')
    return ClaimPattern(
        _text(table, "name", where), kind, expression, tuple(sorted(params.items())),
        _anchors(expression.pattern), examples, counters, path.name,
    )  # fmt: skip


_EVERYWHERE = frozenset(
    {
        "the",
        "its",
        "our",
        "their",
        "more",
        "than",
        "over",
        "last",
        "past",
        "and",
        "both",
        "under",
        "line",
        "with",
    }
    | {"for", "since", "same"}
)


def _anchors(expression: str) -> tuple[str, ...]:
    """The letters that any match must hold one of: the literal words of the expression, as they are."""
    plain = re.sub(r"\\[a-zA-Z]|\[[^\]]*\]|\(\?P<\w+>|\(\?[:!=]", " ", expression)
    return tuple(sorted(set(re.findall(r"[a-z]{3,}", plain)) - _EVERYWHERE))


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
