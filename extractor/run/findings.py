"""The findings of the windows that new, changed and lost papers touch, and of all papers by rank."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache

from extractor.archive import Helpers, Window, find_windows, keep_findings, kept_findings, make_windows
from extractor.checks.ranking import SEVERITIES, rank
from extractor.decisions import Decisions, settle_findings
from extractor.errors import StoreError
from extractor.model import Finding
from extractor.outputs.columns import TABLES
from extractor.outputs.csv_files import write_rows
from extractor.outputs.records import finding_row
from extractor.pipeline import reconcile
from extractor.run.gathering import Source, batches
from extractor.store import Head, Ledger, encode

A_TRANSACTION = 50
"""Papers whose findings are taken in at once."""
Windows = Sequence[tuple[Window, list[Head]]]


def find_again(source: Source, ledger: Ledger, heads: Sequence[Head]) -> None:
    """Reconcile the windows that are not of the same papers as before, and take their findings in."""
    order, work = source.order, source.plan.work
    keys = {sha256: paper.key for sha256, paper in source.papers.items()}
    windows = find_windows(heads, keys, work, order.settings.checks)
    apart = [window for window, _ in windows if not window.is_made and not window.decided]
    folders = [str(folder) for folder in order.settings.patterns]
    make_windows(apart, work, order.settings.checks, Helpers(source.executor, folders))
    left = _touch(ledger, windows)
    _take_in(source, ledger, windows)
    with ledger.store.transaction():
        ledger.rank_findings()
    for window, _ in windows[:1]:
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


def _take_in(source: Source, ledger: Ledger, windows: Windows) -> None:
    found = _ByPaper(source, windows)
    touched = set(ledger.touched("findings"))
    papers = dict.fromkeys(h.sha256 for _, heads in windows for h in heads if h.sha256 in touched)
    for some in batches(list(papers), A_TRANSACTION):
        with ledger.store.transaction():
            for sha256 in some:
                findings = found(sha256)
                ledger.store.set_findings(sha256, findings)
                ledger.set_findings(sha256, _records(findings, source.plan.decisions))
            ledger.done("findings", some)
    with ledger.store.transaction():
        ledger.done("findings", touched)


class _ByPaper:
    """The findings about each paper, from all windows that it is in."""

    def __init__(self, source: Source, windows: Windows) -> None:
        self._source = source
        self._of: dict[str, list[int]] = defaultdict(list)
        self._windows = windows
        for number, (_, heads) in enumerate(windows):
            for head in heads:
                self._of[head.sha256].append(number)
        self._held = lru_cache(maxsize=8)(self._findings)

    def __call__(self, sha256: str) -> list[Finding]:
        """Settled by what people decided, and ranked."""
        numbers = self._of[sha256]
        found: dict[str, Finding] = {}
        for number in numbers:
            for finding in self._held(number).get(sha256, ()):
                found.setdefault(finding.finding_id, finding)
        ranked = rank(found.values()) if len(numbers) > 1 else list(found.values())
        return settle_findings(ranked, self._source.plan.decisions)

    def _findings(self, number: int) -> dict[str, list[Finding]]:
        window, heads = self._windows[number]
        by_paper: dict[str, list[Finding]] = defaultdict(list)
        for finding in self._kept_or_made(window, heads):
            by_paper[finding.stated.document_sha256].append(finding)
        return by_paper

    def _kept_or_made(self, window: Window, heads: Sequence[Head]) -> list[Finding]:
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
