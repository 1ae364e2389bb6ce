"""Shares of an annual target, and the number of all printed as the number in time."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractor.checks.evidence import Evidence
from extractor.checks.families import Family
from extractor.checks.grids import KEEPS, MOST, Table
from extractor.checks.lines import Line, span_of, table_source
from extractor.checks.values import gives_percent, interval
from extractor.checks.wording import called, plain, said, when
from extractor.figures.intervals import rounded
from extractor.model import Finding, Observation

E13 = "E13-share-of-annual-target"
E14 = "E14-all-printed-for-in-time"


def check_shares_of_target(evidence: Evidence) -> Iterator[Finding]:
    """E13: a cumulative percent of an annual target against the months added up."""
    for lines in evidence.lines_in.values():
        for percents in lines:
            said_so = evidence.search("of-target", percents.label) if "percent" in percents.units else None
            if said_so is not None:
                yield from _against_counts(evidence, percents, said_so["number"], lines)


def _against_counts(
    evidence: Evidence, percents: Line, number: str | None, lines: list[Line]
) -> Iterator[Finding]:
    for counts in lines:
        if "count" not in counts.units or counts.area != percents.area:
            continue
        if evidence.weights.coverage(counts.words - evidence.listed("of_a_target"), percents.words) < 0.6:
            continue
        target = Decimal(number.replace(",", "")) if number else _target(percents, counts)
        if target:
            pairs = list(_cumulative(percents, counts))
            wrong = [p for p in pairs if not _is_share(p[0], p[1], target)]
            kept = len(pairs) - len(wrong)
            if wrong and kept >= KEEPS and Decimal(kept) >= MOST * len(pairs):
                yield _wrong_share(evidence, wrong, target, kept)
                return


def _target(percents: Line, counts: Line) -> Decimal | None:
    values = {
        c.value for line in (percents, counts) for c in line.cells if c.role == "target" and c.unit == "count"
    }
    return values.pop() if len(values) == 1 else None


def _cumulative(percents: Line, counts: Line) -> Iterator[tuple[Observation, Decimal, Observation]]:
    """(percent, months added up, last month) for each month of a year that has both."""
    months = sorted(
        (c for c in counts.values() if span_of(c) == "month" and c.period_end and c.unit == "count"),
        key=lambda c: c.period_end,  # type: ignore[arg-type, return-value]
    )
    shares = {c.period_end: c for c in percents.values() if c.unit == "percent"}
    added = Decimal(0)
    for month in months:
        assert month.period_end is not None
        added = month.value if month.period_end.month == 4 else added + month.value
        share = shares.get(month.period_end)
        if share is not None:
            yield share, added, month


def _is_share(percent: Observation, added: Decimal, target: Decimal) -> bool:
    return interval(percent).contains(added * 100 / target)


def _wrong_share(
    evidence: Evidence, wrong: list[tuple[Observation, Decimal, Observation]], target: Decimal, kept: int
) -> Finding:
    percent, added, month = wrong[0]
    listed = "; ".join(
        f"{when(p)}: {plain(a)} of {plain(target)} is {rounded(a * 100 / target, p.places + 1)}%, printed "
        f"as {said(p)} ({evidence.place(p)})"
        for p, a, _ in wrong
    )
    words = f'"{called(percent)}", {listed}; {kept} other months fit.'
    cells = [month, *(cell for p, _, m in wrong[1:] for cell in (p, m))]
    expected = rounded(added * 100 / target, percent.places)
    return evidence.finding(
        E13, "arithmetic_wrong", "warning", percent, cells, words, expected=expected, weight=1
    )


def check_all_for_in_time(evidence: Evidence) -> Iterator[Finding]:
    """E14: a row "done in time" that prints the number of all, as another table of the paper shows."""
    for lines in evidence.lines_by_grid.values():
        for counts in lines:
            if counts.code and "count" in counts.units and _has_standard(evidence, counts):
                for percents in lines:
                    if percents.code == counts.code and "percent" in percents.units:
                        yield from _all_printed(evidence, counts, percents)


def _has_standard(evidence: Evidence, line: Line) -> bool:
    return any(word.isdigit() or word in evidence.listed("nested") for word in line.words)


def _all_printed(evidence: Evidence, counts: Line, percents: Line) -> Iterator[Finding]:
    shares = {(c.period_start, c.period_end): c for c in percents.values() if c.unit == "percent"}
    for cell in counts.values():
        percent = shares.get((cell.period_start, cell.period_end))
        if percent is None or cell.unit != "count" or cell.value < 20 or percent.value >= 100:
            continue
        for table in evidence.tables_in(cell.document):
            part = _part_in(table, cell, percent) if table.grid != counts.grid else None
            if part is not None and not _has_whole(evidence, cell, percent):
                yield _not_in_time(evidence, cell, percent, part)
                break


def _has_whole(evidence: Evidence, part: Observation, percent: Observation) -> bool:
    """Whether some count of the paper is what the number itself is the percent of."""
    cells = (cell for table in evidence.tables_in(part.document) for cell in table.cells)
    counts = (cell for cell in cells if cell.unit == "count" and cell.period_end == part.period_end)
    return any(gives_percent(part, cell, percent) == "" for cell in counts)


def _part_in(table: Table, whole: Observation, percent: Observation) -> Observation | None:
    """The number in time in a table that prints all three for the same time in one row or column."""
    here = [c for c in table.cells if c.period_end == whole.period_end]
    same = [c for c in here if c.unit == "count" and c.value == whole.value]
    shares = [c for c in here if c.unit == "percent" and c.value == percent.value]
    parts = [
        c
        for c in here
        if c.unit == "count" and c.value < whole.value and gives_percent(c, whole, percent) == ""
    ]
    for one in same:
        for share in shares:
            for part in parts:
                if _in_line(one, share, part):
                    return part
    return None


def _in_line(*cells: Observation) -> bool:
    sources = [table_source(cell) for cell in cells]
    rows = {source.row for source in sources if source}
    return len(rows) == 1 or len({source.col for source in sources if source}) == 1


def _not_in_time(evidence: Evidence, cell: Observation, percent: Observation, part: Observation) -> Finding:
    words = (
        f'"{called(cell)}", {when(cell)}: {said(cell)} ({evidence.place(cell)}) is the number of all; '
        f"{said(part)} of them ({evidence.place(part)}) are the {said(percent)} printed beside it."
    )
    return evidence.finding(
        E14, "wrong_column", "warning", cell, [part, percent], words, expected=part.value, weight=1.5
    )


FAMILY = Family((E13, E14), (check_shares_of_target, check_all_for_in_time))
