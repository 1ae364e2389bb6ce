"""What one cell prints: figures with unit, qualifier and period, or a mark, or no figure at all."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from extractor.model import Cell, Qualifier, Unit
from extractor.patterns.scorecards import ScorecardPatterns

Part = Literal["value", "numerator", "denominator", "low", "high", "aside"]


@dataclass(frozen=True, slots=True)
class Printed:
    """One figure of a cell.  `start` and `end` are characters of the cell's text: the number itself."""

    text: str
    value: Decimal
    start: int
    end: int
    unit: Unit | None = None
    qualifier: Qualifier | None = None
    part: Part = "value"
    places: int = 0
    period: str = ""
    trailing: str = ""
    """A "<" or ">" printed behind the number, whose sense depends on which direction is good."""


@dataclass(frozen=True, slots=True)
class CellText:
    """A cell as read.  `kind` says what it is; `words` is what stands beside the figures."""

    kind: Literal["empty", "blank", "figures", "mark", "words"]
    figures: tuple[Printed, ...] = ()
    words: str = ""


_NUMBER = (
    r"(?P<sign{0}>[-−–+]\s?(?=[£\d.]))?(?P<money{0}>£\s?)?"
    r"(?P<digits{0}>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
    r"(?:\s?(?P<scale{0}>million|thousand|bn|m|k)(?![a-z]))?"
    r"(?P<percent{0}>\s?(?:%|per\s?cent\b|percent\b))?"
    r"(?P<unit{0}>\s?(?:percentage points?|pp|ppts?|days?|weeks?|months?|years?|hours?|hrs?|minutes?|mins?"
    r"|per\s(?:10,?000|100,?000|1,?000))\b)?"
)
_OPERATORS: dict[str, Qualifier] = {
    "<": "below", ">": "above", "≤": "at_most", "≥": "at_least", "<=": "at_most", ">=": "at_least",
    "less than": "below", "under": "below", "below": "below", "fewer than": "below", "more than": "above",
    "over": "above", "above": "above", "greater than": "above", "at least": "at_least", "minimum": "at_least",
    "min": "at_least", "no less than": "at_least", "up to": "at_most", "at most": "at_most",
    "maximum": "at_most", "max": "at_most", "no more than": "at_most", "not more than": "at_most",
    "approx": "approx", "approximately": "approx", "c.": "approx", "~": "approx", "around": "approx",
    "about": "approx", "circa": "approx",
}  # fmt: skip
_AFTER: dict[str, Qualifier] = {
    "+": "at_least", "or more": "at_least", "or above": "at_least", "or higher": "at_least",
    "and above": "at_least", "or over": "at_least", "or less": "at_most", "or below": "at_most",
    "or fewer": "at_most", "or lower": "at_most", "and below": "at_most", "or under": "at_most",
    "minimum": "at_least", "maximum": "at_most", "max": "at_most", "min": "at_least",
}  # fmt: skip
_OPERATOR = "|".join(re.escape(o) for o in sorted(_OPERATORS, key=len, reverse=True))
_LATER = "|".join(re.escape(o) for o in sorted(_AFTER, key=len, reverse=True))
_ONE = _NUMBER.format("")
_LEAD = re.compile(
    rf"\s*(?P<operator>{_OPERATOR})?\s*{_ONE}\s*(?:(?P<after>{_LATER})(?![a-z\d])|(?P<open>[<>])(?!\s*\d))?",
    re.IGNORECASE,
)
_PART_OF = re.compile(
    rf"\s*{_NUMBER.format('1')}\s*(?:of|out of|/)\s*(?:the\s)?{_NUMBER.format('2')}"
    rf"(?:\s*[-=:–,]?\s*[(\[]?\s*{_NUMBER.format('3')}\s*[)\]]?)?\s*$",
    re.IGNORECASE,
)
_PERCENT_OF = re.compile(
    rf"\s*{_NUMBER.format('3')}\s*[-–:,]?\s*[(\[]?\s*{_NUMBER.format('1')}\s*(?:of|out of|/)\s*(?:the\s)?"
    rf"{_NUMBER.format('2')}(?P<noun>\s[a-z ]+)?\s*[)\]]?\s*$",
    re.IGNORECASE,
)
_OF = re.compile(rf"\s*(?:of|out of)\s+{_NUMBER.format('2')}\s*$", re.IGNORECASE)
_FIRST_HALF = re.compile(rf"\s*{_NUMBER.format('1')}(?:\s+[a-z0]|\s+o?f?)?\s*$", re.IGNORECASE)
_AROUND = re.compile(
    rf"\s*(?P<lead>\d\s+)?(?:up to\s)?(?P<more>more than\s|over\s|outside\s)?"
    rf"(?:\+\s?/\s?-|±|\+-)\s*{_NUMBER.format('1')}"
    rf"(?:\s*of\s*{_NUMBER.format('2')})?\s*$",
    re.IGNORECASE,
)
_RANGE = re.compile(rf"\s*{_NUMBER.format('1')}\s*(?:-|–|—|to)\s*{_NUMBER.format('2')}\s*$", re.IGNORECASE)
_BETWEEN = re.compile(
    rf"\s*(?P<low>[<>]=?|≥|≤)\s*{_NUMBER.format('1')}\s*(?:and|to|,|&)?\s*(?P<high>[<>]=?|≥|≤)\s*{_NUMBER.format('2')}\s*$"
)
_SHARE = re.compile(rf"\s*[(\[]\s*(?=[\d.]+\s?%){_NUMBER.format('4')}\s*[)\]]")
_ABOVE_RANGE = re.compile(rf"\s*(?P<over>over\s)?{_NUMBER.format('1')}\s*above\s*range.*$", re.IGNORECASE)
_BRACKET = re.compile(r"\s*[(\[](?P<inside>[^()\[\]]*)[)\]]?\s*\.?")
_REST = re.compile(r"(?:\s+|(?<=\s))(?:in\s|at\s|for\s)?([A-Za-z][^/;()\n]*?)\s*(?=[/;(\n]|$)")
_BROKEN_LINE = re.compile(r"\n(?=\s*(?:[^\d£<>≤≥\s]|(?:19|20)\d\d(?![\d%])))")
_GLUED = re.compile(r"(?<!\s)[A-Za-z\d]")
_YEARS = re.compile(r"\(?\s*(?:19|20)\d\d\s*/\s*(?:19|20)?\d\d\s*\)?")
_FOOTNOTE = re.compile(r"\s*(?:[*†‡§¹²³⁴⁵⁶⁷⁸⁹⁰ᵃᵇᶜ]+|\^\{?[*\d]{1,2}\}?|\[\w{1,2}\]|\([rpe*]\))+")
_UNITS: dict[str, Unit] = {
    "pp": "percentage_points", "ppt": "percentage_points", "percentage point": "percentage_points",
    "day": "days", "week": "weeks", "month": "months", "year": "years", "hour": "hours", "hr": "hours",
    "minute": "minutes", "min": "minutes", "per 10000": "rate_per_10000", "per 100000": "rate_per_100000",
    "per 1000": "rate_per_1000",
}  # fmt: skip
_SCALES = {"k": 3, "thousand": 3, "m": 6, "million": 6, "bn": 9}
_MARKUP = re.compile(r"</?u>|\$|\\[a-z]+\b")


def read_cell(cell: Cell, patterns: ScorecardPatterns) -> CellText:
    """The figures of a cell, or why it has none.

    A percentage that a workbook keeps as a fraction is given as a percentage.
    """
    text = cell.text
    plain = text.strip()
    if not plain:
        return CellText("empty")
    if patterns.find("blank", plain) and not re.search(r"\d", plain):
        return CellText("blank", words=plain)
    if patterns.glyph("trend", plain) or (patterns.glyph("trend_lost", plain) and not plain.isdigit()):
        return CellText("mark", words=plain)
    read = read_figures(text)
    if (read.kind == "words" and patterns.find("blank", plain)) or patterns.find("blank", read.words):
        return CellText("blank", words=plain)
    if len(read.figures) == 1 and cell.number is not None:
        return replace(read, figures=(_stored(read.figures[0], cell),))
    return read


def _stored(printed: Printed, cell: Cell) -> Printed:
    """A fraction shown as it is stored, though its format says percent."""
    if printed.unit is None and "%" in (cell.number_format or "") and cell.number is not None:
        places = len((cell.number_format or "").partition(".")[2].partition("%")[0])
        value = (cell.number * 100).quantize(Decimal(1).scaleb(-places))
        return replace(printed, value=value, unit="percent", places=places)
    return printed


def read_figures(text: str) -> CellText:
    """The figures of a cell's text: one value with its qualifier, n of m, a range, a band, or several.

    >>> [(f.value, f.qualifier) for f in read_figures("95%+").figures]
    [(Decimal('95'), 'at_least')]
    """
    masked = _BROKEN_LINE.sub(" ", _MARKUP.sub(lambda m: " " * len(m.group()), text))
    for shape in (_part_of, _rest_of, _around, _between, _above_range, _range):
        figures = shape(masked)
        if figures:
            return CellText("figures", figures)
    return _values(masked)


def _figure(match: re.Match[str], name: str = "", part: Part = "value") -> Printed:
    digits = match.group(f"digits{name}")
    sign = (match.group(f"sign{name}") or "").strip()
    scale = _SCALES.get((match.group(f"scale{name}") or "").lower(), 0)
    value = Decimal(digits.replace(",", "")).scaleb(scale)
    start = match.start(f"digits{name}")
    for before in ("money", "sign"):
        if match.group(f"{before}{name}"):
            start = match.start(f"{before}{name}")
    end = max(match.end(f"{g}{name}") for g in ("digits", "scale", "percent"))
    unit = _unit(match, name)
    return Printed(
        text=match.string[start:end],
        value=-value if sign in ("-", "−", "–") else value,
        start=start,
        end=end,
        unit=unit,
        part=part,
        places=len(digits.partition(".")[2]),
    )


def _unit(match: re.Match[str], name: str) -> Unit | None:
    if match.group(f"percent{name}"):
        return "percent"
    if match.group(f"money{name}"):
        return "currency_gbp"
    printed = (match.group(f"unit{name}") or "").strip().lower().replace(",", "")
    return _UNITS.get(printed) or _UNITS.get(printed.removesuffix("s")) if printed else None


def _part_of(text: str) -> tuple[Printed, ...]:
    match = None if _YEARS.search(text) else _PART_OF.match(text) or _PERCENT_OF.match(text)
    if not match or match.group("percent1") or match.group("percent2"):
        return ()
    part, whole = _figure(match, "1", "numerator"), _figure(match, "2", "denominator")
    if not match.group("digits3"):
        return (part, whole)
    share = _figure(match, "3")
    return (share, part, whole)


def _rest_of(text: str) -> tuple[Printed, ...]:
    """The second half of an "n of m" that was broken over two cells."""
    match = _OF.match(text)
    return (_figure(match, "2", "denominator"),) if match else ()


def read_part(text: str) -> Printed | None:
    """The first half of an "n of m" broken over two cells; a letter of the word may be left behind it.

    >>> read_part("165 c").value
    Decimal('165')
    """
    match = _FIRST_HALF.match(text)
    return _figure(match, "1", "numerator") if match else None


def _around(text: str) -> tuple[Printed, ...]:
    match = _AROUND.match(text)
    if not match:
        return ()
    if match.group("digits2"):
        return (replace(_figure(match, "2"), qualifier="approx"),)
    return (replace(_figure(match, "1"), qualifier="above" if match.group("more") else "at_most"),)


def _between(text: str) -> tuple[Printed, ...]:
    match = _BETWEEN.match(text)
    if not match:
        return ()
    low = replace(_figure(match, "1", "low"), qualifier=_OPERATORS[match.group("low")])
    high = replace(_figure(match, "2", "high"), qualifier=_OPERATORS[match.group("high")])
    return (low, high)


def _above_range(text: str) -> tuple[Printed, ...]:
    match = _ABOVE_RANGE.match(text)
    if not match:
        return ()
    return (replace(_figure(match, "1"), qualifier="above" if match.group("over") else None),)


def _range(text: str) -> tuple[Printed, ...]:
    match = _RANGE.match(text)
    if not match or match.group("sign1"):
        return ()
    low, high = _figure(match, "1", "low"), _figure(match, "2", "high")
    if low.value >= high.value:
        return ()
    unit = low.unit or high.unit
    return (replace(low, qualifier="at_least", unit=unit), replace(high, qualifier="at_most", unit=unit))


def _values(text: str) -> CellText:
    """One value, or several parted by a slash or a full stop, each with what stands beside it."""
    figures: list[Printed] = []
    words: list[str] = []
    at = _skip(text, 0)
    if _YEARS.match(text, at):
        return CellText("words", words=text.strip())
    while at < len(text):
        match = _LEAD.match(text, at)
        if not match or _GLUED.match(text, match.end()):
            return CellText("words", words=text.strip())
        figure = _qualified(match)
        at, period, beside = _beside(text, match.end())
        figures.append(replace(figure, period=period))
        share = _SHARE.match(text, match.end())
        if share and figure.unit != "percent":
            figures.append(_figure(share, "4"))
        elif beside:
            words.append(beside)
        parted = re.match(r"\s*(?:/|;|\n)\s*(?=[£<>≤≥\d])(?!(?:19|20)\d\d\b(?!%))", text[at:])
        if parted:
            at += parted.end()
        elif text[at:].strip():
            return CellText("words", words=text.strip())
        else:
            break
    return CellText("figures", tuple(figures), " ".join(w for w in words if w))


def _skip(text: str, at: int) -> int:
    match = re.compile(r"[\s^▲▼△▽↑↓→↔⬆⬇➡►◄●]*").match(text, at)
    return match.end() if match else at


def _qualified(match: re.Match[str]) -> Printed:
    figure = _figure(match)
    operator, after = (match.group("operator") or "").lower(), (match.group("after") or "").lower()
    qualifier = _OPERATORS.get(operator) or _AFTER.get(after)
    return replace(figure, qualifier=qualifier, trailing=match.group("open") or "")


def _beside(text: str, at: int) -> tuple[int, str, str]:
    """Where what belongs to a figure ends, the words of a period in it, and other words."""
    period, words = "", []
    while at < len(text):
        mark = _FOOTNOTE.match(text, at)
        if mark and mark.end() > at:
            at = mark.end()
            continue
        bracket = _BRACKET.match(text, at)
        if bracket and bracket.end() > at:
            inside = bracket.group("inside").strip()
            period = period or (inside if _names_time(inside) else "")
            words.append(inside)
            at = bracket.end()
            continue
        rest = _REST.match(text, at)
        if rest and rest.end() > at and len(rest.group(1).split()) <= 5 and not _says_more(rest.group(1)):
            period = period or (rest.group(1) if _names_time(rest.group(1)) else "")
            words.append(rest.group(1))
            at = rest.end()
            continue
        break
    return at, period, " ".join(words)


def _names_time(words: str) -> bool:
    return bool(
        re.search(
            r"(?:19|20)\d\d|\b(?:q[1-4]|autumn|spring|summer|term|jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)"
            r"(?:[a-z]*|\s?'?\d\d)\b|\d\d\s?/\s?\d\d\b",
            words,
            re.IGNORECASE,
        )
    )


def _says_more(words: str) -> bool:
    """Words that change what the figure is: it is left to a reader of sentences."""
    return bool(
        re.search(
            r"\b(?:from|increase|decrease|reduction|fall|rise|which|and|was|were|or)\b", words, re.IGNORECASE
        )
    )
