"""Segments of one column joined to printed lines, and lines to passages."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractor.reading.pdf.drafts import NEW_BLOCK, NEW_ROW, PageText, PassageDraft, cut
from extractor.reading.pdf.order import Segment

MARKER = re.compile(
    r"(?:[•●▪■◦○–—·\-\*➢✓‣\uf0b7\uf0a7\uf0d8\u2022]|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)]|\d{1,3}(?:\.\d{1,3}){1,4}\.?)$"
)
EDGE = 0.12


@dataclass(slots=True)
class Line:
    """A printed line of one column."""

    segments: list[Segment]
    x0: float
    x1: float
    top: float
    bottom: float
    base: float
    size: float
    bold: bool
    marker: str
    text_x: float
    ends_sentence: bool


def _lines(run: list[Segment], text: PageText, height: float) -> list[Line | Segment]:
    """Segments of one run joined to printed lines; tables stay between them."""
    out: list[Line | Segment] = []
    rows: list[list[Segment]] = []
    for s in sorted(run, key=lambda s: (s.base if s.grid < 0 else s.top, s.x0)):
        if s.grid >= 0:
            rows.append([s])
        elif rows and _same_row(rows[-1][-1], s, height):
            rows[-1].append(s)
        else:
            rows.append([s])
    for row in rows:
        out.append(row[0] if row[0].grid >= 0 else _line(row, text))
    return out


def _same_row(a: Segment, b: Segment, height: float) -> bool:
    """One printed line; in the page's margins, what stands far apart is header left and header right."""
    if a.grid >= 0 or a.row != b.row or a.turn != b.turn:
        return False
    margin = b.bottom < EDGE * height or b.top > (1 - EDGE) * height
    return not (margin and b.x0 - a.x1 > 6 * max(a.size, b.size))


def _line(row: list[Segment], text: PageText) -> Line:
    row.sort(key=lambda s: text.starts[s.words[0]])
    first = row[0]
    numbers = [w for s in row for w in s.words]
    texts = text.words.texts
    head = texts[numbers[0]]
    marker, text_x = "", first.x0
    if len(numbers) > 1 and MARKER.match(head) and numbers[0] not in text.raised:
        gap = text.starts[numbers[1]] - text.ends[numbers[0]]
        if not head[0].isalnum() or gap > 0.5 * first.size or head[-1] in ".)" or "." in head:
            marker, text_x = head, float(text.words.boxes[numbers[1], 0])
    return Line(
        row, first.x0, max([s.x1 for s in row]), min([s.top for s in row]), max([s.bottom for s in row]),
        first.base, max([s.size for s in row]), all(s.bold for s in row), marker, text_x,
        texts[numbers[-1]][-1:] in ".:;?!",
    )  # fmt: skip


def paragraphs(run: list[Segment], text: PageText, height: float) -> list[list[Line] | Segment]:
    """Lines of each passage of a column, tables between them."""
    out: list[list[Line] | Segment] = []
    lines = _lines(run, text, height)
    right = max((x.x1 for x in lines if isinstance(x, Line)), default=0.0)
    open_lines: list[Line] = []
    for line in lines:
        if isinstance(line, Segment):
            if open_lines:
                out.append(open_lines)
            out.append(line)
            open_lines = []
        elif open_lines and _goes_on(open_lines, line, right):
            open_lines.append(line)
        else:
            if open_lines:
                out.append(open_lines)
            open_lines = [line]
    if open_lines:
        out.append(open_lines)
    return out


def _goes_on(paragraph: list[Line], line: Line, right: float) -> bool:
    """Whether a line belongs to the passage before it."""
    last = paragraph[-1]
    size = max(last.size, 1.0)
    if line.marker and not _wrapped_number(paragraph, line, right):
        return False
    if line.bold != last.bold or not 0.88 < line.size / size < 1.14:
        return False
    leading = line.base - last.base
    usual = paragraph[1].base - paragraph[0].base if len(paragraph) > 1 else 1.55 * size
    if leading > max(1.25 * usual if len(paragraph) > 1 else usual, 1.15 * size) + 0.5:
        return False
    text_x = paragraph[0].text_x
    if line.x0 > max(text_x, last.x0) + 1.5 * size:
        return False
    room = right - last.x1
    return not (last.ends_sentence and room > 0.2 * (right - last.x0) and room > 4 * size)


def _wrapped_number(paragraph: list[Line], line: Line, right: float) -> bool:
    """A number that begins a line only because the sentence was wrapped there is no marker."""
    last = paragraph[-1]
    if not line.marker[:1].isdigit() or last.ends_sentence:
        return False
    flush = abs(line.x0 - last.text_x) < 2
    if len(paragraph) > 1 or not paragraph[0].marker[:1].isdigit():
        flush = flush or abs(line.x0 - last.x0) < 2
    return flush and right - last.x1 < (line.text_x - line.x0) + 2 * line.size


def write_passage(text: PageText, lines: list[Line]) -> PassageDraft:
    """Append a passage's words to the page; words cut by a hyphen at a line end are made whole."""
    first = len(text)
    for k, line in enumerate(lines):
        numbers = [w for s in line.segments for w in s.words]
        before = NEW_BLOCK if k == 0 else NEW_ROW
        if k and cut(text.parts[-1], text.words.texts[numbers[0]]):
            text.mend()
            before = ""
        text.add_line(numbers, before)
    head = lines[0]
    box = (
        min([s.x0 for x in lines for s in x.segments]), min([x.top for x in lines]),
        max([x.x1 for x in lines]), max([x.bottom for x in lines]),
    )  # fmt: skip
    return PassageDraft(
        first, len(text), box, round(head.size, 2), all(x.bold for x in lines), head.marker,
        "list_item" if head.marker else "paragraph", head.x0, len(lines),
    )  # fmt: skip
