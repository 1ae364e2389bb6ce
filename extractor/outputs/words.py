"""Values, periods and lines in words: what a headline, a label and a text alternative say."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from extractor.model import SeriesPoint
from extractor.outputs.lines import Line, target_at

_SUFFIX = {
    "percent": "%", "percentage_points": " points", "minutes": " minutes", "hours": " hours",
    "days": " days", "weeks": " weeks", "months": " months", "years": " years",
    "rate_per_1000": " per 1,000", "rate_per_10000": " per 10,000", "rate_per_100000": " per 100,000",
}  # fmt: skip
UNIT_TITLES = {
    "percent": "Per cent", "percentage_points": "Percentage points", "count": "Number",
    "currency_gbp": "Pounds", "rate_per_1000": "Rate per 1,000", "rate_per_10000": "Rate per 10,000",
    "rate_per_100000": "Rate per 100,000",
}  # fmt: skip
PERIOD_TITLES = {
    "month": "monthly", "quarter": "quarterly", "half_year": "half-yearly", "year": "yearly",
    "academic_year": "by academic year", "term": "termly", "ytd": "year to date",
    "rolling_12m": "rolling twelve months", "point": "at a date", "range": "over a range of dates",
}  # fmt: skip


def plain_number(value: Decimal) -> str:
    """A number with thousands separated and no more places than it has: 12,345.6."""
    if value.is_nan():
        return "[c]"
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text and value == value.to_integral_value() else text


def with_unit(value: Decimal, unit: str) -> str:
    """A value as it is said: 23.1%, £1,200, 14 days."""
    if value.is_nan():
        return "[c]"
    if unit == "currency_gbp":
        return f"-£{plain_number(-value)}" if value < 0 else f"£{plain_number(value)}"
    return plain_number(value) + _SUFFIX.get(unit, "")


def unit_title(unit: str) -> str:
    """What an axis says of a unit."""
    return UNIT_TITLES.get(unit, unit.replace("_", " ").capitalize())


def period_name(first: date | None, last: date | None, kind: str | None) -> str:
    """A period as officers write it: April 2016, 2016/17 Q3, 2016/17, 31 March 2017."""
    if first is None or last is None:
        return "no date"
    if kind == "ytd":
        return f"{first:%b %Y} to {last:%b %Y}"
    if first == last:
        return f"{first.day} {first:%B %Y}"
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if first.day != 1:
        return f"{first.day} {first:%b %Y} to {last.day} {last:%b %Y}"
    if months == 1:
        return f"{first:%B %Y}"
    if months == 3 and first.month in (1, 4, 7, 10) and kind != "term":
        fiscal = first.year - (first.month < 4)
        return f"{fiscal}/{(fiscal + 1) % 100:02d} Q{(first.month - 4) % 12 // 3 + 1}"
    if months == 12 and first.month in (4, 9) and kind != "rolling_12m":
        return f"{first.year}/{last.year % 100:02d}"
    if months == 12 and first.month == 1 and kind != "rolling_12m":
        return str(first.year)
    return f"{first:%b %Y} to {last:%b %Y}"


def period_short(point: SeriesPoint) -> str:
    """The period of a point as a table has it: months by their short names."""
    name = period_of(point)
    is_month = point.period_end is not None and name == f"{point.period_end:%B %Y}"
    return f"{point.period_end:%b %Y}" if is_month else name


def period_of(point: SeriesPoint) -> str:
    """The period of a point in words."""
    return period_name(point.period_start, point.period_end, point.period_type)


def headline(line: Line) -> str:
    """What a line shows, in a sentence: where it began, where it is, how that compares, the target."""
    points = [p for p in line.current if p.period_end]
    if not points:
        return "No value has a date." if line.current else "Only a target or benchmark is given."
    last = points[-1]
    said = f"{with_unit(last.value, line.unit)} in {period_of(last)}"
    if len(points) == 1:
        return said[0].upper() + said[1:] + _target_words(line, last) + "."
    first = points[0]
    move = last.value - first.value
    verb = "Fell" if move < 0 else "Rose" if move > 0 else "Was the same:"
    start = f"{verb} from {with_unit(first.value, line.unit)} in {period_of(first)} to {said}"
    if move == 0:
        start = f"{with_unit(first.value, line.unit)} in {period_of(first)} and again in {period_of(last)}"
    return start + _standing(line, points) + _target_words(line, last) + "."


def _standing(line: Line, points: list[SeriesPoint]) -> str:
    before = [p.value for p in points[:-1]]
    if len(before) < 2:
        return ""
    last = points[-1].value
    better = line.measure.better
    if last > max(before):
        word = {"high": "best", "low": "worst"}.get(better, "highest")
    elif last < min(before):
        word = {"high": "worst", "low": "best"}.get(better, "lowest")
    else:
        return ""
    return f", the {word} of {len(points)} values"


def _target_words(line: Line, last: SeriesPoint) -> str:
    target = target_at(line, last)
    return f"; target {with_unit(target.value, line.unit)}" if target else ""


def long_description(line: Line) -> str:
    """The text alternative of a chart."""
    points = [p for p in line.current if p.period_end]
    if not points:
        return "There is nothing to draw."
    low = min(points, key=lambda p: p.value)
    high = max(points, key=lambda p: p.value)
    told = [
        f"{len(points)} values from {period_of(points[0])} to {period_of(points[-1])}.",
        f"Lowest {with_unit(low.value, line.unit)} in {period_of(low)},",
        f"highest {with_unit(high.value, line.unit)} in {period_of(high)}.",
    ]
    revised = sum(1 for p in line.earlier if p.status.startswith("revised"))
    if revised:
        told.append(f"{revised} earlier values were revised.")
    if line.targets:
        told.append(f"Target {with_unit(line.targets[-1].value, line.unit)}.")
    for name, held in line.benchmarks.items():
        told.append(f"{name.replace('_', ' ').capitalize()} {with_unit(held[-1].value, line.unit)}.")
    return " ".join(told) + " All values are in the table."
