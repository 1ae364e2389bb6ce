"""Measures that papers name and the catalogue does not: grouped, counted, proposed as entries."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain, count

from extractor.indicators.evidence import without_code
from extractor.indicators.following import IMPLAUSIBLE
from extractor.model import Observation, TableSource, Unit
from extractor.patterns.indicators import Catalogue

_ROLES = ("actual", "previous", "target", "benchmark")
_CONVENTIONAL = {"percent": "rate", "count": "flow", "currency_gbp": "flow"}
_BETTER = {"high": "high", "low": "low"}


@dataclass(frozen=True)
class Suggestion:
    """A measure without an entry: the wordings met, how often, and examples."""

    key: str
    unit: Unit
    wordings: tuple[str, ...]
    """Most frequent first."""
    figures: int
    papers: int
    lowest: Decimal
    highest: Decimal
    better: str
    examples: tuple[str, ...]
    id: str = ""
    """A name that neither the catalogue nor another proposal has."""

    def as_toml(self) -> str:
        """A proposed entry, with what a person has to decide left plain to see."""
        name = self.wordings[0]
        room = max(abs(self.highest), Decimal(1))
        top = Decimal(100) if self.unit == "percent" and self.highest <= 100 else self.highest + room
        low = Decimal(0) if self.lowest >= 0 else self.lowest - room
        examples = "".join(f"# {example}\n" for example in self.examples)
        return (
            f"# {self.figures} figures in {self.papers} papers, {self.lowest} to {self.highest}\n{examples}"
            "[[indicator]]\n"
            f"id = {json.dumps(self.id or _id(name))}\n"
            f"label = {_quoted(name)}\n"
            f'unit = "{self.unit}"\n'
            f'better = "{self.better}"\n'
            f"plausible = [{_plain(low)}, {_plain(top)}]\n"
            f'measure = "{_CONVENTIONAL.get(self.unit, "rate")}" # stock, flow, rate or rolling?\n'
            f"phrases = [{', '.join(_quoted(w) for w in self.wordings)}]\n"
            'definition = "" # in your own words\n'
            'published = "local"\n'
        )


def suggest_indicators(
    observations: Iterable[Observation], catalogue: Catalogue, least: int = 3
) -> list[Suggestion]:
    """Measures with no entry that stand for at least so many figures, the most frequent first."""
    groups: dict[tuple[str, Unit], list[Observation]] = defaultdict(list)
    for o in observations:
        words = _words(o)
        if o.indicator_id or o.role not in _ROLES or not words or o.resolution.startswith(IMPLAUSIBLE):
            continue
        groups[catalogue.vocabulary.key(words), o.unit].append(o)
    found = [_suggestion(key, unit, group) for (key, unit), group in groups.items() if len(group) >= least]
    return _named_apart(sorted(found, key=lambda s: (-s.papers, -s.figures, s.key, s.unit)), catalogue)


def _named_apart(found: Iterable[Suggestion], catalogue: Catalogue) -> list[Suggestion]:
    """The proposals, each with an id of its own: the unit tells two of one name apart, else a number."""
    named: dict[str, Suggestion] = {}
    for suggestion in found:
        plain = _id(suggestion.wordings[0])
        with_unit = f"{plain}-{suggestion.unit.replace('_', '-')}"
        ids = chain((plain, with_unit), (f"{with_unit}-{n}" for n in count(2)))
        free = next(i for i in ids if i not in named and catalogue.get(i) is None)
        named[free] = replace(suggestion, id=free)
    return list(named.values())


def _words(observation: Observation) -> str:
    code = observation.source.code if isinstance(observation.source, TableSource) else ""
    return " ".join(without_code(observation.indicator, code).split())


def _suggestion(key: str, unit: Unit, group: Sequence[Observation]) -> Suggestion:
    wordings = Counter(_words(o) for o in group)
    values = [o.value for o in group]
    return Suggestion(
        key=key,
        unit=unit,
        wordings=tuple(w for w, _ in sorted(wordings.items(), key=lambda c: (-c[1], c[0]))[:5]),
        figures=len(group),
        papers=len({o.document for o in group}),
        lowest=min(values),
        highest=max(values),
        better=_better(group),
        examples=tuple(_example(o) for o in group[:3]),
    )


def _better(group: Sequence[Observation]) -> str:
    said = {o.source.better for o in group if isinstance(o.source, TableSource) and o.source.better}
    return next(iter(said)) if len(said) == 1 else "neither"


def _example(observation: Observation) -> str:
    page = f", page {observation.page}" if observation.page else ""
    period = f" ({observation.period})" if observation.period else ""
    return " ".join(
        f"{observation.text}{period}: {_words(observation)} - {observation.document}{page}".split()
    )


def _id(name: str) -> str:
    words = re.findall(r"[a-z0-9]+", name.casefold())
    kept = [
        w for w in words if w not in ("of", "the", "a", "number", "percentage", "rate", "in", "for", "who")
    ]
    return "-".join(kept[:7]) or "unnamed"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _plain(value: Decimal) -> str:
    return format(value.normalize() if value else Decimal(0), "f")
