"""A measure's words as a bag of plain tokens, in which names for one thing are one token.

"% of CLA with 3 or more placements" and "Looked after children who had three or more placement moves"
come out as the same bag.  What is one thing with what stands in `patterns/indicators/words.toml`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from extractor.patterns.lemmas import lemma

_DIGITS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip
NUMBER_WORDS = {word: str(n) for n, word in enumerate(_DIGITS)}
_PLURALS = {
    "children": "child",
    "childrens": "child",
    "people": "person",
    "peoples": "person",
    "lives": "life",
}
_KEEP = frozenset(
    {"less", "process", "basis", "class", "loss", "gas", "bus", "plus", "ss", "us", "its", "this"}
)
_TO = r"\s*(?:-|–|to|and|/)\s*"
_NO_UNIT = r"(?! ?(?:%|day|week|month|working|calendar|school|hour|hr|min|sec))"
_AGES = (
    (
        re.compile(rf"\b(?:aged?|ages)?\s*(\d{{1,2}}){_TO}(\d{{1,2}})\s*(?:year|yr)s?[ -]olds?\b"),
        r" age\1-\2 ",
    ),
    (
        re.compile(rf"\b(?:aged?|ages|academic age)\s*(?:between )?(\d{{1,2}}){_TO}(\d{{1,2}})\b"),
        r" age\1-\2 ",
    ),
    (re.compile(rf"\b(?:aged?)?\s*(?:under|below)[ -](\d{{1,2}})s?\b{_NO_UNIT}"), r" ageu\1 "),
    (
        re.compile(rf"\b(?:aged?\s*)?(\d{{2}}) ?(?:\+|(?:years )?(?:and|or) over|plus){_NO_UNIT}"),
        r" age\1plus ",
    ),
    (re.compile(r"\baged?\s*over (\d{1,2})\b"), r" age\1plus "),
    (re.compile(rf"\b(1[0-9]|[2-9])-(1[0-9]|2[0-9])\b{_NO_UNIT}"), r" age\1-\2 "),
    (re.compile(r"\bu(1[0-9])s?\b"), r" ageu\1 "),
    (re.compile(r"\b(?:at |by )?(?:the )?age of (\d{1,2})\b"), r" age\1 "),
    (re.compile(r"\b(?:at|by) age (\d{1,2})\b"), r" age\1 "),
    (re.compile(r"\b(\d{1,2})[ -](?:year|yr)s?[ -]olds?\b"), r" age\1 "),
)
_COUNT_OR_MORE = re.compile(r"\b(\d{1,2}|two|three|four) ?(?:\+|plus\b|or more\b|or over\b|or longer\b)")
_UNITS = (
    "(?:working |calendar |school )?days?|(?:working )?weeks?|months?|mths?|years?|yrs?|"
    "(?:working )?hours?|hrs?|minutes?|mins?|seconds?|secs?|miles?"
)
_DURATION = re.compile(rf"\b(\d{{1,3}}(?:\.\d+)?)\+?[\s-]*({_UNITS})(?![a-z])")
_SPELT = (
    (
        re.compile(r"\b(?:children|pupils) (?:and|or) (?:younger|young) (?:people|persons?|adults)\b"),
        "children",
    ),
    (re.compile(r"\byoung (?:people|persons) (?:and|or) children\b"), "children"),
    (re.compile(r"\b(\w{3,})iz(e[ds]?|ing|ations?)\b"), r"\1is\2"),
    (re.compile(r"\bnon(?!etheless\b)(?=[a-z]{5,})"), "non "),
    (re.compile(r"\b(full|part|short|long|real)(?=(?:time|term)\b)"), r"\1 "),
    (re.compile(r"\bself(?=harm|direct|assess|employ|neglect|serv)"), "self "),
    (re.compile(r"\bin (?:under|less than|fewer than) (?=\d)"), "in "),
)
"""Ways of writing one thing: American endings, prefixes without their hyphen, a limit told as less."""
_A_ROADS = re.compile(r"\bA[- ](?=[Rr]oads\b)")
"""The class of a road, which is no article."""
_LEFT_OUT = re.compile(r"\(?\bexcl(?:uding|udes|\.)? [^),;]*\)?|\(see [^)]*\)?")
_LATE = re.compile(r"\bafter (?=\d+ (?:working |calendar )?days\b)")
"""What was done after so many days was not done within them."""
_NUMBERED = re.compile(
    r"\b(?:quarter|qtr|q|period|table|appendix|paragraph|page|item|annex)\.? ?[1-9]\d?\b(?![.,%]\d|%)"
)
_YEARS_AVERAGED = re.compile(r"\b\d{1,2}[- ]year (?:rolling )?(?:average|mean)\b")
_RECORD = re.compile(
    r"\b(?:lowest|highest|best|worst|most|fewest)(?: \w+){0,2} (?:in|for|over|since) (?:the (?:last|past) )?"
    r"\d{1,3} (?:month|year|quarter)s\b"
)
_YEARS = re.compile(r"\b(?:19|20)\d\d(?: ?[/-] ?(?:(?:19|20)?\d\d))?\b")
_STRAY_VALUE = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)+%?(?!\w)")
_UNIT_NAME = {"mth": "month", "yr": "year", "hr": "hour", "min": "minute", "sec": "second"}
_SAME_SPAN = {"24month": "2year", "1year": "12month", "24hour": "1day", "48hour": "2day", "72hour": "3day"}
_NAME = 3
_AUXILIARIES = frozenset(
    {"be", "been", "being", "is", "are", "was", "were", "has", "have", "had", "that", "which", "who", "whom"}
)
"""Words between the parts of a name when it is told as a sentence: "bins that had been missed"."""
_TOKEN = re.compile(r"[a-z0-9]+(?:[.\-][0-9a-z]+)*")
_RATE_BASE = re.compile(
    r"\b(?:per|/) ?(?:1|10|100)(?:,? ?000|k)\b(?: (?:population|pop|head|children|people|residents))*\.?"
)


def stem(word: str) -> str:
    """A word without its plural; names and numbers as they are."""
    if word in _PLURALS:
        return _PLURALS[word]
    if len(word) < 4 or word in _KEEP or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("xes", "ches", "shes", "sses")):
        return word[:-2]
    return word[:-1]


def _duration(match: re.Match[str]) -> str:
    number = match[1].rstrip("0").rstrip(".") if "." in match[1] else match[1]
    unit = match[2].split()[-1].rstrip("s")
    span = number + _UNIT_NAME.get(unit, unit)
    return f" {_SAME_SPAN.get(span, span)} "


def _number_words(text: str) -> str:
    return re.sub(r"[a-z]+", lambda m: NUMBER_WORDS.get(m[0], m[0]), text)


def plain(text: str) -> str:
    """Lower case, apostrophes and marks gone, ages and durations as one token each."""
    text = (
        _A_ROADS.sub("principal ", text)
        .casefold()
        .replace("’", "'")
        .replace("‘", "'")
        .replace("&", " and ")
        .replace("–", "-")
    )
    text = " ".join(text.split())
    text = re.sub(r"'s\b|s'(?=\s|$)|'", lambda m: "s" if m[0].startswith("s") else "", text)
    text = _LATE.sub("not ", _LEFT_OUT.sub(" ", _RATE_BASE.sub(" ", text)))
    text = _NUMBERED.sub(
        " ", _RECORD.sub(" ", _YEARS_AVERAGED.sub(" ", _YEARS.sub(" ", _number_words(text))))
    )
    for pattern, to in (*_SPELT, *_AGES):
        text = pattern.sub(to, text)
    text = _DURATION.sub(_duration, text)
    return _STRAY_VALUE.sub(" ", _COUNT_OR_MORE.sub(r" \1plus ", text))


def split(text: str) -> list[str]:
    """Stemmed tokens of a text in order; "year-end" is two."""
    return list(_tokens_of(text))


@lru_cache(maxsize=16_384)
def _tokens_of(text: str) -> tuple[str, ...]:
    """Kept: loading asks for each name of the catalogue three times, and labels come again."""
    tokens: list[str] = []
    for token in _TOKEN.findall(plain(text)):
        parts = [token] if token.startswith("age") or token[0].isdigit() else token.split("-")
        tokens.extend(stem(part) for part in parts if part)
    return tuple(tokens)


@dataclass(frozen=True)
class Word:
    """One meaning and the forms it is written in.

    `means` may be several tokens, or empty for words that say nothing about which measure it is.
    """

    means: tuple[str, ...]
    forms: tuple[str, ...]
    weight: str = "normal"
    """normal, light (says little), hard (changes what the measure is: "not", "excluding"), passing
    (of the sentence, not of the measure: weighs nothing in running text and stays what it is in a label), or
    whole (its ending is its own: "planning" is no form of "plan")."""
    subject: bool = False
    """Names whom or what the measure is about: a heading may supply it."""
    qualifier: bool = False
    """Tells one measure from its neighbour ("up to date", "ever")."""
    counted: bool = False
    """Names what a count is of; children are no households."""
    cohort: str = ""
    """Names a part of those whom a measure is of: what the part is called."""


@dataclass(frozen=True)
class Compounds:
    """Names of two words that papers write together or apart ("street light", "streetlight")."""

    apart: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Written together here, apart in the names that are known."""
    together: frozenset[str] = frozenset()
    """Written together in the names that are known."""

    def alike(self, words: Sequence[str]) -> list[str]:
        """The words with compounds written as in the names that are known."""
        out: list[str] = []
        for word in words:
            if out and len(word) >= _NAME <= len(out[-1]) and out[-1] + word in self.together:
                out[-1] += word
            else:
                out.extend(self.apart.get(word, (word,)))
        return out


def find_compounds(names: Iterable[str], small: Set[str]) -> Compounds:
    """The compounds of these names; `small` are words that are part of none ("the", "not")."""
    words = [without_auxiliaries(split(name)) for name in names]
    single = {w for name in words for w in name if w.isalpha()}
    pairs = {
        a + b: (a, b)
        for name in words
        for a, b in pairwise(name)
        if a.isalpha() and b.isalpha() and min(len(a), len(b)) >= _NAME and not {a, b} & small
    }
    whole = {w for w in single if len(w) > 2 * _NAME and w not in pairs} | (single & set(pairs))
    return Compounds({w: pair for w, pair in pairs.items() if w not in single}, frozenset(whole))


@dataclass(frozen=True)
class Vocabulary:
    """Turns a measure's words into a bag of tokens."""

    words: tuple[Word, ...]
    forms: Mapping[tuple[str, ...], tuple[str, ...]] = field(repr=False)
    light: frozenset[str]
    hard: frozenset[str]
    subjects: frozenset[str]
    qualifiers: frozenset[str]
    longest: int
    passing: frozenset[str] = frozenset()
    whole_names: frozenset[str] = frozenset()
    """Tokens that stand for a name of several words ("good level of development")."""
    whole: frozenset[str] = frozenset()
    """Words whose ending is their own ("planning", "housing")."""
    counted: frozenset[str] = frozenset()
    cohorts: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Tokens of a part of those whom a measure is of, with its name."""
    compounds: Compounds = field(default_factory=lambda: Compounds(), repr=False)
    lemmas: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    """What the other forms of a listed word mean, by their common stem."""

    def tokens(
        self, text: str, extra: Mapping[tuple[str, ...], tuple[str, ...]] | None = None
    ) -> tuple[str, ...]:
        """Canonical tokens in order; `extra` are the paper's own abbreviations and take precedence."""
        words = self.compounds.alike(without_auxiliaries(split(text)))
        if extra:
            words = _replace(words, extra, max(len(k) for k in extra))
        return tuple(_replace(words, self.forms, self.longest, self._unlisted))

    def _unlisted(self, word: str) -> tuple[str, ...]:
        """A word that is no form of any: what another form of it means, else its stem."""
        stem_of_all = lemma(word, self.whole)
        return self.lemmas.get(stem_of_all, (stem_of_all,))

    def bag(
        self, text: str, extra: Mapping[tuple[str, ...], tuple[str, ...]] | None = None
    ) -> frozenset[str]:
        """The set of canonical tokens."""
        return frozenset(self.tokens(text, extra))

    def key(self, text: str) -> str:
        """A name for a measure that no entry knows: the same for wordings that differ in form only."""
        kept = sorted({t for t in self.tokens(text) if t not in self.light})
        return " ".join(kept) or " ".join(sorted(set(split(text))))


def without_auxiliaries(words: Sequence[str]) -> list[str]:
    """The words without those that make a sentence of a name."""
    return [w for w in words if w not in _AUXILIARIES]


def _replace(
    words: Sequence[str],
    forms: Mapping[tuple[str, ...], tuple[str, ...]],
    longest: int,
    other: Callable[[str], tuple[str, ...]] | None = None,
) -> list[str]:
    """Words with the longest forms replaced; those of no form as they are, or as `other` makes them."""
    out: list[str] = []
    at = 0
    while at < len(words):
        for length in range(min(longest, len(words) - at), 0, -1):
            found = forms.get(tuple(words[at : at + length]))
            if found is not None:
                out.extend(found)
                at += length
                break
        else:
            out.extend(other(words[at]) if other else (words[at],))
            at += 1
    return out


def build_vocabulary(words: Sequence[Word], names: Iterable[str] = ()) -> Vocabulary:
    """Compile the words; `names` are the names of the measures, which tell what is written together."""
    passing, whole = (
        frozenset(t for w in words if w.weight == weight for form in w.forms for t in split(form))
        for weight in ("passing", "whole")
    )
    listed = tuple(w for w in words if w.weight not in ("passing", "whole"))
    small = {t for w in listed if not w.means or w.weight == "hard" for f in w.forms for t in split(f)}
    compounds = find_compounds((*names, *(f for w in listed for f in w.forms if w.means)), small)
    forms: dict[tuple[str, ...], tuple[str, ...]] = {}
    for word in listed:
        for form in word.forms:
            parts = compounds.alike(split(form))
            bare = without_auxiliaries(parts)
            forms[tuple(bare if len(bare) > 1 or word.means else parts)] = word.means
    single = [w for w in listed if len(w.means) == 1]
    return Vocabulary(
        words=listed,
        forms=forms,
        light=frozenset(w.means[0] for w in single if w.weight == "light"),
        hard=frozenset(w.means[0] for w in single if w.weight == "hard"),
        subjects=frozenset(w.means[0] for w in single if w.subject),
        qualifiers=frozenset(w.means[0] for w in single if w.qualifier),
        longest=max((len(k) for k in forms), default=1),
        passing=passing,
        whole_names=frozenset(w.means[0] for w in single if _is_whole_name(w)),
        whole=whole,
        counted=frozenset(w.means[0] for w in single if w.counted),
        compounds=compounds,
        cohorts={w.means[0]: w.cohort for w in single if w.cohort},
        lemmas=_meant_by_lemma(forms, whole, {w.means for w in listed if w.weight == "light"}),
    )


def _meant_by_lemma(
    forms: Mapping[tuple[str, ...], tuple[str, ...]], whole: frozenset[str], light: Set[tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """By stem, what the listed words of it mean, where they mean one thing that tells something."""
    meant: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for form, means in forms.items():
        if len(form) == 1:
            meant[lemma(form[0], whole)].add(means)
    only = {stem_: found.pop() for stem_, found in meant.items() if len(found) == 1}
    return {stem_: means for stem_, means in only.items() if means and means not in light}


def _is_whole_name(word: Word) -> bool:
    """Whether every form is a name of three words at least, or its abbreviation."""
    lengths = [len(split(form)) for form in word.forms if split(form) != list(word.means)]
    return not word.qualifier and bool(lengths) and min(lengths) >= _NAME


@lru_cache(maxsize=4096)
def is_span(token: str) -> bool:
    """Whether a token is a length of time or distance: "45day", "2year", "20mile"."""
    return bool(re.fullmatch(r"\d+(?:\.\d+)?(?:day|week|month|year|hour|minute|second|mile)", token))


@lru_cache(maxsize=4096)
def is_age(token: str) -> bool:
    """Whether a token is an age group: "age16-17", "ageu18", "age65plus"."""
    return bool(re.fullmatch(r"age(?:u\d+|\d+(?:plus|-\d+)?)", token))
