"""Where a line stops being comparable: from the catalogue, and from what the papers say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from extractor.figures.periods import anchor_of, find_periods
from extractor.figures.readings import Anchor
from extractor.model import Observation, Result, SeriesPoint, TableSource
from extractor.patterns import PatternSet
from extractor.patterns.indicators import Break

_NEAR = 60
"""Characters after the mention of a change in which its date is looked for."""
_LEADS = re.compile(r"\b(?:in|at|on|from|since|during|of)\W+(?:the |early |late |mid[- ])?$")
_ONE_CHANGE = 92
_OLD = re.compile(r"\bOLD\b|\bold (?:indicator|measure|definition|recording)\b")


def is_old(observation: Observation) -> bool:
    """Whether the paper marks the figure as of a measure's former recording ("2.1 OLD")."""
    source = observation.source
    if isinstance(source, TableSource) and any(
        map(_says_old, (source.code, source.row_label, source.column))
    ):
        return True
    return _says_old(observation.indicator)


def _says_old(text: str) -> bool:
    return bool(text) and "old" in text.casefold() and bool(_OLD.search(text))


def find_text_breaks(results: Iterable[Result], patterns: PatternSet) -> Mapping[str, Sequence[Break]]:
    """Dated changes of system or recording that papers report, by document.

    Mentions of one change within a quarter of a year count once, with the latest of their dates.
    """
    found: dict[str, list[Break]] = {}
    for result in results:
        outline = result.document.outline
        mentions = [
            Break(day, change.what)
            for number, passage in result.document.passages
            for change in patterns.indicators.text_breaks
            for match in change.expression.finditer(passage.text)
            if (day := _day_of(passage.text[match.end() :], anchor_of(outline.context_of(number)), patterns))
        ]
        if mentions:
            found[result.document.path] = _once_each(mentions)
    return found


def _day_of(after: str, anchor: Anchor, patterns: PatternSet) -> date | None:
    """First day of a change from the date that follows close on its mention: "at the end of May 2016"."""
    sentence = re.split(r"[.;]\s", after[:_NEAR], maxsplit=1)[0]
    for period in find_periods(sentence, patterns.periods, anchor):
        led = _LEADS.search(sentence[: period.start]) or not sentence[: period.start].strip()
        if period.first and period.last and period.type in ("month", "point") and led:
            at_end = "end" in period.text.casefold() or period.first == period.last
            return period.last + timedelta(days=1) if at_end else period.first
    return None


def _once_each(mentions: Sequence[Break]) -> list[Break]:
    kept: list[Break] = []
    for mention in sorted(mentions, key=lambda b: (b.what, b.date)):
        if kept and kept[-1].what == mention.what and (mention.date - kept[-1].date).days <= _ONE_CHANGE:
            kept[-1] = mention
        else:
            kept.append(mention)
    return kept


def mark_breaks(points: list[SeriesPoint], breaks: Sequence[Break]) -> list[SeriesPoint]:
    """The points of one line in order of time, the first after each break marked."""
    marked = list(points)
    for change in sorted(breaks, key=lambda b: b.date):
        after = [i for i, p in enumerate(marked) if _begins(p) >= change.date]
        if not after or after[0] == 0:
            continue
        first = _begins(marked[after[0]]), marked[after[0]].period_end
        for i in after:
            if (_begins(marked[i]), marked[i].period_end) == first:
                marked[i] = _marked(marked[i], change)
    return marked


def _begins(point: SeriesPoint) -> date:
    """The day that decides on which side of a break a value is: a rolling year's last."""
    if point.period_type in ("rolling_12m", "point") or point.period_start is None:
        return point.period_end or date.min
    return point.period_start


def _marked(point: SeriesPoint, change: Break) -> SeriesPoint:
    status = point.status if point.status.endswith(";break") else f"{point.status};break"
    note = "; ".join(n for n in (point.note, f"break at {change.date}: {change.what}") if n)
    return replace(point, status=status, note=note)
