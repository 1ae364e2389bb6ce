"""The order of steps, for one document and for a set.  Nothing else knows it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from extractor.checks import find_findings
from extractor.checks.settings import check_settings
from extractor.indicators import resolve_indicators
from extractor.model import Document, Finding, Result
from extractor.outline import find_outline
from extractor.patterns import PatternSet, load_patterns
from extractor.progress import tick
from extractor.reading import read_file
from extractor.scorecards import read_scorecards
from extractor.statements import read_statements

_default: list[PatternSet] = []


def _patterns(patterns: PatternSet | None) -> PatternSet:
    if patterns is not None:
        return patterns
    if not _default:
        _default.append(load_patterns())
    return _default[0]


def read_document(
    path: str | Path, *, patterns: PatternSet | None = None, authority: str | None = None
) -> Document:
    """Read one document and find its outline.

    Raises `UnreadableDocument` where no text can be had at all, with the status why.
    """
    return find_outline(read_file(path), _patterns(patterns), authority=authority)


def extract(path: str | Path, *, patterns: PatternSet | None = None, authority: str | None = None) -> Result:
    """All that one document gives: observations, claims, unread figures, table readings, problems."""
    patterns = _patterns(patterns)
    document = read_document(path, patterns=patterns, authority=authority)
    return extract_from(document, patterns)


def extract_from(document: Document, patterns: PatternSet) -> Result:
    """The steps after reading."""
    tick()
    stated = read_statements(document, patterns)
    tick()
    tabled = read_scorecards(document, patterns)
    tick()
    observations = resolve_indicators((*stated.observations, *tabled.observations), document, patterns)
    return Result(
        document=document,
        observations=tuple(observations),
        claims=stated.claims,
        unread=stated.unread,
        tables=tabled.tables,
        problems=(*document.problems, *tabled.problems),
    )


def reconcile(
    results: Iterable[Result],
    *,
    patterns: PatternSet | None = None,
    checks: Mapping[str, object] | None = None,
) -> list[Finding]:
    """Check every stated figure of these documents against the tables, the arithmetic and each other.

    `checks` is the [checks] table of the settings: switched-off checks and tolerances.
    """
    documents: Sequence[Result] = tuple(results)
    return find_findings(documents, _patterns(patterns), check_settings(checks or {}))
