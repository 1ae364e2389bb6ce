"""Statements and ratings against targets and comparators."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractor.checks.columns import mark_of
from extractor.checks.evidence import Evidence
from extractor.checks.families import Family
from extractor.checks.lines import VALUES, table_source
from extractor.checks.matching import Matcher
from extractor.checks.measures import Measure
from extractor.checks.values import interval, same_family, share_interval, unit_of_last_place
from extractor.checks.wording import called, plain, said
from extractor.model import Better, Claim, Finding, Observation, Place, Severity

C2 = "C2-side-of-target"
C3 = "C3-rating"
C4 = "C4-arrow"
C8 = "C8-gap-to-target"
C5 = "C5-side-of-benchmark"

SIDES = {"above": 1, "below": -1}


def check_sides(evidence: Evidence) -> Iterator[Finding]:
    """C2, C5: "above the target of 60%", "in line with statistical neighbours"."""
    matcher = evidence.matcher
    for claim in (*evidence.claims, *_heard(evidence)):
        if claim.kind != "versus" or claim.param("against") not in ("target", "benchmark"):
            continue
        value = evidence.get(claim.subject)
        if value is None or value.qualifier:
            continue
        measure = _measure(matcher, value)
        mark = evidence.get(claim.other) or _mark_in_table(evidence, measure, claim, value)
        if mark is not None and same_family(mark.unit, value.unit) and not _far(value, mark):
            yield from _side(evidence, claim, value, mark, measure)


def _heard(evidence: Evidence) -> Iterator[Claim]:
    """Sides that no claim tells of: "higher than the regional average of 59.2%"."""
    told = {claim.other for claim in evidence.claims if claim.kind == "versus"}
    for sentence in evidence.sentences:
        marks = [(f, against) for f in sentence.figures if (against := mark_of(evidence, f))]
        named = {mark.observation_id for mark, _ in marks}
        results = [f for f in sentence.of_role("actual") if f.observation_id not in named]
        for mark, against in marks:
            own = [r for r in evidence.linked(mark, "actual") if r in results] or results
            if mark.observation_id in told or len(own) != 1 or own[0].end is None or mark.start is None:
                continue
            match = evidence.search(
                "side-of-a-mark", evidence.text_between(mark.document, own[0].end, mark.start)
            )
            if match:
                params = (("relation", match.lastgroup or ""), ("against", against))
                place = Place(mark.document, mark.page, None, mark.start, mark.end)
                words = " ".join(match.group().split())
                yield Claim("versus", own[0].observation_id, mark.observation_id, words, params, place)


def _measure(matcher: Matcher, figure: Observation) -> Measure | None:
    match = matcher.match(figure)
    return match.measure if match is not None and match.clear else None


def _far(value: Observation, mark: Observation) -> bool:
    """Whether value and mark are too far apart to be of one measure: "30% LSOA" and a target of 95%."""
    low, high = sorted((abs(value.value), abs(mark.value)))
    return high > 3 * low


def _mark_in_table(
    evidence: Evidence, measure: Measure | None, claim: Claim, value: Observation
) -> Observation | None:
    """The one target, or the one comparator of the kind named, of the figure's row."""
    if measure is None:
        return None
    role = claim.param("against") or ""
    comparators = evidence.patterns.checks.comparators
    named = claim.param("comparator") or comparators.get(" ".join((claim.param("who") or "").split()))
    cells = [c for c in measure.of_role(role, value.unit) if c.document == value.document]
    if role == "benchmark":
        cells = [c for c in cells if named and c.comparator == named]
    return cells[0] if len({c.value for c in cells}) == 1 else None


def _side(
    evidence: Evidence, claim: Claim, value: Observation, mark: Observation, measure: Measure | None
) -> Iterator[Finding]:
    check = C2 if claim.param("against") == "target" else C5
    holds = _holds(evidence, claim.param("relation") or "", claim.text, value, mark, measure)
    if holds is None:
        return
    what = "target" if check == C2 else f"comparator {mark.comparator or ''}".replace("_", " ").strip()
    if holds:
        words = f"{said(value)} against the {what} of {said(mark)} is as stated."
        yield evidence.finding(check, "agrees", "note", value, [mark], words, expected=mark.value)
        return
    relation = (claim.param("relation") or "").replace("_", " ")
    actual = _relation(value, mark)
    words = (
        f'"{called(value)}" at {said(value)} ({evidence.place(value)}) is stated as {relation} the {what} of '
        f"{said(mark)} ({evidence.place(mark)}), but it is {actual}."
    )
    severity: Severity = "warning" if value.value == mark.value or relation == "in line" else "error"
    weight = 5.0 if severity == "error" else 2.0
    yield evidence.finding(
        check, "disagrees", severity, value, [mark], words, expected=mark.value, weight=weight
    )


def _relation(value: Observation, mark: Observation) -> str:
    gap = abs(value.value - mark.value)
    if gap == 0:
        return "equal to it"
    return f"{plain(gap)} {'above' if value.value > mark.value else 'below'} it"


def _holds(
    evidence: Evidence,
    relation: str,
    text: str,
    value: Observation,
    mark: Observation,
    measure: Measure | None,
) -> bool | None:
    gap = value.value - mark.value
    judged = evidence.search("judged-side", text)
    if judged is not None and relation in SIDES:
        relation = "met" if judged["word"].lower() == "better" else "missed"
    if relation in SIDES:
        if gap == 0 and mark.qualifier in ("at_least", "at_most"):
            return None
        return gap * SIDES[relation] > 0
    if relation == "in_line":
        near = evidence.settings.tolerance(C2, "5") / 100 * max(abs(mark.value), Decimal(1))
        return (
            True
            if abs(gap) <= max(near, unit_of_last_place(value))
            else None
            if abs(gap) <= 2 * near
            else False
        )
    better = evidence.better(measure, value)
    if relation in ("met", "missed") and better in ("high", "low"):
        met = gap == 0 or (gap > 0) == (better == "high")
        return met if relation == "met" else not met
    return None


def check_ratings(evidence: Evidence) -> Iterator[Finding]:
    """C3: a red that meets its target, a green that misses it by more than a rated miss elsewhere."""
    for measure in evidence.measures:
        for cell in measure.values():
            source = table_source(cell)
            if source is None or source.rag not in ("red", "green") or cell.unit == "count":
                continue  # targets of counts may be for another stretch of time
            target = _own_target(measure, cell)
            better = measure.better or _catalogued(evidence, measure)
            if target is not None and better in ("high", "low"):
                yield from _rating(evidence, cell, target, better, source.rag)


def _own_target(measure: Measure, cell: Observation) -> Observation | None:
    source = table_source(cell)
    assert source is not None
    same_row = [
        t
        for t in measure.of_role("target", cell.unit)
        if (s := table_source(t))
        and (s.grid, s.row) == (source.grid, source.row)
        and t.document == cell.document
    ]
    return same_row[0] if len(same_row) == 1 and same_row[0].qualifier is None else None


def _catalogued(evidence: Evidence, measure: Measure) -> Better | None:
    found = {e.better for i in measure.indicator_ids if (e := evidence.patterns.indicators.get(i))}
    return found.pop() if len(found) == 1 else None


def _rating(
    evidence: Evidence, cell: Observation, target: Observation, better: Better, rag: str
) -> Iterator[Finding]:
    gap = (cell.value - target.value) * (1 if better == "high" else -1)
    met = gap >= 0
    if met == (rag == "green"):
        return
    words = (
        f'"{called(cell)}" is rated {rag} at {said(cell)} ({evidence.place(cell)}), but it '
        f"{'meets' if met else 'misses'} its target of {said(target)}."
    )
    # a green miss may lie in a tolerance that the table does not print
    severity = "warning" if met else "note"
    yield evidence.finding(C3, "disagrees", severity, cell, [target], words, weight=2)  # type: ignore[arg-type]


def check_arrows(evidence: Evidence) -> Iterator[Finding]:
    """C4: arrows that go against the way that the arrows of the same table go elsewhere."""
    for lines in evidence.lines_by_grid.values():
        votes = [vote for line in lines if (vote := _arrow(line.values(), line.better))]
        for convention in (0, 1):
            right = [v for v in votes if v[2 + convention]]
            wrong = [v for v in votes if v[2 + convention] is False]
            if (
                len(right) >= 5
                and len(wrong) * 5 <= len(right)
                and len(right) == max(len([v for v in votes if v[2]]), len([v for v in votes if v[3]]))
            ):
                for latest, before, *_ in wrong:
                    yield _arrow_finding(evidence, latest, before)
                break


def _arrow(
    values: Iterator[Observation], better: Better | None
) -> tuple[Observation, Observation, bool | None, bool | None] | None:
    """(latest, the one before, arrow follows the number, arrow follows performance)."""
    cells = sorted(
        (c for c in values if c.period_end and c.period_type in ("month", "quarter", "point")),
        key=lambda c: c.period_end,  # type: ignore[arg-type, return-value]
    )
    if len(cells) < 2 or cells[-1].value == cells[-2].value:
        return None
    source = table_source(cells[-1])
    if source is None or source.trend not in ("up", "down"):
        return None
    rose = cells[-1].value > cells[-2].value
    up = source.trend == "up"
    performance = (rose == (better == "high")) == up if better in ("high", "low") else rose == up
    return cells[-1], cells[-2], rose == up, performance


def _arrow_finding(evidence: Evidence, latest: Observation, before: Observation) -> Finding:
    source = table_source(latest)
    words = (
        f'"{called(latest)}": the arrow points {source.trend if source else ""}, but {said(before)} became '
        f"{said(latest)} ({evidence.place(latest)}); other rows of the table point the other way."
    )
    return evidence.finding(C4, "disagrees", "note", latest, [before], words, weight=1)


def check_gaps(evidence: Evidence) -> Iterator[Finding]:
    """C8: "3% above target" against the two values."""
    for gap in evidence.stated:
        if gap.role != "change" or gap.qualifier:
            continue
        for target in evidence.linked(gap, "target"):
            values = [v for v in evidence.linked(target, *VALUES) if same_family(v.unit, target.unit)]
            values += [v for v in evidence.linked(gap, *VALUES) if same_family(v.unit, target.unit)]
            if len({v.observation_id for v in values}) == 1:
                yield from _gap(evidence, gap, values[0], target)


def _gap(evidence: Evidence, gap: Observation, value: Observation, target: Observation) -> Iterator[Finding]:
    difference = interval(value) - interval(target)
    sizes = difference if difference.low >= 0 else (interval(target) - interval(value))
    relative = share_interval(sizes, interval(target))
    as_percent = gap.unit == "percent" and relative is not None and relative.overlaps(interval(gap))
    if sizes.overlaps(interval(gap)) or as_percent:
        return
    if gap.unit not in ("percent", "percentage_points") and not same_family(gap.unit, value.unit):
        return
    exact = abs(value.value - target.value)
    words = (
        f"{said(value)} is {plain(exact)} from the target of {said(target)}, but the gap is stated as "
        f"{said(gap)} ({evidence.place(gap)})."
    )
    yield evidence.finding(
        C8, "arithmetic_wrong", "warning", gap, [value, target], words, expected=exact, weight=2
    )


FAMILY = Family((C2, C3, C4, C5, C8), (check_sides, check_ratings, check_arrows, check_gaps))
