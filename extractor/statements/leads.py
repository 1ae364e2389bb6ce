"""Items under an item: "The standard was met at 87% of fires:" and below it "Town stations: 91%"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from extractor.model import Passage
from extractor.statements.drafts import Draft
from extractor.statements.memory import Memory

_KINDS = (
    ("roman", re.compile(r"\(?[ivx]{1,5}[.)]")),
    ("letter", re.compile(r"\(?[a-z][.)]", re.I)),
    ("number", re.compile(r"\(?\d[\d.]*[.)]?(?=\s)")),
    ("bullet", re.compile(r"[•·▪●◦*o–—-](?=\s)")),
)


class Read(Protocol):
    """A sentence with the figures that were read in it."""

    @property
    def drafts(self) -> list[Draft]:
        """Its figures, in order."""


def leave_lead(passage: Passage, memory: Memory) -> None:
    """Forget the lead where an item of its own kind, or running text, follows."""
    mark = _mark(passage.text)
    if memory.lead and (not mark or mark == memory.lead_mark):
        memory.lead = memory.lead_mark = ""


def take_lead(passage: Passage, read: Sequence[Read], memory: Memory) -> None:
    """Keep what an item with figures is of, where it ends with a colon and so leads those below it."""
    mark = _mark(passage.text)
    if not mark or not passage.text.rstrip().endswith((":", ":-")):
        return
    kept = [d for sentence in read for d in sentence.drafts if not d.skipped]
    if kept:
        memory.lead, memory.lead_mark = kept[0].measure.words, mark


def _mark(text: str) -> str:
    """The kind of mark that an item begins with; "" without one."""
    plain = text.lstrip()
    return next((name for name, pattern in _KINDS if pattern.match(plain)), "")
