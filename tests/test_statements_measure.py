"""What a figure is of: from the clause, the code, the question, the list or the section."""

from __future__ import annotations

import pytest

from extractor.model import Document, Passage
from extractor.patterns import PatternSet, load_patterns
from extractor.statements import read_statements


@pytest.fixture(scope="module")
def patterns() -> PatternSet:
    return load_patterns()


def names(patterns: PatternSet, *passages: str) -> list[tuple[str, str]]:
    """Each figure as printed with the words of its measure, of passages one under another."""
    blocks, at = [], 0
    for text in passages:
        kind = "heading" if text.startswith("# ") else "list_item" if text.startswith("•") else "paragraph"
        text = text.removeprefix("# ")
        blocks.append(Passage(kind, text, at, at + len(text)))  # type: ignore[arg-type]
        at += len(text) + 1
    whole = "\n".join(block.text for block in blocks)
    paper = Document("paper.txt", "0" * 64, "text", whole, tuple(blocks))
    return [(seen.text, seen.indicator or "") for seen in read_statements(paper, patterns).observations]


# --- codes and their names ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "bullet",
    [
        "• LX 14 – Collection of garden waste By the end of Q2 61.5% was done, against a target of 70%.",
        "• LX 14: Collection of garden waste. The outturn was 61.5% against a target of 70%.",
        "• ABCOF 2B(1) – Collection of garden waste. Performance stood at 61.5%; the target was 70%.",
        "• KPI/014 Collection of garden waste: the result was 61.5% (target 70%).",
        "• Measure 14 (collection of garden waste) – this came to 61.5%, against a target of 70%.",
    ],
)
def test_the_name_behind_a_code_is_the_measure_of_the_whole_bullet(patterns: PatternSet, bullet: str) -> None:
    found = names(patterns, bullet)
    assert [text for text, _ in found] == ["61.5%", "70%"]
    assert all("collection of garden waste" in name.lower() for _, name in found)


def test_the_lines_below_a_code_and_its_name_give_its_values(patterns: PatternSet) -> None:
    found = names(patterns, "PX 21 – Share of pot-holes filled in a day", "Q2 71.2%", "Target: 80%")
    assert found == [
        ("71.2%", "Share of pot-holes filled in a day"),
        ("80%", "Share of pot-holes filled in a day"),
    ]


def test_a_quarter_or_a_key_stage_is_no_code(patterns: PatternSet) -> None:
    assert names(patterns, "Q3 Lettings stood at 41.") == [("41", "Lettings")]


# --- questions, answers and speakers ----------------------------------------------------------------------


def test_what_a_question_asks_for_is_the_measure_of_its_answer(patterns: PatternSet) -> None:
    asked = "Question: How many museum visits were made last year?"
    assert names(patterns, asked, "Response (Councillor Ash): There were 41,200.") == [
        ("41,200", "museum visits")
    ]


def test_the_paragraph_after_the_answer_is_of_something_else(patterns: PatternSet) -> None:
    found = names(
        patterns,
        "Question: How many museum visits were made last year?",
        "Response: There were 41,200.",
        "Vacant posts stood at 14.",
    )
    assert found[-1] == ("14", "Vacant posts")


@pytest.mark.parametrize(
    ("passage", "name"),
    [
        (
            "Councillor Ash asked about parish grants. The Head of Finance replied that 41 had been paid.",
            "parish grants",
        ),
        (
            "A Member asked how many ramps had been built. The officer replied that 41 were in place.",
            "ramps built",
        ),
        ("With regard to skip permits, performance had improved to 41.", "skip permits"),
        ("In response to a question on empty shops, the Director stated that 41 were to let.", "empty shops"),
    ],
)
def test_the_topic_that_a_speaker_raises_names_the_figure(
    patterns: PatternSet, passage: str, name: str
) -> None:
    (figure,) = names(patterns, passage)
    assert figure[1].startswith(name)


def test_who_speaks_is_no_measure(patterns: PatternSet) -> None:
    (figure,) = names(patterns, "The Parks Manager said 62 benches had been mended.")
    assert figure == ("62", "benches mended")


# --- reference back and lists -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Attendance at nursery was 91%. The equivalent for infants was 93%.", "Attendance at nursery"),
        ("Attendance at nursery was 91%; for infants it was 93%.", "Attendance at nursery"),
        ("Grants were paid in 91% of cases; for clubs, with the same rules, the result was 93%.", "Grants"),
    ],
)
def test_a_group_is_named_with_the_measure_before(patterns: PatternSet, text: str, name: str) -> None:
    _first, second = names(patterns, text)
    assert second[1].startswith(name) and len(second[1]) > len(name)


def test_what_is_said_of_the_first_share_is_said_of_the_others(patterns: PatternSet) -> None:
    found = names(patterns, "79% of major bids were settled in 13 weeks, 71% of minors and 85% of others.")
    assert found == [
        ("79%", "major bids were settled in 13 weeks"),
        ("71%", "minor bids were settled"),
        ("85%", "other bids were settled"),
    ]


def test_what_is_said_of_the_last_share_is_said_of_the_first(patterns: PatternSet) -> None:
    found = names(patterns, "It was noted that 93% of cafes and 88% of other kitchens had been inspected.")
    assert found[0] == ("93%", "cafes inspected")


def test_ones_are_the_things_named_before(patterns: PatternSet) -> None:
    found = names(patterns, "Minor defects mended on time were 98%, urgent ones 95%.")
    assert found == [("98%", "Minor defects mended on time"), ("95%", "urgent defects mended on time")]


def test_the_part_is_named_with_its_whole(patterns: PatternSet) -> None:
    found = names(patterns, "Wardens visited 41 stalls, of which 12 sold fireworks.")
    assert found[1][1].startswith("stalls")


def test_both_ends_of_a_range_are_of_what_follows(patterns: PatternSet) -> None:
    found = names(patterns, "Between 30 and 40 mooring permits a month came in.")
    assert all("mooring permits" in name for _, name in found) and len(found) == 2


# --- subjects of general nouns ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Shoplifting had fallen. There were 312 fewer victims than a year earlier.",
        "Shoplifting was up, yet incidents had only risen by 4%.",
    ],
)
def test_a_general_noun_is_named_with_its_subject(patterns: PatternSet, text: str) -> None:
    (figure,) = names(patterns, text)
    assert "shoplifting" in figure[1].lower()


def test_a_noun_of_its_own_is_left_as_it_is(patterns: PatternSet) -> None:
    found = names(patterns, "Shoplifting had fallen. Allotment plots let came to 312.")
    assert found == [("312", "Allotment plots let")]


def test_the_part_that_makes_up_a_share_is_named(patterns: PatternSet) -> None:
    (figure,) = names(patterns, "Stress accounted for 23% of absence.")
    assert figure == ("23%", "Stress share of absence")


def test_the_title_of_a_report_is_no_measure(patterns: PatternSet) -> None:
    (figure,) = names(patterns, "# Quarter 3 Performance Monitoring Report", "It was 41%.")
    assert figure[1] == ""


def test_a_passage_far_above_names_nothing_unless_it_is_spoken_of(patterns: PatternSet) -> None:
    first = "Of 640 swimmers, 212 had a pass."
    assert names(patterns, first, "Some 86% were pleased with the parks.")[-1] == (
        "86%",
        "pleased with parks",
    )


# --- where a name ends ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The average time to answer a letter took 7 days.", "average time to answer letter"),
        ("312 children were looked after.", "children were looked after"),
        ("Recycling drop-offs numbered 4,120 and those made on Sundays were 12%.", "Recycling drop-offs"),
        ("85% of homes were good or outstanding, compared to 82% before.", "homes were good or outstanding"),
        ("64% passed in reading, writing and maths.", "passed in reading writing and maths"),
        ("The allotment waiting figure was 412 days against the threshold of 426.", "allotment waiting"),
    ],
)  # fmt: skip
def test_a_name_ends_where_its_noun_phrase_ends(patterns: PatternSet, text: str, name: str) -> None:
    assert names(patterns, text)[0][1] == name


# --- topics, pronouns and lists ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Bench repairs were another story: there had been a rise of 12%.", "Bench repairs"),
        ("He was sorry that bench repairs had fallen: in 2017 there were 41.", "bench repairs"),
        ("Category B kiosks carry risks; 41 of them were overdue.", "Category B kiosks"),
        ("At the age of 7 more pupils had learned to swim (a length): 61%.", "pupils had learned to swim"),
        ("Bus shelters. 41 were cleaned.", "Bus shelters cleaned"),
        ("Custody: what is told is the number of stays. Locally the target was 41.", "Custody Locally"),
    ],
)
def test_the_clause_before_names_a_figure_that_has_no_name(
    patterns: PatternSet, text: str, name: str
) -> None:
    assert names(patterns, text)[0][1].startswith(name)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The call took 14.6 seconds, the slowest of all, and now took 9.8 seconds.",
            [("14.6 seconds", "call"), ("9.8 seconds", "call")],
        ),
        ("Visits, as anyone would expect, fell to 2,841.", [("2,841", "Visits")]),
        ("Merged branches, where nothing had changed, had lost 7%.", [("7%", "Merged branches had lost")]),
        ("61% of the 1,137 claims were settled.", [("61%", "claims were settled"), ("1,137", "claims")]),
        ("41 complaints against wardens were logged.", [("41", "complaints against wardens were logged")]),
        ("Three kiosks were below the floor standard.", [("Three", "kiosks were below floor standard")]),
    ],
)
def test_a_name_keeps_to_its_own_clause(
    patterns: PatternSet, text: str, expected: list[tuple[str, str]]
) -> None:
    assert names(patterns, text) == expected


def test_the_groups_of_the_sentence_before_are_dealt_out_again(patterns: PatternSet) -> None:
    found = names(
        patterns,
        "In Q3 3% of crews were ill, 33% were on leave and 64% were at work. "
        "In Q4 the same three groups stood at 5%, 31% and 64%.",
    )
    assert [name for _, name in found[:3]] == [name for _, name in found[3:]]


def test_a_value_said_again_is_of_what_it_was_of(patterns: PatternSet) -> None:
    found = names(patterns, "Each warden lost 2.24 days to colds.", "• The 2.24 days was a fall.")
    assert found[1][1] == found[0][1] != ""


def test_what_was_averaged_stays_an_average(patterns: PatternSet) -> None:
    found = names(patterns, "The kiosk wait was looked at: 21.6 days on average.")
    assert found[0][1].startswith("average")


def test_the_answer_that_names_its_measure_is_no_longer_of_the_question(patterns: PatternSet) -> None:
    found = names(
        patterns,
        "Question: How long does a stall stay shut?",
        "Response: The average re-opening time was 44.9 days; the target was 38 days. Grants came to 41.",
    )
    assert "stall" not in found[-1][1]


def test_a_question_about_it_asks_for_what_was_named(patterns: PatternSet) -> None:
    found = names(
        patterns, "Stall rent paid was 98.4%.", "Question: What was the target for it?", "Response: 97.5%."
    )
    assert found[1] == ("97.5%", "Stall rent paid")


# --- values under their names -----------------------------------------------------------------------------


def test_values_on_lines_of_their_own_are_of_the_lines_above(patterns: PatternSet) -> None:
    found = names(
        patterns, "Bays on the street", "4,617", "Permits issued under rule 9", "136", "Bays taken out", "4"
    )
    assert found == [
        ("4,617", "Bays on the street"),
        ("136", "Permits issued under rule 9"),
        ("4", "Bays taken out"),
    ]


@pytest.mark.parametrize(
    "passages",
    [
        ("Allotments let", "41"),
        ("Quarter 3 Performance Report", "41", "Minutes", "42"),
        ("The wait had grown to nine weeks, which was too long.", "7.4"),
    ],
)
def test_a_lone_number_under_a_line_may_be_a_page_or_a_paragraph(
    patterns: PatternSet, passages: tuple[str, ...]
) -> None:
    assert not [name for text, name in names(patterns, *passages) if text in passages]


def test_the_end_of_a_sentence_in_a_list_names_nothing(patterns: PatternSet) -> None:
    found = names(patterns, "• where somebody complains about a stall", "Result: 41%")
    assert found == [("41%", "")]


# --- leads, rows and groups -------------------------------------------------------------------------------


def test_items_under_an_item_are_named_with_it_and_the_next_of_its_kind_are_not(patterns: PatternSet) -> None:
    found = names(
        patterns,
        "iii) The ten minute rule was kept at 87.4% of stops:",
        "a. Town stops: 91.8%.",
        "iv) Lost umbrellas: 41.",
    )
    assert found[1][1].startswith("ten minute rule") and found[1][1].endswith("Town stops")
    assert found[2] == ("41", "Lost umbrellas")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("For QX130 the result rests on 217 out of 221.", "QX130"),
        ("Under QX14 (days lost per warden) the outturn was 7.5 days.", "days lost per warden"),
        ("Swims are offered to all. Since May 412 pupils were asked. Uptake was 47%.", "Swims"),
        ("The share of stalls let had grown every year, so that it was now 54%.", "share of stalls let"),
        ("The 2017 spend was £318,000, above the budget of £290,000.", "spend"),
        ("58.3% of Parks, Paths and Ponds Plans were issued.", "Parks Paths and Ponds Plans were issued"),
        ("4 per cent of callers gave up.", "callers gave up"),
        ("On petty theft the Commissioner said that offences had risen by 1,870.", "petty theft"),
        ("Checks were up to date for 92% of kiosks.", "Checks were up to date"),
    ],
)
def test_the_last_figure_is_named_by(patterns: PatternSet, text: str, expected: str) -> None:
    assert names(patterns, text)[-1][1].startswith(expected)


def test_groups_and_brackets_each_take_what_is_told_of_all(patterns: PatternSet) -> None:
    found = names(patterns, "61% of swimmers passed the test – boys 53%, girls 62%.")
    assert [name for _, name in found[1:]] == ["swimmers passed test boys", "swimmers passed test girls"]
    found = names(patterns, "The table parts it into long leave (72%) and short leave (28%).")
    assert found[1] == ("28%", "short leave")


def test_a_clause_of_its_own_after_a_label_is_not_of_the_label(patterns: PatternSet) -> None:
    found = names(patterns, "Lost keys: 31, up from 19; returned keys rose 22%.")
    assert found[-1] == ("22%", "returned keys")


# --- what a thin name is said with ----------------------------------------------------------------------


def named(patterns: PatternSet, *passages: str) -> dict[str, str]:
    """The words of each figure's measure by the figure as printed, in small letters."""
    return {text: name.lower() for text, name in names(patterns, *passages)}


def test_what_any_service_measures_is_named_with_its_section(patterns: PatternSet) -> None:
    found = named(patterns, "# Ferry crossings", "Usage was 4,120, down from 4,655.")
    assert found == {"4,120": "ferry crossings usage", "4,655": "ferry crossings usage"}


def test_a_place_before_a_dash_is_named_with_its_section(patterns: PatternSet) -> None:
    assert named(patterns, "# Kerbside glass", "• District – 41.2%.") == {"41.2%": "kerbside glass district"}


@pytest.mark.parametrize("title", ["Quarterly report", "Dashboard, attached.", "Annual review 2019/20"])
def test_the_title_of_a_paper_names_no_measure(patterns: PatternSet, title: str) -> None:
    assert named(patterns, f"# {title}", "Usage was 4,120.") == {"4,120": "usage"}


def test_a_line_that_is_a_name_names_what_the_next_line_tells(patterns: PatternSet) -> None:
    found = named(
        patterns,
        "21% of ferries were late.",
        "Time taken to mend a lock gate – days",
        "Low is good here",
        "With a fitter ill, May came out at 18.4 days.",
    )
    assert found["18.4 days"].startswith("time taken to mend a lock gate")


@pytest.mark.parametrize(
    ("second", "figure"),
    [
        ("In the western harbour there had been 61.", "61"),
        ("In the western harbour the number was 61.", "61"),
        ("At the western harbour it was only 61.", "61"),
    ],
)
def test_a_place_alone_is_named_with_what_was_counted_before(
    patterns: PatternSet, second: str, figure: str
) -> None:
    found = named(patterns, f"In the eastern harbour 13 boats were impounded. {second}")
    assert "boats" in found[figure] and "western harbour" in found[figure]


def test_a_name_before_the_head_noun_is_a_measure_of_its_own(patterns: PatternSet) -> None:
    found = named(patterns, "41 boats were impounded. In the harbour the dredging figure was 61.")
    assert "boats" not in found["61"] and "dredging" in found["61"]


def test_parts_of_a_list_are_named_with_their_whole(patterns: PatternSet) -> None:
    found = named(patterns, "90 moorings were let, 61 for yachts, 17 for barges and 12 for punts.")
    assert found["17"] == "moorings barges" and found["12"] == "moorings punts"


def test_a_rank_is_of_what_stands_before_it(patterns: PatternSet) -> None:
    found = named(patterns, "The harbour collected 98.9% of its dues and ranked 4th in the region.")
    assert found["4th"] == found["98.9%"]


def test_figures_that_only_and_parts_are_of_one_measure(patterns: PatternSet) -> None:
    found = named(patterns, "Berth repairs took 24 days and 21 in the docks; lock repairs, 5.1 and 4.2 days.")
    assert found["4.2 days"] == found["5.1"] == "lock repairs"


def test_an_aside_names_the_share_in_its_bracket(patterns: PatternSet) -> None:
    found = named(patterns, "Days lost per docker were 10.7, with the first causes being back pain (23%).")
    assert found["23%"] == "back pain"


def test_those_who_act_again_do_what_was_said(patterns: PatternSet) -> None:
    found = named(patterns, "96% of boats were moored in an hour. A year ago 88% were.")
    assert found["88%"] == found["96%"]


def test_who_asks_for_a_target_is_no_measure(patterns: PatternSet) -> None:
    found = named(patterns, "Lamps were mended on time in 96% of cases; the contract requires 98%.")
    assert found["98%"] == found["96%"] != ""


def test_a_part_made_up_without_of_is_a_share_of_what_was_told(patterns: PatternSet) -> None:
    found = named(patterns, "Emissions were 4,120 tonnes. By source in 2021/22 gas made up 48%.")
    assert found["48%"] == "gas share of emissions"


def test_what_the_same_people_did_is_named_with_what_they_did_first(patterns: PatternSet) -> None:
    found = named(patterns, "Pilots made 143 boardings, getting there in an average of 48 minutes.")
    assert "boardings" in found["48 minutes"]


def test_who_did_it_is_part_of_the_name_of_a_thin_count(patterns: PatternSet) -> None:
    assert named(patterns, "The ferry carried 640 walkers.") == {"640": "walkers ferry carried"}


def test_at_which_is_of_what_stands_before_it(patterns: PatternSet) -> None:
    found = named(patterns, "Rangers led 184 walks, at which 5,900 people were counted.")
    assert "walks" in found["5,900"]


def test_a_question_without_a_noun_asks_for_nothing_of_its_own(patterns: PatternSet) -> None:
    found = named(patterns, "Q. How was the spring looking?", "A. The tide forecast is 68%.")
    assert "looking" not in found["68%"]


@pytest.mark.parametrize(
    ("text", "figure", "word"),
    [
        ("612 punts entered, of which 388 finished.", "388", "finished"),
        ("612 punts entered, and 95% of them had been completed.", "95%", "completed"),
    ],
)
def test_what_was_done_with_a_part_is_in_its_name(
    patterns: PatternSet, text: str, figure: str, word: str
) -> None:
    name = named(patterns, text)[figure]
    assert "punts" in name and word in name


def test_what_is_said_of_a_target_or_of_the_time_is_no_name(patterns: PatternSet) -> None:
    found = named(patterns, "The dredging backlog target of 200 came from a model.")
    assert found["200"] == "dredging backlog"
    found = named(patterns, "Berth dues came to £16.7 million by the time the docks closed.")
    assert "time" not in found["£16.7 million"]


def test_a_limit_of_time_behind_a_share_is_part_of_its_name(patterns: PatternSet) -> None:
    found = named(patterns, "Berth queries: the team replied to 88% within 21 days.")
    assert found["88%"].endswith("within 21 days")


# --- names of places, leads and fields ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("Calls answered were 91%. In Thame it was 93%, with Bray worst at 72%.", "calls answered"),
        ("Flytips cleared in a day fell to 81%. Bray depots did best (94%), Thame worst (79%).", "flytips"),
        (
            "Sickness averaged 9.8 days. Bray was the highest at 12.1 days and Thame the lowest with 6.0.",
            "sickness",
        ),
        (
            "Pool visits were down by 6%. The largest fall was in Thame (11%), followed by Bray (9%).",
            "pool visits",
        ),
        ("The vacancy rate was 8.1%: Bray 9.0%, Thame 7.2%.", "vacancy rate"),
    ],
)
def test_a_name_of_a_place_gets_the_measure_told_before_it(
    patterns: PatternSet, text: str, measure: str
) -> None:
    found = [name.lower() for _, name in names(patterns, text)]
    assert all(measure in name for name in found), found
    assert not any("bray" in name and "thame" in name for name in found)


def test_a_capital_makes_no_place_of_a_word_that_measures_are_named_with(patterns: PatternSet) -> None:
    found = names(patterns, "Repairs 91%. Council Tax 97%, Recycling 52%.")
    assert [name for _, name in found] == ["Repairs", "Council Tax", "Recycling"]


@pytest.mark.parametrize(
    "lead",
    [
        "The share of bins missed, set against the year before, was:",
        "In May 2019, the share of bins missed was as follows:",
        "Share of bins missed are as below:",
    ],
)
def test_a_lead_that_is_a_sentence_names_the_items_of_its_list_by_its_subject(
    patterns: PatternSet, lead: str
) -> None:
    found = names(patterns, lead, "• Castle Thame up by 0.06%;", "• Bray down by 0.21%.")
    assert [name.lower() for _, name in found] == [
        "bins missed castle thame",
        "bins missed bray",
    ]


def test_lines_that_say_more_of_a_measure_name_none(patterns: PatternSet) -> None:
    found = names(
        patterns,
        "LX 12 - Garden bins emptied in time",
        "Actual: 88.1%",
        "Target: not set (contextual)",
        "Same quarter last year: 79.7%",
        "RAG: Amber        DoT: worse",
        "Previous quarter: 81.2%",
    )
    assert all("Garden bins emptied in time" in name for _, name in found)
    assert [text for text, _ in found] == ["88.1%", "79.7%", "81.2%"]


# --- what a clause takes up, leaves out or says behind ---------------------------------------------------


def test_the_figure_takes_up_the_last_figure_and_not_what_was_said_since(patterns: PatternSet) -> None:
    text = (
        "78% of bins were put right in a day. A broken lorry was to blame: in June alone, the figure was 93%."
    )
    assert {name for _, name in names(patterns, text)} == {"bins were put right in day"}


def test_a_change_is_of_the_figure_right_before_it(patterns: PatternSet) -> None:
    text = "May brought 5,376 potholes – 50% more than last year – and 687 noise complaints, 43% up."
    assert names(patterns, text)[-1] == ("43%", "noise complaints")


def test_the_next_sentence_does_not_go_on_with_a_part_that_was_included(patterns: PatternSet) -> None:
    found = names(
        patterns, "212 people were hurt on roads, including 18 children. There had been 187 before."
    )
    assert found[-1][1] == found[0][1]


def test_what_is_said_of_those_with_a_figure_in_brackets_stands_behind_them(patterns: PatternSet) -> None:
    found = names(patterns, "Bray (14%) and Thame (12%) had the highest rates of empty shops.")
    assert all("empty shops" in name for _, name in found)
    assert names(patterns, "Every pupil (100%) had been taught in Welsh.") == [
        ("100%", "Every pupil taught in Welsh")
    ]


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("100% compliance was reached on gas checks, fire risk checks and lift checks alike.", "lift checks"),
        ("Of 68 pupils 38 reached the standard in reading, writing and mathematics combined.", "mathematics"),
    ],
)
def test_a_list_of_names_is_taken_whole(patterns: PatternSet, text: str, last: str) -> None:
    assert last in names(patterns, text)[-1][1]


def test_what_was_not_done_is_named_so(patterns: PatternSet) -> None:
    found = names(patterns, "110 appeals came in. 43 were not upheld.")
    assert found == [("110", "appeals"), ("43", "appeals not upheld")]


def test_the_most_is_the_most_of_what_was_told_before(patterns: PatternSet) -> None:
    found = names(patterns, "The number of complaints was 672. Waste and Parking drew the most, 301.")
    assert found[-1] == ("301", "complaints Waste and Parking drew")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Last year 16 children were adopted and 19 placed.", "children placed"),
        (
            "141 taxis were stopped in roadside checks; 118 passed.",
            "taxis were stopped in roadside checks passed",
        ),
        ("In 2018/19, of 6,335 requests received 78% were completed in time.", "requests completed in time"),
    ],
)
def test_what_was_done_as_well_is_said_of_the_same_things(
    patterns: PatternSet, text: str, expected: str
) -> None:
    assert names(patterns, text)[-1][1] == expected


def test_members_who_are_told_of_a_change_name_no_measure(patterns: PatternSet) -> None:
    text = (
        "Rent arrears were £2.91m. Although that is £214k more than a year ago, Members should note the rate."
    )
    assert [name for _, name in names(patterns, text)] == ["Rent arrears", "Rent arrears"]


def test_a_value_is_named_by_the_line_that_goes_on_below_it(patterns: PatternSet) -> None:
    found = names(
        patterns, "# The year at a glance", "672", "complaints received", "84%",
        "of stage 1 complaints answered in time", "238", "compliments logged - up 19%",
    )  # fmt: skip
    assert found == [
        ("672", "complaints received"),
        ("84%", "stage 1 complaints answered in time"),
        ("238", "compliments logged"),
        ("19%", "compliments logged"),
    ]


def test_a_name_before_a_dash_may_hold_a_limit_and_what_is_done(patterns: PatternSet) -> None:
    found = names(
        patterns, "• % of street lamps repaired within 3 working days - 94.79% was achieved (target 97%)."
    )
    assert {name for _, name in found} == {"street lamps repaired within 3 working days"}


def test_a_heading_that_names_who_speaks_names_no_measure(patterns: PatternSet) -> None:
    found = names(patterns, "# Priya Ash, Assistant Director, Housing", "• It stood at 15%.")
    assert found == [("15%", "")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sickness and turnover rates were 9.2 days and 12%.", ["Sickness", "turnover rates"]),
        (
            "Lamp repairs, bin repairs and seat repairs stood at 97%, 98% and 99% respectively.",
            ["Lamp repairs", "bin repairs", "seat repairs"],
        ),
        ("Lamps and bins repaired were 97% and 98%.", ["Lamps and bins repaired"] * 2),
    ],
)
def test_names_side_by_side_are_dealt_to_as_many_figures(
    patterns: PatternSet, text: str, expected: list[str]
) -> None:
    assert [name for _, name in names(patterns, text)] == expected


def test_the_line_below_the_field_of_a_name_names_the_fields_below_it(patterns: PatternSet) -> None:
    found = names(
        patterns, "Indicator:", "The share of bins that are emptied in time.", "Annual standard:",
        "A minimum of 50%.", "Thame Borough Council result:", "A value of 51.4%.",
    )  # fmt: skip
    assert [name for _, name in found] == ["The share of bins that are emptied in time"] * 2


def test_a_question_in_two_parts_asks_for_what_its_first_part_names(patterns: PatternSet) -> None:
    found = names(
        patterns,
        "How many households are in hostels tonight, and what does it cost?",
        "At 30 June there were 143.",
    )
    assert found == [("143", "households in hostels tonight")]
