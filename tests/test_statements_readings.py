"""Eight made-up papers in the forms councils use, read by hand: how much of them the reader gets right.

The papers were written and annotated before the reader had seen them; since then they have been used to mend
it, so they guard what is reached and measure nothing new.  A row of NAME.jsonl is a figure: value, unit,
role, the measure's words, period and where it stands (`char_start`, `quote_len`).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from extractor import extract
from extractor.model import Observation

READINGS = Path(__file__).parent / "readings"
UNCOMPARED = {"target", "benchmark"}
"""Roles whose period depends on what the reader of the paper asks for."""


@dataclass(frozen=True)
class Score:
    truth: int
    read: int
    found: int
    unit_and_role: int
    period: int


def test_figures_of_the_eight_papers_are_found_with_unit_role_and_period() -> None:
    scores = [score(path) for path in sorted(READINGS.glob("*.txt"))]
    truth = sum(s.truth for s in scores)
    assert (len(scores), truth) == (8, 144)
    assert sum(s.found for s in scores) >= 0.97 * truth
    assert sum(s.found for s in scores) >= 0.93 * sum(s.read for s in scores)
    assert sum(s.unit_and_role for s in scores) >= 0.93 * truth
    assert sum(s.period for s in scores) >= 0.9 * truth


@pytest.mark.parametrize("path", sorted(READINGS.glob("*.txt")), ids=lambda p: p.stem)
def test_every_span_shows_its_figure(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    observations = extract(path).observations
    assert observations
    for made in observations:
        assert made.start is not None
        assert made.end is not None
        assert text[made.start : made.end].split() == made.text.split()


def score(path: Path) -> Score:
    rows = [json.loads(line) for line in path.with_suffix(".jsonl").read_text(encoding="utf-8").splitlines()]
    left = [o for o in extract(path).observations if o.role != "other"]
    pairs = []
    read = len(left)
    for row in sorted(rows, key=lambda r: int(r["quote_len"])):
        made = next((o for o in left if stands_in(o, row)), None)
        if made is not None:
            left.remove(made)
            pairs.append((made, row))
    alike = [(made, row) for made, row in pairs if (made.unit, made.role) == (row["unit"], row["role"])]
    return Score(len(rows), read, len(pairs), len(alike), sum(same_period(*pair) for pair in pairs))


def stands_in(made: Observation, row: dict[str, Any]) -> bool:
    start = int(row["char_start"])
    within = made.start is not None and start - 2 <= made.start <= start + int(row["quote_len"]) + 2
    value = float(row["value"])
    return within and abs(float(made.value) - value) < 1e-6 * max(1, abs(value))


def same_period(made: Observation, row: dict[str, Any]) -> bool:
    if row["role"] in UNCOMPARED or row["period_end"] is None:
        return True
    return str(made.period_end) == str(row["period_end"])
