"""The whole job over many papers: read, build series, reconcile, store, and write what people open."""

from __future__ import annotations

import hashlib
import json
import platform
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor, Future, wait
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from extractor import __version__
from extractor.archive import (
    Entry,
    Helpers,
    Paper,
    Step,
    WorkFolder,
    catalogue,
    oddities,
    read_archive,
    reconcile_ahead,
    reconcile_archive,
    scratch,
    to_read,
    tool_fingerprint,
    write_whole,
)
from extractor.decisions import (
    Decisions,
    apply_decisions,
    read_decisions,
    settle_findings,
    without_effect,
)
from extractor.errors import MissingExtra, StoreError
from extractor.model import Result
from extractor.outputs.beside import workbook_beside
from extractor.outputs.collected import Collected, Failed
from extractor.outputs.csv_files import write_csv
from extractor.outputs.lines import Measure
from extractor.outputs.parquet import write_parquet
from extractor.outputs.records import finding_row, observation_record, series_record
from extractor.outputs.report import write_report
from extractor.outputs.suppress import suppressed
from extractor.patterns import PatternSet
from extractor.series import build_series
from extractor.settings import Settings
from extractor.store import open_store

WORKBOOK = "workbook.xlsx"
COMPLETE = "complete.json"
"""In the work folder: which papers the outputs were made of, written last."""


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

    @property
    def megabytes(self) -> float:
        """How much must be read."""
        return sum(entry.size for entry in self.reading) / 1_048_576


def plan_run(order: Order) -> Plan:
    """Hash all papers and see what was done before; nothing is written."""
    work = scratch(order.out)
    entries = catalogue(order.papers, order.settings)
    return Plan(
        entries,
        to_read(entries, work, retry_failed=order.retry_failed),
        work,
        decisions=read_decisions(order.out),
    )


def estimate(plan: Plan, out: Path) -> float | None:
    """Seconds that reading will take, by what the last run into this folder took; None without one."""
    try:
        record = json.loads((out / "run.json").read_text(encoding="utf-8"))
        each = float(record["seconds_reading"]) / int(record["summary"]["read_now"])
    except (OSError, ValueError, KeyError, TypeError, ZeroDivisionError):
        return None
    return each * len(plan.reading)


def run_papers(
    order: Order,
    executor: Executor,
    at_once: int,
    told: Callable[[Step], None],
    progress: Callable[[str], None],
) -> tuple[Summary, list[Failed]]:
    """Do the whole job; `told` hears of every document read, `progress` of the steps after.

    Raises `StoreError` where the output cannot be written.
    """
    started = datetime.now(UTC)
    order.out.mkdir(parents=True, exist_ok=True)
    plan = plan_run(order)
    fingerprint = _fingerprint(plan.entries, order, plan.decisions)
    before = None if plan.reading else _complete(plan.work, fingerprint, order.out)
    if before is not None:
        return before, failures(plan.entries, plan.work)
    (plan.work.folder / COMPLETE).unlink(missing_ok=True)
    reading_since = time.perf_counter()
    read_archive(plan.reading, plan.work, order.settings, executor, told, at_once)
    plan = replace(plan, seconds_reading=round(time.perf_counter() - reading_since, 1))
    progress("building series and checking")
    collected = collect(plan.entries, plan.work, order, plan.decisions, executor)
    progress("writing the store, tables, workbook and report")
    catalogue = measures(order.rules)
    with workbook_beside(order.out / WORKBOOK, collected, catalogue, at_once):
        write_store(order, collected, plan, started)
        write_outputs(order.out, collected, catalogue)
    if order.suppress:
        copy = order.out / "publish"
        copy.mkdir(exist_ok=True)
        kept_back = suppressed(collected)
        with workbook_beside(copy / WORKBOOK, kept_back, catalogue, at_once):
            write_outputs(copy, kept_back, catalogue)
    summary = summarise(collected, len(plan.reading))
    write_run_record(order, plan, collected, started, summary)
    record = {"fingerprint": fingerprint, "summary": asdict(replace(summary, read_now=0))}
    write_whole(plan.work.folder / COMPLETE, json.dumps(record).encode())
    return summary, list(collected.failed)


def _fingerprint(entries: Iterable[Entry], order: Order, decisions: Decisions) -> str:
    listed = [[e.paper.name, e.key, e.failure.status if e.failure else ""] for e in entries]
    made_by = [
        tool_fingerprint(), repr(dict(order.settings.checks)), order.suppress, listed, decisions.fingerprint,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(made_by).encode("utf-8", "surrogatepass")).hexdigest()


def _complete(work: WorkFolder, fingerprint: str, out: Path) -> Summary | None:
    """The summary of the last run where it was of the same papers and its outputs are there."""
    try:
        record = json.loads((work.folder / COMPLETE).read_text(encoding="utf-8"))
        same = record["fingerprint"] == fingerprint and (out / "run.json").is_file()
        return Summary(**record["summary"]) if same else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


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


def keys_of(entries: Sequence[Entry], decisions: Decisions) -> dict[str, str]:
    """The key of each document by its hash, marked by what was decided; of copies, that of the first."""
    return {entry.sha256: entry.key + decisions.mark(entry.sha256) for entry in reversed(entries)}


def collect(
    entries: Sequence[Entry],
    work: WorkFolder,
    order: Order,
    decisions: Decisions,
    executor: Executor | None = None,
) -> Collected:
    """Every document's result once, with the series and findings of all of them."""
    places: dict[str, list[str]] = {}
    results: list[Result] = []
    for entry in entries:
        if not entry.key or not work.is_read(entry.key):
            continue
        if entry.sha256 not in places:
            results.append(_result(entry, work, order, executor))
        places.setdefault(entry.sha256, []).append(entry.paper.name)
    unmet = [
        f"{d.document}: the decision of {d.by} about {d.text!r} fits no figure any more"
        for d in without_effect(results, decisions)
    ]
    results = apply_decisions(results, decisions)
    keys, checks = keys_of(entries, decisions), order.settings.checks
    ahead: list[Future[None]] = []
    if executor is not None:
        helpers = Helpers(executor, [str(folder) for folder in order.settings.patterns])
        ahead = reconcile_ahead(results, keys, work, checks, helpers)
    points = build_series(results, patterns=order.rules)
    wait(ahead)
    findings = reconcile_archive(results, keys, work, patterns=order.rules, checks=checks)
    return Collected(
        results=results,
        points=points,
        findings=settle_findings(findings, decisions),
        failed=failures(entries, work),
        places=places,
        skipped=order.skipped,
        unmet=unmet,
        rules={rule.id: rule.rule for rule in order.rules.checks.rules},
        decided=Counter(decision.verdict for decision in decisions.standing.values()),
    )


def _result(entry: Entry, work: WorkFolder, order: Order, executor: Executor | None) -> Result:
    """The result of a document; one that the disk damaged is made again."""
    try:
        return work.result(entry.key, entry.paper.name)
    except StoreError:
        if executor is None:
            raise
    work.forget(entry.key)
    read_archive([entry], work, order.settings, executor, lambda _: None)
    return work.result(entry.key, entry.paper.name)


def _indicator_rows(rules: PatternSet) -> list[tuple[str, str, str, str, str]]:
    return [(e.id, e.label, e.unit, e.better, e.subject) for e in rules.indicators.entries]


def write_store(order: Order, collected: Collected, plan: Plan, started: datetime) -> None:
    """Bring the store to what these papers give."""
    keys = keys_of(plan.entries, plan.decisions)
    with open_store(order.out / "store.sqlite") as store:
        held = store.keys()
        store.keep_only(collected.places)
        for result in collected.results:
            sha256 = result.document.sha256
            if held.get(sha256) != keys[sha256]:
                store.add_document(result, keys[sha256])
        places = {path: sha256 for sha256, paths in collected.places.items() for path in paths}
        store.set_places(places, [(f.document, f.sha256, f.status, f.message) for f in collected.failed])
        store.set_outcomes(collected.points, collected.findings, _indicator_rows(order.rules))
        store.add_run(
            _iso(started), _iso(datetime.now(UTC)), __version__, order.settings.fingerprint(),
            len(collected.results), len(collected.failed),
        )  # fmt: skip


def measures(rules: PatternSet) -> dict[str, Measure]:
    """What the catalogue tells a reader of each indicator."""
    return {
        entry.id: Measure(
            entry.label,
            entry.subject,
            entry.better,
            entry.definition,
            tuple((b.date, b.what) for b in entry.breaks),
        )
        for entry in rules.indicators.entries
    }


def write_outputs(out: Path, collected: Collected, catalogue: Mapping[str, Measure]) -> None:
    """The tidy tables and the report."""
    observations = (observation_record(o) for r in collected.results for o in r.observations)
    write_csv(out, "observations", observations)
    write_csv(out, "series", map(series_record, collected.points))
    write_csv(out, "findings", map(finding_row, collected.findings))
    with suppress(MissingExtra):
        write_parquet(out / "series.parquet", collected.points)
    write_report(out / "report.html", collected, catalogue)


def summarise(collected: Collected, read_now: int) -> Summary:
    """The run in numbers."""
    return Summary(
        documents=len(collected.results),
        failed=len(collected.failed),
        copies=sum(len(paths) - 1 for paths in collected.places.values()),
        figures=sum(len(r.observations) for r in collected.results),
        unread=sum(len(r.unread) for r in collected.results),
        series_values=len(collected.points),
        errors=collected.severities["error"],
        warnings=collected.severities["warning"],
        notes=collected.severities["note"],
        read_now=read_now,
    )


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def write_run_record(
    order: Order, plan: Plan, collected: Collected, started: datetime, summary: Summary
) -> None:
    """run.json: what was read, hashes, versions, times, failures.  The only output that holds times."""
    record: dict[str, Any] = {
        "tool": {"name": "committee-figures", "version": __version__, "program": tool_fingerprint()},
        "python": platform.python_version(),
        "platform": sys.platform,
        "seconds_reading": plan.seconds_reading,
        "started": _iso(started),
        "ended": _iso(datetime.now(UTC)),
        "configuration": order.settings.fingerprint(),
        "summary": asdict(summary),
        "skipped": order.skipped,
        "documents": [_document_record(result, collected) for result in collected.results],
        "decisions": len(plan.decisions.standing),
        "odd": [*oddities(collected.results), *collected.unmet],
        "failures": [asdict(failed) for failed in collected.failed],
    }
    text = json.dumps(record, indent=1, ensure_ascii=False) + "\n"
    write_whole(order.out / "run.json", text.encode("utf-8", "backslashreplace"))


def _document_record(result: Result, collected: Collected) -> dict[str, Any]:
    document = result.document
    return {
        "document": document.path,
        "sha256": document.sha256,
        "format": document.format,
        "status": document.status,
        "pages": len(document.pages),
        "observations": len(result.observations),
        "unread": len(result.unread),
        "tables": len(result.tables),
        "problems": [{"code": p.code, "message": p.message} for p in result.problems],
        "also_at": list(collected.places[document.sha256])[1:],
    }
