"""The series as Parquet, where the extra is installed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy

from extractor.errors import MissingExtra
from extractor.outputs.columns import SERIES, Column
from extractor.outputs.records import KEPT_BACK

ROWS_AT_ONCE = 10_000
NO_DAY = "1970-01-01"
"""Stands where there is none, which is told apart."""


def write_parquet(path: Path, rows: Iterable[Sequence[Any]]) -> None:
    """Write the series with typed columns; a row begins with the values of its columns as JSON holds them.

    Raises `MissingExtra` where pyarrow is not installed.
    """
    try:
        import pyarrow as arrow
        from pyarrow import parquet
    except ImportError:
        raise MissingExtra("parquet", "series.parquet") from None
    arrays = [_array(arrow, *column) for column in zip(SERIES, _columns(rows), strict=True)]
    parquet.write_table(arrow.Table.from_arrays(arrays, [column.name for column in SERIES]), path)


def _columns(rows: Iterable[Sequence[Any]]) -> list[list[Any]]:
    """The values by column, equal ones near each other held once: a large archive has millions."""
    columns: list[list[Any]] = [[] for _ in SERIES]
    left = iter(rows)
    while some := list(islice(left, ROWS_AT_ONCE)):
        for column, values in zip(columns, zip(*some, strict=True), strict=False):
            known: dict[Any, Any] = {}
            column.extend(map(known.setdefault, values, values))
    return columns


def _array(arrow: Any, column: Column, values: Sequence[Any]) -> Any:
    """A column, from its buffers: `arrow.array` would load pandas, to ask whether the values are of it."""
    if column.datatype == "decimal":
        values = [None if v in (KEPT_BACK, "NaN") else float(v) for v in values]
        kind, data = arrow.float64(), [numpy.array([0 if v is None else v for v in values], "float64")]
    elif column.datatype == "integer":
        kind, data = arrow.int64(), [numpy.array([0 if v is None else v for v in values], "int64")]
    elif column.datatype == "date":
        days = numpy.array([v or NO_DAY for v in values], "datetime64[D]")
        kind, data = arrow.date32(), [days.astype("int32")]
    else:
        kind, data = arrow.string(), _texts([v or "" for v in values])
    given = None if None not in values else numpy.array([v is not None for v in values], "bool")
    bits = [None if given is None else arrow.py_buffer(numpy.packbits(given, bitorder="little"))]
    return arrow.Array.from_buffers(kind, len(values), bits + [arrow.py_buffer(part) for part in data])


def _texts(values: Sequence[str]) -> list[Any]:
    """Where each text begins and the last one ends, and all of them."""
    data = "".join(values).encode()
    ends = numpy.cumsum([0, *map(len, values)], dtype="int32")
    if ends[-1] < len(data):  # letters of more than a byte
        ends = numpy.cumsum([0, *(len(text.encode()) for text in values)], dtype="int32")
    return [ends, data]
