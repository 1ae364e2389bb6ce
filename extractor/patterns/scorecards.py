"""The words of scorecards, read from `patterns/scorecards/`: headings, labels, data notes, arrows, blanks.

Each file holds one rule: what kind of word it is, what it gives, the phrases, and its proof.  A rule of a
user's own folder with the id of a built-in one takes its place.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, get_args

from extractor.errors import PatternError

Match = Literal["whole", "start", "end", "anywhere", "glyph"]
KINDS = (
    "column", "role", "benchmark", "group", "measure", "note", "better", "rag", "trend", "trend_lost",
    "blank", "total", "area", "whole", "separator", "stock", "flow",
)  # fmt: skip
_REQUIRED = {"id", "about", "kind", "match", "phrases", "gives", "example", "counter_example"}
_ALIKE = str.maketrans("АВЕКМНОРСТХаеорсхΑΒΕΗΙΚΜΝΟΡΤΧαοІ", "ABEKMHOPCTXaeopcxABEHIKMNOPTXaoI")

_TAGS = re.compile(r"</?[a-z]{1,6}>", re.IGNORECASE)
_APOSTROPHE = re.compile(r"(?<=\w)['’](?=\w)")
_NOISE = re.compile(r"[^a-z0-9%£#/+\-\[\]]+|(?<![a-z0-9])[-/]+(?![a-z0-9])|-(?=\s|$)|(?<=\s)-")


@dataclass(frozen=True, slots=True)
class Example:
    """A text that the rule must find, or must leave alone and why."""

    text: str
    because: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """One rule: phrases that mean the same in a scorecard."""

    id: str
    about: str
    kind: str
    match: Match
    phrases: tuple[str, ...]
    gives: Mapping[str, str]
    examples: tuple[Example, ...]
    counter_examples: tuple[Example, ...]
    file: Path


def one_case(text: str) -> str:
    """A text with small letters alone, those that look alike made the same."""
    return unicodedata.normalize("NFKC", text).translate(_ALIKE).casefold()


@lru_cache(maxsize=8192)
def normal(text: str) -> str:
    """A heading as compared: no markup, no punctuation, one space, letters that look alike made the same.

    >>> normal("Good Perf. is:")
    'good perf is'
    """
    text = one_case(_TAGS.sub(" ", text)).replace("&", " and ")
    return _NOISE.sub(" ", _APOSTROPHE.sub("", text)).strip()


@lru_cache(maxsize=8192)
def squeezed(text: str) -> str:
    """`normal` without spaces and hyphens, for headings that were broken over cells."""
    return re.sub(r"[\s\-]+", "", normal(text))


@dataclass(frozen=True)
class ScorecardPatterns:
    """All rules, with the look-ups that reading needs."""

    words: tuple[Word, ...]

    def __post_init__(self) -> None:
        whole: dict[tuple[str, str], Word] = {}
        run_together: dict[tuple[str, str], Word] = {}
        glyphs: dict[tuple[str, str], Word] = {}
        parts: dict[str, list[tuple[re.Pattern[str], Word]]] = {}
        for word in self.words:
            if word.match == "glyph":
                glyphs.update({(word.kind, phrase): word for phrase in word.phrases})
                continue
            for phrase in word.phrases:
                whole.setdefault((word.kind, normal(phrase) or phrase), word)
                run_together.setdefault((word.kind, squeezed(phrase) or phrase), word)
            if word.match != "whole":
                parts.setdefault(word.kind, []).append((_expression(word), word))
        object.__setattr__(self, "_whole", whole)
        object.__setattr__(self, "_squeezed", run_together)
        object.__setattr__(self, "_glyphs", glyphs)
        object.__setattr__(self, "_parts", parts)

    def whole(self, kind: str, text: str) -> Word | None:
        """The rule of this kind that one of whose phrases is the whole text, or None."""
        key = normal(text) or text.strip()
        table: dict[tuple[str, str], Word] = self._whole  # type: ignore[attr-defined]
        return table.get((kind, key))

    def broken(self, kind: str, text: str) -> Word | None:
        """As `whole`, for a text whose spaces cannot be trusted."""
        table: dict[tuple[str, str], Word] = self._squeezed  # type: ignore[attr-defined]
        return table.get((kind, squeezed(text)))

    def glyph(self, kind: str, text: str) -> Word | None:
        """The rule of this kind that has the whole text as a mark."""
        table: dict[tuple[str, str], Word] = self._glyphs  # type: ignore[attr-defined]
        return table.get((kind, text.strip().rstrip("\ufe0f\ufe0e")))

    def find(self, kind: str, text: str) -> Word | None:
        """The first rule of this kind that the text is, or that stands in it where the rule allows that."""
        found = self.whole(kind, text)
        if found:
            return found
        table: dict[str, list[tuple[re.Pattern[str], Word]]] = self._parts  # type: ignore[attr-defined]
        plain = normal(text)
        return next((word for pattern, word in table.get(kind, ()) if pattern.search(plain)), None)

    def find_broken(self, kind: str, text: str) -> Word | None:
        """As `find`, and long phrases also where a text conversion lost the spaces."""
        found = self.find(kind, text)
        if found:
            return found
        run = squeezed(text)
        words = (w for w in self.words if w.kind == kind and w.match == "anywhere")
        return next(
            (w for w in words for p in w.phrases if len(squeezed(p)) >= 14 and squeezed(p) in run), None
        )

    def find_all(self, kind: str, text: str) -> tuple[Word, ...]:
        """Every rule of this kind that stands in the text, in the order of the files."""
        table: dict[str, list[tuple[re.Pattern[str], Word]]] = self._parts  # type: ignore[attr-defined]
        plain = normal(text)
        found = [word for pattern, word in table.get(kind, ()) if pattern.search(plain)]
        first = self.whole(kind, text)
        return tuple([first, *(w for w in found if w is not first)] if first else found)


def _expression(word: Word) -> re.Pattern[str]:
    ordered = sorted((normal(p) or p for p in word.phrases), key=lambda p: (-len(p), p))
    body = "|".join(re.escape(p) for p in ordered)
    before = r"^" if word.match == "start" else r"(?<![a-z0-9])"
    after = r"$" if word.match == "end" else r"(?![a-z0-9])"
    return re.compile(f"{before}(?:{body}){after}")


def load_scorecards(folders: Sequence[Path]) -> ScorecardPatterns:
    """The rules of `scorecards/` in these folders; later folders replace rules of the same id.

    Raises `PatternError` where a file is not TOML, has an unknown or missing key, gives no proof, or
    where two rules of one kind claim the same phrase.
    """
    found: dict[str, Word] = {}
    for folder in folders:
        own: dict[str, Path] = {}
        for file in sorted((folder / "scorecards").glob("*.toml")):
            word = _read(file)
            if word.id in own:
                raise PatternError(
                    f'{file}: the id "{word.id}" is also that of {own[word.id].name}; rename one'
                )
            own[word.id] = file
            found[word.id] = word
    words = tuple(found[key] for key in sorted(found))
    _no_phrase_twice(words)
    return ScorecardPatterns(words)


def _read(file: Path) -> Word:
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PatternError(f"{file}: this is not TOML ({error}); correct the line named") from error
    _check_keys(file, data)
    return Word(
        id=data["id"],
        about=data["about"],
        kind=data["kind"],
        match=data["match"],
        phrases=tuple(data["phrases"]),
        gives=dict(data["gives"]),
        examples=tuple(_example(file, e, {"text"}) for e in data["example"]),
        counter_examples=tuple(_example(file, e, {"text", "because"}) for e in data["counter_example"]),
        file=file,
    )


def _check_keys(file: Path, data: Mapping[str, Any]) -> None:
    unknown, missing = sorted(set(data) - _REQUIRED), sorted(_REQUIRED - set(data))
    if unknown or missing:
        wrong = f"unknown key {unknown[0]!r}" if unknown else f"no {missing[0]!r}"
        raise PatternError(f"{file}: {wrong}; a rule has exactly the keys {', '.join(sorted(_REQUIRED))}")
    if data["kind"] not in KINDS:
        raise PatternError(f'{file}: kind "{data["kind"]}" is not one of {", ".join(KINDS)}')
    if data["match"] not in get_args(Match):
        raise PatternError(f'{file}: match "{data["match"]}" is not one of {", ".join(get_args(Match))}')
    phrases = data["phrases"]
    if not isinstance(phrases, list) or not phrases or not all(isinstance(p, str) and p for p in phrases):
        raise PatternError(f"{file}: phrases must be a list of texts, none of them empty")
    if not isinstance(data["gives"], dict) or not all(isinstance(v, str) for v in data["gives"].values()):
        raise PatternError(f'{file}: [gives] must name texts only, for example column = "code"')


def _example(file: Path, data: object, keys: set[str]) -> Example:
    if not isinstance(data, dict) or set(data) != keys or not all(isinstance(v, str) for v in data.values()):
        raise PatternError(
            f"{file}: an example has exactly the keys {', '.join(sorted(keys))}; found {data!r}"
        )
    return Example(**data)


def _no_phrase_twice(words: Sequence[Word]) -> None:
    claimed: dict[tuple[str, str], Word] = {}
    for word in words:
        for phrase in word.phrases:
            key = (word.kind, phrase if word.match == "glyph" else normal(phrase) or phrase)
            other = claimed.setdefault(key, word)
            same_sense = other.match != word.match and dict(other.gives) == dict(word.gives)
            if other is not word and not same_sense:
                raise PatternError(
                    f'{word.file}: the phrase "{phrase}" is also in {other.file.name}; keep it in one of them'
                )
            if word.phrases.count(phrase) > 1:
                raise PatternError(f'{word.file}: the phrase "{phrase}" stands twice; keep one')
