"""A move "from 26 to 15" that one row has gone through, and left behind since."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from extractor.checks.changes import Movement, movements
from extractor.checks.evidence import Evidence
from extractor.checks.families import Family
from extractor.checks.lines import column_span, comparable, is_to_date, says_its_time
from extractor.checks.measures import Measure
from extractor.checks.reasons import A4
from extractor.checks.values import plainly_from
from extractor.checks.wording import called, said, when
from extractor.model import Finding, Observation

DIGITS = 2
"""Digits of both values at least, for a row to be known by them."""


def check_moves(evidence: Evidence) -> Iterator[Finding]:
    """A4: where no row has the words of a move, the one row that has both its values."""
    for sentence in evidence.sentences:
        for pair in movements(evidence, sentence):
            match = evidence.matcher.match(pair.after)
            if (match is None or not match.clear) and not says_its_time(pair.after):
                yield from _left_behind(evidence, pair)


def _left_behind(evidence: Evidence, pair: Movement) -> Iterator[Finding]:
    rows = [_months(measure) for measure in _sharing(evidence, pair.after)]
    found = [(cells, move) for cells in rows if (move := _same_move(pair, cells)) is not None]
    if len(found) != 1:
        return
    cells, (before, after) = found[0]
    newest, end = cells[-1], pair.after.period_end
    if end is None or not _is_before(after, newest) or _ends(newest) > end:
        return
    if not plainly_from(pair.after, newest):
        yield _finding(evidence, pair, (before, after, newest))


def _sharing(evidence: Evidence, figure: Observation) -> list[Measure]:
    """Rows of the paper for the whole area with a word of the figure's measure."""
    words = evidence.matcher.own_words(figure)
    return [
        m
        for m in evidence.measures_in.get(figure.document, ())
        if m.area is None and m.words & words and any(comparable(figure.unit, unit) for unit in m.cell_units)
    ]


def _months(measure: Measure) -> list[Observation]:
    """Monthly and quarterly values of a row in the order of time, in whatever unit a table gives them."""
    cells = [c for c in measure.values() if c.period_end and column_span(c) in ("month", "quarter")]
    return sorted((c for c in cells if not is_to_date(c)), key=_ends)


def _ends(cell: Observation) -> date:
    assert cell.period_end is not None
    return cell.period_end


def _is_before(one: Observation, other: Observation) -> bool:
    return _ends(one) < _ends(other)


def _same_move(pair: Movement, cells: Sequence[Observation]) -> tuple[Observation, Observation] | None:
    """The last cell with the later value of a move, and one before it with the earlier value."""
    if any(sum(map(str.isdigit, value.text)) < DIGITS for value in (pair.before, pair.after)):
        return None
    after = next((c for c in reversed(cells) if c.value == pair.after.value), None)
    earlier = [c for c in cells if after and _is_before(c, after) and c.value == pair.before.value]
    return (earlier[-1], after) if after and earlier else None


def _finding(
    evidence: Evidence, pair: Movement, cells: tuple[Observation, Observation, Observation]
) -> Finding:
    before, after, newest = cells
    words = (
        f'"{called(pair.after)}" is stated to have moved from {said(pair.before)} to {said(pair.after)} '
        f'({evidence.place(pair.after)}); in the one row with both, "{called(after)}", these are of '
        f"{when(before)} and {when(after)}, and {when(newest)} is {said(newest)} ({evidence.place(newest)})."
    )
    return evidence.finding(
        A4,
        "wrong_period",
        "warning",
        pair.after,
        [newest, after, before],
        words,
        expected=newest.value,
        weight=1.5,
    )


FAMILY = Family((A4,), (check_moves,))
