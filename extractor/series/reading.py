"""Reading series: filters, the state of knowledge at a date, revisions, and comparable periods."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fnmatch import fnmatchcase

from extractor.figures.dates import shift
from extractor.figures.intervals import Interval, percent_change, places_of, printed_interval
from extractor.model import SeriesPoint
from extractor.series.slots import part_key

COLUMNS = (
    "authority", "indicator_id", "indicator", "area", "cohort", "kind", "period_type", "period_start",
    "period_end", "value", "unit", "reported_on", "document", "page", "observation_id", "status",
)  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """Which points a reader asks for; None asks for all.  Words match anywhere, `*` stands for any."""

    indicator: str | None = None
    """An id, or words of the name."""
    authority: str | None = None
    area: str | None = None
    """"" asks for the whole authority only."""
    cohort: str | None = None
    kind: str | None = None
    """actual, target, benchmark (all of them) or benchmark:NAME."""
    period_type: str | None = None
    since: date | None = None
    until: date | None = None


def wanted_points(points: Iterable[SeriesPoint], wanted: Wanted) -> list[SeriesPoint]:
    """The points that are asked for, in the order given."""
    return [p for p in points if _is_wanted(p, wanted)]


def _is_wanted(point: SeriesPoint, wanted: Wanted) -> bool:
    named = wanted.indicator is None or point.indicator_id == wanted.indicator
    if not named and wanted.indicator is not None:
        named = _says(point.indicator, wanted.indicator) or _says(point.indicator_id, wanted.indicator)
    kind = wanted.kind is None or point.kind == wanted.kind or point.kind.split(":")[0] == wanted.kind
    return (
        named
        and kind
        and (wanted.authority is None or _says(point.authority, wanted.authority))
        and _same_part(point.area, wanted.area)
        and _same_part(point.cohort, wanted.cohort)
        and (wanted.period_type is None or point.period_type == wanted.period_type)
        and (wanted.since is None or (point.period_end or date.min) >= wanted.since)
        and (wanted.until is None or (point.period_end or date.max) <= wanted.until)
    )


def _says(text: str | None, words: str) -> bool:
    pattern = words.casefold() if "*" in words else f"*{words.casefold()}*"
    return fnmatchcase((text or "").casefold(), pattern)


def _same_part(part: str | None, wanted: str | None) -> bool:
    if wanted is None:
        return True
    return part_key(part) == part_key(wanted)


def slot_of(point: SeriesPoint) -> tuple[object, ...]:
    """What two values must share to be vintages of one another."""
    unnamed = None if point.authority else point.document
    return (*line_of(point), unnamed, point.period_start, point.period_end)


def line_of(point: SeriesPoint) -> tuple[object, ...]:
    """What two values must share to stand on one line."""
    return (
        point.authority, point.indicator_id, None if point.indicator_id else point.indicator.casefold(),
        point.area, point.cohort, point.kind, point.unit, point.period_type,
    )  # fmt: skip


def as_of(points: Iterable[SeriesPoint], day: date) -> list[SeriesPoint]:
    """The series as it was known on a day: papers of later days, and of no date, left out.

    Of each period the latest paper by that day is current; its own words on breaks stay.
    """
    known = [p for p in points if p.reported_on is not None and p.reported_on <= day]
    latest: dict[tuple[object, ...], date] = {}
    for p in known:
        if not p.status.startswith("conflict") and p.reported_on:
            latest[slot_of(p)] = max(p.reported_on, latest.get(slot_of(p), date.min))
    return [_as_known(p, latest.get(slot_of(p))) for p in known]


def _as_known(point: SeriesPoint, latest: date | None) -> SeriesPoint:
    status, mark, _ = point.status.partition(";")
    suffix = point.status[len(status) :] if mark else ""
    if status == "revised" and point.reported_on == latest:
        return replace(point, status=f"current{suffix}", note="")
    return point


@dataclass(frozen=True)
class Revision:
    """One period of one line, and its value in every paper that gave it, earliest first."""

    first: SeriesPoint
    values: tuple[SeriesPoint, ...]

    @property
    def change(self) -> Decimal:
        """Latest less first."""
        return self.values[-1].value - self.values[0].value


def revisions(points: Iterable[SeriesPoint]) -> list[Revision]:
    """The revision triangle: every period that was reported with more than one value, with its vintages."""
    slots: dict[tuple[object, ...], list[SeriesPoint]] = defaultdict(list)
    for p in points:
        if not p.status.startswith("conflict"):
            slots[slot_of(p)].append(p)
    found = []
    for values in slots.values():
        if len({v.value for v in values}) > 1:
            in_order = sorted(values, key=lambda p: (p.reported_on or date.max, p.document))
            found.append(Revision(in_order[0], tuple(in_order)))
    return found


@dataclass(frozen=True)
class Change:
    """From one value to another of the same line, with what rounding leaves open."""

    before: SeriesPoint
    after: SeriesPoint
    difference: Decimal
    """In the unit itself: percentage points for percents."""
    difference_interval: Interval
    percent: Decimal | None
    """None where the earlier value is nought."""
    percent_interval: Interval | None
    comparable: bool
    """False where a break lies between them."""


def change_between(before: SeriesPoint, after: SeriesPoint) -> Change:
    """The change from one point to another.

    Raises `ValueError` where they are of different lines: those are not comparable at all.
    """
    if line_of(before) != line_of(after):
        raise ValueError("these two values are of different series; compare values of one series")
    first, second = _interval(before), _interval(after)
    percent = None if before.value == 0 else 100 * (after.value - before.value) / before.value
    known = None if first.contains(Decimal(0)) else percent_change(first, second)
    return Change(
        before, after, after.value - before.value, second - first, percent, known, "break" not in after.status
    )


def change_on_year(points: Sequence[SeriesPoint], point: SeriesPoint) -> Change | None:
    """The change on the same period a year before, or None where no current value of it is there."""
    if point.period_end is None:
        return None
    first, last = shift((point.period_start or point.period_end, point.period_end), -12)
    line = [p for p in points if line_of(p) == line_of(point)]
    for other in line:
        dates = (other.period_start if point.period_start else None, other.period_end)
        if dates == (first if point.period_start else None, last) and other.status.startswith("current"):
            broken = any(_between(p, other, point) and "break" in p.status for p in line)
            change = change_between(other, point)
            return replace(change, comparable=change.comparable and not broken)
    return None


def _between(point: SeriesPoint, before: SeriesPoint, after: SeriesPoint) -> bool:
    ends = [p.period_end or date.min for p in (before, point, after)]
    return ends[0] < ends[1] <= ends[2]


def _interval(point: SeriesPoint) -> Interval:
    return printed_interval(point.value, places_of(point.value), 0, point.unit)


def triangle_rows(points: Iterable[SeriesPoint]) -> Iterator[Mapping[str, object]]:
    """Rows of the revision triangle: every vintage of the periods that were reported differently."""
    for revision in revisions(points):
        for number, point in enumerate(revision.values, 1):
            row = {name: getattr(point, name) for name in COLUMNS}
            yield {**row, "vintage": number, "change_from_first": point.value - revision.first.value}


def series_rows(points: Iterable[SeriesPoint]) -> Iterator[Mapping[str, object]]:
    """Rows of series.csv: the contract's columns, dates and numbers as they are."""
    for point in points:
        yield {name: getattr(point, name) for name in COLUMNS}
