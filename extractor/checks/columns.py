"""Stated targets and comparators against the columns of their row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.checks.evidence import Evidence
from extractor.checks.families import Family
from extractor.checks.lines import VALUES, table_source
from extractor.checks.matching import Match, Matcher
from extractor.checks.measures import Measure
from extractor.checks.named_averages import (
    C9,
    Average,
    average_of,
    benchmarks_of,
    check_named_averages,
)
from extractor.checks.reasons import nearest, size_of_error
from extractor.checks.slips import keying_slip
from extractor.checks.values import (
    plainly_from,
    rounding_between,
    same_family,
)
from extractor.checks.wording import called, said
from extractor.model import Finding, Observation, Severity, Verdict

C1 = "C1-target-column"


def check_targets_and_benchmarks(evidence: Evidence) -> Iterator[Finding]:
    """Stated targets and comparators against the columns of their row."""
    named: list[Average] = []
    for stated in evidence.stated:
        average = average_of(evidence, stated) or Average(stated, "")
        figure = average.figure
        if figure.role not in ("target", "benchmark"):
            continue
        match = evidence.matcher.match(figure) or _partner_match(evidence, evidence.matcher, figure)
        if average.of or (
            figure.role == "benchmark" and not (match and _column(evidence, figure, match.measure))
        ):
            named.append(average)
        elif match is not None and _column(evidence, figure, match.measure):
            yield from _compare_column(evidence, figure, match)
    yield from check_named_averages(evidence, named)


def mark_of(evidence: Evidence, figure: Observation) -> str:
    """Target or benchmark, by its role or by the words right before it; else nothing."""
    average = average_of(evidence, figure)
    figure = figure if average is None else average.figure
    if figure.role in ("target", "benchmark"):
        return figure.role
    before = evidence.text_between(figure.document, max(0, (figure.start or 0) - 30), figure.start or 0)
    match = evidence.search("mark-before", before)
    return "" if match is None else match.lastgroup or ""


def is_an_average(evidence: Evidence, figure: Observation) -> bool:
    """Whether a figure only says in brackets what some average is: "above the local average (94.0%)"."""
    before = evidence.text_between(figure.document, max(0, (figure.start or 0) - 80), figure.start or 0)
    return figure.start is not None and evidence.search("own-average", before) is not None


def _partner_match(evidence: Evidence, matcher: Matcher, figure: Observation) -> Match | None:
    for partner in evidence.linked(figure, *VALUES):
        match = matcher.match(partner)
        if match:
            return match
    return None


def _compare_column(evidence: Evidence, figure: Observation, match: Match) -> Iterator[Finding]:
    check = C1 if figure.role == "target" else C9
    cells = _column(evidence, figure, match.measure)
    if not cells:
        return
    for cell in cells:
        how = rounding_between(figure, cell)
        if how is not None:
            words = f"{said(figure)} is the {_column_name(cell)} of the table ({evidence.place(cell)})."
            verdict: Verdict = "agrees" if how == "" else "agrees_after_rounding"
            yield evidence.finding(check, verdict, "note", figure, [cell], words, expected=cell.value)
            return
    rival = next(
        (
            m
            for m in match.rivals
            if any(rounding_between(figure, c) is not None for c in _column(evidence, figure, m))
        ),
        None,
    )
    if rival is not None and not (match.by_code and match.clear):
        return
    beside = _beside(evidence, figure, cells[0]) if figure.role == "target" else None
    if figure.role == "target" and not _well_named(match):
        return
    if beside is not None and not _contrast(evidence, beside, cells[0]):
        return
    yield _wrong_column_figure(evidence, check, figure, match, cells, beside)


def _well_named(match: Match) -> bool:
    return match.by_code or match.confirmed or match.words >= 2


def _beside(evidence: Evidence, figure: Observation, cell: Observation) -> Observation | None:
    """The stated target in a row next to the one that was taken: an annual beside a monthly one."""
    source = table_source(cell)
    if source is None:
        return None
    return next(
        (
            other
            for line in evidence.lines_by_grid[cell.document, source.grid]
            for other in line.cells
            if (place := table_source(other)) is not None and abs(place.row - source.row) <= 2
            if other.role == cell.role and plainly_from(figure, other)
        ),
        None,
    )


def _contrast(evidence: Evidence, one: Observation, other: Observation) -> bool:
    """Whether two rows say that they are of two kinds: in the month, and in twelve months."""
    words, others = (
        frozenset[str]() if measure is None else measure.words
        for measure in (evidence.measure_of.get(c.observation_id) for c in (one, other))
    )
    return any(words & g and others & g and words & g != others & g for g in evidence.vocabulary.contrasts)


def _column(evidence: Evidence, figure: Observation, measure: Measure) -> list[Observation]:
    if figure.role == "benchmark":
        return benchmarks_of(figure, measure)
    cells = measure.of_role(figure.role, figure.unit)
    return [c for c in cells if c.document == figure.document]  # another paper's target is of another year


def _column_name(cell: Observation) -> str:
    return f"{cell.role} {cell.comparator}".replace("_", " ") if cell.comparator else cell.role


def _wrong_column_figure(
    evidence: Evidence,
    check: str,
    figure: Observation,
    match: Match,
    cells: Sequence[Observation],
    beside: Observation | None = None,
) -> Finding:
    cell = nearest(figure, cells)
    other = beside or next(
        (
            c
            for c in match.measure.cells
            if (c.role not in VALUES and c.role != figure.role) or c.comparator != figure.comparator
            if same_family(c.unit, figure.unit) and plainly_from(figure, c)
        ),
        None,
    )
    slip = keying_slip(figure, cell)
    why = ""
    if other is not None:
        whose = f'the {_column_name(other)} of "{called(other)}"' if beside else f"its {_column_name(other)}"
        why = f"; {said(figure)} is {whose} ({evidence.place(other)})"
    elif slip:
        why = f"; {slip}"
    words = (
        f'"{called(figure)}": the {_column_name(figure)} is stated as {said(figure)} '
        f"({evidence.place(figure)}), "
        f"but the table gives {said(cell)} ({evidence.place(cell)}){why}."
    )
    severity = _severity(evidence, figure, match, explained=bool(why), beside=beside is not None)
    verdict: Verdict = "wrong_column" if other is not None else "disagrees"
    others = [cell, *([other] if other is not None else [])]
    return evidence.finding(
        check,
        verdict,
        severity,
        figure,
        others,
        words,
        expected=cell.value,
        weight=size_of_error(figure, cell),
    )


def _severity(
    evidence: Evidence, figure: Observation, match: Match, *, explained: bool, beside: bool
) -> Severity:
    """An unexplained comparator may be of a later publication than the table's, where the text says so."""
    if not explained:
        newer = figure.role == "benchmark" and evidence.search("published", figure.quote) is not None
        return "warning" if match.sure and not newer else "note"
    if match.sure and not beside:
        return "error"
    return "warning" if match.clear else "note"


FAMILY = Family((C1, C9), (check_targets_and_benchmarks,))
