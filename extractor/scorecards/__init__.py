"""Table grids to observations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from extractor.model import Context, Document, Grid, Observation, Passage, Place, Problem, TableReading
from extractor.patterns import PatternSet
from extractor.patterns.scorecards import ScorecardPatterns
from extractor.scorecards.observe import Observer, Setting
from extractor.scorecards.rows import Part, find_parts
from extractor.scorecards.sheet import Sheet
from extractor.scorecards.times import When

__all__ = ["Tabled", "read_scorecards"]


@dataclass(frozen=True, slots=True)
class Tabled:
    """What the tables of one document gave."""

    observations: tuple[Observation, ...] = ()
    tables: tuple[TableReading, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_scorecards(document: Document, patterns: PatternSet) -> Tabled:
    """Every value cell of every grid that is understood; the others with the reason."""
    observations: list[Observation] = []
    tables: list[TableReading] = []
    problems: list[Problem] = []
    for block, grid in document.grids:
        made, reading = _read_grid(document, block, grid, patterns.scorecards)
        observations += made
        tables.append(reading)
        if reading.kind == "uninterpreted":
            place = Place(document.path, grid.page, grid.bbox, grid.start, grid.end)
            problems.append(Problem("table_not_understood", reading.reason, place))
    return Tabled(tuple(observations), tuple(tables), tuple(problems))


def _read_grid(
    document: Document, block: int, grid: Grid, patterns: ScorecardPatterns
) -> tuple[list[Observation], TableReading]:
    sheet = Sheet(grid, patterns)
    if sheet.first_data is None:
        return [], TableReading(grid.index, "layout", "no row of figures beside labels")
    parts = find_parts(sheet)
    if not any(part.header for part in parts):
        return [], TableReading(grid.index, "uninterpreted", "no row of headings stands over the figures")
    setting = _setting(document, block, grid)
    made: list[Observation] = []
    for part in parts:
        made += Observer(sheet, part, setting).read()
    if not made:
        return [], TableReading(grid.index, "uninterpreted", "no column of figures has a heading that is understood")
    return made, _reading(grid, parts, len(made))


def _reading(grid: Grid, parts: list[Part], count: int) -> TableReading:
    transposed = any(c.kind == "period" for c in parts[0].columns)
    labels = tuple(c.index for c in parts[0].columns if c.kind in ("code", "name", "period", "section"))
    kind = "transposed" if transposed else "scorecard"
    return TableReading(grid.index, kind, header_rows=tuple(parts[0].header), stub_cols=labels, observations=count)


def _setting(document: Document, block: int, grid: Grid) -> Setting:
    outline = document.outline
    index = outline.of_block[block] if block < len(outline.of_block) else 0
    context = outline.contexts[index] if outline.contexts else Context()
    return Setting(document, context, index, _when(context), grid.caption or _heading_before(document, block))


def _when(context: Context) -> When:
    last = _last_date(context)
    if last is None:
        return When()
    return When(last=last, fiscal=last.year - (last.month < 4), academic=context.year_type == "academic")


def _last_date(context: Context) -> date | None:
    for period in (context.as_at, context.reporting_period):
        if period and period.last:
            return period.last
    return None


def _heading_before(document: Document, block: int) -> str:
    """The nearest heading above the table, where nothing but short text stands between."""
    for i in range(block - 1, max(-1, block - 4), -1):
        before = document.blocks[i]
        if isinstance(before, Passage) and before.kind in ("heading", "caption"):
            return " ".join(before.text.split())
        if isinstance(before, Grid):
            return ""
    return ""
