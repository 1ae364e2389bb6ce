"""Speed and fidelity of the PDF reader beside plain pdfplumber, over the PDFs of a folder.

    python benchmarks/pages.py FOLDER [--repeat N]

Prints, for the same pages in the same run: CPU milliseconds a page of both, the ratio, how many of
pdfplumber's table cells the reader has too (white space folded), and, where NAME.truth.jsonl lies beside
NAME.pdf, how many of the true values stand in a table cell of each and how many cells with figures are true.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable
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

Cells = dict[int, Counter[str]]
"""Texts of the table cells by page, white space folded."""
SHORT = 60
_FIGURE = re.compile(r"[-+−(£]*(\d[\d,]*(?:\.\d+)?)")


@dataclass
class Reading:
    """What one reader gave for one file."""

    seconds: float = 0.0
    cells: Cells = field(default_factory=dict)


def folded(text: str | None) -> str:
    """The text without white space."""
    return re.sub(r"\s+", "", text or "")


def by_pdfplumber(path: Path) -> Reading:
    """Words and tables by pdfplumber, as its users ask for them; pages closed."""
    reading = Reading()
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            start = time.process_time()
            page.extract_words()
            tables = page.find_tables()
            reading.seconds += time.process_time() - start
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
    start = time.process_time()
    for index in range(len(source)):
        fast_pass(read_raw_page(source, index))
    reading.seconds = time.process_time() - start
    source.close()
    return reading


def by_reader(path: Path) -> Reading:
    """The whole reading: passages in order, furniture, tables without rules, the document."""
    data = path.read_bytes()
    start = time.process_time()
    try:
        document = read_pdf(data, path.name, "")
    except UnreadableDocument:
        return Reading(time.process_time() - start)
    seconds = time.process_time() - start
    cells: dict[int, Counter[str]] = defaultdict(Counter)
    for block in document.blocks:
        if isinstance(block, Grid) and block.page is not None:
            cells[block.page].update(folded(c.text) for c in block.cells if c.text.strip())
    return Reading(seconds, dict(cells))


def best_of(reader: Callable[[Path], Reading], path: Path, repeat: int) -> Reading:
    """The quickest of several readings."""
    return min((reader(path) for _ in range(repeat)), key=lambda r: r.seconds)


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
    parser.add_argument("folder", type=Path)
    parser.add_argument("--repeat", type=int, default=1)
    options = parser.parse_args()
    total: Counter[str] = Counter()
    time_of: dict[str, float] = defaultdict(float)
    for path in sorted(options.folder.rglob("*.pdf")):
        one(path, options.repeat, total, time_of)
    pages = max(total["pages"], 1)
    for name in ("pdfplumber", "fast", "reader"):
        ratio = time_of["pdfplumber"] / max(time_of[name], 1e-9)
        print(f"{name:12s} {1000 * time_of[name] / pages:8.2f} ms a page, {ratio:5.1f} times pdfplumber")
    print(
        f"pdfplumber's cells where it can be right: {total['equal']} of {total['theirs']} equal "
        f"({100 * total['equal'] / max(total['theirs'], 1):.2f}%)"
    )
    for name in ("pdfplumber", "reader"):
        found = 100 * total[name + "_found"] / max(total["true"], 1)
        right = 100 * total[name + "_hit"] / max(total[name + "_cells"], 1)
        print(f"{name:12s} true values in short cells: {found:.2f}%")
        print(f"{name:12s} cells of one figure that are true: {right:.2f}%")


def one(path: Path, repeat: int, total: Counter[str], time_of: dict[str, float]) -> None:
    """Measure one file into the sums, and print its line."""
    try:
        theirs = best_of(by_pdfplumber, path, repeat)
    except Exception as error:
        print(f"{path.name}: pdfplumber fails ({type(error).__name__})")
        return
    fast, ours = best_of(by_fast_pass, path, repeat), best_of(by_reader, path, repeat)
    for name, reading in (("pdfplumber", theirs), ("fast", fast), ("reader", ours)):
        time_of[name] += reading.seconds
    n, same = len(theirs.cells), 0
    cells = 0
    for page, texts in theirs.cells.items():
        cells += sum(texts.values())
        same += overlap(texts, ours.cells.get(page, Counter()))
    truth = truth_of(path)
    for page, values in truth.items():
        total["true"] += sum(values.values())
        for name, reading in (("pdfplumber", theirs), ("reader", ours)):
            cells_of_page = reading.cells.get(page, Counter())
            total[name + "_found"] += overlap(values, figures(cells_of_page))
            own = alone(cells_of_page)
            total[name + "_hit"] += overlap(own, values)
            total[name + "_cells"] += sum(own.values())
    total.update(pages=n, theirs=cells, equal=same)
    print(
        f"{path.name:40s} {n:4d} pages  pdfplumber {1000 * theirs.seconds / max(n, 1):7.1f}  fast "
        f"{1000 * fast.seconds / max(n, 1):6.2f}  reader {1000 * ours.seconds / max(n, 1):6.2f} ms  "
        f"cells {same}/{cells}"
    )


if __name__ == "__main__":
    main()
