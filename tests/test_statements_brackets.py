"""What a paper says once of its figures in brackets holds for all of them."""

from __future__ import annotations

import pytest

from extractor.outline import find_outline
from extractor.patterns import load_patterns
from extractor.pipeline import extract_from
from extractor.reading import read_bytes

PATTERNS = load_patterns()


def figures(text: str) -> list[tuple[str, str, str | None, str | None]]:
    """(as printed, role, first day, the figure it is set against) of each figure."""
    document = find_outline(read_bytes(text.encode(), "paper.txt"), PATTERNS)
    made = extract_from(document, PATTERNS).observations
    printed = {o.observation_id: o.text for o in made}
    return [
        (o.text, o.role, str(o.period_start) if o.period_start else None, printed.get(o.compared_with or ""))
        for o in made
    ]


PAPER = """PLANNING PERFORMANCE SUMMARY 2014/15

2. Headlines ({})

The appeals lodged came to 45 (52), and 310 (287) applications were withdrawn.
"""


def test_figures_of_another_year_in_brackets_are_earlier_values() -> None:
    assert figures(PAPER.format("2013/14 figures in brackets")) == [
        ("45", "actual", "2014-04-01", None),
        ("52", "previous", "2013-04-01", "45"),
        ("310", "actual", "2014-04-01", None),
        ("287", "previous", "2013-04-01", "310"),
    ]


@pytest.mark.parametrize(
    ("said", "role"), [("targets in brackets", "target"), ("England average in brackets", "benchmark")]
)
def test_brackets_may_hold_targets_or_benchmarks(said: str, role: str) -> None:
    assert [found[1] for found in figures(PAPER.format(said))] == ["actual", role, "actual", role]


def test_a_movement_is_not_told_by_standing_side_by_side() -> None:
    document = find_outline(
        read_bytes(PAPER.format("2013/14 figures in brackets").encode(), "paper.txt"), PATTERNS
    )
    assert {o.direction for o in extract_from(document, PATTERNS).observations} == {None}


def test_what_is_counted_may_stand_before_the_bracket() -> None:
    said = "Figures for 2013/14 are in brackets unless we say otherwise."
    text = f"PERFORMANCE SUMMARY 2014/15\n\n{said}\n\n* 8,142 visits (8,397) were made.\n"
    assert [f[:2] for f in figures(text)] == [("8,142", "actual"), ("8,397", "previous")]


def test_brackets_may_hold_thresholds() -> None:
    said = "In 2014/15 we did as follows, the ministry's thresholds being given in brackets:"
    text = f"PERFORMANCE SUMMARY 2014/15\n\n{said}\n\n* berths 94% (60%)\n\n* boats 86% (65%)\n"
    roles = ["actual", "threshold", "actual", "threshold"]
    assert [f[1] for f in figures(text)] == roles
