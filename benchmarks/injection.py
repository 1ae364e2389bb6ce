"""Change one number at a time in papers that agree with themselves, and count what the checks find.

    python benchmarks/injection.py [COUNT] [SEED] [PAPER...]

Each paper is read once.  Then one figure (or one word of movement) of what was read is changed in one of
the ways that councils get figures wrong, and all checks run again: an alarm that names the changed figure
is a find, an alarm that neither names it nor was there before is a false one.  Reading is not measured here.
A cell that nothing else in the paper tells of ("lone cell off") cannot be found: it is counted, but left out
of the sum.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.injection_cells import tied_cells
from extractor.checks import find_findings
from extractor.checks.evidence import Evidence
from extractor.checks.lines import is_to_date
from extractor.checks.measures import Measure
from extractor.checks.values import rounding_between, same_family
from extractor.model import Claim, Finding, Observation, Result, TableSource
from extractor.patterns import PatternSet, load_patterns
from extractor.pipeline import extract

LONE = "lone cell off"
CORPUS = Path(__file__).parents[1] / "corpus"
ENDINGS = {".txt", ".html", ".docx", ".xlsx", ".pdf"}
TURNED = {"rose": "fell", "fell": "rose", "increased": "decreased", "decreased": "increased", "rise": "fall",
          "fall": "rise", "increase": "decrease", "decrease": "increase"}  # fmt: skip
FLIPS = {"above": "below", "below": "above", "met": "missed", "missed": "met", "improved": "worsened",
         "worsened": "improved"}  # fmt: skip


@dataclass(frozen=True)
class Injection:
    """One change: what kind, what the paper is after it, and the figures that an alarm has to name."""

    kind: str
    result: Result
    touched: frozenset[str]


Maker = Callable[[Result, Evidence, random.Random], Injection | None]


def printed_as(figure: Observation, value: Decimal) -> Observation:
    """A figure with another value, printed in the same manner."""
    places = figure.places
    text = f"{value.scaleb(-figure.scale):,.{places}f}"
    if figure.unit in ("percent", "percentage_points") and "%" in figure.text:
        text += "%"
    shown = value.quantize(Decimal(1).scaleb(figure.scale - places))
    return replace(figure, value=shown, text=text)


def with_figure(result: Result, changed: Observation) -> Result:
    """The paper with one figure changed."""
    kept = (changed if o.observation_id == changed.observation_id else o for o in result.observations)
    return replace(result, observations=tuple(kept))


def matched(evidence: Evidence) -> list[tuple[Observation, Measure, Observation]]:
    """Stated figures that agree with a cell: (figure, row, cell)."""
    found = []
    for figure in evidence.stated:
        match = evidence.matcher.match(figure) if figure.role in ("actual", "previous") else None
        for cell in match.measure.at(figure)[:1] if match and match.clear else ():
            if rounding_between(figure, cell) == "" and figure.value not in (0, 100):
                found.append((figure, match.measure, cell))  # type: ignore[union-attr]
    return found


def pick(
    chance: random.Random, items: Sequence[tuple[Observation, Decimal]]
) -> tuple[Observation, Decimal] | None:
    """One of the possible changes; none when there are none."""
    return chance.choice(list(items)) if items else None


def change(kind: str, result: Result, chosen: tuple[Observation, Decimal] | None) -> Injection | None:
    """The change of one figure's value."""
    if chosen is None:
        return None
    changed = printed_as(*chosen)
    if changed.value == chosen[0].value:
        return None
    return Injection(kind, with_figure(result, changed), frozenset({changed.observation_id}))


def other_period(result: Result, evidence: Evidence, chance: random.Random) -> Injection | None:
    """Another period's value of the same row."""
    options = [
        (f, c.value)
        for f, m, cell in matched(evidence)
        for c in m.values(f.unit)
        if c.period_end != cell.period_end and c.value != cell.value and c.places == f.places
    ]
    return change("other period", result, pick(chance, options))


def other_column(result: Result, evidence: Evidence, chance: random.Random) -> Injection | None:
    """The target or a comparator given as the result."""
    options = [
        (f, c.value)
        for f, m, cell in matched(evidence)
        for c in (*m.of_role("target", f.unit), *m.of_role("benchmark", f.unit))
        if c.value != cell.value
    ]
    return change("other column", result, pick(chance, options))


def swapped_digits(result: Result, evidence: Evidence, chance: random.Random) -> Injection | None:
    """Two neighbouring digits swapped."""
    options = []
    for figure, _, _ in matched(evidence):
        digits = f"{figure.value:.{figure.places}f}".replace(".", "")
        for i in range(len(digits) - 1):
            if digits[i] != digits[i + 1] and digits[i + 1] != "0":
                turned = digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :]
                options.append((figure, Decimal(turned).scaleb(-figure.places)))
    return change("digits swapped", result, pick(chance, options))


def moved_point(result: Result, evidence: Evidence, chance: random.Random) -> Injection | None:
    """The decimal point one place to the right or left."""
    options = [
        (f, f.value * factor) for f, _, _ in matched(evidence) for factor in (Decimal(10), Decimal("0.1"))
    ]
    return change("decimal moved", result, pick(chance, options))


def has_percent(evidence: Evidence, part: Observation) -> bool:
    """Whether a numerator's percent and denominator are in its sentence: else nothing can be told."""
    sentence = evidence.sentence_of[part.observation_id]
    return any(f.unit == "percent" for f in sentence.figures) and bool(sentence.of_role("denominator"))


def between_two(evidence: Evidence, moved: Observation) -> bool:
    """Whether the two values of a change are in the sentence."""
    return any(evidence.linked(level, "previous") for level in evidence.linked(moved, "actual"))


def wrong_part(result: Result, evidence: Evidence, chance: random.Random) -> Injection | None:
    """A numerator that is off."""
    parts = [o for o in evidence.stated if o.role == "numerator" and o.value > 5 and has_percent(evidence, o)]
    options = [(o, o.value + step) for o in parts for step in (-3, 4, 9)]
    return change("n of m off", result, pick(chance, options))


def wrong_change(result: Result, evidence: Evidence, chance: random.Random) -> Injection | None:
    """A change that its two values do not give."""
    changes = [o for o in evidence.stated if o.role == "change" and between_two(evidence, o)]
    options = [(o, o.value * Decimal("1.7") + 1) for o in changes]
    return change("change off", result, pick(chance, options))


def points_called_percent(result: Result, evidence: Evidence, chance: random.Random) -> Injection | None:
    """Percentage points printed as per cent."""
    points = [o for o in evidence.stated if o.role == "change" and o.unit == "percentage_points"]
    points = [o for o in points if between_two(evidence, o)]
    if not points:
        return None
    chosen = chance.choice(points)
    changed = replace(chosen, text=f"{chosen.value:.{chosen.places}f}%", unit="percent")
    return Injection(
        "points called per cent", with_figure(result, changed), frozenset({changed.observation_id})
    )


def turned_word(result: Result, evidence: Evidence, chance: random.Random) -> Injection | None:
    """A word of movement turned into its opposite of the same length."""
    text = result.document.text
    places = []
    for figure in evidence.stated:
        if figure.role != "actual" or not evidence.linked(figure, "previous") or figure.start is None:
            continue
        sentence = evidence.sentence_of[figure.observation_id]
        said = text[sentence.start : figure.start]
        for word, other in TURNED.items():
            at = said.rfind(f" {word} ")
            if at >= 0 and len(word) == len(other):
                places.append((sentence.start + at + 1, word, other, figure))
    if not places:
        return None
    at, word, other, figure = chance.choice(places)
    turned = replace(result.document, text=text[:at] + other + text[at + len(word) :])
    ids = {figure.observation_id, *(o.observation_id for o in evidence.linked(figure))}
    return Injection("direction turned", replace(result, document=turned), frozenset(ids))


def turned_claim(result: Result, evidence: Evidence, chance: random.Random) -> Injection | None:
    """Above for below, improved for worsened."""
    options: list[tuple[int, Claim]] = []
    for index, claim in enumerate(result.claims):
        params = dict(claim.params)
        key = {"versus": "relation", "judgement": "word"}.get(claim.kind)
        if key and params.get(key) in FLIPS and evidence.get(claim.subject) and evidence.get(claim.other):
            flipped = tuple((k, FLIPS[v] if k == key else v) for k, v in claim.params)
            options.append((index, replace(claim, params=flipped)))
    if not options:
        return None
    index, claim = chance.choice(options)
    claims = (*result.claims[:index], claim, *result.claims[index + 1 :])
    kind = "side turned" if claim.kind == "versus" else "judgement turned"
    touched = frozenset(i for i in (claim.subject, claim.other) if i)
    return Injection(kind, replace(result, claims=claims), touched)


def wrong_cell(result: Result, evidence: Evidence, chance: random.Random) -> Injection | None:
    """One count of a table off: a part, a total or a year to date, where something else tells of it."""
    tied = tied_cells(evidence)
    cells = [
        c for table in evidence.tables.values() for c in table.cells if c.unit == "count" and c.value > 10
    ]
    chosen = pick(chance, [(c, c.value + step) for c in cells for step in (10, 3)])
    if chosen is None:
        return None
    if chosen[0].observation_id not in tied:
        return change(LONE, result, chosen)
    total = is_to_date(chosen[0]) or is_total(chosen[0])
    return change("total off" if total else "cell off", result, chosen)


def is_total(cell: Observation) -> bool:
    """Whether the table calls a cell a total."""
    return isinstance(cell.source, TableSource) and (cell.source.in_total or "otal" in cell.quote[:60])


def wrong_target(result: Result, evidence: Evidence, chance: random.Random) -> Injection | None:
    """A stated target that is not the table's."""
    options = []
    for figure in evidence.stated:
        partners = evidence.linked(figure, "actual") if figure.role == "target" else []
        for partner in partners[:1]:
            match = evidence.matcher.match(partner)
            if match and any(same_family(t.unit, figure.unit) for t in match.measure.of_role("target")):
                options.append((figure, figure.value + 5))
    return change("target off", result, pick(chance, options))


MAKERS: tuple[Maker, ...] = (
    other_period, other_column, swapped_digits, moved_point, wrong_part, wrong_change, points_called_percent,
    turned_word, turned_claim, wrong_cell, wrong_target,
)  # fmt: skip


def alarms(result: Result, patterns: PatternSet) -> list[Finding]:
    """Errors and warnings."""
    return [f for f in find_findings([result], patterns) if f.severity != "note"]


def named(finding: Finding) -> set[str]:
    """Ids of all figures that a finding names."""
    return {o.observation_id for o in (finding.stated, *finding.evidence, *finding.also)}


@dataclass
class Score:
    """Counts by kind of change."""

    tried: Counter[str]
    found: Counter[str]
    false: Counter[str]


def run(papers: Sequence[Path], count: int, seed: int) -> Score:
    """So many changes over the papers, the same for the same seed."""
    patterns, chance = load_patterns(), random.Random(seed)
    read = [(extract(paper, patterns=patterns), paper) for paper in papers]
    usable = []
    for result, paper in read:
        evidence = Evidence([result], patterns)
        before = alarms(result, patterns)
        print(
            f"{paper.name}: {len(result.observations)} figures, {len(before)} alarms as it is",
            file=sys.stderr,
        )
        ids = frozenset(f.finding_id for f in before)
        usable.append((result, evidence, ids, frozenset(i for f in before for i in named(f))))
    score = Score(Counter(), Counter(), Counter())
    misses = 0
    while sum(score.tried.values()) < count and misses < 20 * count:
        result, evidence, before_ids, wrong_already = chance.choice(usable)
        injection = chance.choice(MAKERS)(result, evidence, chance)
        if injection is None or injection.touched & wrong_already:
            misses += 1
            continue
        _judge(injection, before_ids, patterns, score)
    return score


def _judge(injection: Injection, before: frozenset[str], patterns: PatternSet, score: Score) -> None:
    new = [f for f in alarms(injection.result, patterns) if f.finding_id not in before]
    score.tried[injection.kind] += 1
    score.found[injection.kind] += any(named(f) & injection.touched for f in new)
    score.false[injection.kind] += sum(not named(f) & injection.touched for f in new)


def report(score: Score) -> Iterator[str]:
    """The table of results, one kind a line."""
    yield f"{'change':<26}{'tried':>7}{'found':>7}{'of 100':>8}{'false':>7}"
    for kind in sorted(score.tried):
        tried, found = score.tried[kind], score.found[kind]
        yield f"{kind:<26}{tried:>7}{found:>7}{100 * found / tried:>8.1f}{score.false[kind]:>7}"
    tried = score.tried.total() - score.tried[LONE]
    found = score.found.total() - score.found[LONE]
    yield f"{'all':<26}{tried:>7}{found:>7}{100 * found / max(1, tried):>8.1f}{score.false.total():>7}"


def main(arguments: Sequence[str]) -> None:
    """COUNT changes (2,000), SEED (1), papers (the corpus)."""
    count = int(arguments[0]) if arguments else 2000
    seed = int(arguments[1]) if len(arguments) > 1 else 1
    papers = [Path(a) for a in arguments[2:]] or sorted(p for p in CORPUS.iterdir() if p.suffix in ENDINGS)
    for line in report(run(papers, count, seed)):
        print(line)


if __name__ == "__main__":
    main(sys.argv[1:])
