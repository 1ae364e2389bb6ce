"""A definite number of things is no measure, unless it is counted, compared or part of something."""

from __future__ import annotations

import pytest

from extractor.model import Context
from extractor.patterns import load_patterns
from extractor.statements.check import read_text

PATTERNS = load_patterns()


def figures(text: str) -> list[str]:
    read = read_text(text, PATTERNS, Context())
    return [str(draft.value) for sentence in read for draft in sentence.drafts if not draft.skipped]


@pytest.mark.parametrize(
    "text",
    [
        "Books can be returned at any of the 14 kiosks.",
        "Each of our 23 wardens has a van.",
        "The 6 tipping points are watched by cameras.",
        "Some of the 57 litter traps had not been emptied.",
    ],
)
def test_the_size_of_a_set_that_is_there_is_left_out(text: str) -> None:
    assert figures(text) == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Of the 57 litter traps, 12 had been emptied.", ["57", "12"]),
        ("There were 31 prosecutions, fewer than the 44 of the quarter before.", ["31", "44"]),
        ("He was pleased by the 11 prosecutions in the quarter.", ["11"]),
        ("The 35 children were seen in time.", ["35"]),
        ("The 305 victims surveyed were satisfied.", ["305"]),
        ("57 litter traps were emptied.", ["57"]),
    ],
)
def test_what_is_counted_compared_or_part_of_something_is_a_figure(text: str, values: list[str]) -> None:
    assert figures(text) == values
