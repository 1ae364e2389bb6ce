"""The values of a measure in the order of time, and how sentences name them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import regex

from extractor.checks.evidence import Evidence
from extractor.checks.lines import column_span
from extractor.checks.measures import Measure
from extractor.checks.wording import MONTHS
from extractor.model import Observation


def history(measure: Measure, like: Observation) -> Sequence[Observation]:
    """Values of the same kind of period and unit, one a period, in the order of time."""
    return measure.history(column_span(like), like.unit)


def value_before(cells: Sequence[Observation], end: date) -> Observation | None:
    """The value of the period just before the one that ends then; None where the table skips it."""
    earlier = [c for c in cells if c.period_end is not None and c.period_end < end]
    here = next((c for c in cells if c.period_end == end), None)
    if not earlier or here is None or earlier[-1].period_end is None:
        return None
    step = {"month": 31, "quarter": 92, "year": 366}.get(column_span(here), 0)
    return earlier[-1] if end - earlier[-1].period_end <= timedelta(days=step + 1) else None


def names_time(evidence: Evidence, figure: Observation, cell: Observation) -> bool:
    """Whether the sentence names the time of a cell ("between Quarter 3 and Quarter 4", "from December")."""
    text = figure.quote.lower()
    if cell.period_end is None:
        return False
    month = cell.period_end.month
    if column_span(cell) == "month":
        names = [MONTHS[month - 1].lower(), *evidence.listed("month_before")]
    elif column_span(cell) == "quarter":
        number = ((month - 4) % 12) // 3 + 1
        words = [word for word, n in evidence.patterns.checks.numbers.items() if n == number]
        names = [f"q{number}", *(f"quarter {n}" for n in (number, *words))]
        names += evidence.listed("quarter_before")
    else:
        first = cell.period_end.year - (
            1 if column_span(cell) == "year" and cell.period_end.month <= 8 else 0
        )
        names = [
            *(f"{first}{mark}{last}" for mark in "/-–" for last in (f"{(first + 1) % 100:02d}", first + 1)),
            *evidence.listed("year_before"),
        ]
    return any(regex.search(rf"(?<!\w){regex.escape(name)}(?!\w)", text) for name in names)
