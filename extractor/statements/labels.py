"""Labels: the line, lead or code that names the measure of what follows it."""

from __future__ import annotations

import re

from extractor.model import Passage
from extractor.patterns.statements import StatementPatterns

LONGEST = 220
_MARKER = re.compile(r"^[\s•·▪●◦*–—\-|]*(?:\(?[a-zivx]{1,4}\)|\d{1,2}(?:\.\d+)*\.?(?=\s))?[\s|]*")
_TAIL = re.compile(r"[\s:\-–—|]+$")
_SPACES = re.compile(r"\s+")
_LEAD_IN = re.compile(
    r"\b(?:following|as follows|issues|points|discussion|members|minutes|resolved|recommended|questions|decision|report|"
    r"presentation|update|purpose|background|highlighted|highlights|documents|include[sd]?|including|below)\b",
    re.I,
)


def label_of(passage: Passage, patterns: StatementPatterns) -> str:
    """The measure that a passage without figures announces, or nothing.

    "NI 59 – initial assessments in 10 days:" and "Take-up of school lunches" are labels; "The main points were:" is
    a lead that names no measure.
    """
    text = _SPACES.sub(" ", _MARKER.sub("", passage.text)).strip()
    if not text or len(text) > LONGEST or text.endswith((".", ";", ",", "?")):
        return ""
    announced = bool(_TAIL.search(text)) and text.rstrip("-–— ").endswith(":")
    if not announced and passage.kind not in ("list_item",) and not passage.text.rstrip().endswith("|"):
        return ""
    label = _TAIL.sub("", text)
    return "" if _LEAD_IN.search(label) or _has_verb(label, patterns) else label


def _has_verb(label: str, patterns: StatementPatterns) -> bool:
    words = set(label.lower().split())
    return bool(words & {"was", "were", "is", "are", "had", "has", "have", "been"}) and len(words) > 12
