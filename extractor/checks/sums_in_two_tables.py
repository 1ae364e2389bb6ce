"""Columns of one table that add up to the n, or to the m less n, of "n of m" in the table beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from extractor.checks.evidence import Evidence
from extractor.checks.families import Family
from extractor.checks.grids import KEEPS, MOST, Table
from extractor.checks.sums import E3
from extractor.checks.wording import called, plain, said, when
from extractor.model import Finding, Observation

NEIGHBOURS = 2
"""How many tables on the table of the parts may stand."""
TOLD = KEEPS + 2
"""Times at which two sums have to agree: no column is named alike in both tables."""

Column = Mapping[date, Observation]


@dataclass(frozen=True)
class Sums:
    """n and m of a table by time, with their cells."""

    done: dict[date, list[Observation]]
    all: dict[date, list[Observation]]


def check_sums_in_two_tables(evidence: Evidence) -> Iterator[Finding]:
    """E3: what one table grades, counts or misses, another table has by area as "n of m"."""
    for (document, number), table in evidence.tables.items():
        sums = _sums(table)
        if sums is None:
            continue
        for step in (s for s in range(-NEIGHBOURS, NEIGHBOURS + 1) if s):
            beside = evidence.tables.get((document, number + step))
            columns = _columns(beside) if beside is not None else []
            yield from _first_columns(evidence, columns, sums)
            yield from _what_is_missing(evidence, columns, sums)


def _sums(table: Table) -> Sums | None:
    done: dict[date, list[Observation]] = defaultdict(list)
    whole: dict[date, list[Observation]] = defaultdict(list)
    for cell in table.cells:
        if cell.period_end and cell.role in ("numerator", "denominator"):
            (done if cell.role == "numerator" else whole)[cell.period_end].append(cell)
    return Sums(done, whole) if any(len(cells) >= 2 for cells in done.values()) else None


def _columns(table: Table) -> list[Column]:
    """Columns of counts, or rows, that have one cell for each time, in their order."""
    found: list[Column] = []
    for vector in (*table.columns, *table.rows):
        cells = [c for c in vector.values() if c.unit == "count" and c.role == "actual" and c.period_end]
        column = {c.period_end: c for c in cells if c.period_end}
        if len(column) == len(vector) > 1:
            found.append(column)
    return found


def _total(cells: Sequence[Observation]) -> Decimal:
    return sum((c.value for c in cells), Decimal(0))


def _first_columns(evidence: Evidence, columns: Sequence[Column], sums: Sums) -> Iterator[Finding]:
    """The longest run of first columns that comes to the n of most times."""
    for length in range(len(columns), 1, -1):
        rows = {
            end: [column[end] for column in columns[:length] if end in column and column[end].value]
            for end in sums.done
        }
        pairs = [(rows[end], sums.done[end]) for end in sums.done if rows[end]]
        wrong = [pair for pair in pairs if _total(pair[0]) != _total(pair[1])]
        if _is_kept(len(pairs), len(wrong)):
            yield from (_differ(evidence, parts, done, len(pairs) - len(wrong)) for parts, done in wrong)
            return


def _what_is_missing(evidence: Evidence, columns: Sequence[Column], sums: Sums) -> Iterator[Finding]:
    """A column of what was not done: m less n."""
    for column in columns:
        pairs = [
            (cell, sums.done[end], sums.all[end])
            for end, cell in column.items()
            if end in sums.done and end in sums.all
        ]
        wrong = [(c, done, whole) for c, done, whole in pairs if c.value != _total(whole) - _total(done)]
        nonzero = sum(c.value != 0 for c, _, _ in pairs) - len(wrong)
        if nonzero >= KEEPS and _is_kept(len(pairs), len(wrong)):
            for cell, done, whole in wrong:
                left = _total(whole) - _total(done)
                name = f"{called(cell)}, {cell.cohort}" if cell.cohort else called(cell)
                words = (
                    f'"{name}", {when(cell)}: {said(cell)} is printed ({evidence.place(cell)}), but '
                    f"{plain(_total(done))} of {plain(_total(whole))} ({evidence.place(done[0])}) leave "
                    f"{plain(left)}; {len(pairs) - len(wrong)} other times agree."
                )
                yield evidence.finding(
                    E3, "arithmetic_wrong", "warning", cell, [*done, *whole], words, expected=left, weight=1
                )


def _is_kept(pairs: int, wrong: int) -> bool:
    return wrong > 0 and pairs - wrong >= TOLD and Decimal(pairs - wrong) >= MOST * pairs


def _differ(
    evidence: Evidence, parts: Sequence[Observation], done: Sequence[Observation], kept: int
) -> Finding:
    words = (
        f'"{called(parts[0])}", {when(parts[0])}: {" + ".join(said(p) for p in parts)} is '
        f"{plain(_total(parts))} ({evidence.place(parts[0])}), but {' + '.join(said(d) for d in done)} is "
        f"{plain(_total(done))} ({evidence.place(done[0])}); {kept} other times agree."
    )
    return evidence.finding(
        E3,
        "arithmetic_wrong",
        "warning",
        parts[0],
        [*parts[1:], *done],
        words,
        expected=_total(done),
        weight=1,
    )


FAMILY = Family((E3,), (check_sums_in_two_tables,))
