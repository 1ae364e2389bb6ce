"""Loads `patterns/outline/`: what the parts of a paper look like and how it names its body and time."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractor.errors import PatternError
from extractor.patterns.expressions import Expressions, compile_expressions
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

PART_KINDS = ("agenda", "minutes", "report", "appendix", "scorecard", "page", "unknown")
_TOP = ("fact", "labels", "skip", "name", "domain", "expression", "words", "lead", "places")
_GROUPS = ("committee", "when", "made", "item", "title", "rest")


@dataclass(frozen=True)
class FactRule:
    """One shape of block that says something of its part; named groups are what it says."""

    name: str
    pattern: re.Pattern[str]
    opens: str = ""
    turns: str = ""


@dataclass(frozen=True)
class OutlineRules:
    """All rules and words that the outline is found with."""

    facts: tuple[FactRule, ...]
    labels: Mapping[str, frozenset[str]]
    listing: frozenset[str]
    not_titles: frozenset[str]
    names: tuple[re.Pattern[str], ...]
    domains: tuple[re.Pattern[str], ...]
    cited: re.Pattern[str]
    """What stands before a name that is another body's."""
    no_place: frozenset[str]
    not_names: frozenset[str]
    not_domains: frozenset[str]
    about: re.Pattern[str]
    elsewhere: re.Pattern[str]
    whole_year: re.Pattern[str]
    """What a title says of a report on the financial year that ended before the meeting."""
    school_years: re.Pattern[str]
    other_years: re.Pattern[str]
    told: Expressions
    """How a text says that a period is the one reported on, or is not."""
    lead_blocks: int
    lead_near: int
    places: Mapping[str, str]
    """Place of a principal authority -> the short name of its council."""
    spoken_of: re.Pattern[str]
    """A place that a sentence speaks of as its own: "in Northfield", "Northfield's schools"."""


def _compile(expression: str, where: str, flags: int = 0) -> re.Pattern[str]:
    try:
        return re.compile(expression, flags)
    except re.error as error:
        raise PatternError(f"{where}: the expression is not a regular expression ({error}).") from error


def _fact(path: Path, row: Table) -> tuple[FactRule, tuple[Example, ...]]:
    name = str(row.get("name", "a [[fact]]"))
    check_keys(
        row,
        path,
        f'"{name}"',
        ("name", "why", "expression"),
        ("opens", "turns", "example", "counter_example"),
    )
    where = f'{path}: "{name}"'
    pattern = _compile(rf"{row['expression']}\s*$", where, re.IGNORECASE if name == "report-to" else 0)
    unknown = set(pattern.groupindex) - set(_GROUPS)
    if unknown:
        raise PatternError(f"{where}: group {sorted(unknown)[0]!r} is not read. Known: {', '.join(_GROUPS)}.")
    for key in ("opens", "turns"):
        if key in row:
            one_of(row[key], PART_KINDS, path, f'"{name}"', key)
    examples = examples_of(row, name, path, _GROUPS)
    need_examples(examples, name, path)
    return FactRule(name, pattern, row.get("opens", ""), row.get("turns", "")), examples


def _name(path: Path, row: Table, key: str) -> tuple[re.Pattern[str], tuple[Example, ...]]:
    name = str(row.get("name", "a rule"))
    check_keys(row, path, f'"{name}"', ("name", "expression"), ("example", "counter_example"))
    examples = examples_of(row, name, path, (key,))
    need_examples(examples, name, path)
    return _compile(rf"(?<!\w)(?:{row['expression']})(?!\w)", f'{path}: "{name}"'), examples


def _words(words: Sequence[str], *, end: bool) -> re.Pattern[str]:
    joined = "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w)))
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)" + (r"(?: the)?\W{0,3}$" if end else ""), re.IGNORECASE)


def _places(table: Mapping[str, Any]) -> dict[str, str]:
    councils = {place: f"{place} Council" for place in table.get("councils", ())}
    return councils | {place: f"{place} County Council" for place in table.get("counties", ())}


def _spoken_of(table: Mapping[str, Any]) -> re.Pattern[str]:
    """The group `place` of "in Northfield" or `place_2` of "Northfield has", "Northfield's"."""
    places = "|".join(re.escape(p) for p in sorted(_places(table), key=lambda p: (-len(p), p)))
    own = "|".join(re.escape(w) for w in sorted(table.get("own", ()), key=lambda w: (-len(w), w)))
    if not places:
        return re.compile(r"(?!)")
    return re.compile(
        rf"\b(?:in|across|throughout|within|for)\s(?P<place>{places})\b(?!\s(?:and\s)?[A-Z])"
        rf"|\b(?P<place_2>{places})(?:['’]s\b|\s(?:{own})\b|\s(?=[A-Z][a-z’']+\s[A-Z]))",
    )


def load_outline(folders: Sequence[Path]) -> tuple[OutlineRules, tuple[Example, ...]]:
    """The rules of `patterns/outline/` and their proof.

    Raises `PatternError` that names the file and the fault.
    """
    rows: dict[str, list[tuple[Path, Table]]] = {"fact": [], "name": [], "domain": [], "expression": []}
    tables: dict[str, dict[str, Any]] = {"labels": {}, "skip": {}, "words": {}, "lead": {}, "places": {}}
    for path in files_of(folders, "outline"):
        content = read_toml(path)
        check_keys(content, path, "the file", (), _TOP)
        for key, value in content.items():
            if isinstance(value, list):
                rows[key] += [(path, row) for row in value]
            else:
                tables[key].update(value)
    facts = [_fact(path, row) for path, row in rows["fact"]]
    names = [_name(path, row, "authority") for path, row in rows["name"]]
    domains = [_name(path, row, "place") for path, row in rows["domain"]]
    told, told_proof = compile_expressions(rows["expression"], {})
    words = tables["words"]
    rules = OutlineRules(
        facts=tuple(f for f, _ in facts),
        labels={k: frozenset(v) for k, v in tables["labels"].items()},
        listing=frozenset(tables["skip"]["listing"]),
        not_titles=frozenset(tables["skip"]["not_titles"]),
        names=tuple(n for n, _ in names),
        domains=tuple(d for d, _ in domains),
        cited=_words(words["cited"], end=True),
        no_place=frozenset(words["no_place"]),
        not_names=frozenset(words["not_names"]),
        not_domains=frozenset(words["not_domains"]),
        about=_words(words["about"], end=False),
        elsewhere=_words(words["elsewhere"], end=False),
        whole_year=_words(words["whole_year"], end=False),
        school_years=_words(words["school_years"], end=False),
        other_years=_words(words["other_years"], end=False),
        told=told,
        lead_blocks=tables["lead"]["blocks"],
        lead_near=tables["lead"]["near"],
        places=_places(tables["places"]),
        spoken_of=_spoken_of(tables["places"]),
    )
    proofs = [*(proof for _, proof in (*facts, *names, *domains)), told_proof]
    return rules, tuple(example for proof in proofs for example in proof)
