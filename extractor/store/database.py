"""The SQLite store: written by one writer a document at a time, readable by any tool meanwhile.

Rollback journal, not WAL: WAL fails on network file systems.  Every change is one transaction, so that a
full disk or a killed process leaves what was there before.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from extractor.errors import StoreError
from extractor.model import Finding, Result
from extractor.store.rows import INSERTS, Rows, document_rows, evidence_rows, finding_row, insert
from extractor.store.schema import APPLICATION_ID, MIGRATIONS, VERSION

CACHE_KB = 48_000
"""Of each file: ids are hashes, so new rows go to all places of an index."""


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
    """An open store, a context manager; a method is one transaction, or says that it is part of one."""

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
            self._db.execute(f"PRAGMA cache_size = -{CACHE_KB}")
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

    def change(self, sql: str, values: Iterable[Sequence[Any]]) -> None:
        """Run a statement with each of these values, within a transaction."""
        self._db.executemany(sql, values)

    def attach(self, name: str, file: Path, schema: str) -> None:
        """Open another file beside this one, under a name, and make the tables that it lacks."""
        with self._explained():
            self._db.execute(f"ATTACH DATABASE ? AS {name}", [str(file)])
            self._db.execute(f"PRAGMA {name}.cache_size = -{CACHE_KB}")
            self._db.executescript(schema)

    def detach(self, name: str) -> None:
        """Close a file that was opened beside this one, if it is open."""
        with suppress(sqlite3.DatabaseError):
            self._db.execute(f"DETACH DATABASE {name}")

    def keys(self) -> dict[str, str]:
        """sha256 to key of every document held."""
        return {row["sha256"]: row["key"] for row in self.rows("SELECT sha256, key FROM documents")}

    def add_document(self, result: Result, key: str) -> None:
        """Take in what one document gave, in place of what it gave under another key."""
        with self.transaction():
            self.take_in(document_rows(result, key), result.document.sha256)

    def take_in(self, rows: Rows, sha256: str) -> None:
        """Take in the rows of one document in place of those before, within a transaction."""
        self.forget(sha256)
        for table, held in rows.items():
            self._db.executemany(INSERTS[table], held)

    def forget(self, sha256: str) -> None:
        """Remove a document with all that rests on its figures, within a transaction."""
        own = "SELECT observation_id FROM observations WHERE document_sha256 = ?"
        self._db.execute(f"DELETE FROM series WHERE observation_id IN ({own})", [sha256])
        self._db.execute(
            f"DELETE FROM findings WHERE stated IN ({own}) OR finding_id IN"
            f" (SELECT finding_id FROM finding_evidence WHERE observation_id IN ({own}))",
            [sha256, sha256],
        )
        self._db.execute("DELETE FROM documents WHERE sha256 = ?", [sha256])

    def set_places(
        self, places: Mapping[str, str], failures: Iterable[tuple[str, str | None, str, str]]
    ) -> None:
        """Where documents were found (path to sha256), and (path, sha256, status, message) of the failed."""
        with self.transaction() as db:
            db.execute("DELETE FROM places")
            db.execute("DELETE FROM failures")
            db.executemany("INSERT INTO places VALUES (?, ?)", sorted(places.items()))
            db.executemany("INSERT OR REPLACE INTO failures VALUES (?, ?, ?, ?)", failures)

    def set_indicators(
        self, indicators: Iterable[tuple[str, str, str | None, str | None, str | None]]
    ) -> None:
        """The catalogue: id, label, unit, which way is better, subject."""
        with self.transaction() as db:
            db.execute("DELETE FROM indicators")
            db.executemany("INSERT OR IGNORE INTO indicators VALUES (?, ?, ?, ?, ?)", indicators)

    def set_line(self, line: str, rows: Iterable[Sequence[Any]]) -> None:
        """The rows of one line (of `series_row`) in place of those before, within a transaction."""
        self._db.execute("DELETE FROM series WHERE line = ?", [line])
        self._db.executemany(insert("series", 18), [[*row, line] for row in rows])

    def set_findings(self, sha256: str, findings: Iterable[Finding]) -> None:
        """The findings about the figures of one document in place of those before, within a transaction."""
        self._db.execute(
            "DELETE FROM findings WHERE stated IN"
            " (SELECT observation_id FROM observations WHERE document_sha256 = ?)",
            [sha256],
        )
        for finding in findings:
            self._db.execute(insert("findings", 8), finding_row(finding))
            self._db.executemany(insert("finding_evidence", 4), evidence_rows(finding))

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
