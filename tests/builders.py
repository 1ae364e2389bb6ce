"""Small results made by hand, for tests of what comes after reading."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from extractor.model import (
    Cell,
    Context,
    Document,
    Finding,
    Grid,
    Observation,
    Outline,
    Passage,
    Place,
    Problem,
    Result,
    SeriesPoint,
    StatementSource,
    TableReading,
    TableSource,
    Unread,
)
from extractor.store import Store, series_row

SENTENCE = "The share of plans reviewed in time fell from 92.4% in March 2021 to 88.1% in April 2021."
AUTHORITY = "Ambleford Council"


def observation(text: str = "88.1%", **changes: Any) -> Observation:
    """An observation with every needed field, changed where asked."""
    value = Decimal(text.strip("%£").replace(",", ""))
    sha256 = changes.get("document_sha256", hashlib.sha256(b"paper").hexdigest())
    made = Observation(
        observation_id=changes.get("observation_id", f"o-{text}-{changes.get('role', 'actual')}"),
        document="paper.txt",
        document_sha256=sha256,
        origin="statement",
        page=None,
        bbox=None,
        start=SENTENCE.find(text) if text in SENTENCE else 0,
        end=SENTENCE.find(text) + len(text) if text in SENTENCE else len(text),
        text=text,
        quote=SENTENCE,
        value=value,
        unit="percent" if text.endswith("%") else "count",
        qualifier=None,
        role="actual",
        indicator="plans reviewed in time",
        authority=AUTHORITY,
        period="April 2021",
        period_start=date(2021, 4, 1),
        period_end=date(2021, 4, 30),
        period_type="month",
        direction="down",
        rule="from_to",
        confidence=0.9,
        places=1,
        source=StatementSource(block=0, sentence_start=0, sentence_end=len(SENTENCE), measure_from="clause"),
    )
    return replace(made, **changes)


def scorecard(rows: list[list[str]], index: int = 0, page: int | None = None) -> Grid:
    """A plain grid of these texts, its first row a header."""
    cells = tuple(
        Cell(r, c, text, page=page, header=r == 0)
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
        if text
    )
    return Grid(index, len(rows), max(map(len, rows)), cells, page=page, found_by="tabs", caption="Scorecard")


def result(name: str = "paper.txt", content: bytes = b"paper", **changes: Any) -> Result:
    """One paper with a sentence, a table, two stated figures, one cell and one unread figure."""
    sha256 = hashlib.sha256(content).hexdigest()
    passage = Passage("paragraph", SENTENCE, 0, len(SENTENCE))
    grid = scorecard([["Measure", "Mar 21", "Apr 21"], ["Plans reviewed in time", "92.4%", "87.5%"]])
    context = Context(AUTHORITY, "Scrutiny Panel", date(2021, 5, 20), "minutes")
    document = Document(
        name, sha256, "text", SENTENCE, (passage, grid), outline=Outline((context,), (0, 0)), title="Minutes"
    )
    stated = observation("88.1%", observation_id=f"{sha256[:6]}-1", document=name, document_sha256=sha256)
    earlier = replace(
        observation("92.4%", observation_id=f"{sha256[:6]}-2", document=name, document_sha256=sha256),
        role="previous", period="March 2021", period_start=date(2021, 3, 1), period_end=date(2021, 3, 31),
    )  # fmt: skip
    cell = replace(
        observation("87.5%", observation_id=f"{sha256[:6]}-3", document=name, document_sha256=sha256),
        origin="table", start=None, end=None, quote="Plans reviewed in time | 92.4% | 87.5%", direction=None,
        source=TableSource(grid=0, row=1, col=2, column="Apr 21", row_label="Plans reviewed in time"),
    )  # fmt: skip
    made = Result(
        document=document,
        observations=(replace(stated, compared_with=earlier.observation_id), earlier, cell),
        unread=(Unread("7", "Item 7 is odd.", "no rule reads it", Place(name, start=3, end=4)),),
        tables=(TableReading(0, "scorecard", header_rows=(0,), stub_cols=(0,), observations=1),),
        problems=(Problem("no_period", "the table has no year", Place(name)),),
    )
    return replace(made, **changes)


def finding(made: Result) -> Finding:
    """The stated figure of `result` against its cell."""
    stated, _, cell = made.observations
    return Finding(
        finding_id=f"f-{stated.observation_id}",
        check="A1",
        verdict="disagrees",
        severity="error",
        stated=stated,
        evidence=(cell,),
        expected=cell.value,
        explanation="The text says 88.1% for April 2021; the scorecard says 87.5%.",
    )


def keep_outcomes(
    store: Store,
    points: Sequence[SeriesPoint],
    findings: Sequence[Finding],
    indicators: Sequence[tuple[str, str, str | None, str | None, str | None]] = (),
) -> None:
    """Series of one line each, findings in the order of their ranks, and the catalogue."""
    store.set_indicators(indicators)
    with store.transaction() as db:
        for number, made in enumerate(points):
            store.set_line(f"line {number}", [series_row(made)])
        for rank, found in enumerate(findings, 1):
            store.set_findings(found.stated.document_sha256, [found])
            db.execute("UPDATE findings SET rank = ? WHERE finding_id = ?", [rank, found.finding_id])


def point(made: Observation, **changes: Any) -> SeriesPoint:
    """An observation as a point of its series."""
    return replace(
        SeriesPoint(
            made.authority, made.indicator_id, made.indicator, made.area, made.cohort, "actual",
            made.period_type, made.period_start, made.period_end, made.value, made.unit, date(2021, 5, 20),
            made.document, made.page, made.observation_id, "current",
        ),
        **changes,
    )  # fmt: skip
