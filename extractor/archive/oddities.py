"""What looks odd in a run: said in words, asserted nowhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from statistics import median

from extractor.store import Head

ENOUGH = 4
"""Papers of one committee from which what is usual can be told."""


def oddities(heads: Sequence[Head]) -> list[str]:
    """Papers with far fewer figures than is usual for their committee, months without a paper, and
    scorecards that stopped being understood; in the order of committees and dates."""
    committees: dict[tuple[str, str], list[tuple[date, Head]]] = defaultdict(list)
    for head in heads:
        for part in head.parts:
            if part.committee and part.meeting_date:
                committees[part.authority or "", part.committee].append((part.meeting_date, head))
                break
    told: list[str] = []
    for (_, committee), held in sorted(committees.items(), key=lambda item: item[0]):
        if len(held) >= ENOUGH:
            papers = sorted(held, key=lambda item: (item[0], item[1].path))
            told += [*_thin(committee, papers), *_missing(committee, papers), *_not_understood(papers)]
    return told


def _thin(committee: str, papers: Sequence[tuple[date, Head]]) -> list[str]:
    usual = median(head.figures for _, head in papers)
    return [
        f"{head.path}: {head.figures} figures, where papers of {committee} usually have about {usual:.0f}"
        for _, head in papers
        if usual >= 10 and head.figures < usual / 4
    ]


def _missing(committee: str, papers: Sequence[tuple[date, Head]]) -> list[str]:
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


def _not_understood(papers: Sequence[tuple[date, Head]]) -> list[str]:
    told = []
    for (_, before), (_, after) in pairwise(papers):
        if before.cells >= 20 and after.cells == 0 and after.tables:
            told.append(
                f"{after.path}: none of its {after.tables} tables gave a figure;"
                f" {before.path} gave {before.cells} from its tables"
            )
    return told
