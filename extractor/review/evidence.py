"""What stands beside an item: the quote, the fields, the table rows, the page's picture."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from extractor.archive import WorkFolder, scratch
from extractor.decisions import unread_id
from extractor.errors import StoreError
from extractor.model import BBox, Observation, Result
from extractor.outputs.evidence import Extract, Marked, marked_quote, table_extract
from extractor.review.queue import Item, store_of
from extractor.store import open_store

SHOWN = (
    "indicator", "indicator_id", "value", "unit", "role", "authority", "area", "cohort", "comparator",
    "period", "period_start", "period_end", "period_type", "qualifier", "rule", "confidence",
)  # fmt: skip
EVIDENCE_SHOWN = 12


@dataclass(frozen=True)
class Side:
    """One figure with all that bears it out."""

    target: str
    kind: str
    document: str
    document_sha256: str
    page: int | None
    quote: Marked
    fields: dict[str, Any] = field(default_factory=dict)
    table: Extract | None = None
    boxes: tuple[BBox, ...] = ()
    text: str = ""


@dataclass(frozen=True)
class Shown:
    """An item with its evidence."""

    stated: Side
    evidence: tuple[Side, ...] = ()
    check: str = ""
    explanation: str = ""
    expected: str = ""
    paths: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """sha256 to the paths at which the paper was found."""


class Evidence:
    """Looks things up in the store and in the results of the work folder, while that is there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._result = lru_cache(maxsize=4)(self._read_result)

    def shown(self, item: Item) -> Shown | None:
        """The item with its evidence; None where the store holds it no longer."""
        if item.kind == "unread":
            return Shown(self._unread_side(item), paths=self._paths([item.document_sha256]))
        ids = [item.target] if item.kind == "figure" else self._of_finding(item.target)
        sides = [side for side in map(self._side, ids[: 1 + EVIDENCE_SHOWN]) if side is not None]
        if not sides:
            return None
        paths = self._paths([side.document_sha256 for side in sides])
        if item.kind == "figure":
            return Shown(sides[0], paths=paths)
        (row,) = self._rows("SELECT * FROM findings WHERE finding_id = ?", [item.target])
        expected = "" if row["expected"] is None else str(row["expected"])
        return Shown(sides[0], tuple(sides[1:]), row["check"], row["explanation"], expected, paths)

    def indicators(self) -> list[tuple[str, str]]:
        """Ids and labels of the catalogue."""
        rows = self._rows("SELECT indicator_id, label FROM indicators ORDER BY indicator_id")
        return [(row["indicator_id"], row["label"]) for row in rows]

    def _rows(self, sql: str, values: Sequence[Any] = ()) -> list[dict[str, Any]]:
        with open_store(store_of(self.folder)) as store:
            return list(store.rows(sql, values))

    def _of_finding(self, finding: str) -> list[str]:
        stated = self._rows("SELECT stated FROM findings WHERE finding_id = ?", [finding])
        others = self._rows(
            "SELECT observation_id FROM finding_evidence WHERE finding_id = ? AND part = 'evidence'"
            " ORDER BY position",
            [finding],
        )
        return [*(row["stated"] for row in stated), *(row["observation_id"] for row in others)]

    def _paths(self, hashes: Sequence[str]) -> dict[str, tuple[str, ...]]:
        return {
            sha256: tuple(
                row["path"]
                for row in self._rows("SELECT path FROM places WHERE sha256 = ? ORDER BY path", [sha256])
            )
            for sha256 in hashes
        }

    def _side(self, observation_id: str) -> Side | None:
        rows = self._rows("SELECT * FROM observations WHERE observation_id = ?", [observation_id])
        if not rows:
            return None
        row = rows[0]
        made = self._observation(row["document_sha256"], observation_id)
        result = self._result(row["document_sha256"])
        return Side(
            target=observation_id,
            kind="figure",
            document=row["document"],
            document_sha256=row["document_sha256"],
            page=row["page"],
            quote=marked_quote(made) if made else _marked(row["quote"], row["text"]),
            fields={name: row[name] for name in SHOWN if row[name] not in (None, "")},
            table=table_extract(result, [made]) if result and made else None,
            boxes=(made.bbox,) if made and made.bbox else (),
            text=row["text"],
        )

    def _unread_side(self, item: Item) -> Side:
        result = self._result(item.document_sha256)
        boxes = [
            entry.place.bbox
            for entry in (result.unread if result else ())
            if entry.place.bbox
            and unread_id(item.document_sha256, entry.place.start, entry.text) == item.target
        ]
        return Side(
            target=item.target,
            kind="unread",
            document=item.document,
            document_sha256=item.document_sha256,
            page=item.page,
            quote=_marked(item.quote, item.text),
            boxes=tuple(boxes),
            text=item.text,
        )

    def _observation(self, sha256: str, observation_id: str) -> Observation | None:
        result = self._result(sha256)
        found = (o for o in (result.observations if result else ()) if o.observation_id == observation_id)
        return next(found, None)

    def _read_result(self, sha256: str) -> Result | None:
        rows = self._rows("SELECT key, path FROM documents WHERE sha256 = ?", [sha256])
        if not rows:
            return None
        work: WorkFolder = scratch(self.folder)
        key = rows[0]["key"].partition("+")[0]
        try:
            return work.result(key, rows[0]["path"]) if work.is_read(key) else None
        except (OSError, StoreError, gzip.BadGzipFile):
            return None


def _marked(quote: str, text: str) -> Marked:
    before, figure, after = quote.partition(text)
    return Marked(before, figure, after)
