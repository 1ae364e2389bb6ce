"""How large and how quick the outputs are for a store of many series.

python -m benchmarks.outputs [--indicators 500] [--periods 120]
"""

from __future__ import annotations

import argparse
import tempfile
import time
from datetime import date
from decimal import Decimal
from pathlib import Path

from extractor.model import SeriesPoint
from extractor.outputs.collected import Collected
from extractor.outputs.csv_files import write_csv
from extractor.outputs.lines import Measure
from extractor.outputs.records import series_record
from extractor.outputs.report import write_report
from extractor.outputs.workbook import write_workbook


def points(indicators: int, periods: int) -> list[SeriesPoint]:
    """Monthly series whose values wander in a fixed way."""
    made = []
    for number in range(indicators):
        for n in range(periods):
            year, month = 2010 + n // 12, n % 12 + 1
            first = date(year, month, 1)
            last = date.fromordinal(date(year + month // 12, month % 12 + 1, 1).toordinal() - 1)
            value = Decimal((number * 37 + n * n * 13) % 900) / 10
            made.append(
                SeriesPoint(
                    "Ambleford Council", f"measure-{number}", f"measure {number}", None, None, "actual",
                    "month", first, last, value, "percent", last, f"papers/{year}-{month:02}.pdf", n % 40 + 1,
                    f"{number:04}{n:04}", "current",
                )
            )  # fmt: skip
    return made


def main() -> None:
    """Write each output once and print its time and size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--indicators", type=int, default=500)
    parser.add_argument("--periods", type=int, default=120)
    asked = parser.parse_args()
    collected = Collected(points=points(asked.indicators, asked.periods))
    catalogue = {
        f"measure-{n}": Measure(f"Measure number {n}", "children_social_care", "high")
        for n in range(asked.indicators)
    }
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        for name, write in (
            ("report.html", lambda: write_report(out / "report.html", collected, catalogue)),
            ("workbook.xlsx", lambda: write_workbook(out / "workbook.xlsx", collected, catalogue)),
            ("series.csv", lambda: write_csv(out, "series", map(series_record, collected.points))),
        ):
            started = time.perf_counter()
            write()
            seconds = time.perf_counter() - started
            size = (out / name).stat().st_size
            print(f"{name}\t{seconds:.1f} s\t{size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
