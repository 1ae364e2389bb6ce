"""One PDF from bytes to `Document`: pages one by one, each with a status, the document with exactly one."""

from __future__ import annotations

import contextlib
import gc
import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pypdfium2

from extractor.errors import UnreadableDocument
from extractor.model import Block, Document, DocumentStatus, Grid, Page, PageStatus, Place, Problem
from extractor.progress import tick
from extractor.reading import ocr
from extractor.reading.ocr_sums import confirmed
from extractor.reading.pdf import nesting, repair
from extractor.reading.pdf.continued import mark_continued
from extractor.reading.pdf.drafts import PageDraft, moved
from extractor.reading.pdf.fallback import second_reading
from extractor.reading.pdf.furniture import settle
from extractor.reading.pdf.layout import lay_out
from extractor.reading.pdf.native import read_raw_page
from extractor.reading.pdf.raw import PageProblem

MAX_BYTES = 1_000_000_000
MAX_PAGES = 20_000
MAX_CHARS = 60_000_000
FEW_CHARS = 20
MAX_IMAGE_PIXELS = 8_000_000
"""A3 at 200 dpi: larger pages are drawn smaller for OCR."""
MAX_SCAN_PIXELS = 1_200_000_000
"""About 300 pages of A4: OCR takes seconds a page, and what one paper may cost has to end."""
SCAN_SHARE = 0.3
RARELY = 100_000
PAGE_GAP = "\n\n"

_LIKELY = re.compile(
    r"[(\"'‘“]*(?:[A-Z]?[a-z'’-]*[aeiouyAEIOUY][a-z'’-]*|[A-Z&]{2,}|[£$€+-]?[\d.,:/–-]+(?:%|st|nd|rd|th)?)[)\"'’”.,;:!?]*"
)
_NAMES = {
    "needs_ocr": ("page_needs_ocr", "the page is a picture without usable text and was not read"),
    "failed": ("page_failed", "the page could not be read"),
}


def read_pdf(data: bytes, path: str, sha256: str, *, scans: bool = True) -> Document:
    """Read a PDF given as bytes; the outline is left to the next step.

    Every page ends with a status and every document with one.  Raises `UnreadableDocument` (encrypted,
    not_a_document, too_large) where no page can be read; scans come back as `needs_ocr` where OCR is not
    installed, or not wanted (`scans`).
    """
    if len(data) > MAX_BYTES:
        raise UnreadableDocument("too_large", f"{path}: {len(data)} bytes, more than {MAX_BYTES}")
    with _few_collections():
        try:
            pages, title = _read_pages(data, path, scans)
        except repair.Locked:
            pages, title = _despite_lock(data, path), ""
        return _assemble(settle(pages), path, sha256, title)


@contextlib.contextmanager
def _few_collections() -> Iterator[None]:
    """Looks for cyclic garbage are rare meanwhile: pages are many small records, none of them cyclic."""
    usual = gc.get_threshold()
    gc.set_threshold(max(usual[0], RARELY) if usual[0] else 0, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _despite_lock(data: bytes, path: str) -> list[PageDraft]:
    """Pages of a file whose lock is broken rather than shut: the second reader opens some."""
    pages = _second_pages(data, None)
    if not any(page.n_chars for page in pages.values()):
        raise UnreadableDocument(
            "encrypted", f"{path}: opens only with a password; save a copy without one"
        ) from None
    return [pages[n] for n in sorted(pages)]


def _read_pages(data: bytes, path: str, scans: bool) -> tuple[list[PageDraft], str]:
    data = nesting.defused(data) or data
    data, source, said = _opened(data)
    if source is None:
        pages = _second_pages(data, None)
        if not pages:
            raise UnreadableDocument("not_a_document", f"{path}: no reader finds a page in it ({said})")
        return [pages[n] for n in sorted(pages)], ""
    try:
        n = len(source)
        if n > MAX_PAGES:
            raise UnreadableDocument("too_large", f"{path}: {n} pages, more than {MAX_PAGES}")
        title = _title(source)
        pages = _first_pages(source, n)
    finally:
        source.close()
    _second_chances(data, pages)
    if scans:
        _read_scans(data, pages)
    if all(p.page.status == "failed" for p in pages.values()):
        raise UnreadableDocument("not_a_document", f"{path}: none of its {n} pages can be read")
    return [pages[k] for k in sorted(pages)], title


def _opened(data: bytes) -> tuple[bytes, pypdfium2.PdfDocument | None, str]:
    """The document, opened as it is, without junk before its header, or as pikepdf writes it anew."""
    try:
        source, said = repair.open_pdf(data)
    except repair.Locked:
        # pikepdf opens some files without a password that pdfium does not
        data, source, said = _unlocked(data)
    if source is not None and len(source) > 0:
        return data, source, said
    for mended in (repair.without_junk(data), repair.rewritten(data)):
        if mended and mended is not data:
            source, _ = repair.open_pdf(mended)
            if source is not None and len(source) > 0:
                return mended, source, said
    return data, None, said or "no pages"


def _unlocked(data: bytes) -> tuple[bytes, pypdfium2.PdfDocument | None, str]:
    opened = repair.rewritten(data)
    if opened is None:
        raise repair.Locked
    source, said = repair.open_pdf(opened)
    return opened, source, said


def _title(source: pypdfium2.PdfDocument) -> str:
    try:
        return str(source.get_metadata_value("Title")).strip()
    except (pypdfium2.PdfiumError, UnicodeDecodeError, ValueError):
        return ""


def _first_pages(source: pypdfium2.PdfDocument, n: int) -> dict[int, PageDraft]:
    pages: dict[int, PageDraft] = {}
    held = 0
    for index in range(n):
        try:
            page = lay_out(read_raw_page(source, index), base=held)
        except PageProblem as problem:
            page = _failed(index + 1, str(problem))
        held += len(page.text) + len(PAGE_GAP)
        if held > MAX_CHARS:
            raise UnreadableDocument("too_large", f"more than {MAX_CHARS} characters of text")
        pages[index + 1] = page
        tick()
    return pages


def _failed(number: int, why: str) -> PageDraft:
    return PageDraft(Page(number, 0.0, 0.0, "failed"), "", [], doubts=(why,))


def _second_chances(data: bytes, pages: dict[int, PageDraft]) -> None:
    """Pages that failed are read again after repair; empty and doubtful ones by the second reader."""
    broken = [k for k, p in pages.items() if p.page.status == "failed"]
    for k in broken[:200]:
        if (page := _repaired(data, k)) is not None:
            pages[k] = page
    unsure = [k for k, p in pages.items() if _unsure(p)]
    if unsure:
        second = _second_pages(data, unsure)
        for k, page in second.items():
            if k in pages and _better(page, pages[k]):
                pages[k] = page
    for k, page in pages.items():
        pages[k] = _with_status(page)


def _read_scans(data: bytes, pages: dict[int, PageDraft]) -> None:
    """Pages that are pictures, read by OCR where the extra is installed."""
    scans = [k for k, p in pages.items() if p.page.status == "needs_ocr"]
    if not scans or not ocr.available():
        return
    source, _ = repair.open_pdf(data)
    if source is None:
        return
    try:
        left = MAX_SCAN_PIXELS
        for k in scans:
            tick()
            if left <= 0:
                pages[k].doubts += ("the paper has more scanned pages than are read by OCR",)
                continue
            page, used = _read_scan(source, k)
            left -= used
            if page is None:
                pages[k].doubts += ("OCR was tried and saw no text",)
            else:
                pages[k] = page
    finally:
        source.close()


def _read_scan(source: pypdfium2.PdfDocument, number: int) -> tuple[PageDraft | None, int]:
    """The page as OCR reads it, if it sees any text, and how many pixels were looked at."""
    try:
        image, dpi = _drawn_page(source[number - 1])
    except (pypdfium2.PdfiumError, MemoryError, ValueError):
        return None, 0
    raw, confidence = ocr.read_image(image, number, dpi)
    pixels = image.shape[0] * image.shape[1]
    if not len(raw.chars):
        return None, pixels
    draft = lay_out(raw, "ocr")
    for k, block in enumerate(draft.blocks):
        if isinstance(block, Grid):
            read = replace(block, found_by="ocr", confidence=round(0.9 * confidence, 3))
            draft.blocks[k], doubts = confirmed(read)
            draft.doubts += doubts
    return draft, pixels


def _drawn_page(page: pypdfium2.PdfPage) -> tuple[ocr.Image, float]:
    """The page drawn in colour, and its dots an inch."""
    width, height = page.get_size()
    dpi = min(float(ocr.DPI), 72 * math.sqrt(MAX_IMAGE_PIXELS / max(width * height, 1.0)))
    image = page.render(scale=dpi / 72, rev_byteorder=True).to_numpy()
    page.close()
    if image.ndim == 2:
        image = np.repeat(image[:, :, None], 3, 2)
    return np.ascontiguousarray(image[:, :, :3]), dpi


def _unsure(page: PageDraft) -> bool:
    if page.page.status == "failed" or page.unmapped > 0.2 * max(page.raw_chars, 1):
        return True
    return max(page.n_chars, page.raw_chars) < FEW_CHARS and page.image_share < SCAN_SHARE


def _better(second: PageDraft, first: PageDraft) -> bool:
    if first.page.status == "failed":
        return True
    # what the first reader saw and left out as hidden is not news
    return second.n_chars > 1.2 * max(first.n_chars, first.raw_chars) + 2


def _repaired(data: bytes, number: int) -> PageDraft | None:
    single = repair.single_page(data, number - 1)
    if single is None:
        return None
    try:
        source, _ = repair.open_pdf(single)
        if source is None:
            return None
        try:
            raw = read_raw_page(source, 0)
        finally:
            source.close()
    except (PageProblem, repair.Locked):
        return None
    return lay_out(replace(raw, number=number), "repaired")


def _second_pages(data: bytes, numbers: list[int] | None) -> dict[int, PageDraft]:
    found = second_reading(data, numbers)
    return {k: lay_out(raw, "fallback") for k, raw in sorted(found.items())}


def _with_status(page: PageDraft) -> PageDraft:
    """Empty pages and scans told from pages with text."""
    status: PageStatus = page.page.status
    scan = page.image_share >= SCAN_SHARE
    if status in ("ok", "repaired") and scan and (page.n_chars < FEW_CHARS or not fits(page.text)):
        status = "needs_ocr"
    elif status in ("ok", "repaired") and not page.text:
        status = "needs_ocr" if page.raw_chars and page.unmapped >= 0.5 * page.raw_chars else "empty"
    page.page = replace(page.page, status=status)
    return page


def fits(text: str) -> bool:
    """Whether a text layer can be what is printed: most of its longer words are words or figures."""
    tokens = [t for t in text.split() if len(t) >= 3][:2000]
    if len(tokens) < 30:
        return True
    likely = sum(bool(_LIKELY.fullmatch(t)) for t in tokens)
    return likely >= 0.5 * len(tokens)


def _assemble(drafts: list[PageDraft], path: str, sha256: str, title: str) -> Document:
    texts: list[str] = []
    blocks: list[Block] = []
    pages: list[Page] = []
    problems: list[Problem] = []
    at, grids = 0, 0
    for draft in drafts:
        for block in draft.blocks:
            blocks.append(moved(block, at - draft.page.start, grids))
            grids += isinstance(block, Grid)
        pages.append(_placed(draft.page, at, len(draft.text)))
        problems += _problems(draft, path)
        texts.append(draft.text)
        at += len(draft.text) + len(PAGE_GAP)
        draft.blocks, draft.text = [], ""
    return Document(
        path, sha256, "pdf", PAGE_GAP.join(texts), mark_continued(blocks, pages), tuple(pages),
        _status(pages), tuple(problems), title=title,
    )  # fmt: skip


def _placed(page: Page, at: int, length: int) -> Page:
    by = at - page.start
    if not by:
        return page
    words = page.words
    for offsets in (words.starts, words.ends):
        whole = np.frombuffer(offsets, np.int32)
        whole += by
    return replace(page, start=at, end=at + length)


def _problems(draft: PageDraft, path: str) -> list[Problem]:
    place = Place(path, draft.page.number)
    found = []
    if draft.page.status in _NAMES:
        code, message = _NAMES[draft.page.status]
        why = f": {'; '.join(draft.doubts)}" if draft.doubts else ""
        found.append(Problem(code, message + why, place))
    elif draft.doubts:
        found.append(Problem("page_incomplete", "; ".join(draft.doubts), place))
    if draft.raw_chars and draft.unmapped > 0.05 * draft.raw_chars:
        share = round(100 * draft.unmapped / draft.raw_chars)
        found.append(
            Problem("unmapped_characters", f"{share}% of the characters have no known meaning", place)
        )
    return found


def _status(pages: list[Page]) -> DocumentStatus:
    count = Counter(page.status for page in pages)
    read = count["ok"] + count["ocr"] + count["fallback"] + count["repaired"]
    if count["needs_ocr"] and not read:
        return "needs_ocr"
    return "partial" if count["needs_ocr"] or count["failed"] else "ok"
