"""What a printed value stands for, and arithmetic with it.

A value printed with d decimals stands for every number that rounds to it: 27.6 for 27.55 to 27.65.
Counts and pounds printed in full are exact; "£1.2m" is not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    Context,
    Decimal,
)
from typing import Literal, Protocol

Rounding = Literal["exact", "half_up", "half_even", "truncated", "over_precise"]

_DIGITS = 50
"""Enough for any printed figure; division is rounded outwards."""
_DOWN = Context(prec=_DIGITS, rounding=ROUND_FLOOR)
_UP = Context(prec=_DIGITS, rounding=ROUND_CEILING)
_EXACT_UNITS = frozenset({"count", "currency_gbp"})
_HUNDRED = Decimal(100)


class Printed(Protocol):
    """Anything with a printed value: a quantity or an observation."""

    @property
    def value(self) -> Decimal:
        """The number."""
        ...

    @property
    def unit(self) -> str:
        """Its unit."""
        ...

    @property
    def places(self) -> int:
        """Decimals printed, before any scale word."""
        ...

    @property
    def scale(self) -> int:
        """Power of ten of the scale word."""
        ...


@dataclass(frozen=True, slots=True)
class Interval:
    """All numbers from `low` to `high`, ends included.  Raises `ValueError` where they are swapped."""

    low: Decimal
    high: Decimal

    def __post_init__(self) -> None:
        """Check the order of the ends."""
        if self.low > self.high:
            raise ValueError(f"an interval from {self.low} to {self.high}: the lower end comes first")

    @classmethod
    def exactly(cls, value: Decimal | int) -> Interval:
        """The interval of one number."""
        number = Decimal(value)
        return cls(number, number)

    @property
    def exact(self) -> bool:
        """It holds one number only."""
        return self.low == self.high

    def contains(self, value: Decimal) -> bool:
        """The number lies in it."""
        return self.low <= value <= self.high

    def overlaps(self, other: Interval) -> bool:
        """Some number lies in both."""
        return self.low <= other.high and other.low <= self.high

    def widened(self, by: Decimal) -> Interval:
        """Both ends moved out."""
        return Interval(_DOWN.subtract(self.low, by), _UP.add(self.high, by))

    def __add__(self, other: Interval) -> Interval:
        """Every sum of a number of one and a number of the other."""
        return Interval(_DOWN.add(self.low, other.low), _UP.add(self.high, other.high))

    def __sub__(self, other: Interval) -> Interval:
        """Every difference."""
        return Interval(_DOWN.subtract(self.low, other.high), _UP.subtract(self.high, other.low))

    def __neg__(self) -> Interval:
        """The same on the other side of nought."""
        return Interval(-self.high, -self.low)

    def __mul__(self, other: Interval) -> Interval:
        """Every product."""
        pairs = [(a, b) for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(
            min(_DOWN.multiply(a, b) for a, b in pairs), max(_UP.multiply(a, b) for a, b in pairs)
        )

    def __truediv__(self, other: Interval) -> Interval:
        """Every quotient.  Raises `ZeroDivisionError` where the divisor may be nought."""
        if other.contains(Decimal(0)):
            raise ZeroDivisionError("the divisor may be nought")
        pairs = [(a, b) for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(min(_DOWN.divide(a, b) for a, b in pairs), max(_UP.divide(a, b) for a, b in pairs))


def printed_interval(value: Decimal, places: int = 0, scale: int = 0, unit: str = "percent") -> Interval:
    """What a printed value stands for: half a unit of its last printed place either way."""
    if places == 0 and scale == 0 and unit in _EXACT_UNITS:
        return Interval.exactly(value)
    half = Decimal(5).scaleb(scale - places - 1)
    return Interval(value - half, value + half)


def interval_of(printed: Printed) -> Interval:
    """What a quantity or observation stands for."""
    return printed_interval(printed.value, printed.places, printed.scale, printed.unit)


def total(parts: Iterable[Interval]) -> Interval:
    """Sum of intervals; nought where there are none."""
    result = Interval.exactly(0)
    for part in parts:
        result = result + part
    return result


def percent_of(part: Interval, whole: Interval) -> Interval:
    """100 n / m.  Raises `ZeroDivisionError` where m may be nought."""
    return Interval.exactly(100) * (part / whole)


def percent_change(before: Interval, after: Interval) -> Interval:
    """100 (after - before) / before.  Raises `ZeroDivisionError` where `before` may be nought."""
    ratio = after / before
    return Interval(_HUNDRED * (ratio.low - 1), _HUNDRED * (ratio.high - 1))


def rounded(
    value: Decimal, places: int, how: Literal["half_up", "half_even", "truncated"] = "half_up"
) -> Decimal:
    """A number rounded to so many places; negative places are tens, hundreds, …"""
    mode = {"half_up": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN, "truncated": ROUND_DOWN}[how]
    unit = Decimal(1).scaleb(-places)
    return value.quantize(unit, rounding=mode, context=Context(prec=_DIGITS))


def places_of(value: Decimal) -> int:
    """Decimals that a number is written with: 2 for 30.60, 0 for 31."""
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def explain_rounding(stated: Decimal, places: int, exact: Decimal | Interval) -> Rounding | None:
    """How a figure stated with so many places comes from an exact one, or None where it does not.

    `places` counts from the point ("£1.2m" has -5).  Against an interval, "exact" means that the
    interval is one number, and a rounding is named when some number of the interval rounds so.
    """
    if isinstance(exact, Interval):
        if not exact.exact:
            return _explain_interval(stated, places, exact)
        exact = exact.low
    if stated == exact:
        return "exact"
    for how in ("half_up", "half_even", "truncated"):
        if rounded(exact, places, how) == stated:
            return how
    printed = places_of(exact)
    if places > printed and printed_interval(exact, printed).contains(stated):
        return "over_precise"
    return None


def _explain_interval(stated: Decimal, places: int, exact: Interval) -> Rounding | None:
    unit = Decimal(1).scaleb(-places)
    if exact.overlaps(printed_interval(stated, places)):
        return "half_up"
    away = Interval(stated, stated + unit) if stated >= 0 else Interval(stated - unit, stated)
    # Just below the next unit still truncates to it; the next unit itself does not.
    inside = (
        exact.low < away.high and exact.high >= away.low
        if stated >= 0
        else (exact.high > away.low and exact.low <= away.high)
    )
    return "truncated" if inside else None
