"""Changes, directions, multiples and bounds against the values of the same sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from extractor.checks.evidence import Evidence, Sentence
from extractor.checks.families import Family
from extractor.checks.values import (
    PERCENTS,
    interval,
    out_of_scale,
    same_family,
    share_interval,
    unit_of_last_place,
)
from extractor.checks.wording import called, plain, said
from extractor.figures.intervals import Interval, rounded
from extractor.model import Claim, Finding, Observation

B4 = "B4-change-in-units"
B5 = "B5-change-in-percent"
B6 = "B6-points-called-percent"
B7 = "B7-direction"
B10 = "B10-multiple"
B11 = "B11-bound"


@dataclass(frozen=True)
class Movement:
    """A stated move from one value to another."""

    before: Observation
    after: Observation


def movements(evidence: Evidence, sentence: Sentence) -> list[Movement]:
    """From-to pairs of a sentence: a result stated against an earlier one in the same unit."""
    return [
        Movement(before, after)
        for after in sentence.of_role("actual")
        for before in evidence.linked(after, "previous")
        if same_family(before.unit, after.unit)
    ]


def check_changes(evidence: Evidence) -> Iterator[Finding]:
    """B4, B5, B6: a stated change against the two values it is between."""
    for sentence in evidence.sentences:
        pairs = movements(evidence, sentence)
        points = [f for f in sentence.of_role("actual") if f.unit == "percentage_points"]
        for change in (*sentence.of_role("change"), *points):
            pair = (
                _pair_of(evidence, change, pairs)
                or _gap_between(evidence, sentence, change)
                or _with_sentence_before(evidence, sentence, change)
            )
            if pair is None or _is_to_a_mark(evidence, sentence, change):
                continue
            finding = change_finding(evidence, change, pair.before, pair.after)
            right = finding is not None and finding.verdict == "arithmetic_ok"
            if finding is not None and (right or not _is_apart(evidence, change, pair)):
                yield finding


def _gap_between(evidence: Evidence, sentence: Sentence, gap: Observation) -> Movement | None:
    """The two values of "the gap between boys (45.2%) and girls (68.9%) was 23.7 points"."""
    levels = [
        f
        for f in sentence.figures
        if f.role != "change" and f is not gap and (f.start or 0) < (gap.start or 0)
    ]
    said = evidence.text_between(sentence.document, sentence.start, gap.start or sentence.start)
    if len(levels) != 2 or levels[0].unit != levels[1].unit or evidence.search("gap-between", said) is None:
        return None
    return Movement(levels[0], levels[1])


def _is_apart(evidence: Evidence, change: Observation, pair: Movement) -> bool:
    """Whether a change is told before the clause of its values: "rose by 18%, and that 45.1% went on"."""
    if change.document != pair.after.document or change.end is None or pair.after.start is None:
        return False
    between = evidence.text_between(change.document, change.end, pair.after.start)
    return evidence.search("new-clause", between) is not None


def _is_to_a_mark(evidence: Evidence, sentence: Sentence, change: Observation) -> bool:
    """Whether "0.76 days" goes on "inside the target"."""
    after = evidence.text_between(sentence.document, change.end or sentence.end, sentence.end)
    return evidence.search("to-a-mark", after) is not None


def _with_sentence_before(evidence: Evidence, sentence: Sentence, change: Observation) -> Movement | None:
    """The values of "71.2% were in time. This was 6.4% lower than last year (77.6%)."."""
    earlier = [f for f in sentence.figures if f.role == "previous"]
    said = evidence.text_between(sentence.document, sentence.start, sentence.end)
    before = evidence.sentence_before(sentence)
    if (
        len(earlier) != 1
        or before is None
        or sentence.of_role("actual")
        or evidence.search("taken-up", said) is None
    ):
        return None
    levels = [f for f in before.of_role("actual") if same_family(f.unit, earlier[0].unit)]
    return Movement(earlier[0], levels[0]) if len(levels) == 1 else None


def _pair_of(evidence: Evidence, change: Observation, pairs: list[Movement]) -> Movement | None:
    linked = {o.observation_id for o in evidence.linked(change)}
    own = [p for p in pairs if {p.before.observation_id, p.after.observation_id} & linked]
    if len(own) == 1:
        return own[0]
    return pairs[0] if len(pairs) == 1 and not linked else None


def change_finding(
    evidence: Evidence, change: Observation, before: Observation, after: Observation
) -> Finding | None:
    """Whether a change is the difference, or the relative change, of two values; None when undecidable."""
    if any(f.qualifier not in (None, "approx") for f in (change, before, after)):
        return None
    moved = abs_interval(interval(after) - interval(before))
    relative = _relative(before, after)
    stated = _size(change)
    in_units = stated.overlaps(moved)
    in_percent = relative is not None and stated.overlaps(relative)
    if after.unit in PERCENTS:
        return _change_of_percent(evidence, change, before, after, in_units, in_percent)
    if change.unit in PERCENTS:
        exact = relative_value(before, after)
        if not in_percent and _is_of_others(change, exact):
            return None
        return _verdict(evidence, B5, change, before, after, in_percent, exact, "percent")
    if same_family(change.unit, after.unit) and abs(change.value) <= max(abs(before.value), abs(after.value)):
        return _verdict(evidence, B4, change, before, after, in_units, abs(after.value - before.value), "")
    return None


def _is_of_others(change: Observation, exact: Decimal | None) -> bool:
    """Whether two values differ so much more than stated that they will be of two things, read as one.

    Ten times as much is a slip of the decimal point.
    """
    ratio = exact / abs(change.value) if exact and change.value else Decimal(0)
    return ratio > 5 and not any(abs(ratio / slip - 1) < Decimal("0.1") for slip in (10, 100))


def _size(change: Observation) -> Interval:
    own = interval(change)
    value = abs(change.value)
    half = (own.high - own.low) / 2
    if change.qualifier == "approx":
        half += value * Decimal("0.1")
    return Interval(max(Decimal(0), value - half), value + half)


def abs_interval(own: Interval) -> Interval:
    """The sizes of the differences that an interval holds."""
    if own.low >= 0:
        return own
    if own.high <= 0:
        return -own
    return Interval(Decimal(0), max(-own.low, own.high))


def _relative(before: Observation, after: Observation) -> Interval | None:
    return share_interval(abs_interval(interval(after) - interval(before)), interval(before))


def relative_value(before: Observation, after: Observation) -> Decimal | None:
    """Change in percent of the earlier value."""
    return None if before.value == 0 else abs(after.value - before.value) * 100 / abs(before.value)


def _change_of_percent(
    evidence: Evidence,
    change: Observation,
    before: Observation,
    after: Observation,
    in_units: bool,
    in_percent: bool,
) -> Finding:
    called_percent = evidence.search("called-percent", change.text) is not None
    points = abs(after.value - before.value)
    if not called_percent:
        return _verdict(
            evidence, B4, change, before, after, in_units or (called_percent and in_percent), points, "points"
        )
    if in_percent:
        return _verdict(evidence, B5, change, before, after, True, relative_value(before, after), "percent")
    if in_units:
        relative = relative_value(before, after)
        also = f", which is {rounded(relative, 1)}%" if relative is not None else ""
        words = (
            f"{said(change)} is called per cent ({evidence.place(change)}), but {said(before)} to "
            f"{said(after)} is {plain(points)} percentage points{also}."
        )
        return evidence.finding(
            B6, "arithmetic_wrong", "warning", change, [before, after], words, expected=points, weight=2.0
        )
    return _verdict(evidence, B5, change, before, after, False, points, "points")


def _verdict(
    evidence: Evidence,
    check: str,
    change: Observation,
    before: Observation,
    after: Observation,
    holds: bool,
    expected: Decimal | None,
    unit: str,
) -> Finding:
    if unit == "percent" and expected is not None:
        expected = rounded(expected, max(1, change.places))
        shown = f"{expected}%"
    else:
        shown = plain(expected) if expected is not None else "no number"
        shown += " percentage points" if unit == "points" else ""
    pair = f"{said(before)} ({evidence.place(before)}) to {said(after)} ({evidence.place(after)})"
    if holds:
        words = f"{pair} is {shown}, stated as {said(change)}."
        return evidence.finding(
            check, "arithmetic_ok", "note", change, [before, after], words, expected=expected
        )
    words = f"{pair} is {shown}, but the change is stated as {said(change)} ({evidence.place(change)})."
    return evidence.finding(
        check, "arithmetic_wrong", "error", change, [before, after], words, expected=expected, weight=2.5
    )


def check_directions(evidence: Evidence) -> Iterator[Finding]:
    """B7: "fell to 56.3% from 52.6%"."""
    for sentence in evidence.sentences:
        for pair in movements(evidence, sentence):
            finding = direction_finding(evidence, pair.before, pair.after)
            if finding is not None:
                yield finding


def direction_finding(
    evidence: Evidence, before: Observation, after: Observation, spoken: Observation | None = None
) -> Finding | None:
    """Whether the stated direction is that of two values; None when no direction is stated or values tie."""
    speaker = spoken or after
    said_way = evidence.said_direction(speaker)
    if said_way is None or before.qualifier or after.qualifier:
        return None
    if before.period_end and after.period_end and before.period_end > after.period_end:
        return None
    if out_of_scale(after, before):
        return None  # "to a rate of 58.6, below the 369 at year end": two things, read as one
    moved = after.value - before.value
    actual = "up" if moved > 0 else "down" if moved < 0 else "same"
    if said_way == actual:
        return None
    if "same" in (said_way, actual) and _small(evidence, before, after):
        return None
    names = {"up": "a rise", "down": "a fall", "same": "no change"}
    words = (
        f'"{called(after)}" is stated as {names[said_way]} ({evidence.place(after)}), but '
        f"{said(before)} ({evidence.place(before)}) to {said(after)} is {names[actual]}."
    )
    severity = "warning" if "same" in (said_way, actual) else "error"
    return evidence.finding(B7, "disagrees", severity, speaker, [before, after], words, weight=4.5)  # type: ignore[arg-type]


def _small(evidence: Evidence, before: Observation, after: Observation) -> bool:
    """A move that may be called "stable": one step of the print, or 5 of 100 of the value."""
    allowed = evidence.settings.tolerance(B7, "5")
    size = abs(after.value - before.value)
    return size <= unit_of_last_place(after) or size <= abs(before.value) * allowed / 100


def check_multiples(evidence: Evidence) -> Iterator[Finding]:
    """B10: "doubled", "halved", "three times"."""
    for claim in evidence.claims:
        factor = _number(claim.param("factor"))
        if claim.kind != "multiple" or factor is None or factor <= 0:
            continue
        after, before = evidence.get(claim.subject), _other(evidence, claim)
        if after is None or before is None or before.value <= 0 or not same_family(before.unit, after.unit):
            continue
        ratio = after.value / before.value
        off = abs(ratio / factor - 1) * 100
        allowed = evidence.settings.tolerance(B10, "10")
        shown = f"{said(before)} to {said(after)} is {rounded(ratio, 2)} times"
        if off <= allowed:
            yield evidence.finding(B10, "arithmetic_ok", "note", after, [before], f'"{claim.text}": {shown}.')
        elif off > 2 * allowed:
            words = f'"{claim.text}" ({evidence.place(after)}), but {shown}, not {plain(factor)}.'
            yield evidence.finding(B10, "arithmetic_wrong", "warning", after, [before], words, weight=2.5)


def check_bounds(evidence: Evidence) -> Iterator[Finding]:
    """B11: "more than 90%, at 88.4%": a bound against the exact value of the same sentence."""
    for claim in evidence.claims:
        if claim.kind != "bound":
            continue
        bound, value = evidence.get(claim.subject), _other(evidence, claim)
        if bound is None or value is None or not same_family(bound.unit, value.unit):
            continue
        if bound.qualifier is None or bound.role in ("target", "threshold", "benchmark"):
            continue  # a limit says what should be; C2 asks whether it is kept
        holds = _bound_holds(bound, value)
        if holds is False:
            words = (
                f'"{claim.text}" ({evidence.place(bound)}) does not hold for {said(value)} '
                f"({evidence.place(value)})."
            )
            yield evidence.finding(B11, "disagrees", "warning", bound, [value], words, weight=2)


def _bound_holds(bound: Observation, value: Observation) -> bool | None:
    match bound.qualifier:
        case "above":
            return value.value > bound.value
        case "at_least":
            return value.value >= bound.value
        case "below":
            return value.value < bound.value
        case "at_most":
            return value.value <= bound.value
    return None


def _other(evidence: Evidence, claim: Claim) -> Observation | None:
    own = evidence.get(claim.subject)
    named = evidence.get(claim.other)
    if named is not None or own is None:
        return named
    linked = evidence.linked(own, "previous")
    return linked[0] if len(linked) == 1 else None


def _number(text: str | None) -> Decimal | None:
    try:
        return Decimal(text) if text else None
    except ArithmeticError:
        return None


FAMILY = Family((B4, B5, B6, B7, B10, B11), (check_changes, check_directions, check_multiples, check_bounds))
