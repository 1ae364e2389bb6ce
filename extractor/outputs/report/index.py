"""The index of the indicators: a row each with its small line, to search, narrow and sort."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from extractor.outputs.lines import Line
from extractor.outputs.report.markup import options, plural, text
from extractor.outputs.small import sparkline
from extractor.outputs.standing import ORDER, standings
from extractor.outputs.words import PERIOD_TITLES, period_of, subject_title, with_unit


class Entry(NamedTuple):
    """A row of the index, and what it can be narrowed by; as JSON holds it."""

    row: str
    subject: str
    authority: str
    kind: str
    standings: Sequence[str]


def entry(number: str, line: Line) -> Entry:
    """The entry of a line; `number` is that of its section."""
    held = standings(line)
    row = _index_row(number, line, held)
    return Entry(row, subject_title(line.measure.subject), line.authority or "", kind_of(line), held)


def index(entries: Sequence[Entry]) -> str:
    """The index of lines by group, with fields to narrow it by."""
    if not entries:
        return "<p>No indicator has two values with dates yet.</p>"
    held = {standing for entry in entries for standing in entry.standings}
    narrowed = (
        ("s", "Subject", "All subjects", _sorted(entry.subject for entry in entries)),
        ("a", "Authority", "All authorities", _sorted(entry.authority for entry in entries)),
        ("k", "Period", "All periods", _sorted(entry.kind for entry in entries)),
        ("v", "Status", "Any status", [standing for standing in ORDER if standing in held]),
    )
    selects = "".join(
        f'<label>{label}<select name="{name}">{options(values, every)}</select></label>'
        for name, label, every, values in narrowed
        if values
    )
    form = (
        '<form class="filters" data-table="index" role="search" aria-label="Filter indicators">'
        f'<label>Search<input name="q" type="search"></label>{selects}'
        '<output aria-live="polite"></output></form>'
    )
    names = ("Indicator", "Authority", "Period", "Values", "Latest", "Latest from", "Status", "Course")
    head = "".join(f'<th scope="col">{name}</th>' for name in names)
    rows = "".join(entry.row for entry in entries)
    return (
        f'{form}<div class="scroll" tabindex="0" role="region" aria-label="Index of indicators">'
        f'<table id="index"><caption>{plural(len(entries), "line")} with more than one value</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _sorted(values: Iterable[str]) -> list[str]:
    return sorted({value for value in values if value})


def _index_row(number: str, line: Line, held: Sequence[str]) -> str:
    last = [p for p in line.current if p.period_end][-1]
    subject = subject_title(line.measure.subject)
    words = text(f"{label_of(line)} {line.authority or ''} {line.indicator} {subject}".lower())
    keys = {
        "t": words,
        "s": text(subject),
        "a": text(line.authority or ""),
        "k": kind_of(line),
        "v": "|".join(held),
    }
    marks = " ".join(f'data-{name}="{value}"' for name, value in keys.items() if value)
    return (
        f'<tr {marks}><td><a href="#i{number}">{text(label_of(line))}{brackets(line)}</a>'
        f'<td>{text(body_of(line))}<td>{kind_of(line)}<td class="n">{len(line.current)}'
        f'<td class="n" data-o="{last.value}">{text(with_unit(last.value, line.unit))}'
        f'<td data-o="{last.period_end}">{text(period_of(last))}<td>{", ".join(held)}<td>{sparkline(line)}'
    )


def label_of(line: Line) -> str:
    """The indicator as the catalogue calls it, else in the paper's words."""
    name = line.measure.label or line.indicator or "Unnamed measure"
    return name[0].upper() + name[1:]


def body_of(line: Line) -> str:
    """Whose figures they are; the paper where that names nobody."""
    if line.authority:
        return line.authority
    papers = {point.document for point in (*line.current, *line.others, *line.targets)}
    return f"not named ({min(Path(paper).name for paper in papers)})" if papers else "not named"


def kind_of(line: Line) -> str:
    """What sort of period its values are of."""
    return PERIOD_TITLES.get(line.period_type or "", "period not given")


def apart_of(line: Line) -> str:
    """The area and group of a line, empty where it is of the whole."""
    return ", ".join(part for part in (line.area, line.cohort) if part)


def brackets(line: Line) -> str:
    """The same in brackets, as HTML."""
    apart = apart_of(line)
    return f" ({text(apart)})" if apart else ""
