"""Figures that a speaker gives of the day on which they speak: "the backlog was currently 54"."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

from extractor.patterns.statements import StatementPatterns
from extractor.statements.drafts import Draft
from extractor.statements.marking import Kind, Token

_ENDS = frozenset({";", ":", ".", ",", "[", "]", "and", "but", "while", "whilst", "where", "when"})
_REACH = 9
"""Tokens between "now" and its figure."""
_SET_BESIDE = frozenset({"above", "below", "bench", "target", "rise", "fall", "better", "worse"})


def is_of_today(draft: Draft, patterns: StatementPatterns) -> bool:
    """The clause of a level says "now": it is of the day of speaking, which no reporting period is."""
    tokens, today = draft.sentence.tokens, patterns.words("today")
    before = [t.text for t in _clause(reversed(tokens[: draft.token]))][::-1]
    if patterns.words("once") & {w for t in tokens[: draft.token] for w in t.text.split()}:
        return False  # "used to take 14 days and now took 9": now is the time reported on
    if _says(before, today | patterns.words("today_before")):
        return True
    after = _clause(tokens[draft.token + 1 :])
    return before[-1:] != ["at"] and _says([t.text for t in after], today) and not _compares(after)


def _says(words: Sequence[str], phrases: frozenset[str]) -> bool:
    said = f" {' '.join(words)} "
    return any(f" {phrase} " in said for phrase in phrases)


def _compares(after: Sequence[Token]) -> bool:
    """ "72.9% is now above the average": it is the comparison that holds now."""
    return any(t.cue is not None and t.cue.kind in _SET_BESIDE for t in after)


def _clause(tokens: Iterable[Token]) -> list[Token]:
    """The tokens up to the next figure or end of the clause."""
    ended = itertools.takewhile(lambda t: t.text not in _ENDS and t.kind is not Kind.FIGURE, tokens)
    return list(itertools.islice(ended, _REACH))
