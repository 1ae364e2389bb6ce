"""Tables as printed, read into observations: heads, labels, periods, roles, and tables that go on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from extractor.model import (
    Cell,
    Context,
    Document,
    Format,
    Grid,
    Observation,
    Outline,
    Passage,
    Period,
    TableSource,
)
from extractor.patterns import load_patterns
from extractor.scorecards import Tabled, read_scorecards

PATTERNS = load_patterns()
MAY = Period("May 2018", date(2018, 5, 1), date(2018, 5, 31), "month")
SUMMARY = [
    ["", "", "", "", "2018/19", "<", "<", "", "Target and tolerances", "<", "<",
     "Latest benchmarking - 2016/17", "<"],
    ["Ref", "Measure", "Good perf is", "Data note", "Apr-18", "May-18", "YTD", "DoT", "Red", "Amber",
     "Green", "SN ave", "Nat ave"],
    ["2.1", "Number of repairs reported", "Info", "Financial Year", "310", "295", "605", "↓", "", "",
     "n/a", "", ""],
    ["2.2", "% of repairs done on time", "High", "Financial Year", "91.0%", "88.5%", "89.8%", "↓", "<85%",
     "85%>", "90%+", "87.1%", "89.9%"],
    ["2.3", "Number of open repairs", "Low", "Month end position", "120", "131", "131", "↑", "", "", "",
     "", ""],
    ["2.4", "% of repeat repairs - rolling 12 months", "Low", "Rolling Year", "12.0%", "12.4%", "", "↑",
     "14%+", "12-14%", "12%<", "11.0%", "10.2%"],
]  # fmt: skip


def grid_of(
    rows: Sequence[Sequence[str]], *, found_by: str = "ruled", index: int = 0, **more: object
) -> Grid:
    """Rows of texts as a grid; "<" goes on from the cell at the left, "^" from the cell above."""
    cells: list[Cell] = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text in ("<", "^"):
                continue
            wide = 1
            while c + wide < len(row) and row[c + wide] == "<":
                wide += 1
            high = 1
            while r + high < len(rows) and rows[r + high][c] == "^":
                high += 1
            cells.append(Cell(r, c, text, row_span=high, col_span=wide))
    return Grid(index, len(rows), max(map(len, rows)), tuple(cells), found_by=found_by, **more)  # type: ignore[arg-type]


def read(
    *blocks: Grid | Passage,
    as_at: Period | None = MAY,
    authority: str | None = None,
    format: Format = "pdf",
) -> Tabled:
    context = Context(as_at=as_at, authority=authority)
    document = Document("paper", "ab" * 32, format, "", blocks=blocks, outline=Outline((context,)))
    return read_scorecards(document, PATTERNS)


def told(o: Observation) -> tuple[str, str, str, str | None, str, str]:
    """What a figure is and when, short enough to compare."""
    when = f"{o.period_start}..{o.period_end}" if o.period_start else "-"
    return o.text, o.role, o.unit, o.qualifier, o.indicator, when


def values(tabled: Tabled) -> list[tuple[str, str, str | None]]:
    return [(o.text, o.indicator, o.area or o.cohort) for o in tabled.observations]


def test_a_summary_table_gives_every_column_its_role_unit_and_period() -> None:
    repairs, open_, repeat = (
        "2.2 % of repairs done on time",
        "2.3 Number of open repairs",
        "2.4 % of repeat repairs",
    )
    repeat += " - rolling 12 months"
    year = "2018-04-01..2019-03-31"
    assert [told(o) for o in read(grid_of(SUMMARY)).observations] == [
        ("310", "actual", "count", None, "2.1 Number of repairs reported", "2018-04-01..2018-04-30"),
        ("295", "actual", "count", None, "2.1 Number of repairs reported", "2018-05-01..2018-05-31"),
        ("605", "actual", "count", None, "2.1 Number of repairs reported", "2018-04-01..2018-05-31"),
        ("91.0%", "actual", "percent", None, repairs, "2018-04-01..2018-04-30"),
        ("88.5%", "actual", "percent", None, repairs, "2018-05-01..2018-05-31"),
        ("89.8%", "actual", "percent", None, repairs, "2018-04-01..2018-05-31"),
        ("85%", "threshold", "percent", "below", repairs, year),
        ("85%", "threshold", "percent", "at_least", repairs, year),
        ("90%", "target", "percent", "at_least", repairs, year),
        ("87.1%", "benchmark", "percent", None, repairs, "2016-04-01..2017-03-31"),
        ("89.9%", "benchmark", "percent", None, repairs, "2016-04-01..2017-03-31"),
        ("120", "actual", "count", None, open_, "2018-04-30..2018-04-30"),
        ("131", "actual", "count", None, open_, "2018-05-31..2018-05-31"),
        ("131", "actual", "count", None, open_, "2018-05-31..2018-05-31"),
        ("12.0%", "actual", "percent", None, repeat, "2017-05-01..2018-04-30"),
        ("12.4%", "actual", "percent", None, repeat, "2017-06-01..2018-05-31"),
        ("14%", "threshold", "percent", "at_least", repeat, year),
        ("12", "threshold", "percent", "at_least", repeat, year),
        ("14%", "threshold", "percent", "at_most", repeat, year),
        ("12%", "target", "percent", "below", repeat, year),
        ("11.0%", "benchmark", "percent", None, repeat, "2016-04-01..2017-03-31"),
        ("10.2%", "benchmark", "percent", None, repeat, "2016-04-01..2017-03-31"),
    ]


def test_a_summary_table_keeps_code_polarity_arrow_and_comparator() -> None:
    observations = read(grid_of(SUMMARY)).observations
    second = [o for o in observations if o.indicator.startswith("2.2")]
    source = second[0].source
    assert isinstance(source, TableSource)
    assert (source.code, source.better, source.trend, source.data_note) == (
        "2.2",
        "high",
        "down",
        "Financial Year",
    )
    assert [o.comparator for o in second if o.role == "benchmark"] == ["statistical_neighbours", "national"]
    assert second[0].quote.startswith("2.2 | % of repairs done on time | High")


def test_every_figure_has_its_own_id_and_the_same_one_again() -> None:
    first, again = read(grid_of(SUMMARY)).observations, read(grid_of(SUMMARY)).observations
    ids = [o.observation_id for o in first]
    assert len(set(ids)) == len(ids) and all(len(i) == 16 for i in ids)
    assert ids == [o.observation_id for o in again]


DETAIL = [
    ["", "", "3.1", "3.2", "<", "<", "<"],
    ["", "", "Number of visits", "Visits made on time", "<", "<", "% of visits made on time"],
    ["In month", "Apr-18", "40", "36", "of", "40", "90.0%"],
    ["^", "May-18", "50", "41", "of", "50", "82.0%"],
    ["^", "Jun-18", "", "", "", "", ""],
    ["Trend", "2016/17", "", "", "", "", "88.1%"],
    ["^", "2018/19 YTD", "90", "77", "of", "90", "85.6%"],
    ["Latest", "SN AVE", "", "", "", "", "84.0%"],
]


def test_months_down_and_indicators_across_with_n_of_m_in_three_cells() -> None:
    tabled = read(grid_of(DETAIL))
    assert [told(o)[:2] + told(o)[5:] for o in tabled.observations] == [
        ("40", "actual", "2018-04-01..2018-04-30"),
        ("36", "numerator", "2018-04-01..2018-04-30"),
        ("40", "denominator", "2018-04-01..2018-04-30"),
        ("90.0%", "actual", "2018-04-01..2018-04-30"),
        ("50", "actual", "2018-05-01..2018-05-31"),
        ("41", "numerator", "2018-05-01..2018-05-31"),
        ("50", "denominator", "2018-05-01..2018-05-31"),
        ("82.0%", "actual", "2018-05-01..2018-05-31"),
        ("88.1%", "actual", "2016-04-01..2017-03-31"),
        ("90", "actual", "2018-04-01..2018-05-31"),
        ("77", "numerator", "2018-04-01..2018-05-31"),
        ("90", "denominator", "2018-04-01..2018-05-31"),
        ("85.6%", "actual", "2018-04-01..2018-05-31"),
        ("84.0%", "benchmark", "-"),
    ]
    part = tabled.observations[1]
    assert part.compared_with == tabled.observations[2].observation_id
    assert {o.indicator.split()[0] for o in tabled.observations} == {"3.1", "3.2"}
    assert tabled.tables[0].kind == "transposed"


def test_sums_that_come_out_confirm_and_those_that_do_not_leave_the_figure_as_printed() -> None:
    rows = [list(row) for row in DETAIL]
    rows[3][6] = "80.0%"
    sources = [
        (o.text, o.source.confirmed)
        for o in read(grid_of(rows)).observations
        if isinstance(o.source, TableSource)
    ]
    assert sources[1:4] == [("36", True), ("40", True), ("90.0%", True)]
    assert sources[4:8] == [("50", True), ("41", False), ("50", False), ("80.0%", False)]


def test_areas_over_number_and_percent_are_the_breakdown() -> None:
    rows = [
        ["May-18", "4.1 and 4.2", "<", "<", "<"],
        ["^", "NORTH", "<", "SOUTH", "<"],
        ["^", "Number", "%", "Number", "%"],
        ["Number of cases in scope", "22", "", "37", ""],
        ["Assessments completed in time", "8", "36.4%", "10", "27.0%"],
    ]
    assert [(o.text, o.unit, o.indicator, o.area) for o in read(grid_of(rows), as_at=None).observations] == [
        ("22", "count", "4.1 and 4.2 Number of cases in scope", "NORTH"),
        ("37", "count", "4.1 and 4.2 Number of cases in scope", "SOUTH"),
        ("8", "count", "4.1 and 4.2 Assessments completed in time", "NORTH"),
        ("36.4%", "percent", "4.1 and 4.2 Assessments completed in time", "NORTH"),
        ("10", "count", "4.1 and 4.2 Assessments completed in time", "SOUTH"),
        ("27.0%", "percent", "4.1 and 4.2 Assessments completed in time", "SOUTH"),
    ]


def test_a_count_column_without_a_unit_head_is_not_a_reference() -> None:
    rows = [["Measure", "Total", "<"], ["^", "No.", "%"], ["Contacts screened in the month", "330", "94.5%"]]
    assert [(o.text, o.unit) for o in read(grid_of(rows)).observations] == [
        ("330", "count"),
        ("94.5%", "percent"),
    ]


def test_a_place_merged_down_and_its_total_row_name_the_area() -> None:
    rows = [
        ["Area", "Source", "Contacts", "<", "Assessments", "<"],
        ["^", "^", "Q1", "Q2", "Q1", "Q2"],
        ["Harbour", "Police", "10", "12", "4", "6"],
        ["^", "Schools", "5", "6", "3", "2"],
        ["^", "Harbour total", "15", "18", "7", "8"],
    ]
    made = read(grid_of(rows, caption="Contacts by area, 2018/19"), as_at=None).observations
    assert [(o.text, o.indicator, o.area, o.cohort, str(o.period_end)) for o in made[:2]] == [
        ("10", "Contacts", "Harbour", "Police", "2018-06-30"),
        ("12", "Contacts", "Harbour", "Police", "2018-09-30"),
    ]
    totals = [o for o in made if isinstance(o.source, TableSource) and o.source.in_total]
    assert [(o.text, o.area) for o in totals] == [
        ("15", "Harbour"),
        ("18", "Harbour"),
        ("7", "Harbour"),
        ("8", "Harbour"),
    ]
    assert all(isinstance(o.source, TableSource) and o.source.confirmed for o in made)


def test_a_quarter_in_the_row_and_a_year_in_the_column_make_one_period() -> None:
    rows = [["Number of visits", "2016/17", "2017/18"], ["Quarter 1", "11", "14"], ["Quarter 2", "12", "9"]]
    made = read(grid_of(rows, caption="Number of library visits"), as_at=None).observations
    assert [(o.text, str(o.period_start), str(o.period_end)) for o in made] == [
        ("11", "2016-04-01", "2016-06-30"),
        ("14", "2017-04-01", "2017-06-30"),
        ("12", "2016-07-01", "2016-09-30"),
        ("9", "2017-07-01", "2017-09-30"),
    ]


def test_one_indicator_over_a_number_row_and_a_percent_row_is_named_on_both() -> None:
    rows = [
        ["No.", "Indicator", "(Monthly)", "Apr-18", "May-18"],
        ["5.1", "Number and % of forms returned", "Number", "44", "23"],
        ["", "following the first letter", "%", "73.3%", "88.5%"],
    ]
    name = "5.1 Number and % of forms returned following the first letter"
    assert [(o.text, o.unit, o.indicator) for o in read(grid_of(rows, found_by="tabs")).observations] == [
        ("44", "count", name), ("23", "count", name), ("73.3%", "percent", name), ("88.5%", "percent", name),
    ]  # fmt: skip


def test_parts_named_in_the_unit_cell_are_cohorts_of_one_indicator() -> None:
    rows = [
        ["No.", "Indicator", "(Monthly)", "Apr-18", "May-18"],
        ["7.1", "% of pupils present", "Primary % (One month in arrears)", "95.9%", ""],
        ["^", "^", "Secondary % (One month in arrears)", "94.8%", ""],
    ]
    assert [(o.text, o.cohort, o.unit) for o in read(grid_of(rows)).observations] == [
        ("95.9%", "Primary", "percent"),
        ("94.8%", "Secondary", "percent"),
    ]


def test_heads_broken_over_the_cells_of_a_text_conversion_are_put_together() -> None:
    rows = [
        ["", "", "", "", "9.", "6", ""],
        ["", "", "Number of sess", "ions held dur", "ing the month", "", ""],
        ["", "", "NOR", "TH", "SOU", "TH", ""],
        ["", "", "Indoor", "Outdoor", "Indoor", "Outdoor", ""],
        ["Mon", "Apr-18", "16", "71", "23", "9", ""],
        ["thly", "May-18", "17", "70", "24", "8", ""],
    ]
    made = read(grid_of(rows, found_by="tabs")).observations
    assert [(o.text, o.indicator, o.area, o.cohort) for o in made[:4]] == [
        ("16", "9.6 Number of sessions held during the month", "NORTH", "Indoor"),
        ("71", "9.6 Number of sessions held during the month", "NORTH", "Outdoor"),
        ("23", "9.6 Number of sessions held during the month", "SOUTH", "Indoor"),
        ("9", "9.6 Number of sessions held during the month", "SOUTH", "Outdoor"),
    ]


def test_a_new_head_in_the_middle_of_a_table_names_the_rows_under_it() -> None:
    rows = [
        ["May-18", "4.1", "<"],
        ["Open cases", "Apr", "May"],
        ["North", "333", "323"],
        ["", "", ""],
        ["May-18", "4.2", "<"],
        ["Closed cases", "Apr", "May"],
        ["North", "58", "39"],
    ]
    assert values(read(grid_of(rows), as_at=None)) == [
        ("333", "4.1 Open cases", "North"),
        ("323", "4.1 Open cases", "North"),
        ("58", "4.2 Closed cases", "North"),
        ("39", "4.2 Closed cases", "North"),
    ]


def test_tables_side_by_side_in_one_grid_are_read_apart() -> None:
    rows = [
        ["", "Number of loans", "", "", "% of loans returned"],
        ["Apr-18", "15", "", "May-18", "88%"],
        ["May-18", "14", "", "Jun-18", "87%"],
        ["Jun-18", "13", "", "Jul-18", "86%"],
    ]
    made = read(grid_of(rows, found_by="sheet")).observations
    assert [(o.text, o.indicator, str(o.period_end)) for o in made if o.unit == "percent"] == [
        ("88%", "% of loans returned", "2018-05-31"),
        ("87%", "% of loans returned", "2018-06-30"),
        ("86%", "% of loans returned", "2018-07-31"),
    ]
    assert len({o.observation_id for o in made}) == len(made) == 6


def test_a_table_over_pages_keeps_its_heads_and_a_repeated_head_is_no_data() -> None:
    head = ["Ref", "Measure", "Apr-18", "May-18"]
    one = grid_of([head, ["1", "Number of loans", "15", "14"]], page=1)
    same = grid_of([head, ["2", "Number of visits", "31", "36"]], page=2, index=1)
    bare = grid_of(
        [["3", "Number of events", "2", "3"], head, ["4", "Number of groups", "7", "8"]], page=3, index=2
    )
    assert values(read(one, same, bare)) == [
        ("15", "1 Number of loans", None),
        ("14", "1 Number of loans", None),
        ("31", "2 Number of visits", None),
        ("36", "2 Number of visits", None),
        ("2", "3 Number of events", None),
        ("3", "3 Number of events", None),
        ("7", "4 Number of groups", None),
        ("8", "4 Number of groups", None),
    ]


def test_a_label_cut_by_a_page_or_set_over_two_rows_is_one_label() -> None:
    rows = [
        ["Indicator", "Q1 2018/19", "Q2 2018/19"],
        ["CP1 - Average waiting time for", "", ""],
        ["a first appointment", "18.2", "16.5"],
        ["CP2 - % of letters answered", "91%", "92%"],
        ["within ten days", "", ""],
    ]
    assert {o.indicator for o in read(grid_of(rows)).observations} == {
        "CP1 Average waiting time for a first appointment",
        "CP2 % of letters answered within ten days",
    }


def test_periods_printed_under_the_figures_are_theirs() -> None:
    rows = [
        ["", "10.1", "10.2"],
        ["Scorecard", "Rate of first time entrants", "Use of custody (rate)"],
        ["Reporting Quarter 1", "530", "0.46"],
        ["", "(period Apr15 - Mar16)", "(Jul 15 - Jun 16)"],
        ["Quarter 2", "", ""],
    ]
    assert [(o.text, str(o.period_start), str(o.period_end)) for o in read(grid_of(rows)).observations] == [
        ("530", "2015-04-01", "2016-03-31"),
        ("0.46", "2015-07-01", "2016-06-30"),
    ]


def test_counts_that_look_like_years_are_counts() -> None:
    rows = [
        ["", "Number of cases", "Number of plans"],
        ["Apr-18", "1598", "1966"],
        ["May-18", "1946", "2015"],
    ]
    assert [o.value for o in read(grid_of(rows)).observations] == [
        Decimal(n) for n in (1598, 1966, 1946, 2015)
    ]


def test_colour_and_letter_both_give_the_rating_of_the_latest_result() -> None:
    rows = [
        ["Measure", "Apr-18", "May-18", "RAG"],
        ["% of calls answered", "80%", "91%", "G"],
        ["% of letters", "70%", "60%", ""],
    ]
    grid = grid_of(rows)
    painted = tuple(
        Cell(c.row, c.col, c.text, fill="#c00000") if (c.row, c.col) == (2, 3) else c for c in grid.cells
    )
    made = read(Grid(0, 3, 4, painted, found_by="ruled")).observations
    assert [o.source.rag for o in made if isinstance(o.source, TableSource)] == [None, "green", None, "red"]


def test_the_authority_itself_is_the_whole_and_no_area() -> None:
    rows = [
        ["", "% of visits in time", "<"],
        ["", "Ashby", "North"],
        ["Apr-18", "90%", "91%"],
        ["May-18", "92%", "93%"],
    ]
    made = read(grid_of(rows), authority="Ashby Borough Council").observations
    assert [(o.text, o.area) for o in made] == [
        ("90%", None),
        ("91%", "North"),
        ("92%", None),
        ("93%", "North"),
    ]


def test_what_cannot_be_understood_is_said_with_the_reason() -> None:
    layout = grid_of([["Report of", "Director"], ["Wards", "All"]])
    no_head = grid_of([["Alpha", "3", "4"], ["Beta", "5", "6"]], index=1)
    unnamed = grid_of(
        [["Past performance", "North", "South"], ["April", "18%", "20%"], ["May", "19%", "21%"]], index=2
    )
    tabled = read(layout, no_head, unnamed)
    assert tabled.observations == ()
    assert [(t.kind, t.reason) for t in tabled.tables] == [
        ("layout", "no row of figures beside labels"),
        ("uninterpreted", "no row of headings stands over the figures"),
        ("uninterpreted", "no column of figures has a heading that is understood"),
    ]
    assert [p.code for p in tabled.problems] == ["table_not_understood"] * 2


def test_a_row_whose_cells_were_read_as_one_is_parted_where_its_figures_fit_the_columns() -> None:
    rows = [
        ["Ref", "Measure", "2017/18", "Q1 2018/19", "Q2 2018/19", "Status"],
        ["H1", "% of repairs done on time", "91.0%", "90.1%", "92.2%", "Green"],
        [
            "Stage one complaints answered within 10\nH2 82.9% 83.0% 81.6%\nworking days",
            "<",
            "<",
            "<",
            "<",
            "Amber",
        ],
        ["Three figures 1 2 that do not fit the columns", "<", "<", "<", "<", ""],
    ]
    made = [o for o in read(grid_of(rows)).observations if o.indicator.startswith("H2")]
    assert [(o.text, o.indicator, o.rule) for o in made] == [
        (text, "H2 Stage one complaints answered within 10 working days", "table.scorecard")
        for text in ("82.9%", "83.0%", "81.6%")
    ]


def test_figures_that_were_read_into_the_labels_are_taken_out_of_them() -> None:
    rows = [
        ["2017/18", "Q1", "Q2"],
        ["Indicator Outturn", "2018/19", "2018/19"],
        ["CP1 - % of letters\n18.4%\nanswered in time", "20.7%", "22.1%"],
        ["CP2 - % of calls\n87.8%\nanswered in time", "89.1%", "81.6%"],
        ["CP3 - Number of visits\n12,427\nto the desk", "3,391", "3,351"],
    ]
    made = read(grid_of(rows, found_by="borderless")).observations
    assert [(o.text, o.indicator, str(o.period_end)) for o in made[:3]] == [
        ("18.4%", "CP1 % of letters answered in time", "2018-03-31"),
        ("20.7%", "CP1 % of letters answered in time", "2018-06-30"),
        ("22.1%", "CP1 % of letters answered in time", "2018-09-30"),
    ]
    assert len(made) == 9


def test_the_hundred_percent_under_a_column_of_shares_is_no_observation() -> None:
    rows = [
        ["Source", "2018/19", "Share"],
        ["Police", "60", "60.0%"],
        ["Schools", "40", "40.0%"],
        ["Total", "100", "100%"],
    ]
    made = read(grid_of(rows, caption="Where the work came from")).observations
    assert [o.text for o in made] == ["60", "60.0%", "40", "40.0%", "100"]


def passages(*texts: str) -> list[Passage]:
    found: list[Passage] = []
    at = 0
    for text in texts:
        found.append(Passage("paragraph", text, at, at + len(text)))
        at += len(text) + 1
    return found


def test_a_table_left_as_one_cell_a_line_is_read_as_a_table() -> None:
    lines = ["Indicator", "2016/17", "2017/18", "Target", "Number of visits", "310", "295 |", "300",
             "% of visits in time", "91.0%", "-", "90.0%", "The figures were noted."]  # fmt: skip
    tabled = read(*passages(*lines), format="text")
    assert [(o.text, o.role, o.indicator, str(o.period_end)) for o in tabled.observations] == [
        ("310", "actual", "Number of visits", "2017-03-31"),
        ("295", "actual", "Number of visits", "2018-03-31"),
        ("300", "target", "Number of visits", "2019-03-31"),
        ("91.0%", "actual", "% of visits in time", "2017-03-31"),
        ("90.0%", "target", "% of visits in time", "2019-03-31"),
    ]
    text = "\n".join(lines)
    assert all(text[o.start : o.end] == o.text for o in tabled.observations)
    assert [t.kind for t in tabled.tables] == ["collapsed"]
    assert {o.start for o in read(*passages(*lines), format="html").observations} == {None}


def test_years_and_percentages_run_together_are_parted() -> None:
    tabled = read(
        *passages("Rent collected 2010/112011/12", "Rent collected as % of rent due 97.1%97.4%", "Noted.")
    )
    assert [(o.text, o.indicator, str(o.period_end)) for o in tabled.observations] == [
        ("97.1%", "Rent collected as % of rent due", "2011-03-31"),
        ("97.4%", "Rent collected as % of rent due", "2012-03-31"),
    ]


def test_lines_that_fit_no_rows_are_no_table() -> None:
    assert (
        read(*passages("Indicator", "2016/17", "2017/18", "Number of visits", "310", "Next item")).tables
        == ()
    )


def test_a_list_of_measures_with_one_figure_each_is_of_the_report_s_month() -> None:
    made = read(grid_of([["Number of calls answered", "1,204"], ["% of calls answered in time", "82.5%"]]))
    assert [told(o)[0:1] + told(o)[4:] for o in made.observations] == [
        ("1,204", "Number of calls answered", "2018-05-01..2018-05-31"),
        ("82.5%", "% of calls answered in time", "2018-05-01..2018-05-31"),
    ]
    assert made.tables[0].kind == "label_value"


def test_words_that_give_a_row_a_time_of_its_own_keep_the_report_s_period_from_it() -> None:
    rows = [
        ["Yearly performance", "Number of claims made"],
        ["Year 1 to date", "5"],
        ["Year 2 to date", "27"],
    ]
    assert [(o.text, o.period_start, o.period_end) for o in read(grid_of(rows)).observations] == [
        ("5", None, None),
        ("27", None, None),
    ]


def test_a_title_over_a_table_of_named_measures_is_no_part_of_their_names() -> None:
    rows = [
        ["Outcome 1: Children and families are healthy", "<", "<", "<"],
        ["Ref No", "Measure", "Performance", "Target 2018/19"],
        ["1.A1", "Number of early help assessments completed", "536 (Cumulative December 2017)", "600"],
        ["1.A2", "% of reviews held in time", "91.4% (2016/17)", "95%"],
    ]
    assert [(o.text, o.indicator, str(o.period_end), o.cohort) for o in read(grid_of(rows)).observations] == [
        ("536", "1.A1 Number of early help assessments completed", "2017-12-31", None),
        ("600", "1.A1 Number of early help assessments completed", "2019-03-31", None),
        ("91.4%", "1.A2 % of reviews held in time", "2017-03-31", None),
        ("95%", "1.A2 % of reviews held in time", "2019-03-31", None),
    ]


def test_a_figure_before_words_that_say_there_is_none_is_no_figure() -> None:
    rows = [["", "Number of contacts"], ["Apr-18", "310"], ["May-18", "16 Not available - under development"]]
    assert [o.text for o in read(grid_of(rows)).observations] == ["310"]


def test_the_axes_of_a_chart_beside_a_table_are_no_columns_of_it() -> None:
    rows = [
        ["", "% of checks made", "% of visits made", "100% 90% 80% 70%"],
        ["Apr-18", "88.7%", "70.5%", "50%"],
        ["May-18", "89.3%", "64.7%", "40%"],
    ]
    assert [o.text for o in read(grid_of(rows)).observations] == ["88.7%", "70.5%", "89.3%", "64.7%"]


def test_cumulative_quarters_run_from_the_start_of_the_year() -> None:
    rows = [
        ["Measure", "", "% of families registered"],
        ["Quarterly performance (cumulative)", "Quarter 1 Apr-Jun 16", "89%"],
        ["^", "Quarter 2 Jul-Sep 16", "91%"],
        ["^", "Quarter 3 Oct-Dec 16", ""],
    ]
    assert [(o.text, str(o.period_start), str(o.period_end)) for o in read(grid_of(rows)).observations] == [
        ("89%", "2016-04-01", "2016-06-30"),
        ("91%", "2016-04-01", "2016-09-30"),
    ]


def test_past_performance_under_a_table_is_of_the_measure_of_that_table() -> None:
    above = [
        ["May-18", "2.2", "<"],
        ["^", "NORTH", "SOUTH"],
        ["Contacts made on time", "36.4%", "27.0%"],
    ]
    past = [
        ["Past performance 2017/18", "North", "South"],
        ["February", "16.4%", "16.7%"],
        ["March", "45.2%", "25.3%"],
    ]
    made = read(grid_of(above, name="Contacts"), grid_of(past, index=1, name="Contacts")).observations
    assert [(o.text, o.indicator, o.area, str(o.period_end)) for o in made[2:4]] == [
        ("16.4%", "2.2 Contacts", "North", "2018-02-28"),
        ("16.7%", "2.2 Contacts", "South", "2018-02-28"),
    ]


def test_n_of_m_and_the_share_beside_it_are_one_measure_where_they_agree() -> None:
    rows = [
        ["Month", "Reviews held in time", "% in time", "Letters sent"],
        ["Apr-18", "8 of 10", "80.0%", "12"],
        ["May-18", "9 of 11", "81.8%", "14"],
    ]
    made = read(grid_of(rows)).observations
    assert [(o.text, o.role, o.indicator) for o in made[:4]] == [
        ("8", "numerator", "Reviews held in time: % in time"),
        ("10", "denominator", "Reviews held in time: % in time"),
        ("80.0%", "actual", "Reviews held in time: % in time"),
        ("12", "actual", "Letters sent"),
    ]
    assert [o.source.confirmed for o in made[:4] if isinstance(o.source, TableSource)] == [
        True,
        True,
        True,
        False,
    ]


def test_area_heads_broken_over_their_pairs_of_cells_stay_with_each_pair() -> None:
    rows = [
        ["", "Nort", "h", "Sou", "uth", "Central", ""],
        ["", "Visits", "% in time", "Visits", "% in time", "Visits", "% in time"],
        ["Apr-18", "40", "91.0%", "35", "88.5%", "22", "95.0%"],
        ["May-18", "44", "90.1%", "31", "87.2%", "25", "96.0%"],
    ]
    tabled = read(grid_of(rows, found_by="tabs"))
    assert [(o.text, o.area) for o in tabled.observations[:6]] == [
        ("40", "North"), ("91.0%", "North"), ("35", "South"), ("88.5%", "South"), ("22", "Central"),
        ("95.0%", "Central"),
    ]  # fmt: skip


def test_names_under_references_are_heads_though_a_chart_beside_them_adds_a_figure() -> None:
    rows = [
        ["", "4.1", "4.2", ""],
        ["", "Number of hedgehogs weighed", "% of hedgehogs released", "1"],
        ["Apr-18", "40", "91.0%", ""],
        ["May-18", "44", "90.1%", ""],
    ]
    tabled = read(grid_of(rows, found_by="tabs"))
    assert [(o.text, o.indicator) for o in tabled.observations] == [
        ("40", "4.1 Number of hedgehogs weighed"),
        ("91.0%", "4.2 % of hedgehogs released"),
        ("44", "4.1 Number of hedgehogs weighed"),
        ("90.1%", "4.2 % of hedgehogs released"),
    ]


def test_tables_with_the_same_heads_are_told_apart_by_what_their_titles_differ_in() -> None:
    def table(index: int, first: str, second: str) -> Grid:
        rows = [["", "Accepted", "Rejected"], ["Apr-18", first, second], ["May-18", second, first]]
        return grid_of(rows, found_by="tabs", index=index)

    blocks: list[Passage | Grid] = [
        *passages("Outcomes of the panel - families"), table(0, "29", "6"),
        *passages("Outcomes of the panel - children"), table(1, "66", "9"),
    ]  # fmt: skip
    outline = Outline(contexts=(Context(as_at=MAY),), of_block=(0,) * len(blocks))
    document = Document("p.txt", "0" * 64, "text", "", tuple(blocks), outline=outline)
    found = read_scorecards(document, PATTERNS).observations
    assert [(o.text, o.cohort) for o in found if o.period == "Apr-18"] == [
        ("29", "families"), ("6", "families"), ("66", "children"), ("9", "children"),
    ]  # fmt: skip
