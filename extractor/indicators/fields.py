"""What field a stretch of a paper is about, so that a general name is not taken for a measure of another.

"Referrals" in a report on deprivation of liberty are none to children's social care.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import NamedTuple

from extractor.patterns.indicators import Catalogue, Indicator

_LEAST, _MOST = 2, 0.7
"""How often, and of how many mentions of any field, one field must be named."""
_OFTEN, _NEARLY_ALL = 4, 0.9
"""The same, where no measure of another field is believed, however plain its name."""
GENERAL = 8.0
"""A name of less weight than this is used in several fields."""


class Section(NamedTuple):
    """The field of a text."""

    field: str | None
    plain: bool = False
    """It names hardly any other."""


class Fields:
    """Tells the field of texts; one for a document."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._of_subject = {s: f.name for f in catalogue.fields for s in f.subjects}
        self._expressions = {
            f.name: re.compile(rf"\b(?:{'|'.join(map(re.escape, f.words))})s?\b", re.IGNORECASE)
            for f in catalogue.fields
        }
        self._entries = catalogue.entries
        self._foreign: dict[str | None, frozenset[str]] = {}
        self.of_text = lru_cache(maxsize=4096)(self._of_text)

    def _of_text(self, text: str) -> Section:
        """The one field that a text is about, where it says so clearly, and whether it does so plainly."""
        votes = Counter({name: len(e.findall(text)) for name, e in self._expressions.items()})
        (name, most), total = (votes.most_common(1) or [("", 0)])[0], votes.total()
        if most < _LEAST or most < _MOST * total:
            return Section(None)
        return Section(name, most >= _OFTEN and most >= _NEARLY_ALL * total)

    def is_foreign(self, entry: Indicator, field: str | None) -> bool:
        """Whether an entry is of a field, and of another than this."""
        own = self._of_subject.get(entry.subject)
        return own is not None and field is not None and own != field

    def foreign_to(self, field: str | None) -> frozenset[str]:
        """Ids of the entries of other fields than this."""
        if field not in self._foreign:
            self._foreign[field] = frozenset(e.id for e in self._entries if self.is_foreign(e, field))
        return self._foreign[field]
