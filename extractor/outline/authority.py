"""The body that a paper is of: never one that it compares with or cites."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from extractor.model import Document, Grid, Passage
from extractor.patterns.outline import OutlineRules

_HEAD, _HEADER, _TITLE, _TEXT, _DOMAIN = 10, 4, 8, 1, 1
_ENOUGH = 3
_TOP_BLOCKS = 40
_FIRST_LINES = 12
"""Blocks at the head of a paper in which a short line can be the body's own name."""
_LONGEST_LINE = 90
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
    for place, alone in _only_in_tables(document, rules).items():
        if weights[place] == alone:  # rows of a comparison name many bodies
            del weights[place]
    ranked = weights.most_common(2)
    if not ranked or ranked[0][1] < _ENOUGH:
        return _place_spoken_of(document, rules) if not ranked else None
    if len(ranked) > 1 and ranked[1][1] == ranked[0][1]:
        return None
    forms = names[ranked[0][0]]
    best = max(forms, key=lambda n: (forms[n], len(n)))
    return (
        best.title().replace(" Of ", " of ").replace(" And ", " and ").replace(" Upon ", " upon ")
        if best.isupper()
        else best
    )


def _place_spoken_of(document: Document, rules: OutlineRules) -> str | None:
    """For a paper that names no body: the one place of a council that it speaks of as its own."""
    counts: Counter[str] = Counter()
    for _, passage in document.passages:
        for match in rules.spoken_of.finditer(passage.text):
            before = passage.text[max(0, match.start() - 40) : match.start()]
            if not rules.cited.search(before):
                counts[rules.places[match["place"] or match["place_2"]]] += 1
    ranked = counts.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] < 3 * ranked[1][1]):
        return None
    return ranked[0][0]


def _evidence(document: Document, rules: OutlineRules) -> Iterator[tuple[str, int]]:
    if document.title:
        yield from ((n, _TITLE) for n in _names(document.title, rules))
    headers: set[str] = set()
    for number, block in enumerate(document.blocks):
        if not isinstance(block, Passage):
            yield from _in_cells(block, rules, _HEADER if number < 3 and len(block.cells) <= 8 else _TEXT)
            continue
        if block.kind in ("header", "footer"):
            if block.text not in headers:
                headers.add(block.text)
                yield from ((n, _HEADER) for n in _names(block.text, rules))
        elif block.kind == "heading" and number < _TOP_BLOCKS:
            yield from ((n, _HEAD) for n in _names(block.text, rules))
        elif number < _FIRST_LINES and len(block.text) <= _LONGEST_LINE:
            yield from (
                (n, _HEAD if 2 * len(n) > len(block.text) else _TEXT) for n in _names(block.text, rules)
            )
        else:
            yield from _in_text(block.text, rules)


def _only_in_tables(document: Document, rules: OutlineRules) -> Counter[str]:
    """Weight that each place has from the cells of tables."""
    weights: Counter[str] = Counter()
    for number, grid in document.grids:
        if number >= 3 or len(grid.cells) > 8:
            for name, weight in _in_cells(grid, rules, _TEXT):
                weights[place_of(name)] += weight
    return weights


def _in_cells(grid: Grid, rules: OutlineRules, weight: int) -> Iterator[tuple[str, int]]:
    """Cells that are a body's name and little else."""
    for cell in grid.cells:
        if ("ouncil" in cell.text or "COUNCIL" in cell.text) and (
            weight > _TEXT or len(cell.text) <= _LONGEST_LINE
        ):
            yield from ((n, weight) for n in _names(cell.text, rules))


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
            words = {w.lower().replace("’", "'").strip(",") for w in name.split()}
            if name and place_of(name) and not words & rules.not_names:
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
        and words[0] in ("City", "County", "Borough", "London", "Royal", "Council")
        and words[1].lower() in ("of", "and", "borough")
    )


def _domains(document: Document, rules: OutlineRules) -> Iterator[str]:
    if ".gov." not in document.text:
        return
    for pattern in rules.domains:
        for match in pattern.finditer(document.text):
            if match["place"] not in rules.not_domains:
                yield match["place"].replace("-", "")
