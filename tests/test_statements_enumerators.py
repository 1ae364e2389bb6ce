"""Numbers that number paragraphs, without a full stop behind them, are no figures."""

from __future__ import annotations

import pytest

from extractor.model import Passage
from extractor.statements.enumerators import numbered_openings


def passages(*texts: str) -> list[Passage]:
    found, at = [], 0
    for text in texts:
        found.append(Passage("paragraph", text, at, at + len(text)))
        at += len(text) + 2
    return found


def numbered(*texts: str) -> list[str]:
    made = passages(*texts)
    found = numbered_openings(made)
    return [p.text[at:].split()[0] for p in made for at in sorted(found.get(p.start, ()))]


@pytest.mark.parametrize(
    ("texts", "numbers"),
    [
        (
            ("1 To report on the ferries.", "Purpose", "2 Sailings fell by 4%.", "3 Fares rose."),
            ["1", "2", "3"],
        ),
        (("1 That the paper be noted", "2 That a review follow"), ["1", "2"]),
        (("41 The Board met.", "Trees", "42 Planting went on.", "43 Pruning began."), ["41", "42", "43"]),
        (("1 Kiosks opened.\n2 Trams ran late.\n3 Tills were counted.",), ["1", "2", "3"]),
        (("  7 (Old) tolls\n", "8 “New” tolls", "12 Ferries sank.", "9 No tolls"), ["7", "8", "9"]),
    ],
)
def test_numbers_that_count_on_number_paragraphs(texts: tuple[str, ...], numbers: list[str]) -> None:
    assert numbered(*texts) == numbers


@pytest.mark.parametrize(
    "texts",
    [
        ("12 Families were helped in May.", "14 Families were helped in June."),
        ("31 Ferries ran.", "32 Ferries ran a year later."),
        ("1 Ferry sank.", "4 Ferries ran."),
        ("In the year there were", "2 drownings", "3 rescues"),
    ],
)
def test_numbers_that_do_not_count_on_are_left_alone(texts: tuple[str, ...]) -> None:
    assert numbered(*texts) == []
