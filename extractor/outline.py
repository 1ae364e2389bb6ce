"""What each block of a document belongs to: authority, committee, meeting, report, section, dates."""

from __future__ import annotations

from extractor.model import Document
from extractor.patterns import PatternSet


def find_outline(document: Document, patterns: PatternSet, *, authority: str | None = None) -> Document:
    """The same document with its outline; `authority` names the body where the paper does not."""
    return document
