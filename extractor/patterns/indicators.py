"""The catalogue of measures in `patterns/indicators/*.toml`: read, checked, and compiled for look-up.

A file holds the entries of one subject; `words.toml` holds the names that are one thing.  The facts are
public, the words our own.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from math import fsum, log
from pathlib import Path
from typing import Any, Literal, cast, get_args

from extractor.errors import PatternError
from extractor.model import Better, Unit
from extractor.patterns.lemmas import lemma
from extractor.patterns.measure_words import Vocabulary, Word, build_vocabulary, is_age, is_span

Measure = Literal["stock", "flow", "rate", "rolling"]
"""stock: stands at a moment, so that a month's value is of its last day.  flow: happened in the period.
rate: a share or average of what happened in the period.  rolling: of the twelve months up to the date."""

_WORDS = re.compile(r"[a-z][\w'’-]+")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_REQUIRED = {"id", "label", "unit", "better", "plausible", "measure", "phrases", "definition", "published"}
_OPTIONAL = {"codes", "labels", "breaks", "neighbours", "context", "context_phrases", "any_limit", "printed"}
_WORD_KEYS = {"means", "forms", "weight", "subject", "qualifier", "counted", "cohort"}
_COUNTED = 100
"""A count with no more than this as its highest may be an average (cases a worker)."""
_LIGHT, _UNKNOWN, _MIDDLE = 0.25, 2.2, 1.2


@dataclass(frozen=True)
class Break:
    """A date from which a measure is not comparable with what came before."""

    date: date
    what: str


@dataclass(frozen=True)
class ReportedChange:
    """Words by which a paper says that figures are no longer comparable, and what it means by them."""

    name: str
    expression: re.Pattern[str]
    what: str
    examples: tuple[str, ...]
    counter_examples: tuple[tuple[str, str], ...]
    """(text, reason)."""


@dataclass(frozen=True)
class Neighbour:
    """A measure that is easily taken for this one."""

    id: str
    tells_apart: str


@dataclass(frozen=True)
class Indicator:
    """One measure of the catalogue."""

    id: str
    label: str
    unit: Unit
    better: Better
    plausible: tuple[Decimal, Decimal]
    measure: Measure
    phrases: tuple[str, ...]
    definition: str
    published: str
    codes: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    breaks: tuple[Break, ...] = ()
    neighbours: tuple[Neighbour, ...] = ()
    context: tuple[str, ...] = ()
    """Words of which one must stand in the section's headings for `context_phrases` to count."""
    context_phrases: tuple[str, ...] = ()
    """Names too general to stand for the measure elsewhere ("number of open cases")."""
    any_limit: bool = False
    """The limit in the name is the body's own: another length of time is of the same measure."""
    printed: tuple[str, ...] = ()
    """Unit words that its figures are printed with, where `unit` is other: "kg", "tonnes"."""
    subject: str = ""
    """Name of the file it stands in."""

    def takes(self, value: Decimal) -> bool:
        """Whether a value is in the plausible range; what is counted in hundreds comes in whole numbers."""
        whole = self.unit != "count" or self.plausible[1] <= _COUNTED or value == value.to_integral_value()
        return whole and self.plausible[0] <= value <= self.plausible[1]


@dataclass(frozen=True)
class Field:
    """A field of a council's work: subjects of the catalogue, and words that are of it alone."""

    name: str
    subjects: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True)
class Variant:
    """One wording of one measure, as a bag of tokens."""

    entry: int
    bag: frozenset[str]
    weight: float
    needs: frozenset[str] = frozenset()
    """Tokens of which one must stand in the context; empty: none needed."""


def without_measure_word(phrase: str) -> str:
    """A wording in lower case without "Number of", "% of" and the like before it."""
    return re.sub(
        r"^\W*(?:(?:the )?(?:number|percentage|proportion|rate|average|total) of |no\. of |% (?:of )?)",
        "",
        phrase.casefold(),
    )


def field_token(field: str | None) -> str:
    """How an entry's `context` names a field of work: "field children"."""
    return f"field {field or 'unknown'}"


def code_key(code: str) -> str:
    """A code without spaces, slashes and case: "NI 59", "ni59" and "PAM/028" as NI59 and PAM028."""
    return re.sub(r"[\s/().:-]+", "", code).upper()


@dataclass(frozen=True)
class Catalogue:
    """All entries, with the indexes that resolving needs."""

    entries: tuple[Indicator, ...]
    vocabulary: Vocabulary = field(repr=False)
    text_breaks: tuple[ReportedChange, ...] = ()
    fields: tuple[Field, ...] = ()

    def get(self, indicator_id: str | None) -> Indicator | None:
        """The entry with this id, or None."""
        return self._by_id.get(indicator_id) if indicator_id else None

    def by_code(self, code: str) -> Indicator | None:
        """The entry that carries this national or other well-known code, or None."""
        return self._by_code.get(code_key(code))

    def __iter__(self) -> Iterator[Indicator]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    @cached_property
    def _by_id(self) -> Mapping[str, Indicator]:
        return {e.id: e for e in self.entries}

    @cached_property
    def _by_code(self) -> Mapping[str, Indicator]:
        return {code_key(c): e for e in self.entries for c in e.codes}

    @cached_property
    def printed(self) -> tuple[Indicator, ...]:
        """Entries whose figures are printed with unit words of their own."""
        return tuple(e for e in self.entries if e.printed)

    @cached_property
    def code_pattern(self) -> re.Pattern[str]:
        """Finds any code of the catalogue in a text, however it is spaced."""
        loose = []
        for code in sorted({code_key(c) for c in self._by_code}, key=len, reverse=True):
            pieces = re.findall(r"[A-Z]+|\d+", code)
            loose.append(r"[\s/().:-]?".join(map(re.escape, pieces)))
        return re.compile(
            r"(?<![A-Za-z0-9])(?:" + "|".join(loose or ["(?!)"]) + r")(?![A-Za-z0-9])", re.IGNORECASE
        )

    @cached_property
    def weights(self) -> Mapping[str, float]:
        """How much each token tells: rare ones much, light ones little."""
        entries_of: dict[str, set[int]] = defaultdict(set)
        for number, entry in enumerate(self.entries):
            for phrase in (*entry.phrases, *entry.labels, *entry.context_phrases):
                for token in self.vocabulary.bag(phrase):
                    entries_of[token].add(number)
        n = max(len(self.entries), 8)
        found = {t: max(_MIDDLE, log(n / len(of))) for t, of in entries_of.items()}
        return {**found, **dict.fromkeys(self.vocabulary.light, _LIGHT)}

    @cached_property
    def printed_words(self) -> frozenset[str]:
        """The words of all wordings, as printed but in small letters."""
        return frozenset(
            w for e in self.entries for p in (*e.phrases, *e.labels) for w in _WORDS.findall(p.lower())
        )

    @cached_property
    def passing(self) -> frozenset[str]:
        """Tokens of the sentence and not of a measure, in any form."""
        return frozenset(lemma(t, self.vocabulary.whole) for t in self.vocabulary.passing)

    def weigh(self, bag: Iterable[str]) -> float:
        """Sum of the weights, the same in any order; a token that no entry uses counts a middling amount."""
        weights = self.weights
        return fsum(weights.get(token, _UNKNOWN) for token in bag)

    @cached_property
    def variants(self) -> tuple[Variant, ...]:
        """Every wording of every entry, once."""
        seen: dict[tuple[int, frozenset[str], frozenset[str]], Variant] = {}
        for number, entry in enumerate(self.entries):
            needs = frozenset(t for c in entry.context for t in self._context_tokens(c))
            wordings = [(p, frozenset[str]()) for p in (*entry.phrases, *entry.labels, entry.label)]
            wordings += [(p, needs) for p in entry.context_phrases]
            for phrase, need in wordings:
                bag = self.vocabulary.bag(phrase)
                if bag:
                    seen.setdefault((number, bag, need), Variant(number, bag, self.weigh(bag), need))
        return tuple(seen.values())

    def _context_tokens(self, context: str) -> frozenset[str]:
        names = {f.name for f in self.fields}
        return frozenset({context}) if context in map(field_token, names) else self.vocabulary.bag(context)

    def number_of(self, indicator_id: str) -> int:
        """Position of an entry among the entries.  Raises `KeyError` where there is none."""
        return self._numbers[indicator_id]

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        return {e.id: n for n, e in enumerate(self.entries)}

    def variants_of(self, number: int) -> Sequence[Variant]:
        """The wordings of one entry."""
        return self._variants_by_entry.get(number, ())

    @cached_property
    def _variants_by_entry(self) -> Mapping[int, Sequence[Variant]]:
        found: dict[int, list[Variant]] = defaultdict(list)
        for variant in self.variants:
            found[variant.entry].append(variant)
        return found

    @cached_property
    def index(self) -> Mapping[str, tuple[int, ...]]:
        """Variants by token; light tokens only where a variant has no other."""
        light = self.vocabulary.light
        found: dict[str, list[int]] = defaultdict(list)
        for number, variant in enumerate(self.variants):
            for token in (variant.bag - light) or variant.bag:
                found[token].append(number)
        return {t: tuple(v) for t, v in found.items()}

    def counted_by(self, entry: Indicator) -> frozenset[str]:
        """What the entry's wordings say that it counts ("household"); empty where they do not."""
        return self.words_of(entry) & self.vocabulary.counted

    def words_of(self, entry: Indicator | None) -> frozenset[str]:
        """All tokens of an entry's wordings; none without an entry."""
        if entry is None:
            return frozenset()
        return frozenset[str]().union(*(v.bag for v in self.variants_of(self.number_of(entry.id))))

    def begins(self, start: str) -> Sequence[tuple[int, str]]:
        """(entry, wording) of all wordings that begin with these 18 characters."""
        return self._by_start.get(start, ())

    @cached_property
    def _by_start(self) -> Mapping[str, Sequence[tuple[int, str]]]:
        found: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for number, entry in enumerate(self.entries):
            for phrase in (*entry.phrases, *entry.labels, entry.label):
                plain = without_measure_word(phrase)
                found[plain[:18]].append((number, plain))
        return found

    @cached_property
    def spans(self) -> tuple[frozenset[str], ...]:
        """By entry, the lengths of time and ages that belong to its own wording."""
        found: list[set[str]] = [set() for _ in self.entries]
        for variant in self.variants:
            found[variant.entry] |= {t for t in variant.bag if is_span(t) or is_age(t)}
        return tuple(frozenset(s) for s in found)


def load_indicators(folders: Sequence[Path]) -> Catalogue:
    """The catalogue of these pattern folders, built-in first.

    Raises `PatternError` with the file, what was found, what was expected and what to do.
    """
    entries: list[Indicator] = []
    words: list[Word] = []
    changes: list[ReportedChange] = []
    fields: list[Field] = []
    places: dict[str, Path] = {}
    for folder in folders:
        for path in sorted((folder / "indicators").glob("*.toml")):
            content = _read(path)
            words += [_word(w, path) for w in content.pop("word", [])]
            changes += [_change(c, path) for c in content.pop("text_break", [])]
            fields += [_field(f, path) for f in content.pop("field", [])]
            for number, raw in enumerate(content.pop("indicator", []), 1):
                entry = _entry(raw, path, number)
                if entry.id in places:
                    raise PatternError(
                        f'{path}: the id "{entry.id}" stands in {places[entry.id]} too; change one of them'
                    )
                places[entry.id] = path
                entries.append(entry)
            if content:
                raise PatternError(
                    f"{path}: found {_list(content)} at the top; "
                    "expected indicator, word, field or text_break"
                )
    _check_together(entries, places)
    return Catalogue(tuple(entries), build_vocabulary(words, _names(entries)), tuple(changes), tuple(fields))


def _names(entries: Iterable[Indicator]) -> list[str]:
    return [n for e in entries for n in (e.label, *e.phrases, *e.labels, *e.context_phrases)]


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PatternError(f"{path}: this is not TOML: {error}. Correct the line that it names") from None


def _change(raw: Mapping[str, Any], path: Path) -> ReportedChange:
    expected = {"name", "expression", "what", "example", "counter_example"}
    if set(raw) != expected:
        raise PatternError(f"{path}: a [[text_break]] has {_list(raw)}; expected {_list(expected)}")
    try:
        expression = re.compile(raw["expression"], re.IGNORECASE)
    except re.error as error:
        raise PatternError(f'{path}: text_break "{raw["name"]}": {error}; correct the expression') from None
    counter = tuple((c["text"], c["reason"]) for c in raw["counter_example"])
    return ReportedChange(
        raw["name"], expression, raw["what"], tuple(e["text"] for e in raw["example"]), counter
    )


def _field(raw: Mapping[str, Any], path: Path) -> Field:
    if set(raw) != {"name", "subjects", "words"}:
        raise PatternError(f"{path}: a [[field]] has {_list(raw)}; expected name, subjects and words")
    where = f'{path}: field "{raw["name"]}"'
    return Field(raw["name"], _texts(raw, "subjects", where), _texts(raw, "words", where))


def _word(raw: Mapping[str, Any], path: Path) -> Word:
    unknown = set(raw) - _WORD_KEYS
    if unknown or "means" not in raw or not raw.get("forms"):
        raise PatternError(f"{path}: a [[word]] has {_list(raw)}; expected {_list(_WORD_KEYS)}")
    weight = raw.get("weight", "normal")
    if weight not in ("normal", "light", "hard", "passing", "whole"):
        raise PatternError(
            f'{path}: the word "{raw["means"]}" has weight "{weight}"; '
            "expected light, normal, hard, passing or whole"
        )
    return Word(
        tuple(str(raw["means"]).split()),
        tuple(raw["forms"]),
        weight,
        bool(raw.get("subject", False)),
        bool(raw.get("qualifier", False)),
        bool(raw.get("counted", False)),
        str(raw.get("cohort", "")),
    )


def _entry(raw: Mapping[str, Any], path: Path, number: int) -> Indicator:
    name = raw.get("id", f"number {number}")
    missing, unknown = _REQUIRED - set(raw), set(raw) - _REQUIRED - _OPTIONAL
    if missing or unknown:
        wrong = f"lacks {_list(missing)}" if missing else f"has the unknown {_list(unknown)}"
        raise PatternError(f'{path}: indicator "{name}" {wrong}; the keys are those of docs/indicators.md')
    where = f'{path}: indicator "{name}"'
    if not _ID.fullmatch(str(name)):
        raise PatternError(f"{where}: an id is lower-case words joined by hyphens")
    _one_of(raw, "unit", get_args(Unit), where)
    _one_of(raw, "better", get_args(Better), where)
    _one_of(raw, "measure", get_args(Measure), where)
    return Indicator(
        id=raw["id"],
        label=raw["label"],
        unit=cast(Unit, raw["unit"]),
        better=cast(Better, raw["better"]),
        plausible=_range(raw["plausible"], where),
        measure=cast(Measure, raw["measure"]),
        phrases=_texts(raw, "phrases", where),
        definition=raw["definition"],
        published=raw["published"],
        codes=_texts(raw, "codes", where),
        labels=_texts(raw, "labels", where),
        breaks=tuple(_break(b, where) for b in raw.get("breaks", [])),
        neighbours=tuple(_neighbour(n, where) for n in raw.get("neighbours", [])),
        context=_texts(raw, "context", where),
        context_phrases=_texts(raw, "context_phrases", where),
        printed=_texts(raw, "printed", where),
        any_limit=bool(raw.get("any_limit", False)),
        subject=path.stem,
    )


def _one_of(raw: Mapping[str, Any], key: str, allowed: Sequence[str], where: str) -> None:
    if raw[key] not in allowed:
        raise PatternError(f'{where}: {key} is "{raw[key]}"; expected one of {_list(allowed)}')


def _texts(raw: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
    found = raw.get(key, [])
    if not isinstance(found, list) or not all(isinstance(t, str) and t.strip() for t in found):
        raise PatternError(f"{where}: {key} is {found!r}; expected a list of texts")
    if key == "phrases" and not found:
        raise PatternError(f"{where}: phrases is empty; name the measure as papers do, at least once")
    return tuple(found)


def _range(found: object, where: str) -> tuple[Decimal, Decimal]:
    if not (isinstance(found, list) and len(found) == 2 and all(isinstance(n, int | float) for n in found)):
        raise PatternError(f"{where}: plausible is {found!r}; expected [lowest, highest]")
    low, high = Decimal(str(found[0])), Decimal(str(found[1]))
    if low >= high:
        raise PatternError(f"{where}: plausible runs from {low} to {high}; put the lower number first")
    return low, high


def _break(raw: Mapping[str, Any], where: str) -> Break:
    if set(raw) != {"date", "what"} or not isinstance(raw["date"], date):
        raise PatternError(
            f"{where}: a break is {dict(raw)!r}; expected a date (2015-09-01) and what changed"
        )
    return Break(raw["date"], raw["what"])


def _neighbour(raw: Mapping[str, Any], where: str) -> Neighbour:
    if set(raw) != {"id", "tells_apart"}:
        raise PatternError(f"{where}: a neighbour is {dict(raw)!r}; expected an id and what tells_apart")
    return Neighbour(raw["id"], raw["tells_apart"])


def _check_together(entries: Sequence[Indicator], places: Mapping[str, Path]) -> None:
    owner: dict[str, str] = {}
    for entry in entries:
        where = f'{places[entry.id]}: indicator "{entry.id}"'
        for neighbour in entry.neighbours:
            if neighbour.id not in places or neighbour.id == entry.id:
                raise PatternError(
                    f'{where}: the neighbour "{neighbour.id}" is no other entry; correct its id'
                )
        for code in entry.codes:
            other = owner.setdefault(code_key(code), entry.id)
            if other != entry.id:
                raise PatternError(
                    f'{where}: the code "{code}" belongs to "{other}" already; keep it in one place'
                )
        if bool(entry.context) != bool(entry.context_phrases):
            raise PatternError(f"{where}: context and context_phrases go together; add the other or drop it")


def _list(names: Iterable[str]) -> str:
    return ", ".join(sorted(map(str, names)))
