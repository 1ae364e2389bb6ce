"""A table's figures by place, and the sums and shares that most of its rows or columns keep to.

Labels of published tables are often torn; the figures are not.  A relation is taken as the table's own
when at least three places and most of all places keep it, so that those that do not are told apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import permutations

from extractor.checks.lines import table_source
from extractor.checks.values import gives_percent, share
from extractor.model import Observation

COUNTED = ("actual", "previous", "numerator", "denominator")
KEEPS = 3
"""Places that must keep a relation."""
MOST = Decimal("0.7")
"""Share of the places that must keep it."""
LARGE = 50
"""A total of this size that is off misleads; one of a handful hardly."""
NEAR = 6
"""How many vectors away the parts of a relation are looked for."""

Vector = dict[int, Observation]
Place = tuple[int, int]
"""(row, column)."""
Triple = tuple[Observation, Observation, Observation]
"""(percent, n, m)."""


@dataclass(frozen=True)
class Table:
    """The figures of one grid, by row and column; halves of "n of m" are apart."""

    document: str
    grid: int
    cells: tuple[Observation, ...]

    @cached_property
    def columns(self) -> list[Vector]:
        """Vectors down the table, left to right."""
        return _vectors(self.cells, by_column=True)

    @cached_property
    def rows(self) -> list[Vector]:
        """Vectors across the table, top to bottom."""
        return _vectors(self.cells, by_column=False)

    @cached_property
    def shares(self) -> list[Share]:
        """The percents of its columns, then of its rows, that are quotients of other ones."""
        return [*kept_shares(self.columns), *kept_shares(self.rows)]

    @cached_property
    def at(self) -> dict[Place, Observation]:
        """The first figure of each cell."""
        found: dict[Place, Observation] = {}
        for cell in self.cells:
            source = table_source(cell)
            assert source is not None
            found.setdefault((source.row, source.col), cell)
        return found


def _vectors(cells: Sequence[Observation], *, by_column: bool) -> list[Vector]:
    vectors: dict[tuple[int, int], Vector] = defaultdict(dict)
    for cell in cells:
        source = table_source(cell)
        assert source is not None
        line, place = (source.col, source.row) if by_column else (source.row, source.col)
        half = 1 if cell.role == "denominator" else 0
        if place in vectors[line, half]:
            half = 2
        vectors[line, half].setdefault(place, cell)
    return [vectors[key] for key in sorted(vectors)]


def tables_of(cells: Sequence[Observation]) -> list[Table]:
    """The result figures of each grid; targets, comparators and thresholds are left out."""
    groups: dict[tuple[str, int], list[Observation]] = defaultdict(list)
    for cell in cells:
        source = table_source(cell)
        if source is not None and cell.role in COUNTED:
            groups[cell.document, source.grid].append(cell)
    return [Table(document, grid, tuple(group)) for (document, grid), group in groups.items()]


@dataclass(frozen=True)
class Broken:
    """A place that breaks a relation that the other places keep."""

    whole: Observation
    """The total, or the percent."""
    parts: tuple[Observation, ...]
    expected: Decimal
    kept: int
    of: int
    """The relation holds at `kept` of `of` places."""


def unit_of(vector: Vector) -> str:
    """The unit of a vector, or "mixed"."""
    units = {cell.unit for cell in vector.values()}
    return units.pop() if len(units) == 1 else "mixed"


def how_large(total: Decimal) -> float:
    """0 to 1: how much an error in a total of this size, or in a share of it, can mislead."""
    return min(1.0, float(abs(total)) / LARGE)


@dataclass(frozen=True)
class Share:
    """Three vectors of which one is the others' quotient at most places."""

    percents: Vector
    parts: Vector
    wholes: Vector
    kept: int
    broken: list[Broken]


def kept_shares(vectors: Sequence[Vector]) -> Iterator[Share]:
    """For each vector of percents the two of counts that it is the quotient of at most places."""
    units = [unit_of(vector) for vector in vectors]
    for index, percents in enumerate(vectors):
        if units[index] != "percent":
            continue
        around = range(max(0, index - NEAR), min(index + NEAR, len(vectors)))
        near = [vectors[n] for n in around if units[n] == "count"]
        kept = [found for pair in permutations(near, 2) if (found := _share(percents, *pair))]
        if kept:
            yield max(kept, key=lambda found: (found.kept, -len(found.broken)))


def overfull(shares: Iterable[Share]) -> Iterator[tuple[Observation, Observation]]:
    """(n, m) with n above m, at places without a percent, of vectors that are n and m elsewhere."""
    for kept in shares:
        for place, part in kept.parts.items():
            whole = kept.wholes.get(place)
            if whole is not None and place not in kept.percents and part.value > whole.value:
                yield part, whole


def _share(percents: Vector, parts: Vector, wholes: Vector) -> Share | None:
    triples = [
        (percent, part, whole)
        for place, percent in percents.items()
        if (part := parts.get(place)) and (whole := wholes.get(place)) and whole.value > 0
    ]
    if not _may_be_kept(triples):
        return None
    kept = 0
    wrong: list[Triple] = []
    rounds = any(is_rounded_up(part, whole, percent) for percent, part, whole in triples)
    for percent, part, whole in triples:
        how = gives_percent(part, whole, percent)
        if how is None or (rounds and how.startswith("cut")):
            wrong.append((percent, part, whole))
        elif part.value not in (0, whole.value):
            kept += 1
        # nothing of something and all of something fit every relation, and tell nothing
    return Share(percents, parts, wholes, kept, _broken(wrong, kept)) if _is_kept(kept, len(wrong)) else None


def _may_be_kept(triples: Sequence[Triple]) -> bool:
    """Whether enough percents are n of m; mostly the first few tell that they are not."""
    misses = 0
    for percent, part, whole in triples:
        misses += gives_percent(part, whole, percent) is None
        if _are_too_many(misses, len(triples)):
            return False
    return len(triples) >= KEEPS


def _broken(wrong: Sequence[Triple], kept: int) -> list[Broken]:
    of = kept + len(wrong)
    return [
        Broken(percent, (part, whole), share(part.value, whole.value), kept, of)
        for percent, part, whole in wrong
    ]


def is_rounded_up(part: Observation, whole: Observation, percent: Observation) -> bool:
    """Whether a percent shows that its vector is rounded, so that one cut off is an exception."""
    return gives_percent(part, whole, percent) == "" and percent.value > share(part.value, whole.value)


def broken_scope_shares(table: Table) -> list[Broken]:
    """Percents beside their number that are shares of one row "in scope", where most of the table is so."""
    beside = [
        (place, percent, part)
        for place, percent in table.at.items()
        if percent.unit == "percent" and (part := table.at.get((place[0], place[1] - 1)))
        and part.unit == "count"
    ]  # fmt: skip
    best: tuple[int, list[Broken]] = (0, [])
    for scope in sorted({row for row, _ in table.at}) if beside else ():
        found = _scope(table, beside, scope)
        if found is not None and found[0] > best[0]:
            best = found
    return best[1]


def _scope(
    table: Table, beside: Sequence[tuple[Place, Observation, Observation]], scope: int
) -> tuple[int, list[Broken]] | None:
    triples = [
        (percent, part, whole)
        for (row, col), percent, part in beside
        if row != scope and (whole := table.at.get((scope, col - 1)))
        and whole.unit == "count" and whole.value > 0
    ]  # fmt: skip
    if not _may_be_kept(triples):
        return None
    wrong = [triple for triple in triples if gives_percent(triple[1], triple[2], triple[0]) is None]
    kept = len(triples) - len(wrong)
    return (kept, _broken(wrong, kept)) if _is_kept(kept, len(wrong)) else None


def _is_kept(right: int, wrong: int) -> bool:
    return right >= KEEPS and Decimal(right) >= MOST * (right + wrong)


def _are_too_many(wrong: int, of: int) -> bool:
    """Whether a relation cannot be kept any more, whatever its other places are."""
    return Decimal(of - wrong) < MOST * of


def broken_sums(vectors: Sequence[Vector]) -> Iterator[list[Broken]]:
    """Totals that are not the sum of their parts where the other totals of their vector are, by vector."""
    return (found.broken for found in kept_sums(vectors))


@dataclass(frozen=True)
class Sum:
    """A vector of totals and those that add up to it at most places."""

    totals: Vector
    parts: Sequence[Vector]
    places: list[int]
    """Where they do."""
    broken: list[Broken]


def kept_sums(vectors: Sequence[Vector]) -> Iterator[Sum]:
    """For each vector of totals the run of vectors that adds up to it at the most places."""
    counts = [v for v in vectors if unit_of(v) == "count"]
    for index, totals in enumerate(counts):
        kept = [found for parts in _runs(counts, index) if (found := _sum(totals, parts))]
        if kept:
            yield max(kept, key=lambda f: (len(f.places), -len(f.broken)))


def _runs(counts: Sequence[Vector], index: int) -> Iterator[list[Vector]]:
    """Vectors that could be the parts of a total: beside it, or every second or third of them."""
    for stride in (1, 2, 3):
        after = list(counts[index + stride :: stride])
        before = list(reversed(counts[:index]))[stride - 1 :: stride]
        for side in (after, before):
            for length in range(2, min(len(side), 12) + 1):
                yield side[:length]


def _sum(totals: Vector, parts: Sequence[Vector]) -> Sum | None:
    right: list[int] = []
    wrong: list[tuple[Observation, list[Observation], Decimal]] = []
    for place, total in totals.items():
        there = [cell for vector in parts if (cell := vector.get(place))]
        if len(there) < 2 or (len(there) * 2 < len(parts) and len(parts) < 6):
            continue
        added = sum((cell.value for cell in there), Decimal(0))
        if added != total.value:
            wrong.append((total, there, added))
            if _are_too_many(len(wrong), len(totals)):
                return None
        elif sum(cell.value != 0 for cell in there) >= 2:
            right.append(place)
    if not _is_kept(len(right), len(wrong)):
        return None
    of = len(right) + len(wrong)
    broken = [Broken(total, tuple(there), added, len(right), of) for total, there, added in wrong]
    return Sum(totals, parts, right, broken)


def broken_outcomes(table: Table) -> list[Broken]:
    """Rows whose parts "n of m" with one m do not add up to m, where those of other rows do.

    Where many rows add up to less (outcomes not recorded), only a sum above m is broken.
    """
    rows: list[tuple[Observation, list[Observation], Decimal]] = []
    for vector in _positions(table):
        parts = [c for c in vector if c.role == "numerator"]
        wholes = [c for c in vector if c.role == "denominator"]
        if len(parts) == len(wholes) >= 3 and len({w.value for w in wholes}) == 1:
            rows.append((wholes[0], parts, sum((p.value for p in parts), Decimal(0))))
    exact = sum(total == whole.value for whole, _, total in rows)
    over = [row for row in rows if row[2] > row[0].value]
    wrong = [row for row in rows if row[2] != row[0].value]
    if exact < KEEPS or Decimal(len(over)) > (1 - MOST) * len(rows):
        return []
    if Decimal(exact) < MOST * len(rows):
        wrong = over
    return [Broken(whole, tuple(parts), total, exact, len(rows)) for whole, parts, total in wrong]


def _positions(table: Table) -> list[list[Observation]]:
    rows: dict[int, list[Observation]] = defaultdict(list)
    for cell in table.cells:
        source = table_source(cell)
        assert source is not None
        rows[source.row].append(cell)
    return list(rows.values())
