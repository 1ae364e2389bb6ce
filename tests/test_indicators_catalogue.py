"""The catalogue as data: strict keys, unique names, and the proof that every wording finds its own entry."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from extractor.errors import PatternError
from extractor.indicators import (
    check_indicators,
    list_indicators,
    resolve_indicators,
    show_indicator,
    suggest_indicators,
)
from extractor.model import Context, Document, Outline
from extractor.patterns import load_patterns
from extractor.patterns.indicators import Catalogue, Indicator, field_token, load_indicators
from tests.observations import made

GOOD = """
[[indicator]]
id = "hedgehogs-rescued"
label = "Hedgehogs rescued"
unit = "count"
better = "high"
plausible = [0, 100]
measure = "flow"
codes = ["HH 1"]
phrases = ["hedgehogs rescued"]
definition = "Hedgehogs taken out of drains."
published = "local"
"""


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_patterns().indicators


def loaded(tmp_path: Path, text: str) -> Catalogue:
    folder = tmp_path / "indicators"
    folder.mkdir()
    (folder / "a.toml").write_text(text, encoding="utf-8")
    return load_indicators([tmp_path])


def test_there_are_entries_for_every_subject_of_council_papers(catalogue: Catalogue) -> None:
    assert len(catalogue) >= 250
    subjects = {
        "adult_social_care", "children_social_care", "culture", "customer", "early_help", "education",
        "finance", "fire", "highways", "homelessness", "housing", "looked_after", "planning",
        "police_community_safety",
        "public_health", "regeneration_climate", "revenues_benefits", "send", "waste_environment",
        "workforce", "youth_justice",
    }  # fmt: skip
    assert {e.subject for e in catalogue} == subjects


def test_no_wording_names_two_measures_of_one_unit(catalogue: Catalogue) -> None:
    assert check_indicators(catalogue).endswith("no fault\n")


def test_every_wording_of_every_entry_finds_that_entry(catalogue: Catalogue) -> None:
    patterns = load_patterns()
    asked = [
        (entry, wording) for entry in catalogue for wording in (*entry.phrases, *entry.labels, entry.label)
    ]
    figures = [
        made(indicator=wording, unit=entry.unit, value=str(_middle(entry))) for entry, wording in asked
    ]
    found = resolve_indicators(figures, Document("p", "", "text", ""), patterns)
    lost = [
        f"{entry.id}: {wording!r} is read as {o.indicator_id} ({o.resolution})"
        for (entry, wording), o in zip(asked, found, strict=True)
        if o.indicator_id != entry.id
    ]
    assert lost == []


def _middle(entry: Indicator) -> Decimal:
    middle = (entry.plausible[0] + entry.plausible[1]) / 2
    return middle.to_integral_value() if entry.unit == "count" else middle


def _heading(catalogue: Catalogue, context: str) -> str:
    """A heading of the kind that a context asks for: a field of work is told by its words."""
    words = {field_token(f.name): " and ".join(f.words) for f in catalogue.fields}
    return words.get(context, context)


def test_a_general_wording_finds_its_entry_in_its_section(catalogue: Catalogue) -> None:
    patterns = load_patterns()
    for entry in catalogue:
        for wording in entry.context_phrases:
            outline = Outline(contexts=(Context(headings=(_heading(catalogue, entry.context[0]),)),))
            figure = made(indicator=wording, unit=entry.unit, value=str(_middle(entry)))
            (inside,) = resolve_indicators([figure], Document("p", "", "text", "", outline=outline), patterns)
            assert inside.indicator_id == entry.id, wording


def test_every_code_finds_its_entry_however_it_is_spaced(catalogue: Catalogue) -> None:
    for entry in catalogue:
        for code in entry.codes:
            assert catalogue.by_code(code) is entry
            assert catalogue.by_code(code.replace(" ", "").lower()) is entry


def test_breaks_say_what_changed_and_when(catalogue: Catalogue) -> None:
    broken = {e.id: [str(b.date) for b in e.breaks] for e in catalogue if e.breaks}
    assert broken["persistent-absence"][-1] == "2015-09-01"
    assert broken["neet-16-17"] == ["2016-09-01"]
    assert broken["assessments-45-days"] == ["2013-04-01"]


def test_every_way_of_reporting_a_change_has_its_examples(catalogue: Catalogue) -> None:
    for change in catalogue.text_breaks:
        assert [e for e in change.examples if not change.expression.search(e)] == [], change.name
        assert [t for t, _ in change.counter_examples if change.expression.search(t)] == [], change.name


@pytest.mark.parametrize(
    ("fault", "mended", "told"),
    [
        ('unit = "count"', 'unit = "hedgehogs"', 'unit is "hedgehogs"; expected one of'),
        ('better = "high"\n', "", "lacks better"),
        ("[0, 100]", "[100, 0]", "put the lower number first"),
        ('published = "local"', 'published = "local"\ncolour = "brown"', "has the unknown colour"),
        ('"hedgehogs-rescued"', '"Hedgehogs rescued"', "lower-case words joined by hyphens"),
        ('phrases = ["hedgehogs rescued"]', "phrases = []", "phrases is empty"),
        ('published = "local"', 'published = "local"\ncontext = ["wildlife"]', "context and context_phrases"),
        (
            'published = "local"',
            'published = "local"\nneighbours = [{ id = "foxes", tells_apart = "foxes" }]',
            'the neighbour "foxes" is no other entry',
        ),
        (
            'published = "local"',
            'published = "local"\nbreaks = [{ date = "2015", what = "x" }]',
            "a break is",
        ),
        ("[[indicator]]", "[[indicatr]]", "found indicatr at the top"),
        ("[[indicator]]", "[[indicator]", "this is not TOML"),
    ],
)
def test_a_fault_in_an_entry_is_told_with_its_place(
    tmp_path: Path, fault: str, mended: str, told: str
) -> None:
    with pytest.raises(PatternError) as error:
        loaded(tmp_path, GOOD.replace(fault, mended, 1))
    assert told in str(error.value)
    assert "a.toml" in str(error.value)


def test_one_id_or_one_code_in_two_entries_is_told(tmp_path: Path) -> None:
    with pytest.raises(PatternError, match='the id "hedgehogs-rescued" stands in'):
        loaded(tmp_path, GOOD + GOOD)
    other = GOOD.replace("hedgehogs-rescued", "foxes-rescued").replace("HH 1", "hh1")
    with pytest.raises(PatternError, match='the code "hh1" belongs to "hedgehogs-rescued" already'):
        load_indicators([_second(tmp_path, GOOD + other)])


def _second(tmp_path: Path, text: str) -> Path:
    folder = tmp_path / "second" / "indicators"
    folder.mkdir(parents=True)
    (folder / "b.toml").write_text(text, encoding="utf-8")
    return folder.parent


def test_two_entries_with_one_wording_are_told_by_the_check(tmp_path: Path) -> None:
    other = GOOD.replace("hedgehogs-rescued", "hedgehogs-saved").replace("HH 1", "HH 2")
    with pytest.raises(PatternError, match="names hedgehogs-rescued and hedgehogs-saved"):
        check_indicators(loaded(tmp_path, GOOD + other))


def test_the_list_and_one_entry_can_be_read(catalogue: Catalogue) -> None:
    assert "lac-dental-checks" in list_indicators(catalogue, "dental")
    assert "adoptions" not in list_indicators(catalogue, "dental")
    shown = show_indicator(catalogue, "ni 62")
    assert shown.startswith("three-or-more-placements: ")
    assert "not stable-placement-2-years: that is" in shown
    with pytest.raises(PatternError, match=r"near it: .*lac-dental-checks"):
        show_indicator(catalogue, "dental")


def test_measures_without_an_entry_are_proposed_as_one(catalogue: Catalogue, tmp_path: Path) -> None:
    figures = [
        made("12", indicator="Number of hedgehogs rescued", document="a.pdf", period="May 2019"),
        made("15", indicator="2.1 Hedgehogs rescued", document="b.pdf", page=3),
        made("9", indicator="hedgehogs rescued", document="b.pdf", role="target"),
        made("3", indicator="hedgehogs rescued", document="b.pdf", role="change"),
        made("8", indicator="foxes rescued", document="b.pdf"),
        made("5", indicator="adoptions", indicator_id="adoptions"),
    ]
    (proposed,) = suggest_indicators(figures, catalogue)
    assert (proposed.figures, proposed.papers) == (3, 2)
    assert f"{proposed.lowest} to {proposed.highest}" == "9 to 15"
    text = proposed.as_toml()
    assert "12 (May 2019): Number of hedgehogs rescued - a.pdf" in text
    (entry,) = loaded(tmp_path, text)
    assert (entry.id, entry.unit, str(entry.plausible[0])) == ("hedgehogs-rescued", "count", "0")
