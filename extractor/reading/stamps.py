"""Page stamps and running titles of plain text that was made from pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from extractor.reading.lines import Line

_STAMP = re.compile(
    r"(?:-\s*)?(?:page|tudalen)\s+\d{1,4}(?:\s+(?:of|o)\s+\d{1,4})?(?:\s+agenda item\s+\d+[a-z]?)?(?:\s*-)?",
    re.I,
)
_COUNT = re.compile(r"(?P<before>.*?)\s*\b(?P<page>\d{1,3}) of (?P<pages>\d{1,3})\b\s*(?P<after>.*)")
_LONGEST = 100
_ALIKE = 20
"""Characters at its start by which a running title is known again: converters garble its end."""


def stamp_lines(lines: Sequence[Line]) -> set[int]:
    """Numbers of the lines that are page stamps, or running titles that stand beside several of them.

    Stamps are "Page 83", and "14 of 26" where several such lines count up to the same number.
    """
    written = [number for number, line in enumerate(lines) if not line.blank and len(line.text) < _LONGEST]
    return _named_stamps(lines, written) | _counted_stamps(lines, written)


def _named_stamps(lines: Sequence[Line], written: Sequence[int]) -> set[int]:
    stamped = {n for n in written if _STAMP.fullmatch(lines[n].text)}
    times = Counter(lines[n].text for n in written)
    for before, after in pairwise(written):
        found = _STAMP.match(lines[before].text)
        if found and times[lines[before].text[found.end() :].strip()] > 1:
            stamped.add(before)
        if before in stamped and times[lines[after].text] > 1 and _is_title(lines[after].text):
            stamped.add(after)
    running = {lines[n].text for n in stamped if not _STAMP.match(lines[n].text)}
    return stamped | {n for n in written if lines[n].text in running}


def _is_title(text: str) -> bool:
    return not text.endswith((":", ".", ";")) and any(char.isalpha() for char in text)


def _counted_stamps(lines: Sequence[Line], written: Sequence[int]) -> set[int]:
    """ "14 of 26" alone or with a running title: at least three that count upwards to one number."""
    starts = Counter(lines[n].text[:_ALIKE] for n in written)
    groups: dict[str, list[tuple[int, int, str]]] = {}
    for number in written:
        found = _COUNT.fullmatch(lines[number].text)
        if found is None or (found["before"] and found["after"]):
            continue
        title = found["before"] or found["after"]
        groups.setdefault(found["pages"], []).append((number, int(found["page"]), title))
    stamped: set[int] = set()
    for pages, group in groups.items():
        counted = [page for _, page, _ in group]
        rising = len(counted) >= 3 and counted == sorted(set(counted)) and counted[-1] <= int(pages)
        if rising and all(not title or starts[title[:_ALIKE]] >= 3 for _, _, title in group):
            titles = {title[:_ALIKE] for _, _, title in group if len(title) >= _ALIKE}
            stamped.update(number for number, _, _ in group)
            stamped.update(n for n in written if lines[n].text[:_ALIKE] in titles)
    return stamped
