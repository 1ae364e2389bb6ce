"""Lines set as fields: "Indicator: Calls answered. Standard: 80%." names a measure and says more of it."""

from __future__ import annotations

import re
from functools import lru_cache

from extractor.patterns.statements import StatementPatterns

_LONGEST = 400
"""Characters of a passage that may be set as fields."""
_MARKS = r"[\s•·▪●◦*|–—\-]*"
_TOLD = r",\s+(?:where|which|with|of which|currently|now)\b"
"""What opens the clause that tells of the measure: "KPI 4 - Calls answered, where 92% ..."."""
_CLAUSE = re.compile(_TOLD, re.IGNORECASE)
_NUMBER = r"(?:\s?(?:no\.?\s?)?\d[\d.]*[a-z]?)?"


def named_by_field(text: str, patterns: StatementPatterns) -> str:
    """The measure that a line names in a field of its own, without the fields behind it; else nothing.

    "Indicator: Calls answered. Standard: 80%." gives "Calls answered".
    """
    if len(text) > _LONGEST:
        return ""
    named = _first(patterns.words("field_of_name")).match(text)
    return without_fields(text[named.end() :], patterns) if named else ""


def without_fields(name: str, patterns: StatementPatterns) -> str:
    """A name without the fields set behind it: "Rent collected. Target: 98%" is "Rent collected"."""
    more = _later(patterns.words("field_of_more")).search(name)
    return " ".join(name[: more.start() if more else len(name)].split()).strip(" .;,:|–—-")


def is_told(text: str) -> bool:
    """A clause of the line tells of what it names, which is then not the name of the lines below."""
    return _CLAUSE.search(text) is not None


def is_field(text: str, patterns: StatementPatterns) -> bool:
    """A line that is the name of a field alone: "Earlier results"."""
    name = text.strip(" .;:,|–—-")
    if name.lower() in patterns.words("field_of_more"):
        return True
    alone = len(name) < _LONGEST_FIELD and text.rstrip(" |").endswith(":")
    return alone and _opening(patterns.words("field_of_more")).fullmatch(f"{name}:") is not None


def asks_for_name(text: str, patterns: StatementPatterns) -> bool:
    """A line that is the name of a field for names: "Indicator:", with the name on the line below."""
    return text.strip(" .;:,|–—-").lower() in patterns.words("field_of_name")


def opens_as_field(text: str, patterns: StatementPatterns) -> bool:
    """A line that says more of the measure named above: "RAG: Amber", "Last year: not known"."""
    return after_field(text, patterns) > 0


def after_field(text: str, patterns: StatementPatterns) -> int:
    """Where the words behind a field of more begin: after "Commentary: "; 0 without one."""
    if ":" not in text[:_LONGEST_FIELD]:
        return 0
    opening = _opening(patterns.words("field_of_more")).match(text)
    return opening.end() if opening else 0


_LONGEST_FIELD = 60
"""Characters of the name of a field with the marks around it."""


@lru_cache(maxsize=8)
def _opening(fields: frozenset[str]) -> re.Pattern[str]:
    return re.compile(rf"{_MARKS}{_WHOSE}(?:{_any_of(fields)})\s*:\s*", re.IGNORECASE)


_WHOSE = (
    r"(?:(?:[\w'’&-]+\s){0,6}(?:council|councils|borough|district|county|city|authority|ireland|scotland|wales|"
    r"england)\s)?"
)
"""Whose result a field gives: "Thame Borough Council result"."""


@lru_cache(maxsize=8)
def _first(fields: frozenset[str]) -> re.Pattern[str]:
    return re.compile(rf"{_MARKS}(?:{_any_of(fields)}){_NUMBER}\s*[:=–—-]\s", re.IGNORECASE)


@lru_cache(maxsize=8)
def _later(fields: frozenset[str]) -> re.Pattern[str]:
    field = rf"(?:[.;|,)]|\s[–—-])\s*(?:{_any_of(fields)})\s*[:=]"
    return re.compile(rf"{field}|{_TOLD}|\|\s*$", re.IGNORECASE)


def _any_of(fields: frozenset[str]) -> str:
    return "|".join(sorted(map(re.escape, fields), key=lambda field: (-len(field), field)))
