"""Papers inside ZIP files, unpacked within limits; nothing is written where a name inside would have it."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

from extractor.archive.discover import ENDINGS, Paper

MAX_PAPERS = 5_000
MAX_BYTES = 4 * 1024**3
MAX_RATIO = 200
RATIO_FROM_BYTES = 64 * 1024**2
CHUNK = 1024 * 1024
OFFICE_PARTS = ("word/", "xl/", "ppt/", "META-INF/", "mimetype")


def is_zip_of_papers(file: Path) -> bool:
    """Whether a file is a ZIP archive and not a document that happens to be one."""
    try:
        if not zipfile.is_zipfile(file):
            return False
        with zipfile.ZipFile(file) as archive:
            return not any(name.startswith(OFFICE_PARTS) for name in archive.namelist())
    except (OSError, zipfile.BadZipFile, ValueError):
        return False


def unpacked(paper: Paper, folder: Path) -> list[Paper]:
    """The papers inside a ZIP file, named ZIP/NAME; the ZIP itself where it breaks a limit or is damaged.

    As a paper of its own it then ends in a status with the reason, like any other.
    """
    try:
        with zipfile.ZipFile(paper.file) as archive:
            entries = sorted(_papers(archive), key=lambda entry: entry.filename)
            refused = _refused(archive, paper.file.stat().st_size)
            if refused or not entries:
                return [replace(paper, refused=refused)]
            place = folder / f"{len(list(folder.iterdir())):05}"
            place.mkdir()
            return [_unpack(archive, entry, paper, place / f"{n:05}") for n, entry in enumerate(entries)]
    except (OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError, ValueError, EOFError):
        return [paper]


def _papers(archive: zipfile.ZipFile) -> Iterator[zipfile.ZipInfo]:
    for entry in archive.infolist():
        name = PurePosixPath(*_parts(entry))
        hidden = any(part.startswith((".", "~$", "__MACOSX")) for part in name.parts)
        link = stat.S_ISLNK(entry.external_attr >> 16)
        if not entry.is_dir() and not link and not hidden and name.suffix.lower() in ENDINGS - {".zip"}:
            yield entry


def _parts(entry: zipfile.ZipInfo) -> list[str]:
    """The parts of a name inside, without those that lead out."""
    return [part for part in entry.filename.replace("\\", "/").split("/") if part not in ("", ".", "..")]


def _refused(archive: zipfile.ZipFile, packed: int) -> str:
    """Which limit the archive breaks, in words; empty where it breaks none."""
    entries = archive.infolist()
    total = sum(entry.file_size for entry in entries)
    megabytes = f"{total / 1_048_576:,.0f} MB"
    if len(entries) > MAX_PAPERS:
        return f"a ZIP archive of {len(entries):,} files; {MAX_PAPERS:,} are the most that are unpacked"
    if total > MAX_BYTES:
        return f"a ZIP archive that unpacks to {megabytes}; {MAX_BYTES // 1_048_576:,} MB are the most"
    if total > RATIO_FROM_BYTES and total > MAX_RATIO * max(packed, 1):
        return f"a ZIP archive that unpacks to {megabytes}, more than {MAX_RATIO} times its size"
    return ""


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, paper: Paper, to: Path) -> Paper:
    file = to.with_suffix(PurePosixPath(entry.filename).suffix.lower())
    left = entry.file_size
    with archive.open(entry) as packed, file.open("wb") as out:
        while chunk := packed.read(CHUNK):
            left -= len(chunk)
            if left < 0:
                raise zipfile.BadZipFile(f"{entry.filename} is larger than it declares")
            out.write(chunk)
    return Paper("/".join([paper.name, *_parts(entry)]), file)
