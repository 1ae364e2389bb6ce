"""Ratings and bands as papers print them, and what is said of a line."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

import pytest

from extractor.model import Observation, Result, SeriesPoint, TableSource
from extractor.outputs.chart import legend, line_chart
from extractor.outputs.headline import headline
from extractor.outputs.lines import Line, Measure, find_lines, target_at
from extractor.outputs.printed import Band, Beside, Printed, find_printed
from extractor.outputs.standing import standings
from tests.builders import observation, point, result

YEAR = (date(2022, 4, 1), date(2023, 3, 31))


def cell(text: str, col: int, **changes: Any) -> Observation:
    source = {name: changes.pop(name) for name in ("rag", "trend") if name in changes}
    fields: dict[str, Any] = {
        "observation_id": f"c{col}", "origin": "table", "start": None, **changes,
        "source": TableSource(0, 1, col, **source),
    }  # fmt: skip
    return observation(text, **fields)


def limit(text: str, col: int, rag: str, qualifier: str) -> Observation:
    return cell(
        text, col, role="threshold", rag=rag, qualifier=qualifier, period_start=YEAR[0], period_end=YEAR[1]
    )


def paper(*figures: Observation) -> Result:
    return replace(result(), observations=figures, claims=(), tables=())


def values(*limits: tuple[str, str, str], target: str | None = None) -> Result:
    made = [cell("91.0%", 1, rag="amber", trend="up")]
    made += [limit(text, n, rag, side) for n, (text, rag, side) in enumerate(limits, 2)]
    if target:
        made.append(cell(target, 9, role="target", period_start=YEAR[0], period_end=YEAR[1]))
    return paper(*made)


HIGH_IS_GOOD = (("90%", "red", "below"), ("90%", "amber", "above"), ("95%", "amber", "below"))
LOW_IS_GOOD = (("23%", "red", "above"), ("23%", "amber", "below"), ("20%", "amber", "above"))


def edges(bands: tuple[Band, ...]) -> list[tuple[str, str | None, str | None]]:
    return [(b.rag, b.low and str(b.low), b.high and str(b.high)) for b in bands]  # type: ignore[misc]


def test_three_limits_make_three_bands_whichever_side_is_good() -> None:
    assert edges(find_printed([values(*HIGH_IS_GOOD)]).bands["c1"]) == [
        ("red", None, "90"), ("amber", "90", "95"), ("green", "95", None),
    ]  # fmt: skip
    assert edges(find_printed([values(*LOW_IS_GOOD)]).bands["c1"]) == [
        ("red", "23", None), ("amber", "20", "23"), ("green", None, "20"),
    ]  # fmt: skip


def test_one_limit_of_amber_ends_at_the_target_of_the_row() -> None:
    made = values(("83%", "red", "below"), ("83%", "amber", "at_least"), target="86%")
    assert edges(find_printed([made]).bands["c1"])[1] == ("amber", "83", "86")


@pytest.mark.parametrize(
    "limits",
    [
        (("90%", "red", "below"),),  # where green begins is not known
        (("90%", "red", "below"), ("85%", "amber", "above"), ("80%", "amber", "below")),  # they contradict
        (("90%", "amber", "above"), ("95%", "amber", "below")),
    ],
)
def test_limits_that_do_not_fix_the_bands_make_none(limits: tuple[tuple[str, str, str], ...]) -> None:
    assert find_printed([values(*limits)]).bands == {}


def test_the_rating_stands_with_its_value_and_the_arrow_with_the_latest() -> None:
    earlier = cell("90.0%", 4, trend="up", period_start=date(2021, 3, 1), period_end=date(2021, 3, 31))
    made = paper(earlier, cell("91.0%", 1, rag="amber", trend="up"))
    assert find_printed([made]).beside == {"c1": Beside("amber", "up")}


def test_a_rating_is_of_its_value_also_where_the_text_states_it_first() -> None:
    stated = point(observation(), note=f"also stated: page 3 ({'a' * 16})")
    (found,) = find_lines([stated], {}, Printed({"a" * 16: Beside("amber")}))
    assert found.beside == {stated.observation_id: Beside("amber")}


def monthly(*held: str | None, **changes: Any) -> list[SeriesPoint]:
    made = []
    for n, value in enumerate(held):
        first = date(2022 + (n + 3) // 12, (n + 3) % 12 + 1, 1)
        last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        if value is not None:
            fields = {"period_start": first, "period_end": last, "value": Decimal(value), **changes}
            made.append(point(observation(), observation_id=f"m{n}", **fields))
    return made


def line(points: list[SeriesPoint], better: str = "high", **changes: Any) -> Line:
    (found,) = find_lines(points)
    return replace(found, measure=Measure("Plans in time", "x", better), **changes)  # type: ignore[arg-type]


def target(value: str, kind: str = "year", **changes: Any) -> SeriesPoint:
    fields = {"period_start": YEAR[0], "period_end": YEAR[1], "period_type": kind, **changes}
    return point(observation(), kind="target", value=Decimal(value), observation_id="t", **fields)


def test_bands_and_ratings_are_drawn_with_letters() -> None:
    bands = find_printed([values(*HIGH_IS_GOOD)]).bands["c1"]
    drawn = line_chart(line(monthly("88", "91", "96"), bands=bands, beside={"m2": Beside("green", "up")}))
    texts = [e.text for e in ElementTree.fromstring(drawn).iter("text")]
    assert {"R", "A", "G", "G▲"} <= set(texts)
    assert all(f'class="b{letter}"' in drawn for letter in "rag")
    assert "rating and arrow as printed" in legend(line(monthly("1", "2"), beside={"m1": Beside("red")}))


@pytest.mark.parametrize(
    ("held", "better", "said"),
    [
        (["30", "28", "22"], "low", "Fell from 30% in April 2022 to 22% in June 2022, best in three months."),
        (["30", "9", "2"], "high", "Fell from 30% in April 2022 to 2% in June 2022, worst in three months."),
        (["20", "30", "28", "29"], "high", "Rose from 20% in April 2022 to 29% in July 2022."),
        (["1", "9", "5", "6"], "high", "Rose from 1% in April 2022 to 6% in July 2022."),
        (["20", "20"], "high", "20% in April 2022 and again in May 2022."),
        (["22", "28", "22"], "low", "22% in April 2022 and again in June 2022."),
    ],
)  # fmt: skip
def test_the_headline_is_right_for_gaps_and_for_the_better_side(
    held: list[str | None], better: str, said: str
) -> None:
    assert headline(line(monthly(*held), better)) == said


def test_a_gap_is_told_and_ends_the_months_in_a_row() -> None:
    assert headline(line(monthly("40", None, "12", "13", "14"))) == (
        "Fell from 40% in April 2022 to 14% in August 2022, best in three months;"
        " some months between have no value."
    )


def test_after_a_change_of_definition_the_headline_begins_anew() -> None:
    points = monthly("50", "51", "12", "13")
    points[2] = replace(points[2], status="current;break")
    assert headline(line(points)) == (
        "Since the definition changed: rose from 12% in June 2022 to 13% in July 2022."
    )


@pytest.mark.parametrize(
    ("kind", "first", "last", "said"),
    [
        ("ytd", date(2022, 4, 1), date(2022, 12, 31), "9.5% in the nine months to December 2022."),
        ("rolling_12m", date(2022, 1, 1), date(2022, 12, 31), "9.5% in the twelve months to December 2022."),
        ("point", date(2022, 12, 31), date(2022, 12, 31), "9.5% at 31 December 2022."),
        ("year", date(2022, 4, 1), date(2023, 3, 31), "9.5% in 2022/23."),
    ],
)
def test_periods_are_part_of_a_sentence(kind: str, first: date, last: date, said: str) -> None:
    made = monthly("9.5", period_type=kind, period_start=first, period_end=last)
    assert headline(line(made)) == said


def test_the_target_and_the_printed_rating_end_the_headline() -> None:
    made = line([*monthly("88.0", "91.0"), target("95.0")], beside={"m1": Beside("amber")})
    assert headline(made) == (
        "Rose from 88.0% in April 2022 to 91.0% in May 2022; target 95.0%; rated amber."
    )


def test_totals_are_held_only_against_targets_of_the_same_sort_of_period() -> None:
    counts = monthly("8", "9", unit="count")
    assert target_at(line([*counts, target("120", unit="count")]), counts[-1]) is None
    held = target_at(line([*counts, target("10", "month", unit="count")]), counts[-1])
    assert held is not None and held.value == 10


def test_the_standing_of_a_line_names_target_rating_and_changes() -> None:
    points = [*monthly("88", "91"), target("95")]
    revised = replace(points[0], value=Decimal(87), status="revised", observation_id="r")
    made = line([*points, revised], beside={"m1": Beside("red")})
    assert standings(made) == ["Target missed", "Rated red", "Revised"]
    assert standings(replace(made, measure=Measure("x", "x", "low")))[0] == "Target met"
    assert "Target missed" not in standings(replace(made, measure=Measure("x", "x", "neither")))


def test_papers_that_name_no_body_are_not_joined() -> None:
    made = [replace(p, authority=None, document=f"{n}.txt") for n, p in enumerate(monthly("1", "2"))]
    assert [len(found.current) for found in find_lines(made)] == [1, 1]
