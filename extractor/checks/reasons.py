"""Why a stated figure differs from its cell, as arithmetic shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from extractor.checks.evidence import Evidence
from extractor.checks.lines import VALUES, column_span, comparable, span_of, table_source
from extractor.checks.matching import Match
from extractor.checks.measures import Measure
from extractor.checks.slips import keying_slip
from extractor.checks.values import (
    gives_percent,
    plainly_from,
)
from extractor.checks.wording import said, unit_phrase, when
from extractor.model import Observation, Verdict

A4 = "A4-other-period"
A5 = "A5-other-column"
A6 = "A6-other-row"
A7 = "A7-other-area"
A8 = "A8-keying-slip"
A9 = "A9-number-or-percent"
A10 = "A10-complement-or-sign"


@dataclass(frozen=True)
class Reason:
    """Why a figure differs from its cell, as arithmetic shows it."""

    check: str
    verdict: Verdict
    words: str
    cells: tuple[Observation, ...] = ()


def size_of_error(figure: Observation, cell: Observation) -> float:
    size = abs(figure.value - cell.value)
    base = max(abs(cell.value), Decimal(1))
    return 2.0 + min(3.0, float(size / base) * 3)


def nearest(figure: Observation, cells: Sequence[Observation]) -> Observation:
    return min(cells, key=lambda c: abs(c.value - figure.value))


def reason_for(
    evidence: Evidence, figure: Observation, match: Match, cells: Sequence[Observation]
) -> Reason | None:
    """The first explanation that holds, those that name a cell before those that only calculate.

    A value of another kind of period (the month's for "to date") is passed over for a later reason.
    """
    passed: Reason | None = None
    finders = (
        _difference,
        _other_period,
        _other_column,
        _part_of_percent,
        _other_row,
        _other_area,
        _other_unit,
        _complement,
        _slip,
    )
    for find in finders:
        reason = find(evidence, figure, match.measure, cells)
        if reason and is_of_other_kind(evidence, figure, match, reason):
            passed = reason
        elif reason:
            return reason
    return passed


def is_of_other_kind(evidence: Evidence, figure: Observation, match: Match, reason: Reason) -> bool:
    """Whether a "to date" figure is explained by the value of a month, so the row may be another's."""
    other = reason.check == A4 and span_of(reason.cells[0]) != span_of(figure)
    told = evidence.search("counts-to-date", figure.quote) is not None
    return other and not match.by_code and told


def _difference(
    evidence: Evidence, figure: Observation, measure: Measure, cells: Sequence[Observation]
) -> Reason | None:
    """136 is not December's value but January less December."""
    for partner in evidence.linked(figure, *VALUES):
        cell = cells[0]
        if column_span(partner) != column_span(cell):
            continue  # a quarter less a year is no change
        if partner.unit == figure.unit and abs(partner.value - cell.value) == abs(figure.value) != 0:
            words = (
                f"{said(figure)} is the difference between {said(partner)} ({when(partner)}) and "
                f"{said(cell)} ({when(cell)})"
            )
            return Reason(A5, "wrong_column", words, (partner,))
    return None


def _other_period(
    evidence: Evidence, figure: Observation, measure: Measure, cells: Sequence[Observation]
) -> Reason | None:
    taken = {c.observation_id for c in cells}
    found = [
        c
        for c in measure.values()
        if comparable(figure.unit, c.unit)
        and c.observation_id not in taken
        and c.period_end
        and c.period_end != figure.period_end
        and plainly_from(figure, c)
    ]
    if not found or figure.value == 0:
        return None
    own = [c for c in found if c.document == figure.document] or found
    best = min(own, key=lambda c: abs((c.period_end - figure.period_end).days))  # type: ignore[operator]
    rounded = "" if best.value == figure.value else f" ({said(best)})"
    words = f"{said(figure)} is the value of {when(best)}{rounded}, {evidence.place(best)}"
    return Reason(A4, "wrong_period", words, (best,))


def _other_column(
    evidence: Evidence, figure: Observation, measure: Measure, cells: Sequence[Observation]
) -> Reason | None:
    for role, name in (("target", "the target"), ("benchmark", "the comparator")):
        for cell in measure.of_role(role, figure.unit):
            if plainly_from(figure, cell):
                kind = f"{name} {cell.comparator}".replace("_", " ") if cell.comparator else name
                words = f"{said(figure)} is {kind} of that row ({evidence.place(cell)})"
                return Reason(A5, "wrong_column", words, (cell,))
    return None


def _part_of_percent(
    evidence: Evidence, figure: Observation, measure: Measure, cells: Sequence[Observation]
) -> Reason | None:
    """348 of 384 is the 90.6%: the numerator given as the whole."""
    if figure.unit != "count":
        return None
    for whole in cells:
        for line in measure.lines:
            for other in evidence.lines_by_grid[line.document, line.grid]:
                parts = [c for c in other.cells if c.unit == "count" and c.value == figure.value]
                parts = [c for c in parts if c.period_end == whole.period_end and c.value < whole.value]
                for part in parts:
                    percent = _percent_of(evidence, part, whole)
                    if percent:
                        words = (
                            f"{said(figure)} is the numerator of the {said(percent)} "
                            f"({evidence.place(percent)}): {said(part)} of {said(whole)}"
                        )
                        return Reason(A5, "wrong_column", words, (percent, part))
    return None


def _percent_of(evidence: Evidence, part: Observation, whole: Observation) -> Observation | None:
    if whole.value == 0:
        return None
    source = table_source(part)
    table = evidence.tables.get((part.document, source.grid)) if source else None
    for percent in table.cells if table else ():
        alike = percent.unit == "percent" and percent.period_end == part.period_end
        if alike and percent.role in VALUES and gives_percent(part, whole, percent) is not None:
            return percent
    return None


def _other_row(
    evidence: Evidence, figure: Observation, measure: Measure, cells: Sequence[Observation]
) -> Reason | None:
    """The cell next door: a row of the same table that shares words, for the same time."""
    grids = {(line.document, line.grid) for line in measure.lines_for(figure.document)}
    beside = {m.number: m for grid in sorted(grids) for m in evidence.measures_by_grid[grid]}
    near = [
        m
        for m in beside.values()
        if m.number != measure.number
        and m.area == measure.area
        and evidence.weights.likeness(m.words, measure.words) >= 0.4
    ]
    for other in near:
        for cell in other.at(figure):
            if cell.value == figure.value and figure.value not in (0, 100):
                words = f'{said(figure)} is the row "{other.label}" ({evidence.place(cell)})'
                return Reason(A6, "wrong_column", words, (cell,))
    return None


def _other_area(
    evidence: Evidence, figure: Observation, measure: Measure, cells: Sequence[Observation]
) -> Reason | None:
    first = measure.lines[0]
    for other in evidence.measures_by_grid[first.document, first.grid]:
        if other.area == measure.area or other.lines[0].label != first.label:
            continue
        for cell in other.at(figure):
            if cell.value == figure.value and figure.value not in (0, 100):
                area = other.area or "the whole authority"
                words = f"{said(figure)} is the value of {area} ({evidence.place(cell)})"
                return Reason(A7, "wrong_column", words, (cell,))
    return None


def _other_unit(
    evidence: Evidence, figure: Observation, measure: Measure, cells: Sequence[Observation]
) -> Reason | None:
    """42 is the number, not the percent; 6.1 is per 1,000, not per 10,000."""
    for line in measure.lines_for(figure.document):
        for other in evidence.lines_by_grid[line.document, line.grid]:
            if other.words != line.words and (not line.code or other.code != line.code):
                continue
            for cell in other.cells:
                told = cell.role in (*VALUES, "numerator") and cell.period_end == figure.period_end
                if (
                    told
                    and cell.value == figure.value
                    and cell.unit != figure.unit
                    and cell.value not in (0, 100)
                ):
                    units = f"{unit_phrase(cell.unit)}, not {unit_phrase(figure.unit)}"
                    words = f"{said(figure)} is what that row has in {units} ({evidence.place(cell)})"
                    return Reason(A9, "wrong_column", words, (cell,))
    return None


def _slip(
    evidence: Evidence, figure: Observation, measure: Measure, cells: Sequence[Observation]
) -> Reason | None:
    for cell in cells:
        slip = keying_slip(figure, cell)
        if slip:
            return Reason(A8, "disagrees", slip)
    return None


def _complement(
    evidence: Evidence, figure: Observation, measure: Measure, cells: Sequence[Observation]
) -> Reason | None:
    for cell in cells:
        if figure.value == -cell.value != 0:
            return Reason(A10, "disagrees", "the sign is turned round")
        if figure.unit == "percent" and figure.value + cell.value == 100 and cell.value not in (0, 50, 100):
            return Reason(A10, "disagrees", f"{said(figure)} is what is left of 100% after {said(cell)}")
    return None
