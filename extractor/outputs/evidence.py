"""What stands beside a figure: its sentence with the figure marked, its table row, a crop of its page."""

from __future__ import annotations

import base64
import io
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any
from urllib.parse import quote as url_quote

from extractor.model import (
    BBox,
    Cell,
    Document,
    Finding,
    Grid,
    Observation,
    Result,
    StatementSource,
    TableSource,
)
from extractor.outputs.pieces import Pieces

if TYPE_CHECKING:
    from PIL import Image

NEAR = 1
"""Columns shown on either side of a marked cell, besides the labels."""
AROUND = 320
"""Characters of a long sentence shown on either side of the figure."""

SIDES = ("B7", "C2", "C3", "C4", "C5")
"""Checks of a side or direction: what they expect is no value that the figure should have had."""


def expected_value(finding: Finding) -> Decimal | None:
    """The value that a figure should have had, where the check is of one."""
    return None if finding.check.startswith(SIDES) else finding.expected


@dataclass(frozen=True)
class Marked:
    """A text in three parts: before the figure, the figure, after it."""

    before: str
    figure: str
    after: str


def marked_quote(made: Observation) -> Marked:
    """The quote with the figure found in it: by its place in the sentence, else where it first stands."""
    at = -1
    if isinstance(made.source, StatementSource) and made.start is not None:
        guess = made.start - made.source.sentence_start
        if made.quote[max(guess, 0) : guess + len(made.text)] == made.text:
            at = guess
    if at < 0:
        at = made.quote.find(made.text)
    if at < 0:
        return Marked(made.quote, "", "")
    before, after = made.quote[:at], made.quote[at + len(made.text) :]
    if len(before) > AROUND:
        before = "… " + before[-AROUND:].partition(" ")[2]
    if len(after) > AROUND:
        after = after[:AROUND].rpartition(" ")[0] + " …"
    return Marked(before, made.text, after)


@dataclass(frozen=True)
class Row:
    """One row of a table; `marked` are the numbers of the cells that are meant."""

    cells: tuple[str, ...]
    marked: frozenset[int]


@dataclass(frozen=True)
class Extract:
    """Some rows of one table with their heads, cut to the columns that matter."""

    heads: tuple[str, ...]
    rows: tuple[Row, ...]


def table_extract(result: Result, figures: Sequence[Observation]) -> Extract | None:
    """The rows of one table that figures came from, with labels and the columns beside the figures.

    None where the figures are not of one table of this document.
    """
    sources = [made.source for made in figures if isinstance(made.source, TableSource)]
    if not sources or len(sources) < len(figures) or len({source.grid for source in sources}) > 1:
        return None
    grid = next((grid for _, grid in result.document.grids if grid.index == sources[0].grid), None)
    if grid is None or any(s.row >= grid.n_rows or s.col >= grid.n_cols for s in sources):
        return None
    reading = next((r for r in result.tables if r.grid == grid.index), None)
    heads = _heads(grid, reading.header_rows if reading else (), min(s.row for s in sources))
    stub = set(reading.stub_cols) if reading else {0}
    rows = {row: _row_texts(grid, row) for row in sorted({s.row for s in sources})}
    kept = [
        c
        for c in range(grid.n_cols)
        if (c in stub or any(abs(c - s.col) <= NEAR for s in sources))
        and (heads[c] or any(texts[c] for texts in rows.values()))
    ]
    marked = {(s.row, s.col) for s in sources}
    return Extract(
        tuple(shortened(heads[c]) for c in kept),
        tuple(
            Row(
                tuple(texts[c] for c in kept),
                frozenset(n for n, c in enumerate(kept) if (row, c) in marked),
            )
            for row, texts in rows.items()
        ),
    )


def shortened(text: str, most: int = 60) -> str:
    """The text, its middle left out where it is long."""
    return text if len(text) <= most else f"{text[: most // 2].rstrip()} … {text[-most // 2 :].lstrip()}"


def _row_texts(grid: Grid, row: int) -> list[str]:
    texts = [""] * grid.n_cols
    for cell in grid.cells:
        if cell.row <= row < cell.row + cell.row_span:
            texts[cell.col] = cell.text
    return texts


def _heads(grid: Grid, header_rows: tuple[int, ...], row: int) -> list[str]:
    above = [r for r in header_rows if r < row]
    heads: list[list[str]] = [[] for _ in range(grid.n_cols)]
    for cell in sorted(grid.cells, key=lambda c: (c.row, c.col)):
        if cell.row in above and cell.text:
            _add_head(heads, cell)
    return [" / ".join(parts) for parts in heads]


def _add_head(heads: list[list[str]], cell: Cell) -> None:
    for column in range(cell.col, min(cell.col + cell.col_span, len(heads))):
        heads[column].append(" ".join(cell.text.split()))


def paper_path(document: str, out: Path) -> str:
    """The way from a folder to a paper; empty where the paper is no file here or on another drive."""
    file = Path(document)
    if not file.is_file():
        return ""
    way = _way(file.parent.absolute(), out.absolute())
    return "" if way is None else (way / file.name).as_posix()


@lru_cache(maxsize=1000)
def _way(folder: Path, out: Path) -> Path | None:
    """From one folder to another, once for all papers of a folder: the disk is slow to say where one is."""
    try:
        return Path(os.path.relpath(folder.resolve(), out.resolve()))
    except ValueError:
        return None


def paper_link(document: str, page: int | None, out: Path) -> str:
    """A link from a file in `out` to a paper at its page; empty where the paper is no file here."""
    path = paper_path(document, out)
    anchor = f"#page={page}" if page and path.lower().endswith(".pdf") else ""
    return url_quote(path) + anchor


@dataclass(frozen=True)
class Crop:
    """A picture of the place of a figure, and where across it the figure stands, 0 to 100."""

    png: bytes
    height: int
    across: int


class Crops:
    """Small pictures of the places of figures on PDF pages, while a budget of bytes lasts."""

    def __init__(self, budget: int = 900_000, pieces: Pieces | None = None) -> None:
        self.left = budget
        self._pieces = pieces or Pieces()

    def crop(self, made: Observation, document: Callable[[], Document | None] = lambda: None) -> Crop | None:
        """The page around the figure, which is outlined, in 16 colours; None where it cannot be had.

        `document` tells how large the words are printed, so that small print is shown larger.
        """
        page, box = made.page, made.bbox
        if self.left <= 0 or page is None or box is None:
            return None

        def draw() -> list[Any] | None:
            held = document()
            scale = _scale(held, page, box) if held else LEAST_SCALE
            crop = _render(Path(made.document), page, box, scale)
            return [base64.b64encode(crop.png).decode("ascii"), crop.height, crop.across] if crop else None

        place = repr((made.document_sha256, made.document, str(Path.cwd()), page, box))
        drawn = self._pieces.piece(place, draw)
        if drawn is None:
            return None
        picture = Crop(base64.b64decode(drawn[0]), *drawn[1:])
        self.left -= len(picture.png)
        return picture


WIDTH = 640
"""Pixels of a crop."""
WORD_HEIGHT = 15
"""Pixels that words should be high, or a scorecard in six-point type cannot be read."""
LEAST_SCALE, MOST_SCALE = 1.4, 2.8
"""Pixels a point."""
ABOVE_AND_BELOW = 26.0
"""Points of the page shown above and below a figure."""


def _scale(document: Document, page_number: int, box: BBox) -> float:
    page = next((page for page in document.pages if page.number == page_number), None)
    boxes = page.words.boxes if page else ()
    x0, top, x1, bottom = box
    heights = [
        boxes[at + 3] - boxes[at + 1]
        for at in range(0, len(boxes), 4)
        if x0 - 1 <= (boxes[at] + boxes[at + 2]) / 2 <= x1 + 1
        and top - 1 <= (boxes[at + 1] + boxes[at + 3]) / 2 <= bottom + 1
    ]
    wanted = WORD_HEIGHT / max(median(heights), 1) if heights else LEAST_SCALE
    return min(max(wanted, LEAST_SCALE), MOST_SCALE)


def _render(file: Path, page_number: int, box: BBox, scale: float) -> Crop | None:
    """Only the part that is shown is drawn, which is quicker than the page."""
    import pypdfium2 as pdfium

    if not file.is_file():
        return None
    try:
        with pdfium.PdfDocument(file) as document:
            page = document[page_number - 1]
            width, height = page.get_size()
            left, top, right, bottom = area = _area(box, width, height, WIDTH / scale / 2)
            if right - left < 2 or bottom - top < 2:
                return None
            crop = (left, height - bottom, width - right, top)
            image = page.render(scale=scale, crop=crop).to_pil().convert("RGB")
    except (pdfium.PdfiumError, IndexError, OSError, ValueError):
        return None
    across = round(100 * ((box[0] + box[2]) / 2 - left) / (right - left))
    return Crop(_outlined(image, box, area, scale), image.height, min(max(across, 0), 100))


def _area(box: BBox, width: float, height: float, half: float) -> BBox:
    """What is shown around a figure, within the page: left, top, right, bottom in points."""
    x0, top, x1, bottom = box
    left = min(max((x0 + x1) / 2 - half, 0), max(width - 2 * half, 0))
    return (
        left,
        max(top - ABOVE_AND_BELOW, 0),
        min(left + 2 * half, width),
        min(bottom + ABOVE_AND_BELOW, height),
    )


def _outlined(image: Image.Image, box: BBox, area: BBox, scale: float) -> bytes:
    from PIL import ImageDraw

    left, top = area[:2]
    x0, y0, x1, y1 = ((edge - start) * scale for edge, start in zip(box, (left, top, left, top), strict=True))
    ImageDraw.Draw(image).rectangle((x0 - 4, y0 - 3, x1 + 4, y1 + 3), outline=(200, 0, 0), width=2)
    out = io.BytesIO()
    image.quantize(16).save(out, "PNG", optimize=True)
    return out.getvalue()
