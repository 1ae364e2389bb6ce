"""The records that every step takes and returns.

Frozen, plain and picklable: they hold facts, functions elsewhere do the work.  Field meanings
are those of the contract (docs/contract.md); numbers are `Decimal` from the moment they are read.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

BBox = tuple[float, float, float, float]
"""x0, top, x1, bottom in points, from the top left of the page as shown."""

Format = Literal["pdf", "html", "docx", "xlsx", "text"]
DocumentStatus = Literal[
    "ok", "partial", "needs_ocr", "encrypted", "not_a_document", "timeout", "memory", "crash", "too_large"
]
Unit = Literal[
    "percent", "percentage_points", "count", "currency_gbp", "minutes", "hours", "days", "weeks",
    "months", "years", "rate_per_1000", "rate_per_10000", "rate_per_100000", "ratio", "score", "other",
]  # fmt: skip
Qualifier = Literal["approx", "above", "at_least", "below", "at_most"]
Role = Literal[
    "actual", "previous", "change", "target", "benchmark", "numerator", "denominator", "projection",
    "threshold", "other",
]  # fmt: skip
PeriodType = Literal[
    "month", "quarter", "half_year", "year", "academic_year", "term", "ytd", "rolling_12m", "point", "range"
]
PeriodBasis = Literal["stated", "heading", "report_date", "inherited", "column", "row", "data_note"]
Direction = Literal["up", "down", "same"]
Better = Literal["high", "low", "neither"]
Origin = Literal["statement", "table"]
Verdict = Literal[
    "agrees", "agrees_after_rounding", "disagrees", "wrong_period", "wrong_column", "arithmetic_ok",
    "arithmetic_wrong", "restated", "no_evidence",
]  # fmt: skip
Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: offsets are characters of `Document.text`."""

    document: str
    page: int | None = None
    bbox: BBox | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a paper that a reader should know: a value that travels with the output."""

    code: str
    message: str
    place: Place


# --- what reading gives -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of text that belongs together: a paragraph, bullet, heading, or page furniture.

    `text == document.text[start:end]` always: hard line ends are inside it, untouched.
    """

    kind: Literal["paragraph", "list_item", "heading", "header", "footer", "footnote", "caption"]
    text: str
    start: int
    end: int
    page: int | None = None
    bbox: BBox | None = None
    level: int = 0
    """Heading level (1 is the highest; 0 unknown) or list depth."""
    marker: str = ""
    """The number, letter or bullet printed before it ("3.1.2", "(a)", "•"); part of `text` when printed."""
    bold: bool = False
    size: float | None = None
    """Font size in points, where the format has one."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a grid, at its first row and column."""

    row: int
    col: int
    text: str
    row_span: int = 1
    col_span: int = 1
    page: int | None = None
    bbox: BBox | None = None
    start: int | None = None
    end: int | None = None
    fill: str | None = None
    """Background as #rrggbb, for red/amber/green."""
    color: str | None = None
    """Text colour as #rrggbb where it is not black."""
    header: bool = False
    """The format itself calls it a header (th, header row)."""
    bold: bool = False
    rotated: bool = False
    number: Decimal | None = None
    """The stored number behind the text, for workbooks."""
    number_format: str | None = None
    superscripts: tuple[str, ...] = ()
    """Footnote marks that stood raised behind the text and are not part of it."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as printed.  Cells do not overlap; positions that no cell covers are blank."""

    index: int
    """Number of the grid in its document, from 0."""
    n_rows: int
    n_cols: int
    cells: tuple[Cell, ...]
    page: int | None = None
    bbox: BBox | None = None
    start: int | None = None
    end: int | None = None
    found_by: str = ""
    """ruled, horizontal_rules, borderless, mixed, html, docx, sheet, tabs, ocr."""
    caption: str = ""
    name: str = ""
    """Sheet name in a workbook."""
    hidden: bool = False
    pages: tuple[int, ...] = ()
    """All pages of a table that goes over several."""
    confidence: float = 1.0
    """Below 1 for OCR and for guessed structure."""
    first_cell: tuple[int, int] | None = None
    """Row and column of the sheet, both from 1, at which the grid begins; None outside workbooks."""
    continued_from: int | None = None
    """`index` of the grid on the page before that this one goes on from."""

    def at(self, row: int, col: int) -> Cell | None:
        """The cell that covers this position, spans included."""
        for cell in self.cells:
            if cell.row <= row < cell.row + cell.row_span and cell.col <= col < cell.col + cell.col_span:
                return cell
        return None

    def matrix(self) -> list[list[Cell | None]]:
        """Rows of covering cells: a spanning cell stands at every position it covers."""
        rows: list[list[Cell | None]] = [[None] * self.n_cols for _ in range(self.n_rows)]
        for cell in self.cells:
            for r in range(cell.row, min(cell.row + cell.row_span, self.n_rows)):
                for c in range(cell.col, min(cell.col + cell.col_span, self.n_cols)):
                    rows[r][c] = cell
        return rows

    def rows(self) -> list[list[str]]:
        """Texts by row; a spanning cell's text stands at its first position only."""
        rows = [[""] * self.n_cols for _ in range(self.n_rows)]
        for cell in self.cells:
            rows[cell.row][cell.col] = cell.text
        return rows


Block = Passage | Grid


@dataclass(frozen=True, slots=True)
class WordBoxes:
    """Places of the words of one page, as flat columns so that a thousand pages stay small.

    Word i covers characters starts[i]:ends[i] of the document and boxes[4*i:4*i+4] on the page.
    """

    starts: array[int] = field(default_factory=lambda: array("i"))
    ends: array[int] = field(default_factory=lambda: array("i"))
    boxes: array[float] = field(default_factory=lambda: array("f"))


PageStatus = Literal["ok", "empty", "needs_ocr", "ocr", "fallback", "repaired", "failed"]


@dataclass(frozen=True)
class Page:
    """One page of a paged document."""

    number: int
    width: float
    height: float
    status: PageStatus = "ok"
    start: int = 0
    end: int = 0
    words: WordBoxes = field(default_factory=WordBoxes)
    label: str = ""
    """What the paper itself prints as this page's number, e.g. "Page 83"."""


# --- what the outline gives ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Period:
    """A period as printed and as dates, both inclusive; equal dates are a snapshot.

    Dates are None where neither the words nor the document fix them.
    """

    text: str
    first: date | None
    last: date | None
    type: PeriodType | None
    basis: PeriodBasis = "stated"
    start: int | None = None
    """Characters of the text it was found in."""
    end: int | None = None
    note: str = ""
    opened: date | None = None
    """First day of the stretch whose end is named ("the end of Quarter 3", "as at March 2017")."""
    counted_from: date | None = None
    """Last day of the time that a "since" counts from ("since 2015")."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a stretch of a document belongs to."""

    authority: str | None = None
    committee: str | None = None
    meeting_date: date | None = None
    part: Literal["agenda", "minutes", "report", "appendix", "scorecard", "page", "unknown"] = "unknown"
    """A pack holds several; minutes of an earlier meeting inside it keep their own date."""
    item: str = ""
    """Agenda item or minute number and title."""
    title: str = ""
    headings: tuple[str, ...] = ()
    """Open section headings, outermost first."""
    report_date: date | None = None
    as_at: Period | None = None
    """The date or month the data is "as at", where the part says one."""
    reporting_period: Period | None = None
    """The period the part reports on ("Quarter 3 2018/19", "July to September 2021")."""
    year_type: Literal["fiscal", "academic", "calendar"] = "fiscal"
    named: Period | None = None
    """The last period that the part names in full, where it has no date of its own: incomplete
    dates ("in December") are read against it, and nothing is taken to be of it."""


@dataclass(frozen=True, slots=True)
class Outline:
    """Contexts, and which of them each block of the document stands in."""

    contexts: tuple[Context, ...] = (Context(),)
    of_block: tuple[int, ...] = ()
    abbreviations: tuple[tuple[str, str], ...] = ()
    """(short form, long form) as the paper defines them, e.g. ("CiC", "Children in Care")."""

    def context_of(self, block: int) -> Context:
        """The context of block number `block`."""
        return self.contexts[self.of_block[block]] if block < len(self.of_block) else self.contexts[0]


@dataclass(frozen=True)
class Document:
    """One paper, read: its text, blocks in reading order, pages, and (after the outline) contexts."""

    path: str
    sha256: str
    format: Format
    text: str
    blocks: tuple[Block, ...] = ()
    pages: tuple[Page, ...] = ()
    status: DocumentStatus = "ok"
    problems: tuple[Problem, ...] = ()
    outline: Outline = field(default_factory=Outline)
    title: str = ""
    """The title that the file itself carries (metadata, <title>)."""

    @property
    def passages(self) -> Iterator[tuple[int, Passage]]:
        """(block number, passage) in reading order."""
        return ((i, b) for i, b in enumerate(self.blocks) if isinstance(b, Passage))

    @property
    def grids(self) -> Iterator[tuple[int, Grid]]:
        """(block number, grid) in reading order."""
        return ((i, b) for i, b in enumerate(self.blocks) if isinstance(b, Grid))


# --- figures and observations ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as printed, and as a number."""

    text: str
    value: Decimal
    unit: Unit
    start: int
    end: int
    """Characters of the text it was found in: the number with its sign, currency and unit mark."""
    places: int = 0
    """Decimal places as printed, before any scale word: "£1.2m" has 1."""
    scale: int = 0
    """Power of ten of the scale word: 6 for "£1.2m"."""
    qualifier: Qualifier | None = None
    in_words: bool = False
    signed: bool = False
    """A sign was printed: "(+1.4%)"."""
    form: str = ""
    """Special shapes: n_of, m_of, one_in, none, all, fraction, multiple, rank, range_low, range_high,
    time ("4:35 minutes")."""
    weak: bool = False
    """Could as well be idiom ("one", "all", "half"): a reading needs more than the number."""


@dataclass(frozen=True, slots=True)
class TableSource:
    """Where in a table an observation came from, and what the row and column said."""

    grid: int
    row: int
    col: int
    code: str = ""
    """Indicator number of the row or column ("1.8", "CPU118")."""
    column: str = ""
    """Head of the column, levels joined by " / " (for transposed tables: of the row)."""
    row_label: str = ""
    better: Better | None = None
    rag: Literal["red", "amber", "green"] | None = None
    """The rating printed for the value; of a threshold, the colour that it limits."""
    trend: Literal["up", "down", "same"] | None = None
    """Arrow printed for the row, as drawn."""
    data_note: str = ""
    confirmed: bool = False
    """The table's own arithmetic confirms the value."""
    in_total: bool = False
    """The cell is a total of others in the table."""


@dataclass(frozen=True, slots=True)
class StatementSource:
    """Where in the text a stated figure came from."""

    block: int
    sentence_start: int
    sentence_end: int
    """Characters of the document."""
    measure_from: str = ""
    """Where the measure's words came from: clause, lead, heading, sentence_before, list, item."""


@dataclass(frozen=True, slots=True)
class Observation:
    """One number that a document states of an indicator: the contract's record.

    `source` is for the steps that follow and is not printed.
    """

    observation_id: str
    document: str
    document_sha256: str
    origin: Origin
    page: int | None
    bbox: BBox | None
    start: int | None
    end: int | None
    text: str
    quote: str
    value: Decimal
    unit: Unit
    qualifier: Qualifier | None
    role: Role
    indicator: str
    indicator_id: str | None = None
    indicator_label: str | None = None
    authority: str | None = None
    area: str | None = None
    cohort: str | None = None
    comparator: str | None = None
    period: str | None = None
    period_start: date | None = None
    period_end: date | None = None
    period_type: PeriodType | None = None
    direction: Direction | None = None
    compared_with: str | None = None
    rule: str = ""
    confidence: float = 0.5
    # what follows is not printed
    places: int = 0
    scale: int = 0
    period_basis: PeriodBasis | None = None
    source: TableSource | StatementSource | None = None
    context: int = 0
    """Index into the document's outline contexts."""
    resolution: str = ""
    """Why the indicator has this id, or none; the runner-up is named."""


@dataclass(frozen=True, slots=True)
class Claim:
    """Something a text says about figures that is not itself a figure and can be checked.

    kind: "superlative" (extreme=high|low, window=...), "run" (length, of=rise|fall|at value), "trend"
    (shape), "versus" (relation=above|below|in_line|met|missed, against=target|benchmark|previous),
    "multiple" (factor: doubled, halved, a third), "judgement" (word=improved|worsened), "rank", "gap",
    "sum" (parts make whole), "bound" (more than, nearly).
    """

    kind: str
    subject: str
    """`observation_id` of the figure spoken of."""
    other: str | None
    """`observation_id` of the figure it is set against, or None."""
    text: str
    params: tuple[tuple[str, str], ...]
    place: Place

    def param(self, name: str) -> str | None:
        """The value of a parameter, or None."""
        return dict(self.params).get(name)


@dataclass(frozen=True, slots=True)
class Unread:
    """A figure that no rule reads, or that is ambiguous: counted, shown, and in the golden files."""

    text: str
    quote: str
    reason: str
    place: Place
    readings: tuple[str, ...] = ()
    """For an ambiguous figure, the readings that were left open."""


@dataclass(frozen=True, slots=True)
class TableReading:
    """What one grid was read as, or why it was not."""

    grid: int
    kind: str
    """scorecard, detail, transposed, label_value, tiles, collapsed, layout, key, chart, uninterpreted."""
    reason: str = ""
    header_rows: tuple[int, ...] = ()
    stub_cols: tuple[int, ...] = ()
    observations: int = 0


@dataclass(frozen=True)
class Result:
    """All that one document gave."""

    document: Document
    observations: tuple[Observation, ...] = ()
    claims: tuple[Claim, ...] = ()
    unread: tuple[Unread, ...] = ()
    tables: tuple[TableReading, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One check of one figure or one relation between figures: the contract's record."""

    finding_id: str
    check: str
    verdict: Verdict
    severity: Severity
    stated: Observation
    evidence: tuple[Observation, ...]
    expected: Decimal | None
    explanation: str
    also: tuple[Observation, ...] = ()
    """Other places that state the same wrong figure (one cause, one finding)."""
    weight: float = 0.0
    """How much a reader would be misled, for ranking; larger first."""


@dataclass(frozen=True, slots=True)
class SeriesPoint:
    """One value of one series in one vintage: a row of series.csv."""

    authority: str | None
    indicator_id: str | None
    indicator: str
    area: str | None
    cohort: str | None
    kind: str
    """actual, target, benchmark:NAME."""
    period_type: PeriodType | None
    period_start: date | None
    period_end: date | None
    value: Decimal
    unit: Unit
    reported_on: date | None
    document: str
    page: int | None
    observation_id: str
    status: str
    """current, revised, conflict, duplicate; with a break mark appended as "current;break"."""
    note: str = ""
