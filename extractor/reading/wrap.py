"""Which lines belong to one passage: hard-wrapped prose against lists of short lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

import regex

from extractor.patterns import load_patterns
from extractor.patterns.expressions import Expressions
from extractor.reading.lines import Line, body_of, marker_of

_STOP = (".", "!", "?", ":", ";", ":-", "…")
_LABEL = re.compile(r"[A-Z£%][^:.;!?]{0,58}:(?:-|–)?(?:\s+\S|$)")
_SHORTEST_CUT = 30


@cache
def _expressions() -> Expressions:
    return load_patterns().lines


def _told(name: str) -> regex.Pattern[str]:
    """An expression of `patterns/reading/`; what a page looks like is told by the built-in ones alone."""
    return _expressions()[name]


def breaks_before_date(previous: str, following: str) -> bool:
    """ "… 15 in quarter 3 of", and on the next line "2015/16, which was welcome"."""
    return (
        len(previous) >= _SHORTEST_CUT
        and _told("awaits-a-date").search(previous) is not None
        and _told("year-ahead").match(following) is not None
    )


def joins(previous: Line, line: Line, width: int, wrapped: bool) -> bool:
    """Whether `line` goes on with the passage that holds `previous`.

    `width` is the longest line of the chunk: prose breaks a line only where its next word would not fit.
    `wrapped`: other lines of the chunk break in mid-sentence, so that a full line ending with a full stop
    may be the middle of a paragraph.
    """
    if marker_of(line.text) or (_LABEL.match(line.text) and _closed(previous, line, width)):
        return False
    if previous.text.endswith("|") or _is_number(previous.text):
        return False
    if _told("cells").search(previous.text) and _told("cells").search(line.text):
        return False
    if _is_number(line.text.removesuffix(".")):
        return line.text.endswith(".") and not previous.text.endswith(_STOP) and _full(previous, line, width)
    if not 45 <= width <= 190:
        return _goes_on(previous, line, width)
    if not _full(previous, line, width):
        due = _told("awaits-a-number").search(previous.text) is not None
        return _goes_on(previous, line, width) and (due or len(previous.text) > 0.5 * width)
    return not previous.text.endswith(_STOP) or (wrapped and len(previous.text) >= 0.9 * width)


def _is_number(text: str) -> bool:
    return len(text) <= 40 and _told("number-alone").match(text) is not None


def _full(previous: Line, line: Line, width: int) -> bool:
    """The next word would not have fitted on the line before (proportional type counts roughly)."""
    word = line.text.split(None, 1)[0]
    return len(previous.text) + 1 + len(word) >= 0.85 * width


def _closed(previous: Line, line: Line, width: int) -> bool:
    return (
        previous.text.endswith(_STOP)
        or _LABEL.match(previous.text) is not None
        or not _full(previous, line, width)
    )


def _goes_on(previous: Line, line: Line, width: int) -> bool:
    """The line before is open at its end and this one goes on in small letters, or with the number due."""
    if previous.text.endswith(_STOP) or width > 190:
        return False
    if not line.text[:1].islower():
        return line.text[:1].isdigit() and _told("awaits-a-number").search(previous.text) is not None
    return len(previous.text) >= 30 or _told("open").search(previous.text) is not None


def breaks_in_sentences(chunk: Sequence[Line]) -> bool:
    """Whether at least two lines of the chunk end in mid-sentence: hard-wrapped prose."""
    breaks = sum(
        line.text[:1].islower() and not previous.text.endswith(_STOP) and not marker_of(line.text)
        for previous, line in pairwise(chunk)
    )
    return breaks >= 2


def is_heading(text: str, following: Line | None, alone: bool, then: Line | None = None) -> bool:
    """A short line without a full stop and without a figure that stands above something.

    Years, dates, quarters and the number of the section itself are no figures here.  `alone`: blank
    lines stand around it; `then` is the line after the following one.
    """
    body = body_of(text)
    marker = marker_of(text)
    if len(body) > 110 or len(body.split()) > 14 or following is None or not any(c.isalpha() for c in body):
        return False
    if (
        body.endswith((".", ";", ",", "-:"))
        or re.search(r"\d", _told("date-or-number-of-a-part").sub("", body))
        or "%" in body
    ):
        return False
    if (marker and not re.search(r"\d", marker)) or (
        _told("control-of-a-page").match(body) and len(body.split()) <= 4
    ):
        return False
    if _shouted(body):
        return True
    if not body[0].isupper() or (_is_sentence(body) and not _asks(body)):
        return False
    if _LABEL.match(body) and not body.endswith((":", ":-")):
        return False
    return _stands_over(body, following, bool(marker), alone) or _names_figures(body, following, then, alone)


def _names_figures(body: str, following: Line, then: Line | None, alone: bool) -> bool:
    """Stands over the head of a table printed with spaces, or over labels with a number under each."""
    if len(body.split()) > 6:
        return False
    if len(_told("column-of-a-time").findall(following.text)) >= 2:
        return True
    over_labels = then is not None and not _is_number(following.text) and _is_number(then.text)
    return alone and over_labels and len(following.text) < 40


def _is_sentence(body: str) -> bool:
    """Has a verb, or leads in to a list ("The following points were raised:")."""
    return _told("verb").search(body) is not None or (
        body.endswith((":", ":-")) and _told("leads-in").search(body) is not None
    )


def _shouted(body: str) -> bool:
    letters = [char for char in body if char.isalpha()]
    return len(letters) >= 4 and sum(char.isupper() for char in letters) >= 0.9 * len(letters)


def _asks(body: str) -> bool:
    return _told("question").match(body) is not None


def _stands_over(body: str, following: Line, numbered: bool, alone: bool) -> bool:
    """What comes next is longer, or a list: a line in a list of short lines is no heading."""
    if numbered or body.endswith((":", ":-")):
        return True
    return bool(marker_of(following.text)) or len(following.text) > max(45 if alone else 60, len(body))
