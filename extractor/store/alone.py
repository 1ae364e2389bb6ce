"""One run at a time into a folder: two that write it at once would leave outputs of neither."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from extractor.errors import StoreError

_FILE = "running.lock"


@contextmanager
def alone(out: Path, work: Path) -> Iterator[None]:
    """No other run writes to this folder while the block goes on, in whichever process.

    Held by a lock on an SQLite file, which every system gives back when a process ends, however it ends.
    Raises `StoreError` where another run holds it, or the folder cannot be written.
    """
    with closing(_opened(out, work)) as held:
        try:
            held.execute("BEGIN EXCLUSIVE")
        except sqlite3.DatabaseError as error:
            raise StoreError(f"{out}: {_reason(error, work)}") from None
        yield


def _opened(out: Path, work: Path) -> sqlite3.Connection:
    try:
        work.mkdir(parents=True, exist_ok=True)
        return sqlite3.connect(work / _FILE, isolation_level=None, timeout=0)
    except (OSError, sqlite3.Error) as error:
        reason = getattr(error, "strerror", None) or error
        raise StoreError(f"{out}: this folder cannot be written: {reason}") from None


def _reason(error: sqlite3.DatabaseError, work: Path) -> str:
    if "locked" in str(error):
        return "another run is writing to it; wait until it has ended, or name another folder with --out"
    return f"{work / _FILE} cannot be locked ({error}); remove this file and run again"
