"""Words that fit two neighbouring measures, settled by what other papers of the authority give.

"For a second or subsequent time" is the national measure (ever) and, in many scorecards, the local one
(within two years).  Where the words do not say, the figure's own history can: the earlier value stated
beside it stands in the tables of one of the two, and not in those of the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from extractor.figures.intervals import interval_of
from extractor.model import Observation, Result
from extractor.patterns.indicators import Catalogue, Indicator

SETTLED = "settled by its history"
_LOOK_BACK = 800
"""Days before a figure in which its earlier value is looked for."""


@dataclass(frozen=True)
class _Known:
    """A value that a table gives for a measure and a period."""

    last: date
    observation: Observation


def settle_neighbours(results: Sequence[Result], catalogue: Catalogue) -> list[Result]:
    """The results with the measure of such figures changed where the evidence is plain, and said so."""
    wider = _wider_names(catalogue)
    tables = _from_tables(results, {e for pair in wider.items() for e in (pair[0], *pair[1])})
    return [_settled(result, wider, tables, catalogue) for result in results] if tables else list(results)


def _wider_names(catalogue: Catalogue) -> Mapping[str, tuple[str, ...]]:
    """By id, the neighbours whose wording is its own with something added."""
    bags: dict[str, list[frozenset[str]]] = defaultdict(list)
    light = catalogue.vocabulary.light
    for variant in catalogue.variants:
        bags[catalogue.entries[variant.entry].id].append(variant.bag - light)
    found = {}
    for entry in catalogue:
        near = [n.id for n in entry.neighbours if _same_sort(catalogue.get(n.id), entry)]
        longer = tuple(n for n in near if any(a < b for a in bags[entry.id] for b in bags[n]))
        if longer:
            found[entry.id] = longer
    return found


def _same_sort(other: Indicator | None, entry: Indicator) -> bool:
    return other is not None and (other.unit, other.measure) == (entry.unit, entry.measure)


def _from_tables(results: Iterable[Result], ids: set[str]) -> Mapping[tuple[str, str], Sequence[_Known]]:
    found: dict[tuple[str, str], list[_Known]] = defaultdict(list)
    for result in results:
        for o in result.observations:
            whole = o.origin == "table" and not o.area and not o.cohort
            stated = o.role in ("actual", "previous") and o.indicator_id in ids
            if whole and stated and o.authority and o.period_end:
                found[o.authority, o.indicator_id or ""].append(_Known(o.period_end, o))
    return found


def _settled(
    result: Result,
    wider: Mapping[str, tuple[str, ...]],
    tables: Mapping[Any, Sequence[_Known]],
    catalogue: Catalogue,
) -> Result:
    by_id = {o.observation_id: o for o in result.observations}
    before = {o.compared_with: o for o in result.observations if o.role == "previous" and o.compared_with}
    changed: dict[str, Observation] = {}
    for o in result.observations:
        earlier = by_id.get(o.compared_with or "") or before.get(o.observation_id)
        if o.indicator_id in wider and o.origin == "statement" and o.period_end and earlier is not None:
            other = _by_history(o, earlier, wider[o.indicator_id or ""], tables)
            entry = catalogue.get(other)
            if entry is not None:
                for figure in (o, earlier):
                    changed[figure.observation_id] = _as(figure, entry, earlier)
    if not changed:
        return result
    return replace(result, observations=tuple(changed.get(o.observation_id, o) for o in result.observations))


def _as(figure: Observation, entry: Indicator, earlier: Observation) -> Observation:
    reason = f"{SETTLED}: {earlier.text} is that of {entry.id}, not of {figure.indicator_id}"
    return replace(figure, indicator_id=entry.id, indicator_label=entry.label, resolution=reason)


def _by_history(
    figure: Observation,
    earlier: Observation,
    others: Sequence[str],
    tables: Mapping[Any, Sequence[_Known]],
) -> str | None:
    """The one neighbour in whose tables the earlier value stands, where it is not in the measure's own."""
    if not figure.authority or earlier.role != "previous" or earlier.unit != figure.unit:
        return None
    own = tables.get((figure.authority, figure.indicator_id), ())
    if not own or _stands_in(own, figure, earlier):
        return None
    found = [n for n in others if _stands_in(tables.get((figure.authority, n), ()), figure, earlier)]
    return found[0] if len(found) == 1 else None


def _stands_in(known: Iterable[_Known], figure: Observation, earlier: Observation) -> bool:
    stated, last = interval_of(earlier), figure.period_end or date.min
    return any(
        0 < (last - k.last).days <= _LOOK_BACK and interval_of(k.observation).overlaps(stated) for k in known
    )
