"""What passes rules by quickly passes none by that would have read something."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.figures.numbers import find_numbers
from extractor.figures.periods import period_spans
from extractor.model import Context
from extractor.patterns import builtin_folder, load_patterns
from extractor.patterns.figures import load_figures
from extractor.patterns.needles import Needles
from extractor.patterns.periods import load_periods
from extractor.statements.document import find_layers
from extractor.statements.marking import Marks, mark_sentence
from extractor.statements.relations import find_readings

PATTERNS = load_patterns()
STATEMENTS = PATTERNS.statements
TEXTS = sorted(
    {
        *(example.text for rule in STATEMENTS.rules for example in rule.examples),
        *(counter.text for rule in STATEMENTS.rules for counter in rule.counter_examples),
        *(example.text for example in STATEMENTS.sentences),
        *(example.text for rule in STATEMENTS.exclusions.rules for example in rule.examples),
        *(text for claim in STATEMENTS.claims for text in (*claim.examples, *claim.counter_examples)),
    }
)
FOLDERS = [builtin_folder()]
PROOF = load_periods(FOLDERS)[1] + load_figures(FOLDERS, PATTERNS.periods)[1]
SHAPES = [shape for rule in STATEMENTS.rules for shape in rule.shapes]


@pytest.mark.parametrize(
    ("needles", "text", "expected"),
    [
        ([["fare"]], "a welfare visit", {0}),
        ([["fare"], ["fares", "tolls"]], "fares rose", {0, 1}),
        ([["of the "]], "most of the roads", {0}),
        ([["of the "]], "most of them, the roads", set()),
        ([["per cent"]], "nine per\ncent", set()),
        ([[]], "any words", set()),
    ],
)
def test_a_needle_is_found_inside_words_and_over_blanks(
    needles: list[list[str]], text: str, expected: set[int]
) -> None:
    assert Needles(needles).of(text) == expected


LETTERS = st.text(alphabet="ab c\n", min_size=1, max_size=4).filter(lambda text: bool(text.strip()))


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.lists(LETTERS, max_size=3), max_size=5),
    st.lists(st.text("ab c\n\u00a0", max_size=50), max_size=3),
)
def test_needles_are_found_as_if_each_were_looked_for(things: list[list[str]], texts: list[str]) -> None:
    needles = Needles(things)
    for text in texts:
        expected = {n for n, wanted in enumerate(things) if any(needle in text for needle in wanted)}
        assert needles.of(text) == expected


def test_long_words_are_looked_through_and_not_remembered() -> None:
    needles = Needles([["needle"]])
    assert needles.of("x" * 100_000 + "needle") == {0}
    assert needles._known == {}


def test_no_exclusion_is_passed_by_whose_word_stands_in_the_sentence() -> None:
    rules = STATEMENTS.exclusions
    for text in TEXTS:
        said = text.lower()
        expected = [r.name for r in rules.rules if not r.words or any(word in said for word in r.words)]
        lone = len(said) < 24
        asked = [r.name for r in rules.for_sentence(text)]
        assert asked == [n for n in expected if lone or not _alone(n)], text


def _alone(name: str) -> bool:
    return next(rule.alone and not rule.words for rule in STATEMENTS.exclusions.rules if rule.name == name)


def test_no_claim_is_passed_by_whose_expression_would_match() -> None:
    for text in TEXTS:
        asked = {claim.name for claim in STATEMENTS.claims_in(text.lower())}
        matching = {claim.name for claim in STATEMENTS.claims if claim.expression.search(text)}
        assert matching <= asked, text


def test_no_shape_is_passed_by_that_would_match() -> None:
    for text in TEXTS:
        layers = find_layers(text, Context(), PATTERNS)
        marked = mark_sentence(layers, 0, len(text), STATEMENTS, Marks(layers))
        found = {reading.shape.printed for reading in find_readings(marked, STATEMENTS)}
        assert found == {s.printed for s in SHAPES if s.expression.search(marked.string)}, text


def test_no_period_and_no_claim_is_passed_by_that_an_expression_would_take() -> None:
    unguarded = replace(PATTERNS.periods, guards={})
    lexicon = replace(PATTERNS.figures, claim_guards={}, periods=unguarded)
    for text in (*TEXTS, *(example.text for example in PROOF)):
        assert period_spans(text, PATTERNS.periods) == period_spans(text, unguarded), text
        assert find_numbers(text, PATTERNS.figures) == find_numbers(text, lexicon), text
