"""What papers print beside values: the rating of a value, its arrow, and the limits of red and amber."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from extractor.model import Direction, Observation, Result, TableSource

Rag = Literal["red", "amber", "green"]
SIDES = {"below": 1, "at_most": 1, "above": -1, "at_least": -1}
"""Red below a limit: high is good (1); red above it: low is good (-1)."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside one value."""

    rag: Rag | None = None
    trend: Direction | None = None


@dataclass(frozen=True, slots=True)
class Band:
    """One colour's stretch of values, open where an edge is None, and from when to when it holds."""

    rag: Rag
    low: Decimal | None
    high: Decimal | None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class Printed:
    """By observation id: what stands beside a value, and the bands of its row."""

    beside: Mapping[str, Beside] = field(default_factory=dict)
    bands: Mapping[str, tuple[Band, ...]] = field(default_factory=dict)


NOTHING = Printed()


def find_printed(results: Iterable[Result]) -> Printed:
    """The ratings, arrows and bands of all papers."""
    beside: dict[str, Beside] = {}
    bands: dict[str, tuple[Band, ...]] = {}
    for result in results:
        for row in _rows(result):
            beside.update(_beside(row))
            bands.update(_bands_of_row(row))
    return Printed(beside, bands)


def _rows(result: Result) -> Iterator[list[Observation]]:
    """The figures of each table row; of a table with indicators across, of each column."""
    across = {reading.grid for reading in result.tables if reading.kind == "transposed"}
    rows: dict[tuple[int, int], list[Observation]] = defaultdict(list)
    for made in result.observations:
        if isinstance(made.source, TableSource):
            line = made.source.col if made.source.grid in across else made.source.row
            rows[made.source.grid, line].append(made)
    yield from rows.values()


def _beside(row: Sequence[Observation]) -> Iterator[tuple[str, Beside]]:
    """Ratings where they are printed; the row's arrow at its latest values, of which it is drawn."""
    actual = [o for o in row if o.role == "actual" and isinstance(o.source, TableSource)]
    latest = max((o.period_end for o in actual if o.period_end), default=None)
    for made in actual:
        assert isinstance(made.source, TableSource)
        arrow = made.source.trend if made.period_end == latest else None
        if made.source.rag or arrow:
            yield made.observation_id, Beside(made.source.rag, arrow)


def _bands_of_row(row: Sequence[Observation]) -> Iterator[tuple[str, tuple[Band, ...]]]:
    limits = [o for o in row if o.role == "threshold"]
    if not limits:
        return
    targets = [o for o in row if o.role == "target"]
    found = {
        unit: _bands(_of_unit(limits, unit), _of_unit(targets, unit)) for unit in {o.unit for o in limits}
    }
    for made in row:
        if made.role == "actual" and found.get(made.unit):
            yield made.observation_id, tuple(found[made.unit])


def _of_unit(figures: Iterable[Observation], unit: str) -> list[Observation]:
    return [o for o in figures if o.unit == unit]


def _bands(limits: Sequence[Observation], targets: Sequence[Observation]) -> list[Band]:
    """Red to its one limit; amber between its two, or from the limit of red to the target; then green.

    All three, or none where the limits do not fix them or contradict each other.
    """
    reds = [o for o in limits if _rag(o) == "red"]
    side = SIDES.get(reds[0].qualifier or "") if len(reds) == 1 else None
    if side is None:
        return []
    red = reds[0]
    edges = {o.value for o in limits if _rag(o) == "amber"}
    goals = {o.value for o in targets}
    outer = edges - {red.value} or (goals if len(goals) == 1 else set())
    if len(outer) != 1 or len(edges) not in (1, 2) or (min(outer) - red.value) * side <= 0:
        return []
    between = min(outer)
    return [
        _band("red", side, None, red.value, red),
        _band("amber", side, red.value, between, red),
        _band("green", side, between, None, red),
    ]


def _rag(limit: Observation) -> Rag | None:
    return limit.source.rag if isinstance(limit.source, TableSource) else None


def _band(rag: Rag, side: int, worse: Decimal | None, good: Decimal | None, limit: Observation) -> Band:
    low, high = (worse, good) if side > 0 else (good, worse)
    return Band(rag, low, high, limit.period_start, limit.period_end)
