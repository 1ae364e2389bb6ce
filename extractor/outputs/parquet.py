"""The series as Parquet, where the extra is installed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy

from extractor.errors import MissingExtra
from extractor.outputs.columns import SERIES, Column
from extractor.outputs.records import KEPT_BACK


def write_parquet(path: Path, rows: Iterable[Sequence[Any]]) -> None:
    """Write the series with typed columns; a row begins with the values of its columns as JSON holds them.

    Raises `MissingExtra` where pyarrow is not installed.
    """
    try:
        import pyarrow as arrow
        from pyarrow import parquet
    except ImportError:
        raise MissingExtra("parquet", "series.parquet") from None
    columns = list(zip(*rows, strict=True)) or [()] * len(SERIES)
    arrays = [_array(arrow, column, columns[n]) for n, column in enumerate(SERIES)]
    parquet.write_table(arrow.Table.from_arrays(arrays, [column.name for column in SERIES]), path)


def _array(arrow: Any, column: Column, values: Sequence[Any]) -> Any:
    """A column, from its buffers: `arrow.array` would load pandas, to ask whether the values are of it."""
    if column.datatype == "decimal":
        held = [None if v in (KEPT_BACK, "NaN") else float(v) for v in values]
        return _numbers(arrow, arrow.float64(), held, "float64")
    if column.datatype == "integer":
        return _numbers(arrow, arrow.int64(), values, "int64")
    texts = _texts(arrow, values)
    return texts.cast(arrow.date32()) if column.datatype == "date" else texts


def _numbers(arrow: Any, kind: Any, values: Sequence[Any], stored: str) -> Any:
    data = numpy.array([0 if v is None else v for v in values], stored)
    return arrow.Array.from_buffers(kind, len(values), [_given(arrow, values), arrow.py_buffer(data)])


def _texts(arrow: Any, values: Sequence[str | None]) -> Any:
    parts = [b"" if v is None else v.encode() for v in values]
    ends = numpy.zeros(len(parts) + 1, "int32")
    numpy.cumsum([len(part) for part in parts], out=ends[1:])
    buffers = [_given(arrow, values), arrow.py_buffer(ends), arrow.py_buffer(b"".join(parts))]
    return arrow.Array.from_buffers(arrow.string(), len(parts), buffers)


def _given(arrow: Any, values: Sequence[Any]) -> Any:
    """A bit a value, set where there is one."""
    given = numpy.array([v is not None for v in values], "bool")
    return arrow.py_buffer(numpy.packbits(given, bitorder="little"))
