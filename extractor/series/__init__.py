"""Observations to series: what any paper gave for one measure, on one line, comparable or marked as not."""

from __future__ import annotations

from extractor.series.building import Built, build, build_series
from extractor.series.reading import (
    Change,
    Wanted,
    as_of,
    change_between,
    change_on_year,
    revisions,
    series_rows,
    triangle_rows,
    wanted_points,
)

__all__ = [
    "Built",
    "Change",
    "Wanted",
    "as_of",
    "build",
    "build_series",
    "change_between",
    "change_on_year",
    "revisions",
    "series_rows",
    "triangle_rows",
    "wanted_points",
]
