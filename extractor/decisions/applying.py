"""Decisions put into effect: pure functions from results to results."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from extractor.decisions.journal import Decision, Decisions, unread_id
from extractor.model import Context, Document, Finding, Observation, Place, Result, StatementSource, Unread

REVIEWED = "reviewed:"
"""What the rule of a corrected figure begins with; the name of the reviewer follows."""
REJECTED = "rejected on review"
"""What the reason of a rejected figure, and the explanation of a rejected finding, begins with."""


def apply_decisions(results: Sequence[Result], decisions: Decisions) -> list[Result]:
    """The results with every decision about a figure in effect.

    An accepted figure has confidence 1; a corrected one also the rule "reviewed:NAME"; a rejected one is
    listed as unread with the reason.  An unread figure that was corrected becomes an observation.  Decisions
    hold for the bytes they were made of: a paper with another hash is left alone.
    """
    return [_applied(result, decisions.by_document.get(result.document.sha256, ())) for result in results]


def without_effect(results: Sequence[Result], decisions: Decisions) -> list[Decision]:
    """Decisions about figures of these papers, as the machine reads them, that fit no figure or several.

    Those about papers that are not among the results are not meant: the papers may come back.
    """
    unmet: list[Decision] = []
    for result in results:
        meant = decisions.by_document.get(result.document.sha256, ())
        if not meant:
            continue
        figures = {made.observation_id: made for made in result.observations}
        unread = {_id_of(result.document, entry): entry for entry in result.unread}
        unmet += [d for d in meant if not _figure_meant(d, figures) and not _unread_meant(d, unread)]
    return unmet


def _applied(result: Result, decisions: Sequence[Decision]) -> Result:
    if not decisions:
        return result
    figures = {made.observation_id: made for made in result.observations}
    unread = {_id_of(result.document, entry): entry for entry in result.unread}
    for decision in decisions:
        held = _figure_meant(decision, figures)
        if held is not None:
            _decide_figure(decision, held, figures, unread)
        elif (entry := _unread_meant(decision, unread)) is not None:
            _decide_unread(decision, *entry, result.document, figures, unread)
    return replace(
        result,
        observations=tuple(_in_order(figures.values(), result)),
        unread=tuple(unread.values()),
        claims=tuple(
            replace(c, other=c.other if c.other in figures else None)
            for c in result.claims
            if c.subject in figures
        ),
    )


def _in_order(figures: Iterable[Observation], result: Result) -> list[Observation]:
    """Figures where they stood, new ones behind the last that stands before them in the text."""
    held = {made.observation_id for made in figures}
    place = {made.observation_id: n for n, made in enumerate(result.observations)}

    def order(made: Observation) -> tuple[int, int]:
        if made.observation_id in place:
            return place[made.observation_id], -1
        start = made.start or 0
        before = [n for n, o in enumerate(result.observations) if o.start is not None and o.start < start]
        return max(before, default=-1), start

    kept = [replace(m, compared_with=m.compared_with if m.compared_with in held else None) for m in figures]
    return sorted(kept, key=order)


def _id_of(document: Document, entry: Unread) -> str:
    return unread_id(document.sha256, entry.place.start, entry.text)


def _figure_meant(decision: Decision, figures: dict[str, Observation]) -> Observation | None:
    """By its id; where a later version gives another id, by place and text if that is one figure only."""
    if decision.target in figures:
        return figures[decision.target]
    if decision.start is None:
        return None
    same = [o for o in figures.values() if (o.start, o.text) == (decision.start, decision.text)]
    return same[0] if len(same) == 1 else None


def _unread_meant(decision: Decision, unread: dict[str, Unread]) -> tuple[str, Unread] | None:
    if decision.target in unread:
        return decision.target, unread[decision.target]
    same = [
        (name, entry)
        for name, entry in unread.items()
        if decision.start is not None and (entry.place.start, entry.text) == (decision.start, decision.text)
    ]
    return same[0] if len(same) == 1 else None


def _decide_figure(
    decision: Decision, made: Observation, figures: dict[str, Observation], unread: dict[str, Unread]
) -> None:
    if decision.verdict == "rejected":
        del figures[made.observation_id]
        entry = Unread(made.text, made.quote, _rejected(decision), _place(made))
        unread[unread_id(made.document_sha256, made.start, made.observation_id)] = entry
    elif decision.verdict == "corrected":
        figures[made.observation_id] = _corrected(made, decision)
    else:
        figures[made.observation_id] = replace(made, confidence=1.0)


def _place(made: Observation) -> Place:
    return Place(made.document, made.page, made.bbox, made.start, made.end)


def _rejected(decision: Decision) -> str:
    return f"{REJECTED}: {decision.reason}" if decision.reason else REJECTED


def _decide_unread(
    decision: Decision,
    name: str,
    entry: Unread,
    document: Document,
    figures: dict[str, Observation],
    unread: dict[str, Unread],
) -> None:
    if decision.verdict == "rejected":
        unread[name] = replace(entry, reason=_rejected(decision))
    elif (
        decision.verdict == "corrected" and {"value", "unit", "role", "indicator"} <= decision.changes.keys()
    ):
        del unread[name]
        figures[name] = _corrected(_bare(name, entry, document), decision)


def _bare(name: str, entry: Unread, document: Document) -> Observation:
    """An unread figure as an observation that says nothing yet."""
    place = entry.place
    block = _block_at(document, place.start)
    context = document.outline.of_block[block] if block < len(document.outline.of_block) else 0
    contexts = document.outline.contexts
    held = contexts[context] if context < len(contexts) else Context()
    return Observation(
        observation_id=name, document=document.path, document_sha256=document.sha256, origin="statement",
        page=place.page, bbox=place.bbox, start=place.start, end=place.end, text=entry.text,
        quote=entry.quote, value=Decimal(0), unit="other", qualifier=None, role="other", indicator="",
        authority=held.authority, context=context,
        source=None if place.start is None else StatementSource(block, *_sentence(document, block)),
    )  # fmt: skip


def _block_at(document: Document, start: int | None) -> int:
    for number, block in enumerate(document.blocks):
        first, last = block.start, block.end
        if start is not None and first is not None and last is not None and first <= start < last:
            return number
    return 0


def _sentence(document: Document, block: int) -> tuple[int, int]:
    if block >= len(document.blocks):
        return 0, 0
    held = document.blocks[block]
    return held.start or 0, held.end or 0


_READ: dict[str, Callable[[str], Any]] = {
    "value": Decimal,
    "period_start": date.fromisoformat,
    "period_end": date.fromisoformat,
}


def _corrected(made: Observation, decision: Decision) -> Observation:
    changes: dict[str, Any] = {
        name: (_READ.get(name, str)(text) if text else None) for name, text in decision.changes.items()
    }
    if "value" in changes:
        exponent = changes["value"].as_tuple().exponent
        changes |= {"places": max(0, -exponent), "scale": 0}
    if {"period", "period_start", "period_end"} & changes.keys():
        changes["period_basis"] = "stated"
    if "indicator_id" in changes:
        changes.setdefault("indicator_label", None)
        changes["resolution"] = "set on review"
    return replace(made, **changes, rule=f"{REVIEWED}{decision.by}", confidence=1.0)


def settle_findings(findings: Sequence[Finding], decisions: Decisions) -> list[Finding]:
    """The findings with decisions about them in effect: those rejected are notes that say so, and stand last.

    Accepted ones stay as they are.
    """
    kept: list[Finding] = []
    rejected: list[Finding] = []
    for finding in findings:
        decision = decisions.of("finding", finding.finding_id)
        if decision is None or decision.verdict != "rejected":
            kept.append(finding)
        elif decision.document_sha256 == finding.stated.document_sha256:
            said = _rejected(decision).capitalize().rstrip(".")
            told = replace(finding, severity="note", explanation=f"{said}. {finding.explanation}")
            rejected.append(told)
        else:
            kept.append(finding)
    return [*kept, *rejected]
