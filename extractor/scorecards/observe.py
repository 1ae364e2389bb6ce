"""Cells to observations: what the row says and what the column says, laid together."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from extractor.model import (
    Cell,
    Observation,
    Period,
    Qualifier,
    Role,
    TableSource,
    Unit,
)
from extractor.patterns.scorecards import normal
from extractor.scorecards.cells import CellText, Printed, read_part
from extractor.scorecards.columns import Column
from extractor.scorecards.dates import resolve
from extractor.scorecards.headings import is_short_measure, names_measure, read_heading, split_code
from extractor.scorecards.measures import Basis, find_basis, find_unit
from extractor.scorecards.part_times import PartTimes, Setting
from extractor.scorecards.row import RAGS, Rag, Row, colour
from extractor.scorecards.rows import Part
from extractor.scorecards.sheet import Sheet
from extractor.scorecards.times import read_time


@dataclass(frozen=True)
class Measure:
    """What one cell is of: its words, breakdown, and how it is taken."""

    words: str
    code: str
    area: str | None
    cohort: str | None
    basis: Basis
    unit: Unit | None
    total: bool


class Observer(PartTimes):
    """Makes the observations of one part of a sheet."""

    def __init__(self, sheet: Sheet, part: Part, setting: Setting, *, listed: bool = False) -> None:
        super().__init__(sheet, part, setting)
        self.listed = listed
        self.rows_measure = self._rows_measure()
        heads = [set(c.heading.words) for c in self.values]
        self.shared = set.intersection(*heads) if len(heads) > 1 else set()
        self.title, self.title_code = self._title()

    def read(self) -> list[Observation]:
        """All observations, row by row; halves of an "n of m" point at each other."""
        made: list[Observation] = []
        if not self.values:
            return made
        for row in self.part.rows:
            in_row: list[Observation] = []
            for column in self.values:
                in_row += self._cell(row, column)
            made += _linked(self._one_unit(in_row))
        return made

    def _rows_measure(self) -> bool:
        """Most rows are named as measures, not as places or groups."""
        names = [r.name for r in self.part.rows if r.name and not r.heading.total]
        return bool(names) and sum(names_measure(n) for n in names) >= len(names) / 2

    def _title(self) -> tuple[str, str]:
        """Words, and a code, for figures that neither row nor column names."""
        corner = " ".join(self.corner.words) if self.corner.words and not self.corner.column else ""
        corner = read_time(corner)[1] if corner else ""
        match = re.search(r"\s(\d{1,2}\.\d{1,2}[a-z]?)$", corner)
        code = match.group(1) if match else ""
        corner = corner[: match.start()] if match else corner
        corner = corner if len(re.findall(r"[A-Za-z]", corner)) > 8 else ""
        own = self.part.title or (corner if code or self.corner.time or names_measure(corner) else "")
        leading, words = split_code(own or self.setting.title or corner)
        history = self.setting.code_before if self.corner.group == "years" else ""
        return words, code or (leading if own else "") or history

    # --- one cell -----------------------------------------------------------------------------------

    def _cell(self, row: Row, column: Column) -> Iterator[Observation]:
        cell = self.sheet.matrix[row.index][column.index]
        read = self.sheet.reads[row.index][column.index]
        if column.part == "numerator" and cell and (half := read_part(cell.text)):
            read = CellText("figures", (half,))
        if read.kind != "figures" or cell is None or self._only_time(cell.text):
            return
        if not self._means_something(row, column) or not self._labelled(row, column):
            return
        measure = self._measure(row, column)
        if not measure.words and not measure.code:
            return
        for k, printed in enumerate(read.figures):
            if self._whole_of_shares(row, column, printed):
                continue
            yield self._observation(row, column, cell, printed, measure, k)

    @staticmethod
    def _only_time(text: str) -> bool:
        time, rest = read_time(text)
        return bool(time) and not rest and not (time.calendar and not time.has_part)

    def _means_something(self, row: Row, column: Column) -> bool:
        head = column.heading
        return self.listed or bool(
            head.time
            or head.role
            or head.words
            or head.code
            or head.measure
            or row.heading.time
            or row.heading.comparator
        )

    def _whole_of_shares(self, row: Row, column: Column, printed: Printed) -> bool:
        """The 100% under a column of shares: it says nothing of any measure."""
        share = column.heading.measure == "percent" and not column.heading.words
        return share and row.heading.total and printed.unit == "percent" and printed.value == 100

    def _labelled(self, row: Row, column: Column) -> bool:
        """The row has a label, or the sheet is one row under its periods."""
        figure = re.fullmatch(r"[\d.,%\s£-]+", row.heading.text) and not row.heading.time
        if row.name or row.code or (row.heading.text and not figure) or row.areas or row.groups:
            return True
        return len(self.part.rows) == 1 and bool(column.heading.time)

    def _observation(
        self, row: Row, column: Column, cell: Cell, printed: Printed, measure: Measure, k: int
    ) -> Observation:
        role, comparator = self._role(row, column, printed)
        period = self.period(row, column, printed, measure.basis, role)
        unit = printed.unit or self._unit(row, column, printed, measure)
        document = self.setting.document
        findable = cell.start is not None and document.format == "text"  # elsewhere no reader can count them
        start = (cell.start or 0) + printed.start if findable else None
        indicator = " ".join(t for t in (measure.code, measure.words) if t)
        return Observation(
            observation_id=_identity(
                document.sha256, self.sheet.grid.index, row.index, column.index + self.sheet.offset, k
            ),
            document=document.path,
            document_sha256=document.sha256,
            origin="table",
            page=cell.page or self.sheet.grid.page,
            bbox=cell.bbox,
            start=start,
            end=start + printed.end - printed.start if start is not None else None,
            text=printed.text,
            quote=self._quote(row),
            value=printed.value,
            unit=unit,
            qualifier=_sense(printed, row.better),
            role=role,
            indicator=indicator,
            authority=self.setting.context.authority,
            area=measure.area,
            cohort=measure.cohort,
            comparator=comparator,
            period=period.text if period else None,
            period_start=period.first if period else None,
            period_end=period.last if period else None,
            period_type=period.type if period else None,
            rule=self._rule(row, column),
            confidence=self._confidence(period, unit, indicator),
            places=printed.places,
            period_basis=period.basis if period else None,
            source=self._source(row, column, cell, role, measure),
            context=self.setting.context_index,
        )

    def _quote(self, row: Row) -> str:
        """The row as it is printed, its cells apart."""
        texts = enumerate(self.sheet.texts[row.index])
        return " | ".join(text for column, text in texts if text and self.sheet.own(row.index, column))

    def _source(self, row: Row, column: Column, cell: Cell, role: Role, measure: Measure) -> TableSource:
        """Where in its table a cell stands, and what the row says beside it."""
        return TableSource(
            grid=self.sheet.grid.index,
            row=row.index,
            col=column.index + self.sheet.offset,
            code=measure.code,
            column=column.heading.text,
            row_label=row.heading.text or row.name,
            better=row.better,
            rag=self._rag(row, column, cell, role),
            trend=row.trend if role == "actual" else None,
            data_note=row.note,
            in_total=measure.total,
        )

    def _rag(self, row: Row, column: Column, cell: Cell, role: Role) -> Rag | None:
        if role == "threshold":
            return next((rag for rag in RAGS if rag == column.heading.band), None)
        if role != "actual":
            return None
        time = column.heading.time
        latest = not time or time.flavour == "ytd" or self._is_latest(column)
        return (row.rag if latest else None) or colour(cell.fill)

    def _is_latest(self, column: Column) -> bool:
        period = resolve(column.heading.time, self.when)
        return bool(period and period.last and period.last == self.when.last)

    # --- what it is of ------------------------------------------------------------------------------

    def _measure(self, row: Row, column: Column) -> Measure:
        head = column.heading
        beside = () if head.comparator else tuple(w for w in head.words if w)
        timed = bool(row.heading.time or row.heading.comparator) and not self._row_named(row)
        of_row = [] if timed else [t for t in (row.name,) if t]
        words, rest = self._parted(of_row, list(beside), row, bool(head.code))
        rest = [*row.areas, *row.groups, *([row.part] if row.part else []), *rest]
        areas = [w for w in rest if w in row.areas or (self._is_place(w) and not self._is_whole(w))]
        cohorts = [w for w in rest if w not in areas and not self._is_whole(w)]
        text = " ".join(dict.fromkeys(words))
        measured = " ".join([text, *cohorts])
        named = " ".join([*rest, text]) if names_measure(" ".join(rest)) else "".join(words[-1:])
        hint = row.measure if row.shares else head.measure or row.measure
        if row.shares:
            text = f"% {text}"
        return Measure(
            words=text,
            code=((head.code or row.code) if timed or not row.code else row.code) or self.title_code,
            area=" / ".join(areas) or None,
            cohort=" / ".join(cohorts) or None,
            basis=find_basis(measured, row.unit_text, row.note, self.sheet.patterns),
            unit=find_unit(named, hint, row.unit_text),
            total=head.total or row.heading.total,
        )

    def _row_named(self, row: Row) -> bool:
        return bool(row.code) or (bool(row.name) and not any(c.kind == "period" for c in self.part.columns))

    def _parted(
        self, of_row: list[str], of_column: list[str], row: Row, coded: bool
    ) -> tuple[list[str], list[str]]:
        """Words that name the measure, and words that name a part of it."""
        named = any(c.kind == "name" and c.heading.column == "name" for c in self.part.columns)
        own = [w for w in of_column if w not in self.shared]
        if of_row and (named or row.code):
            return of_row, own
        if of_row and self.rows_measure and not self._columns_measure(of_column):
            return of_row, of_column
        measures = [w for w in of_column if names_measure(w)]
        if measures:
            rest = [*of_row, *(w for w in of_column if w not in measures)]
            short = len(measures) == 1 and is_short_measure(measures[0]) and not (row.code or coded)
            return ([self.title, *measures] if short and self._adds(self.title) else measures), rest
        if of_row and self.rows_measure:
            return of_row, of_column
        places = [w for w in of_column if self._is_place(w)]
        others = [w for w in of_column if w not in places]
        if others and (of_row or not self.title or self._mixed()):
            return others, [*of_row, *places]
        if others:
            return [self.title], [*others, *places]
        if self.title:
            return [self.title], [*of_row, *of_column]
        return (of_row, of_column) if of_row and not self._is_place(of_row[0]) else ([], [])

    @staticmethod
    def _adds(title: str) -> bool:
        """A title that says what a short measure is of, and is no measure itself."""
        return bool(title) and not re.match(
            r"(?:%|no\.?|number|rate|percentage|average|av)\b|%", title.lower()
        )

    def _is_place(self, words: str) -> bool:
        """A part of the authority, the whole, or a name beside such names."""
        if self._is_area(words) or self._is_whole(words):
            return True
        levels = [i for c in self.values for i, w in enumerate(c.heading.words) if w == words]
        beside = {c.heading.words[i] for c in self.values for i in levels[:1] if len(c.heading.words) > i}
        return bool(levels) and len(words.split()) <= 3 and sum(self._is_area(w) for w in beside) >= 2

    def _mixed(self) -> bool:
        """Some columns name a measure, so the others do too."""
        return any(names_measure(w) for c in self.values for w in c.heading.words)

    def _columns_measure(self, of_column: list[str]) -> bool:
        return any(names_measure(w) and not w.isupper() for w in of_column)

    def _is_area(self, words: str) -> bool:
        return self.sheet.patterns.whole("area", words) is not None and not self._is_whole(words)

    def _is_whole(self, words: str) -> bool:
        if self.sheet.patterns.whole("whole", words):
            return True
        authority = self.setting.context.authority
        return bool(authority) and normal(authority or "").startswith(normal(words)) and len(words) > 3

    # --- role, period, unit --------------------------------------------------------------------------

    def _role(self, row: Row, column: Column, printed: Printed) -> tuple[Role, str | None]:
        if printed.part == "numerator":
            return "numerator", None
        if printed.part == "denominator" or column.part == "denominator":
            return "denominator", None
        if column.part == "numerator":
            return "numerator", None
        comparator = row.heading.comparator or column.heading.comparator
        role: Role = column.heading.role or row.heading.role or "actual"
        if row.heading.comparator and role == "actual":
            role = "benchmark"
        return role, comparator or None if role == "benchmark" else None

    def _unit(self, row: Row, column: Column, printed: Printed, measure: Measure) -> Unit:
        if printed.part in ("numerator", "denominator") or column.part:
            return "count"
        if measure.unit:
            return measure.unit
        return (
            "count" if printed.value == printed.value.to_integral_value() and not printed.places else "other"
        )

    def _one_unit(self, made: list[Observation]) -> list[Observation]:
        """A figure without a unit takes that of the others of its measure in the row."""
        printed = Counter(
            o.unit
            for o in made
            if o.unit in ("percent", "currency_gbp") and o.role not in ("numerator", "denominator")
        )
        if not printed or len({o.indicator for o in made}) > 1 or len({(o.area, o.cohort) for o in made}) > 1:
            return made
        unit, count = printed.most_common(1)[0]
        bare = [o for o in made if o.unit in ("other", "count") and o.places]
        if count < 2 or not bare:
            return made
        return [replace(o, unit=unit) if o in bare else o for o in made]

    # --- how sure -----------------------------------------------------------------------------------

    def _rule(self, row: Row, column: Column) -> str:
        if row.heading.comparator or (row.heading.time and column.heading.words):
            return "table.transposed"
        return "table.scorecard"

    def _confidence(self, period: Period | None, unit: Unit, indicator: str) -> float:
        confidence = 0.95
        if period is None or period.last is None:
            confidence -= 0.15
        if unit == "other":
            confidence -= 0.1
        if not indicator:
            confidence -= 0.3
        return round(confidence * self.sheet.grid.confidence, 3)


def _sense(printed: Printed, better: str | None) -> Qualifier | None:
    """The qualifier; a "<" or ">" behind the number is read by which direction is good."""
    if printed.trailing == "<":
        return "below"
    if printed.trailing == ">":
        return "at_least" if better == "high" else "below" if better == "low" else None
    return printed.qualifier


def _linked(made: list[Observation]) -> list[Observation]:
    """Each numerator points at the denominator that follows it."""
    result = list(made)
    for i, o in enumerate(made):
        if o.role == "numerator" and i + 1 < len(made) and made[i + 1].role == "denominator":
            result[i] = replace(o, compared_with=made[i + 1].observation_id)
    return result


def _identity(sha256: str, grid: int, row: int, col: int, k: int) -> str:
    return hashlib.sha256(f"{sha256}|table|{grid}|{row}|{col}|{k}".encode()).hexdigest()[:16]


def share_of(part: Decimal, whole: Decimal) -> Decimal | None:
    """Part as a percentage of the whole, unrounded; None where the whole is zero."""
    return part * 100 / whole if whole else None


__all__ = ["Measure", "Observer", "Setting", "read_heading", "share_of"]
