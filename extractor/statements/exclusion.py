"""Numbers that look like figures and are none: "15 main categories", "two Members", "one of the reasons"."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.model import Quantity
from extractor.patterns.statements import StatementPatterns
from extractor.statements.furnishing import furnishes
from extractor.statements.indicator_counts import WHY, counts_of_indicators
from extractor.statements.limits import DURATIONS, is_limit, timed
from extractor.statements.marking import Kind, Marked
from extractor.statements.presupposed import is_presupposed
from extractor.statements.relations import Reading
from extractor.statements.ruling import only_rules

_SMALL = 12
"""Number words up to this are more often prose ("two things") than figures."""

_FEW_OF_A_KIND = 99
"""No paper has more themes, measures or Members than this; more are the members of a library."""

NO_WORDS = "a number without words: a torn cell, or a mark on the axis of a chart"
NO_MEASURE = "a number of"
"""How the reason begins where a number of things is no measure: "two quarters"."""


def not_measured(
    marked: Marked, figure: int, quantity: Quantity, reading: Reading | None, patterns: StatementPatterns
) -> str:
    """Why a number is no performance figure; empty when it may be one."""
    if is_presupposed(marked, figure, quantity, reading, patterns):
        return "the size of a set that is there"
    if reason := _of_name_or_rule(marked, figure, quantity, reading, patterns):
        return reason
    if quantity.weak:
        return _idiom(marked, figure, quantity, reading, patterns)
    if _scale_of_score(marked, figure, quantity):
        return "the scale of a score"
    if quantity.unit == "count" and counts_of_indicators(marked, figure, patterns):
        return WHY
    if reading is None and _defines(marked, figure, quantity):
        return "a limit inside the measure's definition"
    if is_limit(marked, figure, quantity, reading, patterns):
        return "a length of time that is a limit or was not measured"
    if furnishes(marked, figure, quantity, reading, patterns):
        return "where it was, or how large a thing is, not how much was done"
    families = ("level", "n-of-m", "benchmark")
    if quantity.unit != "count" or (reading is not None and reading.rule.family not in families):
        return ""
    noun = _noun_after(marked, figure, patterns)
    large = quantity.value > _FEW_OF_A_KIND and noun not in patterns.words("bodies")
    if large or (noun in DURATIONS and quantity.places):
        return ""
    if noun:
        return f'{NO_MEASURE} "{noun}", which is no measure'
    if quantity.in_words and quantity.value <= _SMALL and _pronoun(marked, figure):
        return "a number word used as a pronoun"
    return ""


def _of_name_or_rule(
    marked: Marked, figure: int, quantity: Quantity, reading: Reading | None, patterns: StatementPatterns
) -> str:
    if reading is None and _glued(marked, figure, patterns):
        return "part of a name"
    if only_rules(marked.tokens, figure, quantity):
        return "of what shall be, or of what a thing is held to be"
    return ""


def _glued(marked: Marked, figure: int, patterns: StatementPatterns) -> bool:
    """ "f40", "the re3 councils": a few letters, which are no word, printed on to a number."""
    before = marked.tokens[figure - 1] if figure else None
    if before is None or before.kind is not Kind.WORD or before.end != marked.tokens[figure].start:
        return False
    return len(before.text) <= _LETTERS and before.text not in patterns.words("function", "verbs")


_LETTERS = 3
"""Letters of such a name, at most; a longer one is a word that lost its blank: "been4"."""


def _scale_of_score(marked: Marked, figure: int, quantity: Quantity) -> bool:
    """ "7.9 out of 12": the highest that a score can be."""
    before = marked.tokens[max(0, figure - 3) : figure]
    if [t.text for t in before[-2:]] != ["out", "of"] or quantity.unit != "count":
        return False
    first = before[0]
    return first.kind is Kind.FIGURE and "." in first.text


def _defines(marked: Marked, figure: int, quantity: Quantity) -> bool:
    """ "took over three days to complete", "placed 20 or more miles away": part of what is counted."""
    after = [t.text for t in marked.tokens[figure + 1 : figure + 4]]
    if after[:2] in (["or", "more"], ["or", "fewer"], ["or", "less"], ["or", "over"]) and after[2:3]:
        return timed(quantity) or marked.tokens[figure + 3].kind in (Kind.WORD, Kind.NAME)
    if (
        timed(quantity)
        and after[:1] in (["is"], ["are"], ["was"])
        and after[1:2] in (["allowed"], ["permitted"])
    ):
        return True
    if quantity.unit not in DURATIONS:
        return False
    if after[:3] == ["of", "the", "year"]:
        return True
    if quantity.qualifier in (None, "approx"):
        return False
    for token in reversed(marked.tokens[:figure]):
        if token.kind is Kind.FIGURE:
            return True
        if token.text in (",", ";", ":", ".", "]"):
            return False
    return False


def _idiom(
    marked: Marked, figure: int, quantity: Quantity, reading: Reading | None, patterns: StatementPatterns
) -> str:
    """ "no", "all", "half", "one": a figure only where the words around make it one."""
    following = [t.text for t in marked.tokens[figure + 1 : figure + 9] if not t.noise]
    people = patterns.words("counted")
    if _one_target(marked, figure):
        return "a number of targets"
    if quantity.form == "none":
        if reading is not None and reading.rule.family != "level" and quantity.text.lower() in _NOUGHT:
            return ""
        if quantity.text.lower() == "none" and _in_list(marked, figure, following, patterns):
            return ""
        before = marked.tokens[figure - 1].text if figure else ""
        if before in ("were", "was", "been", "had") and set(following[:2]) & people:
            return ""
        verbs = patterns.words("verbs") | {"had been", "had had"}
        if set(following[:4]) & people and set(following[1:]) & verbs:
            return ""
        return "an idiom, not a measured nought"
    if quantity.form == "fraction":
        return "" if following[:1] == ["of"] and set(following[1:6]) & people else "a fraction in words"
    if quantity.form in ("all", "multiple"):
        return "a word for a whole or a multiple, without a figure"
    if reading is not None and reading.rule.family in ("n-of-m", "target", "from-to", "projection"):
        return ""
    if _one_less(marked, figure, reading):
        return ""
    listed = _in_list(marked, figure, following, patterns)
    return "" if listed or set(following[:3]) & people else "a number word used as a pronoun"


def _one_less(marked: Marked, figure: int, reading: Reading | None) -> bool:
    """ "15 were answered, one fewer than in the previous year"."""
    after = marked.tokens[figure + 1 : figure + 2]
    told = bool(after) and after[0].cue is not None and after[0].text.endswith(" than")
    return told and reading is not None and reading.rule.family == "change"


def _one_target(marked: Marked, figure: int) -> bool:
    """ "one target only"."""
    after = marked.tokens[figure + 1 : figure + 2]
    return bool(after) and after[0].cue is not None and after[0].cue.kind == "target"


_NOUGHT = frozenset({"zero", "nil", "nought"})


def _in_list(marked: Marked, figure: int, following: Sequence[str], patterns: StatementPatterns) -> bool:
    """ "17 were granted and one had been revoked": the last of several counts of one kind."""
    before = [t for t in marked.tokens[:figure] if not t.noise]
    if not before or before[-1].text not in ("and", ",", ";", "but"):
        return False
    if not any(t.kind is Kind.FIGURE and t.text.isdigit() for t in before[-_REACH_OF_LIST:]):
        return False
    told = following[:1] and (following[0] in patterns.words("verbs") or following[0] == "had been")
    named = set(following[2:6]) & {"was", "were", "had", "had been"}
    return bool(told or named) and not set(following[:2]) & patterns.words("not_measured")


_REACH_OF_LIST = 16
"""Tokens back to the count before."""


_PASSED = frozenset({"other", "such", "more"})


def _noun_after(marked: Marked, figure: int, patterns: StatementPatterns) -> str:
    """A noun within three words after the figure that says things of no performance are counted."""
    words = patterns.words("not_measured")
    for token in marked.tokens[figure + 1 : figure + 4]:
        if token.kind is Kind.PUNCTUATION or token.kind in (Kind.FIGURE, Kind.PERIOD):
            return ""
        if token.text in _PASSED:
            continue
        if token.text in patterns.words("function") or token.text in patterns.words("verbs"):
            return ""
        if token.text in words:
            return token.text
    return ""


def _pronoun(marked: Marked, figure: int) -> bool:
    """ "one" and "two" without a noun and without a relation."""
    after = marked.tokens[figure + 1] if figure + 1 < len(marked.tokens) else None
    before = marked.tokens[figure - 1].text if figure else ""
    if marked.tokens[figure].text.lower() != "one":
        return False
    return (
        after is None
        or after.kind is Kind.PUNCTUATION
        or before in ("this", "that", "any", "every", "another")
    )
