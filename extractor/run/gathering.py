"""Papers that are new, changed or gone, taken into store and ledger: a result is held no longer than that."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from itertools import islice

from extractor.archive import Entry, Step, WorkFolder, read_archive
from extractor.decisions import apply_decisions, without_effect
from extractor.errors import StoreError
from extractor.model import Result
from extractor.run.digest import KEEP_DIGEST, digest_of, keep_rows, kept_digest
from extractor.run.order import Order, Plan
from extractor.store import Digest, Ledger

A_TRANSACTION = 100
"""Papers that are taken in at once."""


@dataclass(frozen=True)
class Kept:
    """A paper that was read: its first entry, all its places, and the key of what it gave."""

    entry: Entry
    places: tuple[str, ...]
    key: str
    """Of the result, marked by what people decided about it."""

    @property
    def ledger_key(self) -> str:
        """The key together with the name: a paper that is found at another place first goes by that name."""
        return f"{self.key} {self.entry.paper.name}"


class Source:
    """The results of the papers that were read, with what people decided in effect."""

    def __init__(self, plan: Plan, order: Order, executor: Executor, at_once: int = 1) -> None:
        self.plan = plan
        self.order = order
        self.executor = executor
        self.at_once = at_once
        self.papers = _papers(plan, plan.work.is_read)

    def result(self, sha256: str) -> Result:
        """What a paper gave."""
        machine = self.machine_result(sha256)
        return apply_decisions([machine], self.plan.decisions)[0]

    def machine_result(self, sha256: str) -> Result:
        """The same before any decision; a result that the disk damaged is made again."""
        entry, work = self.papers[sha256].entry, self.plan.work
        try:
            return work.result(entry.key, entry.paper.name)
        except StoreError:
            work.forget(entry.key)
        read_archive([entry], work, self.order.settings, self.executor, lambda _: None, then=KEEP_DIGEST)
        return work.result(entry.key, entry.paper.name)

    def digest(self, sha256: str) -> Digest:
        """What the paper gives to store and ledger."""
        paper, work, rules = self.papers[sha256], self.plan.work, self.order.rules
        digest = _digest_as_read(paper, work)
        if digest is None:
            result = self.result(sha256)
            keep_rows(work, paper.key, result)
            digest = replace(digest_of(result, paper.key, rules), key=paper.ledger_key)
        return digest

    def unmet(self) -> list[str]:
        """Decisions that fit no figure any more, in words."""
        decided = [sha256 for sha256 in self.papers if self.plan.decisions.by_document.get(sha256)]
        return [
            f"{d.document}: the decision of {d.by} about {d.text!r} fits no figure any more"
            for sha256 in decided
            for d in without_effect([self.machine_result(sha256)], self.plan.decisions)
        ]


def _digest_as_read(paper: Kept, work: WorkFolder) -> Digest | None:
    """What the child kept; None where the paper goes by another name or people decided about it."""
    digest = kept_digest(work, paper.entry.key) if paper.key == paper.entry.key else None
    if digest is None or digest.head["path"] != paper.entry.paper.name:
        return None
    return replace(digest, key=paper.ledger_key)


def _papers(plan: Plan, is_read: Callable[[str], bool]) -> dict[str, Kept]:
    """The papers that are read, by hash, in the order of their first places."""
    places: dict[str, list[Entry]] = {}
    for entry in plan.entries:
        if entry.key and is_read(entry.key):
            places.setdefault(entry.sha256, []).append(entry)
    return {
        sha256: Kept(held[0], tuple(e.paper.name for e in held), held[0].key + plan.decisions.mark(sha256))
        for sha256, held in places.items()
    }


class Early:
    """Takes papers in while others are read: the writer has little else to do then.

    `take_in` makes good whatever it passes over, or takes in under a name that turns out not to be the first.
    """

    def __init__(self, plan: Plan, ledger: Ledger) -> None:
        self._work = plan.work
        self._ledger = ledger
        self._by_name = {paper.entry.paper.name: paper for paper in _papers(plan, bool).values()}
        self._waiting: list[Kept] = []

    def __call__(self, step: Step) -> None:
        """Hear of a paper that was read."""
        paper = self._by_name.get(step.name)
        if paper is not None and self._work.is_read(paper.entry.key):
            self._waiting.append(paper)
        if len(self._waiting) >= A_TRANSACTION:
            self._take_in()

    def _take_in(self) -> None:
        with self._ledger.store.transaction():
            for paper in self._waiting:
                digest = _digest_as_read(paper, self._work)
                if digest is not None:
                    self._ledger.take_in(digest)
        self._waiting.clear()


def take_in(source: Source, ledger: Ledger) -> None:
    """Bring store and ledger to the papers that are there now."""
    kept = ledger.keys()
    gone = ledger.held() - source.papers.keys()
    new = [sha256 for sha256, paper in source.papers.items() if kept.get(sha256) != paper.ledger_key]
    with ledger.store.transaction():
        for sha256 in sorted(gone):
            ledger.forget(sha256)
    for some in batches(new, A_TRANSACTION):
        with ledger.store.transaction():
            for sha256 in some:
                ledger.take_in(source.digest(sha256))


def batches(names: Sequence[str], size: int) -> Iterator[list[str]]:
    """The names in lists of this length."""
    rest = iter(names)
    while some := list(islice(rest, size)):
        yield some
