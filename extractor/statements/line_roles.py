"""A value on a line of its own, below the name of its field: "Target" and, on the next line, "95%"."""

from __future__ import annotations

from extractor.model import Role
from extractor.patterns.statements import StatementPatterns
from extractor.statements.marking import Layers, Marks, mark_sentence
from extractor.statements.relations import Reading, choose_readings, find_readings

_LONGEST = 40
"""Characters of a line that is a value and no more than a bound beside it: "A minimum of 50%."."""
_ROLES = ("target", "threshold", "benchmark", "previous", "projection")


def is_value_line(text: str, layers: Layers) -> bool:
    """A short line with one figure."""
    return len(layers.figures) == 1 and len(text.strip()) <= _LONGEST


def role_of_line(joined: Layers, patterns: StatementPatterns) -> tuple[Role, Reading] | None:
    """The role that a value has when it is read together with the line above it: "Target: 95%"."""
    marked = mark_sentence(joined, 0, len(joined.text), patterns, Marks(joined))
    if len(marked.figures) != 1:
        return None
    told = choose_readings(find_readings(marked, patterns), marked).roles.get(marked.figures[0])
    return told if told is not None and told[0] in _ROLES else None
