"""The measure's words to a catalogue id, authority, area and cohort; or empty with the reason."""

from __future__ import annotations

from extractor.indicators.resolving import Resolver, resolve_indicators

__all__ = ["Resolver", "resolve_indicators"]
