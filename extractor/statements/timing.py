"""When a figure is for: its own words first, then the sentence's lead, the heading, the document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from extractor.model import Context, Period, Role
from extractor.statements.marking import Kind, Marked, Token

_JOINING = frozenset(
    "in at for of during over was were had has it there result figure position total outturn of is by target the".split()
)
_UNDATED = frozenset({"previous", "benchmark", "target", "threshold"})


def own_periods(marked: Marked, periods: Sequence[Period]) -> tuple[dict[int, Period], Period | None]:
    """The period of each figure token that has one of its own, and the one that leads the sentence."""
    own: dict[int, Period] = {}
    lead: Period | None = None
    figures = marked.figures
    for number, token in enumerate(marked.tokens):
        if token.kind != Kind.PERIOD:
            continue
        period = periods[token.index]
        before = max((f for f in figures if f < number), default=None)
        after = min((f for f in figures if f > number), default=None)
        if before is None and after is None:
            continue
        if before is None:
            lead = period if _leads(marked.tokens, number, after) else lead
            if after is not None and (lead is not period or _introduces(marked.tokens, number, after)):
                own.setdefault(after, period)
            continue
        if after is not None and _introduces(marked.tokens, number, after) and _parted(marked.tokens, before, number):
            own[after] = period
        elif not _semicolon(marked.tokens, before, number):
            own.setdefault(before, period)
        elif after is not None:
            own.setdefault(after, period)
    return own, lead


def _leads(tokens: Sequence[Token], number: int, after: int | None) -> bool:
    """A period before every figure is for all of them, unless a semicolon ends its reach."""
    return after is not None and not any(t.text == ";" for t in tokens[number:after])


def _introduces(tokens: Sequence[Token], number: int, figure: int) -> bool:
    """ "15/16 5680", "the Quarter 1 result of 1%": the period stands right before its figure."""
    between = [t for t in tokens[number + 1 : figure] if not t.noise]
    return len(between) <= 5 and all(
        t.text in _JOINING or t.text in ("(", "[", ",", ":", "-") or t.kind == Kind.CUE for t in between
    )


def _parted(tokens: Sequence[Token], figure: int, number: int) -> bool:
    """Something ends between a figure and the period after it."""
    return any(
        t.text in ("and", "but", ",", ";", ".", "[", "]", ":", "while", "whilst", "where", "which", "against", "-")
        or (t.cue is not None and t.cue.kind in ("against", "above", "below", "target"))
        for t in tokens[figure + 1 : number]
    )


def _semicolon(tokens: Sequence[Token], first: int, last: int) -> bool:
    return any(t.text == ";" for t in tokens[first:last])


def settle_period(
    role: Role, own: Period | None, main: Period | None, lead: Period | None, context: Context
) -> Period | None:
    """The period of a figure; an undated earlier value, target or benchmark has none of its own."""
    if own is not None:
        return own
    if role == "target":
        return main or lead
    if role in _UNDATED:
        return None
    if role == "projection":
        return None
    inherited = main or lead
    if inherited is not None:
        return replace(inherited, basis="inherited") if inherited.basis == "stated" else inherited
    return context.as_at if context.as_at is not None else context.reporting_period


def dated_apart(first: Period | None, second: Period | None) -> bool:
    """Both have dates, and the first ends before the second begins."""
    if first is None or second is None or first.last is None or second.last is None:
        return False
    begins = second.first or second.last
    return first.last < begins


def ends(period: Period | None) -> date | None:
    """The last day of a period, where it has one."""
    return period.last if period is not None else None
