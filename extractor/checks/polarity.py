"""Which way is better for a measure, from the table, the catalogue, its ratings or its words."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.checks.evidence import Evidence
from extractor.checks.lines import VALUES, table_source
from extractor.checks.measures import Measure
from extractor.model import Better, Observation


def better_of(evidence: Evidence, measure: Measure | None, figure: Observation) -> Better | None:
    """High, low or neither; None when nothing tells.

    A measure of which the table says "info" is better neither way, whatever its words suggest.
    """
    if measure is not None:
        if measure.better:
            return measure.better
        rated = _from_ratings(measure)
        if rated:
            return rated
    ids = [figure.indicator_id, *(measure.indicator_ids if measure else ())]
    known = {b for i in ids if i and (b := _catalogued(evidence, i))}
    if len(known) == 1:
        return known.pop()
    return _from_words(evidence, measure, figure)


def _catalogued(evidence: Evidence, indicator_id: str) -> Better | None:
    entry = evidence.patterns.indicators.get(indicator_id)
    return entry.better if entry else None


def _from_ratings(measure: Measure) -> Better | None:
    """A missed target that is above the result tells that high is good, and so on."""
    votes = {vote for cell in measure.values() for vote in _votes(measure, cell)}
    return votes.pop() if len(votes) == 1 else None


def _votes(measure: Measure, cell: Observation) -> Iterator[Better]:
    source = table_source(cell)
    if source is None or source.rag is None or cell.role not in VALUES:
        return
    targets = {t.value for t in measure.of_role("target", cell.unit) if t.document == cell.document}
    if len(targets) != 1:
        return
    target = targets.pop()
    if cell.value == target:
        return
    met = source.rag == "green"
    yield "high" if (cell.value > target) == met else "low"


def _from_words(evidence: Evidence, measure: Measure | None, figure: Observation) -> Better | None:
    if figure.unit not in ("percent", "percentage_points"):
        return None
    words = evidence.vocabulary.words(figure.indicator) | (measure.words if measure else frozenset())
    high = words & evidence.listed("better_high")
    low = words & evidence.listed("better_low")
    if bool(high) == bool(low):
        return None
    return "high" if high else "low"
