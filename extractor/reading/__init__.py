"""One reader a format; the type is told from the content, not from the name."""

from __future__ import annotations

import hashlib
from pathlib import Path

from extractor.errors import UnreadableDocument
from extractor.model import Document
from extractor.reading.sniff import Kind, sniff

__all__ = ["read_bytes", "read_file", "sniff"]

_REFUSED: dict[Kind, tuple[str, str]] = {
    "empty": ("not_a_document", "the file is empty"),
    "login": ("not_a_document", "a sign-in page that was saved in place of the paper; fetch it again"),
    "ole": ("encrypted", "an Office file that needs a password; save a copy without one"),
    "doc": ("not_a_document", "a Word 97-2003 document (.doc); save it as .docx or PDF"),
    "xls": ("not_a_document", "an Excel 97-2003 workbook (.xls); save it as .xlsx"),
    "xlsb": ("not_a_document", "a binary workbook (.xlsb); save it as .xlsx"),
    "rtf": ("not_a_document", "a rich-text file (RTF); save it as .docx or PDF"),
    "email": ("not_a_document", "an e-mail; save its attachments and give those"),
    "zip": ("not_a_document", "a ZIP archive that is neither DOCX nor XLSX; unpack it and give the papers"),
    "odf": ("not_a_document", "an OpenDocument file; save it as .docx, .xlsx or PDF"),
    "pptx": ("not_a_document", "a presentation (.pptx); save it as PDF"),
    "image": ("not_a_document", "an image; save it as PDF to have it read"),
    "archive": ("not_a_document", "a packed archive; unpack it and give the papers"),
    "binary": ("not_a_document", "not text: nothing that a paper is published as"),
}


def read_file(path: str | Path) -> Document:
    """Read one file.  Raises `UnreadableDocument` with the status where nothing can be read."""
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise UnreadableDocument("not_a_document", f"{path}: {error.strerror or error}") from None
    return read_bytes(data, str(path))


def read_bytes(data: bytes, path: str) -> Document:
    """Read a paper held in memory (standard input); `path` is the name it is reported under.

    Raises `UnreadableDocument` with the status where nothing can be read.
    """
    kind = sniff(data)
    if kind in _REFUSED:
        status, reason = _REFUSED[kind]
        raise UnreadableDocument(status, f"{path}: {reason}")
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        return _read(kind, data, path, sha256)
    except (UnreadableDocument, MemoryError):
        raise
    except Exception as error:  # a paper that breaks its reader must not stop the next paper
        told = " ".join(str(error).split())[:160]
        raise UnreadableDocument(
            "crash", f"{path}: its {kind} reader failed on it ({type(error).__name__}: {told})"
        ) from error


def _read(kind: Kind, data: bytes, path: str, sha256: str) -> Document:
    # Imported here so that reading a text file loads neither pdfium nor a workbook library.
    if kind == "pdf":
        from extractor.reading.pdf import read_pdf

        return read_pdf(data, path, sha256)
    if kind == "html":
        from extractor.reading.html import read_html

        return read_html(data, path, sha256)
    if kind == "mhtml":
        from extractor.reading.html import read_mhtml

        return read_mhtml(data, path, sha256)
    if kind == "docx":
        from extractor.reading.docx import read_docx

        return read_docx(data, path, sha256)
    if kind == "xlsx":
        from extractor.reading.xlsx import read_xlsx

        return read_xlsx(data, path, sha256)
    from extractor.reading.text import read_text

    return read_text(data, path, sha256)
