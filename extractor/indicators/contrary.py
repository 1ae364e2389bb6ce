"""What speaks against a measure that a stated figure's words name."""

from __future__ import annotations

import re

from extractor.indicators.clauses import Stretch
from extractor.indicators.matching import Measured, unit_rank
from extractor.model import Observation
from extractor.patterns.indicators import Catalogue, Indicator

_PART = re.compile(
    r"\b(?:of (?:these|those|them|which|whom|the (?:\d[\d,]*|total))"
    r"|(?:these|this|which) includ(?:ed?|es|ing))\b[^.;:]{0,60}$",
    re.IGNORECASE,
)


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
    if _PART.search(stretch.before) and _names_whom_only(catalogue, entry, own):
        return f"a part of a whole that {entry.id} does not count"
    return None


def _names_whom_only(catalogue: Catalogue, entry: Indicator, own: frozenset[str]) -> bool:
    """Whether the words name those that the part is of, and nothing that was counted of them."""
    vocabulary = catalogue.vocabulary
    telling = own - vocabulary.light - catalogue.passing
    return bool(telling) and telling <= vocabulary.subjects


def more_special(
    catalogue: Catalogue, entry: Indicator, measured: Measured, section: frozenset[str]
) -> Indicator | None:
    """The one measure whose name is the entry's and more, where the section says the more.

    "Complaints received" in a paper on planning enforcement.
    """
    light = catalogue.vocabulary.light
    number = catalogue.number_of(entry.id)
    said = [v.bag - light for v in catalogue.variants_of(number) if v.bag - light <= measured.bag]
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
        if variant.entry == number or not base < bag or not added <= section or not tells:
            continue
        if unit_rank(catalogue.entries[variant.entry], measured) == 0:
            best[variant.entry] = max(best.get(variant.entry, 0.0), catalogue.weigh(bag))
    most = [n for n, weight in best.items() if weight == max(best.values())]
    return catalogue.entries[most[0]] if len(most) == 1 else None
