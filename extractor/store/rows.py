"""Records to rows of the store, and the statements that take them in."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from extractor.model import Claim, Document, Finding, Observation, Problem, Result, SeriesPoint, Unread

OBSERVATION_COLUMNS = (
    "observation_id", "document_sha256", "document", "origin", "page", "start", "end", "text", "quote",
    "value", "unit", "qualifier", "role", "indicator", "indicator_id", "indicator_label", "authority",
    "area", "cohort", "comparator", "period", "period_start", "period_end", "period_type", "direction",
    "compared_with", "rule", "confidence",
)  # fmt: skip


def insert(table: str, columns: int) -> str:
    """The statement that takes in a whole row."""
    return f"INSERT INTO {table} VALUES ({', '.join('?' * columns)})"


def _observation_insert() -> str:
    names = ", ".join(f'"{name}"' for name in (*OBSERVATION_COLUMNS, "bbox", "position"))
    # One id twice in one document is the same figure twice: the first stands.
    marks = ", ".join("?" * (len(OBSERVATION_COLUMNS) + 2))
    return f"INSERT OR IGNORE INTO observations({names}) VALUES ({marks})"


INSERTS = {
    "documents": insert("documents", 13),
    "passages": insert("passages", 8),
    "observations": _observation_insert(),
    "claims": insert("claims", 8),
    "unread": insert("unread", 6),
    "problems": insert("problems", 5),
    "tables": insert("tables", 8),
}
"""The statement that takes in the rows of each table that a document has."""
Rows = Mapping[str, Sequence[Sequence[Any]]]
"""The rows of one document by table, as JSON holds them."""


def document_rows(result: Result, key: str) -> dict[str, list[list[Any]]]:
    """All rows that one document has in the store."""
    sha256 = result.document.sha256
    return {
        "documents": [_document_row(result, key)],
        "passages": list(_passage_rows(result.document)),
        "observations": list(observation_rows(result.observations)),
        "claims": [_claim_row(sha256, c) for c in result.claims],
        "unread": [_unread_row(sha256, u) for u in result.unread],
        "problems": [_problem_row(sha256, p) for p in result.problems],
        "tables": list(_table_rows(result)),
    }


def _sql(value: Any) -> Any:
    if value is None or isinstance(value, str | int | float):
        return value
    return str(value)  # decimals keep their digits (NUMERIC affinity), dates are ISO text


def _document_row(result: Result, key: str) -> list[Any]:
    document = result.document
    contexts = document.outline.contexts
    authorities = [c.authority for c in contexts if c.authority]
    committees = [c.committee for c in contexts if c.committee]
    meetings = [c.meeting_date for c in contexts if c.meeting_date]
    return [
        document.sha256, document.path, key, document.format, document.status, document.title,
        len(document.pages),
        *(_sql(found[0]) if found else None for found in (authorities, committees, meetings)),
        len(result.observations), len(result.unread), sum(1 for _ in document.grids),
    ]  # fmt: skip


def _passage_rows(document: Document) -> Iterator[list[Any]]:
    for block, passage in document.passages:
        yield [
            None,
            document.sha256,
            block,
            passage.kind,
            passage.page,
            passage.start,
            passage.end,
            passage.text,
        ]


def observation_rows(observations: Sequence[Observation]) -> Iterator[list[Any]]:
    """The figures of one document: `OBSERVATION_COLUMNS`, the box as JSON, the place in reading order."""
    for position, observation in enumerate(observations):
        box = None if observation.bbox is None else json.dumps([round(edge, 2) for edge in observation.bbox])
        held = [_sql(getattr(observation, name)) for name in OBSERVATION_COLUMNS]
        yield [*held, box, position]


def _claim_row(sha256: str, claim: Claim) -> list[Any]:
    params = json.dumps(dict(claim.params), ensure_ascii=False, sort_keys=True)
    return [
        sha256,
        claim.kind,
        claim.subject,
        claim.other,
        claim.text,
        params,
        claim.place.page,
        claim.place.start,
    ]


def _unread_row(sha256: str, unread: Unread) -> list[Any]:
    return [sha256, unread.text, unread.quote, unread.reason, unread.place.page, unread.place.start]


def _problem_row(sha256: str, problem: Problem) -> list[Any]:
    return [sha256, problem.code, problem.message, problem.place.page, problem.place.start]


def _table_rows(result: Result) -> Iterator[list[Any]]:
    readings = {reading.grid: reading for reading in result.tables}
    for _, grid in result.document.grids:
        reading = readings.get(grid.index)
        kind, reason, made = (
            (reading.kind, reading.reason, reading.observations) if reading else ("uninterpreted", "", 0)
        )
        rows = json.dumps(grid.rows(), ensure_ascii=False)
        yield [result.document.sha256, grid.index, grid.page, kind, reason, grid.caption, made, rows]


def series_row(p: SeriesPoint) -> list[Any]:
    """A value of a series, as JSON holds it too; in the store its line stands behind it."""
    return [
        p.authority, p.indicator_id, p.indicator, p.area, p.cohort, p.kind, p.period_type,
        _iso(p.period_start), _iso(p.period_end), str(p.value), p.unit, _iso(p.reported_on), p.document,
        p.page, p.observation_id, p.status, p.note,
    ]  # fmt: skip


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def finding_row(finding: Finding) -> list[Any]:
    """A finding; its rank is told later, among all others."""
    head = [finding.finding_id, finding.check, finding.verdict, finding.severity]
    return [*head, finding.stated.observation_id, _sql(finding.expected), finding.explanation, 0]


def evidence_rows(finding: Finding) -> list[list[Any]]:
    """The figures that a finding names, with the part that each has in it."""
    return [
        [finding.finding_id, o.observation_id, part, n]
        for part, observations in (("evidence", finding.evidence), ("also", finding.also))
        for n, o in enumerate(observations)
    ]
