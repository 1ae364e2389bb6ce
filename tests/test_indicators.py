"""The catalogue and the resolver: which measure a figure is of."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from extractor.indicators import resolve_indicators
from extractor.model import (
    Context,
    Document,
    Observation,
    Outline,
    Role,
    StatementSource,
    TableSource,
    Unit,
)
from extractor.patterns import PatternSet, load_patterns
from tests.observations import made


@pytest.fixture(scope="module")
def patterns() -> PatternSet:
    return load_patterns()


def paper(*contexts: Context, abbreviations: tuple[tuple[str, str], ...] = ()) -> Document:
    outline = Outline(contexts=contexts or (Context(),), abbreviations=abbreviations)
    return Document(path="p.txt", sha256="0" * 64, format="text", text="", outline=outline)


def resolve(
    patterns: PatternSet, *observations: Observation, document: Document | None = None
) -> list[str | None]:
    return [o.indicator_id for o in resolve_indicators(observations, document or paper(), patterns)]


@pytest.mark.parametrize(
    ("words", "unit", "expected"),
    [
        ("Number of CLA at month end", "count", "looked-after-children"),
        ("children in our care", "rate_per_10000", "looked-after-rate"),
        ("% of our children with three or more placement moves", "percent", "three-or-more-placements"),
        ("re-referrals (rolling twelve months)", "percent", "re-referrals-rolling-year"),
        ("re-referrals in the month", "percent", "re-referrals"),
        ("second or subsequent CPP in 24 months", "percent", "second-child-protection-plan-2-years"),
        ("second or subsequent CPP (ever)", "percent", "second-child-protection-plan"),
        ("CiC with a PEP", "percent", "lac-with-pep"),
        ("CiC with a PEP that is up to date", "percent", "lac-pep-up-to-date"),
        ("NI 60 core assessments", "percent", "core-assessments-35-days"),
    ],
)  # fmt: skip
def test_a_measure_is_known_under_its_many_names(
    patterns: PatternSet, words: str, unit: Unit, expected: str
) -> None:
    assert resolve(patterns, made(indicator=words, unit=unit, value="30")) == [expected]


def test_a_share_outside_the_wording_of_any_entry_stays_open(patterns: PatternSet) -> None:
    open_ones = ["children not seen alone by a visiting author", "care leavers with a driving licence", ""]
    assert resolve(patterns, *(made(indicator=w, unit="percent") for w in open_ones)) == [None, None, None]


def test_the_reason_and_the_runner_up_are_recorded(patterns: PatternSet) -> None:
    (found,) = resolve_indicators([made(indicator="LAC with a PEP", unit="percent")], paper(), patterns)
    assert found.indicator_label == "Looked after children with a personal education plan"
    assert "next lac-pep-up-to-date" in found.resolution


def test_a_value_out_of_the_plausible_range_is_not_given_the_measure(patterns: PatternSet) -> None:
    (found,) = resolve_indicators(
        [made(indicator="rate of looked after children", unit="rate_per_10000", value="4")], paper(), patterns
    )
    assert found.indicator_id is None
    assert found.resolution.startswith("out of range: looked-after-rate")


def test_a_section_heading_supplies_the_subject_that_the_words_leave_out(patterns: PatternSet) -> None:
    reviews = made(indicator="reviews in timescale", unit="percent", context=1)
    section = paper(Context(), Context(headings=("Looked after children",)))
    assert resolve(patterns, reviews) == [None]
    assert resolve(patterns, reviews, document=section) == ["looked-after-reviews"]


def test_a_general_name_counts_only_in_its_section(patterns: PatternSet) -> None:
    cases = made(indicator="Number of open cases", context=1)
    section = paper(Context(), Context(headings=("Early Help caseload",)))
    assert resolve(patterns, cases) == [None]
    assert resolve(patterns, cases, document=section) == ["early-help-open-cases"]


def test_an_abbreviation_means_what_the_paper_says(patterns: PatternSet) -> None:
    words = made(indicator="CYPIC with 3 or more placements", unit="percent", value="9")
    defined = paper(abbreviations=(("CYPIC", "Children and Young People in Care"),))
    assert resolve(patterns, words, document=defined) == ["three-or-more-placements"]


@pytest.mark.parametrize("role", ["target", "benchmark", "previous"])
def test_a_figure_set_against_another_takes_its_measure(patterns: PatternSet, role: Role) -> None:
    actual = made(observation_id="a", indicator="dental checks of LAC", unit="percent", compared_with="b")
    other = made(observation_id="b", indicator="", unit="percent", role=role)
    money = made(observation_id="c", indicator="", unit="currency_gbp", role=role, compared_with="a")
    assert resolve(patterns, actual, other, money) == ["lac-dental-checks", "lac-dental-checks", None]


def test_an_area_or_cohort_in_the_words_is_taken_out_and_kept(patterns: PatternSet) -> None:
    found = resolve_indicators(
        [
            made(indicator="Persistent absence, secondary schools", unit="percent"),
            made(indicator="Early help contacts in the North"),
        ],
        paper(Context(authority="Anytown Council")),
        patterns,
    )
    assert [(o.indicator_id, o.area, o.cohort, o.authority) for o in found] == [
        ("persistent-absence", None, "secondary", "Anytown Council"),
        ("early-help-contacts", "North", None, "Anytown Council"),
    ]


def stated(
    words: str, text: str, figure: str, after: str, **fields: Any
) -> tuple[Document, list[Observation]]:
    """A sentence with two figures, of which the words of the second are asked for."""
    figures = []
    for number, printed in enumerate((figure, after)):
        start = text.index(printed)
        source = StatementSource(block=0, sentence_start=0, sentence_end=len(text))
        place = {"start": start, "end": start + len(printed), "source": source, "unit": "percent"}
        said = fields.get("first", "") if number == 0 else words
        figures.append(made(printed, observation_id=str(number), indicator=said, **place))
    document = Document("p.txt", "0" * 64, "text", text)
    return document, figures


def test_the_clause_names_a_measure_that_the_words_lost(patterns: PatternSet) -> None:
    text = (
        "Of the cohort 71 per cent of looked after children were in a stable placement for two years "
        "while 9 per cent of looked after children had 3 or more moves"
    )
    document, figures = stated("looked after children who had 3", text, "71", "9")
    assert resolve(patterns, *figures, document=document)[1] == "three-or-more-placements"


def test_the_clause_tells_a_neighbour_apart_that_the_words_do_not(patterns: PatternSet) -> None:
    text = "90 of LAC have a PEP on record but only 64 of LAC have a PEP which is up to date"
    document, figures = stated("LAC have a PEP", text, "90", "64", first="LAC have a PEP")
    assert resolve(patterns, *figures, document=document) == ["lac-with-pep", "lac-pep-up-to-date"]


def test_a_value_out_of_range_passes_to_the_next_measure_that_fits(patterns: PatternSet) -> None:
    days = made("9500", indicator="delayed transfers of care")
    people = made("120", indicator="delayed transfers of care")
    assert resolve(patterns, days, people) == ["delayed-transfers-days", "delayed-discharges"]


def test_the_base_of_a_share_does_not_take_the_shares_measure(patterns: PatternSet) -> None:
    source = StatementSource(block=0, sentence_start=0, sentence_end=50)
    words = "Early Help Assessments completed by partners"
    share = made("8", observation_id="a", indicator=words, unit="percent", source=source)
    base = made("84", observation_id="b", indicator=words, role="denominator", source=source)
    assert resolve(patterns, share, base) == ["early-help-assessments-by-partners", None]


def test_a_label_that_a_cell_cut_off_is_known_where_only_one_measure_begins_so(patterns: PatternSet) -> None:
    cut = made("50", indicator="Number of delayed discharges attri", origin="table")
    either = made("50", indicator="% of safeguarding enquiries where ", unit="percent", origin="table")
    assert resolve(patterns, cut, either) == ["delayed-discharges", None]


CASES = tomllib.loads((Path(__file__).parent / "indicator_cases.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c['words']} ({c['unit']})")
def test_measures_worded_by_many_councils_are_known_or_left_open(
    patterns: PatternSet, case: dict[str, Any]
) -> None:
    figure = made(str(case["value"]), indicator=case["words"], unit=case["unit"], context=1)
    headings = (case["heading"],) if "heading" in case else ()
    section = paper(Context(), Context(headings=headings))
    assert resolve(patterns, figure, document=section) == [case["id"] or None]


def told(text: str, *figures: tuple[str, str, dict[str, Any]]) -> tuple[Document, list[Observation]]:
    """A paper of one sentence, and its figures: (as printed, own words, fields)."""
    made_of = []
    for number, (printed, words, fields) in enumerate(figures):
        start = text.index(printed)
        source = StatementSource(0, 0, len(text), fields.pop("measure_from", "clause"))
        place = {"start": start, "end": start + len(printed), "source": source}
        value = fields.pop("value", printed.rstrip("%"))
        made_of.append(made(value, observation_id=str(number), indicator=words, **{**place, **fields}))
    return Document("p.txt", "0" * 64, "text", text), made_of


def test_the_section_and_the_clause_complete_a_name_that_the_words_began(patterns: PatternSet) -> None:
    text = "Of minor applications 74% were decided in 8 weeks."
    document, figures = told(text, ("74%", "minor applications", {"unit": "percent"}))
    assert resolve(patterns, *figures, document=document) == ["minor-applications-in-time"]


def test_words_that_another_clause_lent_give_way_to_the_name_in_the_figures_own(patterns: PatternSet) -> None:
    text = "New birth visits inside 14 days reached 95%; infants breastfed at 6 to 8 weeks came to 41%."
    words = "new birth visits inside 14 days"
    document, figures = told(text, ("95%", words, {"unit": "percent"}), ("41%", words, {"unit": "percent"}))
    assert resolve(patterns, *figures, document=document) == ["new-birth-visits", "breastfeeding-6-8-weeks"]


def test_words_from_a_heading_do_not_keep_the_clause_from_naming_the_measure(patterns: PatternSet) -> None:
    text = "Road casualties killed or seriously injured had risen, to 134."
    heading = {"measure_from": "heading"}
    document, figures = told(text, ("134", "Presentation by the member for transport", heading))
    assert resolve(patterns, *figures, document=document) == ["killed-or-seriously-injured"]


def test_a_general_name_is_not_taken_for_a_measure_of_another_field(patterns: PatternSet) -> None:
    text = "Some 35 referrals came in. Deprivation of liberty fills the time of Best Interest Assessors."
    document, figures = told(text, ("35", "referrals", {}))
    (found,) = resolve_indicators(figures, document, patterns)
    assert found.indicator_id != "referrals"
    assert resolve(patterns, *figures, document=Document("p", "", "text", "35 referrals came in.")) == [
        "referrals"
    ]


def test_a_limit_of_the_bodys_own_may_be_any_length_of_time(patterns: PatternSet) -> None:
    shares = [
        made("91", indicator=f"fly-tips cleared within {limit}", unit="percent")
        for limit in ("2 days", "7 days", "48 hours")
    ]
    assert resolve(patterns, *shares) == ["fly-tips-cleared-in-time"] * 3
    assert resolve(patterns, made("91", indicator="ICPCs held within 10 days", unit="percent")) == [None]


def test_a_figure_printed_in_kilograms_is_of_no_measure_in_tonnes(patterns: PatternSet) -> None:
    words = "general waste collected"
    tonnes = replace(made("410", indicator=words, unit="other"), text="410 tonnes")
    kilograms = replace(tonnes, text="410kg")
    assert resolve(patterns, tonnes) == ["general-waste-tonnes"]
    assert resolve(patterns, kilograms) != ["general-waste-tonnes"]


def test_a_target_takes_the_measure_of_its_figure_where_its_words_say_no_more(patterns: PatternSet) -> None:
    text = "Minor planning applications: 71% were determined in 8 weeks; the target was 75%."
    target = {"unit": "percent", "role": "target", "compared_with": "0"}
    words = "minor planning applications determined in 8 weeks"
    document, figures = told(text, ("71%", words, {"unit": "percent"}), ("75%", "planning", target))
    assert resolve(patterns, *figures, document=document) == ["minor-applications-in-time"] * 2


def test_the_base_of_a_share_is_of_no_measure_that_is_a_share(patterns: PatternSet) -> None:
    text = "Of 84 repairs completed on time 60 were urgent."
    document, figures = told(text, ("84", "repairs completed on time", {"role": "denominator"}))
    assert resolve(patterns, *figures, document=document) == [None]


def test_a_general_name_means_what_its_field_of_work_means_by_it(patterns: PatternSet) -> None:
    text = "The police recorded 212 complaints. Crime fell, and so did burglary, and victims were satisfied."
    document, figures = told(text, ("212", "complaints", {}))
    assert resolve(patterns, *figures, document=document) == ["police-complaints"]


def test_a_part_of_a_whole_is_not_of_the_measure_that_counts_the_whole(patterns: PatternSet) -> None:
    text = "Of the 29 looked after children 11 had met the target they were set."
    whole = {"role": "denominator"}
    document, figures = told(
        text, ("29", "looked after children", whole), ("11", "looked after children", {"role": "numerator"})
    )
    assert resolve(patterns, *figures, document=document)[1] is None


def test_what_was_done_after_so_many_days_was_not_done_within_them(patterns: PatternSet) -> None:
    within, after = (
        made("40", indicator=f"ICPCs held {when} 15 working days", unit="percent")
        for when in ("within", "after")
    )
    assert resolve(patterns, within, after) == ["icpc-15-days", None]


def test_a_rate_whose_base_is_not_printed_may_be_of_any_base(patterns: PatternSet) -> None:
    rate = {"indicator": "rate of first time entrants to youth justice", "unit": "rate_per_10000"}
    unsaid = made("505", quote="The rate of first time entrants was 505.", **rate)
    said = made("505", quote="The rate of first time entrants was 505 per 10,000.", **rate)
    assert resolve(patterns, unsaid, said) == ["first-time-entrants-rate", None]


def test_of_two_lines_of_one_table_only_the_nearer_wording_is_of_the_measure(patterns: PatternSet) -> None:
    def line(value: str, words: str, col: int) -> Observation:
        source = TableSource(0, 1, col)
        return made(value, observation_id=str(col), indicator=words, origin="table", source=source)

    total = line("34", "Number of children looked after at month end", 1)
    part = line("2", "Children looked after who have no allocated area", 2)
    assert resolve(patterns, part, total) == [None, "looked-after-children"]


@pytest.mark.parametrize(
    ("cohort", "kept"), [("lo", None), ("2", None), ("Year 6", "Year 6"), ("16-17", "16-17")]
)
def test_pieces_of_a_torn_head_are_no_cohort(patterns: PatternSet, cohort: str, kept: str | None) -> None:
    (found,) = resolve_indicators([made(indicator="hedgehogs", cohort=cohort)], paper(), patterns)
    assert found.cohort == kept
