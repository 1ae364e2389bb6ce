"""What field a stretch of a paper is about, so that a general name is not taken for a measure of another.

"Referrals" in a report on deprivation of liberty are none to children's social care.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from extractor.patterns.indicators import Catalogue, Indicator

_LEAST, _MOST = 2, 0.7
"""How often, and of how many mentions of any field, one field must be named."""
GENERAL = 8.0
"""A name of less weight than this is used in several fields."""


class Fields:
    """Tells the field of texts; one for a document."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._of_subject = {s: f.name for f in catalogue.fields for s in f.subjects}
        self._expressions = {
            f.name: re.compile(rf"\b(?:{'|'.join(map(re.escape, f.words))})s?\b", re.IGNORECASE)
            for f in catalogue.fields
        }
        self.of_text = lru_cache(maxsize=4096)(self._of_text)

    def _of_text(self, text: str) -> str | None:
        """The one field that a text is about, where it says so clearly."""
        votes = Counter({name: len(e.findall(text)) for name, e in self._expressions.items()})
        (name, most), total = (votes.most_common(1) or [("", 0)])[0], votes.total()
        return name if most >= _LEAST and most >= _MOST * total else None

    def is_foreign(self, entry: Indicator, field: str | None) -> bool:
        """Whether an entry is of a field, and of another than this."""
        own = self._of_subject.get(entry.subject)
        return own is not None and field is not None and own != field
