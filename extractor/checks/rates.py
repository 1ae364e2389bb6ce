"""Rates per 10,000 and their counts: the population that they imply."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from statistics import median

from extractor.checks.evidence import Evidence
from extractor.checks.families import Family
from extractor.checks.lines import column_span, span_of
from extractor.checks.two_tables import grid_of
from extractor.checks.wording import called, plain, said, when
from extractor.figures.intervals import rounded
from extractor.model import Finding, Observation

E2 = "E2-rate-and-count"


def check_rates(evidence: Evidence) -> Iterator[Finding]:
    """E2: a rate and its count imply a population; the same one, near enough, throughout a paper."""
    for document in dict.fromkeys(cell.document for cell in evidence.cells):
        pairs = list(_rates_and_counts(evidence, document))
        points = [point for pair in pairs for point in pair]
        usual = _usual(points)
        if usual is None:
            continue
        allowed = evidence.settings.tolerance(E2, "4") / 100
        for pair in _one_count_each(pairs, usual):
            for rate, count in pair:
                off = abs(_population(rate, count) / usual - 1)
                if allowed < off < Decimal("0.5"):
                    yield _wrong_rate(evidence, rate, count, usual)


def _usual(points: Sequence[tuple[Observation, Observation]]) -> Decimal | None:
    """The population that most rates imply: five of them or more, of three measures,
    within 2 of 100."""
    implied = [(_population(rate, count), rate.indicator) for rate, count in points]
    best: list[tuple[Decimal, str]] = []
    for population, _ in implied:
        close = [p for p in implied if abs(p[0] / population - 1) <= Decimal("0.02")]
        best = max(best, close, key=len)
    if len(best) < 5 or len({name for _, name in best}) < 3:
        return None
    return median(population for population, _ in best)


def _one_count_each(
    pairs: Sequence[list[tuple[Observation, Observation]]], usual: Decimal
) -> Iterator[list[tuple[Observation, Observation]]]:
    """For each rate the count that fits the usual population most often; none where no value fits."""
    best: dict[tuple[object, ...], tuple[int, list[tuple[Observation, Observation]]]] = {}
    for pair in pairs:
        fits = sum(abs(_population(r, c) / usual - 1) <= Decimal("0.02") for r, c in pair)
        rate = pair[0][0]
        key = (rate.indicator, grid_of(rate), rate.area)
        if fits and fits > best.get(key, (0, []))[0]:
            best[key] = (fits, pair)
    return (pair for _, pair in best.values())


def _wrong_rate(evidence: Evidence, rate: Observation, count: Observation, usual: Decimal) -> Finding:
    expected = rounded(count.value * 10000 / usual, 1)
    words = (
        f'"{called(rate)}", {when(rate)}: {said(count)} with the population that the other rates of '
        "this paper "
        f"imply (about {plain(rounded(usual, 0))}) is {expected}, but {said(rate)} is printed "
        f"({evidence.place(rate)})."
    )
    return evidence.finding(
        E2, "arithmetic_wrong", "warning", rate, [count], words, expected=expected, weight=1.5
    )


def _population(rate: Observation, count: Observation) -> Decimal:
    return count.value * 10000 / rate.value


def _rates_and_counts(evidence: Evidence, document: str) -> Iterator[list[tuple[Observation, Observation]]]:
    """Points of each rate per 10,000 with each count of the same table that it could be the rate of."""
    for (paper, _), lines in evidence.lines_by_grid.items():
        if paper != document:
            continue
        for rate in (line for line in lines if "rate" in line.units):
            core = frozenset(w for w in rate.words - evidence.listed("of_a_rate") if not w.isdigit())
            for count in (line for line in lines if "count" in line.units and line.area == rate.area):
                likeness = evidence.weights.likeness(core, count.words)
                if core and (core <= count.words or likeness >= 0.5):
                    points = list(_same_time(rate.values(), count.values()))
                    if points:
                        yield points


def _same_time(
    rates: Iterable[Observation], counts: Iterable[Observation]
) -> Iterator[tuple[Observation, Observation]]:
    by_slot = {(c.period_end, column_span(c)): c for c in counts if c.unit == "count"}
    for rate in rates:
        span = column_span(rate)
        count = by_slot.get((rate.period_end, span))
        if count is None or rate.unit != "rate_per_10000" or rate.value <= 0 or count.value <= 20:
            continue
        if span_of(rate) != "rolling" or span == "year" or span_of(count) == "rolling":
            yield rate, count


FAMILY = Family((E2,), (check_rates,))
