"""Units that are not printed with the number: said by the measure's name, or by the figure set beside it."""

from __future__ import annotations

import pytest

from extractor.patterns import PatternSet, load_patterns
from extractor.statements.check import figures_given


@pytest.fixture(scope="module")
def patterns() -> PatternSet:
    return load_patterns()


def figures(text: str, patterns: PatternSet) -> tuple[str, ...]:
    return tuple(" ".join(line.split()[:3]) for line in figures_given(text, patterns))


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("Duty hours lost per porter were 6.2, a shade more than the 5.9 of 2014/15.",
         ("6.2 hours actual", "5.9 hours previous")),
        ("Working days taken to issue a berth licence: 31", ("31 days actual",)),
        ("Minutes taken to reach a boat had come down, from 22 in 2017/18 to 19.",
         ("22 minutes previous", "19 minutes actual")),
        ("Calendar weeks waited for a mooring stood at 7.5.", ("7.5 weeks actual",)),
        ("FTE days lost to stress per warden: 2.4", ("2.4 days actual",)),
    ],
)  # fmt: skip
def test_a_measure_named_by_a_length_of_time_gives_its_unit(
    patterns: PatternSet, text: str, given: tuple[str, ...]
) -> None:
    assert figures(text, patterns) == given


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("Days of strike action were followed by 41 complaints.", ("41 count actual",)),
        ("Beds occupied for some days per month: 12", ("12 count actual",)),
        ("Ferries delayed at weekends: 14", ("14 count actual",)),
        ("Duty days lost to floods were 4,120 in 2014/15.", ("4120 count actual",)),
    ],
)
def test_a_length_of_time_elsewhere_in_the_name_gives_none(
    patterns: PatternSet, text: str, given: tuple[str, ...]
) -> None:
    assert figures(text, patterns) == given


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("Average time to moor a boat had not reached its target of 12 minutes; the result was 14.2.",
         ("12 minutes target", "14.2 minutes actual")),
        ("Progress 8 for lodgers in the town was -0.41 (England -0.3).",
         ("-0.41 score actual", "-0.3 score benchmark")),
        ("Berths went up by 1.5 per cent and moorings by 5.5.", ("1.5 percent change", "5.5 percent change")),
        ("Hails were being answered in 19 minutes (target 21).", ("19 minutes actual", "21 minutes target")),
    ],
)  # fmt: skip
def test_a_bare_number_has_the_unit_of_the_figure_that_it_is_set_beside(
    patterns: PatternSet, text: str, given: tuple[str, ...]
) -> None:
    assert figures(text, patterns) == given


def test_a_number_too_large_for_a_share_stays_a_number(patterns: PatternSet) -> None:
    text = "So far 49.4% of visits were made, against the annual target of 7,500."
    assert figures(text, patterns) == ("49.4 percent actual", "7500 count target")
