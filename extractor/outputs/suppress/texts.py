"""What the copy to publish shows of a text: no small number, no figure that is kept back, no name."""

from __future__ import annotations

import re
from collections.abc import Iterable

from extractor.outputs.privacy import without_names
from extractor.outputs.records import KEPT_BACK
from extractor.outputs.suppress.relations import SMALL

_DIGITS = {str(n) for n in SMALL}
NUMBER = re.compile(r"(?<![\w.,£])\d[\d,]*(?:\.\d+)?(?![\w]|[.,]\d)")
_WORDS = re.compile(
    r"\b(?:one|two|three|four|five)\b(?! (?:or more|of|in|working|days?|weeks?|months?|quarters?|years?)\b)",
    re.IGNORECASE,
)
_NOT_COUNTED = re.compile(
    r"(?:quarter|q|stage|section|level|item|appendix|table|page|line|band|tier|year|grade|phase|paragraph|priority|"
    r"objective|outcome|part|category|class|type|step|key|figure|number|no\.|aged|ages|age|under|over|chapter|version)"
    r"\s*$",
    re.IGNORECASE,
)
"""What stands before a number that names something: "Key Stage 2", "page 3", "aged 4"."""
_MEASURED = re.compile(
    r"\s*(?:%|per\s?cent|points?\b|(?:working |calendar )?(?:days?|weeks?|months?|years?|hours?|minutes?)\b|"
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)\b|"
    r"/\d|(?:st|nd|rd|th)\b)",
    re.IGNORECASE,
)
"""What stands behind a number that counts nobody: "5 working days", "3 March"."""


def masked(text: str, figures: Iterable[str]) -> str:
    """The text without small counts in digits or words, without these figures, and without names."""
    text = without_names(text)
    for figure in sorted(set(figures), key=len, reverse=True):
        text = re.sub(rf"(?<![\w.,]){re.escape(figure)}(?!\w|[.,]\d)", KEPT_BACK, text)
    return NUMBER.sub(_shown, _WORDS.sub(KEPT_BACK, text))


def _shown(found: re.Match[str]) -> str:
    if found[0] not in _DIGITS:
        return found[0]
    before, after = found.string[max(0, found.start() - 20) : found.start()], found.string[found.end() :]
    names = _NOT_COUNTED.search(before) or _MEASURED.match(after)
    return found[0] if names else KEPT_BACK


def masked_row(text: str, shown: Iterable[str]) -> str:
    """A table row of which a figure is kept back: no number in it is shown but these."""
    kept = set(shown) - _DIGITS
    return NUMBER.sub(lambda found: found[0] if found[0] in kept else KEPT_BACK, masked(text, ()))
