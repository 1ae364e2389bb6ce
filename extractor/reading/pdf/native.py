"""One page from pdfium as arrays.  pdfium is not thread-safe: one page at a time, closed in order."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Callable, Iterator

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from extractor.reading.pdf.calls import Argument, Records, address, argument, bind
from extractor.reading.pdf.drawn import read_drawn
from extractor.reading.pdf.glyphs import read_chars
from extractor.reading.pdf.raw import Frame, PageProblem, RawPage

_media_box = bind("FPDFPage_GetMediaBox")
_crop_box = bind("FPDFPage_GetCropBox")
_rotation = bind("FPDFPage_GetRotation")
_boxes_of = Records(np.float32, 4)


def read_raw_page(document: pypdfium2.PdfDocument, index: int) -> RawPage:
    """Characters, edges, fills and pictures of page `index` (from 0).

    Raises `PageProblem` where the page cannot be loaded or holds more than any paper does.
    """
    with _opened(document, index) as (page, text):
        frame = _frame(page)
        chars, n_seen, n_unmapped = read_chars(text, frame)
        paths, images, doubts = read_drawn(page, frame)
        return RawPage(index + 1, frame.width, frame.height, chars, paths, images, n_seen, n_unmapped, doubts)


@contextlib.contextmanager
def _opened(document: pypdfium2.PdfDocument, index: int) -> Iterator[tuple[Argument, Argument]]:
    """Handles (page, text page) of one page, closed in the right order afterwards."""
    page = pdfium.FPDF_LoadPage(document.raw, index)
    if not page:
        raise PageProblem("the page cannot be loaded")
    try:
        text = pdfium.FPDFText_LoadPage(page)
        if not text:
            raise PageProblem("the page's text cannot be loaded")
        try:
            yield argument(address(page)), argument(address(text))
        finally:
            pdfium.FPDFText_ClosePage(text)
    finally:
        pdfium.FPDF_ClosePage(page)


def _frame(page: Argument) -> Frame:
    """Crop box (within the media box) and rotation of a page."""
    media = _box(_media_box, page) or (0.0, 0.0, 612.0, 792.0)
    crop = _box(_crop_box, page) or media
    x0, y0, x1, y1 = (
        max(media[0], crop[0]),
        max(media[1], crop[1]),
        min(media[2], crop[2]),
        min(media[3], crop[3]),
    )
    if x1 - x0 < 1 or y1 - y0 < 1:
        x0, y0, x1, y1 = media
    return Frame(x0, y0, x1, y1, _rotation(page) % 4)


def _box(getter: Callable[..., int], page: Argument) -> tuple[float, float, float, float] | None:
    a, b, c, d = _boxes_of.of(getter, [page], unset=math.nan)[0].tolist()
    return None if math.isnan(a) else (min(a, c), min(b, d), max(a, c), max(b, d))
