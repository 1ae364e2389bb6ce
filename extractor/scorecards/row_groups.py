"""Rows that belong together: labels over several lines, a number and its percent, shares of totals, notes."""

from __future__ import annotations

import re
from dataclasses import replace

from extractor.patterns.scorecards import normal
from extractor.scorecards.columns import Column
from extractor.scorecards.headings import read_heading
from extractor.scorecards.row import Row
from extractor.scorecards.sheet import Sheet
from extractor.scorecards.times import read_time


def join_rows(sheet: Sheet, rows: list[Row], columns: list[Column]) -> list[Row]:
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
