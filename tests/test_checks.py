"""Every check reports what it is for and is silent where it must be."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from extractor.checks import check_settings, find_findings
from extractor.checks.registry import check_ids, checks_page, list_checks, show_check
from extractor.checks.settings import CheckSettingsError
from extractor.model import Finding, Result
from extractor.patterns import load_patterns
from extractor.patterns.checks import CheckExample
from tests.checks_papers import paper, papers_of

PATTERNS = load_patterns()
EXAMPLES = [
    pytest.param(rule.id, example, id=f"{rule.code}: {example.shows}")
    for rule in PATTERNS.checks.rules
    for example in rule.examples
]


def alarms(*results: Result) -> list[Finding]:
    return [f for f in find_findings(results, PATTERNS) if f.severity != "note"]


@pytest.mark.parametrize(("check", "example"), EXAMPLES)
def test_a_check_reports_its_examples_and_nothing_else(check: str, example: CheckExample) -> None:
    findings = find_findings(papers_of(example.papers), PATTERNS)
    if not example.fires:
        assert [f.explanation for f in findings if f.severity != "note"] == []
        return
    found = [f for f in findings if f.check == check]
    assert found, [(f.check, f.explanation) for f in findings]
    if example.verdict is not None:
        assert found[0].verdict == example.verdict
    if example.expected is not None:
        assert found[0].expected == Decimal(example.expected)
    for word in example.words:
        assert word in found[0].explanation
    others = {f.check for f in findings if f.severity != "note"} - {check}
    assert others == set()


def test_every_check_that_the_code_makes_has_its_rule_and_both_kinds_of_examples() -> None:
    rules = {rule.id: rule for rule in PATTERNS.checks.rules}
    assert set(rules) == set(check_ids())
    without = [r.id for r in rules.values() if not any(e.fires for e in r.examples)]
    without += [r.id for r in rules.values() if not any(not e.fires for e in r.examples)]
    assert without == []


def test_the_page_of_checks_is_current() -> None:
    page = Path(__file__).parents[1] / "docs" / "checks.md"
    assert page.read_text(encoding="utf-8") == checks_page(PATTERNS)


def test_checks_are_listed_and_shown_by_id_or_code() -> None:
    assert "  A4-other-period " in list_checks(PATTERNS)
    assert show_check("a4", PATTERNS) == show_check("A4-other-period", PATTERNS)
    assert show_check("Z9", PATTERNS) is None


CONTACTS = "1.1 | Contacts received | 2016-12=267 | 2017-01=403"
DECEMBER = (
    "Contacts received were {403; of=contacts received; for=2017-01; id=a; vs=b} compared to "
    "{136; as=previous; for=2016-12; id=b} in December."
)


def test_the_change_given_as_the_earlier_value_is_explained_by_both_values() -> None:
    (finding,) = alarms(paper([CONTACTS], [DECEMBER]))
    assert (finding.verdict, finding.expected, finding.severity) == ("wrong_column", Decimal(267), "error")
    assert "136 is the difference between 403" in finding.explanation


def test_the_same_wrong_figure_said_twice_is_one_finding_with_two_places() -> None:
    (finding,) = alarms(paper([CONTACTS], [DECEMBER, DECEMBER.replace("id=a", "id=c").replace("=b", "=d")]))
    assert len(finding.also) == 1


def test_a_switched_off_check_says_nothing() -> None:
    for off in ("A5-other-column", "A5", "A"):
        settings = check_settings({"off": [off]})
        found = find_findings([paper([CONTACTS], [DECEMBER])], PATTERNS, settings)
        assert [f for f in found if f.severity != "note"] == []


def test_findings_have_the_same_ids_and_order_on_every_run() -> None:
    one = find_findings([paper([CONTACTS], [DECEMBER])], PATTERNS)
    two = find_findings([paper([CONTACTS], [DECEMBER])], load_patterns())
    assert [f.finding_id for f in one] == [f.finding_id for f in two]


@pytest.mark.parametrize(
    ("table", "named"),
    [
        ({"of": []}, '"of"'),
        ({"off": "A4"}, '"off"'),
        ({"tolerance": {"B10": "wide"}}, "tolerance of B10"),
        ({"tolerance": {"B10": -1}}, "0 or more"),
    ],
)
def test_a_mistake_in_the_settings_is_named(table: dict[str, object], named: str) -> None:
    with pytest.raises(CheckSettingsError, match=named):
        check_settings(table)


def test_of_errors_those_come_first_that_turn_the_story_round() -> None:
    share = (
        "{20.0%; of=visits made; for=2021/22; id=c} "
        "({8; as=numerator; id=d; vs=c} of {10; as=denominator; id=e; vs=d})."
    )
    moved = (
        "Plans issued fell to {56.3%; of=plans issued; for=2021/22 Q4; down; id=a; vs=b} from "
        "{52.6%; as=previous; for=2021/22 Q3; id=b}."
    )
    found = alarms(paper([], [share, moved]))
    assert [(f.check, f.severity) for f in found] == [("B7-direction", "error"), ("B1-n-of-m", "error")]
    assert found[1].weight > found[0].weight
