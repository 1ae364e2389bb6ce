"""Figures that the values of their own paper show to be of other things than their name says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from extractor.model import Observation, StatementSource, TableSource
from extractor.series.slots import Line, Place, Slot

ALIKE_IN_TABLE = "values that their table names alike"
ALIKE_IN_SENTENCE = "values that their sentence names alike"
_SOME, _MANY, _FAR = 3, 6, Decimal("0.1")
"""Periods of which two rows both have a value; the part of a value by which they are far apart."""


class Row(NamedTuple):
    """A row of figures in one table."""

    grid: int
    words: str
    has_code: bool


def named_alike(placed: Iterable[tuple[Observation, Place | None]]) -> dict[str, str]:
    """Figures of which a table or a sentence gives several for one period under one name: why by id.

    They are of parts that our reading could not tell apart, and no conflict of the paper's.
    The last month of a year and the year itself are two periods, though they share a day.
    """
    found: dict[tuple[object, ...], list[Observation]] = defaultdict(list)
    for o, place in placed:
        if place is None:
            continue
        if isinstance(o.source, TableSource):
            found[ALIKE_IN_TABLE, o.source.grid, place.slot, o.period_start, o.period_type].append(o)
        elif isinstance(o.source, StatementSource):
            found[ALIKE_IN_SENTENCE, o.source.sentence_start, place.slot].append(o)
    return {
        o.observation_id: str(key[0])
        for key, group in found.items()
        if len({o.value for o in group}) > 1
        for o in group
    }


def not_of_the_coded_row(placed: Iterable[tuple[Observation, Place | None]]) -> set[str]:
    """Figures of rows without the paper's code for the measure that never agree with the row that has it.

    "Total contacts" of one group of callers, in a paper with a row "1.1 Contacts": a conflict would be
    of some periods, not of all.
    """
    rows: dict[Line, dict[Row, list[tuple[Slot, Observation]]]] = defaultdict(lambda: defaultdict(list))
    for o, place in placed:
        if place is not None and isinstance(o.source, TableSource):
            row = Row(o.source.grid, o.indicator, bool(o.source.code))
            rows[place.slot.line._replace(period_type=None)][row].append((place.slot, o))
    return {o.observation_id for of_line in rows.values() for o in _strangers(of_line)}


def _strangers(rows: Mapping[Row, Sequence[tuple[Slot, Observation]]]) -> Iterator[Observation]:
    coded: dict[Slot, set[Decimal]] = defaultdict(set)
    for row, figures in rows.items():
        for slot, o in figures:
            if row.has_code:
                coded[slot].add(o.value)
    for row, figures in rows.items():
        pairs = [(o.value, value) for slot, o in figures for value in coded.get(slot, ())]
        if not row.has_code and _never_alike(pairs, len({slot for slot, _ in figures if slot in coded})):
            yield from (o for _, o in figures)


def _never_alike(pairs: Sequence[tuple[Decimal, Decimal]], periods: int) -> bool:
    """Whether two rows are far apart in each of some periods, or never the same in many."""
    if periods >= _MANY:
        return all(one != other for one, other in pairs)
    return periods >= _SOME and all(abs(a - b) > _FAR * max(abs(a), abs(b)) for a, b in pairs)
