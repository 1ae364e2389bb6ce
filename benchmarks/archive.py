"""An archive made from the corpus: how fast it is read, resumed, and grown.

    python -m benchmarks.archive [PART...] [--documents 2000] [--workers 2] [--kills 20] [--keep DIR]

Parts: `speed` (one worker and several, pages a second, memory, nothing new, one new), `plain` (pdfplumber
over the same PDFs), `poison` (three of sixty papers crash, hang and eat memory: on threads, processes and a
cluster), `kills` (killed at random moments and resumed), `growth` (processor time of a document as the store
grows from 1,000 to 10,000).  All of them where none is named.  Prints tab-separated lines: what, figure.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import multiprocessing
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pdfplumber
import psutil

from benchmarks.poison import STATUSES, write_papers, write_reader
from benchmarks.synthetic import CORPUS, grow, mixed_archive
from extractor.archive import WorkFolder, catalogue, engine, find_papers, isolate, read_archive
from extractor.settings import Limits, Settings

OUTPUTS = ("observations.csv", "series.csv", "findings.csv", "report.html", "workbook.xlsx")
FEW = 10
"""New documents that a run with little new has."""
PLACE_OF_CODE = str(Path(__file__).parents[1])


@dataclass(frozen=True)
class Asked:
    """What to measure: a folder to work in, documents, workers, kills."""

    place: Path
    documents: int
    workers: int
    kills: int
    grown: int

    @property
    def papers(self) -> Path:
        """The archive of mixed papers, made where it is absent."""
        folder = self.place / "papers"
        if not folder.exists():
            mixed_archive(folder, self.documents)
        return folder


def tell(what: str, figure: object) -> None:
    """Print one figure."""
    print(f"{what}\t{figure}", flush=True)


class Peak:
    """The largest resident memory of any process below this one, watched while the block runs."""

    def __enter__(self) -> Peak:
        self.megabytes = 0.0
        self._going = True
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._going = False
        self._thread.join()

    def _watch(self) -> None:
        me = psutil.Process()
        while self._going:
            for process in me.children(recursive=True):
                with suppress(psutil.Error):
                    self.megabytes = max(self.megabytes, process.memory_info().rss / 1e6)
            time.sleep(0.1)


@dataclass(frozen=True)
class Cost:
    """What a run took: seconds by the clock, and processor seconds of all its processes."""

    wall: float
    processor: float


def run(papers: Path, out: Path, workers: int) -> Cost:
    """One whole run."""
    started, before = time.perf_counter(), _of_children()
    subprocess.run(_command(papers, out, workers), check=False, capture_output=True, cwd=PLACE_OF_CODE)
    return Cost(time.perf_counter() - started, _of_children() - before)


def _of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _command(papers: Path, out: Path, workers: int) -> list[str]:
    return [
        sys.executable, "-m", "extractor", "run", str(papers), "--out", str(out), "--workers", str(workers),
    ]  # fmt: skip


def speed(asked: Asked) -> None:
    """One worker and several; memory; a run with nothing new, and with one paper more."""
    papers, many = asked.papers, asked.place / "many"
    alone = run(papers, asked.place / "one", 1)
    tell("seconds with one worker", f"{alone.wall:.1f}")
    tell("processor seconds with one worker", f"{alone.processor:.1f}")
    with Peak() as peak:
        together = run(papers, many, asked.workers)
    tell(f"seconds with {asked.workers} workers", f"{together.wall:.1f}")
    tell(f"processor seconds with {asked.workers} workers", f"{together.processor:.1f}")
    tell("times one", f"{alone.wall / together.wall:.2f}")
    tell("same outputs", fingerprint(many) == fingerprint(asked.place / "one"))
    record = json.loads((many / "run.json").read_text(encoding="utf-8"))
    pages, reading = sum(d["pages"] for d in record["documents"]), record["seconds_reading"]
    tell("statuses", dict(Counter(d["status"] for d in record["documents"] + record["failures"])))
    tell("pages a second, reading", f"{pages / reading:.1f}")
    tell("pages a second, all", f"{pages / together.wall:.1f}")
    tell("documents a second", f"{asked.documents / together.wall:.2f}")
    tell("peak MB of a process", f"{peak.megabytes:.0f}")
    tell("seconds with nothing new", f"{run(papers, many, asked.workers).wall:.1f}")
    new = papers / "new.txt"
    new.write_bytes((CORPUS / "01_minutes_year_end.txt").read_bytes() + b"\nNew.\n")
    tell("seconds with one new", f"{run(papers, many, asked.workers).wall:.1f}")
    new.unlink()


def plain(asked: Asked) -> None:
    """Pages of the PDFs that open, and how many pdfplumber gives the words and tables of in a second."""
    pages, started = 0, time.perf_counter()
    for file in sorted(asked.papers.rglob("*.pdf")):
        with suppress(Exception), pdfplumber.open(file) as document:
            for page in document.pages:
                page.extract_words()
                page.extract_tables()
                pages += 1
    tell("pages of PDFs", pages)
    tell("pages a second, plain pdfplumber", f"{pages / (time.perf_counter() - started):.1f}")


def poison(asked: Asked) -> None:
    """What became of sixty papers of which three kill their reader, on every engine."""
    words = dict(zip((7, 23, 41), STATUSES, strict=True))
    text = (CORPUS / "01_minutes_year_end.txt").read_text(encoding="utf-8").replace("{", "(")
    papers = write_papers(asked.place / "poisoned", 60, words, text + "\nEnd of paper {}.\n")
    isolate.CHILD_COMMAND = (sys.executable, str(write_reader(asked.place)))
    for name, opened in (("threads", _threads), ("processes", _processes), ("cluster", _cluster)):
        with opened() as pool:
            tell(f"poisoned among sixty, {name}", _became(papers, asked.place / f"poisoned-{name}", pool))
        isolate.close_children()


def _became(papers: Path, out: Path, pool: Executor) -> str:
    settings = Settings(limits=Limits(seconds_without_progress=30, memory_mb=1000))
    work = WorkFolder(out.resolve())
    entries = catalogue(find_papers([papers]).papers, settings)
    read_archive(entries, work, settings, pool, lambda _: None, 2)
    failed = [failure.status for e in entries if (failure := work.failure(e.key))]
    return f"{sum(work.is_read(e.key) for e in entries)} read, {', '.join(failed)}"


@contextmanager
def _threads() -> Iterator[Executor]:
    with engine(2, None) as (pool, _):
        yield pool


@contextmanager
def _processes() -> Iterator[Executor]:
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("fork")) as pool:
        yield pool


@contextmanager
def _cluster() -> Iterator[Executor]:
    from distributed import Client, LocalCluster

    kinds: Any = LocalCluster
    with kinds(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        client: Any = Client
        with client(cluster) as connected:
            connected.run(setattr, isolate, "CHILD_COMMAND", isolate.CHILD_COMMAND)
        with engine(None, cluster.scheduler_address) as (pool, _):
            yield pool


def kills(asked: Asked) -> None:
    """Kill a run at random moments, let it end, and compare with a run that nobody killed."""
    whole, parts = asked.place / "whole", asked.place / "killed"
    seconds = run(asked.papers, whole, asked.workers).wall
    chance = random.Random(5)
    alive = 0
    for _ in range(asked.kills):
        going = subprocess.Popen(
            _command(asked.papers, parts, asked.workers), start_new_session=True, cwd=PLACE_OF_CODE,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(chance.uniform(0.2, max(1.0, 2.2 * seconds / asked.kills)))
        if going.poll() is None:
            os.killpg(going.pid, signal.SIGKILL)
            alive += 1
        going.wait()
    run(asked.papers, parts, asked.workers)
    tell(f"killed {alive} times, same outputs", fingerprint(parts) == fingerprint(whole))


def fingerprint(out: Path) -> str:
    """One hash over all outputs that must not change."""
    return hashlib.sha256(b"".join((out / name).read_bytes() for name in OUTPUTS)).hexdigest()[:16]


def growth(asked: Asked) -> None:
    """Seconds of each tenth of a growing store, and of ten new documents in the first and the last."""
    papers, out, tenth = asked.place / "growing", asked.place / "grown", asked.grown // 10
    ends = [tenth, tenth + FEW, *range(2 * tenth, asked.grown + 1, tenth), asked.grown + FEW]
    for first, last in pairwise([0, *ends]):
        grow(papers, first, last)
        with Peak() as peak:
            cost = run(papers, out, asked.workers)
        each = f"{1000 * cost.processor / (last - first):.1f} ms of processor a document"
        took = f"{cost.wall:.1f} s, {cost.processor:.1f} s of processor"
        tell(f"documents {first} to {last}", f"{took}, {each}, peak {peak.megabytes:.0f} MB")


PARTS: dict[str, Callable[[Asked], None]] = {
    "speed": speed, "plain": plain, "poison": poison, "kills": kills, "growth": growth,
}  # fmt: skip


def main() -> None:
    """Measure the parts that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS])
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--grown", type=int, default=10_000)
    parser.add_argument("--keep", type=Path, help="a folder to work in, kept")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        place = options.keep or Path(temporary)
        place.mkdir(parents=True, exist_ok=True)
        asked = Asked(place, options.documents, options.workers, options.kills, options.grown)
        for name in options.parts or PARTS:
            PARTS[name](asked)


if __name__ == "__main__":
    main()
