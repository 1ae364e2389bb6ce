"""How sure a reading may be: counts of right and wrong on hand-read truth, by kind of reading."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractor.model import Document
from extractor.patterns import PatternSet
from extractor.statements.confidence import feature_keys
from extractor.statements.document import read_passages
from extractor.statements.drafts import Draft

_PRIOR = 40
"""How many readings of its wider kind stand behind a kind that was seen seldom."""
_FIRST_SIGHT = 0.87
_FIRST_SIGHT_WEIGHT = 200
"""Share right on sentences when the rules first met them (188 figures, 86 in 100 right).  Truth that rules
were mended by is kinder than new papers are, so this stands behind every kind."""
_FEWEST = 3
"""Kinds seen less often than this are not listed: their wider kind speaks for them."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One reading of a document, and whether the truth bears it out."""

    document: str
    keys: tuple[str, ...]
    right: bool


def judge_document(
    name: str,
    document: Document,
    truth: Path,
    patterns: PatternSet,
    lines: Sequence[tuple[int, int]] = (),
) -> list[Judged]:
    """Every figure read, right or wrong in value, unit and role; `lines`: the only ones the truth covers."""
    rows = [json.loads(line) for line in truth.read_text(encoding="utf-8").splitlines() if line.strip()]
    starts = [0, *(m.end() for m in re.finditer("\n", document.text))]
    spans = [_span(row, starts) for row in rows if not row.get("in_table")]
    judged = []
    for read in read_passages(document, patterns):
        for draft in (d for sentence in read.sentences for d in sentence.drafts if not d.skipped):
            at = read.passage.start + draft.quantity.start
            line = bisect_right(starts, at)
            if not lines or any(first <= line <= last for first, last in lines):
                judged.append(Judged(name, feature_keys(draft), _right(draft, at, spans)))
    return judged


def _span(row: Mapping[str, Any], starts: Sequence[int]) -> tuple[int, int, Mapping[str, Any]]:
    if row.get("figure_start") is not None and row.get("line"):
        start = starts[row["line"] - 1] + row["figure_start"]
        return start, start + len(row.get("figure") or ""), row
    start = row.get("char_start")
    if start is None:
        start = starts[row["line"] - 1]
    return start, start + len(row.get("quote") or ""), row


def _right(draft: Draft, at: int, spans: Sequence[tuple[int, int, Mapping[str, Any]]]) -> bool:
    near = (row for start, end, row in spans if start - 2 <= at <= end + 2)
    return any(_agrees(draft, row) for row in near)


def _agrees(draft: Draft, row: Mapping[str, Any]) -> bool:
    if abs(float(draft.value) - row["value"]) > 1e-6 * max(1, abs(row["value"])):
        return False
    same = _allowed(row, "unit", draft.unit) and _allowed(row, "role", draft.role)
    return bool(row["role"] == "other" or same)


def _allowed(row: Mapping[str, Any], key: str, got: str) -> bool:
    also = (row.get("alt") or {}).get(key) or []
    return bool(got == row[key] or got in (also if isinstance(also, list) else [also]))


def confidence_table(judged: Iterable[Judged]) -> dict[str, float]:
    """Share right of each kind of reading, drawn towards that of its wider kind where it is seldom."""
    seen: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    wider: dict[str, str] = {}
    for one in judged:
        for key, above in zip(one.keys, (*one.keys[1:], ""), strict=True):
            seen[key][0] += one.right
            seen[key][1] += 1
            wider[key] = above
        seen[""][0] += one.right
        seen[""][1] += 1
    table: dict[str, float] = {}
    for key in sorted(seen, key=lambda k: (k.count("/") if k else -1, k)):
        right, total = seen[key]
        above = wider.get(key, "")
        prior = table.get(above, table.get("", _FIRST_SIGHT)) if key else _FIRST_SIGHT
        weight = _PRIOR if key else _FIRST_SIGHT_WEIGHT
        if total >= _FEWEST or not key:
            table[key] = round((right + weight * prior) / (total + weight), 3)
    return table


def look_up(table: Mapping[str, float], keys: Sequence[str]) -> float:
    """The confidence of a reading: that of its most particular kind in the table."""
    return next((table[key] for key in (*keys, "") if key in table), 0.5)


def calibration_report(judged: Sequence[Judged]) -> str:
    """The table, and how it did on documents that it was not made from (each left out in turn)."""
    documents = sorted({one.document for one in judged})
    told: list[tuple[float, bool]] = []
    for document in documents:
        table = confidence_table(one for one in judged if one.document != document)
        told += [(look_up(table, one.keys), one.right) for one in judged if one.document == document]
    lines = ["# each document judged by a table made from the others", "# told        figures  right"]
    for low, high in ((0.0, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 0.95), (0.95, 1.01)):
        inside = [right for share, right in told if low <= share < high]
        if inside:
            share = sum(inside) / len(inside)
            lines.append(f"# {low:.2f}-{min(high, 1):.2f}  {len(inside):8d}  {share:.3f}")
    lines += ["", "[confidence]"]
    lines += [f'"{key}" = {value}' for key, value in sorted(confidence_table(judged).items())]
    return "\n".join(lines)
