"""How a paper tells its time: every place and form in which councils name what they report on."""

from __future__ import annotations

import pytest

from extractor.model import Document, Passage, Period
from extractor.outline import find_outline
from extractor.patterns import load_patterns
from extractor.reading import read_bytes

PATTERNS = load_patterns()
QUARTER = "2022-07-01..2022-09-30"
FIGURE = "The share of letters answered was 45%.\n"


def time_of(head: str) -> str:
    """The period reported on, or the day of the data, where a figure stands below a head."""
    document = find_outline(read_bytes((head + FIGURE).encode(), "paper.txt"), PATTERNS)
    context = document.outline.context_of(_last_passage(document))
    told = context.reporting_period or context.as_at
    return _printed(told)


def _last_passage(document: Document) -> int:
    return max(number for number, block in enumerate(document.blocks) if isinstance(block, Passage))


def _printed(period: Period | None) -> str:
    if period is None:
        return "open"
    if period.first == period.last:
        return str(period.last)
    return f"{period.first}..{period.last}"


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("Council Plan 2018/19 - mid-year monitoring report", "2018-04-01..2018-09-30"),
        ("Council Plan 2024/25 Mid-year Performance Report", "2024-04-01..2024-09-30"),
        ("Quarter 2 Performance Report 2015/16 (July to September)", "2015-07-01..2015-09-30"),
        ("Performance Report: Quarter 3 2009/10", "2009-10-01..2009-12-31"),
        ("PERIOD: Q3 (1 OCTOBER – 31 DECEMBER) 2009/10", "2009-10-01..2009-12-31"),
        ("Performance, Oct, Nov and Dec 2013", "2013-10-01..2013-12-31"),
        ("Safety Performance - Nine Month Report 2013/14", "2013-04-01..2013-12-31"),
        ("Performance Report, Period Ending 31 December 2010", "2010-04-01..2010-12-31"),
        ("Sickness: year to date (end of January 2011)", "2010-04-01..2011-01-31"),
        ("Road casualties in 2012", "2012-01-01..2012-12-31"),
        ("Leisure Trust Performance Review: 2018", "2018-01-01..2018-12-31"),
        ("Workforce profile as at 1st April 2015", "2015-04-01"),
        ("Annual report of the Board for 2007/8", "2007-04-01..2008-03-31"),
        ("Absence (Q3 2017/18 v Q3 2018/19)", "2018-10-01..2018-12-31"),
    ],
)
def test_a_title_tells_the_time_of_a_paper(head: str, expected: str) -> None:
    assert time_of(f"{head}\n\n") == expected


@pytest.mark.parametrize(
    ("title", "day", "expected"),
    [
        ("Key indicators: mid-year position", "3 November 2021", "2021-04-01..2021-09-30"),
        ("Six-monthly performance report", "20 June 2019", "2018-10-01..2019-03-31"),
        ("Revenue budget monitoring, month 8", "15 January 2019", "2018-04-01..2018-11-30"),
        ("Corporate scorecard - Quarter 4, 2018/19", "11 June 2019", "2018-04-01..2019-03-31"),
        ("Activity report - Quarter 4, 2018/19", "11 June 2019", "2019-01-01..2019-03-31"),
        ("Yearly return 2018/19 and half-year position", "7 November 2019", "2018-04-01..2019-03-31"),
        ("Year-end review of libraries", "14 July 2010", "2009-04-01..2010-03-31"),
        ("Performance Report - third quarter", "24 January 2012", "2011-10-01..2011-12-31"),
    ],
)
def test_a_title_without_a_year_is_read_by_the_day_of_meeting(title: str, day: str, expected: str) -> None:
    assert time_of(f"Resources Committee, {day}\n\n{title}\n\n") == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("What follows covers the 12 month period of May 2013 to April 2014.", "2013-05-01..2014-04-30"),
        ("To note progress on service plans for the period 1st July to 30th September 2022.", QUARTER),
        ("All numbers relate to the period 1 July 2022 to 30 September 2022.", QUARTER),
        ("The Trust explained how wards had managed between July 2022 and September 2022.", QUARTER),
        ("The register of tenants was downloaded from the system on 31st July 2014.", "2014-07-31"),
        (
            "The paper held the museum's Outline Plan 2023/24 and its performance, July to September 2022.",
            QUARTER,
        ),
        ("He heard that 38.9% of staff had replied between May 2017 and June 2017.", "open"),
        (
            "This report sets out how the museums and the record office fared in 2014.",
            "2014-01-01..2014-12-31",
        ),
        ("Emissions had been counted in the baseline year, 2018/19.", "open"),
    ],
)
def test_a_sentence_tells_the_time_of_a_paper(said: str, expected: str) -> None:
    assert time_of(f"Agenda item\n\nAn update\n\nMinutes:\n\n{said}\n\n") == expected


def test_the_title_of_a_page_serves_each_of_its_meetings() -> None:
    title = "Resources - Third Quarter Update Report 2021/22"
    assert (
        time_of(f"{title}\n\nMeeting: 15/03/2022 - Cabinet (Item 6)\n\nMinutes:\n\n")
        == "2021-10-01..2021-12-31"
    )


def test_a_month_alone_in_a_heading_is_when_the_report_was_made() -> None:
    assert time_of("Report to Performance Scrutiny: October 2015\nSubject: Quarter 1 results\n\n") == (
        "2015-04-01..2015-06-30"
    )


def test_a_heading_gives_a_day_of_meeting_with_its_hour() -> None:
    head = (
        "Health Scrutiny Committee, Thursday 22nd February 2007 10.00 am\n\nUpdate on the third quarter\n\n"
    )
    assert time_of(head) == "2006-10-01..2006-12-31"


def test_a_paper_that_speaks_of_academic_years_only_means_them_by_its_years() -> None:
    said = "The academic years before were broken by lockdowns.\n\nAnnual report 2023-24\n\n"
    assert time_of(f"Agenda item\n\nExclusions\n\nMinutes:\n\n{said}") == "2023-09-01..2024-08-31"


def test_a_lead_with_a_number_does_not_end_the_minute_it_stands_in() -> None:
    text = (
        "Agenda item\n\nCrime performance - July 2014 to June 2015\n\nMinutes:\n\n"
        "1. The Chairman said that this mattered.\n\n4. In answer to questions the Commissioner said:\n\n"
    )
    assert time_of(text) == "2014-07-01..2015-06-30"
