"""Scales and ticks: values and dates to places on a chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

NICE = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))

TICK_STEPS = ((1, 7), (2, 13), (3, 24), (6, 48), (12, 96), (24, 192), (60, 480))
"""Months from tick to tick, and of how many months at most."""


@dataclass(frozen=True)
class Scale:
    """A linear scale from [low, high] to [start, end]."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """The place of a value."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def nice_step(span: Decimal, most: int = 6) -> Decimal:
    """The smallest of 1, 2, 2.5, 5 times a power of ten that cuts a span into at most `most` parts."""
    rough = span / most
    power = Decimal(10) ** (rough.adjusted())
    for factor in NICE:
        if factor * power >= rough:
            return factor * power
    return Decimal(10) * power


def value_ticks(values: Sequence[Decimal], *, floor: Decimal | None = None) -> list[Decimal]:
    """Round ticks that hold all values: from zero where that costs less than half of the height."""
    low, high = min(values), max(values)
    if low >= 0 and low <= high * Decimal("0.5"):
        low = Decimal(0)
    if low == high:
        low, high = (low - 1, high + 1) if low else (Decimal(0), Decimal(1))
    if floor is not None:
        low = max(low, floor)
    step = nice_step(high - low)
    first = (low / step).to_integral_value(ROUND_FLOOR) * step
    last = (high / step).to_integral_value(ROUND_CEILING) * step
    count = int((last - first) / step)
    return [first + step * n for n in range(count + 1)]


def date_ticks(first: date, last: date) -> list[tuple[date, str]]:
    """Ticks at round months: every month or two, quarter, half year, year or several years."""
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    step = next((step for step, most in TICK_STEPS if months <= most), 120)
    start = first.year * 12 + (first.month - 1)
    offset = 3  # fiscal years begin in April: one tick of any step stands there
    start -= (start - offset) % step
    ticks = []
    for month in range(start, last.year * 12 + last.month, step):
        tick = date(month // 12, month % 12 + 1, 1)
        if first <= tick <= last:
            ticks.append((tick, f"{tick:%b %Y}"))
    return ticks or [(first, f"{first:%b %Y}")]
