"""What a figure is of, where somebody tells it, something went before it or the whole stands behind it."""

from __future__ import annotations

import pytest

from extractor.model import Context
from extractor.patterns import PatternSet, load_patterns
from extractor.statements.check import read_text


@pytest.fixture(scope="module")
def patterns() -> PatternSet:
    return load_patterns()


def measures(text: str, patterns: PatternSet) -> list[str]:
    read = read_text(text, patterns, Context())
    return [f"{d.value}: {d.measure.words}" for s in read for d in s.drafts if not d.skipped and not d.open]


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("The Leader gave an example: 'the number of berths dredged'. The target had been 239, result 184.",
         ["239: number of berths dredged", "184: number of berths dredged"]),
        ("Boats mended in time came to 92%, whereas in 2015 only 82% were mended in time.",
         ["92: Boats mended in time", "82: Boats mended in time"]),
        ("Complaints about tolls came to 92. After review 59 were upheld.",
         ["92: Complaints tolls", "59: Complaints tolls upheld"]),
        ("Nationally coastal boats were 59.7% of those liable for tolls.",
         ["59.7: Nationally coastal boats share of liable for tolls"]),
        ("Online landing rose from 14.7 per cent of all landing in 2012/13 to 19.4 per cent.",
         ["14.7: Online landing", "19.4: Online landing"]),
        ("Boats mended in time came to 87%, below the 90% set by the Board.",
         ["87: Boats mended in time", "90: Boats mended in time"]),
        ("Landings came to 15, one fewer than in the previous year.", ["15: Landings", "1: Landings"]),
        ("At 88%, ferry punctuality was short of its target.", ["88: ferry punctuality"]),
        ("Landings: 41; sailings: 23; wrecks: 3.", ["41: Landings", "23: sailings", "3: wrecks"]),
        ("The largest rise, of 4%, was in pier visits.", ["4: pier visits"]),
        ("The Board looked at ferry punctuality. It was 88%.", ["88: ferry punctuality"]),
        ("88% of crews were in education, training, or work.",
         ["88: crews were in education training or work"]),
        ("The harbour budget was £2m overspent.", ["2000000: harbour budget overspend"]),
    ],
)  # fmt: skip
def test_the_measure_is_what_was_told(patterns: PatternSet, text: str, given: list[str]) -> None:
    assert measures(text, patterns) == given
