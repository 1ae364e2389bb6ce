"""What people open, written from store and ledger; each kind by whichever child is free."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from functools import cached_property, lru_cache, partial
from itertools import chain, islice
from pathlib import Path
from typing import Any

from extractor.archive import WorkFolder, call_apart, write_whole
from extractor.decisions import apply_decisions, read_decisions
from extractor.errors import ExtractorError, MissingExtra
from extractor.model import Finding, Result, SeriesPoint
from extractor.outputs.collected import Bundle, Collected, Failed, Held
from extractor.outputs.csv_files import join_csv, write_csv
from extractor.outputs.datasette import write_metadata
from extractor.outputs.lines import Measure
from extractor.outputs.parquet import write_parquet
from extractor.outputs.pieces import Pieces
from extractor.outputs.printed import Printed
from extractor.outputs.records import finding_row, observation_record, series_record
from extractor.outputs.report import write_report
from extractor.outputs.suppress import suppressed
from extractor.outputs.workbook import write_workbook
from extractor.patterns import PatternSet
from extractor.run.digest import kept_digest, kept_rows, point_of, printed_of, rows_of
from extractor.run.gathering import Source
from extractor.store import Ledger, decode, encode, observation_rows, open_store, read_head, read_ledger

STORE = "store.sqlite"
LEDGER = "ledger.sqlite"
"""In the work folder."""
WORKBOOK = "workbook.xlsx"
TOLD = "papers.json"
"""In the work folder: the papers that outputs are of, and what they say of rules, which are slow to load."""
PAPERS_HELD = 4
FINDINGS_SHOWN = 5_000
"""In report and workbook; findings.csv holds all."""


def write_outputs(source: Source, failed: Sequence[Failed]) -> None:
    """Write everything that people open.

    Raises what the outputs raise.
    """
    order = source.order
    _tell(source, failed)
    folders = [str(folder) for folder in order.settings.patterns]
    values = {"out": str(order.out.resolve()), "work": str(source.plan.work.folder)}
    tasks = [*([write_copy] if order.suppress else []), write_page, write_book, write_tables]  # longest first
    running: list[tuple[Any, Future[bool]]] = [
        (task, source.executor.submit(call_apart, f"run.outputs:{task.__name__}", values, folders))
        for task in tasks
    ]
    for task, future in running:
        if not _is_done(future):  # its child was lost, or met a fault that is told better from here
            task(values, order.rules)


def _is_done(future: Future[bool]) -> bool:
    try:
        return future.result()
    except ExtractorError:
        return False


def _tell(source: Source, failed: Sequence[Failed]) -> None:
    rules = source.order.rules
    told = {
        "papers": [[s, paper.entry.key, paper.key, paper.places] for s, paper in source.papers.items()],
        "failed": [asdict(failure) for failure in failed],
        "skipped": source.order.skipped,
        "checks": {rule.id: rule.rule for rule in rules.checks.rules},
        "measures": {name: encode(measure) for name, measure in measures(rules).items()},
    }
    write_whole(source.plan.work.folder / TOLD, json.dumps(told).encode("utf-8", "surrogatepass"))


@dataclass(frozen=True)
class _Paper:
    sha256: str
    key: str
    """Of the result as read."""
    decided: str
    """The same, marked by what people decided about it."""
    places: Sequence[str]


class Made:
    """What a run made, as the outputs take it."""

    def __init__(self, out: Path, work: WorkFolder, ledger: Ledger) -> None:
        self.out = out
        self.decisions = read_decisions(out)
        self.work = work
        self.ledger = ledger
        self.paper_again = lru_cache(maxsize=PAPERS_HELD)(self._paper)
        """For what asks for a paper many times over: findings and their evidence."""

    @cached_property
    def _told(self) -> Mapping[str, Any]:
        told: dict[str, Any] = json.loads((self.work.folder / TOLD).read_bytes())
        return told

    @cached_property
    def measures(self) -> dict[str, Measure]:
        """What the catalogue tells a reader of each indicator."""
        return {name: decode(Measure, record) for name, record in self._told["measures"].items()}

    @cached_property
    def papers(self) -> dict[str, _Paper]:
        """The papers in their order, by hash."""
        return {sha256: _Paper(sha256, *rest) for sha256, *rest in self._told["papers"]}

    def result(self, sha256: str) -> Result:
        """What one paper gave, with what people decided about it."""
        paper = self.papers[sha256]
        result = self.work.result(paper.key, paper.places[0])
        return apply_decisions([result], self.decisions)[0]

    def _paper(self, sha256: str) -> Result:
        return self.work.paper(self.papers[sha256].key)

    def figures(self, sha256: str) -> Sequence[Sequence[Any]]:
        """The figures of one paper, as rows of the store."""
        paper = self.papers[sha256]
        digest = kept_digest(self.work, paper.key) if paper.key == paper.decided else None
        if digest is not None and digest.head["path"] == paper.places[0]:
            return digest.rows["observations"]
        return list(observation_rows(self.result(sha256).observations))

    def rows(self) -> Iterator[str]:
        """The rows of observations.csv, paper by paper."""
        for paper in self.papers.values():
            kept = kept_rows(self.work, paper.decided, paper.places[0])
            yield rows_of(self.result(paper.sha256)) if kept is None else kept

    def collected(self, name: str) -> Collected:
        """All of it for the output of this name, the papers by their heads."""
        heads = self.ledger.heads()
        found = islice(self.ledger.findings(), FINDINGS_SHOWN)
        pieces = Pieces(self.work.folder / f"{name}.pieces.json", self.ledger.made_by)
        held = Held(
            [read_head(heads[sha256]) for sha256 in self.papers],
            self.paper_again,
            self.figures,
            self._bundles,
            self.ledger.count_lines(),
            self.ledger.count_values(),
            self.ledger.severities(),
            pieces,
        )
        return self._with(held=held, findings=[decode(Finding, record) for record in found])

    def in_full(self) -> Collected:
        """All of it with every result in memory, for what has to look into the papers."""
        return self._with(
            results=[self.result(sha256) for sha256 in self.papers],
            points=[point_of(values) for line in self.ledger.lines() for values in line],
            findings=[decode(Finding, record) for record in self.ledger.findings()],
        )

    def _with(self, **kinds: Any) -> Collected:
        return Collected(
            failed=[Failed(**failure) for failure in self._told["failed"]],
            places={paper.sha256: paper.places for paper in self.papers.values()},
            skipped=self._told["skipped"],
            rules=self._told["checks"],
            decided=Counter(decision.verdict for decision in self.decisions.standing.values()),
            **kinds,
        )

    def _bundles(self, most: int) -> Iterator[Bundle]:
        for lines in self.ledger.bundles(most):
            mark = hashlib.sha256("".join(chain.from_iterable(lines)).encode("utf-8", "surrogatepass"))
            yield Bundle(mark.hexdigest(), partial(_points_in, lines), partial(_printed_in, lines))


def _points_in(lines: Sequence[tuple[str, str]]) -> list[SeriesPoint]:
    return [point_of(values) for points, _ in lines for values in json.loads(points)]


def _printed_in(lines: Sequence[tuple[str, str]]) -> Printed:
    return printed_of(figure for _, printed in lines for figure in json.loads(printed))


@contextmanager
def _made(values: Mapping[str, Any]) -> Iterator[Made]:
    out, work = Path(values["out"]), WorkFolder(Path(values["work"]))
    with open_store(out / STORE) as store:
        yield Made(out, work, read_ledger(store, work.folder / LEDGER))


def write_tables(values: Mapping[str, Any], _: PatternSet) -> None:
    """The tidy tables."""
    with _made(values) as made:
        join_csv(made.out, "observations", made.rows())
        join_csv(made.out, "series", made.ledger.csv("lines"))
        join_csv(made.out, "findings", made.ledger.csv("findings"))
        write_metadata(made.out)
        with suppress(MissingExtra):
            write_parquet(made.out / "series.parquet", chain.from_iterable(made.ledger.lines()))


def write_page(values: Mapping[str, Any], _: PatternSet) -> None:
    """The report."""
    with _made(values) as made:
        collected = made.collected("report")
        write_report(made.out / "report.html", collected, made.measures)
        collected.pieces.keep()


def write_book(values: Mapping[str, Any], _: PatternSet) -> None:
    """The workbook."""
    with _made(values) as made:
        write_workbook(made.out / WORKBOOK, made.collected("workbook"), made.measures)


def write_copy(values: Mapping[str, Any], _: PatternSet) -> None:
    """The copy to publish: the same with small numbers kept back."""
    with _made(values) as made:
        folder = made.out / "publish"
        folder.mkdir(exist_ok=True)
        copy = suppressed(made.in_full())
        catalogue = made.measures
    figures = (observation_record(o) for result in copy.results for o in result.observations)
    write_csv(folder, "observations", figures)
    write_csv(folder, "series", map(series_record, copy.points))
    write_csv(folder, "findings", map(finding_row, copy.findings))
    with suppress(MissingExtra):
        write_parquet(folder / "series.parquet", (list(series_record(p).values()) for p in copy.points))
    write_report(folder / "report.html", copy, catalogue)
    write_workbook(folder / WORKBOOK, copy, catalogue)


def measures(rules: PatternSet) -> dict[str, Measure]:
    """What the catalogue tells a reader of each indicator."""
    return {
        entry.id: Measure(
            entry.label,
            entry.subject,
            entry.better,
            entry.definition,
            tuple((b.date, b.what) for b in entry.breaks),
        )
        for entry in rules.indicators.entries
    }
