"""Hashes of papers, kept from run to run: a file that nobody touched is not read again to know what it is.

A file counts as untouched while its size, its times and its number are what they were; the time of change
is the system's own and is set by every writing.  Windows has the time of creation there: a file that was
written anew with the size and the time of the old one would be taken for it.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping
from pathlib import Path

from extractor.archive.work import sha256_of, write_whole

SETTLED = 2_000_000_000
"""Nanoseconds: a file written so shortly before it was hashed may be written again within the same tick."""
_FILE = "hashes.json"
Mark = tuple[int, int, int, int]
"""Size, times of writing and of change, number."""


class Hashes:
    """The hashes of files by their paths."""

    def __init__(self, known: Mapping[str, tuple[Mark, str]] | None = None) -> None:
        self._known = dict(known or {})
        self._now: dict[str, tuple[Mark, str]] = {}

    def of(self, file: Path, state: os.stat_result) -> str:
        """The SHA-256 of a file, read where it is new or touched.  Raises `OSError`."""
        path, mark = str(file.absolute()), _mark(state)
        known = self._known.get(path)
        if known is not None and known[0] == mark:
            self._now[path] = known
            return known[1]
        began = time.time_ns()
        sha256 = sha256_of(file)
        if max(state.st_mtime_ns, state.st_ctime_ns) < began - SETTLED:
            self._now[path] = mark, sha256
        return sha256

    def keep(self, folder: Path) -> None:
        """Keep the hashes that were asked for, and no others."""
        if self._now != self._known:
            record = {path: [*mark, sha256] for path, (mark, sha256) in self._now.items()}
            write_whole(folder / _FILE, json.dumps(record).encode("utf-8", "surrogatepass"), lasting=False)


def kept_hashes(folder: Path) -> Hashes:
    """The hashes of earlier runs; none where the file is not there or damaged."""
    try:
        record = json.loads((folder / _FILE).read_bytes().decode("utf-8", "surrogatepass"))
        return Hashes({path: _known(*held) for path, held in record.items()})
    except (OSError, ValueError, TypeError, AttributeError):
        return Hashes()


def _known(size: int, written: int, changed: int, number: int, sha256: str) -> tuple[Mark, str]:
    return (int(size), int(written), int(changed), int(number)), str(sha256)


def _mark(state: os.stat_result) -> Mark:
    return state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino
