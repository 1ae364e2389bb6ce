"""Which figures are kept back: small counts, and all that would tell them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from extractor.model import Observation, TableSource
from extractor.outputs.collected import Collected
from extractor.outputs.suppress.relations import KEPT_ROLES, Relations, find_relations, groups_of
from extractor.outputs.suppress.solving import Name, kept_back

_RATIOS = frozenset(
    {"percent", "percentage_points", "rate_per_1000", "rate_per_10000", "rate_per_100000", "ratio"}
)
LOW, HIGH = Decimal("0.5"), Decimal("5.5")
"""What rounds to a small count."""
CLOSE = 60
"""Characters between a count and a percent that may be its share."""


def figures_to_hide(collected: Collected) -> set[str]:
    """Ids of the figures that the copy must not show."""
    observations = [o for result in collected.results for o in result.observations]
    relations = find_relations(observations, collected.points, collected.findings)
    ratios = _Ratios(observations, relations)
    hidden = {name for name, quantity in relations.quantities.items() if quantity.small}
    while True:
        hidden = kept_back(relations.quantities, relations.sums, hidden)
        told = ratios.telling(hidden) - hidden
        if not told:
            return {o.observation_id for o in observations if relations.of[o.observation_id] in hidden}
        hidden |= told


class _Ratios:
    """Percents and rates, and the counts that they are made of."""

    def __init__(self, observations: Sequence[Observation], relations: Relations) -> None:
        self.of = relations.of
        self.always: set[Name] = set()
        """Those whose base tells a small count."""
        self.made_of: dict[Name, set[Name]] = defaultdict(set)
        """Of each, the counts with which it must go."""
        by_id = {o.observation_id: o for o in observations}
        for key, group in groups_of(observations).items():
            if key[1] != "column":
                self._take(group, by_id)
        for group in _same_code(observations).values():
            self._beside(group)

    def telling(self, hidden: set[Name]) -> set[Name]:
        """Those that would tell a hidden count."""
        return self.always | {name for name, counts in self.made_of.items() if counts & hidden}

    def _take(self, group: Sequence[Observation], by_id: Mapping[str, Observation]) -> None:
        self._beside(group)
        bases = [o for o in group if o.role == "denominator" and o.value > 0]
        for ratio in (r for r in _ratios(group) if r.unit == "percent"):
            linked = by_id.get(ratio.compared_with or "")
            known = [o for o in bases if _may_be_base(o, ratio)]
            known += [linked] if linked and linked.role == "denominator" and linked.value > 0 else []
            if any(_tells(ratio.value, base.value) for base in known):
                self.always.add(self.of[ratio.observation_id])

    def _beside(self, group: Sequence[Observation]) -> None:
        """In one sentence, row or column of one measure: every ratio with the counts that it may be of."""
        counts = [o for o in group if o.unit == "count" and o.role not in KEPT_ROLES and o.role != "change"]
        for ratio in _ratios(group):
            of = {self.of[count.observation_id] for count in counts if _may_be_of(ratio, count, counts)}
            self.made_of[self.of[ratio.observation_id]] |= of


def _ratios(group: Iterable[Observation]) -> Iterator[Observation]:
    return (o for o in group if o.unit in _RATIOS and o.role not in KEPT_ROLES)


def _may_be_of(ratio: Observation, count: Observation, counts: Sequence[Observation]) -> bool:
    """Linked, of one measure and time, close to it in a sentence, or what arithmetic makes it."""
    if count.observation_id == ratio.compared_with or ratio.observation_id == count.compared_with:
        return True
    if None not in (ratio.period_end, count.period_end) and ratio.period_end != count.period_end:
        return False
    if _same_measure(ratio, count):
        return True
    if ratio.start is not None and count.start is not None and ratio.origin == "statement":
        return abs(ratio.start - count.start) <= CLOSE
    return ratio.unit == "percent" and any(
        _makes(ratio, part.value, whole.value)
        for other in counts
        for part, whole in ((count, other), (other, count))
    )


def _may_be_base(base: Observation, ratio: Observation) -> bool:
    return ratio.origin == "statement" or _same_measure(base, ratio)


def _same_measure(one: Observation, other: Observation) -> bool:
    """By number, by catalogue or by words: cells of one measure are not always resolved alike."""
    codes = {made.source.code for made in (one, other) if isinstance(made.source, TableSource)}
    ids = {one.indicator_id, other.indicator_id}
    alike = one.indicator.casefold() == other.indicator.casefold()
    return alike or (len(codes) == 1 and "" not in codes) or (len(ids) == 1 and None not in ids)


def _makes(percent: Observation, part: Decimal, whole: Decimal) -> bool:
    """Whether a part of a whole is this percent as printed."""
    half = Decimal(5).scaleb(-1 - percent.places)
    return 0 < part < whole and abs(100 * part / whole - percent.value) <= half


def _tells(percent: Decimal, base: Decimal) -> bool:
    part = percent * base / 100
    return LOW <= part < HIGH or LOW <= base - part < HIGH


def _same_code(observations: Iterable[Observation]) -> dict[object, list[Observation]]:
    """Cells of one measure in one column: its number, and the percent or rate in the row below."""
    cells: dict[object, list[Observation]] = defaultdict(list)
    for made in observations:
        source = made.source
        if isinstance(source, TableSource) and source.code:
            cells[made.document_sha256, source.grid, source.code, source.col].append(made)
    return cells
