"""Rows of two tables whose words are alike and whose values differ by a slip that shows itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from extractor.checks.evidence import Evidence
from extractor.checks.families import Family
from extractor.checks.lines import Line, Slot, column_span, role_of
from extractor.checks.slips import keying_slip
from extractor.checks.two_tables import E7
from extractor.checks.values import plainly_from, rounding_between
from extractor.checks.wording import called, said, when
from extractor.model import Finding, Observation

ALIKE = 0.75
"""Likeness of the words of two rows for one slip of the keys to tell."""
NEAR = 0.5
"""Likeness for two values of the row next door to tell."""
RARE = 8
"""Rows of a paper that use a word at most, for it to bring two of them together."""
SECTION = 4
"""Words of a "group" that is rather the title of a section."""


@dataclass(frozen=True)
class Slip:
    """A cell, what the other table has for it, and what explains the difference."""

    cell: Observation
    other: Observation
    why: str
    source: Observation | None = None


def check_alike_rows(evidence: Evidence) -> Iterator[Finding]:
    """E7: yearly values and targets that two tables print for rows of like words."""
    for lines in evidence.lines_in.values():
        for one, other in _pairs(evidence, lines):
            likeness = evidence.weights.likeness(one.words, other.words)
            if likeness < NEAR or not _may_meet(evidence, one, other):
                continue
            keyed = [s for s in _keyed(one, other) if likeness >= ALIKE]
            moved = _from_next_row(evidence, one, other) or _from_next_row(evidence, other, one)
            slips = keyed[:1] or (moved if len(moved) >= 2 else [])
            if slips:
                yield _finding(evidence, slips)


def _pairs(evidence: Evidence, lines: Sequence[Line]) -> Iterator[tuple[Line, Line]]:
    """Lines of different tables that share a rare word and were not taken for one measure."""
    by_word: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        for word in line.words:
            by_word[word].append(line)
    done: set[tuple[int, int]] = set()
    for group in (g for g in by_word.values() if len(g) <= RARE):
        for one, other in combinations(group, 2):
            key = (id(one), id(other))
            if one.grid != other.grid and key not in done and not _one_measure(evidence, one, other):
                done.add(key)
                yield one, other


def _one_measure(evidence: Evidence, one: Line, other: Line) -> bool:
    first, second = (evidence.measure_of.get(line.cells[0].observation_id) for line in (one, other))
    return first is second


def _may_meet(evidence: Evidence, one: Line, other: Line) -> bool:
    """Neither an area, nor a group, nor a word of contrast sets two rows apart."""
    groups = {line.cohort for line in (one, other) if line.cohort and len(line.cohort.split()) < SECTION}
    apart = any(one.words & g != other.words & g for g in evidence.vocabulary.contrasts)
    return one.area == other.area and not groups and not apart


def _differing(one: Line, other: Line) -> Iterator[tuple[Slot, Observation, Observation]]:
    for slot, cell in one.slots.items():
        beside = other.slots.get(slot)
        if beside is None:
            continue
        yearly = role_of(cell) == "target" or column_span(cell) == "year"
        if yearly and rounding_between(cell, beside) is None and rounding_between(beside, cell) is None:
            yield slot, cell, beside


def _keyed(one: Line, other: Line) -> list[Slip]:
    """The cell of the first table, where the second has the same digits but for one."""
    found = []
    for _, cell, beside in _differing(one, other):
        why = keying_slip(cell, beside)
        if why is not None and len(str(cell.value)) >= 3 and "moved" not in why:
            found.append(Slip(cell, beside, why))
    return found


def _from_next_row(evidence: Evidence, one: Line, other: Line) -> list[Slip]:
    """Cells of one row that are all those of one other row of the second table."""
    differing = list(_differing(one, other))
    rows = evidence.lines_by_grid[other.document, other.grid]
    nearest = max(rows, key=lambda row: evidence.weights.likeness(one.words, row.words))
    if len(differing) < 2 or nearest is not other:
        return []
    for row in rows:
        if row is other or row.area != other.area or _one_measure(evidence, one, row):
            continue
        slips = [
            Slip(cell, beside, f'{said(cell)} is the row "{called(source)}"', source)
            for slot, cell, beside in differing
            if (source := row.slots.get(slot)) and (plainly_from(cell, source) or plainly_from(source, cell))
        ]
        if len(slips) == len(differing):
            return slips
    return []


def _finding(evidence: Evidence, slips: Sequence[Slip]) -> Finding:
    first = slips[0]
    listed = "; ".join(
        f"{when(s.cell)}: {said(s.cell)} in one table ({evidence.place(s.cell)}) and {said(s.other)} in "
        f"another ({evidence.place(s.other)}), {s.why}"
        for s in slips
    )
    others = [s.other for s in slips] + [s.cell for s in slips[1:]] + [s.source for s in slips if s.source]
    words = f'"{called(first.cell)}", {listed}.'
    return evidence.finding(
        E7, "disagrees", "warning", first.cell, others, words, expected=first.other.value, weight=1.5
    )


FAMILY = Family((E7,), (check_alike_rows,))
