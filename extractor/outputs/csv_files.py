"""Tidy tables as CSV (RFC 4180, UTF-8), each with its CSVW description beside it."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TextIO

from extractor.outputs.columns import TABLES, Column

_RISKY = ("=", "+", "-", "@", "\t", "\r")
_PLAIN_NUMBER = re.compile(r"[+-]?\s?£?\d[\d,]*(?:\.\d+)?%?")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_TITLES = {
    "observations": "Every figure that the papers state",
    "series": "The same figures as series: one row a value and vintage",
    "findings": "What checking the figures found",
}


def cell(value: Any, column: Column) -> str:
    """One cell: text that a spreadsheet would run as a formula is marked as text by an apostrophe."""
    if value is None:
        return ""
    if column.datatype != "string":
        return str(value)
    if isinstance(value, list | tuple):
        value = " ".join(str(v) for v in value)
    text = str(value)
    if not text.isprintable():
        text = _CONTROLS.sub("�", text)
    if text.startswith(_RISKY) and not _PLAIN_NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def write_rows(
    out: TextIO, columns: tuple[Column, ...], records: Iterable[Mapping[str, Any]], *, head: bool = True
) -> int:
    """Write a head and one row a record to an open text stream; gives the number of records."""
    if head:
        csv.writer(out, lineterminator="\r\n").writerow([column.name for column in columns])
    names = [column.name for column in columns]
    return _write_values(out, columns, ([record.get(name) for name in names] for record in records))


def csv_rows(name: str, rows: Iterable[Sequence[Any]]) -> str:
    """Rows of NAME.csv, from values in the order of its columns: quicker than from records."""
    out = io.StringIO()
    _write_values(out, TABLES[name], rows)
    return out.getvalue()


def _write_values(out: TextIO, columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> int:
    writer = csv.writer(out, lineterminator="\r\n")
    texts = [n for n, column in enumerate(columns) if column.datatype == "string"]
    count = 0
    for values in rows:
        row = list(values)
        count += 1
        for n in texts:
            value = row[n]
            is_plain = value is None or (
                type(value) is str and value.isprintable() and not value.startswith(_RISKY)
            )
            if not is_plain:  # very few
                row[n] = cell(value, columns[n])
        writer.writerow(row)
    return count


def write_csv(folder: Path, name: str, records: Iterable[Mapping[str, Any]]) -> int:
    """Write NAME.csv and NAME.csv-metadata.json; gives the number of records."""
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as out:
        count = write_rows(out, TABLES[name], records)
    _describe(folder, name)
    return count


def join_csv(folder: Path, name: str, parts: Iterable[str]) -> None:
    """Write the same two files from rows that were made before, any number of them a part."""
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as out:
        write_rows(out, TABLES[name], ())
        out.writelines(parts)
    _describe(folder, name)


def _describe(folder: Path, name: str) -> None:
    description = json.dumps(csvw(name), indent=2, ensure_ascii=False) + "\n"
    (folder / f"{name}.csv-metadata.json").write_text(description, encoding="utf-8", newline="\n")


def csvw(name: str) -> dict[str, Any]:
    """The CSVW description of one of our tables (https://www.w3.org/TR/tabular-metadata/)."""
    columns = TABLES[name]
    schema: dict[str, Any] = {"columns": [_described(column) for column in columns]}
    if columns[0].name.endswith("_id"):
        schema["primaryKey"] = columns[0].name
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": f"{name}.csv",
        "dc:title": _TITLES[name],
        "dialect": {"encoding": "utf-8", "lineTerminators": ["\r\n"], "header": True},
        "tableSchema": schema,
    }


def _described(column: Column) -> dict[str, Any]:
    return {
        "name": column.name,
        "titles": column.name,
        "datatype": column.datatype,
        "dc:description": column.description,
        **({"null": ["", "[c]"]} if column.datatype == "decimal" else {}),
    }
