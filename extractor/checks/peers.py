"""Places among peers, and comparators that have grown old."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.checks.evidence import Evidence
from extractor.checks.families import Family
from extractor.checks.lines import VALUES, is_whole
from extractor.checks.measures import by_area
from extractor.checks.wording import called, said, when
from extractor.model import Claim, Finding, Observation

C6 = "C6-old-comparator"
C7 = "C7-place-among-peers"


def check_old_comparators(evidence: Evidence) -> Iterator[Finding]:
    """C6: a comparator of years ago beside this month's value; one note a column."""
    allowed = evidence.settings.tolerance(C6, "24")
    for lines in evidence.lines_by_grid.values():
        told: set[tuple[object, ...]] = set()
        for line in lines:
            newest = max(
                (c for c in line.values() if c.period_end),
                key=lambda c: c.period_end,  # type: ignore[arg-type, return-value]
                default=None,
            )
            for mark in line.cells:
                if mark.role != "benchmark" or mark.period_end is None or newest is None:
                    continue
                months = (newest.period_end.year - mark.period_end.year) * 12  # type: ignore[union-attr]
                months += newest.period_end.month - mark.period_end.month  # type: ignore[union-attr]
                if months > allowed and (mark.comparator, mark.period_end) not in told:
                    told.add((mark.comparator, mark.period_end))
                    yield _old(evidence, mark, newest, months)


def _old(evidence: Evidence, mark: Observation, newest: Observation, months: int) -> Finding:
    name = (mark.comparator or "comparator").replace("_", " ")
    words = (
        f'"{called(mark)}": the {name} of {said(mark)} is of {when(mark)} ({evidence.place(mark)}), '
        f"{months} months before the newest value, {said(newest)} of {when(newest)}."
    )
    return evidence.finding(C6, "no_evidence", "note", mark, [newest], words)


def check_places(evidence: Evidence) -> Iterator[Finding]:
    """C7: "3rd of 11" and "in the top quartile" against the table."""
    for claim in evidence.claims:
        figure = evidence.get(claim.subject)
        if claim.kind == "rank" and claim.param("relation") == "top_quartile" and figure is not None:
            yield from _quartile(evidence, claim, figure)
    for sentence in evidence.sentences:
        said_so = evidence.search(
            "place-among", evidence.text_between(sentence.document, sentence.start, sentence.end)
        )
        results = [f for f in sentence.of_role("actual") if f.places or f.value > 30 or f.unit == "percent"]
        if said_so and len(results) == 1:
            yield from _place(evidence, results[0], int(said_so["place"]), said_so.group())


def _quartile(evidence: Evidence, claim: Claim, figure: Observation) -> Iterator[Finding]:
    match = evidence.matcher.match(figure)
    if match is None or not match.clear:
        return
    marks = [c for c in match.measure.of_role("benchmark", figure.unit) if c.comparator == "top_quartile"]
    better = evidence.better(match.measure, figure)
    if len({c.value for c in marks}) != 1 or better not in ("high", "low"):
        return
    gap = (figure.value - marks[0].value) * (1 if better == "high" else -1)
    words = f'"{claim.text}": {said(figure)}, and the top quartile begins at {said(marks[0])}'
    if gap >= 0:
        yield evidence.finding(C7, "agrees", "note", figure, marks[:1], f"{words}.")
        return
    words += f" ({evidence.place(marks[0])}), so that it is not in it ({evidence.place(figure)})."
    yield evidence.finding(
        C7, "disagrees", "error", figure, marks[:1], words, expected=marks[0].value, weight=3
    )


def _place(evidence: Evidence, figure: Observation, place: int, text: str) -> Iterator[Finding]:
    """Only where one table of peers has the figure for the same time."""
    found = [peers for peers in _peers(evidence, figure) if any(p.value == figure.value for p in peers)]
    if len(found) != 1:
        return
    peers = found[0]
    above = sum(p.value > figure.value for p in peers)
    below = sum(p.value < figure.value for p in peers)
    equal = len(peers) - above - below
    highest, lowest = range(above + 1, above + equal + 1), range(below + 1, below + equal + 1)
    if place in highest or place in lowest:
        words = f'"{text}": so it is among the {len(peers)} of the table ({evidence.place(peers[0])}).'
        yield evidence.finding(C7, "agrees", "note", figure, peers, words)
        return
    words = (
        f'"{text}" ({evidence.place(figure)}): of the {len(peers)} of the table {above} are above '
        f"{said(figure)} and {below} below ({evidence.place(peers[0])})."
    )
    yield evidence.finding(C7, "disagrees", "warning", figure, peers, words, weight=3)


def _peers(evidence: Evidence, figure: Observation) -> Iterator[Sequence[Observation]]:
    for group in by_area(evidence.measures_in.get(figure.document, ())):
        peers = [
            cell
            for measure in group
            if not is_whole(measure.area)
            for cell in measure.at(figure)[:1]
            if cell.role in VALUES and cell.unit == figure.unit
        ]
        if len(peers) >= 4:
            yield peers


FAMILY = Family((C6, C7), (check_old_comparators, check_places))
