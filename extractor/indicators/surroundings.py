"""Which entry a stated figure is of, by its own words together with the clause and the section round it.

A sentence seldom names its measure in full: the heading says "Planning", the sentence before "minor
applications", the clause "within 8 weeks".  Here a wording of the catalogue is looked for in all of
them, the nearer the better, and what the wording leaves over of the figure's own words counts against it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import fsum

from extractor.indicators.matching import FREE, Match, Measured, lacks_its_owner, limits_alike, unit_rank
from extractor.indicators.predicates import NEXT_TO_IT, left_open, says_more, told_by_predicate
from extractor.patterns.indicators import Catalogue, Indicator, Variant
from extractor.patterns.measure_words import is_age, is_span

_NEAR, _SECTION, _LEAD = 0.95, 0.8, 0.55
"""What a word counts that stands in the clause, the headings, or the text before; in the own words: 1."""
_TAKE = 0.74
_MARGIN, _MARGIN_OF_A_CHANGE = 0.06, 0.15
"""Least distance to the next; a relative change may be of a share as well as of a count."""
_ANCHOR, _ANCHOR_SHARE = 2.0, 0.34
"""Least weight, and part of the wording's weight, that must stand in the words or the clause."""
_FOREIGN_KNOWN, _FOREIGN_UNKNOWN, _FOREIGN_SUBJECT = 0.9, 1.6, 2.0
_CLEAN, _FOREIGN_IN_FEW = 3, 4.0
"""Up to so many words are a name and no piece of a sentence: one that no measure has then counts more."""
_RANK_PRICE = 0.06
_LEAST_TIGHT = 5.0
"""Least weight of a name next to the figure that is taken against words from further off."""
_LEAST_CLAUSE, _BY, _STRAY = 4.5, 2, 5.0
"""Least weight and words of a name that a clause gives without the figure's words, and the most weight that
words of the figure's own may have of which the clause knows nothing."""


_TOLD = ("actual", "previous", "numerator")
"""Roles in which what a clause says of a figure is of what it counts."""
_PART = 5
"""Least letters of a word that is looked for in a name."""


@dataclass(frozen=True)
class Around:
    """Tokens of a figure's own words, and of what stands round it, from near to far."""

    own: frozenset[str]
    near: frozenset[str]
    section: frozenset[str] = frozenset()
    lead: frozenset[str] = frozenset()
    tight: frozenset[str] = frozenset()
    """Of the clause, what stands next to the figure without a pause between."""
    following: frozenset[str] = frozenset()
    """Of that, what follows the figure."""
    predicate: frozenset[str] = frozenset()
    """Of that, what is said of a figure whose noun was left out, but for its own words."""
    beside: frozenset[str] = frozenset()
    """Of what stands next to it, what is none of its own words."""
    lent: bool = False
    """The figure's words are not of its clause: a heading or a sentence before lent them."""

    @property
    def close(self) -> frozenset[str]:
        """The words and the clause."""
        return self.own | self.near


@dataclass(frozen=True)
class _Found:
    score: float
    weight: float
    variant: Variant


def second_look(
    catalogue: Catalogue, entry: Indicator | None, around: Around, measured: Measured
) -> Match | None:
    """What the surroundings say of a figure whose own words named `entry`, or none.

    None: they change nothing.  A match without an entry: they make what the words named unsure.
    """
    if entry is None:
        return _named_by_any(catalogue, around, measured)
    other = told_apart(catalogue, entry, around, measured)
    if other is not None:
        return Match(other, 0.8, f"the clause tells it apart from {entry.id}", entry.id)
    elsewhere = _silent_on(catalogue, entry, around)
    named = _named_in_clause(catalogue, entry, around, elsewhere, measured)
    named = named or _told_next_to_it(catalogue, entry, around, measured)
    if named or elsewhere:
        return named
    found = match_around(catalogue, replace(around, near=around.tight), measured)
    if found.entry is not None and found.entry is not entry:
        return replace(found, reason=f"the clause says more than {entry.id}", runner_up=entry.id)
    return None


def _told_next_to_it(
    catalogue: Catalogue, entry: Indicator, around: Around, measured: Measured
) -> Match | None:
    """The measure that words next to the figure make of the one named, or none where they deny it."""
    known = around.own | around.near | around.section
    predicate = says_more(catalogue, around.predicate, around.own)
    for said in (predicate, _known(catalogue, around.beside - around.own)):
        other = told_by_predicate(catalogue, entry, said, known, around.tight, measured)
        if other is not None:
            return Match(other, 0.8, f"{NEXT_TO_IT} {entry.id}", entry.id)
    denied = measured.unit == "count" and measured.role in _TOLD and predicate - catalogue.words_of(entry)
    return left_open(entry, predicate) if denied else None


def _named_by_any(catalogue: Catalogue, around: Around, measured: Measured) -> Match | None:
    """The entry that the words and the clause name, else that the clause names without the words."""
    found = match_around(catalogue, around, measured)
    own = frozenset(t for t in around.own - measured.free if not t.isdigit())
    stray = frozenset() if around.lent else _known(catalogue, own) - around.near - around.section
    if found.entry or found.score >= _TAKE or catalogue.weigh(stray) > _STRAY:
        return found if found.entry else None
    if around.lent:
        around = replace(around, section=around.section | around.own)
    said = _known(catalogue, own & around.tight)
    for near in (around.tight, around.near):
        clause = replace(around, own=near, near=frozenset())
        found = match_around(catalogue, clause, measured, least=_LEAST_CLAUSE, by=_BY)
        if found.entry and said <= near - found.extra:
            return found
    return None


def _silent_on(catalogue: Catalogue, entry: Indicator, around: Around) -> list[tuple[frozenset[str], int]]:
    """The parts of the clause that name something and no word of the entry, and how many words of a name
    must stand there: what follows a figure may be a name of one word ("2.8% not known")."""
    names = frozenset[str]().union(*(v.bag for v in catalogue.variants_of(catalogue.number_of(entry.id))))
    parts = ((around.near, _BY), (around.following, 1))
    return [(part, by) for part, by in parts if (known := _known(catalogue, part)) and not known & names]


def _named_in_clause(
    catalogue: Catalogue,
    entry: Indicator,
    around: Around,
    parts: list[tuple[frozenset[str], int]],
    measured: Measured,
) -> Match | None:
    """The entry that the clause names, where the words of another clause named `entry`."""
    subjects = around.section & catalogue.vocabulary.subjects
    for part, by in parts:
        clause = Around(own=part, near=frozenset(), section=subjects, tight=part)
        found = match_around(catalogue, clause, measured, _LEAST_TIGHT, by)
        if found.entry and found.entry is not entry:
            reason = f"the clause names it, {entry.id} is of another"
            return replace(found, reason=reason, runner_up=entry.id)
    return None


def _words_said(catalogue: Catalogue, bag: frozenset[str]) -> int:
    """How many telling words a bag has; a name of several words counts as two."""
    known = _known(catalogue, bag) - catalogue.vocabulary.qualifiers
    return len(known) + len(known & catalogue.vocabulary.whole_names)


def _known(catalogue: Catalogue, bag: frozenset[str]) -> frozenset[str]:
    """Tokens that tell something of which measure it is."""
    return frozenset(t for t in bag - catalogue.vocabulary.light if t in catalogue.weights)


def match_around(
    catalogue: Catalogue, around: Around, measured: Measured, least: float = 0.0, by: int = 1
) -> Match:
    """The one entry that the figure's surroundings name, or the reason why none is sure.

    `least` is the least weight of a wording, and `by` how many of its telling words must stand in the
    words and the clause: a clause by itself names nothing by one common word.
    """
    ranked = [
        f
        for f in _ranked(catalogue, around, measured)
        if f.weight >= least and _words_said(catalogue, f.variant.bag & around.close) >= by
    ]
    if not ranked:
        return Match(None, 0.0, "its surroundings name no measure")
    light = catalogue.vocabulary.light
    best = _most_telling(ranked, around.own | around.tight, light)
    entry = catalogue.entries[best.variant.entry]
    if best.score < _TAKE:
        reason = f"nearest in its surroundings {entry.id} at {best.score:.2f} is not near enough"
        return Match(None, best.score, reason, entry.id)
    margin = _MARGIN_OF_A_CHANGE if measured.role == "change" else _MARGIN
    for other in ranked:
        inside = other.variant.bag - light < best.variant.bag - light
        if other is not best and best.score - other.score < margin and not inside:
            rival = catalogue.entries[other.variant.entry].id
            return Match(None, best.score, f"its surroundings name both {entry.id} and {rival}", rival)
    reason = f"its surroundings name it at {best.score:.2f}"
    return Match(entry, best.score, reason, None, around.own - best.variant.bag)


def _most_telling(ranked: list[_Found], said: frozenset[str], light: frozenset[str]) -> _Found:
    """Of those that fit alike, the one whose wording holds the other's and more that stands close by."""
    best = ranked[0]
    for other in ranked[1:]:
        more = other.variant.bag - best.variant.bag - light
        holds = best.variant.bag - light < other.variant.bag - light
        if ranked[0].score - other.score < _MARGIN and holds and more <= said:
            best = other
    return best


def _lacks_its_unit(entry: Indicator, measured: Measured) -> bool:
    """A plain number is of a measure with a printed unit ("seconds") only where its own words say so."""
    return bool(entry.printed) and measured.unit == "count"


def _ranked(catalogue: Catalogue, around: Around, measured: Measured) -> list[_Found]:
    best: dict[int, _Found] = {}
    for number in sorted({n for token in around.close for n in catalogue.index.get(token, ())}):
        variant = catalogue.variants[number]
        if variant.needs and not variant.needs & (around.section | around.close):
            continue
        entry = catalogue.entries[variant.entry]
        rank = unit_rank(entry, measured)
        if rank is None or entry.id in measured.excluded or _lacks_its_unit(entry, measured):
            continue
        found = _compared(catalogue, variant, around, measured, rank * _RANK_PRICE)
        if found and (
            variant.entry not in best
            or (found.score, found.weight) > (best[variant.entry].score, best[variant.entry].weight)
        ):
            best[variant.entry] = found
    return sorted(best.values(), key=lambda f: (-f.score, -f.weight, f.variant.entry))


def _compared(
    catalogue: Catalogue, variant: Variant, around: Around, measured: Measured, price: float
) -> _Found | None:
    """How well a wording fits, with limits of time alike where the measure has none of its own."""
    if catalogue.entries[variant.entry].any_limit:
        wording, own = limits_alike(catalogue, variant, around.own)
        _, near = limits_alike(catalogue, variant, around.near)
        variant, around = replace(variant, bag=wording), replace(around, own=own, near=near)
    if not _can_be(catalogue, variant, around, measured):
        return None
    return _scored(catalogue, variant, around, measured, price)


def _can_be(catalogue: Catalogue, variant: Variant, around: Around, measured: Measured) -> bool:
    """Whether nothing that changes what a measure is stands on one side only."""
    hard, close = catalogue.vocabulary.hard, around.close
    if lacks_its_owner(catalogue, variant.bag, close | around.section):
        return False
    if (variant.bag & hard) - close or (close & hard) - variant.bag:
        return False
    own = catalogue.spans[variant.entry]
    if any(is_span(t) and t not in own and t != "12month" for t in close):
        return False
    said = close | around.section | around.lead
    if any((is_span(t) or t == "ever") and t not in said for t in variant.bag):
        return False
    if any(t[-1].isdigit() and t not in close | around.section for t in variant.bag if not is_age(t)):
        return False
    return measured.rolling or "rolling" not in variant.bag - close


def _scored(
    catalogue: Catalogue, variant: Variant, around: Around, measured: Measured, price: float
) -> _Found | None:
    vocabulary = catalogue.vocabulary
    telling = variant.bag - (vocabulary.light - vocabulary.subjects)
    if measured.rolling:
        telling -= {"rolling"}
    whole = catalogue.weigh(telling)
    anchor = catalogue.weigh(telling & around.close)
    if not telling or anchor < _ANCHOR or anchor < _ANCHOR_SHARE * whole:
        return None
    if (telling & vocabulary.subjects) - around.close - around.section - around.lead:
        return None
    got = fsum(_support(token, around) * catalogue.weigh((token,)) for token in telling)
    score = got / (whole + _foreign(catalogue, variant, around, measured)) - price
    return _Found(score, whole, variant)


def _support(token: str, around: Around) -> float:
    if token in around.own:
        return 1.0
    if token in around.near:
        return _NEAR
    if token in around.section:
        return _SECTION
    return _LEAD if token in around.lead else 0.0


def _foreign(catalogue: Catalogue, variant: Variant, around: Around, measured: Measured) -> float:
    """Weight of the figure's own words that the wording leaves over, and of other subjects beside it."""
    vocabulary = catalogue.vocabulary
    over = around.own - variant.bag - vocabulary.light - measured.free - FREE
    over -= around.section if around.lent else frozenset()
    known = [t for t in over if t in catalogue.weights and not is_age(t) and not _is_part(t, variant)]
    unknown = [t for t in over - around.section if t not in catalogue.weights and not is_age(t)]
    price = _FOREIGN_UNKNOWN if len(around.own - vocabulary.light) > _CLEAN else _FOREIGN_IN_FEW
    beside = (around.near & vocabulary.subjects) - around.own - variant.bag - around.section
    return _FOREIGN_KNOWN * catalogue.weigh(known) + price * len(unknown) + _FOREIGN_SUBJECT * len(beside)


def _is_part(token: str, variant: Variant) -> bool:
    """Whether a word is part of one of the wording's names: "referral" of "rereferral"."""
    return len(token) >= _PART and any(token in name for name in variant.bag)


def told_apart(
    catalogue: Catalogue, entry: Indicator, around: Around, measured: Measured
) -> Indicator | None:
    """The neighbour that the clause means where the figure's own words left out what tells it apart.

    "63% have a plan which is up to date", of which the words kept are "have a plan".
    """
    light, own, clause = catalogue.vocabulary.light, around.own, around.near
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
