"""What a document says of its own time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from extractor.figures.dates import FIRST_MONTHS, Span, YearType, year_of
from extractor.model import Period, PeriodBasis


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a document says of its own time: relative and incomplete expressions are read against it."""

    report_date: date | None = None
    reporting_period: Period | None = None
    as_at: Period | None = None
    meeting_date: date | None = None
    year_type: YearType = "fiscal"
    named: Period | None = None
    """The last period that the document names in full, for want of anything better."""
    antecedent: Period | None = None
    """The last dated period named earlier in the same passage, for "the same period"."""

    @property
    def first_month(self) -> int:
        """Month in which the year of this document begins."""
        return FIRST_MONTHS[self.year_type]

    def current(self) -> Span | None:
        """The period reported on, else the day or month the data is "as at"."""
        for period in (self.reporting_period, self.as_at):
            if period is not None and period.first is not None and period.last is not None:
                return period.first, period.last
        return None

    def end(self) -> date | None:
        """Last day of the data, where the document fixes it."""
        ends = [p.last for p in (self.as_at, self.reporting_period) if p is not None and p.last is not None]
        return ends[0] if ends else None

    def latest(self) -> date | None:
        """The last day that the document can look back from."""
        days = [d for d in (self.report_date, self.meeting_date, self.end()) if d is not None]
        return max(days) if days else self.named.last if self.named is not None else None

    def ended(self, stretch: Callable[[int], Span]) -> tuple[int, PeriodBasis] | None:
        """Start year of the latest such stretch of a year that was over, or that the data reaches into."""
        end, latest = self.end(), self.latest()
        if end is not None:
            return year_of(end, self.first_month), "heading"
        if latest is None:
            return None
        year = year_of(latest, self.first_month)
        return year if stretch(year)[1] <= latest else year - 1, "report_date"

    def year(self) -> int | None:
        """Start year of the fiscal (academic, calendar) year that the data ends in."""
        end = self.end()
        return None if end is None else year_of(end, self.first_month)
