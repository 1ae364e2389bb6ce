"""All that a run gathered, as every output takes it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from extractor.model import Finding, Observation, Result, SeriesPoint


@dataclass(frozen=True)
class Failed:
    """A paper that gave nothing, and why."""

    document: str
    status: str
    message: str
    sha256: str = ""


@dataclass(frozen=True)
class Collected:
    """Results in the order of their papers, with what all of them together gave."""

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
    unmet: Sequence[str] = ()
    """Decisions of people that fit no figure any more, in words."""
    rules: Mapping[str, str] = field(default_factory=dict)
    """Id of every check to its rule in a sentence."""
    decided: Mapping[str, int] = field(default_factory=dict)
    """How many decisions of people are in effect, by verdict."""

    @cached_property
    def by_sha256(self) -> dict[str, Result]:
        """Results by the hash of their document."""
        return {result.document.sha256: result for result in self.results}

    @cached_property
    def by_observation(self) -> dict[str, Observation]:
        """Observations by id."""
        return {o.observation_id: o for result in self.results for o in result.observations}

    @cached_property
    def severities(self) -> Counter[str]:
        """Findings by severity."""
        return Counter(finding.severity for finding in self.findings)
