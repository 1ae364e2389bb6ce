"""What a table stands in: its title, the report's period, and the box or heading that names its subject."""

from __future__ import annotations

import re
from datetime import date

from extractor.model import Context, Document, Grid, Passage
from extractor.scorecards.dates import When
from extractor.scorecards.part_times import Setting
from extractor.scorecards.tiles import title_over
from extractor.scorecards.times import Time, read_time


def setting_of(document: Document, block: int, grid: Grid) -> Setting:
    outline = document.outline
    index = outline.of_block[block] if block < len(outline.of_block) else 0
    context = outline.contexts[index] if outline.contexts else Context()
    caption = _own_caption(document, grid)
    time, title = _title(
        caption or _subject(document, block) or _heading_before(document, block) or _sheet_name(grid)
    )
    return Setting(document, context, index, when_of(context), title, time)


def _own_caption(document: Document, grid: Grid) -> str:
    """The caption; of two tables side by side, the one of their titles that stands over this table."""
    beside = [
        g for _, g in document.grids if g.index != grid.index and g.page == grid.page and _level(g, grid)
    ]
    captions = [g.caption for g in (grid, *beside) if g.caption]
    if not beside or not captions or not grid.bbox or grid.page is None:
        return grid.caption
    page = next((p for p in document.pages if p.number == grid.page), None)
    own = title_over(document, page, grid.bbox) if page else ""
    return own if own and any(own in " ".join(c.split()) for c in captions) else grid.caption


def _level(one: Grid, other: Grid) -> bool:
    if not one.bbox or not other.bbox:
        return False
    apart = one.bbox[2] <= other.bbox[0] or other.bbox[2] <= one.bbox[0]
    return apart and abs(one.bbox[1] - other.bbox[1]) < 30


def _title(text: str) -> tuple[Time, str]:
    """The time printed in a table's title, and the title without it and without its number."""
    bare = re.sub(
        r"^(?:table|figure|chart|appendix)\s+[\dA-Z]+(?:\.\d+)?\s*[:.\-–—]*\s*", "", text, flags=re.IGNORECASE
    )
    time, rest = read_time(bare)
    return (time, rest) if time.has_year else (Time(), bare)


def _subject(document: Document, block: int) -> str:
    """What the nearest box with a definition says it is about ("DEFINITION | Exit surveys | Owner | ...")."""
    for before in reversed(document.blocks[max(0, block - 12) : block]):
        if isinstance(before, Grid):
            rows = before.rows()
            for row in rows:
                filled = [t for t in row if t.strip()]
                if filled and filled[0].strip().lower() == "definition":
                    about = " ".join(filled[1].split()) if len(filled) > 1 else ""
                    return about if 0 < len(about) <= 60 else " ".join(rows[0][0].split())
        elif match := re.match(r"DEFINITION\s+(.{4,60}?)\s+Owner\b", before.text):
            return match.group(1)
    return ""


def _sheet_name(grid: Grid) -> str:
    return "" if re.fullmatch(r"(?i)sheet ?\d*", grid.name) else grid.name


def when_of(context: Context) -> When:
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
