"""What a printed value can mean, and how two values agree."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from functools import cache
from math import ceil, floor

from extractor.figures.intervals import Interval, interval_of, percent_of
from extractor.model import Observation, Unit

RATES = ("rate_per_1000", "rate_per_10000", "rate_per_100000")
PERCENTS = ("percent", "percentage_points")
FAMILY_OF = dict.fromkeys(PERCENTS, "percent") | dict.fromkeys((*RATES, "other", "score", "ratio"), "rate")
ROUNDINGS = (
    (ROUND_HALF_UP, "rounded"),
    (ROUND_HALF_EVEN, "rounded half to even"),
    (ROUND_DOWN, "cut off, not rounded"),
)


def unit_of_last_place(observation: Observation) -> Decimal:
    """What one step of the last printed digit is worth: 0.1 for "27.6%", 100000 for "£1.2m"."""
    return _power_of_ten(observation.scale - observation.places)


@cache
def _power_of_ten(exponent: int) -> Decimal:
    return Decimal(1).scaleb(exponent)


def interval(observation: Observation) -> Interval:
    """The values that round to what is printed; exact counts stand for themselves, unless hedged."""
    own = interval_of(observation)
    hedged = own.exact and observation.qualifier == "approx"
    return own.widened(unit_of_last_place(observation) / 2) if hedged else own


def share_interval(part: Interval, whole: Interval) -> Interval | None:
    """Part of whole in percent; None where the whole may be 0 or less."""
    return None if whole.low <= 0 else percent_of(part, whole)


def rounding_between(stated: Observation, cell: Observation) -> str | None:
    """How a stated value comes from a cell: "" when equal, else the rounding's name, or None.

    A cell with fewer places than the text cannot give it; then the answer is "more places than the
    table" where the text lies inside what the cell can stand for.
    """
    if stated.value == cell.value:
        return ""
    step = unit_of_last_place(stated)
    if step > unit_of_last_place(cell):
        for mode, name in ROUNDINGS:
            if (cell.value / step).quantize(Decimal(1), rounding=mode) * step == stated.value:
                return name
        return None
    if step < unit_of_last_place(cell) and interval(cell).contains(stated.value):
        return "more places than the table"
    return None


def plainly_from(stated: Observation, cell: Observation) -> bool:
    """Whether a stated value is a cell as printed or rounded as usual: enough to explain a mistake by."""
    return rounding_between(stated, cell) in ("", "rounded")


def out_of_scale(figure: Observation, other: Observation) -> bool:
    """Whether two figures are so unlike that they will be of two things: 3.4 and a count of 27."""
    if figure.places and not other.places and figure.unit == other.unit == "count":
        return True
    low, high = sorted((abs(figure.value), abs(other.value)))
    return high > 5 * low


def hedge_holds(stated: Observation, value: Decimal, tolerance: Decimal) -> bool | None:
    """Whether a hedged figure ("above 90%", "about 1,300") is true of a value; None where not hedged."""
    match stated.qualifier:
        case "above":
            return value > stated.value
        case "at_least":
            return value >= stated.value
        case "below":
            return value < stated.value
        case "at_most":
            return value <= stated.value
        case "approx":
            return abs(value - stated.value) <= abs(value) * tolerance / 100
    return None


def share(part: Decimal, whole: Decimal) -> Decimal:
    """Part of whole in percent."""
    return part * 100 / whole


def gives_percent(part: Observation, whole: Observation, percent: Observation) -> str | None:
    """How n of m comes to a printed percent: "" or the rounding's name; None when it does not."""
    if whole.value == 0:
        return None
    step = unit_of_last_place(percent)
    exact = share(part.value, whole.value)
    if abs(exact - percent.value) > step:
        return None  # no rounding goes as far
    for mode, name in ROUNDINGS:
        if (exact / step).quantize(Decimal(1), rounding=mode) * step == percent.value:
            return "" if mode is ROUND_HALF_UP else name
    return None


def possible_parts(whole: int, percent: Observation) -> range:
    """Whole numbers n for which n of `whole` rounds to the percent; empty when there is none."""
    bounds = interval(percent)
    low, high = ceil(bounds.low * whole / 100), floor(bounds.high * whole / 100)
    return range(max(0, low), min(whole, high) + 1)


def family_of(unit: Unit) -> str:
    """The one name of units whose values may be compared as they stand."""
    return FAMILY_OF.get(unit, unit)


def same_family(one: Unit, other: Unit) -> bool:
    """Whether two units measure alike, so that values may be compared as they stand."""
    return one == other or family_of(one) == family_of(other)
