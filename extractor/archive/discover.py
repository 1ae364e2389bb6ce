"""Files and folders to papers, in an order that does not depend on the machine."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ENDINGS = {
    ".pdf", ".html", ".htm", ".xhtml", ".mht", ".mhtml", ".docx", ".docm", ".doc", ".xlsx", ".xlsm", ".xls",
    ".txt", ".text", ".rtf", ".odt", ".aspx", ".zip",
}  # fmt: skip
STARTS = (b"%PDF", b"<!doctype html", b"<html", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True, order=True)
class Paper:
    """One file to read: `name` is the path as given, `file` where its bytes are."""

    name: str
    file: Path
    refused: str = ""
    """Why it is not to be opened: a ZIP file that breaks a limit."""


@dataclass(frozen=True)
class Search:
    """The papers found, and the files of searched folders that are no papers."""

    papers: tuple[Paper, ...]
    skipped: tuple[str, ...] = ()


def find_papers(paths: Sequence[Path]) -> Search:
    """Papers of these files and folders (searched to the bottom), each once, sorted within a folder.

    A file that is named is always a paper; in folders those are taken that end or begin like one.
    Hidden files and links that lead out of the folder are passed over.  Raises `FileNotFoundError`.
    """
    papers: dict[str, Paper] = {}
    skipped: list[str] = []
    for path in paths:
        if not path.exists():
            raise FileNotFoundError(str(path))
        for file in _files_below(path) if path.is_dir() else (path,):
            if file is path or _looks_like_a_paper(file):
                papers.setdefault(str(file), Paper(printable(str(file)), file))
            else:
                skipped.append(str(file))
    return Search(tuple(papers.values()), tuple(skipped))


def listed_paths(data: bytes) -> list[Path]:
    """The paths of a list, in order: ended by NUL where it has one (names may hold newlines), else lines."""
    lines = data.split(b"\0") if b"\0" in data else data.removeprefix(b"\xef\xbb\xbf").splitlines()
    return [Path(os.fsdecode(line)) for line in lines if line.strip()]


def expanded(path: Path) -> list[Path]:
    """What a glob stands for, sorted; the path itself where it is no glob, is there, or nothing fits.

    Shells of Windows hand globs on as they were typed.
    """
    if path.exists() or not glob.has_magic(str(path)):
        return [path]
    return [Path(name) for name in sorted(glob.glob(str(path), recursive=True))] or [path]  # noqa: PTH207


def printable(name: str) -> str:
    """The name, its bytes that are no UTF-8 written out: no output could hold them otherwise."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def _files_below(folder: Path) -> Iterator[Path]:
    inside = folder.resolve()
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            file = Path(parent) / name
            if not name.startswith((".", "~$")) and _stays_inside(file, inside):
                yield file


def _stays_inside(file: Path, folder: Path) -> bool:
    if not file.is_symlink():
        return file.is_file()
    return file.is_file() and file.resolve().is_relative_to(folder)


def _looks_like_a_paper(file: Path) -> bool:
    ending = file.suffix.lower()
    if ending in ENDINGS:
        return True
    try:
        with file.open("rb") as opened:
            start = opened.read(512).lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    except OSError:
        return True  # so that it is named among those that could not be read
    if start.startswith(b"pk\x03\x04"):
        return b"word/" in start or b"xl/" in start or b"[content_types]" in start
    return start.startswith(tuple(s.lower() for s in STARTS))
