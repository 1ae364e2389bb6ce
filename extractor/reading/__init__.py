"""One reader a format; the type is told from the content, not from the name."""

from __future__ import annotations

from pathlib import Path

from extractor.model import Document


def read_file(path: str | Path) -> Document:
    """Read one file.  Raises `UnreadableDocument` with the status where nothing can be read."""
    raise NotImplementedError
