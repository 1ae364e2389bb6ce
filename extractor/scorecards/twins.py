"""Tables with the same heads under titles that differ: what the titles differ in tells their figures apart.

"Outcomes - families" and "Outcomes - children" both have a column "Number accepted".
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from extractor.model import Document, Grid, Observation, Passage, TableSource

_LONGEST_TITLE = 90
_MOST_WORDS = 3
_LEAST = 3
"""How many figures two tables must give alike, so that their heads are the same and not one name."""
_NO_GROUP = frozenset({"table", "figure", "chart", "appendix", "annex", "part", "continued", "page", "data"})


def told_apart_by_titles(observations: Sequence[Observation], document: Document) -> list[Observation]:
    """The same observations; those that twin tables give alike with the group that their title names."""
    alike: dict[tuple[object, ...], list[Observation]] = defaultdict(list)
    for o in observations:
        if isinstance(o.source, TableSource) and o.cohort is None and o.period_end:
            alike[_said(o, o.source)].append(o)
    pairs: dict[tuple[int, ...], list[Observation]] = defaultdict(list)
    for group in alike.values():
        grids = sorted({o.source.grid for o in group if isinstance(o.source, TableSource)})
        if len(grids) > 1 and len({o.value for o in group}) > 1:
            pairs[tuple(grids)] += group
    cohorts: dict[str, str] = {}
    for tables, group in pairs.items():
        names = _names(tables, document) if len(group) >= _LEAST * len(tables) else {}
        for o in group:
            if isinstance(o.source, TableSource) and o.source.grid in names:
                cohorts[o.observation_id] = names[o.source.grid]
    return [
        replace(o, cohort=cohorts[o.observation_id]) if o.observation_id in cohorts else o
        for o in observations
    ]


def _said(observation: Observation, source: TableSource) -> tuple[object, ...]:
    words = observation.indicator.removeprefix(source.code).strip().casefold()
    return (
        words, observation.unit, observation.role, observation.area, observation.comparator,
        observation.period_start, observation.period_end, observation.period_type,
    )  # fmt: skip


def _names(grids: Iterable[int], document: Document) -> Mapping[int, str]:
    """By table, the words of its title that the other titles lack; empty where a title has none."""
    titles = {g: re.findall(r"[A-Za-z][\w'’-]+", _title_over(g, document)) for g in grids}
    common = set.intersection(*({w.casefold() for w in words} for words in titles.values()))
    own = {g: [w for w in words if w.casefold() not in common] for g, words in titles.items()}
    groups = {g: " ".join(words) for g, words in own.items() if 0 < len(words) <= _MOST_WORDS}
    plain = all(not {w.casefold() for w in words} & _NO_GROUP for words in own.values())
    return groups if plain and len(groups) == len(titles) == len(set(groups.values())) else {}


def _title_over(index: int, document: Document) -> str:
    """The short passage right above a table."""
    block = next((n for n, grid in document.grids if grid.index == index), 0)
    before = document.blocks[block - 1] if block else None
    if isinstance(before, Grid) or not isinstance(before, Passage):
        return ""
    text = " ".join(before.text.split())
    return text if len(text) <= _LONGEST_TITLE else ""
