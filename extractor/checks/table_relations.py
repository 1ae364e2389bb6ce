"""Rows of one table that hang together: stocks and their flows, shares and their base, bands of a rating."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations, product

import regex

from extractor.checks.evidence import Evidence
from extractor.checks.families import Family
from extractor.checks.lines import Line, column_span, span_of, table_source
from extractor.checks.measures import Measure
from extractor.checks.values import gives_percent, possible_parts, share, unit_of_last_place
from extractor.checks.wording import called, plain, said, when
from extractor.model import Finding, Observation

C10 = "C10-rating-bands"
D12 = "D12-stock-and-flow"
E11 = "E11-percent-of-a-row"
E12 = "E12-one-value-two-years"

RULE_ROWS = 5
"""Rows that have to keep to one way of printing bands before another way is told apart."""
CHANCE = Decimal("0.001")
"""How likely it may be that a percent row fits a count row by accident."""


# --- stocks and flows -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Flow:
    """A stock at two times and what came and went between them."""

    before: Observation
    came: Observation
    went: Observation
    after: Observation

    @property
    def expected(self) -> Decimal:
        """What the stock should have become."""
        return self.before.value + self.came.value - self.went.value

    @property
    def gap(self) -> Decimal:
        """How far the printed stock is from that."""
        return abs(self.expected - self.after.value)


def check_stocks(evidence: Evidence) -> Iterator[Finding]:
    """D12: what was there, with what came and without what went, is what is there now."""
    papers: dict[str, list[Measure]] = defaultdict(list)
    for measure in evidence.measures:
        if "count" in measure.units:
            papers[measure.lines[0].document].append(measure)
    for measures in papers.values():
        yield from _stocks(evidence, measures)


def _stocks(evidence: Evidence, counts: Sequence[Measure]) -> Iterator[Finding]:
    came, went = evidence.listed("came"), evidence.listed("went")
    inward = [m for m in counts if _says(m, came) and not _says(m, went)]
    outward = [m for m in counts if _says(m, went)]
    flows = {m.number for m in (*inward, *outward)}
    for stock in counts:
        if stock.number not in flows:
            pairs = ((i, o) for i, o in product(inward, outward) if _goes_with(stock, i, o))
            best = max((_flows(stock, i, o) for i, o in pairs), key=_kept, default=[])
            wrong = [flow for flow in best if flow.gap]
            if wrong and _kept(best) >= max(2, len(wrong)):
                yield _wrong_stock(evidence, wrong, _kept(best))


def _says(measure: Measure, words: frozenset[str]) -> bool:
    return not words.isdisjoint(regex.findall(r"[a-z]+", measure.label.lower()))


def _goes_with(stock: Measure, inward: Measure, outward: Measure) -> bool:
    """Whether three rows name the same people, in one place and group."""
    where = {(measure.area, measure.cohort) for measure in (stock, inward, outward)}
    return len(where) == 1 and bool(stock.words & inward.words & outward.words)


def _kept(flows: Sequence[Flow]) -> int:
    return sum(not flow.gap and flow.came.value + flow.went.value > 0 for flow in flows)


def _flows(stock: Measure, inward: Measure, outward: Measure) -> list[Flow]:
    levels: dict[date, Observation] = {}
    for cell in stock.values():
        if cell.unit == "count" and cell.period_end and span_of(cell) != "ytd":
            levels.setdefault(cell.period_end, cell)
    leaving: dict[object, Observation] = {}
    for cell in outward.values("count"):
        leaving.setdefault((cell.period_start, cell.period_end), cell)
    flows: dict[object, Flow] = {}
    for came in inward.values():
        went = leaving.get((came.period_start, came.period_end))
        if came.unit != "count" or went is None or came.period_start is None or came.period_end is None:
            continue
        before = levels.get(came.period_start - timedelta(days=1))
        after = levels.get(came.period_end)
        if before and after:
            flows.setdefault((before.period_end, after.period_end), Flow(before, came, went, after))
    return [flow for flow in flows.values() if flow.gap * 5 <= flow.after.value]


def _wrong_stock(evidence: Evidence, wrong: Sequence[Flow], kept: int) -> Finding:
    worst = max(wrong, key=lambda flow: flow.gap)
    listed = "; ".join(
        f"{said(f.before)} ({when(f.before)}) + {said(f.came)} - {said(f.went)} is {plain(f.expected)}, but "
        f"{when(f.after)} is {said(f.after)} ({evidence.place(f.after)})"
        for f in wrong
    )
    words = (
        f'"{called(worst.after)}" with "{called(worst.came, 50)}" and "{called(worst.went, 50)}": {listed}; '
        f"{kept} other times it comes out."
    )
    cells = [worst.came, worst.went, worst.before]
    cells += [c for f in wrong if f is not worst for c in (f.after, f.came, f.went, f.before)]
    return evidence.finding(
        D12, "arithmetic_wrong", "warning", worst.after, cells, words, expected=worst.expected, weight=1.2
    )


# --- percents of another row ----------------------------------------------------------------------------


def check_percents_of_rows(evidence: Evidence) -> Iterator[Finding]:
    """E11: where most percents of a row are whole numbers out of another row's counts, all are."""
    for lines in evidence.lines_by_grid.values():
        for percents in (line for line in lines if "percent" in line.units):
            found = [
                pairs
                for base in lines
                if base is not percents and _names_base(evidence, percents, base)
                if (pairs := _with_base(percents, base)) and _is_told(pairs)
            ]
            if len(found) == 1:
                yield from _not_of_base(evidence, found[0])


def _names_base(evidence: Evidence, percents: Line, base: Line) -> bool:
    """Whether a count's words, all but a few, are among the words of the percent."""
    if "count" not in base.units or (base.area, base.cohort) != (percents.area, percents.cohort):
        return False
    return len(base.words) >= 2 and evidence.weights.coverage(base.words, percents.words) >= 0.6


def _with_base(percents: Line, base: Line) -> list[tuple[Observation, Observation]]:
    """(percent, count) for the same time, where a percent can tell anything of its base."""
    counts = {(c.period_start, c.period_end, column_span(c)): c for c in base.values() if c.unit == "count"}
    pairs = []
    for cell in percents.values():
        count = counts.get((cell.period_start, cell.period_end, column_span(cell)))
        if (
            cell.unit == "percent"
            and count is not None
            and cell.value not in (0, 100)
            and _tells(cell, count)
        ):
            pairs.append((cell, count))
    return pairs


def _tells(percent: Observation, count: Observation) -> bool:
    """Whether a count is small enough for few of all percents to be a whole number of it."""
    return count.value == int(count.value) >= 2 and _odds(percent, count) < Decimal("0.3")


def _odds(percent: Observation, count: Observation) -> Decimal:
    """Which part of all printable percents a count of this size can give."""
    return (count.value + 1) * unit_of_last_place(percent) / 100


def _fits(percent: Observation, count: Observation) -> bool:
    return bool(possible_parts(int(count.value), percent))


def _is_cut(percent: Observation, count: Observation) -> bool:
    """Whether a whole number gives the percent when it is cut off, not rounded."""
    part = Decimal(int(percent.value * count.value / 100) + 1)
    return part <= count.value and _gives(part, count, percent)


def _gives(part: Decimal, count: Observation, percent: Observation) -> bool:
    return gives_percent(replace(count, value=part), count, percent) is not None


def _is_told(pairs: Sequence[tuple[Observation, Observation]]) -> bool:
    """Whether so many percents fit that it cannot be accident, and few do not."""
    fitting = [pair for pair in pairs if _fits(*pair)]
    odds = Decimal(1)
    for percent, count in fitting:
        odds *= _odds(percent, count)
    return len(fitting) >= 3 and odds <= CHANCE and len(fitting) >= 2 * (len(pairs) - len(fitting))


def _not_of_base(evidence: Evidence, pairs: Sequence[tuple[Observation, Observation]]) -> Iterator[Finding]:
    wrong = [pair for pair in pairs if not _fits(*pair)]
    cut = [pair for pair in wrong if _is_cut(*pair)]
    if len(cut) >= 2:
        wrong = [pair for pair in wrong if pair not in cut]  # who cuts twice, cuts by habit
    if not wrong:
        return
    wrong.sort(key=lambda pair: -pair[1].value)
    percent, count = wrong[0]
    listed = "; ".join(
        f"{when(p)}: no whole number of {said(c)} is {said(p)} ({evidence.place(p)}); {_nearest(p, c)}"
        for p, c in wrong
    )
    words = (
        f'"{called(percent)}" is elsewhere a share of "{called(count, 60)}"; {listed}; '
        f"{len(pairs) - len(wrong)} other values fit."
    )
    cells = [count, *(cell for pair in wrong[1:] for cell in pair)]
    yield evidence.finding(E11, "arithmetic_wrong", "warning", percent, cells, words, weight=1.2)


def _nearest(percent: Observation, count: Observation) -> str:
    below = int(percent.value * count.value / 100)
    near = [
        f"{n} of them are {share(Decimal(n), count.value):.{percent.places + 1}f}%"
        for n in (below, below + 1)
        if n <= count.value
    ]
    return " and ".join(near)


# --- one value under two years ----------------------------------------------------------------------------


def check_dated_twice(evidence: Evidence) -> Iterator[Finding]:
    """E12: two tables give one value of three digits or more, in rows of like words, to two years."""
    by_value: dict[object, list[tuple[Line, Observation]]] = defaultdict(list)
    for line in evidence.lines:
        for cell in line.values():
            if column_span(cell) == "year" and cell.period_end and _is_long(cell):
                by_value[line.document, line.area, cell.value].append((line, cell))
    for places in by_value.values():
        for (one, first), (other, second) in combinations(places, 2):
            if _is_dated_twice(evidence, one, first, other, second):
                yield _dated_twice(evidence, first, second)


def _is_long(cell: Observation) -> bool:
    digits = [ch for ch in cell.text if ch.isdigit()]
    return len(digits) >= 3 and cell.value not in (0, 100) and cell.value % 100 != 0


def _is_dated_twice(
    evidence: Evidence, one: Line, first: Observation, other: Line, second: Observation
) -> bool:
    """Rows that are one measure to the checks are left to those that compare tables."""
    if one.grid == other.grid or first.period_end == second.period_end:
        return False
    same = evidence.measure_of[first.observation_id] is evidence.measure_of[second.observation_id]
    named = one.indicator_id is not None and one.indicator_id == other.indicator_id
    if same or not (named or evidence.weights.likeness(one.words, other.words) >= 0.4):
        return False
    both = [(one, second), (other, first)]
    return not any(
        c.value == cell.value and c.period_end == cell.period_end
        for line, cell in both
        for c in line.values()
    )


def _dated_twice(evidence: Evidence, first: Observation, second: Observation) -> Finding:
    words = (
        f'"{called(first)}": {said(first)} is printed for {when(first)} ({evidence.place(first)}) and for '
        f"{when(second)} ({evidence.place(second)})."
    )
    return evidence.finding(E12, "wrong_period", "warning", first, [second], words, weight=1.2)


# --- bands of a rating ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Bands:
    """The bounds of red, amber and green that a row prints."""

    red: Observation
    amber: Observation
    green: Observation
    sign: int
    """1 where high is better, -1 where low is."""


def check_bands(evidence: Evidence) -> Iterator[Finding]:
    """C10: green is on the better side of red, and amber begins where red ends if it does so elsewhere."""
    tables: dict[str, list[Bands]] = defaultdict(list)
    for (document, _), lines in evidence.lines_by_grid.items():
        tables[document] += [bands for line in lines if (bands := _bands(evidence, line))]
    for rows in tables.values():
        joined = [b for b in rows if b.amber.value == b.red.value]
        usual = len(joined) >= RULE_ROWS and len(joined) * 10 >= 9 * len(rows)
        for bands in rows:
            if (bands.green.value - bands.red.value) * bands.sign < 0:
                yield _crossed(evidence, bands)
            elif usual and bands.amber.value == bands.green.value != bands.red.value:
                yield _gap(evidence, bands)


def _bands(evidence: Evidence, line: Line) -> Bands | None:
    if line.better not in ("high", "low"):
        return None
    limits = [c for c in line.cells if c.role == "threshold"]
    red = [c for c in limits if evidence.search("head-of-red", _head(c))]
    amber = [c for c in limits if evidence.search("head-of-amber", _head(c))]
    green = [c for c in line.cells if c.role == "target"]
    if len(red) != 1 or len(amber) != 1 or len(green) != 1:
        return None
    if len({red[0].unit, amber[0].unit, green[0].unit}) != 1 or green[0].qualifier == "approx":
        return None
    return Bands(red[0], amber[0], green[0], 1 if line.better == "high" else -1)


def _head(cell: Observation) -> str:
    source = table_source(cell)
    return source.column if source else ""


def _gap(evidence: Evidence, bands: Bands) -> Finding:
    words = (
        f'"{called(bands.amber)}": amber begins at {said(bands.amber)} like green, while red begins at '
        f"{said(bands.red)} ({evidence.place(bands.amber)}), so what lies between is in no band; in the "
        "other rows amber begins where red ends."
    )
    cells = [bands.red, bands.green]
    return evidence.finding(C10, "disagrees", "warning", bands.amber, cells, words, weight=1)


def _crossed(evidence: Evidence, bands: Bands) -> Finding:
    better = "high" if bands.sign > 0 else "low"
    words = (
        f'"{called(bands.green)}": {better} is better, but green is {said(bands.green)} and red '
        f"{said(bands.red)} ({evidence.place(bands.green)}): the bands are crossed."
    )
    cells = [bands.red, bands.amber]
    return evidence.finding(C10, "disagrees", "warning", bands.green, cells, words, weight=1.5)


FAMILY = Family((C10, D12, E11, E12), (check_bands, check_stocks, check_percents_of_rows, check_dated_twice))
