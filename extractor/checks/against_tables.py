"""A stated figure against the cell of the tables that it should come from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

import regex

from extractor.checks.columns import is_an_average, mark_of
from extractor.checks.evidence import Evidence
from extractor.checks.families import Family
from extractor.checks.lines import VALUES, column_span, is_to_date, says_its_time, says_to_date
from extractor.checks.matching import Match
from extractor.checks.measures import Measure
from extractor.checks.reasons import (
    A4,
    A5,
    A6,
    A7,
    A8,
    A9,
    A10,
    Reason,
    is_of_other_kind,
    nearest,
    reason_for,
    size_of_error,
)
from extractor.checks.values import (
    RATES,
    hedge_holds,
    out_of_scale,
    rounding_between,
    unit_of_last_place,
)
from extractor.checks.wording import called, said, when
from extractor.model import Finding, Observation, Severity, Verdict

A1 = "A1-exact-cell"
A2 = "A2-rounded-cell"
A3 = "A3-over-precise"
WORD = regex.compile(r"[^\W\d_]{2,}")
SMALL = regex.compile(r"\b\p{Ll}{2,}")
"""A word that is no name: there is none along an axis ("Jan", "SN AVE")."""
NUMBER = regex.compile(r"\d[\d.,]*%?")
MARKS = {"target": "names-a-target", "benchmark": "names-an-average"}
"""Expressions for the words beside which a figure may be of that role, but was read as a result."""
STATED = ("actual", "previous", "numerator", "denominator")


def check_against_tables(evidence: Evidence) -> Iterator[Finding]:
    """Every stated result against its row: one finding for each figure that finds one."""
    matcher = evidence.matcher
    for figure in evidence.stated:
        if figure.role in STATED and is_prose(figure) and not _borrowed_time(evidence, figure):
            if is_an_average(evidence, figure) or mark_of(evidence, figure):
                continue
            match = matcher.match(figure)
            if match is not None:
                yield from _compare(evidence, figure, match)


def is_prose(figure: Observation) -> bool:
    """Whether a figure stands in a sentence, not on the axis of a chart that was taken for one."""
    words = WORD.findall(figure.quote)
    many = len(words) >= max(3, len(NUMBER.findall(figure.quote)))
    return many and SMALL.search(figure.quote) is not None


def _borrowed_time(evidence: Evidence, figure: Observation) -> bool:
    """Whether an earlier value only carries the time of the result that it is set against."""
    results = evidence.linked(figure, "actual") if figure.role == "previous" else []
    if not any(result.period_end == figure.period_end for result in results):
        return False
    if figure.start is None or figure.end is None or not figure.period:
        return True
    beside = evidence.text_between(figure.document, max(0, figure.start - 25), figure.end + 25)
    return figure.period not in beside


def _compare(evidence: Evidence, figure: Observation, match: Match) -> Iterator[Finding]:
    cells = _cells(figure, match.measure)
    if not cells:
        if match.clear and figure.role in VALUES and figure.period_end:
            yield _not_in_table(evidence, figure, match)
        return
    agreeing = next(((c, how) for c in cells if (how := _agrees(evidence, figure, c)) is not None), None)
    if agreeing:
        yield _agreement(evidence, figure, *agreeing)
        return
    if figure.role in ("numerator", "denominator"):
        return
    elsewhere = _in_a_rival(evidence, figure, match)
    if elsewhere:
        yield _agreement(evidence, figure, *elsewhere)
        return
    yield from _disagreement(evidence, figure, match, cells)


def _cells(figure: Observation, measure: Measure) -> list[Observation]:
    cells = measure.at(figure)
    if figure.role in ("numerator", "denominator") or figure.unit == "count":
        parts = measure.of_role("numerator", "count") + measure.of_role("denominator", "count")
        cells = cells + [c for c in parts if c.period_end == figure.period_end and figure.role != "actual"]
    return cells


def _agrees(evidence: Evidence, figure: Observation, cell: Observation) -> str | None:
    if figure.unit in RATES and cell.unit in RATES and figure.unit != cell.unit:
        return None
    holds = hedge_holds(figure, cell.value, evidence.settings.tolerance("B11", "5"))
    if holds:
        return "as hedged"
    return rounding_between(figure, cell)


def _agreement(evidence: Evidence, figure: Observation, cell: Observation, how: str) -> Finding:
    where = f"{evidence.place(cell)}, {when(cell)}"
    if how == "":
        check, verdict, words = A1, "agrees", f"{said(figure)} is what the table gives ({where})."
    elif how.startswith("more places"):
        check, verdict = A3, "agrees_after_rounding"
        words = f"{said(figure)} has more places than {said(cell)} of the table ({where}), so is not from it."
    else:
        check, verdict = A2, "agrees_after_rounding"
        words = f"{said(figure)} is {said(cell)} of the table ({where}), {how}."
    return evidence.finding(check, verdict, "note", figure, [cell], words, expected=cell.value)  # type: ignore[arg-type]


def _not_in_table(evidence: Evidence, figure: Observation, match: Match) -> Finding:
    words = (
        f'{said(figure)} for {when(figure)} cannot be checked: the row "{match.measure.label}" '
        "has no value for that time."
    )
    return evidence.finding(A1, "no_evidence", "note", figure, [], words)


def _in_a_rival(evidence: Evidence, figure: Observation, match: Match) -> tuple[Observation, str] | None:
    """A row that could have been meant as well and gives the figure for the same time."""
    if match.by_code and match.clear:
        return None
    for rival in match.rivals:
        if match.by_id and rival.indicator_ids and not rival.indicator_ids & match.measure.indicator_ids:
            continue
        for cell in rival.at(figure):
            how = _agrees(evidence, figure, cell)
            if how is not None:
                return cell, how
    return None


def _disagreement(
    evidence: Evidence, figure: Observation, match: Match, cells: Sequence[Observation]
) -> Iterator[Finding]:
    reason = reason_for(evidence, figure, match, cells)
    guessed_time = not says_its_time(figure)
    if (
        figure.qualifier not in (None, "approx")
        and reason is None
        and hedge_holds(figure, cells[0].value, Decimal(5))
    ):
        return
    cell = nearest(figure, cells)
    severity = _severity(evidence, figure, match, cell, reason, guessed_time)
    verdict: Verdict = reason.verdict if reason else "disagrees"
    explanation = _explain(evidence, figure, cell, reason)
    others = [cell, *(reason.cells if reason else ())]
    check = reason.check if reason else A1
    weight = size_of_error(figure, cell)
    yield evidence.finding(
        check, verdict, severity, figure, others, explanation, expected=cell.value, weight=weight
    )


def _severity(
    evidence: Evidence,
    figure: Observation,
    match: Match,
    cell: Observation,
    reason: Reason | None,
    guessed_time: bool,
) -> Severity:
    if guessed_time and reason is not None and reason.check == A4:
        # a figure without its own date may simply be of that other time
        return "warning" if _is_of_the_report(evidence, figure, reason, match) else "note"
    if reason is not None and _may_be_misread(evidence, figure, reason, match):
        return "note"
    if reason is None and says_to_date(figure.quote) and not is_to_date(cell):
        return "note"
    if reason is None and (out_of_scale(figure, cell) or (match.loose and _far(figure, cell))):
        return "note"
    strong = match.sure and not guessed_time
    near = abs(figure.value - cell.value) <= 2 * unit_of_last_place(figure)
    if strong and (reason or match.by_code):
        return "warning" if near and not (reason and reason.check in (A4, A5)) else "error"
    settled = not guessed_time or not _may_be_of_other_time(evidence, figure, match)
    if match.sure or (match.clear and reason and settled and (match.confirmed or match.told >= 0.3)):
        return "warning"
    shown = reason is not None and reason.check in (A4, A5) and _is_told_by_value(figure)
    return "warning" if shown and match.clear and match.told >= 0.5 else "note"


def _is_of_the_report(evidence: Evidence, figure: Observation, reason: Reason, match: Match) -> bool:
    """Whether a figure without any word of time beside it is an older value of its row.

    Fewer than three digits may be so by accident, and need a row that has nearly all of the figure's words.
    """
    older = reason.cells[0]
    told = match.told >= (0.5 if _is_told_by_value(figure) else 0.75)
    if not match.sure or not told or figure.role != "actual":
        return False
    before = older.period_end is not None and figure.period_end is not None
    return (
        before
        and older.period_end < figure.period_end  # type: ignore[operator]
        and column_span(older) == column_span(figure)
        and not _may_be_of_other_time(evidence, figure, match)
    )


def _may_be_of_other_time(evidence: Evidence, figure: Observation, match: Match) -> bool:
    """Whether words of time that are not the row's own stand between a figure and those beside it."""
    sentence = evidence.sentence_of.get(figure.observation_id)
    if sentence is None or figure.start is None:
        return True
    own = match.measure.label.lower()
    said = evidence.text_between(figure.document, *sentence.around(figure))
    times = evidence.patterns.checks.expressions["other-time"].finditer(said)
    return any(found.group().lower() not in own for found in times)


def _is_told_by_value(figure: Observation) -> bool:
    """Three digits or more: that a row has just this value elsewhere is hardly chance."""
    return sum(ch.isdigit() for ch in figure.text) >= 3 and figure.value % 100 != 0


def _far(figure: Observation, cell: Observation) -> bool:
    """Half as much again, or less than two thirds: unexplained, more likely of another row."""
    low, high = sorted((abs(figure.value), abs(cell.value)))
    return 2 * high > 3 * low


def _may_be_misread(evidence: Evidence, figure: Observation, reason: Reason, match: Match) -> bool:
    """Whether the row, the role or the kind of period may be misread, rather than the figure be wrong."""
    if reason.check == A7 and not match.by_code:
        return True
    own = evidence.matcher.own_words(figure)
    if reason.check == A6 and any(len(own & group) > 1 for group in evidence.vocabulary.contrasts):
        return True  # "average cases, the maximum": the sentence speaks of both rows
    if reason.check == A6 and not match.by_code:
        return not _clearly_another_row(evidence, figure, match, reason)
    if reason.check == A5 and reason.cells and reason.cells[0].role in ("target", "benchmark"):
        sentence = evidence.sentence_of.get(figure.observation_id)
        read = sentence.of_role(reason.cells[0].role) if sentence else []
        return not read and evidence.search(MARKS[reason.cells[0].role], figure.quote) is not None
    return is_of_other_kind(evidence, figure, match, reason)


def _clearly_another_row(evidence: Evidence, figure: Observation, match: Match, reason: Reason) -> bool:
    """The figure's row is known by id, and what sets the other row apart is not said in the sentence."""
    other = evidence.measure_of.get(reason.cells[0].observation_id)
    if other is None or not match.by_id or other.indicator_ids & match.measure.indicator_ids:
        return False
    return not (other.words - match.measure.words) & evidence.vocabulary.words(figure.quote)


def _explain(evidence: Evidence, figure: Observation, cell: Observation, reason: Reason | None) -> str:
    text = (
        f'"{called(figure)}" is stated as {said(figure)} for {when(figure)} ({evidence.place(figure)}), '
        f"but the table gives {said(cell)} ({evidence.place(cell)})"
    )
    return f"{text}; {reason.words}." if reason else f"{text}, and no rounding explains it."


FAMILY = Family((A1, A2, A3, A4, A5, A6, A7, A8, A9, A10), (check_against_tables,))
