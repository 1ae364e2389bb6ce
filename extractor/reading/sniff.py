"""What a file is, told from its first bytes and never from its name."""

from __future__ import annotations

import re
from typing import Literal

Kind = Literal[
    "pdf", "html", "docx", "xlsx", "text", "empty", "login", "ole", "xls", "doc", "rtf", "email", "zip",
    "odf", "image", "archive", "binary", "pptx", "xlsb", "mhtml",
]  # fmt: skip

_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"GIF8", b"II*\x00", b"MM\x00*", b"RIFF", b"BM")
_ARCHIVES = (b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ", b"MSCF")
_BINARIES = (
    b"\x7fELF",
    b"MZ",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"%!PS",
    b"\x00asm",
    b"SQLite format 3",
)
_HTML = re.compile(
    rb"<(!doctype\s+html|html[\s>]|head[\s>]|body[\s>]|meta[\s>]|title>|table[\s>]|div[\s>]|p[\s>]|"
    rb"h[1-6][\s>]|span[\s>]|ul[\s>]|script[\s>]|link\s|center>|font\s|!--)",
    re.I,
)
_EMAIL = re.compile(
    rb"\A(?:(?:from|to|subject|date|received|return-path|mime-version|message-id|x-[\w-]+|delivered-to|"
    rb"content-type|reply-to|cc|sender)\s*:[^\n]*\n(?:[ \t][^\n]*\n)*){3}",
    re.I,
)
_MAIL_ONLY = re.compile(rb"^(received|mime-version|message-id|return-path)\s*:", re.I | re.M)
_PASSWORD = re.compile(rb"<input[^>]+type\s*=\s*[\"']?password", re.I)
_CONTROL = bytes(set(range(32)) - {9, 10, 11, 12, 13, 27})


def sniff(data: bytes) -> Kind:
    """The kind of a file from its content; "binary" where it is nothing that holds a paper's text."""
    if not data.strip(b"\x00 \t\r\n\x0b\x0c\xef\xbb\xbf"):
        return "empty"
    head = data[:4096]
    if head.startswith(_ZIP):
        return _sniff_zip(data)
    if head.startswith(_OLE):
        return _sniff_ole(data)
    if b"%PDF-" in data[:1024] and not _looks_like_html(head):
        return "pdf"
    plain = _sniff_signature(head)
    if plain is not None:
        return plain
    if _looks_like_html(head):
        return "login" if _is_login(data) else "html"
    return _sniff_text(data)


def _sniff_signature(head: bytes) -> Kind | None:
    if head.startswith(rb"{\rtf"):
        return "rtf"
    for kind, signatures in (("image", _IMAGES), ("archive", _ARCHIVES), ("binary", _BINARIES)):
        for signature in signatures:
            if head.startswith(signature) and not _is_words(head):
                return kind  # type: ignore[return-value]
    return None


def _is_words(head: bytes) -> bool:
    """Two-letter signatures ("MZ", "BM") also begin words."""
    return not any(byte in _CONTROL for byte in head[:64]) and b"%!PS" not in head[:4]


def _looks_like_html(head: bytes) -> bool:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n\x00\xff\xfe").replace(b"\x00", b"")
    if start[:5].lower() == b"<?xml":
        start = start.split(b"?>", 1)[-1].lstrip()
    return _HTML.match(start) is not None


def _is_login(data: bytes) -> bool:
    """A sign-in page that was saved in place of a paper: a password field and little else."""
    if not _PASSWORD.search(data):
        return False
    shown = re.split(rb"(?i)<body", data[:200_000], maxsplit=1)[-1]
    return len(re.sub(rb"<[^<>]{0,4000}>", b" ", shown).split()) < 600


def _sniff_zip(data: bytes) -> Kind:
    """By the names in the directory at the end (or, cut short, in the local headers)."""
    if b"word/document" in data or b"word/_rels" in data:
        return "docx"
    if b"xl/workbook.bin" in data:
        return "xlsb"
    if b"xl/workbook" in data or b"xl/worksheets" in data:
        return "xlsx"
    if b"ppt/presentation" in data:
        return "pptx"
    if data[30:38] == b"mimetype" and b"opendocument" in data[:200]:
        return "odf"
    return "zip"


def _sniff_ole(data: bytes) -> Kind:
    names = {name: name.encode("utf-16-le") for name in ("WordDocument", "Workbook", "EncryptedPackage")}
    if names["EncryptedPackage"] in data:
        return "ole"
    if names["WordDocument"] in data:
        return "doc"
    if names["Workbook"] in data:
        return "xls"
    return "ole"


def _sniff_text(data: bytes) -> Kind:
    head = data[:20000].replace(b"\r\n", b"\n")
    if _EMAIL.match(head) and _MAIL_ONLY.search(head):
        return "mhtml" if _is_saved_page(head) else "email"
    sample = data[:65536]
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")) or _is_wide(sample):
        return "text"
    control = sum(sample.count(byte) for byte in _CONTROL)
    return "binary" if control > max(2, len(sample) // 500) else "text"


def _is_saved_page(head: bytes) -> bool:
    """A web page that a browser saved in one file: headers of a mail, but no one it is to."""
    related = re.search(rb"^content-type:\s*multipart/related", head, re.I | re.M)
    return related is not None and re.search(rb"^to:", head, re.I | re.M) is None


def _is_wide(sample: bytes) -> bool:
    """UTF-16 without a mark: every other byte of Latin text is zero."""
    even, odd = sample[0:2000:2], sample[1:2000:2]
    return len(odd) >= 4 and max(even.count(0), odd.count(0)) > 0.9 * len(odd) > 9 * min(
        even.count(0), odd.count(0)
    )
