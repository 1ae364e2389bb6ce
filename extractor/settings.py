"""What a person may set: options of the command line over those of a TOML file."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import Any

from extractor.errors import ExtractorError

KEYS = {"authority", "authorities", "patterns", "checks", "limits"}
LIMITS = {"seconds_without_progress", "seconds", "memory_mb", "document_mb"}


class SettingsError(ExtractorError):
    """The settings file is wrong; the text names the file, what was found and what was expected."""


@dataclass(frozen=True)
class Limits:
    """What one document may take before it is given up."""

    seconds_without_progress: float = 60
    seconds: float = 3600
    memory_mb: int = 2000
    document_mb: int = 500


@dataclass(frozen=True)
class Settings:
    """Everything that can change what comes out, besides the papers and the version of the tool."""

    authority: str | None = None
    """The body that papers report on where they do not name one."""
    authorities: tuple[tuple[str, str], ...] = ()
    """(folder name, authority): papers below that folder belong to it."""
    patterns: tuple[Path, ...] = ()
    checks: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    """The [checks] table as written: switched-off checks and tolerances."""
    limits: Limits = Limits()

    def authority_of(self, path: str) -> str | None:
        """The authority set for a paper: by the innermost folder named, else for all."""
        by_folder = dict(self.authorities)
        named = [by_folder[part] for part in PurePath(path).parts if part in by_folder]
        return named[-1] if named else self.authority

    def fingerprint(self) -> str:
        """A hash of all that changes what one document gives: pattern files by content."""
        digest = hashlib.sha256()
        digest.update(json.dumps([self.authority, self.authorities], ensure_ascii=False).encode())
        for folder in self.patterns:
            for file in sorted(folder.rglob("*.toml")):
                digest.update(file.relative_to(folder).as_posix().encode())
                digest.update(file.read_bytes())
        return digest.hexdigest()[:16]


def load_settings(
    file: Path | None = None, *, authority: str | None = None, patterns: Sequence[Path] = ()
) -> Settings:
    """The settings of a TOML file, if one is given, with the options of the command line over them.

    Raises `SettingsError` where the file cannot be read or has keys that mean nothing.
    """
    settings = _from_file(file) if file else Settings()
    return replace(
        settings,
        authority=authority or settings.authority,
        patterns=(*settings.patterns, *patterns),
    )


def _from_file(file: Path) -> Settings:
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{file}: cannot be read as TOML: {error}") from None
    _known(file, table, KEYS, "")
    limits = table.get("limits", {})
    _known(file, limits, LIMITS, "limits.")
    return Settings(
        authority=_text(file, table, "authority"),
        authorities=tuple(sorted(dict(table.get("authorities", {})).items())),
        patterns=tuple(file.parent / str(folder) for folder in table.get("patterns", ())),
        checks=MappingProxyType(dict(table.get("checks", {}))),
        limits=Limits(**limits),
    )


def _known(file: Path, table: Mapping[str, Any], keys: set[str], prefix: str) -> None:
    for key in table:
        if key not in keys:
            expected = ", ".join(sorted(keys))
            raise SettingsError(f'{file}: "{prefix}{key}" is no setting; expected one of: {expected}')


def _text(file: Path, table: Mapping[str, Any], key: str) -> str | None:
    value = table.get(key)
    if value is not None and not isinstance(value, str):
        raise SettingsError(f'{file}: "{key}" should be text in quotes, found {value!r}')
    return value
