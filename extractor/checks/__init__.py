"""Observations to findings; one module a family of checks."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.model import Finding, Result
from extractor.patterns import PatternSet


def find_findings(results: Sequence[Result], patterns: PatternSet) -> list[Finding]:
    """Reconcile these documents together; ranked, what misleads most first."""
    return []
