"""What a figure's words, the headings and the text round it say of its measure, as tokens to compare."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractor.indicators.clauses import NOTHING, Stretch
from extractor.indicators.fields import Fields
from extractor.indicators.matching import Measured
from extractor.indicators.places import Whereabouts, find_whereabouts
from extractor.indicators.predicates import predicate_of
from extractor.indicators.surroundings import Around
from extractor.model import Context, Document, Grid, Observation, StatementSource, TableSource
from extractor.patterns.indicators import Catalogue, Indicator, field_token
from extractor.patterns.measure_words import split

_NUMBERED = re.compile(
    r"^\W*(?:\d{1,2}(?:\.\d{1,3})+[a-z]?|(?!NI|BV|KS|PAM|COVID)(?:[A-Z]{3,5}-?\d|[A-Z]{2}-?\d\d)\d{0,3}[a-z]?)\b(?:\s+OLD\b)?[\s.:–-]*"
)
_INNER_CODE = re.compile(r"\(?\b(?!NI|BV|KS|PAM|COVID)[A-Z]{2,5}-?\d{2,4}[a-z]?\b\)?")
_NAMES = re.compile(r"(?<=\s)[A-Z][a-z]{2,}")
_MUCH_TEXT, _OFTEN, _MOST = 40_000, 4, 0.6
"""Characters that are looked at for a paper's subject; how often, and of how many, it must be named."""
_RATE = re.compile(r"\brates?\b|\bper (?:1|10|100)[, ]?000\b|\b10k\b", re.IGNORECASE)
_BASE = re.compile(r"\b(?:per|in|/) ?(?:1|10|100)(?:[, ]?000|k)\b", re.IGNORECASE)
_PERCENT = re.compile(r"%|\bper ?cent|\bproportion\b", re.IGNORECASE)
_NUMBER = re.compile(r"\bnumbers?\b|\bno\.|\bcount\b", re.IGNORECASE)
_DAYS = re.compile(r"\bdays\b", re.IGNORECASE)
_OPENING = 200
"""Characters at the start of a paper that tell what it is about, where it has no title."""
_OF_THE_CLAUSE = ("", "clause")
_PRINTED_UNIT = re.compile(r"\d\s*([A-Za-z]+)$")


@dataclass(frozen=True)
class Site:
    """Where in its document a figure stands, as far as that tells its measure."""

    context: Context
    caption: str = ""
    code: str = ""
    field: str | None = None
    """What the section is about ("children")."""
    plain: bool = False
    """It is about hardly anything else."""
    in_table: bool = False


class Evidence:
    """Reads the figures of one document for their measures; equal texts are read once."""

    def __init__(self, document: Document, catalogue: Catalogue) -> None:
        self.fields = Fields(catalogue)
        self.bag = lru_cache(maxsize=None)(self._find_bag)
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

    def _find_bag(self, text: str) -> frozenset[str]:
        return self._catalogue.vocabulary.bag(text, self._short)

    def site(self, observation: Observation, stretch: Stretch = NOTHING) -> Site:
        known = observation.context < len(self._contexts)
        context = self._contexts[observation.context] if known else Context()
        headings = " ".join((context.committee or "", context.item, context.title, *context.headings))
        told = self.fields.of_text(headings)
        told = told if told.field else self.fields.of_text(stretch.wide)
        source = observation.source
        if isinstance(source, TableSource):
            return Site(context, self._captions.get(source.grid, ""), source.code, told.field, in_table=True)
        codes = {m[0] for m in self._catalogue.code_pattern.finditer(stretch.before)}
        code = codes.pop() if len(codes) == 1 else ""
        return Site(context, code=code, field=told.field, plain=told.plain)

    def measured(self, observation: Observation, site: Site, where: Whereabouts | None = None) -> Measured:
        where = where or find_whereabouts(observation.indicator, self._catalogue.vocabulary)
        context = site.context
        words = _without_heading(observation, context) if observation.origin == "statement" else None
        words = words or observation.indicator
        words = _without_authority(without_code(words, site.code), context.authority)
        headings = [*context.headings, site.caption]
        title = (context.title, context.item, context.committee or "")
        everything = frozenset[str]().union(*(self.bag(t) for t in (*headings, *title) if t))
        text = observation.indicator
        return Measured(
            bag=self.bag(words),
            unit=observation.unit,
            role=observation.role,
            rolling=observation.period_type == "rolling_12m",
            says_rate=bool(_RATE.search(text)),
            says_base=observation.origin == "table" or bool(_BASE.search(f"{text} {observation.quote}")),
            says_percent=bool(_PERCENT.search(text)),
            says_number=bool(_NUMBER.search(text)),
            says_days=bool(_DAYS.search(text)),
            subjects=self._subjects(headings) or self._subjects(title) or self._main_subject(),
            context=everything | {field_token(site.field)} | self._main_subject(),
            excluded=self._printed_otherwise(observation),
            free=where.tokens | self.names(words) | self._passing(observation, words),
        )

    def around(
        self, observation: Observation, stretch: Stretch, measured: Measured, context: Context
    ) -> Around:
        source = observation.source
        before, after = (_without_authority(t, context.authority) for t in (stretch.before, stretch.after))
        return Around(
            own=measured.bag,
            near=self.bag(before) | self.bag(after),
            section=measured.context,
            lead=self.bag(stretch.lead),
            tight=self.bag(_without_authority(stretch.tight, context.authority)),
            predicate=self._other_words(predicate_of(stretch.after), observation.indicator),
            beside=self._other_words(stretch.tight, observation.indicator),
            following=self.bag(_without_authority(stretch.following, context.authority)),
            lent=isinstance(source, StatementSource) and source.measure_from not in _OF_THE_CLAUSE,
        )

    def _other_words(self, text: str, own: str) -> frozenset[str]:
        """Tokens of a text without the words that stand in the figure's own, which may be half a name."""
        known = frozenset(split(own))
        return self.bag(" ".join(t for t in split(text) if t not in known))

    def heading_of(self, observation: Observation, context: Context) -> str:
        """The innermost heading; without any, the title, or what the paper opens with."""
        source = observation.source
        start = source.sentence_start if isinstance(source, StatementSource) else 0
        heading = context.headings[-1] if context.headings else context.title
        return heading or self._text[: min(_OPENING, start)]

    def _printed_otherwise(self, observation: Observation) -> frozenset[str]:
        """Ids of the entries whose figures are never printed with this one's unit word."""
        return frozenset(e.id for e in self._catalogue.printed if printed_otherwise(e, observation))

    def _subjects(self, headings: Sequence[str]) -> frozenset[str]:
        """Subjects of the innermost heading that names any; none where it names several."""
        for heading in reversed(headings):
            found = self.bag(heading) & self._catalogue.vocabulary.subjects if heading else frozenset()
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

    def _passing(self, observation: Observation, words: str) -> frozenset[str]:
        """Words of the sentence that are none of the measure, where the measure was read from one."""
        if observation.origin != "statement":
            return frozenset()
        adverbs = {t for t in self.bag(words) if t.endswith("ly") and t not in self._catalogue.weights}
        return self._catalogue.passing | adverbs

    def names(self, words: str) -> frozenset[str]:
        """Capitalised words after the first that no entry uses: places and people."""
        found = frozenset(t for name in _NAMES.findall(words) for t in self.bag(name))
        return frozenset(t for t in found if t not in self._catalogue.weights)


def _abbreviations(document: Document, catalogue: Catalogue) -> Mapping[tuple[str, ...], tuple[str, ...]]:
    """The paper's own short forms, as replacements of tokens, where they mean what the paper says.

    One that names no measure otherwise ("FTE") goes on to mean that, whatever else it is short for here.
    """
    found = {}
    for short, long in document.outline.abbreviations:
        key, meaning = tuple(split(short)), catalogue.vocabulary.tokens(long)
        usual = frozenset(catalogue.vocabulary.tokens(short))
        if usual and usual <= catalogue.vocabulary.light:
            continue
        if key and meaning and catalogue.vocabulary.tokens(short) != meaning:
            found[key] = tuple(split(long))
    return found


def without_code(words: str, code: str = "") -> str:
    """A measure's words without the number that the paper gives the measure ("6.2", "CPU118")."""
    if code:
        words = re.sub(rf"(?<!\w){re.escape(code)}(?!\w)", " ", words)
    return _INNER_CODE.sub(" ", _NUMBERED.sub("", words))


def _without_heading(observation: Observation, context: Context) -> str:
    """The words of a sentence's measure without the heading or title that was set before them."""
    words = observation.indicator
    for heading in (*reversed(context.headings), context.title, context.item):
        if heading and words.casefold().startswith(heading.casefold()):
            return words[len(heading) :].strip()
    return words


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


def printed_unit(observation: Observation) -> str:
    """The unit word that stands behind the number ("tonnes"), or nothing."""
    found = _PRINTED_UNIT.search(observation.text)
    return found[1].casefold() if found else ""


def printed_otherwise(entry: Indicator, observation: Observation) -> bool:
    """Whether the figure is printed with a unit word that those of the entry never have."""
    unit = printed_unit(observation) if entry.printed else ""
    return bool(unit) and unit not in entry.printed
