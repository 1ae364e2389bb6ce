"""All that a run gathered, as every output takes it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import chain, islice

from extractor.model import Finding, Observation, Result, SeriesPoint
from extractor.outputs.printed import NOTHING, Printed, find_printed
from extractor.store import Head, head_of


@dataclass(frozen=True)
class Failed:
    """A paper that gave nothing, and why."""

    document: str
    status: str
    message: str
    sha256: str = ""


@dataclass(frozen=True)
class Held:
    """A large archive: what is told of its papers, and how the rest is had where it is needed."""

    heads: Sequence[Head]
    result_of: Callable[[str], Result | None]
    """What the paper with a hash gave."""
    observations: Callable[[], Iterable[Observation]]
    """The figures of all papers, read as they are asked for."""
    severities: Mapping[str, int]
    """How many findings there are of each severity, when not all are at hand."""
    printed: Printed = NOTHING
    """What the papers print beside values."""


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
        """What the papers print beside values."""
        return self.held.printed if self.held else find_printed(self.results)

    @cached_property
    def _by_sha256(self) -> dict[str, Result]:
        return {result.document.sha256: result for result in self.results}

    def result_of(self, sha256: str) -> Result | None:
        """What the paper with this hash gave."""
        return self.held.result_of(sha256) if self.held else self._by_sha256.get(sha256)

    def observations(self) -> Iterable[Observation]:
        """The figures of all papers."""
        if self.held:
            return self.held.observations()
        return (o for result in self.results for o in result.observations)

    def newest(self, most: int) -> Iterable[Observation]:
        """The figures of all papers in their order; of the newest, where these are more than `most`."""
        if sum(head.figures for head in self.papers) <= most:
            return self.observations()
        taken, left = set(), most
        for head in sorted(self.papers, key=lambda head: (head.day or date.min, head.path), reverse=True):
            if left > 0:
                taken.add(head.sha256)
                left -= head.figures
        results = (self.result_of(head.sha256) for head in self.papers if head.sha256 in taken)
        return islice(chain.from_iterable(result.observations for result in results if result), most)
