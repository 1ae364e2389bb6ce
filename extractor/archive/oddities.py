"""What looks odd in a run: said in words, asserted nowhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from statistics import median

from extractor.model import Result

ENOUGH = 4
"""Papers of one committee from which what is usual can be told."""


def oddities(results: Sequence[Result]) -> list[str]:
    """Papers with far fewer figures than is usual for their committee, months without a paper, and
    scorecards that stopped being understood; in the order of committees and dates."""
    committees: dict[tuple[str, str], list[tuple[date, Result]]] = defaultdict(list)
    for result in results:
        for context in result.document.outline.contexts:
            if context.committee and context.meeting_date:
                key = (context.authority or "", context.committee)
                committees[key].append((context.meeting_date, result))
                break
    told: list[str] = []
    for (_, committee), held in sorted(committees.items(), key=lambda item: item[0]):
        if len(held) >= ENOUGH:
            papers = sorted(held, key=lambda item: (item[0], item[1].document.path))
            told += [*_thin(committee, papers), *_missing(committee, papers), *_not_understood(papers)]
    return told


def _thin(committee: str, papers: Sequence[tuple[date, Result]]) -> list[str]:
    usual = median(len(result.observations) for _, result in papers)
    return [
        f"{result.document.path}: {len(result.observations)} figures, where papers of {committee} usually"
        f" have about {usual:.0f}"
        for _, result in papers
        if usual >= 10 and len(result.observations) < usual / 4
    ]


def _missing(committee: str, papers: Sequence[tuple[date, Result]]) -> list[str]:
    """Gaps of twice the usual time between meetings and more."""
    days = sorted({day for day, _ in papers})
    steps = [(b - a).days for a, b in pairwise(days)]
    if len(steps) < ENOUGH - 1:
        return []
    usual = median(steps)
    return [
        f"{committee}: no paper between {a.isoformat()} and {b.isoformat()}, where they usually are"
        f" {usual:.0f} days apart"
        for (a, b), step in zip(pairwise(days), steps, strict=True)
        if step >= 1.8 * usual and step > 20
    ]


def _not_understood(papers: Sequence[tuple[date, Result]]) -> list[str]:
    told = []
    for (_, before), (_, after) in pairwise(papers):
        if _cells(before) >= 20 and _cells(after) == 0 and after.tables:
            told.append(
                f"{after.document.path}: none of its {len(after.tables)} tables gave a figure;"
                f" {before.document.path} gave {_cells(before)} from its tables"
            )
    return told


def _cells(result: Result) -> int:
    return sum(1 for o in result.observations if o.origin == "table")
