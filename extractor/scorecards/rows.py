"""The rows of a sheet: heads that come again, sections, notes, and rows of results with their labels."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, get_args

from extractor.model import Better
from extractor.patterns.scorecards import normal
from extractor.scorecards.columns import (
    Column,
    begins_label,
    find_columns,
    header_rows,
    is_blank_result,
    split_title,
)
from extractor.scorecards.headings import NO_HEADING, Heading, as_code, read_heading, split_code
from extractor.scorecards.sheet import Sheet
from extractor.scorecards.times import read_time


@dataclass(frozen=True)
class Inherited:
    """What a sheet takes from the one it goes on from or stands beside."""

    headings: Mapping[int, Heading] | None = None
    labels: Mapping[int, Row] = field(default_factory=dict)
    areas: tuple[str, ...] = ()


Rag = Literal["red", "amber", "green"]
RAGS: tuple[Rag, ...] = get_args(Rag)
Trend = Literal["up", "down", "same"]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of results and what its labels say."""

    index: int
    code: str = ""
    name: str = ""
    heading: Heading = NO_HEADING
    """What the label says beside its words: time, comparator, total."""
    areas: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    measure: str = ""
    unit_text: str = ""
    note: str = ""
    better: Better | None = None
    rag: Rag | None = None
    trend: Trend | None = None
    section: str = ""
    part: str = ""
    """What the unit cell names beside the unit: "Primary %"."""
    periods: int | None = None
    """Index of the row under this one that prints the periods of its figures."""
    shares: bool = False
    """The row gives the row above it as percentages."""


@dataclass(frozen=True)
class Part:
    """Rows of results under one set of heads."""

    header: list[int]
    columns: list[Column]
    rows: list[Row] = field(default_factory=list)
    title: str = ""
    """Words of the heads that stand over all columns."""


def find_parts(sheet: Sheet, inherited: Inherited | None = None) -> list[Part]:
    """The sheet as stretches of rows under their heads; a head that only comes again starts none.

    A sheet without heads may go on from another one, whose heads are then `inherited`.
    """
    if sheet.first_data is None:
        return []
    header, sections = header_rows(sheet)
    stretch = _Stretch(sheet, header, _text_of(sheet, sections[-1]) if sections else "", inherited)
    for row in range(max([*header, *sections], default=-1) + 1, sheet.grid.n_rows):
        stretch.take(row)
    return stretch.close()


class _Stretch:
    """Collects rows of results under their heads while a sheet is gone through from the top."""

    def __init__(self, sheet: Sheet, header: list[int], section: str, inherited: Inherited | None) -> None:
        self.sheet, self.header, self.section, self.inherited = sheet, header, section, inherited
        self.parts: list[Part] = []
        self.data: list[int] = []
        self.labels: dict[int, str] = {}
        self.heads: list[int] = []
        self.after_blank = False

    def take(self, row: int) -> None:
        """One row: of results, of heads, a section, or nothing."""
        values = {c for r in self.data[-4:] for c in self.sheet.figures_at(r)}
        kind = _row_kind(self.sheet, row, self.header, values)
        if kind == "blank":
            self.after_blank = not self.heads or self.after_blank
        elif kind == "head" or (kind in ("section", "label", "skip") and self.heads):
            self.heads.append(row)
        elif kind == "section":
            self.section = _text_of(self.sheet, row)
        elif kind in ("data", "label"):
            self._new_heads()
            self.data.append(row)
            self.labels[row] = self.section
            self.after_blank = False

    def _new_heads(self) -> None:
        if not self.heads:
            return
        self._end()
        whole = self.after_blank or len(self.heads) > 1 or any(self.sheet.is_code_row(r) for r in self.heads)
        self.header = self.heads if whole else [*self.header[:-1], *self.heads]
        self.heads = []

    def _end(self) -> None:
        if self.data:
            self.parts.append(_part(self.sheet, self.header, self.data, self.labels, self.inherited))
            self.data = []

    def close(self) -> list[Part]:
        """All stretches; heads at the end that nothing follows are dropped."""
        self._end()
        return self.parts


def _part(
    sheet: Sheet, header: list[int], data: list[int], labels: dict[int, str], inherited: Inherited | None
) -> Part:
    title, below = split_title(sheet, header)
    columns = find_columns(sheet, below, data, inherited.headings if inherited and not header else None)
    rows = [_row(sheet, r, columns, labels.get(r, "")) for r in data]
    if inherited:
        rows = [_labelled(row, inherited, i) for i, row in enumerate(rows)]
    rows = _places_carried(rows)
    return Part(header, columns, _merged(sheet, rows, columns), title)


def _labelled(row: Row, inherited: Inherited, number: int) -> Row:
    """A row with the label of the table beside it, or with the place that the table before ended in."""
    beside = inherited.labels.get(row.index)
    if beside and not row.name and not row.heading.text:
        return replace(row, name=beside.name, heading=beside.heading, code=beside.code)
    if inherited.areas and not row.areas and number == 0:
        return replace(row, areas=inherited.areas)
    return row


def _row_kind(
    sheet: Sheet, row: int, header: list[int], values: set[int]
) -> Literal["data", "label", "head", "section", "skip", "blank"]:
    filled = sheet.filled(row)
    if not filled:
        return "blank"
    if any(sheet.same_row(row, h) for h in header):
        return "skip"
    if sheet.is_data(row):
        return "data"
    if sheet.is_code_row(row):
        return "head"
    if is_blank_result(sheet, row):
        return "label"
    if len(filled) == 1:
        cell = sheet.matrix[row][filled[0]]
        wide = cell is not None and cell.col_span > 1
        text = sheet.texts[row][filled[0]]
        if begins_label(sheet, row):
            return "label"
        return (
            "section"
            if (wide or filled[0] == 0) and not re.match(r"[a-z(]", text) and sheet.spans
            else "label"
        )
    if _is_head(sheet, row, filled, header) and len(values & set(filled)) >= len(values) * 0.5:
        return "head"
    return "label"


def _is_head(sheet: Sheet, row: int, filled: list[int], header: list[int]) -> bool:
    """Words over the columns of values and none (or a head) at the labels: the heads change here."""
    first = min((c for r in header for c in sheet.filled(r) if c), default=1)
    if all(sheet.texts[row][c].startswith("(") for c in filled if c > first):
        return False
    over = [c for c in filled if c > first and sheet.reads[row][c].kind == "words"]
    known = sum(not sheet.heads[row][c].plain for c in filled)
    if known >= max(2, len(filled) * 0.6) and not any(sheet.reads[row][c].kind == "blank" for c in filled):
        return True
    left = [c for c in filled if c <= 1]
    labelled = any(sheet.heads[row][c].time or (c == 0 and not sheet.spans and False) for c in left)
    return not labelled and len(over) >= 2 and len(over) >= (sheet.grid.n_cols - 2) * 0.6


def _places_carried(rows: list[Row]) -> list[Row]:
    """A place printed once stands for the rows under it until the next."""
    result: list[Row] = []
    for row in rows:
        if not row.areas and result and result[-1].areas:
            row = replace(row, areas=result[-1].areas)
        result.append(row)
    return result


def _text_of(sheet: Sheet, row: int) -> str:
    return next((t for t in sheet.texts[row] if t), "")


# --- one row ------------------------------------------------------------------------------------------


def _row(sheet: Sheet, row: int, columns: list[Column], section: str) -> Row:
    def text(kind: str) -> list[tuple[Column, str]]:
        seen: set[int] = set()
        found: list[tuple[Column, str]] = []
        for column in columns:
            cell = sheet.matrix[row][column.index]
            if column.kind == kind and cell and sheet.texts[row][column.index] and id(cell) not in seen:
                seen.add(id(cell))
                found.append((column, sheet.texts[row][column.index]))
        return found

    names, codes, periods = text("name"), text("code"), _at_the_left(text("period"), columns)
    name = " ".join(t for _, t in names)
    code = next((c for c in (as_code(t) or _short_reference(t) for _, t in codes) if c), "")
    if not code:
        code, name = split_code(name)
    heading = _time_of(sheet, [t for _, t in periods]) if periods else NO_HEADING
    if not periods and name:
        as_head = read_heading(name, sheet.patterns)
        heading = as_head if as_head.time or as_head.comparator else replace(as_head, words=())
    places = [t for c, t in text("section") if normal(c.heading.text) in _PLACES]
    others = [t for c, t in text("section") if normal(c.heading.text) not in _PLACES and c.heading.text]
    read = _Attributes(sheet, row, columns)
    return Row(
        index=row, code=code, name=name.lstrip("*").strip(), heading=heading, areas=tuple(places),
        groups=tuple(others), measure=read.measure(), unit_text=read.text("unit"),
        note=read.text("data_note"), better=read.better(), rag=read.rag(), trend=read.trend(),
        section=section, part=read.part(),
    )  # fmt: skip


def _at_the_left(periods: list[tuple[Column, str]], columns: list[Column]) -> list[tuple[Column, str]]:
    """Of labels of time those left of the figures, where there are any: the axis of a chart is none."""
    first_value = min((c.index for c in columns if c.kind == "value"), default=0)
    return [(c, t) for c, t in periods if c.index < first_value] or periods


def _time_of(sheet: Sheet, texts: list[str]) -> Heading:
    """What labels of time at the left say: the first dated one, with year or "cumulative" of the others."""
    heads = [read_heading(text, sheet.patterns) for text in dict.fromkeys(texts)]
    first = next((h for h in heads if h.time.has_part or h.time.has_year or h.comparator), heads[0])
    if first.time.has_part and first.time.has_year and any(h.time.flavour == "ytd" for h in heads):
        return replace(first, time=replace(first.time, flavour="ytd"))
    if len(heads) > 1 and first.time.has_part and not first.time.has_year:
        return read_heading(" ".join(h.text for h in heads[:2]), sheet.patterns)
    return first


def _short_reference(text: str) -> str:
    """A letter and a number under "Ref" is a reference, though elsewhere it is a half year or a quarter."""
    return text if re.fullmatch(r"[A-Z]\d", text) else ""


_PLACES = {"area", "locality", "ward", "district", "neighbourhood", "team area", "place"}


@dataclass(frozen=True)
class _Attributes:
    """The cells of a row that say something about the row."""

    sheet: Sheet
    row: int
    columns: list[Column]

    def text(self, kind: str) -> str:
        return next((self.sheet.texts[self.row][c.index] for c in self.columns if c.kind == kind), "")

    def measure(self) -> str:
        text = self.text("unit")
        word = self.sheet.patterns.find("measure", text) if text else None
        return word.gives["unit"] if word else "percent" if "%" in text else ""

    def part(self) -> str:
        words = read_heading(self.text("unit"), self.sheet.patterns).words
        if not words and "cumulative" in self.text("unit").lower():
            return "cumulative"
        return words[0] if words and self.measure() and words[0] != self.text("unit") else ""

    def better(self) -> Better | None:
        text = self.text("polarity")
        word = self.sheet.patterns.whole("better", text) if text else None
        return word.gives["better"] if word else None  # type: ignore[return-value]

    def rag(self) -> Rag | None:
        for column in self.columns:
            if column.kind != "rag":
                continue
            word = self.sheet.patterns.whole("rag", self.sheet.texts[self.row][column.index])
            cell = self.sheet.matrix[self.row][column.index]
            found = (
                word.gives["rag"]
                if word
                else colour(cell.fill if cell else None) or colour(cell.color if cell else None)
            )
            if found:
                return found  # type: ignore[return-value]
        return None

    def trend(self) -> Trend | None:
        for column in self.columns:
            text = self.sheet.texts[self.row][column.index] if column.kind == "trend" else ""
            word = text and (
                self.sheet.patterns.glyph("trend", text) or self.sheet.patterns.whole("trend", text)
            )
            if word:
                return word.gives["trend"]  # type: ignore[return-value]
        return None


def colour(fill: str | None) -> Rag | None:
    """Red, amber or green, where a background clearly is one of them.

    >>> colour("#c00000")
    'red'
    """
    if not fill or not re.fullmatch(r"#[0-9a-fA-F]{6}", fill):
        return None
    red, green, blue = (int(fill[i : i + 2], 16) for i in (1, 3, 5))
    high, low = max(red, green, blue), min(red, green, blue)
    if high - low < 40:
        return None
    if green == high and green - red >= 15 and green - blue >= 15:
        return "green"
    if red != high:
        return None
    share = (green - low) / (high - low)
    blueness = (blue - low) / (high - low)
    if blueness > 0.6:
        return None
    return "red" if share < 0.3 else "amber" if share <= 1 else None


# --- rows that belong together ----------------------------------------------------------------------------


def _merged(sheet: Sheet, rows: list[Row], columns: list[Column]) -> list[Row]:
    """Labels over several rows put together, rows without results dropped into those they belong to."""
    values = [c.index for c in columns if c.kind in ("value", "rag")]
    kept: list[Row] = []
    for row in rows:
        if kept and _is_periods(sheet, row, values):
            kept[-1] = replace(kept[-1], periods=row.index)
            continue
        if kept and _are_shares(sheet, kept[-1], row, values):
            row = replace(row, name=kept[-1].name, heading=kept[-1].heading, measure="percent", shares=True)
        holds = any(sheet.reads[row.index][c].kind in ("figures", "blank") for c in values)
        if holds and kept and _begins(sheet, kept[-1], row, values):
            row = replace(row, name=f"{kept[-1].name} {row.name}", code=kept[-1].code or row.code)
            kept.pop()
        if not holds and kept and _continues(sheet, kept[-1], row):
            kept[-1] = _joined(sheet, kept[-1], row)
        elif holds or row.heading.time or row.heading.comparator or row.code or row.name:
            kept.append(row)
    return _told_apart(_pairs(sheet, kept))


def _is_periods(sheet: Sheet, row: Row, values: list[int]) -> bool:
    """A row whose cells give the periods of the figures above them."""
    texts = [sheet.texts[row.index][c] for c in values if sheet.texts[row.index][c]]
    timed = [t for t in texts if re.fullmatch(r"\(.*\)", t) and read_time(t)[0].has_year]
    return len(texts) >= 1 and len(timed) == len(texts)


def _are_shares(sheet: Sheet, before: Row, row: Row, values: list[int]) -> bool:
    """A last row without a label that gives the row of totals above it as percentages of its first figure."""
    if (
        row.name
        or row.code
        or row.heading.text
        or not (before.heading.total or before.heading.time.flavour == "ytd")
    ):
        return False
    below = [(c, sheet.reads[row.index][c].figures) for c in values]
    shares = [(c, f[0].value) for c, f in below if len(f) == 1 and "%" in sheet.texts[row.index][c]]
    above = [
        f[0].value
        for c in values
        if len(f := sheet.reads[before.index][c].figures) == 1 and f[0].unit is None
    ]
    if not shares or not above or not above[0]:
        return False
    parts = {c: sheet.reads[before.index][c].figures for c, _ in shares}
    return all(len(parts[c]) == 1 and abs(parts[c][0].value * 100 / above[0] - v) < 1 for c, v in shares)


def _begins(sheet: Sheet, label: Row, row: Row, values: list[int]) -> bool:
    """A label without results is the first line of the label of the row under it."""
    if (
        not label.name
        or row.code
        or any(sheet.reads[label.index][c].kind in ("figures", "blank") for c in values)
    ):
        return False
    return label.index == row.index - 1 and bool(row.name) and bool(re.match(r"[a-z(,&\d]", row.name))


def _continues(sheet: Sheet, before: Row, row: Row) -> bool:
    """A label without results goes on from the row before, where together they say more or one is cut off."""
    label = _label(sheet, row)
    if not label:
        return False
    together = read_heading(f"{_label(sheet, before)} {label}", sheet.patterns)
    if (together.comparator and not before.heading.comparator) or (together.comparator and label.isupper()):
        return bool(together.comparator)
    if before.heading.time and normal(label) == "ytd":
        return True
    return bool(before.name) and not row.code and bool(re.match(r"[a-z(,&\d]", row.name or label))


def _label(sheet: Sheet, row: Row) -> str:
    return row.heading.text or row.name


def _joined(sheet: Sheet, before: Row, row: Row) -> Row:
    heading = read_heading(f"{_label(sheet, before)} {_label(sheet, row)}", sheet.patterns)
    if heading.comparator or heading.time:
        return replace(before, heading=heading)
    return replace(before, name=f"{before.name} {row.name}".strip())


def _pairs(sheet: Sheet, rows: list[Row]) -> list[Row]:
    """A Number row and the % row under it that share one label, of which each has only a piece."""
    result = _carried(rows)
    if sheet.spans:
        return result
    codes = {r.code for r in rows if r.code}
    for i in range(len(result) - 1):
        one, other = result[i], result[i + 1]
        if one.measure == "count" and other.measure == "percent" and _one_label(one, other):
            name = f"{one.name} {other.name}".strip() if one.name != other.name else one.name
            code = _better_code(one.code, other.code, codes, result[i - 1].code if i else "")
            note = one.note or other.note
            result[i] = replace(one, name=name, code=code, note=note)
            result[i + 1] = replace(other, name=name, code=code, note=other.note or note)
    return result


def _told_apart(rows: list[Row]) -> list[Row]:
    """Rows of one measure in one unit are told apart by what their data notes say."""
    result: list[Row] = []
    for row in rows:
        same = [r for r in rows if r.code == row.code and r.name == row.name and r.measure == row.measure]
        notes = {r.note for r in same}
        if (
            row.name
            and len(same) > 1
            and len(notes) == len(same)
            and not row.part
            and all(not r.heading.time for r in same)
        ):
            row = replace(row, part=row.note)
        result.append(row)
    return result


def _carried(rows: list[Row]) -> list[Row]:
    """A row without a name of its own, whose unit says another part, is of the measure above it."""
    result = list(rows)
    for i in range(1, len(result)):
        before, row = result[i - 1], result[i]
        nameless = not row.code and len(re.findall(r"[A-Za-z]", row.name)) < 4 and not row.heading.time
        if (
            nameless
            and row.unit_text
            and row.unit_text != before.unit_text
            and before.name
            and row.part != before.part
        ):
            result[i] = replace(row, name=before.name, code=before.code, note=row.note or before.note)
    return result


def _one_label(one: Row, other: Row) -> bool:
    if not one.name or not other.name:
        return not (one.code and other.code)
    both = re.search(r"\bnumber\s*(?:%?\s*and\s*%?|/)\s*(?:%|of)", normal(one.name))
    return bool(both) or bool(re.match(r"[a-z(]", other.name)) or (not other.code and other.name == one.name)


def _better_code(one: str, other: str, codes: set[str], before: str) -> str:
    """Of two codes the one that goes on from the code before."""
    if not one or not other:
        return one or other

    def key(code: str) -> tuple[int, ...]:
        return tuple(int(n) for n in re.findall(r"\d+", code))

    later = [c for c in (one, other) if key(c) > key(before)]
    return min(later or [one], key=key)
