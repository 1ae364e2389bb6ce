"""Everything that the papers given together state, indexed for the checks."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

import regex

from extractor.checks.grids import Table, tables_of
from extractor.checks.lines import Line, lines_of, table_source
from extractor.checks.measures import Measure, measures_of
from extractor.checks.settings import CheckSettings
from extractor.checks.words import Vocabulary, Weights, weigh
from extractor.model import (
    Better,
    Claim,
    Context,
    Direction,
    Document,
    Finding,
    Grid,
    Observation,
    Passage,
    Result,
    Severity,
    StatementSource,
    Verdict,
)
from extractor.patterns import PatternSet

if TYPE_CHECKING:
    from extractor.checks.matching import Matcher


REACH = 70
"""Characters between a word of movement and its figure at most."""
SHORT = 600
"""Characters of a paragraph that is quoted whole."""
TORN = regex.compile(r"(?<![\d.,/])0\d")
"""Print that is not one number, such as "000" where two lines lie on each other."""


@dataclass(frozen=True)
class Sentence:
    """The figures of one sentence (or bullet), in the order of the text."""

    document: str
    start: int
    end: int
    figures: tuple[Observation, ...]

    def around(self, figure: Observation) -> tuple[int, int]:
        """Characters from the end of the figure before to the start of the next one."""
        at = figure.start or 0
        ends = [f.end for f in self.figures if f.end is not None and f.end <= at]
        starts = [f.start for f in self.figures if f.start is not None and f.start > at]
        return max(ends, default=self.start), min(starts, default=self.end)

    def of_role(self, *roles: str) -> list[Observation]:
        """Its figures in any of these roles."""
        return [figure for figure in self.figures if figure.role in roles]


class Evidence:
    """All observations, claims, table lines and measures of some papers; nothing here decides anything."""

    def __init__(
        self, results: Sequence[Result], patterns: PatternSet, settings: CheckSettings | None = None
    ) -> None:
        self.results = tuple(results)
        self.patterns = patterns
        self.settings = settings or CheckSettings()
        self.vocabulary = Vocabulary(patterns.checks)
        self._by_path = {result.document.path: result for result in self.results}

    def search(self, expression: str, text: str) -> regex.Match[str] | None:
        """Where an expression of `patterns/checks/` is found first in a text."""
        return self.patterns.checks.expressions[expression].search(text)

    def listed(self, words: str) -> frozenset[str]:
        """A list of words of `patterns/checks/`."""
        return self.patterns.checks.words[words]

    @cached_property
    def observations(self) -> dict[str, Observation]:
        """Every observation by its id."""
        return {o.observation_id: o for result in self.results for o in result.observations}

    @cached_property
    def stated(self) -> tuple[Observation, ...]:
        """Figures of running text, in the order of the papers."""
        return tuple(o for r in self.results for o in r.observations if o.origin == "statement")

    @cached_property
    def stated_of(self) -> dict[tuple[str, date | None, Decimal], list[Observation]]:
        """Figures of running text by paper, last day and value."""
        found: dict[tuple[str, date | None, Decimal], list[Observation]] = defaultdict(list)
        for figure in self.stated:
            found[figure.document, figure.period_end, figure.value].append(figure)
        return dict(found)

    @cached_property
    def newest_times(self) -> dict[str, date]:
        """The last day that the tables of each paper have results for."""
        from extractor.checks.papers import newest_times

        return newest_times(self)

    @cached_property
    def cells(self) -> tuple[Observation, ...]:
        """Figures of tables, in the order of the papers, without rows whose print is torn."""
        cells = [o for r in self.results for o in r.observations if o.origin == "table"]
        torn = {_row(cell) for cell in cells if TORN.search(cell.text)}
        return tuple(cell for cell in cells if _row(cell) not in torn)

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """Everything said about figures that is no figure itself."""
        return tuple(claim for result in self.results for claim in result.claims)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Rows of all tables."""
        return tuple(lines_of(self.cells, self.vocabulary))

    @cached_property
    def weights(self) -> Weights:
        """How telling each word is among the rows of these papers."""
        return weigh(line.words for line in self.lines)

    def weights_in(self, document: str) -> Weights:
        """How telling each word is among the rows of one paper; of all papers for ""."""
        return self._weights_by_paper.get(document, self.weights)

    @cached_property
    def _weights_by_paper(self) -> dict[str, Weights]:
        return {paper: weigh(line.words for line in lines) for paper, lines in self.lines_in.items()}

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """Rows that count the same thing, as one."""
        return tuple(measures_of(self.lines, self.weights))

    @cached_property
    def measures_by_grid(self) -> dict[tuple[str, int], list[Measure]]:
        """Measures that have a row in a table, by paper and table."""
        found: dict[tuple[str, int], list[Measure]] = defaultdict(list)
        for measure in self.measures:
            for grid in dict.fromkeys((line.document, line.grid) for line in measure.lines):
                found[grid].append(measure)
        return dict(found)

    @cached_property
    def measures_in(self) -> dict[str, list[Measure]]:
        """Measures that have a row in a paper, by paper."""
        found: dict[str, list[Measure]] = defaultdict(list)
        for measure in self.measures:
            for document in dict.fromkeys(line.document for line in measure.lines):
                found[document].append(measure)
        return dict(found)

    @cached_property
    def tables(self) -> dict[tuple[str, int], Table]:
        """The result figures of each table, by paper and table."""
        return {(table.document, table.grid): table for table in tables_of(self.cells)}

    def tables_in(self, document: str) -> list[Table]:
        """The result figures of each table of a paper."""
        return [self.tables[key] for key in self.grids_in(document) if key in self.tables]

    def grid(self, document: str, index: int) -> Grid | None:
        """A table as printed."""
        return self._grids.get((document, index))

    @cached_property
    def _grids(self) -> dict[tuple[str, int], Grid]:
        papers = (result.document for result in self.results)
        return {(paper.path, grid.index): grid for paper in papers for _, grid in paper.grids}

    @cached_property
    def measure_of(self) -> dict[str, Measure]:
        """The measure of each table cell, by observation id."""
        return {c.observation_id: measure for measure in self.measures for c in measure.cells}

    @cached_property
    def line_of(self) -> dict[str, Line]:
        """The row of each table cell, by observation id."""
        return {c.observation_id: line for line in self.lines for c in line.cells}

    @cached_property
    def matcher(self) -> Matcher:
        """Finds the row that a stated figure speaks of."""
        from extractor.checks.matching import Matcher

        return Matcher(self)

    @cached_property
    def lines_in(self) -> dict[str, list[Line]]:
        """Lines of each paper."""
        found: dict[str, list[Line]] = defaultdict(list)
        for line in self.lines:
            found[line.document].append(line)
        return dict(found)

    @cached_property
    def lines_by_grid(self) -> dict[tuple[str, int], list[Line]]:
        """Lines of each table."""
        found: dict[tuple[str, int], list[Line]] = defaultdict(list)
        for line in self.lines:
            found[line.document, line.grid].append(line)
        return dict(found)

    def grids_in(self, document: str) -> list[tuple[str, int]]:
        """Keys of the tables of a paper."""
        return list(dict.fromkeys((line.document, line.grid) for line in self.lines_in.get(document, ())))

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Sentences that have figures."""
        groups: dict[tuple[str, int, int], list[Observation]] = defaultdict(list)
        for figure in self.stated:
            source = figure.source
            if isinstance(source, StatementSource):
                groups[figure.document, source.sentence_start, source.sentence_end].append(figure)
        return tuple(
            Sentence(document, start, end, tuple(sorted(figures, key=lambda f: f.start or 0)))
            for (document, start, end), figures in groups.items()
        )

    @cached_property
    def sentence_of(self) -> dict[str, Sentence]:
        """The sentence of each stated figure, by observation id."""
        return {f.observation_id: sentence for sentence in self.sentences for f in sentence.figures}

    def paragraph(self, sentence: Sentence) -> tuple[int, str] | None:
        """Where the paragraph of a sentence begins, and its text; that of its cell in a table."""
        document, number = self.block_of(sentence)
        blocks = self._by_path[document].document.blocks
        block = blocks[number] if 0 <= number < len(blocks) else None
        if isinstance(block, Passage):
            return block.start, block.text
        for cell in block.cells if block is not None else ():
            if cell.start is not None and cell.end is not None and cell.start <= sentence.start < cell.end:
                return cell.start, cell.text
        return None

    def sentence_before(self, sentence: Sentence) -> Sentence | None:
        """The last sentence with figures before a sentence in its own paragraph."""
        own = self.block_of(sentence)
        found = [s for s in self._sentences_by_block.get(own, ()) if s.end <= sentence.start]
        return max(found, key=lambda s: s.start, default=None)

    @cached_property
    def _sentences_by_block(self) -> dict[tuple[str, int], list[Sentence]]:
        found: dict[tuple[str, int], list[Sentence]] = defaultdict(list)
        for sentence in self.sentences:
            found[self.block_of(sentence)].append(sentence)
        return dict(found)

    @staticmethod
    def block_of(sentence: Sentence) -> tuple[str, int]:
        """The paper and number of the paragraph of a sentence."""
        source = sentence.figures[0].source
        return (sentence.document, source.block if isinstance(source, StatementSource) else -1)

    @cached_property
    def _links(self) -> dict[str, list[Observation]]:
        found: dict[str, list[Observation]] = defaultdict(list)
        for one in self.observations.values():
            other = self.observations.get(one.compared_with or "")
            if other is not None:
                found[one.observation_id].append(other)
                found[other.observation_id].append(one)
        return found

    def linked(self, figure: Observation, *roles: str) -> list[Observation]:
        """Figures that a figure is stated against or that are stated against it, in these roles."""
        return [o for o in self._links.get(figure.observation_id, ()) if not roles or o.role in roles]

    def get(self, observation_id: str | None) -> Observation | None:
        """An observation by id."""
        return self.observations.get(observation_id or "")

    def context(self, figure: Observation) -> Context:
        """What the figure's part of the paper belongs to."""
        contexts = self._by_path[figure.document].document.outline.contexts
        return contexts[figure.context] if figure.context < len(contexts) else contexts[0]

    def said_direction(self, figure: Observation) -> Direction | None:
        """The way that the last word of movement before a figure goes, in its own sentence.

        Only words of movement count: "improved" says nothing of up or down.
        """
        sentence = self.sentence_of.get(figure.observation_id)
        if sentence is None or figure.start is None:
            return None
        text = self.text_between(figure.document, sentence.start, figure.start)
        found = list(self.patterns.checks.expressions["movement"].finditer(text))
        starts = [p.start for p in self.linked(figure, "previous") if p.start and p.start < figure.start]
        ends = [len(text), *(start - sentence.start for start in starts)]
        reach = min(ends) - REACH
        if any(self.search("from-here", text[:end]) for end in ends):
            reach -= REACH  # "a fall in so and so, from 90% to 88%"
        if not found or found[-1].end() < reach or self.search("new-clause", text[found[-1].end() :]):
            return None
        ways = self.patterns.checks.directions
        return ways[" ".join(found[-1].group().lower().split())]

    def text_between(self, document: str, start: int, end: int) -> str:
        """Characters of a paper, line ends as spaces: a phrase may go over two lines."""
        return self._by_path[document].document.text[start:end].replace("\n", " ")

    @cached_property
    def _line_starts(self) -> dict[str, list[int]]:
        starts = {}
        for result in self.results:
            text, at, found = result.document.text, 0, [0]
            while (at := text.find("\n", at)) != -1:
                at += 1
                found.append(at)
            starts[result.document.path] = found
        return starts

    def place(self, figure: Observation) -> str:
        """Where a figure stands, for a reader: "page 3", "line 2034", "row 4 of table 2"."""
        source = table_source(figure)
        if figure.page is None and figure.start is None and source is not None:
            return f"row {source.row + 1} of table {source.grid + 1}"
        return self.place_of(figure.document, figure.page, figure.start)

    def place_of(self, document: str, page: int | None, start: int | None) -> str:
        """A place in a paper, for a reader: its page, or else its line."""
        if page is not None:
            return f"page {page}"
        if start is not None and document in self._line_starts:
            return f"line {bisect_right(self._line_starts[document], start)}"
        return "the text"

    def document(self, path: str) -> Document:
        """A paper as read."""
        return self._by_path[path].document

    def better(self, measure: Measure | None, figure: Observation) -> Better | None:
        """Which way is better, as the table, its ratings, the catalogue or the words say."""
        from extractor.checks.polarity import better_of

        return better_of(self, measure, figure)

    def in_full(self, figure: Observation) -> Observation:
        """A stated figure with its whole bullet or numbered paragraph as the quote, where that is short."""
        source = figure.source
        blocks = self._by_path[figure.document].document.blocks
        if not isinstance(source, StatementSource) or source.block >= len(blocks):
            return figure
        block = blocks[source.block]
        item = isinstance(block, Passage) and (block.kind == "list_item" or block.marker)
        paragraph = " ".join(block.text.split()) if isinstance(block, Passage) and item else ""
        if len(paragraph) > SHORT or " ".join(figure.quote.split()) not in paragraph:
            return figure
        return replace(figure, quote=paragraph)

    def finding(
        self,
        check: str,
        verdict: Verdict,
        severity: Severity,
        stated: Observation,
        evidence: Iterable[Observation],
        explanation: str,
        *,
        expected: Decimal | None = None,
        weight: float = 0.0,
    ) -> Finding:
        """A finding with an id that stays the same on every run."""
        others = {e.observation_id: self.in_full(e) for e in evidence}
        others.pop(stated.observation_id, None)
        parts = (check, verdict, stated.observation_id, *others)
        digest = hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
        return Finding(
            finding_id=f"f-{digest}",
            check=check,
            verdict=verdict,
            severity=severity,
            stated=self.in_full(stated),
            evidence=tuple(others.values()),
            expected=expected,
            explanation=explanation,
            weight=weight,
        )


def _row(cell: Observation) -> tuple[str, int, int]:
    source = table_source(cell)
    return (cell.document, source.grid, source.row) if source else (cell.document, -1, -1)
