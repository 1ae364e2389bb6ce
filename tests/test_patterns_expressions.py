"""Expressions with a name: their proof, what a folder of one's own may add, and faults."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from extractor.errors import PatternError
from extractor.patterns import builtin_folder, load_patterns
from extractor.patterns.checks import load_check_patterns
from extractor.patterns.toml import Example

ROOT = Path(__file__).parents[1]
BUILTIN = load_patterns()
CHECKS, PROOF = load_check_patterns(BUILTIN.folders)


@pytest.mark.parametrize("example", PROOF, ids=lambda e: f"{e.rule}: {e.text}")
def test_an_expression_of_checks_finds_its_examples_and_not_its_counter_examples(example: Example) -> None:
    found = CHECKS.expressions[example.rule].search(example.text)
    assert (found is None) == example.counter
    assert found is None or found[0] == example.values["found"]


def test_every_expression_of_checks_says_what_it_must_leave_alone() -> None:
    proved = {example.rule for example in PROOF if example.counter}
    assert proved == set(CHECKS.expressions)


@pytest.mark.parametrize(
    ("part", "names"),
    [
        ("checks", CHECKS.expressions),
        ("checks", CHECKS.words),
        ("outline", BUILTIN.outline.told),
        ("reading", BUILTIN.lines),
    ],
    ids=["checks", "words of checks", "outline", "reading"],
)
def test_what_patterns_name_the_code_asks_for(part: str, names: Iterable[str]) -> None:
    code = "".join(p.read_text(encoding="utf-8") for p in sorted((ROOT / "extractor" / part).rglob("*.py")))
    code = code.replace('_says("', '"label-')  # asked for by the rest of their names
    asked = set(re.findall(r'"([a-z][a-z_-]+)"', code))
    assert set(names) <= asked


def own(folder: Path, text: str) -> tuple[Path, Path]:
    """The built-in folder and one with a file of checks."""
    (folder / "checks").mkdir()
    (folder / "checks" / "ours.toml").write_text(text, encoding="utf-8")
    return builtin_folder(), folder


def test_a_folder_of_ones_own_adds_to_expressions_and_lists(tmp_path: Path) -> None:
    added = """
        [words]
        overdue = ["lapsed"]
        [comparators]
        region = ["Welsh"]
        [[expression]]
        name = "named-average"
        expression = '\\b(?P<who>{comparator})\\s+mean\\b(?P<of>)\\s*\\($'
        [[expression.example]]
        text = "the national mean ("
    """
    patterns, _ = load_check_patterns(own(tmp_path, added))
    average = patterns.expressions["named-average"]
    mean, built_in = average.search("above the Welsh mean ("), average.search("the Welsh average (")
    assert mean and built_in and mean["who"] == built_in["who"] == "Welsh"
    assert patterns.words["overdue"] == CHECKS.words["overdue"] | {"lapsed"}
    assert patterns.comparators["welsh"] == "region"


EXPRESSION = "[[expression]]\nname = \"{}\"\nexpression = '{}'\n"
EXAMPLE = '[[expression.example]]\ntext = "x"\n'


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (EXPRESSION.format("cleard", "x") + EXAMPLE, 'name = "cleard"'),
        (EXPRESSION.format("cleared", "(") + EXAMPLE, "no regular expression"),
        (EXPRESSION.format("cleared", "{months}") + EXAMPLE, "no list of words"),
        (EXPRESSION.format("cleared", "x"), "no example"),
        ('[words]\noverdu = ["late"]\n', 'Did you mean "overdue"'),
        ('[directions]\nupp = ["rose"]\n', "expected one of"),
        ('[words]\noverdue = "late"\n', "expected list"),
    ],
)
def test_a_fault_in_a_folder_of_ones_own_is_told_with_its_file(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(PatternError, match=re.escape(told)) as fault:
        load_check_patterns(own(tmp_path, text))
    assert "ours.toml" in str(fault.value)


def test_patterns_that_no_folder_can_add_to_are_refused(tmp_path: Path) -> None:
    (tmp_path / "reading").mkdir()
    with pytest.raises(PatternError, match="built-in patterns alone"):
        load_patterns([tmp_path])
