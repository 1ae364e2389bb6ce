"""The text that stands round a stated figure: its clause, up to the figures that it is not set against."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from extractor.model import Document, Observation, StatementSource

_LEFT_ENDS = re.compile(r";|\.\s")
_RIGHT_ENDS = re.compile(r"[;:]|\.\s")
_PAUSE = re.compile(
    r"[,;:(]|\s[-–]\s|\b(?:and|but|although|though|while|whilst|because|so|whereas|yet|however)\b"
)
_LEAD, _WIDE = 300, 1500
"""Characters before a sentence in which what it speaks of may be named; round it, that tell the field."""


class Stretch(NamedTuple):
    """The text round one figure."""

    before: str
    """From the start of its clause."""
    after: str
    """To the end of its clause."""
    lead: str
    """What the paper says before the sentence."""
    wide: str
    """What the paper says round the sentence."""
    said: str = ""
    """The sentence up to the figure."""

    @property
    def following(self) -> str:
        """What follows the figure without a pause: "2.8% not known"."""
        return _PAUSE.split(self.after)[0]

    @property
    def tight(self) -> str:
        """What stands next to the figure, without a pause between."""
        return f"{_PAUSE.split(self.before)[-1]} {self.following}"


NOTHING = Stretch("", "", "", "")


def stretches_of(observations: Iterable[Observation], document: Document) -> Mapping[str, Stretch]:
    """The stretch of each stated figure, by id."""
    sentences: dict[tuple[int, int], list[Observation]] = defaultdict(list)
    for o in observations:
        if isinstance(o.source, StatementSource) and o.start is not None and o.end is not None:
            sentences[o.source.sentence_start, o.source.sentence_end].append(o)
    found: dict[str, Stretch] = {}
    for (first, last), figures in sentences.items():
        lead = document.text[max(0, first - _LEAD) : first]
        wide = document.text[max(0, first - _WIDE) : last + _WIDE]
        for group in _linked(figures):
            start, end = _between(group, figures, first, last)
            for o in group:
                found[o.observation_id] = Stretch(
                    *_trimmed(document.text, start, end, o), lead, wide, document.text[first : o.start]
                )
    return found


def _linked(figures: Sequence[Observation]) -> list[list[Observation]]:
    """Figures of one sentence grouped by what they are set against."""
    group_of = {o.observation_id: {o.observation_id} for o in figures}
    for o in figures:
        if o.compared_with in group_of:
            joined = group_of[o.observation_id] | group_of[o.compared_with]
            for member in joined:
                group_of[member] = joined
    groups = {frozenset(g) for g in group_of.values()}
    return [[o for o in figures if o.observation_id in g] for g in sorted(groups, key=sorted)]


def _between(
    group: Sequence[Observation], figures: Sequence[Observation], first: int, last: int
) -> tuple[int, int]:
    inside = {o.observation_id for o in group}
    low = min(o.start or 0 for o in group)
    high = max(o.end or 0 for o in group)
    others = [o for o in figures if o.observation_id not in inside]
    before = [o.end for o in others if o.end is not None and o.end <= low]
    after = [o.start for o in others if o.start is not None and o.start >= high]
    return max([first, *before]), min([last, *after])


def _trimmed(text: str, start: int, end: int, figure: Observation) -> tuple[str, str]:
    """The stretches up to the ends of clauses that enclose the figure: a label before a colon is inside."""
    at, stop = figure.start or start, figure.end or end
    left = [m.end() for m in _LEFT_ENDS.finditer(text, start, at)]
    right = [m.start() for m in _RIGHT_ENDS.finditer(text, stop, end)]
    return text[left[-1] if left else start : at], text[stop : right[0] if right else end]
