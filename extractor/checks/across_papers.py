"""Papers against each other, and places of one paper that say the same thing differently."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations

from extractor.checks.evidence import Evidence, Sentence
from extractor.checks.families import Family
from extractor.checks.lines import VALUES, says_its_time, span_of
from extractor.checks.papers import paper_of
from extractor.checks.values import rounding_between, same_family
from extractor.checks.wording import called, said, when
from extractor.model import Finding, Observation, StatementSource

F3 = "F3-minutes-against-report"
F5 = "F5-forecast"
F6 = "F6-copied-forward"
F9 = "F9-said-twice"


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
                    f"({paper_of(evidence, actual)})."
                )
                yield evidence.finding(
                    F5, "disagrees", "note", figure, [actual], words, expected=actual.value
                )


def check_said_twice(evidence: Evidence) -> Iterator[Finding]:
    """F9, F3: running text gives two values for one measure, time and place."""
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
    check = F3 if _is_of_minutes(evidence, one) != _is_of_minutes(evidence, other) else F9
    return evidence.finding(
        check, "disagrees", "warning", one, [other], words, expected=other.value, weight=2
    )


def _is_of_minutes(evidence: Evidence, figure: Observation) -> bool:
    return evidence.context(figure).part == "minutes"


def check_comparators_twice(evidence: Evidence) -> Iterator[Finding]:
    """F9: two lists of comparators that share one figure to three digits, and differ a little elsewhere."""
    lists: dict[str, list[tuple[Sentence, dict[str, Observation]]]] = defaultdict(list)
    for sentence in evidence.sentences:
        named = {f.comparator: f for f in sentence.of_role("benchmark") if f.comparator}
        if len(named) >= 2:
            lists[sentence.document].append((sentence, named))
    for group in lists.values():
        for (one, ours), (other, theirs) in combinations(group, 2):
            both = [(ours[who], theirs[who]) for who in ours if who in theirs]
            if len(both) >= 2 and _share_a_figure(one, other) and all(_near(a, b) for a, b in both):
                yield from _other_comparators(evidence, both)


def _share_a_figure(one: Sentence, other: Sentence) -> bool:
    values = {f.value for f in one.figures if sum(map(str.isdigit, f.text)) >= 3}
    return any(f.value in values for f in other.figures)


def _near(one: Observation, other: Observation) -> bool:
    """Within 2 of 100: of one thing at one time, or of two publications of it."""
    return same_family(one.unit, other.unit) and abs(one.value - other.value) * 50 <= abs(other.value)


def _other_comparators(
    evidence: Evidence, both: Sequence[tuple[Observation, Observation]]
) -> Iterator[Finding]:
    apart = [(a, b) for a, b in both if rounding_between(a, b) is None and rounding_between(b, a) is None]
    if not apart:
        return
    listed = "; ".join(
        f"{(a.comparator or '').replace('_', ' ')} {said(a)} ({evidence.place(a)}) and {said(b)} "
        f"({evidence.place(b)})"
        for a, b in apart
    )
    first, second = apart[0]
    others = [second, *(figure for pair in apart[1:] for figure in pair)]
    words = f"Two places give the same comparison with other figures: {listed}."
    yield evidence.finding(F9, "disagrees", "warning", first, others, words, expected=second.value, weight=1)


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
                f"The sentence with {said(newer)} stands word for word in {paper_of(evidence, older)}, "
                "where it is of "
                f"{when(older)}; here it would be of {when(newer)} ({evidence.place(newer)})."
            )
            yield evidence.finding(F6, "wrong_period", "warning", newer, [older], words, weight=1.5)


FAMILY = Family(
    (F3, F5, F6, F9), (check_forecasts, check_said_twice, check_comparators_twice, check_copied_forward)
)
