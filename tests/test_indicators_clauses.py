"""Measures of stated figures: forms of words, what goes on from the figure before, what speaks against."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from extractor.indicators import resolve_indicators
from extractor.model import Context, Document, Observation, Outline, StatementSource
from extractor.patterns import PatternSet, load_patterns
from extractor.patterns.lemmas import lemma
from tests.observations import made


@pytest.fixture(scope="module")
def patterns() -> PatternSet:
    return load_patterns()


def said(
    text: str, *figures: tuple[str, str, dict[str, Any]], heading: str = "", title: str = ""
) -> tuple[Document, list[Observation]]:
    """A paper of one paragraph, with the number, the measure's words and further fields of each figure."""
    context = Context(title=title, headings=(heading,) if heading else ())
    found, at = [], 0
    for number, (printed, words, fields) in enumerate(figures):
        at = text.index(printed, at)
        first = text.rfind(". ", 0, at) + 1
        last = text.find(". ", at)
        source = StatementSource(
            block=0, sentence_start=first, sentence_end=last + 1 if last > 0 else len(text)
        )
        place = {"start": at, "end": at + len(printed), "source": source, "observation_id": str(number)}
        found.append(made(printed, indicator=words, **place, **fields))
        at += len(printed)
    return Document("p.txt", "0" * 64, "text", text, outline=Outline(contexts=(context,))), found


def ids(patterns: PatternSet, document: Document, figures: list[Observation]) -> list[str | None]:
    return [o.indicator_id for o in resolve_indicators(figures, document, patterns)]


@pytest.mark.parametrize(
    "forms",
    [
        ("collected", "collecting", "collection", "collect"),
        ("invested", "investment", "investing"),
        ("vaccinated", "vaccination"),
        ("removed", "removal", "removing"),
        ("stopped", "stopping", "stop"),
    ],
)
def test_the_forms_of_a_verb_and_its_nouns_have_one_stem(forms: tuple[str, ...]) -> None:
    assert len({lemma(form) for form in forms}) == 1


def test_words_whose_ending_is_their_own_short_words_and_numbers_are_not_cut() -> None:
    assert [lemma(w, {"planning"}) for w in ("planning", "need", "being", "45day")] == [
        "planning",
        "need",
        "being",
        "45day",
    ]


@pytest.mark.parametrize(
    ("words", "unit", "expected"),
    [
        ("spending on agency staff", "currency_gbp", "agency-spend"),
        ("collecting council tax", "percent", "council-tax-collected"),
        ("recycled household waste", "percent", "recycling-rate"),
        ("vaccinating against flu people of 65 and over", "percent", "flu-vaccination-65"),
    ],
)
def test_a_measure_is_known_in_other_forms_of_its_words(
    patterns: PatternSet, words: str, unit: str, expected: str
) -> None:
    (found,) = resolve_indicators([made("40", indicator=words, unit=unit)], said("")[0], patterns)
    assert found.indicator_id == expected


def test_a_figure_whose_clause_names_nothing_goes_on_with_the_measure_before_it(patterns: PatternSet) -> None:
    text = "In May 31 rough sleepers were met in the town. By August the number had come down to 19."
    document, figures = said(text, ("31", "rough sleepers", {}), ("19", "number", {}))
    assert ids(patterns, document, figures) == ["rough-sleepers", "rough-sleepers"]


@pytest.mark.parametrize(
    ("second", "unit"),
    [("Of the beds 19 were let.", "count"), ("By August it was 19 per cent.", "percent")],
)
def test_one_that_names_another_thing_or_has_another_unit_does_not_go_on(
    patterns: PatternSet, second: str, unit: str
) -> None:
    text = f"In May 31 rough sleepers were met in the town. {second}"
    words = "beds" if unit == "count" else ""
    document, figures = said(text, ("31", "rough sleepers", {}), ("19", words, {"unit": unit}))
    assert ids(patterns, document, figures) == ["rough-sleepers", None]


def test_a_limit_of_its_own_is_not_gone_on_with(patterns: PatternSet) -> None:
    text = "Child protection visits within 15 days were at 91%, and inside 10 days at 78%."
    document, figures = said(
        text,
        ("91", "child protection visits within 15 working days", {"unit": "percent"}),
        ("78", "inside 10 days", {"unit": "percent"}),
    )
    assert ids(patterns, document, figures) == ["cpp-visits-15-days", None]


def test_a_figure_with_no_words_has_the_measure_that_is_its_whole_heading(patterns: PatternSet) -> None:
    document, figures = said("In the quarter there were 57.", ("57", "", {}), heading="1.3 Chimney fires")
    wider, others = said(
        "In the quarter there were 57.",
        ("57", "", {}),
        heading="Chimney fires and what causes them to spread",
    )
    assert ids(patterns, document, figures) == ["chimney-fires"]
    assert ids(patterns, wider, others) == [None]


def test_children_are_no_households(patterns: PatternSet) -> None:
    text = "At present 12 children are in bed and breakfast."
    words = "children in bed and breakfast"
    document, figures = said(text, ("12", words, {}))
    households, others = said(
        text.replace("children", "households"), ("12", words.replace("children", "households"), {})
    )
    assert ids(patterns, document, figures) == [None]
    assert ids(patterns, households, others) == ["bed-and-breakfast"]


def test_those_whom_a_part_of_a_whole_is_of_are_not_what_it_counts(patterns: PatternSet) -> None:
    text = "There were 40 permanent exclusions. Of these 6 were looked after children."
    document, figures = said(text, ("40", "permanent exclusions", {}), ("6", "looked after children", {}))
    assert ids(patterns, document, figures) == ["permanent-exclusions", None]


def test_the_section_makes_a_general_name_the_special_one(patterns: PatternSet) -> None:
    text = "In the quarter 88 complaints were received."
    figure: tuple[str, str, dict[str, Any]] = ("88", "complaints received", {})
    assert ids(patterns, *said(text, figure)) == ["complaints-received"]
    assert ids(patterns, *said(text, figure, heading="Planning enforcement")) == [
        "planning-enforcement-cases"
    ]


def test_a_change_in_percent_is_of_the_level_under_the_same_words(patterns: PatternSet) -> None:
    text = "Residual waste came to 2100 tonnes, 12% less."
    document, figures = said(
        text,
        ("2100", "residual waste", {"unit": "other"}),
        ("12", "residual waste", {"unit": "percent", "role": "change", "compared_with": "0"}),
    )
    assert ids(patterns, document, figures) == ["general-waste-tonnes", "general-waste-tonnes"]


def test_a_paper_on_ambulances_has_no_measure_of_the_police(patterns: PatternSet) -> None:
    text = (
        "The ambulance service took 410 emergency calls; patients waited for paramedics and for the hospital."
    )
    police = text.replace("ambulance service", "force").replace("patients waited for paramedics and for", "")
    words: tuple[str, str, dict[str, Any]] = ("410", "999 calls received", {})
    assert ids(patterns, *said(text, words)) == [None]
    assert ids(patterns, *said(police.replace("the hospital", "noted"), words)) == [
        "emergency-calls-received"
    ]


@pytest.mark.parametrize(
    ("text", "printed", "words", "unit", "expected"),
    [
        ("On council tax collected it was 12th of all.", "12", "council tax collected", "other", None),
        ("BV82a: household waste recycled was 21% in the year.", "21", "household waste recycled", "percent",
         "dry-recycling-rate"),
        ("People in the night shelter stayed 39 nights.", "39", "rough sleepers", "count", None),
        ("One in 11 calls was a wrong number.", "11", "calls", "count", "calls-received"),
        ("In the three years to 2021 only 14 permanent exclusions were issued.", "14",
         "permanent exclusions were issued", "count", "permanent-exclusions"),
        ("Surprisingly few evictions, 9, went ahead.", "9", "surprisingly evictions", "count", "evictions"),
    ],
)  # fmt: skip
def test_what_stands_by_a_figure_tells_what_it_is_not(
    patterns: PatternSet, text: str, printed: str, words: str, unit: str, expected: str | None
) -> None:
    document, figures = said(text, (printed, words, {"unit": unit}))
    shown = [replace(o, text=text[o.start or 0 :].split(" ")[0].strip(".,%")) for o in figures]
    assert ids(patterns, document, shown) == [expected]


def test_the_base_of_a_share_is_of_no_measure_with_so_general_a_name(patterns: PatternSet) -> None:
    text = "One in 11 calls was a wrong number."
    document, figures = said(text, ("11", "calls", {"role": "denominator"}))
    assert ids(patterns, document, figures) == [None]


def test_a_heading_set_before_the_words_is_none_of_them(patterns: PatternSet) -> None:
    text = "There were 57 last year."
    words = "Culture, sport and arts evictions"
    document, figures = said(text, ("57", words, {}), heading="Culture, sport and arts")
    assert ids(patterns, document, figures) == ["evictions"]
    assert ids(patterns, *said(text, ("57", words, {}))) == [None]


def test_parts_of_a_count_do_not_go_on_with_it(patterns: PatternSet) -> None:
    text = "The force had 143 hate crimes, made up of 12 high and 57 medium ones."
    document, figures = said(text, ("143", "hate crimes", {}), ("12", "high", {}), ("57", "medium", {}))
    assert ids(patterns, document, figures) == ["hate-crime", None, None]


def test_a_name_with_one_telling_word_needs_what_says_whose_it_is(patterns: PatternSet) -> None:
    text = "In the year 412 adults came."
    assert ids(patterns, *said(text, ("412", "adults", {}))) == [None]
    assert ids(patterns, *said(text, ("412", "adult learners", {}))) == ["adult-learners"]
