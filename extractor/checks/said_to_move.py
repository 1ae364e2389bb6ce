"""Movements that a paragraph tells of without a figure: month on month, and improved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

import regex

from extractor.checks.evidence import Evidence
from extractor.checks.families import Family
from extractor.checks.history import history
from extractor.checks.lines import column_span
from extractor.checks.measures import Measure
from extractor.checks.movements import B8
from extractor.checks.remarks import (
    SENTENCE,
    Remark,
    rows_of_section,
    said_without_figure,
    shortened,
)
from extractor.checks.trends import D4
from extractor.checks.values import unit_of_last_place
from extractor.checks.wording import MONTHS, called, said, when
from extractor.model import Finding, Observation

HALF = 0.5
"""Part of a phrase's words that a row has to have."""
MARGIN = 0.1
STEPS = 6
"""How far back "month on month" is taken to reach where the sentence names no beginning."""


def check_said_to_move(evidence: Evidence) -> Iterator[Finding]:
    """B8, D4: the row is what is stated; a figure of the paragraph among the evidence gives the place."""
    for remark in said_without_figure(evidence):
        if steady := evidence.search("steady", remark.text):
            yield from _steady(evidence, remark, steady)
        better = evidence.search("has-improved", remark.text)
        if better and not evidence.search("not-yet", remark.text[: better.end()]):
            yield from _improved(evidence, remark, better)


def _steady(evidence: Evidence, remark: Remark, steady: regex.Match[str]) -> Iterator[Finding]:
    """D4: "a month on month increase in ...", where two steps of that row go back."""
    row = _row_of_phrase(evidence, remark, steady["of"])
    cells = in_order(row) if row is not None else []
    since = _since(evidence, remark.text, cells)
    cells = [c for c in cells if since and c.period_end and c.period_end >= since] or cells[-STEPS - 1 :]
    sign = 1 if steady["up"] else -1
    back = [(a, b) for a, b in pairwise(cells) if (b.value - a.value) * sign < 0]
    if row is None or len(back) < 2:
        return
    listed = "; ".join(f"{said(a)} ({when(a)}) became {said(b)} ({when(b)})" for a, b in back)
    text = (
        f'"{" ".join(steady.group().split())}" ({remark.place}), but of "{called(back[-1][1])}" {listed} '
        f"({evidence.place(back[-1][1])})."
    )
    shown = [*(c for pair in back for c in pair), *remark.figures]
    yield evidence.finding(D4, "disagrees", "warning", back[-1][1], shown, text, weight=1.5)


def _since(evidence: Evidence, text: str, cells: Sequence[Observation]) -> date | None:
    found = evidence.search("since-a-month", text)
    if found is None or not cells:
        return None
    return date(int(found["year"]), MONTHS.index(found["month"].capitalize()) + 1, 1)


def _row_of_phrase(evidence: Evidence, remark: Remark, phrase: str) -> Measure | None:
    """The row of the section, or else of the paper, that has most of a phrase's words; one or none."""
    words = evidence.vocabulary.words(phrase)
    unit = "percent" if evidence.search("share-of", phrase) else "count"
    rows = [m for m in _rows_near(evidence, remark) if unit in m.units]
    contrary = evidence.listed("contrary")
    rows = [m for m in rows if m.words & contrary == words & contrary]
    weights = evidence.weights_in(remark.document)
    return _best(rows, [weights.coverage(words, m.words) for m in rows], HALF)


def _rows_near(evidence: Evidence, remark: Remark) -> list[Measure]:
    everywhere = evidence.measures_in.get(remark.document, [])
    return rows_of_section(evidence, remark) or [m for m in everywhere if m.area is None]


def _best(rows: Sequence[Measure], scores: Sequence[float], least: float) -> Measure | None:
    """The row that is ahead of every row of another number; None where two could be meant."""
    ranked = sorted(zip(scores, rows, strict=True), key=lambda pair: (-pair[0], pair[1].number))
    if not ranked or ranked[0][0] < least:
        return None
    best, row = ranked[0]
    rivals = [score for score, other in ranked[1:] if not (other.codes & row.codes)]
    return row if not rivals or best - rivals[0] >= MARGIN else None


def _improved(evidence: Evidence, remark: Remark, improved: regex.Match[str]) -> Iterator[Finding]:
    """B8: what is said to have improved is the one row of the section that the words name, and has not."""
    row = _row_spoken_of(evidence, remark, improved)
    cells = in_order(row) if row is not None else []
    better = evidence.better(row, cells[-1]) if cells else None
    if row is None or len(cells) < 3 or better not in ("high", "low"):
        return
    now = cells[-1]
    earlier = _earlier(evidence, remark.text, cells)
    worse = [c for c in earlier if (c.value > now.value) == (better == "high") and _apart(c, now)]
    if not earlier or len(worse) != len(earlier):
        return
    listed = " and ".join(f"{said(c)} in {when(c)}" for c in earlier)
    text = (
        f'"{shortened(remark.text)}" ({remark.place}), but "{called(now)}", where {better} is better, is '
        f"{said(now)} in {when(now)} ({evidence.place(now)}) after {listed}."
    )
    yield evidence.finding(B8, "disagrees", "warning", now, [*earlier, *remark.figures], text, weight=2.5)


def _row_spoken_of(evidence: Evidence, remark: Remark, improved: regex.Match[str]) -> Measure | None:
    """The row of the section that is named behind the verb, or else before it, or by the sentence before."""
    rows = [m for m in rows_of_section(evidence, remark) if m.units <= {"percent", "rate"}]
    weights = evidence.weights_in(remark.document)
    behind = evidence.search("improved-in", remark.text[improved.end() :])
    before = SENTENCE.findall(remark.spoken)[-2:-1]
    for text in (behind["of"] if behind else "", remark.text[: improved.start()], *before):
        words = evidence.vocabulary.words(text)
        scores = [weights.total(words & m.words) for m in rows]
        if any(scores):
            return _best(rows, scores, MARGIN)
    return None


def _earlier(evidence: Evidence, text: str, cells: Sequence[Observation]) -> list[Observation]:
    """The values that the words set the last one against; without words the one before and the first."""
    now = cells[-1]
    assert now.period_end is not None
    if evidence.search("in-a-year", text):
        return [c for c in cells if c.period_end and (now.period_end - c.period_end).days in range(360, 371)]
    if evidence.search("this-year", text):
        start = date(now.period_end.year - (now.period_end.month < 4), 4, 1)
        return [c for c in cells[:-1] if c.period_end and c.period_end >= start][:1]
    return [cells[-2], cells[0]]


def _apart(one: Observation, other: Observation) -> bool:
    """More than a step of the print and 2 of 100 apart: enough to be called a change."""
    size = abs(one.value - other.value)
    return size > unit_of_last_place(other) and size * 50 > abs(other.value)


def in_order(measure: Measure) -> Sequence[Observation]:
    """The monthly or quarterly values of a row, in the order of time."""
    like = next((c for c in measure.values() if column_span(c) in ("month", "quarter")), None)
    return history(measure, like) if like is not None else ()


FAMILY = Family((), (check_said_to_move,))
