"""Numbers of what shall be, of what a thing is held to be, and of names: they measure nothing."""

from __future__ import annotations

import pytest

from extractor.patterns import PatternSet, load_patterns
from extractor.statements.check import figures_given


@pytest.fixture(scope="module")
def patterns() -> PatternSet:
    return load_patterns()


@pytest.mark.parametrize(
    "text",
    [
        "RESOLVED – That the paper be received and come back in May with 2 worked examples.",
        "Resolved: that 3 ferry walks be held.",
        "Agreed - that the sub-group meet 4 times.",
        "That the paper be sent to 3 harbour boards and 41 traders.",
        "RECOMMENDED that 2 tolls be looked into within 9 weeks.",
        "A ferry is late if it lands more than 7 minutes after its time.",
        "Any landing counts as heavy where it has over 40 crates.",
        "An egg is small when 70 fill the box or 3 minutes boil it.",
        "The groove is 40mm deep, and 20 mm at the gate.",
        "The answering times are 24 hours, 5 working days or 20 working days.",
        "The tf4 harbours met at 14 Old Mill Lane.",
        "The Board had set one target only.",
    ],
)
def test_what_is_ruled_defined_or_named_is_no_figure(patterns: PatternSet, text: str) -> None:
    assert figures_given(text, patterns) == ()


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("That it be noted that landings had been 98 in May.", ("98 count",)),
        ("That drownings, of which there were 9 last year, be watched.", ("9 count",)),
        ("RESOLVED - that the 96% collected be noted.", ("96 percent",)),
        ("That would be 41 landings more.", ("41 count",)),
        ("A ferry was lost in May, when 12 sailors were saved.", ("12 count",)),
        ("16% had an answering time of 24 hours, 64% one of 5 days.", ("16 percent", "64 percent")),
        ("12% of hails had an average wait of 5 days.", ("12 percent", "5 days")),
        ("There had been4 deaths.", ("4 count",)),
        ("41 landings were of 12 tonnes.", ("41 count", "12 other")),
    ],
)
def test_what_is_told_beside_it_is_a_figure(patterns: PatternSet, text: str, given: tuple[str, ...]) -> None:
    assert tuple(" ".join(line.split()[:2]) for line in figures_given(text, patterns)) == given


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("They said that 87% were safe, against 90% for the region, and that 1,204 hails were waiting.",
         ("87 percent actual", "90 percent benchmark", "1204 count actual")),
        ("41 tolls were paid, 35 fewer than the year before, and £41,300 was taken.",
         ("41 count actual", "35 count change", "41300 currency_gbp actual")),
    ],
)  # fmt: skip
def test_what_is_told_in_a_further_clause_has_no_part_in_the_comparison(
    patterns: PatternSet, text: str, given: tuple[str, ...]
) -> None:
    assert tuple(" ".join(line.split()[:3]) for line in figures_given(text, patterns)) == given
