"""Commands of the archivist: run, watch, and what became of it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli.common import (
    Authority,
    Config,
    Patterns,
    Tally,
    harmless,
    load,
    load_rules,
    papers_of,
    paths_listed,
    say,
)
from extractor.cli.telling import bar_and_log, duration, paper_lines
from extractor.errors import Exit, ExtractorError

if TYPE_CHECKING:
    from extractor.run import Plan
    from extractor.settings import Settings


def run(
    out: Annotated[Path, typer.Option("--out", "-o", help="The folder to write; made where absent.")],
    paths: Annotated[list[Path] | None, typer.Argument(help="Papers, folders of papers, or globs.")] = None,
    files_from: Annotated[
        Path | None,
        typer.Option(help="Also the paths in this list, a line or a NUL each; - is standard input."),
    ] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Documents read at once.")] = None,
    scheduler: Annotated[
        str | None, typer.Option(help="Run on this Dask cluster: tcp://HOST:PORT (extra: cluster).")
    ] = None,
    retry_failed: Annotated[bool, typer.Option(help="Try documents again that failed before.")] = False,
    suppress: Annotated[
        bool, typer.Option(help="Also write a copy to publish, small numbers kept back, in OUT/publish.")
    ] = False,
    dry_run: Annotated[bool, typer.Option(help="Say what would be read, and stop.")] = False,
    log: Annotated[Path | None, typer.Option(help="Append one JSON line a document to this file.")] = None,
    authority: Authority = None,
    patterns: Patterns = None,
    config: Config = None,
) -> None:
    """Do the whole job over files and folders, and write every output to a folder.

    Example: extractor run papers/ --out results
    """
    from extractor.archive import engine
    from extractor.run import Order, plan_run, run_papers

    listed = paths_listed(files_from)
    if not paths and files_from is None:
        raise typer.BadParameter("name papers or folders, or a list of them with --files-from")
    settings = load(authority, patterns, config)
    with papers_of(paths or (), listed) as search:
        own = out.resolve()
        papers = [p for p in search.papers if not p.file.resolve().is_relative_to(own)]
        if not papers:
            raise typer.Exit(Exit.NOTHING_READ)
        skipped = len(search.skipped)
        order = Order(papers, out, settings, load_rules(settings), skipped, retry_failed, suppress)
        if dry_run:
            _tell_plan(plan_run(order), workers)
            return
        with engine(workers, scheduler) as (executor, at_once), bar_and_log(log) as (told, stage):
            summary, failed = run_papers(order, executor, at_once, told, stage)
    for failure in failed:
        say(f"{failure.document}: {failure.status}: {failure.message}")
    for line in summary.text(out).splitlines():
        say(line)
    raise typer.Exit(Tally(summary.documents + summary.failed, summary.failed).code)


def _tell_plan(plan: Plan, workers: int | None) -> None:
    from extractor.archive import usual_workers
    from extractor.run import pace_of

    told = ""
    if plan.reading:
        pace, count = pace_of(plan.work), workers or usual_workers()
        whose = "at the pace of earlier runs" if pace.taken else "roughly, at the usual pace"
        seconds = duration(pace.seconds(plan.reading, count))
        told = f"; about {seconds} with {count} worker{'s' if count > 1 else ''}, {whose}"
    print(f"{len(plan.entries)} papers; {len(plan.reading)} to read ({plan.megabytes:.1f} MB{told})")
    for entry in plan.reading:
        print(harmless(entry.paper.name))


def watch(
    folder: Annotated[Path, typer.Argument(help="The folder that fills.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="The folder to write; made where absent.")],
    every: Annotated[float, typer.Option(min=0.1, help="Seconds between two looks.")] = 5.0,
    settle: Annotated[float, typer.Option(min=0, help="Seconds a file must not have changed for.")] = 2.0,
    once: Annotated[bool, typer.Option(help="Wait until nothing changes, run once, and stop.")] = False,
    workers: Annotated[int | None, typer.Option(min=1, help="Documents read at once.")] = None,
    log: Annotated[Path | None, typer.Option(help="Append one JSON line a document to this file.")] = None,
    authority: Authority = None,
    patterns: Patterns = None,
    config: Config = None,
) -> None:
    """Run again whenever papers come, change or go, until Ctrl-C; one line a paper on standard error.

    Example: extractor watch inbox/ --out results
    """
    from extractor.watch import Watch
    from extractor.watch import watch as watch_folder

    if not folder.is_dir():
        raise typer.BadParameter(f"{folder}: there is no such folder")
    settings = load(authority, patterns, config)
    codes: list[Exit] = []

    def run_over(files: list[Path]) -> bool:
        try:
            codes.append(_run_watched(files, out, settings, workers, log))
        except ExtractorError as error:
            if once:
                raise
            say(f"extractor: {error}")
            return False
        return True

    try:
        watch_folder(Watch(folder, out, settle), run_over, every=every, once=once)
    except KeyboardInterrupt:
        say("stopped")
        return
    raise typer.Exit(codes[-1])


def _run_watched(
    files: Sequence[Path], out: Path, settings: Settings, workers: int | None, log: Path | None
) -> Exit:
    from extractor.archive import engine
    from extractor.run import Order, run_papers

    with papers_of((), files) as search:
        if not search.papers:
            return Exit.NOTHING_READ
        order = Order(search.papers, out, settings, load_rules(settings), len(search.skipped))
        with engine(workers, None) as (executor, at_once), paper_lines(log) as told:
            summary, failed = run_papers(order, executor, at_once, told, lambda _: None)
    say("; ".join(summary.text(out).splitlines()))
    return Tally(summary.documents + summary.failed, len(failed)).code


def status(
    folder: Annotated[Path, typer.Argument(help="A folder that `run` wrote.")],
    as_json: Annotated[bool, typer.Option("--json", help="As one JSON object.")] = False,
) -> None:
    """Say what became of every input of the last run: how many were read, and which failed and why.

    Example: extractor status results
    """
    record_file = folder / "run.json"
    if not record_file.is_file():
        raise typer.BadParameter(f"{folder}: no run was completed there")
    record = json.loads(record_file.read_text(encoding="utf-8"))
    if as_json:
        print(json.dumps(record, ensure_ascii=False))
        return
    counts = Counter(document["status"] for document in record["documents"] + record["failures"])
    for name, count in sorted(counts.items()):
        print(f"{name}\t{count}")
    for line in record.get("odd", ()):
        print(harmless(f"odd: {line}"))
    for failure in record["failures"]:
        print(harmless(f"{failure['document']}: {failure['status']}: {failure['message']}"))
