"""What a paragraph says of a row without giving the figure: cleared, better than the average, level."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from extractor.checks.evidence import Evidence
from extractor.checks.families import Family
from extractor.checks.measures import Measure
from extractor.checks.named_averages import comparator_of
from extractor.checks.remarks import SENTENCE, Remark, said_without_figure, shortened
from extractor.checks.said_to_move import in_order
from extractor.checks.wording import called, said, when
from extractor.model import Finding, Observation

C11 = "C11-side-without-figure"
D14 = "D14-said-to-be-cleared"


def check_unfigured(evidence: Evidence) -> Iterator[Finding]:
    """C11, D14: the row is what is stated; a figure of the paragraph among the evidence gives the
    place."""
    for remark in said_without_figure(evidence):
        if evidence.search("cleared", remark.text) and not evidence.search("not-yet", remark.text):
            yield from _cleared(evidence, remark)
        if side := evidence.search("better-than-average", remark.text):
            yield from _side(evidence, remark, side)
        if level := evidence.search("level-with-average", remark.text):
            yield from _in_line(evidence, remark, level)


def _cleared(evidence: Evidence, remark: Remark) -> Iterator[Finding]:
    """D14: the one row of what is overdue with a word of the sentence has risen."""
    words = evidence.vocabulary.words(remark.text)
    overdue = evidence.listed("overdue")
    rows = [
        m
        for m in evidence.measures_in.get(remark.document, ())
        if m.area is None and m.words & overdue and (words & m.words) - overdue and "count" in m.units
    ]
    if len(rows) != 1:
        return
    now, before = _latest(rows[0])
    if now is None or before is None or now.value == 0 or now.value <= before.value:
        return
    text = (
        f'"{shortened(remark.text)}" ({remark.place}), but "{rows[0].label}" is {said(now)} in {when(now)} '
        f"({evidence.place(now)}), after {said(before)} in {when(before)}."
    )
    shown = [before, *remark.figures, *rows[0].printed_again(now)]
    yield evidence.finding(D14, "disagrees", "warning", now, shown, text, weight=3)


def _latest(measure: Measure) -> tuple[Observation | None, Observation | None]:
    """The newest monthly or quarterly value of a row and the one before it."""
    cells = in_order(measure)
    return (cells[-1], cells[-2]) if len(cells) >= 2 else (None, None)


def _side(evidence: Evidence, remark: Remark, side: regex.Match[str]) -> Iterator[Finding]:
    """C11: all rows that the words up to there name last, with that comparator, are on its other side."""
    who = comparator_of(evidence, side)
    pairs: list[tuple[Observation, Observation]] = []
    sides: set[bool] = set()
    for measure in _named_last(evidence, _compared(evidence, remark.document, who), remark.spoken):
        marks = [c for c in measure.of_role("benchmark") if c.comparator == who]
        now, _ = _latest(measure)
        better = evidence.better(measure, marks[0])
        if now is None:
            continue
        if better not in ("high", "low"):
            return
        sides.add((now.value > marks[0].value) == (better == "high"))
        pairs.append((now, marks[0]))
    if len(sides) != 1 or sides == {side["word"].lower() == "better"}:
        return
    now, mark = pairs[0]
    text = (
        f'"{shortened(remark.text)}" ({remark.place}), but "{called(now)}", the row with that comparator, '
        f"is {said(now)} against {said(mark)} ({evidence.place(now)})."
    )
    yield evidence.finding(
        C11, "disagrees", "warning", now, [mark, *remark.figures], text, expected=mark.value, weight=3.5
    )


def _in_line(evidence: Evidence, remark: Remark, level: regex.Match[str]) -> Iterator[Finding]:
    """C11: the one row that the words name, with that comparator, is more than 10 of 100 away from it."""
    who = comparator_of(evidence, level)
    rows = _named_last(evidence, _compared(evidence, remark.document, who), remark.spoken)
    now, _ = _latest(rows[0]) if len(rows) == 1 else (None, None)
    if now is None:
        return
    mark = next(c for c in rows[0].of_role("benchmark") if c.comparator == who)
    if abs(now.value - mark.value) * 10 <= abs(mark.value):
        return
    text = (
        f'"{shortened(remark.text)}" ({remark.place}), but "{rows[0].label}", the row with that comparator, '
        f"is {said(now)} against {said(mark)} ({evidence.place(now)})."
    )
    yield evidence.finding(
        C11, "disagrees", "warning", now, [mark, *remark.figures], text, expected=mark.value, weight=2.5
    )


def _compared(evidence: Evidence, document: str, who: str | None) -> list[Measure]:
    """Rows for the whole area with a result and a comparator of the name in one unit."""
    found = []
    for measure in evidence.measures_in.get(document, ()):
        marks = [c for c in measure.of_role("benchmark") if c.comparator == who]
        now, _ = _latest(measure)
        if measure.area is None and marks and now is not None and now.unit == marks[0].unit:
            found.append(measure)
    return found


def _named_last(evidence: Evidence, measures: Sequence[Measure], text: str) -> list[Measure]:
    """Those that the fewest sentences at the end of a text name."""
    sentences = SENTENCE.findall(text)
    for start in range(len(sentences) - 1, -1, -1):
        words = evidence.vocabulary.words(" ".join(sentences[start:]))
        named = [m for m in measures if _is_named(evidence, m, words)]
        if named:
            return named
    return []


def _is_named(evidence: Evidence, measure: Measure, words: frozenset[str]) -> bool:
    """Whether most of a row's words, those of its time aside, are in a paragraph."""
    core = frozenset(w for w in measure.words - evidence.listed("spans") if not w.isdigit())
    return bool(core) and evidence.weights.coverage(core, words) >= 0.5


FAMILY = Family((C11, D14), (check_unfigured,))
