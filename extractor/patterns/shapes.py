"""The language of rules over marked sentences: a shape, compiled to an expression with what it needs.

from {previous} ..6 to {actual}        literal words, a gap of up to six tokens, two figures
{numerator:count|whole} ~~2 of         a whole number of things, a gap of up to two plain words
{change:percent|points} ..1 <rise|fall>   a figure of these units, a gap, a cue of either class
<when>  <before>  <name>               a period, a period of an earlier time, a claimed non-figure
( a | b c )?   !word   !{}   [ ]       alternatives, "not followed by" a word or figure, brackets
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast, get_args

from extractor.errors import PatternError
from extractor.model import Role

UNIT_LETTERS: dict[str, str] = {
    "percent": "p", "percentage_points": "q", "count": "n", "currency_gbp": "m", "minutes": "d",
    "hours": "d", "days": "d", "weeks": "d", "months": "d", "years": "d", "rate_per_1000": "r",
    "rate_per_10000": "r", "rate_per_100000": "r", "ratio": "o", "score": "o", "other": "o",
}  # fmt: skip
"""The letter that stands for a unit in a marked sentence."""
_FILTERS = {
    "percent": "p", "points": "q", "count": "n", "money": "m", "duration": "d", "rate": "r", "other": "o",
    "rank": "k",
}  # fmt: skip
ROLES = frozenset(get_args(Role))
GAP = 4
"""Tokens that a plain `..` may pass over: no figures, semicolons or colons."""

_SHAPE = re.compile(r"\{[^}]*\}|<[^>]*>|\(|\)|\||\?|!|\.\.\d*|~~\d*|\^|[^\s(){}|?<>!^]+")
_MARKED = (r"(#", r"(?:#", r"(?:\$", r"(?:@", r"(?:~")
"""How the expression of a figure, cue, period or name begins: its sign stands nowhere inside a word."""
_TURN = r"(?!(?:but|yet|while|whilst|although|though|however|whereas) )"
"""Words that no gap passes over: what follows them is another statement."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One compiled alternative of a rule."""

    printed: str
    expression: re.Pattern[str]
    roles: tuple[Role, ...]
    needs: tuple[frozenset[str], ...]
    """Of each set, at least one symbol must stand in the sentence: a cheap way to pass a rule by."""
    weight: int
    """How many words, cues and figures it asks for: the longest reading wins."""


_COMMON = frozenset(
    {
        "of",
        "to",
        "in",
        "and",
        "from",
        "for",
        "at",
        "on",
        "by",
        "is",
        "was",
        ",",
        ":",
        "-",
        "[",
        "@c",
        "@b",
        "~",
        "#n",
        "#p",
    }
)


def commonness(need: frozenset[str]) -> tuple[int, int]:
    """How common the symbols of a need are: the rarest passes the most sentences by."""
    return len(need & _COMMON), len(need)


@dataclass
class _Compiled:
    expression: str
    needs: tuple[frozenset[str], ...]
    weight: int


class _ShapeCompiler:
    """Turns one shape into a regular expression over the marked sentence."""

    def __init__(self, shape: str, where: str, groups: Mapping[str, Sequence[str]]) -> None:
        self.groups = groups
        self.items = _SHAPE.findall(shape)
        self.shape = shape
        self.where = where
        self.position = 0
        self.roles: list[Role] = []

    def compile(self) -> Shape:
        parts = self._sequence(until=())
        if self.position != len(self.items):
            raise self._fault(f"has {self.items[self.position]!r} where nothing was expected")
        if not self.roles:
            raise self._fault("names no figure; write at least one {role}")
        begins = "" if parts.expression.startswith(_MARKED) else r"(?<![^ ])"
        expression = re.compile(begins + parts.expression)
        return Shape(self.shape, expression, tuple(self.roles), parts.needs, parts.weight)

    def _fault(self, what: str) -> PatternError:
        return PatternError(f'{self.where}: shape "{self.shape}" {what}')

    def _sequence(self, until: tuple[str, ...]) -> _Compiled:
        expression, weight = "", 0
        needs: list[frozenset[str]] = []
        while self.position < len(self.items) and self.items[self.position] not in until:
            item = self._item()
            if self._accept("?"):
                expression += f"(?:{item.expression})?"
                continue
            expression += item.expression
            needs += item.needs
            weight += item.weight
        return _Compiled(expression, tuple(needs), weight)

    def _accept(self, symbol: str) -> bool:
        if self.position < len(self.items) and self.items[self.position] == symbol:
            self.position += 1
            return True
        return False

    def _item(self) -> _Compiled:
        item = self.items[self.position]
        self.position += 1
        if item == "(":
            return self._alternatives()
        if item == "!":
            inner = self._item()
            return _Compiled(f"(?!{inner.expression})", (), 0)
        if item == "^":
            return _Compiled(r"(?:^|(?<=; )|(?<=: )|(?<= - ))", (), 0)
        if item.startswith(("..", "~~")):
            reach = int(item[2:] or GAP)
            first = r"[^#;:\s]" if item[0] == "." else r"[^\W_]"
            return _Compiled(rf"(?:{_TURN}{first}[^ ]* ){{0,{reach}}}?", (), 0)
        if item.startswith("{"):
            return self._figure(item[1:-1])
        if item.startswith("<"):
            return self._cue(item[1:-1])
        if item in (")", "|", "?"):
            raise self._fault(f"has a stray {item!r}")
        word = item.lower()
        return _Compiled(re.escape(word) + " ", (frozenset({word}),), 1)

    def _alternatives(self) -> _Compiled:
        options = [self._sequence(until=("|", ")"))]
        while self._accept("|"):
            options.append(self._sequence(until=("|", ")")))
        if not self._accept(")"):
            raise self._fault("has an open bracket")
        firsts = [min(option.needs, key=commonness, default=frozenset[str]()) for option in options]
        needs = (frozenset[str]().union(*firsts),) if all(firsts) else ()
        expression = "(?:" + "|".join(option.expression for option in options) + ")"
        return _Compiled(expression, needs, min(option.weight for option in options))

    def _figure(self, inside: str) -> _Compiled:
        if not inside:
            return _Compiled(r"(?:#[a-z]\d+\+?\.? )", (), 0)
        role, _, filters = inside.partition(":")
        if role not in ROLES:
            raise self._fault(f"names the role {role!r}; expected one of {', '.join(sorted(ROLES))}")
        letters, sign, point = "", r"\+?", r"\.?"
        for name in filter(None, filters.split("|")):
            if name == "signed":
                sign = r"\+"
            elif name == "whole":
                point = ""
            elif name in _FILTERS:
                letters += _FILTERS[name]
            else:
                raise self._fault(
                    f"filters on {name!r}; expected signed, whole, {', '.join(sorted(_FILTERS))}"
                )
        self.roles.append(cast(Role, role))
        units = f"[{letters}]" if letters else "[a-z]"
        needs = [frozenset("#" + letter for letter in letters)] if letters else []
        needs += [frozenset({"#+"})] if sign == r"\+" else []
        return _Compiled(rf"(#{units}\d+{sign}{point}) ", tuple(needs), 2)

    def _cue(self, inside: str) -> _Compiled:
        names = [kind for name in inside.split("|") for kind in self.groups.get(name, (name,))]
        parts, symbols = [], set()
        for name in names:
            if name == "when":
                parts.append(r"@[a-z]\d+")
                symbols |= {"@c", "@b"}
            elif name == "before":
                parts.append(r"@b\d+")
                symbols.add("@b")
            elif name == "name":
                parts.append(r"~\d+")
                symbols.add("~")
            else:
                parts.append(rf"\${re.escape(name)}\.\d+")
                symbols.add("$" + name)
        return _Compiled("(?:" + "|".join(parts) + ") ", (frozenset(symbols),), 1)


def compile_shape(shape: str, where: str, groups: Mapping[str, Sequence[str]] | None = None) -> Shape:
    """A shape of the rule language, compiled; `groups` are names that stand for several cue classes.

    Raises `PatternError` that names the file and the fault.
    """
    return _ShapeCompiler(shape, where, groups or {}).compile()
