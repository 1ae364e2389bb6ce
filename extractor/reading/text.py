"""Plain text: paragraphs, list items, headings and page stamps as passages, tab lines as grids."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.model import Block, Document, Passage
from extractor.reading.captions import mark_captions
from extractor.reading.encoding import decode_text
from extractor.reading.limits import check_size
from extractor.reading.lines import Line, line_spans, marker_of, split_lines
from extractor.reading.stamps import stamp_lines
from extractor.reading.tabs import tab_grid, tab_runs
from extractor.reading.wrap import breaks_before_date, breaks_in_sentences, is_heading, joins

_FOOTERS = re.compile(r"(?:supporting documents|dogfennau ategol):?", re.I)


def read_text(data: bytes, path: str, sha256: str) -> Document:
    """A plain-text paper.  `text` is the file decoded, line ends untouched."""
    check_size(data, path)
    text = decode_text(data)
    return Document(path=path, sha256=sha256, format="text", text=text, blocks=find_blocks(text))


def find_blocks(text: str) -> tuple[Block, ...]:
    """Passages and grids of plain text in reading order; offsets are those of `text`."""
    spans = line_spans(text)
    lines = split_lines(text)
    raw = [text[start:end] for start, end in spans]
    tables = dict(tab_runs(raw, lines))
    stamps = stamp_lines(lines)
    blocks: list[Block] = []
    number, grids = 0, 0
    while number < len(lines):
        if number in tables:
            blocks.append(tab_grid(text, spans[number : tables[number]], grids))
            number, grids = tables[number], grids + 1
            continue
        end = number
        while end < len(lines) and end not in tables and not lines[end].blank:
            end += 1
        blocks.extend(_chunk_passages(text, lines, number, end, stamps))
        number = max(end, number) + (end < len(lines) and end not in tables)
    return mark_captions(_mend_page_breaks(text, blocks))


def _chunk_passages(
    text: str, lines: Sequence[Line], first: int, end: int, stamps: set[int]
) -> list[Passage]:
    """The passages of lines first..end, between which no blank line stands."""
    if first >= end:
        return []
    chunk = lines[first:end]
    width = max(len(line.text) for line in chunk)
    wrapped = breaks_in_sentences(chunk)
    groups: list[list[int]] = []
    for number in range(first, end):
        alone = number in stamps or (groups and groups[-1][-1] in stamps)
        if groups and not alone and joins(lines[groups[-1][-1]], lines[number], width, wrapped):
            groups[-1].append(number)
        else:
            groups.append([number])
    return [_passage(text, lines, group, stamps, len(groups) == 1) for group in groups]


def _passage(text: str, lines: Sequence[Line], group: list[int], stamps: set[int], alone: bool) -> Passage:
    first, last = lines[group[0]], lines[group[-1]]
    marker = marker_of(first.text)
    body = text[first.start : last.end]
    kind, level = "paragraph", 0
    if group[0] in stamps:
        return Passage(kind="header", text=body, start=first.start, end=last.end)
    below = [line for line in lines[group[-1] + 1 : group[-1] + 5] if not line.blank] + [None, None]
    if _FOOTERS.fullmatch(body) or (len(group) == 1 and is_heading(first.text, below[0], alone, below[1])):
        kind, level = "heading", _heading_level(marker)
    elif marker:
        kind, level = "list_item", 1 + marker.strip(".").count(".")
    return Passage(
        kind=kind,  # type: ignore[arg-type]
        text=body,
        start=first.start,
        end=last.end,
        level=level,
        marker=marker,
    )


def _heading_level(marker: str) -> int:
    digits = re.search(r"\d+(?:\.\d+)*", marker)
    return 1 + digits.group().count(".") if digits else 0


def _mend_page_breaks(text: str, blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Joins a sentence that a page break cut in two, where nothing but blank lines stands between."""
    out: list[Block] = []
    for position, block in enumerate(blocks):
        following = blocks[position + 1] if position + 1 < len(blocks) else None
        before = out[-1] if out else None
        if (
            isinstance(before, Passage)
            and isinstance(block, Passage)
            and _continues(before, block, following)
        ):
            out[-1] = _joined(text, before, block)
        else:
            out.append(block)
    return tuple(out)


def _continues(before: Passage, block: Passage, following: Block | None) -> bool:
    """A long passage without a full stop, and one that goes on in small letters.

    A dash before the second half is a converter's: it counts only where no list of such items follows.
    """
    if before.kind not in ("paragraph", "list_item") or block.kind not in ("paragraph", "list_item"):
        return False
    if breaks_before_date(before.text, block.text):
        return True
    cut = 60 <= len(before.text) <= 5_000 and re.fullmatch(r"[\w,’'\)-]", before.text[-1]) is not None
    body = block.text[len(block.marker) :].lstrip() if block.marker in ("-", "–") else block.text
    if not cut or not body[:1].islower() or len(body) < 12:
        return False
    if not block.marker:
        return marker_of(body) == ""
    if block.marker not in ("-", "–"):
        return False
    lists = isinstance(following, Passage) and following.marker in ("-", "–")
    return not lists and before.marker != block.marker


def _joined(text: str, first: Passage, second: Passage) -> Passage:
    return Passage(
        kind=first.kind,
        text=text[first.start : second.end],
        start=first.start,
        end=second.end,
        level=first.level,
        marker=first.marker,
    )
