"""The measure's words to a catalogue id, authority, area and cohort; or empty with the reason."""

from __future__ import annotations

from extractor.indicators.resolving import Resolver, resolve_indicators
from extractor.indicators.suggest import Suggestion, suggest_indicators
from extractor.indicators.texts import check_indicators, list_indicators, show_indicator

__all__ = [
    "Resolver",
    "Suggestion",
    "check_indicators",
    "list_indicators",
    "resolve_indicators",
    "show_indicator",
    "suggest_indicators",
]
