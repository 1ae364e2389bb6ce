"""Sentences of a paper that give no figure, with their place, and the rows of the tables they stand over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import regex

from extractor.checks.evidence import Evidence
from extractor.checks.measures import Measure
from extractor.model import Document, Grid, Observation, Passage, Result, StatementSource

SENTENCE = regex.compile(r"(?:[^.!?]|[.!?](?!\s|$))+(?:[.!?]|$)")
MARKER = regex.compile(r"^[^\w(\"'“‘]*(?:\d+(?:\.\d+)*\.?\s+)?")
BLOCKS = 15
"""How far on the table of a section may stand."""
PROSE = 80
"""Characters of a cell that holds running text."""
BREAK = 150
"""Characters of a paragraph that end a row of tables."""


@dataclass(frozen=True)
class Remark:
    """A sentence without a figure of its own."""

    document: str
    block: int
    text: str
    spoken: str
    """Its paragraph up to its end."""
    place: str
    figures: tuple[Observation, ...]
    """The first figure of its paragraph, if it has one."""


def said_without_figure(evidence: Evidence) -> Iterator[Remark]:
    """Sentences of all papers in which no result was read."""
    for result in evidence.results:
        figures = _figures_by_block(result)
        for paragraph in _paragraphs(result.document):
            own = [f for f in figures.get(paragraph.block, []) if paragraph.holds(f)]
            results = [f.start for f in own if f.role == "actual" and f.start is not None]
            for match in SENTENCE.finditer(paragraph.text):
                first, last = paragraph.start + match.start(), paragraph.start + match.end()
                if not any(first <= start < last for start in results):
                    yield Remark(
                        result.document.path,
                        paragraph.block,
                        MARKER.sub("", " ".join(match.group().split())),
                        paragraph.text[: match.end()],
                        evidence.place_of(result.document.path, paragraph.page, first),
                        tuple(own[:1]),
                    )


def _figures_by_block(result: Result) -> dict[int, list[Observation]]:
    """Stated figures of a paper by the number of their paragraph, in the order of the text."""
    found: dict[int, list[Observation]] = defaultdict(list)
    for figure in result.observations:
        if isinstance(figure.source, StatementSource):
            found[figure.source.block].append(figure)
    return dict(found)


@dataclass(frozen=True)
class _Paragraph:
    """A passage, or a cell of a table with running text."""

    block: int
    start: int
    page: int | None
    text: str

    def holds(self, figure: Observation) -> bool:
        return figure.start is not None and self.start <= figure.start < self.start + len(self.text)


def _paragraphs(document: Document) -> Iterator[_Paragraph]:
    for number, block in enumerate(document.blocks):
        if isinstance(block, Passage):
            if block.kind in ("paragraph", "list_item"):
                yield _Paragraph(number, block.start, block.page, block.text)
            continue
        for cell in block.cells:
            if len(cell.text) >= PROSE and cell.start is not None:
                yield _Paragraph(number, cell.start, cell.page, cell.text)


def shortened(text: str, limit: int = 140) -> str:
    """A sentence for a finding."""
    return text if len(text) <= limit else text[: limit - 1].rsplit(" ", 1)[0] + "…"


def rows_of_section(evidence: Evidence, remark: Remark) -> list[Measure]:
    """Rows for the whole area of the tables that follow a remark, up to the next stretch of text."""
    return rows_below(evidence, remark.document, remark.block)


def rows_below(evidence: Evidence, path: str, block: int) -> list[Measure]:
    """Rows for the whole area of the tables that follow a paragraph, up to the next stretch of text."""
    found = {
        m.number: m
        for grid in _grids_below(evidence.document(path), block)
        for m in evidence.measures_by_grid.get((path, grid), ())
        if m.area is None
    }
    return list(found.values())


def _grids_below(document: Document, block: int) -> list[int]:
    grids: list[int] = []
    for other in document.blocks[block + 1 : block + 1 + BLOCKS]:
        if isinstance(other, Grid):
            grids.append(other.index)
        elif isinstance(other, Passage) and grids and (other.kind == "heading" or len(other.text) > BREAK):
            break
    return grids
