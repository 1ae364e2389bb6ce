"""One document's observations, each with the measure it is of where that is sure."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from extractor.indicators.clauses import clauses_of, match_clause, told_apart
from extractor.indicators.matching import Match, Measured, match, match_cut_off, unit_rank
from extractor.indicators.places import Whereabouts, cohort_of, find_whereabouts
from extractor.model import Context, Document, Grid, Observation, StatementSource, TableSource
from extractor.patterns import PatternSet
from extractor.patterns.indicators import Catalogue, Indicator
from extractor.patterns.measure_words import split

_NUMBERED = re.compile(
    r"^\W*(?:\d{1,2}(?:\.\d{1,3})+[a-z]?|(?!NI|BV|KS|PAM)(?:[A-Z]{3,5}-?\d|[A-Z]{2}-?\d\d)\d{0,3}[a-z]?)\b(?:\s+OLD\b)?[\s.:–-]*"
)
_INNER_CODE = re.compile(r"\(?\b(?!NI|BV|KS|PAM)[A-Z]{2,5}-?\d{2,4}\b\)?")
_NAMES = re.compile(r"(?<=\s)[A-Z][a-z]{2,}")
_MUCH_TEXT, _OFTEN, _MOST = 40_000, 4, 0.6
"""Characters that are looked at for a paper's subject; how often, and of how many, it must be named."""
_RATE = re.compile(r"\brates?\b|\bper (?:1|10|100)[, ]?000\b|\b10k\b", re.IGNORECASE)
_PERCENT = re.compile(r"%|\bper ?cent|\bproportion\b", re.IGNORECASE)
_NUMBER = re.compile(r"\bnumbers?\b|\bno\.|\bcount\b", re.IGNORECASE)
_DAYS = re.compile(r"\bdays\b", re.IGNORECASE)
_FOLLOWS = ("target", "benchmark", "previous", "threshold", "projection", "numerator", "change")
"""Roles whose figure is of the measure it is set against."""
_LEVELS = ("actual", "previous", "target", "benchmark", "projection")
_PARTS = ("numerator", "denominator", "threshold", "change", "other")
IMPLAUSIBLE = "out of range"


def resolve_indicators(
    observations: Sequence[Observation], document: Document, patterns: PatternSet
) -> list[Observation]:
    """The same observations, in the same order, with what could be resolved.

    `indicator_id` is set where exactly one entry of the catalogue fits; `resolution` says why, or why
    not, and names the runner-up.
    """
    resolver = Resolver(document, patterns.indicators)
    resolved = [resolver.resolve(o) for o in observations]
    clauses = clauses_of(resolved, document)
    resolved = [resolver.look_again(o, clauses.get(o.observation_id, ("", ""))) for o in resolved]
    return _follow(resolved, patterns.indicators)


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
        self._matches: dict[tuple[object, ...], tuple[Match, Whereabouts]] = {}
        self._bag = lru_cache(maxsize=None)(self._find_bag)

    def _find_bag(self, text: str) -> frozenset[str]:
        return self._catalogue.vocabulary.bag(text, self._short)

    def resolve(self, observation: Observation) -> Observation:
        """The observation with its measure, authority, area and cohort, as far as they are sure."""
        context = self._context(observation)
        grid = observation.source.grid if isinstance(observation.source, TableSource) else None
        code = observation.source.code if isinstance(observation.source, TableSource) else ""
        key = (
            observation.indicator, observation.unit, observation.role, observation.context, code,
            observation.period_type == "rolling_12m", grid if grid in self._captions else None,
        )  # fmt: skip
        if key not in self._matches:
            self._matches[key] = self._decide(observation, context, grid, code)
        found, where = self._matches[key]
        if found.entry and not _takes(found.entry, observation):
            found = self._within_range(observation, context, grid, code, where, found)
        return _filled(observation, found, where, context)

    def _within_range(
        self,
        observation: Observation,
        context: Context,
        grid: int | None,
        code: str,
        where: Whereabouts,
        found: Match,
    ) -> Match:
        """The next best entry where the value is out of the best one's range; else the best, to say so."""
        measured = self._measured(observation, context, grid, code, where)
        excluded = frozenset({found.entry.id}) if found.entry else frozenset()
        other = match(self._catalogue, replace(measured, excluded=excluded))
        return other if other.entry and _takes(other.entry, observation) else found

    def look_again(self, observation: Observation, clause: tuple[str, str]) -> Observation:
        """The observation with the measure that the clause round it (before, after) names.

        Where its own words name none, the clause may, what follows the figure first; where they name
        one, the clause may hold what tells a neighbour apart.
        """
        if not any(clause) or observation.role in _PARTS:
            return observation
        context = self._context(observation)
        where = find_whereabouts(observation.indicator, self._catalogue.vocabulary)
        measured = self._measured(observation, context, None, "", where)
        before, after = (_without_authority(part, context.authority) for part in clause)
        entry = self._catalogue.get(observation.indicator_id)
        if entry is not None:
            bag = self._bag(f"{before} {after}")
            other = told_apart(self._catalogue, entry, bag, measured.bag, measured)
            found = Match(other, 0.8, f"the clause tells it apart from {entry.id}", entry.id)
            return _filled(observation, found, where, context) if other else observation
        for text in (after, f"{before} {after}"):
            found = match_clause(self._catalogue, text, self._bag(text), measured.bag, measured)
            if found.entry and _takes(found.entry, observation):
                return _filled(observation, found, where, context)
        return observation

    def _context(self, observation: Observation) -> Context:
        return self._contexts[observation.context] if observation.context < len(self._contexts) else Context()

    def _decide(
        self, observation: Observation, context: Context, grid: int | None, code: str
    ) -> tuple[Match, Whereabouts]:
        where = find_whereabouts(observation.indicator, self._catalogue.vocabulary)
        measured = self._measured(observation, context, grid, code, where)
        by_code = self._by_code(observation.indicator, code, measured)
        found = by_code or match(self._catalogue, measured)
        if found.entry is None and observation.origin == "table":
            words = without_code(observation.indicator, code)
            found = match_cut_off(self._catalogue, words, measured) or found
        return found, where

    def _measured(
        self, observation: Observation, context: Context, grid: int | None, code: str, where: Whereabouts
    ) -> Measured:
        words = _without_authority(without_code(observation.indicator, code), context.authority)
        headings = [*context.headings, self._captions.get(grid, "") if grid is not None else ""]
        title = (context.title, context.item, context.committee or "")
        everything = frozenset[str]().union(*(self._bag(t) for t in (*headings, *title) if t))
        text = observation.indicator
        return Measured(
            bag=self._bag(words),
            unit=observation.unit,
            role=observation.role,
            rolling=observation.period_type == "rolling_12m",
            says_rate=bool(_RATE.search(text)),
            says_percent=bool(_PERCENT.search(text)),
            says_number=bool(_NUMBER.search(text)),
            says_days=bool(_DAYS.search(text)),
            subjects=self._subjects(headings) or self._subjects(title) or self._main_subject(),
            context=everything,
            free=where.tokens | self._names(words),
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

    def _names(self, words: str) -> frozenset[str]:
        """Capitalised words after the first that no entry uses: places and people."""
        found = frozenset(t for name in _NAMES.findall(words) for t in split(name))
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


def _takes(entry: Indicator, observation: Observation) -> bool:
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


def _follow(observations: list[Observation], catalogue: Catalogue) -> list[Observation]:
    """Targets, benchmarks and earlier values take the measure of the figure they are set against."""
    by_id = {o.observation_id: o for o in observations}
    set_against: dict[str, list[Observation]] = defaultdict(list)
    for o in observations:
        if o.compared_with:
            set_against[o.compared_with].append(o)
    followed = [_followed(o, by_id, set_against, catalogue) for o in observations]
    shared = {(_sentence(o), o.indicator) for o in followed if o.role in ("numerator", "actual")}
    return [_without_base(o) if (_sentence(o), o.indicator) in shared else o for o in followed]


def _sentence(observation: Observation) -> int | None:
    source = observation.source
    return source.sentence_start if isinstance(source, StatementSource) else None


def _without_base(observation: Observation) -> Observation:
    """The base of a share that is stated under the share's own words is not of the share's measure."""
    if observation.role != "denominator" or _sentence(observation) is None or not observation.indicator_id:
        return observation
    reason = f"the base of a share, stated under the words of {observation.indicator_id}"
    return replace(observation, indicator_id=None, indicator_label=None, resolution=reason)


def _followed(
    observation: Observation,
    by_id: Mapping[str, Observation],
    set_against: Mapping[str, Sequence[Observation]],
    catalogue: Catalogue,
) -> Observation:
    if (
        observation.indicator_id
        or observation.role not in _FOLLOWS
        or observation.resolution.startswith(IMPLAUSIBLE)
    ):
        return observation
    other = by_id.get(observation.compared_with or "")
    linked = [o for o in (other, *set_against.get(observation.observation_id, ())) if o and o.indicator_id]
    linked = [o for o in linked if o.indicator == observation.indicator or not observation.indicator]
    ids = {o.indicator_id for o in linked}
    entry = catalogue.get(ids.pop()) if len(ids) == 1 else None
    if entry is None or unit_rank(entry, Measured(frozenset(), observation.unit, observation.role)) is None:
        return observation
    return replace(
        observation,
        indicator_id=entry.id,
        indicator_label=entry.label,
        resolution=f"of the measure of {linked[0].text} that it is set against",
    )
