"""Figures that cannot be what they are printed as, and figures that cannot be checked."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.checks.evidence import Evidence
from extractor.checks.families import Family
from extractor.checks.lines import VALUES
from extractor.checks.wording import called, said
from extractor.model import Finding, Observation

G1 = "G1-unit"
G2 = "G2-no-time"
G3 = "G3-which-row"
G4 = "G4-impossible-value"
G5 = "G5-not-checkable"


def check_units(evidence: Evidence) -> Iterator[Finding]:
    """G1: "up by 1.6%" of a percent, with nothing that tells points from per cent."""
    for change in evidence.stated:
        if change.role != "change" or "%" not in change.text or evidence.linked(change):
            continue
        entry = evidence.patterns.indicators.get(change.indicator_id)
        if entry is not None and entry.unit == "percent":
            words = (
                f"{said(change)} ({evidence.place(change)}) may be points or per cent of an earlier percent; "
                "nothing in the sentence tells."
            )
            yield evidence.finding(G1, "no_evidence", "note", change, [], words)


def check_times(evidence: Evidence) -> Iterator[Finding]:
    """G2: a result whose row is known, but not its time: neither the sentence nor a heading gives one."""
    for figure in evidence.stated:
        match = evidence.matcher.match(figure) if figure.role == "actual" and not figure.period_end else None
        if match is not None and match.clear:
            words = (
                f'"{called(figure)}" is {said(figure)} ({evidence.place(figure)}) at a time that neither the '
                f'sentence nor a heading gives, so cannot be held against the row "{match.measure.label}".'
            )
            yield evidence.finding(G2, "no_evidence", "note", figure, [], words)


def check_which_row(evidence: Evidence) -> Iterator[Finding]:
    """G3: several rows of the tables could be meant."""
    matcher = evidence.matcher
    for figure in evidence.stated:
        match = matcher.match(figure) if figure.role in VALUES else None
        if match is not None and not match.clear and match.rivals:
            rows = "; ".join(f'"{m.label}"' for m in (match.measure, *match.rivals[:2]))
            words = f'"{called(figure)}" ({evidence.place(figure)}) may be any of these rows: {rows}.'
            yield evidence.finding(G3, "no_evidence", "note", figure, [], words)


def check_possible_values(evidence: Evidence) -> Iterator[Finding]:
    """G4: counts below 0, percents above 100 where the measure is a share."""
    for figure in evidence.observations.values():
        if figure.role not in VALUES:
            continue
        if figure.unit == "count" and figure.value < 0 and figure.text.strip()[1:2].isdigit():
            words = (
                f'"{called(figure)}" is printed as {said(figure)} ({evidence.place(figure)}): a count '
                "below 0."
            )
        elif figure.unit == "percent" and not 0 <= figure.value <= 100 and _is_share(evidence, figure):
            words = (
                f'"{called(figure)}" is printed as {said(figure)} ({evidence.place(figure)}): not a share.'
            )
        else:
            continue
        yield evidence.finding(G4, "disagrees", "warning", figure, [], words, weight=2)


def _is_share(evidence: Evidence, percent: Observation) -> bool:
    entry = evidence.patterns.indicators.get(percent.indicator_id)
    return entry is not None and entry.plausible[1] == 100


def check_not_checkable(evidence: Evidence) -> Iterator[Finding]:
    """G5: a change without the values that it is between."""
    for change in evidence.stated:
        if change.role == "change" and not evidence.linked(change, *VALUES):
            words = (
                f"The change of {said(change)} ({evidence.place(change)}) is stated without its two values."
            )
            yield evidence.finding(G5, "no_evidence", "note", change, [], words)


FAMILY = Family(
    (G1, G2, G3, G4, G5),
    (check_units, check_times, check_which_row, check_possible_values, check_not_checkable),
)
