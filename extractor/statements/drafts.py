"""What is known of one figure while its sentence is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from extractor.model import Direction, Period, Quantity, Role, Unit
from extractor.statements.marking import Marked
from extractor.statements.measure import Measure
from extractor.statements.relations import Reading


@dataclass(slots=True)
class Draft:
    """A figure on its way to an observation."""

    token: int
    quantity: Quantity
    sentence: Marked
    role: Role = "actual"
    reading: Reading | None = None
    measure: Measure = field(default_factory=lambda: Measure("", ""))
    own_period: Period | None = None
    period: Period | None = None
    direction: Direction | None = None
    comparator: str | None = None
    unit: Unit = "count"
    main: Draft | None = None
    """The figure that this one is stated against or belongs to."""
    like: Draft | None = None
    """The figure before it whose role it takes: "up 1.8% in reading and 1.4% in writing"."""
    open: tuple[str, ...] = ()
    """Readings left open."""
    skipped: str = ""
    """Why the figure is not a performance figure."""
    base: int = 0
    """Where its passage begins in the document's text."""

    @property
    def value(self) -> Decimal:
        """The value as read."""
        return self.quantity.value

    @property
    def rule(self) -> str:
        """The rule that gave the role."""
        if self.reading is not None:
            return self.reading.rule.name
        return self.like.rule if self.like is not None else "level"

    @property
    def family(self) -> str:
        """The family of the rule."""
        if self.reading is not None:
            return self.reading.rule.family
        return self.like.family if self.like is not None else "level"


def in_a_row(before: Draft, draft: Draft) -> bool:
    """ "gone up in June, July and August, 64, 81 and 97": nothing but commas and "and" between."""
    tokens = draft.sentence.tokens
    between = {t.text for t in tokens[before.token + 1 : draft.token] if not t.noise}
    ended = all(t.text in _ROW_ENDS for t in tokens[draft.token + 1 : draft.token + 2])
    return before.unit == draft.unit and bool(between) and between <= {",", "and"} and ended


_ROW_ENDS = frozenset({",", "and", ".", ";", ":", "]", "respectively"})
