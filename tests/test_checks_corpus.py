"""What is planted in the corpus is found, all of it, and nothing else is called an error."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from extractor.checks import find_findings
from extractor.model import Finding, Observation, Result
from extractor.patterns import load_patterns
from extractor.pipeline import extract

CORPUS = Path(__file__).parents[1] / "corpus"
KINDS = {".txt", ".html", ".docx", ".xlsx", ".pdf"}
PLANTED = list(csv.DictReader((CORPUS / "planted.csv").open(encoding="utf-8", newline="")))


PATTERNS = load_patterns()


@pytest.fixture(scope="module")
def papers() -> dict[str, Result]:
    found = sorted(path for path in CORPUS.iterdir() if path.suffix in KINDS)
    return {path.name: extract(path, patterns=PATTERNS) for path in found}


def wrong_in(*results: Result) -> list[Finding]:
    return [f for f in find_findings(results, PATTERNS) if f.severity != "note"]


@pytest.fixture(scope="module")
def alarms(papers: dict[str, Result]) -> list[Finding]:
    return wrong_in(*papers.values())


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


def test_a_pack_is_held_against_that_of_the_month_before(papers: dict[str, Result]) -> None:
    january, february = papers["05_pack_january_2023.pdf"], papers["06_pack_february_2023.pdf"]
    alone = {f.finding_id for paper in (january, february) for f in wrong_in(paper)}
    (restated,) = (f for f in wrong_in(february, january) if f.finding_id not in alone)
    assert restated.check == "F1-restated"
    earlier, later = (paper.document.path for paper in (january, february))
    assert restated.stated.document == later
    assert {o.document for o in restated.evidence} == {earlier, later}
    assert any(o.origin == "statement" for o in restated.evidence)  # the sentence that repeats it
