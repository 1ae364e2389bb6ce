"""Which entry of the catalogue a measure's words mean: one, or none with the reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import fsum

from extractor.model import Role, Unit
from extractor.patterns.indicators import Catalogue, Indicator, Variant, without_measure_word
from extractor.patterns.measure_words import is_age, is_span

SURE = 0.74
"""Least likeness at which an entry is taken."""
SURE_OF_A_BASE = 0.97
"""The same for the base of a share, whose words differ from the share's by little."""
SURE_OF_A_WORD = 0.92
"""The same for a single telling word ("reviews"), which must be nearly all of the name."""
_BOTH = 0.6
MARGIN = 0.045
"""Least distance to the runner-up."""
EXACT = 0.06
"""What a wording gains that has the very same tokens, areas and cohorts included; half of it where only words
of the period are over."""
IN_ITS_SECTION = 0.05
"""What a general name gains in the one kind of section where it counts."""
_HEADING_PRICE = 0.03
"""What a subject supplied by a heading costs against one in the words."""
_RANK_PRICE = 0.06
_LEAST_CUT = 18
"""Least length of a label that was cut off."""
_OF_ANY = frozenset({"done", "state", "child", "person", "month1", "rolling"})
"""Light tokens that any name may have; another ("school") must be said or stand in a heading, where a name
has but one telling token ("adults")."""
_OF_THE_PERIOD = frozenset({"state", "month1"})
MOST_LEFT_OVER = 6.0
"""Most that a word counts which the wording leaves over: one that a single name has is rare, no more."""
FREE = frozenset({"rolling", "month1", "12month"})
"""Tokens that speak of the window: the period says it too."""


@dataclass(frozen=True)
class Measured:
    """What is known of a figure's measure, apart from its value; equal ones resolve alike."""

    bag: frozenset[str]
    unit: Unit
    role: Role
    rolling: bool = False
    says_rate: bool = False
    says_base: bool = True
    """The paper says of how many a rate is; else the unit's base was supposed."""
    says_percent: bool = False
    says_number: bool = False
    says_days: bool = False
    subjects: frozenset[str] = frozenset()
    """Subject tokens of the section's headings, for words that name none."""
    context: frozenset[str] = frozenset()
    """All tokens of the headings, for names that only count in such a section."""
    free: frozenset[str] = frozenset()
    """Tokens that name an area, a cohort or a place and weigh nothing."""
    excluded: frozenset[str] = frozenset()
    """Ids of entries in whose range the value is not."""


@dataclass(frozen=True)
class Match:
    """The entry, or None; the reason names the runner-up."""

    entry: Indicator | None
    score: float
    reason: str
    runner_up: str | None = None
    extra: frozenset[str] = field(default_factory=frozenset)
    """Tokens of the words that the entry's wording does not use."""


@dataclass(frozen=True)
class _Candidate:
    score: float
    variant: Variant
    extra: frozenset[str]
    exact: float = 0.0
    """What it gained because the wording is the words themselves, nothing left over and nothing supplied."""


def match_cut_off(catalogue: Catalogue, words: str, measured: Measured) -> Match | None:
    """The entry of which exactly one wording begins with these words, for labels that a cell cut off."""
    start = without_measure_word(words)
    if len(start) < _LEAST_CUT or not catalogue.begins(start[:_LEAST_CUT]):
        return None
    found = {
        number
        for number, phrase in catalogue.begins(start[:_LEAST_CUT])
        if phrase.startswith(start) and unit_rank(catalogue.entries[number], measured) is not None
    }
    if len(found) != 1:
        return None
    return Match(
        catalogue.entries[found.pop()], 0.9, "the label is cut off and begins no other measure's name"
    )


def match(catalogue: Catalogue, measured: Measured) -> Match:
    """The one entry that the words, the unit and the section mean."""
    if not measured.bag:
        return Match(None, 0.0, "no words of a measure")
    ranked = _rank(catalogue, measured)
    if not ranked:
        return Match(None, 0.0, "no entry of the catalogue is like these words")
    best, *others = ranked
    name = catalogue.entries[best.variant.entry].id
    runner = catalogue.entries[others[0].variant.entry].id if others else None
    behind = f"; next {runner} at {others[0].score:.2f}" if others else ""
    if best.score < _sure(catalogue, measured):
        return Match(None, best.score, f"nearest {name} at {best.score:.2f} is not near enough{behind}", name)
    alone = best.exact > max((o.exact for o in others), default=0.0)
    if others and not alone and best.score - others[0].score < MARGIN:
        return Match(None, best.score, f"{name} and {runner} fit alike at {best.score:.2f}", runner)
    if others and _names_both(catalogue, best, others[0]):
        return Match(None, best.score, f"the words name both {name} and {runner}", runner)
    entry = catalogue.entries[best.variant.entry]
    return Match(entry, best.score, f"words at {best.score:.2f}{behind}", runner, best.extra)


def _sure(catalogue: Catalogue, measured: Measured) -> float:
    if measured.role == "denominator" and not measured.says_percent:
        return SURE_OF_A_BASE
    telling = measured.bag - catalogue.vocabulary.light - measured.free
    return SURE if len(telling) > 1 else SURE_OF_A_WORD


def _names_both(catalogue: Catalogue, best: _Candidate, other: _Candidate) -> bool:
    """Whether what the best reading leaves over is what the next one is of ("fire and asbestos checks")."""
    left = {t for t in best.extra if t in catalogue.weights and t not in catalogue.vocabulary.light}
    return bool(left) and left <= other.variant.bag and other.score >= _BOTH


def _rank(catalogue: Catalogue, measured: Measured) -> list[_Candidate]:
    best: dict[int, _Candidate] = {}
    for candidate in _candidates(catalogue, measured):
        number = candidate.variant.entry
        if number not in best or candidate.score > best[number].score:
            best[number] = candidate
    return sorted(best.values(), key=lambda c: (-c.score, c.variant.entry))


def _candidates(catalogue: Catalogue, measured: Measured) -> Iterable[_Candidate]:
    bags = [(measured.bag, 0.0)]
    telling = measured.bag - catalogue.vocabulary.light
    if telling and not measured.bag & catalogue.vocabulary.subjects:
        bags += [(measured.bag | {subject}, _HEADING_PRICE) for subject in measured.subjects]
    for bag, price in bags:
        for number in sorted({n for token in bag for n in catalogue.index.get(token, ())}):
            variant = catalogue.variants[number]
            if variant.needs and not variant.needs & (measured.context | measured.bag):
                continue
            if price and _says_otherwise(catalogue, variant, measured):
                continue
            entry = catalogue.entries[variant.entry]
            rank = unit_rank(entry, measured)
            if rank is None or entry.id in measured.excluded:
                continue
            likeness = _likeness(catalogue, variant, bag, measured)
            if likeness:
                score, extra = likeness
                exact = 0.0 if price else _exactness(variant.bag, bag)
                score += exact + (IN_ITS_SECTION if variant.needs else 0.0)
                yield _Candidate(score - price - rank * _RANK_PRICE, variant, extra, exact)


def _exactness(wording: frozenset[str], bag: frozenset[str]) -> float:
    if wording == bag:
        return EXACT
    return EXACT / 2 if wording ^ bag <= _OF_THE_PERIOD else 0.0


def _says_otherwise(catalogue: Catalogue, variant: Variant, measured: Measured) -> bool:
    """Whether the words that a heading gives its subject to name no part, or another thing besides."""
    telling = measured.bag - catalogue.vocabulary.light - measured.free
    return not telling & variant.bag or any(not is_age(t) and not t.isdigit() for t in telling - variant.bag)


def limits_alike(
    catalogue: Catalogue, variant: Variant, bag: frozenset[str]
) -> tuple[frozenset[str], frozenset[str]]:
    """The wording and the words; for a measure with a limit of each body's own, limits as one token."""
    if not catalogue.entries[variant.entry].any_limit:
        return variant.bag, bag
    return _without_limits(variant.bag), _without_limits(bag)


def _without_limits(bag: frozenset[str]) -> frozenset[str]:
    return frozenset("intime" if is_span(token) else token for token in bag)


def _likeness(
    catalogue: Catalogue, variant: Variant, bag: frozenset[str], measured: Measured
) -> tuple[float, frozenset[str]] | None:
    wording, bag = limits_alike(catalogue, variant, bag)
    missing, extra = wording - bag, bag - wording
    hard = catalogue.vocabulary.hard
    if missing & (hard | catalogue.vocabulary.subjects) or extra & hard:
        return None
    if any(is_span(t) or t == "ever" for t in missing) or ("rolling" in missing and not measured.rolling):
        return None
    own = catalogue.spans[variant.entry]
    if any(is_span(t) and t not in own and t not in FREE for t in extra):
        return None
    if lacks_its_owner(catalogue, wording, bag | measured.context):
        return None
    if measured.rolling:
        missing -= {"rolling"}
    weighing = frozenset(t for t in extra if t not in measured.free and not is_age(t))
    common = catalogue.weigh(bag & wording)
    price = catalogue.weigh(missing) + 0.9 * _weigh_extra(catalogue, weighing)
    return common / (common + price), extra


def lacks_its_owner(catalogue: Catalogue, wording: frozenset[str], said: frozenset[str]) -> bool:
    """Whether a wording has but one telling word, and what is said leaves out whose it is ("school")."""
    return len(wording - catalogue.vocabulary.light) == 1 and bool(wording - said - _OF_ANY)


def _weigh_extra(catalogue: Catalogue, extra: frozenset[str]) -> float:
    window = extra & FREE
    return fsum(min(catalogue.weigh((t,)), MOST_LEFT_OVER) for t in extra - window) + 0.4 * len(window)


def unit_rank(entry: Indicator, measured: Measured) -> int | None:
    """0 where the figure's unit is the entry's own, 1 where it can be, None where it cannot."""
    unit, role = measured.unit, measured.role
    if role == "change":
        return _change_rank(entry, measured)
    if unit == entry.unit:
        return 1 if unit == "count" and measured.says_rate else 0
    if not measured.says_base and unit.startswith("rate_per") and entry.unit.startswith("rate_per"):
        return 1
    if role in ("numerator", "denominator") and entry.unit == "percent":
        return 1 if unit == "count" else None
    return 1 if _loosely(entry, measured) else None


def _change_rank(entry: Indicator, measured: Measured) -> int | None:
    if measured.unit == "percentage_points":
        return 0 if entry.unit == "percent" else None
    if measured.unit not in ("percent", entry.unit) or (measured.says_number and entry.unit == "percent"):
        return None
    return 1 if entry.unit.startswith("rate_per") and not measured.says_rate else 0


def _loosely(entry: Indicator, measured: Measured) -> bool:
    """Whether a figure printed without its unit may be of this entry."""
    if measured.unit not in ("count", "ratio", "other", "score"):
        return False
    if entry.unit.startswith("rate_per"):
        return measured.says_rate or measured.unit == "other"
    if entry.unit == "percent":
        return measured.says_percent or measured.unit == "other"
    if entry.unit == "days":
        return measured.says_days or measured.unit == "other"
    return entry.unit in ("count", "ratio", "score", "other") and entry.unit != measured.unit
