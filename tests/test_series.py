"""Series: one line a measure, with vintages, conflicts and breaks."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from extractor.frames import series_frame, wide_frame
from extractor.model import Context, Document, Observation, Outline, Passage, Result, SeriesPoint, TableSource
from extractor.patterns import PatternSet, load_patterns
from extractor.series import (
    Wanted,
    as_of,
    build,
    build_series,
    change_between,
    change_on_year,
    revisions,
    series_rows,
    triangle_rows,
    wanted_points,
)
from tests.observations import made

APRIL, MAY = (date(2019, 4, 1), date(2019, 4, 30)), (date(2019, 5, 1), date(2019, 5, 31))


@pytest.fixture(scope="module")
def patterns() -> PatternSet:
    return load_patterns()


def paper(name: str, on: date | None, *observations: Observation, text: str = "") -> Result:
    """A paper of a day that gives these figures for Anytown."""
    blocks = (Passage("paragraph", text, 0, len(text)),) if text else ()
    outline = Outline(contexts=(Context(report_date=on),), of_block=(0,))
    document = Document(name, name.ljust(64, "0"), "text", text, blocks, outline=outline)
    return Result(document, tuple(observations))


def adoptions(value: str, span: tuple[date, date] = APRIL, **fields: Any) -> Observation:
    name = fields.pop("document", "a.txt")
    return made(
        value,
        **{
            "observation_id": f"{name}-{value}-{span[0]}-{fields.get('role', '')}{fields.get('kind', '')}",
            "document": name,
            "document_sha256": name.ljust(64, "0"),
            "indicator": "adoptions",
            "indicator_id": "adoptions",
            "indicator_label": "Adoptions",
            "authority": "Anytown Council",
            "period_start": span[0],
            "period_end": span[1],
            "period_type": "month",
            **fields,
        },
    )


def told(points: list[SeriesPoint]) -> list[tuple[str, str, str]]:
    return [(str(p.value), p.document, p.status) for p in points]


def test_a_later_value_is_current_and_the_earlier_one_revised(patterns: PatternSet) -> None:
    first = paper("a.txt", date(2019, 6, 1), adoptions("7"))
    later = paper("b.txt", date(2019, 9, 1), adoptions("8", document="b.txt"))
    expected = [("7", "a.txt", "revised"), ("8", "b.txt", "current")]
    assert told(build_series([first, later], patterns=patterns)) == expected
    assert told(build_series([later, first], patterns=patterns)) == expected


def test_the_same_value_again_is_a_duplicate_and_a_rounded_one_too(patterns: PatternSet) -> None:
    share: dict[str, Any] = {"indicator_id": "assessments-45-days", "unit": "percent"}
    points = build_series(
        [
            paper("a.txt", date(2019, 6, 1), adoptions("81", **share)),
            paper("b.txt", date(2019, 7, 1), adoptions("81.3", document="b.txt", **share)),
            paper("c.txt", date(2019, 8, 1), adoptions("81.3", document="c.txt", **share)),
        ],
        patterns=patterns,
    )
    assert told(points) == [
        ("81", "a.txt", "duplicate"),
        ("81.3", "b.txt", "current"),
        ("81.3", "c.txt", "duplicate"),
    ]


def test_one_papers_repetitions_become_one_value_with_their_places(patterns: PatternSet) -> None:
    again = adoptions("7", observation_id="second", page=9)
    (point,) = build_series(
        [paper("a.txt", date(2019, 6, 1), adoptions("7", page=2), again)], patterns=patterns
    )
    assert (str(point.value), point.page, point.note) == ("7", 2, "also stated: page 9 (second)")


def test_one_papers_two_values_stay_side_by_side_as_a_conflict(patterns: PatternSet) -> None:
    points = build_series([paper("a.txt", None, adoptions("7"), adoptions("9"))], patterns=patterns)
    assert told(points) == [("7", "a.txt", "conflict"), ("9", "a.txt", "conflict")]


def test_a_paper_without_a_date_never_replaces_another(patterns: PatternSet) -> None:
    dated = paper("a.txt", date(2019, 6, 1), adoptions("7"))
    undated = paper("b.txt", None, adoptions("8", document="b.txt"))
    points = build_series([undated, dated], patterns=patterns)
    assert told(points) == [("7", "a.txt", "current"), ("8", "b.txt", "conflict")]
    assert told(as_of(points, date(2020, 1, 1))) == [("7", "a.txt", "current")]


def test_bodies_without_a_name_are_never_joined(patterns: PatternSet) -> None:
    papers = [
        paper(name, date(2019, 6, day), adoptions(value, document=name, authority=None))
        for name, day, value in (("a.txt", 1, "7"), ("b.txt", 2, "8"))
    ]
    assert told(build_series(papers, patterns=patterns)) == [
        ("7", "a.txt", "current"),
        ("8", "b.txt", "current"),
    ]


def test_a_body_goes_by_its_full_and_its_short_name_but_a_city_is_not_its_county(
    patterns: PatternSet,
) -> None:
    names = ["Anytown Metropolitan Borough Council", "Anytown MBC", "Anytown County Council"]
    papers = [
        paper(f"{n}.txt", date(2019, 6, n + 1), adoptions(str(n), document=f"{n}.txt", authority=name))
        for n, name in enumerate(names)
    ]
    points = build_series(papers, patterns=patterns)
    assert [(p.authority, str(p.value), p.status) for p in points] == [
        ("Anytown MBC", "0", "revised"),
        ("Anytown MBC", "1", "current"),
        ("Anytown County Council", "2", "current"),
    ]


def test_kinds_period_types_units_areas_and_cohorts_never_share_a_line(patterns: PatternSet) -> None:
    figures = [
        adoptions("1"),
        adoptions("2", period_type="ytd"),
        adoptions("3", role="target"),
        adoptions("4", role="benchmark", comparator="region"),
        adoptions("5", area="North"),
        adoptions("6", cohort="boys"),
        adoptions("7", unit="percent"),
    ]
    built = build([paper("a.txt", None, *figures)], patterns=patterns)
    assert sorted(str(p.value) for p in built.points if p.status == "current") == list("1234567")
    assert {p.kind for p in built.points} == {"actual", "target", "benchmark:region"}


def test_a_part_or_a_group_is_one_however_its_name_is_set(patterns: PatternSet) -> None:
    set_so = [
        ("a", "South", "Non-Centre Based"),
        ("b", "SOUTH", "Non- Centre Based"),
        ("c", "South", "non-centre based"),
    ]
    papers = [
        paper(f"{n}.txt", date(2019, i, 1), adoptions(str(i), document=f"{n}.txt", area=area, cohort=cohort))
        for i, (n, area, cohort) in enumerate(set_so, 6)
    ]
    points = build_series(papers, patterns=patterns)
    assert {(p.area, p.cohort) for p in points} == {("South", "Non- Centre Based")}
    assert [(str(p.value), p.status) for p in points] == [
        ("6", "revised"),
        ("7", "revised"),
        ("8", "current"),
    ]


def test_parts_whose_names_differ_in_a_sign_that_counts_stay_apart(patterns: PatternSet) -> None:
    parts = ["5-9", "10-14", "16+", "16", "<5", "5"]
    figures = [adoptions(str(i), cohort=part) for i, part in enumerate(parts)]
    points = build_series([paper("a.txt", None, *figures)], patterns=patterns)
    assert [p.cohort for p in sorted(points, key=lambda p: p.value)] == parts


def test_a_month_of_a_standing_measure_is_its_last_day(patterns: PatternSet) -> None:
    standing: dict[str, Any] = {
        "indicator_id": "looked-after-children",
        "indicator_label": "Looked after children",
    }
    month = adoptions("400", **standing)
    day = adoptions("400", (APRIL[1], APRIL[1]), period_type="point", **standing)
    (point,) = build_series([paper("a.txt", None, month, day)], patterns=patterns)
    assert (point.period_type, point.period_start, point.period_end) == ("point", APRIL[1], APRIL[1])


def test_a_year_to_date_of_a_standing_measure_stays_apart_from_its_last_day(patterns: PatternSet) -> None:
    standing: dict[str, Any] = {"indicator_id": "lac-dental-checks", "unit": "percent"}
    ytd = adoptions("80", (APRIL[1], APRIL[1]), period_type="point", period="YTD", **standing)
    (point,) = build_series([paper("a.txt", None, ytd)], patterns=patterns)
    assert (point.period_type, point.period_start, point.period_end) == ("ytd", APRIL[0], APRIL[1])


def test_a_rolling_measure_is_of_the_twelve_months_up_to_the_date(patterns: PatternSet) -> None:
    moves: dict[str, Any] = {"indicator_id": "three-or-more-placements", "unit": "percent"}
    (point,) = build_series([paper("a.txt", None, adoptions("9", **moves))], patterns=patterns)
    assert (point.period_type, point.period_start, point.period_end) == (
        "rolling_12m", date(2018, 5, 1), date(2019, 4, 30),
    )  # fmt: skip


def test_an_undated_target_is_in_force_for_the_figure_it_is_set_against(patterns: PatternSet) -> None:
    target = adoptions("9", role="target", period_start=None, period_end=None, observation_id="t")
    actual = adoptions("7", compared_with="t")
    points = build_series([paper("a.txt", None, actual, target)], patterns=patterns)
    assert [(p.kind, p.period_end) for p in points] == [("actual", APRIL[1]), ("target", APRIL[1])]


def test_what_is_in_no_series_is_counted(patterns: PatternSet) -> None:
    undated: dict[str, Any] = {"period_start": None, "period_end": None}
    built = build(
        [
            paper(
                "a.txt",
                None,
                adoptions("1", **undated),
                adoptions("2", role="previous", **undated),
                adoptions("3", role="change"),
                adoptions("4", indicator="", indicator_id=None),
            )
        ],
        patterns=patterns,
    )
    assert built.points == []
    assert dict(built.left_out) == {
        "undated values": 1,
        "undated earlier values": 1,
        "changes": 1,
        "figures whose measure has no words": 1,
    }


def test_an_unknown_measure_gets_a_line_under_its_own_words_across_papers(patterns: PatternSet) -> None:
    unknown: dict[str, Any] = {"indicator_id": None, "indicator_label": None}
    points = build_series(
        [
            paper(
                "a.txt", date(2019, 6, 1), adoptions("7", indicator="Number of hedgehogs rescued", **unknown)
            ),
            paper("b.txt", date(2019, 7, 1), adoptions("8", MAY, indicator="hedgehogs rescued", **unknown)),
            paper("c.txt", date(2019, 8, 1), adoptions("9", MAY, indicator="foxes rescued", **unknown)),
        ],
        patterns=patterns,
    )
    assert [(p.indicator, str(p.value)) for p in points] == [
        ("foxes rescued", "9"),
        ("Number of hedgehogs rescued", "7"),
        ("Number of hedgehogs rescued", "8"),
    ]


def test_a_break_of_the_catalogue_is_marked_on_the_first_value_after_it(patterns: PatternSet) -> None:
    neet: dict[str, Any] = {"indicator_id": "neet-16-17", "indicator_label": "NEET", "unit": "percent"}
    ends = [date(2016, 7, 31), date(2016, 8, 31), date(2016, 9, 30), date(2016, 10, 31)]
    figures = [adoptions("3.1", (end, end), period_type="point", **neet) for end in ends]
    points = build_series([paper("a.txt", None, *figures)], patterns=patterns)
    assert [p.status for p in points] == ["current", "current", "current;break", "current"]
    assert "16 and 17" in points[2].note


def test_a_new_system_that_the_paper_reports_breaks_its_lines(patterns: PatternSet) -> None:
    text = (
        "Caution is needed since the introduction of a new case management system at the end of April 2019."
    )
    points = build_series(
        [paper("a.txt", None, adoptions("7"), adoptions("8", MAY), text=text)], patterns=patterns
    )
    assert [(p.status, p.note) for p in points] == [
        ("current", ""),
        ("current;break", "break at 2019-05-01: a new recording system"),
    ]


def test_a_measure_marked_old_has_a_line_of_its_own(patterns: PatternSet) -> None:
    old = adoptions("7", source=TableSource(0, 1, 2, code="9.1 OLD"))
    points = build_series([paper("a.txt", None, old, adoptions("9"))], patterns=patterns)
    assert [(p.indicator, p.status) for p in points] == [
        ("Adoptions", "current"),
        ("Adoptions (old recording)", "current"),
    ]


def test_an_earlier_value_settles_which_of_two_neighbours_is_meant(patterns: PatternSet) -> None:
    year15, year16 = (date(2015, 4, 1), date(2016, 3, 31)), (date(2016, 4, 1), date(2017, 3, 31))
    ever: dict[str, Any] = {
        "indicator_id": "second-child-protection-plan",
        "unit": "percent",
        "period_type": "year",
    }
    recent: dict[str, Any] = {**ever, "indicator_id": "second-child-protection-plan-2-years"}
    tables = paper(
        "t.txt",
        date(2017, 3, 1),
        adoptions("12.7", year15, document="t.txt", origin="table", **ever),
        adoptions("4.7", year15, document="t.txt", origin="table", **recent),
    )
    undated: dict[str, Any] = {
        "period_start": None,
        "period_end": None,
        "role": "previous",
        "observation_id": "before",
    }
    minutes = paper(
        "m.txt",
        date(2017, 6, 1),
        adoptions("4.7", document="m.txt", compared_with="after", **{**ever, **undated}),
        adoptions("8.4", year16, document="m.txt", observation_id="after", **ever),
    )
    points = build_series([minutes, tables], patterns=patterns)
    assert [(p.indicator_id, str(p.value)) for p in points] == [
        ("second-child-protection-plan", "12.7"),
        ("second-child-protection-plan-2-years", "4.7"),
        ("second-child-protection-plan-2-years", "8.4"),
    ]
    assert "settled by its history" in points[2].note


def test_the_series_as_it_was_known_and_the_triangle_of_revisions(patterns: PatternSet) -> None:
    points = build_series(
        [
            paper("a.txt", date(2019, 6, 1), adoptions("7")),
            paper(
                "b.txt",
                date(2019, 9, 1),
                adoptions("8", document="b.txt"),
                adoptions("5", MAY, document="b.txt"),
            ),
        ],
        patterns=patterns,
    )
    assert told(as_of(points, date(2019, 7, 1))) == [("7", "a.txt", "current")]
    assert told(as_of(points, date(2019, 5, 1))) == []
    (revision,) = revisions(points)
    assert [str(v.value) for v in revision.values] == ["7", "8"]
    assert revision.change == 1
    assert [(r["vintage"], r["change_from_first"]) for r in triangle_rows(points)] == [(1, 0), (2, 1)]


def test_filters_take_what_is_asked_for(patterns: PatternSet) -> None:
    points = build_series(
        [paper("a.txt", None, adoptions("7"), adoptions("8", MAY), adoptions("9", role="target"))],
        patterns=patterns,
    )
    asked = {
        Wanted(indicator="adoptions"): ["7", "8", "9"],
        Wanted(indicator="dental"): [],
        Wanted(kind="target"): ["9"],
        Wanted(since=MAY[0]): ["8"],
        Wanted(until=APRIL[1], kind="actual"): ["7"],
        Wanted(authority="anytown", area=""): ["7", "8", "9"],
        Wanted(area="North"): [],
    }
    assert {w: [str(p.value) for p in wanted_points(points, w)] for w in asked} == asked


def test_a_change_on_the_year_before_has_its_rounding_interval(patterns: PatternSet) -> None:
    share: dict[str, Any] = {"indicator_id": "assessments-45-days", "unit": "percent"}
    a_year_on = (date(2020, 4, 1), date(2020, 4, 30))
    points = build_series(
        [paper("a.txt", None, adoptions("80.0", **share), adoptions("84.0", a_year_on, **share))],
        patterns=patterns,
    )
    change = change_on_year(points, points[1])
    assert change is not None
    assert (change.difference, change.percent, change.comparable) == (Decimal("4.0"), Decimal(5), True)
    low, high = change.difference_interval.low, change.difference_interval.high
    assert (low, high) == (Decimal("3.90"), Decimal("4.10"))
    assert change_on_year(points, points[0]) is None


def test_values_of_different_series_have_no_change_between_them(patterns: PatternSet) -> None:
    points = build_series(
        [paper("a.txt", None, adoptions("7"), adoptions("8", area="North"))], patterns=patterns
    )
    with pytest.raises(ValueError, match="different series"):
        change_between(points[0], points[1])


def test_a_break_between_two_years_makes_them_not_comparable(patterns: PatternSet) -> None:
    absence: dict[str, Any] = {
        "indicator_id": "persistent-absence",
        "unit": "percent",
        "period_type": "academic_year",
    }
    before, after = (date(2014, 9, 1), date(2015, 8, 31)), (date(2015, 9, 1), date(2016, 8, 31))
    points = build_series(
        [paper("a.txt", None, adoptions("4.1", before, **absence), adoptions("11.2", after, **absence))],
        patterns=patterns,
    )
    change = change_on_year(points, points[1])
    assert change is not None
    assert not change.comparable


def test_a_frame_has_the_line_and_period_as_its_index(patterns: PatternSet) -> None:
    points = build_series(
        [paper("a.txt", date(2019, 6, 1), adoptions("7"), adoptions("8", MAY))], patterns=patterns
    )
    frame = series_frame(points, current=True)
    assert frame.xs("adoptions", level="indicator_id")["value"].to_list() == [7.0, 8.0]
    assert str(frame["reported_on"].dtype).startswith("datetime64")
    assert wide_frame(points).shape == (1, 2)
    assert series_frame([]).empty


def test_rows_have_the_columns_of_the_contract(patterns: PatternSet) -> None:
    (point,) = build_series([paper("a.txt", None, adoptions("7"))], patterns=patterns)
    (row,) = series_rows([point])
    assert ", ".join(row) == (
        "authority, indicator_id, indicator, area, cohort, kind, period_type, period_start, period_end, "
        "value, unit, reported_on, document, page, observation_id, status"
    )


def test_observations_by_themselves_make_series_too(patterns: PatternSet) -> None:
    stream = (adoptions(str(n), document=f"{n}.txt") for n in (7, 8))
    points = build_series(
        stream, patterns=patterns, reported_on={"7.txt": date(2019, 6, 1), "8.txt": date(2019, 9, 1)}
    )
    assert told(points) == [("7", "7.txt", "revised"), ("8", "8.txt", "current")]


def test_values_that_one_table_gives_under_one_name_are_left_out_and_counted(patterns: PatternSet) -> None:
    def cell(value: str, col: int, grid: int = 0) -> Observation:
        return adoptions(value, origin="table", source=TableSource(grid, 1, col))

    built = build([paper("a.txt", None, cell("7", 1), cell("9", 2))], patterns=patterns)
    assert (built.points, dict(built.left_out)) == ([], {"values that their table names alike": 2})
    apart = build([paper("a.txt", None, cell("7", 1), cell("9", 1, grid=1))], patterns=patterns)
    assert told(apart.points) == [("7", "a.txt", "conflict"), ("9", "a.txt", "conflict")]
