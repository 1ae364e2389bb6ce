"""Tidy tables, words and charts."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest

from extractor.model import SeriesPoint
from extractor.outputs.axes import date_ticks, value_ticks
from extractor.outputs.chart import legend, line_chart
from extractor.outputs.columns import OBSERVATIONS, SERIES, TABLES, Column
from extractor.outputs.csv_files import cell, csv_rows, csvw, write_csv, write_rows
from extractor.outputs.drawing import Drawing
from extractor.outputs.headline import headline
from extractor.outputs.lines import Line, Measure, find_lines, runs
from extractor.outputs.parquet import write_parquet
from extractor.outputs.privacy import without_contacts
from extractor.outputs.records import (
    OBSERVATION_FIELDS,
    SERIES_FIELDS,
    finding_record,
    finding_row,
    observation_record,
    observation_values,
    series_record,
    series_values,
    table_records,
)
from extractor.outputs.small import sparkline
from extractor.outputs.words import period_name, with_unit
from tests.builders import finding, observation, point, result

TEXT = Column("quote", "string", "")
NUMBER = Column("value", "decimal", "")


@pytest.mark.parametrize("text", ["=1+1", "+cmd|x", "-2+3", "@sum", "\tx", "\rx", "=HYPERLINK(1)"])
def test_a_cell_that_a_spreadsheet_would_run_is_marked_as_text(text: str) -> None:
    assert cell(text, TEXT).startswith("'")


@pytest.mark.parametrize("text", ["-3.1%", "+1.4%", "-£1,200", "12", "a=b"])
def test_a_printed_number_stays_as_printed(text: str) -> None:
    assert cell(text, TEXT) == text


def test_a_negative_value_stays_a_number() -> None:
    assert cell(-3.1, NUMBER) == "-3.1"


def test_control_characters_do_not_reach_a_table() -> None:
    assert cell("a\x1b[31mb", TEXT) == "a�[31mb"


def test_a_quote_with_line_ends_and_commas_is_read_back_whole(tmp_path: Path) -> None:
    made = replace(result().observations[0], quote='one,\r\n"two"\nthree')
    write_csv(tmp_path, "observations", [observation_record(made)])
    with (tmp_path / "observations.csv").open(encoding="utf-8", newline="") as opened:
        (row,) = csv.DictReader(opened)
    assert row["quote"] == made.quote
    assert (row["value"], row["period_start"], row["page"]) == ("88.1", "2021-04-01", "")


@pytest.mark.parametrize("name", sorted(TABLES))
def test_the_description_of_a_table_names_the_columns_that_it_has(name: str, tmp_path: Path) -> None:
    write_csv(tmp_path, name, [])
    head = (tmp_path / f"{name}.csv").read_text(encoding="utf-8").strip().split(",")
    described = json.loads((tmp_path / f"{name}.csv-metadata.json").read_text(encoding="utf-8"))
    assert [c["name"] for c in described["tableSchema"]["columns"]] == head
    assert described == csvw(name)


def test_the_tables_hold_every_field_of_the_contract() -> None:
    assert tuple(c.name for c in OBSERVATIONS) == OBSERVATION_FIELDS
    assert tuple(c.name for c in SERIES) == SERIES_FIELDS


def test_the_records_of_a_result_are_json_with_the_contract_s_fields() -> None:
    made = result()
    record = json.loads(json.dumps(observation_record(made.observations[0])))
    assert tuple(record) == OBSERVATION_FIELDS
    assert (record["value"], record["period_start"], record["bbox"]) == (88.1, "2021-04-01", None)
    found = finding_record(finding(made))
    assert (found["expected"], found["stated"]["text"], len(found["evidence"])) == (87.5, "88.1%", 1)
    row = finding_row(finding(made))
    assert (row["stated"], row["evidence"]) == (
        made.observations[0].observation_id, [made.observations[2].observation_id],
    )  # fmt: skip
    (table,) = table_records(made)
    assert table["rows"] == [["Measure", "Mar 21", "Apr 21"], ["Plans reviewed in time", "92.4%", "87.5%"]]
    assert (table["read_as"], table["observations"]) == ("scorecard", 1)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("write to jo.bloggs@example.gov.uk today", "write to [e-mail] today"),
        ("ring 01632 960 123 for more", "ring [phone] for more"),
        ("ring (01632) 960123.", "ring [phone]."),
        ("mobile +44 7700 900 123", "mobile [phone]"),
        ("it rose from 1,234,567 to 2,345,678", "it rose from 1,234,567 to 2,345,678"),
        ("0.45 and 0.4512345678 remain", "0.45 and 0.4512345678 remain"),
        ("in 2015/16 and 2016/17", "in 2015/16 and 2016/17"),
    ],
)
def test_contact_details_are_left_out_and_figures_stay(text: str, kept: str) -> None:
    assert without_contacts(text) == kept


def month(year: int, number: int) -> tuple[date, date]:
    first = date(year, number, 1)
    return first, date.fromordinal(date(year + number // 12, number % 12 + 1, 1).toordinal() - 1)


def monthly(values: list[str | None], **changes: object) -> list[SeriesPoint]:
    base = observation()
    made = []
    for n, value in enumerate(values):
        first, last = month(2016 + (n + 3) // 12, (n + 3) % 12 + 1)
        if value is not None:
            made.append(
                point(
                    base,
                    period_start=first,
                    period_end=last,
                    value=Decimal(value),
                    observation_id=f"o{n}",
                    **changes,
                )
            )
    return made


def target(value: str) -> SeriesPoint:
    year = {"period_start": date(2016, 4, 1), "period_end": date(2017, 3, 31), "period_type": "year"}
    return point(observation(), kind="target", value=Decimal(value), observation_id="t", **year)


def only(points: list[SeriesPoint], **measure: object) -> Line:
    (line,) = find_lines(points)
    return replace(line, measure=Measure("Plans in time", **measure))  # type: ignore[arg-type]


def test_the_headline_says_where_a_line_went_and_what_the_target_is() -> None:
    line = only([*monthly(["30.7", "28", "22.7"]), target("23")], better="low")
    assert headline(line) == (
        "Fell from 30.7% in April 2016 to 22.7% in June 2016, best in three months; target 23%."
    )


def test_the_headline_does_not_call_a_value_best_where_nobody_said_what_is_better() -> None:
    assert "lowest in three months" in headline(only(monthly(["30", "28", "22"])))


def test_the_headline_of_one_value_makes_no_comparison() -> None:
    assert headline(only(monthly(["30"]))) == "30% in April 2016."


def test_a_month_without_a_value_is_a_gap() -> None:
    line = only(monthly(["1", "2", None, "3", "4"]))
    assert [len(run) for run in runs(line.current)] == [2, 2]


def test_a_break_in_the_series_ends_the_line() -> None:
    points = monthly(["1", "2", "3", "4"])
    points[2] = replace(points[2], status="current;break")
    assert [len(run) for run in runs(only(points).current)] == [2, 2]


def test_a_chart_is_well_formed_and_says_in_words_what_it_shows() -> None:
    line = only([*monthly(["30.7", "28", "22.7"]), target("23")])
    root = ElementTree.fromstring(line_chart(line))
    label = root.get("aria-label") or ""
    assert root.get("role") == "img"
    assert "3 values from April 2016 to June 2016" in label and "Target 23%" in label
    texts = [e.text for e in root.iter("text")]
    assert "22.7%" in texts and "target 23%" in texts and "Per cent" in texts


def test_every_sort_of_mark_has_a_shape_and_a_line_in_the_legend() -> None:
    points = monthly(["30", "28", "22"])
    revised = replace(points[1], value=Decimal(27), status="revised", observation_id="r")
    clash = replace(points[2], value=Decimal(21), status="conflict", observation_id="c")
    england = replace(points[0], kind="benchmark:national", value=Decimal(25), observation_id="b")
    line = only([*points, revised, clash, england, target("23")])
    chart = line_chart(line)
    for css in ("va dt", "re", "rv", "co", "be", "ta"):
        assert f'class="{css}"' in chart
    assert [part[0] for part in legend(line).split("; ")[:5]] == ["●", "◇", "×", "┅", "□"]


def test_a_line_without_dates_is_not_drawn() -> None:
    points = [replace(p, period_start=None, period_end=None) for p in monthly(["1", "2"])]
    assert line_chart(only(points)) == "" and sparkline(only(points)) == ""


def test_lines_of_two_period_types_stay_apart() -> None:
    year = replace(monthly(["9"])[0], period_type="ytd", observation_id="y")
    assert [len(line.current) for line in find_lines([*monthly(["1", "2"]), year])] == [2, 1]


def test_ticks_hold_all_values_and_are_round() -> None:
    assert value_ticks([Decimal("22.7"), Decimal("30.7")]) == [22, 24, 26, 28, 30, 32]
    assert value_ticks([Decimal(0), Decimal(0)])[0] == 0
    assert value_ticks([Decimal("-0.14"), Decimal("0.2")])[0] <= Decimal("-0.14")
    assert value_ticks([Decimal(1200), Decimal(90)])[0] == 0


def test_date_ticks_stand_at_the_beginning_of_quarters_and_fiscal_years() -> None:
    assert [label for _, label in date_ticks(date(2016, 3, 20), date(2017, 4, 10))] == [
        "Apr 2016", "Jul 2016", "Oct 2016", "Jan 2017", "Apr 2017",
    ]  # fmt: skip
    assert [label for _, label in date_ticks(date(2010, 1, 1), date(2016, 1, 1))] == [
        "Apr 2010", "Apr 2011", "Apr 2012", "Apr 2013", "Apr 2014", "Apr 2015",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("first", "last", "kind", "name"),
    [
        ((2016, 4, 1), (2016, 4, 30), "month", "April 2016"),
        ((2016, 10, 1), (2016, 12, 31), "quarter", "2016/17 Q3"),
        ((2017, 1, 1), (2017, 3, 31), "quarter", "2016/17 Q4"),
        ((2016, 4, 1), (2017, 3, 31), "year", "2016/17"),
        ((2016, 4, 1), (2016, 12, 31), "ytd", "Apr 2016 to Dec 2016"),
        ((2017, 3, 31), (2017, 3, 31), "point", "31 March 2017"),
        ((2016, 2, 1), (2017, 1, 31), "rolling_12m", "Feb 2016 to Jan 2017"),
    ],
)
def test_periods_are_named_as_officers_name_them(
    first: tuple[int, int, int], last: tuple[int, int, int], kind: str, name: str
) -> None:
    assert period_name(date(*first), date(*last), kind) == name


def test_values_are_said_with_their_unit() -> None:
    assert with_unit(Decimal("1234567"), "count") == "1,234,567"
    assert with_unit(Decimal("-1200.5"), "currency_gbp") == "-£1,200.5"
    assert with_unit(Decimal("30.70"), "percent") == "30.70%"
    assert with_unit(Decimal("61.3"), "rate_per_10000") == "61.3 per 10,000"


def test_text_in_a_drawing_is_escaped() -> None:
    drawing = Drawing(10, 10)
    drawing.text((0, 0), "<b>&")
    root = ElementTree.fromstring(drawing.svg('a "title" <x>', "d & e"))
    assert [e.text for e in root.iter("text")] == ["<b>&"]


def test_the_series_are_read_back_from_parquet_as_they_were_written(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="needs the parquet extra")
    points = monthly(["1", "2.5"])
    write_parquet(tmp_path / "s.parquet", [list(series_record(point).values()) for point in points])
    rows = parquet.read_table(tmp_path / "s.parquet").to_pylist()
    assert [(r["value"], r["period_end"], r["status"]) for r in rows] == [
        (1.0, date(2016, 4, 30), "current"),
        (2.5, date(2016, 5, 31), "current"),
    ]


def test_parquet_keeps_letters_of_more_than_a_byte_zeros_and_what_is_not_given(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="needs the parquet extra")
    held, *_ = monthly(["0"])
    points = [
        replace(held, area="Trenánt ☂", page=0),
        replace(held, area=None, page=None, period_start=None),
        replace(held, area="", value=Decimal("NaN"), period_start=date(1899, 12, 31)),
    ]
    write_parquet(tmp_path / "s.parquet", map(series_values, points))
    rows = parquet.read_table(tmp_path / "s.parquet").to_pylist()
    assert [(r["area"], r["page"], r["value"], r["period_start"]) for r in rows] == [
        ("Trenánt ☂", 0, 0.0, date(2016, 4, 1)),
        (None, None, 0.0, None),
        ("", held.page, None, date(1899, 12, 31)),
    ]
    write_parquet(tmp_path / "none.parquet", [])
    assert parquet.read_table(tmp_path / "none.parquet").num_rows == 0


@pytest.mark.parametrize("quote", ["plain", "=1+1", "one, two", 'a "word"', "a\x00b", "", "-3.1%"])
def test_rows_from_values_are_those_from_records(quote: str) -> None:
    made = replace(result().observations[0], quote=quote, bbox=(1.0, 2.005, 3.0, 4.25), area=None)
    out = io.StringIO(newline="")
    write_rows(out, OBSERVATIONS, [observation_record(made)], head=False)
    assert csv_rows("observations", [observation_values(made)]) == out.getvalue()
    cells = [cell(observation_record(made)[column.name], column) for column in OBSERVATIONS]
    assert next(csv.reader(io.StringIO(out.getvalue(), newline=""))) == cells


def test_rows_to_a_stream_are_those_of_the_file() -> None:
    out = io.StringIO(newline="")
    assert write_rows(out, SERIES, map(series_record, monthly(["1"]))) == 1
    assert (
        out.getvalue().splitlines()[1].startswith("Ambleford Council,,plans reviewed in time,,,actual,month")
    )
