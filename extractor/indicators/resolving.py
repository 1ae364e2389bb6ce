"""One document's observations, each with the measure it is of where that is sure."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from extractor.indicators.clauses import NOTHING, Stretch, stretches_of
from extractor.indicators.continuing import continued, tells_nothing
from extractor.indicators.contrary import contrary, more_special
from extractor.indicators.fields import GENERAL, Fields
from extractor.indicators.following import FOLLOWED, IMPLAUSIBLE, follow, without_bases
from extractor.indicators.matching import Match, Measured, match, match_cut_off, unit_rank
from extractor.indicators.places import Whereabouts, cohort_of, find_whereabouts
from extractor.indicators.surroundings import Around, second_look
from extractor.model import Context, Document, Grid, Observation, StatementSource, TableSource
from extractor.patterns import PatternSet
from extractor.patterns.indicators import Catalogue, Indicator, field_token
from extractor.patterns.measure_words import split

_NUMBERED = re.compile(
    r"^\W*(?:\d{1,2}(?:\.\d{1,3})+[a-z]?|(?!NI|BV|KS|PAM|COVID)(?:[A-Z]{3,5}-?\d|[A-Z]{2}-?\d\d)\d{0,3}[a-z]?)\b(?:\s+OLD\b)?[\s.:–-]*"
)
_INNER_CODE = re.compile(r"\(?\b(?!NI|BV|KS|PAM|COVID)[A-Z]{2,5}-?\d{2,4}\b\)?")
_NAMES = re.compile(r"(?<=\s)[A-Z][a-z]{2,}")
_MUCH_TEXT, _OFTEN, _MOST = 40_000, 4, 0.6
"""Characters that are looked at for a paper's subject; how often, and of how many, it must be named."""
_RATE = re.compile(r"\brates?\b|\bper (?:1|10|100)[, ]?000\b|\b10k\b", re.IGNORECASE)
_BASE = re.compile(r"\b(?:per|in|/) ?(?:1|10|100)(?:[, ]?000|k)\b", re.IGNORECASE)
_PERCENT = re.compile(r"%|\bper ?cent|\bproportion\b", re.IGNORECASE)
_NUMBER = re.compile(r"\bnumbers?\b|\bno\.|\bcount\b", re.IGNORECASE)
_DAYS = re.compile(r"\bdays\b", re.IGNORECASE)
_AS_NEAR = 0.02
_OPENING = 200
_SURE_OF_A_HEADING = 0.9
_OF_THE_CLAUSE = ("", "clause")
_PRINTED_UNIT = re.compile(r"\d\s*([A-Za-z]+)$")
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
    stretches = stretches_of(observations, document)
    resolver = Resolver(document, patterns.indicators)
    resolved = [resolver.resolve(o, stretches.get(o.observation_id, NOTHING)) for o in observations]
    resolved = follow(resolver.told_apart_in_tables(resolved), patterns.indicators)
    resolved = [resolver.look_again(o, stretches.get(o.observation_id, NOTHING)) for o in resolved]
    resolved = follow(resolved, patterns.indicators)
    resolved = [resolver.doubt(o, stretches.get(o.observation_id, NOTHING)) for o in resolved]
    return without_bases(resolver.carry_on(resolved, stretches), patterns.indicators)


@dataclass(frozen=True)
class _Site:
    """Where in its document a figure stands, as far as that tells its measure."""

    context: Context
    caption: str = ""
    code: str = ""
    field: str | None = None
    """What the section is about ("children")."""
    plain: bool = False
    """It is about hardly anything else."""
    in_table: bool = False


class Resolver:
    """Resolves the observations of one document; equal wordings are decided once."""

    def __init__(self, document: Document, catalogue: Catalogue) -> None:
        self._contexts = document.outline.contexts
        self._catalogue = catalogue
        self._short = _abbreviations(document, catalogue)
        self._captions = {
            g.index: f"{g.caption} {g.name}"
            for g in document.blocks
            if isinstance(g, Grid) and (g.caption or g.name)
        }
        self._text = document.text
        self._main: frozenset[str] | None = None
        self._fields = Fields(catalogue)
        self._matches: dict[tuple[object, ...], tuple[Match, Whereabouts]] = {}
        self._scores: dict[str, float] = {}
        self._bag = lru_cache(maxsize=None)(self._find_bag)

    def _find_bag(self, text: str) -> frozenset[str]:
        return self._catalogue.vocabulary.bag(text, self._short)

    def resolve(self, observation: Observation, stretch: Stretch = NOTHING) -> Observation:
        """The observation with its measure, authority, area and cohort, as far as they are sure."""
        site = self._site(observation, stretch)
        key = (
            observation.indicator, observation.unit, observation.role, observation.context,
            observation.period_type == "rolling_12m", bool(_BASE.search(observation.quote)), site.code,
            site.caption, site.field,
        )  # fmt: skip
        if key not in self._matches:
            self._matches[key] = self._decide(observation, site)
        found, where = self._matches[key]
        if found.entry and not _takes(found.entry, observation):
            found = self._within_range(observation, site, where, found)
        if site.in_table:
            self._scores[observation.observation_id] = found.score
        return _filled(observation, found, where, site.context)

    def _site(self, observation: Observation, stretch: Stretch = NOTHING) -> _Site:
        known = observation.context < len(self._contexts)
        context = self._contexts[observation.context] if known else Context()
        headings = " ".join((context.committee or "", context.item, context.title, *context.headings))
        told = self._fields.of_text(headings)
        told = told if told.field else self._fields.of_text(stretch.wide)
        source = observation.source
        if isinstance(source, TableSource):
            return _Site(context, self._captions.get(source.grid, ""), source.code, told.field, in_table=True)
        return _Site(context, field=told.field, plain=told.plain)

    def _within_range(self, observation: Observation, site: _Site, where: Whereabouts, found: Match) -> Match:
        """The next best entry where the value is out of the best one's range; else the best, to say so."""
        measured = self._measured(observation, site, where)
        excluded = frozenset({found.entry.id}) if found.entry else frozenset()
        other = match(self._catalogue, replace(measured, excluded=excluded))
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
        return replace(observation, indicator_id=None, indicator_label=None, resolution=reason)

    def look_again(self, observation: Observation, stretch: Stretch) -> Observation:
        """The observation with the measure that the text round it names.

        Where its own words name none, the clause, the headings and the text before may; where they name
        one, the clause may hold what tells another apart.
        """
        if stretch is NOTHING or observation.role in _APART:
            return observation
        site = self._site(observation, stretch)
        where = find_whereabouts(observation.indicator, self._catalogue.vocabulary)
        measured = self._measured(observation, site, where)
        entry = self._catalogue.get(observation.indicator_id)
        if entry is not None and observation.resolution.startswith(FOLLOWED):
            return observation
        around = self._around(observation, stretch, measured, site.context)
        found = second_look(self._catalogue, entry, around, measured)
        chosen = found.entry if found else entry
        if chosen is not None and self._is_of_another_field(chosen, measured, site):
            measured = replace(measured, excluded=self._fields.foreign_to(site.field))
            found = second_look(self._catalogue, None, around, measured) or Match(
                None, 0.0, f"{chosen.id} is of another field than its section, {site.field}", chosen.id
            )
        if found is None or (found.entry and not _takes(found.entry, observation)):
            return observation
        return _filled(observation, found, where, site.context)

    def doubt(self, observation: Observation, stretch: Stretch) -> Observation:
        """The observation without a measure that its clause speaks against, or with its section's own."""
        entry = self._catalogue.get(observation.indicator_id)
        if entry is None or stretch is NOTHING:
            return observation
        own = self._bag(observation.indicator)
        reason = contrary(self._catalogue, entry, observation, own, stretch)
        if reason is not None:
            return replace(observation, indicator_id=None, indicator_label=None, resolution=reason)
        site = self._site(observation, stretch)
        where = find_whereabouts(observation.indicator, self._catalogue.vocabulary)
        measured = self._measured(observation, site, where)
        section = self._bag(self._heading_of(observation, site.context))
        special = more_special(self._catalogue, entry, measured, section)
        if special is None or not _takes(special, observation):
            return observation
        reason = f"its section tells it from {entry.id}"
        return replace(observation, indicator_id=special.id, indicator_label=special.label, resolution=reason)

    def _heading_of(self, observation: Observation, context: Context) -> str:
        """The innermost heading; without any, the title, or what the paper opens with."""
        source = observation.source
        start = source.sentence_start if isinstance(source, StatementSource) else 0
        heading = context.headings[-1] if context.headings else context.title
        return heading or self._text[: min(_OPENING, start)]

    def carry_on(
        self, observations: Sequence[Observation], stretches: Mapping[str, Stretch]
    ) -> list[Observation]:
        """The observations; figures whose clause names nothing go on with the measure before them."""

        def silent(observation: Observation, entry: Indicator | None) -> bool:
            stretch = stretches.get(observation.observation_id, NOTHING)
            clause = f"{stretch.before} {stretch.after}"
            names = self._names(clause)
            own, near = self._bag(observation.indicator) - names, self._bag(clause) - names
            return tells_nothing(self._catalogue, entry, own, near)

        return continued(observations, silent, self._headed, _takes, self._catalogue)

    def _headed(self, observation: Observation) -> Indicator | None:
        """The measure that the innermost heading names, and nothing besides."""
        site = self._site(observation)
        heading = site.context.headings[-1] if site.context.headings else ""
        where = find_whereabouts(heading, self._catalogue.vocabulary)
        measured = replace(
            self._measured(replace(observation, indicator=heading), site, where), subjects=frozenset()
        )
        found = match(self._catalogue, measured)
        telling = found.extra - self._catalogue.vocabulary.light - measured.free
        return found.entry if found.score >= _SURE_OF_A_HEADING and not telling else None

    def _is_of_another_field(self, entry: Indicator, measured: Measured, site: _Site) -> bool:
        """Whether a name so general, or in a section so plainly of one field, is of another field."""
        telling = self._catalogue.weigh(measured.bag - self._catalogue.vocabulary.light - measured.free)
        return (site.plain or telling < GENERAL) and self._fields.is_foreign(entry, site.field)

    def _around(
        self, observation: Observation, stretch: Stretch, measured: Measured, context: Context
    ) -> Around:
        source = observation.source
        before, after = (_without_authority(t, context.authority) for t in (stretch.before, stretch.after))
        return Around(
            own=measured.bag,
            near=self._bag(before) | self._bag(after),
            section=measured.context | self._main_subject(),
            lead=self._bag(stretch.lead),
            tight=self._bag(_without_authority(stretch.tight, context.authority)),
            following=self._bag(_without_authority(stretch.following, context.authority)),
            lent=isinstance(source, StatementSource) and source.measure_from not in _OF_THE_CLAUSE,
        )

    def _decide(self, observation: Observation, site: _Site) -> tuple[Match, Whereabouts]:
        where = find_whereabouts(observation.indicator, self._catalogue.vocabulary)
        measured = self._measured(observation, site, where)
        by_code = self._by_code(observation.indicator, site.code, measured)
        found = by_code or match(self._catalogue, measured)
        if found.entry is None and observation.origin == "table":
            words = without_code(observation.indicator, site.code)
            found = match_cut_off(self._catalogue, words, measured) or found
        return found, where

    def _measured(self, observation: Observation, site: _Site, where: Whereabouts) -> Measured:
        context = site.context
        words = _without_authority(without_code(observation.indicator, site.code), context.authority)
        headings = [*context.headings, site.caption]
        title = (context.title, context.item, context.committee or "")
        everything = frozenset[str]().union(*(self._bag(t) for t in (*headings, *title) if t))
        text = observation.indicator
        return Measured(
            bag=self._bag(words),
            unit=observation.unit,
            role=observation.role,
            rolling=observation.period_type == "rolling_12m",
            says_rate=bool(_RATE.search(text)),
            says_base=observation.origin == "table" or bool(_BASE.search(f"{text} {observation.quote}")),
            says_percent=bool(_PERCENT.search(text)),
            says_number=bool(_NUMBER.search(text)),
            says_days=bool(_DAYS.search(text)),
            subjects=self._subjects(headings) or self._subjects(title) or self._main_subject(),
            context=everything | {field_token(site.field)},
            free=where.tokens | self._names(words) | self._passing(observation),
        )

    def _subjects(self, headings: Sequence[str]) -> frozenset[str]:
        """Subjects of the innermost heading that names any; none where it names several."""
        for heading in reversed(headings):
            found = self._bag(heading) & self._catalogue.vocabulary.subjects if heading else frozenset()
            if found:
                return found if len(found) == 1 else frozenset()
        return frozenset()

    def _main_subject(self) -> frozenset[str]:
        """The subject of the whole paper, where most of what it names is one."""
        if self._main is None:
            found = Counter(
                t
                for t in self._catalogue.vocabulary.tokens(self._text[:_MUCH_TEXT], self._short)
                if t in self._catalogue.vocabulary.subjects
            )
            ((token, times),) = found.most_common(1) or [("", 0)]
            main = times >= _OFTEN and times >= _MOST * found.total()
            self._main = frozenset({token}) if main else frozenset()
        return self._main

    def _passing(self, observation: Observation) -> frozenset[str]:
        """Words of the sentence that are none of the measure, where the measure was read from one."""
        stated = observation.origin == "statement"
        return self._catalogue.passing if stated else frozenset()

    def _names(self, words: str) -> frozenset[str]:
        """Capitalised words after the first that no entry uses: places and people."""
        found = frozenset(t for name in _NAMES.findall(words) for t in self._bag(name))
        return frozenset(t for t in found if t not in self._catalogue.weights)

    def _by_code(self, words: str, code: str, measured: Measured) -> Match | None:
        """The entry whose national code is printed with the measure, unless the words deny it."""
        found = [m[0] for m in self._catalogue.code_pattern.finditer(words)]
        entries = {e.id: e for c in (*found, code) if c and (e := self._catalogue.by_code(c))}
        entry = next(iter(entries.values())) if len(entries) == 1 else None
        if entry is None or unit_rank(entry, measured) is None or not self._shares_words(entry, measured.bag):
            return None
        return Match(entry, 1.0, f"code {found[0] if found else code}")

    def _shares_words(self, entry: Indicator, bag: frozenset[str]) -> bool:
        vocabulary = self._catalogue.vocabulary
        own = frozenset[str]().union(*(vocabulary.bag(p) for p in (*entry.phrases, *entry.labels)))
        codes = frozenset(t for c in entry.codes for t in split(c))
        telling = bag - vocabulary.light - codes
        return not telling or len(telling & own) >= max(1, len(telling) // 2)


def _abbreviations(document: Document, catalogue: Catalogue) -> Mapping[tuple[str, ...], tuple[str, ...]]:
    """The paper's own short forms, as replacements of tokens, where they mean what the paper says."""
    found = {}
    for short, long in document.outline.abbreviations:
        key, meaning = tuple(split(short)), catalogue.vocabulary.tokens(long)
        if key and meaning and catalogue.vocabulary.tokens(short) != meaning:
            found[key] = tuple(split(long))
    return found


def without_code(words: str, code: str = "") -> str:
    """A measure's words without the number that the paper gives the measure ("6.2", "CPU118")."""
    if code:
        words = re.sub(rf"(?<!\w){re.escape(code)}(?!\w)", " ", words)
    return _INNER_CODE.sub(" ", _NUMBERED.sub("", words))


def _without_authority(words: str, authority: str | None) -> str:
    """The body's own name says no more than "local": "Rotherham standard" is the local standard."""
    if not authority:
        return words
    for name in re.findall(r"[A-Z][a-z]{3,}", authority):
        if name not in (
            "Council",
            "Borough",
            "County",
            "City",
            "Metropolitan",
            "District",
            "London",
            "Royal",
        ):
            words = re.sub(rf"\b{name}\b", "local", words, flags=re.IGNORECASE)
    return words


def _place_in_table(observation: Observation) -> tuple[object, ...]:
    """What two figures of one table share that would be the same figure, were they of one measure."""
    source = observation.source
    return (
        source.grid if isinstance(source, TableSource) else None, observation.indicator_id, observation.unit,
        observation.role, observation.area, observation.cohort, observation.comparator,
        observation.period_start, observation.period_end, observation.period_type,
    )  # fmt: skip


def _takes(entry: Indicator, observation: Observation) -> bool:
    """Whether a figure of this size, printed with this unit, can be of the entry."""
    printed = _PRINTED_UNIT.search(observation.text) if entry.printed else None
    if printed and printed[1].casefold() not in entry.printed:
        return False
    return observation.role not in _LEVELS or entry.takes(observation.value)


def _filled(observation: Observation, found: Match, where: Whereabouts, context: Context) -> Observation:
    entry, reason = found.entry, found.reason
    if entry and not _takes(entry, observation):
        low, high = entry.plausible
        reason = f"{IMPLAUSIBLE}: {entry.id} by {reason}, but {observation.value} is not from {low} to {high}"
        entry = None
    extra = found.extra if entry else frozenset[str]()
    return replace(
        observation,
        indicator_id=entry.id if entry else None,
        indicator_label=entry.label if entry else None,
        authority=observation.authority or context.authority,
        area=observation.area or where.area(extra if entry else None),
        cohort=cohort_of(observation.cohort) or where.cohort(extra if entry else None),
        resolution=reason,
    )
