"""Short forms that a paper defines: "Children in Care (CiC)".

The letters are matched from the right as in Schwartz and Hearst, "A simple algorithm for identifying
abbreviation definitions in biomedical text" (2003).
"""

from __future__ import annotations

import re

from extractor.model import Document, Passage

_SHORT = re.compile(r"\((?:the |known as |also known as |or )?[\"“‘']?([A-Z][A-Za-z&/-]{1,9})[\"”’']?\)")
_WORDS_BEFORE = 200


def find_abbreviations(document: Document) -> tuple[tuple[str, str], ...]:
    """(short form, long form), each short form once, in the order they are defined."""
    found: dict[str, str] = {}
    for _, passage in document.passages:
        if passage.kind in ("header", "footer") or "(" not in passage.text:
            continue
        for short, long in _of_passage(passage):
            found.setdefault(short, long)
    return tuple(found.items())


def _of_passage(passage: Passage) -> list[tuple[str, str]]:
    found = []
    for match in _SHORT.finditer(passage.text):
        short = match[1]
        if sum(c.isupper() for c in short) < 2:
            continue
        if short.endswith("s") and short[:-1].isupper():
            short = short[:-1]
        before = " ".join(passage.text[max(0, match.start() - _WORDS_BEFORE) : match.start()].split())
        words = before.split(" ")[-min(len(short) + 5, len(short) * 2) :]
        long = long_form(short, " ".join(words))
        if long is not None:
            found.append((short, long))
    return found


def long_form(short: str, before: str) -> str | None:
    """The end of `before` whose words give the letters of `short`, or None."""
    at = len(before) - 1
    letters = [c for c in short.lower() if c.isalnum()]
    for i in range(len(letters) - 1, -1, -1):
        while at >= 0 and (
            before[at].lower() != letters[i] or (i == 0 and at > 0 and before[at - 1].isalnum())
        ):
            at -= 1
        if at < 0:
            return None
        at -= 1
    long = before[at + 1 :]
    enough = len(long) > len(short) + 2 and len(long.split()) >= min(2, len(letters))
    return long if enough and not any(c in long for c in ".;:()") else None
