"""The indicators: an index with small lines, then each with its chart, its headline and its table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from extractor.model import SeriesPoint
from extractor.outputs.chart import legend, line_chart, sparkline
from extractor.outputs.evidence import paper_link
from extractor.outputs.lines import Line
from extractor.outputs.report.markup import link, options, plural, text
from extractor.outputs.words import (
    PERIOD_TITLES,
    headline,
    period_of,
    period_short,
    plain_number,
    unit_title,
    with_unit,
)

DIRECT_LINKS = 4000
"""With more values than this, their links go to the list of papers: the file stays small."""
ONCE_SHOWN = 3000


@dataclass(frozen=True)
class Sources:
    """The papers by number, as the links name them."""

    numbers: dict[str, int]
    out: Path
    direct: bool

    def of(self, point: SeriesPoint) -> str:
        """A short link to where a value comes from."""
        number = self.numbers.get(point.document, 0)
        page = f" p{point.page}" if point.page else ""
        href = paper_link(point.document, point.page, self.out) if self.direct else ""
        if not href:
            return f"<a href=#s{number}>{number}{page}</a>"
        return link(href, f"{number}{page}")


def indicators_section(lines: Sequence[Line], sources: Sources) -> str:
    """Index, charts and the values that were given once only."""
    drawn = [line for line in lines if _can_be_drawn(line)]
    once = [line for line in lines if line.current and not _can_be_drawn(line)]
    groups = _groups(drawn)
    index = _index(groups)
    sections = "".join(_section(number, group, sources) for number, group in enumerate(groups))
    return f'<h2 id="indicators">Indicators</h2>{index}{sections}{_given_once(once, sources)}'


def _can_be_drawn(line: Line) -> bool:
    return len({p.period_end for p in line.current if p.period_end}) > 1


def _groups(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines of one indicator together: the whole first, then its areas and cohorts."""
    groups: dict[tuple[object, ...], list[Line]] = defaultdict(list)
    for line in lines:
        known = line.indicator_id or line.indicator
        groups[line.authority, known, line.period_type, line.unit].append(line)
    return [sorted(group, key=lambda g: (bool(g.area), bool(g.cohort))) for group in groups.values()]


def _label(line: Line) -> str:
    name = line.measure.label or line.indicator or "Unnamed measure"
    return name[0].upper() + name[1:]


def _title(line: Line) -> str:
    authority = line.authority or "authority not named"
    kind = PERIOD_TITLES.get(line.period_type or "", "period not given")
    return f"{authority}; {unit_title(line.unit)}, {kind}"


def _index(groups: Sequence[Sequence[Line]]) -> str:
    if not groups:
        return "<p>No indicator has two values with dates yet.</p>"
    firsts = [group[0] for group in groups]
    subjects = sorted({line.measure.subject for line in firsts if line.measure.subject})
    authorities = sorted({line.authority for line in firsts if line.authority})
    form = (
        '<form class="filters" data-table="index" role="search" aria-label="Filter indicators">'
        '<label>Search<input name="q" type="search"></label>'
        f'<label>Subject<select name="s">{options(subjects, "All subjects")}</select></label>'
        f'<label>Authority<select name="a">{options(authorities, "All authorities")}</select></label>'
        '<output aria-live="polite"></output></form>'
    )
    names = ("Indicator", "Authority", "Values", "Latest", "Period", "Course")
    head = "".join(f'<th scope="col">{name}</th>' for name in names)
    rows = "".join(_index_row(number, line) for number, line in enumerate(firsts))
    return (
        f'{form}<div class="scroll" tabindex="0" role="region" aria-label="Index of indicators">'
        f'<table id="index"><caption>{plural(len(groups), "indicator")} with more than one value</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _index_row(number: int, line: Line) -> str:
    last = [p for p in line.current if p.period_end][-1]
    words = text(f"{_label(line)} {line.authority or ''} {line.indicator}".lower())
    return (
        f'<tr data-t="{words}" data-s="{text(line.measure.subject)}" data-a="{text(line.authority or "")}">'
        f'<td><a href="#i{number}">{text(_label(line))}</a><td>{text(line.authority or "not named")}'
        f'<td class="n">{len(line.current)}<td class="n">{text(with_unit(last.value, line.unit))}'
        f"<td>{text(period_of(last))}<td>{sparkline(line)}"
    )


def _section(number: int, group: Sequence[Line], sources: Sources) -> str:
    line = group[0]
    apart = ", ".join(part for part in (line.area, line.cohort) if part)
    name = f"{_label(line)} ({apart})" if apart else _label(line)
    chart = line_chart(line)
    figure = f"<figure>{chart}<figcaption>{text(legend(line))}</figcaption></figure>" if chart else ""
    return (
        f'<section class="i"><h3 id="i{number}">{text(name)}</h3><p>{text(headline(line))}</p>'
        f'<p class="soft">{text(_title(line))}</p>{figure}{_details(line, sources)}'
        f"{_apart(group[1:], sources)}</section>"
    )


def _details(line: Line, sources: Sources) -> str:
    rows = "".join(_value_row(point, line, sources) for point in _all_points(line))
    return (
        f"<details><summary>{plural(len(line.current), 'value')} with their places</summary>"
        f'<table class="v"><thead><tr><th scope="col">Period<th scope="col">{text(unit_title(line.unit))}'
        f'<th scope="col">Paper<tbody>{rows}'
        "</table></details>"
    )


def _all_points(line: Line) -> list[SeriesPoint]:
    benchmarks = [p for held in line.benchmarks.values() for p in held]
    return [*line.current, *line.others, *line.targets, *benchmarks]


def _value_row(point: SeriesPoint, line: Line, sources: Sources) -> str:
    marks = [] if point.status == "current" else [point.status.replace("current;", "")]
    if point.kind != "actual":
        marks.insert(0, point.kind.replace("benchmark:", "").replace("_", " "))
    mark = f" ({text(', '.join(marks))})" if marks else ""
    return (
        f"<tr><td>{text(period_short(point))}<td>{text(plain_number(point.value))}{mark}"
        f"<td>{sources.of(point)}"
    )


def _apart(lines: Sequence[Line], sources: Sources) -> str:
    """Small multiples: the same indicator by area and cohort."""
    if not lines:
        return ""
    boxes = "".join(
        f"<div><b>{text(', '.join(p for p in (line.area, line.cohort) if p))}</b><br>{sparkline(line)} "
        f"{text(with_unit(line.current[-1].value, line.unit))}{_details(line, sources)}</div>"
        for line in lines
    )
    return f'<h4>By area and group</h4><div class="areas">{boxes}</div>'


def _given_once(lines: Sequence[Line], sources: Sources) -> str:
    if not lines:
        return ""
    rows = "".join(
        f"<tr><td>{text(_label(line))}{text(_apart_of(line))}<td>{text(line.authority or 'not named')}"
        f'<td class="n">{text(with_unit(p.value, line.unit))}<td>{text(period_of(p))}<td>{sources.of(p)}'
        for line in lines[:ONCE_SHOWN]
        for p in line.current[:3]
    )
    head = "".join(f'<th scope="col">{n}' for n in ("Measure", "Authority", "Value", "Period", "Paper"))
    more = f"<p>{len(lines) - ONCE_SHOWN} more are in series.csv.</p>" if len(lines) > ONCE_SHOWN else ""
    return (
        f'<h3 id="once">Given once, or without a date</h3><details><summary>{plural(len(lines), "measure")}'
        f'</summary><div class="scroll" tabindex="0" role="region" aria-label="Measures given once"><table>'
        f"<thead><tr>{head}<tbody>{rows}</table></div>{more}</details>"
    )


def _apart_of(line: Line) -> str:
    apart = ", ".join(part for part in (line.area, line.cohort) if part)
    return f" ({apart})" if apart else ""
