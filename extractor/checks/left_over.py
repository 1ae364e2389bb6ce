"""A percent of an earlier month that the table of its section does not give: left over from a report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.checks.evidence import Evidence
from extractor.checks.families import Family
from extractor.checks.lines import column_span, comparable
from extractor.checks.reasons import nearest
from extractor.checks.remarks import rows_below
from extractor.checks.values import rounding_between
from extractor.checks.wording import MONTHS, said, when
from extractor.model import Finding, Observation, StatementSource

A1 = "A1-exact-cell"
ENOUGH = 3
"""Percents that the table has to give for the month."""


def check_left_over(evidence: Evidence) -> Iterator[Finding]:
    """A1: "in December only 2.8%", in January's report, over a table that has no such percent."""
    for figure in evidence.stated:
        if _may_be_left_over(evidence, figure):
            cells = _percents_below(evidence, figure)
            now = [c for c in cells if c.period_end == figure.period_end and column_span(c) == "month"]
            given = any(rounding_between(figure, c) is not None for c in cells)
            if len({c.value for c in now}) >= ENOUGH and not given:
                yield _finding(evidence, figure, now)


def _may_be_left_over(evidence: Evidence, figure: Observation) -> bool:
    """A result with a decimal, for a month named in its sentence, before the report's; of no known row."""
    newest = evidence.newest_times.get(figure.document)
    named = evidence.search("in-month", figure.quote)
    if figure.role != "actual" or figure.unit != "percent" or not figure.places or figure.qualifier:
        return False
    if newest is None or figure.period_end is None or figure.period_end >= newest or named is None:
        return False
    own = MONTHS[figure.period_end.month - 1] == named["month"].capitalize() and figure.period_type == "month"
    return (
        own and evidence.search("of-others", figure.quote) is None and evidence.matcher.match(figure) is None
    )


def _percents_below(evidence: Evidence, figure: Observation) -> list[Observation]:
    block = figure.source.block if isinstance(figure.source, StatementSource) else -1
    rows = rows_below(evidence, figure.document, block)
    return [c for m in rows for c in m.values() if c.unit == "percent" and comparable(figure.unit, c.unit)]


def _finding(evidence: Evidence, figure: Observation, now: Sequence[Observation]) -> Finding:
    once = sorted({c.value: c for c in now}.values(), key=lambda c: -c.value)
    cell = nearest(figure, once)
    listed = ", ".join(said(c) for c in once)
    words = (
        f"{said(figure)} is stated for {when(figure)} ({evidence.place(figure)}), before the month of the "
        f"report, but the section's table gives {listed} for it ({evidence.place(cell)}), and that figure "
        "for no month."
    )
    others = [cell, *(c for c in once if c is not cell)]
    return evidence.finding(A1, "disagrees", "note", figure, others, words, weight=1)


FAMILY = Family((A1,), (check_left_over,))
