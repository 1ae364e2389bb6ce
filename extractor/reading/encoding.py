"""Bytes to text, keeping every character where the file has it."""

from __future__ import annotations

import codecs

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def decode_text(data: bytes) -> str:
    """The text of a plain-text file: UTF-8 where it is, else windows-1252.

    A byte-order mark of UTF-8 stays as the first character and line ends are untouched, so that
    offsets are those of the decoded file.  A UTF-8 file with a few damaged bytes stays UTF-8.
    """
    wide = _utf16(data)
    if wide is not None:
        return wide
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _damaged_utf8(data) or decode_windows(data)


def decode_windows(data: bytes) -> str:
    """Windows-1252; the five bytes it leaves undefined become the control characters of Latin-1."""
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return "".join(_windows_byte(byte) for byte in data)


def _windows_byte(byte: int) -> str:
    try:
        return bytes((byte,)).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


def _utf16(data: bytes) -> str | None:
    for bom, name in _BOMS[1:]:
        if data.startswith(bom):
            return data.decode(name, errors="replace")
    head = data[:2000]
    if len(head) >= 8 and head.count(0) > len(head) * 0.35:
        name = "utf-16-le" if head[1::2].count(0) > head[0::2].count(0) else "utf-16-be"
        text = data.decode(name, errors="replace")
        if sum(char.isprintable() or char.isspace() for char in text[:1000]) > 0.95 * len(text[:1000]):
            return text
    return None


def _damaged_utf8(data: bytes) -> str | None:
    """UTF-8 with at least ten whole sequences for every damaged byte, or None."""
    text = data.decode("utf-8", errors="replace")
    damaged = text.count("�")
    whole = sum(ord(char) > 127 for char in text) - damaged
    return text if whole >= 10 * damaged else None
