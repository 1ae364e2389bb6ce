"""Tables as every writer takes them: cells with spans and fills, and the true value behind each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from corpus.maker.story import Measure, Span, Value, fiscal_year, month, quarter, to_date

RED, AMBER, GREEN, GREY, HEAD = "#ff5050", "#ffc000", "#92d050", "#d9d9d9", "#1f4e79"


@dataclass(frozen=True)
class Fact:
    """The true value of a cell."""

    no: str
    indicator: str
    column: str
    role: str
    value: Decimal
    unit: str
    period: Span | None
    raw: str
    breakdown: str | None = None

    def row(self, page: int | None) -> dict[str, Any]:
        """A line of a truth file."""
        period = self.period
        return {
            "page": page, "origin": "table", "no": self.no, "indicator": self.indicator,
            "breakdown": self.breakdown, "column": self.column, "role": self.role, "value": float(self.value),
            "unit": self.unit, "period_start": period.first.isoformat() if period else None,
            "period_end": period.last.isoformat() if period else None,
            "period_type": period.type if period else None, "raw": self.raw,
        }  # fmt: skip


@dataclass
class Box:
    """One cell at its place."""

    text: str = ""
    wide: int = 1
    tall: int = 1
    fill: str | None = None
    bold: bool = False
    rotated: bool = False
    facts: tuple[Fact, ...] = ()


@dataclass
class Table:
    """Rows of boxes; None where a box of another place reaches over.  `head` rows repeat on each page."""

    rows: list[list[Box | None]]
    head: int
    widths: Sequence[float] = ()

    def facts(self) -> Iterator[Fact]:
        """All true values, in reading order."""
        for row in self.rows:
            for box in row:
                yield from box.facts if box else ()


def number_in(text: str) -> Decimal:
    """The value that a printed figure stands for."""
    return Decimal(re.sub(r"[^\d.-]", "", text))


def fact(measure: Measure, column: str, role: str, value: Value, period: Span | None) -> Fact:
    """The truth of a generated value; a stock is of the last day of its period."""
    if period and measure.kind in ("stock", "stock_percent", "rate", "average") and role == "actual":
        period = Span(period.label, period.last, period.last, "point")
    return Fact(measure.no, measure.name, column, role, value.value, value.unit, period, value.text)


def printed(measure: Measure, column: str, role: str, text: str, period: Span | None) -> Box:
    """A cell of a printed target, outturn or benchmark; blank where there is none."""
    if not text:
        return Box()
    known = Fact(measure.no, measure.name, column, role, number_in(text), measure.unit, period, text)
    return Box(text, facts=(known,))


def rag_of(measure: Measure, value: Value) -> tuple[str, str | None]:
    """The letter and fill of a value against target and tolerance."""
    if not measure.target or measure.better == "Info":
        return "", None
    target = number_in(measure.target)
    amber = number_in(measure.amber) if measure.amber else target
    sign = 1 if measure.better == "High" else -1
    if sign * value.value >= sign * target:
        return "G", GREEN
    return ("A", AMBER) if sign * value.value >= sign * amber else ("R", RED)


def arrow_of(before: Value, now: Value) -> str:
    """Up, down or level, as words that every font has."""
    return "Up" if now.value > before.value else "Down" if now.value < before.value else "Same"


def _value_box(measure: Measure, column: str, value: Value, period: Span, fill: str | None = None) -> Box:
    return Box(value.text, fill=fill, facts=(fact(measure, column, "actual", value, period),))


def monthly_summary(measures: Sequence[Measure], at: int) -> Table:
    """Three months and the year to date, with targets, tolerances, earlier years and benchmarks.

    Percentages stand on two rows, number and share.
    """
    shown = range(at - 2, at + 1)
    head: list[list[Box | None]] = [
        _spread([("", 1), ("No.", 1), ("Indicator", 1), ("Good is", 1), ("Measure", 1), ("2022/23", 4), ("DOT", 1),
                 ("RAG", 1), ("Target and tolerances", 3), ("Year on year", 2), ("Benchmarking 2021/22", 2)]),
        [None] * 5 + [Box(text, bold=True, fill=HEAD) for text in (*(month(m).label for m in shown), "YTD")]
        + [None] * 2 + [Box(text, bold=True, fill=HEAD)
                        for text in ("Red", "Amber", "Green", "2020/21", "2021/22", "Stat neigh", "England")],
    ]  # fmt: skip
    for col in (0, 1, 2, 3, 4, 9, 10):
        box = head[0][col]
        assert box is not None
        box.tall = 2
    rows = head
    for measure in measures:
        rows.extend(_summary_rows(measure, at))
    _merge_groups(rows, measures)
    widths = [18, 24, 140, 32, 36, 38, 38, 38, 42, 32, 26, 36, 50, 36, 40, 40, 44, 38]
    return Table(rows, 2, widths)


def _spread(parts: Sequence[tuple[str, int]]) -> list[Box | None]:
    row: list[Box | None] = []
    for text, wide in parts:
        row.append(Box(text, wide=wide, bold=True, fill=HEAD))
        row.extend([None] * (wide - 1))
    return row


def _summary_rows(measure: Measure, at: int) -> list[list[Box | None]]:
    values = list(measure.months[at - 2 : at + 1])
    total = measure.over(0, at)
    spans = [month(m) for m in range(at - 2, at + 1)]
    letter, fill = rag_of(measure, values[-1])
    main: list[Box | None] = [None, Box(measure.no), Box(measure.name), Box(measure.better),
                              Box("%" if measure.unit == "%" else "Rate" if measure.kind == "rate" else "Number")]  # fmt: skip
    main += [_value_box(measure, span.label, value, span) for value, span in zip(values, spans, strict=True)]
    main.append(_value_box(measure, "YTD", total, to_date(at)))
    main += [Box(arrow_of(values[-2], values[-1])), Box(letter, fill=fill)]
    main += _target_boxes(measure)
    main += [printed(measure, span.label, "actual", text, span)
             for span, text in zip((fiscal_year(2020), fiscal_year(2021)), measure.outturns, strict=True)]  # fmt: skip
    main += [printed(measure, "Stat neigh", "benchmark", measure.neighbours, fiscal_year(2021)),
             printed(measure, "England", "benchmark", measure.england, fiscal_year(2021))]  # fmt: skip
    if measure.kind != "percent":
        return [main]
    return [_number_row(measure, values, total, spans, at), _under(main)]


def _number_row(
    measure: Measure, values: Sequence[Value], total: Value, spans: Sequence[Span], at: int
) -> list[Box | None]:
    row: list[Box | None] = [
        None,
        Box(measure.no, tall=2),
        Box(measure.name, tall=2),
        Box(measure.better, tall=2),
    ]
    row.append(Box("Number"))
    for value, span in zip((*values, total), (*spans, to_date(at)), strict=True):
        assert value.n is not None
        counted = Value(f"{value.n:,}", Decimal(value.n), "count")
        row.append(Box(counted.text, facts=(fact(measure, span.label, "numerator", counted, span),)))
    return [*row, *(Box() for _ in range(9))]


def _under(row: list[Box | None]) -> list[Box | None]:
    """The share's row under its number's: number, name and polarity stand in the row above."""
    return [None, None, None, None, *row[4:]]


def _target_boxes(measure: Measure) -> list[Box | None]:
    if not measure.target:
        return [Box(), Box(), Box()]
    low, high = ("<", ">") if measure.better == "High" else (">", "<")
    year = fiscal_year(2022)
    amber = Fact(measure.no, measure.name, "Amber", "threshold", number_in(measure.amber), measure.unit, year,
                 measure.amber) if measure.amber else None  # fmt: skip
    green = printed(measure, "Green", "target", measure.target, year)
    if amber is None:
        return [Box(), Box(), green]
    red = Fact(measure.no, measure.name, "Red", "threshold", amber.value, measure.unit, year, amber.raw)
    bound = Fact(measure.no, measure.name, "Amber", "threshold", number_in(measure.target), measure.unit, year,
                 measure.target)  # fmt: skip
    return [
        Box(f"{low}{measure.amber}", facts=(red,)),
        Box(f"{high}{measure.amber} {low}{measure.target}", facts=(amber, bound)),
        green,
    ]


def _merge_groups(rows: list[list[Box | None]], measures: Sequence[Measure]) -> None:
    """The group's name stands sideways in the first column, merged down its rows."""
    at = 2
    for group in dict.fromkeys(measure.group for measure in measures):
        tall = sum(2 if m.kind == "percent" else 1 for m in measures if m.group == group)
        rows[at][0] = Box(group, tall=tall, rotated=True, bold=True, fill=GREY)
        at += tall


def detail(measures: Sequence[Measure], at: int) -> Table:
    """Months down and measures across, with a row of numbers over a row of names; "n of m" in three columns."""
    codes: list[Box | None] = [Box("", fill=HEAD)]
    names: list[Box | None] = [Box("Month", bold=True, fill=HEAD)]
    for measure in measures:
        wide = 4 if measure.unit == "%" else 1
        codes += [Box(measure.no, wide=wide, bold=True, fill=HEAD), *[None] * (wide - 1)]
        if wide == 4:
            names += [Box("Number out of total", wide=3, bold=True, fill=HEAD), None, None]
        names.append(Box(measure.name, bold=True, fill=HEAD))
    rows = [codes, names, *(_detail_row(measures, m) for m in range(at + 1))]
    widths = [48.0]
    for measure in measures:
        widths += [36, 18, 36, 84] if measure.unit == "%" else [84]
    return Table(rows, 2, widths)


def _detail_row(measures: Sequence[Measure], at: int) -> list[Box | None]:
    span = month(at)
    row: list[Box | None] = [Box(span.label)]
    for measure in measures:
        value = measure.months[at]
        if measure.unit == "%":
            assert value.n is not None and value.m is not None
            n, m = (
                Value(f"{value.n:,}", Decimal(value.n), "count"),
                Value(f"{value.m:,}", Decimal(value.m), "count"),
            )
            row += [
                Box(n.text, facts=(fact(measure, measure.no, "numerator", n, span),)),
                Box("of"),
                Box(m.text, facts=(fact(measure, measure.no, "denominator", m, span),)),
            ]
        row.append(_value_box(measure, measure.no, value, span))
    return row


def quarterly(measures: Sequence[Measure], upto: int, *, benchmarks: bool = False) -> Table:
    """Last year, the quarters so far, target and status."""
    names = [
        "Ref",
        "Measure",
        "2021/22",
        *(f"Q{number}" for number in range(1, upto + 1)),
        "Target",
        "Status",
    ]
    names += ["Stat neigh", "England"] if benchmarks else []
    rows: list[list[Box | None]] = [[Box(name, bold=True, fill=HEAD) for name in names]]
    for measure in measures:
        rows.append(_quarter_row(measure, upto, benchmarks))
    widths = [34, 130 if benchmarks else 190, 46, *[46] * upto, 46, 46, *([50, 50] if benchmarks else [])]
    return Table(rows, 1, [float(width) for width in widths])


def _quarter_row(measure: Measure, upto: int, benchmarks: bool) -> list[Box | None]:
    row: list[Box | None] = [Box(measure.no), Box(measure.name)]
    row.append(printed(measure, "2021/22", "actual", measure.outturns[1], fiscal_year(2021)))
    value = measure.months[0]
    for number in range(1, upto + 1):
        value = measure.over(3 * number - 3, 3 * number - 1)
        row.append(_value_box(measure, f"Q{number}", value, quarter(number)))
    letter, fill = rag_of(measure, value)
    row.append(printed(measure, "Target", "target", measure.target, fiscal_year(2022)))
    row.append(Box({"G": "Green", "A": "Amber", "R": "Red"}.get(letter, "Info"), fill=fill))
    if benchmarks:
        row.append(printed(measure, "Stat neigh", "benchmark", measure.neighbours, fiscal_year(2021)))
        row.append(printed(measure, "England", "benchmark", measure.england, fiscal_year(2021)))
    return row
