"""What a sentence says about its figures that is not itself a figure and can be checked."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.model import Claim, Document, Observation
from extractor.patterns import PatternSet
from extractor.statements.drafts import Draft
from extractor.statements.reader import ReadSentence


def find_claims(
    sentence: ReadSentence,
    read: object,
    made: Sequence[tuple[Draft, Observation]],
    document: Document,
    patterns: PatternSet,
) -> list[Claim]:
    """The claims of one sentence."""
    return []
