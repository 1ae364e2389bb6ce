"""What the archive keeps between runs: of each paper what others need of it, and what a change touches.

A second SQLite file beside the store, attached to it, so that one transaction changes both.  It can be
thrown away: the next run makes it again from the results.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, Literal, NamedTuple

from extractor.errors import StoreError
from extractor.store.codec import json_text
from extractor.store.database import Store
from extractor.store.rows import Rows
from extractor.store.schema import LEDGER

Kind = Literal["line", "known", "asked", "findings"]
"""What is touched: a line by its name, the tables of a measure, the questions or the findings of a paper."""
OF_PAPERS = ("documents", "picks", "known", "asked", "findings")
SEPARATOR = "\x1f"


@dataclass(frozen=True)
class Digest:
    """What one paper gives to store and ledger; every part as JSON holds it."""

    sha256: str
    key: str
    head: Mapping[str, Any]
    breaks: Sequence[Sequence[str]]
    """(date, what) of the changes of recording that it reports."""
    picks: Sequence[tuple[str, str]]
    """(line, value as JSON) of every figure that is in a series, in reading order; with what is printed
    beside it.  As texts, for whoever writes the ledger only hands them on."""
    known: Sequence[tuple[str, str, Mapping[str, Any]]]
    """(authority, measure, figure) of the table values that settle what other papers leave open."""
    asked: Sequence[tuple[str, str, Sequence[Any]]]
    """(authority, measure, [figure, earlier]) of the figures that its own words leave open."""
    rows: Rows


@dataclass(frozen=True)
class Drawn:
    """What is made of a line."""

    points: str
    """The rows that it has in the store, as JSON."""
    printed: str
    """What papers print beside its values, as JSON."""
    csv: str
    """Its rows of series.csv."""
    dates: int
    """How many periods have a value."""


class Question(NamedTuple):
    """A figure whose measure its paper leaves open: row, paper, body, measure, [figure, earlier], answer."""

    number: int
    sha256: str
    authority: str
    indicator_id: str
    figures: Sequence[Any]
    answer: str | None


class Ledger:
    """An open ledger.  Methods that change it are called within a transaction of the store."""

    def __init__(self, store: Store) -> None:
        self.store = store

    @property
    def made_by(self) -> str:
        """The program and the settings that all of it depends on."""
        (row,) = self.store.rows("SELECT fingerprint FROM ledger.made_by")
        return str(row["fingerprint"])

    def keys(self) -> dict[str, str]:
        """The key of every paper that both store and ledger hold."""
        sql = "SELECT l.sha256, l.key FROM ledger.documents l JOIN documents d ON d.sha256 = l.sha256"
        return {row["sha256"]: row["key"] for row in self.store.rows(sql)}

    def held(self) -> set[str]:
        """The papers that store or ledger hold."""
        sql = "SELECT sha256 FROM documents UNION SELECT sha256 FROM ledger.documents"
        return {row["sha256"] for row in self.store.rows(sql)}

    def heads(self) -> dict[str, dict[str, Any]]:
        """What is told of every paper."""
        rows = self.store.rows("SELECT sha256, head FROM ledger.documents")
        return {row["sha256"]: json.loads(row["head"]) for row in rows}

    def take_in(self, digest: Digest) -> None:
        """Take in a paper in place of what it gave before."""
        self.forget(digest.sha256)
        self.store.take_in(digest.rows, digest.sha256)
        sha256 = digest.sha256
        told = [json_text(part) for part in (digest.head, digest.breaks)]
        self._run("INSERT INTO ledger.documents VALUES (?, ?, ?, ?)", [[sha256, digest.key, *told]])
        self._run(
            "INSERT INTO ledger.known VALUES (?, ?, ?, ?)",
            [[sha256, body, measure, json_text(figure)] for body, measure, figure in digest.known],
        )
        self._run(
            "INSERT INTO ledger.asked VALUES (?, ?, ?, ?, NULL)",
            [[sha256, body, measure, json_text(figures)] for body, measure, figures in digest.asked],
        )
        self.touch("known", {SEPARATOR.join(known[:2]) for known in digest.known})
        self.touch("asked", [sha256] if digest.asked else [])
        self.set_picks(sha256, digest.picks)

    def forget(self, sha256: str) -> None:
        """Remove a paper; what others took from it is touched."""
        known = "SELECT DISTINCT authority, indicator_id FROM ledger.known WHERE sha256 = ?"
        self.touch("known", [SEPARATOR.join(row.values()) for row in self.store.rows(known, [sha256])])
        self._touch_lines(sha256)
        for table in OF_PAPERS:
            self._run(f"DELETE FROM ledger.{table} WHERE sha256 = ?", [[sha256]])
        self.store.forget(sha256)

    def set_picks(self, sha256: str, picks: Sequence[tuple[str, str]]) -> None:
        """The figures of a paper that are in series, in place of those before."""
        self._touch_lines(sha256)
        self._run("DELETE FROM ledger.picks WHERE sha256 = ?", [[sha256]])
        self._run(
            "INSERT INTO ledger.picks VALUES (?, ?, ?, ?)",
            [[sha256, position, line, value] for position, (line, value) in enumerate(picks)],
        )
        self.touch("line", {line for line, _ in picks})

    def _touch_lines(self, sha256: str) -> None:
        self._run(
            "INSERT OR IGNORE INTO ledger.touched SELECT 'line', line FROM ledger.picks WHERE sha256 = ?",
            [[sha256]],
        )

    def touch(self, kind: Kind, names: Iterable[str]) -> None:
        """Note what must be made again; the note outlives a run that is killed."""
        self._run("INSERT OR IGNORE INTO ledger.touched VALUES (?, ?)", [[kind, name] for name in names])

    def touched(self, kind: Kind) -> list[str]:
        """What must be made again, in an order of its own."""
        sql = "SELECT name FROM ledger.touched WHERE kind = ? ORDER BY name"
        return [row["name"] for row in self.store.rows(sql, [kind])]

    def done(self, kind: Kind, names: Iterable[str]) -> None:
        """Strike out what was made again."""
        self._run("DELETE FROM ledger.touched WHERE kind = ? AND name = ?", [[kind, name] for name in names])

    def texts_of(self, line: str) -> list[str]:
        """The values of a line as JSON, by papers and in the order in which they stand there."""
        sql = (
            "SELECT p.value FROM ledger.picks p JOIN documents d ON d.sha256 = p.sha256"
            " WHERE p.line = ? ORDER BY d.path, p.position"
        )
        return [row["value"] for row in self.store.rows(sql, [line])]

    def set_line(self, line: str, drawn: Drawn) -> None:
        """What is made of a line, in place of that before."""
        self._run("DELETE FROM ledger.lines WHERE line = ?", [[line]])
        if drawn.csv:
            bundle = SEPARATOR.join(line.split(SEPARATOR)[:2])
            held = [drawn.dates, drawn.points, drawn.printed, drawn.csv]
            self._run("INSERT INTO ledger.lines VALUES (?, ?, ?, ?, ?, ?)", [[line, bundle, *held]])

    def lines(self) -> Iterator[Any]:
        """The points of all lines, line by line."""
        rows = self.store.rows("SELECT points FROM ledger.lines ORDER BY line")
        return (json.loads(row["points"]) for row in rows)

    def bundles(self, most: int) -> Iterator[list[tuple[str, str]]]:
        """Points, and what is printed beside them, of all lines of a measure of a body, as JSON texts.

        Of more than `most` bundles those that have a line with the most dates.
        """
        sql = (
            "SELECT bundle, points, printed FROM ledger.lines WHERE bundle IN"
            " (SELECT bundle FROM ledger.lines GROUP BY bundle ORDER BY max(dates) DESC, bundle LIMIT ?)"
            " ORDER BY bundle, line"
        )
        rows = self.store.rows(sql, [most])
        for _, held in groupby(rows, lambda row: row["bundle"]):
            yield [(row["points"], row["printed"]) for row in held]

    def count_lines(self) -> int:
        """How many lines have values with dates."""
        (row,) = self.store.rows("SELECT count(*) AS n FROM ledger.lines WHERE dates > 0")
        return int(row["n"])

    def count_values(self) -> int:
        """How many values there are in series."""
        (row,) = self.store.rows("SELECT count(*) AS n FROM series")
        return int(row["n"])

    def csv(self, table: Literal["lines", "findings"]) -> Iterator[str]:
        """The rows of series.csv or findings.csv."""
        order = {"lines": "line", "findings": "sorted"}[table]
        return (row["csv"] for row in self.store.rows(f"SELECT csv FROM ledger.{table} ORDER BY {order}"))

    def breaks(self) -> dict[str, list[list[str]]]:
        """The changes of recording that papers report, by path."""
        sql = (
            "SELECT d.path, l.breaks FROM ledger.documents l JOIN documents d ON d.sha256 = l.sha256"
            " WHERE l.breaks <> '[]'"
        )
        return {row["path"]: json.loads(row["breaks"]) for row in self.store.rows(sql)}

    def known(self, authority: str, indicator_id: str) -> list[dict[str, Any]]:
        """The figures that tables give for a measure."""
        sql = (
            "SELECT figure FROM ledger.known WHERE authority = ? AND indicator_id = ? ORDER BY sha256, rowid"
        )
        return [json.loads(row["figure"]) for row in self.store.rows(sql, [authority, indicator_id])]

    def questions(self, column: Literal["sha256", "authority"], value: str) -> list[Question]:
        """The open measures of one paper, or of all papers about one body."""
        sql = (
            "SELECT rowid, sha256, authority, indicator_id, figures, answer FROM ledger.asked"
            f" WHERE {column} = ? ORDER BY sha256, rowid"
        )
        return [
            Question(*(json.loads(v) if name == "figures" else v for name, v in row.items()))
            for row in self.store.rows(sql, [value])
        ]

    def set_answer(self, question: Question, answer: str | None) -> None:
        """What a figure was found to be of."""
        self._run("UPDATE ledger.asked SET answer = ? WHERE rowid = ?", [[answer, question.number]])

    def windows(self) -> dict[str, list[str]]:
        """The windows whose findings are taken in, with the papers of each."""
        rows = self.store.rows("SELECT name, members FROM ledger.windows")
        return {row["name"]: json.loads(row["members"]) for row in rows}

    def set_windows(self, windows: Mapping[str, Sequence[str]]) -> None:
        """These windows in place of those before."""
        self._run("DELETE FROM ledger.windows", [[]])
        self._run(
            "INSERT INTO ledger.windows VALUES (?, ?)", [[n, json_text(list(m))] for n, m in windows.items()]
        )

    def set_findings(self, sha256: str, findings: Iterable[tuple[str, str, str, str, Any]]) -> None:
        """The findings about a paper, in place of those before: (id, sorted by, severity, csv, record)."""
        self._run("DELETE FROM ledger.findings WHERE sha256 = ?", [[sha256]])
        self._run(
            "INSERT INTO ledger.findings VALUES (?, ?, ?, ?, ?, ?)",
            [[f, sha256, *told, _packed(record)] for f, *told, record in findings],
        )

    def rank_findings(self) -> None:
        """Tell each finding of the store its rank among all."""
        self._run(
            "UPDATE findings SET rank = r.n FROM (SELECT finding_id, row_number() OVER (ORDER BY sorted) AS n"
            " FROM ledger.findings) AS r WHERE r.finding_id = findings.finding_id AND rank <> r.n",
            [[]],
        )

    def findings(self, at_most: int = -1) -> Iterator[Any]:
        """The records of all findings, by rank."""
        sql = "SELECT record FROM ledger.findings ORDER BY sorted LIMIT ?"
        return (json.loads(zlib.decompress(row["record"])) for row in self.store.rows(sql, [at_most]))

    def severities(self) -> dict[str, int]:
        """How many findings there are of each severity."""
        rows = self.store.rows("SELECT severity, count(*) AS n FROM ledger.findings GROUP BY severity")
        return {row["severity"]: row["n"] for row in rows}

    def _run(self, sql: str, values: Iterable[Sequence[Any]]) -> None:
        self.store.change(sql, values)


def read_ledger(store: Store, file: Path) -> Ledger:
    """The ledger of a store, to read in it beside the process that writes it."""
    store.attach("ledger", file, "")
    return Ledger(store)


def open_ledger(store: Store, file: Path, made_by: str) -> Ledger:
    """The ledger of a store; emptied where another program or other settings made it, or it is damaged."""
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        return _prepared(store, file, made_by)
    except StoreError:
        store.detach("ledger")
        for leftover in (file, file.with_name(f"{file.name}-journal")):
            leftover.unlink(missing_ok=True)
        return _prepared(store, file, made_by)


def _prepared(store: Store, file: Path, made_by: str) -> Ledger:
    """Raises `StoreError` where the file is damaged or made by others."""
    store.attach("ledger", file, LEDGER)
    held = [row["fingerprint"] for row in store.rows("SELECT fingerprint FROM ledger.made_by")]
    if not held:
        with store.transaction():
            store.change("INSERT INTO ledger.made_by VALUES (?)", [[made_by]])
    elif held != [made_by]:
        raise StoreError(f"{file}: made by another program or with other settings")
    return Ledger(store)


def _packed(record: Any) -> bytes:
    return zlib.compress(json_text(record).encode("utf-8", "surrogatepass"), 1)
