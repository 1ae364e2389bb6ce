"""Papers that are new, changed or gone, taken into store and ledger: a result is held no longer than that."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from itertools import islice

from extractor.archive import Entry, read_archive
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

    def __init__(self, plan: Plan, order: Order, executor: Executor) -> None:
        self.plan = plan
        self.order = order
        self.executor = executor
        self.papers = _papers(plan)

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
        digest = kept_digest(work, paper.entry.key) if paper.key == paper.entry.key else None
        if digest is None or digest.head["path"] != paper.entry.paper.name:
            result = self.result(sha256)
            keep_rows(work, paper.key, result)
            digest = digest_of(result, paper.key, rules)
        return replace(digest, key=paper.ledger_key)

    def unmet(self) -> list[str]:
        """Decisions that fit no figure any more, in words."""
        decided = [sha256 for sha256 in self.papers if self.plan.decisions.by_document.get(sha256)]
        return [
            f"{d.document}: the decision of {d.by} about {d.text!r} fits no figure any more"
            for sha256 in decided
            for d in without_effect([self.machine_result(sha256)], self.plan.decisions)
        ]


def _papers(plan: Plan) -> dict[str, Kept]:
    """The papers that were read, by hash, in the order of their first places."""
    places: dict[str, list[Entry]] = {}
    for entry in plan.entries:
        if entry.key and plan.work.is_read(entry.key):
            places.setdefault(entry.sha256, []).append(entry)
    return {
        sha256: Kept(held[0], tuple(e.paper.name for e in held), held[0].key + plan.decisions.mark(sha256))
        for sha256, held in places.items()
    }


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
