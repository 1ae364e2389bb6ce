"""Values on lines of their own under the line that names them: "Vacant homes", and below it "41"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractor.model import Passage
from extractor.patterns.statements import StatementPatterns
from extractor.statements.fields import named_by_field, opens_as_field, without_fields
from extractor.statements.labels import names_a_measure
from extractor.statements.marking import Layers

_NUMBER = (
    r"[£-]?\d[\d,.]*\s?(?:%|per ?cent|(?:working )?(?:days?|weeks?|hours?|minutes?|seconds?)"
    r"|m\b|k\b|million|tonnes|kg)?"
    r"(?:\s(?:or|and) (?:less|more|over|under|below|above|fewer))?"
)
_VALUE = re.compile(rf"\W*{_NUMBER}\W*", re.I)
_NAMED_VALUE = re.compile(
    r"\W*(?:target|result|actual|outturn|previous(?: \w+)?|last year|benchmark|current|latest)\b"
    rf"[^.\d]{{0,25}}{_NUMBER}\W*",
    re.I,
)
_ASKING = re.compile(r"^(?:how many|how much|what (?:is|was|were|are))(?: the)?\s", re.I)
_MOST = 2
"""Bare values under one name; more of them are the marks of a chart's axis or a torn column."""
_WORD = re.compile(r"[^\W\d_]{2,}")
_UNIT_WORD = re.compile(r"per|cent|days?|weeks?|hours?|minutes?|seconds?|million|tonnes|kg", re.I)
_BULLET = re.compile(r"^[\s•·▪●◦*–—-]+")
_VERB = re.compile(r"\b(?:was|were|is|are|had|has|have|will|would|took|came|lasts?)\b", re.I)
_LONGEST = 200
"""Characters of a line that names a value."""

Blocks = Sequence[tuple[int, Passage]]


def names_above_values(blocks: Blocks, patterns: StatementPatterns) -> dict[int, str]:
    """The name of each passage that is a value and nothing else, by the number of its block.

    A bare number needs a second pair of name and value beside it, for a number under a line may be a page's.
    """
    pairs = list(_pairs(blocks, patterns))
    below = _named_below(blocks, patterns)
    found: dict[int, str] = {}
    for number, (at, name, values) in enumerate(pairs):
        beside = any(
            abs(other - at) <= 1 + max(len(values), len(under))
            for other, _, under in (*pairs[max(0, number - 1) : number], *pairs[number + 1 : number + 2])
        )
        telling = any(not blocks[v][1].text.strip().isdigit() for v in values)
        if beside or telling:
            found.update((blocks[v][0], name) for v in values)
    found.update((blocks[at][0], name) for at, name in below.items())
    return found


def _named_below(blocks: Blocks, patterns: StatementPatterns) -> dict[int, str]:
    """ "672" and, on the line below, "complaints received": the line goes on with the value."""
    found: dict[int, str] = {}
    for at, (_, passage) in enumerate(blocks[:-1]):
        if not _is_value(passage.text):
            continue
        text = " ".join(blocks[at + 1][1].text.split())
        name = _CHANGED.sub("", text).removeprefix("of ").strip(" :.-–—|")
        if text[:1].islower() and len(text) <= _LONGEST and names_a_measure(name, patterns):
            found[at] = name
    return found if len(found) > 1 else {}


_CHANGED = re.compile(r"(?:\s[–—-]\s|,\s|\s\()(?:up|down|same|no change|unchanged|compared)\b.*$", re.I)
"""How the value moved, told behind its name."""


def is_wordless(text: str) -> bool:
    """Numbers, signs and units and nothing else: a cell, a page number, the marks of a chart's axis."""
    return len(text) < 200 and all(_UNIT_WORD.fullmatch(w) for w in _WORD.findall(text))


def is_dated_value(text: str, layers: Layers) -> bool:
    """ "2021/22 30.2 days": a period, its value, and nothing else."""
    if len(layers.periods) != 1 or len(layers.figures) != 1:
        return False
    (period,), (figure,) = layers.periods, layers.figures
    first, last = period.start or 0, period.end or 0
    rest = text[:first] + text[last : figure.start] + text[figure.end :]
    return period.last is not None and last <= figure.start and not any(c.isalnum() for c in rest)


def _pairs(blocks: Blocks, patterns: StatementPatterns) -> Iterator[tuple[int, str, list[int]]]:
    """(position of the name, the name, positions of the values below it)."""
    at = 0
    while at < len(blocks):
        values = _values_below(blocks, at)
        name = _name(blocks[at][1], patterns) if values else ""
        bare = sum(_VALUE.fullmatch(blocks[v][1].text.strip()) is not None for v in values)
        if name and bare <= _MOST:
            yield at, name, values
        at += 1 + len(values)


def _values_below(blocks: Blocks, at: int) -> list[int]:
    if _is_value(blocks[at][1].text):
        return []
    last = at + 1
    while last < len(blocks) and _is_value(blocks[last][1].text):
        last += 1
    return list(range(at + 1, last))


def _is_value(text: str) -> bool:
    return len(text) < 60 and bool(_VALUE.fullmatch(text.strip()) or _NAMED_VALUE.fullmatch(text.strip()))


def _name(passage: Passage, patterns: StatementPatterns) -> str:
    text = " ".join(passage.text.split())
    if len(text) > _LONGEST or passage.kind in ("header", "footer") or opens_as_field(text, patterns):
        return ""
    if text.endswith(".") and not _ASKING.match(text) and _VERB.search(text):
        return ""
    name = _ASKING.sub("", _BULLET.sub("", text)).strip(" :.-–—|")
    name = named_by_field(text, patterns) or without_fields(name, patterns)
    goes_on = name[:1].islower() and name.split(maxsplit=1)[0] in patterns.words("joining")
    return name if names_a_measure(name, patterns) and not goes_on else ""
