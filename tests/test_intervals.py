"""What a printed value stands for, and which rounding explains an agreement."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.figures.intervals import (
    Interval,
    explain_rounding,
    interval_of,
    percent_change,
    percent_of,
    printed_interval,
    rounded,
    total,
)
from extractor.model import Quantity

D = Decimal


def between(low: str, high: str) -> Interval:
    return Interval(D(low), D(high))


def test_a_percentage_stands_for_half_a_unit_of_its_last_place_either_way() -> None:
    assert printed_interval(D("27.6"), 1) == between("27.55", "27.65")
    assert printed_interval(D("91"), 0) == between("90.5", "91.5")


def test_a_count_is_exact_and_a_scaled_sum_is_not() -> None:
    assert printed_interval(D("348"), 0, 0, "count") == Interval.exactly(348)
    assert interval_of(Quantity("£1.2m", D(1200000), "currency_gbp", 0, 5, 1, 6)) == between(
        "1150000", "1250000"
    )


@pytest.mark.parametrize(
    ("stated", "places", "exact", "expected"),
    [
        ("30.7", 1, "30.7", "exact"),
        ("30.7", 1, "30.65", "half_up"),
        ("30.6", 1, "30.65", "half_even"),
        ("30.6", 1, "30.69", "truncated"),
        ("30.65", 2, "30.7", "over_precise"),
        ("30.8", 1, "30.65", None),
        ("1200000", -5, "1234567", "half_up"),
        ("-2.1", 1, "-2.14", "half_up"),
    ],
)
def test_the_rounding_that_explains_a_stated_figure_is_named(
    stated: str, places: int, exact: str, expected: str | None
) -> None:
    assert explain_rounding(D(stated), places, D(exact)) == expected


def test_against_an_interval_some_number_of_it_must_round_so() -> None:
    assert explain_rounding(D("30.6"), 1, between("30.58", "30.64")) == "half_up"
    assert explain_rounding(D("30.6"), 1, between("30.66", "30.69")) == "truncated"
    assert explain_rounding(D("30.6"), 1, between("30.71", "30.79")) is None


def test_a_share_of_exact_counts_is_as_narrow_as_division_allows() -> None:
    share = percent_of(Interval.exactly(75), Interval.exactly(1150))
    assert rounded(share.low, 1) == rounded(share.high, 1) == D("6.5")
    assert share.low < share.high


def test_a_change_between_printed_percentages_is_an_interval() -> None:
    change = percent_change(printed_interval(D("30.7"), 1), printed_interval(D("27.6"), 1))
    assert change.contains(D("-10.1"))
    assert not change.contains(D("-3.1"))


def test_division_by_what_may_be_nought_is_refused() -> None:
    with pytest.raises(ZeroDivisionError):
        Interval.exactly(1) / between("-0.5", "0.5")


def test_swapped_ends_are_refused() -> None:
    with pytest.raises(ValueError, match="the lower end comes first"):
        between("2", "1")


def test_parts_add_up_to_an_interval_as_wide_as_all_of_them() -> None:
    assert total([printed_interval(D("33.3"), 1)] * 3) == between("99.75", "100.05")
    assert total([]) == Interval.exactly(0)


NUMBERS = st.decimals(min_value=-1000, max_value=1000, places=3)


@given(NUMBERS, NUMBERS, NUMBERS, NUMBERS)
def test_every_result_of_two_numbers_lies_in_the_result_of_their_intervals(
    a: Decimal, b: Decimal, x: Decimal, y: Decimal
) -> None:
    left, right = Interval(min(a, b), max(a, b)), Interval(min(x, y), max(x, y))
    assert (left + right).contains(a + x)
    assert (left - right).contains(b - y)
    assert (left * right).contains(a * y)
    if not right.contains(D(0)):
        assert (left / right * right).contains(b)


@given(NUMBERS, st.integers(min_value=-2, max_value=2))
def test_a_rounded_number_is_always_explained(value: Decimal, places: int) -> None:
    for how in ("half_up", "half_even", "truncated"):
        assert explain_rounding(rounded(value, places, how), places, value) is not None
