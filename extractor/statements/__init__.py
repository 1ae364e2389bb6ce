"""Running text to observations, claims and unread figures."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.model import Claim, Document, Observation, Unread
from extractor.patterns import PatternSet

__all__ = ["Stated", "read_statements"]


@dataclass(frozen=True, slots=True)
class Stated:
    """What the running text of one document gave."""

    observations: tuple[Observation, ...] = ()
    claims: tuple[Claim, ...] = ()
    unread: tuple[Unread, ...] = ()


def read_statements(document: Document, patterns: PatternSet) -> Stated:
    """Every figure that the passages state, or that could not be read."""
    from extractor.statements.document import read_document_statements

    observations, claims, unread = read_document_statements(document, patterns)
    return Stated(observations, claims, unread)
