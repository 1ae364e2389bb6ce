"""Movements and judgements of which the sentence gives one value and the table the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.checks.changes import change_finding, direction_finding, movements
from extractor.checks.evidence import Evidence
from extractor.checks.families import Family
from extractor.checks.history import history, names_time, value_before
from extractor.checks.lines import VALUES
from extractor.checks.matching import Match, Matcher
from extractor.checks.values import (
    rounding_between,
    same_family,
)
from extractor.checks.wording import called, said
from extractor.model import Claim, Finding, Observation

B8 = "B8-better-or-worse"
D11 = "D11-change-in-tables"


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
    before = value_before(cells, level.period_end) if level.period_end else None
    if now is None or before is None or rounding_between(level, now) is None:
        return
    named = names_time(evidence, level, before)
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
    before = value_before(cells, after.period_end)
    now = next((c for c in cells if c.period_end == after.period_end), None)
    if before is None or now is None or rounding_between(after, now) is None:
        return None
    return (before, after) if names_time(evidence, after, before) else None


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


FAMILY = Family((B8, D11), (check_movements, check_judgements))
