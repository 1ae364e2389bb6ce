"""The closed grammar of UK period expressions, compiled from the pattern files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

LeadKind = Literal["end", "as_at", "since", "start", "none"]


@dataclass(frozen=True)
class Lead:
    """Words before a period that say which moment of it is meant ("as at", "the end of")."""

    kind: LeadKind
    expression: str


@dataclass(frozen=True)
class PeriodRule:
    """One shape of period expression and the reader that turns its groups into dates."""

    name: str
    reads: str
    pattern: re.Pattern[str]
    """Matches at the start of the expression, leads included; groups are the reader's input."""
    heads_only: bool = False
    """True for shapes that are periods only where the whole text is one ("Apr", "YTD" columns)."""
    preceded_by: re.Pattern[str] | None = None
    """What must stand before it in running text, where the shape alone proves nothing ("2013")."""


@dataclass(frozen=True)
class PeriodGrammar:
    """Word lists and rules.  `scanner` finds where a period may begin; `rules` decide."""

    months: Mapping[str, int]
    numbers: Mapping[str, int]
    """Cardinals, ordinals and romans to their number, lower case."""
    terms: Mapping[str, int]
    scanner: re.Pattern[str]
    rules: tuple[PeriodRule, ...]
    lead_kinds: tuple[LeadKind, ...]
    """Kind of lead group L0, L1, … in the rules' patterns."""
    head_noise: re.Pattern[str]
    """What may stand after a period in a column head and does not change it ("(prov)", "Outturn")."""
    month_needs: re.Pattern[str]
    """What must stand before a month name that is also a common word ("May")."""
