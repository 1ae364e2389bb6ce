"""Where a value of a series belongs: its line and its period."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from extractor.model import PeriodType, SeriesPoint, Unit
from extractor.patterns.scorecards import one_case
from extractor.series.dating import Dated


class Line(NamedTuple):
    """What one series is of: values with the same line and different periods can be compared."""

    authority: str
    """A body, or for a paper that names none, the paper's hash: unnamed bodies are never joined."""
    measure: str
    area: str
    cohort: str
    kind: str
    unit: Unit
    period_type: PeriodType | None


class Slot(NamedTuple):
    """One period of one line: values here are vintages of one another."""

    line: Line
    first: date | None
    last: date


class Reported(NamedTuple):
    """A value as one document gives it, with what its printed form says of its precision."""

    point: SeriesPoint
    places: int
    scale: int


class Place(NamedTuple):
    """Where a figure belongs, and how its date was found."""

    slot: Slot
    dated: Dated


_DASH = re.compile(r"\s*[-\u2010-\u2015]\s*")


@lru_cache(maxsize=4096)
def part_key(name: str | None) -> str:
    """A part of a body, or a group, as compared: "SOUTH" is "South", "Non- Centre" is "non-centre"."""
    return " ".join(_DASH.sub("-", one_case(name)).split()) if name else ""
