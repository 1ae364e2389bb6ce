"""Figures in brackets that a paper explains once: "2017/18 figures in brackets", "(targets in brackets)"."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractor.model import Period, Role
from extractor.outline.titles import IN_BRACKETS
from extractor.patterns.statements import StatementPatterns
from extractor.statements.drafts import Draft
from extractor.statements.marking import Kind

_WORD = re.compile(r"[a-z']+")
_ENDS = re.compile(r"[.;()]")
_BEFORE, _AFTER = 70, 50
"""Characters before and after "in brackets" that may say what stands there."""


@dataclass(frozen=True, slots=True)
class Bracketed:
    """What a figure in brackets behind another figure is."""

    role: Role
    period: Period | None = None


def explained(text: str, periods: Sequence[Period], patterns: StatementPatterns) -> Bracketed | None:
    """What a passage says that the figures in brackets are; None where it does not speak of them."""
    said = IN_BRACKETS.search(text)
    if said is None:
        return None
    start, end = _clause(text, said)
    words = set(_WORD.findall(text[start:end].lower()))
    if words & patterns.words("bracketed_targets"):
        return Bracketed("target")
    if words & patterns.words("bracketed_thresholds"):
        return Bracketed("threshold")
    if words & patterns.words("bracketed_benchmarks"):
        return Bracketed("benchmark")
    inside = [p for p in periods if start <= (p.start or 0) < end]
    if not inside:
        return None
    return Bracketed("previous", replace(inside[0], start=None, end=None) if inside[0].last else None)


def _clause(text: str, said: re.Match[str]) -> tuple[int, int]:
    """The stretch around "in brackets" up to the next stops and brackets."""
    opens = max(
        (m.end() for m in _ENDS.finditer(text, max(0, said.start() - _BEFORE), said.start())), default=0
    )
    closes = _ENDS.search(text, said.end(), said.end() + _AFTER)
    end = closes.start() if closes is not None else min(len(text), said.end() + _AFTER)
    return max(opens, said.start() - _BEFORE), end


def read_brackets(drafts: Sequence[Draft], bracketed: Bracketed | None) -> None:
    """Give each figure alone in brackets behind another one the role that the paper told for such figures."""
    if bracketed is None:
        return
    for before, draft in itertools.pairwise(drafts):
        if draft.reading is None and draft.unit == before.unit and _bracketed(before, draft):
            draft.role, draft.measure, draft.main = bracketed.role, before.measure, before
            draft.own_period = draft.period = bracketed.period
            draft.direction = None


_LONGEST_NAME = 7
"""Tokens of what is counted, with the bracket."""


def _bracketed(before: Draft, draft: Draft) -> bool:
    """ "94% (60%)", "812 visits (840)": nothing but what is counted stands between."""
    tokens = draft.sentence.tokens
    between = tokens[before.token + 1 : draft.token]
    named = len(between) <= _LONGEST_NAME and all(t.kind in (Kind.WORD, Kind.NAME) for t in between[:-1])
    opens = named and [t.text for t in between[-1:]] == ["["]
    return opens and [t.text for t in tokens[draft.token + 1 : draft.token + 2]] == ["]"]
