"""The quantities that a set of papers prints, and the sums that hold between them.

A sum counts where the printed values obey it, whatever made them: a reader tries the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations, pairwise

from extractor.model import Finding, Observation, SeriesPoint, TableSource
from extractor.outputs.suppress.solving import Name, Quantity, Sum

SMALL = range(1, 6)
"""Counts of people this small may tell who they are."""
KEPT_ROLES = frozenset({"target", "threshold", "benchmark", "projection"})
_TILES = ("month", "quarter", "half_year")
FLOW = 8
"""What is left of a sum over time is no less than an eighth of its proportion."""
_MOST_IN_SENTENCE = 12
"""Figures of one sentence among which changes are looked for."""


@dataclass
class Relations:
    """Quantities by name, the name of each figure's quantity, and the sums between them."""

    quantities: dict[Name, Quantity] = field(default_factory=dict)
    of: dict[str, Name] = field(default_factory=dict)
    """By observation id."""
    sums: list[Sum] = field(default_factory=list)

    def value(self, name: Name) -> Decimal:
        """The value of a quantity."""
        return self.quantities[name].value

    def add_implied(self, value: Decimal) -> Name:
        """A small count that is not printed but follows from what is."""
        name = len(self.quantities)
        self.quantities[name] = Quantity(value, small=True, printed=False)
        return name

    def add_sum(self, total: Name, parts: Iterable[Name]) -> None:
        """A sum that holds; nothing where the total would be a part of itself."""
        held = Sum(total, tuple(parts))
        if total not in held.parts:
            self.sums.append(held)


def is_small(value: Decimal) -> bool:
    """Whether a count of people is to be kept back for its own sake."""
    return value == value.to_integral_value() and int(abs(value)) in SMALL


def groups_of(observations: Iterable[Observation]) -> dict[tuple[Hashable, ...], list[Observation]]:
    """Figures of one sentence, one table row and one table column, in their order."""
    groups: dict[tuple[Hashable, ...], list[Observation]] = defaultdict(list)
    for made in observations:
        paper = made.document_sha256
        if isinstance(made.source, TableSource):
            groups[paper, "row", made.source.grid, made.source.row].append(made)
            groups[paper, "column", made.source.grid, made.source.col].append(made)
        else:
            groups[paper, "quote", made.page, made.quote].append(made)
    return groups


def find_relations(
    observations: Sequence[Observation], points: Sequence[SeriesPoint], findings: Sequence[Finding]
) -> Relations:
    """Everything that lets one printed figure be worked out of others."""
    found = Relations()
    _name_quantities(found, observations, findings)
    for key, group in groups_of(observations).items():
        _sums_in_order(found, [found.of[o.observation_id] for o in group if _is_count(o)])
        _shares(found, group)
        if key[1] != "column":
            _changes(found, group)
            _complements(found, group)
    _over_time(found, points)
    _over_parts(found, points)
    found.sums = list(dict.fromkeys(found.sums))
    return found


def _is_count(made: Observation) -> bool:
    return made.unit == "count" and made.role not in KEPT_ROLES and made.role != "change"


def _name_quantities(
    found: Relations, observations: Sequence[Observation], findings: Iterable[Finding]
) -> None:
    """One quantity for all figures that say the same of the same, in whichever paper."""
    same: dict[Hashable, list[Observation]] = defaultdict(list)
    for made in observations:
        same[_same(made)].append(made)
    agreeing = _agreeing(findings)
    joined: dict[str, Name] = {}
    for group in same.values():
        known = {joined[a] for o in group for a in agreeing.get(o.observation_id, ()) if a in joined}
        name = min(known, default=len(found.quantities))
        if name not in found.quantities:
            found.quantities[name] = _quantity(group)
        for made in group:
            joined[made.observation_id] = name
    found.of.update(joined)


def _same(made: Observation) -> Hashable:
    if made.role in KEPT_ROLES or made.role == "change" or made.period_end is None:
        return made.observation_id
    known = made.indicator_id or made.indicator.casefold()
    return (
        known, made.area, made.cohort, made.period_start, made.period_end, made.unit, made.value,
        made.role in ("numerator", "denominator") and made.role,
    )  # fmt: skip


def _agreeing(findings: Iterable[Finding]) -> dict[str, set[str]]:
    """Figures that a check found to be one and the same."""
    pairs: dict[str, set[str]] = defaultdict(set)
    for finding in findings:
        stated = finding.stated
        for other in (*finding.evidence, *finding.also):
            if (other.value, other.unit) == (stated.value, stated.unit) and other.role not in KEPT_ROLES:
                pairs[stated.observation_id].add(other.observation_id)
                pairs[other.observation_id].add(stated.observation_id)
    return pairs


def _quantity(group: Sequence[Observation]) -> Quantity:
    first = group[0]
    return Quantity(
        first.value,
        small=any(_is_count(o) and is_small(o.value) for o in group),
        fixed=first.role in KEPT_ROLES,
        change=first.role == "change",
    )


def _sums_in_order(found: Relations, names: Sequence[Name]) -> None:
    """A total beside the run of figures that it is the sum of, on either side; or of all others."""
    for at, total in enumerate(names):
        for beside in (names[:at][::-1], names[at + 1 :]):
            _run_to(found, total, beside)
    if len(names) > 2:
        largest = max(names, key=found.value)
        others = [n for n in names if n != largest]
        if len(others) == len(names) - 1 and sum(map(found.value, others)) == found.value(largest):
            found.add_sum(largest, others)


def _run_to(found: Relations, total: Name, beside: Sequence[Name]) -> None:
    wanted, reached = found.value(total), Decimal(0)
    if wanted <= 0:
        return
    for count, name in enumerate(beside, 1):
        reached += found.value(name)
        if reached > wanted:
            return
        if reached == wanted and count > 1:
            found.add_sum(total, beside[:count])
            return


def _shares(found: Relations, group: Sequence[Observation]) -> None:
    """Percents that make a hundred: with all but one, that one is told."""
    percents = [o for o in group if o.unit == "percent" and o.role not in KEPT_ROLES]
    for first in range(len(percents)):
        total, slack = Decimal(0), Decimal(0)
        for last in range(first, len(percents)):
            total += percents[last].value
            slack += Decimal(5).scaleb(-1 - percents[last].places)
            if total > 100 + slack:
                break
            if last > first and abs(total - 100) <= slack:
                names = dict.fromkeys(found.of[o.observation_id] for o in percents[first : last + 1])
                head, *rest = names
                if rest:
                    found.sums.append(Sum(head, tuple(rest), Decimal(100)))
                break


def _changes(found: Relations, group: Sequence[Observation]) -> None:
    """A change and the two figures that it lies between, targets and comparators too."""
    kinds = {"percentage_points": "percent"}
    if len(group) > _MOST_IN_SENTENCE and not isinstance(group[0].source, TableSource):
        return
    for change in (o for o in group if o.role == "change"):
        unit = kinds.get(change.unit, change.unit)
        levels = [o for o in group if o.role != "change" and o.unit == unit]
        name = found.of[change.observation_id]
        for one, other in combinations(levels, 2):
            low, high = sorted((one, other), key=lambda o: o.value)
            if high.value - low.value == abs(change.value) != 0:
                found.add_sum(found.of[high.observation_id], (found.of[low.observation_id], name))


def _complements(found: Relations, group: Sequence[Observation]) -> None:
    """Few left over of a whole: 37 of 40 tells of 3."""
    parts = [o for o in group if o.role == "numerator" and o.unit == "count"]
    wholes = [o for o in group if o.role == "denominator" and o.unit == "count"]
    for part in parts:
        for whole in wholes:
            rest = whole.value - part.value
            if rest > 0 and is_small(rest):
                of = found.of
                found.add_sum(of[whole.observation_id], (of[part.observation_id], found.add_implied(rest)))


# --- over time ----------------------------------------------------------------------------------------

Span = tuple[date, date]


def _over_time(found: Relations, points: Iterable[SeriesPoint]) -> None:
    """Totals to date and their steps, years and their months: differences that are printed or implied."""
    lines: dict[Hashable, list[SeriesPoint]] = defaultdict(list)
    for point in _counted(points):
        known = point.indicator_id or point.indicator
        lines[point.authority or point.document, known, point.area, point.cohort].append(point)
    for line in lines.values():
        _of_line(found, line)


def _counted(points: Iterable[SeriesPoint]) -> Iterator[SeriesPoint]:
    return (p for p in points if p.kind == "actual" and p.unit == "count" and p.period_end)


def _of_line(found: Relations, line: Sequence[SeriesPoint]) -> None:
    at_dates = {(p.period_end, p.value) for p in line if p.period_type == "point"}
    spans: dict[Span, list[Name]] = defaultdict(list)
    kinds: dict[str, set[Span]] = defaultdict(set)
    for point in line:
        first, last = point.period_start, point.period_end
        if first is None or last is None or first == last or (last, point.value) in at_dates:
            continue  # a number at a date is no sum over time, whatever its column says
        name = found.of[point.observation_id]
        if name not in spans[first, last]:
            spans[first, last].append(name)
        kinds[point.period_type or ""].add((first, last))
    for whole in spans:
        for part in spans:
            if part[0] == whole[0] and part[1] < whole[1]:
                _difference(found, spans, whole, [part], (part[1] + timedelta(days=1), whole[1]))
        for kind in _TILES:
            _tiled(found, spans, whole, sorted(s for s in kinds[kind] if s != whole))


def _tiled(
    found: Relations, spans: Mapping[Span, Sequence[Name]], whole: Span, tiles: Sequence[Span]
) -> None:
    """A whole and the tiles inside it, where they leave no gap or one of a tile's size."""
    inside = [tile for tile in tiles if whole[0] <= tile[0] and tile[1] <= whole[1]]
    if not inside:
        return
    edges = [(whole[0], whole[0] - timedelta(days=1)), *inside, (whole[1] + timedelta(days=1), whole[1])]
    gaps = [
        (before[1] + timedelta(days=1), after[0] - timedelta(days=1))
        for before, after in pairwise(edges)
        if before[1] + timedelta(days=1) < after[0]
    ]
    if len(gaps) <= 1 and all(a[1] < b[0] for a, b in pairwise(inside)):
        _difference(found, spans, whole, inside, gaps[0] if gaps else None)


def _difference(
    found: Relations,
    spans: Mapping[Span, Sequence[Name]],
    whole: Span,
    parts: Sequence[Span],
    rest: Span | None,
) -> None:
    """The sum of a whole, its parts and what is left of it, for the values that obey it."""
    known = [spans[part][0] for part in parts]
    reached = sum((found.value(name) for name in known), Decimal(0))
    others = spans.get(rest, ()) if rest else ()
    for total in spans[whole]:
        left = found.value(total) - reached
        if rest is None:
            if left == 0 and len(known) > 1:
                found.add_sum(total, known)
            continue
        obeying = [name for name in others if found.value(name) == left]
        if obeying:
            found.add_sum(total, (*known, obeying[0]))
        elif not others and left > 0 and is_small(left) and _is_flow(left / found.value(total), rest, whole):
            found.add_sum(total, (*known, found.add_implied(left)))


def _is_flow(share: Decimal, rest: Span, whole: Span) -> bool:
    """Whether what is left is in proportion to its time: of a number at a date hardly anything is left."""
    days = Decimal((rest[1] - rest[0]).days + 1) / ((whole[1] - whole[0]).days + 1)
    return share * FLOW >= days


def _over_parts(found: Relations, points: Iterable[SeriesPoint]) -> None:
    """A whole and its areas, a whole and its groups, in one period."""
    periods: dict[Hashable, list[SeriesPoint]] = defaultdict(list)
    for point in _counted(points):
        known = (point.authority or point.document, point.indicator_id or point.indicator)
        span = (point.period_start, point.period_end, point.period_type)
        periods[known, span, "areas of", point.cohort].append(point)
        periods[known, span, "groups of", point.area].append(point)
    for group in periods.values():
        names = list(dict.fromkeys(found.of[p.observation_id] for p in group))
        for total in names:
            parts = [n for n in names if 0 < found.value(n) < found.value(total)]
            if len(parts) > 1 and sum(map(found.value, parts)) == found.value(total):
                found.add_sum(total, parts)
