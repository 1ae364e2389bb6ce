"""What is to be decided: findings by rank, then doubtful figures, then figures that no rule reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from extractor.decisions import unread_id
from extractor.decisions.applying import REJECTED, REVIEWED
from extractor.decisions.journal import Kind
from extractor.errors import StoreError
from extractor.store import open_store
from extractor.store.database import Store

STORE = "store.sqlite"
BELOW = 0.7
"""Figures of less confidence are doubtful."""
MOST = 20_000
"""Entries taken of each kind, the most doubtful first."""

_FIGURES = """
SELECT observation_id, document_sha256, document, page, start, text, quote, indicator, indicator_id,
       confidence
FROM observations
WHERE (confidence < ? OR (indicator_id IS NULL AND role IN ('actual', 'previous'))) AND rule NOT LIKE ?
ORDER BY round(confidence, 1), document, position LIMIT ?
"""
_UNREAD = """
SELECT u.document_sha256, d.path AS document, u.page, u.start, u.text, u.quote, u.reason
FROM unread u JOIN documents d ON d.sha256 = u.document_sha256
WHERE u.reason NOT LIKE ? ORDER BY d.path, u.start LIMIT ?
"""
_FINDINGS = """
SELECT f.finding_id, f."check", f.severity, f.explanation, o.document_sha256, o.document, o.page, o.start,
       o.text, o.quote
FROM findings f JOIN observations o ON o.observation_id = f.stated
WHERE f.explanation NOT LIKE ? AND f.severity IN ('error', 'warning') ORDER BY f.rank LIMIT ?
"""
_ONE_FINDING = """
SELECT f.severity, f.explanation, o.document_sha256, o.document, o.page, o.start, o.text, o.quote
FROM findings f JOIN observations o ON o.observation_id = f.stated WHERE f.finding_id = ?
"""


@dataclass(frozen=True, slots=True)
class Item:
    """One figure or finding to decide upon."""

    kind: Kind
    target: str
    document_sha256: str
    document: str
    page: int | None
    start: int | None
    text: str
    quote: str
    why: str
    """Why it is in the queue, in a few words."""

    @property
    def address(self) -> str:
        """The path of its page."""
        return f"/item/{self.kind}/{self.target}"


@dataclass(frozen=True)
class Queue:
    """All items, in the order to go through them."""

    items: tuple[Item, ...]

    @cached_property
    def place(self) -> dict[tuple[str, str], int]:
        """The number of every item by kind and target."""
        return {(item.kind, item.target): n for n, item in enumerate(self.items)}

    def chosen(self, kind: str = "", words: str = "") -> list[Item]:
        """Items of one kind (empty: all) that hold all of the words."""
        wanted = words.casefold().split()
        return [
            item
            for item in self.items
            if (not kind or item.kind == kind)
            and all(w in f"{item.text} {item.quote} {item.document} {item.why}".casefold() for w in wanted)
        ]


def store_of(folder: Path) -> Path:
    """The store of a folder that `run` wrote.  Raises `StoreError` where there is none."""
    file = folder / STORE
    if not file.is_file():
        raise StoreError(f"{folder}: no store there; write one with: extractor run PAPERS --out {folder}")
    return file


def read_queue(folder: Path, below: float = BELOW) -> Queue:
    """What is to be decided in a folder that `run` wrote.  Raises `StoreError`."""
    with open_store(store_of(folder)) as store:
        return Queue((*_findings(store), *_figures(store, below), *_unread(store)))


def _findings(store: Store) -> Iterator[Item]:
    for row in store.rows(_FINDINGS, [f"{REJECTED.capitalize()}%", MOST]):
        why = f"{row['severity']}: {row['explanation']}"
        yield _item("finding", row["finding_id"], row, why)


def _figures(store: Store, below: float) -> Iterator[Item]:
    for row in store.rows(_FIGURES, [below, f"{REVIEWED}%", MOST]):
        doubts = [f"confidence {row['confidence']:.2f}"] if row["confidence"] < below else []
        if row["indicator_id"] is None:
            doubts.append("no indicator of the catalogue")
        yield _item("figure", row["observation_id"], row, ", ".join(doubts))


def _unread(store: Store) -> Iterator[Item]:
    seen: set[str] = set()
    for row in store.rows(_UNREAD, [f"{REJECTED}%", MOST]):
        name = unread_id(row["document_sha256"], row["start"], row["text"])
        if name not in seen:
            seen.add(name)
            yield _item("unread", name, row, f"not read: {row['reason']}")


def find_item(folder: Path, kind: str, target: str) -> Item | None:
    """A figure or finding that need not be in the queue, as the figure a finding is about."""
    with open_store(store_of(folder)) as store:
        if kind == "figure":
            rows = list(store.rows("SELECT * FROM observations WHERE observation_id = ?", [target]))
            return (
                _item("figure", target, rows[0], f"confidence {rows[0]['confidence']:.2f}") if rows else None
            )
        if kind == "finding":
            rows = list(store.rows(_ONE_FINDING, [target]))
            why = f"{rows[0]['severity']}: {rows[0]['explanation']}" if rows else ""
            return _item("finding", target, rows[0], why) if rows else None
    return None


def _item(kind: Kind, target: str, row: dict[str, Any], why: str) -> Item:
    return Item(
        kind, target, row["document_sha256"], row["document"], row["page"], row["start"], row["text"],
        row["quote"], why,
    )  # fmt: skip
