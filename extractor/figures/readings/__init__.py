"""From the parts of a period expression to its dates.

Each reader takes the named parts of one shape and the anchor, and gives first and last day, or no
dates where neither the words nor the anchor fix them, or None where the words are no period at all.
"""

from __future__ import annotations

from collections.abc import Mapping

from extractor.figures.readings import months, quarters, relative, school, stretches, years
from extractor.figures.readings.anchor import Anchor
from extractor.figures.readings.parts import Parts, Reader, Reading, range_type

__all__ = ["READERS", "Anchor", "Parts", "Reader", "Reading", "range_type"]

READERS: Mapping[str, Reader] = {
    name.removeprefix("read_"): reader
    for module in (years, months, quarters, school, stretches, relative)
    for name, reader in vars(module).items()
    if name.startswith("read_")
}
