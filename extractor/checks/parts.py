"""Parts, percents and wholes of one sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from math import floor

from extractor.checks.evidence import Evidence, Sentence
from extractor.checks.families import Family
from extractor.checks.lines import VALUES
from extractor.checks.values import (
    gives_percent,
    interval,
    possible_parts,
    share,
    unit_of_last_place,
)
from extractor.checks.wording import said, with_unit
from extractor.figures.intervals import rounded
from extractor.model import Finding, Observation, Verdict

B1 = "B1-n-of-m"
B2 = "B2-possible-percent"
B3 = "B3-missing-whole"
B9 = "B9-parts-of-whole"
B12 = "B12-nested"
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
            if percent is None or whole.value <= 0 or _is_of_others(evidence, part, whole, percent):
                continue
            if not _is_one_in(evidence, part, whole, percent):
                yield _n_of_m(evidence, part, whole, percent)


def _is_of_others(evidence: Evidence, part: Observation, whole: Observation, percent: Observation) -> bool:
    """Whether a percent that is not n of m is "of these", so of a whole of its own."""
    if gives_percent(part, whole, percent) is not None or percent.start is None or percent.end is None:
        return False
    behind = evidence.text_between(percent.document, percent.end, percent.end + BETWEEN)
    before = evidence.text_between(percent.document, max(0, percent.start - BETWEEN), percent.start)
    return any((evidence.search("of-these", behind), evidence.search("of-those-who", before)))


def _is_one_in(evidence: Evidence, part: Observation, whole: Observation, percent: Observation) -> bool:
    """Whether "one in ten" is 9.8% in round numbers, or tells of those that "90% on time" leaves."""
    if part.end is None or whole.start is None or gives_percent(part, whole, percent) is not None:
        return False
    if not evidence.search("one-in", evidence.text_between(part.document, part.end, whole.start)):
        return False
    half = Decimal("0.5")
    near = share(part.value, whole.value + half) <= percent.value <= share(part.value, whole.value - half)
    return near or share(whole.value - part.value, whole.value) == percent.value


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
    others = [o for o in sentence.of_role("numerator") if o is not part]
    linked = [f for f in linked if not _is_of_another(part, others, whole, f)]
    if len({f.observation_id for f in linked}) == 1:
        return linked[0]
    percents = [f for f in sentence.figures if f.unit == "percent" and f.role in (*VALUES, "numerator")]
    beside = [p for p in percents if _beside(evidence, p, part, whole)]
    return beside[0] if len(beside) == 1 else None


def _is_of_another(
    part: Observation, others: Sequence[Observation], whole: Observation, percent: Observation
) -> bool:
    """Whether a percent is that of another part of the whole, and not that of this one."""
    if gives_percent(part, whole, percent) is not None:
        return False
    return any(gives_percent(other, whole, percent) is not None for other in others)


def _beside(evidence: Evidence, percent: Observation, part: Observation, whole: Observation) -> bool:
    if None in (percent.start, percent.end, part.start, part.end, whole.start, whole.end):
        return False
    first, last = min(part.start, whole.start), max(part.end, whole.end)  # type: ignore[type-var]
    if whole.end < part.start and part.end < percent.start and percent.start - part.end <= BETWEEN:  # type: ignore[operator]
        said = evidence.text_between(percent.document, part.end, percent.start)  # type: ignore[arg-type]
        if evidence.search("that-is", said):
            return True
    if percent.end <= first:  # type: ignore[operator]
        gap = evidence.text_between(percent.document, percent.end, first)  # type: ignore[arg-type]
    elif percent.start >= last:  # type: ignore[operator]
        gap = evidence.text_between(percent.document, last, percent.start)  # type: ignore[arg-type]
    else:
        return False
    if percent.start >= last and len(gap) <= BETWEEN and gap.rstrip().endswith("("):  # type: ignore[operator]
        return True
    return evidence.search("only-or", gap) is not None


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


def check_missing_wholes(evidence: Evidence) -> Iterator[Finding]:
    """B3: "seven (8.3%)": of how many, or of no whole number at all."""
    for percent in evidence.stated:
        if percent.unit != "percent" or percent.role not in VALUES or percent.qualifier or percent.value <= 0:
            continue
        sentence = evidence.sentence_of[percent.observation_id]
        parts = [p for p in evidence.linked(percent, "numerator") if p.unit == "count" and not p.qualifier]
        if len(parts) != 1 or parts[0].value <= 0 or sentence.of_role("denominator"):
            continue
        step = unit_of_last_place(percent)  # 69 of 70 is 98.6%, which may be cut to 98%
        least = parts[0].value * 100 / (percent.value + step)
        most = parts[0].value * 100 / max(interval(percent).low, Decimal("0.01"))
        first, last = floor(least) + 1, floor(most)
        yield _missing_whole(evidence, percent, parts[0], first, last)


def _missing_whole(
    evidence: Evidence, percent: Observation, part: Observation, first: int, last: int
) -> Finding:
    pair = f"{said(part)} ({said(percent)}, {evidence.place(percent)})"
    if first > last:
        words = f"{pair}: of no whole number are {said(part)} {said(percent)}."
        return evidence.finding(B3, "arithmetic_wrong", "warning", percent, [part], words, weight=1.5)
    among = f"of {first:,}" if first == last else f"of {first:,} to {last:,}"
    return evidence.finding(B3, "arithmetic_ok", "note", percent, [part], f"{pair} is {among}.")


def check_sums(evidence: Evidence) -> Iterator[Finding]:
    """B9: parts that a sentence lists against the whole that it gives."""
    for whole, parts in [*_claimed_sums(evidence), *_listed_sums(evidence)]:
        if len(parts) < 2 or any(p.unit != whole.unit for p in parts) or _goes_on(evidence, parts):
            continue
        total = interval(parts[0])
        for part in parts[1:]:
            total = total + interval(part)
        listed = " + ".join(said(p) for p in parts)
        added = sum((p.value for p in parts), Decimal(0))
        if total.overlaps(interval(whole)):
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


def _goes_on(evidence: Evidence, parts: Sequence[Observation]) -> bool:
    """Whether a list ends in "and others" without a figure."""
    last = max(parts, key=lambda p: p.end or 0)
    behind = evidence.text_between(last.document, last.end or 0, (last.end or 0) + BETWEEN)
    found = evidence.search("and-others", behind)
    return found is not None and not any(ch.isdigit() for ch in behind[found.start() :].partition(".")[0])


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
        if whole.observation_id in told:
            continue
        if evidence.search("of-the", before) and evidence.search("the-rest", after):
            yield whole, parts


FAMILY = Family(
    (B1, B2, B3, B9, B12),
    (check_parts_and_percents, check_possible_percents, check_missing_wholes, check_sums),
)
