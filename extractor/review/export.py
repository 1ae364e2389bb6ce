"""Decisions as CSV."""

from __future__ import annotations

import io
import json
from dataclasses import asdict
from pathlib import Path

from extractor.archive import write_whole
from extractor.decisions import Decisions
from extractor.outputs.columns import Column
from extractor.outputs.csv_files import write_rows

COLUMNS = (
    Column("at", "string", "When, UTC"),
    Column("by", "string", "Who"),
    Column("kind", "string", "figure, unread or finding"),
    Column("verdict", "string", "accepted, corrected, rejected or withdrawn"),
    Column("stands", "string", "yes, or no where a later decision took its place"),
    Column("document", "string", "The paper, by the path as given"),
    Column("page", "integer", "Page in the file, from 1"),
    Column("text", "string", "The figure as printed"),
    Column("quote", "string", "The sentence or row that holds it"),
    Column("reason", "string", "Why, in the reviewer's words"),
    Column("changes", "string", "The corrected fields as JSON"),
    Column("target", "string", "Id of the figure or finding"),
    Column("document_sha256", "string", "Hash of the paper's bytes"),
)


def export_decisions(decisions: Decisions, file: Path) -> int:
    """Write all lines of the journal, oldest first; gives how many.  Raises `StoreError`."""
    standing = {id(decision) for decision in decisions.standing.values()}
    out = io.StringIO(newline="")
    rows = [
        {
            **asdict(line),
            "changes": json.dumps(dict(line.changes), ensure_ascii=False) if line.changes else "",
            "stands": "yes" if id(line) in standing else "no",
        }
        for line in decisions.lines
    ]
    count = write_rows(out, COLUMNS, rows)
    write_whole(file, out.getvalue().encode("utf-8"))
    return count
