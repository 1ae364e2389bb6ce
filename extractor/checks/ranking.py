"""Findings about one cause made one, and put in the order in which they would mislead."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from extractor.checks.lines import table_source
from extractor.checks.values import unit_of_last_place
from extractor.checks.wording import called, said
from extractor.model import Finding, Observation

SEVERITIES = ("error", "warning", "note")
FIRST_PAGES = 5
"""Figures on the first pages of a report are read by everybody."""
MOVEMENTS = ("B4", "B5", "B6", "B7", "B10", "D11")


def rank(findings: Iterable[Finding], reversing: Collection[str] = ()) -> list[Finding]:
    """One finding a cause; errors before warnings before notes, then what turns round what a paper tells
    (alarms of the checks `reversing`), heavier first, then in reading order."""
    merged = _one_per_cause(_without_lesser(list(findings)))
    weighed = [replace(f, weight=round(f.weight + _early(f.stated) + 0.25 * len(f.also), 4)) for f in merged]
    return sorted(weighed, key=lambda finding: _order(finding, reversing))


def _order(finding: Finding, reversing: Collection[str]) -> tuple[object, ...]:
    stated = finding.stated
    return (
        SEVERITIES.index(finding.severity),
        finding.severity == "note" or finding.check not in reversing,
        -finding.weight,
        stated.document,
        stated.page or 0,
        stated.start or 0,
        finding.check,
        finding.finding_id,
    )


def _early(stated: Observation) -> float:
    """What a report says weighs more than what its tables print; its first pages most."""
    if stated.origin != "statement":
        return 0.0
    return 2.0 if stated.page is not None and stated.page <= FIRST_PAGES else 1.5


def _without_lesser(findings: Sequence[Finding]) -> list[Finding]:
    """Of several alarms on one stated figure with the same evidence or the same correction, the heaviest."""
    by_stated: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.severity != "note":
            by_stated[finding.stated.observation_id].append(finding)
    dropped = {
        f.finding_id for f in findings if f.check.startswith(MOVEMENTS) and _rests_on_wrong(f, by_stated)
    }
    further: dict[str, list[Observation]] = defaultdict(list)
    for overfull in (f for f in findings if f.check.startswith("E8") and f.severity != "note"):
        stale = _stale_whole(overfull, by_stated)
        if stale is not None:
            dropped.add(overfull.finding_id)
            further[stale.finding_id] += (overfull.stated, *overfull.evidence)
    for lesser, told in _told_by_arithmetic(findings):
        dropped.add(lesser.finding_id)
        further[told.finding_id] += (lesser.stated, *lesser.evidence)
    for alarms in by_stated.values():
        alarms.sort(key=lambda f: (SEVERITIES.index(f.severity), -f.weight, f.check))
        for index, finding in enumerate(alarms):
            kept = [f for f in alarms[:index] if f.finding_id not in dropped]
            same = next((f for f in kept if _tell_the_same(f, finding)), None)
            if same is not None:
                further[same.finding_id] += finding.evidence
            seen = {e.observation_id for f in kept for e in f.evidence}
            if same is not None or seen & {e.observation_id for e in finding.evidence}:
                dropped.add(finding.finding_id)
    return [_with(f, further[f.finding_id]) for f in findings if f.finding_id not in dropped]


def _told_by_arithmetic(findings: Sequence[Finding]) -> list[tuple[Finding, Finding]]:
    """Two tables that differ in one cell, which the arithmetic of its own table already shows to be wrong."""
    wrong: dict[str, Finding] = {}
    for finding in findings:
        if finding.check.startswith(("E1-", "D5-")) and finding.severity != "note":
            also = [e for e in finding.evidence if finding.check.startswith("E1") and e.unit == "percent"]
            wrong |= {o.observation_id: finding for o in (finding.stated, *also)}
    pairs = []
    for finding in findings:
        cells = (finding.stated, *finding.evidence)
        if finding.check.startswith("E7") and finding.severity != "note" and len(cells) == 2:
            told = [wrong[c.observation_id] for c in cells if c.observation_id in wrong]
            values = {c.value for c in cells}
            pairs += [(finding, f) for f in told[:1] if f.stated not in cells or f.expected in values]
    return pairs


def _stale_whole(overfull: Finding, by_stated: dict[str, list[Finding]]) -> Finding | None:
    """The finding that tells that the whole, which a part is more than, was not brought up to date."""
    told = [f for whole in overfull.evidence for f in by_stated.get(whole.observation_id, ())]
    return next((f for f in told if f.check.startswith("D5")), None)


def _with(finding: Finding, further: Sequence[Observation]) -> Finding:
    """A finding with the evidence of one that it makes needless, too."""
    shown = {o.observation_id: o for o in (*finding.evidence, *further)}
    shown.pop(finding.stated.observation_id, None)
    return replace(finding, evidence=tuple(shown.values())) if further else finding


def _tell_the_same(one: Finding, other: Finding) -> bool:
    """Whether a table and the n of m in the sentence correct a figure to one value, to its own places."""
    if one.expected is None or other.expected is None or one.stated.unit != "percent":
        return False
    step = unit_of_last_place(one.stated)
    return abs(one.expected - other.expected) <= step


def _rests_on_wrong(finding: Finding, by_stated: dict[str, list[Finding]]) -> bool:
    """Whether a movement is between values of which the tables already show one to be wrong."""
    values = (finding.stated, *finding.evidence)
    others = [f for o in values for f in by_stated.get(o.observation_id, ()) if f.check.startswith("A")]
    return finding.severity != "note" and bool(others)


def _one_per_cause(findings: Sequence[Finding]) -> list[Finding]:
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        groups.setdefault(_cause(finding), []).append(finding)
    return [_joined(group) for group in groups.values()]


def _cause(finding: Finding) -> tuple[object, ...]:
    """The same wrong value of the same measure, time and place, found by the same check."""
    stated = finding.stated
    source = table_source(stated)
    if finding.check.startswith("C9") and finding.severity != "note" and finding.evidence:
        return (finding.check, stated.value, finding.evidence[0].observation_id)
    if source is not None and finding.check.startswith("D5") and finding.verdict == "wrong_period":
        return (finding.check, stated.document, source.grid)  # a column that was not brought up to date
    if finding.severity == "note" or stated.origin == "table":
        return (finding.finding_id,)
    cell = next((e.observation_id for e in finding.evidence[:1] if e.origin == "table"), None)
    return (
        finding.check,
        finding.severity,
        stated.document,
        stated.value,
        stated.unit,
        cell or stated.indicator_id or stated.indicator.casefold(),
        stated.area,
        stated.period_end,
        _plain(finding.expected),
    )


def _plain(value: Decimal | None) -> str:
    return "" if value is None else str(value.normalize())


def _joined(group: Sequence[Finding]) -> Finding:
    first, *rest = sorted(
        group,
        key=lambda f: (SEVERITIES.index(f.severity), -f.weight, f.stated.page or 0, f.stated.start or 0),
    )
    also = [o for f in rest for o in (f.stated, *f.also)]
    kept = {
        o.observation_id: o for o in (*first.also, *also) if o.observation_id != first.stated.observation_id
    }
    if not kept:
        return first
    if first.stated.origin == "table":
        rows = "; ".join(f'"{called(f.stated, 60)}" ({said(f.stated)})' for f in rest)
        first = replace(first, explanation=f"{first.explanation} The same holds of {rows}.")
    evidence = tuple(o for o in first.evidence if o.observation_id not in kept)
    return replace(first, evidence=evidence, also=tuple(kept.values()))
