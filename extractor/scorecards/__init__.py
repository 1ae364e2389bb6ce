"""Table grids to observations."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.model import Document, Observation, Problem, TableReading
from extractor.patterns import PatternSet


@dataclass(frozen=True, slots=True)
class Tabled:
    """What the tables of one document gave."""

    observations: tuple[Observation, ...] = ()
    tables: tuple[TableReading, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_scorecards(document: Document, patterns: PatternSet) -> Tabled:
    """Every value cell of every grid that is understood; the others with the reason."""
    return Tabled()
