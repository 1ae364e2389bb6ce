"""Scores the tables of papers against truth files: `python benchmarks/scorecards.py PAPER TRUTH.jsonl ...`.

A truth file holds one JSON object a value cell with `origin` "table", `page`, `value`, `role`, `unit`,
`period_end` and `no` or `indicator`; `corpus/truth/` has some.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from extractor.model import Observation
from extractor.patterns import load_patterns
from extractor.pipeline import read_document
from extractor.scorecards import read_scorecards

_ROLES = {
    "ytd": "actual", "annual": "actual", "count": "actual", "numerator": "actual", "denominator": "actual",
    "target": "target", "target_green": "target", "threshold": "target", "tolerance_red": "target",
    "tolerance_amber": "target",
}  # fmt: skip


def score(
    observations: tuple[Observation, ...], truth: list[dict[str, Any]], *, paged: bool
) -> dict[str, float]:
    """Precision and recall of values, and the share of found values with the right role and period end."""
    left: dict[tuple[int | None, float], list[Observation]] = {}
    for o in observations:
        left.setdefault((o.page if paged else None, float(o.value)), []).append(o)
    counts: Counter[str] = Counter()
    for cell in truth:
        found = left.get((cell["page"] if paged else None, float(cell["value"])), [])
        if not found:
            continue
        best = max(found, key=lambda o: _agreement(o, cell))
        found.remove(best)
        counts["found"] += 1
        counts["role"] += _same_role(best, cell)
        counts["period"] += _same_period(best, cell)
    found_count = counts["found"] or 1
    return {
        "cells": len(truth),
        "precision": round(counts["found"] / (len(observations) or 1), 4),
        "recall": round(counts["found"] / (len(truth) or 1), 4),
        "role": round(counts["role"] / found_count, 4),
        "period": round(counts["period"] / found_count, 4),
    }


def _same_role(o: Observation, cell: dict[str, Any]) -> bool:
    role = str(cell["role"])
    return _ROLES.get(o.role, o.role) == _ROLES.get(role, role)


def _same_period(o: Observation, cell: dict[str, Any]) -> bool:
    if o.role in ("target", "threshold", "benchmark") or not cell.get("period_end"):
        return True
    return str(o.period_end) == str(cell["period_end"])


def _agreement(o: Observation, cell: dict[str, Any]) -> int:
    code = str(cell.get("no") or "")
    return 4 * (bool(code) and code in o.indicator.split()) + 2 * _same_period(o, cell) + _same_role(o, cell)


def main(arguments: list[str]) -> None:
    """Prints a line of JSON for every paper and its truth file."""
    patterns = load_patterns()
    for paper, answers in zip(arguments[::2], arguments[1::2], strict=True):
        document = read_document(Path(paper), patterns=patterns)
        lines = Path(answers).read_text(encoding="utf-8").splitlines()
        cells = [json.loads(line) for line in lines if line.strip()]
        truth = [c for c in cells if c["origin"] == "table" and c["value"] is not None]
        began = time.perf_counter()
        tabled = read_scorecards(document, patterns)
        seconds = time.perf_counter() - began
        result = score(tabled.observations, truth, paged=bool(document.pages))
        print(json.dumps({"paper": Path(paper).name, **result, "seconds": round(seconds, 2)}))


if __name__ == "__main__":
    main(sys.argv[1:])
