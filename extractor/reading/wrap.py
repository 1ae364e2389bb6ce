"""Which lines belong to one passage: hard-wrapped prose against lists of short lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from extractor.reading.lines import Line, body_of, marker_of

_STOP = (".", "!", "?", ":", ";", ":-", "…")
_LABEL = re.compile(r"[A-Z£%][^:.;!?]{0,58}:(?:-|–)?(?:\s+\S|$)")
_NUMBER_ALONE = re.compile(r"[£(+-]*\s*\d[\d,.\s]*\s*(?:%|per cent|[kKmM]|bn)?\)?\s*\|?")
_CELLS = re.compile(r"(?:\s+(?:[£(+-]*\d[\d,]*(?:\.\d+)?%?\)?|n/?a|tb[ac])){2,}\s*$", re.I)
"""What the row of a table ends with that was set with spaces."""
_DATES = re.compile(
    r"\d{1,2}(?:\s?(?:st|nd|rd|th))?\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*,?(?:\s+\d{4})?|"
    r"\d{1,2}/\d{1,2}/\d{2,4}|(?:19|20)\d\d(?:\s?[/–-]\s?(?:19|20)?\d\d)?|"
    r"\b(?:q|quarter|stage|phase|section|part|appendix|item|no\.?|key stage|ks|level|outcome|table|figure|"
    r"chart|note|ni|bv|step)\s?\d+[a-z]?",
    re.I,
)
_CONTROLS = re.compile(
    r"(?:scroll|show|view|back to|skip|download|print|share|click|read more|see more|page)\b", re.I
)
_COLUMN = re.compile(
    r"(?<![\w/])(?:(?:19|20)\d\d\s?[/–-]\s?(?:19|20)?\d\d|q[1-4]\b|quarter [1-4]\b|"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[ -]?\d\d(?:\d\d)?\b)",
    re.I,
)
_OPEN_WORDS = re.compile(
    r"\b(?:a|an|the|of|in|to|and|or|for|by|with|from|at|on|was|were|is|are|has|had|been|than|that|which|per|"
    r"its|their|this|these|our|as|be|not|we|it)$",
    re.I,
)
_VERBS = re.compile(r"\b(?:was|were|is|are|has|have|had|be|been|will|would|stood|rose|fell|grew)\b", re.I)
_LEADS_IN = re.compile(
    r"\b(?:following|highlighted|discussed|included|considered|raised|noted|reported|tells|states|asked|agreed|"
    r"outlined|summarised)\b",
    re.I,
)


_DATE_AHEAD = re.compile(
    r"(?:the )?(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,? )?(?:19|20)\d\d\b",
    re.I,
)
_AWAITS_DATE = re.compile(
    r"\b(?:of|in|to|and|for|by|from|at|on|the|since|until|ending|ended|between|during|year|quarter \d|q\d)$",
    re.I,
)
_AWAITS_NUMBER = re.compile(
    r"\b(?:was|were|is|are|be|been|of|to|from|at|by|over|under|than|about|around|nearly|averaged|averaging|"
    r"totalled|totalling|reached|numbered|took|the)$",
    re.I,
)
_SHORTEST_CUT = 30


def breaks_before_date(previous: str, following: str) -> bool:
    """ "… 15 in quarter 3 of", and on the next line "2015/16, which was welcome"."""
    return (
        len(previous) >= _SHORTEST_CUT
        and _AWAITS_DATE.search(previous) is not None
        and _DATE_AHEAD.match(following) is not None
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
    if _CELLS.search(previous.text) and _CELLS.search(line.text):
        return False
    if _is_number(line.text.removesuffix(".")):
        return line.text.endswith(".") and not previous.text.endswith(_STOP) and _full(previous, line, width)
    if not 45 <= width <= 190:
        return _goes_on(previous, line, width)
    if not _full(previous, line, width):
        due = _AWAITS_NUMBER.search(previous.text) is not None
        return _goes_on(previous, line, width) and (due or len(previous.text) > 0.5 * width)
    return not previous.text.endswith(_STOP) or (wrapped and len(previous.text) >= 0.9 * width)


def _is_number(text: str) -> bool:
    return len(text) <= 40 and _NUMBER_ALONE.fullmatch(text) is not None


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
        return line.text[:1].isdigit() and _AWAITS_NUMBER.search(previous.text) is not None
    return len(previous.text) >= 30 or _OPEN_WORDS.search(previous.text) is not None


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
    if body.endswith((".", ";", ",", "-:")) or re.search(r"\d", _DATES.sub("", body)) or "%" in body:
        return False
    if (marker and not re.search(r"\d", marker)) or (_CONTROLS.match(body) and len(body.split()) <= 4):
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
    if len(_COLUMN.findall(following.text)) >= 2:
        return True
    over_labels = then is not None and not _is_number(following.text) and _is_number(then.text)
    return alone and over_labels and len(following.text) < 40


def _is_sentence(body: str) -> bool:
    """Has a verb, or leads in to a list ("The following points were raised:")."""
    return _VERBS.search(body) is not None or (
        body.endswith((":", ":-")) and _LEADS_IN.search(body) is not None
    )


def _shouted(body: str) -> bool:
    letters = [char for char in body if char.isalpha()]
    return len(letters) >= 4 and sum(char.isupper() for char in letters) >= 0.9 * len(letters)


def _asks(body: str) -> bool:
    return re.match(r"(?:what|how|where|why|who|areas?)\b", body, re.I) is not None


def _stands_over(body: str, following: Line, numbered: bool, alone: bool) -> bool:
    """What comes next is longer, or a list: a line in a list of short lines is no heading."""
    if numbered or body.endswith((":", ":-")):
        return True
    return bool(marker_of(following.text)) or len(following.text) > max(45 if alone else 60, len(body))
