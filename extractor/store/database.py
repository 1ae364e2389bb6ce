"""The SQLite store: written by one writer a document at a time, readable by any tool meanwhile.

Rollback journal, not WAL: WAL fails on network file systems.  Every change is one transaction, so that a
full disk or a killed process leaves what was there before.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from extractor.errors import StoreError
from extractor.model import Claim, Document, Finding, Observation, Problem, Result, SeriesPoint, Unread
from extractor.store.schema import APPLICATION_ID, MIGRATIONS, VERSION

OBSERVATION_COLUMNS = (
    "observation_id", "document_sha256", "document", "origin", "page", "start", "end", "text", "quote",
    "value", "unit", "qualifier", "role", "indicator", "indicator_id", "indicator_label", "authority",
    "area", "cohort", "comparator", "period", "period_start", "period_end", "period_type", "direction",
    "compared_with", "rule", "confidence",
)  # fmt: skip
SERIES_COLUMNS = (
    "authority", "indicator_id", "indicator", "area", "cohort", "kind", "period_type", "period_start",
    "period_end", "value", "unit", "reported_on", "document", "page", "observation_id", "status", "note",
)  # fmt: skip


def open_store(path: Path) -> Store:
    """Open the store, made where absent and migrated where older.

    Raises `StoreError` where the file is damaged, is not ours, or is of a newer version of the tool.
    """
    try:
        connection = sqlite3.connect(path, isolation_level=None, timeout=30)
    except sqlite3.Error as error:
        raise StoreError(f"{path}: cannot be opened: {error}") from None
    store = Store(path, connection)
    try:
        store.prepare()
    except BaseException:
        connection.close()
        raise
    return store


class Store:
    """An open store.  Use as a context manager; every method is one transaction."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._db = connection

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def prepare(self) -> None:
        """Check whose file it is and bring its schema up to date."""
        with self._explained():
            empty = self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
            owner = self._db.execute("PRAGMA application_id").fetchone()[0]
            version = self._db.execute("PRAGMA user_version").fetchone()[0]
            if not empty and owner != APPLICATION_ID:
                raise StoreError(
                    f"{self.path}: a database of another program; name another folder with --out"
                )
            if version > VERSION:
                raise StoreError(
                    f"{self.path}: written by a newer version (schema {version}, this one knows {VERSION});"
                    " update the tool or name another folder with --out"
                )
            self._db.execute("PRAGMA foreign_keys = ON")
            for number in range(version, VERSION):
                self._migrate(number)

    def _migrate(self, number: int) -> None:
        self._db.executescript(
            f"BEGIN IMMEDIATE; {MIGRATIONS[number]} PRAGMA application_id = {APPLICATION_ID};"
            f" PRAGMA user_version = {number + 1}; COMMIT;"
        )

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            raise StoreError(f"{self.path}: {_reason(error)}") from None

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All that is written inside is kept together or not at all."""
        with self._explained():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    def rows(self, sql: str, values: Sequence[Any] = ()) -> Iterator[dict[str, Any]]:
        """The rows of a query as dictionaries."""
        with self._explained():
            cursor = self._db.execute(sql, values)
            names = [entry[0] for entry in cursor.description]
            for row in cursor:
                yield dict(zip(names, row, strict=True))

    def keys(self) -> dict[str, str]:
        """sha256 to key of every document held."""
        return {row["sha256"]: row["key"] for row in self.rows("SELECT sha256, key FROM documents")}

    def add_document(self, result: Result, key: str) -> None:
        """Take in what one document gave, in place of what it gave under another key."""
        document = result.document
        with self.transaction() as db:
            db.execute("PRAGMA defer_foreign_keys = ON")
            self._forget_outcomes(db)
            db.execute("DELETE FROM documents WHERE sha256 = ?", [document.sha256])
            db.execute(_insert("documents", 13), _document_row(result, key))
            db.executemany(_insert("passages", 8), _passage_rows(document))
            db.executemany(_observation_insert(), _observation_rows(result.observations))
            db.executemany(_insert("claims", 8), [_claim_row(document.sha256, c) for c in result.claims])
            db.executemany(_insert("unread", 6), [_unread_row(document.sha256, u) for u in result.unread])
            db.executemany(
                _insert("problems", 5), [_problem_row(document.sha256, p) for p in result.problems]
            )
            db.executemany(_insert("tables", 8), _table_rows(result))

    def keep_only(self, sha256s: Iterable[str]) -> int:
        """Remove the documents that are not named; gives how many went."""
        wanted = set(sha256s)
        gone = [sha256 for sha256 in self.keys() if sha256 not in wanted]
        if gone:
            with self.transaction() as db:
                self._forget_outcomes(db)
                db.executemany("DELETE FROM documents WHERE sha256 = ?", [[s] for s in gone])
        return len(gone)

    @staticmethod
    def _forget_outcomes(db: sqlite3.Connection) -> None:
        """Series and findings are of all documents together: with one changed they are made anew."""
        for table in ("finding_evidence", "findings", "series"):
            db.execute(f"DELETE FROM {table}")

    def set_places(
        self, places: Mapping[str, str], failures: Iterable[tuple[str, str | None, str, str]]
    ) -> None:
        """Where documents were found (path to sha256), and (path, sha256, status, message) of the failed."""
        with self.transaction() as db:
            db.execute("DELETE FROM places")
            db.execute("DELETE FROM failures")
            db.executemany("INSERT INTO places VALUES (?, ?)", sorted(places.items()))
            db.executemany("INSERT OR REPLACE INTO failures VALUES (?, ?, ?, ?)", failures)

    def set_outcomes(
        self,
        points: Iterable[SeriesPoint],
        findings: Sequence[Finding],
        indicators: Iterable[tuple[str, str, str | None, str | None, str | None]] = (),
    ) -> None:
        """The series and findings of all documents, in place of those before."""
        with self.transaction() as db:
            self._forget_outcomes(db)
            db.execute("DELETE FROM indicators")
            db.executemany("INSERT OR IGNORE INTO indicators VALUES (?, ?, ?, ?, ?)", indicators)
            db.executemany(_insert("series", 17), [_series_row(point) for point in points])
            for rank, finding in enumerate(findings, 1):
                _add_finding(db, finding, rank)

    def add_run(
        self, started: str, ended: str, version: str, configuration: str, documents: int, failed: int
    ) -> None:
        """Note that a run was completed."""
        with self.transaction() as db:
            db.execute(
                "INSERT INTO runs(started, ended, version, configuration, documents, failed)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                [started, ended, version, configuration, documents, failed],
            )


def _reason(error: sqlite3.DatabaseError) -> str:
    text = str(error)
    if "not a database" in text or "malformed" in text or "unsupported file format" in text:
        return f"this is no store, or it is damaged ({text}); move it away and run again"
    if "full" in text:
        return "the disk is full; the store is as it was before"
    if "locked" in text:
        return "another program is writing to it; try again when it is done"
    return text


def _insert(table: str, columns: int) -> str:
    return f"INSERT INTO {table} VALUES ({', '.join('?' * columns)})"


def _observation_insert() -> str:
    names = ", ".join(f'"{name}"' for name in (*OBSERVATION_COLUMNS, "bbox", "position"))
    # One id twice in one document is the same figure twice: the first stands.
    marks = ", ".join("?" * (len(OBSERVATION_COLUMNS) + 2))
    return f"INSERT OR IGNORE INTO observations({names}) VALUES ({marks})"


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


def _observation_rows(observations: Sequence[Observation]) -> Iterator[list[Any]]:
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


def _series_row(point: SeriesPoint) -> list[Any]:
    return [_sql(getattr(point, name)) for name in SERIES_COLUMNS]


def _add_finding(db: sqlite3.Connection, finding: Finding, rank: int) -> None:
    row = [
        finding.finding_id,
        finding.check,
        finding.verdict,
        finding.severity,
        finding.stated.observation_id,
    ]
    db.execute(_insert("findings", 8), [*row, _sql(finding.expected), finding.explanation, rank])
    parts = (("evidence", finding.evidence), ("also", finding.also))
    for part, observations in parts:
        rows = [[finding.finding_id, o.observation_id, part, n] for n, o in enumerate(observations)]
        db.executemany(_insert("finding_evidence", 4), rows)
