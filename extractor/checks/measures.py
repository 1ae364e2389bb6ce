"""Lines of one or several tables that count the same thing, as one measure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import chain

from extractor.checks.lines import (
    MONTHLIKE,
    Line,
    column_span,
    comparable,
    is_to_date,
    is_whole,
    slot_of,
    span_of,
    table_source,
)
from extractor.checks.values import family_of, rounding_between, same_family
from extractor.checks.words import Weights
from extractor.model import Better, Observation, Unit


@dataclass(frozen=True)
class Measure:
    """Lines of one or several tables that count the same thing."""

    number: int
    lines: tuple[Line, ...] = field(repr=False)

    @cached_property
    def label(self) -> str:
        """The longest of its lines' labels: the fullest."""
        return max((line.label for line in self.lines), key=len)

    @cached_property
    def words(self) -> frozenset[str]:
        """Words that any of its lines uses."""
        return frozenset().union(*(line.words for line in self.lines))

    @cached_property
    def wordings(self) -> frozenset[frozenset[str]]:
        """The words of each of its lines, each set once."""
        return frozenset(line.words for line in self.lines)

    @cached_property
    def codes(self) -> frozenset[str]:
        """Indicator numbers printed for it."""
        return frozenset(line.code for line in self.lines if line.code)

    @cached_property
    def indicator_ids(self) -> frozenset[str]:
        """Catalogue ids given to it; more than one when readings differ."""
        return frozenset(line.indicator_id for line in self.lines if line.indicator_id)

    @cached_property
    def cells(self) -> tuple[Observation, ...]:
        """All cells, tables in the order of the document."""
        return tuple(cell for line in self.lines for cell in line.cells)

    @cached_property
    def units(self) -> frozenset[str]:
        """Unit families of its values."""
        return frozenset().union(*(line.units for line in self.lines))

    @cached_property
    def cell_units(self) -> frozenset[Unit]:
        """Units of all its cells, targets and comparators too."""
        return frozenset(cell.unit for cell in self.cells)

    @property
    def area(self) -> str | None:
        """The part of the authority it is for."""
        return self.lines[0].area

    @cached_property
    def cohort_words(self) -> frozenset[str]:
        """The words of its group's name."""
        return frozenset((self.cohort or "").lower().split())

    @property
    def cohort(self) -> str | None:
        """The group it is for."""
        return self.lines[0].cohort

    @cached_property
    def better(self) -> Better | None:
        """Which way is better, as one of the tables says."""
        return next((line.better for line in self.lines if line.better), None)

    def values(self, unit: Unit | None = None) -> Sequence[Observation]:
        """Cells with results, in one unit when given."""
        return self._values if unit is None else self._values_by_family.get(family_of(unit), ())

    @cached_property
    def _values(self) -> list[Observation]:
        return [cell for line in self.lines for cell in line.values()]

    @cached_property
    def _values_by_family(self) -> dict[str, list[Observation]]:
        found: dict[str, list[Observation]] = defaultdict(list)
        for cell in self._values:
            found[family_of(cell.unit)].append(cell)
        return dict(found)

    @cached_property
    def by_end(self) -> dict[date, list[Observation]]:
        """Cells with results by the last day of their time."""
        found: dict[date, list[Observation]] = defaultdict(list)
        for cell in self.values():
            if cell.period_end is not None:
                found[cell.period_end].append(cell)
        return dict(found)

    @cached_property
    def _by_end_and_family(self) -> dict[tuple[date, str], list[Observation]]:
        found: dict[tuple[date, str], list[Observation]] = defaultdict(list)
        for end, cells in self.by_end.items():
            for cell in cells:
                found[end, family_of(cell.unit)].append(cell)
        return dict(found)

    def history(self, span: str, unit: Unit) -> Sequence[Observation]:
        """Values of one kind of column and unit, one a period, in the order of time."""
        return self._histories.get((span, family_of(unit)), ())

    @cached_property
    def _histories(self) -> dict[tuple[str, str], list[Observation]]:
        found: dict[tuple[str, str], dict[date, Observation]] = defaultdict(dict)
        for cell in self._values:
            span = column_span(cell)
            if cell.period_end is not None and (span == "ytd" or not is_to_date(cell)):
                found[span, family_of(cell.unit)].setdefault(cell.period_end, cell)
        return {kind: [cells[end] for end in sorted(cells)] for kind, cells in found.items()}

    def lines_for(self, document: str) -> Sequence[Line]:
        """Its lines in a paper; where it has none there, one of each wording."""
        return self._lines_by_paper.get(document) or self._one_of_each_wording

    @cached_property
    def _lines_by_paper(self) -> dict[str, list[Line]]:
        found: dict[str, list[Line]] = defaultdict(list)
        for line in self.lines:
            found[line.document].append(line)
        return dict(found)

    @cached_property
    def _one_of_each_wording(self) -> list[Line]:
        return list({(line.words, line.cohort): line for line in self.lines}.values())

    def printed_again(self, cell: Observation) -> list[Observation]:
        """Cells of other tables that print a cell's value for its time."""
        slot = slot_of(cell)
        return [c for c in self.cells if c is not cell and c.value == cell.value and slot_of(c) == slot]

    def of_role(self, role: str, unit: Unit | None = None) -> list[Observation]:
        """Cells of one role."""
        return [c for c in self.cells if c.role == role and (unit is None or same_family(c.unit, unit))]

    def at(self, like: Observation) -> list[Observation]:
        """Value cells for the time and in the unit of a figure; the closest kind of period only.

        "At the end of January" meets the January column, and the year-to-date column where both end then.
        """
        if like.period_end is None:
            return []
        here = self._by_end_and_family.get((like.period_end, family_of(like.unit)), [])
        if not here and family_of(like.unit) not in self.units:
            here = [c for c in self.by_end.get(like.period_end, ()) if comparable(like.unit, c.unit)]
        here = [c for c in here if c.document == like.document] or here  # another paper may have restated it
        exact = [c for c in here if c.period_start == like.period_start and span_of(c) == span_of(like)]
        return exact or [c for c in here if _meets(span_of(like), span_of(c))]


def _meets(stated: str, cell: str) -> bool:
    if stated == "point":
        return cell in (*MONTHLIKE, "ytd", "year", "quarter")
    if stated in ("month", "quarter"):
        return cell in ("point", "rolling", *([stated] if stated == "quarter" else ["month"]))
    if stated == "year":
        return cell in ("year", "point", "rolling")
    if stated in ("ytd", "range"):
        return cell in ("ytd", "year")
    if stated == "rolling":
        return cell in (*MONTHLIKE, "year")
    return stated == cell


def shared_slots(one: Line, other: Line) -> tuple[int, int]:
    """(agreeing, differing) positions that two lines both have, roles and periods alike.

    0 and 100 agree too easily and are not counted as agreeing.
    """
    agree = differ = 0
    for slot in one.slots.keys() & other.slots.keys():
        cell, beside = one.slots[slot], other.slots[slot]
        same = rounding_between(cell, beside) is not None or rounding_between(beside, cell) is not None
        agree += same and cell.value not in (0, 100)
        differ += not same
    return agree, differ


def _digits_shared(one: Line, other: Line) -> int:
    """Digits of the distinct values that two lines share at the same times: how little is left to chance."""
    shared = one.slots.keys() & other.slots.keys()
    pairs = [(one.slots[slot], other.slots[slot]) for slot in shared]
    values = {a.value for a, b in pairs if a.value == b.value and a.role != "benchmark"}
    return sum(len(f"{value.normalize():f}".replace(".", "").strip("-0")) for value in values)


def measures_of(lines: Sequence[Line], weights: Weights) -> list[Measure]:
    """Lines joined into measures: same area and group, alike by id, number or words, values mostly equal.

    Only lines that share an id, a number, a telling word or a value are compared.
    """
    groups: list[_Group] = []
    index: dict[object, set[int]] = defaultdict(set)
    for line in lines:
        keys = list(_keys(line, weights))
        near = sorted({number for key in keys for number in index[key]})
        home = next((n for n in near if groups[n].takes(line, weights)), None)
        if home is None:
            home = len(groups)
            groups.append(_Group())
        groups[home].add(line)
        for key in keys:
            index[key].add(home)
    return [Measure(number, tuple(group.lines)) for number, group in enumerate(groups)]


class _Group:
    """Lines of one measure as they come in; a new line is compared with those of its own paper, and with
    one of each wording of the others, so that the cost does not grow with the number of papers."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._in_paper: dict[str, list[Line]] = defaultdict(list)
        self._wordings: dict[object, Line] = {}

    def add(self, line: Line) -> None:
        """Take a line in."""
        self.lines.append(line)
        self._in_paper[line.document].append(line)
        self._wordings.setdefault((line.words, line.code, line.indicator_id, line.cohort), line)

    def takes(self, line: Line, weights: Weights) -> bool:
        """Whether a line is of this measure."""
        held = chain(self._in_paper.get(line.document, ()), self._wordings.values())
        return any(_same_measure(line, other, weights) for other in held)


def _keys(line: Line, weights: Weights) -> Iterator[object]:
    if line.indicator_id:
        yield ("id", line.indicator_id)
    if line.code:
        yield ("code", line.code)
    rarest = sorted(line.words, key=lambda word: (-weights.of.get(word, weights.unseen), word))
    yield from (("word", word) for word in rarest[:3])
    for cell in line.values():
        if cell.value not in (0, 100) and (slot := slot_of(cell)):
            yield (line.document, slot, cell.value)


def _same_measure(one: Line, other: Line, weights: Weights) -> bool:
    if one.area != other.area or not one.units & other.units:
        return False
    if None not in (one.authority, other.authority) and one.authority != other.authority:
        return False
    if one.document != other.document:
        return _same_in_two_papers(one, other, weights)
    return one.grid != other.grid and _same_in_two_tables(one, other, weights)


def _same_in_two_papers(one: Line, other: Line, weights: Weights) -> bool:
    likeness = weights.likeness(one.words, other.words)
    same_code = bool(one.code) and one.code == other.code
    alike = _same_id(one, other) or (same_code and likeness >= 0.5) or likeness >= 0.8
    if one.cohort != other.cohort or not alike:
        return False
    agree, differ = shared_slots(one, other)
    if differ > agree:
        return same_code and likeness >= 0.8  # restated
    lost = same_code and agree >= 3 and differ == 0 and not (one.words and other.words)
    return not lost and not _codes_tell_apart(one, other, agree, differ)


def _same_in_two_tables(one: Line, other: Line, weights: Weights) -> bool:
    """Of two tables of one paper; rows of one table are different rows."""
    agree, differ = shared_slots(one, other)
    if agree >= max(3, 3 * differ):
        told = _digits_shared(one, other)
        if told >= 9 or (told >= 6 and differ == 0 and one.words & other.words):
            return True  # torn labels and all: no two measures share so many values
    if one.cohort != other.cohort:
        return False
    same_code = bool(one.code) and one.code == other.code
    if same_code and agree >= 3 and differ == 0 and not (one.words and other.words):
        return True  # the label is lost: the number and the values tell
    if differ > agree or _codes_tell_apart(one, other, agree, differ):
        return False
    likeness = weights.likeness(one.words, other.words)
    same_id = _same_id(one, other)
    if agree >= 2:
        return same_id or likeness >= 0.45 or (same_code and likeness >= 0.2)
    if not same_id and None not in (one.indicator_id, other.indicator_id):
        return False
    return (same_code and likeness >= 0.5) or likeness >= 0.85 or (same_id and likeness >= 0.4)


def _same_id(one: Line, other: Line) -> bool:
    return one.indicator_id is not None and one.indicator_id == other.indicator_id


def _codes_tell_apart(one: Line, other: Line, agree: int, differ: int) -> bool:
    """Whether two rows have two numbers, and not so many equal values that one is misprinted."""
    two = bool(one.code) and bool(other.code) and one.code != other.code
    return two and (agree < 3 or agree <= 2 * differ)


def by_area(measures: Iterable[Measure]) -> Iterator[list[Measure]]:
    """Measures that differ in their area only, together: the same words in the same table."""
    firsts = [(measure, measure.lines[0]) for measure in measures]
    names: dict[tuple[str, int], set[str]] = defaultdict(set)
    for _, line in firsts:
        names[line.document, line.grid] |= line.area_words
    groups: dict[tuple[object, ...], list[Measure]] = defaultdict(list)
    for measure, line in firsts:
        words = line.words - names[line.document, line.grid]
        groups[line.document, line.grid, words, line.units].append(measure)
    for group in groups.values():
        yield from (block for block in _blocks(group) if len(block) > 1)


def _blocks(group: Sequence[Measure]) -> Iterator[list[Measure]]:
    """A table with two heads has two wholes, each before its areas."""
    block: list[Measure] = []
    for measure in sorted(group, key=lambda m: _first_place(m)):
        if is_whole(measure.area) and block:
            yield block
            block = []
        block.append(measure)
    yield block


def _first_place(measure: Measure) -> tuple[int, int]:
    source = table_source(measure.cells[0])
    return (source.col, source.row) if source else (0, 0)
