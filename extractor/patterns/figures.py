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


def _atom(source: _Source) -> re.Pattern[str]:
    """The expression for any printed number."""
    cardinals: Mapping[str, int] = source.table("cardinals")
    pieces: Mapping[str, str] = source.table("pieces")
    tens = _any_of([w for w, n in cardinals.items() if n >= 20])
    ones = _any_of([w for w, n in cardinals.items() if n < 10])
    units = _any_of([w for w, n in cardinals.items() if n < 20])
    below_hundred = f"(?:(?:{tens})(?:[ -](?:{ones}))?|{units})"
    word = f"(?:(?:(?:{units})|a)[ -]hundred(?: and {below_hundred})?|{below_hundred})"
    scale = _any_of(list(source.table("scales")))
    numeral = (
        r"(?P<sign>(?<![\w)%])[-−+±]|(?<=\()–)?(?:(?P<cur>£|€|\$|GBP~)(?P<sign2>[-−])?)?"
        rf"(?<!\d)(?<!\d[.,])(?P<num>{pieces['num']})(?P<ordinal>~(?:st|nd|rd|th)(?!\w))?"
    )
    named = (
        rf"(?<!\w)(?:(?P<fraction>{_any_of(list(source.table('fractions')))})|(?P<multiple>{_any_of(list(source.table('multiples')))})"
        rf"|(?P<word>{word})|(?P<none>{pieces['none']})|(?P<all>{pieces['all']}))(?!\w)"
    )
    start = r"(?=[-−–+±£€$.\dGaenhfstodqzb])"
    return _compile(f"{start}(?:{numeral}|{named})(?:~(?P<scale>{scale})(?!\\w))?", "patterns/figures")


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
        forms = [re.escape(f).replace(r"\ ", " ") if plain else f for f in row["forms"]]
        groups.append(f"(?P<{letter}{i}>{'|'.join(forms)})")
    return "|".join(groups), names


def _claims(source: _Source) -> tuple[dict[str, re.Pattern[str]], tuple[ClaimRule, ...], tuple[Example, ...]]:
    pieces = source.table("pieces")
    rules: list[ClaimRule] = []
    by_place: dict[str, list[str]] = {place: [] for place in _AT}
    proof: list[Example] = []
    for path, row in source.rows("claim"):
        name = str(row.get("name", "a [[claim]]"))
        where = f'{path}: "{name}"'
        check_keys(
            row,
            path,
            f'"{name}"',
            ("name", "why", "at", "expression"),
            ("unless_before", "most", "example", "counter_example"),
        )
        place = one_of(row["at"], _AT, path, f'"{name}"', "at")
        examples = examples_of(row, name, path, ("claimed",))
        need_examples(examples, name, path)
        proof += examples
        expression = expand(_after_number(row["expression"], place, where), pieces, where, named=False)
        _compile(expression, where)
        unless = row.get("unless_before")
        by_place[place].append(f"(?P<C{len(rules)}>{expression})")
        rules.append(
            ClaimRule(name, row["why"], _compile(unless, where) if unless else None, row.get("most"))
        )
    compiled = {
        place: _compile("|".join(by_place[place]) or "(?!)", "patterns/figures")
        for place in ("number", "any")
    }
    compiled["word"] = _compile(
        r"(?<!\w)(?:" + ("|".join(by_place["word"]) or "(?!)") + ")", "patterns/figures"
    )
    compiled["line"] = _compile(
        "^(?:" + ("|".join(by_place["line"]) or "(?!)") + ")", "patterns/figures", re.MULTILINE
    )
    return compiled, tuple(rules), tuple(proof)


def _after_number(expression: str, place: str, where: str) -> str:
    if place != "number":
        return expression
    if not expression.startswith("{n}"):
        raise PatternError(
            f'{where}: at = "number" but the expression does not begin with {{n}}. '
            'Begin with it, or use at = "word".'
        )
    return expression.removeprefix("{n}")


def load_figures(
    folders: Sequence[Path], periods: PeriodGrammar
) -> tuple[FigureLexicon, tuple[Example, ...]]:
    """The lexicon of `patterns/figures/` and the proof of its rules.

    Raises `PatternError` that names the file and the fault.
    """
    source = _gather(folders)
    pieces = source.table("pieces")
    where = "patterns/figures"

    def written(expression: str) -> str:
        return expand(expression, pieces, where, named=False)

    units, unit_names = _grouped(source.rows("unit"), "U", "unit", get_args(Unit), plain=False)
    rates, rate_names = _grouped(source.rows("rate"), "R", "unit", get_args(Unit), plain=False)
    before, before_names = _grouped(source.rows("before"), "Q", "qualifier", get_args(Qualifier), plain=True)
    after, after_names = _grouped(source.rows("after"), "A", "qualifier", get_args(Qualifier), plain=False)
    last = {form.split()[-1].lower() for _, row in source.rows("before") for form in row["forms"]}
    compiled, rules, proof = _claims(source)
    context = source.table("context")
    check_keys(context, Path(where), "[context]", _CONTEXT)
    lexicon = FigureLexicon(
        cardinals=source.table("cardinals"),
        scales=source.table("scales"),
        atom=_atom(source),
        units=_compile(
            f"~-?~(?:{written(units)})(?<=[%％²])|~-?~(?:{written(units).replace('(?P<U', '(?P<V')})(?!\\w)",
            where,
        ),
        unit_names=tuple(unit_names),  # type: ignore[arg-type]
        rates=_compile(
            rf"(?:~[a-z][\w-]{{0,20}}){{0,3}}?(?:~(?:per|for every|in every) |~/~)(?:{rates})(?!\w|,\d)",
            where,
        ),
        rate_names=tuple(rate_names),  # type: ignore[arg-type]
        before=_compile(rf"(?<!\w)(?:{before})~$", where),
        before_names=tuple(before_names),  # type: ignore[arg-type]
        before_last=frozenset(last),
        after=_compile(rf"~,?~(?:{written(after)})(?!\w)", where),
        after_names=tuple(after_names),  # type: ignore[arg-type]
        claim_lines=compiled["line"],
        claim_words=compiled["word"],
        claim_numbers=compiled["number"],
        claim_anywhere=compiled["any"],
        claims=rules,
        n_of_m=_compile(written(context["n_of_m"]), where),
        one_in=_compile(written(context["one_in"]), where),
        fractions={k: (v[0], v[1]) for k, v in source.table("fractions").items()},
        multiples={k: (v[0], v[1]) for k, v in source.table("multiples").items()},
        scores=_compile(written(context["scores"]), where),
        ranks=_compile(written(context["ranks"]), where),
        periods=periods,
    )
    return lexicon, proof
