"""Tables that a conversion left as lines: one cell a line, or cells run together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractor.model import Cell, Document, Grid, Passage
from extractor.patterns.scorecards import ScorecardPatterns
from extractor.scorecards.cells import read_cell
from extractor.scorecards.headings import Heading, read_heading

_LONGEST = 120
_YEARS = re.compile(r"(?P<label>.*?)(?P<years>(?:(?:19|20)\d\d/\d\d){2,})\s*")
_SHARES = re.compile(r"(?P<label>\D.*?)\s*(?P<values>(?:\d{1,3}(?:\.\d+)?%){2,})\s*")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of running text that may be a cell."""

    text: str
    start: int
    end: int
    page: int | None
    block: int


def find_collapsed(document: Document, patterns: ScorecardPatterns) -> list[tuple[int, Grid]]:
    """(block, grid) of every such table: at least two heads, and two rows that fill them cell for cell."""
    found: list[tuple[int, Grid]] = []
    number = sum(1 for _ in document.grids)
    for run in _runs(document):
        at = 0
        while at < len(run):
            rows = _one_a_line(run, at, patterns) or _run_together(run, at)
            if rows:
                found.append((run[at].block, _grid(rows, number + len(found))))
                at += sum(len({id(line) for line, _ in row}) for row in rows)
            else:
                at += 1
    return found


def _runs(document: Document) -> Iterator[list[Line]]:
    """Lines of passages that follow each other without a table or a long paragraph between them."""
    run: list[Line] = []
    for number, block in enumerate(document.blocks):
        lines = _lines_of(block, number) if isinstance(block, Passage) else []
        if isinstance(block, Passage) and block.kind in ("header", "footer"):
            continue
        if not lines or any(len(line.text) > _LONGEST for line in lines):
            if len(run) >= 3:
                yield run
            run = []
            continue
        run += lines
    if len(run) >= 3:
        yield run


def _lines_of(block: Passage, number: int) -> list[Line]:
    lines: list[Line] = []
    for match in re.finditer(r"[^\n]+", block.text):
        text = match.group().rstrip().rstrip("|").strip()
        if text:
            start = block.start + match.start() + match.group().find(text)
            lines.append(Line(text, start, start + len(text), block.page, number))
    return lines


_Row = list[tuple[Line, str]]
"""Cells of a row: the line that holds each, and its text."""


def _one_a_line(run: list[Line], at: int, patterns: ScorecardPatterns) -> list[_Row]:
    """Heads one a line, then rows of as many lines, each a label and its figures."""
    heads = [read_heading(line.text, patterns) for line in run[at : at + 12]]
    if not heads or not (heads[0].column in ("name", "code") or _short_words(heads[0])):
        return []
    width = 1
    while width < len(heads) and _is_head(heads[width]):
        width += 1
    if width < 3 or sum(bool(h.time or h.role or h.comparator) for h in heads[1:width]) < 2:
        return []
    rows = [[(line, line.text) for line in run[at : at + width]]]
    start = at + width
    while start + width <= len(run) and _is_row(run[start : start + width], patterns):
        rows.append([(line, line.text) for line in run[start : start + width]])
        start += width
    return rows if len(rows) >= 3 else []


def _short_words(head: Heading) -> bool:
    return bool(head.words) and not head.time and len(head.text.split()) <= 4


def _is_head(head: Heading) -> bool:
    return bool(head.time and not head.words) or bool(head.role) or bool(head.comparator) or bool(head.column)


def _is_row(lines: list[Line], patterns: ScorecardPatterns) -> bool:
    """Words, then figures or marks for missing ones."""
    kinds = [read_cell(Cell(0, 0, line.text), patterns).kind for line in lines]
    rated = [patterns.whole("rag", line.text) is not None for line in lines]
    rest = [k in ("figures", "blank", "mark") or r for k, r in zip(kinds[1:], rated[1:], strict=True)]
    return kinds[0] == "words" and all(rest) and kinds.count("figures") >= 2


def _run_together(run: list[Line], at: int) -> list[_Row]:
    """Years run together in one line ("2010/112011/12"), and percentages under them ("97.1%97.4%")."""
    head = _YEARS.fullmatch(run[at].text)
    if not head:
        return []
    years = re.findall(r"\d{4}/\d\d", head.group("years"))
    rows: list[_Row] = [[(run[at], text) for text in (head.group("label").strip(), *years)]]
    for line in run[at + 1 :]:
        match = _SHARES.fullmatch(line.text)
        values = re.findall(r"\d{1,3}(?:\.\d+)?%", match.group("values")) if match else []
        if not match or len(values) != len(years):
            break
        rows.append([(line, text) for text in (match.group("label").strip(" :-–"), *values)])
    return rows if len(rows) >= 2 else []


def _grid(rows: list[_Row], index: int) -> Grid:
    """The rows as a grid whose cells keep their places in the text."""
    cells: list[Cell] = []
    for r, row in enumerate(rows):
        at, before = 0, row[0][0]
        for c, (line, text) in enumerate(row):
            at = line.text.find(text, at if line is before else 0)
            before = line
            start = line.start + at
            cells.append(Cell(r, c, text, page=line.page, start=start, end=start + len(text)))
            at += len(text)
    first, last = rows[0][0][0], rows[-1][-1][0]
    return Grid(
        index, len(rows), len(rows[0]), tuple(cells), page=first.page, start=first.start, end=last.end,
        found_by="collapsed", confidence=0.9,
    )  # fmt: skip
