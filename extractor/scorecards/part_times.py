"""The time of the cells of a table: their own, of row and column, of the corner, title and report."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from extractor.model import Context, Document, Period, Role
from extractor.scorecards.cells import Printed
from extractor.scorecards.columns import Column
from extractor.scorecards.dates import When, resolve
from extractor.scorecards.headings import Heading
from extractor.scorecards.measures import Basis, fitted, is_academic
from extractor.scorecards.row import Row
from extractor.scorecards.rows import Part
from extractor.scorecards.sheet import Sheet
from extractor.scorecards.times import NO_TIME, Time, read_time

_OTHER_TIME = re.compile(
    r"\b(?:year \d|to date|baseline|as (?:of|at) |mid[ -](?:19|20)\d\d)\b", re.IGNORECASE
)
"""Words of a row that give it a time of its own, which is not the report's."""


@dataclass(frozen=True)
class Setting:
    """What a sheet stands in: its document and context, and what time it is of."""

    document: Document
    context: Context
    context_index: int
    when: When
    title: str
    """Words that name the measure where neither rows nor columns do."""
    time: Time = NO_TIME
    """The time that the table's title prints."""
    code_before: str = ""
    """The one code of the table right above, which "past performance" under it is of."""


class PartTimes:
    """When the figures of one part of a sheet are for."""

    def __init__(self, sheet: Sheet, part: Part, setting: Setting) -> None:
        self.sheet, self.part, self.setting = sheet, part, setting
        self.values = [c for c in part.columns if c.kind == "value"]
        self.terms = any(r.heading.time.term for r in part.rows) or any(
            c.heading.time.term for c in self.values
        )
        self.corner = self._corner()
        self.when = self._when()

    def period(self, row: Row, column: Column, printed: Printed, basis: Basis, role: Role) -> Period | None:
        """The period of a cell: its own, that of its row and column, or that of the table."""
        when = replace(
            self.when, academic=self.terms or is_academic(row.unit_text, row.note, self.sheet.patterns)
        )
        if row.periods is not None and (below := self.sheet.texts[row.periods][column.index]):
            printed = replace(printed, period=below.strip("() "))
        if printed.period:
            own, _ = read_time(printed.period)
            period = resolve(own.over(column.heading.time.over(row.heading.time)), when)
            if period:
                return replace(period, text=printed.period, basis="stated")
        time = (
            column.heading.time.over(row.heading.time)
            if not row.heading.time.has_part
            else row.heading.time.over(column.heading.time)
        )
        if role in ("target", "threshold"):
            return self._target_period(time, when)
        if role == "benchmark":
            return resolve(time, when) if time.has_year else None
        if time.flavour == "ytd" and self._lags(row):
            when = replace(when, last=self._latest_in(row) or when.last)
        period = resolve(time, when) if time else self._of_table(row, column, when)
        if period is None:
            return None
        if (
            period.type == "year"
            and period.first
            and when.last
            and period.first <= when.last < (period.last or when.last)
        ):
            period = replace(period, last=when.last, type="ytd")
        return fitted(period, basis, when)

    def _lags(self, row: Row) -> bool:
        """The row's figures come later than the others' (a term, a quarter, a month in arrears)."""
        noted = [w for t in (row.unit_text, row.note) if t for w in self.sheet.patterns.find_all("note", t)]
        return any(w.gives["basis"] in ("term", "quarter", "academic") or "lag" in w.gives for w in noted)

    def _latest_in(self, row: Row) -> date | None:
        """The last month or quarter for which the row has a result."""
        if row.heading.time:
            return None
        ends = [
            e
            for c in self.values
            for e in self._ends(c.heading.time, c.heading, self.when, [(row.index, c.index)])
        ]
        return max(ends) if ends else None

    def _target_period(self, time: Time, when: When) -> Period | None:
        if not time and when.fiscal is not None:
            time = Time(words=f"{when.fiscal}/{(when.fiscal + 1) % 100:02d}", fiscal=when.fiscal)
            return replace(
                resolve(time, replace(when, academic=False)) or Period("", None, None, None),
                basis="inherited",
            )
        return resolve(time, when)

    def _of_table(self, row: Row, column: Column, when: When) -> Period | None:
        """A column without a time: an earlier one where its head says so, else that of the table."""
        if _OTHER_TIME.search(row.name):
            return Period(row.name, None, None, None, basis="row")
        if column.heading.relative == "last_year" and when.fiscal:
            return resolve(Time(words=column.heading.text, fiscal=when.fiscal - 1), when)
        if column.heading.relative:
            return Period(column.heading.text, None, None, None, basis="column")
        beside = {
            c.heading.time for c in self.values if c.heading.time and c.heading.role in (None, "actual")
        }
        corner = beside.pop() if len(beside) == 1 else self._corner_time()
        if corner:
            return resolve(corner, when)
        context = self.setting.context.reporting_period or self.setting.context.as_at
        return replace(context, basis="report_date") if context else None

    def _when(self) -> When:
        """The last month or quarter that holds results, and the year that bare months belong to."""
        corner = self._corner_time()
        when = self.setting.when
        period = resolve(corner, when) if corner else None
        if period and period.last:
            when = replace(
                when, last=period.last, fiscal=period.last.year - (period.last.month < 4), basis="heading"
            )
        fiscal = corner.fiscal if corner.fiscal is not None else self._year_of_targets(when)
        if fiscal is not None:
            when = replace(when, fiscal=fiscal)
        latest = self._latest(when)
        if latest and when.fiscal is None:
            when = replace(when, fiscal=latest.year - (latest.month < 4))
        return replace(when, last=latest) if latest else when

    def _corner(self) -> Heading:
        """The head over the labels, where it says more than that labels stand under it."""
        labels = [c for c in self.part.columns if c.kind in ("name", "period", "section", "junk", "code")]
        found = [c.heading for c in labels if c.heading.time or c.heading.words or c.heading.group]
        return found[0] if found else Heading()

    def _corner_time(self) -> Time:
        time = self.corner.time or read_time(self.part.title)[0]
        if not time and self.corner.words:
            time = read_time(self.corner.words[0])[0]
        return time if time.has_year or time.has_part else self.setting.time

    def _year_of_targets(self, when: When) -> int | None:
        """Quarters without a year, beside last year's result and this year's target, are of the latter."""
        bare = [c for c in self.values if c.heading.time.has_part and not c.heading.time.has_year]
        if not bare:
            return None
        targets = [
            c.heading.time.fiscal for c in self.values if c.heading.role == "target" and c.heading.time.fiscal
        ]
        if targets:
            return max(targets)
        years = [
            c.heading.time.fiscal for c in self.values if c.heading.time.fiscal and not c.heading.comparator
        ]
        if when.fiscal is None and years:
            return max(years) + 1
        return None

    def _latest(self, when: When) -> date | None:
        ends: list[date] = []
        for column in self.values:
            ends += self._ends(
                column.heading.time, column.heading, when, [(r.index, column.index) for r in self.part.rows]
            )
        for row in self.part.rows:
            ends += self._ends(
                row.heading.time, row.heading, when, [(row.index, c.index) for c in self.values]
            )
        return max(ends) if ends else None

    def _ends(self, time: Time, heading: Heading, when: When, cells: list[tuple[int, int]]) -> list[date]:
        if not time.has_part or time.flavour or heading.role not in (None, "actual"):
            return []
        if not any(self.sheet.reads[r][c].kind == "figures" for r, c in cells):
            return []
        period = resolve(time, when)
        return [period.last] if period and period.last else []
