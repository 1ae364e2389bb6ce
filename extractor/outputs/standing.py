"""How a line stands at its latest value, in words that an index can be narrowed by."""

from __future__ import annotations

from typing import Literal

from extractor.outputs.lines import Line, is_break, target_at

Standing = Literal[
    "Target met", "Target missed", "Rated red", "Rated amber", "Rated green", "Revised",
    "Values in conflict", "Definition changed",
]  # fmt: skip
ORDER: tuple[Standing, ...] = (
    "Target missed", "Target met", "Rated red", "Rated amber", "Rated green", "Revised", "Values in conflict",
    "Definition changed",
)  # fmt: skip


def standings(line: Line) -> list[Standing]:
    """All that holds of a line, as far as it is known."""
    found: list[Standing] = []
    target = _target(line)
    if target:
        found.append(target)
    rag = _rating(line)
    if rag:
        found.append(rag)
    statuses = {p.status.partition(";")[0] for p in line.earlier}
    if "revised" in statuses:
        found.append("Revised")
    if "conflict" in statuses:
        found.append("Values in conflict")
    if any(is_break(p) for p in line.current):
        found.append("Definition changed")
    return found


def _target(line: Line) -> Standing | None:
    """Only where the catalogue says which side is the better."""
    dated = [p for p in line.current if p.period_end]
    target = target_at(line, dated[-1]) if dated else None
    better = line.measure.better
    if target is None or better == "neither":
        return None
    gap = dated[-1].value - target.value
    return "Target met" if gap == 0 or (gap > 0) == (better == "high") else "Target missed"


def _rating(line: Line) -> Standing | None:
    dated = [p for p in line.current if p.period_end]
    beside = line.beside.get(dated[-1].observation_id) if dated else None
    rated: dict[str | None, Standing] = {
        "red": "Rated red", "amber": "Rated amber", "green": "Rated green",
    }  # fmt: skip
    return rated.get(beside.rag) if beside else None
