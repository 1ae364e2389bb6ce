"""What speaks against a measure that a stated figure's words name."""

from __future__ import annotations

import re
from collections.abc import Set

from extractor.indicators.clauses import Stretch
from extractor.indicators.matching import Measured, unit_rank
from extractor.indicators.predicates import NEXT_TO_IT, predicate_of
from extractor.model import Observation
from extractor.patterns.indicators import Catalogue, Indicator

_PART = re.compile(
    r"\b(?:of (?:these|those|them|which|whom|the (?:\d[\d,]*|total))"
    r"|made up of|compris(?:ing|ed of)|consisting of|including"
    r"|(?:these|this|which) includ(?:ed?|es))\b[^.;:]{0,90}$",
    re.IGNORECASE,
)
_OF_THEM = re.compile(r"\W*(?:\([^()]*\)\W*)?of (?:which|whom|these|those|them)\b", re.IGNORECASE)
_TIME = r"(?:nights?|days?|weeks?|months?|years?|hours?|minutes?|seconds?)\b"
_TIME_FOLLOWS, _IN_TIME = (re.compile(start + _TIME, re.IGNORECASE) for start in (r"\W*", r"\b"))
_POSTS_FOLLOW = re.compile(r"\s*(?:FTEs?|WTEs?|(?:full|whole)[- ]time equivalents?)\b", re.IGNORECASE)
_LEAST_BASE = 4.0
"""Least weight of a name that the base of a share is taken for: "11 calls" of "1 in 11 calls" is none."""


def is_part(stretch: Stretch) -> bool:
    """Whether a figure is told as a part of one before it: "of these 6", "made up of 12 and 40"."""
    return bool(_PART.search(stretch.said) or _OF_THEM.match(stretch.after))


def contrary(
    catalogue: Catalogue, entry: Indicator, observation: Observation, own: frozenset[str], stretch: Stretch
) -> str | None:
    """Why a figure with these words and this clause is not of the entry, or None."""
    if entry.unit != "count" or observation.unit != "count":
        return None
    counted = own & catalogue.vocabulary.counted
    of_entry = catalogue.counted_by(entry)
    if counted and of_entry and not counted & of_entry:
        return f"{', '.join(sorted(counted))} counted, {entry.id} counts {', '.join(sorted(of_entry))}"
    if _POSTS_FOLLOW.match(stretch.after) and "fte" not in catalogue.words_of(entry):
        return f"full-time posts, no number of what {entry.id} counts"
    if _TIME_FOLLOWS.match(stretch.after) and not _IN_TIME.search(entry.label):
        return f"a length of time, no number of what {entry.id} counts"
    telling = own - catalogue.vocabulary.light - catalogue.passing
    if observation.role == "denominator" and catalogue.weigh(telling) < _LEAST_BASE:
        return f"the base of a share; its words are too general for {entry.id}"
    part = is_part(stretch)
    whole = _OF_THEM.match(stretch.after) and not _tells_the_part(catalogue, entry, observation, stretch)
    if (part and not telling & catalogue.words_of(entry)) or whole:
        return f"a part of what {entry.id} counts"
    part = part or observation.role == "numerator"
    part = part and entry.measure == "stock"
    if part and telling and telling <= catalogue.vocabulary.subjects:
        return f"those whom a part is of, which {entry.id} does not count"
    return None


def _tells_the_part(
    catalogue: Catalogue, entry: Indicator, observation: Observation, stretch: Stretch
) -> bool:
    """Whether what is said of a part ("5 of which were placed for adoption") is in the entry's name."""
    said = catalogue.vocabulary.bag(predicate_of(stretch.after)) - catalogue.vocabulary.light
    named = said & catalogue.words_of(entry) - catalogue.vocabulary.hard
    return bool(named) or observation.resolution.startswith(NEXT_TO_IT)


def more_special(
    catalogue: Catalogue, entry: Indicator, measured: Measured, section: frozenset[str]
) -> Indicator | None:
    """The one measure whose name is the entry's and more, where the section says the more.

    "Complaints received" in a paper on planning enforcement.
    """
    light = catalogue.vocabulary.light
    number = catalogue.number_of(entry.id)
    words = measured.bag | measured.subjects
    said = [v.bag - light for v in catalogue.variants_of(number) if v.bag - light <= words]
    base = max(said, key=lambda b: (catalogue.weigh(b), sorted(b)), default=frozenset[str]())
    if not base:
        return None
    own_words = catalogue.words_of(entry)
    best: dict[int, float] = {}
    for at in {n for token in base for n in catalogue.index.get(token, ())}:
        variant = catalogue.variants[at]
        bag = variant.bag - light
        added = bag - base
        tells = added - catalogue.vocabulary.subjects - own_words
        if _names_another(catalogue, added, {number, variant.entry}):
            continue
        if variant.entry == number or not base < bag or not added <= section or not tells:
            continue
        if unit_rank(catalogue.entries[variant.entry], measured) == 0:
            best[variant.entry] = max(best.get(variant.entry, 0.0), catalogue.weigh(bag))
    most = [n for n, weight in best.items() if weight == max(best.values())]
    return catalogue.entries[most[0]] if len(most) == 1 else None


def _names_another(catalogue: Catalogue, words: frozenset[str], entries: Set[int]) -> bool:
    """Whether these words by themselves are the name of a measure that is none of the entries."""
    numbers = {n for token in words for n in catalogue.index.get(token, ())}
    variants = (catalogue.variants[n] for n in numbers)
    light, subjects = catalogue.vocabulary.light, catalogue.vocabulary.subjects
    return any(
        v.entry not in entries and v.bag - light <= words and v.bag - light - subjects for v in variants
    )
