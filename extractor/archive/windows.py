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
from collections import defaultdict
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from extractor.archive.isolate import call_apart
from extractor.archive.work import WorkFolder, tool_fingerprint, write_whole
from extractor.errors import StoreError
from extractor.model import Finding, Result
from extractor.patterns import PatternSet
from extractor.pipeline import reconcile
from extractor.store import Head, decode, encode

TOGETHER = 40
"""Up to this many papers are reconciled all together."""
IN_A_ROW = 4
"""Windows that a child makes one after the other at most: each holds half of the papers of the one before."""
Making = Mapping[Path, Future[bool]]
"""By the file of each window, its findings being made."""
PIECE = 12
"""Papers of a piece on the average; where it ends is told by the hashes of its papers."""


@dataclass(frozen=True)
class Helpers:
    """Who may do what can be done apart: an executor, and the folders of patterns its children load."""

    executor: Executor
    folders: Sequence[str] = ()


def windows(heads: Sequence[Head]) -> list[list[int]]:
    """The numbers of the papers that are reconciled together; every one is in one window at least."""
    if len(heads) <= TOGETHER:
        return [list(range(len(heads)))] if heads else []
    groups: dict[str, list[int]] = defaultdict(list)
    for number, head in enumerate(heads):
        groups[head.bodies[0] if head.bodies else ""].append(number)
    return [window for _, group in sorted(groups.items()) for window in _windows_of(heads, group)]


def _windows_of(heads: Sequence[Head], group: Sequence[int]) -> list[list[int]]:
    halves: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number in sorted(group, key=lambda n: (heads[n].day or date.min, heads[n].path)):
        day = heads[number].day or date.min
        halves[day.year, (day.month - 1) // 6].append(number)
    pieces = [piece for _, held in sorted(halves.items()) for piece in _pieces(heads, held)]
    if len(pieces) == 1:
        return pieces
    return [[*before, *after] for before, after in pairwise(pieces)]


def _pieces(heads: Sequence[Head], numbers: Sequence[int]) -> list[list[int]]:
    """Papers in order, cut behind those whose hash says so: a new one changes its own piece and no later."""
    pieces: list[list[int]] = [[]]
    for number in numbers:
        piece = pieces[-1]
        piece.append(number)
        ends = int(heads[number].sha256[:8], 16) % (PIECE // 2) == 0
        if (ends and 2 * len(piece) >= PIECE) or 2 * len(piece) >= 3 * PIECE:
            pieces.append([])
    return [piece for piece in pieces if piece]


@dataclass(frozen=True)
class Window:
    """Papers that are reconciled together, and the file that keeps their findings."""

    file: Path
    members: tuple[tuple[str, str], ...]
    """(key, path)."""

    @property
    def decided(self) -> bool:
        """Whether people decided about figures of it: a child knows nothing of decisions."""
        return any("+" in key for key, _ in self.members)

    @property
    def is_made(self) -> bool:
        """Whether its findings are kept."""
        return self.file.is_file()


def find_windows(
    heads: Sequence[Head], keys: Mapping[str, str], work: WorkFolder, checks: Mapping[str, object]
) -> list[tuple[Window, list[Head]]]:
    """The windows of these papers with the papers of each.  `keys` gives the key of each by its hash."""
    found = []
    for numbers in windows(heads):
        papers = [heads[n] for n in numbers]
        members = tuple((keys[head.sha256], head.path) for head in papers)
        found.append((Window(_file(members, work, checks), members), papers))
    return found


def start_windows(
    asked: Sequence[Window], work: WorkFolder, checks: Mapping[str, object], helpers: Helpers
) -> Making:
    """Have children make the findings of these windows.  A window whose child is lost is not made."""
    if not _travels(checks):
        return {}
    making: dict[Path, Future[bool]] = {}
    length = min(IN_A_ROW, max(1, len(asked) // 2))  # of few windows a second child has its share
    for first in range(0, len(asked), length):
        row = asked[first : first + length]
        values = {
            "windows": [(str(window.file), window.members) for window in row],
            "work": str(work.folder),
            "checks": dict(checks),
        }
        made = helpers.executor.submit(call_apart, "archive.windows:make_windows", values, helpers.folders)
        making |= dict.fromkeys((window.file for window in row), made)
    return making


def _travels(checks: Mapping[str, object]) -> bool:
    try:
        return bool(json.loads(json.dumps(dict(checks))) == dict(checks))
    except (TypeError, ValueError):
        return False


def make_windows(values: Mapping[str, Any], patterns: PatternSet) -> None:
    """Reconcile some windows in a child, and keep their findings.  A paper of two in a row is loaded once."""
    work = WorkFolder(Path(values["work"]))
    held: dict[tuple[str, str], Result] = {}
    for file, listed in values["windows"]:
        members = [(key, name) for key, name in listed]
        held = {member: held[member] for member in members if member in held}
        held |= {member: work.result(*member) for member in members if member not in held}
        found = reconcile([held[member] for member in members], patterns=patterns, checks=values["checks"])
        keep_findings(Path(file), found)


def kept_findings(file: Path) -> list[Finding]:
    """The findings of a window.  Raises `StoreError` where they are not kept, or damaged and removed."""
    try:
        record = json.loads(gzip.decompress(file.read_bytes()).decode("utf-8", "surrogatepass"))
        return list(decode(tuple[Finding, ...], record))
    except FileNotFoundError:
        raise StoreError(f"{file}: these findings are not kept") from None
    except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
        file.unlink(missing_ok=True)
        raise StoreError(f"{file}: these findings are damaged: {error}") from None


def keep_findings(file: Path, found: Sequence[Finding]) -> None:
    """Keep the findings of a window; the same findings give the same bytes."""
    text = json.dumps(encode(found), ensure_ascii=False)
    write_whole(file, gzip.compress(text.encode("utf-8", "surrogatepass"), 3, mtime=0), lasting=False)


def _file(members: Sequence[Sequence[str]], work: WorkFolder, checks: Mapping[str, object]) -> Path:
    made_by = json.dumps([tool_fingerprint(), repr(dict(checks)), members])
    name = hashlib.sha256(made_by.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return work.folder / "findings" / f"{name}.json.gz"
