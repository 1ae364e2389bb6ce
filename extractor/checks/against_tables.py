"""A stated figure against the cell of the tables that it should come from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import regex

from extractor.checks.evidence import Evidence
from extractor.checks.families import Family
from extractor.checks.lines import (
    VALUES,
    Measure,
    column_span,
    comparable,
    says_its_time,
    span_of,
    table_source,
)
from extractor.checks.matching import Match, Matcher
from extractor.checks.slips import keying_slip
from extractor.checks.values import (
    gives_percent,
    hedge_holds,
    plainly_from,
    rounding_between,
    same_family,
    unit_of_last_place,
)
from extractor.checks.wording import called, said, when
from extractor.model import Finding, Observation, Severity, Verdict

A1 = "A1-exact-cell"
A2 = "A2-rounded-cell"
A3 = "A3-over-precise"
A4 = "A4-other-period"
A5 = "A5-other-column"
A6 = "A6-other-row"
A7 = "A7-other-area"
A8 = "A8-keying-slip"
A10 = "A10-complement-or-sign"
C1 = "C1-target-column"
C9 = "C9-benchmark-column"

MARK = regex.compile(
    r"\b(?:average|target|neighbours?|national|nationally|region|regional|England|against)\b"
)
WORD = regex.compile(r"[^\W\d_]{2,}")
NUMBER = regex.compile(r"\d[\d.,]*%?")
MONTH = regex.compile(
    r"Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|SN|AVE|NAT|YTD|BEST|TOP|QTILE", regex.I
)
TO_DATE = regex.compile(r"\b(?:to date|so far|cumulative|since|total|overall|rolling)\b", regex.I)
AVERAGES = {
    "national": "national",
    "england": "national",
    "regional": "region",
    "statistical neighbour": "statistical_neighbours",
}
AVERAGE = regex.compile(
    r"\b(?P<who>national|England|regional|statistical neighbours?)\s+average\b[^.;:()\d]{0,45}\(\s*$", regex.I
)
OWN_AVERAGE = regex.compile(
    r"\b(?:local|council|borough|county|authority)\s+average\b[^.;:()\d]{0,45}\(\s*$", regex.I
)
STATED = ("actual", "previous", "numerator", "denominator")


@dataclass(frozen=True)
class Reason:
    """Why a figure differs from its cell, as arithmetic shows it."""

    check: str
    verdict: Verdict
    words: str
    cells: tuple[Observation, ...] = ()


def check_against_tables(evidence: Evidence) -> Iterator[Finding]:
    """Every stated result against its row: one finding for each figure that finds one."""
    matcher = evidence.matcher
    for figure in evidence.stated:
        if figure.role in STATED and is_prose(figure) and not _borrowed_time(evidence, figure):
            if _as_comparator(evidence, figure) is not figure or _is_an_average(evidence, figure):
                continue
            match = matcher.match(figure)
            if match is not None:
                yield from _compare(evidence, figure, match)


def is_prose(figure: Observation) -> bool:
    """Whether a figure stands in a sentence, not on the axis of a chart that was taken for one."""
    words = [word for word in WORD.findall(figure.quote) if not MONTH.fullmatch(word)]
    return len(words) >= 3 and len(words) >= len(NUMBER.findall(figure.quote))


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
        if match.clear and figure.role in VALUES:
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
    reason = _reason(evidence, figure, match, cells)
    guessed_time = not says_its_time(figure)
    if (
        figure.qualifier not in (None, "approx")
        and reason is None
        and hedge_holds(figure, cells[0].value, Decimal(5))
    ):
        return
    cell = _nearest(figure, cells)
    severity = _severity(evidence, figure, match, cell, reason, guessed_time)
    verdict: Verdict = reason.verdict if reason else "disagrees"
    explanation = _explain(evidence, figure, cell, reason)
    others = [cell, *(reason.cells if reason else ())]
    check = reason.check if reason else A1
    weight = _weight(figure, cell)
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
        return "note"  # a figure without its own date may simply be of that other time
    if reason is not None and _may_be_misread(evidence, figure, reason, match):
        return "note"
    if reason is None and (_out_of_scale(figure, cell) or (match.loose and _far(figure, cell))):
        return "note"
    strong = match.sure and not guessed_time
    near = abs(figure.value - cell.value) <= 2 * unit_of_last_place(figure)
    if strong and (reason or match.by_code):
        return "warning" if near and not (reason and reason.check in (A4, A5)) else "error"
    if match.sure or (match.clear and reason and not guessed_time and (match.confirmed or match.told >= 0.3)):
        return "warning"
    return "note"


def _out_of_scale(figure: Observation, cell: Observation) -> bool:
    """Whether a figure is so unlike its cell that it will be of something else: 3.4 for a count of 27."""
    if figure.places and not cell.places and figure.unit == cell.unit == "count":
        return True
    low, high = sorted((abs(figure.value), abs(cell.value)))
    return high > 5 * low


def _far(figure: Observation, cell: Observation) -> bool:
    """Half as much again, or less than two thirds: unexplained, more likely of another row."""
    low, high = sorted((abs(figure.value), abs(cell.value)))
    return 2 * high > 3 * low


def _may_be_misread(evidence: Evidence, figure: Observation, reason: Reason, match: Match) -> bool:
    """Whether the row, the role or the kind of period may be misread, rather than the figure be wrong."""
    if reason.check == A7 and not match.by_code:
        return True
    if reason.check == A6 and not match.by_code:
        return not _clearly_another_row(evidence, figure, match, reason)
    if reason.check == A5 and reason.cells and reason.cells[0].role in ("target", "benchmark"):
        sentence = evidence.sentence_of.get(figure.observation_id)
        read = sentence.of_role(reason.cells[0].role) if sentence else []
        return not read and MARK.search(figure.quote) is not None
    other_kind = reason.check == A4 and span_of(reason.cells[0]) != span_of(figure)
    return other_kind and not match.by_code and TO_DATE.search(figure.quote) is not None


def _clearly_another_row(evidence: Evidence, figure: Observation, match: Match, reason: Reason) -> bool:
    """The figure's row is known by id, and what sets the other row apart is not said in the sentence."""
    other = evidence.measure_of.get(reason.cells[0].observation_id)
    if other is None or not match.by_id or other.indicator_ids & match.measure.indicator_ids:
        return False
    return not (other.words - match.measure.words) & evidence.vocabulary.words(figure.quote)


def _weight(figure: Observation, cell: Observation) -> float:
    size = abs(figure.value - cell.value)
    base = max(abs(cell.value), Decimal(1))
    return 2.0 + min(3.0, float(size / base) * 3)


def _nearest(figure: Observation, cells: Sequence[Observation]) -> Observation:
    return min(cells, key=lambda c: abs(c.value - figure.value))


def _explain(evidence: Evidence, figure: Observation, cell: Observation, reason: Reason | None) -> str:
    text = (
        f'"{called(figure)}" is stated as {said(figure)} for {when(figure)} ({evidence.place(figure)}), '
        f"but the table gives {said(cell)} ({evidence.place(cell)})"
    )
    return f"{text}; {reason.words}." if reason else f"{text}, and no rounding explains it."


def _reason(
    evidence: Evidence, figure: Observation, match: Match, cells: Sequence[Observation]
) -> Reason | None:
    """The first explanation that holds, those that name a cell before those that only calculate."""
    finders = (
        _difference,
        _other_period,
        _other_column,
        _part_of_percent,
        _other_row,
        _other_area,
        _complement,
        _slip,
    )
    for find in finders:
        reason = find(evidence, figure, match.measure, cells)
        if reason:
            return reason
    return None


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
        if comparable(figure, c)
        and c.observation_id not in taken
        and c.period_end
        and c.period_end != figure.period_end
        and plainly_from(figure, c)
    ]
    if not found or figure.value == 0:
        return None
    best = min(found, key=lambda c: abs((c.period_end - figure.period_end).days))  # type: ignore[operator]
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
    for percent in evidence.cells:
        if (
            percent.unit == "percent"
            and percent.document == part.document
            and percent.period_end == part.period_end
            and percent.role in VALUES
            and gives_percent(part, whole, percent) is not None
            and _same_table(part, percent)
        ):
            return percent
    return None


def _same_table(one: Observation, other: Observation) -> bool:
    first, second = table_source(one), table_source(other)
    return first is not None and second is not None and first.grid == second.grid


def _other_row(
    evidence: Evidence, figure: Observation, measure: Measure, cells: Sequence[Observation]
) -> Reason | None:
    """The cell next door: a row of the same table that shares words, for the same time."""
    grids = {(line.document, line.grid) for line in measure.lines}
    near = [
        m
        for m in evidence.measures
        if m.number != measure.number
        and m.area == measure.area
        and grids & {(line.document, line.grid) for line in m.lines}
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
    for other in evidence.measures:
        line = other.lines[0]
        if other.area == measure.area or (line.document, line.label) != (first.document, first.label):
            continue
        for cell in other.at(figure):
            if cell.value == figure.value and figure.value not in (0, 100):
                area = other.area or "the whole authority"
                words = f"{said(figure)} is the value of {area} ({evidence.place(cell)})"
                return Reason(A7, "wrong_column", words, (cell,))
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


def check_targets_and_benchmarks(evidence: Evidence) -> Iterator[Finding]:
    """Stated targets and comparators against the columns of their row."""
    matcher = evidence.matcher
    for figure in (_as_comparator(evidence, stated) for stated in evidence.stated):
        if figure.role in ("target", "benchmark"):
            match = matcher.match(figure) or _partner_match(evidence, matcher, figure)
            if match is not None and _column(evidence, figure, match.measure):
                yield from _compare_column(evidence, figure, match)
            elif figure.role == "benchmark":
                yield from _target_as_benchmark(evidence, figure)


def _as_comparator(evidence: Evidence, figure: Observation) -> Observation:
    """A figure in brackets behind the name of an average is that average: "the national average (96%)"."""
    if figure.role != "actual" or figure.start is None:
        return figure
    match = AVERAGE.search(evidence.text_between(figure.document, max(0, figure.start - 80), figure.start))
    if match is None:
        return figure
    return replace(figure, role="benchmark", comparator=AVERAGES[match["who"].lower().rstrip("s")])


def _is_an_average(evidence: Evidence, figure: Observation) -> bool:
    """Whether a figure only says in brackets what some average is: "above the local average (94.0%)"."""
    before = evidence.text_between(figure.document, max(0, (figure.start or 0) - 80), figure.start or 0)
    return figure.start is not None and OWN_AVERAGE.search(before) is not None


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
    if figure.role == "target" and (_beside(evidence, figure, cells[0]) or not _well_named(match)):
        return
    yield _wrong_column_figure(evidence, check, figure, match, cells)


def _target_as_benchmark(evidence: Evidence, figure: Observation) -> Iterator[Finding]:
    """C9 without a row: of those that could be meant none has the comparator, and one has it as target."""
    said_words = evidence.vocabulary.words(figure.quote)
    near = [
        m
        for m in evidence.measures
        if m.lines[0].document == figure.document
        and evidence.weights.coverage(said_words & m.words, m.words) >= 0.25
    ]
    columns = [(m, cells) for m in near if (cells := _column(evidence, figure, m))]
    if any(rounding_between(figure, c) is not None for _, cells in columns for c in cells):
        return
    targets = [
        (target, cells[0])
        for m, cells in columns
        for target in m.of_role("target", figure.unit)
        if plainly_from(figure, target) and target.document == figure.document
    ]
    if len({cell.observation_id for _, cell in targets}) != 1 or (not figure.places and len(columns) > 4):
        return
    target, cell = targets[0]
    name = _column_name(figure)
    words = (
        f"The {name} is stated as {said(figure)} ({evidence.place(figure)}), but that is the target of "
        f'"{called(target)}" ({evidence.place(target)}); its {name} is {said(cell)} ({evidence.place(cell)}).'
    )
    yield evidence.finding(
        C9, "wrong_column", "warning", figure, [cell, target], words, expected=cell.value, weight=2
    )


def _well_named(match: Match) -> bool:
    return match.by_code or match.confirmed or match.words >= 2


def _beside(evidence: Evidence, figure: Observation, cell: Observation) -> bool:
    """Whether a row next to the one that was taken has the stated target: an annual beside a monthly one."""
    source = table_source(cell)
    if source is None:
        return False
    return any(
        other.role == cell.role and plainly_from(figure, other) and abs(place.row - source.row) <= 2
        for line in evidence.lines_by_grid[cell.document, source.grid]
        for other in line.cells
        if (place := table_source(other)) is not None
    )


def _column(evidence: Evidence, figure: Observation, measure: Measure) -> list[Observation]:
    cells = [c for c in measure.of_role(figure.role) if same_family(c.unit, figure.unit)]
    cells = [c for c in cells if c.document == figure.document]  # another paper's target is of another year
    if figure.role == "benchmark":
        return [c for c in cells if c.comparator is not None and c.comparator == figure.comparator]
    return cells


def _column_name(cell: Observation) -> str:
    return f"{cell.role} {cell.comparator}".replace("_", " ") if cell.comparator else cell.role


def _wrong_column_figure(
    evidence: Evidence, check: str, figure: Observation, match: Match, cells: Sequence[Observation]
) -> Finding:
    cell = _nearest(figure, cells)
    other = next(
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
        why = f"; {said(figure)} is its {_column_name(other)} ({evidence.place(other)})"
    elif slip:
        why = f"; {slip}"
    words = (
        f'"{called(figure)}": the {_column_name(figure)} is stated as {said(figure)} '
        f"({evidence.place(figure)}), "
        f"but the table gives {said(cell)} ({evidence.place(cell)}){why}."
    )
    severity: Severity = "error" if match.sure else "warning" if match.clear and (other or slip) else "note"
    verdict: Verdict = "wrong_column" if other is not None else "disagrees"
    others = [cell, *([other] if other is not None else [])]
    return evidence.finding(
        check, verdict, severity, figure, others, words, expected=cell.value, weight=_weight(figure, cell)
    )


FAMILY = Family(
    (A1, A2, A3, A4, A5, A6, A7, A8, A10, C1, C9), (check_against_tables, check_targets_and_benchmarks)
)
