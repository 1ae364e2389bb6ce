"""Values that a later paper prints anew: restated without a word, or final where they were provisional."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractor.checks.evidence import Evidence
from extractor.checks.families import Family
from extractor.checks.lines import Slot, slot_of, table_source
from extractor.checks.measures import Measure
from extractor.checks.papers import in_order, paper_of
from extractor.checks.values import rounding_between
from extractor.checks.wording import called, said, when
from extractor.model import Finding, Observation

F1 = "F1-restated"
F4 = "F4-provisional"

Pair = tuple[Observation, Observation]
"""(the value of the earlier paper, that of the later one)."""


def check_restatements(evidence: Evidence) -> Iterator[Finding]:
    """F1, F4: one finding for all figures of one row and time that a later paper gives another value."""
    groups: dict[tuple[object, ...], list[Pair]] = defaultdict(list)
    for measure in evidence.measures:
        if len({line.document for line in measure.lines}) > 1:
            for slot, pair in _restated(evidence, measure):
                groups[pair[0].document, pair[1].document, slot[2:4], _row(pair[1])].append(pair)
    for pairs in groups.values():
        yield _finding(evidence, sorted(pairs, key=_telling))


def _restated(evidence: Evidence, measure: Measure) -> Iterator[tuple[Slot, Pair]]:
    slots: dict[Slot, dict[str, Observation]] = defaultdict(dict)
    for cell in measure.values():
        slot = slot_of(cell)
        if slot is not None:
            slots[slot].setdefault(cell.document, cell)
    for slot, by_paper in slots.items():
        for earlier, later in pairwise(sorted(by_paper.values(), key=lambda c: in_order(evidence, c))):
            if rounding_between(earlier, later) is None and rounding_between(later, earlier) is None:
                yield slot, (earlier, later)


def _row(cell: Observation) -> object:
    source = table_source(cell)
    return (source.grid, source.code or source.row_label) if source else cell.indicator


def _telling(pair: Pair) -> tuple[bool, str]:
    """Percents before their counts."""
    return (pair[1].unit == "count", pair[1].observation_id)


def _finding(evidence: Evidence, pairs: Sequence[Pair]) -> Finding:
    earlier, later = pairs[0]
    listed = "; ".join(
        f"{said(a)} in {paper_of(evidence, a)}, {said(b)} in {_where(evidence, b)}" for a, b in pairs
    )
    others = [*(a for a, _ in pairs), *(b for _, b in pairs[1:]), *_said_again(evidence, later)]
    words = f'"{called(later)}", {when(later)}: {listed}'
    if evidence.search("provisional", _print(earlier)) or evidence.search("revised", _print(later)):
        words += "; it was provisional, or is marked as revised."
        return evidence.finding(F4, "restated", "note", later, others, words, expected=earlier.value)
    return evidence.finding(
        F1, "restated", "warning", later, others, f"{words}.", expected=earlier.value, weight=1
    )


def _where(evidence: Evidence, figure: Observation) -> str:
    return f"{paper_of(evidence, figure)} ({evidence.place(figure)})"


def _print(cell: Observation) -> str:
    """A value as printed, marks and head too."""
    source = table_source(cell)
    return f"{cell.text} {source.column if source else ''}"


def _said_again(evidence: Evidence, later: Observation) -> list[Observation]:
    """Where the running text of the later paper gives its value."""
    return [
        figure
        for figure in evidence.stated_of.get((later.document, later.period_end, later.value), ())
        if (match := evidence.matcher.match(figure)) is not None
        and any(cell.observation_id == later.observation_id for cell in match.measure.at(figure))
    ]


FAMILY = Family((F1, F4), (check_restatements,))
