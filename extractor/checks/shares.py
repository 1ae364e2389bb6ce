"""Percents of a table against their n and m, wherever it shows which they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from extractor.checks.evidence import Evidence
from extractor.checks.families import Family
from extractor.checks.grids import (
    Broken,
    Table,
    broken_scope_shares,
    how_large,
    is_rounded_up,
    overfull,
)
from extractor.checks.lines import span_of, table_source
from extractor.checks.nested_rows import E8
from extractor.checks.values import gives_percent, unit_of_last_place
from extractor.checks.wording import called, said, when
from extractor.figures.intervals import rounded
from extractor.model import Finding, Observation, Severity

E1 = "E1-percent-of-n-and-m"


def check_shares(evidence: Evidence) -> Iterator[Finding]:
    """E1: percents against their n and m, wherever the table shows which they are."""
    for table in evidence.tables.values():
        relations = [list(_printed_shares(evidence, table)), *(found.broken for found in table.shares)]
        relations.append(broken_scope_shares(table))
        for broken in each_once(relations):
            yield _wrong_shares(evidence, broken)
        for part, whole in overfull(table.shares):
            yield _overfull(evidence, part, whole)


def _overfull(evidence: Evidence, part: Observation, whole: Observation) -> Finding:
    words = (
        f'"{called(part)}", {when(part)}: {said(part)} ({evidence.place(part)}) is more than '
        f'"{called(whole)}", {said(whole)} ({evidence.place(whole)}), of which it is a share elsewhere '
        "in the table."
    )
    return evidence.finding(E8, "arithmetic_wrong", "error", part, [whole], words, weight=2)


def each_once(relations: Iterable[Sequence[Broken]]) -> Iterator[list[Broken]]:
    """Each wrong cell once, with the first relation that it breaks; worst first."""
    done: set[str] = set()
    for relation in relations:
        fresh = [b for b in relation if b.whole.observation_id not in done]
        months = [b for b in fresh if span_of(b.whole) not in ("ytd", "year")]
        fresh = months or fresh  # a total row only repeats the gap of its months
        done |= {b.whole.observation_id for b in fresh}
        if fresh:
            yield sorted(fresh, key=relative_gap, reverse=True)


def relative_gap(broken: Broken) -> Decimal:
    return abs(broken.expected - broken.whole.value) / max(abs(broken.expected), Decimal(1))


def _printed_shares(evidence: Evidence, table: Table) -> Iterator[Broken]:
    """Percents in the same line and period as "n of m"."""
    cutting = not _rounds(evidence, table)
    for part, whole, percent in _triples(evidence, table):
        how = gives_percent(part, whole, percent)
        if how is None or (how.startswith("cut") and not cutting):
            yield Broken(percent, (part, whole), part.value * 100 / whole.value, 0, 0)


def _triples(evidence: Evidence, table: Table) -> Iterator[tuple[Observation, Observation, Observation]]:
    for part in table.cells:
        for whole in evidence.linked(part, "denominator") if part.role == "numerator" else ():
            percent = _beside(table, part, whole)
            if percent is not None and whole.value > 0:
                yield part, whole, percent


def _rounds(evidence: Evidence, table: Table) -> bool:
    """Whether some percent of the table is rounded up, so that one cut off is an exception."""
    return any(is_rounded_up(part, whole, percent) for part, whole, percent in _triples(evidence, table))


def _beside(table: Table, part: Observation, whole: Observation) -> Observation | None:
    """The percent in the cell of the n of m, or right after it in the row."""
    last = max(_place(part)[1], _place(whole)[1])
    in_cell = [c for c in table.cells if c.unit == "percent" and _place(c) == _place(part)]
    if len(in_cell) == 1:
        return in_cell[0]
    following = table.at.get((_place(part)[0], last + 1))
    return following if following is not None and following.unit == "percent" else None


def _place(cell: Observation) -> tuple[int, int]:
    source = table_source(cell)
    assert source is not None
    return source.row, source.col


def _wrong_shares(evidence: Evidence, broken: Sequence[Broken]) -> Finding:
    worst = broken[0]
    percent = worst.whole
    gap = abs(worst.expected - percent.value)
    listed = "; ".join(
        f"{when(b.whole)}: {said(b.parts[0])} of {said(b.parts[1])} is "
        f"{rounded(b.expected, b.whole.places + 1)}%, printed as {said(b.whole)} ({evidence.place(b.whole)})"
        for b in broken
    )
    words = f'"{called(percent)}", {listed}{others_agree(worst)}.'
    severity: Severity = "warning" if gap <= 2 * unit_of_last_place(percent) else "error"
    return evidence.finding(
        E1,
        "arithmetic_wrong",
        severity,
        percent,
        all_cells(broken),
        words,
        expected=rounded(worst.expected, percent.places),
        weight=1 + min(3, float(gap) / 5) * how_large(worst.parts[-1].value),
    )


def others_agree(broken: Broken) -> str:
    return f"; {broken.kept} of {broken.of} such cells of the table agree" if broken.of else ""


def all_cells(broken: Sequence[Broken]) -> list[Observation]:
    """Parts of the worst, then the other wrong cells with theirs."""
    cells = list(broken[0].parts)
    for other in broken[1:]:
        cells += [other.whole, *other.parts]
    return cells


FAMILY = Family((E1,), (check_shares,))
