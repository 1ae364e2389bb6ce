"""Papers against each other, and places of one paper that say the same thing differently."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations, pairwise

from extractor.checks.evidence import Evidence
from extractor.checks.families import Family
from extractor.checks.lines import VALUES, Slot, says_its_time, slot_of, span_of
from extractor.checks.values import rounding_between, same_family
from extractor.checks.wording import called, said, when
from extractor.model import Finding, Observation, StatementSource

F1 = "F1-restated"
F5 = "F5-forecast"
F6 = "F6-copied-forward"
F9 = "F9-said-twice"


def check_restatements(evidence: Evidence) -> Iterator[Finding]:
    """F1: a later paper prints another value for the same measure and time."""
    for measure in evidence.measures:
        if len({line.document for line in measure.lines}) < 2:
            continue
        slots: dict[Slot, list[Observation]] = defaultdict(list)
        for cell in measure.values():
            slot = slot_of(cell)
            if slot is not None:
                slots[slot].append(cell)
        for cells in slots.values():
            yield from _restated(evidence, cells)


def _restated(evidence: Evidence, cells: Sequence[Observation]) -> Iterator[Finding]:
    by_paper: dict[str, Observation] = {}
    for cell in cells:
        by_paper.setdefault(cell.document, cell)
    ordered = sorted(by_paper.values(), key=lambda c: (_paper_date(evidence, c) or date.min, c.document))
    for earlier, later in pairwise(ordered):
        if rounding_between(earlier, later) is None and rounding_between(later, earlier) is None:
            words = (
                f'"{called(later)}", {when(later)}: {said(earlier)} in {_paper(evidence, earlier)}, '
                f"{said(later)} in "
                f"{_paper(evidence, later)} ({evidence.place(later)})."
            )
            yield evidence.finding(
                F1, "restated", "warning", later, [earlier], words, expected=earlier.value, weight=1
            )


def _paper_date(evidence: Evidence, figure: Observation) -> date | None:
    context = evidence.context(figure)
    return context.report_date or context.meeting_date


def _paper(evidence: Evidence, figure: Observation) -> str:
    day = _paper_date(evidence, figure)
    name = figure.document.replace("\\", "/").rsplit("/", 1)[-1]
    return f"{name} of {day.isoformat()}" if day else name


def check_forecasts(evidence: Evidence) -> Iterator[Finding]:
    """F5: what was forecast for a time and what a later paper reports of it; a note."""
    outturns: dict[tuple[object, ...], Observation] = {}
    for figure in evidence.observations.values():
        if figure.role in VALUES and figure.indicator_id and figure.period_end:
            outturns.setdefault((figure.indicator_id, figure.period_end, figure.unit, figure.area), figure)
    for figure in evidence.stated:
        if figure.role == "projection" and figure.indicator_id and figure.period_end:
            actual = outturns.get((figure.indicator_id, figure.period_end, figure.unit, figure.area))
            if actual is not None and actual.document != figure.document and actual.value != figure.value:
                words = (
                    f"Forecast as {said(figure)} for {when(figure)}; reported as {said(actual)} "
                    f"({_paper(evidence, actual)})."
                )
                yield evidence.finding(
                    F5, "disagrees", "note", figure, [actual], words, expected=actual.value
                )


def check_said_twice(evidence: Evidence) -> Iterator[Finding]:
    """F9: running text gives two values for one measure, time and place."""
    groups: dict[tuple[object, ...], list[Observation]] = defaultdict(list)
    for figure in evidence.stated:
        if figure.role in VALUES and figure.indicator_id and figure.period_end and not figure.qualifier:
            sentence = evidence.vocabulary.words(figure.quote)
            own = evidence.vocabulary.words(figure.indicator)
            if not says_its_time(figure) or len(own & sentence) * 2 < len(own):
                continue  # the time of one of them may be misread
            time = (figure.period_end, span_of(figure))
            groups[figure.indicator_id, time, figure.unit, figure.area, figure.cohort].append(figure)
    for figures in groups.values():
        for one, other in combinations(figures, 2):
            if _differ(evidence, one, other):
                yield _twice(evidence, one, other)
                break


def _differ(evidence: Evidence, one: Observation, other: Observation) -> bool:
    if not same_family(one.unit, other.unit) or _sentence(one) == _sentence(other):
        return False
    words = [evidence.vocabulary.words(f.indicator) for f in (one, other)]
    if any(words[0] & group != words[1] & group for group in evidence.vocabulary.contrasts):
        return False
    likeness = evidence.weights.likeness(*words)
    low, high = sorted((abs(one.value), abs(other.value)))
    if likeness < 0.6 or high > 2 * low:
        return False
    return rounding_between(one, other) is None and rounding_between(other, one) is None


def _sentence(figure: Observation) -> tuple[str, int]:
    source = figure.source
    return (figure.document, source.sentence_start if isinstance(source, StatementSource) else -1)


def _twice(evidence: Evidence, one: Observation, other: Observation) -> Finding:
    words = (
        f'"{called(one)}", {when(one)}: {said(one)} in one place ({evidence.place(one)}) and '
        f"{said(other)} in another "
        f"({evidence.place(other)})."
    )
    return evidence.finding(F9, "disagrees", "warning", one, [other], words, expected=other.value, weight=2)


def check_copied_forward(evidence: Evidence) -> Iterator[Finding]:
    """F6: a later paper repeats a sentence of an earlier one word for word, though its time has moved on."""
    by_text: dict[str, list[Observation]] = defaultdict(list)
    for figure in evidence.stated:
        if figure.role in VALUES:
            by_text[" ".join(figure.quote.split())].append(figure)
    for figures in by_text.values():
        first = figures[0]
        later = next((f for f in figures if f.document != first.document and f.text == first.text), None)
        if later is None or first.period_end is None or later.period_end is None:
            continue
        older, newer = sorted((first, later), key=lambda f: f.period_end or date.min)
        if newer.period_end != older.period_end:
            words = (
                f"The sentence with {said(newer)} stands word for word in {_paper(evidence, older)}, "
                "where it is of "
                f"{when(older)}; here it would be of {when(newer)} ({evidence.place(newer)})."
            )
            yield evidence.finding(F6, "wrong_period", "warning", newer, [older], words, weight=1.5)


FAMILY = Family(
    (F1, F5, F6, F9), (check_restatements, check_forecasts, check_said_twice, check_copied_forward)
)
