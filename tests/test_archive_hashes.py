"""Papers that nobody touched are not read again to know what they are."""

from __future__ import annotations

import hashlib
import os
import sys
import time
from pathlib import Path

import pytest

from extractor.archive.hashes import SETTLED, Hashes, kept_hashes
from extractor.archive.work import sha256_of


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files that were read."""
    files: list[Path] = []

    def counted(file: Path) -> str:
        files.append(file)
        return sha256_of(file)

    monkeypatch.setattr("extractor.archive.hashes.sha256_of", counted)
    return files


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file was written long ago."""
    now = time.time_ns
    monkeypatch.setattr("extractor.archive.hashes.time.time_ns", lambda: now() + 2 * SETTLED)


def hashed(work: Path, *files: Path) -> list[str]:
    known = kept_hashes(work)
    found = [known.of(file, file.stat()) for file in files]
    known.keep(work)
    return found


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@pytest.mark.usefixtures("later")
def test_a_file_is_read_once_until_it_is_touched(tmp_path: Path, read: list[Path]) -> None:
    one, other = tmp_path / "one.txt", tmp_path / "other.txt"
    one.write_bytes(b"first")
    other.write_bytes(b"other")
    before = [sha256(b"first"), sha256(b"other")]
    assert hashed(tmp_path, one, other) == hashed(tmp_path, one, other) == before
    assert read == [one, other]
    one.write_bytes(b"FIRST")
    assert hashed(tmp_path, one, other) == [sha256(b"FIRST"), before[1]]
    assert read == [one, other, one]


@pytest.mark.skipif(sys.platform == "win32", reason="the time of change is that of creation there")
@pytest.mark.usefixtures("later")
def test_a_file_written_anew_with_size_and_time_of_the_old_one_is_read(
    tmp_path: Path, read: list[Path]
) -> None:
    file = tmp_path / "one.txt"
    file.write_bytes(b"first")
    state = file.stat()
    hashed(tmp_path, file)
    time.sleep(0.02)
    file.write_bytes(b"FIRST")
    os.utime(file, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert hashed(tmp_path, file) == [sha256(b"FIRST")]
    assert read == [file, file]


def test_a_file_that_was_written_a_moment_ago_is_read_again(tmp_path: Path, read: list[Path]) -> None:
    file = tmp_path / "one.txt"
    file.write_bytes(b"first")
    hashed(tmp_path, file)
    hashed(tmp_path, file)
    assert read == [file, file]


@pytest.mark.usefixtures("later")
def test_only_what_was_asked_for_is_kept(tmp_path: Path, read: list[Path]) -> None:
    files = [tmp_path / "one.txt", tmp_path / "other.txt"]
    for file in files:
        file.write_bytes(b"text")
    hashed(tmp_path, *files)
    hashed(tmp_path, files[0])
    hashed(tmp_path, *files)
    assert read == [*files, files[1]]


@pytest.mark.parametrize(
    "held", [b"", b"[]", b'{"a": 1}', b'{"a": [1, 2, 3, 4]}', b'{"a": ["x", 2, 3, 4, "h"]}']
)
def test_damaged_notes_are_as_none(tmp_path: Path, held: bytes) -> None:
    (tmp_path / "hashes.json").write_bytes(held)
    file = tmp_path / "one.txt"
    file.write_bytes(b"text")
    assert kept_hashes(tmp_path).of(file, file.stat()) == sha256(b"text")
    assert isinstance(kept_hashes(tmp_path), Hashes)
