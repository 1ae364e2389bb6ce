"""Totals that only the text states, against what they are the sum of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from decimal import Decimal

from extractor.checks.evidence import Evidence
from extractor.checks.families import Family
from extractor.checks.lines import is_to_date, span_of
from extractor.checks.measures import Measure
from extractor.checks.wording import called, plain, said, when
from extractor.checks.year_to_date import D5, is_stock
from extractor.model import Finding, Observation

D13 = "D13-total-since-start"
NEAR = Decimal("0.08")
"""How far a total may be from the sum to be taken for it."""


def check_stated_years_to_date(evidence: Evidence) -> Iterator[Finding]:
    """D5: a stated year to date whose row has the months or quarters, but no year to date."""
    for figure in evidence.stated:
        match = evidence.matcher.match(figure) if _may_be_to_date(figure) else None
        if match is None or not match.clear or match.measure.at(figure):
            continue
        parts = _parts_of(match.measure, figure)
        added = sum((p.value for p in parts), Decimal(0))
        if parts and not is_stock(figure, [p.value for p in parts]):
            yield from _to_date(evidence, figure, parts, added, sure=match.sure)


def _may_be_to_date(figure: Observation) -> bool:
    whole = figure.unit == "count" and figure.role in ("actual", "previous") and not figure.qualifier
    return (
        whole and span_of(figure) in ("ytd", "range", "year", "half_year") and figure.period_start is not None
    )


def _parts_of(measure: Measure, figure: Observation) -> list[Observation]:
    """Months or quarters that make up the time of a figure; none where one is missing."""
    for span in ("month", "quarter"):
        cells = [c for c in measure.values("count") if span_of(c) == span and not is_to_date(c)]
        parts = {c.period_end: c for c in cells if c.period_start and c.period_end and _within(c, figure)}
        found = [parts[end] for end in sorted(end for end in parts if end)]
        if len(found) >= 2 and _fill(found, figure):
            return found
    return []


def _within(cell: Observation, figure: Observation) -> bool:
    assert figure.period_start and figure.period_end and cell.period_start and cell.period_end
    return figure.period_start <= cell.period_start and cell.period_end <= figure.period_end


def _fill(parts: Sequence[Observation], figure: Observation) -> bool:
    starts = [p.period_start for p in parts]
    ends = [figure.period_start and figure.period_start - timedelta(days=1), *(p.period_end for p in parts)]
    joined = all(
        start and end and start - end == timedelta(days=1) for start, end in zip(starts, ends, strict=False)
    )
    return joined and parts[-1].period_end == figure.period_end


def _to_date(
    evidence: Evidence, figure: Observation, parts: Sequence[Observation], added: Decimal, *, sure: bool
) -> Iterator[Finding]:
    shown = " + ".join(said(p) for p in parts[:4]) + (" + …" if len(parts) > 4 else "")
    if added == figure.value:
        words = f"{said(figure)} is {shown} of the table ({evidence.place(parts[0])})."
        yield evidence.finding(D5, "arithmetic_ok", "note", figure, parts, words, expected=added)
    elif sure and abs(added - figure.value) <= added * Decimal("0.3"):
        words = (
            f'"{called(figure)}" is stated as {said(figure)} for {when(figure)} ({evidence.place(figure)}), '
            f"but {shown} of the table ({evidence.place(parts[0])}) is {plain(added)}."
        )
        yield evidence.finding(
            D5, "arithmetic_wrong", "warning", figure, parts, words, expected=added, weight=2
        )


# --- totals since something began -------------------------------------------------------------------------


def check_totals_since_start(evidence: Evidence) -> Iterator[Finding]:
    """D13: "since the panel began 378 families": those up to last March with those of this year to date."""
    for figure in evidence.stated:
        if (
            figure.unit == "count"
            and figure.role == "actual"
            and figure.value >= 30
            and _is_since(evidence, figure)
        ):
            near = [s for s in _sums(evidence, figure) if abs(s[2] - figure.value) <= NEAR * figure.value]
            gaps = sorted({abs(s[2] - figure.value) for s in near})
            if gaps and gaps[0] and (len(gaps) == 1 or gaps[1] >= 3 * gaps[0]):
                nearest = min(near, key=lambda s: abs(s[2] - figure.value))
                yield _since(evidence, figure, *nearest)


def _is_since(evidence: Evidence, figure: Observation) -> bool:
    """Whether a figure's own sentence, or the one before in its paragraph, says since when it is counted."""
    sentence = evidence.sentence_of.get(figure.observation_id)
    before = evidence.sentence_before(sentence) if sentence else None
    texts = [evidence.text_between(s.document, s.start, s.end) for s in (sentence, before) if s]
    own = bool(texts) and evidence.search("since-the-start", texts[0]) is not None
    carried = len(texts) == 2 and evidence.search("since-the-start", texts[1]) is not None
    return own or (carried and evidence.search("a-further", texts[0]) is not None)


def _sums(evidence: Evidence, figure: Observation) -> Iterator[tuple[Observation, Observation, Decimal]]:
    """(an earlier total of the text, a year to date of a table, their sum) that share the figure's words."""
    own = _telling(evidence, figure)
    noun = _noun(evidence, figure)
    for start in evidence.stated:
        if start.document != figure.document or start.unit != "count" or start.value >= figure.value:
            continue
        if (
            _noun(evidence, start) != noun
            or not _is_year_end(start)
            or len(own & _telling(evidence, start)) < 2
        ):
            continue
        for table in evidence.tables_in(figure.document):
            for cell in table.cells:
                after = start.period_end and cell.period_start and start.period_end < cell.period_start
                if (
                    after
                    and cell.unit == "count"
                    and is_to_date(cell)
                    and _of_noun(evidence, cell, noun, table.cells)
                ):
                    yield start, cell, start.value + cell.value


def _telling(evidence: Evidence, figure: Observation) -> frozenset[str]:
    return evidence.vocabulary.words(figure.quote)


def _noun(evidence: Evidence, figure: Observation) -> str:
    """The word right behind a figure: "families" of "378 families"."""
    if figure.end is None:
        return ""
    after = evidence.text_between(figure.document, figure.end, figure.end + 30).split()
    return "".join(ch for ch in after[0].lower() if ch.isalpha()) if after else ""


def _is_year_end(figure: Observation) -> bool:
    return figure.period_end is not None and (figure.period_end.month, figure.period_end.day) == (3, 31)


def _of_noun(evidence: Evidence, cell: Observation, noun: str, cells: Sequence[Observation]) -> bool:
    """Whether a table counts what the noun names: some label of it does."""
    return bool(noun) and any(noun in other.indicator.lower() for other in cells)


def _since(
    evidence: Evidence, figure: Observation, start: Observation, cell: Observation, added: Decimal
) -> Finding:
    words = (
        f"{said(figure)} since the start ({evidence.place(figure)}), but {said(start)} up to {when(start)} "
        f"({evidence.place(start)}) and {said(cell)} for {when(cell)} ({evidence.place(cell)}) are "
        f"{plain(added)}."
    )
    return evidence.finding(
        D13, "arithmetic_wrong", "warning", figure, [start, cell], words, expected=added, weight=1.5
    )


FAMILY = Family((D13,), (check_stated_years_to_date, check_totals_since_start))
