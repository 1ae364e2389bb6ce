"""Tables that go on from another: under it, on the next page, or beside it without labels of their own."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.model import BBox, Document, Observation, Passage, TableReading
from extractor.scorecards.dates import When
from extractor.scorecards.head_rows import header_rows
from extractor.scorecards.headings import Heading
from extractor.scorecards.row import Row
from extractor.scorecards.rows import Inherited, Part
from extractor.scorecards.sheet import Sheet
from extractor.scorecards.times import NO_TIME, Time

_SAME_LINE = 3.0
"""Points by which the tops of one row of two tables may differ."""
_NEAR = 130.0
"""Points between a table and what goes on under it."""


@dataclass(frozen=True)
class Done:
    """A grid that was read, as the grids after it may need it."""

    block: int
    sheet: Sheet
    reading: TableReading
    parts: tuple[Part, ...] = ()
    observations: tuple[Observation, ...] = ()
    when: When | None = None
    title: str = ""
    time: Time = NO_TIME


def find_inherited(
    document: Document, block: int, sheet: Sheet, before: list[Done]
) -> tuple[Inherited | None, Done | None]:
    """What a sheet takes from an earlier one, and from which."""
    header, _ = header_rows(sheet)
    beside = _beside(sheet, before)
    if beside and header and not _has_labels(sheet, header):
        return Inherited(labels=_labels_beside(sheet, beside)), beside
    last = _last(document, block, sheet, before)
    if last is None:
        return None, None
    areas = next((r.areas for p in reversed(last.parts) for r in reversed(p.rows) if r.areas), ())
    if header and not sheet.grid.bbox and not _has_labels(sheet, header):
        labels = _labels_before(last, sheet, header)
        return (Inherited(labels=labels), last) if labels else (None, None)
    if not header:
        headings = _headings_by_column(last, sheet)
        return (Inherited(headings=headings, areas=areas), last) if headings else (None, None)
    if _same_heads(last, sheet, header):
        return Inherited(areas=areas), last
    return None, None


def _last(document: Document, block: int, sheet: Sheet, before: list[Done]) -> Done | None:
    """The table that a sheet may go on from: one that stands over it on the page, else the one read last."""
    read = [d for d in reversed(before) if d.parts and d.when]
    over = next((d for d in read if _stands_over(d.sheet, sheet)), None)
    if over:
        return over
    return read[0] if read and _follows(document, read[0].block, block, read[0].sheet, sheet) else None


def _stands_over(above: Sheet, sheet: Sheet) -> bool:
    """Both are on one page, one over the other with little between, with the same right edge."""
    one, other = above.grid.bbox, sheet.grid.bbox
    if not one or not other or above.grid.page != sheet.grid.page:
        return False
    near = -_SAME_LINE <= other[1] - one[3] <= _NEAR
    return near and abs(one[2] - other[2]) <= _SAME_LINE and other[0] - one[0] < (one[2] - one[0]) / 4


def _has_labels(sheet: Sheet, header: list[int]) -> bool:
    """The first column holds labels, not figures."""
    first = range(header[-1] + 1, sheet.grid.n_rows)
    texts = [r for r in first if sheet.texts[r][0]]
    return not texts or sum(sheet.reads[r][0].kind == "figures" for r in texts) <= len(texts) / 2


def _beside(sheet: Sheet, before: list[Done]) -> Done | None:
    """The nearest table to the left on the same page whose rows stand at the same height."""
    box = sheet.grid.bbox
    for done in reversed(before):
        other = done.sheet.grid.bbox
        if not box or not other or not done.parts or done.sheet.grid.page != sheet.grid.page:
            continue
        shared = min(box[3], other[3]) - max(box[1], other[1])
        if other[2] <= box[0] + _SAME_LINE and shared > 0.7 * (box[3] - box[1]):
            return done
    return None


def _labels_beside(sheet: Sheet, beside: Done) -> dict[int, Row]:
    rows = [(_top(beside.sheet, row.index), row) for part in beside.parts for row in part.rows]
    found: dict[int, Row] = {}
    for index in range(sheet.grid.n_rows):
        top = _top(sheet, index)
        match = [
            row
            for other, row in rows
            if top is not None and other is not None and abs(other - top) <= _SAME_LINE
        ]
        if len(match) == 1:
            found[index] = match[0]
    return found


def _labels_before(last: Done, sheet: Sheet, header: list[int]) -> dict[int, Row]:
    """In plain text, where nothing has a place: the times of the table before, when it has as many rows."""
    own = [r for r in range(header[-1] + 1, sheet.grid.n_rows) if sheet.is_data(r)]
    rows = [row for part in last.parts for row in part.rows if last.sheet.is_data(row.index)]
    timed = [row for row in rows if row.heading.time]
    months = [row for row in timed if row.heading.time and row.heading.time.flavour != "ytd"]
    if len(own) < 3 or len(timed) != len(rows):
        return {}
    named = next((n for n in (timed, months) if len(n) == len(own)), [])
    return dict(zip(own, named, strict=True)) if named else {}


def _top(sheet: Sheet, row: int) -> float | None:
    return next(
        (c.bbox[1] for c in sheet.matrix[row] if c and c.bbox and c.row == row and c.row_span == 1), None
    )


def _follows(document: Document, one: int, other: int, before: Sheet, sheet: Sheet) -> bool:
    """No heading and hardly any text stands between the two, and they are on the same page or the next."""
    if before.grid.page is not None and sheet.grid.page is not None:
        last_page = max([before.grid.page, *before.grid.pages])
        if not last_page <= sheet.grid.page <= last_page + 1:
            return False
    between = [b for b in document.blocks[one + 1 : other] if isinstance(b, Passage)]
    told = [b for b in between if b.kind not in ("header", "footer", "footnote")]
    if any(b.kind == "heading" for b in told):
        return False
    return sum(len(b.text) for b in told) < 200


def _headings_by_column(last: Done, sheet: Sheet) -> dict[int, Heading]:
    """Heads of the table before, for the columns of this one: by place on the page, or by their number."""
    columns = last.parts[-1].columns
    if last.sheet.grid.n_cols == sheet.grid.n_cols:
        return {c.index: c.heading for c in columns if c.heading.text}
    spans = [(_span(last.sheet, c.index), c) for c in columns]
    own = [_span(sheet, c) for c in range(sheet.grid.n_cols)]
    if not all(own) or not any(s for s, _ in spans):
        return _by_order(last, sheet)
    found: dict[int, Heading] = {}
    for index, span in enumerate(own):
        over = [c for s, c in spans if s and span and _overlap(s, span) > 0.6]
        if len(over) == 1:
            found[index] = over[0].heading
    return found


def _by_order(last: Done, sheet: Sheet) -> dict[int, Heading]:
    """One column of figures in both: it is the same."""
    values = [c for c in last.parts[-1].columns if c.kind == "value"]
    if len(values) == 1 and sheet.grid.n_cols == 2:
        return {1: values[0].heading}
    return {}


def _span(sheet: Sheet, col: int) -> tuple[float, float] | None:
    boxes: list[BBox] = [
        cell.bbox
        for row in sheet.matrix
        if (cell := row[col]) and cell.bbox and cell.col == col and cell.col_span == 1
    ]
    return (min(b[0] for b in boxes), max(b[2] for b in boxes)) if boxes else None


def _overlap(one: tuple[float, float], other: tuple[float, float]) -> float:
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared / max(min(one[1] - one[0], other[1] - other[0]), 0.1)


def _same_heads(last: Done, sheet: Sheet, header: list[int]) -> bool:
    theirs = last.parts[-1].header
    return (
        sheet.grid.n_cols == last.sheet.grid.n_cols
        and bool(theirs)
        and sheet.texts[header[-1]] == last.sheet.texts[theirs[-1]]
    )
