"""What a table's own sums confirm: shares of wholes, totals of parts, the year so far of its months.

A sum that does not come out is left alone here: figures stay as printed, and the checks speak of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from extractor.model import Observation, TableSource

_SURER = 0.03
_MOST = 0.99


def confirm(observations: Sequence[Observation]) -> list[Observation]:
    """The observations of one table; those that take part in a sum that comes out are marked, and surer."""
    agreed: set[str] = set()
    for group in (_shares(observations), _totals(observations), _to_date(observations)):
        agreed.update(group)
    return [_confirmed(o) if o.observation_id in agreed else o for o in observations]


def _confirmed(o: Observation) -> Observation:
    assert isinstance(o.source, TableSource)
    return replace(
        o, confidence=round(min(_MOST, o.confidence + _SURER), 3), source=replace(o.source, confirmed=True)
    )


def _place(o: Observation) -> tuple[int, int]:
    assert isinstance(o.source, TableSource)
    return o.source.row, o.source.col


def _shares(observations: Sequence[Observation]) -> Iterable[str]:
    """Percent, part and whole of one measure on one row."""
    rows: dict[tuple[int, str, str | None, str | None], list[Observation]] = defaultdict(list)
    for o in observations:
        rows[(_place(o)[0], o.indicator, o.area, o.cohort)].append(o)
    for row in rows.values():
        parts = [o for o in row if o.role == "numerator"]
        wholes = [o for o in row if o.role == "denominator"]
        shares = [o for o in row if o.unit == "percent" and o.role == "actual"]
        if len(parts) == len(wholes) == len(shares) == 1 and _is_share(shares[0], parts[0], wholes[0]):
            yield from (o.observation_id for o in (shares[0], parts[0], wholes[0]))


def _is_share(share: Observation, part: Observation, whole: Observation) -> bool:
    if not whole.value:
        return False
    half = Decimal(1).scaleb(-share.places) / 2
    return abs(part.value * 100 / whole.value - share.value) <= half


def _totals(observations: Sequence[Observation]) -> Iterable[str]:
    """A total row is the sum of the rows over it, down to the total before."""
    columns: dict[int, list[Observation]] = defaultdict(list)
    for o in observations:
        if o.unit in ("count", "currency_gbp") and o.role == "actual":
            columns[_place(o)[1]].append(o)
    for column in columns.values():
        parts: list[Observation] = []
        for o in sorted(column, key=_place):
            assert isinstance(o.source, TableSource)
            if not o.source.in_total:
                parts.append(o)
                continue
            if len(parts) >= 2 and sum(p.value for p in parts) == o.value and _alike(parts, o):
                yield from (p.observation_id for p in (*parts, o))
            parts = []


def _alike(parts: Sequence[Observation], total: Observation) -> bool:
    return all(p.period_end == total.period_end and p.unit == total.unit for p in parts)


def _to_date(observations: Sequence[Observation]) -> Iterable[str]:
    """The year so far is the sum of its months or quarters."""
    lines: dict[tuple[str, str | None, str | None], list[Observation]] = defaultdict(list)
    for o in observations:
        if o.unit == "count" and o.role == "actual":
            lines[(o.indicator, o.area, o.cohort)].append(o)
    for line in lines.values():
        for total in line:
            if (
                total.period_type not in ("ytd", "year")
                or total.period_start is None
                or total.period_end is None
            ):
                continue
            parts = [p for p in line if _within(p, total)]
            if len(parts) >= 2 and sum(p.value for p in parts) == total.value:
                yield from (o.observation_id for o in (*parts, total))


def _within(part: Observation, total: Observation) -> bool:
    if part.period_type not in ("month", "quarter") or part.period_start is None or part.period_end is None:
        return False
    assert total.period_start and total.period_end
    one_line = _place(part)[0] == _place(total)[0] or _place(part)[1] == _place(total)[1]
    return one_line and total.period_start <= part.period_start and part.period_end <= total.period_end
