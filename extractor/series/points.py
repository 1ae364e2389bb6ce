"""Which figures become points of a series, and of which."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from extractor.indicators.evidence import without_code
from extractor.model import Context, Observation, PeriodType, Result, SeriesPoint, TableSource
from extractor.patterns.indicators import Catalogue
from extractor.series.bodies import body_of
from extractor.series.breaks import is_old
from extractor.series.dating import Dated, date_in_series
from extractor.series.parting import named_alike, not_of_the_coded_row
from extractor.series.settling import SETTLED
from extractor.series.slots import Line, Place, Reported, Slot, part_key

_NOT_POINTS = {
    "change": "changes",
    "numerator": "numerators",
    "denominator": "denominators",
    "projection": "projections",
    "threshold": "thresholds",
    "other": "other figures",
}


@dataclass
class Picked:
    """Values by slot, and how many figures were left out, by reason."""

    slots: dict[Slot, list[Reported]] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)


class Picker:
    """Sorts figures into slots; equal wordings are decided once."""

    def __init__(self, catalogue: Catalogue, reported_on: Mapping[str, date] | None = None) -> None:
        self._catalogue = catalogue
        self._dates = reported_on or {}
        self._key = lru_cache(maxsize=200_000)(catalogue.vocabulary.key)
        self._body = lru_cache(maxsize=10_000)(body_of)
        self._words = lru_cache(maxsize=200_000)(without_code)
        self.picked = Picked()

    def take(self, items: Iterable[Result | Observation]) -> Picked:
        """All the figures of results, or figures by themselves."""
        for item in items:
            if not isinstance(item, Observation):
                self._take_result(item)
            elif place := self._place(item):
                self._keep(item, place, self._dates.get(item.document))
        return self.picked

    def _take_result(self, result: Result) -> None:
        contexts = result.document.outline.contexts
        in_force = _targets_in_force(result.observations, self._catalogue)
        placed = [(o, self._place(o, in_force.get(o.observation_id))) for o in result.observations]
        strangers = not_of_the_coded_row(placed)
        placed = [self._under_own_words(o, p, strangers) for o, p in placed]
        alike = named_alike(placed)
        for observation, place in placed:
            if place is None:
                continue
            if observation.observation_id in alike:
                self.picked.left_out[alike[observation.observation_id]] += 1
                continue
            context = contexts[observation.context] if observation.context < len(contexts) else Context()
            on = context.report_date or context.meeting_date or self._dates.get(observation.document)
            self._keep(observation, place, on)

    def _under_own_words(
        self, observation: Observation, place: Place | None, strangers: Set[str]
    ) -> tuple[Observation, Place | None]:
        """The figure and its place; a stranger to its measure has a line under its own words."""
        if place is None or observation.observation_id not in strangers:
            return observation, place
        observation = replace(observation, indicator_id=None, indicator_label=None)
        line = self._line(observation, place.dated.type)
        line = line._replace(measure=f"{line.measure} (another row)")
        return observation, Place(place.slot._replace(line=line), place.dated)

    def _place(self, observation: Observation, in_force: Dated | None = None) -> Place | None:
        """Where a figure belongs, or None: it is then counted as left out."""
        if observation.role in _NOT_POINTS:
            self.picked.left_out[_NOT_POINTS[observation.role]] += 1
            return None
        if not observation.indicator_id and not observation.indicator.strip():
            self.picked.left_out["figures whose measure has no words"] += 1
            return None
        dated = date_in_series(observation, self._catalogue.get(observation.indicator_id)) or in_force
        if dated is None:
            self.picked.left_out[f"undated {_spoken(observation)}"] += 1
            return None
        return Place(Slot(self._line(observation, dated.type), dated.first, dated.last), dated)

    def _keep(self, observation: Observation, place: Place, reported_on: date | None) -> None:
        label = observation.indicator_label or self._plain_words(observation)
        point = _point(observation, label, place.slot, place.dated, reported_on)
        value = Reported(point, observation.places, observation.scale)
        self.picked.slots.setdefault(place.slot, []).append(value)

    def _plain_words(self, observation: Observation) -> str:
        code = observation.source.code if isinstance(observation.source, TableSource) else ""
        return self._words(observation.indicator, code).strip()

    def _line(self, observation: Observation, kind: PeriodType | None) -> Line:
        measure = observation.indicator_id or f"words: {self._key(self._plain_words(observation))}"
        return Line(
            authority=self._body(observation.authority)
            if observation.authority
            else f"paper {observation.document_sha256 or observation.document}",
            measure=f"{measure} (old)" if is_old(observation) else measure,
            area=part_key(observation.area),
            cohort=part_key(observation.cohort),
            kind=kind_of(observation),
            unit=observation.unit,
            period_type=kind,
        )


def kind_of(observation: Observation) -> str:
    """actual, target, or benchmark:NAME; an earlier value is an actual of its own period."""
    if observation.role == "benchmark":
        return f"benchmark:{observation.comparator or 'unnamed'}"
    return "target" if observation.role == "target" else "actual"


def _spoken(observation: Observation) -> str:
    return {"previous": "earlier values", "actual": "values"}.get(observation.role, f"{observation.role}s")


def _point(
    observation: Observation, label: str, slot: Slot, dated: Dated, reported_on: date | None
) -> SeriesPoint:
    return SeriesPoint(
        authority=observation.authority,
        indicator_id=observation.indicator_id,
        indicator=f"{label} (old recording)" if slot.line.measure.endswith(" (old)") else label,
        area=observation.area,
        cohort=observation.cohort,
        kind=slot.line.kind,
        period_type=dated.type,
        period_start=dated.first,
        period_end=dated.last,
        value=observation.value,
        unit=observation.unit,
        reported_on=reported_on,
        document=observation.document,
        page=observation.page,
        observation_id=observation.observation_id,
        status="current",
        note="; ".join(n for n in (dated.note, _settled(observation)) if n),
    )


def _settled(observation: Observation) -> str:
    return observation.resolution if observation.resolution.startswith(SETTLED) else ""


def _targets_in_force(observations: Iterable[Observation], catalogue: Catalogue) -> dict[str, Dated]:
    """Undated targets by id, with the period of the figure they are set against."""
    listed = tuple(observations)
    subjects: dict[str, list[Observation]] = defaultdict(list)
    by_id = {o.observation_id: o for o in listed}
    rows: dict[tuple[int, int, str], list[Observation]] = defaultdict(list)
    for o in listed:
        if o.compared_with:
            subjects[o.compared_with].append(o)
        if o.role == "actual" and isinstance(o.source, TableSource):
            rows[o.source.grid, o.source.row, o.indicator].append(o)
    found = {}
    for target in listed:
        if target.role == "target" and target.period_end is None:
            subject = _latest(_set_against(target, by_id, subjects, rows), catalogue)
            if subject is not None:
                found[target.observation_id] = subject._replace(
                    note="in force for the figure it is set against"
                )
    return found


def _set_against(
    target: Observation,
    by_id: Mapping[str, Observation],
    subjects: Mapping[str, list[Observation]],
    rows: Mapping[tuple[int, int, str], list[Observation]],
) -> Iterator[Observation]:
    linked = [by_id.get(target.compared_with or ""), *subjects.get(target.observation_id, ())]
    if not any(linked) and isinstance(target.source, TableSource):
        linked = list(rows.get((target.source.grid, target.source.row, target.indicator), ()))
    for o in linked:
        if o is not None and o.role == "actual" and o.area == target.area and o.unit == target.unit:
            yield o


def _latest(subjects: Iterable[Observation], catalogue: Catalogue) -> Dated | None:
    dated = [d for o in subjects if (d := date_in_series(o, catalogue.get(o.indicator_id)))]
    if not dated:
        return None
    # Of a month and a year to date that end together, the month is what the target is printed beside.
    return max(dated, key=lambda d: (d.last, d.type != "ytd", d.first or date.min))
