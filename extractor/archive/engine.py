"""Many documents over an executor: hashed, read once however many copies, resumed where a run stopped."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from extractor.archive.discover import Paper
from extractor.archive.hashes import Hashes
from extractor.archive.isolate import Answer, Job, close_children, read_jobs
from extractor.archive.work import Failure, WorkFolder, key_of
from extractor.errors import ExtractorError, MissingExtra
from extractor.settings import Settings

SMALL_BYTES = 200_000
SMALL_A_BATCH = 16


@dataclass(frozen=True)
class Entry:
    """One paper of the archive, hashed; `key` is empty where it could not even be opened."""

    paper: Paper
    sha256: str
    key: str
    size: int
    failure: Failure | None = None


@dataclass(frozen=True)
class Step:
    """One document done: how far the run is."""

    name: str
    status: str
    message: str
    done: int
    total: int
    pages: int = 0
    """Of this document, in formats that have pages."""
    bytes_done: int = 0
    """Of all documents up to this one: the large ones are read first, so their number misleads."""
    bytes_total: int = 0
    size: int = 0
    """Bytes of this document."""
    seconds: float = 0.0
    """Of one worker, for this document; 0 where that tells nothing of the next."""


def catalogue(papers: Sequence[Paper], settings: Settings, hashes: Hashes | None = None) -> list[Entry]:
    """Hash every paper, but those whose hash is known.  The order is that of the papers."""
    configuration, known = settings.fingerprint(), hashes or Hashes()
    return [_entry(paper, settings, configuration, known) for paper in papers]


def _entry(paper: Paper, settings: Settings, configuration: str, hashes: Hashes) -> Entry:
    try:
        state = paper.file.stat()
        size = state.st_size
        if size > settings.limits.document_mb * 1_048_576:
            reason = (
                f"a file of {size / 1_048_576:.0f} MB; limits.document_mb is {settings.limits.document_mb}"
            )
            return Entry(paper, "", "", size, Failure("too_large", reason))
        if paper.refused:
            return Entry(paper, "", "", size, Failure("too_large", paper.refused))
        sha256 = hashes.of(paper.file, state)
    except OSError as error:
        return Entry(paper, "", "", 0, Failure("not_a_document", error.strerror or str(error)))
    key = key_of(sha256, settings.authority_of(paper.name), configuration)
    return Entry(paper, sha256, key, size)


def to_read(entries: Iterable[Entry], work: WorkFolder, *, retry_failed: bool = False) -> list[Entry]:
    """The entries that must be read: one of each key, neither read nor failed before."""
    wanted: dict[str, Entry] = {}
    for entry in entries:
        if not entry.key or entry.key in wanted or work.is_read(entry.key):
            continue
        if retry_failed or work.failure(entry.key) is None:
            wanted[entry.key] = entry
    return list(wanted.values())


def read_archive(
    entries: Sequence[Entry],
    work: WorkFolder,
    settings: Settings,
    executor: Executor,
    told: Callable[[Step], None],
    at_once: int = 2,
    then: str = "",
) -> None:
    """Read these documents; results and failures are in the work folder when it returns.

    `then` is MODULE:FUNCTION of this package that keeps more of each result where it is read.
    """
    by_key = {entry.key: entry for entry in entries}
    batches = iter(_batches(entries, settings, then))
    folders = [str(folder) for folder in settings.patterns]
    running: dict[Future[list[Answer]], list[Job]] = {}
    done, bytes_done, bytes_total = 0, 0, sum(entry.size for entry in entries)

    def submit(jobs: list[Job]) -> None:
        running[executor.submit(read_jobs, jobs, work.folder, folders, settings.limits)] = jobs

    for jobs in _first(batches, at_once * 2):
        submit(jobs)
    while running:
        finished, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in finished:
            for key, status, message, pages, seconds in _answers(future, running.pop(future), work):
                entry = by_key[key]
                done, bytes_done = done + 1, bytes_done + entry.size
                step = Step(
                    entry.paper.name, status, message, done, len(entries), pages, bytes_done, bytes_total
                )
                told(replace(step, size=entry.size, seconds=round(seconds, 3)))
            for jobs in _first(batches, 1):
                submit(jobs)


def _first(batches: Iterator[list[Job]], count: int) -> Iterator[list[Job]]:
    for _, jobs in zip(range(count), batches, strict=False):
        yield jobs


def _answers(future: Future[list[Answer]], jobs: list[Job], work: WorkFolder) -> list[Answer]:
    try:
        return future.result()
    except ExtractorError:
        raise
    except Exception as error:  # the engine lost a worker: what it had finished is in the work folder
        answers = []
        for job in jobs:
            if work.is_read(job.key):
                answers.append(Answer(job.key, "ok"))
                continue
            failure = work.failure(job.key) or Failure(
                "crash", f"its worker was lost: {type(error).__name__}"
            )
            work.keep_failure(job.key, failure)
            answers.append(Answer(job.key, failure.status, failure.message))
        return answers


def _batches(entries: Iterable[Entry], settings: Settings, then: str) -> Iterator[list[Job]]:
    """Small documents together, for a batch has its price; large ones first, so that none ends the run."""
    small: list[Job] = []
    for entry in sorted(entries, key=lambda e: (-e.size, e.paper.name)):
        paper = entry.paper
        job = Job(entry.key, paper.name, str(paper.file.resolve()), settings.authority_of(paper.name), then)
        if entry.size >= SMALL_BYTES:
            yield [job]
            continue
        small.append(job)
        if len(small) == SMALL_A_BATCH:
            yield small
            small = []
    if small:
        yield small


def usual_workers() -> int:
    """How many documents are read at once where nobody says."""
    return max(1, min(os.cpu_count() or 1, 8))


@contextmanager
def engine(workers: int | None, scheduler: str | None) -> Iterator[tuple[Executor, int]]:
    """An executor and how many batches it runs at once: threads with a child each, or a Dask cluster.

    Raises `MissingExtra` where a scheduler is named and Dask is not installed.
    """
    if scheduler is None:
        count = workers or usual_workers()
        with ThreadPoolExecutor(count) as pool:
            try:
                yield pool, count
            finally:
                pool.shutdown(cancel_futures=True)
                close_children()
        return
    try:
        from distributed import Client
    except ImportError:
        raise MissingExtra("cluster", "a scheduler") from None
    connect: Any = Client
    with connect(scheduler) as client:
        threads = sum(client.nthreads().values()) or 1
        with client.get_executor(retries=2) as pool:
            yield pool, threads


def scratch(out: Path) -> WorkFolder:
    """The work folder that belongs to an output folder."""
    return WorkFolder((out / ".work").resolve())
