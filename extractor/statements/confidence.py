"""How often readings of this kind were right, from the calibration table."""

from __future__ import annotations

from decimal import Decimal

from extractor.patterns.statements import StatementPatterns
from extractor.statements.drafts import Draft

_DEFAULT = Decimal("0.5")


def feature_keys(draft: Draft) -> tuple[str, ...]:
    """The keys of a draft in the calibration table, the most particular first."""
    period = draft.period.basis if draft.period is not None else "none"
    return (
        f"{draft.family}/{draft.measure.source}/{period}",
        f"{draft.family}/{draft.measure.source}",
        draft.family,
    )


def confidence(draft: Draft, patterns: StatementPatterns) -> float:
    """0 to 1: of those near 0.9, nine in ten are right in value, unit, role, measure and period."""
    for key in feature_keys(draft):
        if key in patterns.calibration:
            return float(patterns.calibration[key])
    return float(patterns.calibration.get("", _DEFAULT))
