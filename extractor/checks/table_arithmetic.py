"""What tables say against themselves and against each other; no running text is needed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import combinations, pairwise
from statistics import median

from extractor.checks.evidence import Evidence, by_area
from extractor.checks.families import Family
from extractor.checks.grids import (
    Broken,
    Table,
    broken_outcomes,
    broken_scope_shares,
    broken_shares,
    broken_sums,
    overfull,
    tables_of,
)
from extractor.checks.lines import (
    VALUES,
    Line,
    Measure,
    Slot,
    column_span,
    is_whole,
    shared_slots,
    slot_of,
    span_of,
    table_source,
)
from extractor.checks.values import gives_percent, interval, rounded, rounding_between, unit_of_last_place
from extractor.checks.wording import called, plain, said, when
from extractor.model import Finding, Observation, Severity

E1 = "E1-percent-of-n-and-m"
E2 = "E2-rate-and-count"
E3 = "E3-parts-and-total"
E4 = "E4-change-column"
E7 = "E7-two-tables"
E8 = "E8-part-above-whole"
E9 = "E9-total-against-areas"
E10 = "E10-rows-that-add-up"


def check_shares(evidence: Evidence) -> Iterator[Finding]:
    """E1: percents against their n and m, wherever the table shows which they are."""
    for table in tables_of(evidence.cells):
        relations = [list(_printed_shares(evidence, table)), *broken_shares(table.columns)]
        relations += [*broken_shares(table.rows), broken_scope_shares(table)]
        for broken in _fresh(relations):
            yield _wrong_shares(evidence, broken)
        for part, whole in [*overfull(table.columns), *overfull(table.rows)]:
            yield _overfull(evidence, part, whole)


def _overfull(evidence: Evidence, part: Observation, whole: Observation) -> Finding:
    words = (
        f'"{called(part)}", {when(part)}: {said(part)} ({evidence.place(part)}) is more than '
        f'"{called(whole)}", {said(whole)} ({evidence.place(whole)}), of which it is a share elsewhere '
        "in the table."
    )
    return evidence.finding(E8, "arithmetic_wrong", "error", part, [whole], words, weight=2)


def _fresh(relations: Iterable[Sequence[Broken]]) -> Iterator[list[Broken]]:
    """Each wrong cell once, with the first relation that it breaks; worst first."""
    done: set[str] = set()
    for relation in relations:
        fresh = [b for b in relation if b.whole.observation_id not in done]
        months = [b for b in fresh if span_of(b.whole) not in ("ytd", "year")]
        fresh = months or fresh  # a total row only repeats the gap of its months
        done |= {b.whole.observation_id for b in fresh}
        if fresh:
            yield sorted(fresh, key=_relative_gap, reverse=True)


def _relative_gap(broken: Broken) -> Decimal:
    return abs(broken.expected - broken.whole.value) / max(abs(broken.expected), Decimal(1))


def _printed_shares(evidence: Evidence, table: Table) -> Iterator[Broken]:
    """Percents in the same line and period as "n of m"."""
    cutting = not _rounds(evidence, table)
    for part, whole, percent in _triples(evidence, table):
        how = gives_percent(part, whole, percent)
        if how is None or (how.startswith("cut") and not cutting):
            yield Broken(percent, (part, whole), part.value * 100 / whole.value, 0, 0)


def _triples(evidence: Evidence, table: Table) -> Iterator[tuple[Observation, Observation, Observation]]:
    for part in table.cells:
        for whole in evidence.linked(part, "denominator") if part.role == "numerator" else ():
            percent = _beside(table, part, whole)
            if percent is not None and whole.value > 0:
                yield part, whole, percent


def _rounds(evidence: Evidence, table: Table) -> bool:
    """Whether some percent of the table is rounded up, so that one cut off is an exception."""
    return any(
        gives_percent(part, whole, percent) == "" and percent.value > part.value * 100 / whole.value
        for part, whole, percent in _triples(evidence, table)
    )


def _beside(table: Table, part: Observation, whole: Observation) -> Observation | None:
    """The percent in the cell of the n of m, or right after it in the row."""
    last = max(_place(part)[1], _place(whole)[1])
    in_cell = [c for c in table.cells if c.unit == "percent" and _place(c) == _place(part)]
    if len(in_cell) == 1:
        return in_cell[0]
    following = table.at.get((_place(part)[0], last + 1))
    return following if following is not None and following.unit == "percent" else None


def _place(cell: Observation) -> tuple[int, int]:
    source = table_source(cell)
    assert source is not None
    return source.row, source.col


def _wrong_shares(evidence: Evidence, broken: Sequence[Broken]) -> Finding:
    worst = broken[0]
    percent = worst.whole
    gap = abs(worst.expected - percent.value)
    listed = "; ".join(
        f"{when(b.whole)}: {said(b.parts[0])} of {said(b.parts[1])} is "
        f"{rounded(b.expected, b.whole.places + 1)}%, printed as {said(b.whole)} ({evidence.place(b.whole)})"
        for b in broken
    )
    words = f'"{called(percent)}", {listed}{_others_agree(worst)}.'
    severity: Severity = "warning" if gap <= 2 * unit_of_last_place(percent) else "error"
    return evidence.finding(
        E1,
        "arithmetic_wrong",
        severity,
        percent,
        _all_cells(broken),
        words,
        expected=rounded(worst.expected, percent.places),
        weight=1 + min(3, float(gap) / 5),
    )


def _others_agree(broken: Broken) -> str:
    return f"; {broken.kept} of {broken.of} such cells of the table agree" if broken.of else ""


def _all_cells(broken: Sequence[Broken]) -> list[Observation]:
    """Parts of the worst, then the other wrong cells with theirs."""
    cells = list(broken[0].parts)
    for other in broken[1:]:
        cells += [other.whole, *other.parts]
    return cells


def check_sums(evidence: Evidence) -> Iterator[Finding]:
    """E3: totals against their parts."""
    for table in tables_of(evidence.cells):
        relations = [broken_outcomes(table), *broken_sums(table.columns), *broken_sums(table.rows)]
        for broken in _fresh(relations):
            yield _wrong_sums(evidence, broken)


def _wrong_sums(evidence: Evidence, broken: Sequence[Broken]) -> Finding:
    worst = broken[0]
    total = worst.whole
    listed = "; ".join(
        f"{when(b.whole)}: {' + '.join(said(p) for p in b.parts)} is {plain(b.expected)}, printed as "
        f"{said(b.whole)} ({evidence.place(b.whole)})"
        for b in broken
    )
    words = f'"{called(total)}", {listed}{_others_agree(worst)}.'
    off = _relative_gap(worst)
    severity: Severity = "error" if worst.kept >= 5 or off > Decimal("0.05") else "warning"
    return evidence.finding(
        E3,
        "arithmetic_wrong",
        severity,
        total,
        [*_all_cells(broken), *_repeated(evidence, total)],
        words,
        expected=worst.expected,
        weight=1 + min(3, float(off) * 5),
    )


def _repeated(evidence: Evidence, total: Observation) -> list[Observation]:
    """Where another table prints the same total for the same time: it will have the same mistake.

    The other row is known by its values: three or more are those of the total's own row.
    """
    own = evidence.line_of.get(total.observation_id)
    slot = slot_of(total)
    if own is None or slot is None:
        return []
    found = []
    for line in evidence.lines:
        if line.document == own.document and line.grid != own.grid:
            same = [c for c in line.values() if slot_of(c) == slot and c.value == total.value]
            agree, differ = shared_slots(own, line) if same else (0, 0)
            if agree >= 3 and differ == 0:
                found += same
    return found


def check_change_columns(evidence: Evidence) -> Iterator[Finding]:
    """E4: a change column against the two columns it is between."""
    for lines in evidence.lines_by_grid.values():
        for line in lines:
            changes = [c for c in line.cells if c.role == "change"]
            values = sorted(
                (c for c in line.values() if c.period_end and span_of(c) != "ytd"),
                key=lambda c: c.period_end,  # type: ignore[arg-type, return-value]
            )
            if len(changes) == 1 and len(values) == 2:
                yield from _change(evidence, changes[0], values[0], values[1])


def _change(
    evidence: Evidence, change: Observation, before: Observation, after: Observation
) -> Iterator[Finding]:
    moved = interval(after) - interval(before)
    own = interval(change)
    fits = own.meets(moved)
    relative = moved.times(Decimal(100)).over(interval(before)) if before.value > 0 else None
    if fits or (relative is not None and own.meets(relative)):
        return
    if relative is None and change.unit == "percent" and after.unit != "percent":
        return
    exact = after.value - before.value
    words = (
        f'"{called(after)}": {said(before)} to {said(after)} is a change of {plain(exact)}, but the '
        "table prints "
        f"{said(change)} ({evidence.place(change)})."
    )
    yield evidence.finding(
        E4, "arithmetic_wrong", "warning", change, [before, after], words, expected=exact, weight=1.5
    )


def check_two_tables(evidence: Evidence) -> Iterator[Finding]:
    """E7: one figure printed in two tables of a paper with two values; one finding for two rows."""
    for measure in evidence.measures:
        for one, other in combinations(measure.lines, 2):
            if one.document == other.document and one.grid != other.grid:
                pairs = _differing(one, other)
                if pairs:
                    yield _two_values(evidence, measure, pairs, shared_slots(one, other)[0])


def _differing(one: Line, other: Line) -> list[tuple[Observation, Observation]]:
    """Cells of two rows for the same time that no rounding reconciles; the furthest apart first."""
    theirs: dict[Slot, Observation] = {}
    for cell in other.cells:
        slot = slot_of(cell)
        if slot is not None and cell.role in (*VALUES, "target"):
            theirs.setdefault(slot, cell)
    pairs = [(cell, theirs[slot]) for cell in one.cells if (slot := slot_of(cell)) in theirs]
    pairs = [p for p in pairs if rounding_between(*p) is None and rounding_between(p[1], p[0]) is None]
    return sorted(pairs, key=_apart, reverse=True)


def _apart(pair: tuple[Observation, Observation]) -> Decimal:
    one, other = pair
    return abs(one.value - other.value) / max(abs(other.value), Decimal(1))


def _grid(cell: Observation) -> int:
    source = table_source(cell)
    return -1 if source is None else source.grid


def _two_values(
    evidence: Evidence, measure: Measure, pairs: Sequence[tuple[Observation, Observation]], agree: int
) -> Finding:
    first, second = pairs[0]
    listed = "; ".join(
        f"{when(one)}: {said(one)} in one table ({evidence.place(one)}) and {said(other)} in another "
        f"({evidence.place(other)}){_elsewhere(measure, one, other)}"
        for one, other in pairs
    )
    words = f'"{called(first)}", {listed}; {agree} other values of the two rows agree.'
    severity: Severity = "note" if agree < 2 else "error" if _apart(pairs[0]) > Decimal("0.02") else "warning"
    cells = [cell for pair in pairs for cell in reversed(pair)]
    return evidence.finding(
        E7,
        "disagrees",
        severity,
        first,
        cells,
        words,
        expected=second.value,
        weight=1.5 + min(3, float(_apart(pairs[0])) * 5),
    )


def _elsewhere(measure: Measure, one: Observation, other: Observation) -> str:
    """Where the second table's value stands in the first: a row slip."""
    for cell in measure.values(one.unit):
        if _grid(cell) == _grid(one) and cell.value == other.value and cell.value not in (0, 100):
            return f", which the first gives for {when(cell)}"
    return ""


RATE_WORDS = frozenset(["population", "pop", "popul", "aged", "under", "rate", "rolling", "per"])


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
    """The population that most rates imply: five of them or more within 2 of 100, of three measures "
    "or more."""
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
        key = (rate.indicator, _grid(rate), rate.area)
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
            core = frozenset(w for w in rate.words - RATE_WORDS if not w.isdigit())
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


def check_nested_rows(evidence: Evidence) -> Iterator[Finding]:
    """E8: children with an up-to-date plan are not more than children with a plan."""
    qualifiers = evidence.patterns.checks.nested
    for lines in evidence.lines_by_grid.values():
        for inner in lines:
            for outer in lines:
                extra = inner.words - outer.words
                if inner is outer or not extra or not extra <= qualifiers or not outer.words <= inner.words:
                    continue
                if (inner.area, inner.cohort) == (outer.area, outer.cohort):
                    yield from _nested(evidence, inner.values(), list(outer.values()))


def _nested(
    evidence: Evidence, inner: Iterable[Observation], outer: Sequence[Observation]
) -> Iterator[Finding]:
    by_time = {_slot_key(c): c for c in outer if c.period_end}
    for part in inner:
        whole = by_time.get(_slot_key(part))
        if whole is not None and interval(part).low > interval(whole).high:
            words = (
                f'"{called(part)}", {when(part)}: {said(part)} ({evidence.place(part)}) is more than '
                f'"{called(whole)}", of which it is a part: {said(whole)} ({evidence.place(whole)}).'
            )
            yield evidence.finding(E8, "disagrees", "error", part, [whole], words, weight=2)


def check_listed_parts(evidence: Evidence) -> Iterator[Finding]:
    """E8 for a row whose label lists its parts in brackets, and the rows of those parts."""
    for lines in evidence.lines_by_grid.values():
        for whole in lines:
            listed = _listed(evidence, whole.label)
            if len(listed) < 2 or not whole.code:
                continue
            parts = [
                line
                for line in lines
                if line is not whole
                and line.code
                and line.units & whole.units
                and _is_listed(evidence, line.label, line.words, listed)
            ]
            if parts:
                yield from _over_whole(evidence, list(whole.values()), [list(p.values()) for p in parts])


def _listed(evidence: Evidence, label: str) -> list[frozenset[str]]:
    inside = label.rpartition("(")[2].partition(")")[0] if "(" in label else ""
    parts = inside.split(",") if inside.count(",") >= 1 else []
    return [words for part in parts if (words := evidence.vocabulary.words(part))]


def _is_listed(
    evidence: Evidence, label: str, words: frozenset[str], listed: Sequence[frozenset[str]]
) -> bool:
    return "(" not in label and any(part <= words and len(words) <= len(part) + 8 for part in listed)


def _over_whole(
    evidence: Evidence, wholes: Sequence[Observation], parts: Sequence[Sequence[Observation]]
) -> Iterator[Finding]:
    for whole in wholes:
        if whole.unit not in ("percent", "count") or not whole.period_end:
            continue
        there = [c for cells in parts for c in cells if _slot_key(c) == _slot_key(whole)]
        if not there:
            continue
        total = sum((interval(c).low for c in there), Decimal(0))
        if total > interval(whole).high:
            listed = " and ".join(f"{said(c)} ({called(c, 50)})" for c in there)
            words = (
                f'"{called(whole)}", {when(whole)}, is {said(whole)} ({evidence.place(whole)}), but '
                "its parts alone "
                f"are {listed}."
            )
            yield evidence.finding(E8, "disagrees", "error", whole, there, words, weight=2.5)


def _slot_key(cell: Observation) -> tuple[object, ...]:
    return (cell.unit, cell.period_end, span_of(cell))


def check_totals_against_areas(evidence: Evidence) -> Iterator[Finding]:
    """E9: a percent for all lies among those of the areas, and cannot rise while none of them does."""
    for group in by_area(evidence.measures):
        wholes = [m for m in group if is_whole(m.area)]
        parts = [m for m in group if not is_whole(m.area)]
        if len(wholes) == 1 and len(parts) >= 2:
            yield from _among(evidence, wholes[0], parts)
            yield from _moves_alone(evidence, wholes[0], parts)


def _among(evidence: Evidence, whole: Measure, parts: Sequence[Measure]) -> Iterator[Finding]:
    """Only where three areas or more are there and most totals do lie among them: then no area is missing."""
    sets = [
        (cell, [c for m in parts for c in m.values("percent") if _slot_key(c) == _slot_key(cell)])
        for cell in whole.values("percent")
    ]
    full = [(cell, areas) for cell, areas in sets if len(areas) == len(parts) >= 3]
    outside = [(cell, areas) for cell, areas in full if _outside(cell, areas)]
    if len(full) < 4 or len(outside) * 4 > len(full):
        return
    for cell, areas in outside:
        listed = ", ".join(f"{c.area} {said(c)}" for c in areas)
        words = (
            f'"{called(cell)}", {when(cell)}: {said(cell)} for the whole ({evidence.place(cell)}) lies '
            f"outside its areas ({listed})."
        )
        yield evidence.finding(E9, "disagrees", "warning", cell, areas, words, weight=2)


def _outside(cell: Observation, areas: Sequence[Observation]) -> bool:
    low, high = min(interval(c).low for c in areas), max(interval(c).high for c in areas)
    return interval(cell).high < low or interval(cell).low > high


def _moves_alone(evidence: Evidence, whole: Measure, parts: Sequence[Measure]) -> Iterator[Finding]:
    cells = sorted((c for c in whole.values("percent") if c.period_end), key=lambda c: c.period_end)  # type: ignore[arg-type, return-value]
    for before, after in pairwise(cells):
        if span_of(before) != span_of(after) or before.period_end == after.period_end:
            continue
        moves = [(_like(m, before), _like(m, after)) for m in parts]
        known = [(b, a) for b, a in moves if b is not None and a is not None]
        if len(known) != len(parts):
            continue
        rose = interval(after).low > interval(before).high
        fell = interval(after).high < interval(before).low
        if (rose and all(a.value <= b.value for b, a in known)) or (
            fell and all(a.value >= b.value for b, a in known)
        ):
            listed = ", ".join(f"{a.area} {said(b)} to {said(a)}" for b, a in known)
            words = (
                f'"{called(after)}" {"rises" if rose else "falls"} from {said(before)} to {said(after)} '
                f"({when(after)}, {evidence.place(after)}), but no area does: {listed}."
            )
            others = [before, *(c for pair in known for c in pair)]
            yield evidence.finding(E9, "disagrees", "warning", after, others, words, weight=2)


def _like(measure: Measure, cell: Observation) -> Observation | None:
    return next((c for c in measure.values(cell.unit) if _slot_key(c) == _slot_key(cell)), None)


def check_rows_that_add_up(evidence: Evidence) -> Iterator[Finding]:
    """E10: a row that is the sum of two others for most times, and for one is not."""
    by_document: dict[tuple[str, str | None], list[Measure]] = defaultdict(list)
    for measure in evidence.measures:
        if "count" in measure.units and measure.cohort is None:
            by_document[measure.lines[0].document, measure.area].append(measure)
    for measures in by_document.values():
        histories = [(m, h) for m in measures if len(h := _history(m)) >= KEPT_SUMS]
        for whole, totals in histories:
            pair = _two_parts(whole, totals, histories)
            if pair is not None:
                yield from _broken_pair(evidence, totals, *pair)


KEPT_SUMS = 4
Key = tuple[object, str]


def _history(measure: Measure) -> dict[Key, Observation]:
    """Counts above 20 by time; the first table's where two disagree."""
    found: dict[Key, Observation] = {}
    for cell in measure.values("count"):
        if cell.period_end is not None and cell.value > 20 and cell.role in VALUES:
            found.setdefault((cell.period_end, column_span(cell)), cell)
    return found


def _two_parts(
    whole: Measure,
    totals: dict[Key, Observation],
    histories: Sequence[tuple[Measure, dict[Key, Observation]]],
) -> tuple[dict[Key, Observation], dict[Key, Observation]] | None:
    smaller = [
        h for m, h in histories
        if m is not whole and all(h[k].value < totals[k].value for k in h.keys() & totals.keys())
        and len(h.keys() & totals.keys()) >= KEPT_SUMS
    ]  # fmt: skip
    for one, other in combinations(smaller, 2):
        shared = totals.keys() & one.keys() & other.keys()
        kept = sum(one[k].value + other[k].value == totals[k].value for k in shared)
        if kept >= KEPT_SUMS and Decimal(kept) >= Decimal("0.6") * len(shared):
            return one, other
    return None


def _broken_pair(
    evidence: Evidence,
    totals: dict[Key, Observation],
    one: dict[Key, Observation],
    other: dict[Key, Observation],
) -> Iterator[Finding]:
    shared = sorted(totals.keys() & one.keys() & other.keys(), key=str)
    sums = [(totals[key], one[key], other[key], one[key].value + other[key].value) for key in shared]
    wrong = [s for s in sums if s[3] != s[0].value and abs(s[3] / s[0].value - 1) < Decimal("0.2")]
    if not wrong:
        return
    total, first, second, added = wrong[0]
    listed = "; ".join(
        f"{when(t)}: {said(a)} + {said(b)} is {plain(c)}, printed as {said(t)} ({evidence.place(t)})"
        for t, a, b, c in wrong
    )
    words = (
        f'"{called(total)}" is elsewhere the sum of "{called(first, 50)}" and "{called(second, 50)}"; '
        f"{listed}; "
        f"{len(sums) - len(wrong)} other times add up."
    )
    others = [first, second, *(cell for t, a, b, _ in wrong[1:] for cell in (t, a, b))]
    yield evidence.finding(
        E10, "arithmetic_wrong", "warning", total, others, words, expected=added, weight=1.5
    )


FAMILY = Family(
    (E1, E2, E3, E4, E7, E8, E9, E10),
    (
        check_shares,
        check_sums,
        check_change_columns,
        check_two_tables,
        check_rates,
        check_nested_rows,
        check_listed_parts,
        check_totals_against_areas,
        check_rows_that_add_up,
    ),
)
