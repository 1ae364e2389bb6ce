"""Figures that the values of their own paper show to be of other things than their name says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from extractor.model import Context, Document, Observation, Outline, Result, StatementSource, TableSource
from extractor.patterns import PatternSet, load_patterns
from extractor.series import build
from tests.observations import made

MONTHS = [(date(2019, month, 1), date(2019, month, 30)) for month in (4, 6, 9, 11)]


@pytest.fixture(scope="module")
def patterns() -> PatternSet:
    return load_patterns()


def figure(value: str, month: int, source: object, words: str, **fields: Any) -> Observation:
    first, last = MONTHS[month]
    dates = {"period_start": first, "period_end": last, "period_type": "month"}
    return made(value, indicator=words, source=source, authority="Anytown Council", **dates, **fields)


def row(values: Sequence[str], grid: int, code: str, words: str) -> list[Observation]:
    known = {"indicator_id": "social-care-contacts", "indicator_label": "Contacts"}
    return [
        figure(v, i, TableSource(grid, 0, i, code), words, observation_id=f"{grid}-{words}-{i}", **known)
        for i, v in enumerate(values)
    ]


def paper(*observations: Observation) -> Result:
    outline = Outline(contexts=(Context(report_date=date(2019, 12, 1)),))
    return Result(Document("a.txt", "0" * 64, "text", "", outline=outline), observations)


@pytest.mark.parametrize(
    ("other", "lines"),
    [
        (["90", "80", "70", "95"], {"social-care-contacts": 4, "": 4}),
        (["90", "80", "905", "95"], {"social-care-contacts": 7}),
        (["90", "80"], {"social-care-contacts": 6}),
    ],
    ids=["never near it", "the same in one month", "too few months to tell"],
)
def test_a_row_without_a_code_that_never_agrees_with_the_coded_one_has_a_line_of_its_own(
    patterns: PatternSet, other: list[str], lines: dict[str, int]
) -> None:
    coded = row(["900", "910", "905", "930"], 1, "1.1", "1.1 Contacts")
    points = build([paper(*coded, *row(other, 2, "", "Total contacts"))], patterns=patterns).points
    found = {key: sum((p.indicator_id or "") == key for p in points) for key in lines}
    assert (found, sum(lines.values())) == (lines, len(points))


def test_values_that_one_sentence_gives_under_one_name_are_left_out_and_counted(patterns: PatternSet) -> None:
    def said(value: str, sentence: int) -> Observation:
        source = StatementSource(block=0, sentence_start=sentence, sentence_end=sentence + 50)
        return figure(value, 0, source, "owls ringed", observation_id=f"{value}-{sentence}")

    built = build([paper(said("4", 0), said("18", 0), said("22", 60), said("22", 120))], patterns=patterns)
    assert [str(p.value) for p in built.points] == ["22"]
    assert built.left_out["values that their sentence names alike"] == 2
