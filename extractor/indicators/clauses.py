"""A second look at figures whose own words name no measure: the clause that stands round them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from extractor.indicators.matching import Match, Measured, unit_rank
from extractor.model import Document, Observation, StatementSource
from extractor.patterns.indicators import Catalogue, Indicator, Variant
from extractor.patterns.measure_words import is_span, split

_ENDS = re.compile(r"[;:]|\.\s")
_LEAST = 6.0
"""Least weight of the words found, of which there are two at least: one word names no measure."""
_TOKENS = 2
_RIVAL = 0.5
"""A rival entry of more than this part of the best one's weight leaves the figure open."""


def clauses_of(observations: Iterable[Observation], document: Document) -> Mapping[str, tuple[str, str]]:
    """The text before and after each stated figure, by id: up to neighbours that it is not set against."""
    sentences: dict[tuple[int, int], list[Observation]] = defaultdict(list)
    for o in observations:
        if isinstance(o.source, StatementSource) and o.start is not None and o.end is not None:
            sentences[o.source.sentence_start, o.source.sentence_end].append(o)
    found: dict[str, tuple[str, str]] = {}
    for (first, last), figures in sentences.items():
        for group in _linked(figures):
            start, end = _between(group, figures, first, last)
            for o in group:
                found[o.observation_id] = _trimmed(document.text, start, end, o)
    return found


def _linked(figures: Sequence[Observation]) -> list[list[Observation]]:
    """Figures of one sentence grouped by what they are set against."""
    group_of = {o.observation_id: {o.observation_id} for o in figures}
    for o in figures:
        if o.compared_with in group_of:
            joined = group_of[o.observation_id] | group_of[o.compared_with]
            for member in joined:
                group_of[member] = joined
    groups = {frozenset(g) for g in group_of.values()}
    return [[o for o in figures if o.observation_id in g] for g in sorted(groups, key=sorted)]


def _between(
    group: Sequence[Observation], figures: Sequence[Observation], first: int, last: int
) -> tuple[int, int]:
    inside = {o.observation_id for o in group}
    low = min(o.start or 0 for o in group)
    high = max(o.end or 0 for o in group)
    others = [o for o in figures if o.observation_id not in inside]
    before = [o.end for o in others if o.end is not None and o.end <= low]
    after = [o.start for o in others if o.start is not None and o.start >= high]
    return max([first, *before]), min([last, *after])


def _trimmed(text: str, start: int, end: int, figure: Observation) -> tuple[str, str]:
    """The stretches up to the ends of clauses that enclose the figure."""
    at, stop = figure.start or start, figure.end or end
    left = [m.end() for m in _ENDS.finditer(text, start, at)]
    right = [m.start() for m in _ENDS.finditer(text, stop, end)]
    return text[left[-1] if left else start : at], text[stop : right[0] if right else end]


def match_clause(
    catalogue: Catalogue, clause: str, bag: frozenset[str], own: frozenset[str], measured: Measured
) -> Match:
    """The entry one of whose wordings stands whole in the clause, where no other could be meant.

    `bag` are the tokens of the clause, `own` those of the figure's own words: they may not name what the
    entry does not, unless they are pieces of a name that the clause has whole.
    """
    light = catalogue.vocabulary.light
    ranked = _standing(catalogue, bag | own, measured)
    if not ranked or ranked[0].weight < _LEAST:
        return Match(None, 0.0, "the clause names no measure")
    first = ranked[0]
    entry = catalogue.entries[first.entry]
    pieces = frozenset(split(clause)) - bag
    known = {t for t in own - light - pieces if t in catalogue.weights and not t.isdigit()}
    if not known <= first.bag or (bag & catalogue.vocabulary.subjects) - first.bag:
        return Match(None, 0.0, f"the clause names more than {entry.id}", entry.id)
    for rival in ranked[1:]:
        if rival.weight > _RIVAL * first.weight and not rival.bag - light <= first.bag:
            other = catalogue.entries[rival.entry].id
            return Match(None, 0.0, f"the clause names both {entry.id} and {other}", other)
    return Match(entry, 0.8, "the clause round the figure names it", None, own - first.bag)


def _standing(catalogue: Catalogue, bag: frozenset[str], measured: Measured) -> list[Variant]:
    """Of every entry the longest wording that stands in the bag, the heaviest first."""
    best: dict[int, Variant] = {}
    for number in sorted({n for token in bag for n in catalogue.index.get(token, ())}):
        variant = catalogue.variants[number]
        if _stands_in(catalogue, variant, bag, measured) and (
            variant.entry not in best or best[variant.entry].weight < variant.weight
        ):
            best[variant.entry] = variant
    return sorted(best.values(), key=lambda v: (-v.weight, v.entry))


def told_apart(
    catalogue: Catalogue, entry: Indicator, clause: frozenset[str], own: frozenset[str], measured: Measured
) -> Indicator | None:
    """The neighbour that the clause means where the figure's own words left out what tells it apart.

    "63% have a plan which is up to date", of which the words kept are "have a plan".
    """
    light = catalogue.vocabulary.light
    found = set()
    for neighbour in entry.neighbours:
        number = catalogue.number_of(neighbour.id)
        for variant in (v for v in catalogue.variants_of(number) if own - light <= v.bag):
            added = variant.bag - own - light
            tells = all(t in catalogue.vocabulary.qualifiers or is_span(t) for t in added)
            whole = variant.bag - light <= clause | own
            if added and tells and whole and unit_rank(catalogue.entries[number], measured) is not None:
                found.add(number)
    return catalogue.entries[found.pop()] if len(found) == 1 else None


def _stands_in(catalogue: Catalogue, variant: Variant, bag: frozenset[str], measured: Measured) -> bool:
    light, hard = catalogue.vocabulary.light, catalogue.vocabulary.hard
    entry = catalogue.entries[variant.entry]
    telling = variant.bag - (light - catalogue.vocabulary.subjects)
    if variant.needs or not telling <= bag or (bag & hard) - variant.bag or len(telling) < _TOKENS:
        return False
    own = catalogue.spans[variant.entry]
    if any(is_span(t) and t not in own and t != "12month" for t in bag):
        return False
    return unit_rank(entry, measured) == 0
