"""The expressions that tell prose, tables and headings apart keep their proof."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.errors import PatternError
from extractor.patterns import load_patterns
from extractor.patterns.lines import load_lines
from extractor.patterns.toml import Example

LINES, PROOF = load_lines(load_patterns().folders)


@pytest.mark.parametrize("example", PROOF, ids=lambda e: f"{e.rule}: {e.text}")
def test_an_expression_finds_its_examples_and_not_its_counter_examples(example: Example) -> None:
    found = LINES[example.rule].search(example.text)
    assert (found is None) == example.counter
    assert found is None or found[0] == example.values.get("found", found[0])


def test_every_month_is_known_by_its_beginning() -> None:
    months = [
        "Jan",
        "February",
        "Mar",
        "April",
        "May",
        "June",
        "July",
        "August",
        "Sept",
        "Oct",
        "November",
        "Dec",
    ]
    assert [bool(LINES["column-of-a-time"].search(f"{month} 2016")) for month in months] == [True] * 12


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ('name = "a"\nexpression = "("', "no regular expression"),
        ('name = "a"\nexpression = "x"', "no example"),
        ('name = "a"\nexpresion = "x"', "Did you mean"),
    ],
)
def test_a_fault_in_an_expression_is_told_with_its_file(tmp_path: Path, written: str, told: str) -> None:
    (tmp_path / "reading").mkdir()
    proof = '\n[[expression.example]]\ntext = "x"' if "(" in written else ""
    (tmp_path / "reading" / "own.toml").write_text(f"[[expression]]\n{written}{proof}\n", encoding="utf-8")
    with pytest.raises(PatternError, match=told) as fault:
        load_lines([tmp_path])
    assert "own.toml" in str(fault.value)
