"""Parts of an output that were made before and are still right: a run makes again only what changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from extractor.archive import write_whole


class Pieces:
    """Pieces by a hash of all that they are made of, in one file; it may be thrown away.

    `made_with` is what all of them depend on.
    """

    def __init__(self, file: Path | None = None, made_with: str = "") -> None:
        self._file = file
        self._made_with = made_with
        self._before: dict[str, Any] = _kept(file) if file else {}
        self._now: dict[str, Any] = {}

    def piece(self, mark: str, make: Callable[[], Any]) -> Any:
        """The piece with this mark, made where it is not there; anything that JSON holds."""
        if self._file is None or not mark:
            return make()
        key = hashlib.sha256(f"{self._made_with} {mark}".encode("utf-8", "surrogatepass")).hexdigest()[:32]
        if key not in self._now:
            self._now[key] = self._before[key] if key in self._before else make()
        return self._now[key]

    def keep(self) -> None:
        """Keep the pieces that were asked for, and no others."""
        if self._file is not None and self._now.keys() != self._before.keys():
            data = json.dumps(self._now, ensure_ascii=False, separators=(",", ":"))
            write_whole(self._file, data.encode("utf-8", "surrogatepass"), lasting=False)


def _kept(file: Path) -> dict[str, Any]:
    try:
        kept = json.loads(file.read_bytes().decode("utf-8", "surrogatepass"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}
