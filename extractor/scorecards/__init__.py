"""Table grids to observations."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from extractor.model import (
    BBox,
    Context,
    Document,
    Grid,
    Observation,
    Passage,
    Place,
    Problem,
    TableReading,
    TableSource,
)
from extractor.patterns import PatternSet
from extractor.patterns.scorecards import ScorecardPatterns
from extractor.scorecards.arithmetic import confirm
from extractor.scorecards.collapsed import find_collapsed
from extractor.scorecards.dates import When, resolve
from extractor.scorecards.headings import names_measure
from extractor.scorecards.joins import Done, find_inherited
from extractor.scorecards.mend import mended
from extractor.scorecards.observe import Observer
from extractor.scorecards.panels import find_panels
from extractor.scorecards.part_times import Setting
from extractor.scorecards.rows import Part, find_parts
from extractor.scorecards.sheet import Sheet
from extractor.scorecards.tiles import Tile, find_tiles, read_tile
from extractor.scorecards.times import read_time
from extractor.scorecards.titles import setting_of, when_of
from extractor.scorecards.twins import told_apart_by_titles

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
    before: list[Done] = []
    for block, grid in document.grids:
        done = [
            _read_sheet(document, block, sheet, before)
            for sheet in find_panels(mended(grid), patterns.scorecards)
        ]
        before += done
        observations += [o for d in done for o in d.observations]
        reading = _joined_reading(done)
        tables.append(reading)
        if reading.kind == "uninterpreted":
            place = Place(document.path, grid.page, grid.bbox, grid.start, grid.end)
            problems.append(Problem("table_not_understood", reading.reason, place))
    for block, grid in find_collapsed(document, patterns.scorecards):
        read = _read_sheet(document, block, Sheet(grid, patterns.scorecards), [])
        if read.observations:
            observations += read.observations
            tables.append(replace(read.reading, kind="collapsed"))
    made, tables, left = _read_tiles(document, patterns.scorecards, observations, tables)
    problems = [p for p in problems if not _explained(p, document, tables)]
    told = told_apart_by_titles((*observations, *made), document)
    return Tabled(tuple(told), tuple(tables), (*problems, *left))


def _read_tiles(
    document: Document, patterns: ScorecardPatterns, read: list[Observation], tables: list[TableReading]
) -> tuple[list[Observation], list[TableReading], list[Problem]]:
    """Figures of tiles on pages; grids that a table finder made of tiles are named so."""
    made: list[Observation] = []
    left: list[Problem] = []
    understood = {t.grid for t in tables if t.observations}
    grids = {grid.index: (block, grid) for block, grid in document.grids}
    for page in document.pages:
        on_page = [(b, g) for b, g in grids.values() if g.page == page.number]
        taken = [g.bbox for _, g in on_page if g.bbox and g.index in understood and not _sparse(g, read)]
        tiles = find_tiles(document, page, taken)
        if not tiles:
            continue
        block = next((i for i, b in enumerate(document.blocks) if b.page == page.number), 0)
        over = [g.index for _, g in on_page if g.bbox and any(_covers(g.bbox, t) for t in tiles)]
        setting = _page_setting(document, block, page.number)
        for number, tile in enumerate(tiles):
            found, sentences = read_tile(tile, setting, patterns, page, over[0] if over else -1, number)
            made += found
            left += sentences
        read[:] = [o for o in read if not (isinstance(o.source, TableSource) and o.source.grid in over)]
        tables = [
            replace(t, kind="tiles", reason="", observations=len(made) if t.grid == over[0] else 0)
            if t.grid in over
            else t
            for t in tables
        ]
    return made, tables, left


def _sparse(grid: Grid, read: list[Observation]) -> bool:
    """Hardly a figure of the grid was read as a table's: it may be tiles."""
    count = sum(1 for o in read if isinstance(o.source, TableSource) and o.source.grid == grid.index)
    return count <= 2


def _covers(box: BBox, tile: Tile) -> bool:
    x, y = (tile.figure.box[0] + tile.figure.box[2]) / 2, (tile.figure.box[1] + tile.figure.box[3]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _page_setting(document: Document, block: int, page: int) -> Setting:
    """The setting of a page's tiles: the first period that the page prints in full, else the report's."""
    outline = document.outline
    index = outline.of_block[block] if block < len(outline.of_block) else 0
    context = outline.contexts[index] if outline.contexts else Context()
    when = when_of(context)
    for passage in document.blocks[block:]:
        if passage.page != page:
            break
        if isinstance(passage, Passage) and passage.kind not in ("header", "footer"):
            sentence = re.split(r"(?<=[a-z\d])[.:;]\s", passage.text)[0]
            time, _ = read_time(sentence)
            if time.has_part and time.has_year and (period := resolve(time, when)) and period.last:
                when = When(period.last, period.last.year - (period.last.month < 4), basis="heading")
                return Setting(document, context, index, when, "", time)
    return Setting(document, context, index, when, "")


def _explained(problem: Problem, document: Document, tables: list[TableReading]) -> bool:
    """The grid of a problem turned out to be tiles."""
    tiles = {t.grid for t in tables if t.kind == "tiles"}
    return any(
        g.index in tiles and problem.place.bbox == g.bbox and problem.place.page == g.page
        for _, g in document.grids
    )


def _joined_reading(done: list[Done]) -> TableReading:
    """What the panels of one grid were read as."""
    best = max(done, key=lambda d: d.reading.observations)
    return replace(best.reading, observations=sum(d.reading.observations for d in done))


def _read_sheet(document: Document, block: int, sheet: Sheet, before: list[Done]) -> Done:
    grid = sheet.grid
    if sheet.first_data is None:
        return Done(block, sheet, TableReading(grid.index, "layout", "no row of figures beside labels"))
    inherited, source = find_inherited(document, block, sheet, before)
    parts = find_parts(sheet, inherited)
    listed = is_label_value(parts)
    if not any(part.header for part in parts) and not (inherited and inherited.headings) and not listed:
        reason = "no row of headings stands over the figures"
        return Done(block, sheet, TableReading(grid.index, "uninterpreted", reason))
    setting = setting_of(document, block, grid)
    if source and source.when:
        setting = replace(
            setting, when=source.when, title=setting.title or source.title, time=setting.time or source.time
        )
    setting = replace(setting, code_before=_code_of(before[-1], grid) if before else "")
    made: list[Observation] = []
    when = setting.when
    for part in parts:
        observer = Observer(sheet, part, setting, listed=listed)
        when = observer.when
        made += observer.read()
    if not made:
        reason = "no column of figures has a heading that is understood"
        return Done(block, sheet, TableReading(grid.index, "uninterpreted", reason), tuple(parts))
    made = confirm(made)
    return Done(
        block,
        sheet,
        _reading(grid, parts, len(made)),
        tuple(parts),
        tuple(made),
        when,
        setting.title,
        setting.time,
    )


def _code_of(done: Done, grid: Grid) -> str:
    """The one code that all figures of the table before on the same page have, or ""."""
    codes = {o.source.code for o in done.observations if isinstance(o.source, TableSource)}
    return codes.pop() if len(codes) == 1 and done.sheet.grid.page == grid.page else ""


def is_label_value(parts: list[Part]) -> bool:
    """A list without heads: two or more measures, each with one figure."""
    if len(parts) != 1 or parts[0].header:
        return False
    values = [c for c in parts[0].columns if c.kind == "value"]
    names = [r.name for r in parts[0].rows if r.name]
    measures = sum(names_measure(n) for n in names)
    return len(values) == 1 and len(names) >= 2 and measures == len(names) == len(parts[0].rows)


def _reading(grid: Grid, parts: list[Part], count: int) -> TableReading:
    if is_label_value(parts):
        return TableReading(grid.index, "label_value", stub_cols=(0,), observations=count)
    transposed = any(c.kind == "period" for c in parts[0].columns)
    labels = tuple(c.index for c in parts[0].columns if c.kind in ("code", "name", "period", "section"))
    kind = "transposed" if transposed else "scorecard"
    return TableReading(
        grid.index, kind, header_rows=tuple(parts[0].header), stub_cols=labels, observations=count
    )
