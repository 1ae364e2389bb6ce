"""One row of results: its code, name, time and place, and what its cells of colour and trend say of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal, get_args

from extractor.model import Better
from extractor.patterns.scorecards import normal
from extractor.scorecards.columns import Column
from extractor.scorecards.headings import NO_HEADING, Heading, as_code, read_heading, split_code
from extractor.scorecards.sheet import Sheet

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


def read_row(sheet: Sheet, row: int, columns: list[Column], section: str) -> Row:
    """A row of results: its labels told apart by the kinds of the columns that they stand in."""

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
