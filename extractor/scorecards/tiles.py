"""Tiles: one big figure with its label, its target and an earlier figure in small type around it.

They are found on the page by the size of the words, whatever a table finder made of them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from extractor.model import (
    BBox,
    Document,
    Observation,
    Page,
    Passage,
    Period,
    Place,
    Problem,
    Role,
    TableSource,
)
from extractor.patterns.scorecards import ScorecardPatterns
from extractor.scorecards.cells import Printed, read_figures
from extractor.scorecards.dates import When, resolve
from extractor.scorecards.headings import Heading, as_code, read_heading, split_code
from extractor.scorecards.measures import find_basis, find_unit, fitted
from extractor.scorecards.part_times import Setting
from extractor.scorecards.times import Time, read_time

_BIG = 1.45
"""How many times higher than the page's usual word a tile's figure is at least."""


@dataclass(frozen=True, slots=True)
class Line:
    """Words that stand together on one line; characters of the document, and the box on the page."""

    text: str
    start: int
    end: int
    box: BBox


@dataclass(frozen=True)
class Tile:
    """A big figure and the lines around it, from the top."""

    figure: Line
    lines: tuple[Line, ...]


def find_tiles(document: Document, page: Page, taken: Sequence[BBox]) -> list[Tile]:
    """The tiles of a page: two or more big figures, each with words; `taken` are tables that were read."""
    lines = _lines(document, page)
    if not lines:
        return []
    usual = median(line.box[3] - line.box[1] for line in lines)
    big = [
        line for line in lines if _is_big(line, usual) and not any(_inside(line.box, box) for box in taken)
    ]
    small = [line for line in lines if line not in big and not any(_inside(line.box, box) for box in taken)]
    if len(big) < 2:
        return []
    tiles: list[Tile] = []
    rows = _rows(big)
    for row, band in zip(rows, _bands(rows, small, usual), strict=True):
        around = [line for line in small if band[0] <= line.box[1] and line.box[3] <= band[1]]
        tiles += [Tile(figure, tuple(_own(figure, row, around))) for figure in row]
    named = [t for t in tiles if sum(len(re.findall(r"[A-Za-z]", line.text)) for line in t.lines) >= 6]
    return tiles if len(named) == len(tiles) else named if len(named) >= 2 else []


def title_over(document: Document, page: Page, box: BBox) -> str:
    """The line that stands right over a box on a page, within its width; "" where there is none."""
    over = [
        line
        for line in _lines(document, page)
        if 0 <= box[1] - line.box[3] <= 24 and line.box[0] < box[2] and line.box[2] > box[0]
    ]
    inside = [n for n in over if n.box[0] >= box[0] - 12 and n.box[2] <= box[2] + 12]
    nearest = max(inside, key=lambda n: n.box[3], default=None)
    return nearest.text if nearest and len(over) == len(inside) else ""


def _lines(document: Document, page: Page) -> list[Line]:
    """Words of a page that are no header or footer, put together where gaps are small."""
    furniture = [
        (b.start, b.end) for b in document.blocks
        if isinstance(b, Passage) and b.page == page.number and b.kind in ("header", "footer")
    ]  # fmt: skip
    words = page.words
    lines: list[Line] = []
    for i in range(len(words.starts)):
        start, end = words.starts[i], words.ends[i]
        if any(a <= start < b for a, b in furniture):
            continue
        x0, top, x1, bottom = words.boxes[4 * i : 4 * i + 4]
        word = Line(document.text[start:end], start, end, (x0, top, x1, bottom))
        if lines and _goes_on(lines[-1], word):
            lines[-1] = _together(lines[-1], word)
        else:
            lines.append(word)
    return lines


def _goes_on(line: Line, word: Line) -> bool:
    height = max(word.box[3] - word.box[1], line.box[3] - line.box[1])
    level = abs((word.box[1] + word.box[3]) - (line.box[1] + line.box[3])) / 2 <= height * 0.5
    return level and -1 <= word.box[0] - line.box[2] <= height * 0.9


def _together(line: Line, word: Line) -> Line:
    box = (
        line.box[0],
        min(line.box[1], word.box[1]),
        max(line.box[2], word.box[2]),
        max(line.box[3], word.box[3]),
    )
    return Line(f"{line.text} {word.text}", line.start, word.end, box)


def _is_big(line: Line, usual: float) -> bool:
    if line.box[3] - line.box[1] < usual * _BIG or read_time(line.text)[0]:
        return False
    read = read_figures(line.text)
    return read.kind == "figures" and not read.words and len(line.text) <= 12


def _inside(box: BBox, other: BBox) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return other[0] <= x <= other[2] and other[1] <= y <= other[3]


def _rows(big: Sequence[Line]) -> list[list[Line]]:
    """Big figures by the height they stand at, each row from left to right."""
    rows: list[list[Line]] = []
    for line in sorted(big, key=lambda n: (n.box[1], n.box[0])):
        if rows and abs(line.box[1] - rows[-1][0].box[1]) <= (line.box[3] - line.box[1]) / 2:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda n: n.box[0]) for row in rows]


def _bands(rows: list[list[Line]], small: Sequence[Line], usual: float) -> list[tuple[float, float]]:
    """Top and bottom of every row of tiles.  Labels stand over the figures of a whole page, or under."""
    last = rows[-1][0].box
    after = [n for n in small if last[3] <= n.box[1] <= last[3] + 14 * usual]
    under = any(_is_name(n) for n in [*after, *_beside(rows[-1], small)])
    cuts = [rows[0][0].box[1] - 4.5 * usual]
    if under:
        codes = [n.box[1] for n in small if cuts[0] <= n.box[1] < rows[0][0].box[1] and as_code(n.text)]
        beside = [n.box[1] for n in _beside(rows[0], small)]
        cuts = [min([*codes, *beside, rows[0][0].box[1]]) - 1]
    for upper, lower in pairwise(rows):
        cuts.append(_cut(upper, lower, small, under))
    return list(pairwise([*cuts, last[3] + 14 * usual]))


def _beside(row: Sequence[Line], small: Sequence[Line]) -> list[Line]:
    """Lines at the right of a row's figures, about as high as they."""
    figure = row[0].box
    height = figure[3] - figure[1]
    near = [n for n in small if figure[1] - 2.5 * height <= n.box[1] <= figure[3]]
    level = any(n.box[1] < figure[1] and n.box[0] > figure[2] for n in near)
    return [n for n in near if n.box[0] > figure[2]] if level and _clear(row, near) else []


def _clear(row: Sequence[Line], near: Sequence[Line]) -> bool:
    """No words stand over the figures themselves: the labels are beside them."""
    return not any(n.box[0] < f.box[2] and f.box[0] < n.box[2] for n in near for f in row)


def _cut(upper: Sequence[Line], lower: Sequence[Line], small: Sequence[Line], under: bool) -> float:
    """Where the tiles of one row end and those of the next begin."""
    top, bottom = max(n.box[3] for n in upper), lower[0].box[1]
    between = [n for n in small if top <= n.box[1] and n.box[3] <= bottom + 2]
    if under:
        heads = [n.box[1] for n in between if as_code(n.text)]
        beside = [n.box[1] for n in _beside(lower, small)]
        return min([*heads, *beside, bottom]) - 1
    names = [n.box[1] for n in between if _is_name(n)]
    return min([*names, bottom]) - 1


def _is_name(line: Line) -> bool:
    """Words of a label, not a target, an earlier figure or a reference."""
    return (
        len(re.findall(r"[A-Za-z]", line.text)) >= 4 and not _figure_in(line.text) and not as_code(line.text)
    )


def _own(figure: Line, row: Sequence[Line], around: Sequence[Line]) -> Iterator[Line]:
    """The lines nearer to this figure of the row than to the others; between two, the left one's."""
    for line in sorted(around, key=lambda n: (n.box[1], n.box[0])):
        nearest = min(row, key=lambda n: (_apart(n.box, line.box), n.box[0] > line.box[0]))
        if nearest is figure:
            yield line


def _apart(one: BBox, other: BBox) -> float:
    """Distance between the middles across the page; nothing where one stands over the other."""
    if other[0] < one[2] and one[0] < other[2]:
        return 0.0
    return (
        min(abs(other[0] - one[2]), abs(one[0] - other[2]))
        if other[0] >= one[2]
        else abs(one[0] - other[2]) + 40.0
    )


# --- what a tile says ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Label:
    """A tile's words, code and own time."""

    name: str
    code: str
    time: Time


def read_tile(
    tile: Tile, setting: Setting, patterns: ScorecardPatterns, page: Page, grid: int, number: int
) -> tuple[list[Observation], list[Problem]]:
    """The big figure of a tile, and those of small lines that name a target, a comparator or a time."""
    label, facts, sentences = _label(tile, patterns)
    if not label.name and not label.code:
        return [], []
    maker = _Maker(tile, label, setting, patterns, page, grid, number)
    main = read_figures(tile.figure.text).figures
    made = [maker.observation(tile.figure, f, Heading(time=label.time), k) for k, f in enumerate(main)]
    for line, figure, heading in facts:
        made.append(maker.observation(line, figure, heading, len(made)))
    place = Place(setting.document.path, page.number)
    left = [
        Problem(
            "tile_sentence_not_read",
            f"The sentence in the tile is not read: {line.text}",
            replace(place, bbox=line.box),
        )
        for line in sentences
    ]
    return made, left


def _label(
    tile: Tile, patterns: ScorecardPatterns
) -> tuple[_Label, list[tuple[Line, Printed, Heading]], list[Line]]:
    name: list[str] = []
    code, time = "", Time()
    facts: list[tuple[Line, Printed, Heading]] = []
    sentences: list[Line] = []
    for line in tile.lines:
        fact = _fact(line, patterns) if not line.text.endswith(".") else None
        if as_code(line.text) and not code:
            code = as_code(line.text)
        elif fact:
            facts.append((line, *fact))
        elif re.search(r"\d.*\.$", line.text):
            sentences.append(line)
        elif read_time(line.text)[0] and not read_time(line.text)[1]:
            time = read_time(line.text)[0]
        elif re.search(r"[A-Za-z%]", line.text):
            name.append(line.text)
    leading, words = split_code(" ".join(name).replace(": ", " - ", 1) if not code else " ".join(name))
    return _Label(words, code or leading, time), facts, sentences


def _fact(line: Line, patterns: ScorecardPatterns) -> tuple[Printed, Heading] | None:
    """A small line that is one figure and words for what it is ("Target 88.0%", "82.2% in Q1")."""
    match = _figure_in(line.text)
    if not match:
        return None
    read = read_figures(match.group())
    words = " ".join((line.text[: match.start()] + " " + line.text[match.end() :]).split())
    words = re.sub(r"[▲▼▶◄►↑↓→▬●]", " ", words).strip(" ()[]:-–")
    words = re.sub(r"^(?:in|from|was|at|vs\.?|against)\s+", "", words)
    if read.kind != "figures" or len(read.figures) != 1 or not words:
        return None
    heading = read_heading(words, patterns)
    told = heading.role or heading.comparator or (heading.time and not heading.words)
    figure = read.figures[0]
    shift = match.start()
    return (replace(figure, start=figure.start + shift, end=figure.end + shift), heading) if told else None


def _figure_in(text: str) -> re.Match[str] | None:
    """The only figure of a line, periods left aside."""
    masked = re.sub(r"(?:19|20)\d\d(?:\s?/\s?\d\d)?|\bQ[1-4]\b", lambda m: "x" * len(m.group()), text)
    found = list(re.finditer(r"(?<![\w.])[-−£]?£?\d[\d,.]*(?<![,.])\s?%?(?!\w)", masked))
    return found[0] if len(found) == 1 else None


@dataclass(frozen=True)
class _Maker:
    """Makes the observations of one tile."""

    tile: Tile
    label: _Label
    setting: Setting
    patterns: ScorecardPatterns
    page: Page
    grid: int
    number: int

    def observation(self, line: Line, figure: Printed, heading: Heading, k: int) -> Observation:
        """One figure of the tile."""
        document = self.setting.document
        role: Role = heading.role or "actual"
        period = self._period(heading, role)
        unit = (
            figure.unit or find_unit(self.label.name, "", "") or ("count" if not figure.places else "other")
        )
        key = f"{document.sha256}|tile|{self.page.number}|{self.number}|{k}"
        quote = " | ".join(n.text for n in (self.tile.figure, *self.tile.lines))
        return Observation(
            observation_id=hashlib.sha256(key.encode()).hexdigest()[:16],
            document=document.path,
            document_sha256=document.sha256,
            origin="table",
            page=self.page.number,
            bbox=line.box,
            start=None,
            end=None,
            text=figure.text.strip(),
            quote=quote,
            value=figure.value,
            unit=unit,
            qualifier=figure.qualifier,
            role=role,
            indicator=" ".join(t for t in (self.label.code, self.label.name) if t),
            authority=self.setting.context.authority,
            comparator=heading.comparator or None if role == "benchmark" else None,
            period=period.text if period else None,
            period_start=period.first if period else None,
            period_end=period.last if period else None,
            period_type=period.type if period else None,
            rule="table.tile",
            confidence=0.9 if period and period.last else 0.75,
            places=figure.places,
            period_basis=period.basis if period else None,
            source=TableSource(self.grid, self.number, k, code=self.label.code, row_label=self.label.name),
            context=self.setting.context_index,
        )

    def _period(self, heading: Heading, role: Role) -> Period | None:
        when = self.setting.when
        if role == "benchmark":
            return resolve(heading.time, when) if heading.time.has_year else None
        if role in ("target", "threshold"):
            return _year_of(when)
        time = heading.time or self.label.time or self.setting.time
        context = self.setting.context.reporting_period or self.setting.context.as_at
        period = resolve(time, when) if time else None if heading.relative else context
        if period is None:
            return None
        words = self.label.name
        return fitted(period, find_basis(words, "", "", self.patterns), when)


def _year_of(when: When) -> Period | None:
    if when.fiscal is None:
        return None
    time = Time(words=f"{when.fiscal}/{(when.fiscal + 1) % 100:02d}", fiscal=when.fiscal)
    found = resolve(time, when)
    return replace(found, basis="inherited") if found else None
