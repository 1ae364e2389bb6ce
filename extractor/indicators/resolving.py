"""One document's observations, each with the measure it is of where that is sure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractor.indicators.clauses import NOTHING, Stretch, stretches_of
from extractor.indicators.continuing import continued, tells_nothing
from extractor.indicators.contrary import contrary, is_part, more_special
from extractor.indicators.evidence import Evidence, Site, printed_otherwise, printed_unit, without_code
from extractor.indicators.fields import GENERAL
from extractor.indicators.following import FOLLOWED, IMPLAUSIBLE, follow, unfollowed, without_bases
from extractor.indicators.matching import Match, Measured, match, match_cut_off, unit_rank
from extractor.indicators.places import Whereabouts, cohort_of, find_whereabouts
from extractor.indicators.surroundings import second_look
from extractor.indicators.told_as import told_as
from extractor.model import Context, Document, Observation, TableSource
from extractor.patterns import PatternSet
from extractor.patterns.indicators import Catalogue, Indicator
from extractor.patterns.measure_words import split

_BASE = re.compile(r"\b(?:per|in|/) ?(?:1|10|100)(?:[, ]?000|k)\b", re.IGNORECASE)
_ORDINAL = re.compile(r"\d(?:st|nd|rd|th)\b")
_AS_NEAR = 0.02
_BY_CODE = "code"
_SURE_OF_A_HEADING = 0.9
_LEVELS = ("actual", "previous", "target", "benchmark", "projection")
_APART = ("numerator", "denominator", "threshold", "other")
"""Roles whose figure is not of the measure that the clause round it names."""


def resolve_indicators(
    observations: Sequence[Observation], document: Document, patterns: PatternSet
) -> list[Observation]:
    """The same observations, in the same order, with what could be resolved.

    `indicator_id` is set where exactly one entry of the catalogue fits; `resolution` says why, or why
    not, and names the runner-up.
    """
    catalogue = patterns.indicators
    stretches = stretches_of(observations, document)
    resolver = Resolver(document, catalogue)
    resolved = [resolver.resolve(o, stretches.get(o.observation_id, NOTHING)) for o in observations]
    resolved = follow(resolver.told_apart_in_tables(resolved), catalogue)
    resolved = [resolver.look_again(o, stretches.get(o.observation_id, NOTHING)) for o in resolved]
    resolved = follow([unfollowed(o) for o in resolved], catalogue)
    resolved = [resolver.doubt(o, stretches.get(o.observation_id, NOTHING)) for o in resolved]
    return without_bases(resolver.carry_on(resolved, stretches), catalogue)


class Resolver:
    """Resolves the observations of one document; equal wordings are decided once."""

    def __init__(self, document: Document, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._evidence = Evidence(document, catalogue)
        self._matches: dict[tuple[object, ...], tuple[Match, Whereabouts]] = {}
        self._scores: dict[str, float] = {}

    def resolve(self, observation: Observation, stretch: Stretch = NOTHING) -> Observation:
        """The observation with its measure, authority, area and cohort, as far as they are sure."""
        site = self._evidence.site(observation, stretch)
        key = (
            observation.indicator, observation.unit, observation.role, observation.context,
            observation.period_type == "rolling_12m", bool(_BASE.search(observation.quote)), site.code,
            site.caption, site.field, printed_unit(observation),
        )  # fmt: skip
        if key not in self._matches:
            self._matches[key] = self._decide(observation, site)
        found, where = self._matches[key]
        if found.entry and not _takes(found.entry, observation):
            found = self._within_range(observation, site, where, found)
        if site.in_table:
            self._scores[observation.observation_id] = found.score
        return _filled(observation, found, where, site.context)

    def _decide(self, observation: Observation, site: Site) -> tuple[Match, Whereabouts]:
        where = find_whereabouts(observation.indicator, self._catalogue.vocabulary)
        measured = self._evidence.measured(observation, site, where)
        by_code = self._by_code(observation.indicator, site.code, measured)
        found = by_code or match(self._catalogue, measured)
        if found.entry is None and observation.origin == "table":
            words = without_code(observation.indicator, site.code)
            found = match_cut_off(self._catalogue, words, measured) or found
        return found, where

    def _by_code(self, words: str, code: str, measured: Measured) -> Match | None:
        """The entry whose national code is printed with the measure, unless the words deny it."""
        found = [m[0] for m in self._catalogue.code_pattern.finditer(words)]
        entries = {e.id: e for c in (*found, code) if c and (e := self._catalogue.by_code(c))}
        entry = next(iter(entries.values())) if len(entries) == 1 else None
        if entry is None or unit_rank(entry, measured) is None or not self._shares_words(entry, measured.bag):
            return None
        return Match(entry, 1.0, f"{_BY_CODE} {found[0] if found else code}")

    def _shares_words(self, entry: Indicator, bag: frozenset[str]) -> bool:
        codes = frozenset(t for c in entry.codes for t in split(c))
        telling = bag - self._catalogue.vocabulary.light - codes
        return not telling or len(telling & self._catalogue.words_of(entry)) >= max(1, len(telling) // 2)

    def _within_range(self, observation: Observation, site: Site, where: Whereabouts, found: Match) -> Match:
        """The next best entry where the value is out of the best one's range; else the best, to say so."""
        measured = self._evidence.measured(observation, site, where)
        excluded = frozenset({found.entry.id}) if found.entry else frozenset()
        other = match(self._catalogue, replace(measured, excluded=measured.excluded | excluded))
        return other if other.entry and _takes(other.entry, observation) else found

    def told_apart_in_tables(self, observations: Sequence[Observation]) -> list[Observation]:
        """The same; of columns or rows that one table words differently one only is of a measure.

        "Surveys where no area was given" beside "Total number of surveys": the wording that is nearest.
        """
        best: dict[tuple[object, ...], dict[str, float]] = defaultdict(dict)
        for o in observations:
            if o.indicator_id and isinstance(o.source, TableSource):
                scores = best[_place_in_table(o)]
                scores[o.indicator] = max(scores.get(o.indicator, 0.0), self._scores[o.observation_id])
        rivals = {place: scores for place, scores in best.items() if len(scores) > 1}
        return [self._without_rival(o, rivals.get(_place_in_table(o), {})) for o in observations]

    def _without_rival(self, observation: Observation, scores: Mapping[str, float]) -> Observation:
        if not scores or max(scores.values()) - scores.get(observation.indicator, 0.0) <= _AS_NEAR:
            return observation
        reason = f"another line of the table is nearer to {observation.indicator_id}"
        return told_as(observation, None, reason)

    def look_again(self, observation: Observation, stretch: Stretch) -> Observation:
        """The observation with the measure that the text round it names.

        Where its own words name none, the clause, the headings and the text before may; where they name
        one, the clause may hold what tells another apart.
        """
        if stretch is NOTHING or observation.role in _APART:
            return observation
        entry = self._catalogue.get(observation.indicator_id)
        if entry is not None and observation.resolution.startswith((FOLLOWED, _BY_CODE)):
            return observation
        site = self._evidence.site(observation, stretch)
        where = find_whereabouts(observation.indicator, self._catalogue.vocabulary)
        measured = self._evidence.measured(observation, site, where)
        around = self._evidence.around(observation, stretch, measured, site.context)
        found = second_look(self._catalogue, entry, around, measured)
        chosen = found.entry if found else entry
        if chosen is not None and self._is_of_another_field(chosen, measured, site):
            foreign = self._evidence.fields.foreign_to(site.field)
            measured = replace(measured, excluded=measured.excluded | foreign)
            found = second_look(self._catalogue, None, around, measured) or Match(
                None, 0.0, f"{chosen.id} is of another field than its section, {site.field}", chosen.id
            )
        if found is None or (found.entry and not _takes(found.entry, observation)):
            return observation
        return _filled(observation, found, where, site.context)

    def _is_of_another_field(self, entry: Indicator, measured: Measured, site: Site) -> bool:
        """Whether a name so general, or in a section so plainly of one field, is of another field."""
        telling = self._catalogue.weigh(measured.bag - self._catalogue.vocabulary.light - measured.free)
        return (site.plain or telling < GENERAL) and self._evidence.fields.is_foreign(entry, site.field)

    def doubt(self, observation: Observation, stretch: Stretch) -> Observation:
        """The observation without a measure that its clause speaks against, or with its section's own."""
        entry = self._catalogue.get(observation.indicator_id)
        if entry is None or stretch is NOTHING:
            return observation
        own = self._evidence.bag(observation.indicator)
        reason = contrary(self._catalogue, entry, observation, own, stretch)
        if reason is not None:
            return told_as(observation, None, reason)
        site = self._evidence.site(observation, stretch)
        section = self._evidence.bag(self._evidence.heading_of(observation, site.context))
        measured = self._evidence.measured(observation, site)
        special = more_special(self._catalogue, entry, measured, section)
        if special is None or not _takes(special, observation):
            return observation
        return told_as(observation, special, f"its section tells it from {entry.id}")

    def carry_on(
        self, observations: Sequence[Observation], stretches: Mapping[str, Stretch]
    ) -> list[Observation]:
        """The observations; figures whose clause names nothing go on with the measure before them."""
        bag = self._evidence.bag

        def silent(observation: Observation, entry: Indicator) -> bool:
            stretch = stretches.get(observation.observation_id, NOTHING)
            clause = f"{stretch.before} {stretch.after}"
            names = self._evidence.names(clause)
            own, near = bag(observation.indicator) - names, bag(clause) - names
            return not is_part(stretch) and tells_nothing(self._catalogue, entry, own, near)

        return continued(observations, silent, self._headed, _takes, self._catalogue)

    def _headed(self, observation: Observation) -> Indicator | None:
        """The measure that the innermost heading names, and nothing besides."""
        site = self._evidence.site(observation)
        heading = site.context.headings[-1] if site.context.headings else ""
        measured = self._evidence.measured(replace(observation, indicator=heading), site)
        free = measured.free - self._catalogue.passing
        found = match(self._catalogue, replace(measured, subjects=frozenset(), free=free))
        telling = found.extra - self._catalogue.vocabulary.light - free
        return found.entry if found.score >= _SURE_OF_A_HEADING and not telling else None


def _place_in_table(observation: Observation) -> tuple[object, ...]:
    """What two figures of one table share that would be the same figure, were they of one measure."""
    source = observation.source
    return (
        source.grid if isinstance(source, TableSource) else None, observation.indicator_id, observation.unit,
        observation.role, observation.area, observation.cohort, observation.comparator,
        observation.period_start, observation.period_end, observation.period_type,
    )  # fmt: skip


def _takes(entry: Indicator, observation: Observation) -> bool:
    """Whether a figure of this size, printed like this, can be of the entry; a rank is of none."""
    if _ORDINAL.search(observation.text) or printed_otherwise(entry, observation):
        return False
    if observation.role == "change" and observation.unit == entry.unit:
        return abs(observation.value) <= entry.plausible[1]
    return observation.role not in _LEVELS or entry.takes(observation.value)


def _filled(observation: Observation, found: Match, where: Whereabouts, context: Context) -> Observation:
    entry, reason = found.entry, found.reason
    if entry and not _takes(entry, observation):
        low, high = entry.plausible
        reason = f"{IMPLAUSIBLE}: {entry.id} by {reason}, but {observation.value} is not from {low} to {high}"
        entry = None
    extra = found.extra if entry else frozenset[str]()
    return replace(
        told_as(observation, entry, reason),
        authority=observation.authority or context.authority,
        area=observation.area or where.area(extra if entry else None),
        cohort=cohort_of(observation.cohort) or where.cohort(extra if entry else None),
    )
