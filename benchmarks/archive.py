"""A synthetic archive made from the corpus: how fast it is read, resumed, and grown.

    python -m benchmarks.archive [--documents 2000] [--workers 2] [--kills 20] [--keep DIR]

5% of the documents are broken, 10% are copies, and those of the corpus that are scans stay scans.
Prints tab-separated lines: what, figure.  Seeded: the same archive every time.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import psutil

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
        source = sources[number % len(sources)]
        file = place / f"{number:05}{source.suffix}"
        data = source.read_bytes()
        file.write_bytes(data[: len(data) // 3] if drawn > 0.95 else data + _mark(source, number))
        made.append(file)


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
    print(f"documents a second\t{asked.documents / many:.2f}\npeak MB of a process\t{peak.megabytes:.0f}")
    print(f"seconds with nothing new\t{run(papers, place / 'many', asked.workers):.1f}", flush=True)
    (papers / "new.txt").write_bytes((CORPUS / "01_minutes_year_end.txt").read_bytes() + b"\nNew.\n")
    print(f"seconds with one new\t{run(papers, place / 'many', asked.workers):.1f}", flush=True)
    (papers / "new.txt").unlink()
    if asked.kills:
        killed_and_resumed(papers, place / "killed", asked.workers, asked.kills, many)
        same = fingerprint(place / "killed") == fingerprint(place / "one")
        print(f"killed {asked.kills} times, same outputs\t{same}")
    if asked.keep is None:
        shutil.rmtree(place)


if __name__ == "__main__":
    main()
