"""Change columns against the two columns that they are between."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.checks.evidence import Evidence
from extractor.checks.families import Family
from extractor.checks.lines import span_of
from extractor.checks.values import interval, share_interval
from extractor.checks.wording import called, plain, said
from extractor.model import Finding, Observation

E4 = "E4-change-column"


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
    fits = own.overlaps(moved)
    relative = share_interval(moved, interval(before))
    if fits or (relative is not None and own.overlaps(relative)):
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


FAMILY = Family((E4,), (check_change_columns,))
