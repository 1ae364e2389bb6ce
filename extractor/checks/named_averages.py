"""An average that a sentence names, with its value in brackets, against the rows of its words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import regex

from extractor.checks.evidence import Evidence
from extractor.checks.lines import VALUES, table_source
from extractor.checks.measures import Measure
from extractor.checks.values import plainly_from, rounding_between, same_family
from extractor.checks.wording import called, said, when
from extractor.model import Finding, Observation

C9 = "C9-benchmark-column"
REACH = 80
"""Characters before a figure in which an average is named."""
SECTION = 2500
"""Characters back to the last figure of a named group."""
MANY = 4
"""Rows of which one will have any whole number."""


@dataclass(frozen=True)
class Average:
    """A figure that is an average by the words beside it, and what they say it is of."""

    figure: Observation
    of: str


def average_of(evidence: Evidence, figure: Observation) -> Average | None:
    """A figure in brackets behind the name of an average or of the top quartile, or before one; else None."""
    if figure.start is None or figure.end is None or figure.role not in ("actual", "benchmark"):
        return None
    behind = evidence.search(
        "average-behind", evidence.text_between(figure.document, figure.end, figure.end + REACH)
    )
    if behind is not None and figure.role == "benchmark":
        return Average(replace(figure, comparator=comparator_of(evidence, behind)), "")
    text = evidence.text_between(figure.document, max(0, figure.start - REACH), figure.start)
    if evidence.search("top-quartile-before", text):
        return Average(replace(figure, role="benchmark", comparator="top_quartile"), "")
    before = evidence.search("named-average", text)
    if before is None or figure.role != "actual":
        return None
    return Average(
        replace(figure, role="benchmark", comparator=comparator_of(evidence, before)), before["of"]
    )


def comparator_of(evidence: Evidence, match: regex.Match[str]) -> str:
    """The comparator that is named in the group `who`."""
    return evidence.patterns.checks.comparators[" ".join(match["who"].lower().split())]


def benchmarks_of(figure: Observation, measure: Measure) -> list[Observation]:
    """Cells of a row for the same comparator as a stated benchmark."""
    return [
        c
        for c in measure.of_role("benchmark", figure.unit)
        if c.document == figure.document and c.comparator is not None and c.comparator == figure.comparator
    ]


def check_named_averages(evidence: Evidence, averages: Iterable[Average]) -> Iterator[Finding]:
    """C9: no row that could be meant has the average, and one has the figure as its target or its own.

    Where a paper prints other averages of the name with more places, a rounded one is none.
    """
    named = list(averages)
    places: dict[tuple[str, str | None], int] = {}
    for figure in (average.figure for average in named):
        key = (figure.document, figure.comparator)
        places[key] = max(figure.places, places.get(key, 0))
    for average in named:
        figure = average.figure
        rounds = figure.places == places[figure.document, figure.comparator]
        slip = _slip(evidence, average, rounds=rounds)
        if slip is not None:
            yield _finding(evidence, figure, *slip)


def _slip(evidence: Evidence, average: Average, *, rounds: bool) -> tuple[Observation, Observation] | None:
    """(the cell that a figure is, the cell that it should be); None where some row has the figure."""
    figure = average.figure
    rows = [cells[0] for m in _rows(evidence, average) if (cells := benchmarks_of(figure, m))]
    if any((how := rounding_between(figure, c)) == "" or (how and rounds) for c in rows):
        return None
    if not figure.places and len(rows) > MANY:
        return None
    slips = [(other, c) for c in rows if (other := _mistaken_for(evidence, figure, c, len(rows) == 1))]
    return slips[0] if len({cell.observation_id for _, cell in slips}) == 1 else None


def _finding(evidence: Evidence, figure: Observation, other: Observation, cell: Observation) -> Finding:
    name = f"benchmark {figure.comparator}".replace("_", " ")
    what = "the target" if other.role == "target" else f"the value of {when(other)}"
    words = (
        f"The {name} is stated as {said(figure)} ({evidence.place(figure)}), but that is {what} of "
        f'"{called(other)}" ({evidence.place(other)}); its {name} is {said(cell)} ({evidence.place(cell)}).'
    )
    return evidence.finding(
        C9, "wrong_column", "warning", figure, [cell, other], words, expected=cell.value, weight=2
    )


def _mistaken_for(
    evidence: Evidence, figure: Observation, cell: Observation, alone: bool
) -> Observation | None:
    """The target of a comparator's row that is the figure; of the only row, its own result of some time."""
    place = table_source(cell)
    roles = ("target", *VALUES) if alone else ("target",)
    beside = [
        c
        for line in (evidence.lines_by_grid[cell.document, place.grid] if place is not None else ())
        for c in line.cells
        if (s := table_source(c)) is not None and place is not None and s.row == place.row
    ]
    alike = [c for c in beside if same_family(c.unit, figure.unit) and plainly_from(figure, c)]
    return next((c for role in roles for c in alike if c.role == role), None)


def _rows(evidence: Evidence, average: Average) -> list[Measure]:
    """Rows with the words that follow the average's name, or else with words of the sentence."""
    figure = average.figure
    of = evidence.vocabulary.words(average.of)
    said_words = evidence.vocabulary.words(figure.quote)
    measures = evidence.measures_in.get(figure.document, [])
    if of:
        near = [m for m in measures if evidence.weights.coverage(of, m.words) >= 0.5]
    else:
        near = [m for m in measures if evidence.weights.coverage(m.words, said_words) >= 0.25]
    group = evidence.vocabulary.words(_group(evidence, figure))
    own = [m for m in near if group and group & evidence.vocabulary.words(m.cohort or "")]
    return own or near


def _group(evidence: Evidence, figure: Observation) -> str:
    """The group that a figure is of: its own, or the last that its section names before it."""
    if figure.cohort or figure.start is None:
        return figure.cohort or ""
    before = [
        other
        for other in evidence.stated
        if other.cohort
        and other.document == figure.document
        and other.context == figure.context
        and other.start is not None
        and figure.start - SECTION <= other.start < figure.start
    ]
    return (before[-1].cohort or "") if before else ""
