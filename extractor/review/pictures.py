"""The page of a PDF as a picture, figures outlined: only of the very bytes that were read."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from extractor.model import BBox

if TYPE_CHECKING:
    from PIL import Image

SCALE = 1.5
MOST_PIXELS = 2400
"""Of the longer side: a page of a hostile paper may be a mile wide."""
AROUND = 170
"""Points of the page shown above and below the figures."""
_pdfium = Lock()
"""PDFium is not safe to use from two threads."""


RECORD = "run.json"


@dataclass(frozen=True)
class Found:
    """The file of a document, or why there is none."""

    file: Path | None
    missing: str = ""


class Papers:
    """Finds the file of a document: one of its paths where the bytes are still the same.

    Paths as given are looked for from the folder that the run was started in, wherever the review is.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._seen: dict[tuple[str, int, int], str] = {}

    def find(self, paths: Sequence[str], sha256: str) -> Found:
        """The first of the paths that holds these bytes."""
        bases = [base for base in (self._started_in(), Path()) if base is not None]
        files = [base / path for path in paths for base in bases]
        held = {file: self._hash(file) for file in files}
        file = next((file for file, found in held.items() if found == sha256), None)
        if file is not None:
            return Found(file)
        named = ", ".join(paths) or "it has no place"
        if any(held.values()):
            return Found(None, f"the paper was changed since it was read ({named})")
        return Found(None, f"the paper is no longer where it was read ({named})")

    def _started_in(self) -> Path | None:
        """The folder that paths are relative to, as the run wrote it down beside the store."""
        if self._folder is None:
            return None
        try:
            record = json.loads((self._folder / RECORD).read_text(encoding="utf-8"))
            return self._folder / str(record["papers_from"])
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _hash(self, file: Path) -> str:
        try:
            if not file.is_file():
                return ""
            told = file.stat()
            key = (str(file), told.st_size, told.st_mtime_ns)
            if key not in self._seen:
                with file.open("rb") as opened:
                    self._seen[key] = hashlib.file_digest(opened, "sha256").hexdigest()
            return self._seen[key]
        except (OSError, ValueError):
            return ""


def page_picture(file: Path, page_number: int, boxes: Sequence[BBox], *, whole: bool = False) -> bytes | None:
    """A PNG of the page with the boxes outlined: the part around them, or all of it.

    None where the page cannot be drawn.
    """
    import pypdfium2 as pdfium
    from PIL import ImageDraw

    with _pdfium:
        try:
            with pdfium.PdfDocument(file) as document:
                page = document[page_number - 1]
                scale = min(SCALE, MOST_PIXELS / max(page.get_width(), page.get_height(), 1))
                drawn: Image.Image = page.render(scale=scale).to_pil().convert("RGB")
        except (pdfium.PdfiumError, IndexError, OSError, ValueError, MemoryError):
            return None
    pen = ImageDraw.Draw(drawn)
    for x0, top, x1, bottom in boxes:
        edges = (x0 * scale - 4, top * scale - 3, x1 * scale + 4, bottom * scale + 3)
        pen.rectangle(edges, outline=(200, 0, 0), width=3)
    if boxes and not whole:
        drawn = _band(drawn, boxes, scale)
    out = io.BytesIO()
    drawn.save(out, "PNG", compress_level=4)  # in all its colours: the outline must stay red
    return out.getvalue()


def _band(drawn: Image.Image, boxes: Sequence[BBox], scale: float) -> Image.Image:
    top = max(0, round((min(box[1] for box in boxes) - AROUND) * scale))
    bottom = min(drawn.height, round((max(box[3] for box in boxes) + AROUND) * scale))
    return drawn.crop((0, top, drawn.width, bottom)) if bottom - top > 2 else drawn
