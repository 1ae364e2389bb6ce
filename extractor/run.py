"""The whole job over many papers: read, build series, reconcile, store, and write what people open."""

from __future__ import annotations

import json
import platform
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from extractor import __version__
from extractor.archive import Outcome, Paper, read_paper
from extractor.model import Finding, Result, SeriesPoint
from extractor.outputs.csv_files import write_csv
from extractor.outputs.records import finding_row, observation_record, series_record
from extractor.patterns import PatternSet
from extractor.pipeline import reconcile
from extractor.series import build_series
from extractor.settings import Settings


@dataclass(frozen=True)
class Summary:
    """What a run did, in numbers."""

    documents: int
    failed: int
    figures: int
    unread: int
    series_points: int
    errors: int
    warnings: int
    out: Path

    def text(self) -> str:
        """The summary in a sentence."""
        return (
            f"{self.documents} documents read, {self.failed} failed: {self.figures} figures,"
            f" {self.unread} listed as unread, {self.series_points} values in series;"
            f" findings: {self.errors} errors, {self.warnings} warnings. Written to {self.out}"
        )


def run_papers(
    papers: Sequence[Paper],
    out: Path,
    settings: Settings,
    rules: PatternSet,
    told: Callable[[Outcome], None],
    progress: Callable[[str], None],
) -> Summary:
    """Do the whole job and write `out`; `told` hears of every paper as it is done."""
    started = datetime.now(UTC)
    outcomes = []
    for paper in papers:
        progress(f"reading {paper.name}")
        outcomes.append(read_paper(paper, rules, settings))
        told(outcomes[-1])
    results = [outcome.result for outcome in outcomes if outcome.result is not None]
    progress("building series and checking")
    points = build_series(results)
    findings = reconcile(results, patterns=rules)
    out.mkdir(parents=True, exist_ok=True)
    write_tables(out, results, points, findings)
    write_run_record(out, outcomes, started, settings)
    return _summary(outcomes, results, points, findings, out)


def write_tables(
    out: Path, results: Sequence[Result], points: Sequence[SeriesPoint], findings: Sequence[Finding]
) -> None:
    """The three tidy tables."""
    write_csv(out, "observations", (observation_record(o) for r in results for o in r.observations))
    write_csv(out, "series", map(series_record, points))
    write_csv(out, "findings", map(finding_row, findings))


def write_run_record(out: Path, outcomes: Sequence[Outcome], started: datetime, settings: Settings) -> None:
    """run.json: what was read, hashes, versions, times, failures."""
    record: dict[str, Any] = {
        "tool": {"name": "committee-figures", "version": __version__},
        "python": platform.python_version(),
        "platform": sys.platform,
        "started": started.isoformat(timespec="seconds"),
        "ended": datetime.now(UTC).isoformat(timespec="seconds"),
        "configuration": settings.fingerprint(),
        "documents": [_document_record(outcome) for outcome in outcomes],
    }
    text = json.dumps(record, indent=1, ensure_ascii=False) + "\n"
    (out / "run.json").write_text(text, encoding="utf-8", newline="\n")


def _document_record(outcome: Outcome) -> dict[str, Any]:
    record: dict[str, Any] = {"document": outcome.paper.name, "status": outcome.status}
    if outcome.result is not None:
        record["sha256"] = outcome.result.document.sha256
        record["observations"] = len(outcome.result.observations)
        record["unread"] = len(outcome.result.unread)
    if outcome.message:
        record["message"] = outcome.message
    return record


def _summary(
    outcomes: Sequence[Outcome],
    results: Sequence[Result],
    points: Sequence[SeriesPoint],
    findings: Sequence[Finding],
    out: Path,
) -> Summary:
    by_severity = Counter(finding.severity for finding in findings)
    return Summary(
        documents=len(results),
        failed=len(outcomes) - len(results),
        figures=sum(len(r.observations) for r in results),
        unread=sum(len(r.unread) for r in results),
        series_points=len(points),
        errors=by_severity["error"],
        warnings=by_severity["warning"],
        out=out,
    )
