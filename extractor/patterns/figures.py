"""Loads `patterns/figures/`: number words, units, bounds, and the numbers that are no figures."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from extractor.errors import PatternError
from extractor.figures.grammar import PeriodGrammar
from extractor.figures.lexicon import ClaimRule, FigureLexicon
from extractor.model import Qualifier, Unit
from extractor.patterns.periods import expand, spaced
from extractor.patterns.starts import first_words, guards, vocabulary
from extractor.patterns.toml import (
    Example,
    Table,
    check_keys,
    examples_of,
    files_of,
    need_examples,
    one_of,
    read_toml,
)

_TOP = (
    "cardinals",
    "scales",
    "fractions",
    "multiples",
    "pieces",
    "unit",
    "rate",
    "before",
    "after",
    "context",
    "claim",
)
_AT = ("line", "word", "number", "any")
_CONTEXT = ("n_of_m", "one_in", "scores", "ranks")


@dataclass
class _Source:
    """All figure files together, before they are compiled."""

    tables: dict[str, dict[str, Any]] = field(default_factory=dict)
    lists: dict[str, list[tuple[Path, Table]]] = field(default_factory=dict)

    def table(self, name: str) -> dict[str, Any]:
        return self.tables.setdefault(name, {})

    def rows(self, name: str) -> list[tuple[Path, Table]]:
        return self.lists.setdefault(name, [])


def _gather(folders: Sequence[Path]) -> _Source:
    source = _Source()
    for path in files_of(folders, "figures"):
        content = read_toml(path)
        check_keys(content, path, "the file", (), _TOP)
        for name, value in content.items():
            if isinstance(value, list):
                source.rows(name).extend((path, row) for row in value)
            else:
                source.table(name).update(value)
    return source


def _compile(expression: str, where: str, flags: int = 0) -> re.Pattern[str]:
    try:
        return re.compile(spaced(expression), re.IGNORECASE | flags)
    except re.error as error:
        raise PatternError(f"{where}: the expression is not a regular expression ({error}).") from error


def _any_of(words: Sequence[str]) -> str:
    ordered = sorted(words, key=lambda w: (-len(w), w))
    return "|".join(re.escape(w).replace(r"\ ", "[ -]").replace(r"\-", "-") for w in ordered)


def _named(source: _Source) -> str:
    """The expression for a number in words."""
    cardinals: Mapping[str, int] = source.table("cardinals")
    pieces: Mapping[str, str] = source.table("pieces")
    tens = _any_of([w for w, n in cardinals.items() if n >= 20])
    ones = _any_of([w for w, n in cardinals.items() if n < 10])
    units = _any_of([w for w, n in cardinals.items() if n < 20])
    below_hundred = f"(?:(?:{tens})(?:[ -](?:{ones}))?|{units})"
    word = f"(?:(?:(?:{units})|a)[ -]hundred(?: and {below_hundred})?|{below_hundred})"
    fractions, multiples = (_any_of(list(source.table(name))) for name in ("fractions", "multiples"))
    return (
        rf"(?:(?P<fraction>{fractions})|(?P<multiple>{multiples})|(?P<word>{word})"
        rf"|(?P<none>{pieces['none']})|(?P<all>{pieces['all']}))(?!\w){_scale(source)}"
    )


def _scale(source: _Source) -> str:
    return rf"(?:~(?P<scale>{_any_of(list(source.table('scales')))})(?!\w))?"


def _numeral(source: _Source) -> str:
    """The expression for a number in digits."""
    return (
        r"(?=[-−–+±£€$.\dG½¼¾⅓⅔])(?P<sign>(?<![\w)%–—-])[-−+±]|(?<=\s)–|(?<=\()[-−+–]\s?)?"
        r"(?:(?P<cur>£|€|\$|GBP~)(?P<sign2>[-−])?)?"
        rf"(?<!\d)(?P<num>{source.table('pieces')['num']})(?P<vulgar>[½¼¾⅓⅔])?"
        rf"(?P<ordinal>~(?:st|nd|rd|th)(?!\w))?{_scale(source)}"
    )


def _plain(form: str) -> str:
    """A form that is no expression: its blanks are any white space, its tilde is a tilde."""
    return re.escape(form).replace(r"\ ", " ").replace(r"\~", r"\x7e")


def _grouped(
    rows: Sequence[tuple[Path, Table]], letter: str, key: str, allowed: Sequence[str], *, plain: bool
) -> tuple[str, list[str]]:
    """Alternatives with one named group a row, and what each group stands for."""
    groups: list[str] = []
    names: list[str] = []
    for i, (path, row) in enumerate(rows):
        where = f"a [[{ {'U': 'unit', 'R': 'rate', 'Q': 'before', 'A': 'after'}[letter] }]]"
        check_keys(row, path, where, (key, "forms"))
        names.append(one_of(row[key], allowed, path, where, key))
        forms = [_plain(f) if plain else f for f in row["forms"]]
        groups.append(f"(?P<{letter}{i}>{'|'.join(forms)})")
    return "|".join(groups), names


@dataclass
class _Claims:
    """The claim rules, compiled by where they begin."""

    rules: list[ClaimRule] = field(default_factory=list)
    worded: list[tuple[str, re.Pattern[str], ClaimRule]] = field(default_factory=list)
    scanned: dict[str, list[str]] = field(default_factory=lambda: {place: [] for place in (*_AT, "anyword")})
    rare: list[tuple[str, re.Pattern[str], ClaimRule]] = field(default_factory=list)
    proof: list[Example] = field(default_factory=list)

    def one(self, place: str, start: str = "", flags: int = 0) -> re.Pattern[str]:
        """One expression for all rules of a place."""
        joined = "|".join(self.scanned[place]) or "(?!)"
        return _compile(f"{start}(?:{joined})", "patterns/figures", flags)

    def anywhere(self) -> re.Pattern[str]:
        """One expression for the rules that any word, or no word, can begin."""
        worded = "|".join(self.scanned["anyword"]) or "(?!)"
        return _compile("|".join([rf"\b(?:{worded})", *self.scanned["any"]]), "patterns/figures")

    def starts(self) -> dict[str, list[tuple[str, re.Pattern[str], ClaimRule]]]:
        """First words to the rules that can begin with them; rules for any word go to `scanned`."""
        words = vocabulary(expression for expression, _, _ in self.worded)
        starts: dict[str, list[tuple[str, re.Pattern[str], ClaimRule]]] = {}
        for expression, pattern, rule in self.worded:
            first = first_words(spaced(expression), words)
            if first is None:
                number = self.rules.index(rule)
                self.scanned["anyword"].append(f"(?P<C{number}>{expression})")
                continue
            for word in sorted(first):
                starts.setdefault(word, []).append((expression, pattern, rule))
        return starts


def _claims(source: _Source) -> _Claims:
    claims = _Claims()
    for path, row in source.rows("claim"):
        _add_claim(path, row, source.table("pieces"), claims)
    return claims


def _add_claim(path: Path, row: Table, pieces: Mapping[str, str], claims: _Claims) -> None:
    name = str(row.get("name", "a [[claim]]"))
    where = f'{path}: "{name}"'
    optional = ("unless_before", "most", "needs", "example", "counter_example")
    check_keys(row, path, f'"{name}"', ("name", "why", "at", "expression"), optional)
    place = one_of(row["at"], _AT, path, f'"{name}"', "at")
    examples = examples_of(row, name, path, ("claimed", "figures"))
    need_examples(examples, name, path)
    claims.proof += examples
    expression = expand(_after_number(row["expression"], place, where), pieces, where, named=False)
    pattern = _compile(expression, where)
    unless = row.get("unless_before")
    rule = ClaimRule(name, row["why"], _compile(unless, where) if unless else None, row.get("most"))
    claims.rules.append(rule)
    if "needs" in row:
        claims.rare.append((row["needs"], pattern, rule))
    elif place == "word":
        claims.worded.append((expression, pattern, rule))
    else:
        claims.scanned[place].append(f"(?P<C{len(claims.rules) - 1}>{expression})")


def _after_number(expression: str, place: str, where: str) -> str:
    if place != "number":
        return expression
    if not expression.startswith("{n}"):
        raise PatternError(
            f'{where}: at = "number" but the expression does not begin with {{n}}. '
            'Begin with it, or use at = "word".'
        )
    return expression.removeprefix("{n}")


def _ending(units: str) -> str:
    """Units that are words end with the word; those that end with a sign need not."""
    signs = units.replace("(?P<U", "(?P<V")
    return rf"~-?~(?:(?:{units})(?!\w)|(?:{signs})(?<=[%％²]))"


def load_figures(
    folders: Sequence[Path], periods: PeriodGrammar
) -> tuple[FigureLexicon, tuple[Example, ...]]:
    """The lexicon of `patterns/figures/` and the proof of its rules.

    Raises `PatternError` that names the file and the fault.
    """
    source = _gather(folders)
    claims = _claims(source)
    lexicon = FigureLexicon(
        **_numbers(source), **_units(source), **_qualifiers(source), **_claimed(claims), **_contexts(source),
        periods=periods,
    )  # fmt: skip
    return lexicon, tuple(claims.proof)


_WHERE = "patterns/figures"


def _written(expression: str, source: _Source) -> str:
    return expand(expression, source.table("pieces"), _WHERE, named=False)


def _numbers(source: _Source) -> dict[str, Any]:
    """Numbers in digits and in words."""
    named = _named(source)
    return {
        "cardinals": source.table("cardinals"),
        "scales": source.table("scales"),
        "numeral": _compile(_numeral(source), _WHERE),
        "named": _compile(named, _WHERE),
        "named_starts": first_words(spaced(named), vocabulary([named])) or frozenset(),
        "fractions": {k: (v[0], v[1]) for k, v in source.table("fractions").items()},
        "multiples": {k: (v[0], v[1]) for k, v in source.table("multiples").items()},
    }


def _units(source: _Source) -> dict[str, Any]:
    """What stands behind a number and says its unit, or makes it a rate."""
    units, unit_names = _grouped(source.rows("unit"), "U", "unit", get_args(Unit), plain=False)
    rates, rate_names = _grouped(source.rows("rate"), "R", "unit", get_args(Unit), plain=False)
    per = r"(?: [a-z][\w-]{0,20}){0,3}?(?:~(?:per|for every|in every) |~/~)"
    return {
        "units": _compile(_ending(_written(units, source)), _WHERE),
        "unit_names": tuple(unit_names),
        "rates": _compile(rf"{per}(?:{rates})(?!\w|,\d)", _WHERE),
        "rate_names": tuple(rate_names),
    }


def _qualifiers(source: _Source) -> dict[str, Any]:
    """What stands before or behind a number and bounds it."""
    before, before_names = _grouped(source.rows("before"), "Q", "qualifier", get_args(Qualifier), plain=True)
    after, after_names = _grouped(source.rows("after"), "A", "qualifier", get_args(Qualifier), plain=False)
    last = {form.split()[-1].lower() for _, row in source.rows("before") for form in row["forms"]}
    return {
        "before": _compile(rf"(?<!\w)(?:{before})~$", _WHERE),
        "before_names": tuple(before_names),
        "before_last": frozenset(last),
        "after": _compile(rf"~,?~(?:{_written(after, source)})(?!\w)", _WHERE),
        "after_names": tuple(after_names),
    }


def _claimed(claims: _Claims) -> dict[str, Any]:
    """The numbers that are no figures, by where the rules for them begin."""
    starts = claims.starts()
    return {
        "claim_lines": claims.one("line", "^", re.MULTILINE),
        "claim_starts": {word: tuple((p, r) for _, p, r in found) for word, found in starts.items()},
        "claim_guards": guards(
            {word: [expression for expression, _, _ in found] for word, found in starts.items()},
            lambda expression: _compile(expression, _WHERE),
        ),
        "claim_numbers": claims.one("number"),
        "claim_anywhere": claims.anywhere(),
        "claim_rare": tuple(claims.rare),
        "claims": tuple(claims.rules),
    }


def _contexts(source: _Source) -> dict[str, Any]:
    """What stands around a number and tells what it is: the two of "18 of 40", scores, ranks."""
    context = source.table("context")
    check_keys(context, Path(_WHERE), "[context]", _CONTEXT)
    return {name: _compile(_written(context[name], source), _WHERE) for name in _CONTEXT}
