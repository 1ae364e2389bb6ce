"""Captions: "Table 3: ..." right above a grid belongs to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractor.model import Block, Grid, Passage

_NUMBERED = re.compile(r"(?:table|tabl|fig(?:ure)?\.?|appendix table)\s+[\dA-Z]{1,3}\b", re.I)


def mark_captions(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The same blocks, with numbered table titles as captions, in the grid they stand above too."""
    out = list(blocks)
    for number in range(1, len(out)):
        before, grid = out[number - 1], out[number]
        if isinstance(before, Passage) and isinstance(grid, Grid) and _is_caption(before):
            out[number - 1] = replace(before, kind="caption", level=0)
            out[number] = replace(grid, caption=grid.caption or before.text)
    return tuple(out)


def _is_caption(block: Passage) -> bool:
    if block.kind == "caption":
        return True
    return block.kind in ("paragraph", "heading") and _NUMBERED.match(block.text) is not None
