"""Findings as an auditor's note: the claim, what the evidence says, where."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence

from extractor.checks.wording import said, when
from extractor.model import Finding, Observation, Severity

WIDTH = 100
SHOWN = 4
"""Pieces of evidence that the note names at most."""
HEADINGS: dict[Severity, str] = {"error": "Errors", "warning": "Warnings", "note": "Notes"}


def findings_text(findings: Sequence[Finding]) -> str:
    """All findings as a note to read; nothing found is said in a sentence."""
    if not findings:
        return "Nothing was found that contradicts itself.\n"
    return "\n".join(_lines(findings)) + "\n"


def _lines(findings: Sequence[Finding]) -> Iterator[str]:
    counts = Counter(finding.severity for finding in findings)
    yield ", ".join(_counted(counts[s], HEADINGS[s]) for s in HEADINGS if counts[s])
    for severity, heading in HEADINGS.items():
        chosen = [f for f in findings if f.severity == severity]
        if chosen:
            yield ""
            yield heading.upper()
        for number, finding in enumerate(chosen, start=1):
            yield ""
            yield from _entry(number, finding)


def _counted(number: int, heading: str) -> str:
    return f"{number} {heading.lower().removesuffix('s') if number == 1 else heading.lower()}"


def _entry(number: int, finding: Finding) -> Iterator[str]:
    yield from _wrapped(f"{number}. ", finding.explanation)
    quote = " ".join(finding.stated.quote.split())
    yield from _wrapped("     says: ", f"“{quote}” ({_where(finding.stated)})")
    for cell in finding.evidence[:SHOWN]:
        yield from _wrapped(" evidence: ", _evidence(cell))
    if finding.also:
        places = "; ".join(dict.fromkeys(_where(o) for o in finding.also))
        yield from _wrapped("     also: ", f"the same at {places}")
    yield f"    check: {finding.check} ({finding.verdict.replace('_', ' ')})"


def _evidence(cell: Observation) -> str:
    return f"{said(cell)}, {when(cell)}: {' '.join(cell.indicator.split())} ({_where(cell)})"


def _where(figure: Observation) -> str:
    name = figure.document.replace("\\", "/").rsplit("/", 1)[-1]
    if figure.page is not None:
        return f"{name}, page {figure.page}"
    return name


def _wrapped(lead: str, text: str) -> list[str]:
    return textwrap.wrap(
        text, WIDTH, initial_indent=lead, subsequent_indent=" " * len(lead), break_long_words=False
    )
