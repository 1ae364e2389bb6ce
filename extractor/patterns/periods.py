"""Loads `patterns/periods/`: word lists, leads and the shapes of UK period expressions."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extractor.errors import PatternError
from extractor.figures.grammar import Joint, JointKind, Lead, LeadKind, PeriodGrammar, PeriodRule
from extractor.figures.readings import READERS
from extractor.patterns.starts import first_words, guards, vocabulary
from extractor.patterns.toml import (
    Example,
    check_keys,
    examples_of,
    files_of,
    need_examples,
    one_of,
    read_toml,
    texts,
    typed,
)

LEAD_KINDS: tuple[LeadKind, ...] = ("end", "as_at", "since", "since_end", "start", "none")
JOINT_KINDS: tuple[JointKind, ...] = ("in", "up_to", "names", "end", "stretch")
_PIECE = re.compile(r"\{(?:(?P<name>[a-z]\w*)=)?(?P<piece>[a-z]\w*)\}")
EXAMPLE_KEYS = (
    "report_date",
    "reporting_period",
    "as_at",
    "year_type",
    "found",
    "first",
    "last",
    "type",
    "head",
    "note",
)


@dataclass
class _Source:
    """All period files together, before they are compiled."""

    months: dict[str, int] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    terms: dict[str, int] = field(default_factory=dict)
    pieces: dict[str, str] = field(default_factory=dict)
    leads: list[tuple[LeadKind, str, list[str]]] = field(default_factory=list)
    rules: list[tuple[Path, Mapping[str, Any]]] = field(default_factory=list)
    joints: list[tuple[Path, Mapping[str, Any]]] = field(default_factory=list)
    head_noise: list[str] = field(default_factory=list)
    month_needs: list[str] = field(default_factory=list)
    examples: list[Example] = field(default_factory=list)


def spaced(expression: str) -> str:
    """A blank in an expression is white space of any kind; a tilde, white space or none."""
    return _BLANK.sub(_spaced, expression)


_BLANK = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|~| ")
"""An escaped character, a set of characters, a tilde or a blank."""


def _spaced(match: re.Match[str]) -> str:
    found = match[0]
    if found in ("~", " "):
        return r"\s{0,8}" if found == "~" else r"\s{1,8}"
    return found.replace(" ", r"\s") if found[0] == "[" else found


def expand(expression: str, pieces: Mapping[str, str], where: str, *, named: bool) -> str:
    """An expression with its `{piece}` and `{name=piece}` written out."""

    def written(match: re.Match[str]) -> str:
        piece = match["piece"]
        if piece not in pieces:
            raise PatternError(f'{where}: there is no piece "{piece}". Known: {", ".join(sorted(pieces))}.')
        inner = expand(pieces[piece], pieces, where, named=False)
        return f"(?P<{match['name']}>{inner})" if named and match["name"] else f"(?:{inner})"

    return _PIECE.sub(written, expression)


def _words(table: Mapping[str, Any], path: Path, where: str) -> dict[str, int]:
    for word, number in table.items():
        if not isinstance(number, int) or word != word.lower():
            raise PatternError(
                f'{path}: {where} has "{word}" = {number!r}; expected a lower-case word = a number.'
            )
    return dict(table)


_TOP = ("months", "numbers", "terms", "pieces", "lead", "rule", "joint", "head_noise", "month_needs")


def _gather(folders: Sequence[Path]) -> _Source:
    source = _Source()
    for path in files_of(folders, "periods"):
        content = read_toml(path)
        check_keys(content, path, "the file", (), _TOP)
        source.months.update(_words(content.get("months", {}), path, "[months]"))
        source.numbers.update(_words(content.get("numbers", {}), path, "[numbers]"))
        source.terms.update(_words(content.get("terms", {}), path, "[terms]"))
        source.pieces.update(content.get("pieces", {}))
        source.head_noise += content.get("head_noise", [])
        source.month_needs += content.get("month_needs", [])
        for lead in content.get("lead", []):
            check_keys(lead, path, "a [[lead]]", ("kind", "expression", "ends"))
            kind = one_of(lead["kind"], LEAD_KINDS, path, "a [[lead]]", "kind")
            source.leads.append((kind, lead["expression"], lead["ends"]))  # type: ignore[arg-type]
        source.rules += [(path, rule) for rule in content.get("rule", [])]
        source.joints += [(path, joint) for joint in content.get("joint", [])]
    source.pieces |= {
        "month": _any_of(source.months),
        "term": _any_of(source.terms),
        "number": _any_of(source.numbers),
    }
    return source


def _any_of(words: Mapping[str, int]) -> str:
    longest_first = sorted(words, key=lambda w: (-len(w), w))
    return "|".join(re.escape(w).replace(r"\ ", " ").replace(r"\-", "-") for w in longest_first)


def _compile(expression: str, where: str) -> re.Pattern[str]:
    try:
        return re.compile(spaced(expression), re.IGNORECASE)
    except re.error as error:
        raise PatternError(f"{where}: the expression is not a regular expression ({error}).") from error


_STOP = r"(?![\w£])(?!/\d)(?!\.\d)(?!\s?%)(?! ?per ?cent)"


def _lead(kind: LeadKind, expression: str, ends: Sequence[str], source: _Source) -> Lead:
    where = f'patterns/periods: the lead "{expression}"'
    inner = expand(expression, source.pieces, where, named=False)
    return Lead(kind, _compile(rf"(?<!\w)(?:{inner}) (?:the )?$", where), frozenset(ends))


def load_periods(folders: Sequence[Path]) -> tuple[PeriodGrammar, tuple[Example, ...]]:
    """The grammar of `patterns/periods/` and the proof of its rules.

    Raises `PatternError` that names the file and the fault.
    """
    source = _gather(folders)
    rules: list[PeriodRule] = []
    bodies: list[str] = []
    for path, table in source.rules:
        rule, body, examples = _rule(path, table, source)
        if any(rule.name == other.name for other in rules):
            raise PatternError(f'{path}: there are two rules called "{rule.name}". Give one another name.')
        rules.append(rule)
        bodies.append(body)
        source.examples += examples
    leads = tuple(_lead(*lead, source) for lead in source.leads)
    joints = tuple(
        _joint(path, table, {rule.name for rule in rules}, source) for path, table in source.joints
    )
    where = "patterns/periods"
    starts = _starts(rules, bodies)
    body_of = {rule.name: body for rule, body in zip(rules, bodies, strict=True)}
    grammar = PeriodGrammar(
        months=source.months,
        numbers=source.numbers,
        terms=source.terms,
        rules=tuple(rules),
        starts=starts,
        guards=guards(
            {word: [body_of[rule.name] for rule in found] for word, found in starts.items()},
            lambda expression: _compile(f"(?:{expression}){_STOP}", where),
        ),
        leads=leads,
        lead_ends=frozenset(word for lead in leads for word in lead.ends),
        joints=joints,
        head_noise=_compile("(?:" + "|".join(source.head_noise or ["(?!)"]) + ")", where),
        month_needs=_compile(r"(?:" + "|".join(source.month_needs or ["(?!)"]) + r")\s{0,8}$", where),
    )
    return grammar, tuple(source.examples)


_JOINT_KEYS = ("name", "means", "inner", "frame")


def _joint(path: Path, table: Mapping[str, Any], known: Collection[str], source: _Source) -> Joint:
    name = str(table.get("name", "a [[joint]]"))
    check_keys(
        table, path, f'"{name}"', _JOINT_KEYS, ("inner_first", "frame_first", "example", "counter_example")
    )
    means = one_of(table["means"], JOINT_KINDS, path, f'"{name}"', "means")
    rules = {key: texts(table, key, path, f'"{name}"') for key in ("inner", "frame")}
    for key, names in rules.items():
        for rule in names:
            one_of(rule, known, path, f'"{name}"', key)
    examples = examples_of(table, name, path, EXAMPLE_KEYS)
    need_examples(examples, name, path)
    source.examples += examples
    parted = [_compile(table[key], f'{path}: "{name}"') if key in table else None for key in _ORDERS]
    return Joint(name, means, frozenset(rules["inner"]), frozenset(rules["frame"]), *parted)  # type: ignore[arg-type]


_ORDERS = ("inner_first", "frame_first")


def _starts(rules: Sequence[PeriodRule], bodies: Sequence[str]) -> dict[str, tuple[PeriodRule, ...]]:
    words = vocabulary(bodies)
    starts: dict[str, list[PeriodRule]] = {}
    for rule, body in zip(rules, bodies, strict=True):
        for word in sorted(first_words(spaced(body), words) or words):
            starts.setdefault(word, []).append(rule)
    return {word: tuple(found) for word, found in starts.items()}


def _rule(
    path: Path, table: Mapping[str, Any], source: _Source
) -> tuple[PeriodRule, str, tuple[Example, ...]]:
    name = str(table.get("name", "a [[rule]]"))
    check_keys(
        table,
        path,
        f'"{name}"',
        ("name", "reads", "expression"),
        ("example", "counter_example", "heads_only", "preceded_by"),
    )
    reads = one_of(table["reads"], READERS, path, f'"{name}"', "reads")
    where = f'{path}: "{name}"'
    expression = typed(table, "expression", str, path, f'"{name}"')
    examples = examples_of(table, name, path, EXAMPLE_KEYS)
    need_examples(examples, name, path)
    heads_only = bool(table.get("heads_only", False))
    body = expand(expression, source.pieces, where, named=True)
    pattern = _compile(f"(?:{body})" + _STOP, where)
    start = f"(?:{expand(expression, source.pieces, where, named=False)})"
    needs = typed(table, "preceded_by", str, path, f'"{name}"')
    before = _compile(f"(?:{expand(needs, source.pieces, where, named=False)})$", where) if needs else None
    return PeriodRule(name, reads, pattern, heads_only, before), start, examples
