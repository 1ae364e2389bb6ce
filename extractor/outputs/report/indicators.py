"""The indicators: an index with small lines, then each with its chart, its headline and its table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from operator import itemgetter
from pathlib import Path
from typing import Any

from extractor.model import SeriesPoint
from extractor.outputs.chart import ARROWS, legend, line_chart
from extractor.outputs.collected import Bundle, Collected
from extractor.outputs.evidence import paper_link
from extractor.outputs.headline import headline
from extractor.outputs.lines import Line, Measure, find_lines, order
from extractor.outputs.report.index import Entry, apart_of, body_of, brackets, entry, index, kind_of, label_of
from extractor.outputs.report.markup import link, plural, text
from extractor.outputs.small import sparkline, value_bounds
from extractor.outputs.words import (
    period_of,
    period_short,
    plain_number,
    subject_title,
    unit_title,
    with_unit,
)

DIRECT_LINKS = 4000
"""With more values than this, their links go to the list of papers: the file stays small."""
ONCE_SHOWN = 3000
VALUES_SHOWN = 400
"""Of one line; repetitions by other papers come last."""
LONG = 15
"""Values from which a table is printed in columns."""


BUNDLES_SHOWN = 2000
"""Measures of a body that are drawn; nobody looks through more."""
NUMBER = "\x01"
"""Stands for the number of a section until all sections are known; no text of the page holds it."""
_PAPER = "\x02"
"""Stands on both sides of what stands for the number of a paper: its place among the papers of a part."""


@dataclass(frozen=True)
class Sources:
    """What a part says of where values come from, its papers numbered in the order in which it names them."""

    out: Path
    direct: bool
    papers: dict[str, int] = field(default_factory=dict)

    def of(self, point: SeriesPoint) -> str:
        """A short link to where a value comes from."""
        number = f"{_PAPER}{self.papers.setdefault(point.document, len(self.papers))}{_PAPER}"
        page = f" p{point.page}" if point.page else ""
        href = paper_link(point.document, point.page, self.out) if self.direct else ""
        if not href:
            return f"<a href=#s{number}>{number}{page}</a>"
        return link(href, f"{number}{page}")


@dataclass(frozen=True)
class Section:
    """The section in the parts that follow each other, and how many lines it is of."""

    parts: Sequence[str]
    lines: int


def indicators_section(collected: Collected, catalogue: Mapping[str, Measure], out: Path) -> Section:
    """Index, charts and values given once only; of very many measures those with the most values."""
    numbers = {head.path: n for n, head in enumerate(collected.papers, 1)}
    bundles = list(collected.bundles(BUNDLES_SHOWN))
    direct = collected.values <= DIRECT_LINKS  # the links depend on what is on the disk
    parts = [
        collected.pieces.piece("" if direct else bundle.mark, partial(_part, bundle, catalogue, out, direct))
        for bundle in bundles
    ]
    groups, once = [], []
    for part in parts:
        fill = partial(_with_numbers, part["papers"], numbers)
        groups += [(key, entry, fill(section)) for key, entry, section in part["groups"]]
        once += [(key, fill(rows)) for key, rows in part["once"]]
    groups.sort(key=itemgetter(0))
    once.sort(key=itemgetter(0))
    entries = [Entry(row.replace(NUMBER, str(n)), *rest) for n, (_, (row, *rest), _) in enumerate(groups)]
    sections = [section.replace(NUMBER, str(n)) for n, (*_, section) in enumerate(groups)]
    is_cut = len(bundles) == BUNDLES_SHOWN
    cut = f"<p>Drawn are the {BUNDLES_SHOWN:,} measures with the most values; all are in series.csv.</p>"
    head = f'<h2 id="indicators">Indicators</h2>{cut if is_cut else ""}{index(entries)}'
    lines = collected.held.lines if collected.held and is_cut else sum(part["lines"] for part in parts)
    return Section([head, *sections, _given_once([rows for _, rows in once])], lines)


def _part(bundle: Bundle, catalogue: Mapping[str, Measure], out: Path, direct: bool) -> dict[str, Any]:
    """What a bundle gives to the section, as JSON holds it, with what it is sorted by."""
    lines = find_lines(bundle.points(), catalogue, bundle.printed())
    sources = Sources(out, direct)
    groups = _groups([line for line in lines if _can_be_drawn(line)])
    once = [line for line in lines if line.current and not _can_be_drawn(line)]
    return {
        "lines": len(lines),
        "groups": [[list(order(g[0])), entry(NUMBER, g[0]), _section(g, sources)] for g in groups],
        "once": [[list(order(line)), _once_rows(line, sources)] for line in once],
        "papers": list(sources.papers),
    }


def _with_numbers(papers: Sequence[str], numbers: Mapping[str, int], html: str) -> str:
    parts = html.split(_PAPER)
    told = [str(numbers.get(paper, 0)) for paper in papers]
    parts[1::2] = [told[int(place)] for place in parts[1::2]]
    return "".join(parts)


def _can_be_drawn(line: Line) -> bool:
    return len({p.period_end for p in line.current if p.period_end}) > 1


def _groups(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines of one indicator together: the whole first, then its areas and cohorts."""
    groups: dict[tuple[object, ...], list[Line]] = defaultdict(list)
    for line in lines:
        known = line.indicator_id or line.indicator
        body = line.authority or line.current[0].document
        groups[body, known, line.period_type, line.unit].append(line)
    return [sorted(group, key=lambda g: (bool(g.area), bool(g.cohort))) for group in groups.values()]


def _title(line: Line) -> str:
    parts = (body_of(line), subject_title(line.measure.subject), kind_of(line))
    return "; ".join(part for part in parts if part)


def _section(group: Sequence[Line], sources: Sources) -> str:
    line = group[0]
    apart = apart_of(line)
    name = f"{label_of(line)} ({apart})" if apart else label_of(line)
    chart = line_chart(line)
    figure = f"<figure>{chart}<figcaption>{text(legend(line))}</figcaption></figure>" if chart else ""
    definition = f'<p class="soft">{text(line.measure.definition)}</p>' if line.measure.definition else ""
    return (
        f'<section class="i"><h3 id="i{NUMBER}">{text(name)}</h3><p>{text(headline(line))}</p>'
        f'<p class="soft">{text(_title(line))}</p>{definition}{figure}{_details(line, sources)}'
        f"{_apart(group[1:], sources)}</section>"
    )


def _details(line: Line, sources: Sources) -> str:
    points = _all_points(line)
    rows = "".join(_value_row(point, line, sources) for point in points[:VALUES_SHOWN])
    if len(points) > VALUES_SHOWN:
        rows += f"<tr><td colspan=3>{len(points) - VALUES_SHOWN:,} more are in series.csv"
    rated = '<th scope="col">Rated' if line.beside else ""
    long = " class=long" if len(line.current) > LONG else ""
    return (
        f"<details{long}><summary>{plural(len(line.current), 'value')} with their places</summary>"
        f'<table class="v"><thead><tr><th scope="col">Period<th scope="col">{text(unit_title(line.unit))}'
        f'<th scope="col">Paper{rated}<tbody>{rows}'
        "</table></details>"
    )


def _all_points(line: Line) -> list[SeriesPoint]:
    benchmarks = [p for held in line.benchmarks.values() for p in held]
    return [*line.current, *line.others, *line.targets, *benchmarks]


def _value_row(point: SeriesPoint, line: Line, sources: Sources) -> str:
    return (
        f"<tr><td>{text(period_short(point))}<td>{plain_number(point.value)}{_mark(point.status, point.kind)}"
        f"<td>{sources.of(point)}{_rated(point, line)}"
    )


@cache
def _mark(status: str, kind: str) -> str:
    """What there is to say of a value, in brackets."""
    marks = [part for part in status.replace("break", "definition changed").split(";") if part != "current"]
    if kind != "actual":
        marks.insert(0, kind.replace("benchmark:", "").replace("_", " "))
    return f" ({text(', '.join(marks))})" if marks else ""


def _rated(point: SeriesPoint, line: Line) -> str:
    beside = line.beside.get(point.observation_id)
    if beside is None:
        return ""
    arrow = f"{ARROWS[beside.trend]} {beside.trend}" if beside.trend else ""
    return f"<td>{' '.join(part for part in (beside.rag, arrow) if part)}"


def _apart(lines: Sequence[Line], sources: Sources) -> str:
    """Small multiples: the same indicator by area and cohort, all on one scale."""
    if not lines:
        return ""
    bounds = value_bounds(lines)
    boxes = "".join(f"<div>{_small(line, bounds)}{_details(line, sources)}</div>" for line in lines)
    return (
        '<h4>By area and group</h4><p class="soft">All on one scale,'
        f" from {bounds[0]:,g} to {bounds[1]:,g}.</p>"
        f'<div class="areas">{boxes}</div>'
    )


def _small(line: Line, bounds: tuple[float, float]) -> str:
    dated = [p for p in line.current if p.period_end]
    ends = ""
    if len(dated) > 1:
        first, last = dated[0], dated[-1]
        ends = (
            f'<p class="ends"><span>{text(with_unit(first.value, line.unit))}<br>{text(period_short(first))}'
            f"</span><span>{text(with_unit(last.value, line.unit))}<br>{text(period_short(last))}</span></p>"
        )
    return f"<b>{text(apart_of(line))}</b>{sparkline(line, 220, 56, bounds)}{ends}"


def _once_rows(line: Line, sources: Sources) -> str:
    return "".join(
        f"<tr><td>{text(label_of(line))}{brackets(line)}<td>{text(body_of(line))}"
        f'<td class="n">{text(with_unit(p.value, line.unit))}<td>{text(period_of(p))}<td>{sources.of(p)}'
        for p in line.current[:3]
    )


def _given_once(lines: Sequence[str]) -> str:
    """The table of the lines with these rows."""
    if not lines:
        return ""
    head = "".join(f'<th scope="col">{n}' for n in ("Measure", "Authority", "Value", "Period", "Paper"))
    more = f"<p>{len(lines) - ONCE_SHOWN} more are in series.csv.</p>" if len(lines) > ONCE_SHOWN else ""
    return (
        f'<h3 id="once">Given once, or without a date</h3><details><summary>{plural(len(lines), "measure")}'
        f'</summary><div class="scroll" tabindex="0" role="region" aria-label="Measures given once"><table>'
        f"<thead><tr>{head}<tbody>{''.join(lines[:ONCE_SHOWN])}</table></div>{more}</details>"
    )
