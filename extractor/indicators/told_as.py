"""A figure with the measure that it was found to be of, or with none, and why."""

from __future__ import annotations

from dataclasses import replace

from extractor.model import Observation
from extractor.patterns.indicators import Indicator


def told_as(observation: Observation, entry: Indicator | None, reason: str) -> Observation:
    """The observation under this measure, or under its own words only; `reason` is kept as its resolution."""
    return replace(
        observation,
        indicator_id=entry.id if entry else None,
        indicator_label=entry.label if entry else None,
        resolution=reason,
    )
