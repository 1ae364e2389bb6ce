"""Figures told from the numbers that are none."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.figures.numbers import Claimed, Marks, find_numbers
from extractor.model import Quantity
from extractor.patterns import load_patterns

LEXICON = load_patterns().figures


def marks_of(text: str) -> Marks:
    return find_numbers(text, LEXICON)


def read(text: str) -> list[tuple[str, str, str]]:
    return [(q.text, str(q.value), q.unit) for q in marks_of(text).quantities]


def only(text: str) -> Quantity:
    (quantity,) = marks_of(text).quantities
    return quantity


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It was 27.6%.", ("27.6%", "27.6", "percent")),
        ("It was 64.1 per-cent.", ("64.1 per-cent", "64.1", "percent")),
        ("It was 12 per\ncent of all.", ("12 per\ncent", "12", "percent")),
        ("It was 30\u00a0% then.", ("30\u00a0%", "30", "percent")),
        ("up 3 % points", ("3 % points", "3", "percentage_points")),
        ("up 1.5ppts", ("1.5ppts", "1.5", "percentage_points")),
        ("a gap of £1.2m", ("£1.2m", "1200000", "currency_gbp")),
        ("arrears of £86,700k", ("£86,700k", "86700000", "currency_gbp")),
        ("costs were £1.126 over", ("£1.126", "1.126", "currency_gbp")),
        ("an average of 6.3 days per FTE", ("6.3 days", "6.3", "days")),
        ("the rate was 61.3 per 10,000 people", ("61.3", "61.3", "rate_per_10000")),
        ("a rate of 251.8/10k pop", ("251.8", "251.8", "rate_per_10000")),
        ("5,780 incidents", ("5,780", "5780", "count")),
        ("5\u00a0780 incidents", ("5\u00a0780", "5780", "count")),
        ("there had been4 deaths", ("4", "4", "count")),
        ("cost 3052.1days in all", ("3052.1days", "3052.1", "days")),
        ("nine adoptions", ("nine", "9", "count")),
        ("two hundred and forty-one homes", ("two hundred and forty-one", "241", "count")),
        ("a ratio of 1:27", ("1:27", "27", "ratio")),
        ("answered in an average of 4:30 minutes", ("4:30 minutes", "4.50", "minutes")),
        ("a Progress 8 score of -0.14", ("-0.14", "-0.14", "score")),
        ("a change of −3.4%", ("−3.4%", "-3.4", "percent")),
        ("ranked 41st of all", ("41st", "41", "other")),
        ("29,334 tonnes of waste", ("29,334 tonnes", "29334", "other")),
        ("3½% more", ("3½%", "3.5", "percent")),
        ("¼M in all", ("¼", "0.25", "count")),
    ],
)
def test_a_figure_is_read_with_its_value_and_unit(text: str, expected: tuple[str, str, str]) -> None:
    assert read(text) == [expected]


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("over 1,500 calls", "above"),
        ("at least 80%", "at_least"),
        ("no more than 5 calls", "at_most"),
        ("just under 50%", "below"),
        ("almost 5%", "approx"),
        ("some 300 calls", "approx"),
        ("92%> of calls", "above"),
        ("95%+ of calls", "at_least"),
        ("<92% of calls", "below"),
        ("46 or below would be green", "at_most"),
        ("above the 90% target", None),
    ],
)
def test_a_bound_is_kept_as_qualifier(text: str, qualifier: str | None) -> None:
    assert only(text).qualifier == qualifier


def test_n_of_m_are_two_figures_that_know_each_other() -> None:
    quantities = marks_of("7 out of 84 cases and 18 of the 40 homes").quantities
    assert [(q.text, q.form) for q in quantities] == [
        ("7", "n_of"),
        ("84", "m_of"),
        ("18", "n_of"),
        ("40", "m_of"),
    ]


def test_a_range_is_two_figures_that_share_what_is_printed_once() -> None:
    quantities = marks_of("5-7% and £2-3m and 1300-1600 calls").quantities
    assert [(q.text, str(q.value), q.unit, q.form) for q in quantities] == [
        ("5", "5", "percent", "range_low"),
        ("7%", "7", "percent", "range_high"),
        ("£2", "2000000", "currency_gbp", "range_low"),
        ("3m", "3000000", "currency_gbp", "range_high"),
        ("1300", "1300", "count", "range_low"),
        ("1600", "1600", "count", "range_high"),
    ]


def test_a_sign_in_brackets_is_part_of_the_figure() -> None:
    quantities = marks_of("(+1.4%) (-23) (+ 310)").quantities
    assert [(q.text, str(q.value), q.signed) for q in quantities] == [
        ("+1.4%", "1.4", True),
        ("-23", "-23", True),
        ("+ 310", "310", True),
    ]


def test_places_and_scale_are_those_printed() -> None:
    quantity = only("£1.20m was spent")
    assert (quantity.value, quantity.places, quantity.scale) == (Decimal("1200000"), 2, 6)


def test_words_for_none_and_all_are_weak_figures() -> None:
    quantities = marks_of("no child waited and every pupil passed").quantities
    assert [(q.text, str(q.value), q.form, q.weak) for q in quantities] == [
        ("no", "0", "none", True),
        ("every", "100", "all", True),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Key Stage 2 and Key Stage 4",
        "an inquiry under Section 47",
        "within 45 working days",
        "children with 3 or more placements",
        "in care for over two years",
        "young people aged 16-17",
        "NI 59, PAM/028 and CPU118",
        "see paragraph 3.1.2 and Appendix 1 (Pages 8-77)",
        "on 22 March 2017 at 1.30 p.m.",
        "in Q3 2016/17",
        "telephone 01709 382121",
        "5 A*-C and Level 4+",
        "Covid-19 in Lancashire-12",
        "the second of the two and the 20th day",
        "a 15 day timescale",
        "at home 91 days after discharge",
        "Standing Order 25(1)",
        "those two and the county",
        "this one was one of the first",
    ],
)
def test_a_number_in_a_name_date_or_definition_is_no_figure(text: str) -> None:
    assert [q.text for q in marks_of(text).quantities if not q.weak] == []


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("Section 47 rates: 251.8", ["251.8"]),
        ("In January 30% were late and in March 12 cases closed", ["30%", "12"]),
        ("1.6 days over the 8-day target", ["1.6 days", "8-day"]),
        ("For Q3, 6.3 days were lost", ["6.3 days"]),
        ("sickness fell from 9 days to 7.5 days", ["9 days", "7.5 days"]),
        ("Year 6 pupils: 45%", ["45%"]),
        ("timescale.100% of cases", ["100%"]),
        ("In the month, 2013 referrals came in", ["2013"]),
        ("all but one of the homes", ["one"]),
    ],
)
def test_a_figure_beside_such_a_number_is_still_read(text: str, figures: list[str]) -> None:
    found = [q.text for q in marks_of(text).quantities if q.form not in ("all", "none")]
    assert found == figures


AWKWARD = st.text(alphabet="0123456789 .,%£-–()/:+'\n\u00a0aeQqtonhus½²", max_size=120)
PIECES = """12% of 3 out of the one two £1.2m per 10,000 within 45 days Q3 2016/17 31st July to - ( )
Section 47 no child 1,234 ranked 41st half at least over 65+ NI 59 (+1.4%) 5-7% March 4:30 minutes .5 1.2.3"""
WORDS = st.lists(st.sampled_from(PIECES.split()), max_size=30).map(" ".join)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=200), AWKWARD, WORDS))
def test_every_digit_of_any_text_is_a_figure_or_claimed_and_shown_as_printed(text: str) -> None:
    marks = marks_of(text)
    covered: set[int] = set()
    every: list[Quantity | Claimed] = [*marks.quantities, *marks.claimed]
    for mark in every:
        assert 0 <= mark.start < mark.end <= len(text)
        assert text[mark.start : mark.end] == mark.text
        covered.update(range(mark.start, mark.end))
    missed = [text[i] for i in range(len(text)) if text[i] in "0123456789" and i not in covered]
    assert missed == []


@settings(max_examples=150, deadline=None)
@given(st.one_of(AWKWARD, WORDS))
def test_figures_do_not_overlap_and_stand_in_order(text: str) -> None:
    quantities = marks_of(text).quantities
    assert all(a.end <= b.start for a, b in pairwise(quantities))


def test_a_line_of_many_numbers_is_read_whole() -> None:
    text = ", ".join(f"{i}%" for i in range(5000))
    assert [q.value for q in marks_of(text).quantities] == [Decimal(i) for i in range(5000)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It took 2 minutes 30 seconds.", ("2 minutes 30 seconds", Decimal("2.5"), "minutes")),
        ("It took 2 hours 15 minutes.", ("2 hours 15 minutes", Decimal("2.25"), "hours")),
        ("It took 3 years 6 months.", ("3 years 6 months", Decimal("3.5"), "years")),
    ],
)
def test_a_length_of_time_in_two_units_is_one_figure(text: str, expected: tuple[str, Decimal, str]) -> None:
    quantity = only(text)
    assert (quantity.text, quantity.value, quantity.unit) == expected
