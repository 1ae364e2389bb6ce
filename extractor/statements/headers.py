"""Lines that hold only dates: a period over what follows, or the heads of columns set as text."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from extractor.figures.periods import anchor_of, parse_period
from extractor.model import Context, Passage, Period
from extractor.outline.titles import periods_of_title
from extractor.patterns import PatternSet
from extractor.statements.drafts import Draft
from extractor.statements.marking import Layers
from extractor.statements.memory import Memory

_WORDS = re.compile(r"[A-Za-z]{2,}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LONGEST_PERIOD = 60
"""Characters of a line that is nothing but a period."""
_LONGEST_LINE = 400
"""Characters of a line as it is set, with the blanks of its columns, that may be one."""


def note_dates(
    passage: Passage, layers: Layers, memory: Memory, context: Context, patterns: PatternSet
) -> None:
    """Remember a line of nothing but a period, or a line with the periods of several columns."""
    if len(layers.periods) >= 2 and _heads_columns(passage.text, context, patterns):
        memory.columns = layers.periods
        memory.column_words = " ".join(_without(passage.text, layers.periods).split())
        return
    if len(passage.text) > 60:
        if passage.kind != "list_item":
            memory.columns = ()
        return
    note_period_line(passage.text, memory, context, patterns)


def _heads_columns(text: str, context: Context, patterns: PatternSet) -> bool:
    """Several periods and no sentence; "Quarter 3 Performance Report 2019/20" names one."""
    if len(text) >= 240 or text.rstrip().endswith("."):
        return False
    return len(periods_of_title(text, anchor_of(context), patterns)) >= 2


def note_period_line(text: str, memory: Memory, context: Context, patterns: PatternSet) -> bool:
    """ "Quarter 1" and, on the next line, "2020": the period of the rows below."""
    plain = " ".join(text.split()).strip(" :|") if len(text) < _LONGEST_LINE else text
    if _YEAR.fullmatch(plain) and memory.period_line:
        plain = f"{memory.period_line} {plain}"
    short = len(plain) < _LONGEST_PERIOD
    period = parse_period(plain, patterns.periods, anchor_of(context)) if short else None
    if period is None or _a_mere_day(period):
        return False
    memory.period_line = plain
    first = period.opened if period.note == "end_of" and period.opened is not None else period.first
    kind = "range" if first != period.first else period.type
    memory.lead_period = Period(period.text, first, period.last, kind, "heading", None, None, period.note)
    return True


def note_list_period(
    passage: Passage, periods: Sequence[Period], memory: Memory, patterns: PatternSet
) -> None:
    """ "In Quarter 2:" leads the items below it, "The main points for May were:" too; text ends the list."""
    if passage.text.rstrip(" -–—").endswith(":"):
        memory.list_period = _of_list(passage.text, periods, patterns)
    elif passage.kind != "list_item":
        memory.list_period = None


def _of_list(text: str, periods: Sequence[Period], patterns: PatternSet) -> Period | None:
    """The one period of a lead, if it is dated and not that of something else ("targets for 2023/24")."""
    if len(periods) != 1 or periods[0].last is None:
        return None
    if _a_mere_day(periods[0]) and _AT.match(text) is None:
        return None
    before, after = text[: periods[0].start or 0], text[periods[0].end or 0 :]
    if _SENTENCE_END.search(after) or patterns.outline.elsewhere.search(before[-_NEAR:]):
        return None
    return replace(periods[0], basis="heading", start=None, end=None)


_AT = re.compile(r"\W*at\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.;?!]\s")
_NEAR = 60
"""Characters before a period in which it may be said to be of something else."""


def _a_mere_day(period: Period) -> bool:
    """ "21 May 2010" on a line of its own: the day of the meeting or the report, not what figures are of."""
    return period.type == "point" and period.note == "" and period.first == period.last


def _without(text: str, periods: Sequence[Period]) -> str:
    kept, at = [], 0
    for period in periods:
        kept.append(text[at : period.start or 0])
        at = period.end or 0
    return "".join([*kept, text[at:]])


def is_row(text: str, drafts: Sequence[Draft]) -> bool:
    """Nothing but spaces and signs parts the figures of a row of a table set as text."""
    between = [text[a.quantity.end : b.quantity.start] for a, b in itertools.pairwise(drafts)]
    return len(drafts) > 1 and all(not _WORDS.search(gap) and "." not in gap for gap in between)


def settle_row(
    drafts: Sequence[Draft], text: str, memory: Memory, context: Context, patterns: PatternSet
) -> None:
    """Give the figures of a row the periods of their columns; the last column is the current one."""
    columns = memory.columns
    if not columns or len(drafts) > len(columns) or not is_row(text, drafts):
        return
    first = drafts[0].period
    own = first if first is not None and first.text in text else None
    for number, (draft, column) in enumerate(zip(drafts, columns, strict=False)):
        period = column
        if own is not None:
            joined = parse_period(f"{own.text} {column.text}", patterns.periods, anchor_of(context))
            period = joined if joined is not None else column
        draft.period = draft.own_period = period
        draft.role = "actual" if number == len(columns) - 1 else "previous"
        draft.direction = None
        draft.reading = None
        if draft.unit == "count" and re.search(r"tonnes|\bkg\b", memory.column_words):
            draft.unit = "other"
    for draft in drafts:
        draft.measure = drafts[0].measure
        draft.main = drafts[-1] if draft.role == "previous" and drafts[-1].role == "actual" else None
