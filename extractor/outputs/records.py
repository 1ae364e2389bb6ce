"""The contract's JSON records: what is printed of an observation, a finding and a table."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from extractor.model import BBox, Document, Finding, Grid, Observation, Result, SeriesPoint, TableReading
from extractor.outputs.privacy import without_contacts

KEPT_BACK = "[c]"
"""What stands for a figure in a copy to publish that must not show it."""
OBSERVATION_FIELDS = (
    "observation_id", "document", "document_sha256", "origin", "page", "bbox", "start", "end", "text",
    "quote", "value", "unit", "qualifier", "role", "indicator", "indicator_id", "indicator_label",
    "authority", "area", "cohort", "comparator", "period", "period_start", "period_end", "period_type",
    "direction", "compared_with", "rule", "confidence",
)  # fmt: skip
SERIES_FIELDS = (
    "authority", "indicator_id", "indicator", "area", "cohort", "kind", "period_type", "period_start",
    "period_end", "value", "unit", "reported_on", "document", "page", "observation_id", "status",
)  # fmt: skip


def number(value: Decimal | None) -> int | float | str | None:
    """A decimal as a JSON number: whole numbers without a point; [c] where it is kept back."""
    if value is None:
        return None
    if value.is_nan():
        return KEPT_BACK
    return int(value) if value == value.to_integral_value() else float(value)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def bbox_record(box: BBox | None) -> list[float] | None:
    """A box rounded to a hundredth of a point."""
    return None if box is None else [round(edge, 2) for edge in box]


def observation_values(o: Observation) -> list[Any]:
    """One observation as the contract prints it, in the order of `OBSERVATION_FIELDS`."""
    return [
        o.observation_id, o.document, o.document_sha256, o.origin, o.page, bbox_record(o.bbox), o.start,
        o.end, o.text, without_contacts(o.quote), number(o.value), o.unit, o.qualifier, o.role, o.indicator,
        o.indicator_id, o.indicator_label, o.authority, o.area, o.cohort, o.comparator, o.period,
        _iso(o.period_start), _iso(o.period_end), o.period_type, o.direction, o.compared_with, o.rule,
        round(o.confidence, 3),
    ]  # fmt: skip


def observation_record(observation: Observation) -> dict[str, Any]:
    """The same by name."""
    return dict(zip(OBSERVATION_FIELDS, observation_values(observation), strict=True))


def finding_record(finding: Finding) -> dict[str, Any]:
    """One finding as the contract prints it."""
    return {
        "finding_id": finding.finding_id,
        "check": finding.check,
        "verdict": finding.verdict,
        "severity": finding.severity,
        "stated": observation_record(finding.stated),
        "evidence": [observation_record(e) for e in (*finding.evidence, *finding.also)],
        "expected": number(finding.expected),
        "explanation": without_contacts(finding.explanation),
        "also": [o.observation_id for o in finding.also],
    }


def series_values(p: SeriesPoint) -> list[Any]:
    """One row of series.csv, in the order of `SERIES_FIELDS`."""
    return [
        p.authority, p.indicator_id, p.indicator, p.area, p.cohort, p.kind, p.period_type,
        _iso(p.period_start), _iso(p.period_end), number(p.value), p.unit, _iso(p.reported_on), p.document,
        p.page, p.observation_id, p.status,
    ]  # fmt: skip


def series_record(point: SeriesPoint) -> dict[str, Any]:
    """The same by name."""
    return dict(zip(SERIES_FIELDS, series_values(point), strict=True))


def finding_row(finding: Finding) -> dict[str, Any]:
    """One row of findings.csv: the finding with the figure it is about, evidence by id."""
    stated = observation_record(finding.stated)
    row = {name: stated[name] for name in ("document", "page", "text", "quote", "indicator", "period")}
    return {
        **row,
        "finding_id": finding.finding_id,
        "check": finding.check,
        "verdict": finding.verdict,
        "severity": finding.severity,
        "value": stated["value"],
        "unit": stated["unit"],
        "expected": number(finding.expected),
        "explanation": without_contacts(finding.explanation),
        "stated": finding.stated.observation_id,
        "evidence": [e.observation_id for e in finding.evidence],
        "also": [o.observation_id for o in finding.also],
    }


def table_record(document: Document, grid: Grid, reading: TableReading | None) -> dict[str, Any]:
    """One table as printed, and what it was read as."""
    return {
        "document": document.path,
        "table": grid.index,
        "page": grid.page,
        "bbox": bbox_record(grid.bbox),
        "pages": list(grid.pages),
        "continued_from": grid.continued_from,
        "name": grid.name,
        "caption": grid.caption,
        "found_by": grid.found_by,
        "read_as": reading.kind if reading else "uninterpreted",
        "reason": reading.reason if reading else "",
        "observations": reading.observations if reading else 0,
        "rows": grid.rows(),
    }


def table_records(result: Result) -> list[dict[str, Any]]:
    """Every table of a document, in reading order."""
    readings = {reading.grid: reading for reading in result.tables}
    document = result.document
    return [table_record(document, grid, readings.get(grid.index)) for _, grid in document.grids]
