"""The series as Parquet, where the extra is installed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

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
    arrays = {column.name: _array(arrow, column, columns[n]) for n, column in enumerate(SERIES)}
    parquet.write_table(arrow.table(arrays), path)


def _array(arrow: Any, column: Column, values: Sequence[Any]) -> Any:
    if column.datatype == "decimal":
        return arrow.array([None if v in (KEPT_BACK, "NaN") else float(v) for v in values], arrow.float64())
    if column.datatype == "integer":
        return arrow.array(values, arrow.int64())
    texts = arrow.array(values, arrow.string())
    return texts.cast(arrow.date32()) if column.datatype == "date" else texts
