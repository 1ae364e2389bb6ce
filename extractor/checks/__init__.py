"""Observations to findings; one module a family of checks.

Every finding names the check that made it; `registry` lists them with their rules.  A check sees
all papers given together through `Evidence` and decides nothing that more than one reading fits.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.checks.evidence import Evidence
from extractor.checks.ranking import rank
from extractor.checks.registry import FAMILIES
from extractor.checks.settings import CheckSettings, CheckSettingsError, check_settings, load_check_settings
from extractor.model import Finding, Result
from extractor.patterns import PatternSet

__all__ = [
    "CheckSettings",
    "CheckSettingsError",
    "check_settings",
    "find_findings",
    "load_check_settings",
]


def find_findings(
    results: Sequence[Result], patterns: PatternSet, settings: CheckSettings | None = None
) -> list[Finding]:
    """Reconcile these documents together; ranked, what misleads most first."""
    chosen = settings or CheckSettings()
    evidence = Evidence(results, patterns, chosen)
    found = {
        finding.finding_id: finding
        for family in FAMILIES
        for finder in family.finders
        for finding in finder(evidence)
        if chosen.allows(finding.check)
    }
    reversing = frozenset(rule.id for rule in patterns.checks.rules if rule.reverses)
    return rank(found.values(), reversing)
