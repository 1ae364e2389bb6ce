"""The catalogue and the resolver: which measure a figure is of."""

from __future__ import annotations

import pytest

from extractor.indicators import resolve_indicators
from extractor.model import Context, Document, Observation, Outline, Role, Unit
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
