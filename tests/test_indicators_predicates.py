"""Figures without their noun, and figures of a part of those whom a measure is of."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.indicators import resolve_indicators
from extractor.indicators.predicates import predicate_of
from extractor.model import Context, Document, Outline
from extractor.patterns import PatternSet, load_patterns
from tests.observations import made
from tests.test_indicators_clauses import ids, said


@pytest.fixture(scope="module")
def patterns() -> PatternSet:
    return load_patterns()


@pytest.mark.parametrize(
    ("after", "said_of_it"),
    [
        (" of which were allowed on the day; the rest", " allowed on the day"),
        (" (12%) of whom had moved away, which", " moved away"),
        (" were unallocated", " unallocated"),
        (" dismissed in March.", " dismissed in March."),
        (" hedgehogs were fed", ""),
        (", were it not for the weather", ""),
        (" homes built", ""),
    ],
)
def test_what_is_said_of_a_figure_without_a_noun_stands_behind_it(after: str, said_of_it: str) -> None:
    found = predicate_of(after)
    assert found.split() == said_of_it.split()


@pytest.mark.parametrize(
    ("text", "printed", "words", "fields", "expected"),
    [
        ("Of the 22 children 14 were adopted and 9 placed in the year.", "9", "children adopted", {},
         "placed-for-adoption"),
        ("At key stage 1 reading came to 71% and writing at 64% this summer.", "64", "key stage 1 reading",
         {"unit": "percent"}, "ks1-writing"),
        ("There were 40 complaints at stage 1 and 6 at stage 2.", "6", "complaints received at stage 1", {},
         "complaints-stage-2"),
        ("In all 61 households were in temporary accommodation and 5 were outside the city.", "5",
         "households in temporary accommodation", {}, None),
        ("The panel took 68 compliments, 10 of them for the library.", "10", "compliments", {}, None),
        ("The headcount is 828 or 729 FTEs.", "729", "headcount", {}, None),
        ("The total of sickness days fell by 151 days.", "151", "sickness days per employee",
         {"unit": "days", "role": "change"}, None),
        ("In all 61 households were in temporary accommodation in May.", "61",
         "households in temporary accommodation", {}, "temporary-accommodation"),
    ],
)  # fmt: skip
def test_words_next_to_a_figure_are_set_against_those_it_took_from_another(
    patterns: PatternSet, text: str, printed: str, words: str, fields: dict[str, Any], expected: str | None
) -> None:
    document, figures = said(text, (printed, words, fields))
    assert ids(patterns, document, figures) == [expected]


@pytest.mark.parametrize(
    ("words", "unit", "expected"),
    [
        ("phonics standard of disadvantaged pupils", "percent", ("phonics", "disadvantaged")),
        ("good level of development of White British girls", "percent",
         ("good-level-of-development", "White British, girls")),
        ("good level of development", "percent", ("good-level-of-development", None)),
        ("pupils eligible for free school meals", "percent", ("free-school-meals", None)),
        ("staff from an ethnic minority background", "percent", ("staff-ethnic-minority", None)),
    ],
)  # fmt: skip
def test_a_part_of_those_whom_a_measure_is_of_is_its_cohort(
    patterns: PatternSet, words: str, unit: str, expected: tuple[str, str | None]
) -> None:
    figure = made("61", indicator=words, unit=unit, origin="table")
    document, _ = said("Nothing.")
    (found,) = resolve_indicators([figure], document, patterns)
    assert (found.indicator_id, found.cohort) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("calls answered in under 20 seconds", "calls answered within 20 seconds"),
        ("admissions of people aged 65 & over", "admissions of people aged 65 and over"),
        ("unauthorized absence", "unauthorised absence"),
        ("nondecent homes", "non-decent homes"),
        ("fulltime equivalents", "full-time equivalents"),
        ("bins that had been missed", "bins missed"),
        ("children and young people in need", "children in need"),
        ("complaints in Quarter 2", "complaints in quarter 3"),
        ("streetlights repaired", "street lights repaired"),
        ("head count", "headcount"),
        ("A roads in poor condition", "principal roads in poor condition"),
        ("level of development by the age of 5", "level of development at age 5"),
    ],
)
def test_ways_of_writing_one_thing_are_one(patterns: PatternSet, one: str, other: str) -> None:
    vocabulary = patterns.indicators.vocabulary
    assert vocabulary.bag(one) == vocabulary.bag(other)


def test_what_only_looks_like_a_way_of_writing_is_kept(patterns: PatternSet) -> None:
    vocabulary = patterns.indicators.vocabulary
    assert "ageu12" in vocabulary.bag("swimmers under 12")
    assert vocabulary.bag("prized sizes") != vocabulary.bag("prised sises")
    assert "not" not in vocabulary.bag("nonetheless")
    assert vocabulary.bag("not able") != vocabulary.bag("notable")


def test_a_short_form_that_names_no_measure_keeps_its_meaning_where_it_is_short_for_another(
    patterns: PatternSet,
) -> None:
    outline = Outline(contexts=(Context(),), abbreviations=(("FTE", "first time entrants"),))
    document = Document("p.txt", "0" * 64, "text", "", outline=outline)
    figure = made("8.1", indicator="sickness days per FTE", unit="days", origin="table")
    (found,) = resolve_indicators([figure], document, patterns)
    assert found.indicator_id == "sickness-days"
