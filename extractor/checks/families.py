"""What a module of checks offers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from extractor.checks.evidence import Evidence
from extractor.model import Finding

Finder = Callable[[Evidence], Iterable[Finding]]


@dataclass(frozen=True)
class Family:
    """Ids of the checks that a module makes, and the functions that find.

    The rule of each id, its tolerance and its examples are data: `patterns/checks/ID.toml`.
    """

    checks: tuple[str, ...]
    finders: tuple[Finder, ...]
