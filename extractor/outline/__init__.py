"""What each block of a document belongs to: authority, committee, meeting, report, section, dates."""

from __future__ import annotations

from dataclasses import replace

from extractor.model import Context, Document, Outline
from extractor.outline.abbreviations import find_abbreviations
from extractor.outline.authority import find_authority
from extractor.outline.headings import Heading, open_headings, own_period
from extractor.outline.parts import Part, find_parts, first_body
from extractor.outline.reporting import set_periods
from extractor.patterns import PatternSet

__all__ = ["find_outline"]


def find_outline(document: Document, patterns: PatternSet, *, authority: str | None = None) -> Document:
    """The same document with its outline; `authority` names the body where the paper does not."""
    parts = find_parts(document, patterns)
    set_periods(document, parts, patterns)
    body = authority or find_authority(document, patterns.outline)
    headings = open_headings(document, patterns)
    contexts: dict[Context, int] = {}
    of_block = []
    for part in parts:
        body_from = first_body(document, part)
        for block in range(part.start, part.end):
            context = _context(part, headings[block], body, patterns, body_from)
            of_block.append(contexts.setdefault(context, len(contexts)))
    outline = Outline(
        tuple(contexts) or (Context(authority=body),), tuple(of_block), find_abbreviations(document)
    )
    return replace(document, outline=outline)


def _context(
    part: Part, headings: tuple[Heading, ...], authority: str | None, patterns: PatternSet, body_from: int
) -> Context:
    context = Context(
        authority=authority,
        committee=part.committee,
        meeting_date=part.meeting_date,
        part=part.kind,
        item=part.item,
        title=part.title,
        headings=tuple(h.text for h in headings if h.block >= part.start),
        report_date=part.report_date,
        as_at=part.as_at,
        reporting_period=part.reporting_period,
        year_type=part.year_type,
        named=part.named,
    )
    own = own_period([h for h in headings if h.block >= part.start], context, patterns, body=body_from)
    return replace(context, reporting_period=own, as_at=None) if own is not None else context
