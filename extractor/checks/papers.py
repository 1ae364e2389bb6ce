"""Which of several papers is the later one, and what a reader calls it."""

from __future__ import annotations

from datetime import date

from extractor.checks.evidence import Evidence
from extractor.checks.lines import VALUES, span_of
from extractor.model import Observation


def newest_times(evidence: Evidence) -> dict[str, date]:
    """The last day that the tables of each paper have results for; years and forecasts aside."""
    found: dict[str, date] = {}
    for cell in evidence.cells:
        if cell.role in VALUES and cell.period_end and span_of(cell) != "year":
            found[cell.document] = max(cell.period_end, found.get(cell.document, date.min))
    return found


def told_on(evidence: Evidence, figure: Observation) -> date | None:
    """When the part of the paper was reported or met on."""
    context = evidence.context(figure)
    return context.report_date or context.meeting_date


def in_order(evidence: Evidence, figure: Observation) -> tuple[date, date, str]:
    """Sorts figures of several papers from the earlier to the later paper."""
    newest = evidence.newest_times.get(figure.document, date.min)
    return (newest, told_on(evidence, figure) or date.max, figure.document)


def paper_of(evidence: Evidence, figure: Observation) -> str:
    """The paper of a figure for a sentence: its file's name, and its date where it says one."""
    day = told_on(evidence, figure)
    name = figure.document.replace("\\", "/").rsplit("/", 1)[-1]
    return f"{name} of {day.isoformat()}" if day else name
