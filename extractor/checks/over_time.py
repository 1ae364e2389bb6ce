"""Statements and totals against the history of their measure."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from statistics import mean

import regex

from extractor.checks.evidence import Evidence
from extractor.checks.families import Family
from extractor.checks.inside_statement import change_finding, direction_finding, movements
from extractor.checks.lines import VALUES, Line, Measure, column_span, is_to_date, span_of
from extractor.checks.matching import Match, Matcher
from extractor.checks.values import (
    PERCENTS,
    interval,
    rounded,
    rounding_between,
    same_family,
    unit_of_last_place,
)
from extractor.checks.wording import MONTHS, called, plain, said, when
from extractor.checks.words import NUMBER_WORDS
from extractor.model import Claim, Finding, Observation, Place, Severity

B8 = "B8-better-or-worse"
D2 = "D2-superlative"
D3 = "D3-run"
D4 = "D4-trend"
D5 = "D5-year-to-date"
D6 = "D6-rolling"
D7 = "D7-quarter-and-year"
D10 = "D10-cumulative-falls"
D11 = "D11-change-in-tables"

EXTREME = regex.compile(
    r"\s*,?\s*(?:which is |being )?the\s+(?P<extreme>highest|lowest)\s+(?:of|in|for)\s+"
    r"(?P<window>(?:the\s+)?[\w ]{3,30})",
    regex.I,
)
MIDWAY = regex.compile(r"\b(?:mid-?year|since|following|after)\b", regex.I)
YEARLY = regex.compile(r"^\W*\d{4}\s*/\s*\d{2,4}\W*$")
PERIODIC = ("month", "quarter", "year", "point", "rolling", "ytd")
QUARTERS = ("one", "two", "three", "four")


# --- the history of a measure ---------------------------------------------------------------------------


def history(measure: Measure, like: Observation) -> list[Observation]:
    """Values of the same kind of period and unit, one a period, in the order of time."""
    span = _kind(like)
    found: dict[date, Observation] = {}
    for cell in measure.values(like.unit):
        if cell.period_end is not None and _kind(cell) == span and (span == "ytd" or not is_to_date(cell)):
            found.setdefault(cell.period_end, cell)
    return [found[end] for end in sorted(found)]


def _kind(figure: Observation) -> str:
    """Months, month ends and rolling years are told monthly; a level at the end of Q3 is Q3's."""
    return column_span(figure)


def _before(cells: Sequence[Observation], end: date) -> Observation | None:
    """The value of the period just before the one that ends then; None where the table skips it."""
    earlier = [c for c in cells if c.period_end is not None and c.period_end < end]
    here = next((c for c in cells if c.period_end == end), None)
    if not earlier or here is None or earlier[-1].period_end is None:
        return None
    step = {"month": 31, "quarter": 92, "year": 366}.get(_kind(here), 0)
    return earlier[-1] if end - earlier[-1].period_end <= timedelta(days=step + 1) else None


def _named(evidence: Evidence, figure: Observation, cell: Observation) -> bool:
    """Whether the sentence names the time of a cell ("between Quarter 3 and Quarter 4", "from December")."""
    text = figure.quote.lower()
    if cell.period_end is None:
        return False
    month = cell.period_end.month
    if _kind(cell) == "month":
        names = [MONTHS[month - 1].lower(), "previous month", "last month", "month before"]
    elif _kind(cell) == "quarter":
        number = ((month - 4) % 12) // 3 + 1
        names = [f"quarter {number}", f"q{number}", f"quarter {QUARTERS[number - 1]}"]
        names += ["previous quarter", "last quarter", "quarter before"]
    else:
        first = cell.period_end.year - (1 if _kind(cell) == "year" and cell.period_end.month <= 8 else 0)
        names = [
            f"{first}/{(first + 1) % 100:02d}",
            f"{first}-{(first + 1) % 100:02d}",
            "previous year",
            "last year",
        ]
    return any(regex.search(rf"(?<!\w){regex.escape(name)}(?!\w)", text) for name in names)


# --- statements of movement -----------------------------------------------------------------------------


def check_movements(evidence: Evidence) -> Iterator[Finding]:
    """B7, B8 and the sizes of changes, against the table where the sentence gives one value only."""
    matcher = evidence.matcher
    for sentence in evidence.sentences:
        inside = {m.after.observation_id for m in movements(evidence, sentence)}
        levels = [f for f in sentence.of_role("actual") if f.observation_id not in inside]
        for level in levels:
            match = matcher.match(level)
            if match is not None and match.clear and level.period_end is not None:
                changes = _changes_of(evidence, sentence.of_role("change"), level, levels)
                yield from _movement(evidence, match, level, changes)


def _changes_of(
    evidence: Evidence, changes: Sequence[Observation], level: Observation, levels: Sequence[Observation]
) -> list[Observation]:
    linked = [c for c in changes if level.observation_id in {o.observation_id for o in evidence.linked(c)}]
    return linked or (list(changes) if len(levels) == 1 else [])


def _movement(
    evidence: Evidence, match: Match, level: Observation, changes: Sequence[Observation]
) -> Iterator[Finding]:
    cells = history(match.measure, level)
    now = next((c for c in cells if c.period_end == level.period_end), None)
    before = _before(cells, level.period_end) if level.period_end else None
    if now is None or before is None or rounding_between(level, now) is None:
        return
    named = _named(evidence, level, before)
    for change in changes:
        finding = change_finding(evidence, change, before, level)
        if finding is None:
            continue
        right = finding.verdict == "arithmetic_ok"
        if right or finding.check.startswith("B6"):
            yield finding
        elif named:
            yield _as_change_in_tables(evidence, finding)
    spoken = [f for f in (level, *changes) if evidence.said_direction(f) is not None]
    if named and spoken:
        wrong = direction_finding(evidence, before, level, spoken[0])
        if wrong is not None:
            yield wrong


def _as_change_in_tables(evidence: Evidence, finding: Finding) -> Finding:
    return evidence.finding(
        D11, finding.verdict, finding.severity, finding.stated, finding.evidence, finding.explanation,
        expected=finding.expected, weight=finding.weight,
    )  # fmt: skip


def check_judgements(evidence: Evidence) -> Iterator[Finding]:
    """B8: "improved" of a measure whose better way the values do not go."""
    matcher = evidence.matcher
    for claim in evidence.claims:
        word = claim.param("word") or ""
        subject = evidence.get(claim.subject)
        if claim.kind != "judgement" or subject is None or word not in ("improved", "worsened"):
            continue
        pair = _two_values(evidence, matcher, claim, subject)
        if pair is not None:
            yield from _judge(evidence, matcher, word, *pair)


def _two_values(
    evidence: Evidence, matcher: Matcher, claim: Claim, subject: Observation
) -> tuple[Observation, Observation] | None:
    """(before, after) of a judgement: as linked in the sentence, else as the table gives them."""
    after = subject
    if subject.role == "change":
        linked = evidence.linked(subject, "actual")
        sentence = evidence.sentence_of.get(subject.observation_id)
        levels = linked or (sentence.of_role("actual") if sentence else [])
        if len(levels) != 1:
            return None
        after = levels[0]
    earlier = evidence.get(claim.other) or next(iter(evidence.linked(after, "previous")), None)
    if earlier is not None and earlier.role in VALUES and not earlier.qualifier:
        return (earlier, after) if same_family(earlier.unit, after.unit) else None
    match = matcher.match(after)
    if match is None or not match.clear or after.period_end is None:
        return None
    cells = history(match.measure, after)
    before = _before(cells, after.period_end)
    now = next((c for c in cells if c.period_end == after.period_end), None)
    if before is None or now is None or rounding_between(after, now) is None:
        return None
    return (before, after) if _named(evidence, after, before) else None


def _judge(
    evidence: Evidence, matcher: Matcher, word: str, before: Observation, after: Observation
) -> Iterator[Finding]:
    match = matcher.match(after)
    measure = (
        match.measure if match is not None and match.clear else evidence.measure_of.get(before.observation_id)
    )
    better = evidence.better(measure, after)
    moved = after.value - before.value
    if better not in ("high", "low") or abs(moved) == 0:
        return
    improved = (moved > 0) == (better == "high")
    if improved == (word == "improved"):
        words = f"{said(before)} to {said(after)} has {word}: {better} is better."
        yield evidence.finding(B8, "agrees", "note", after, [before], words)
        return
    actual = "improved" if improved else "worsened"
    words = (
        f'"{called(after)}" is said to have {word} ({evidence.place(after)}), but {said(before)} '
        f"({evidence.place(before)}) to {said(after)} has {actual}: {better} is better."
    )
    yield evidence.finding(B8, "disagrees", "error", after, [before], words, weight=4.5)


# --- superlatives, runs and trends ----------------------------------------------------------------------


@dataclass(frozen=True)
class Told:
    """A claim about a figure whose history the tables give."""

    claim: Claim
    figure: Observation
    cells: list[Observation]
    """Up to the figure's own period; the figure itself last."""


def check_histories(evidence: Evidence) -> Iterator[Finding]:
    """D2, D3, D4."""
    matcher = evidence.matcher
    for claim in (*evidence.claims, *_heard(evidence)):
        told = _told(evidence, matcher, claim) if claim.kind in ("superlative", "run", "trend") else None
        if told is not None:
            finder = {"superlative": _superlative, "run": _run, "trend": _trend}[claim.kind]
            yield from finder(evidence, told)


def _heard(evidence: Evidence) -> Iterator[Claim]:
    """Superlatives right behind a figure that no claim tells of: "at 25.0%, the lowest of the four "
    "quarters"."""
    told = {claim.subject for claim in evidence.claims if claim.kind == "superlative"}
    for sentence in evidence.sentences:
        for figure in sentence.of_role("actual"):
            if figure.observation_id in told or figure.end is None:
                continue
            match = EXTREME.match(evidence.text_between(figure.document, figure.end, sentence.end))
            if match:
                extreme = "high" if match["extreme"].lower() == "highest" else "low"
                params = (("extreme", extreme), ("window", " ".join(match["window"].split())))
                place = Place(figure.document, figure.page, None, figure.start, figure.end)
                words = " ".join(match.group().split()).strip(" ,")
                yield Claim("superlative", figure.observation_id, None, words, params, place)


def _told(evidence: Evidence, matcher: Matcher, claim: Claim) -> Told | None:
    figure = evidence.get(claim.subject)
    match = matcher.match(figure) if figure is not None else None
    if figure is None or match is None or not match.clear or figure.period_end is None:
        return None
    cells = [c for c in history(match.measure, figure) if c.period_end and c.period_end <= figure.period_end]
    if len(cells) < 2 or cells[-1].period_end != figure.period_end:
        return None
    return Told(claim, figure, cells)


def _window(told: Told) -> list[Observation]:
    """The cells that a superlative speaks of: "12 months", "four quarters", "this year"; else all "
    "there are."""
    window = (told.claim.param("window") or "").lower()
    number = regex.search(r"\d+", window)
    count = int(number.group()) if number else _word_number(window)
    if count is not None and regex.search(r"month|quarter|year", window):
        return told.cells[-(count + 1 if "month" in window and count >= 12 else count) :]
    if "year" in window and told.figure.period_end is not None:
        end = told.figure.period_end
        start = date(end.year - (end.month < 4), 4, 1)
        return [c for c in told.cells if c.period_end and c.period_end >= start]
    return told.cells


def _word_number(text: str) -> int | None:
    counts = ((word, int(digits)) for word, digits in NUMBER_WORDS.items() if word != "zero")
    return next((n for word, n in counts if regex.search(rf"\b{word}\b", text)), None)


def _superlative(evidence: Evidence, told: Told) -> Iterator[Finding]:
    high = told.claim.param("extreme") == "high"
    window = _window(told)
    others = [c for c in window if c.period_end != told.figure.period_end]
    if not others:
        return
    best = max(others, key=lambda c: c.value) if high else min(others, key=lambda c: c.value)
    own = told.figure.value
    word = "highest" if high else "lowest"
    if best.value == own:
        words = f"{said(told.figure)} is the {word}, together with {when(best)} ({evidence.place(best)})."
        yield evidence.finding(D2, "agrees", "note", told.figure, [best], words)
    elif (best.value > own) == high:
        words = (
            f'"{called(told.figure)}" at {said(told.figure)} is called the {word} '
            f"({evidence.place(told.figure)}), "
            f"but {when(best)} is {said(best)} ({evidence.place(best)})."
        )
        yield evidence.finding(D2, "disagrees", "error", told.figure, [best], words, weight=4)
    else:
        words = f"{said(told.figure)} is the {word} of the {len(window)} values that the table gives."
        yield evidence.finding(D2, "agrees", "note", told.figure, others, words)


def _run(evidence: Evidence, told: Told) -> Iterator[Finding]:
    length = regex.search(r"\d+", told.claim.param("length") or "")
    way = told.claim.param("of") or ""
    if length is None or way not in ("rise", "fall", "value", "at value", "at"):
        return
    stated = int(length.group())
    run = _run_length(told.cells, way)
    complete = len(told.cells) > stated or run < min(stated, len(told.cells))
    if run < stated and complete and len(told.cells) >= run + 2:
        stop = told.cells[-run - 1] if way not in ("rise", "fall") else told.cells[-run - 2]
        words = (
            f'"{told.claim.text}" ({evidence.place(told.figure)}): the table has a run of {run}; '
            f"{when(stop)} is {said(stop)} ({evidence.place(stop)})."
        )
        yield evidence.finding(D3, "disagrees", "warning", told.figure, [stop], words, weight=2)
    elif run >= stated:
        words = f'"{told.claim.text}": the table has {run} in a row.'
        yield evidence.finding(D3, "agrees", "note", told.figure, told.cells[-run:], words)


def _run_length(cells: Sequence[Observation], way: str) -> int:
    """Periods in a row that keep the value (that of the last cell), or rises or falls in a row."""
    run = 0
    if way not in ("rise", "fall"):
        for cell in reversed(cells):
            if cell.value != cells[-1].value:
                break
            run += 1
        return run
    for earlier, later in zip(reversed(cells[:-1]), reversed(cells[1:]), strict=True):
        if later.value == earlier.value or (later.value > earlier.value) != (way == "rise"):
            break
        run += 1
    return run


def _trend(evidence: Evidence, told: Told) -> Iterator[Finding]:
    way = {"rising": 1, "up": 1, "rise": 1, "falling": -1, "down": -1, "fall": -1}.get(
        told.claim.param("shape") or told.claim.param("of") or ""
    )
    cells = [c for c in _window(told) if span_of(c) != "year" and not YEARLY.search(c.period or "")]
    since = told.claim.param("window") or ""
    if way is None or len(cells) < 4 or (MIDWAY.search(told.figure.quote) and not since):
        return
    steps = [(b.value - a.value) * way for a, b in itertools.pairwise(cells)]
    against = [i for i, step in enumerate(steps) if step < 0]
    whole = (cells[-1].value - cells[0].value) * way
    listed = ", ".join(said(c) for c in cells[-6:])
    name = "rise" if way > 0 else "fall"
    if whole < 0 and len(against) * 2 > len(steps):
        words = (
            f'"{told.claim.text}" ({evidence.place(told.figure)}), but from {when(cells[0])} the table '
            f"does not {name}: "
            f"{said(cells[0])} to {said(cells[-1])} ({evidence.place(cells[-1])})."
        )
        yield evidence.finding(
            D4, "disagrees", "warning", told.figure, [cells[0], cells[-1]], words, weight=2.5
        )
    elif against:
        words = f'"{told.claim.text}": {len(against)} of {len(steps)} steps go the other way (…{listed}).'
        yield evidence.finding(D4, "no_evidence", "note", told.figure, [], words)


# --- year to date, rolling years, quarters --------------------------------------------------------------


def check_years_to_date(evidence: Evidence) -> Iterator[Finding]:
    """D5: the year to date against the months of the same row or column."""
    for measure in evidence.measures:
        for total in _latest_totals(measure):
            months = _months_of(measure, total)
            if len(months) >= 2:
                yield from _year_to_date(evidence, measure, total, months)


def _latest_totals(measure: Measure) -> list[Observation]:
    """Year-to-date values, each printed value once."""
    seen: dict[tuple[object, ...], Observation] = {}
    for cell in measure.values():
        if is_to_date(cell) and cell.period_end and cell.period_start and span_of(cell) != "rolling":
            seen.setdefault((cell.unit, cell.period_end, cell.value), cell)
    return list(seen.values())


def _months_of(measure: Measure, total: Observation) -> list[Observation]:
    assert total.period_end is not None
    start = date(total.period_end.year - (total.period_end.month < 4), 4, 1)
    if span_of(total) == "ytd" and total.period_start:
        start = total.period_start
    return [
        c
        for c in history(measure, _monthly_like(total))
        if c.period_end and start <= c.period_end <= total.period_end and span_of(c) != "rolling"
    ]


def _monthly_like(total: Observation) -> Observation:
    return replace(total, period_type="month")


def _year_to_date(
    evidence: Evidence, measure: Measure, total: Observation, months: Sequence[Observation]
) -> Iterator[Finding]:
    last = months[-1]
    if last.period_end != total.period_end or any(
        span_of(c) == "rolling" for c in measure.values(total.unit)
    ):
        return
    if rounding_between(total, last) == "":
        return  # a snapshot: the last value is the year's
    assert total.period_start is not None and total.period_end is not None
    expected = (total.period_end.year - total.period_start.year) * 12
    expected += total.period_end.month - total.period_start.month + 1
    complete = len(months) == expected
    if total.unit == "count":
        yield from _counted(evidence, total, months, complete)
    elif total.unit == "other" and _is_stock(total, [c.value for c in months]):
        yield from _stale_stock(evidence, total, months)
    elif total.unit in PERCENTS:
        yield from _pooled(evidence, measure, total, months, complete)


def _counted(
    evidence: Evidence, total: Observation, months: Sequence[Observation], complete: bool
) -> Iterator[Finding]:
    values = [c.value for c in months]
    added = sum(values, Decimal(0))
    if added == total.value:
        return
    stock = _is_stock(total, values)
    if stock:
        yield from _stale_stock(evidence, total, months)
    elif complete or total.value < added:
        without = added - values[-1]
        why = ""
        if total.value == without and values[-1]:
            why = f"; it is the sum without {when(months[-1])}"
        shown = "" if complete else f" of the {len(months)} months shown"
        words = (
            f'"{called(total)}": the sum{shown} is {plain(added)}, but {said(total)} is printed for '
            f"{when(total)} "
            f"({evidence.place(total)}){why}."
        )
        off = abs(added - total.value) / max(total.value, Decimal(1))
        severity: Severity = "error" if off > Decimal("0.02") or why else "warning"
        yield evidence.finding(
            D5,
            "arithmetic_wrong",
            severity,
            total,
            months,
            words,
            expected=added,
            weight=1.5 + min(3, float(off) * 4),
        )


def _is_stock(total: Observation, values: Sequence[Decimal]) -> bool:
    """Whether a "year to date" is the latest level, not a sum: of the size of one month, not of several."""
    return min(values) > 0 and total.value <= max(values) * Decimal("1.1") and total.value >= min(values) / 2


def _stale_stock(evidence: Evidence, total: Observation, months: Sequence[Observation]) -> Iterator[Finding]:
    same = next((c for c in reversed(months[:-1]) if c.value == total.value), None)
    if max(c.value for c in months) < 10 or len(months) < 3 or (total.unit == "other" and same is None):
        return
    why = f"it is the value of {when(same)}" if same else f"{when(months[-1])} is {said(months[-1])}"
    words = (
        f'"{called(total)}": {said(total)} is printed for {when(total)} ({evidence.place(total)}), but {why}'
        + (f"; {when(months[-1])} is {said(months[-1])}." if same else ".")
    )
    others = [months[-1], *([same] if same else [])]
    yield evidence.finding(
        D5, "wrong_period" if same else "disagrees", "warning", total, others, words,
        expected=months[-1].value, weight=1.2,
    )  # fmt: skip


def _pooled(
    evidence: Evidence, measure: Measure, total: Observation, months: Sequence[Observation], complete: bool
) -> Iterator[Finding]:
    if not complete:
        return
    low, high = min(months, key=lambda c: c.value), max(months, key=lambda c: c.value)
    if interval(total).high < interval(low).low or interval(total).low > interval(high).high:
        words = (
            f'"{called(total)}": {said(total)} is printed for {when(total)} ({evidence.place(total)}), '
            "but its months "
            f"lie between {said(low)} ({when(low)}) and {said(high)} ({when(high)}, {evidence.place(high)})."
        )
        yield evidence.finding(
            D5, "arithmetic_wrong", "error", total, [low, high, months[-1]], words, weight=3
        )
        return
    pooled = _pool(evidence, measure, months)
    if pooled is None:
        return
    value, bases = pooled
    gap = abs(value - total.value)
    if gap <= unit_of_last_place(total):
        return
    average = Decimal(str(mean([c.value for c in months])))
    why = ""
    if abs(average - total.value) <= unit_of_last_place(total) / 2:
        why = "; it is the plain mean of the months' percents"
    words = (
        f'"{called(total)}": the months weighted by their {called(bases[0], 60)} give '
        f"{rounded(value, total.places)}%, but "
        f"{said(total)} is printed for {when(total)} ({evidence.place(total)}){why}."
    )
    severity: Severity = "error" if gap > 1 else "warning"
    yield evidence.finding(
        D5, "arithmetic_wrong", severity, total, [*months, *bases], words,
        expected=rounded(value, total.places), weight=2 + min(2, float(gap) / 5),
    )  # fmt: skip


def _pool(
    evidence: Evidence, measure: Measure, months: Sequence[Observation]
) -> tuple[Decimal, list[Observation]] | None:
    """The percent of all months together, with the base of each month; None where no one base is sure."""
    for bases in _bases(evidence, measure, months):
        whole = sum((b.value for b in bases), Decimal(0))
        if whole > 0:
            return sum(
                (m.value * b.value for m, b in zip(months, bases, strict=True)), Decimal(0)
            ) / whole, bases
    return None


def _bases(
    evidence: Evidence, measure: Measure, months: Sequence[Observation]
) -> Iterator[list[Observation]]:
    """Denominators printed with the percents; else the one count of the table that is summed over the "
    "year."""
    own = {c.period_end: c for c in measure.cells if c.role == "denominator" and c.unit == "count"}
    if all(m.period_end in own for m in months):
        yield [own[m.period_end] for m in months]
        return
    for line in measure.lines:
        flows = [
            flow
            for other in evidence.lines_by_grid[line.document, line.grid]
            if (flow := _flow(evidence, other, months)) and _is_base(evidence, other, measure)
        ]
        if len(flows) == 1:
            yield flows[0]


def _is_base(evidence: Evidence, other: Line, measure: Measure) -> bool:
    """A count "of assessments completed" is the base of "% of assessments completed in 45 days"."""
    extra = measure.words - other.words
    timed = any(word.isdigit() or word in evidence.patterns.checks.nested for word in extra)
    return bool(other.words) and timed and evidence.weights.coverage(other.words, measure.words) >= 0.6


def _flow(evidence: Evidence, line: Line, months: Sequence[Observation]) -> list[Observation] | None:
    counts = {
        c.period_end: c for c in line.values() if c.unit == "count" and span_of(c) in ("month", "point")
    }
    totals = [c for c in line.values() if c.unit == "count" and span_of(c) == "ytd"]
    if not totals or not all(m.period_end in counts for m in months):
        return None
    found = [counts[m.period_end] for m in months]
    return found if sum((c.value for c in found), Decimal(0)) == totals[0].value else None


def check_rolling_years(evidence: Evidence) -> Iterator[Finding]:
    """D6: a rolling twelve months of counts against the twelve monthly counts."""
    for grid, lines in evidence.lines_by_grid.items():
        del grid
        for line in lines:
            rolling = [
                c for c in line.values() if c.unit == "count" and span_of(c) == "rolling" and c.period_end
            ]
            monthly = _monthly_partner(evidence, line, lines) if rolling else None
            if monthly is not None:
                yield from _rolling(evidence, rolling, monthly)


def _monthly_partner(evidence: Evidence, line: Line, lines: Sequence[Line]) -> dict[date, Observation] | None:
    best: tuple[float, dict[date, Observation]] = (0.0, {})
    for other in lines:
        months = {
            c.period_end: c
            for c in other.values()
            if c.unit == "count" and span_of(c) == "month" and c.period_end
        }
        likeness = evidence.weights.likeness(line.words - {"rolling"}, other.words - {"inmonth"})
        if other is not line and len(months) >= 12 and other.area == line.area and likeness > best[0]:
            best = (likeness, months)
    return best[1] if best[0] >= 0.6 else None


def _rolling(
    evidence: Evidence, rolling: Sequence[Observation], monthly: dict[date, Observation]
) -> Iterator[Finding]:
    wrong: list[tuple[Observation, list[Observation], Decimal]] = []
    for cell in rolling:
        assert cell.period_end is not None
        window = [
            c
            for end, c in sorted(monthly.items())
            if timedelta(0) <= cell.period_end - end < timedelta(days=360)
        ]
        added = sum((c.value for c in window), Decimal(0))
        if (
            len(window) == 12
            and added != cell.value
            and abs(added / max(cell.value, Decimal(1)) - 1) < Decimal("0.1")
        ):
            wrong.append((cell, window, added))
    if not wrong:
        return
    cell, window, added = wrong[-1]
    also = [w[0] for w in wrong[:-1]]
    others = "".join(
        f"; {when(c)} adds up to {plain(a)} where {said(c)} is printed" for c, _, a in wrong[:-1]
    )
    words = (
        f'"{called(cell)}": the 12 months to {when(window[-1])} add up to {plain(added)}, but '
        f"{said(cell)} is printed "
        f"({evidence.place(cell)}){others}."
    )
    yield evidence.finding(
        D6, "arithmetic_wrong", "warning", cell, [*also, *window], words, expected=added, weight=1
    )


def check_quarters_and_years(evidence: Evidence) -> Iterator[Finding]:
    """D7: a quarter against its months, a year against its quarters, for counts that add up."""
    for measure in evidence.measures:
        for total in measure.values("count"):
            for smaller, needed in (("quarter", {"year": 4}), ("month", {"quarter": 3, "year": 12})):
                number = needed.get(span_of(total), 0)
                parts = _inside(measure, total, smaller)
                if number and len(parts) == number:
                    yield from _total_of_parts(evidence, total, parts)


def _inside(measure: Measure, total: Observation, span: str) -> list[Observation]:
    if total.period_start is None or total.period_end is None:
        return []
    found: dict[date, Observation] = {}
    for cell in measure.values(total.unit):
        first, last = cell.period_start, cell.period_end
        if (
            span_of(cell) == span
            and first
            and last
            and total.period_start <= first <= last <= total.period_end
        ):
            found.setdefault(last, cell)
    return [found[end] for end in sorted(found)]


def _total_of_parts(
    evidence: Evidence, total: Observation, parts: Sequence[Observation]
) -> Iterator[Finding]:
    values = [p.value for p in parts]
    added = sum(values, Decimal(0))
    if total.value in (added, values[-1]) or _is_stock(total, values):
        return
    if abs(total.value / added - 1) > Decimal("0.3") if added else True:
        return
    words = (
        f'"{called(total)}": {" + ".join(said(p) for p in parts[:4])}{" + …" if len(parts) > 4 else ""} is '
        f"{plain(added)}, but {said(total)} is printed for {when(total)} ({evidence.place(total)})."
    )
    yield evidence.finding(D7, "arithmetic_wrong", "warning", total, parts, words, expected=added, weight=1.5)


def check_cumulative(evidence: Evidence) -> Iterator[Finding]:
    """D10: a cumulative count does not fall within its year."""
    for measure in evidence.measures:
        by_start: dict[date | None, list[Observation]] = defaultdict(list)
        for cell in measure.values("count"):
            if span_of(cell) == "ytd" and cell.period_end and not cell.places:
                by_start[cell.period_start].append(cell)
        for cells in by_start.values():
            yield from _falls(evidence, sorted(cells, key=lambda c: c.period_end))  # type: ignore[arg-type, return-value]


def _falls(evidence: Evidence, cells: Sequence[Observation]) -> Iterator[Finding]:
    for before, after in itertools.pairwise(cells):
        if after.period_end != before.period_end and after.value < before.value:
            words = (
                f'"{called(after)}" is cumulative, but falls from {said(before)} ({when(before)}) to '
                f"{said(after)} "
                f"({when(after)}, {evidence.place(after)})."
            )
            yield evidence.finding(D10, "disagrees", "warning", after, [before], words, weight=1.5)


FAMILY = Family(
    (B8, D2, D3, D4, D5, D6, D7, D10, D11),
    (
        check_movements,
        check_judgements,
        check_histories,
        check_years_to_date,
        check_rolling_years,
        check_quarters_and_years,
        check_cumulative,
    ),
)
