"""The number that met a standard, given as the number of all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from extractor.checks.evidence import Evidence
from extractor.checks.families import Family
from extractor.checks.lines import Line, is_to_date, says_its_time, span_of
from extractor.checks.reasons import A5
from extractor.checks.values import gives_percent
from extractor.checks.wording import called, plain, said, when
from extractor.figures.intervals import rounded
from extractor.model import Finding, Observation

COVERED = 0.45
"""How much of a row's words, its standard aside, the figure has to name: the rest is "held", "made", …"""


def check_numerators(evidence: Evidence) -> Iterator[Finding]:
    """A5: "297 children had a conference", where 297 is the number of those held in time."""
    for figure in evidence.stated:
        if _may_be_of_all(figure) and not _has_row(evidence, figure):
            shares = list(_shares_of(evidence, figure))
            if len({percent.value for _, percent in shares}) == 1:
                yield _finding(evidence, figure, *shares[0])


def _has_row(evidence: Evidence, figure: Observation) -> bool:
    """Whether a row has the number of all: then the figure is held against that."""
    match = evidence.matcher.match(figure)
    if match is None or not match.clear or not match.measure.at(figure):
        return False
    return not _standards(evidence, match.measure.words - evidence.matcher.own_words(figure))


def _standards(evidence: Evidence, words: frozenset[str]) -> set[str]:
    """Of words, those that narrow a row to what met a standard: "15", "timely"."""
    return {word for word in words if word.isdigit() or word in evidence.listed("nested")}


def _may_be_of_all(figure: Observation) -> bool:
    printed = figure.unit == "count" and figure.role == "actual" and not figure.qualifier
    return printed and figure.value >= 10 and figure.period_end is not None and says_its_time(figure)


def _shares_of(evidence: Evidence, figure: Observation) -> Iterator[tuple[Observation, Observation]]:
    """(count, percent) of rows that are a share of what a figure names, for its time."""
    own = evidence.matcher.own_words(figure)
    for lines in (evidence.lines_by_grid[key] for key in evidence.grids_in(figure.document)):
        for line in lines:
            if _is_share_of(evidence, line, own, figure):
                yield from _met_and_percent(line, lines, figure)


def _is_share_of(evidence: Evidence, line: Line, own: frozenset[str], figure: Observation) -> bool:
    """Whether a row is of those of a figure's that met a standard, and the sentence names no standard."""
    nested = _standards(evidence, line.words - own - evidence.vocabulary.words(figure.quote))
    held = evidence.weights_in(line.document).coverage(
        line.words - nested - evidence.listed("standard_units"), own
    )
    return bool(nested) and line.area == figure.area and len(own & line.words) >= 1 and held >= COVERED


def _met_and_percent(
    line: Line, lines: list[Line], figure: Observation
) -> Iterator[tuple[Observation, Observation]]:
    """The count of the row that is the figure, and the percent of a row with the same words or number."""
    for met in line.values():
        if met.unit != "count" or met.value != figure.value or not _same_time(met, figure):
            continue
        for other in lines:
            if other.words == line.words or (line.code and other.code == line.code):
                yield from (
                    (met, cell)
                    for cell in other.values()
                    if cell.unit == "percent" and cell.value < 100 and _same_column(cell, met)
                )


def _same_time(cell: Observation, figure: Observation) -> bool:
    if cell.period_end != figure.period_end:
        return False
    to_date = span_of(figure) in ("point", "ytd", "range")
    return span_of(cell) == span_of(figure) or (to_date and is_to_date(cell))


def _same_column(cell: Observation, other: Observation) -> bool:
    return (cell.period_start, cell.period_end) == (other.period_start, other.period_end)


def _finding(evidence: Evidence, figure: Observation, met: Observation, percent: Observation) -> Finding:
    whole = _whole(evidence, met, percent) or rounded(met.value * 100 / percent.value, 0)
    words = (
        f'"{called(figure)}" is stated as {said(figure)} for {when(figure)} ({evidence.place(figure)}), but '
        f'{said(met)} is the number of "{called(met)}" ({evidence.place(met)}); at {said(percent)} '
        f"({evidence.place(percent)}) all are about {plain(whole)}."
    )
    return evidence.finding(
        A5, "wrong_column", "warning", figure, [met, percent], words, expected=whole, weight=3
    )


def _whole(evidence: Evidence, met: Observation, percent: Observation) -> Decimal | None:
    """The denominators of the months added up, where another table prints them and they give the percent."""
    for line in evidence.lines_in[met.document]:
        months = {c.period_end: c for c in line.cells if c.role == "denominator" and _within(c, met)}
        total = sum((c.value for c in months.values()), Decimal(0))
        own = line.indicator_id is not None and line.indicator_id == percent.indicator_id
        if own and total and _gives_percent_of(met, total, percent):
            return total
    return None


def _within(cell: Observation, whole: Observation) -> bool:
    if None in (cell.period_start, cell.period_end, whole.period_start, whole.period_end):
        return False
    return whole.period_start <= cell.period_start and cell.period_end <= whole.period_end  # type: ignore[operator]


def _gives_percent_of(met: Observation, total: Decimal, percent: Observation) -> bool:
    """Whether a count of a total rounds to a percent."""
    return gives_percent(met, replace(met, value=total), percent) is not None


FAMILY = Family((), (check_numerators,))
