"""The made-up councils' figures: one set of series that every paper draws from.

Northmoor (children's services, months of 2022/23), Easterby (housing and waste, quarters) and
Westmarch (adult social care, quarters).  Every percentage is made from a numerator and a
denominator, so that tables, totals and sentences agree unless a discrepancy is planted.
"""

from __future__ import annotations

import zlib
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Literal

MONTHS = ("Apr-22", "May-22", "Jun-22", "Jul-22", "Aug-22", "Sep-22", "Oct-22", "Nov-22", "Dec-22", "Jan-23",
          "Feb-23", "Mar-23")  # fmt: skip
CHILDREN = 52_400
"""Children aged 0-17 in Northmoor."""

Kind = Literal["flow", "stock", "percent", "stock_percent", "rate", "average"]
Better = Literal["High", "Low", "Info"]


@dataclass(frozen=True)
class Value:
    """A value as printed, with the counts behind a percentage."""

    text: str
    value: Decimal
    unit: str
    n: int | None = None
    m: int | None = None


@dataclass(frozen=True)
class Span:
    """A period with the name it has in a column head."""

    label: str
    first: date
    last: date
    type: str


def month(at: int) -> Span:
    """Month number `at` of 2022/23, April being 0."""
    year, number = (2022, at + 4) if at < 9 else (2023, at - 8)
    last = monthrange(year, number)[1]
    return Span(MONTHS[at], date(year, number, 1), date(year, number, last), "month")


def quarter(number: int) -> Span:
    """Quarter 1 to 4 of 2022/23."""
    first, last = month(3 * number - 3), month(3 * number - 1)
    return Span(f"Q{number}", first.first, last.last, "quarter")


def fiscal_year(first: int) -> Span:
    """The fiscal year that begins in April of `first`."""
    return Span(f"{first}/{(first + 1) % 100:02d}", date(first, 4, 1), date(first + 1, 3, 31), "year")


def to_date(at: int) -> Span:
    """From April 2022 to the end of month `at`."""
    return Span("YTD", date(2022, 4, 1), month(at).last, "ytd")


@dataclass(frozen=True)
class Measure:
    """One indicator and what generates its months.

    `base` is the level in April, `drift` what it gains a month, `wobble` the width of its noise;
    for percentages they are of the percentage, and `of` and `of_wobble` give the denominator.
    """

    no: str
    name: str
    kind: Kind
    better: Better
    base: float
    drift: float
    wobble: float
    of: float = 0
    of_wobble: float = 0
    target: str = ""
    amber: str = ""
    outturns: tuple[str, str] = ("", "")
    """2020/21 and 2021/22, as printed."""
    neighbours: str = ""
    england: str = ""
    group: str = ""
    restated: tuple[tuple[int, Value], ...] = ()
    """Months that later papers give otherwise."""
    like: str = ""
    """The number of the measure whose noise this one shares: a rate moves with its count."""

    @property
    def unit(self) -> str:
        """The unit as the truth files write it."""
        if "days" in self.name and self.kind == "average":
            return "days"
        return {"percent": "%", "stock_percent": "%", "rate": "per 10,000", "average": "cases"}.get(
            self.kind, "count"
        )

    @property
    def places(self) -> int:
        return 0 if self.kind in ("flow", "stock") else 1

    @cached_property
    def months(self) -> tuple[Value, ...]:
        """Twelve months of 2022/23."""
        later = dict(self.restated)
        return tuple(later.get(at) or self._month(at) for at in range(12))

    def _level(self, at: int) -> float:
        return self.base + self.drift * at + self.wobble * _noise(self.like or self.no, at)

    def _month(self, at: int) -> Value:
        level = self._level(at)
        if self.kind in ("percent", "stock_percent"):
            whole = round(self.of + self.of_wobble * _noise(f"{self.no} of", at))
            return share(min(whole, round(whole * level / 100)), whole)
        if self.kind == "rate":
            rate = rounded(round(level) * 10_000 / CHILDREN, 1)
            return Value(str(rate), rate, "per 10,000")
        if self.kind == "average":
            return Value(f"{level:.1f}", rounded(level, 1), self.unit)
        return Value(f"{round(level):,}", Decimal(round(level)), "count")

    def over(self, first: int, last: int) -> Value:
        """All of months first..last: flows added, shares pooled, stocks as they stood at the end."""
        part = self.months[first : last + 1]
        if self.kind == "flow":
            total = sum(int(value.value) for value in part)
            return Value(f"{total:,}", Decimal(total), "count")
        if self.kind == "percent":
            return share(sum(value.n or 0 for value in part), sum(value.m or 0 for value in part))
        return part[-1]


def share(n: int, m: int) -> Value:
    """n of m as a percentage to one place."""
    value = (Decimal(n) * 100 / Decimal(m)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return Value(f"{value}%", value, "%", n, m)


def rounded(value: float, places: int) -> Decimal:
    """The decimal of a generated level."""
    return Decimal(f"{value:.{places}f}")


def _noise(name: str, at: int) -> float:
    """Between -0.5 and 0.5, the same on every machine."""
    return zlib.crc32(f"{name}/{at}".encode()) % 1000 / 1000 - 0.5


def moved(before: Value, now: Value) -> str:
    """The verb for the change between two values."""
    return "rose" if now.value > before.value else "fell" if now.value < before.value else "stayed"


NORTHMOOR: Sequence[Measure] = (
    Measure("1.1", "Number of contacts received by the front door", "flow", "Info", 842, 11, 90,
            outturns=("9,614", "10,322"), group="CONTACT AND REFERRAL"),
    Measure("1.2", "% of contacts with a decision within one working day", "percent", "High", 93.5, -0.9, 5, 860, 90,
            "95%", "90%", ("94.1%", "93.8%"), "91.2%", "", "CONTACT AND REFERRAL"),
    Measure("1.3", "Number of referrals to children's social care", "flow", "Info", 248, 2, 40,
            outturns=("2,871", "3,050"), group="CONTACT AND REFERRAL"),
    Measure("1.4", "% of referrals within 12 months of a previous referral", "percent", "Low", 21.5, 0.4, 4, 251, 36,
            "20%", "23%", ("19.8%", "21.1%"), "22.4%", "21.5%", "CONTACT AND REFERRAL"),
    Measure("1.5", "% of assessments completed within 45 working days", "percent", "High", 86, 0.6, 7, 214, 40,
            "90%", "85%", ("88.7%", "85.4%"), "86.0%", "84.5%", "CONTACT AND REFERRAL"),
    Measure("2.1", "Number of section 47 enquiries started", "flow", "Info", 92, 1, 22,
            outturns=("1,044", "1,131"), group="CHILD PROTECTION"),
    Measure("2.2", "% of initial child protection conferences held within 15 working days", "percent", "High", 88,
            0.7, 12, 41, 14, "95%", "88%", ("90.2%", "87.9%"), "83.6%", "79.2%", "CHILD PROTECTION"),
    Measure("2.3", "Number of children subject to a child protection plan", "stock", "Info", 246, 4, 10,
            outturns=("238", "244"), group="CHILD PROTECTION"),
    Measure("2.4", "Children subject to a child protection plan per 10,000 aged under 18", "rate", "Info", 246, 4, 10,
            outturns=("45.4", "46.6"), neighbours="48.8", england="42.1", group="CHILD PROTECTION", like="2.3"),
    Measure("2.5", "% of children with a child protection plan visited in the last 10 working days",
            "stock_percent", "High", 92, -0.4, 5, 262, 14, "95%", "90%", ("93.4%", "92.6%"),
            group="CHILD PROTECTION"),
    Measure("2.6", "% of children becoming subject to a plan for a second or subsequent time", "percent", "Low", 22,
            0.3, 9, 33, 12, "18%", "22%", ("20.3%", "23.7%"), "22.9%", "23.3%", "CHILD PROTECTION"),
    Measure("3.1", "Number of children looked after", "stock", "Info", 402, 3, 6,
            outturns=("388", "399"), group="CHILDREN LOOKED AFTER"),
    Measure("3.2", "Children looked after per 10,000 aged under 18", "rate", "Info", 402, 3, 6,
            outturns=("74.0", "76.1"), neighbours="88.3", england="70.0", group="CHILDREN LOOKED AFTER",
            like="3.1"),
    Measure("3.3", "% of children looked after with three or more placements in the last 12 months",
            "stock_percent", "Low", 11.4, -0.1, 1.2, 412, 8, "10%", "12%", ("10.8%", "11.5%"), "9.5%", "10.0%",
            "CHILDREN LOOKED AFTER"),
    Measure("3.4", "% of children looked after in the same placement for two years or more", "stock_percent",
            "High", 66.5, 0.3, 2.4, 148, 8, "70%", "65%", ("68.2%", "66.0%"), "70.4%", "71.0%",
            "CHILDREN LOOKED AFTER"),
    Measure("3.5", "% of children looked after with an up to date health assessment", "stock_percent", "High",
            90.5, 0.2, 3, 371, 8, "95%", "90%", ("87.1%", "90.9%"), "90.2%", "89.0%", "CHILDREN LOOKED AFTER"),
    Measure("3.6", "% of children looked after with an up to date personal education plan", "stock_percent",
            "High", 88, 0.5, 6, 284, 10, "95%", "90%", ("91.6%", "89.4%"), group="CHILDREN LOOKED AFTER"),
    Measure("4.1", "Number of care leavers aged 17 to 21", "stock", "Info", 171, 1, 3,
            outturns=("158", "169"), group="CARE LEAVERS"),
    Measure("4.2", "% of care leavers in suitable accommodation", "stock_percent", "High", 93, 0.2, 2, 171, 4,
            "95%", "90%", ("91.8%", "93.5%"), "89.9%", "88.0%", "CARE LEAVERS"),
    Measure("4.3", "% of care leavers in education, employment or training", "stock_percent", "High", 56, 0.3, 4,
            171, 4, "60%", "55%", ("54.4%", "55.6%"), "54.0%", "55.0%", "CARE LEAVERS"),
    Measure("5.1", "Average number of cases held by a social worker", "average", "Low", 17.4, -0.1, 1.2,
            target="16.0", amber="18.0", outturns=("17.9", "17.6"), group="WORKFORCE"),
)  # fmt: skip

LATE = share(196, 228)
"""November's assessments once late recording was in: papers from 15 February 2023 on print this."""
NORTHMOOR_LATER: Sequence[Measure] = tuple(
    replace(measure, restated=((7, LATE),)) if measure.no == "1.5" else measure for measure in NORTHMOOR
)

EASTERBY_HOUSING: Sequence[Measure] = (
    Measure("H1", "Rent collected as a percentage of rent due", "percent", "High", 97.1, 0.1, 0.6, 2_412_000, 60_000,
            "98.0%", "97.0%", ("97.9%", "97.4%")),
    Measure("H2", "Average days to re-let a council home", "average", "Low", 31, -0.4, 3, target="26.0",
            amber="30.0", outturns=("28.4", "30.9")),
    Measure("H3", "Emergency repairs completed within 24 hours", "percent", "High", 97.5, 0.1, 2, 431, 60, "99.0%",
            "97.0%", ("98.8%", "98.1%")),
    Measure("H4", "Routine repairs completed within target", "percent", "High", 86, 0.5, 5, 1_240, 180, "90.0%",
            "85.0%", ("90.3%", "87.2%")),
    Measure("H5", "Homes with a valid gas safety certificate", "stock_percent", "High", 99.4, 0.03, 0.3, 5_208, 20,
            "100%", "99.5%", ("99.8%", "99.6%")),
    Measure("H6", "Households in temporary accommodation", "stock", "Low", 63, 2, 6,
            target="60", amber="70", outturns=("51", "61")),
    Measure("H7", "Households prevented from becoming homeless", "flow", "High", 17, 0.3, 7, target="50",
            outturns=("188", "203")),
    Measure("H8", "Stage one complaints answered within 10 working days", "percent", "High", 81, 0.8, 12, 34, 12,
            "90.0%", "80.0%", ("84.6%", "82.9%")),
)  # fmt: skip

EASTERBY_WASTE: Sequence[Measure] = (
    Measure("W1", "Household waste sent for reuse, recycling and composting", "percent", "High", 46.5, -0.3, 3,
            3_050, 300, "48.0%", "45.0%", ("45.8%", "46.9%")),
    Measure("W2", "Residual household waste in tonnes", "flow", "Low", 1_640, -4, 120, target="4,800",
            outturns=("20,418", "19,877")),
    Measure("W3", "Missed bins", "flow", "Low", 212, -4, 60, target="600", outturns=("2,940", "2,611")),
    Measure("W4", "Fly-tips reported", "flow", "Low", 148, 3, 44, target="420", outturns=("1,833", "1,702")),
    Measure("W5", "Fly-tips cleared within two working days", "percent", "High", 91, -0.2, 5, 155, 30, "95.0%",
            "90.0%", ("93.3%", "92.2%")),
    Measure("W6", "Streets inspected that met the standard for litter", "percent", "High", 94, 0.1, 4, 120, 0,
            "95.0%", "92.0%", ("95.1%", "94.4%")),
)  # fmt: skip

WESTMARCH: Sequence[Measure] = (
    Measure("ASC1", "Older people still at home 91 days after discharge into reablement", "percent", "High", 81.5,
            0.2, 4, 96, 12, "83.0%", "80.0%", ("82.4%", "81.0%"), "81.8%", "81.8%"),
    Measure("ASC2", "Permanent admissions to residential care, aged 65 and over", "flow", "Low", 38, 0.2, 9,
            target="110", outturns=("441", "467")),
    Measure("ASC3", "People with a long-term service reviewed in the last 12 months", "stock_percent", "High", 63,
            0.6, 3, 4_210, 60, "75.0%", "65.0%", ("66.8%", "62.1%")),
    Measure("ASC4", "Safeguarding concerns received", "flow", "Info", 341, 5, 50, outturns=("3,877", "4,120")),
    Measure("ASC5", "Section 42 enquiries where the desired outcome was met", "percent", "High", 93, 0.1, 4, 88, 14,
            "95.0%", "90.0%", ("94.0%", "93.1%"), "94.5%", "95.0%"),
    Measure("ASC6", "People waiting for an assessment at the end of the period", "stock", "Low", 512, -8, 24,
            target="400", amber="480", outturns=("388", "524")),
    Measure("ASC7", "Adults receiving a direct payment", "stock_percent", "High", 24.8, -0.1, 1, 4_210, 60, "28.0%",
            "25.0%", ("26.1%", "25.2%"), "26.7%", "26.7%"),
)  # fmt: skip


def find(measures: Sequence[Measure], no: str) -> Measure:
    """The measure with this number."""
    return next(measure for measure in measures if measure.no == no)
