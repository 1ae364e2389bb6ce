"""Expressions that stand together and mean one stretch: "October last year", "the year to date (to Q3)"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from extractor.figures.dates import months_in, year_of, year_span
from extractor.figures.grammar import Joint, JointKind, LeadKind, PeriodGrammar, PeriodRule
from extractor.figures.readings import Anchor
from extractor.figures.readings.parts import range_type
from extractor.model import Period


class Expression(NamedTuple):
    """A period expression of a text, whatever it is read against."""

    rule: PeriodRule
    match: re.Match[str]
    start: int
    """Where it begins, with its lead and article."""
    end: int
    lead: LeadKind
    joint: Joint | None = None
    frame: Expression | None = None
    """The expression that stands with it and that it is read in."""


Read = Callable[[Expression, Anchor], Period | None]
"""Reads one expression alone."""

_FARTHEST = 24
"""Characters between two expressions that stand together."""
_YEARS = re.compile(r"(?:y|fy|dy|dmy|iso|back)2?(?:_\d)?")
"""Groups of an expression that says a year of its own."""


def join(text: str, found: Iterable[Expression], grammar: PeriodGrammar) -> Iterator[Expression]:
    """The expressions of a text; those that mean one stretch together made one."""
    before: Expression | None = None
    for expression in found:
        both = _joined(text, before, expression, grammar) if before is not None else None
        if before is not None and both is None:
            yield before
        before = both or expression
    if before is not None:
        yield before


def _joined(text: str, first: Expression, second: Expression, grammar: PeriodGrammar) -> Expression | None:
    between = text[first.end : second.match.start()]
    if len(between) > _FARTHEST or first.joint is not None:
        return None
    open_still = "(" in between and text[second.end - 1] != ")"
    if open_still and text[second.end : second.end + 1] != ")":
        return None
    for joint in grammar.joints:
        for inner, frame, parted in ((first, second, joint.inner_first), (second, first, joint.frame_first)):
            if parted is None or inner.rule.name not in joint.inner or frame.rule.name not in joint.frame:
                continue
            if parted.fullmatch(between) and not (joint.means == "in" and _says_year(inner)):
                end = second.end + open_still
                return inner._replace(start=first.start, end=end, joint=joint, frame=frame)
    return None


def _says_year(expression: Expression) -> bool:
    groups = expression.match.groupdict()
    return any(value and _YEARS.fullmatch(name) for name, value in groups.items())


def read_joined(both: Expression, read: Read, anchor: Anchor) -> Period | None:
    """What two expressions that stand together mean: the dates of the inner one, as its frame has them."""
    joint, frame = both.joint, both.frame
    assert joint is not None and frame is not None
    inner = both._replace(joint=None, frame=None)
    period = _READERS[joint.means](inner, frame, read, anchor)
    return None if period is None else replace(period, start=both.start, end=both.end)


def _in(inner: Expression, frame: Expression, read: Read, anchor: Anchor) -> Period | None:
    """ "Q3" of "last year": read as in a paper of that year."""
    year = read(frame, anchor)
    if year is None or year.last is None:
        part = read(inner, anchor)
        this = frame.rule.name == "this-year"
        return part if part is None or this else replace(part, first=None, last=None)
    within = Anchor(report_date=year.last, reporting_period=year, year_type=anchor.year_type)
    part = read(inner, within)
    return None if part is None else replace(part, basis=year.basis)


def _up_to(inner: Expression, frame: Expression, read: Read, anchor: Anchor) -> Period | None:
    """ "Year to date" at "Q3", "2022/23" to "December": the year up to the end of the other."""
    part = read(inner, anchor) if _says_year(inner) else _in(inner, frame, read, anchor)
    part = read(inner, anchor) if part is None or part.last is None else part
    if part is None or part.last is None:
        return part
    first = year_span(year_of(part.last, anchor.first_month), anchor.first_month)[0]
    whole = months_in((first, part.last)) == 12
    return replace(part, first=first, type="year" if whole else "ytd", note="", opened=None)


def _names(inner: Expression, frame: Expression, read: Read, anchor: Anchor) -> Period | None:
    """ "The quarter" that is "October to December", "last year" that is "2019/20": the dates of the name."""
    framed = read(frame, anchor)
    if framed is not None and framed.last is not None and frame.start < inner.match.start():
        anchor = replace(anchor, antecedent=framed)
    named = read(inner, anchor)
    return framed if named is None or named.last is None else named


def _end(inner: Expression, frame: Expression, read: Read, anchor: Anchor) -> Period | None:
    """ "Month end" of "March 2022": its last day."""
    whole = read(inner, anchor)
    if whole is None or whole.last is None:
        return read(frame, anchor) if whole is None else whole
    return replace(whole, first=whole.last, type="point", note="end_of", opened=whole.first)


def _stretch(inner: Expression, frame: Expression, read: Read, anchor: Anchor) -> Period | None:
    """ "1 April 2018" to "March 2019": from the start of the one to the end of the other."""
    opens, closes = read(inner, anchor), read(frame, anchor)
    if opens is None or closes is None or opens.first is None or closes.last is None:
        return closes
    if closes.last < opens.first:
        return replace(closes, first=None, last=None, type="range")
    kind = range_type((opens.first, closes.last), anchor)
    return replace(closes, first=opens.first, type=kind, basis=opens.basis, note="", opened=None)


_READERS: Mapping[JointKind, Callable[[Expression, Expression, Read, Anchor], Period | None]] = {
    "in": _in,
    "up_to": _up_to,
    "names": _names,
    "end": _end,
    "stretch": _stretch,
}
