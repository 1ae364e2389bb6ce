"""PDFs: pages by pdfium, tables by our own finders, and a second reader where the first is unsure."""

from __future__ import annotations

import pypdfium2

from extractor.errors import UnreadableDocument
from extractor.model import Block, Document, Grid, Page
from extractor.reading.pdf.drafts import PageDraft, moved
from extractor.reading.pdf.layout import lay_out
from extractor.reading.pdf.native import read_raw_page


def read_pdf(data: bytes, path: str, sha256: str) -> Document:
    """Read a PDF given as bytes; the outline is left to the next step.

    Raises `UnreadableDocument` with the status where no page can be read.
    """
    try:
        source = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise UnreadableDocument("not_a_document", f"{path}: {error}") from error
    try:
        pages = [lay_out(read_raw_page(source, i)) for i in range(len(source))]
    finally:
        source.close()
    return _assemble(pages, path, sha256)


def _assemble(drafts: list[PageDraft], path: str, sha256: str) -> Document:
    texts: list[str] = []
    blocks: list[Block] = []
    pages: list[Page] = []
    at, grids = 0, 0
    for draft in drafts:
        for block in draft.blocks:
            blocks.append(moved(block, at, grids))
            grids += isinstance(block, Grid)
        words = draft.page.words
        for k in range(len(words.starts)):
            words.starts[k] += at
            words.ends[k] += at
        page = draft.page
        pages.append(Page(page.number, page.width, page.height, page.status, at, at + len(draft.text), words))
        texts.append(draft.text)
        at += len(draft.text) + 2
    return Document(path, sha256, "pdf", "\n\n".join(texts), tuple(blocks), tuple(pages))
