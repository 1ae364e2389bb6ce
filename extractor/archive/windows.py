"""Which papers are reconciled together: all of a small set, neighbours in time of a large one.

Reconciling costs more than in proportion to the papers given together, and a paper is checked against
those of its own authority and time.  So a large archive is cut into pieces (by authority and half-year, a
few papers each), and each piece is reconciled with the one before it.  The findings of a window are kept
in the work folder under the hash of its members: new papers cost their own windows only.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from extractor.archive.isolate import reconcile_apart
from extractor.archive.work import WorkFolder, tool_fingerprint, write_whole
from extractor.checks.ranking import rank
from extractor.model import Finding, Result
from extractor.patterns import PatternSet
from extractor.pipeline import reconcile
from extractor.store.codec import decode, encode

TOGETHER = 40
"""Up to this many papers are reconciled all together."""
PIECE = 12


def reconcile_archive(
    results: Sequence[Result],
    keys: Mapping[str, str],
    work: WorkFolder,
    *,
    patterns: PatternSet,
    checks: Mapping[str, object],
) -> list[Finding]:
    """The findings of any number of papers, ranked.  `keys` gives the key of each by its hash.

    Raises what `reconcile` raises.
    """
    parts = windows(results)
    if len(parts) == 1:
        return _kept_or_made([results[n] for n in parts[0]], keys, work, patterns, checks)
    found: dict[str, Finding] = {}
    for window in parts:
        for finding in _kept_or_made([results[n] for n in window], keys, work, patterns, checks):
            found.setdefault(finding.finding_id, finding)
    return rank(found.values())


@dataclass(frozen=True)
class Helpers:
    """Who may reconcile windows ahead: an executor, and the folders of patterns its children load."""

    executor: Executor
    folders: Sequence[str] = ()


def reconcile_ahead(
    results: Sequence[Result],
    keys: Mapping[str, str],
    work: WorkFolder,
    checks: Mapping[str, object],
    helpers: Helpers,
) -> list[Future[None]]:
    """Start on the windows of a large archive whose findings are not kept; `reconcile_archive` takes them up.

    A window that holds a figure somebody decided upon is left out, for a child knows nothing of decisions;
    so is everything where the settings of the checks do not survive the way to a child.
    """
    parts = windows(results)
    if len(parts) < 2 or not _travels(checks):
        return []
    started = []
    for part in parts:
        members = _members([results[n] for n in part], keys)
        file = _file(members, work, checks)
        if not file.is_file() and not any("+" in key for key, _ in members):
            job = {"window": str(file), "members": members, "work": str(work.folder), "checks": dict(checks)}
            started.append(helpers.executor.submit(reconcile_apart, job, helpers.folders))
    return started


def _travels(checks: Mapping[str, object]) -> bool:
    try:
        return bool(json.loads(json.dumps(dict(checks))) == dict(checks))
    except (TypeError, ValueError):
        return False


def make_window(job: Mapping[str, Any], patterns: PatternSet) -> None:
    """Reconcile one window in a child, and keep its findings."""
    work = WorkFolder(Path(job["work"]))
    results = [work.result(key, name) for key, name in job["members"]]
    _keep(Path(job["window"]), reconcile(results, patterns=patterns, checks=job["checks"]))


def windows(results: Sequence[Result]) -> list[list[int]]:
    """The numbers of the results that are reconciled together; every one is in one window at least."""
    if len(results) <= TOGETHER:
        return [list(range(len(results)))] if results else []
    groups: dict[str, list[int]] = defaultdict(list)
    for number, result in enumerate(results):
        groups[_authority(result)].append(number)
    return [window for _, group in sorted(groups.items()) for window in _windows_of(results, group)]


def _windows_of(results: Sequence[Result], group: Sequence[int]) -> list[list[int]]:
    halves: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number in sorted(group, key=lambda n: (_day(results[n]), results[n].document.path)):
        day = _day(results[number])
        halves[day.year, (day.month - 1) // 6].append(number)
    pieces = [held[n : n + PIECE] for _, held in sorted(halves.items()) for n in range(0, len(held), PIECE)]
    if len(pieces) == 1:
        return pieces
    return [[*before, *after] for before, after in pairwise(pieces)]


def _authority(result: Result) -> str:
    named = Counter(o.authority for o in result.observations if o.authority)
    return min(named, key=lambda name: (-named[name], name)) if named else ""


def _day(result: Result) -> date:
    contexts = result.document.outline.contexts
    days = [day for c in contexts for day in (c.meeting_date, c.report_date) if day]
    return max(days, default=date.min)


def _kept_or_made(
    results: Sequence[Result],
    keys: Mapping[str, str],
    work: WorkFolder,
    patterns: PatternSet,
    checks: Mapping[str, object],
) -> list[Finding]:
    file = _file(_members(results, keys), work, checks)
    if file.is_file():
        try:
            record = json.loads(gzip.decompress(file.read_bytes()).decode("utf-8", "surrogatepass"))
            return list(decode(tuple[Finding, ...], record))
        except (OSError, EOFError, ValueError, KeyError, TypeError):
            file.unlink()  # damaged: made again below
    found = reconcile(results, patterns=patterns, checks=checks)
    _keep(file, found)
    return found


def _members(results: Sequence[Result], keys: Mapping[str, str]) -> list[list[str]]:
    return [[keys[r.document.sha256], r.document.path] for r in results]


def _file(members: list[list[str]], work: WorkFolder, checks: Mapping[str, object]) -> Path:
    made_by = json.dumps([tool_fingerprint(), repr(dict(checks)), members])
    name = hashlib.sha256(made_by.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return work.folder / "findings" / f"{name}.json.gz"


def _keep(file: Path, found: Sequence[Finding]) -> None:
    text = json.dumps(encode(found), ensure_ascii=False)
    write_whole(file, gzip.compress(text.encode("utf-8", "surrogatepass"), 3, mtime=0))
