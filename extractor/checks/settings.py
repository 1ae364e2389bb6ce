"""Switched-off checks and a person's own tolerances: the [checks] table of the settings file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from types import MappingProxyType

from extractor.errors import ExtractorError

KEYS = ("off", "tolerance")


class CheckSettingsError(ExtractorError):
    """The [checks] table is wrong; the text names the key, what was found and what was expected."""


@dataclass(frozen=True)
class CheckSettings:
    """Which checks are switched off, and tolerances that replace those of the tool."""

    off: frozenset[str] = frozenset()
    """Check ids ("A4-other-period"), their codes ("A4"), or a whole family ("A")."""
    tolerances: Mapping[str, Decimal] = field(default_factory=lambda: MappingProxyType({}))

    def allows(self, check: str) -> bool:
        """Whether a check may report."""
        code = check.partition("-")[0]
        return self.off.isdisjoint((check, code, code[0]))

    def tolerance(self, check: str, default: str) -> Decimal:
        """The tolerance of a check, in the unit that its rule names."""
        code = check.partition("-")[0]
        own = self.tolerances.get(check, self.tolerances.get(code))
        return Decimal(default) if own is None else own


def check_settings(table: Mapping[str, object], where: str = "settings") -> CheckSettings:
    """The settings of a [checks] table such as `{"off": ["G"], "tolerance": {"C2": "0.5"}}`.

    Raises `CheckSettingsError` for keys that mean nothing and values that are no numbers.
    """
    for key in table:
        if key not in KEYS:
            raise CheckSettingsError(f'{where}: [checks] has "{key}"; expected one of {", ".join(KEYS)}')
    off = table.get("off", [])
    if not isinstance(off, list) or not all(isinstance(item, str) and item for item in off):
        raise CheckSettingsError(f'{where}: "off" is {off!r}; give a list of checks, as ["A3", "G1-unit"]')
    own = table.get("tolerance", {})
    if not isinstance(own, Mapping):
        raise CheckSettingsError(f'{where}: "tolerance" is {own!r}; give a table, as C2 = "0.5"')
    tolerances = {
        str(check): _number(value, f"{where}: tolerance of {check}") for check, value in own.items()
    }
    return CheckSettings(frozenset(off), MappingProxyType(tolerances))


def load_check_settings(file: Path) -> CheckSettings:
    """The [checks] table of a TOML file; other tables of the file are not looked at."""
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CheckSettingsError(f"{file}: cannot be read as TOML: {error}") from None
    table = content.get("checks", {})
    if not isinstance(table, Mapping):
        raise CheckSettingsError(f'{file}: "checks" is {table!r}; expected a table [checks]')
    return check_settings(table, str(file))


def _number(value: object, where: str) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise CheckSettingsError(f"{where} is {value!r}; give a number")
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        raise CheckSettingsError(f"{where} is {value!r}; give a number") from None
    if not number.is_finite() or number < 0:
        raise CheckSettingsError(f"{where} is {value}; give a number of 0 or more")
    return number
