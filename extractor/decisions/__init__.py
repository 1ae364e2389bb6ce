"""What people decided about figures and findings: kept beside the store, stronger than the machine."""

from extractor.decisions.applying import apply_decisions, settle_findings, without_effect
from extractor.decisions.journal import (
    JOURNAL,
    Decision,
    DecisionError,
    Decisions,
    add_decision,
    checked_changes,
    read_decisions,
    read_journal,
    unread_id,
)

__all__ = [
    "JOURNAL",
    "Decision",
    "DecisionError",
    "Decisions",
    "add_decision",
    "apply_decisions",
    "checked_changes",
    "read_decisions",
    "read_journal",
    "settle_findings",
    "unread_id",
    "without_effect",
]
