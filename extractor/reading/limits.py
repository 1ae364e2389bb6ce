"""How much one paper may be: limits that no council paper meets and every bomb does."""

from __future__ import annotations

import io
import zipfile

from extractor.errors import UnreadableDocument

MAX_TEXT_BYTES = 64 * 1024 * 1024
MAX_ARCHIVE_ENTRIES = 5_000
MAX_UNPACKED_BYTES = 512 * 1024 * 1024
MAX_PART_BYTES = 200 * 1024 * 1024
MAX_RATIO = 400
RATIO_FROM_BYTES = 16 * 1024 * 1024
"""Below this an extreme ratio is harmless: an empty sheet of XML packs a thousandfold."""


def check_size(data: bytes, path: str, limit: int = MAX_TEXT_BYTES) -> None:
    """Raises `UnreadableDocument` (too_large) where the file is over the limit."""
    if len(data) > limit:
        raise UnreadableDocument("too_large", f"{path}: {_mb(len(data))} of text is over {_mb(limit)}")


def open_archive(data: bytes, path: str) -> zipfile.ZipFile:
    """The ZIP archive, after its directory was held against the limits.

    Raises `UnreadableDocument`: not_a_document for a damaged archive, too_large for one that
    unpacks out of all proportion, encrypted where a part needs a password.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
    except (zipfile.BadZipFile, zipfile.LargeZipFile, ValueError, OSError, NotImplementedError) as error:
        raise UnreadableDocument(
            "not_a_document", f"{path}: a ZIP archive that is damaged or cut short ({error})"
        ) from None
    _check_entries(entries, len(data), path)
    return archive


def _check_entries(entries: list[zipfile.ZipInfo], packed: int, path: str) -> None:
    total = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ARCHIVE_ENTRIES:
        raise UnreadableDocument("too_large", f"{path}: an archive of {len(entries)} parts")
    if total > MAX_UNPACKED_BYTES or any(entry.file_size > MAX_PART_BYTES for entry in entries):
        raise UnreadableDocument("too_large", f"{path}: an archive that unpacks to {_mb(total)}")
    if total > RATIO_FROM_BYTES and total > MAX_RATIO * max(packed, 1):
        raise UnreadableDocument(
            "too_large", f"{path}: an archive of {_mb(packed)} that unpacks to {_mb(total)}"
        )
    if any(entry.flag_bits & 1 for entry in entries):
        raise UnreadableDocument("encrypted", f"{path}: an archive that needs a password")


def read_part(archive: zipfile.ZipFile, name: str, path: str) -> bytes | None:
    """One part of the archive, or None where there is none; never more than its directory declares.

    Raises `UnreadableDocument` where the part is damaged or larger than declared.
    """
    try:
        entry = archive.getinfo(name)
    except KeyError:
        return None
    try:
        with archive.open(entry) as part:
            data = part.read(entry.file_size + 1)
    except Exception as error:  # zlib, struct, zipfile and others raise their own kinds on damage
        raise UnreadableDocument("not_a_document", f"{path}: its part {name} is damaged ({error})") from None
    if len(data) > entry.file_size:
        raise UnreadableDocument("too_large", f"{path}: its part {name} is larger than it declares")
    return data


def _mb(size: int) -> str:
    return f"{size / 1_048_576:.1f} MB"
