"""Files that are no good, read by us, by pdfium and by pdfplumber: what each sees, and how ours end.

    python -m benchmarks.malformed FOLDER... [--without-scans] [--limit SECONDS]

Every reader has a process of its own for every file, which is ended after SECONDS (60) without a sign of
life (pdfium and pdfplumber: after SECONDS in all).  Prints the files on which the readers differ and those
that were silent for more than a third of the limit; then how many files end with each status, in how many
each reader sees text, and in how many pdfium or pdfplumber do.  pdfium and pdfplumber are asked for the
first text that they see, not for all of it.
"""

from __future__ import annotations

import argparse
import json
import logging
import queue
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SIGN_OF_LIFE = "."
OTHERS = ("pdfium", "pdfplumber")


@dataclass
class Seen:
    """What one reader gave for one file; `silence` is its longest time without a sign of life."""

    status: str
    letters: int = 0
    seconds: float = 0.0
    silence: float = 0.0


def letters_of(text: str) -> int:
    """Characters that are printed."""
    return sum(not char.isspace() for char in text)


def ours(path: Path, scans: bool) -> Seen:
    """The whole reading, with a line for every sign of life."""
    # a child loads the one reader that it is for
    from extractor import progress
    from extractor.errors import UnreadableDocument
    from extractor.reading.pdf import read_pdf

    progress.listener.append(lambda: print(SIGN_OF_LIFE, flush=True))
    try:
        document = read_pdf(path.read_bytes(), path.name, "", scans=scans)
    except UnreadableDocument as error:
        return Seen(error.status)
    return Seen(document.status, letters_of(document.text))


def first_text(pages: Iterator[str]) -> Seen:
    """Letters of the first page that has any."""
    for text in pages:
        if n := letters_of(text):
            return Seen("ok", n)
    return Seen("ok")


def by_pdfium(path: Path) -> Iterator[str]:
    """The text of each page as pdfium gives it."""
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    for index in range(len(document)):
        try:
            page = document[index].get_textpage()
        except pypdfium2.PdfiumError:
            continue
        yield page.get_text_bounded(errors="ignore")


def by_pdfplumber(path: Path) -> Iterator[str]:
    """The text of each page as pdfplumber gives it."""
    import pdfplumber

    with pdfplumber.open(path) as document:
        for page in document.pages:
            try:
                text = page.extract_text()
            except Exception:
                continue
            yield text
            page.close()


def one(reader: str, path: Path, scans: bool) -> None:
    """Read one file and print what was seen."""
    logging.disable(logging.CRITICAL)
    try:
        if reader == "ours":
            seen = ours(path, scans)
        else:
            seen = first_text(by_pdfium(path) if reader == "pdfium" else by_pdfplumber(path))
    except Exception as error:
        seen = Seen(f"raises {type(error).__name__}")
    print(json.dumps({"status": seen.status, "letters": seen.letters}), flush=True)


def read_apart(reader: str, path: Path, options: argparse.Namespace) -> Seen:
    """What a reader sees in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.malformed", str(path), "--reader", reader]
    command += ["--without-scans"] * options.without_scans
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    lines: queue.Queue[str] = queue.Queue()
    threading.Thread(target=_listen, args=(child, lines), daemon=True).start()
    started = heard = time.monotonic()
    seen = Seen("crash")
    try:
        while line := lines.get(timeout=options.limit):
            seen.silence = max(seen.silence, time.monotonic() - heard)
            heard = time.monotonic()
            if line.strip() != SIGN_OF_LIFE:
                told = json.loads(line)
                seen.status, seen.letters = told["status"], told["letters"]
    except queue.Empty:
        seen = Seen("timeout", silence=options.limit)
        child.kill()
    child.wait()
    seen.seconds = time.monotonic() - started
    return seen


def _listen(child: subprocess.Popen[str], lines: queue.Queue[str]) -> None:
    assert child.stdout is not None
    for line in child.stdout:
        lines.put(line)
    lines.put("")


def told(name: str, seen: dict[str, Seen], options: argparse.Namespace) -> str | None:
    """A line for a file in which the readers differ, or that was silent for long."""
    own = seen["ours"]
    others = max(seen[reader].letters for reader in OTHERS)
    if own.status in ("crash", "timeout") or own.status.startswith("raises"):
        why = own.status
    elif others and not own.letters:
        why = "others see text"
    elif own.letters and not others:
        why = "only we see text"
    elif own.silence > options.limit / 3:
        why = "silent for long"
    else:
        return None
    letters = "  ".join(f"{reader} {each.letters} ({each.status})" for reader, each in seen.items())
    return f"{name}: {why}; letters: {letters}; {own.seconds:.0f} s, silent {own.silence:.0f} s"


def main() -> None:
    """Read every file with every reader, and print how they differ and the sums."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--without-scans", action="store_true")
    parser.add_argument("--limit", type=float, default=60.0)
    parser.add_argument("--reader", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.reader:
        one(options.reader, options.folders[0], not options.without_scans)
        return
    statuses: Counter[str] = Counter()
    sums: Counter[str] = Counter()
    for path in sorted(path for folder in options.folders for path in folder.rglob("*.pdf")):
        seen = {reader: read_apart(reader, path, options) for reader in ("ours", *OTHERS)}
        line = told(path.name, seen, options)
        if line:
            print(line, flush=True)
        statuses[seen["ours"].status] += 1
        count(seen, sums)
    for status, n in statuses.most_common():
        print(f"{n:5d} {status}")
    for what, n in sums.items():
        print(f"{n:5d} {what}")


def count(seen: dict[str, Seen], sums: Counter[str]) -> None:
    """Add one file to the sums."""
    readers = {reader for reader, each in seen.items() if each.letters}
    for reader in seen:
        sums[f"files in which {reader} sees text" if reader != "ours" else "files in which we see text"] += (
            reader in readers
        )
    sums["files in which pdfium or pdfplumber sees text"] += bool(readers - {"ours"})
    sums["files in which one of them does and we do not"] += "ours" not in readers and bool(readers)
    sums["files in which we do and neither of them"] += readers == {"ours"}


if __name__ == "__main__":
    main()
