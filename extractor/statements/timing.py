"""When a figure is for: its own words first, then the sentence's lead, the heading, the document."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from extractor.model import Context, Period, Role
from extractor.statements.comparing import is_compared
from extractor.statements.marking import Kind, Marked, Token, speaks_of_before
from extractor.statements.year_parts import whole_year

_UNDATED = frozenset({"previous", "benchmark", "target", "threshold"})
_ENDS = frozenset({";", ":", ".", "[", "]"})
_PARTS = frozenset(
    {
        "and",
        "but",
        ",",
        ";",
        ".",
        "[",
        "]",
        ":",
        "while",
        "whilst",
        "where",
        "which",
        "against",
        "-",
        "although",
        "with",
    }
)
_CLAUSES = frozenset(
    {"as", "helped", "so", "because", "since", "when", "who", "having", "this", "it", "there", "in"}
)
_PAPERS = frozenset(
    {
        "letter",
        "report",
        "meeting",
        "minutes",
        "decision",
        "order",
        "notice",
        "statement",
        "paper",
        "email",
        "note",
    }
    | {"visit", "inspection", "publication", "briefing", "letters", "reports", "meetings", "papers"}
)
_REACH = 8
"""Tokens between a period and the figure after it."""


@dataclass(slots=True)
class Dates:
    """The periods of one sentence: of figures, and the one that leads it."""

    own: dict[int, Period] = field(default_factory=dict)
    lead: Period | None = None
    shared: Period | None = None
    """The only period of the sentence, but for those compared with, where it stands before all figures."""
    compared: dict[int, Period] = field(default_factory=dict)
    """Periods that something is compared with, by token: "more than in the previous quarter"."""


def find_dates(marked: Marked, periods: Sequence[Period]) -> Dates:
    """Deal out the periods of a sentence to its figures."""
    dates, alone = Dates(), dict[int, Period]()
    figures = marked.figures
    for number, token in enumerate(marked.tokens):
        if token.kind is not Kind.PERIOD:
            continue
        period = periods[token.index]
        if _is_day_of_paper(marked.tokens, number, period):
            continue
        if is_compared(marked.tokens, number) or _goes_on(marked.tokens, number, dates):
            dates.compared[number] = period
            told = _told_when(marked.tokens, number)
            if told is not None:
                dates.own.setdefault(told, period)
            continue
        period = _since(marked.tokens, number, period)
        before = max((f for f in figures if f < number), default=None)
        after = min((f for f in figures if f > number), default=None)
        alone[number] = period
        _deal(marked.tokens, number, period, before, after, dates)
    if len(alone) == 1 and figures and min(alone) < figures[0]:
        stretches = (p for p in alone.values() if p.note != "since" and not speaks_of_before(p.text))
        dates.shared = next(stretches, None)
    return dates


_DATA = frozenset({"data", "figures", "results", "statistics", "returns", "outcomes", "rates"})
_OF = frozenset({"for", "of", "from", "covering", "in"})


def data_of(marked: Marked, periods: Sequence[Period]) -> Period | None:
    """ "The measurement data for 2013/14 had come out": what the data is of, where that is dated."""
    for number, token in enumerate(marked.tokens):
        if token.text not in _DATA:
            continue
        after = [t for t in marked.tokens[number + 1 : number + 4] if not t.noise]
        if len(after) > 1 and after[0].text in _OF and after[1].kind is Kind.PERIOD:
            period = periods[after[1].index]
            if period.first is not None and period.last is not None and period.first < period.last:
                return replace(period, basis="heading")
    return None


def opened_with(marked: Marked, periods: Sequence[Period]) -> Period | None:
    """The dated period that a sentence without figures opens with."""
    first = next((n for n, t in enumerate(marked.tokens) if t.kind is Kind.PERIOD), None)
    if first is None or not _opens(marked.tokens, first):
        return None
    period = periods[marked.tokens[first].index]
    return period if period.last is not None and period.note != "since" else None


def opens_dated(dates: Dates) -> bool:
    """The sentence opens with a period that has dates: what follows it in the paragraph is of it too."""
    lead = dates.lead
    return lead is not None and lead.first is not None and lead.last is not None and lead.type != "point"


def _told_when(tokens: Sequence[Token], number: int) -> int | None:
    """ "fewer than in May, when there were 380": the figure that is told of what is compared with."""
    after = [n for n in range(number + 1, min(number + 1 + _REACH, len(tokens))) if not tokens[n].noise]
    if after and tokens[after[0]].text == ",":
        after = after[1:]
    if not after or tokens[after[0]].text not in ("when", "where"):
        return None
    clause = itertools.takewhile(lambda n: tokens[n].text not in _ENDS, after)
    return next((n for n in clause if tokens[n].kind is Kind.FIGURE), None)


def _goes_on(tokens: Sequence[Token], number: int, dates: Dates) -> bool:
    """ "from the previous month in May 2019": the second period only says the first again."""
    near = [i for i in range(max(0, number - 3), number) if not tokens[i].noise]
    while near and tokens[near[-1]].text in ("in", "of", ","):
        near.pop()
    return bool(near) and near[-1] in dates.compared


def _deal(
    tokens: Sequence[Token], number: int, period: Period, before: int | None, after: int | None, dates: Dates
) -> None:
    if _undated(period) and not speaks_of_before(period.text) and _leads_now(dates):
        return
    if before is None:
        if after is None:
            return
        if _opens(tokens, number) or not _near(tokens, number, after):
            apart = _semicolon(tokens, number, after)
            if apart and period.type == "point":
                return  # the day of another event: "abolished on 1 April; 12 had been ..."
            dates.lead = dates.lead if apart else period
            dates.own.setdefault(after, period)
        else:
            dates.own[after] = period
        return
    introduces = after is not None and _near(tokens, number, after) and not _ends_clause(tokens, number)
    if introduces and after is not None and _parted(tokens, before, number):
        dates.own[after] = period
    elif not _comma(tokens, before, number):
        if before not in dates.own or _close(tokens, before, number) or _undated(dates.own[before]):
            dates.own[before] = period
        elif introduces and after is not None:
            dates.own[after] = period
    elif introduces and after is not None:
        dates.own[after] = period


def _ends_clause(tokens: Sequence[Token], number: int) -> bool:
    """ "12 at quarter 2 last year and 9 at quarter 2 this year": the period is of what it follows."""
    after = [t for t in tokens[number + 1 : number + 4] if not t.noise][:2]
    return len(after) == 2 and after[0].text in _JOINS and after[1].kind is Kind.FIGURE


_JOINS = frozenset({"and", "but", "while", "whilst", ";"})


def _leads_now(dates: Dates) -> bool:
    """A dated period of the present leads the sentence."""
    lead = dates.lead
    return lead is not None and lead.last is not None and not speaks_of_before(lead.text)


def _undated(period: Period) -> bool:
    return period.first is None and period.last is None


def _opens(tokens: Sequence[Token], number: int) -> bool:
    """The period stands at the head of the sentence, so that it is for all of it."""
    spoken = [t for t in tokens[:number] if not t.noise and t.kind is not Kind.PUNCTUATION]
    return len(spoken) <= 2


def _near(tokens: Sequence[Token], number: int, figure: int) -> bool:
    """ "15/16 5680", "the Quarter 1 result of 1%", "for the year so far remains good at 90%"."""
    between = [t for t in tokens[number + 1 : figure] if not t.noise]
    if (
        len(between) > 1
        and between[0].text == ","
        and between[1].text in ("which", "with", "although", "but")
    ):
        return False
    return len(between) <= _REACH and not any(t.text in _ENDS or t.text == "," for t in between[1:])


def _close(tokens: Sequence[Token], figure: int, number: int) -> bool:
    return len([t for t in tokens[figure + 1 : number] if not t.noise]) <= 2


def _comma(tokens: Sequence[Token], figure: int, number: int) -> bool:
    """A clause ends between the figure and the period, unless the comma stands right before the period."""
    between = tokens[figure + 1 : number]
    if any(t.text in (";", ":", "having") for t in between) or _in_another_bracket(between):
        return True
    return any(t.text == "," and _turns(after) for t, after in itertools.pairwise(between))


def _in_another_bracket(between: Sequence[Token]) -> bool:
    """ "52 (the yearly letter is due in July)": the bracket says something else, with a verb of its own."""
    opened = next((i for i, t in enumerate(between) if t.text == "["), None)
    if opened is None or any(t.text == "]" for t in between[opened:]):
        return False
    return any(t.text in _FINITE for t in between[opened:])


_FINITE = frozenset({"is", "are", "was", "were", "has", "have", "had", "will", "would"})


def _turns(token: Token) -> bool:
    """A new clause begins with this word; a mere list goes on with a noun."""
    return token.text in _PARTS or token.cue is not None or token.text in _CLAUSES


def _is_day_of_paper(tokens: Sequence[Token], number: int, period: Period) -> bool:
    """ "The letter of 20 July shows that 22 came in": the day of the letter."""
    if period.type != "point" or period.note or period.first != period.last:
        return False
    near = [t.text for t in tokens[max(0, number - 3) : number] if not t.noise][-2:]
    return len(near) == 2 and near[0] in _PAPERS and near[1] in ("of", "dated", "on", "from")


def _parted(tokens: Sequence[Token], figure: int, number: int) -> bool:
    """Something ends between a figure and the period after it."""
    return any(
        t.text in _PARTS
        or (t.cue is not None and t.cue.kind in ("against", "above", "below", "target", "rather"))
        for t in tokens[figure + 1 : number]
    )


def _semicolon(tokens: Sequence[Token], first: int, last: int) -> bool:
    return any(t.text == ";" for t in tokens[first:last])


def _since(tokens: Sequence[Token], number: int, period: Period) -> Period:
    """ "Since May 2016", "since it opened in May": from then on, to an end that only the document gives."""
    near = list(
        itertools.takewhile(
            lambda t: t.kind is not Kind.FIGURE, reversed(tokens[max(0, number - 5) : number])
        )
    )
    if period.first is not None and period.type != "range" and any(t.text == "since" for t in near):
        return replace(period, last=None, type="range")
    return period


def within_reading(marked: Marked, periods: Sequence[Period], first: int, last: int) -> Period | None:
    """The one period inside a relation that reads an earlier value, or None."""
    found = [t for t in marked.tokens[first : last + 1] if t.kind is Kind.PERIOD]
    return periods[found[0].index] if len(found) == 1 else None


def settle_period(
    role: Role, own: Period | None, main: Period | None, lead: Period | None, context: Context
) -> Period | None:
    """The period of a figure; an undated earlier value, target or benchmark has none of its own."""
    own, main, lead = (_since_then(_whole(period, context), context) for period in (own, main, lead))
    if own is not None:
        return own
    if role == "target":
        return main or lead
    if role in _UNDATED:
        return None
    if role == "projection":
        return main or lead
    inherited = main or lead
    if inherited is not None:
        return replace(inherited, basis="inherited") if inherited.basis == "stated" else inherited
    return context.as_at if context.as_at is not None else context.reporting_period


def _since_then(period: Period | None, context: Context) -> Period | None:
    """ "Since May 2016": to the last day of the data; a stretch whose end nothing tells has no dates."""
    if period is None or period.first is None or period.last is not None:
        return period
    end = ends(context.as_at) or ends(context.reporting_period)
    return replace(period, first=period.first if end is not None else None, last=end)


def dated_apart(first: Period | None, second: Period | None) -> bool:
    """Both have dates, and the first ends before the second begins."""
    if first is None or second is None or first.last is None or second.last is None:
        return False
    begins = second.first or second.last
    return first.last < begins


def ends(period: Period | None) -> date | None:
    """The last day of a period, where it has one."""
    return period.last if period is not None else None


def _whole(period: Period | None, context: Context) -> Period | None:
    """ "For the year as a whole", in a report that reaches the year's end: that year."""
    now = context.as_at or context.reporting_period
    if period is None or period.last is not None or period.type != "year" or speaks_of_before(period.text):
        return period
    year = whole_year(now)
    return year if year is not None and now is not None and year.last == now.last is not None else period
