"""Lines set as fields: what they name, and the values below them."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor import extract
from extractor.patterns import load_patterns
from extractor.statements.fields import is_field, named_by_field, without_fields

PATTERNS = load_patterns().statements


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Indicator: Time to re-let a home. Standard: 28 days.", "Time to re-let a home"),
        ("KPI 14 – Calls answered in 20 seconds | Target: 80% |", "Calls answered in 20 seconds"),
        ("Name of indicator: Fly-tips cleared", "Fly-tips cleared"),
        ("Measure - Rent collected", "Rent collected"),
        ("• KPI 4 – Calls answered, where performance is 92% against 80%", "Calls answered"),
        ("The measure: nobody knew it", ""),
        ("Indicators improved in the quarter", ""),
    ],
)
def test_a_field_names_a_measure_without_the_fields_behind_it(line: str, name: str) -> None:
    assert named_by_field(line, PATTERNS) == name


def test_a_name_keeps_words_that_are_no_field() -> None:
    assert without_fields("Homes let within target time", PATTERNS) == "Homes let within target time"


def test_a_line_that_is_only_a_field_names_nothing() -> None:
    assert is_field("Earlier results |", PATTERNS)
    assert not is_field("Earlier results of appeals", PATTERNS)


def test_values_of_years_under_a_field_are_of_its_measure_and_of_their_years(tmp_path: Path) -> None:
    paper = tmp_path / "minutes.txt"
    paper.write_text(
        "Housing performance 2023/24\n\n"
        "Indicator: Average time to re-let a home. Standard: No more than 28 days. |\n|||\n"
        "Earlier results |\n2021/22 30.2 days |\n2022/23 29.9 days |\n",
        encoding="utf-8",
    )
    told = [(o.text, o.role, o.indicator, str(o.period_end)) for o in extract(paper).observations]
    name = "Average time to re-let a home"
    assert told == [
        ("28 days", "target", name, "None"),
        ("30.2 days", "actual", name, "2022-03-31"),
        ("29.9 days", "actual", name, "2023-03-31"),
    ]


def test_an_earlier_value_on_a_line_below_tells_how_the_value_above_it_moved(tmp_path: Path) -> None:
    lines = ("Letters answered in time", "Result: 84%", "Target: 95%", "Last year: 89%")
    text = "\n\n".join(("Performance Report 2021/22", *lines)) + "\n"
    (tmp_path / "paper.txt").write_text(text, encoding="utf-8")
    found = extract(tmp_path / "paper.txt").observations
    assert [(o.text, o.role, o.direction) for o in found] == [
        ("84%", "actual", "down"),
        ("95%", "target", None),
        ("89%", "previous", None),
    ]


def test_a_value_below_the_name_of_its_field_has_the_role_that_the_field_says(tmp_path: Path) -> None:
    lines = ("Letters answered in time", "Annual standard:", "A minimum of 95%", "Result", "91%")
    text = "\n\n".join(
        ("Performance Report 2021/22", *lines, "England average", "88%", "Calls answered", "77%")
    )
    (tmp_path / "paper.txt").write_text(text + "\n", encoding="utf-8")
    found = extract(tmp_path / "paper.txt").observations
    assert [(o.text, o.role) for o in found] == [
        ("95%", "target"),
        ("91%", "actual"),
        ("88%", "benchmark"),
        ("77%", "actual"),
    ]
