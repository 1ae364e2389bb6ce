"""Second chances for broken files: junk cut off, and the file written anew by pikepdf."""

from __future__ import annotations

import contextlib
import io
import logging

import pikepdf
import pypdfium2

HEADER = b"%PDF-"
_PASSWORD = 4
MAX_GROWTH = 300_000_000


class Locked(Exception):
    """The file opens only with a password."""


def open_pdf(data: bytes) -> tuple[pypdfium2.PdfDocument | None, str]:
    """The document pdfium makes of the bytes, or none and what it said.  Raises `Locked`."""
    try:
        return pypdfium2.PdfDocument(data), ""
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD or "password" in str(error).lower():
            raise Locked from error
        return None, str(error)


def without_junk(data: bytes) -> bytes:
    """The bytes from the last-resort PDF header on; the same bytes where it stands first or nowhere."""
    at = data.find(HEADER)
    return data[at:] if at > 0 else data


def rewritten(data: bytes) -> bytes | None:
    """The file as pikepdf saves it after its own repairs; None where it cannot.  Raises `Locked`."""
    logging.getLogger("pikepdf").setLevel(logging.CRITICAL)
    out = io.BytesIO()
    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as pdf:
            if len(pdf.pages) == 0:
                return None
            pdf.save(out, fix_metadata_version=False)
    except pikepdf.PasswordError as error:
        raise Locked from error
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, KeyError, OSError, RecursionError):
        return None
    return out.getvalue() if out.tell() < MAX_GROWTH else None


def single_page(data: bytes, index: int) -> bytes | None:
    """One page taken out into a file of its own by pikepdf; None where it cannot."""
    out = io.BytesIO()
    with contextlib.suppress(pikepdf.PdfError, RuntimeError, ValueError, TypeError, KeyError, IndexError):
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as pdf, pikepdf.new() as one:
            one.pages.append(pdf.pages[index])
            one.save(out)
        return out.getvalue()
    return None
