"""Paragraphs that stand in cells of a table: the commentary boxes beside a chart or under a row."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.model import Cell, Document, Grid, Passage

_WORD = re.compile(r"[^\W\d_]{2,}")
_SENTENCE_END = re.compile(r"[a-z)%\d][.!?](?:\s|$)")
WORDS = 20
"""Words of a cell that is read as running text, at least; labels and notes have fewer."""


def passages_and_boxes(document: Document) -> Iterator[tuple[int, Passage]]:
    """(block number, passage) in reading order, with the paragraphs that stand in cells."""
    for number, block in enumerate(document.blocks):
        if isinstance(block, Passage):
            yield number, block
        else:
            for cell in _boxes(block):
                assert cell.start is not None and cell.end is not None
                text = document.text[cell.start : cell.end]
                page = cell.page if cell.page is not None else block.page
                yield number, Passage("paragraph", text, cell.start, cell.end, page, cell.bbox)


def _boxes(grid: Grid) -> Iterator[Cell]:
    return (cell for cell in grid.cells if cell.start is not None and cell.end and is_prose(cell.text))


def is_prose(text: str) -> bool:
    """Whether a cell holds sentences, not a label, a definition's stub or values.

    >>> is_prose("93.4% (14 of 15)")
    False
    """
    words = _WORD.findall(text)
    numbers = sum(ch.isdigit() for ch in text)
    ends = len(_SENTENCE_END.findall(text))
    closed = text.rstrip().endswith((".", "!", "?")) or ends >= 3
    return len(words) >= WORDS and numbers * 4 < len(text) and ends >= 1 and closed
