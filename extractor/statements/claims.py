"""What a sentence says about its figures that is not itself a figure and can be checked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractor.model import Claim, Document, Observation, Place
from extractor.patterns import PatternSet
from extractor.patterns.statements import ClaimPattern
from extractor.statements.drafts import Draft
from extractor.statements.marking import Layers
from extractor.statements.reader import ReadSentence

Made = Sequence[tuple[Draft, Observation]]

_LENGTHS = {
    "second": "2", "third": "3", "fourth": "4", "fifth": "5", "sixth": "6", "seventh": "7", "eighth": "8",
    "ninth": "9", "tenth": "10", "eleventh": "11", "twelfth": "12",
}  # fmt: skip
_LEVELS = ("actual", "projection", "previous")
_AGAINST = {"target": ("target", "threshold"), "benchmark": ("benchmark",)}


def find_claims(
    sentence: ReadSentence, layers: Layers, base: int, made: Made, document: Document, patterns: PatternSet
) -> list[Claim]:
    """The claims of one sentence; `base` is where its passage begins in the document."""
    if not made:
        return []
    start, end = sentence.marked.start, sentence.marked.end
    text = layers.text[start:end]
    found: list[Claim] = []
    for pattern in patterns.statements.claims_in(text.lower()):
        for match in pattern.expression.finditer(text):
            found += _claims(pattern, match, start, base, made, document)
    return [*found, *_bounds(made, document)]


def _claims(
    pattern: ClaimPattern, match: re.Match[str], start: int, base: int, made: Made, document: Document
) -> Iterator[Claim]:
    at = base + start + match.start()
    end = base + start + match.end()
    semicolons = [base + start + i for i, char in enumerate(match.string) if char == ";"]
    near = [
        p
        for p in made
        if not any((p[1].start or 0) < s <= at or end <= s < (p[1].start or 0) for s in semicolons)
    ]
    subject = (
        _compared(pattern, at, end, near) if pattern.kind == "versus" else _subject(pattern, at, end, near)
    )
    if subject is None:
        return
    draft, observation = subject
    params = dict(pattern.params)
    params.update({k.removesuffix("_2"): v for k, v in match.groupdict().items() if v is not None})
    if pattern.kind == "run":
        params = _run(params, draft)
    other = None
    if pattern.kind == "versus":
        other = _set_against(params["against"], draft, at, near)
        if other is not None and other.comparator:
            params["comparator"] = other.comparator
    if pattern.kind in ("multiple", "judgement"):
        other = next((o for d, o in made if d.main is draft and d.role == "previous"), None)
    if pattern.kind == "sum":
        parts = _parts(pattern, draft, made)
        if len(parts) < 2:
            return
        params["parts"] = " ".join(parts)
    place = Place(document.path, observation.page, None, at, end)
    yield Claim(
        pattern.kind, observation.observation_id, other.observation_id if other is not None else None,
        " ".join(match[0].split()), tuple(sorted(params.items())), place,
    )  # fmt: skip


def _subject(pattern: ClaimPattern, start: int, end: int, made: Made) -> tuple[Draft, Observation] | None:
    """The level nearest to the words, one before them rather than one after."""
    levels = [(d, o) for d, o in made if d.role in _LEVELS[:2]]
    if not levels:
        return None
    before = [pair for pair in levels if (pair[1].start or 0) < start]
    if pattern.params_of("whole") == "before":
        return before[0] if before else None
    if pattern.kind in ("multiple", "judgement"):
        moved = [pair for pair in levels if any(d.main is pair[0] and d.role == "previous" for d, _ in made)]
        levels = moved or levels
    return min(levels, key=lambda p: _distance(p[1], start, end))


def _compared(pattern: ClaimPattern, start: int, end: int, made: Made) -> tuple[Draft, Observation] | None:
    """The level that stands above or below: the one that the named target belongs to, else the one before."""
    roles = _AGAINST[pattern.params_of("against") or "target"]
    marks = [p for p in made if p[0].role in roles and start <= (p[1].start or 0) <= end + 40]
    if marks and marks[0][0].main is not None:
        return next((p for p in made if p[0] is marks[0][0].main), None)
    before = [
        p
        for p in made
        if p[0].role == "actual" and (p[1].start or 0) < start and start - (p[1].end or 0) < 160
    ]
    after = [p for p in made if p[0].role == "actual" and end <= (p[1].start or 0) <= end + 6]
    found = before[-1] if before else after[0] if after else None
    return None if found is None or (found[0].unit == "count" and not marks) else found


def _distance(observation: Observation, start: int, end: int) -> int:
    own = observation.start or 0
    return start - own if own < start else 2 * (own - end)


def _set_against(kind: str, draft: Draft, at: int, made: Made) -> Observation | None:
    """The target or benchmark of the sentence that the words speak of."""
    marks = [o for d, o in made if d.role in _AGAINST[kind] and (d.main is draft or d.main is None)]
    return min(marks, key=lambda o: abs((o.start or 0) - at)) if marks else None


def _run(params: dict[str, str], draft: Draft) -> dict[str, str]:
    word = params.pop("length_word", None)
    if word is not None:
        params["length"] = _LENGTHS[word.lower()]
    params["of"] = {"up": "rise", "down": "fall"}.get(draft.direction or "", "at value")
    return params


def _parts(pattern: ClaimPattern, whole: Draft, made: Made) -> list[str]:
    same = [(d, o) for d, o in made if d is not whole and d.unit == whole.unit and d.role == "actual"]
    after = pattern.params_of("whole") == "before"
    return [o.observation_id for d, o in same if (d.token > whole.token) == after]


def _bounds(made: Made, document: Document) -> Iterator[Claim]:
    """ "more than 90%, at 93.4%": a bound beside the exact value of one measure."""
    for draft, observation in made:
        if draft.quantity.qualifier in (None, "approx") or draft.role != "actual":
            continue
        for other, exact in made:
            same = (
                other is not draft and other.unit == draft.unit and other.measure.words == draft.measure.words
            )
            if (
                same
                and other.role == "actual"
                and other.quantity.qualifier is None
                and other.period == draft.period
            ):
                yield Claim(
                    "bound", observation.observation_id, exact.observation_id, observation.text,
                    (("qualifier", draft.quantity.qualifier or ""),),
                    Place(document.path, observation.page, None, observation.start, observation.end),
                )  # fmt: skip
                break
