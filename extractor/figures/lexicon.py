"""The words that make a number a figure, or part of something else, compiled from the pattern files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from extractor.figures.grammar import PeriodGrammar
from extractor.model import Qualifier, Unit


@dataclass(frozen=True)
class ClaimRule:
    """One kind of number that is no figure."""

    name: str
    why: str
    unless_before: re.Pattern[str] | None = None
    """What before it makes the number a figure after all."""
    most: int | None = None
    """Larger numbers are not claimed."""


@dataclass(frozen=True)
class FigureLexicon:
    """Everything that `find_numbers` knows.  Patterns match without regard to case unless they say so."""

    cardinals: Mapping[str, int]
    """One to nineteen and the tens."""
    scales: Mapping[str, int]
    """Scale word to its power of ten."""
    numeral: re.Pattern[str]
    """A number in digits: groups sign, cur, sign2, num, ordinal, scale."""
    named: re.Pattern[str]
    """A number in words: groups word, none, all, fraction, multiple, scale."""
    named_starts: frozenset[str]
    """The words that a number in words can begin with."""
    units: re.Pattern[str]
    """What may follow a number; group U0, U1, … says the unit, `unit_names` which."""
    unit_names: tuple[Unit, ...]
    rates: re.Pattern[str]
    """What may follow a number to make it a rate; group R0, R1, … and the group `base`."""
    rate_names: tuple[Unit, ...]
    before: re.Pattern[str]
    """Qualifier directly before a number; group Q0, Q1, …"""
    before_names: tuple[Qualifier, ...]
    before_last: frozenset[str]
    """Last words of the qualifiers, so that most numbers need no closer look."""
    after: re.Pattern[str]
    """Qualifier directly after a number and its unit; group A0, A1, …"""
    after_names: tuple[Qualifier, ...]
    claim_lines: re.Pattern[str]
    """Claims at the start of a line; group C0, C1, … is the number of the rule in `claims`."""
    claim_starts: Mapping[str, tuple[tuple[re.Pattern[str], ClaimRule], ...]]
    """Claims that begin with a known word (or number, as in `PeriodGrammar.starts`)."""
    claim_guards: Mapping[str, re.Pattern[str]]
    """First words that many claims can begin with: one expression that matches where any of them does."""
    claim_numbers: re.Pattern[str]
    """Claims that begin with a number: matched right behind it."""
    claim_anywhere: re.Pattern[str]
    """Claims that may begin anywhere ("/10k", codes)."""
    claim_rare: tuple[tuple[str, re.Pattern[str], ClaimRule], ...]
    """Claims that are only looked for where a text holds their first part ("@")."""
    claims: tuple[ClaimRule, ...]
    n_of_m: re.Pattern[str]
    """What stands between the two numbers of "18 of the 40"."""
    one_in: re.Pattern[str]
    fractions: Mapping[str, tuple[int, int]]
    multiples: Mapping[str, tuple[int, int]]
    scores: re.Pattern[str]
    """Words before a bare number that make it a score."""
    ranks: re.Pattern[str]
    """Words before an ordinal that make it a rank."""
    periods: PeriodGrammar
