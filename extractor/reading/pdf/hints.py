"""Rules and shades that are there although they do not make a whole table."""

from __future__ import annotations

import bisect
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from extractor.reading.pdf.pieces import Row
from extractor.reading.pdf.raw import Floats
from extractor.reading.pdf.rules import Lattice


@dataclass
class Hints:
    """Horizontal rules and shade borders (y, x0, x1) and vertical ones (x, y0, y1) near the rows."""

    horizontal: Floats = field(default_factory=lambda: np.zeros((0, 3)))
    vertical: Floats = field(default_factory=lambda: np.zeros((0, 3)))
    lattices: list[Lattice] = field(default_factory=list)
    """Tables that are drawn in part."""

    @cached_property
    def _levels(self) -> tuple[list[float], list[list[float]]]:
        """Heights of the horizontal rules from the top, and the rules in that order."""
        rules = self.horizontal[np.argsort(self.horizontal[:, 0], kind="stable")].tolist()
        return [rule[0] for rule in rules], rules

    def divide(self, before: Row, row: Row) -> bool:
        """Whether a rule runs between two rows, over or under the second."""
        levels, rules = self._levels
        first = bisect.bisect_right(levels, before.middle)
        last = bisect.bisect_left(levels, row.middle)
        if first >= last:
            return False
        x0, x1 = row.x0, row.x1
        return any(start < x1 and end > x0 for _, start, end in rules[first:last])
