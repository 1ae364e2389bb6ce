"""UK period expressions in running text and in column heads."""

from __future__ import annotations

import json
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.figures.labels import fiscal_label, previous_period, same_period_last_year, sdmx_label
from extractor.figures.periods import Anchor, anchor_of, cumulative, find_periods, parse_period
from extractor.figures.readings import range_type
from extractor.model import Context, Period
from extractor.patterns import load_patterns

GRAMMAR = load_patterns().periods
TRUTH = Path(__file__).parents[2] / "shared" / "truth" / "periods.jsonl"


def days(first: str, last: str) -> tuple[date, date]:
    return date.fromisoformat(first), date.fromisoformat(last)


def reporting(first: str, last: str) -> Anchor:
    span = days(first, last)
    return Anchor(reporting_period=Period("", *span, range_type(span, Anchor()), "heading"))


Q2 = reporting("2021-07-01", "2021-09-30")
JANUARY = reporting("2017-01-01", "2017-01-31")


def found(text: str, anchor: Anchor | None = None) -> list[tuple[str, str | None, str | None]]:
    periods = find_periods(text, GRAMMAR, anchor or Anchor())
    return [(p.text, iso(p.first), iso(p.last)) for p in periods]


def iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def test_all_period_expressions_of_a_sentence_are_found_in_order() -> None:
    assert found("It rose from 40 in March 2019 to 52 in Q2 2019/20 and 60 at the end of 2020.") == [
        ("March 2019", "2019-03-01", "2019-03-31"),
        ("Q2 2019/20", "2019-07-01", "2019-09-30"),
        ("at the end of 2020", "2020-12-31", "2020-12-31"),
    ]


def test_the_end_of_a_quarter_is_not_the_quarter() -> None:
    end, during = found("17 at the end of Q3, 5 during Q3", reporting("2018-10-01", "2018-12-31"))
    assert end == ("at the end of Q3", "2018-12-31", "2018-12-31")
    assert during == ("Q3", "2018-10-01", "2018-12-31")


def test_the_end_of_a_quarter_of_something_counted_over_the_year_starts_with_the_year() -> None:
    (end,) = find_periods("by the end of Q3 2018/19", GRAMMAR, Anchor())
    whole = cumulative(end, Anchor())
    assert (whole.first, whole.last, whole.type) == (*days("2018-04-01", "2018-12-31"), "ytd")


def test_no_date_is_given_where_neither_words_nor_paper_fix_one() -> None:
    assert found("in the last 12 months, last year and in December") == [
        ("the last 12 months", None, None),
        ("last year", None, None),
        ("December", None, None),
    ]


def test_a_month_without_year_is_the_latest_that_the_paper_can_look_back_on() -> None:
    assert found("403 compared to 267 in December", JANUARY) == [("December", "2016-12-01", "2016-12-31")]


def test_a_month_within_a_year_reported_on_is_that_years_month() -> None:
    assert found("85.9% in May", reporting("2016-04-01", "2017-03-31")) == [
        ("May", "2016-05-01", "2016-05-31")
    ]


def test_the_same_period_is_that_of_the_words_before_it() -> None:
    text = (
        "7.5 days from 1st December 2012 to 30th November 2013; for the same period in the previous year 10.2"
    )
    assert found(text)[1] == ("the same period in the previous year", "2011-12-01", "2012-11-30")


def test_may_is_a_verb_unless_something_makes_it_a_month() -> None:
    assert found("This may rise. May I ask why?", Q2) == []
    assert found("it fell in May", Q2) == [("May", "2021-05-01", "2021-05-31")]


def test_a_percent_after_a_month_is_not_its_day_or_year() -> None:
    assert found("In January 30% were late", JANUARY) == [("January", "2017-01-01", "2017-01-31")]


def test_the_basis_says_what_fixed_the_dates() -> None:
    periods = find_periods("in March 2017, in December, last month", GRAMMAR, JANUARY)
    assert [p.basis for p in periods] == ["stated", "heading", "inherited"]


def test_hard_line_ends_and_no_break_spaces_stand_inside_an_expression() -> None:
    assert found("Quarter 3\n(October to\n  December 2018)\u00a02018/19")[0][1:] == (
        "2018-10-01",
        "2018-12-31",
    )


@pytest.mark.parametrize(
    ("head", "first", "last"),
    [
        ("Nov-16", "2016-11-01", "2016-11-30"),
        ("Jan 17", "2017-01-01", "2017-01-31"),
        ("Sept 2016", "2016-09-01", "2016-09-30"),
        ("2016/17", "2016-04-01", "2017-03-31"),
        ("2020/21 Outturn", "2020-04-01", "2021-03-31"),
        ("2020/21\nOutturn", "2020-04-01", "2021-03-31"),
        ("Actual 2021/22", "2021-04-01", "2022-03-31"),
        ("Q3 2021/22", "2021-10-01", "2021-12-31"),
        ("Q3\n2021/22", "2021-10-01", "2021-12-31"),
        ("(Jul15 - Jun16)", "2015-07-01", "2016-06-30"),
        ("Oct 13-Sep 14", "2013-10-01", "2014-09-30"),
        ("Autumn Term 2014", "2014-09-01", "2014-12-31"),
        ("March 2017 (prov)", "2017-03-01", "2017-03-31"),
        ("31/03/2017", "2017-03-31", "2017-03-31"),
    ],
)
def test_a_column_head_is_a_period(head: str, first: str, last: str) -> None:
    period = parse_period(head, GRAMMAR, Anchor())
    assert period is not None
    assert (period.first, period.last) == days(first, last)


@pytest.mark.parametrize(
    ("head", "first", "last"),
    [
        ("Apr", "2016-04-01", "2016-04-30"),
        ("Q3", "2016-10-01", "2016-12-31"),
        ("YTD", "2016-04-01", "2017-01-31"),
        ("Year to Date", "2016-04-01", "2017-01-31"),
        ("Last year", "2015-04-01", "2016-03-31"),
    ],
)
def test_a_column_head_without_year_is_read_against_the_paper(head: str, first: str, last: str) -> None:
    period = parse_period(head, GRAMMAR, JANUARY)
    assert period is not None
    assert (period.first, period.last) == days(first, last)


@pytest.mark.parametrize("head", ["Indicator", "Target", "No. 10", "", "RAG", "DOT (month on month)", "45"])
def test_other_heads_are_no_period(head: str) -> None:
    assert parse_period(head, GRAMMAR, JANUARY) is None


def test_the_anchor_comes_from_the_outline() -> None:
    context = Context(report_date=date(2017, 6, 1), meeting_date=date(2017, 6, 14))
    assert anchor_of(context) == Anchor(report_date=date(2017, 6, 1), meeting_date=date(2017, 6, 14))


def test_labels_are_those_officers_use() -> None:
    quarter, to_date = days("2016-10-01", "2016-12-31"), days("2016-04-01", "2017-01-31")
    assert fiscal_label(*quarter, "quarter") == "2016/17 Q3"
    assert fiscal_label(*to_date, "ytd") == "2016/17 to Jan 2017"
    assert fiscal_label(*days("2017-01-01", "2017-01-31"), "month") == "Jan 2017"
    assert fiscal_label(*days("2016-04-01", "2017-03-31"), "year") == "2016/17"
    assert fiscal_label(*days("2018-09-01", "2019-08-31"), "academic_year") == "2018/19"
    assert fiscal_label(None, None, None) == ""
    assert sdmx_label(*quarter) == "2016-Q3/04-01"
    assert sdmx_label(*days("2019-01-01", "2019-12-31"), "calendar") == "2019-A1"


def test_the_period_before_and_the_same_a_year_before() -> None:
    quarter = Period("Q1", *days("2016-04-01", "2016-06-30"), "quarter")
    before, last_year = previous_period(quarter), same_period_last_year(quarter)
    assert before is not None and last_year is not None
    assert (before.first, before.last) == days("2016-01-01", "2016-03-31")
    assert (last_year.first, last_year.last) == days("2015-04-01", "2015-06-30")


def test_the_month_before_march_keeps_its_own_last_day() -> None:
    before = previous_period(Period("", *days("2020-03-01", "2020-03-31"), "month"))
    assert before is not None
    assert (before.first, before.last) == days("2020-02-01", "2020-02-29")


PIECES = """at the end of Q3 2016/17 - to 31 June 31st February 2017 last year since May '19 half term 3 (Oct
rolling 12 months ending 0/1 99/00 1999/2000 week commencing same period as year 29 Feb 2021-02-30"""


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES.split()), max_size=16).map(" ".join))
def test_any_run_of_period_words_is_read_in_order_without_overlap(text: str) -> None:
    periods = find_periods(text, GRAMMAR, JANUARY)
    for period in periods:
        assert text[period.start : period.end] == period.text
        assert period.first is None or period.last is None or period.first <= period.last
    ends = [(p.start or 0, p.end or 0) for p in periods]
    assert all(a[1] <= b[0] for a, b in pairwise(ends))


@pytest.mark.skipif(not TRUTH.exists(), reason="the shared truth is not here")
def test_the_shared_period_expressions_mean_what_a_reader_says() -> None:
    wrong = []
    for line in TRUTH.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        told = row["reported_period"]
        span = days(*told.split("/")) if told else None
        period = Period("", *span, range_type(span, Anchor()), "heading") if span else None
        anchor = Anchor(report_date=date.fromisoformat(row["report_date"]), reporting_period=period)
        got = [(str(p.first), str(p.last)) for p in find_periods(row["text"], GRAMMAR, anchor)]
        if got != [(row["start"], row["end"])]:
            wrong.append((row["text"], got))
    assert wrong == []
