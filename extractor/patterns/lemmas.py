"""The common stem of a word's forms: "collected", "collecting" and "collection" are one."""

from __future__ import annotations

import re
from collections.abc import Set
from functools import lru_cache

_LEAST = 4
"""Least letters that must be left of a word: "need", "being" and "section" are not cut."""
_VOWEL = re.compile(r"[aeiouy]")
_ENDINGS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(ending), to)
    for ending, to in (
        (r"(?<=[a-z]{2})ied$", "y"),
        (r"ations?$", ""),
        (r"(?<=[st])ions?$", ""),
        (r"ements?$", ""),
        (r"(?<=[^ei])ments?$", ""),
        (r"(?<=[^e])ed$", ""),
        (r"ing$", ""),
        (r"ship$", ""),
        (r"(?<=ov|iv|os|us|ew|rr|aw)al$", ""),
        (r"(?<=[bcdfghklmnprstuvwz])e$", ""),
    )
)
_DOUBLED = re.compile(r"([bdgkmnprt])\1$")
_OFTEN_CUT = re.compile(r"ate?$")


def lemma(word: str, whole: Set[str] = frozenset()) -> str:
    """What the forms of a verb and the nouns made of it have in common; words of `whole` stay as they are.

    Words with digits and short ones stay too.
    """
    if word in whole or not word.isalpha():
        return word
    return _cut(word)


@lru_cache(maxsize=50_000)
def _cut(word: str) -> str:
    for ending, to in _ENDINGS:
        found = ending.search(word)
        if found is None:
            continue
        left = word[: found.start()] + to
        if len(left) < _LEAST or not _VOWEL.search(left):
            continue
        left = _DOUBLED.sub(r"\1", left)
        return _bare(left)
    return word


def _bare(left: str) -> str:
    """Without the last "e" or "at" that some forms keep ("vaccinat-ed", "vaccin-ation")."""
    shorter = _OFTEN_CUT.sub("", left)
    if len(shorter) > _LEAST and shorter != left:
        return shorter
    return left[:-1] if left.endswith("e") and len(left) > _LEAST else left
