"""The whole job over many papers: read, build series, reconcile, store, and write what people open."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path

from extractor import __version__
from extractor.archive import Step, WorkFolder, read_archive, scratch, write_whole
from extractor.outputs.collected import Failed
from extractor.run.digest import KEEP_DIGEST
from extractor.run.findings import FindAgain
from extractor.run.gathering import Early, Source, take_in
from extractor.run.lines import DrawAgain
from extractor.run.order import Order, Plan, Summary, failures, fingerprint, made_with, plan_run
from extractor.run.outputs import LEDGER, STORE, write_outputs
from extractor.run.pace import Pace, pace_of
from extractor.run.record import iso, summarise, write_run_record
from extractor.run.series import settle
from extractor.store import Head, Ledger, Store, alone, open_ledger, open_store, read_head

__all__ = ["Order", "Pace", "Plan", "Summary", "pace_of", "plan_run", "run_papers"]

COMPLETE = "complete.json"
"""In the work folder: which papers the outputs were made of, written last."""


def run_papers(
    order: Order,
    executor: Executor,
    at_once: int,
    told: Callable[[Step], None],
    progress: Callable[[str], None],
) -> tuple[Summary, list[Failed]]:
    """Do the whole job; `told` hears of every document read, `progress` of the steps after.

    Raises `StoreError` where the output cannot be written, or another run is writing it.
    """
    started = datetime.now(UTC)
    with alone(order.out, scratch(order.out).folder):
        plan = plan_run(order)
        plan.hashes.keep(plan.work.folder)
        made_of = fingerprint(plan, order)
        before = None if plan.reading else _complete(plan.work, made_of, order.out)
        if before is not None:
            return before, failures(plan.entries, plan.work)
        (plan.work.folder / COMPLETE).unlink(missing_ok=True)
        with open_store(order.out / STORE) as store:
            ledger = open_ledger(store, plan.work.folder / LEDGER, made_with(order))
            pace = pace_of(plan.work)
            seconds = _read(plan, order, ledger, executor, at_once, _both(told, pace.heard))
            source = Source(replace(plan, seconds_reading=seconds), order, executor, at_once)
            failed = failures(plan.entries, plan.work)
            summary = _bring_up_to_date(source, ledger, failed, started, progress)
        if plan.reading:
            pace.keep(plan.work, seconds)
        record = {"fingerprint": made_of, "summary": asdict(replace(summary, read_now=0))}
        write_whole(plan.work.folder / COMPLETE, json.dumps(record).encode())
    return summary, failed


def _both(one: Callable[[Step], None], other: Callable[[Step], None]) -> Callable[[Step], None]:
    def heard(step: Step) -> None:
        one(step)
        other(step)

    return heard


def _read(
    plan: Plan, order: Order, ledger: Ledger, executor: Executor, at_once: int, told: Callable[[Step], None]
) -> float:
    """Read what is not read, and take it in meanwhile; the seconds that it took."""
    since = time.perf_counter()
    heard = _both(told, Early(plan, ledger))
    read_archive(plan.reading, plan.work, order.settings, executor, heard, at_once, KEEP_DIGEST)
    return round(time.perf_counter() - since, 1)


def _complete(work: WorkFolder, made_of: str, out: Path) -> Summary | None:
    """The summary of the last run where it was of the same papers and its outputs are there."""
    try:
        record = json.loads((work.folder / COMPLETE).read_text(encoding="utf-8"))
        same = record["fingerprint"] == made_of and (out / "run.json").is_file()
        return Summary(**record["summary"]) if same else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _bring_up_to_date(
    source: Source,
    ledger: Ledger,
    failed: Sequence[Failed],
    started: datetime,
    progress: Callable[[str], None],
) -> Summary:
    """Everything that is made of what was read; only what new, changed and lost papers touch."""
    store = ledger.store
    progress("taking in the papers")
    take_in(source, ledger)
    progress("building series and checking")
    heads = _heads(source, ledger)
    finding = FindAgain(source, heads)  # children have work while this settles what they will draw
    settle(source, ledger)
    drawing = DrawAgain(source, ledger)
    finding.go_on()
    drawing.take_in(ledger)
    finding.take_in(ledger)
    _finish_store(store, source, failed, started)
    progress("writing tables, workbook and report")
    write_outputs(source, failed)
    (held,) = store.rows("SELECT count(*) AS n FROM series")
    summary = summarise(source, heads, failed, held["n"], ledger.severities())
    write_run_record(source, heads, failed, started, summary)
    return summary


def _heads(source: Source, ledger: Ledger) -> list[Head]:
    records = ledger.heads()
    return [read_head(records[sha256]) for sha256 in source.papers]


def _finish_store(store: Store, source: Source, failed: Sequence[Failed], started: datetime) -> None:
    """The places, the failures, the catalogue, and that this run was."""
    order, papers = source.order, source.papers
    places = {path: sha256 for sha256, paper in papers.items() for path in paper.places}
    store.set_places(places, [(f.document, f.sha256, f.status, f.message) for f in failed])
    entries = order.rules.indicators.entries
    store.set_indicators([(e.id, e.label, e.unit, e.better, e.subject) for e in entries])
    ended, configuration = datetime.now(UTC), order.settings.fingerprint()
    store.add_run(iso(started), iso(ended), __version__, configuration, len(papers), len(failed))
