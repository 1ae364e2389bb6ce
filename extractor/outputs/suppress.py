"""A copy to publish: small numbers, and those that give them away, stand as [c]; zeros stay.

Works on what goes out, never on the store: a suppressed figure loses its value, and the texts around it lose
every number that prints the same.  What is kept back is kept back in all of them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

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

SMALL = range(1, 6)
"""Counts of people this small may tell who they are."""
HIDDEN = Decimal("NaN")
"""The value of a suppressed figure: outputs print it as [c]."""
_KEPT_ROLES = {"target", "threshold", "benchmark", "projection"}
_NUMBER = re.compile(r"(?<![\w.,])\d[\d,]*(?:\.\d+)?(?![\w]|[.,]\d)")
_SMALL_WORDS = re.compile(r"\b(?:one|two|three|four|five)\b", re.IGNORECASE)


def suppressed(collected: Collected) -> Collected:
    """The same run with small numbers, and those that would give them away, kept back."""
    hidden = {made.observation_id for made in _to_hide(collected)}
    results = [_result(result, hidden) for result in collected.results]
    held = {o.observation_id: o for result in results for o in result.observations}
    return Collected(
        results=results,
        points=[replace(p, value=HIDDEN) if p.observation_id in hidden else p for p in collected.points],
        findings=[_finding(finding, hidden, held) for finding in collected.findings],
        failed=collected.failed,
        places=collected.places,
        skipped=collected.skipped,
        suppressed=True,
    )


def _to_hide(collected: Collected) -> Iterator[Observation]:
    for result in collected.results:
        hidden = {o.observation_id for o in result.observations if _is_small(o)}
        for group in _groups(result.observations):
            hidden |= _implied(group, hidden)
            hidden |= _next_smallest(group, hidden)
        hidden |= _linked(result.observations, hidden)
        yield from (o for o in result.observations if o.observation_id in hidden)


def _is_small(made: Observation) -> bool:
    if made.unit != "count" or made.role in _KEPT_ROLES:
        return False
    value = abs(made.value)
    return value == value.to_integral_value() and int(value) in SMALL


def _groups(observations: Iterable[Observation]) -> list[list[Observation]]:
    """Figures that can give each other away: of one sentence, one table row, one table column."""
    groups: dict[object, list[Observation]] = defaultdict(list)
    for made in observations:
        if isinstance(made.source, TableSource):
            groups["row", made.source.grid, made.source.row].append(made)
            groups["column", made.source.grid, made.source.col].append(made)
        else:
            groups["quote", made.page, made.quote].append(made)
    return list(groups.values())


def _implied(group: Sequence[Observation], hidden: set[str]) -> set[str]:
    """Percents beside a hidden count, or whose base tells a small count."""
    percents = [o for o in group if o.unit == "percent" and o.role not in _KEPT_ROLES]
    if len({o.source.row for o in group if isinstance(o.source, TableSource)}) > 1:
        return set()  # a column of a table: its percents are of other measures
    if any(o.observation_id in hidden and o.role in ("numerator", "actual") for o in group):
        return {o.observation_id for o in percents}
    bases = [o.value for o in group if o.role == "denominator" and o.value > 0]
    return {
        o.observation_id
        for o in percents
        for base in bases
        if Decimal("0.5") <= o.value * base / 100 < Decimal("5.5")
        or Decimal("0.5") <= (100 - o.value) * base / 100 < Decimal("5.5")
    }


def _next_smallest(group: Sequence[Observation], hidden: set[str]) -> set[str]:
    """Where one part alone is hidden beside its total, the next smallest part as well."""
    counts = [o for o in group if o.unit == "count" and o.role not in _KEPT_ROLES and o.value > 0]
    kept = [o for o in counts if o.observation_id not in hidden]
    missing = [o for o in counts if o.observation_id in hidden]
    if len(missing) != 1 or len(kept) < 2:
        return set()
    total = max(kept, key=lambda o: o.value)
    parts = [o for o in kept if o is not total]
    if sum((o.value for o in parts), missing[0].value) != total.value:
        return set()
    return {min(parts, key=lambda o: o.value).observation_id}


def _linked(observations: Iterable[Observation], hidden: set[str]) -> set[str]:
    """Figures that are stated against a hidden one: with the two, the third is told."""
    return {
        o.observation_id
        for o in observations
        if o.compared_with in hidden and (o.unit == "percent" or o.role == "change")
    }


def _result(result: Result, hidden: set[str]) -> Result:
    quotes = {o.quote for o in result.observations if o.observation_id in hidden}
    texts = {o.text for o in result.observations if o.observation_id in hidden}
    return replace(
        result,
        document=_document(result.document, texts),
        observations=tuple(_observation(o, hidden, quotes, texts) for o in result.observations),
        claims=(),
        unread=tuple(_unread(u) for u in result.unread),
    )


def _observation(made: Observation, hidden: set[str], quotes: set[str], texts: set[str]) -> Observation:
    if made.rule.startswith(REVIEWED):
        made = replace(made, rule=REVIEWED.rstrip(":"))  # who it was stays in the house
    if made.observation_id in hidden:
        quote = masked(made.quote, texts)
        return replace(made, text=KEPT_BACK, value=HIDDEN, quote=quote, start=None, end=None, direction=None)
    return replace(made, quote=masked(made.quote, texts)) if made.quote in quotes else made


def _unread(unread: Unread) -> Unread:
    reason = REJECTED if unread.reason.startswith(REJECTED) else unread.reason
    return replace(unread, text=masked(unread.text, ()), quote=masked(unread.quote, ()), reason=reason)


def _document(document: Document, texts: set[str]) -> Document:
    blocks = tuple(
        replace(b, text=masked(b.text, texts)) if isinstance(b, Passage) else _grid(b, texts)
        for b in document.blocks
    )
    return replace(document, text="", blocks=blocks)


def _grid(grid: Grid, texts: set[str]) -> Grid:
    def cell(held: Cell) -> Cell:
        return held if held.header else replace(held, text=masked(held.text, texts), number=None)

    return replace(grid, cells=tuple(cell(held) for held in grid.cells))


def masked(text: str, texts: Iterable[str]) -> str:
    """The text without small whole numbers in digits or words, the figures `texts`, and names."""
    text = without_names(text)
    for figure in sorted(texts, key=len, reverse=True):
        text = re.sub(rf"(?<![\w.,]){re.escape(figure)}(?!\w|[.,]\d)", KEPT_BACK, text)
    text = _SMALL_WORDS.sub(KEPT_BACK, text)
    return _NUMBER.sub(lambda found: KEPT_BACK if found[0] in {str(n) for n in SMALL} else found[0], text)


def _finding(finding: Finding, hidden: set[str], held: dict[str, Observation]) -> Finding:
    named = (finding.stated, *finding.evidence, *finding.also)
    masks = {o.text for o in named if o.observation_id in hidden}
    masks |= {format(o.value.normalize(), "f") for o in named if o.observation_id in hidden}
    return replace(
        finding,
        stated=held.get(finding.stated.observation_id, finding.stated),
        evidence=tuple(held.get(o.observation_id, o) for o in finding.evidence),
        also=tuple(held.get(o.observation_id, o) for o in finding.also),
        expected=None if masks else finding.expected,
        explanation=masked(finding.explanation, masks) if masks else finding.explanation,
    )
