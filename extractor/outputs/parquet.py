"""The series as Parquet, where the extra is installed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from extractor.errors import MissingExtra
from extractor.model import SeriesPoint
from extractor.outputs.columns import SERIES, Datatype


def write_parquet(path: Path, points: Sequence[SeriesPoint]) -> None:
    """Write the series with typed columns.  Raises `MissingExtra` where pyarrow is not installed."""
    try:
        import pyarrow as arrow
        from pyarrow import parquet
    except ImportError:
        raise MissingExtra("parquet", "series.parquet") from None
    types: dict[Datatype, Any] = {
        "string": arrow.string(), "decimal": arrow.float64(), "integer": arrow.int64(),
        "date": arrow.date32(),
    }  # fmt: skip
    schema = arrow.schema([arrow.field(c.name, types[c.datatype]) for c in SERIES])
    columns = [[_plain(getattr(point, c.name)) for point in points] for c in SERIES]
    table = arrow.table([arrow.array(v, f.type) for v, f in zip(columns, schema, strict=True)], schema=schema)
    parquet.write_table(table, path)


def _plain(value: str | Decimal | int | date | None) -> str | float | int | date | None:
    if isinstance(value, Decimal):
        return None if value.is_nan() else float(value)
    return value
