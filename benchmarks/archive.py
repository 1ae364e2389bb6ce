"""A synthetic archive made from the corpus: how fast it is read, resumed, and grown.

    python -m benchmarks.archive [--documents 2000] [--workers 2] [--kills 20] [--keep DIR]

5% of the documents are broken, 10% are copies, 2% are scans.  Among sixty more are three that crash, hang and
eat memory.  Pages a second stand beside those of plain pdfplumber over the same PDFs, in one process.
Prints tab-separated lines: what, figure.  Seeded: the same archive every time.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path

import pdfplumber
import psutil
from PIL import Image, ImageDraw

from extractor.archive import WorkFolder, catalogue, engine, find_papers, isolate, read_archive
from extractor.settings import Limits, Settings

CORPUS = Path(__file__).parents[1] / "corpus"
ENDINGS = {".pdf", ".txt", ".html"}
OUTPUTS = ("observations.csv", "series.csv", "findings.csv", "report.html", "workbook.xlsx")


def make_archive(folder: Path, count: int) -> None:
    """Write `count` documents in folders of a hundred."""
    sources = [p for p in sorted(CORPUS.iterdir()) if p.suffix in ENDINGS and p.name != "sources.csv"]
    chance = random.Random(9)
    made: list[Path] = []
    for number in range(count):
        place = folder / f"{number // 100:03}"
        place.mkdir(parents=True, exist_ok=True)
        drawn = chance.random()
        if drawn < 0.10 and made:
            original = chance.choice(made)
            shutil.copy(original, place / f"{number:05}{original.suffix}")
            continue
        if drawn < 0.12:
            made.append(_scan(place / f"{number:05}.pdf", number))
            continue
        source = sources[number % len(sources)]
        file = place / f"{number:05}{source.suffix}"
        data = source.read_bytes()
        file.write_bytes(data[: len(data) // 3] if drawn > 0.95 else data + _mark(source, number))
        made.append(file)


def _scan(file: Path, number: int) -> Path:
    """A page that is a picture only, another for every number."""
    picture = Image.new("L", (620, 877), 255)
    for line in range(30):
        ImageDraw.Draw(picture).rectangle(
            (60, 60 + 24 * line, 200 + (number * 37 + line * 53) % 360, 68 + 24 * line)
        )
    picture.save(file, "PDF", creationDate=None, modDate=None)
    return file


def plain_pages_a_second(papers: Path) -> tuple[int, float]:
    """Pages of the PDFs that open, and how many pdfplumber gives the words and tables of in a second."""
    pages, started = 0, time.perf_counter()
    for file in sorted(papers.rglob("*.pdf")):
        with suppress(Exception), pdfplumber.open(file) as document:
            for page in document.pages:
                page.extract_words()
                page.extract_tables()
                pages += 1
    return pages, pages / (time.perf_counter() - started)


POISON = """
import os, time
from extractor.archive import child

plain = child.read_paper

def poisoned(paper, rules, settings):
    word = paper.file.read_bytes()[:6]
    if word == b"CRASH!":
        os.abort()
    if word == b"HANG!!":
        time.sleep(600)
    if word == b"MEMORY":
        held = bytearray(2_500_000_000)
        held[::4096] = b"x" * len(held[::4096])
        time.sleep(600)
    return plain(paper, rules, settings)

child.read_paper = poisoned
child.main()
"""


def poisoned_among_sixty(place: Path) -> str:
    """What became of sixty papers of which three kill their reader."""
    papers = place / "poisoned"
    papers.mkdir()
    text = (CORPUS / "01_minutes_year_end.txt").read_bytes()
    words = {7: b"CRASH!", 23: b"HANG!!", 41: b"MEMORY"}
    for n in range(60):
        (papers / f"{n:02}.txt").write_bytes(words.get(n, text + b"\nEnd of paper %d.\n" % n))
    script = place / "poisoned_child.py"
    script.write_text(POISON, encoding="utf-8")
    isolate.CHILD_COMMAND = (sys.executable, str(script))
    settings = Settings(limits=Limits(seconds_without_progress=20, memory_mb=1500))
    work = WorkFolder((place / "poisoned-work").resolve())
    entries = catalogue(find_papers([papers]).papers, settings)
    with engine(2, None) as (pool, at_once):
        read_archive(entries, work, settings, pool, lambda _: None, at_once)
    failed = [failure.status for e in entries if (failure := work.failure(e.key))]
    return f"{sum(work.is_read(e.key) for e in entries)} read, {', '.join(failed)}"


def _mark(source: Path, number: int) -> bytes:
    """What makes a copy a document of its own without changing what it says."""
    comment = {".pdf": "\n% {}\n", ".html": "<!-- {} -->", ".txt": "\nEnd of paper {}.\n"}[source.suffix]
    return comment.format("x" * (number % 7) + chr(97 + number % 26) * (number // 26 + 1)).encode()


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
                try:
                    self.megabytes = max(self.megabytes, process.memory_info().rss / 1e6)
                except psutil.Error:
                    continue
            time.sleep(0.2)


def run(papers: Path, out: Path, workers: int) -> float:
    """Seconds of one whole run."""
    started = time.perf_counter()
    subprocess.run(_command(papers, out, workers), check=False, capture_output=True)
    return time.perf_counter() - started


def _command(papers: Path, out: Path, workers: int) -> list[str]:
    return [
        sys.executable, "-m", "extractor", "run", str(papers), "--out", str(out), "--workers", str(workers),
    ]  # fmt: skip


def fingerprint(out: Path) -> str:
    """One hash over all outputs that must not change."""
    return hashlib.sha256(b"".join((out / name).read_bytes() for name in OUTPUTS)).hexdigest()[:16]


def killed_and_resumed(papers: Path, out: Path, workers: int, kills: int, seconds: float) -> None:
    """Kill a run at random moments, then let it end."""
    chance = random.Random(5)
    for _ in range(kills):
        going = subprocess.Popen(
            _command(papers, out, workers), start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(chance.uniform(0.2, max(1.0, 1.5 * seconds / kills)))
        os.killpg(going.pid, signal.SIGKILL)
        going.wait()
    run(papers, out, workers)


def main() -> None:
    """Make the archive, run it in each way, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args()
    place = asked.keep or Path(tempfile.mkdtemp())
    papers = place / "papers"
    make_archive(papers, asked.documents)
    one = run(papers, place / "one", 1)
    print(f"seconds with one worker\t{one:.1f}", flush=True)
    with Peak() as peak:
        many = run(papers, place / "many", asked.workers)
    print(f"seconds with {asked.workers} workers\t{many:.1f}\ntimes one\t{one / many:.2f}", flush=True)
    record = json.loads((place / "many" / "run.json").read_text(encoding="utf-8"))
    pages_read, seconds = sum(d["pages"] for d in record["documents"]), record["seconds_reading"]
    print(
        f"pages a second, reading\t{pages_read / seconds:.1f}\npages a second, all\t{pages_read / many:.1f}"
    )
    print(f"documents a second\t{asked.documents / many:.2f}\npeak MB of a process\t{peak.megabytes:.0f}")
    print(f"seconds with nothing new\t{run(papers, place / 'many', asked.workers):.1f}", flush=True)
    (papers / "new.txt").write_bytes((CORPUS / "01_minutes_year_end.txt").read_bytes() + b"\nNew.\n")
    print(f"seconds with one new\t{run(papers, place / 'many', asked.workers):.1f}", flush=True)
    (papers / "new.txt").unlink()
    pages, rate = plain_pages_a_second(papers)
    print(f"pages of PDFs\t{pages}\npages a second, plain pdfplumber\t{rate:.1f}")
    print(f"poisoned among sixty\t{poisoned_among_sixty(place)}", flush=True)
    if asked.kills:
        killed_and_resumed(papers, place / "killed", asked.workers, asked.kills, many)
        same = fingerprint(place / "killed") == fingerprint(place / "one")
        print(f"killed {asked.kills} times, same outputs\t{same}")
    if asked.keep is None:
        shutil.rmtree(place)


if __name__ == "__main__":
    main()
