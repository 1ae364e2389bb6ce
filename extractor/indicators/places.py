"""Areas and cohorts that a measure's words name: "North", "Wath ward", "boys", "primary"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.patterns.measure_words import Vocabulary, is_age, split

AREAS = {"north": "North", "south": "South", "east": "East", "west": "West", "central": "Central"}
_PIECES = frozenset({"yr", "on", "tr", "tri", "trend", "rend", "end", "ytd", "latest", "bench", "marking"})
_WARD = re.compile(r"\b((?:[A-Z][\w'’-]+ )(?:(?:and |of |& )?[A-Z][\w'’-]+ )*)(?:ward|Ward)\b")
_AREA_BEFORE = re.compile(r"\b(North|South|East|West|Central)\b(?! (?:Yorkshire|Tyneside|Somerset|Kesteven))")


@dataclass(frozen=True)
class Whereabouts:
    """Tokens of the words that name an area or a cohort, with what they are called."""

    areas: tuple[tuple[str, str], ...] = ()
    cohorts: tuple[tuple[str, str], ...] = ()
    ward: str | None = None

    @property
    def tokens(self) -> frozenset[str]:
        """All of them."""
        return frozenset(t for t, _ in (*self.areas, *self.cohorts)) | (
            frozenset(split(self.ward)) | {"ward"} if self.ward else frozenset()
        )

    def area(self, extra: frozenset[str] | None) -> str | None:
        """The area, where it is not part of the measure's own name; `extra` are the tokens left over."""
        if self.ward:
            return self.ward
        names = {name for token, name in self.areas if extra is None or token in extra}
        return names.pop() if len(names) == 1 else None

    def cohort(self, extra: frozenset[str] | None) -> str | None:
        """The cohort, likewise; an age group only where the measure is known and not of that age."""
        names = [
            name
            for token, name in self.cohorts
            if (token in extra if extra is not None else not is_age(token))
        ]
        return ", ".join(names) or None


def cohort_of(text: str | None) -> str | None:
    """A cohort as a table gives it; pieces of a heading that was cut ("ON YR TR", "END", "lo") are none."""
    if text is None or re.search(r"\d\s?(?:[-–]|to)\s?\d|\d\+", text):
        return text
    words = set(re.findall(r"[a-z]{3,}|[a-z]+(?=\s?\d)", text.casefold()))
    return text if words - _PIECES else None


def find_whereabouts(words: str, vocabulary: Vocabulary) -> Whereabouts:
    """Areas and cohorts named in a measure's words."""
    tokens = split(words)
    ward = _WARD.search(words)
    named = {m[1].casefold() for m in _AREA_BEFORE.finditer(words)}
    return Whereabouts(
        areas=tuple((t, AREAS[t]) for t in dict.fromkeys(tokens) if t in named),
        cohorts=_cohorts(vocabulary.tokens(words), vocabulary),
        ward=ward[1].strip() if ward else None,
    )


def _cohorts(tokens: Sequence[str], vocabulary: Vocabulary) -> tuple[tuple[str, str], ...]:
    return tuple(
        (token, vocabulary.cohorts.get(token) or _age_name(token))
        for token in dict.fromkeys(tokens)
        if token in vocabulary.cohorts or is_age(token)
    )


def _age_name(token: str) -> str:
    age = token.removeprefix("age")
    if age.startswith("u"):
        return f"aged under {age[1:]}"
    return f"aged {age.removesuffix('plus')} and over" if age.endswith("plus") else f"aged {age}"
