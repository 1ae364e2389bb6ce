"""A sentence to its marked form: words, figures, periods, claimed non-figures and cues, in order.

The marked string is what rules are written over.  For "Take-up fell from 40% in May to 31%" it is
`take-up $fall.1 from #p0 in @c0 to #p1 `: `#` figure with the letter of its unit, `@` period (`@b` of an
earlier time), `~` claimed non-figure, `$` cue with its class.  Articles and hedges are left out of it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from extractor.model import Period, Quantity
from extractor.patterns.shapes import UNIT_LETTERS
from extractor.patterns.statements import Cue, StatementPatterns
from extractor.statements.bodies import find_bodies
from extractor.statements.tokens import Kind, Token, is_capital

__all__ = [
    "Kind", "Layers", "Marked", "Marks", "Token", "is_capital", "mark_sentence", "settle_layers",
    "speaks_of_before",
]  # fmt: skip

_TOKEN = re.compile(r"[^\W\d_][\w'’/&]*(?:[-‐‑][\w'’]+)*|\d[\d,.]*\w*|[^\w\s]|_+")
_EARLIER = re.compile(
    r"previous|prior|last (?:financial |municipal |reporting )?year"
    r"|(?<!(?:in|er|ng) the )last (?:quarter|month)(?! of)|last period|earlier"
    r"|(?:year|quarter|month|period) before|preceding|years? ago"
    r"|same (?:time|period|point|quarter|month|date|day|stage)|this (?:time|point) last"
    r"|corresponding|previously"
)
_PUNCTUATION = {
    "(": "[",
    ")": "]",
    "–": "-",
    "—": "-",
    "‑": "-",
    "#": "no",
    "$": "usd",
    "@": "at",
    "~": "about",
}


_SAME = re.compile(r"(?:the )?same (?:time|period|point|quarter|month|date|stage)")


def speaks_of_before(words: str) -> bool:
    """ "the same period last year": the words of an earlier time."""
    return _EARLIER.search(words.lower()) is not None


@dataclass(slots=True)
class Marked:
    """A sentence with its layers."""

    start: int
    end: int
    tokens: list[Token]
    string: str = ""
    positions: dict[int, int] = field(default_factory=dict)
    """Offset in `string` of a token -> its number in `tokens`."""
    symbols: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    """The texts of all tokens: what a list of words has to share for it to matter here."""
    figures: tuple[int, ...] = ()
    """Numbers of the figure tokens."""

    def leave_out(self, number: int, kind: Kind) -> None:
        """Take a figure for a word or a name from here on: it measures nothing."""
        self.tokens[number].kind = kind
        self.figures = tuple(i for i in self.figures if i != number)


@dataclass(frozen=True, slots=True)
class Layers:
    """What was found in a passage before rules: sorted, and without overlaps between them."""

    text: str
    figures: tuple[Quantity, ...]
    periods: tuple[Period, ...]
    names: tuple[tuple[int, int], ...]
    split: dict[int, tuple[Period, ...]] = field(default_factory=dict)
    """The parts of "May and June", by the number of the period."""


def settle_layers(
    text: str,
    figures: Sequence[Quantity],
    periods: Sequence[Period],
    names: Sequence[tuple[int, int]],
) -> Layers:
    """Periods win over claimed names, and both over figures, where they overlap."""
    taken = sorted((p.start, p.end) for p in periods if p.start is not None and p.end is not None)
    kept_names = _outside(sorted(names), taken)
    taken = sorted([*taken, *kept_names])
    free = _outside([(q.start, q.end) for q in figures], taken)
    kept = set(free)
    return Layers(
        text,
        tuple(q for q in figures if (q.start, q.end) in kept),
        tuple(sorted(periods, key=lambda p: p.start or 0)),
        tuple(kept_names),
    )


def _outside(spans: Sequence[tuple[int, int]], taken: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    free, at = [], 0
    for start, end in spans:
        while at < len(taken) and taken[at][1] <= start:
            at += 1
        if at >= len(taken) or taken[at][0] >= end:
            free.append((start, end))
    return free


def mark_sentence(layers: Layers, start: int, end: int, patterns: StatementPatterns, marks: Marks) -> Marked:
    """The sentence at `start`:`end` of the passage with its figures, periods, names and cues marked."""
    tokens = _tokens(layers, start, end, marks)
    _hush(tokens, layers)
    _find_cues(tokens, patterns)
    find_bodies(tokens, layers.text, patterns)
    marked = Marked(start, end, tokens)
    _write(marked, layers)
    return marked


class Marks:
    """The figures, periods and names of a passage in one sorted run, walked once."""

    def __init__(self, layers: Layers) -> None:
        spans: list[tuple[int, int, Kind, int]] = []
        spans += [(q.start, q.end, Kind.FIGURE, i) for i, q in enumerate(layers.figures)]
        spans += [(p.start or 0, p.end or 0, Kind.PERIOD, i) for i, p in enumerate(layers.periods)]
        spans += [(a, b, Kind.NAME, i) for i, (a, b) in enumerate(layers.names)]
        self.spans = sorted(spans)
        self.at = 0

    def within(self, start: int, end: int) -> list[tuple[int, int, Kind, int]]:
        """The marks of this stretch; stretches are asked for in order."""
        while self.at < len(self.spans) and self.spans[self.at][0] < start:
            self.at += 1
        first = self.at
        while self.at < len(self.spans) and self.spans[self.at][0] < end:
            self.at += 1
        return self.spans[first : self.at]


def _tokens(layers: Layers, start: int, end: int, marks: Marks) -> list[Token]:
    tokens: list[Token] = []
    at = start
    for first, last, kind, index in marks.within(start, end):
        if (
            kind is Kind.FIGURE
            and layers.figures[index].form == "range_high"
            and _opens_range(tokens, layers, index)
        ):
            tokens[-1].second, tokens[-1].end = index, last
        else:
            _words(layers.text, at, first, tokens)
            tokens.append(Token(kind, layers.text[first:last], first, last, index))
        at = max(at, last)
    _words(layers.text, at, end, tokens)
    return tokens


def _opens_range(tokens: list[Token], layers: Layers, index: int) -> bool:
    """The token before is the lower figure of the range whose upper figure this is."""
    return bool(tokens) and tokens[-1].kind is Kind.FIGURE and tokens[-1].index == index - 1


def _words(text: str, start: int, end: int, tokens: list[Token]) -> None:
    word_kind, mark_kind, add = Kind.WORD, Kind.PUNCTUATION, tokens.append
    for match in _TOKEN.finditer(text, start, end):
        word = match[0]
        first, last = match.span()
        if word[0].isalnum():
            word = word.lower()
            add(Token(word_kind, word.replace("’", "'") if "’" in word else word, first, last))
        else:
            add(Token(mark_kind, _PUNCTUATION.get(word, word), first, last))


_NUMBERING = re.compile(r"[\d.]+|\(?[a-z]{1,4}\)|\W+", re.I)
_LETTERING = re.compile(r"[ivx]{1,5}|[a-z]")
_BASE_WORDS = frozenset(
    [
        "per",
        "population",
        "pop",
        "of",
        "the",
        "children",
        "child",
        "people",
        "residents",
        "head",
        "collections",
        "households",
        "pupils",
        "employees",
        "vehicles",
        "inhabitants",
        "under",
        "year",
        "olds",
    ]
)


def _hush(tokens: list[Token], layers: Layers) -> None:
    """Paragraph numbers, the base of a rate behind its value, and possessive endings name no measure."""
    if len(tokens) > 2 and tokens[1].text == "]" and _LETTERING.fullmatch(tokens[0].text):
        tokens[0].noise = True
    for token in tokens[:3]:
        if token.kind in (Kind.NAME, Kind.PUNCTUATION) and _NUMBERING.fullmatch(token.text):
            token.noise = True
        elif token.kind is not Kind.PUNCTUATION:
            break
    for number, token in enumerate(tokens):
        if token.text in ("'", "’", "‘") or (token.text == "s" and number and tokens[number - 1].noise):
            token.noise = True
        elif token.kind is Kind.FIGURE and layers.figures[token.index].unit.startswith("rate"):
            _hush_base(tokens, number)


def _hush_base(tokens: list[Token], figure: int) -> None:
    seen = False
    for token in tokens[figure + 1 : figure + 7]:
        seen = seen or token.kind is Kind.NAME or any(c.isdigit() for c in token.text)
        if (
            token.kind is Kind.NAME
            or token.text in _BASE_WORDS
            or token.text == "/"
            or token.text[0].isdigit()
        ):
            token.noise = True
        else:
            break
    if not seen:
        for token in tokens[figure + 1 : figure + 7]:
            token.noise = False


def _find_cues(tokens: list[Token], patterns: StatementPatterns) -> None:
    """Turn cue words into cue tokens, in place; the words of a longer cue become one token."""
    by_first, noise = patterns.by_first_word, patterns.words("noise")
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.kind is Kind.WORD:
            cues = by_first.get(token.text)
            cue = _cue_at(tokens, at, cues) if cues is not None else None
            if cue is not None:
                span = len(cue.words)
                text = " ".join(t.text for t in tokens[at : at + span])
                tokens[at : at + span] = [
                    Token(Kind.CUE, text, token.start, tokens[at + span - 1].end, cue=cue)
                ]
            elif token.text in noise:
                token.noise = True
        elif token.kind is Kind.FIGURE and token.text.isalpha():
            token.cue = _cue_at(tokens, at, by_first.get(token.text.lower(), ()))  # "halved", "doubled"
        at += 1
    for token, after in itertools.pairwise(tokens):
        bound = token.cue is not None and (token.cue.kind == "bound" or _is_bound(token, after, patterns))
        if bound or (token.text in _SIGNS_OF_BOUND and after.kind is Kind.FIGURE):
            token.noise = True


_SIGNS_OF_BOUND = frozenset("<>≤≥±≈")


def _is_bound(token: Token, after: Token, patterns: StatementPatterns) -> bool:
    """ "over 1,500", "below 4%": the word belongs to the figure, not to a comparison."""
    return after.kind is Kind.FIGURE and token.text in patterns.words("bounds")


def _cue_at(tokens: list[Token], at: int, cues: Sequence[Cue]) -> Cue | None:
    ahead = tokens[at + 1].text if at + 1 < len(tokens) else ""
    for cue in cues:
        span = len(cue.words)
        if span == 1:
            return cue
        if cue.words[1] == ahead and at + span <= len(tokens) and _stand_next(tokens, at, cue.words):
            return cue
    return None


def _stand_next(tokens: list[Token], at: int, words: Sequence[str]) -> bool:
    following = zip(tokens[at + 1 : at + len(words)], words[1:], strict=True)
    return all(token.kind is Kind.WORD and token.text == word for token, word in following)


_PLAIN = (Kind.WORD, Kind.PUNCTUATION)


def _write(marked: Marked, layers: Layers) -> None:
    parts, symbols, at = [], set(), 0
    for number, token in enumerate(marked.tokens):
        if token.noise:
            continue
        if token.kind in _PLAIN and token.cue is None:
            symbol = written = token.text
        else:
            symbol, written = _symbol(token, layers)
        if symbol == "@b" and _narrowed(marked.tokens, number):
            symbol, written = "@c", f"@c{token.index}"
        symbols.add(symbol)
        if symbol[0] == "#":
            symbols.update(("#", "#+") if "+" in written else ("#",))
        marked.positions[at] = number
        parts.append(written)
        at += len(written) + 1
    marked.string = " ".join(parts) + " " if parts else ""
    marked.symbols = frozenset(symbols)
    marked.words = frozenset([token.text for token in marked.tokens])
    marked.figures = tuple([i for i, token in enumerate(marked.tokens) if token.kind is Kind.FIGURE])


def _narrowed(tokens: Sequence[Token], number: int) -> bool:
    """ "the last quarter of 2023", "In the same quarter 61%": a time that is named, and no earlier one."""
    lead = [t.text for t in tokens[:number] if not t.noise]
    if lead in (["in"], ["for"], ["during"], ["over"], ["at"]) and _SAME.fullmatch(
        tokens[number].text.lower()
    ):
        return True
    after = tokens[number + 1 : number + 3]
    return len(after) == 2 and after[0].text == "of" and after[1].kind is Kind.PERIOD


def _symbol(token: Token, layers: Layers) -> tuple[str, str]:
    """What rules may ask for, and what is written."""
    if token.kind is Kind.FIGURE:
        quantity = layers.figures[token.index]
        letter = "k" if quantity.form == "rank" else UNIT_LETTERS[quantity.unit]
        sign = "+" if quantity.signed else ""
        point = "." if quantity.places else ""
        return "#" + letter, f"#{letter}{token.index}{sign}{point}"
    if token.kind is Kind.PERIOD:
        when = "b" if speaks_of_before(token.text) else "c"
        return "@" + when, f"@{when}{token.index}"
    if token.kind is Kind.NAME:
        return "~", f"~{token.index}"
    if token.cue is not None:
        return "$" + token.cue.kind, f"${token.cue.kind}.{len(token.text)}"
    return token.text, token.text
