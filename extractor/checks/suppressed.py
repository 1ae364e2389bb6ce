"""Figures stated where the table keeps its value back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from extractor.checks.evidence import Evidence
from extractor.checks.families import Family
from extractor.checks.lines import Line, says_its_time, slot_of, table_source
from extractor.checks.wording import called, said, when
from extractor.model import Finding, Observation

A11 = "A11-kept-back"


def check_kept_back(evidence: Evidence) -> Iterator[Finding]:
    """A11: the text gives a number for which the row has "*" or "n/a"."""
    for figure in evidence.stated:
        match = evidence.matcher.match(figure) if figure.role == "actual" and says_its_time(figure) else None
        if match is None or not match.sure or figure.period_end is None or match.measure.at(figure):
            continue
        for line in match.measure.lines_for(figure.document):
            mark = _print_at(evidence, line, figure) if line.document == figure.document else None
            if mark is not None and mark.lower() in evidence.listed("kept_back"):
                yield _finding(evidence, figure, line, mark)
                break


def _print_at(evidence: Evidence, line: Line, figure: Observation) -> str | None:
    """What stands in the row of a line, in the column that has other rows' values for the figure's time."""
    grid = evidence.grid(line.document, line.grid)
    column = _column_of(evidence, line, figure)
    rows = {source.row for cell in line.cells if (source := table_source(cell))}
    if grid is None or column is None or len(rows) != 1:
        return None
    cell = grid.at(rows.pop(), column)
    return None if cell is None else cell.text.strip()


def _column_of(evidence: Evidence, line: Line, figure: Observation) -> int | None:
    """The column of a table in which most values of the figure's time stand."""
    slot = slot_of(figure)
    columns = Counter(
        source.col
        for other in evidence.lines_by_grid[line.document, line.grid]
        for cell in other.values()
        if slot is not None and (own := slot_of(cell)) and own[2:4] == slot[2:4]
        if (source := table_source(cell))
    )
    return columns.most_common(1)[0][0] if columns else None


def _finding(evidence: Evidence, figure: Observation, line: Line, mark: str) -> Finding:
    words = (
        f'"{called(figure)}" is stated as {said(figure)} for {when(figure)} ({evidence.place(figure)}), but '
        f'the table prints "{mark}" there ({evidence.place(line.cells[0])}).'
    )
    return evidence.finding(A11, "disagrees", "warning", figure, [line.cells[0]], words, weight=1.5)


FAMILY = Family((A11,), (check_kept_back,))
