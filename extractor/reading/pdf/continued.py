"""Tables that go on over the end of a page: each page keeps its grid, which tells what it goes on from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.model import Block, Grid, Page

SAME_EDGE = 6.0
"""Points by which the sides of both parts may differ."""
FOOT, HEAD = 0.6, 0.4
"""Parts of the page's height: how far down the first part reaches, how far up the second begins."""


def mark_continued(blocks: Sequence[Block], pages: Sequence[Page]) -> tuple[Block, ...]:
    """The blocks with `continued_from` on every grid that goes on from one of the page before."""
    height = {page.number: page.height for page in pages}
    out: list[Block] = []
    last: Grid | None = None  # nothing but the foot of its page stands below it so far
    for block in blocks:
        if isinstance(block, Grid):
            if last is not None and _goes_on(last, block, height):
                block = replace(block, continued_from=last.index)
            last = block
        elif block.kind not in ("header", "footer", "footnote"):
            last = None
        out.append(block)
    return tuple(out)


def _goes_on(last: Grid, grid: Grid, height: dict[int, float]) -> bool:
    """Whether both stand at the edge between two pages, with the same sides and columns."""
    if last.page is None or grid.page != last.page + 1 or last.bbox is None or grid.bbox is None:
        return False
    at_edge = last.bbox[3] > FOOT * height[last.page] and grid.bbox[1] < HEAD * height[grid.page]
    sides = max(abs(last.bbox[0] - grid.bbox[0]), abs(last.bbox[2] - grid.bbox[2]))
    same_columns = last.n_cols == grid.n_cols or (_head(last) == _head(grid) and any(_head(grid)))
    return at_edge and sides <= SAME_EDGE and same_columns and not grid.caption


def _head(grid: Grid) -> list[str]:
    return [" ".join(cell.text.split()) for cell in grid.cells if cell.row == 0]
