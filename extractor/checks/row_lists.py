"""The rows of a scorecard against those of the paper before: left out, added, or renamed under one number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractor.checks.evidence import Evidence
from extractor.checks.families import Family
from extractor.checks.lines import Line
from extractor.checks.papers import in_order, paper_of
from extractor.checks.wording import called
from extractor.model import Finding

F2 = "F2-definition-drift"
F8 = "F8-row-left-out"
SHARED = 5
"""Rows that two papers share at least, to be one scorecard in two months."""


def check_row_lists(evidence: Evidence) -> Iterator[Finding]:
    """F2, F8: for papers of one authority that follow each other and share most of their numbered rows."""
    for earlier, later in _following(evidence):
        yield from _renamed(evidence, earlier, later)
        shared = earlier.keys() & later.keys()
        if len(shared) >= SHARED and len(shared) * 2 > len(earlier):
            yield from _left_out(evidence, earlier, later)


def _following(evidence: Evidence) -> Iterator[tuple[dict[str, Line], dict[str, Line]]]:
    """The numbered rows of each two papers of one authority, the earlier first."""
    papers: dict[str | None, list[dict[str, Line]]] = defaultdict(list)
    for lines in evidence.lines_in.values():
        rows: dict[str, Line] = {}
        for line in lines:
            if line.code and line.area is None:
                rows.setdefault(line.code, line)
        if rows:
            papers[lines[0].authority].append(rows)
    for group in papers.values():
        yield from pairwise(sorted(group, key=lambda rows: in_order(evidence, _first(rows).cells[0])))


def _first(rows: dict[str, Line]) -> Line:
    return next(iter(rows.values()))


def _renamed(evidence: Evidence, earlier: dict[str, Line], later: dict[str, Line]) -> Iterator[Finding]:
    """F2: one number, but other words or another unit."""
    for code in sorted(earlier.keys() & later.keys()):
        before, after = earlier[code], later[code]
        likeness = evidence.weights.likeness(before.words, after.words)
        unlike = likeness < 0.3 and min(len(before.words), len(after.words)) >= 2
        if unlike or (likeness >= 0.3 and before.units.isdisjoint(after.units)):
            cell, old = after.cells[0], before.cells[0]
            words = (
                f'{code} is "{called(old)}" in {paper_of(evidence, old)} and "{called(cell)}" in '
                f"{paper_of(evidence, cell)}: its values are not one series."
            )
            yield evidence.finding(F2, "no_evidence", "note", cell, [old], words)


def _left_out(evidence: Evidence, earlier: dict[str, Line], later: dict[str, Line]) -> Iterator[Finding]:
    """F8: numbers that one of the papers has and the other has not, all in one note."""
    gone = _only_in(evidence, earlier, later)
    come = _only_in(evidence, later, earlier)
    if not gone and not come:
        return
    first = (gone or come)[0].cells[0]
    there, here = _first(earlier).cells[0], _first(later).cells[0]
    parts = [f"left out: {_names(gone)}"] * bool(gone) + [f"new: {_names(come)}"] * bool(come)
    words = (
        f"{paper_of(evidence, here)} against {paper_of(evidence, there)}, {'; '.join(parts)}; "
        f"{len(earlier)} rows before, {len(later)} now."
    )
    cells = [line.cells[0] for line in (*gone, *come)]
    yield evidence.finding(F8, "no_evidence", "note", first, cells, words)


def _of(evidence: Evidence, line: Line) -> int:
    return evidence.measure_of[line.cells[0].observation_id].number


def _only_in(evidence: Evidence, rows: dict[str, Line], others: dict[str, Line]) -> list[Line]:
    """Rows whose number and measure the other paper has not."""
    held = {_of(evidence, line) for line in others.values()}
    return [line for code, line in rows.items() if code not in others and _of(evidence, line) not in held]


def _names(lines: Sequence[Line]) -> str:
    return ", ".join(f'"{called(line.cells[0], 60)}"' for line in lines)


FAMILY = Family((F2, F8), (check_row_lists,))
