"""Series as pandas data frames."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from extractor.model import SeriesPoint
from extractor.series import series_rows

if TYPE_CHECKING:
    import pandas as pd

INDEX = [
    "authority", "indicator_id", "indicator", "area", "cohort", "kind", "unit", "period_type",
    "period_start", "period_end",
]  # fmt: skip
COLUMNS = ["value", "reported_on", "status", "document", "page", "observation_id", "note"]


def series_frame(
    points: Iterable[SeriesPoint], *, current: bool = False, exact: bool = False
) -> pd.DataFrame:
    """One row a value and vintage, indexed by what the value is of and its period, in order.

    Dates are datetime64 and values float64 (`exact=True`: `Decimal`); missing parts of the index are
    empty texts, so that `.loc["Anytown", "adoptions"]` works.  `current=True` keeps of each period the
    value that stands: no revised, repeated or conflicting ones.
    """
    import pandas as pd

    listed = [p for p in points if not current or p.status.startswith("current")]
    frame = pd.DataFrame(
        [{**row, "note": point.note} for row, point in zip(series_rows(listed), listed, strict=True)],
        columns=[*INDEX, *COLUMNS],
    )
    for name in ("period_start", "period_end", "reported_on"):
        frame[name] = pd.to_datetime(frame[name])
    if not exact:
        frame["value"] = frame["value"].map(_float).astype("float64")
    frame["page"] = frame["page"].astype("Int64")
    for name in INDEX[:8]:
        frame[name] = frame[name].fillna("").astype("string")
    return frame.set_index(INDEX).sort_index(kind="stable")[COLUMNS]


def _float(value: Decimal) -> float:
    return float(value)


def wide_frame(points: Iterable[SeriesPoint]) -> pd.DataFrame:
    """Current values with periods across: a row a line, a column a period's last day."""
    import pandas as pd

    frame = series_frame(points, current=True).reset_index()
    if frame.empty:
        return pd.DataFrame()
    return frame.pivot_table(index=INDEX[:8], columns="period_end", values="value", aggfunc="last")
