"""Observations made by hand for tests."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from extractor.model import Observation

_BLANK = Observation(
    observation_id="o1",
    document="p.txt",
    document_sha256="0" * 64,
    origin="statement",
    page=None,
    bbox=None,
    start=None,
    end=None,
    text="",
    quote="",
    value=Decimal(10),
    unit="count",
    qualifier=None,
    role="actual",
    indicator="",
)


def made(value: str | int = 10, **fields: Any) -> Observation:
    """An observation with these fields; the value as text keeps its places."""
    number = Decimal(str(value))
    exponent = number.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return replace(_BLANK, value=number, text=str(value), **{"places": places, **fields})
