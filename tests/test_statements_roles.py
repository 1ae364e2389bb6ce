"""Roles and movements that no single relation gives: from tense, list, forecast, place, date and total."""
# ruff: noqa: E501

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest

from extractor.model import Context, Period
from extractor.patterns import load_patterns
from extractor.statements.check import read_text
from extractor.statements.drafts import Draft

PATTERNS = load_patterns()
QUARTER = Period("Quarter 4 2018/19", date(2019, 1, 1), date(2019, 3, 31), "quarter", "heading")
PAPER = Context(meeting_date=date(2019, 6, 13), reporting_period=QUARTER)


def read(text: str) -> list[Draft]:
    return [d for s in read_text(text, PATTERNS, PAPER) for d in s.drafts if not d.skipped and not d.open]


def given(text: str) -> list[str]:
    """Value, unit, role and direction of every figure."""
    return [
        f"{d.value.normalize():f} {d.unit} {d.role}" + (f" {d.direction}" if d.direction else "")
        for d in read(text)
    ]


LISTS = [
    (
        "Reading was up by 1.8% and writing by 1.4%.",
        ["1.8 percent change up", "1.4 percent change up"],
    ),
    (
        "There were 19 injuries (down 24%, or 6).",
        ["19 count actual down", "24 percent change down", "6 count change down"],
    ),
    ("The target was 85% for majors and 90% for minors.", ["85 percent target", "90 percent target"]),
    (
        "Exclusions of boys fell to 612 and those of girls to 33.",
        ["612 count actual down", "33 count actual down"],
    ),
    (
        "Similar councils average 12 days to decide, and we take 15 days on average.",
        ["12 days benchmark", "15 days actual"],
    ),
    ("Visits rose by 12% and 40 events were held.", ["12 percent change up", "40 count actual"]),
]


@pytest.mark.parametrize(("text", "expected"), LISTS)
def test_a_role_goes_on_along_a_list_and_no_further(text: str, expected: list[str]) -> None:
    assert given(text) == expected


TENSES = [
    (
        "86% of calls were answered; the Quarter 2 result had been 78%.",
        ["86 percent actual up", "78 percent previous"],
    ),
    (
        "Investments stood at £38.2m; at the start of the year they had been £41.6m.",
        ["38200000 currency_gbp actual down", "41600000 currency_gbp previous"],
    ),
    (
        "The latest forecast shows a pressure of £4.2m; in October it had shown £3.8m.",
        ["4200000 currency_gbp projection", "3800000 currency_gbp previous"],
    ),
    (
        "Complaints answered on time – 91% (88% in September).",
        ["91 percent actual up", "88 percent previous"],
    ),
    ("The level was 37%. In 2017 it was 33%.", ["37 percent actual up", "33 percent previous"]),
    ("It was reported that 84% of visits had been made.", ["84 percent actual"]),
    (
        "17 licences had been granted and another 92 had expired.",
        ["17 count actual", "92 count actual"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), TENSES)
def test_what_had_been_is_earlier_than_what_was_where_both_are_of_one_thing(
    text: str, expected: list[str]
) -> None:
    assert given(text) == expected


def test_a_forecast_goes_on_through_the_sums_over_and_under_it() -> None:
    text = "The General Fund was heading for an overspend of £0.7m. Transport was £2.1m over, offset by an underspend of £1.6m on interest."
    assert given(text) == [
        "700000 currency_gbp projection",
        "2100000 currency_gbp projection",
        "1600000 currency_gbp projection",
    ]


def test_an_overspend_at_the_close_of_the_year_is_no_forecast() -> None:
    text = "The year closed with an overspend of £0.7m. Transport was £2.1m over."
    assert given(text) == ["700000 currency_gbp actual", "2100000 currency_gbp actual"]


def test_a_level_dated_in_a_year_to_come_is_a_projection() -> None:
    assert given("There are 50 families in the scheme at 31 March 2026.") == ["50 count projection"]


def test_a_date_without_its_year_makes_no_projection() -> None:
    assert given("There were 50 open cases at the end of June.") == ["50 count actual"]


COMPARED = [
    ("Ours was 52%, better than Ashby (61%) and Denton Vale (70%).", ["", "Ashby", "Denton Vale"]),
    ("Decisions came to 171. The South Downs average was 203.", ["", "South Downs"]),
    ("Attendance was 94% (region 93%, England 95%).", ["", "region", "national"]),
    ("The rate was 52.1% compared with 55.0% nationally.", ["", "national"]),
    ("The rate was 52.1%, against a statistical neighbour average of 55.0%.", ["", "statistical_neighbours"]),
]


@pytest.mark.parametrize(("text", "of_whom"), COMPARED)
def test_a_benchmark_says_whom_it_is_of(text: str, of_whom: list[str]) -> None:
    figures = read(text)
    assert [d.comparator or "" for d in figures] == of_whom
    assert [d.role for d in figures] == ["actual" if not other else "benchmark" for other in of_whom]


def test_a_change_after_a_total_and_its_parts_is_of_the_total() -> None:
    figures = read(
        "There were 412 burglaries: 167 in the city and 245 in the vale. It was 7% more than in 2017/18."
    )
    assert [d.direction for d in figures] == ["up", None, None, "up"]
    assert figures[3].main is figures[0]


def test_an_earlier_value_goes_to_the_level_that_it_names() -> None:
    figures = read(
        "There are now 1,120 children looked after. There were 284 care leavers. A year ago, on 31 March 2018, the number looked after had been 992."
    )
    assert [(str(d.value), d.role) for d in figures] == [
        ("1120", "actual"),
        ("284", "actual"),
        ("992", "previous"),
    ]
    assert figures[2].main is figures[0]
    assert figures[0].direction == "up"


UNITS = [
    (
        "First time entrants, counted per 100,000 young people, are a rate that came down from 556 to 505.",
        ["556 rate_per_100000 previous", "505 rate_per_100000 actual down"],
    ),
    (
        "Kilograms of waste per household: 431, down from 446.",
        ["431 other actual down", "446 other previous"],
    ),
    (
        "Those waiting fell from 94 to 71, which is 6.2 per 1,000 people.",
        ["94 count previous", "71 count actual down", "6.2 rate_per_1000 actual"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), UNITS)
def test_a_base_or_unit_that_is_named_once_holds_for_the_bare_numbers(text: str, expected: list[str]) -> None:
    assert given(text) == expected


SMALL = [
    (
        "17 licences were granted, another 92 had expired and one had been revoked.",
        ["17 count actual", "92 count actual", "1 count actual"],
    ),
    ("The Ombudsman gave 4 decisions; none was upheld.", ["4 count actual", "0 count actual"]),
    ("61 had been received at Stage 1 and seven at Stage 2.", ["61 count actual", "7 count actual"]),
    (
        "143 complaints came in: twelve high priority, 57 medium and 74 low.",
        ["143 count actual", "12 count actual", "57 count actual", "74 count actual"],
    ),
    ("The backlog was down to zero.", ["0 count actual down"]),
    (
        "The Council ranked 31st of the 96 authorities in the club (45th in 2016/17).",
        ["31 other actual up", "45 other previous"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), SMALL)
def test_small_numbers_and_middles_of_lists_are_read(text: str, expected: list[str]) -> None:
    assert given(text) == expected


def test_one_that_stands_for_a_person_or_a_thing_is_no_count() -> None:
    assert given("Members noted that one had been told of it.") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("What was the target for it? 97.5%.", ["97.5 percent target"]),
        ("How many homes were seen, and what is the target? 318 were seen.", ["318 count actual"]),
    ],
)
def test_only_a_question_about_the_target_alone_is_answered_by_it(text: str, expected: list[str]) -> None:
    assert given(text) == expected


SENTENCES = tomllib.loads((Path(__file__).parent / "readings" / "roles.toml").read_text(encoding="utf-8"))


def told(draft: Draft) -> str:
    """Value, unit, role and movement, and the value that the figure belongs to."""
    said = f"{draft.value.normalize():f} {draft.unit} {draft.role}"
    said += f" {draft.direction}" if draft.direction else ""
    return said + (f" against {draft.main.value.normalize():f}" if draft.main is not None else "")


@pytest.mark.parametrize(
    ("text", "gives"), [pytest.param(s["text"], s["gives"], id=s["text"]) for s in SENTENCES["sentence"]]
)
def test_a_sentence_on_its_own_tells_roles_movements_and_what_belongs_to_what(
    text: str, gives: list[str]
) -> None:
    figures = [d for s in read_text(text, PATTERNS) for d in s.drafts if not d.skipped and not d.open]
    assert [told(d) for d in figures] == gives
