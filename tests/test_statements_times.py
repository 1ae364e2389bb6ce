"""When a stated figure is for, what it is set against and which way it moved, sentence by sentence."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path

import pytest

from extractor.model import Observation
from extractor.outline import find_outline
from extractor.patterns import load_patterns
from extractor.reading import read_bytes
from extractor.statements import read_statements

PATTERNS = load_patterns()
DATA = Path(__file__).parent / "readings" / "times.toml"
CASES = [
    pytest.param(
        paper["above"],
        sentence["text"],
        sentence["says"],
        id=sentence["text"],
        marks=[pytest.mark.xfail(strict=True)] if sentence.get("known_miss") else [],
    )
    for paper in tomllib.loads(DATA.read_text(encoding="utf-8"))["paper"]
    for sentence in paper["sentence"]
]
FIELDS = ("figure", "role", "period", "direction", "set against")


def observations_of(above: str, sentence: str) -> list[Observation]:
    text = f"{above}\n\n{sentence}\n"
    document = find_outline(read_bytes(text.encode(), "paper.txt"), PATTERNS)
    made = read_statements(document, PATTERNS).observations
    return [o for o in made if o.start is not None and o.start > len(above)]


def as_said(made: Observation, others: Sequence[Observation]) -> tuple[str, ...]:
    against = next((o.text for o in others if o.observation_id == made.compared_with), "None")
    period = f"{made.period_start or ''}..{made.period_end or ''}"
    return made.text, made.role, period, made.direction or "none", against


def agrees(said: str, made: Observation, others: Sequence[Observation]) -> list[str]:
    """The fields in which a reading differs from what is expected."""
    got = as_said(made, others)
    wanted = [part.replace("_", " ") for part in said.split()]
    return [
        f"{name}: {have!r}, expected {want!r}"
        for name, want, have in zip(FIELDS, wanted, got, strict=False)
        if want != "-" and have not in want.split("|")
    ]


@pytest.mark.parametrize(("above", "sentence", "says"), CASES)
def test_a_sentence_says_when_its_figures_are_for_and_what_they_are_set_against(
    above: str, sentence: str, says: list[str]
) -> None:
    made = observations_of(above, sentence)
    named = [said.split()[0].replace("_", " ") for said in says]
    found = [next((o for o in made if o.text == figure), None) for figure in named]
    assert [o.text if o is not None else None for o in found] == named
    faults = [fault for said, o in zip(says, found, strict=True) if o for fault in agrees(said, o, made)]
    assert faults == []
