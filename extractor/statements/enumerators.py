"""Numbers of paragraphs without a full stop: "1 To tell Members ...", "2 In the first quarter ..."."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from extractor.model import Passage
from extractor.statements.marking import Layers

_OPENING = re.compile(r"^[ \t]{0,24}(\d{1,3})(?=[ \t]{1,8}[A-Z“\"‘(])", re.MULTILINE)
"""A number that opens a line and has a sentence or a heading behind it."""
_ENOUGH = 3
"""Numbers that count on from one another, before they number anything; two do where the first is 1."""

Openings = Mapping[int, frozenset[int]]
"""Where in a passage, by the place where the passage starts, numbers stand that number paragraphs."""


@dataclass(slots=True)
class _Run:
    """Numbers that count on from the first."""

    first: int
    places: list[tuple[int, int]] = field(default_factory=list)


def numbered_openings(passages: Iterable[Passage]) -> Openings:
    """The numbers at the beginning of lines that count on, from one to the next of them."""
    runs: list[_Run] = []
    awaited: dict[int, _Run] = {}
    for passage in passages:
        for match in _OPENING.finditer(passage.text):
            number = int(match[1])
            run = awaited.pop(number, None)
            if run is None:
                run = _Run(number)
                runs.append(run)
            run.places.append((passage.start, match.start(1)))
            awaited[number + 1] = run
    found: dict[int, set[int]] = {}
    for run in runs:
        if len(run.places) >= _ENOUGH or (run.first == 1 and len(run.places) > 1):
            for start, at in run.places:
                found.setdefault(start, set()).add(at)
    return {start: frozenset(places) for start, places in found.items()}


def without_enumerators(layers: Layers, places: frozenset[int]) -> Layers:
    """The layers of a passage, with the plain numbers at these places as names."""
    taken = [q for q in layers.figures if q.start in places and q.unit == "count" and not q.places]
    if not taken:
        return layers
    names = sorted([*layers.names, *((q.start, q.end) for q in taken)])
    return replace(layers, figures=tuple(q for q in layers.figures if q not in taken), names=tuple(names))
