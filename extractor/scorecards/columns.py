"""What kind the columns of a sheet are, by their heads and by what they hold."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from extractor.scorecards.headings import (
    Heading,
    as_code,
    joined_code,
)
from extractor.scorecards.heads import is_broken, lay_heads
from extractor.scorecards.sheet import Sheet

_ATTRIBUTES = {"polarity": "better", "unit": "measure", "data_note": "note", "rag": "rag"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its kind (as in `patterns/scorecards`, or value, period, separator, junk) and its heading."""

    index: int
    kind: str
    heading: Heading
    part: Literal["", "numerator", "denominator"] = ""
    """Which half of a broken "n of m" the column holds."""


def find_columns(
    sheet: Sheet, header: list[int], data: list[int], inherited: Mapping[int, Heading] | None = None
) -> list[Column]:
    """Every column with its heading and kind; heads of the table that this one goes on from may be given."""
    if inherited is not None:
        headings = [inherited.get(c, Heading()) for c in range(sheet.grid.n_cols)]
    else:
        headings = lay_heads(sheet, header, _broken_parts(sheet, data))
    columns = [Column(c, _kind(sheet, c, headings[c], data), headings[c]) for c in range(sheet.grid.n_cols)]
    columns = [_counted(c) for c in columns]
    return _parts_of_wholes(sheet, _one_name(sheet, columns, data), data)


def _counted(column: Column) -> Column:
    """ "No." over figures is no reference but a count."""
    if column.kind == "value" and column.heading.column == "code":
        return replace(column, heading=replace(column.heading, column="", measure="count"))
    return column


# --- heads -------------------------------------------------------------------------------------------


def _broken_parts(sheet: Sheet, data: list[int]) -> list[list[int]]:
    """Stretches of columns that hold one measure: n, of, m and share; "n of m" and share."""
    plain = [Column(c, "value", Heading()) for c in range(sheet.grid.n_cols)]
    for c in range(sheet.grid.n_cols):
        counts = _holds(sheet, c, data)
        if counts["separator"] > sum(counts.values()) / 2:
            plain[c] = replace(plain[c], kind="separator")
    return [] if sheet.spans else [b for b in _blocks(sheet, plain, data) if _has_of(sheet, b, data)]


def _has_of(sheet: Sheet, block: list[int], data: list[int]) -> bool:
    texts = [sheet.texts[r][c] for r in data for c in block]
    return sum(bool(re.search(r"\bof\b", t)) for t in texts) >= len(data) / 3


# --- kinds ------------------------------------------------------------------------------------------


def _kind(sheet: Sheet, col: int, heading: Heading, data: list[int]) -> str:
    counts = _holds(sheet, col, data)
    filled = sum(counts.values())
    if not filled:
        return "empty" if not heading.text else heading.column or "value"
    if heading.separator or counts["separator"] > filled / 2:
        return "separator"
    if any(re.fullmatch(r"(?:\d{1,3}%\s*){2,}", part) for part in heading.text.split(" / ")):
        return "junk"
    if kind := _kind_by_head(sheet, col, heading, data, counts):
        return kind
    for kind, vocabulary in _ATTRIBUTES.items():
        if counts[vocabulary] > filled * 0.6 and not heading.time and not heading.role:
            return kind
    if counts["time"] > filled * 0.5:
        return "period"
    if counts["mark"] > filled * 0.5 and not heading.time:
        return "trend"
    if counts["words"] > filled * 0.5 and not counts["figures"]:
        return "label"
    if (
        heading.time
        or heading.role
        or heading.comparator
        or counts["figures"] + counts["blank"] > filled * 0.5
    ):
        return "code" if _holds_codes(sheet, col, data, heading) else "value"
    return "label"


def _kind_by_head(sheet: Sheet, col: int, heading: Heading, data: list[int], counts: Counter[str]) -> str:
    """The kind that the head names, where the cells do not speak against it; "" where it names none."""
    filled = sum(counts.values())
    kind = heading.column
    if kind == "code":
        figures = counts["figures"] > filled * 0.6 and not _holds_codes(sheet, col, data, Heading())
        if figures or _before_words(sheet, col, data):
            return "value" if figures else "code"
    if kind == "name" and counts["measure"] > filled * 0.6:
        return "unit"
    if kind in ("name", "section", "code") and counts["time"] > filled * 0.7:
        return ""
    if kind in ("rag", "unit") and counts["figures"] > filled * 0.8:
        return "value"
    return kind


def _before_words(sheet: Sheet, col: int, data: list[int]) -> bool:
    """The column at the right holds names: this one holds their references, even "H1" or "Q2"."""
    if col + 1 >= sheet.grid.n_cols:
        return False
    texts = [sheet.texts[r][col + 1] for r in data if sheet.texts[r][col + 1]]
    return bool(texts) and sum(bool(re.search(r"[A-Za-z]{4}", t)) for t in texts) > len(texts) * 0.6


def _holds_codes(sheet: Sheet, col: int, data: list[int], heading: Heading) -> bool:
    """Reference numbers at the left, each followed by words."""
    if heading.time or heading.role or heading.words:
        return False
    rows = [r for r in data if sheet.texts[r][col] and sheet.own(r, col)]
    texts = [sheet.texts[r][col] for r in rows]
    followed = [sheet.texts[r][col + 1] for r in rows if col + 1 < sheet.grid.n_cols]
    worded = sum(bool(re.search(r"[A-Za-z]{4}", t)) for t in followed)
    codes = sum(bool(as_code(t)) for t in texts)
    return (
        bool(texts)
        and codes > len(texts) * 0.6
        and worded > len(texts) * 0.5
        and len(set(texts)) > len(texts) * 0.6
    )


def _holds(sheet: Sheet, col: int, data: list[int]) -> Counter[str]:
    """How many cells of a column are of which sort."""
    counts: Counter[str] = Counter()
    for row in data:
        text = sheet.texts[row][col]
        if text and sheet.own(row, col) and not re.fullmatch(r"\(.*\d\d\)", text):
            counts[_sort(sheet, row, col, text)] += 1
    return counts


def _sort(sheet: Sheet, row: int, col: int, text: str) -> str:
    patterns, head = sheet.patterns, sheet.heads[row][col]
    if patterns.whole("separator", text):
        return "separator"
    for vocabulary in ("better", "measure", "rag"):
        if patterns.whole(vocabulary, text) and not patterns.whole("blank", text):
            return vocabulary
    read = sheet.reads[row][col]
    if col and sheet.bare_year(row, col) and col in sheet.figures_at(row):
        return "figures"
    if patterns.find("measure", text) and len(text.split()) <= 7 and read.kind == "words":
        return "measure"
    if read.kind == "figures" and head.words:
        return "figures"
    if head.comparator or (
        head.time and (head.time.has_part or head.time.has_year or head.time.flavour == "ytd")
    ):
        return "time"
    if patterns.find("note", text) and len(text.split()) <= 5 and read.kind == "words":
        return "note"
    return read.kind if read.kind != "words" else "words"


def _one_name(sheet: Sheet, columns: list[Column], data: list[int]) -> list[Column]:
    """Label columns left of the values: the one with most words is the name, others are sections or junk."""
    first_value = next((c.index for c in columns if c.kind == "value"), sheet.grid.n_cols)
    labels = [c for c in columns if c.kind == "label"]
    left = [c for c in labels if c.index < first_value]
    named = any(c.kind in ("name", "period") for c in columns if c.index < first_value)
    best = max(left, key=lambda c: (_letters(sheet, c.index, data), -c.index), default=None)
    result: list[Column] = []
    for column in columns:
        kind = column.kind
        if kind == "label":
            if column not in left:
                kind = "comment"
            elif not named and column is best:
                kind = "name"
            else:
                kind = "junk" if not sheet.spans and not column.heading.text else "section"
        result.append(replace(column, kind=kind))
    return result


def _letters(sheet: Sheet, col: int, data: list[int]) -> int:
    return sum(len(sheet.texts[r][col]) for r in data if sheet.own(r, col))


def _parts_of_wholes(sheet: Sheet, columns: list[Column], data: list[int]) -> list[Column]:
    """Heads of columns that together hold "n of m" and its share: they are one measure, named once."""
    result = list(columns)
    for block in _blocks(sheet, columns, data):
        heads = [columns[c].heading for c in block]
        if len(block) > 2:
            whole = block[2] if columns[block[1]].kind == "separator" else block[1]
            result[block[0]] = replace(result[block[0]], part="numerator")
            result[whole] = replace(result[whole], part="denominator")
        name = next((h for h in reversed(heads) if h.words), None)
        pieces = [
            t for h in heads for t in [h.code or (h.text if re.fullmatch(r"[\d.]+", h.text) else "")] if t
        ]
        code = joined_code(pieces) if pieces else ""
        if name is None and not code:
            continue
        if len(block) == 2 and _named_apart(*heads) and _is_its_share(sheet, block[0], data):
            name = replace(heads[1], words=(f"{heads[0].words[-1]}: {heads[1].words[-1]}",))
            for c in block:
                result[c] = replace(result[c], heading=replace(result[c].heading, words=name.words))
            continue
        for c in block:
            own = result[c].heading
            share = c == block[-1]
            words = own.words if share and own.words else (name.words if name else ())
            result[c] = replace(result[c], heading=replace(own, words=words, code=code or own.code))
    return result


def _blocks(sheet: Sheet, columns: list[Column], data: list[int]) -> list[list[int]]:
    """Stretches of columns: part, separator, whole, share; or a count and the share that follows it."""
    blocks: list[list[int]] = []
    c = 0
    values = [col.index for col in columns if col.kind in ("value", "separator")]
    while c < len(columns):
        if c not in values:
            c += 1
            continue
        if c + 2 < len(columns) and columns[c + 1].kind == "separator" and columns[c + 2].kind == "value":
            width = 4 if _percents(sheet, c + 3, columns, data) else 3
            blocks.append(list(range(c, c + width)))
            c += width
        elif _goes_on(sheet, c, columns, data):
            blocks.append([c, c + 1, *([c + 2] if _percents(sheet, c + 2, columns, data) else [])])
            c = blocks[-1][-1] + 1
        elif _counted_share(sheet, c, columns, data):
            blocks.append([c, c + 1])
            c += 2
        else:
            c += 1
    return blocks


def _goes_on(sheet: Sheet, col: int, columns: list[Column], data: list[int]) -> bool:
    """The next column begins with "of": an "n of m" broken over two cells."""
    if col + 1 >= len(columns):
        return False
    texts = [sheet.texts[r][col + 1] for r in data if sheet.texts[r][col + 1]]
    return bool(texts) and sum(bool(re.match(r"of \d", t)) for t in texts) > len(texts) * 0.7


def _percents(sheet: Sheet, col: int, columns: list[Column], data: list[int]) -> bool:
    if col >= len(columns) or columns[col].kind != "value":
        return False
    texts = [sheet.texts[r][col] for r in data if sheet.reads[r][col].kind == "figures"]
    return bool(texts) and sum("%" in t for t in texts) > len(texts) * 0.7


def _named_apart(one: Heading, other: Heading) -> bool:
    """Both heads have words, not the same ones, and neither is a bare "Number" or "%"."""
    return bool(one.words and other.words) and one.words != other.words and not (one.measure or other.measure)


def _is_its_share(sheet: Sheet, col: int, data: list[int]) -> bool:
    """Every "n of m" of a column comes to the percentage in the column at its right, or nearly every."""
    rows = [r for r in data if [f.part for f in sheet.reads[r][col].figures] == ["numerator", "denominator"]]
    agree = 0
    for row in rows:
        part, whole = sheet.reads[row][col].figures
        shares = sheet.reads[row][col + 1].figures
        if len(shares) == 1 and whole.value and abs(part.value * 100 / whole.value - shares[0].value) < 1:
            agree += 1
    return len(rows) >= 2 and agree >= len(rows) * 0.8


def _counted_share(sheet: Sheet, col: int, columns: list[Column], data: list[int]) -> bool:
    """A column of counts (or of "n of m") before a column of shares, only one of which has a name."""
    if not _percents(sheet, col + 1, columns, data) or _percents(sheet, col, columns, data):
        return False
    one, other = columns[col].heading, columns[col + 1].heading
    if _named_apart(one, other) and _is_its_share(sheet, col, data):
        return True
    if one.time or other.time or one.role or other.role or one.measure or other.measure:
        return False
    return not (one.words and other.words) or is_broken([one.words[-1], other.words[-1]])
