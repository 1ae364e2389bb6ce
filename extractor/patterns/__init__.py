"""Reads, checks and compiles `patterns/` into one immutable `PatternSet`.

Each family of patterns has its loader in a module of its own; a family is loaded when it is first
asked for, so that a fault in one is named where it matters and `--help` stays quick.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.errors import PatternError

if TYPE_CHECKING:
    from extractor.figures.grammar import PeriodGrammar
    from extractor.figures.lexicon import FigureLexicon
    from extractor.patterns.checks import CheckPatterns
    from extractor.patterns.expressions import Expressions
    from extractor.patterns.indicators import Catalogue
    from extractor.patterns.outline import OutlineRules
    from extractor.patterns.scorecards import ScorecardPatterns
    from extractor.patterns.statements import StatementPatterns

__all__ = ["PatternSet", "builtin_folder", "load_patterns"]


def builtin_folder() -> Path:
    """Where the patterns that come with the tool are: in the wheel, or beside the package in a checkout."""
    packaged = Path(__file__).parent / "data"
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / "patterns"


@dataclass(frozen=True)
class PatternSet:
    """All patterns, from the built-in folder and then from the user's own, in that order."""

    folders: tuple[Path, ...]

    @cached_property
    def scorecards(self) -> ScorecardPatterns:
        """The words of scorecards' headings, labels and cells."""
        from extractor.patterns.scorecards import load_scorecards

        return load_scorecards(self.folders)

    @cached_property
    def indicators(self) -> Catalogue:
        """The catalogue of measures (`patterns/indicators/`)."""
        from extractor.patterns.indicators import load_indicators

        return load_indicators(self.folders)

    @cached_property
    def checks(self) -> CheckPatterns:
        """The words that checks compare indicators by, and the examples of each check."""
        from extractor.patterns.checks import load_check_patterns

        return load_check_patterns(self.folders)[0]

    @cached_property
    def figures(self) -> FigureLexicon:
        """Number words, units, bounds, and the numbers that are no figures."""
        from extractor.patterns.figures import load_figures

        return load_figures(self.folders, self.periods)[0]

    @cached_property
    def outline(self) -> OutlineRules:
        """What the parts of a paper look like, and how it names its body and time."""
        from extractor.patterns.outline import load_outline

        return load_outline(self.folders)[0]

    @cached_property
    def periods(self) -> PeriodGrammar:
        """UK period expressions."""
        from extractor.patterns.periods import load_periods

        return load_periods(self.folders)[0]

    @cached_property
    def lines(self) -> Expressions:
        """What tells prose, tables and headings apart, by name (`patterns/reading/`)."""
        from extractor.patterns.lines import load_lines

        return load_lines(self.folders)[0]

    @cached_property
    def statements(self) -> StatementPatterns:
        """Cues, word lists and rules over marked sentences (`patterns/statements/`)."""
        from extractor.patterns.statement_files import load_statement_patterns

        return replace(load_statement_patterns(self.folders), measured=self.indicators.printed_words)

    def __reduce__(self) -> tuple[type[PatternSet], tuple[tuple[Path, ...]]]:
        return PatternSet, (self.folders,)  # workers load for themselves: compiled patterns do not travel


def load_patterns(own: Sequence[Path] = ()) -> PatternSet:
    """The built-in patterns and those of the folders `own`.

    Raises `PatternError` where a folder does not exist, or has patterns that no folder can add to; faults
    inside files are raised when the family is loaded.
    """
    for folder in own:
        if not folder.is_dir():
            raise PatternError(f"{folder}: there is no such folder; --patterns takes a folder of TOML files")
        if (folder / "reading").exists():
            raise PatternError(
                f"{folder / 'reading'}: what a page looks like is told by the built-in patterns alone, for "
                "a paper is read before it is known whose patterns are asked for. Take these files away"
            )
    return PatternSet((builtin_folder(), *own))
