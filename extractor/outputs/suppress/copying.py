"""Makes the copy: results, series and findings in which nothing shows what is kept back."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

from extractor.decisions.applying import REJECTED, REVIEWED
from extractor.model import (
    Cell,
    Document,
    Finding,
    Grid,
    Observation,
    Passage,
    Result,
    TableSource,
    Unread,
)
from extractor.outputs.collected import Collected
from extractor.outputs.privacy import without_names
from extractor.outputs.records import KEPT_BACK
from extractor.outputs.suppress.choosing import figures_to_hide
from extractor.outputs.suppress.relations import is_small
from extractor.outputs.suppress.texts import NUMBER, masked, masked_row

HIDDEN = Decimal("NaN")
"""The value of a suppressed figure: outputs print it as [c]."""
NOT_TOLD = "What was found here rests on a figure that is kept back."


def suppressed(collected: Collected) -> Collected:
    """The same run with small numbers, and those that would give them away, kept back.

    Papers go by their way from the folder that holds them all, so that no link leads to the full figures.
    """
    hidden = figures_to_hide(collected)
    names = _names(collected)
    results = [_result(result, hidden, names) for result in collected.results]
    held = {o.observation_id: o for result in results for o in result.observations}
    return replace(
        collected,
        results=results,
        points=[
            replace(
                p,
                value=HIDDEN if p.observation_id in hidden else p.value,
                document=names.get(p.document, p.document),
                note="",
            )
            for p in collected.points
        ],
        findings=[_finding(finding, hidden, held) for finding in collected.findings],
        failed=[
            replace(f, document=names[f.document], message=f.message.replace(f.document, names[f.document]))
            for f in collected.failed
        ],
        places={
            sha256: [names.get(path, path) for path in paths] for sha256, paths in collected.places.items()
        },
        suppressed=True,
    )


def _names(collected: Collected) -> dict[str, str]:
    """Every path of a paper to its way from the folder that holds all papers."""
    listed = {path for paths in collected.places.values() for path in paths}
    listed |= {result.document.path for result in collected.results} | {f.document for f in collected.failed}
    folders = {Path(path).parent.as_posix() for path in listed}
    try:
        common = os.path.commonpath(folders) if folders else ""
    except ValueError:  # some from the root, some not, or of two drives
        return {path: Path(path).name for path in listed}
    return {path: Path(os.path.relpath(path, common or ".")).as_posix() for path in listed}


@dataclass
class _Kept:
    """What of one paper is kept back, by where it stands."""

    quotes: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Sentence to the figures in it that are kept back."""
    rows: dict[tuple[int, int], set[str]] = field(default_factory=dict)
    """Table row with a figure kept back to the figures in it that are shown."""
    cells: set[tuple[int, int, int]] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)


def _kept(result: Result, hidden: set[str]) -> _Kept:
    kept = _Kept()
    for made in result.observations:
        if made.observation_id in hidden:
            kept.texts.add(made.text)
            if isinstance(made.source, TableSource):
                kept.rows.setdefault((made.source.grid, made.source.row), set())
                kept.cells.add((made.source.grid, made.source.row, made.source.col))
            else:
                kept.quotes[made.quote].add(made.text)
    for made in result.observations:
        if made.observation_id not in hidden and isinstance(made.source, TableSource):
            row = kept.rows.get((made.source.grid, made.source.row))
            if row is not None:
                row |= set(NUMBER.findall(made.text))
    for made in result.observations:
        # where a row prints one number twice, the quote cannot tell which of them is shown
        if made.observation_id in hidden and isinstance(made.source, TableSource):
            kept.rows[made.source.grid, made.source.row] -= set(NUMBER.findall(made.text))
    for unread in result.unread:
        for quote, figures in kept.quotes.items():
            if unread.quote in quote or quote in unread.quote:
                figures.add(unread.text)
    return kept


def _result(result: Result, hidden: set[str], names: Mapping[str, str]) -> Result:
    kept = _kept(result, hidden)
    path = names.get(result.document.path, result.document.path)
    return replace(
        result,
        document=_document(result.document, kept, path),
        observations=tuple(_observation(o, hidden, kept, path) for o in result.observations),
        claims=(),
        unread=tuple(_unread(u, kept) for u in result.unread),
        problems=(),
    )


def _observation(made: Observation, hidden: set[str], kept: _Kept, path: str) -> Observation:
    rule = REVIEWED.rstrip(":") if made.rule.startswith(REVIEWED) else made.rule  # by whom stays in the house
    made = replace(
        made, document=path, rule=rule, quote=_quote(made, kept), indicator=without_names(made.indicator)
    )
    if made.observation_id not in hidden:
        return made
    source = made.source
    if isinstance(source, TableSource):
        source = replace(source, rag=None, trend=None)
    return replace(
        made, text=KEPT_BACK, value=HIDDEN, start=None, end=None, bbox=None, direction=None, qualifier=None,
        source=source,
    )  # fmt: skip


def _quote(made: Observation, kept: _Kept) -> str:
    if isinstance(made.source, TableSource):
        row = kept.rows.get((made.source.grid, made.source.row))
        return masked(made.quote, ()) if row is None else masked_row(made.quote, row)
    return masked(made.quote, _figures_in(made.quote, kept))


def _figures_in(quote: str, kept: _Kept) -> set[str]:
    """What is kept back of a sentence, also where another quote holds it or is part of it."""
    return {
        figure
        for other, figures in kept.quotes.items()
        if other == quote or other in quote or quote in other
        for figure in figures
    }


def _unread(unread: Unread, kept: _Kept) -> Unread:
    reason = REJECTED if unread.reason.startswith(REJECTED) else unread.reason
    return replace(
        unread,
        text=masked(unread.text, kept.texts),
        quote=masked(unread.quote, kept.texts),
        reason=masked(reason, kept.texts),
    )


def _document(document: Document, kept: _Kept, path: str) -> Document:
    blocks = tuple(
        replace(b, text=masked(b.text, kept.texts)) if isinstance(b, Passage) else _grid(b, kept)
        for b in document.blocks
    )
    return replace(document, path=path, text="", blocks=blocks, problems=())


def _grid(grid: Grid, kept: _Kept) -> Grid:
    return replace(grid, cells=tuple(_cell(cell, grid, kept) for cell in grid.cells))


def _cell(cell: Cell, grid: Grid, kept: _Kept) -> Cell:
    if cell.header:
        return cell
    row = kept.rows.get((grid.index, cell.row))
    hidden = (grid.index, cell.row, cell.col) in kept.cells
    if hidden or row is not None:
        return replace(cell, text=masked_row(cell.text, () if hidden else row or ()), number=None)
    return replace(cell, text=masked(cell.text, kept.texts), number=None)


def _finding(finding: Finding, hidden: set[str], held: Mapping[str, Observation]) -> Finding:
    named = (finding.stated, *finding.evidence, *finding.also)
    small = finding.expected is not None and finding.stated.unit == "count" and is_small(finding.expected)
    told = not small and all(o.observation_id not in hidden for o in named)
    return replace(
        finding,
        stated=held.get(finding.stated.observation_id, finding.stated),
        evidence=_held(finding.evidence, held),
        also=_held(finding.also, held),
        expected=finding.expected if told else None,
        explanation=masked(finding.explanation, ()) if told else NOT_TOLD,
    )


def _held(figures: Iterable[Observation], held: Mapping[str, Observation]) -> tuple[Observation, ...]:
    return tuple(held.get(o.observation_id, o) for o in figures)
