"""Observations to series: vintages, revisions, breaks."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.model import Result, SeriesPoint


def build_series(results: Sequence[Result]) -> list[SeriesPoint]:
    """The series of these documents together, in an order that does not depend on theirs."""
    return []
