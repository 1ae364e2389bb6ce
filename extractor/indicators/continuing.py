"""Figures whose clause names no measure: they go on with the one before, or have their heading's."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from extractor.indicators.matching import FREE, Measured, unit_rank
from extractor.indicators.told_as import told_as
from extractor.model import Observation, StatementSource
from extractor.patterns.indicators import Catalogue, Indicator
from extractor.patterns.measure_words import is_age, is_span

CONTINUED = "goes on with the measure of"
_NEAR = 400
"""Most characters between two figures of which the later goes on with the measure of the earlier."""
_GOES_ON = ("actual", "previous", "target", "benchmark", "projection", "change")


def continued(
    observations: Sequence[Observation],
    silent: Callable[[Observation, Indicator], bool],
    headed: Callable[[Observation], Indicator | None],
    takes: Callable[[Indicator, Observation], bool],
    catalogue: Catalogue,
) -> list[Observation]:
    """The same; a figure without a measure, of which `silent` says that its words and its clause name none
    but the given one, takes that of the figure before it in its section, else the one `headed` gives."""
    stated = [o for o in observations if isinstance(o.source, StatementSource) and o.start is not None]
    stated.sort(key=lambda o: (o.start or 0, o.end or 0))
    found: dict[str, Observation] = {}
    before: Observation | None = None
    for o in stated:
        if not o.indicator_id and o.role in _GOES_ON:
            entry = catalogue.get(before.indicator_id) if before and _is_near(before, o) else None
            reason = f"{CONTINUED} {before.text} before it" if before else ""
            if before is None or before.context != o.context:
                entry, reason = headed(o), "its heading names it"
            if entry and silent(o, entry) and _fits(entry, o) and takes(entry, o):
                o = told_as(o, entry, reason)
                found[o.observation_id] = o
        before = o
    return [found.get(o.observation_id, o) for o in observations]


def _is_near(before: Observation, o: Observation) -> bool:
    apart = (o.start or 0) - (before.end or 0)
    return 0 <= apart <= _NEAR and before.context == o.context


def _fits(entry: Indicator, o: Observation) -> bool:
    return unit_rank(entry, Measured(frozenset(), o.unit, o.role)) == 0


def tells_nothing(catalogue: Catalogue, entry: Indicator, own: frozenset[str], near: frozenset[str]) -> bool:
    """Whether a figure's words and clause have no telling word that is not of the entry's name."""
    known = catalogue.vocabulary.light | catalogue.passing | catalogue.words_of(entry)
    limits = {t for t in own - known - FREE if is_span(t) or is_age(t)}
    rest = frozenset(t for t in (own | near) - known if not t[0].isdigit())
    return not limits and not rest & own and not any(t in catalogue.weights for t in rest)
