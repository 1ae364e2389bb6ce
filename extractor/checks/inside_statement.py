"""What one sentence says against itself: parts and percents, movements, directions, multiples."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import regex

from extractor.checks.evidence import Evidence, Sentence
from extractor.checks.families import Family
from extractor.checks.lines import VALUES
from extractor.checks.values import (
    PERCENTS,
    Interval,
    gives_percent,
    interval,
    possible_parts,
    rounded,
    same_family,
    share,
    unit_of_last_place,
)
from extractor.checks.wording import called, plain, said, with_unit
from extractor.model import Claim, Finding, Observation, Verdict

B1 = "B1-n-of-m"
B2 = "B2-possible-percent"
B4 = "B4-change-in-units"
B5 = "B5-change-in-percent"
B6 = "B6-points-called-percent"
B7 = "B7-direction"
B9 = "B9-parts-of-whole"
B10 = "B10-multiple"
B11 = "B11-bound"
B12 = "B12-nested"

NEAR = regex.compile(r"[\s(\[–—:;,=-]*(?:or|i\.?e\.?|equating to|which is|that is|being)?[\s(\[]*$")
THAT_IS = regex.compile(r"\b(?:i\.?e\.?|that is|which is|or|equating to)\s*$")
OF_THE = regex.compile(r"\bof (?:the|these|all|those)?\s*$", regex.I)
THE_REST = regex.compile(r"\b(?:other|others|rest|remaining|remainder)\b", regex.I)
GAP = regex.compile(r"\b(?:gap|difference) between\b", regex.I)
BETWEEN = 60
"""Characters between a percent and its n of m at most, where no other percent stands between."""


def check_parts_and_percents(evidence: Evidence) -> Iterator[Finding]:
    """B1, B12: "8.3% (7 out of 84)"."""
    for sentence in evidence.sentences:
        for part in sentence.of_role("numerator"):
            whole = _whole_of(evidence, part) or _only_other_count(sentence, part)
            if whole is None or _is_year(whole):
                continue
            if part.value > whole.value:
                yield _more_than_whole(evidence, part, whole)
                continue
            percent = _percent_beside(evidence, sentence, part, whole)
            if percent is not None and whole.value > 0 and not _is_the_rest(evidence, part, whole, percent):
                yield _n_of_m(evidence, part, whole, percent)


def _is_the_rest(evidence: Evidence, part: Observation, whole: Observation, percent: Observation) -> bool:
    """Whether "one in ten was late" tells of those that "90% on time" leaves."""
    if part.end is None or whole.start is None or gives_percent(part, whole, percent) is not None:
        return False
    joint = evidence.text_between(part.document, part.end, whole.start)
    rest = share(whole.value - part.value, whole.value)
    return joint.strip().lower() in ("in", "in every") and rest == percent.value


def _only_other_count(sentence: Sentence, part: Observation) -> Observation | None:
    """The one larger count before a part: "318 calls, of which 201 were false alarms"."""
    counts = [
        f
        for f in sentence.of_role("actual", "denominator")
        if f.unit == "count" and f.value > part.value and (f.start or 0) < (part.start or 0)
    ]
    return counts[0] if len(counts) == 1 else None


def _is_year(figure: Observation) -> bool:
    """Whether a "whole" will be a year: four digits as years are printed."""
    return figure.text.strip().isdigit() and 1990 <= figure.value <= 2040


def _whole_of(evidence: Evidence, part: Observation) -> Observation | None:
    """The denominator that a numerator is linked with, itself or through their percent."""
    linked = evidence.linked(part, "denominator")
    for percent in evidence.linked(part, *VALUES):
        linked += evidence.linked(percent, "denominator")
    return linked[0] if linked else None


def _more_than_whole(evidence: Evidence, part: Observation, whole: Observation) -> Finding:
    words = f"{said(part)} of {said(whole)} ({evidence.place(part)}): a part is more than its whole."
    return evidence.finding(B12, "arithmetic_wrong", "error", part, [whole], words, weight=4)


def _percent_beside(
    evidence: Evidence, sentence: Sentence, part: Observation, whole: Observation
) -> Observation | None:
    """The percent that a printed n of m belongs to: right beside it, or the only one linked with it."""
    linked = [
        f for f in evidence.linked(part) + evidence.linked(whole) if f.unit == "percent" and f.role in VALUES
    ]
    if len({f.observation_id for f in linked}) == 1:
        return linked[0]
    percents = [f for f in sentence.figures if f.unit == "percent" and f.role in (*VALUES, "numerator")]
    beside = [p for p in percents if _beside(evidence, p, part, whole)]
    return beside[0] if len(beside) == 1 else None


def _beside(evidence: Evidence, percent: Observation, part: Observation, whole: Observation) -> bool:
    if None in (percent.start, percent.end, part.start, part.end, whole.start, whole.end):
        return False
    first, last = min(part.start, whole.start), max(part.end, whole.end)  # type: ignore[type-var]
    if whole.end < part.start and part.end < percent.start and percent.start - part.end <= BETWEEN:  # type: ignore[operator]
        said = evidence.text_between(percent.document, part.end, percent.start)  # type: ignore[arg-type]
        if THAT_IS.search(said):
            return True
    if percent.end <= first:  # type: ignore[operator]
        gap = evidence.text_between(percent.document, percent.end, first)  # type: ignore[arg-type]
    elif percent.start >= last:  # type: ignore[operator]
        gap = evidence.text_between(percent.document, last, percent.start)  # type: ignore[arg-type]
    else:
        return False
    if percent.start >= last and len(gap) <= BETWEEN and gap.rstrip().endswith("("):  # type: ignore[operator]
        return True
    return NEAR.match(gap) is not None


def _n_of_m(evidence: Evidence, part: Observation, whole: Observation, percent: Observation) -> Finding:
    how = gives_percent(part, whole, percent)
    exact = share(part.value, whole.value)
    shown = f"{rounded(exact, percent.places + 1)}%"
    pair = f"{said(part)} of {said(whole)}"
    if how is not None:
        words = f"{pair} is {shown}, printed as {said(percent)}{f' ({how})' if how else ''}."
        verdict: Verdict = "arithmetic_ok" if how == "" else "agrees_after_rounding"
        expected = rounded(exact, percent.places)
        return evidence.finding(B1, verdict, "note", percent, [part, whole], words, expected=expected)
    words = f"{pair} is {shown}, but {said(percent)} is printed ({evidence.place(percent)})."
    gap = abs(exact - percent.value)
    severity = "error" if gap > 2 * unit_of_last_place(percent) else "warning"
    return evidence.finding(
        B1, "arithmetic_wrong", severity, percent, [part, whole], words,  # type: ignore[arg-type]
        expected=rounded(exact, percent.places), weight=2 + min(3.0, float(gap) / 5),
    )  # fmt: skip


def check_possible_percents(evidence: Evidence) -> Iterator[Finding]:
    """B2: no whole number of 40 is 63.1%."""
    for percent in evidence.stated:
        if percent.unit != "percent" or percent.role not in VALUES or percent.qualifier:
            continue
        wholes = [w for w in evidence.linked(percent, "denominator") if w.unit == "count"]
        if len(wholes) != 1 or wholes[0].value <= 0 or evidence.linked(wholes[0], "numerator"):
            continue
        if evidence.linked(percent, "numerator"):
            continue
        whole = wholes[0]
        if whole.value * unit_of_last_place(percent) > 100 or possible_parts(int(whole.value), percent):
            continue
        words = (
            f"No whole number out of {said(whole)} is {said(percent)} ({evidence.place(percent)}): "
            "the percent has another base, or one of the two is misprinted."
        )
        yield evidence.finding(B2, "arithmetic_wrong", "warning", percent, [whole], words, weight=1.5)


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
            pair = _pair_of(evidence, change, pairs) or _gap_between(evidence, sentence, change)
            if pair is not None:
                finding = change_finding(evidence, change, pair.before, pair.after)
                if finding is not None:
                    yield finding


def _gap_between(evidence: Evidence, sentence: Sentence, gap: Observation) -> Movement | None:
    """The two values of "the gap between boys (45.2%) and girls (68.9%) was 23.7 points"."""
    levels = [
        f
        for f in sentence.figures
        if f.role != "change" and f is not gap and (f.start or 0) < (gap.start or 0)
    ]
    said = evidence.text_between(sentence.document, sentence.start, gap.start or sentence.start)
    if len(levels) != 2 or levels[0].unit != levels[1].unit or GAP.search(said) is None:
        return None
    return Movement(levels[0], levels[1])


def _pair_of(evidence: Evidence, change: Observation, pairs: list[Movement]) -> Movement | None:
    linked = {o.observation_id for o in evidence.linked(change)}
    own = [p for p in pairs if {p.before.observation_id, p.after.observation_id} & linked]
    if len(own) == 1:
        return own[0]
    return pairs[0] if len(pairs) == 1 and not own else None


def change_finding(
    evidence: Evidence, change: Observation, before: Observation, after: Observation
) -> Finding | None:
    """Whether a change is the difference, or the relative change, of two values; None when undecidable."""
    if any(f.qualifier not in (None, "approx") for f in (change, before, after)):
        return None
    moved = abs_interval(interval(after) - interval(before))
    relative = _relative(before, after)
    stated = _size(change)
    in_units = stated.meets(moved)
    in_percent = relative is not None and stated.meets(relative)
    if after.unit in PERCENTS:
        return _change_of_percent(evidence, change, before, after, in_units, in_percent)
    if change.unit in PERCENTS:
        return _verdict(
            evidence, B5, change, before, after, in_percent, relative_value(before, after), "percent"
        )
    if same_family(change.unit, after.unit):
        return _verdict(evidence, B4, change, before, after, in_units, abs(after.value - before.value), "")
    return None


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
        return Interval(-own.high, -own.low)
    return Interval(Decimal(0), max(-own.low, own.high))


def _relative(before: Observation, after: Observation) -> Interval | None:
    moved = abs_interval(interval(after) - interval(before)).times(Decimal(100))
    return moved.over(interval(before))


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
    printed = " ".join(change.text.lower().split())
    called_percent = "%" in printed or "cent" in printed.replace("percentage point", "")
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
        if (
            bound is None
            or value is None
            or not same_family(bound.unit, value.unit)
            or bound.qualifier is None
        ):
            continue
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


def check_sums(evidence: Evidence) -> Iterator[Finding]:
    """B9: parts that a sentence lists against the whole that it gives."""
    for whole, parts in [*_claimed_sums(evidence), *_listed_sums(evidence)]:
        if len(parts) < 2 or any(p.unit != whole.unit for p in parts):
            continue
        total = interval(parts[0])
        for part in parts[1:]:
            total = total + interval(part)
        listed = " + ".join(said(p) for p in parts)
        added = sum((p.value for p in parts), Decimal(0))
        if total.meets(interval(whole)):
            words = f"{listed} is {with_unit(added, whole.unit)}, as stated."
            yield evidence.finding(B9, "arithmetic_ok", "note", whole, parts, words, expected=added)
        else:
            words = (
                f"{listed} is {with_unit(added, whole.unit)}, but {said(whole)} is stated "
                f"({evidence.place(whole)})."
            )
            yield evidence.finding(
                B9, "arithmetic_wrong", "error", whole, parts, words, expected=added, weight=2.5
            )


def _claimed_sums(evidence: Evidence) -> Iterator[tuple[Observation, list[Observation]]]:
    for claim in evidence.claims:
        whole = evidence.get(claim.subject) if claim.kind == "sum" else None
        if whole is not None:
            ids = (claim.param("parts") or "").replace(",", " ").split()
            yield whole, [part for i in ids if (part := evidence.get(i))]


def _listed_sums(evidence: Evidence) -> Iterator[tuple[Observation, list[Observation]]]:
    """ "Of the 212 complaints 58 were about waste, 71 about housing and 83 about others": all are listed."""
    told = {claim.subject for claim in evidence.claims if claim.kind == "sum"}
    for sentence in evidence.sentences:
        counts = [f for f in sentence.figures if f.unit == "count" and f.role not in ("change", "target")]
        if len(counts) < 4 or len(counts) != len(sentence.figures) or counts[0].start is None:
            continue
        whole, *parts = counts
        before = evidence.text_between(sentence.document, sentence.start, whole.start)  # type: ignore[arg-type]
        after = evidence.text_between(sentence.document, parts[-1].start or 0, sentence.end)
        if whole.observation_id not in told and OF_THE.search(before) and THE_REST.search(after):
            yield whole, parts


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


FAMILY = Family(
    (B1, B2, B4, B5, B6, B7, B9, B10, B11, B12),
    (
        check_parts_and_percents,
        check_possible_percents,
        check_changes,
        check_directions,
        check_multiples,
        check_bounds,
        check_sums,
    ),
)
