"""The findings of the windows that new, changed and lost papers touch, and of all papers by rank."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from extractor.archive import (
    Helpers,
    Making,
    Window,
    find_windows,
    keep_findings,
    kept_findings,
    start_windows,
)
from extractor.checks.ranking import SEVERITIES, rank
from extractor.decisions import Decisions, settle_findings
from extractor.errors import ExtractorError, StoreError
from extractor.model import Finding
from extractor.outputs.columns import TABLES
from extractor.outputs.csv_files import write_rows
from extractor.outputs.records import finding_row
from extractor.pipeline import reconcile
from extractor.run.gathering import Source, batches
from extractor.store import Head, Ledger, encode

A_TRANSACTION = 50
"""Papers whose findings are taken in at once."""
FIRST_WINDOWS = 4
"""For each child: what it does until there are lines to draw."""
Windows = Sequence[tuple[Window, list[Head]]]


class FindAgain:
    """Reconciles the windows that are not of the same papers as before: some at once, the rest when told."""

    def __init__(self, source: Source, heads: Sequence[Head]) -> None:
        order, work = source.order, source.plan.work
        keys = {sha256: paper.key for sha256, paper in source.papers.items()}
        self._source = source
        self._windows = find_windows(heads, keys, work, order.settings.checks)
        self._left = [window for window, _ in self._windows if not window.is_made and not window.decided]
        self._making: dict[Path, Future[bool]] = {}
        self._start(FIRST_WINDOWS * source.at_once)

    def go_on(self) -> None:
        """Start all that is left."""
        self._start(len(self._left))

    def _start(self, most: int) -> None:
        order = self._source.order
        helpers = Helpers(self._source.executor, [str(folder) for folder in order.settings.patterns])
        some, self._left = self._left[:most], self._left[most:]
        self._making |= start_windows(some, self._source.plan.work, order.settings.checks, helpers)

    def take_in(self, ledger: Ledger) -> None:
        """Take their findings in, window by window as they are made."""
        left = _touch(ledger, self._windows)
        _take_in(_ByPaper(self._source, self._windows, self._making), ledger)
        with ledger.store.transaction():
            ledger.rank_findings()
        for window, _ in self._windows[:1]:
            for name in left:
                window.file.with_name(name).unlink(missing_ok=True)


def _touch(ledger: Ledger, windows: Windows) -> set[str]:
    """Note the papers of every window that is new or was left, before the windows count as taken in.

    The names of those that were left.
    """
    now = {window.file.name: [head.sha256 for head in heads] for window, heads in windows}
    before = ledger.windows()
    changed = {sha256 for name in now.keys() ^ before.keys() for sha256 in (now.get(name) or before[name])}
    with ledger.store.transaction():
        ledger.set_windows(now)
        ledger.touch("findings", sorted(changed))
    return before.keys() - now.keys()


def _take_in(found: _ByPaper, ledger: Ledger) -> None:
    touched = set(ledger.touched("findings"))
    for some in batches([sha256 for sha256 in found.papers if sha256 in touched], A_TRANSACTION):
        findings = [(sha256, found(sha256)) for sha256 in some]
        with ledger.store.transaction():
            for sha256, of_paper in findings:
                ledger.store.set_findings(sha256, of_paper)
                ledger.set_findings(sha256, _records(of_paper, found.decisions))
            ledger.done("findings", some)
    with ledger.store.transaction():
        ledger.done("findings", touched)


class _ByPaper:
    """The findings about each paper, from all windows that it is in."""

    def __init__(self, source: Source, windows: Windows, making: Making) -> None:
        self._source = source
        self._making = making
        self.decisions = source.plan.decisions
        self._of: dict[str, list[int]] = defaultdict(list)
        self._windows = windows
        for number, (_, heads) in enumerate(windows):
            for head in heads:
                self._of[head.sha256].append(number)
        self._held = lru_cache(maxsize=8)(self._findings)

    @property
    def papers(self) -> Iterable[str]:
        """The papers in the order of the windows."""
        return self._of.keys()

    def __call__(self, sha256: str) -> list[Finding]:
        """Settled by what people decided, and ranked."""
        numbers = self._of[sha256]
        found: dict[str, Finding] = {}
        for number in numbers:
            for finding in self._held(number).get(sha256, ()):
                found.setdefault(finding.finding_id, finding)
        ranked = rank(found.values()) if len(numbers) > 1 else list(found.values())
        return settle_findings(ranked, self.decisions)

    def _findings(self, number: int) -> dict[str, list[Finding]]:
        window, heads = self._windows[number]
        by_paper: dict[str, list[Finding]] = defaultdict(list)
        for finding in self._kept_or_made(window, heads):
            by_paper[finding.stated.document_sha256].append(finding)
        return by_paper

    def _kept_or_made(self, window: Window, heads: Sequence[Head]) -> list[Finding]:
        if window.file in self._making:
            with suppress(ExtractorError):  # making it here will meet the same fault, and tell it
                self._making[window.file].result()
        try:
            return kept_findings(window.file)
        except StoreError:
            order = self._source.order
            results = [self._source.result(head.sha256) for head in heads]
            found = reconcile(results, patterns=order.rules, checks=order.settings.checks)
            keep_findings(window.file, found)
            return found


def _records(
    findings: Sequence[Finding], decisions: Decisions
) -> Iterator[tuple[str, str, str, str, object]]:
    """(id, what it is sorted by, severity, row of findings.csv, record) of every finding."""
    for finding in findings:
        decision = decisions.of("finding", finding.finding_id)
        rejected = decision is not None and decision.verdict == "rejected"
        row = io.StringIO()
        write_rows(row, TABLES["findings"], [finding_row(finding)], head=False)
        place = _order(finding, rejected=rejected)
        yield finding.finding_id, place, finding.severity, row.getvalue(), encode(finding)


def _order(finding: Finding, *, rejected: bool) -> str:
    """A text that sorts as findings are ranked: worst first, then heavier, then in reading order."""
    stated = finding.stated
    return "\x1f".join(
        [
            "9" if rejected else str(SEVERITIES.index(finding.severity)),
            f"{1_000_000 - finding.weight:012.4f}",
            stated.document,
            f"{stated.page or 0:08}",
            f"{stated.start or 0:010}",
            finding.check,
            finding.finding_id,
        ]
    )
