"""The contract's JSON records: what is printed of an observation, a finding and a table."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from extractor.model import BBox, Finding, Observation

OBSERVATION_FIELDS = (
    "observation_id", "document", "document_sha256", "origin", "page", "bbox", "start", "end", "text",
    "quote", "value", "unit", "qualifier", "role", "indicator", "indicator_id", "indicator_label",
    "authority", "area", "cohort", "comparator", "period", "period_start", "period_end", "period_type",
    "direction", "compared_with", "rule", "confidence",
)  # fmt: skip


def number(value: Decimal | None) -> int | float | None:
    """A decimal as a JSON number: whole numbers without a point."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def plain(value: object) -> Any:
    """A record's field as JSON has it."""
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [plain(v) for v in value]
    return value


def bbox_record(box: BBox | None) -> list[float] | None:
    """A box rounded to a hundredth of a point."""
    return None if box is None else [round(edge, 2) for edge in box]


def observation_record(observation: Observation) -> dict[str, Any]:
    """One observation as the contract prints it."""
    record = {name: plain(getattr(observation, name)) for name in OBSERVATION_FIELDS}
    record["bbox"] = bbox_record(observation.bbox)
    record["confidence"] = round(observation.confidence, 3)
    return record


def finding_record(finding: Finding) -> dict[str, Any]:
    """One finding as the contract prints it."""
    return {
        "finding_id": finding.finding_id,
        "check": finding.check,
        "verdict": finding.verdict,
        "severity": finding.severity,
        "stated": observation_record(finding.stated),
        "evidence": [observation_record(e) for e in finding.evidence],
        "expected": number(finding.expected),
        "explanation": finding.explanation,
        "also": [observation_record(o) for o in finding.also],
    }
