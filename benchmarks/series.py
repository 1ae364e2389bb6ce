"""A million synthetic observations into series, on one core: seconds, and the most memory used.

    python benchmarks/series.py [COUNT]

Fifty councils report forty measures of the catalogue monthly for ten years, each paper also restating
earlier months; a tenth of the figures are of measures that no entry knows.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from extractor.figures.dates import add_months, month_span
from extractor.indicators import resolve_indicators
from extractor.model import Document, Observation
from extractor.patterns import PatternSet, load_patterns
from extractor.patterns.indicators import Indicator
from extractor.series import build

COUNCILS, MEASURES, RESTATED = 50, 40, 5


def papers() -> Iterator[tuple[str, int, date]]:
    """(council, number of the month, date of the paper), month after month."""
    for month in range(120):
        for council in range(COUNCILS):
            yield f"Council {council:02}", month, add_months(date(2010, 5, 20), month)


def observations(count: int, patterns: PatternSet, published: dict[str, date]) -> Iterator[Observation]:
    """So many figures, made one after another so that they need not be held."""
    entries = [e for e in patterns.indicators if e.unit in ("percent", "count")][:MEASURES]
    made = 0
    while made < count:
        for council, month, on in papers():
            name = f"{council}/{on}/{made}.txt"
            published[name] = on
            for number, entry in enumerate(entries):
                for back in range(RESTATED):
                    yield _figure(entry, number, council, max(month - back, 0), name, made)
                    made += 1
                    if made == count:
                        return


def _figure(entry: Indicator, number: int, council: str, month: int, name: str, made: int) -> Observation:
    start = add_months(date(2010, 4, 1), month)
    first, last = month_span(start.year, start.month)
    known = made % 10 != 0
    value = Decimal(made * 7919 % 997 + (made % 13 == 0)).scaleb(-1)
    return Observation(
        observation_id=f"{made:016x}", document=name, document_sha256="", origin="table", page=1 + made % 80,
        bbox=None, start=None, end=None, text=str(value), quote="", value=value, unit=entry.unit,
        qualifier=None, role="actual", indicator=entry.label if known else f"unknown measure {number}",
        indicator_id=entry.id if known else None, indicator_label=entry.label if known else None,
        authority=council, period_start=first, period_end=last, period_type="month", places=1,
    )  # fmt: skip


def peak_memory() -> float:
    """Most memory of this process so far, in megabytes; nought where the system does not say."""
    try:
        import resource
    except ImportError:
        return 0.0
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used / 1_048_576 if sys.platform == "darwin" else used / 1024


def resolve_speed(patterns: PatternSet, count: int = 100_000) -> float:
    """Seconds of one core to find the measures of so many figures of one paper with two thousand wordings."""
    phrases = [(p, e.unit) for e in patterns.indicators for p in e.phrases][:2000]
    figures = list(observations(count, patterns, {}))
    worded = []
    for number, figure in enumerate(figures):
        words, unit = phrases[number % len(phrases)]
        worded.append(replace(figure, indicator=words, unit=unit, indicator_id=None, indicator_label=None))
    paper = Document("p.txt", "", "text", "")
    started = time.process_time()
    resolve_indicators(worded, paper, patterns)
    return time.process_time() - started


def main() -> None:
    """Print one line a measurement."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    patterns = load_patterns()
    started = time.perf_counter()
    loaded = len(patterns.indicators.variants)
    seconds = time.perf_counter() - started
    print(f"catalogue: {len(patterns.indicators)} entries, {loaded} wordings, {seconds:.1f} s")
    published: dict[str, date] = {}
    started, busy = time.perf_counter(), time.process_time()
    built = build(observations(count, patterns, published), patterns=patterns, reported_on=published)
    seconds, busy = time.perf_counter() - started, time.process_time() - busy
    statuses = Counter(p.status for p in built.points)
    print(f"{count:,} figures to {len(built.points):,} points: {seconds:.1f} s", end=", ")
    print(f"{busy:.1f} s of one core, {peak_memory():.0f} MB")
    print(", ".join(f"{n:,} {status}" for status, n in sorted(statuses.items())))
    if count >= 1_000_000:
        del built
        print(f"measures of 100,000 figures: {resolve_speed(patterns):.1f} s")


if __name__ == "__main__":
    main()
