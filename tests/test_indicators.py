"""The catalogue and the resolver: which measure a figure is of."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from extractor.indicators import resolve_indicators
from extractor.model import Context, Document, Observation, Outline, Role, StatementSource, Unit
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
