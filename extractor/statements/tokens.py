"""The tokens of a sentence: words, figures, periods, names, cues and marks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from extractor.patterns.statements import Cue


class Kind(int):
    """What a token is; no enumeration, whose members are four times slower to look up."""

    WORD: ClassVar[Kind]
    FIGURE: ClassVar[Kind]
    PERIOD: ClassVar[Kind]
    NAME: ClassVar[Kind]
    CUE: ClassVar[Kind]
    PUNCTUATION: ClassVar[Kind]


Kind.WORD, Kind.FIGURE, Kind.PERIOD, Kind.NAME, Kind.CUE, Kind.PUNCTUATION = map(Kind, range(6))


@dataclass(slots=True)
class Token:
    """One token of a sentence; `start` and `end` are characters of the passage."""

    kind: Kind
    text: str
    start: int
    end: int
    index: int = -1
    """Number of the figure, period or claimed stretch among those of the passage."""
    second: int = -1
    """For a range ("280-350"), the number of its upper figure."""
    cue: Cue | None = None
    noise: bool = False


def is_capital(token: Token, text: str) -> bool:
    """A word that is printed as a name: "Yorkshire", not "FTE"."""
    printed = text[token.start : token.start + 2]
    return token.kind is Kind.WORD and token.text != "the" and printed[:1].isupper() and printed[1:].islower()
