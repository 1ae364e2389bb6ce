"""What each block of a paper belongs to, in every form that councils publish."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from extractor.model import Cell, Context, Document, Grid, Outline, Passage, Period
from extractor.outline import find_outline
from extractor.outline.abbreviations import long_form
from extractor.patterns import load_patterns
from extractor.patterns.outline import load_outline
from extractor.patterns.toml import Example
from extractor.reading import read_bytes

PATTERNS = load_patterns()
RULES, PROOF = load_outline(PATTERNS.folders)


def outlined(text: str, authority: str | None = None) -> Document:
    return find_outline(read_bytes(text.encode(), "paper.txt"), PATTERNS, authority=authority)


def context_at(document: Document, words: str) -> Context:
    for number, passage in document.passages:
        if words in passage.text:
            return document.outline.context_of(number)
    raise AssertionError(f"no passage holds {words!r}")


def span(period: Period | None) -> tuple[str, str] | None:
    if period is None or period.first is None or period.last is None:
        return None
    return period.first.isoformat(), period.last.isoformat()


@pytest.mark.parametrize(
    ("opening", "expected"),
    [
        ("In 2009/10 the team had been busy.", ("2009-04-01", "2010-03-31")),
        ("The manager set out sickness for the first half of 2010/11.", ("2010-04-01", "2010-09-30")),
        ("Members noted how services had done in the second quarter.", ("2010-07-01", "2010-09-30")),
        ("In 2009/10 the team took 412 calls.", None),
        ("Since the plan of 2008/09 much had changed.", None),
        ("She compared 2008/09 and 2009/10.", None),
    ],
)
def test_the_first_words_of_minutes_may_say_their_time(
    opening: str, expected: tuple[str, str] | None
) -> None:
    text = (
        f"Agenda item\n\nMeeting of Executive, Tuesday 12 October 2010 (Item 3)\n\nMinutes:\n\n{opening}\n\n"
    )
    context = context_at(outlined(text + "The share of calls answered was 45%.\n"), "45%")
    assert span(context.reporting_period) == expected


def test_a_plan_in_the_name_of_a_paper_does_not_hide_its_quarter() -> None:
    text = "Road Safety Plan - Q2 performance\n\nMeeting held on 28 October 2019\n\nDeaths fell to 3.\n"
    assert span(context_at(outlined(text), "Deaths").reporting_period) == ("2019-07-01", "2019-09-30")


WEB_MINUTES = """Agenda item

Housing performance report, Quarter 2 2025/26

Meeting of Housing Board, Thursday, 6 November 2025 6:15 pm (Item 14.)

Minutes:

The Board received a report of the Head of Housing on how the landlord service had performed.

What is working well
- 97% of repairs were done on time in the quarter.

What are we worried about
- Re-let times rose to 41 days.
"""


def test_a_web_page_of_minutes_knows_its_meeting_item_and_quarter() -> None:
    context = context_at(outlined(WEB_MINUTES), "97% of repairs")
    assert (context.part, context.committee, context.item) == ("minutes", "Housing Board", "14")
    assert context.meeting_date == context.report_date == date(2025, 11, 6)
    assert span(context.reporting_period) == ("2025-07-01", "2025-09-30")


def test_a_lead_above_bullets_is_their_heading() -> None:
    document = outlined(WEB_MINUTES)
    assert context_at(document, "97% of repairs").headings[-1] == "What is working well"
    assert context_at(document, "41 days").headings[-1] == "What are we worried about"


ISSUE_PAGE = """Issue - meetings

Revenue position (Quarter 2)

Meeting: 04/12/2014 - Council (Item 71)

71 Revenue Position (Quarter 2) pdf icon PDF 91 KB

The Council noted the projected outturn that had been put before it that evening by the Leader.

Meeting: 26/11/2014 - Overview and Scrutiny Board (Item 28)

28 Revenue Position (Quarter 2) pdf icon PDF 91 KB

The Board was told of an overspend of £1.4 million in children's services and asked for more detail of it.
"""


def test_each_meeting_of_an_issue_page_keeps_its_own_date() -> None:
    document = outlined(ISSUE_PAGE)
    first, second = context_at(document, "The Council noted"), context_at(document, "The Board was told")
    assert (first.meeting_date, first.committee, first.item) == (date(2014, 12, 4), "Council", "71")
    assert (second.meeting_date, second.committee, second.item) == (
        date(2014, 11, 26),
        "Overview and Scrutiny Board",
        "28",
    )
    assert span(second.reporting_period) == ("2014-07-01", "2014-09-30")


PACK = """PEOPLE SELECT COMMISSION

Venue: Town Hall Date: Wednesday, 21st March, 2018

AGENDA

1. Apologies for absence.
2. Minutes of the previous meeting held on 31st January, 2018 (Pages 1 - 4)
3. Children's Services Performance Report January 2017/18 (Pages 5 - 40)

Page 1 Agenda Item 2 PEOPLE SELECT COMMISSION - 31/01/18

PEOPLE SELECT COMMISSION 31st January, 2018

Present:- Councillor Green (in the Chair); Councillors Brown and White.

12. SCHOOL ATTENDANCE

The Commission heard that 95.1% of sessions had been attended in the autumn term, much as the year before.

13. WORK PROGRAMME

Members agreed the programme of work for the coming months and asked that it should be kept under review.

Page 5

Public Report People Select Commission

Council Report

People Select Commission 21st March 2018

Title

Children's Services Performance Report - January 2017/18

Summary

1.1 This report gives a summary of performance at the end of January 2018 and is to be read with Appendix A.

List of Appendices Included

Appendix A – Early help scorecard (January 2017)

3.6 Initial conferences

By the end of January they had held 312 conferences, of which more than nine in ten came on time.

Early Help Monthly Performance Report

As at Month End: January 2018

Date Created: 12/02/2018

The data in this document are not dynamic and may change when they are run again in the months that follow.
"""


def test_a_pack_holds_agenda_old_minutes_report_and_scorecard() -> None:
    document = outlined(PACK)
    kinds = [
        context_at(document, words).part
        for words in ("Apologies for absence", "95.1% of sessions", "312 conferences", "not dynamic")
    ]
    assert kinds == ["agenda", "minutes", "report", "scorecard"]


def test_old_minutes_inside_a_pack_keep_their_own_date_and_items() -> None:
    context = context_at(outlined(PACK), "95.1% of sessions")
    assert context.meeting_date == date(2018, 1, 31)
    assert context.item == "12 SCHOOL ATTENDANCE"


def test_a_report_in_a_pack_is_for_the_packs_meeting_and_reports_on_its_own_month() -> None:
    context = context_at(outlined(PACK), "312 conferences")
    assert context.meeting_date == date(2018, 3, 21)
    assert context.title == "Children's Services Performance Report - January 2017/18"
    assert context.headings[-1] == "3.6 Initial conferences"
    assert span(context.reporting_period) == ("2018-01-01", "2018-01-31")


def test_a_scorecard_is_as_at_its_month_and_made_on_its_own_day() -> None:
    context = context_at(outlined(PACK), "not dynamic")
    assert context.title == "Early Help Monthly Performance Report"
    assert context.report_date == date(2018, 2, 12)
    assert span(context.reporting_period) == ("2018-01-01", "2018-01-31")


REPORT = """NORTHFIELD BOROUGH COUNCIL – REPORT TO AUDIT COMMITTEE

1.\tMeeting:\tCorporate Parenting Panel
2.\tDate:\t22 nd September 2015
3.\tTitle:\tServices for looked after children as at 31 st July 2015
4.\tDirectorate:\tChildren's Services

5. Summary

5.1 Members see here how services for looked after children stood as at the 31st July 2015.

7.2 Number of Looked After Children (LAC)

At the end of July there were 423 children, and a Personal Education Plan (PEP) was in place for most of them.

Contact: jo.bloggs@northfield.gov.uk
"""


def test_a_report_headed_by_labels_and_values() -> None:
    document = outlined(REPORT)
    context = context_at(document, "423 children")
    assert context.authority == "Northfield Borough Council"
    assert context.meeting_date == date(2015, 9, 22)
    assert context.title == "Services for looked after children as at 31 st July 2015"
    assert span(context.as_at) == ("2015-07-31", "2015-07-31")
    assert context.reporting_period is None
    assert context.headings[-1] == "7.2 Number of Looked After Children (LAC)"


def test_abbreviations_are_those_the_paper_defines() -> None:
    document = outlined(REPORT)
    assert document.outline.abbreviations == (
        ("LAC", "Looked After Children"),
        ("PEP", "Personal Education Plan"),
    )


@pytest.mark.parametrize(
    ("short", "before", "expected"),
    [
        ("CiC", "100 per cent of Children in Care", "Children in Care"),
        (
            "NEET",
            "those not in education, employment or training",
            "not in education, employment or training",
        ),
        ("TRFT", "the hospital trust", None),
    ],
)
def test_a_long_form_gives_the_letters_of_its_short_form(
    short: str, before: str, expected: str | None
) -> None:
    assert long_form(short, before) == expected


@pytest.mark.parametrize(
    ("lead", "expected"),
    [
        ("The figures were for Quarter 3 (October to December 2018) 2018/19.", "2018-10-01 2018-12-31"),
        ("The report gave mid-year (July 2021 to September 2021) performance.", "2021-07-01 2021-09-30"),
        ("A presentation covered the 2016/17 year-end performance.", "2016-04-01 2017-03-31"),
        ("It gave performance at the end of Quarter Three of the 2013-2014 year.", "2013-10-01 2013-12-31"),
        ("A report on HR from 1st April 2025 until 30th June 2025 was given.", "2025-04-01 2025-06-30"),
        ("Appendix 1 gave Quarter 2 2025/26 data for all the measures.", "2025-07-01 2025-09-30"),
        ("A performance report to quarter 1 (April to June) 2016/17 was received.", "2016-04-01 2016-06-30"),
        ("The report was noted, and the survey of May 2011 was mentioned by two Members.", None),
    ],
)  # fmt: skip
def test_the_opening_sentences_say_what_the_minutes_are_about(lead: str, expected: str | None) -> None:
    text = f"Minutes:\n\n{lead} Members thanked the officers who had come.\n\nVisits stood at 91% then.\n"
    found = span(context_at(outlined(text), "Visits stood").reporting_period)
    assert (None if found is None else " ".join(found)) == expected


def test_of_a_year_and_its_quarter_the_quarter_is_reported_on() -> None:
    text = "Council Plan 2022/23\n\nPerformance report for Quarter 3 2022/23\n\nVisits stood at 91% then.\n"
    assert span(context_at(outlined(text), "Visits").reporting_period) == ("2022-10-01", "2022-12-31")


def test_a_line_that_is_a_period_heads_what_stands_below_it() -> None:
    lines = (
        "Requests received in 2020/2021.",
        "Quarter 1",
        "2020",
        "| In | 269 |",
        "Quarter 2",
        "2020",
        "| In | 426 |",
    )
    document = outlined("\n\n".join(lines))
    assert span(context_at(document, "269").reporting_period) == ("2020-04-01", "2020-06-30")
    assert span(context_at(document, "426").reporting_period) == ("2020-07-01", "2020-09-30")


def test_months_without_year_are_read_against_the_last_period_named() -> None:
    lines = (
        "Minutes:",
        "In December the rate fell to 385.",
        "In December it was 16.5, from 18.7 in August 2022.",
    )
    context = context_at(outlined("\n\n".join(lines)), "the rate fell")
    assert context.reporting_period is None
    assert span(context.named) == ("2022-12-01", "2022-12-31")


def test_a_body_that_is_only_cited_or_compared_with_is_not_the_papers_own() -> None:
    text = (
        "Minutes:\n\nMembers compared it with Northfield City Council and asked about a visit to Westham "
        "Council.\n\nThe lessons from Northfield City Council were noted, as was practice at Northfield City "
        "Council.\n"
    )
    assert context_at(outlined(text), "The lessons").authority is None


def test_the_authority_given_by_the_caller_is_used() -> None:
    assert context_at(outlined(WEB_MINUTES, "Northfield Council"), "97%").authority == "Northfield Council"


def test_the_header_of_a_page_names_the_authority() -> None:
    blocks = (
        Passage("header", "Westham County Council - Scorecard 2023/24", 0, 42, 1),
        Passage("heading", "Contacts by area, 2023/24", 43, 68, 1, level=1),
        Grid(0, 1, 1, (Cell(0, 0, "12"),), page=1),
    )
    text = "Westham County Council - Scorecard 2023/24\nContacts by area, 2023/24\n12"
    document = find_outline(Document("a.pdf", "0", "pdf", text, blocks), PATTERNS)
    assert document.outline.context_of(2).authority == "Westham County Council"
    assert span(document.outline.context_of(2).reporting_period) == ("2023-04-01", "2024-03-31")


def test_a_body_that_only_a_comparison_table_names_is_not_the_papers_own() -> None:
    cells = tuple(Cell(row, 0, "Westham County Council") for row in range(9))
    blocks = (Passage("heading", "Rates of other areas", 0, 20, level=1), Grid(0, 9, 1, cells))
    document = find_outline(Document("a.pdf", "0", "pdf", "Rates of other areas", blocks), PATTERNS)
    assert document.outline.context_of(1).authority is None


@pytest.mark.parametrize(
    "name",
    [
        "Bath and North East Somerset Council",
        "East Riding of Yorkshire Council",
        "City and County of Swansea",
        "Rhondda Cynon Taf County Borough Council",
        "St. Helens Council",
        "London Borough of Hackney",
        "West Midlands Fire and Rescue Authority",
    ],
)
def test_a_line_at_the_head_that_is_a_name_is_the_body(name: str) -> None:
    text = f"{name}\n\nReport to Scrutiny Committee\n\n7 June 2022\n\n1.1 Attendance stood at 91% then.\n"
    assert context_at(outlined(text), "Attendance").authority == name


def test_every_block_stands_in_a_context() -> None:
    for text in (WEB_MINUTES, ISSUE_PAGE, PACK, REPORT):
        document = outlined(text)
        assert len(document.outline.of_block) == len(document.blocks)


def test_an_empty_paper_has_the_empty_outline() -> None:
    empty = find_outline(Document("a.txt", "0", "text", ""), PATTERNS)
    assert empty.outline == Outline((Context(),), (), ())


@pytest.mark.parametrize("example", PROOF, ids=lambda e: f"{e.rule}: {e.text[:40]}")
def test_an_outline_rule_reads_its_examples(example: Example) -> None:
    from extractor.outline.parts import day_in

    if example.rule in RULES.told:
        told = RULES.told[example.rule].search(example.text)
        assert (told is None) == example.counter
        assert told is None or told[0] == example.values.get("found", told[0])
        return
    fact = next((f for f in RULES.facts if f.name == example.rule), None)
    if fact is None:
        names = [m[0] for p in (*RULES.names, *RULES.domains) for m in p.finditer(example.text)]
        wanted = example.values.get("authority") or example.values.get("place")
        assert example.counter or any(str(wanted) in name for name in names)
        return
    match = fact.pattern.match(example.text)
    assert (match is None) == example.counter
    if match is not None:
        said = {k: v for k, v in match.groupdict().items() if v is not None}
        for key, value in example.values.items():
            got = day_in(said[key], PATTERNS) if key in ("when", "made") else said[key].rstrip(".")
            assert got == value


def test_the_rules_are_read_from_their_folder() -> None:
    assert {path.name for path in (Path(PATTERNS.folders[0]) / "outline").glob("*.toml")} >= {
        "parts.toml",
        "authority.toml",
        "periods.toml",
    }


@pytest.mark.parametrize(
    ("text", "authority"),
    [
        ("Attendance was 94% of pupils living in Doncaster during the year.", "Doncaster Council"),
        ("Reviews were on time. Wigan’s carers were thanked, and homes in Wigan were safe.", "Wigan Council"),
        ("Attendance was 94%, better than in Doncaster or Leeds over the year.", None),
        ("Visits were made in Leeds and, as a second stage, in Wakefield schools.", None),
        ("Attendance was 94% of all pupils during the year that ended.", None),
    ],
)
def test_a_paper_that_names_no_body_is_of_the_one_place_that_it_speaks_of_as_its_own(
    text: str, authority: str | None
) -> None:
    assert context_at(outlined(text), text[:10]).authority == authority


def reporting_years(text: str) -> set[str]:
    periods = {context.reporting_period for context in outlined(text).outline.contexts}
    return {str(p.first) for p in periods if p is not None}


def test_a_year_that_a_figure_is_compared_with_is_not_what_a_paper_reports_on() -> None:
    text = (
        "Empty homes\n\nThe main figures for 2015/16 are set out here for all who take an interest.\n\n"
        "412 empty homes were brought back into use with our help, which is up 7% on 2014/15.\n\n"
        "Owners received 38 grants, two fewer for the year, and 1,310 letters, not the 1,523 of 2014/15.\n"
    )
    assert reporting_years(text) == {"2015-04-01"}


def test_the_year_of_a_service_is_the_year_reported_on_before_that_of_one_figure() -> None:
    text = (
        "Lighting\n\nThe Portfolio Holder gave a presentation on her service in 2007/08, with slides.\n\n"
        "2.1 She was sorry about the number of faults received: in the calendar year 2007 there were 834.\n"
    )
    assert reporting_years(text) == {"2007-04-01"}


BODY = (
    "The Panel received the report of the Head of Policy, which set out how the services had performed "
    "and what was being done where a measure was off course."
)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Quarter 3 Performance Report 2019/20", ("2019-10-01", "2019-12-31")),
        ("2019/20 Performance Report - Quarter 3", ("2019-10-01", "2019-12-31")),
        ("Performance to the end of Quarter 3 2019/20", ("2019-04-01", "2019-12-31")),
        ("PERFORMANCE MONITORING APRIL 2020 – DECEMBER 2020", ("2020-04-01", "2020-12-31")),
        ("Outcomes at Key Stage 2 August 2018", ("2018-08-01", "2018-08-31")),
        ("Autumn term attendance report 2021", ("2021-09-01", "2021-12-31")),
        ("NHS Health Checks 2013 to 2014", ("2013-04-01", "2014-03-31")),
        ("Performance against the Plan 2019-23: Quarter 2 2020/21", ("2020-07-01", "2020-09-30")),
        ("Performance information to 30th September 2011", ("2011-04-01", "2011-09-30")),
        (
            "Meeting of the Adults Committee, Tuesday 5 June 2019\n\nYear end performance",
            ("2018-04-01", "2019-03-31"),
        ),
    ],
)
def test_a_title_gives_the_period_whose_words_stand_apart(title: str, expected: tuple[str, str]) -> None:
    paper = outlined(f"{title}\n\n{BODY}\n\nRecycling was 46.1%.\n")
    assert span(context_at(paper, "46.1%").reporting_period) == expected


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Overall performance for 2018 to 2019", ("2018-04-01", "2019-03-31")),
        ("Quarter 2 update", ("2019-07-01", "2019-09-30")),
        ("Annual results 2018/19", ("2018-04-01", "2019-03-31")),
        ("Performance targets for 2018/19", ("2019-10-01", "2019-12-31")),
        ("Priorities and performance in 2021/22", ("2019-10-01", "2019-12-31")),
    ],
)
def test_a_heading_gives_its_period_to_its_section_and_no_further(
    heading: str, expected: tuple[str, str]
) -> None:
    paper = outlined(
        f"Quarter 3 Performance Report 2019/20\n\n{BODY}\n\nRecycling was 46.1%.\n\n{heading}\n\n{BODY}\n\n"
        "Lettings took 31 days.\n"
    )
    assert span(context_at(paper, "46.1%").reporting_period) == ("2019-10-01", "2019-12-31")
    assert span(context_at(paper, "31 days").reporting_period) == expected
