"""Series as a person looks at them: a line an indicator, with target, benchmarks and earlier vintages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from statistics import median

from extractor.model import Better, SeriesPoint, Unit
from extractor.outputs.printed import NOTHING, Band, Beside, Printed

_STEPS = {"month": 31, "quarter": 92, "half_year": 184, "year": 366, "academic_year": 366}
"""Days from one period of a sort to the next."""
_ALSO = re.compile(r"\(([0-9a-f]{16})\)")


@dataclass(frozen=True)
class Measure:
    """What the catalogue knows of an indicator that a reader is told."""

    label: str
    subject: str = ""
    better: Better = "neither"
    definition: str = ""
    breaks: tuple[tuple[date, str], ...] = ()
    """(from when, what changed) for definitions that are not comparable across a date."""


@dataclass(frozen=True)
class Line:
    """One indicator of one authority, area and cohort, in one sort of period."""

    authority: str | None
    indicator_id: str | None
    indicator: str
    area: str | None
    cohort: str | None
    period_type: str | None
    unit: Unit
    current: tuple[SeriesPoint, ...] = ()
    """The latest value of every period, by date."""
    others: tuple[SeriesPoint, ...] = ()
    """Revised, conflicting and duplicate values, and those kept back."""
    targets: tuple[SeriesPoint, ...] = ()
    benchmarks: Mapping[str, tuple[SeriesPoint, ...]] = field(default_factory=dict)
    measure: Measure = Measure("")
    bands: tuple[Band, ...] = ()
    """What the papers count as red, amber and green."""
    beside: Mapping[str, Beside] = field(default_factory=dict)
    """By observation id: the rating and arrow that a paper prints beside a value."""

    @property
    def name(self) -> str:
        """The indicator with its area and cohort."""
        label = self.measure.label or self.indicator
        apart = ", ".join(part for part in (self.area, self.cohort) if part)
        return f"{label} ({apart})" if apart else label

    @property
    def earlier(self) -> list[SeriesPoint]:
        """Revised, conflicting and duplicate values that may be shown and drawn."""
        return [p for p in self.others if p.period_end and not p.value.is_nan()]

    @property
    def undated(self) -> bool:
        """Whether no value has dates, so that it cannot be drawn."""
        return not any(p.period_end for p in self.current)


def is_current(point: SeriesPoint) -> bool:
    """Whether this is the latest value of its period, and may be shown."""
    return point.status.startswith("current") and not point.value.is_nan()


def find_lines(
    points: Iterable[SeriesPoint],
    catalogue: Mapping[str, Measure] | None = None,
    printed: Printed = NOTHING,
) -> list[Line]:
    """Group the points; named authorities and catalogued indicators first, then by name.

    Targets and benchmarks go to every line of the same indicator, authority, area and cohort.  Papers that
    name no authority are never joined.
    """
    groups: dict[tuple[str | None, ...], list[SeriesPoint]] = defaultdict(list)
    for point in points:
        known = point.indicator_id or point.indicator
        body = point.authority or f"of {point.document}"
        groups[body, known, point.area, point.cohort, point.unit].append(point)
    lines = [line for group in groups.values() for line in _lines_of(group, catalogue or {}, printed)]
    return sorted(lines, key=order)


def order(line: Line) -> tuple[object, ...]:
    """What lines are sorted by."""
    return (
        line.authority is None, line.authority or "", not line.measure.subject, line.measure.subject,
        line.indicator_id is None, line.name.lower(), line.period_type or "", line.unit,
    )  # fmt: skip


def _lines_of(group: list[SeriesPoint], catalogue: Mapping[str, Measure], printed: Printed) -> list[Line]:
    first = group[0]
    targets = _by_date(p for p in group if p.kind == "target" and is_current(p))
    benchmarks: dict[str, list[SeriesPoint]] = defaultdict(list)
    for point in group:
        if point.kind.startswith("benchmark") and is_current(point):
            benchmarks[point.kind.partition(":")[2]].append(point)
    measure = catalogue.get(first.indicator_id or "", Measure(""))
    by_type: dict[str | None, list[SeriesPoint]] = defaultdict(list)
    for point in group:
        if point.kind == "actual":
            by_type[point.period_type].append(point)
    if not by_type:
        by_type[first.period_type] = []
    return [
        Line(
            first.authority, first.indicator_id, first.indicator, first.area, first.cohort, period_type,
            first.unit, _by_date(p for p in actual if is_current(p)),
            _by_date(p for p in actual if not is_current(p)), _fitting(targets, period_type, first.unit),
            {name: _by_date(held) for name, held in sorted(benchmarks.items())}, measure,
            _bands(actual, printed), _beside(actual, printed),
        )
        for period_type, actual in sorted(by_type.items(), key=lambda item: item[0] or "")
    ]  # fmt: skip


def _beside(points: Iterable[SeriesPoint], printed: Printed) -> dict[str, Beside]:
    """What is printed beside each value, wherever the paper states it; nothing for values kept back."""
    if not printed.beside:
        return {}
    held = {
        point.observation_id: next(
            (printed.beside[i] for i in _stated_as(point) if i in printed.beside), None
        )
        for point in points
        if not point.value.is_nan()
    }
    return {name: beside for name, beside in held.items() if beside}


def _stated_as(point: SeriesPoint) -> list[str]:
    """The observations that state a value: one paper's repetitions stand in brackets in its note."""
    return [point.observation_id, *(_ALSO.findall(point.note) if point.note else ())]


def _fitting(
    targets: tuple[SeriesPoint, ...], period_type: str | None, unit: Unit
) -> tuple[SeriesPoint, ...]:
    """The targets that values of a sort of period can be held against: of sums, those of the same sort."""
    if unit not in ("count", "currency_gbp") or period_type in ("point", None):
        return targets
    return tuple(t for t in targets if t.period_type == period_type)


def _bands(points: Sequence[SeriesPoint], printed: Printed) -> tuple[Band, ...]:
    """The bands of each stretch of time, by the latest paper that gives them."""
    if not printed.bands:
        return ()
    held: dict[tuple[date | None, date | None], tuple[Band, ...]] = {}
    for point in sorted(points, key=lambda p: (p.reported_on or date.min, p.document)):
        bands = next((printed.bands[i] for i in _stated_as(point) if i in printed.bands), ())
        if bands:
            held[bands[0].first, bands[0].last] = bands
    if len(held) > 1:
        held.pop((None, None), None)
    return tuple(band for key in sorted(held, key=str) for band in held[key])


def _by_date(points: Iterable[SeriesPoint]) -> tuple[SeriesPoint, ...]:
    return tuple(
        sorted(points, key=lambda p: (p.period_end or date.min, p.period_start or date.min, p.observation_id))
    )


def target_at(line: Line, point: SeriesPoint) -> SeriesPoint | None:
    """The target that held in a point's period; the latest set where several did."""
    if point.period_end is None:
        return None
    held = [
        t
        for t in line.targets
        if t.period_start and t.period_end and t.period_start <= point.period_end <= t.period_end
    ]
    return held[-1] if held else None


def middle(point: SeriesPoint) -> date:
    """The day in the middle of a point's period, which has an end."""
    assert point.period_end is not None
    first = point.period_start or point.period_end
    return first + (point.period_end - first) / 2


def is_break(point: SeriesPoint) -> bool:
    """Whether the definition changed before this value."""
    return point.status.endswith("break")


def runs(points: Sequence[SeriesPoint]) -> list[list[SeriesPoint]]:
    """Points that follow each other without a gap; a period left out ends a run, and so does a break."""
    days = [middle(p).toordinal() for p in points]
    steps = [after - before for before, after in pairwise(days)]
    kind = points[0].period_type if points else None
    usual = _STEPS.get(kind or "", median(steps) if steps else 0)
    found = [[points[0]]] if points else []
    for step, point in zip(steps, points[1:], strict=True):
        if step > usual * 1.6 or is_break(point):
            found.append([])
        found[-1].append(point)
    return found
