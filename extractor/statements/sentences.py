"""Passages to sentences: where one statement ends and the next begins, and what leads it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

LONGEST = 3000
"""Characters; a longer run without an end is cut at a space, so that the work stays linear."""

MOST = 120
"""Numbers, names and periods in one sentence; more than this are a table set as text."""

_ABBREVIATIONS = frozenset(
    {
        "mr", "mrs", "ms", "dr", "prof", "rev", "cllr", "cllrs", "no", "nos", "st", "approx", "e.g",
        "i.e", "eg", "ie", "etc", "vs", "v", "inc", "ltd", "para", "paras", "fig", "ref", "ext",
        "min", "max", "avg", "est", "dept", "cf", "p", "pp", "vol", "jan", "feb", "mar", "apr",
        "prev", "tgt", "nat", "ave", "equiv", "incl", "excl", "yr", "yrs",
        "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "rd", "nd", "th",
    }
)  # fmt: skip
_MARK = re.compile(r"[.!?]+[\"'”’)\]]*(?=\s+[\"'“‘(\[]?[A-Z0-9£•\-–])")
_GLUED = re.compile(
    r"\.(?:(?<=[a-z)%].)(?=[A-Z][a-z]|\d+(?:\.\d+)?(?:%|\s[a-z]))"  # "in months.100% of"
    r"|(?<=\s.)(?=[A-Z]|\s+[A-Z]))"  # "a good rate .There"
)
_LINE = re.compile(
    r"\n(?<!\bof.)(?<!\bin.)(?<!\bto.)(?<!\bat.)(?<!\bby.)(?<! the.)(?<! and.)(?<! for.)(?<!than.)(?<!from.)"
    r"[ \t\xa0]*\n(?![ \t\xa0]*[a-z])",  # a line that goes on under a blank one is one sentence
    re.DOTALL,
)
_LAST_WORD = re.compile(r"[\w.]+$")
_ITEM = re.compile(
    r"\n[ \t\xa0]*(?:[•·▪●◦*]|[-–—](?=[ \t\xa0])|\(?[a-z]\)|\(?[ivx]{1,4}\)"
    r"|\d{1,2}\.\d[\d.]*(?=\s+[A-Z\"“‘']))[ \t\xa0]*"  # a wrapped "averaged / 3.7 days" is no item
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch of a passage, as characters of the passage."""

    start: int
    end: int


def split_sentences(text: str, closed: Sequence[tuple[int, int]] = ()) -> list[Sentence]:
    """The sentences of a passage; none begins inside one of the `closed` stretches (sorted, disjoint)."""
    cuts = sorted({cut for cut in _cuts(text) if not _inside(cut, closed)})
    found: list[Sentence] = []
    start = 0
    for cut in (*cuts, len(text)):
        found += _pieces(text, start, cut, closed)
        start = cut
    return found


def _cuts(text: str) -> Iterator[int]:
    for match in _MARK.finditer(text):
        if not _abbreviated(text, match.start(), match[0]):
            yield match.end()
    for ends in (_GLUED, _LINE):
        yield from (match.end() for match in ends.finditer(text))
    for match in _ITEM.finditer(text):
        yield match.start() + 1


def _abbreviated(text: str, at: int, mark: str) -> bool:
    if mark[0] != ".":
        return False
    word = _LAST_WORD.search(text, max(0, at - 12), at)
    if word is None:
        return False
    last = word[0].lower().strip(".")
    return last in _ABBREVIATIONS or (len(last) == 1 and last.isalpha() and word[0].isupper())


def _inside(cut: int, closed: Sequence[tuple[int, int]]) -> bool:
    at = bisect_left(closed, (cut, -1))
    return at > 0 and closed[at - 1][1] > cut


def _pieces(text: str, start: int, end: int, closed: Sequence[tuple[int, int]]) -> Iterator[Sentence]:
    while (limit := _limit(start, end, closed)) < end:
        cut = text.rfind(" ", start + (limit - start) // 2, limit)
        cut = cut + 1 if cut > 0 else limit
        while _inside(cut, closed) and cut < end:
            cut += 1
        yield from _trimmed(text, start, cut)
        start = cut
    yield from _trimmed(text, start, end)


def _limit(start: int, end: int, closed: Sequence[tuple[int, int]]) -> int:
    """Where a sentence that begins at `start` must end at the latest."""
    first = bisect_left(closed, (start, -1))
    full = closed[first + MOST][0] if first + MOST < len(closed) else end
    return min(end, start + LONGEST, max(full, start + 1))


def _trimmed(text: str, start: int, end: int) -> Iterator[Sentence]:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    right = len(piece.rstrip())
    if right > left:
        yield Sentence(start + left, start + right)
