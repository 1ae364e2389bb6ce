"""The closed grammar of UK period expressions, compiled from the pattern files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

LeadKind = Literal["end", "as_at", "since", "since_end", "start", "none"]


@dataclass(frozen=True)
class Lead:
    """Words before a period that say which moment of it is meant ("as at", "the end of")."""

    kind: LeadKind
    pattern: re.Pattern[str]
    """Matches at the end of the text before the period."""
    ends: frozenset[str]
    """The last words that it can have."""


JointKind = Literal["in", "up_to", "names", "end", "stretch"]


@dataclass(frozen=True)
class Joint:
    """Two expressions that stand together and mean one stretch: "October" in the frame of "last year"."""

    name: str
    means: JointKind
    """Whether the inner one lies in the frame, ends it, says it by its name, or is what it is the end of."""
    inner: frozenset[str]
    frame: frozenset[str]
    """The names of the rules that read each of the two."""
    inner_first: re.Pattern[str] | None
    frame_first: re.Pattern[str] | None
    """All that parts them in either order; none where they do not stand so."""


@dataclass(frozen=True)
class PeriodRule:
    """One shape of period expression and the reader that turns its groups into dates."""

    name: str
    reads: str
    pattern: re.Pattern[str]
    """Matches at the start of the expression; its groups are the reader's input."""
    heads_only: bool = False
    """True for shapes that are periods only where the whole text is one ("Apr", "YTD" columns)."""
    preceded_by: re.Pattern[str] | None = None
    """What must stand before it in running text, where the shape alone proves nothing ("2013")."""


@dataclass(frozen=True, eq=False)
class PeriodGrammar:
    """Word lists and rules of the period expressions."""

    months: Mapping[str, int]
    numbers: Mapping[str, int]
    """Cardinals, ordinals and romans to their number, lower case."""
    terms: Mapping[str, int]
    rules: tuple[PeriodRule, ...]
    starts: Mapping[str, tuple[PeriodRule, ...]]
    """First word of an expression, lower case, to the rules that it can begin; for a number the key
    is "0" times its count of digits ("0000" for a year)."""
    guards: Mapping[str, re.Pattern[str]]
    """For a first word with many rules, all of them in one: where it does not match, none does."""
    leads: tuple[Lead, ...]
    lead_ends: frozenset[str]
    """The last words of all leads."""
    joints: tuple[Joint, ...]
    head_noise: re.Pattern[str]
    """What may stand after a period in a column head and does not change it ("(prov)", "Outturn")."""
    month_needs: re.Pattern[str]
    """What must stand before a month name that is also a common word ("May")."""
