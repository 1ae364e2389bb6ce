"""The body that a paper is of: never one that it compares with or cites."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from extractor.model import Document, Passage
from extractor.patterns.outline import OutlineRules

_HEAD, _HEADER, _TITLE, _TEXT, _DOMAIN = 10, 4, 8, 1, 1
_ENOUGH = 3
_TOP_BLOCKS = 40
_KIND = re.compile(
    r"\b(?:the|of|council|borough|county|city|district|metropolitan|royal|london|town|unitary|combined|authority"
    r"|fire|rescue|and|&|service|police|crime|panel|constabulary|mbc)\b",
    re.IGNORECASE,
)


def place_of(name: str) -> str:
    """The place in a body's name, for bringing its forms together."""
    return " ".join(_KIND.sub(" ", name).lower().replace("’", "'").split())


def find_authority(document: Document, rules: OutlineRules) -> str | None:
    """The name that the paper gives its own body, or None where it does not say."""
    weights: Counter[str] = Counter()
    names: dict[str, Counter[str]] = {}
    for name, weight in _evidence(document, rules):
        place = place_of(name)
        weights[place] += weight
        names.setdefault(place, Counter())[name] += weight
    for place in _domains(document, rules):
        known = [p for p in names if p.replace(" ", "").replace("-", "").startswith(place[:12])]
        for match in known:
            weights[match] += _DOMAIN
    ranked = weights.most_common(2)
    if not ranked or ranked[0][1] < _ENOUGH:
        return None
    if len(ranked) > 1 and ranked[1][1] == ranked[0][1]:
        return None
    forms = names[ranked[0][0]]
    best = max(forms, key=lambda n: (forms[n], len(n)))
    return (
        best.title().replace(" Of ", " of ").replace(" And ", " and ").replace(" Upon ", " upon ")
        if best.isupper()
        else best
    )


def _evidence(document: Document, rules: OutlineRules) -> Iterator[tuple[str, int]]:
    if document.title:
        yield from ((n, _TITLE) for n in _names(document.title, rules))
    headers: set[str] = set()
    for number, block in enumerate(document.blocks):
        if not isinstance(block, Passage):
            if number < 3 and len(block.cells) <= 8:
                yield from ((n, _HEADER) for cell in block.cells for n in _names(cell.text, rules))
            continue
        if block.kind in ("header", "footer"):
            if block.text not in headers:
                headers.add(block.text)
                yield from ((n, _HEADER) for n in _names(block.text, rules))
        elif block.kind == "heading" and number < _TOP_BLOCKS:
            yield from ((n, _HEAD) for n in _names(block.text, rules))
        else:
            yield from _in_text(block.text, rules)


def _in_text(text: str, rules: OutlineRules) -> Iterator[tuple[str, int]]:
    if "ouncil" not in text and "COUNCIL" not in text and "Borough" not in text and "Fire" not in text:
        return
    for start, name in _found(text, rules):
        if not rules.cited.search(text[max(0, start - 40) : start]):
            yield name, _TEXT


def _names(text: str, rules: OutlineRules) -> list[str]:
    return list(dict.fromkeys(name for _, name in _found(text, rules)))


def _found(text: str, rules: OutlineRules) -> Iterator[tuple[int, str]]:
    taken = -1
    for pattern in rules.names:
        for match in pattern.finditer(text):
            if match.start() < taken:
                continue
            start, name = _trimmed(match, rules)
            if name and place_of(name):
                taken = match.end()
                yield start, name
        if taken >= 0:
            return


def _trimmed(match: re.Match[str], rules: OutlineRules) -> tuple[int, str]:
    """Without the first words that are no part of a place ("The", "Report to")."""
    words = " ".join(match[0].split()).split(" ")
    dropped = 0
    while words and words[0].lower().strip(",") in rules.no_place and not _is_kind_of(words):
        dropped += len(words.pop(0)) + 1
    return match.start() + dropped, " ".join(words)


def _is_kind_of(words: list[str]) -> bool:
    return (
        len(words) > 2
        and words[0] in ("City", "County", "Borough", "London", "Royal")
        and words[1].lower() in ("of", "borough")
    )


def _domains(document: Document, rules: OutlineRules) -> Iterator[str]:
    if ".gov." not in document.text:
        return
    for pattern in rules.domains:
        for match in pattern.finditer(document.text):
            if match["place"] not in rules.not_domains:
                yield match["place"].replace("-", "")
