"""Table structure on the European half of the public ICDAR-2013 set, printed in one run.

    python benchmarks/icdar.py [--root FOLDER] [--scorer icdar_score.py] [--plumber]

The data and its scorer are not part of the project; by default they are looked for beside it.
Printed: precision, recall and F1 over documents and over all relations, whole task.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pdfplumber

from extractor.errors import UnreadableDocument
from extractor.model import Grid
from extractor.reading.pdf import read_pdf

SHARED = Path(__file__).parents[2] / "shared"


def tables_of(path: str, regions: object = None) -> list[dict[str, Any]]:
    """Every table of a PDF as the scorer takes it: page, bbox, and spans (rows, columns, text)."""
    try:
        document = read_pdf(Path(path).read_bytes(), path, "")
    except UnreadableDocument:
        return []
    return [
        {
            "page": grid.page,
            "bbox": grid.bbox,
            "spans": [
                (c.row, c.row + c.row_span - 1, c.col, c.col + c.col_span - 1, c.text) for c in grid.cells
            ],
        }
        for grid in document.blocks
        if isinstance(grid, Grid)
    ]


def tables_of_pdfplumber(path: str, regions: object = None) -> list[dict[str, Any]]:
    """The tables of pdfplumber's line strategy."""
    found = []
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            for table in page.find_tables():
                found.append({"page": page.page_number, "bbox": table.bbox, "cells": table.extract()})
            page.close()
    return found


def scorer(path: Path) -> ModuleType:
    """The scorer as a module."""
    spec = importlib.util.spec_from_file_location("icdar_score", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path}: no scorer there; give it with --scorer")
    module = importlib.util.module_from_spec(spec)
    sys.modules["icdar_score"] = module
    spec.loader.exec_module(module)
    return module


def main() -> None:
    """Print one line a reader."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", default=str(SHARED / "truth" / "icdar2013"))
    parser.add_argument("--scorer", type=Path, default=SHARED / "tools" / "icdar_score.py")
    parser.add_argument("--plumber", action="store_true", help="measure pdfplumber too")
    options = parser.parse_args()
    score = scorer(options.scorer)
    score.show("reader", score.run(tables_of, options.root))
    if options.plumber:
        score.show("pdfplumber lines", score.run(tables_of_pdfplumber, options.root))


if __name__ == "__main__":
    main()
