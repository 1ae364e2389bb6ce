"""A grid laid out for reading: texts at every position, what each cell holds, which rows are heads."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from extractor.model import Cell, Grid
from extractor.patterns.scorecards import ScorecardPatterns, normal
from extractor.scorecards.cells import CellText, read_cell
from extractor.scorecards.headings import Heading, is_dotted, read_heading, whole_codes

_MARKUP = re.compile(r"</?u>|\$|\\[a-z]+\b")
_EMPTY = CellText("empty")


def clean(text: str) -> str:
    """A cell's text on one line, without the marks of text conversions."""
    return " ".join(_MARKUP.sub(" ", text).split())


@dataclass
class Sheet:
    """A grid as rows and columns of texts.  A spanning cell stands at every position it covers."""

    grid: Grid
    patterns: ScorecardPatterns
    offset: int = 0
    """Columns of the printed grid to the left of this one, where a grid was parted into panels."""
    matrix: list[list[Cell | None]] = field(init=False)

    def __post_init__(self) -> None:
        self.matrix = self.grid.matrix()

    @cached_property
    def spans(self) -> bool:
        """The format tells which cells span; where it does not, heads may be broken over cells."""
        return self.grid.found_by not in ("tabs", "ocr")

    @cached_property
    def texts(self) -> list[list[str]]:
        """Cleaned text at every position."""
        return [[clean(cell.text) if cell else "" for cell in row] for row in self.matrix]

    @cached_property
    def reads(self) -> list[list[CellText]]:
        """What every position's cell holds; a spanning cell is read at its first position only."""
        return [
            [
                read_cell(cell, self.patterns) if cell and self.own(r, c) else _EMPTY
                for c, cell in enumerate(row)
            ]
            for r, row in enumerate(self.matrix)
        ]

    @cached_property
    def heads(self) -> list[list[Heading]]:
        """Every text read as a heading."""
        seen: dict[str, Heading] = {}
        for row in self.texts:
            for text in row:
                if text not in seen:
                    seen[text] = read_heading(text, self.patterns)
        return [[seen[text] for text in row] for row in self.texts]

    def own(self, row: int, col: int) -> bool:
        """The cell at this position begins here."""
        cell = self.matrix[row][col]
        return cell is not None and cell.row == row and cell.col == col

    def figures_at(self, row: int) -> list[int]:
        """Columns of a row that hold figures which are not times."""
        held = [c for c, read in enumerate(self.reads[row]) if read.kind == "figures"]
        years = [c for c in held if self.bare_year(row, c)]
        others = [c for c in held if c not in years and not self._only_time(self.heads[row][c])]
        if not others and self._run_of_years(row, years):
            return []
        return sorted(others + [c for c in years if c > 0]) if others else [c for c in years if c > 0]

    @staticmethod
    def _only_time(head: Heading) -> bool:
        return bool(head.time) and not head.words and (head.time.has_year or head.time.has_part)

    def bare_year(self, row: int, col: int) -> bool:
        """Four digits that could be a year, or a count."""
        time = self.heads[row][col].time
        return bool(time.calendar) and not time.has_part and time.words == self.texts[row][col]

    def _run_of_years(self, row: int, cols: list[int]) -> bool:
        years = [self.heads[row][c].time.calendar or 0 for c in cols]
        steps = {b - a for a, b in pairwise(years)}
        return len(years) == 1 or steps <= {0, 1} or steps <= {0, -1}

    def filled(self, row: int) -> list[int]:
        """Columns where a cell with text begins."""
        return [c for c, text in enumerate(self.texts[row]) if text and self.own(row, c)]

    def is_data(self, row: int) -> bool:
        """The row holds results: figures beside a label, or marks for missing ones."""
        filled = self.filled(row)
        figures = self.figures_at(row)
        cells = [self.matrix[row][c] for c in filled]
        if cells and all(cell is not None and cell.header for cell in cells):
            return False
        if not figures:
            blanks = sum(self.reads[row][c].kind == "blank" for c in filled)
            return blanks >= 2 and bool(filled) and self.reads[row][filled[0]].kind == "words"
        labels = [c for c in filled if c < figures[0]]
        heads = self._known_heads(row)
        if self.is_code_row(row) or (heads >= 3 and 2 * heads > len(figures)) or self._under_codes(row):
            return False
        return bool(labels) or len(figures) >= 2

    def is_code_row(self, row: int) -> bool:
        """References over names."""
        filled, figures = self.filled(row), self._code_cells(row)
        return bool(figures) and self._row_of_codes(row, figures, [c for c in filled if c < figures[0]])

    def _under_codes(self, row: int) -> bool:
        """Names under a row of references, one under each: heads, whatever a chart beside them adds."""
        return row > 0 and self.is_code_row(row - 1) and self._names_below(row - 1, self._code_cells(row - 1))

    def _code_cells(self, row: int) -> list[int]:
        """Columns of a row that hold figures, or pieces of a broken code like "9."."""
        pieces = [c for c in self.filled(row) if re.fullmatch(r"\d{1,2}\.", self.texts[row][c])]
        return sorted({*self.figures_at(row), *pieces})

    def _known_heads(self, row: int) -> int:
        """Cells that are heads of columns by their words."""
        heads = [self.heads[row][c] for c in self.filled(row)]
        return sum(bool(h.column or h.group or (h.role and not h.comparator)) for h in heads)

    def _row_of_codes(self, row: int, figures: list[int], labels: list[int]) -> bool:
        """References over names: every figure is a code or a piece of one, and no result has a label."""
        codes = whole_codes([self.texts[row][c] for c in figures])
        if not all(is_dotted(code) for code in codes):
            return False
        if self._words_before(row, figures[-1]) and not self._names_below(row, figures):
            return False
        beside = [self.texts[row][c] for c in labels]
        if all(len(t) <= 2 for t in beside) or self._names_below(row, figures):
            return True
        return self._alone_on_top(row, figures)

    def _words_before(self, row: int, col: int) -> bool:
        """A name stands left of the last figure: the row is of results."""
        return any(
            self.reads[row][c].kind == "words" and not self.heads[row][c].time and len(self.texts[row][c]) > 6
            for c in self.filled(row)
            if c < col
        )

    def _names_below(self, row: int, figures: list[int]) -> bool:
        """Under every code stands a name."""
        below = row + 1
        return below < self.grid.n_rows and all(
            self.own(below, c) and self.reads[below][c].kind == "words" and len(self.texts[below][c]) > 8
            for c in figures
        )

    def _alone_on_top(self, row: int, figures: list[int]) -> bool:
        """One code beside the month of the report, above the rows of heads and results."""
        below = range(row + 1, min(row + 4, self.grid.n_rows))
        wide = any((cell := self.matrix[row][c]) and cell.col_span > 1 for c in figures)
        full = any(len(self.filled(r)) > min(3, self.grid.n_cols - 1) for r in below)
        return len(figures) == 1 and (self.grid.n_cols > 3 or wide) and full

    @cached_property
    def first_data(self) -> int | None:
        """The first row of results, or None."""
        return next((r for r in range(self.grid.n_rows) if self.is_data(r)), None)

    def same_row(self, one: int, other: int) -> bool:
        """Both rows print the same."""
        return [normal(t) for t in self.texts[one]] == [normal(t) for t in self.texts[other]]
