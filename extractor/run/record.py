"""What a run did: its numbers, and run.json."""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from extractor import __version__
from extractor.archive import oddities, tool_fingerprint, write_whole
from extractor.outputs.collected import Failed
from extractor.run.gathering import Source
from extractor.run.order import Order, Summary
from extractor.store import Head


def summarise(
    source: Source,
    heads: Sequence[Head],
    failed: Sequence[Failed],
    values: int,
    severities: Mapping[str, int],
) -> Summary:
    """The run in numbers; `values` is how many values there are in series."""
    return Summary(
        documents=len(heads),
        failed=len(failed),
        copies=sum(len(paper.places) - 1 for paper in source.papers.values()),
        figures=sum(head.figures for head in heads),
        unread=sum(len(head.unread) for head in heads),
        series_values=values,
        errors=severities.get("error", 0),
        warnings=severities.get("warning", 0),
        notes=severities.get("note", 0),
        read_now=len(source.plan.reading),
    )


def iso(moment: datetime) -> str:
    """A moment to the second."""
    return moment.isoformat(timespec="seconds")


def write_run_record(
    source: Source, heads: Sequence[Head], failed: Sequence[Failed], started: datetime, summary: Summary
) -> None:
    """run.json: what was read, hashes, versions, times, failures.  The only output that holds times."""
    order: Order = source.order
    record: dict[str, Any] = {
        "tool": {"name": "committee-figures", "version": __version__, "program": tool_fingerprint()},
        "python": platform.python_version(),
        "platform": sys.platform,
        "seconds_reading": source.plan.seconds_reading,
        "started": iso(started),
        "ended": iso(datetime.now(UTC)),
        "configuration": order.settings.fingerprint(),
        "summary": asdict(summary),
        "skipped": order.skipped,
        "papers_from": _way(Path.cwd(), order.out),
        "decisions": len(source.plan.decisions.standing),
        "odd": [*oddities(heads), *source.unmet()],
        "failures": [asdict(failure) for failure in failed],
    }
    documents = (_document_record(head, source.papers[head.sha256].places) for head in heads)
    text = _text(record, [json.dumps(document, ensure_ascii=False) for document in documents])
    write_whole(order.out / "run.json", text.encode("utf-8", "backslashreplace"))


def _text(record: Mapping[str, Any], documents: Sequence[str]) -> str:
    """The record with its documents, a line each: there may be very many."""
    head = json.dumps(record, indent=1, ensure_ascii=False).removesuffix("\n}")
    listed = ",".join(f"\n  {document}" for document in documents)
    return f'{head},\n "documents": [{listed}\n ]\n}}\n'


def _way(folder: Path, out: Path) -> str:
    """The way from the outputs to the folder that paths are relative to: both may be moved together."""
    try:
        return Path(os.path.relpath(folder, out.resolve())).as_posix()
    except ValueError:  # another drive
        return folder.as_posix()


def _document_record(head: Head, places: Sequence[str]) -> dict[str, Any]:
    return {
        "document": head.path,
        "sha256": head.sha256,
        "format": head.format,
        "status": head.status,
        "pages": head.pages,
        "observations": head.figures,
        "unread": len(head.unread),
        "tables": head.tables,
        "problems": [{"code": code, "message": message} for code, message in head.problems],
        "also_at": list(places[1:]),
    }
