"""Words that fit two neighbouring measures, settled by what other papers of the authority give.

"For a second or subsequent time" is the national measure (ever) and, in many scorecards, the local one
(within two years).  Where the words do not say, the figure's own history can: the earlier value stated
beside it stands in the tables of one of the two, and not in those of the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from extractor.figures.intervals import interval_of
from extractor.indicators.told_as import told_as
from extractor.model import Observation, Result
from extractor.patterns.indicators import Catalogue, Indicator
from extractor.series.bodies import body_of

SETTLED = "settled by its history"
_LOOK_BACK = 800
"""Days before a figure in which its earlier value is looked for."""


Tables = Mapping[tuple[str, str], Sequence[Observation]]
"""What tables give, by body (as `body_of` names it) and measure."""
Wider = Mapping[str, tuple[str, ...]]
"""By id, the neighbours whose wording is its own with something added."""


class Asked(NamedTuple):
    """A stated figure whose words fit neighbouring measures, and the earlier value stated beside it."""

    figure: Observation
    earlier: Observation


def settle_neighbours(results: Sequence[Result], catalogue: Catalogue) -> list[Result]:
    """The results with the measure of such figures changed where the evidence is plain, and said so."""
    wider = wider_names(catalogue)
    tables: dict[tuple[str, str], list[Observation]] = defaultdict(list)
    for result in results:
        for known in known_of(result, wider):
            tables[body_of(known.authority or ""), known.indicator_id or ""].append(known)
    if not tables:
        return list(results)
    return [
        settled(
            result,
            {a: other for a in asked_of(result, wider) if (other := answer(a, wider, tables))},
            catalogue,
        )
        for result in results
    ]


def wider_names(catalogue: Catalogue) -> Wider:
    """The measures with neighbours that their wording may mean as well."""
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


def known_of(result: Result, wider: Wider) -> list[Observation]:
    """What the tables of a paper give for measures that are asked about."""
    ids = {e for pair in wider.items() for e in (pair[0], *pair[1])}
    return [
        o
        for o in result.observations
        if o.origin == "table" and not o.area and not o.cohort and o.authority and o.period_end
        and o.role in ("actual", "previous") and o.indicator_id in ids
    ]  # fmt: skip


def asked_of(result: Result, wider: Wider) -> list[Asked]:
    """The figures of a paper whose measure its own words leave open."""
    by_id = {o.observation_id: o for o in result.observations}
    before = {o.compared_with: o for o in result.observations if o.role == "previous" and o.compared_with}
    asked = []
    for o in result.observations:
        if o.indicator_id in wider and o.origin == "statement" and o.period_end and o.authority:
            earlier = by_id.get(o.compared_with or "") or before.get(o.observation_id)
            if earlier is not None and earlier.role == "previous" and earlier.unit == o.unit:
                asked.append(Asked(o, earlier))
    return asked


def answer(asked: Asked, wider: Wider, tables: Tables) -> str | None:
    """The one neighbour in whose tables the earlier value stands, where it is not in the measure's own."""
    authority, own = body_of(asked.figure.authority or ""), asked.figure.indicator_id or ""
    known = tables.get((authority, own), ())
    if not known or _stands_in(known, asked):
        return None
    found = [n for n in wider[own] if _stands_in(tables.get((authority, n), ()), asked)]
    return found[0] if len(found) == 1 else None


def _stands_in(known: Iterable[Observation], asked: Asked) -> bool:
    stated, last = interval_of(asked.earlier), asked.figure.period_end or date.min
    return any(
        0 < (last - (k.period_end or date.min)).days <= _LOOK_BACK and interval_of(k).overlaps(stated)
        for k in known
    )


def settled(result: Result, answers: Mapping[Asked, str], catalogue: Catalogue) -> Result:
    """The result with these figures, and the earlier values beside them, of the measures that were found."""
    changed: dict[str, Observation] = {}
    for asked, other in answers.items():
        entry = catalogue.get(other)
        if entry is not None:
            for figure in asked:
                changed[figure.observation_id] = _as(figure, entry, asked.earlier)
    if not changed:
        return result
    return replace(result, observations=tuple(changed.get(o.observation_id, o) for o in result.observations))


def _as(figure: Observation, entry: Indicator, earlier: Observation) -> Observation:
    reason = f"{SETTLED}: {earlier.text} is that of {entry.id}, not of {figure.indicator_id}"
    return told_as(figure, entry, reason)
