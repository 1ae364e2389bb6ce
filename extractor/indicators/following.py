"""Figures that are set against another take its measure; the parts of a share take that of the share."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set

from extractor.indicators.matching import Measured, unit_rank
from extractor.indicators.predicates import NEXT_TO_IT
from extractor.indicators.told_as import told_as
from extractor.model import Observation, StatementSource
from extractor.patterns.indicators import Catalogue

IMPLAUSIBLE = "out of range"
FOLLOWED = "of the measure of"
_NUMBER_OF = re.compile(r"\bnumbers? of\b", re.IGNORECASE)
_FOLLOWS = ("target", "benchmark", "previous", "threshold", "projection", "numerator", "change")
"""Roles whose figure is of the measure it is set against."""


def follow(observations: Sequence[Observation], catalogue: Catalogue) -> list[Observation]:
    """Targets, benchmarks and earlier values take the measure of the figure they are set against."""
    by_id = {o.observation_id: o for o in observations}
    set_against: dict[str, list[Observation]] = defaultdict(list)
    for o in observations:
        if o.compared_with:
            set_against[o.compared_with].append(o)
    found = [_followed(o, by_id, set_against, catalogue) for o in observations]
    by_id = {o.observation_id: o for o in found}
    return [_told_alike(o, by_id, catalogue) for o in found]


def unfollowed(observation: Observation) -> Observation:
    """The observation without a measure that it took from another, for the other's may be another now."""
    if not observation.resolution.startswith(FOLLOWED):
        return observation
    return told_as(observation, None, observation.resolution)


def without_bases(observations: Sequence[Observation], catalogue: Catalogue) -> list[Observation]:
    """The same, the bases of shares without the measure whose words they were stated under.

    Nor is a part of a whole of the measure that counts the whole ("11 of the 29 looked after children").
    """
    shared = {(_sentence(o), o.indicator) for o in observations if o.role in ("numerator", "actual")}
    shares = {(_sentence(o), o.indicator) for o in observations if o.unit == "percent"}
    bases = {(_sentence(o), o.indicator) for o in observations if o.role == "denominator"} - shares
    return [_without_whole(o, shared, bases, catalogue) for o in observations]


def _without_whole(
    observation: Observation,
    shared: Set[tuple[int | None, str]],
    bases: Set[tuple[int | None, str]],
    catalogue: Catalogue,
) -> Observation:
    words = (_sentence(observation), observation.indicator)
    if words[0] is None or not observation.indicator_id:
        return observation
    share = _is_share(observation, catalogue)
    if observation.role == "denominator" and (words in shared or share):
        reason = f"the base of a share, stated under the words of {observation.indicator_id}"
    elif observation.role == "numerator" and words in bases and not share:
        reason = f"a part of what {observation.indicator_id} counts"
    else:
        return observation
    return told_as(observation, None, reason)


def _is_share(observation: Observation, catalogue: Catalogue) -> bool:
    entry = catalogue.get(observation.indicator_id)
    return entry is not None and entry.unit == "percent"


def _sentence(observation: Observation) -> int | None:
    source = observation.source
    return source.sentence_start if isinstance(source, StatementSource) else None


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
    linked = [o for o in linked if _says_no_more(observation, o, catalogue)]
    ids = {o.indicator_id for o in linked}
    entry = catalogue.get(ids.pop()) if len(ids) == 1 else None
    measured = Measured(frozenset(), observation.unit, observation.role, says_number=_counts(observation))
    if entry is None or unit_rank(entry, measured) is None:
        return observation
    return told_as(observation, entry, f"{FOLLOWED} {linked[0].text} that it is set against")


def _told_alike(
    observation: Observation, by_id: Mapping[str, Observation], catalogue: Catalogue
) -> Observation:
    """A figure under the words of the level that it is set against, with the level's measure.

    A percentage by itself may be the change of a count as well as of a share; and what tells the level from
    its words ("writing at 64%") is said once.
    """
    level = by_id.get(observation.compared_with or "") if observation.role in _FOLLOWS else None
    if level is None or level.indicator != observation.indicator:
        return observation
    if observation.role != "change" and not _told_next_to(level, observation):
        return observation
    entry = catalogue.get(level.indicator_id)
    if level.indicator_id == observation.indicator_id or entry is None:
        return observation
    if unit_rank(entry, Measured(frozenset(), observation.unit, observation.role)) is None:
        return observation
    return told_as(observation, entry, f"{FOLLOWED} {level.text} that it is set against")


def _told_next_to(level: Observation, observation: Observation) -> bool:
    """Whether words next to the level before a figure tell the measure of both."""
    told, own = (o.resolution.startswith(NEXT_TO_IT) for o in (level, observation))
    return told and not own and (level.start or 0) < (observation.start or 0)


def _counts(observation: Observation) -> bool:
    return bool(_NUMBER_OF.search(observation.indicator))


def _says_no_more(observation: Observation, other: Observation, catalogue: Catalogue) -> bool:
    """Whether the figure's own words name nothing that those of the other do not."""
    if observation.indicator in ("", other.indicator):
        return True
    vocabulary = catalogue.vocabulary
    own = vocabulary.bag(observation.indicator) - vocabulary.light
    return own <= vocabulary.bag(other.indicator)
