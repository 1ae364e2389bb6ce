"""What a reader can work out of the sums between figures, and what must be kept back against it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

Name = int
"""A quantity: what one figure, or several that repeat it, say."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value that is printed, or that follows from printed ones."""

    value: Decimal
    small: bool = False
    """To be kept back for its own sake."""
    fixed: bool = False
    """Never kept back: a target, a benchmark."""
    printed: bool = True
    change: bool = False


@dataclass(frozen=True, slots=True)
class Sum:
    """The total is the sum of the parts, and a constant."""

    total: Name
    parts: tuple[Name, ...]
    more: Decimal = Decimal(0)

    @property
    def members(self) -> tuple[Name, ...]:
        """All quantities in it."""
        return (self.total, *self.parts)


def kept_back(quantities: Mapping[Name, Quantity], sums: Iterable[Sum], hidden: Iterable[Name]) -> set[Name]:
    """`hidden` with what must be kept back beside it, so that no sum or set of sums gives one away.

    The smallest values go first, changes before all; zeros and totals last.
    """
    listed = list(sums)
    of: dict[Name, list[Sum]] = defaultdict(list)
    for held in listed:
        for name in held.members:
            of[name].append(held)
    totals = {held.total for held in listed}
    unknown = set(hidden)
    while True:
        told = _told_alone(listed, unknown, quantities) or _told_together(of, unknown)
        more = {
            chosen for held in told if (chosen := _cheapest(held, unknown, quantities, totals)) is not None
        }
        if not more:
            return unknown
        unknown |= more


def _told_alone(sums: Sequence[Sum], unknown: set[Name], quantities: Mapping[Name, Quantity]) -> list[Sum]:
    """Sums that give a hidden member away by themselves: it is the only one, or all parts must be one."""
    return [held for held in sums if _gives_away(held, unknown, quantities)]


def _gives_away(held: Sum, unknown: set[Name], quantities: Mapping[Name, Quantity]) -> bool:
    missing = [name for name in held.members if name in unknown]
    if len(set(missing)) == 1:
        return True
    # hidden counts are one at least: three that make three are one each
    parts = [name for name in held.parts if name in unknown]
    told = bool(parts) and len(parts) == len(missing)
    return told and sum(quantities[name].value for name in parts) == len(parts)


def _told_together(of: Mapping[Name, Sequence[Sum]], unknown: set[Name]) -> list[Sum]:
    """For each hidden quantity that several sums together give away, its sum with the fewest unknowns."""
    told = []
    for group in _connected(of, unknown):
        sums = list({held: None for name in group for held in of[name]})
        for name in _determined(sums, group):
            told.append(min(of[name], key=lambda held: len(unknown.intersection(held.members))))
    return told


def _connected(of: Mapping[Name, Sequence[Sum]], unknown: set[Name]) -> list[list[Name]]:
    """Hidden quantities that are tied to each other by sums."""
    seen: set[Name] = set()
    groups = []
    for start in sorted(unknown):
        if start in seen or start not in of:
            continue
        group, waiting = [], [start]
        seen.add(start)
        while waiting:
            name = waiting.pop()
            group.append(name)
            for held in of[name]:
                fresh = [m for m in held.members if m in unknown and m not in seen]
                seen.update(fresh)
                waiting += fresh
        groups.append(group)
    return groups


def _determined(sums: Sequence[Sum], group: Iterable[Name]) -> set[Name]:
    """The quantities of a group that the sums fix, by elimination over exact fractions."""
    wanted = set(group)
    rows: dict[Name, dict[Name, Fraction]] = {}
    for held in sums:
        row: dict[Name, Fraction] = defaultdict(Fraction)
        for name, sign in ((held.total, 1), *((part, -1) for part in held.parts)):
            if name in wanted:
                row[name] += sign
        row = {name: factor for name, factor in row.items() if factor}
        for pivot, other in rows.items():
            _take(row, other, pivot)
        if row:
            pivot = min(row)
            row = {name: factor / row[pivot] for name, factor in row.items()}
            for other in rows.values():
                _take(other, row, pivot)
            rows[pivot] = row
    return {pivot for pivot, row in rows.items() if len(row) == 1}


def _take(row: dict[Name, Fraction], other: Mapping[Name, Fraction], pivot: Name) -> None:
    """Take a multiple of another row away, so that the pivot is gone."""
    factor = row.get(pivot)
    if factor:
        for name, held in other.items():
            left = row.get(name, Fraction(0)) - factor * held
            if left:
                row[name] = left
            else:
                row.pop(name, None)


def _cheapest(
    held: Sum, unknown: set[Name], quantities: Mapping[Name, Quantity], totals: set[Name]
) -> Name | None:
    free = [n for n in held.members if n not in unknown and not quantities[n].fixed and quantities[n].printed]
    return min(
        free,
        key=lambda n: (
            not quantities[n].value, not quantities[n].change, n in totals, abs(quantities[n].value), n,
        ),
        default=None,
    )  # fmt: skip
