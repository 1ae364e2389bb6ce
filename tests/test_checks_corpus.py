"""What is planted in the corpus is found, all of it, and nothing else is called an error."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from extractor.checks import find_findings
from extractor.model import Finding, Observation
from extractor.patterns import load_patterns
from extractor.pipeline import extract

CORPUS = Path(__file__).parents[1] / "corpus"
KINDS = {".txt", ".html", ".docx", ".xlsx", ".pdf"}
PLANTED = list(csv.DictReader((CORPUS / "planted.csv").open(encoding="utf-8", newline="")))


@pytest.fixture(scope="module")
def alarms() -> list[Finding]:
    patterns = load_patterns()
    papers = sorted(path for path in CORPUS.iterdir() if path.suffix in KINDS)
    findings = find_findings([extract(paper, patterns=patterns) for paper in papers], patterns)
    return [finding for finding in findings if finding.severity != "note"]


def words(text: str) -> set[str]:
    return set(re.findall(r"[a-z0-9.%]+", text.lower()))


def speaks_of(observation: Observation, planted: dict[str, str]) -> bool:
    quote = words(planted["quote"])
    here = Path(observation.document).name == planted["paper"] and observation.origin == "statement"
    return here and len(quote & words(observation.quote)) >= 0.7 * len(quote)


def named(finding: Finding) -> tuple[Observation, ...]:
    return (finding.stated, *finding.evidence, *finding.also)


@pytest.mark.parametrize("planted", PLANTED, ids=lambda row: f"{row['paper'][:2]}: {row['what_is_wrong']}")
def test_a_planted_discrepancy_is_found(alarms: list[Finding], planted: dict[str, str]) -> None:
    assert any(speaks_of(figure, planted) for finding in alarms for figure in named(finding))


def test_nothing_else_is_called_wrong(alarms: list[Finding]) -> None:
    others = [
        finding.explanation
        for finding in alarms
        if not any(speaks_of(figure, planted) for figure in named(finding) for planted in PLANTED)
    ]
    assert others == []
