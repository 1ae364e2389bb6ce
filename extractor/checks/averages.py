"""Averages against the values that they are of, and values that stand alone in their row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from statistics import median

from extractor.checks.evidence import Evidence, Sentence
from extractor.checks.families import Family
from extractor.checks.grids import KEEPS, MOST, Vector
from extractor.checks.history import history
from extractor.checks.lines import span_of, table_source
from extractor.checks.measures import Measure
from extractor.checks.slips import keying_slip
from extractor.checks.values import interval, same_family
from extractor.checks.wording import called, said, when
from extractor.figures.intervals import Interval, rounded, total
from extractor.model import Finding, Observation

D8 = "D8-average"
D9 = "D9-value-that-stands-alone"

STEPS = 8
"""Steps of the usual size that a value has to be away from its neighbours on both sides."""


def check_stated_averages(evidence: Evidence) -> Iterator[Finding]:
    """D8: "an average of 45 over the three months (40, 47 and 48)"."""
    for sentence in evidence.sentences:
        for mean in sentence.of_role("actual"):
            listed = _listed(evidence, sentence, mean)
            if listed:
                finding = _average(evidence, mean, listed)
                if finding is not None:
                    yield finding


def _listed(evidence: Evidence, sentence: Sentence, mean: Observation) -> list[Observation]:
    """The figures of a sentence that are as many as it says the average is of."""
    before = evidence.text_between(sentence.document, sentence.start, mean.start or sentence.start)
    whole = evidence.text_between(sentence.document, sentence.start, sentence.end)
    over = evidence.search("so-many-averaged", whole)
    if over is None or evidence.search("average-before", before) is None:
        return []
    word = over["number"].lower()
    number = int(word) if word.isdigit() else evidence.patterns.checks.numbers.get(word, 0)
    others = [f for f in sentence.of_role("actual", "previous", "other") if f is not mean]
    others = [f for f in others if same_family(f.unit, mean.unit)]
    return others if len(others) == number >= 2 else []


def _average(evidence: Evidence, mean: Observation, listed: Sequence[Observation]) -> Finding | None:
    exact = sum((f.value for f in listed), Decimal(0)) / len(listed)
    expected = rounded(exact, max(1, mean.places))
    values = ", ".join(said(f) for f in listed)
    if _mean(listed).overlaps(interval(mean)) or interval(mean).contains(exact) or _rounds_to(exact, mean):
        words = f"{values} are {expected} on average, stated as {said(mean)}."
        return evidence.finding(D8, "arithmetic_ok", "note", mean, listed, words, expected=expected)
    low, high = min(f.value for f in listed), max(f.value for f in listed)
    if low <= mean.value <= high and mean.unit == "percent":
        return None  # shares of bases that differ have another average
    words = f"{values} are {expected} on average, but {said(mean)} is stated ({evidence.place(mean)})."
    return evidence.finding(
        D8, "arithmetic_wrong", "warning", mean, listed, words, expected=expected, weight=2
    )


def _mean(values: Sequence[Observation]) -> Interval:
    added = total(interval(value) for value in values)
    return Interval(added.low / len(values), added.high / len(values))


def _rounds_to(exact: Decimal, mean: Observation) -> bool:
    return rounded(exact, mean.places - mean.scale) == mean.value


def check_average_columns(evidence: Evidence) -> Iterator[Finding]:
    """D8: a column of averages where most rows keep to the plain mean of their months or quarters."""
    for table in evidence.tables.values():
        found = [pair for row in table.rows for pair in _means(evidence, row)]
        wrong = [pair for pair in found if not _is_mean(*pair)]
        kept = len(found) - len(wrong)
        if kept >= KEEPS and Decimal(kept) >= MOST * len(found):
            for mean, values in wrong:
                yield _wrong_average(evidence, mean, values, kept, len(found))


def _means(evidence: Evidence, row: Vector) -> Iterator[tuple[Observation, list[Observation]]]:
    means, values = [], []
    for cell in row.values():
        if evidence.search("head-of-an-average", _head(cell)):
            means.append(cell)
        elif span_of(cell) in ("month", "quarter", "point"):
            values.append(cell)
    if len(means) == 1 and len(values) >= 2 and len({c.unit for c in (*means, *values)}) == 1:
        yield means[0], values


def _head(cell: Observation) -> str:
    source = table_source(cell)
    return source.column if source else ""


def _is_mean(mean: Observation, values: Sequence[Observation]) -> bool:
    exact = sum((v.value for v in values), Decimal(0)) / len(values)
    return _mean(values).overlaps(interval(mean)) or _rounds_to(exact, mean)


def _wrong_average(
    evidence: Evidence, mean: Observation, values: Sequence[Observation], kept: int, of: int
) -> Finding:
    expected = rounded(sum((v.value for v in values), Decimal(0)) / len(values), mean.places)
    words = (
        f'"{called(mean)}": {", ".join(said(v) for v in values)} are {expected} on average, printed as '
        f"{said(mean)} ({evidence.place(mean)}); {kept} of {of} rows of the table keep to their average."
    )
    return evidence.finding(
        D8, "arithmetic_wrong", "warning", mean, values, words, expected=expected, weight=1.5
    )


def check_steps(evidence: Evidence) -> Iterator[Finding]:
    """D9: one month far from all others and from its neighbours on both sides; a note."""
    for measure in evidence.measures:
        for unit in ("percent", "count"):
            months = [c for c in history(measure, _monthly(measure, unit)) if c.unit == unit]
            yield from _alone(evidence, months)


def _monthly(measure: Measure, unit: str) -> Observation:
    return next((c for c in measure.values() if c.unit == unit and span_of(c) == "month"), measure.cells[0])


def _alone(evidence: Evidence, months: Sequence[Observation]) -> Iterator[Finding]:
    if len(months) < STEPS:
        return
    values = [c.value for c in months]
    steps = [abs(b - a) for a, b in pairwise(values)]
    usual = median(steps)
    for i in range(1, len(months) - 1):
        before, here, after = values[i - 1 : i + 2]
        far = min(abs(here - before), abs(here - after))
        big = abs(after - before) * 3 <= far and far >= max(STEPS * usual, abs(median(values)) / 2)
        if usual and big and (here - before) * (here - after) > 0:
            yield _note(evidence, months[i - 1], months[i], months[i + 1])


def _note(evidence: Evidence, before: Observation, here: Observation, after: Observation) -> Finding:
    slip = keying_slip(here, before) or keying_slip(here, after)
    words = (
        f'"{called(here)}": {said(here)} of {when(here)} ({evidence.place(here)}) stands alone between '
        f"{said(before)} and {said(after)}{f'; {slip}' if slip else ''}."
    )
    return evidence.finding(D9, "no_evidence", "note", here, [before, after], words)


FAMILY = Family((D8, D9), (check_stated_averages, check_average_columns, check_steps))
