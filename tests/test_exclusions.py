"""Numbers that measure nothing, told by the words around them."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.errors import PatternError
from extractor.patterns import builtin_folder, load_patterns
from extractor.patterns.exclusions import Exclusions, load_exclusions
from extractor.patterns.toml import Example
from extractor.statements.check import figures_given, read_text

PATTERNS = load_patterns()
RULES = load_exclusions([builtin_folder()])
EXAMPLES = [example for rule in RULES.rules for example in rule.examples]
WHY = {rule.why for rule in RULES.rules}


def _excluded(example: Example) -> list[str]:
    """The figures that were taken out; of a counter-example those that a rule here took out."""
    drafts = [d for s in read_text(example.text, PATTERNS) for d in s.drafts if not d.quantity.weak]
    told = [d for d in drafts if (d.skipped in WHY if example.counter else d.skipped)]
    return [d.quantity.text for d in told]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: f"{e.rule}: {e.text}")
def test_an_exclusion_takes_its_examples_and_leaves_its_counter_examples(example: Example) -> None:
    expected = [] if example.counter else example.values["excluded"]
    assert _excluded(example) == expected


@pytest.mark.parametrize("rule", RULES.rules, ids=lambda r: r.name)
def test_every_exclusion_is_needed_by_one_of_its_examples(rule: object) -> None:
    name = rule.name  # type: ignore[attr-defined]
    without = Exclusions(tuple(r for r in RULES.rules if r.name != name))
    sentences = [e for e in EXAMPLES if e.rule == name and not e.counter]
    assert any(_untaken(e, without) for e in sentences)


def _untaken(example: Example, rules: Exclusions) -> bool:
    from dataclasses import replace

    from extractor.model import Context
    from extractor.statements.document import find_layers
    from extractor.statements.memory import Memory
    from extractor.statements.reader import read_passage

    statements = replace(PATTERNS.statements, exclusions=rules)
    read = read_passage(find_layers(example.text, Context(), PATTERNS), Context(), Memory(), statements)
    left = [d.quantity.text for s in read for d in s.drafts if not d.skipped]
    return any(text in left for text in example.values["excluded"])


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("Arrears had gone down to £1.3m.", ("1300000 currency_gbp actual down",)),
        ("61% of vacancies were filled in time.", ("61 percent actual",)),
        ("There were 31 leavers in the quarter.", ("31 count actual",)),
    ],
)
def test_measures_beside_such_words_are_still_read(text: str, given: tuple[str, ...]) -> None:
    assert figures_given(text, PATTERNS) == given


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ('[[exclusion]]\nname = "a"\nwhy = "b"\nwrods = ["x"]\n', 'Did you mean "words"'),
        ('[[exclusion]]\nname = "a"\nwhy = "b"\n', "asks for nothing"),
        ('[[exclusion]]\nname = "a"\nwhy = "b"\nafter = "("\n', "is no expression"),
        ('[[exclusion]]\nname = "a"\nwhy = "b"\nafter = " x"\n', "has no example"),
        ('[[exclusion]]\nname = "a"\nwhy = "b"\nafter = " x"\nunits = ["pounds"]\n', "expected one of"),
    ],
)
def test_a_faulty_exclusion_is_refused_with_what_to_do(tmp_path: Path, content: str, fault: str) -> None:
    (tmp_path / "exclusions").mkdir()
    (tmp_path / "exclusions" / "own.toml").write_text(content, encoding="utf-8")
    with pytest.raises(PatternError, match=fault):
        load_exclusions([tmp_path])
