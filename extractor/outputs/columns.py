"""The columns of every table that goes out: one description for CSV, CSVW, Parquet, SQL and the workbook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Datatype = Literal["string", "decimal", "integer", "date"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, what it holds, and its meaning for a reader."""

    name: str
    datatype: Datatype
    description: str

    @property
    def title(self) -> str:
        """The name as a person writes it."""
        return self.name.replace("_", " ").capitalize()


def _columns(datatype: Datatype, **described: str) -> tuple[Column, ...]:
    return tuple(Column(name, datatype, text) for name, text in described.items())


_IDENTITY = _columns(
    "string",
    observation_id="Stable id of the figure: the same document gives the same ids on every run and machine",
    document="The paper, by the path as given",
    document_sha256="Hash of the paper's bytes",
    origin="statement: running text; table: a cell",
)
_WHERE = (
    Column("page", "integer", "Page in the file, from 1, for paged formats"),
    Column("bbox", "string", "x0, top, x1 and bottom on the page in points"),
    Column("start", "integer", "First character of the figure in the document's text"),
    Column("end", "integer", "Character after the figure"),
    Column("text", "string", "The figure as printed"),
    Column("quote", "string", "The sentence, bullet or table row that holds it"),
)
_WHAT = (
    Column("value", "decimal", "The figure as a number"),
    *_columns(
        "string",
        unit="percent, count, currency_gbp, days, rate_per_10000 and so on",
        qualifier="approx, above, at_least, below, at_most, or empty",
        role="actual, previous, change, target, benchmark, numerator, denominator, projection and so on",
        indicator="The measure in the document's own words",
        indicator_id="The catalogue's id for it, or empty",
        indicator_label="The catalogue's name for it, or empty",
        authority="The body reported on",
        area="The part of it; empty: the whole",
        cohort="The group; empty: the whole",
        comparator="For a benchmark, whose figure it is",
        period="The words that give the period",
    ),
    Column("period_start", "date", "First day of the period"),
    Column("period_end", "date", "Last day of the period; equal to the first for a snapshot"),
    *_columns(
        "string",
        period_type="month, quarter, half_year, year, academic_year, term, ytd, rolling_12m, point, range",
        direction="The movement over time that the text states: up, down, same, or empty",
        compared_with="The observation it is stated against",
        rule="The pattern or table reading that made it",
    ),
    Column("confidence", "decimal", "0 to 1: of those near 0.9, nine in ten are right"),
)
OBSERVATIONS: tuple[Column, ...] = (*_IDENTITY, *_WHERE, *_WHAT)

SERIES: tuple[Column, ...] = (
    *_columns(
        "string",
        authority="The body reported on; empty where the papers name none",
        indicator_id="The catalogue's id, or empty",
        indicator="The measure: the catalogue's name, else the paper's words",
        area="The part of the authority; empty: the whole",
        cohort="The group; empty: the whole",
        kind="actual, target, or benchmark:NAME",
        period_type="What sort of period; sorts never share a series",
    ),
    Column("period_start", "date", "First day of the period"),
    Column("period_end", "date", "Last day of the period"),
    Column("value", "decimal", "The value as this document reports it"),
    Column("unit", "string", "Unit of the value"),
    Column("reported_on", "date", "Date of the paper: what makes one vintage older than another"),
    Column("document", "string", "The paper, by the path as given"),
    Column("page", "integer", "Page in the file, from 1"),
    Column("observation_id", "string", "The observation it comes from"),
    Column("status", "string", "current, revised, conflict or duplicate; ;break where a definition changed"),
)

FINDINGS: tuple[Column, ...] = (
    *_columns(
        "string",
        finding_id="Stable id of the finding",
        check="Id of the check that was made",
        verdict="What the check says of the figure",
        severity="error, warning or note",
        document="The paper that states the figure",
    ),
    Column("page", "integer", "Page of the figure"),
    Column("text", "string", "The figure as printed"),
    Column("quote", "string", "The sentence or row that holds it"),
    Column("indicator", "string", "The measure in the document's own words"),
    Column("period", "string", "The words that give the period"),
    Column("value", "decimal", "The figure as a number"),
    Column("unit", "string", "Unit of the figure"),
    Column("expected", "decimal", "The value that the evidence gives, or empty"),
    Column("explanation", "string", "Why, in a sentence"),
    Column("stated", "string", "The observation that was checked"),
    Column("evidence", "string", "The observations it was checked against, separated by spaces"),
    Column("also", "string", "Other observations that state the same figure, separated by spaces"),
)

TABLES: dict[str, tuple[Column, ...]] = {
    "observations": OBSERVATIONS,
    "series": SERIES,
    "findings": FINDINGS,
}
