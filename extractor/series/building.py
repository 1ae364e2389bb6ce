"""Observations to series: vintages, revisions, conflicts and breaks."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, groupby

from extractor.figures.intervals import printed_interval
from extractor.model import Observation, Result, SeriesPoint
from extractor.patterns import PatternSet, load_patterns
from extractor.patterns.indicators import Break
from extractor.series.breaks import find_text_breaks, mark_breaks
from extractor.series.points import Picker
from extractor.series.settling import settle_neighbours
from extractor.series.slots import Line, Reported, Slot

_default: list[PatternSet] = []


@dataclass(frozen=True)
class Built:
    """The series, and how many figures are in none of them, by reason."""

    points: list[SeriesPoint]
    left_out: Counter[str]


def build_series(
    results: Iterable[Result | Observation],
    *,
    patterns: PatternSet | None = None,
    reported_on: Mapping[str, date] | None = None,
) -> list[SeriesPoint]:
    """The series of these documents together, in an order that does not depend on theirs.

    Takes results, or observations by themselves; `reported_on` dates papers (by path) whose outline
    does not.  Of several values for one period the latest reported is `current`, those that it replaced
    are `revised`, repetitions are `duplicate`, and values that one paper (or papers of one day) give
    side by side are `conflict`.
    """
    return build(results, patterns=patterns, reported_on=reported_on).points


def build(
    results: Iterable[Result | Observation],
    *,
    patterns: PatternSet | None = None,
    reported_on: Mapping[str, date] | None = None,
) -> Built:
    """The same, with the count of the figures left out."""
    patterns = patterns or _builtin()
    items, seen = _with_results(results)
    if seen:
        items = seen = settle_neighbours(seen, patterns.indicators)
    picked = Picker(patterns.indicators, reported_on).take(items)
    from_text = find_text_breaks(seen, patterns) if seen else {}
    lines: dict[Line, dict[Slot, list[Reported]]] = defaultdict(dict)
    while picked.slots:
        slot, values = picked.slots.popitem()
        lines[slot.line][slot] = values
    points: list[SeriesPoint] = []
    for line in sorted(lines, key=_line_order):
        points += points_of_line(lines.pop(line), patterns, from_text)
    return Built(points, picked.left_out)


def points_of_line(
    slots: Mapping[Slot, list[Reported]], patterns: PatternSet, from_text: Mapping[str, Sequence[Break]]
) -> list[SeriesPoint]:
    """The points of one line, by its periods; `from_text` gives the breaks that papers (by path) report."""
    in_time = sorted(slots, key=lambda s: (s.last, s.first or date.min))
    points = _under_one_name([p for slot in in_time for p in _vintages(slots[slot])])
    breaks = _breaks_of(points, patterns, from_text)
    return mark_breaks(points, breaks) if breaks else points


def _builtin() -> PatternSet:
    if not _default:
        _default.append(load_patterns())
    return _default[0]


def _with_results(
    items: Iterable[Result | Observation],
) -> tuple[Iterable[Result | Observation], list[Result]]:
    """The items, and those of them that are results; a stream of observations is not held in memory."""
    stream = iter(items)
    first = next(stream, None)
    if first is None:
        return (), []
    if isinstance(first, Observation):
        return chain((first,), stream), []
    listed = [first, *stream]
    return listed, [item for item in listed if isinstance(item, Result)]


def _under_one_name(points: list[SeriesPoint]) -> list[SeriesPoint]:
    """A line's measure, body and part go by the wording met most often, so that it is one line everywhere."""
    name = _most_met(p.indicator for p in points)
    body, area, cohort = (
        _most_met(wording or "" for wording in wordings) or None
        for wordings in zip(*((p.authority, p.area, p.cohort) for p in points), strict=True)
    )
    return [
        p
        if (p.indicator, p.authority, p.area, p.cohort) == (name, body, area, cohort)
        else replace(p, indicator=name, authority=body, area=area, cohort=cohort)
        for p in points
    ]


def _most_met(wordings: Iterable[str]) -> str:
    counted = Counter(wordings)
    return min(counted, key=lambda w: (-counted[w], w))


def _line_order(line: Line) -> tuple[str, ...]:
    return tuple(part or "" for part in line)


def _breaks_of(
    points: Sequence[SeriesPoint], patterns: PatternSet, from_text: Mapping[str, Sequence[Break]]
) -> list[Break]:
    if points[0].kind != "actual":
        return []
    entry = patterns.indicators.get(points[0].indicator_id)
    found = list(entry.breaks) if entry else []
    if from_text:
        found += [b for path in sorted({p.document for p in points}) for b in from_text.get(path, ())]
    return list({(b.date, b.what): b for b in found}.values())


def _vintages(values: list[Reported]) -> list[SeriesPoint]:
    """Every value of one period with its status, earliest paper first."""
    if len(values) == 1:
        return [values[0].point]
    values = sorted(values, key=_paper)
    dated: list[Reported] = []
    undated: list[Reported] = []
    conflicts: list[SeriesPoint] = []
    for (on, _), of_paper in groupby(values, key=_paper):
        kept = _merged(list(of_paper))
        if len(kept) > 1:
            conflicts += [_status(k, "conflict", "this paper gives another value too").point for k in kept]
        else:
            (dated if on != date.max else undated).append(kept[0])
    in_order, clashing = _chained(dated)
    settled = [*in_order, *_undated(undated, in_order)]
    return [*(r.point for r in settled), *clashing, *conflicts]


def _paper(value: Reported) -> tuple[date, str]:
    return value.point.reported_on or date.max, value.point.document


def _agree(a: Reported, b: Reported) -> bool:
    """Equal, or one is the other rounded."""
    if a.point.value == b.point.value:
        return True
    if _fineness(a) == _fineness(b):
        return False
    one, other = (printed_interval(r.point.value, r.places, r.scale, r.point.unit) for r in (a, b))
    return one.overlaps(other)


def _fineness(value: Reported) -> int:
    return value.places - value.scale


def _merged(values: list[Reported]) -> list[Reported]:
    """One paper's values of one period: repetitions become one, with their places; others stand apart."""
    if len(values) == 1:
        return values
    kept: list[tuple[Reported, list[Reported]]] = []
    for value in sorted(values, key=lambda v: -_fineness(v)):
        for first, also in kept:
            if _agree(first, value):
                also.append(value)
                break
        else:
            kept.append((value, []))
    return [_with_places(first, also) for first, also in kept]


def _with_places(value: Reported, also: Sequence[Reported]) -> Reported:
    if not also:
        return value
    places = ", ".join(_place(a.point) for a in also[:8])
    more = f" and {len(also) - 8} more" if len(also) > 8 else ""
    return _status(value, value.point.status, f"also stated: {places}{more}")


def _place(point: SeriesPoint) -> str:
    page = f"page {point.page} " if point.page else ""
    return f"{page}({point.observation_id})"


def _status(value: Reported, status: str, note: str = "") -> Reported:
    p = value.point
    notes = "; ".join(n for n in (p.note, note) if n)
    # Spelled out: `dataclasses.replace` takes ten times as long, and most values of an archive are revised.
    point = SeriesPoint(
        p.authority, p.indicator_id, p.indicator, p.area, p.cohort, p.kind, p.period_type, p.period_start,
        p.period_end, p.value, p.unit, p.reported_on, p.document, p.page, p.observation_id, status, notes,
    )  # fmt: skip
    return Reported(point, value.places, value.scale)


def _chained(values: list[Reported]) -> tuple[list[Reported], list[SeriesPoint]]:
    """Vintages in order of their papers: the last is current, what it replaced is revised."""
    chain: list[Reported] = []
    clashing: list[SeriesPoint] = []
    standing = -1
    for value in values:
        if standing < 0:
            chain.append(value)
        elif _agree(chain[standing], value):
            if _fineness(value) <= _fineness(chain[standing]):
                chain.append(_status(value, "duplicate"))
                continue
            chain[standing] = _status(chain[standing], "duplicate", "rounded")
            chain.append(value)
        elif value.point.reported_on == chain[standing].point.reported_on:
            clashing.append(_status(value, "conflict", "another paper of this day gives another value").point)
            continue
        else:
            chain[standing] = _status(chain[standing], "revised", f"{value.point.value} was reported later")
            chain.append(value)
        standing = len(chain) - 1
    return chain, clashing


def _undated(values: list[Reported], dated: Sequence[Reported]) -> list[Reported]:
    """Values of papers without a date: repetitions, or conflicts, for nothing says which is later."""
    standing = [r for r in dated if r.point.status == "current"]
    found: list[Reported] = []
    for value in values:
        if not standing:
            standing = [value]
            found.append(value)
        elif _agree(standing[0], value):
            found.append(_status(value, "duplicate"))
        else:
            found.append(_status(value, "conflict", "the paper has no date to place it by"))
    return found
