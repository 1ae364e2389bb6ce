"""Any text goes through the whole reader: what it prints is read or listed, and shown as it is printed."""

from __future__ import annotations

import random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from extractor.errors import UnreadableDocument
from extractor.model import Document, Result
from extractor.outline import find_outline
from extractor.patterns import load_patterns
from extractor.patterns.figures import load_figures
from extractor.patterns.periods import load_periods
from extractor.pipeline import extract_from
from extractor.reading import read_bytes

PATTERNS = load_patterns()
STATEMENTS = PATTERNS.statements
EXAMPLES = sorted(
    {
        *(example.text for rule in STATEMENTS.rules for example in rule.examples),
        *(example.text for example in STATEMENTS.sentences),
        *(example.text for rule in STATEMENTS.exclusions.rules for example in rule.examples),
        *(text for claim in STATEMENTS.claims for text in claim.examples),
        *(example.text for example in load_periods(PATTERNS.folders)[1]),
        *(example.text for example in load_figures(PATTERNS.folders, PATTERNS.periods)[1]),
    }
)
PIECES = sorted({piece for text in EXAMPLES for piece in text.split()})
STRANGE = [
    "\u0663\u0661", "\uff17\uff15%", "\u00b2", "½", "\u200b", "\u200d", "\u200f", "\u202e", "\u202c",
    "\ufeff", "\u00ad", "\u00a0", "\u2009", "\u2028", "\x0c", "\x1f", "\x85", "|", "\t", "\r\n", "\n\n", "•",
    "\uf0b7", "–", "ß", "İ", "ﬁ", "e\u0301", "\U0001f4c8", "#p0", "@c0", "~0", "$rise.4", "{}", "\\", "%",
    "(", ")", "[", "]", "£", "…", "?!", "\x00",
]  # fmt: skip
"""Digits of other scripts, marks of direction and width, line ends, and the signs of marked sentences."""

MIXED = st.lists(
    st.one_of(st.sampled_from(EXAMPLES), st.sampled_from(PIECES), st.sampled_from(STRANGE)), max_size=30
).flatmap(
    lambda parts: st.sampled_from([" ", "", "\n", " \n\n", "\t"]).map(lambda between: between.join(parts))
)
SHUFFLED = st.tuples(st.lists(st.sampled_from(EXAMPLES), min_size=1, max_size=6), st.randoms()).map(
    lambda drawn: " ".join(_shuffled(drawn[0], drawn[1]))
)


def _shuffled(texts: list[str], chance: random.Random) -> list[str]:
    pieces = " ".join(texts).split()
    chance.shuffle(pieces)
    return pieces


def read(text: str) -> tuple[Document, Result]:
    document = find_outline(read_bytes(text.encode("utf-8", "surrogatepass"), "paper.txt"), PATTERNS)
    return document, extract_from(document, PATTERNS)


@settings(max_examples=120, deadline=None)
@given(st.one_of(MIXED, SHUFFLED))
@example("¼M")
@example("Voids were 31\x00% of 4\u200f0.")
def test_any_mixture_of_our_own_sentences_is_read_and_shown_as_printed(text: str) -> None:
    try:
        document, result = read(text)
    except UnreadableDocument:
        return  # said to be no text: empty, or full of signs that no paper prints
    for one in result.observations:
        if one.origin == "statement":
            assert one.start is not None and one.end is not None and one.start < one.end
            assert document.text[one.start : one.end] == one.text
    for left in result.unread:
        assert document.text[left.place.start : left.place.end] == left.text
    ids = {one.observation_id for one in result.observations}
    assert {claim.subject for claim in result.claims} <= ids
    assert {one.compared_with for one in result.observations} <= {None, *ids}


@pytest.mark.parametrize(
    "text",
    [
        "x" * 2_000_000,
        "the work of the service " * 80_000,
        "(" * 500_000 + "7%",
        "7" * 200_000,
        "31 December 2009 " * 6_000,
        "7e!\ta" * 4_000,
        "rate 5 " * 3_000,
        "\u200f4\u0661 " * 4_000,
    ],
    ids=["one word", "words", "brackets", "digits", "days", "tabs", "rates", "directions"],
)
def test_a_very_long_line_goes_through(text: str) -> None:
    document, result = read(text)
    assert all(document.text[u.place.start : u.place.end] == u.text for u in result.unread)


def test_a_sentence_of_fifty_thousand_numbers_is_read_whole() -> None:
    _, result = read(", ".join(f"{number % 97}%" for number in range(50_000)))
    assert len(result.observations) + len(result.unread) == 50_000
