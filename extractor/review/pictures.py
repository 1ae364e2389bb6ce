"""The page of a PDF as a picture, figures outlined: only of the very bytes that were read."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
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


class Papers:
    """Finds the file of a document: one of its paths where the bytes are still the same."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, int, int], str] = {}

    def file(self, paths: Sequence[str], sha256: str) -> Path | None:
        """The first of the paths that holds these bytes; None where none does."""
        return next((Path(path) for path in paths if self._hash(Path(path)) == sha256), None)

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
