"""What one cell prints, and what pieces of time headings hold."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from extractor.model import Cell
from extractor.patterns import load_patterns
from extractor.scorecards.cells import read_cell, read_figures
from extractor.scorecards.dates import When, resolve
from extractor.scorecards.headings import as_code, read_heading, split_code, whole_codes
from extractor.scorecards.times import read_time

WORDS = load_patterns().scorecards
JANUARY = When(last=date(2017, 1, 31), fiscal=2016)


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("7,101", [("7,101", "7101", None, None, "value")]),
        ("30.7%", [("30.7%", "30.7", "percent", None, "value")]),
        ("-£139", [("-£139", "-139", "currency_gbp", None, "value")]),
        ("£1.2m", [("£1.2m", "1.2E+6", "currency_gbp", None, "value")]),
        ("16.5 days", [("16.5", "16.5", "days", None, "value")]),
        ("95%+", [("95%", "95", "percent", "at_least", "value")]),
        ("22.7% +", [("22.7%", "22.7", "percent", "at_least", "value")]),
        ("<92%", [("92%", "92", "percent", "below", "value")]),
        ("no more than 12", [("12", "12", None, "at_most", "value")]),
        ("+/-5 of 158.8", [("158.8", "158.8", None, "approx", "value")]),
        ("more than +/-15", [("15", "15", None, "above", "value")]),
        ("over 1% above range", [("1%", "1", "percent", "above", "value")]),
        ("16-22", [("16", "16", None, "at_least", "low"), ("22", "22", None, "at_most", "high")]),
        (
            ">90% <100%",
            [("90%", "90", "percent", "above", "low"), ("100%", "100", "percent", "below", "high")],
        ),
        ("<23% >20%", [("23%", "23", "percent", "below", "low"), ("20%", "20", "percent", "above", "high")]),
        ("265 of 662", [("265", "265", None, None, "numerator"), ("662", "662", None, None, "denominator")]),
        ("4 out of 5", [("4", "4", None, None, "numerator"), ("5", "5", None, None, "denominator")]),
        (
            "100% (6 of 6)",
            [
                ("100%", "100", "percent", None, "value"),
                ("6", "6", None, None, "numerator"),
                ("6", "6", None, None, "denominator"),
            ],
        ),
        ("of 492", [("492", "492", None, None, "denominator")]),
        ("57.9%¹", [("57.9%", "57.9", "percent", None, "value")]),
        ("882 Families", [("882", "882", None, None, "value")]),
        ("2016/17", []),
        ("1:27 2:225 3:78", []),
        ("fell from 12 to 9", []),
    ],
)
def test_a_cell_gives_its_figures_with_sense_and_part(
    text: str, figures: list[tuple[str, str, str | None, str | None, str]]
) -> None:
    read = read_figures(text)
    assert [(f.text, str(f.value), f.unit, f.qualifier, f.part) for f in read.figures] == figures
    assert all(text[f.start : f.end] == f.text for f in read.figures)


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("460 (period Jul15 - Jun16)", ["period Jul15 - Jun16"]),
        ("12.9% (Autumn Term 2014)", ["Autumn Term 2014"]),
        ("8.4% (2014/15) / 9.0% Autumn Term\n2015", ["2014/15", "Autumn Term 2015"]),
        ("82.2% in Q1", ["Q1"]),
        ("114 (+13 under assessment)", [""]),
    ],
)
def test_words_of_a_period_in_a_cell_stay_with_their_figure(text: str, periods: list[str]) -> None:
    assert [f.period for f in read_figures(text).figures] == periods


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "empty"), ("-", "blank"), ("n/a", "blank"), ("not available", "blank"),
        ("range to be set", "blank"), ("Data unavailable due to migration", "blank"), ("↑", "mark"),
        ("Ψ", "mark"), ("0", "figures"), ("Not yet known why", "blank"), ("North", "words"),
    ],
)  # fmt: skip
def test_a_cell_without_figures_says_why(text: str, kind: str) -> None:
    assert read_cell(Cell(0, 0, text), WORDS).kind == kind


def test_a_percentage_stored_as_a_fraction_is_given_as_a_percentage() -> None:
    cell = Cell(0, 0, "0.302", number=Decimal("0.3021"), number_format="0.0%")
    (figure,) = read_cell(cell, WORDS).figures
    assert (figure.value, figure.unit, figure.places) == (Decimal("30.2"), "percent", 1)


@pytest.mark.parametrize(
    ("text", "first", "last", "kind"),
    [
        ("Nov-16", date(2016, 11, 1), date(2016, 11, 30), "month"),
        ("Apr", date(2016, 4, 1), date(2016, 4, 30), "month"),
        ("Feb", date(2017, 2, 1), date(2017, 2, 28), "month"),
        ("2013/ 14", date(2013, 4, 1), date(2014, 3, 31), "year"),
        ("2016 / 17 YTD", date(2016, 4, 1), date(2017, 1, 31), "ytd"),
        ("Q1 Apr-Jun", date(2016, 4, 1), date(2016, 6, 30), "quarter"),
        ("Quarter 2 2019/20", date(2019, 7, 1), date(2019, 9, 30), "quarter"),
        ("12 months to Sep 2016", date(2015, 10, 1), date(2016, 9, 30), "rolling_12m"),
        ("Autumn Term 2014", date(2014, 9, 1), date(2014, 12, 31), "term"),
        ("Half Term 1", date(2016, 9, 1), date(2016, 10, 31), "range"),
        ("31/03/2017", date(2017, 3, 31), date(2017, 3, 31), "point"),
        ("Jul15 - Jun16", date(2015, 7, 1), date(2016, 6, 30), "year"),
    ],
)
def test_a_heading_of_time_has_its_dates(text: str, first: date, last: date, kind: str) -> None:
    time, rest = read_time(text)
    period = resolve(time, JANUARY)
    assert period and (period.first, period.last, period.type, rest) == (first, last, kind, "")


@pytest.mark.parametrize("text", ["Q3", "June", "Year to date"])
def test_a_heading_whose_year_is_printed_nowhere_has_no_dates(text: str) -> None:
    period = resolve(read_time(text)[0], When())
    assert period and (period.first, period.last) == (None, None)


def test_a_quarter_in_the_row_takes_its_year_from_the_column() -> None:
    row, column = read_time("Quarter 3")[0], read_time("2015/16")[0]
    period = resolve(row.over(column), JANUARY)
    assert period and (period.first, period.last) == (date(2015, 10, 1), date(2015, 12, 31))


def test_numbers_in_the_name_of_a_measure_are_no_time() -> None:
    for name in ("Young people aged 16-17", "% of children aged 2 to 2.5", "Year 2 to date"):
        assert not read_time(name)[0]
    assert not read_heading("No. of referrals (Corporate Plan 2016/17 Indicator)", WORDS).time


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1.10", "1.10"), ("CPU118", "CPU118"), ("2.1 OLD", "2.1 OLD"), ("3 2", "3.2"), ("NI 59", "NI 59"),
        ("250", ""), ("2016/17", ""), ("Number", ""), ("Target 60", ""),
    ],
)  # fmt: skip
def test_a_reference_is_told_from_a_figure_and_a_year(text: str, code: str) -> None:
    assert as_code(text) == code


def test_a_reference_in_front_of_a_name_is_parted_from_it() -> None:
    assert split_code("CPU101 - Average caseload") == ("CPU101", "Average caseload")
    assert split_code("16 and 17 year olds") == ("", "16 and 17 year olds")


def test_codes_broken_over_two_cells_are_put_together() -> None:
    assert whole_codes(["5.4", "5", ".5"]) == ["5.4", "5.5", "5.5"]
    assert whole_codes(["3.4", "3", "3.5"]) == ["3.4", "3.5", "3.5"]
    assert whole_codes(["6.1", "2"]) == ["6.12", "6.12"]
    assert whole_codes(["3", "3.5", "3", ".7"]) == ["3.5", "3.5", "3.7", "3.7"]
    assert whole_codes(["530", "0.46"]) == ["530", "0.46"]


@pytest.mark.parametrize(
    ("text", "role", "comparator"),
    [
        ("Target 2021/22", "target", ""),
        ("Red", "threshold", ""),
        ("SN average 2020/21", "benchmark", "statistical_neighbours"),
        ("BEST STAT NEIGH", "benchmark", "best_neighbour"),
        ("NAT TOP QTILE THRESHOLD", "benchmark", "top_quartile"),
        ("England 2021/22", "benchmark", "national"),
        ("2020/21 Outturn", None, ""),
        ("Variance", "change", ""),
    ],
)
def test_a_heading_says_its_role(text: str, role: str | None, comparator: str) -> None:
    heading = read_heading(text, WORDS)
    assert (heading.role, heading.comparator) == (role, comparator)
