"""Speed and fidelity of the PDF reader beside plain pdfplumber, over the PDFs of a folder.

    python benchmarks/pages.py FOLDER... [--repeat N] [--without-scans] [--lost]

Prints, for the same pages in the same run: milliseconds of processor time a page of both and the ratio (in a
last line those by the clock), for words with ruled tables alone and for the whole reading; how many of
pdfplumber's table cells the reader has too (white space folded; `--lost` lists the others); and, where
NAME.truth.jsonl lies beside NAME.pdf, how many of the true values stand in a table cell of each and how many
cells with figures are true.  `--without-scans` leaves out papers that are pictures, and OCR.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pdfplumber
import pypdfium2

from extractor.errors import UnreadableDocument
from extractor.model import Grid
from extractor.reading.pdf import read_pdf
from extractor.reading.pdf.layout import fast_pass
from extractor.reading.pdf.native import read_raw_page
from extractor.reading.symbols import drawn

Cells = dict[int, Counter[str]]
"""Texts of the table cells by page, white space folded."""
SHORT = 60
_FIGURE = re.compile(r"[-+−(£]*(\d[\d,]*(?:\.\d+)?)")


@dataclass
class Reading:
    """What one reader gave for one file."""

    seconds: float = 0.0
    """Processor time."""
    elapsed: float = 0.0
    """Time by the clock."""
    cells: Cells = field(default_factory=dict)
    status: str = ""


@contextmanager
def timed(reading: Reading) -> Iterator[None]:
    """Add to a reading the time that is spent meanwhile."""
    started, begun = time.process_time(), time.perf_counter()
    try:
        yield
    finally:
        reading.seconds += time.process_time() - started
        reading.elapsed += time.perf_counter() - begun


def folded(text: str | None) -> str:
    """The text without white space, letters of symbol fonts as they are seen."""
    return drawn(re.sub(r"\s+", "", text or ""))


def by_pdfplumber(path: Path) -> Reading:
    """Words and tables by pdfplumber, as its users ask for them; pages closed."""
    reading = Reading()
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            with timed(reading):
                page.extract_words()
                tables = page.find_tables()
            reading.cells[page.page_number] = Counter(cell for t in tables for cell in right_cells(page, t))
            page.close()
    return reading


def right_cells(page: Any, table: Any) -> list[str]:
    """The cells in which pdfplumber can be the measure.

    Left out: frames of one column, which are no tables; cells with turned text, whose letters it
    reverses; and cells that hold several figures in lines of their own, which are rows run together.
    """
    texts = table.extract()
    if max((len(row) for row in texts), default=0) < 2:
        return []
    turned = [(c["x0"], c["top"]) for c in page.chars if not c["upright"]]
    found = []
    for row, cells in zip(texts, table.rows, strict=True):
        for text, box in zip(row, cells.cells, strict=True):
            if not text or not text.strip() or box is None:
                continue
            lines = text.strip().split("\n")
            run_together = sum(bool(_FIGURE.fullmatch(line.strip(" %"))) for line in lines) > 1
            if not run_together and not any(
                box[0] <= x <= box[2] and box[1] <= y <= box[3] for x, y in turned
            ):
                found.append(folded(text))
    return found


def by_fast_pass(path: Path) -> Reading:
    """Words and tables by the fast chain, nothing else."""
    reading = Reading()
    source = pypdfium2.PdfDocument(path)
    with timed(reading):
        for index in range(len(source)):
            fast_pass(read_raw_page(source, index))
    source.close()
    return reading


def by_reader(path: Path, scans: bool = True) -> Reading:
    """The whole reading: passages in order, furniture, tables without rules, the document."""
    data = path.read_bytes()
    reading = Reading()
    try:
        with timed(reading):
            document = read_pdf(data, path.name, "", scans=scans)
    except UnreadableDocument:
        return reading
    cells: dict[int, Counter[str]] = defaultdict(Counter)
    for block in document.blocks:
        if isinstance(block, Grid) and block.page is not None:
            cells[block.page].update(folded(c.text) for c in block.cells if c.text.strip())
    reading.cells, reading.status = dict(cells), document.status
    return reading


def by_turns(path: Path, options: argparse.Namespace) -> dict[str, Reading]:
    """The quickest of several readings of each; they take turns, for a busy machine slows all alike."""
    readers: dict[str, Callable[[Path], Reading]] = {
        "reader": lambda paper: by_reader(paper, not options.without_scans),
        "pdfplumber": by_pdfplumber,
        "fast": by_fast_pass,
    }
    best: dict[str, Reading] = {}
    for _ in range(options.repeat):
        for name, reader in readers.items():
            reading = reader(path)
            if reading.status == "needs_ocr":
                return {}
            if name in best:
                reading.seconds = min(reading.seconds, best[name].seconds)
                reading.elapsed = min(reading.elapsed, best[name].elapsed)
            best[name] = reading
    return best


def figures(cells: Counter[str]) -> Counter[float]:
    """The figures that stand in short cells: alone, or with a qualifier or a period beside them."""
    return Counter(
        float(match.group(1).replace(",", ""))
        for text in cells.elements()
        if len(text) <= SHORT
        for match in _FIGURE.finditer(text)
    )


def alone(cells: Counter[str]) -> Counter[float]:
    """Figures that stand in a cell by themselves: the cells that a table reader can use."""
    found: Counter[float] = Counter()
    for text, n in cells.items():
        if match := re.fullmatch(r"[-+−(£<>≤≥~]*(\d[\d,]*(?:\.\d+)?)(?:%|p|k|m|\*)?\)?", text):
            found[float(match.group(1).replace(",", ""))] += n
    return found


def truth_of(path: Path) -> dict[int, Counter[float]]:
    """True values of the tables by page."""
    beside = path.with_name(path.stem + ".truth.jsonl")
    values: dict[int, Counter[float]] = defaultdict(Counter)
    if beside.exists():
        for line in beside.read_text(encoding="utf-8").splitlines():
            row: dict[str, Any] = json.loads(line)
            if row.get("origin") == "table" and row.get("value") is not None and row.get("page"):
                values[row["page"]][abs(float(row["value"]))] += 1
    return dict(values)


def overlap(a: Counter[Any], b: Counter[Any]) -> int:
    """How many of a are in b, one to one."""
    return sum(min(n, b[key]) for key, n in a.items())


def main() -> None:
    """Print one line a file and the sums."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--repeat", type=int, default=1)
    parser.add_argument("--without-scans", action="store_true")
    parser.add_argument("--lost", action="store_true")
    options = parser.parse_args()
    total: Counter[str] = Counter()
    seconds: dict[str, float] = defaultdict(float)
    elapsed: dict[str, float] = defaultdict(float)
    print(f"{'milliseconds a page':36s} pages  pdfplumber    words, ruled tables            whole   cells")
    for path in sorted(path for folder in options.folders for path in folder.rglob("*.pdf")):
        try:
            readings = by_turns(path, options)
        except Exception as error:
            print(f"{path.name}: pdfplumber fails ({type(error).__name__})")
            continue
        if not readings:
            print(f"{path.name}: a scan, left out")
            continue
        one(path, readings, total, options.lost)
        for name, reading in readings.items():
            seconds[name] += reading.seconds
            elapsed[name] += reading.elapsed
    line("all", total["pages"], seconds, f"{total['equal']}/{total['theirs']}")
    line("all, by the clock", total["pages"], elapsed, "")
    summary(total)


def line(name: str, pages: int, seconds: dict[str, float], cells: str) -> None:
    """One line of the table of times."""
    plumber, *ours = (1000 * seconds[key] / max(pages, 1) for key in ("pdfplumber", "fast", "reader"))
    times = "  ".join(f"{own:8.2f} ({plumber / max(own, 1e-9):5.1f} times)" for own in ours)
    print(f"{name:36.36s} {pages:5d} {plumber:11.1f}  {times}   {cells}", flush=True)


def one(path: Path, readings: dict[str, Reading], total: Counter[str], lost: bool) -> None:
    """Add the readings of one file to the sums, and print its line."""
    theirs, ours = readings["pdfplumber"], readings["reader"]
    cells = same = 0
    missed: list[str] = []
    for page, texts in theirs.cells.items():
        own = ours.cells.get(page, Counter())
        cells += sum(texts.values())
        same += overlap(texts, own)
        missed += [f"    page {page}: {text}" for text in (texts - own).elements()]
    add_truth(path, readings, total)
    n = len(theirs.cells)
    total.update(pages=n, theirs=cells, equal=same)
    seconds = {name: reading.seconds for name, reading in readings.items()}
    line(path.name, n, seconds, f"{same}/{cells}")
    if lost:
        print(*missed, sep="\n", end="\n" if missed else "")


def add_truth(path: Path, readings: dict[str, Reading], total: Counter[str]) -> None:
    """Count the true values that stand in cells, and the cells with figures that are true."""
    for page, values in truth_of(path).items():
        total["true"] += sum(values.values())
        for name in ("pdfplumber", "reader"):
            cells = readings[name].cells.get(page, Counter())
            total[name + "_found"] += overlap(values, figures(cells))
            own = alone(cells)
            total[name + "_hit"] += overlap(own, values)
            total[name + "_cells"] += sum(own.values())


def summary(total: Counter[str]) -> None:
    """Print the sums over cells."""
    print(
        f"pdfplumber's cells where it can be right: {total['equal']} of {total['theirs']} equal "
        f"({100 * total['equal'] / max(total['theirs'], 1):.2f}%)"
    )
    for name in ("pdfplumber", "reader"):
        found = 100 * total[name + "_found"] / max(total["true"], 1)
        right = 100 * total[name + "_hit"] / max(total[name + "_cells"], 1)
        print(f"{name:12s} true values in short cells: {found:.2f}%")
        print(f"{name:12s} cells of one figure that are true: {right:.2f}%")


if __name__ == "__main__":
    main()
