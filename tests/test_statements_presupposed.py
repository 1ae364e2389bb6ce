"""A definite number of things is no measure, unless it is counted, compared or part of something."""

from __future__ import annotations

import pytest

from extractor.model import Context
from extractor.patterns import load_patterns
from extractor.statements.check import read_text

PATTERNS = load_patterns()


def figures(text: str) -> list[str]:
    read = read_text(text, PATTERNS, Context())
    return [str(draft.value) for sentence in read for draft in sentence.drafts if not draft.skipped]


@pytest.mark.parametrize(
    "text",
    [
        "Books can be returned at any of the 14 kiosks.",
        "Each of our 23 wardens has a van.",
        "The 6 tipping points are watched by cameras.",
        "Some of the 57 litter traps had not been emptied.",
        "He reported on the 9 weighbridges.",
        "Water was brought to the 4 troughs.",
        "The 3 clerks funded by the Board would stay.",
        "That the 2 addenda be noted.",
        "All 4 of the mandated courses are being run.",
        "The 900 miles of hedge in the county are old.",
        "Helpers had come to 4 of the troughs.",
        "All four had beaten their targets.",
        "The two Household Glass Works took in what was left.",
        "It was better in the 5 other counties.",
        "It holds for all three where dues are owed.",
        "All 5 harbours would have the new 2011 policy by January.",
        "There are 2,900 bollards in the town.",
    ],
)
def test_the_size_of_a_set_that_is_there_is_left_out(text: str) -> None:
    assert figures(text) == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Of the 57 litter traps, 12 had been emptied.", ["57", "12"]),
        ("There were 31 prosecutions, fewer than the 44 of the quarter before.", ["31", "44"]),
        ("He was pleased by the 11 prosecutions in the quarter.", ["11"]),
        ("The 35 children were seen in time.", ["35"]),
        ("The 305 victims surveyed were satisfied.", ["305"]),
        ("57 litter traps were emptied.", ["57"]),
        ("There are currently 31 licences.", ["31"]),
        ("There are 31 children in the home.", ["31"]),
        ("The home has 31 children.", ["31"]),
        ("The team has 31 permits outstanding.", ["31"]),
        ("Sandbags were stored at 4 depots in May.", ["4"]),
        ("Prosecutions went up on the 41 of last year, to 52.", ["41", "52"]),
        ("The 41 prosecutions closed were of 3 kinds of dumping.", ["41", "3"]),
    ],
)
def test_what_is_counted_compared_or_part_of_something_is_a_figure(text: str, values: list[str]) -> None:
    assert figures(text) == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("93 inquests were heard at 14 courts.", ["93"]),
        ("689 weddings were held in 23 chapels, the most since 1998.", ["689"]),
        ("Volunteers gave 1,200 hours across 17 gardens.", ["1200"]),
        ("The hall seats 60.", []),
        ("The kiln can hold up to 44 tiles.", []),
        ("The refuge has 12 berths.", []),
        ("Sandbags are stored at 4 depots.", []),
        ("The pens hold a flock; the yard holds 84 pens.", []),
        ("The wardens look after some 58,000 saplings.", []),
    ],
)
def test_where_it_was_and_how_large_a_thing_is_are_no_figures(text: str, values: list[str]) -> None:
    assert figures(text) == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("The chase resulted in 9 fines from 64 stops.", ["9", "64"]),
        ("Landings were down by 12 and stood at 41 boats.", ["12", "41"]),
        ("12 searches were made in 41 cases.", ["12", "41"]),
    ],
)
def test_a_count_that_the_verb_leads_to_is_a_figure_behind_a_preposition(
    text: str, values: list[str]
) -> None:
    assert figures(text) == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Visits to our three leisure centres topped 300,000.", ["300,000"]),
        ("Our two depots took 41 calls.", ["41"]),
        ("The 12 closures represented 61 years of trade.", ["12", "61 years"]),
        ("The borough's four special schools had 269 pupils.", ["269"]),
        ("Last year's 41 fires cost less.", ["41"]),
    ],
)
def test_a_set_that_does_something_is_told_apart_from_what_it_did(text: str, values: list[str]) -> None:
    assert [d.quantity.text for s in read_text(text, PATTERNS) for d in s.drafts if not d.skipped] == values
