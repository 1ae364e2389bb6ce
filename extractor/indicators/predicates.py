"""What is said of a figure that stands without its noun: "1 of which was allowed", "and 19 placed"."""

from __future__ import annotations

import re

from extractor.indicators.matching import Match, Measured, unit_rank
from extractor.patterns.indicators import Catalogue, Indicator, Variant
from extractor.patterns.measure_words import is_age, is_span

_BESIDE = r"\s*(?:\([^()]*\)\s*)?"
_OF_THEM = r"of (?:which|whom|these|those|them)\b"
_SAID = r"(?:had|has|have|were|was|are|is|being|remain(?:ed|s)?|went|came)\b"
_DONE = (
    r"(?=[a-z]+(?:ed|lt|ld|pt)\b(?:\W*$|\W+(?:in|at|by|on|during|since|to|from|for|within|last|this|the)\b))"
)
_WITHOUT_NOUN = re.compile(
    rf"^{_BESIDE}(?:{_OF_THEM}{_BESIDE}(?:{_SAID})?|{_SAID}|{_DONE})(?P<rest>.*)", re.DOTALL
)
_STOP = re.compile(r"[,;:(]|\s[-–]\s|\b(?:but|although|though|while|whilst|because|so|whereas|yet|however)\b")
NEXT_TO_IT = "words next to it tell it from"
_FEW = 2
"""Most telling words in which the measure that is meant differs from the one that was said before."""


def predicate_of(after: str) -> str:
    """What the text behind a figure says of it, where the figure's noun was left out; else nothing."""
    found = _WITHOUT_NOUN.match(after)
    return _STOP.split(found["rest"])[0] if found else ""


def told_by_predicate(
    catalogue: Catalogue,
    entry: Indicator,
    said: frozenset[str],
    known: frozenset[str],
    tight: frozenset[str],
    measured: Measured,
) -> Indicator | None:
    """The one measure that is `entry` with what is `said` of the figure put in the place of words that do
    not stand next to it ("reading at 69%, writing at 59%"); `known` are all words that it may be made of.
    """
    light = catalogue.vocabulary.light
    found = {
        other.entry
        for own in catalogue.variants_of(catalogue.number_of(entry.id))
        if (own.bag - light) <= known
        for number in {n for token in said for n in catalogue.index.get(token, ())}
        if _differs_by(other := catalogue.variants[number], own, said, known, tight, light)
        and not other.needs - measured.context
        and unit_rank(catalogue.entries[other.entry], measured) == 0
    }
    return catalogue.entries[found.pop()] if len(found) == 1 else None


def _differs_by(
    other: Variant,
    own: Variant,
    said: frozenset[str],
    known: frozenset[str],
    tight: frozenset[str],
    light: frozenset[str],
) -> bool:
    added, dropped = other.bag - own.bag - light, own.bag - other.bag - light
    if other.entry == own.entry or not added or any(map(is_span, added | dropped)):
        return False
    if not added <= said or not (other.bag - light) <= known | said:
        return False
    kept = own.bag & other.bag - light
    return bool(kept) and max(len(added), len(dropped)) <= _FEW and not dropped & tight


def says_more(catalogue: Catalogue, said: frozenset[str], own: frozenset[str]) -> frozenset[str]:
    """Words said of the figure that tell something and are not among its own."""
    rest = said - own - catalogue.vocabulary.light - catalogue.passing
    return frozenset(t for t in rest if not t[0].isdigit() and not is_age(t) and not is_span(t))


def left_open(entry: Indicator, said: frozenset[str]) -> Match:
    """No measure, for what is said of the figure is none of what the entry is of."""
    words = ", ".join(sorted(said))
    return Match(None, 0.0, f"its clause says {words}, of which {entry.id} tells nothing", entry.id)
