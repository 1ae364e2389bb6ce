"""Which row of the tables a stated figure speaks of: one, or none when several could be meant."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

import regex

from extractor.checks.evidence import Evidence
from extractor.checks.lines import VALUES, Line, comparable, is_whole
from extractor.checks.measures import Measure
from extractor.checks.values import family_of
from extractor.checks.words import Weights
from extractor.model import Observation
from extractor.patterns.expressions import any_of

ACCEPT = 0.55
"""Least score of a row that is taken."""
MARGIN = 0.08
"""By how much it has to be ahead of the next."""
ANY = ""
"""Stands for all papers."""
RIVAL = 0.18
"""Rows this close could have been meant, too: a value found there is no error."""


@dataclass(frozen=True)
class Match:
    """The row that a figure speaks of, and others that it might speak of."""

    measure: Measure
    score: float
    by_code: bool
    by_id: bool
    clear: bool
    """Ahead of every other row by the margin."""
    words: int = 0
    """How many telling words the row, the figure and its own sentence share."""
    confirmed: bool = False
    """Another figure of the same words is just what the row gives."""
    told: float = 1.0
    """How much of the figure's words is in the row."""
    rivals: tuple[Measure, ...] = ()

    @property
    def loose(self) -> bool:
        """Whether the row is known without its number, or the number stands beside other words."""
        return not self.by_code or self.told < 0.3

    @property
    def sure(self) -> bool:
        """Strong enough to call a figure wrong that differs from the row."""
        if not self.clear or self.by_code or self.confirmed:
            return self.clear
        if self.by_id and self.words >= 1 and self.told >= 0.25:
            return self.score >= 0.7
        return self.words >= 2 and self.told >= 0.4 and self.score >= 0.75


class Matcher:
    """Finds the rows that stated figures speak of; remembers what it has found."""

    def __init__(self, evidence: Evidence) -> None:
        self._evidence = evidence
        self._match = cache(self._find)
        self._own_words = cache(self._words_of)
        self._labels = {measure.words for measure in evidence.measures if len(measure.words) == 2}
        self._codes = _code_pattern(
            {code for m in evidence.measures for code in m.codes}, evidence.listed("before_code")
        )
        self._twins: dict[tuple[object, ...], list[Observation]] = defaultdict(list)
        for figure in evidence.stated:
            if figure.role in VALUES:
                for twin_key in self._keys(figure):
                    self._twins[twin_key].append(figure)
        self._by_key: dict[tuple[str, str], list[Measure]] = defaultdict(list)
        for measure in evidence.measures:
            papers = [ANY, *dict.fromkeys(line.document for line in measure.lines)]
            for key in {*measure.words, *measure.codes, *(f"id {i}" for i in measure.indicator_ids)}:
                for paper in papers:
                    self._by_key[paper, key].append(measure)

    def match(self, figure: Observation) -> Match | None:
        """The row of a figure, with its score; None when no row comes near."""
        return self._match(figure.observation_id)

    def _find(self, observation_id: str) -> Match | None:
        """In the tables of the figure's own paper first: their words and values decide; else in all."""
        figure = self._evidence.observations[observation_id]
        return (
            self._found_in(figure.document, figure)
            or self._found_by_value(figure)
            or self._found_in(ANY, figure)
        )

    def _found_by_value(self, figure: Observation) -> Match | None:
        """The one row of the paper that gives the figure for its time, if it has a word of the sentence."""
        if figure.role not in VALUES or figure.value in (0, 100) or sum(map(str.isdigit, figure.text)) < 3:
            return None
        said = self._evidence.vocabulary.words(f"{figure.quote} {figure.indicator}")
        found = [
            m
            for m in self._evidence.measures_in.get(figure.document, ())
            if _same_area(m.area, figure.area) and any(cell.value == figure.value for cell in m.at(figure))
        ]
        if len(found) != 1 or not found[0].words & said:
            return None
        told = self._evidence.weights_in(figure.document).coverage(self.own_words(figure), found[0].words)
        words = len(found[0].words & said)
        return Match(found[0], ACCEPT, False, False, clear=True, words=words, confirmed=True, told=told)

    def _found_in(self, paper: str, figure: Observation) -> Match | None:
        codes = self._printed_codes(figure)
        candidates = self._candidates(paper, figure, codes)
        weights = self._evidence.weights_in(paper)
        scored = sorted(
            ((self._score(figure, measure, codes, weights), measure) for measure in candidates),
            key=lambda pair: (-pair[0], pair[1].number),
        )
        if not scored or scored[0][0] < ACCEPT:
            return self._only_of_its_id(figure, candidates)
        best, measure = scored[0]
        own = self.own_words(figure)
        return Match(
            measure=measure,
            score=best,
            by_code=bool(codes & measure.codes),
            by_id=figure.indicator_id is not None and figure.indicator_id in measure.indicator_ids,
            clear=not any(
                best - score < MARGIN and _differ(measure, other, figure) for score, other in scored[1:]
            ),
            words=sum(
                not word.isdigit()
                for word in own & measure.words & self._evidence.vocabulary.words(figure.quote)
            ),
            confirmed=self._confirmed(figure, measure),
            told=weights.coverage(own, measure.words | measure.cohort_words),
            rivals=tuple(other for score, other in scored[1:] if best - score < RIVAL),
        )

    def _only_of_its_id(self, figure: Observation, candidates: list[Measure]) -> Match | None:
        """The one row of the figure's indicator, group and area, though the words hardly meet: never sure."""
        own = [m for m in candidates if figure.indicator_id and figure.indicator_id in m.indicator_ids]
        if not own or any(_differ(own[0], other, figure) for other in own[1:]):
            return None
        return Match(own[0], ACCEPT, by_code=False, by_id=True, clear=True, told=0.0)

    def _candidates(self, paper: str, figure: Observation, codes: frozenset[str]) -> list[Measure]:
        """Measures of the area, group and unit that share a word, a code or the id with the figure."""
        keys = {*self.own_words(figure), *codes, f"id {figure.indicator_id}"}
        near = {m.number: m for key in keys for m in self._by_key.get((paper, key), ())}
        return [
            m
            for _, m in sorted(near.items())
            if _same_area(m.area, figure.area)
            and self._same_group(figure, m)
            and any(comparable(figure.unit, unit) for unit in m.cell_units)
        ]

    def _same_group(self, figure: Observation, measure: Measure) -> bool:
        """Whether a row for a group (primary schools, boys) is of the figure's group, named or said."""
        if _same_name(measure.cohort, figure.cohort):
            return True
        group = self._evidence.vocabulary.words(measure.cohort or "")
        own = self.own_words(figure) | self._evidence.vocabulary.words(figure.cohort or "")
        return bool(group) and group <= own

    def _score(self, figure: Observation, measure: Measure, codes: frozenset[str], weights: Weights) -> float:
        score = max(self._likeness(figure, line, weights) for line in measure.lines_for(figure.document))
        if codes:  # a number printed for the row says more than words that may be carried over
            score += 0.9 if codes & measure.codes else -0.5
        elif figure.indicator_id and measure.indicator_ids:
            score += 0.35 if figure.indicator_id in measure.indicator_ids else -0.4
        if measure.at(figure):
            score += 0.03
        if self._contrasts(figure, measure):
            score -= 0.3
        if 0.25 <= score < ACCEPT + RIVAL and self._confirmed(figure, measure):
            score += 0.35
        if "rolling" in measure.words and not self._is_rolling(figure):
            score -= 0.15
        return score

    def _is_rolling(self, figure: Observation) -> bool:
        said = self._evidence.search("rolling", figure.quote)
        return figure.period_type == "rolling_12m" or said is not None

    def _confirmed(self, figure: Observation, measure: Measure) -> bool:
        """Whether another figure of the same words in the same paper is just what the row gives."""
        twins = [twin for key in self._keys(figure) for twin in self._twins[key]]
        return any(
            twin.observation_id != figure.observation_id
            and len(twin.text.strip("%").replace(".", "").replace(",", "")) >= 3
            and any(cell.value == twin.value for cell in measure.at(twin))
            for twin in twins
        )

    def _keys(self, figure: Observation) -> list[tuple[object, ...]]:
        where = (figure.document, family_of(figure.unit), figure.area, figure.cohort)
        named: list[object] = [self.own_words(figure)]
        if figure.indicator_id:
            named.append(figure.indicator_id)
        return [(name, *where) for name in named]

    def _likeness(self, figure: Observation, line: Line, weights: Weights) -> float:
        vocabulary = self._evidence.vocabulary
        own = self.own_words(figure)
        row = line.words | vocabulary.words(line.cohort or "")
        sentence = vocabulary.words(figure.quote) | own
        return (
            0.5 * weights.likeness(own, row)
            + 0.25 * weights.coverage(own, row)
            + 0.25 * weights.coverage(row, sentence)
        )

    def _contrasts(self, figure: Observation, measure: Measure) -> bool:
        """Whether one says primary where the other says secondary, or nothing of the kind."""
        own = self.own_words(figure)
        for group in self._evidence.vocabulary.contrasts:
            if own & group and measure.words & group and not own & group & measure.words:
                return True
        return False

    def own_words(self, figure: Observation) -> frozenset[str]:
        """The words of a figure's measure without the authority's name.

        Those that its own sentence says, where they are enough, or a row's label: a heading may have lent the
        others.
        """
        authority = figure.authority or self._evidence.context(figure).authority or ""
        return self._own_words(figure.indicator, figure.quote, authority)

    def _words_of(self, indicator: str, quote: str, authority: str) -> frozenset[str]:
        vocabulary = self._evidence.vocabulary
        lead = self._evidence.search("before-what-is-counted", indicator)
        words = vocabulary.words(indicator[lead.end() if lead else 0 :]) - vocabulary.words(authority)
        said = words & vocabulary.words(quote)
        return said if len(said) >= 3 or said in self._labels else words

    def _printed_codes(self, figure: Observation) -> frozenset[str]:
        figures = {figure.text.strip()}
        found = {code for code in self._codes.findall(figure.quote) if code not in figures}
        if len(found) == 1:
            return frozenset(found)
        within = {code for code in self._codes.findall(figure.indicator) if code not in figures}
        return frozenset(within & found if found else within)


def _differ(one: Measure, other: Measure, figure: Observation) -> bool:
    """Whether two rows give two answers for the time of a figure."""
    values = {c.value for c in one.at(figure)}
    others = {c.value for c in other.at(figure)}
    return not others <= values if values else True


def _code_pattern(codes: set[str], before: frozenset[str]) -> regex.Pattern[str]:
    lettered = [
        regex.escape(c) for c in codes if any(ch.isalpha() for ch in c) and any(ch.isdigit() for ch in c)
    ]
    numeric = [regex.escape(c) for c in codes if not any(ch.isalpha() for ch in c)]
    forms = []
    if lettered:
        forms.append(rf"(?<![\w./])(?:{'|'.join(sorted(lettered, key=len, reverse=True))})(?![\w/])(?!\.\d)")
    if numeric:
        either = "|".join(sorted(numeric, key=len, reverse=True))
        forms.append(rf"(?<=\()(?:{either})(?=\))|(?<=\b(?:{any_of(before)}) )(?:{either})(?=[ ,:])")
    return regex.compile("|".join(forms) or r"(?!)")


def _same_area(row: str | None, stated: str | None) -> bool:
    return _same_name(row, stated) or (stated is None and is_whole(row))


def _same_name(one: str | None, other: str | None) -> bool:
    return (one or "").casefold().strip() == (other or "").casefold().strip()
