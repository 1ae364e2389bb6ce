"""What a run is asked to do, what it will do, and what it did, in numbers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from extractor.archive import (
    Entry,
    Hashes,
    Paper,
    WorkFolder,
    catalogue,
    kept_hashes,
    scratch,
    to_read,
    tool_fingerprint,
)
from extractor.decisions import Decisions, read_decisions
from extractor.outputs.collected import Failed
from extractor.patterns import PatternSet
from extractor.settings import Settings


@dataclass(frozen=True)
class Order:
    """What is asked for: papers, the folder to write, settings."""

    papers: Sequence[Paper]
    out: Path
    settings: Settings
    rules: PatternSet
    skipped: int = 0
    retry_failed: bool = False
    suppress: bool = False
    """Also write a copy to publish, in the folder `publish`."""


@dataclass(frozen=True)
class Summary:
    """What a run did, in numbers."""

    documents: int
    failed: int
    copies: int
    figures: int
    unread: int
    series_values: int
    errors: int
    warnings: int
    notes: int
    read_now: int = 0

    def text(self, out: Path) -> str:
        """The summary in a few lines that can be pasted into a message."""
        copies = f" ({self.copies} more copies of the same)" if self.copies else ""
        new = f"{self.read_now} of these new"
        return "\n".join(
            [
                f"{self.documents} documents read{copies}, {self.failed} failed; {new}",
                f"{self.figures} figures; {self.unread} listed as unread; {self.series_values} in series",
                f"findings: {self.errors} errors, {self.warnings} warnings, {self.notes} notes",
                f"written to {out}",
            ]
        )


@dataclass(frozen=True)
class Plan:
    """The papers of a run, hashed, and which of them must be read."""

    entries: list[Entry]
    reading: list[Entry]
    work: WorkFolder
    seconds_reading: float = 0.0
    """What reading them took."""
    decisions: Decisions = field(default_factory=Decisions)
    """What people decided about figures and findings of the last outputs."""
    hashes: Hashes = field(default_factory=Hashes)

    @property
    def megabytes(self) -> float:
        """How much must be read."""
        return sum(entry.size for entry in self.reading) / 1_048_576


def plan_run(order: Order) -> Plan:
    """Hash all papers and see what was done before; nothing is written."""
    work = scratch(order.out)
    hashes = kept_hashes(work.folder)
    entries = catalogue(order.papers, order.settings, hashes)
    reading = to_read(entries, work, retry_failed=order.retry_failed)
    return Plan(entries, reading, work, decisions=read_decisions(order.out), hashes=hashes)


def fingerprint(plan: Plan, order: Order) -> str:
    """A hash of all that the outputs depend on."""
    listed = [[e.paper.name, e.key, e.failure.status if e.failure else ""] for e in plan.entries]
    made_by = [made_with(order), order.suppress, listed, plan.decisions.fingerprint]
    return hashlib.sha256(json.dumps(made_by).encode("utf-8", "surrogatepass")).hexdigest()


def made_with(order: Order) -> str:
    """The program and the settings that series and findings depend on."""
    settings = order.settings
    return json.dumps([tool_fingerprint(), settings.fingerprint(), repr(dict(settings.checks))])


def failures(entries: Iterable[Entry], work: WorkFolder) -> list[Failed]:
    """The papers that could not be read, in order."""
    failed = []
    for entry in entries:
        if entry.key and work.is_read(entry.key):
            continue
        failure = entry.failure or work.failure(entry.key)
        if failure is not None:
            failed.append(Failed(entry.paper.name, failure.status, failure.message, entry.sha256))
    return failed
