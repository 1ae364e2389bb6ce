"""Superlatives, runs and trends against the history of their measure."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import regex

from extractor.checks.evidence import Evidence
from extractor.checks.families import Family
from extractor.checks.history import history
from extractor.checks.lines import VALUES, span_of
from extractor.checks.matching import Matcher
from extractor.checks.values import rounding_between
from extractor.checks.wording import called, said, when
from extractor.model import Claim, Finding, Observation, Place

D2 = "D2-superlative"
D3 = "D3-run"
D4 = "D4-trend"
STRICT_STEPS = 6
"""How far back "month on month" is taken to reach."""
YEARLY = regex.compile(r"^\W*\d{4}\s*/\s*\d{2,4}\W*$")


@dataclass(frozen=True)
class Told:
    """A claim about a figure whose history the tables give."""

    claim: Claim
    figure: Observation
    cells: list[Observation]
    """Up to the figure's own period; the figure itself last."""


def check_histories(evidence: Evidence) -> Iterator[Finding]:
    """D2, D3, D4."""
    matcher = evidence.matcher
    for claim in (*evidence.claims, *_heard(evidence)):
        told = _told(evidence, matcher, claim) if claim.kind in ("superlative", "run", "trend") else None
        if told is not None:
            finder = {"superlative": _superlative, "run": _run, "trend": _trend}[claim.kind]
            yield from finder(evidence, told)


def _heard(evidence: Evidence) -> Iterator[Claim]:
    """Superlatives and runs right behind a figure that no claim tells of: "at 25.0%, the lowest of the four
    quarters", "100% for six months"."""
    told = {(claim.kind, claim.subject) for claim in evidence.claims}
    for sentence in evidence.sentences:
        for figure in sentence.of_role("actual"):
            if figure.end is None:
                continue
            behind = evidence.text_between(figure.document, figure.end, sentence.end)
            for kind, match in (
                ("superlative", evidence.search("extreme-of-a-window", behind)),
                ("run", evidence.search("kept-for", behind)),
            ):
                if match is not None and (kind, figure.observation_id) not in told:
                    yield _claim_behind(evidence, figure, kind, match)


def _claim_behind(evidence: Evidence, figure: Observation, kind: str, match: regex.Match[str]) -> Claim:
    if kind == "superlative":
        extreme = "high" if match["high"] else "low"
        params: tuple[tuple[str, str], ...] = (
            ("extreme", extreme),
            ("window", " ".join(match["window"].split())),
        )
    else:
        stated = match["length"].lower()
        length = int(evidence.patterns.checks.numbers.get(stated, stated)) + (match["more"] is not None)
        params = (("length", str(length)), ("of", "at value"), ("unit", match["unit"].lower()))
    place = Place(figure.document, figure.page, None, figure.start, figure.end)
    said_so = f"{figure.text} {match.group().strip(' ,')}" if kind == "run" else match.group().strip(" ,")
    return Claim(kind, figure.observation_id, None, " ".join(said_so.split()), params, place)


def _told(evidence: Evidence, matcher: Matcher, claim: Claim) -> Told | None:
    figure = evidence.get(claim.subject)
    if figure is not None and claim.kind == "trend":
        figure = _best_known(evidence, matcher, claim, figure)
    match = matcher.match(figure) if figure is not None else None
    if figure is None or match is None or not match.clear or figure.period_end is None:
        return None
    cells = [c for c in history(match.measure, figure) if c.period_end and c.period_end <= figure.period_end]
    if len(cells) < 2 or cells[-1].period_end != figure.period_end:
        return None
    if rounding_between(figure, cells[-1]) is None:
        return None  # no value of that row: its own cell tells of that
    return Told(claim, figure, cells)


def _best_known(evidence: Evidence, matcher: Matcher, claim: Claim, figure: Observation) -> Observation:
    """The first result behind the words of a trend whose row is known; else the figure itself."""
    sentence = evidence.sentence_of.get(figure.observation_id)
    behind = [
        f
        for f in (sentence.of_role(*VALUES) if sentence is not None else [])
        if f.start is not None and f.start >= (claim.place.start or 0)
    ]
    known = (f for f in (*behind, figure) if (match := matcher.match(f)) is not None and match.clear)
    return next(known, figure)


def _window(evidence: Evidence, told: Told) -> list[Observation]:
    """The cells that a superlative speaks of: "12 months", "four quarters", "this year"; else all
    there are."""
    window = (told.claim.param("window") or "").lower()
    number = regex.search(r"\d+", window)
    count = int(number.group()) if number else _word_number(evidence, window)
    found = evidence.search("span-of-a-window", window)
    span = found["span"] if found else ""
    if count is not None and span:
        return told.cells[-(count + 1 if span == "month" and count >= 12 else count) :]
    if span == "year" and told.figure.period_end is not None:
        end = told.figure.period_end
        start = date(end.year - (end.month < 4), 4, 1)
        return [c for c in told.cells if c.period_end and c.period_end >= start]
    return told.cells


def _word_number(evidence: Evidence, text: str) -> int | None:
    counts = evidence.patterns.checks.numbers.items()
    return next((n for word, n in counts if n and regex.search(rf"\b{word}\b", text)), None)


def _superlative(evidence: Evidence, told: Told) -> Iterator[Finding]:
    high = told.claim.param("extreme") == "high"
    window = _window(evidence, told)
    others = [c for c in window if c.period_end != told.figure.period_end]
    if not others:
        return
    best = max(others, key=lambda c: c.value) if high else min(others, key=lambda c: c.value)
    own = told.figure.value
    word = "highest" if high else "lowest"
    if best.value == own:
        words = f"{said(told.figure)} is the {word}, together with {when(best)} ({evidence.place(best)})."
        yield evidence.finding(D2, "agrees", "note", told.figure, [best], words)
    elif (best.value > own) == high:
        words = (
            f'"{called(told.figure)}" at {said(told.figure)} is called the {word} '
            f"({evidence.place(told.figure)}), "
            f"but {when(best)} is {said(best)} ({evidence.place(best)})."
        )
        yield evidence.finding(D2, "disagrees", "error", told.figure, [best], words, weight=4)
    else:
        words = f"{said(told.figure)} is the {word} of the {len(window)} values that the table gives."
        yield evidence.finding(D2, "agrees", "note", told.figure, others, words)


def _run(evidence: Evidence, told: Told) -> Iterator[Finding]:
    length = regex.search(r"\d+", told.claim.param("length") or "")
    way = told.claim.param("of") or ""
    if length is None or way not in ("rise", "fall", "value", "at value", "at"):
        return
    stated = int(length.group())
    run = _run_length(told.cells, way)
    complete = len(told.cells) > stated or run < min(stated, len(told.cells))
    if run < stated and complete and len(told.cells) >= run + 2:
        stop = told.cells[-run - 1] if way not in ("rise", "fall") else told.cells[-run - 2]
        words = (
            f'"{told.claim.text}" ({evidence.place(told.figure)}): the table has a run of {run}; '
            f"{when(stop)} is {said(stop)} ({evidence.place(stop)})."
        )
        yield evidence.finding(D3, "disagrees", "warning", told.figure, [stop], words, weight=2)
    elif run >= stated:
        words = f'"{told.claim.text}": the table has {run} in a row.'
        yield evidence.finding(D3, "agrees", "note", told.figure, told.cells[-run:], words)


def _run_length(cells: Sequence[Observation], way: str) -> int:
    """Periods in a row that keep the value (that of the last cell), or rises or falls in a row."""
    run = 0
    if way not in ("rise", "fall"):
        for cell in reversed(cells):
            if cell.value != cells[-1].value:
                break
            run += 1
        return run
    for earlier, later in zip(reversed(cells[:-1]), reversed(cells[1:]), strict=True):
        if later.value == earlier.value or (later.value > earlier.value) != (way == "rise"):
            break
        run += 1
    return run


def _trend(evidence: Evidence, told: Told) -> Iterator[Finding]:
    way = {"rising": 1, "up": 1, "rise": 1, "falling": -1, "down": -1, "fall": -1}.get(
        told.claim.param("shape") or told.claim.param("of") or ""
    )
    cells = [c for c in _window(evidence, told) if span_of(c) != "year" and not YEARLY.search(c.period or "")]
    since = told.claim.param("window") or ""
    strict = evidence.search("step-by-step", told.claim.text) is not None
    if (
        way is None
        or len(cells) < 4
        or (evidence.search("midway", told.figure.quote) and not (since or strict))
    ):
        return
    steps = [(b.value - a.value) * way for a, b in itertools.pairwise(cells)]
    against = [i for i, step in enumerate(steps) if step < 0]
    whole = (cells[-1].value - cells[0].value) * way
    listed = ", ".join(said(c) for c in cells[-6:])
    name = "rise" if way > 0 else "fall"
    if whole < 0 and len(against) * 2 > len(steps):
        words = (
            f'"{told.claim.text}" ({evidence.place(told.figure)}), but from {when(cells[0])} the table '
            f"does not {name}: "
            f"{said(cells[0])} to {said(cells[-1])} ({evidence.place(cells[-1])})."
        )
        yield evidence.finding(
            D4, "disagrees", "warning", told.figure, [cells[0], cells[-1]], words, weight=2.5
        )
    elif strict and any(i >= len(steps) - STRICT_STEPS for i in against):
        i = against[-1]
        words = (
            f'"{told.claim.text}" ({evidence.place(told.figure)}), but {said(cells[i])} of {when(cells[i])} '
            f"became {said(cells[i + 1])} in {when(cells[i + 1])} ({evidence.place(cells[i + 1])})."
        )
        yield evidence.finding(D4, "disagrees", "warning", told.figure, cells[i : i + 2], words, weight=1)
    elif against:
        words = f'"{told.claim.text}": {len(against)} of {len(steps)} steps go the other way (…{listed}).'
        yield evidence.finding(D4, "no_evidence", "note", told.figure, [], words)


FAMILY = Family((D2, D3, D4), (check_histories,))
