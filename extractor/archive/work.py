"""The work folder: one file a document that was read, one a document that could not be.

A file is there whole or not at all, so a run that is killed goes on where it was.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import extractor
from extractor.errors import StoreError
from extractor.model import Result
from extractor.store import pack, relabelled, unpack, unpack_paper


@dataclass(frozen=True)
class Failure:
    """Why a document could not be read."""

    status: str
    message: str


@dataclass(frozen=True)
class WorkFolder:
    """Result and failure files by key, in a folder that any number of processes may write."""

    folder: Path

    def result_file(self, key: str) -> Path:
        """Where the result of a document is or will be."""
        return self.folder / key[:2] / f"{key}.json.gz"

    def failure_file(self, key: str) -> Path:
        """Where the reason is or will be why a document could not be read."""
        return self.folder / key[:2] / f"{key}.failed.json"

    def is_read(self, key: str) -> bool:
        """Whether there is a result."""
        return self.result_file(key).is_file()

    def keep(self, key: str, result: Result) -> None:
        """Keep a result; a failure noted before is void."""
        write_whole(self.result_file(key), pack(result))
        self.failure_file(key).unlink(missing_ok=True)

    def keep_failure(self, key: str, failure: Failure) -> None:
        """Keep the reason why a document could not be read."""
        text = json.dumps({"status": failure.status, "message": failure.message}, ensure_ascii=False)
        write_whole(self.failure_file(key), text.encode("utf-8", "backslashreplace"))

    def result(self, key: str, name: str) -> Result:
        """The result of a document, under the name of this copy of it.

        Raises `StoreError` where the file is damaged.
        """
        result = unpack(self.result_file(key).read_bytes())
        return result if result.document.path == name else relabelled(result, name)

    def paper(self, key: str) -> Result:
        """A result without its figures, under the name of the copy that was read: quick to load.

        Raises `StoreError` where the file is damaged.
        """
        return unpack_paper(self.result_file(key).read_bytes())

    def failure(self, key: str) -> Failure | None:
        """Why the document could not be read; None where it was not tried."""
        try:
            record = json.loads(self.failure_file(key).read_text(encoding="utf-8"))
            return Failure(record["status"], record["message"])
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError):
            return None  # a damaged note: the document is tried again

    def forget(self, key: str) -> None:
        """As if the document had never been tried."""
        self.result_file(key).unlink(missing_ok=True)
        self.failure_file(key).unlink(missing_ok=True)


def write_whole(path: Path, data: bytes, *, lasting: bool = True) -> None:
    """Write a file so that it is there whole or as before, whenever the process ends.

    Whenever the power goes, too, where it is `lasting`; what can be made again need not wait for the disk.
    Raises `StoreError` where it cannot be written.
    """
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as out:
            out.write(data)
            out.flush()
            if lasting:
                os.fsync(out.fileno())
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise StoreError(f"{path}: cannot be written: {error.strerror or error}") from None


def sha256_of(file: Path) -> str:
    """The hash of a file, read in pieces."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def key_of(sha256: str, authority: str | None, configuration: str) -> str:
    """What a result is good for: these bytes, this version of the tool, this configuration.

    `configuration` is the fingerprint of the settings.
    """
    made_by = f"{tool_fingerprint()} {configuration} {authority or ''}"
    return f"{sha256[:32]}-{hashlib.sha256(made_by.encode()).hexdigest()[:12]}"


@cache
def tool_fingerprint() -> str:
    """The version, and a hash of the program and its patterns: a checkout changes between versions."""
    from extractor.patterns import builtin_folder

    digest = hashlib.sha256(extractor.__version__.encode())
    package = Path(extractor.__file__).parent
    for folder, ending in ((package, "*.py"), (builtin_folder(), "*.toml")):
        for file in sorted(folder.rglob(ending)):
            digest.update(file.relative_to(folder).as_posix().encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
