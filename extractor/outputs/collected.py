"""All that a run gathered, as every output takes it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import chain, islice
from typing import Any

from extractor.model import Finding, Result, SeriesPoint
from extractor.outputs.pieces import Pieces
from extractor.outputs.printed import Printed, find_printed
from extractor.store import Head, head_of, observation_rows


@dataclass(frozen=True)
class Failed:
    """A paper that gave nothing, and why."""

    document: str
    status: str
    message: str
    sha256: str = ""


@dataclass(frozen=True)
class Bundle:
    """The lines of one measure of one body, or all lines of a few papers."""

    mark: str
    """A hash of all that it holds; empty where that is not known."""
    points: Callable[[], Sequence[SeriesPoint]]
    printed: Callable[[], Printed]
    """What the papers print beside these values."""


@dataclass(frozen=True)
class Held:
    """A large archive: what is told of its papers, and how the rest is had where it is needed."""

    heads: Sequence[Head]
    paper_of: Callable[[str], Result]
    """What the paper with a hash holds: a result without figures."""
    figures_of: Callable[[str], Sequence[Sequence[Any]]]
    """The figures of the paper with a hash, as rows of the store."""
    bundles: Callable[[int], Iterable[Bundle]]
    """So many bundles of lines: those with the most values."""
    lines: int
    """How many lines with dates there are in all bundles."""
    values: int
    """How many values there are in series."""
    severities: Mapping[str, int]
    """How many findings there are of each severity, when not all are at hand."""
    pieces: Pieces


@dataclass(frozen=True)
class Collected:
    """What the papers gave, in their order, with what all of them together gave.

    The papers are `results`, or where they are too many to hold, `held`.
    """

    results: Sequence[Result] = ()
    points: Sequence[SeriesPoint] = ()
    findings: Sequence[Finding] = ()
    failed: Sequence[Failed] = ()
    places: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """sha256 to every path that the document was found at."""
    skipped: int = 0
    """Files of the folders that are no papers."""
    suppressed: bool = False
    """Whether small numbers were kept back, for a copy to publish."""
    rules: Mapping[str, str] = field(default_factory=dict)
    """Id of every check to its rule in a sentence."""
    decided: Mapping[str, int] = field(default_factory=dict)
    """How many decisions of people are in effect, by verdict."""
    held: Held | None = None

    @cached_property
    def papers(self) -> Sequence[Head]:
        """What is told of every paper."""
        return self.held.heads if self.held else [head_of(result) for result in self.results]

    @cached_property
    def severities(self) -> Mapping[str, int]:
        """Findings by severity."""
        return self.held.severities if self.held else Counter(finding.severity for finding in self.findings)

    def count(self, severity: str) -> int:
        """How many findings are of this severity."""
        return self.severities.get(severity, 0)

    @cached_property
    def printed(self) -> Printed:
        """What the papers that are held print beside values."""
        return find_printed(self.results)

    @cached_property
    def _by_sha256(self) -> dict[str, Result]:
        return {result.document.sha256: result for result in self.results}

    @property
    def values(self) -> int:
        """How many values there are in series."""
        return self.held.values if self.held else len(self.points)

    def paper_of(self, sha256: str) -> Result | None:
        """What the paper with this hash holds: its pages and tables, and what these were read as."""
        return self.held.paper_of(sha256) if self.held else self._by_sha256.get(sha256)

    def newest(self, most: int) -> Iterable[Sequence[Any]]:
        """The figures of all papers in their order, as rows of the store; the newest, if more than `most`."""
        papers = self.papers
        if sum(head.figures for head in papers) > most:
            newest, left = set(), most
            for head in sorted(papers, key=lambda head: (head.day or date.min, head.path), reverse=True):
                if left > 0:
                    newest.add(head.sha256)
                    left -= head.figures
            papers = [head for head in papers if head.sha256 in newest]
        return islice(chain.from_iterable(self._figures_of(head.sha256) for head in papers), most)

    def _figures_of(self, sha256: str) -> Iterable[Sequence[Any]]:
        if self.held:
            return self.held.figures_of(sha256)
        return observation_rows(self._by_sha256[sha256].observations)

    def bundles(self, most: int) -> Iterable[Bundle]:
        """The lines, in bundles; of more bundles than `most` those with the most values."""
        if self.held:
            return self.held.bundles(most)
        return [Bundle("", lambda: self.points, lambda: self.printed)]

    @property
    def pieces(self) -> Pieces:
        """Parts of outputs that were made before."""
        return self.held.pieces if self.held else Pieces()
