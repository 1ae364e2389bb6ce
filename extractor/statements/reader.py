"""One passage to drafts: sentences, layers, relations, measures, periods, directions, units."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractor.model import Context, Direction, Period
from extractor.patterns.exclusions import why_excluded
from extractor.patterns.statements import StatementPatterns
from extractor.statements.direction import (
    cue_direction,
    extreme_direction,
    order_direction,
    stated_direction,
    trailing_direction,
)
from extractor.statements.drafts import Draft
from extractor.statements.exclusion import counts_of_indicators, not_measured
from extractor.statements.labels import inner_label, name_alone, subject_of
from extractor.statements.marking import Kind, Layers, Marked, Marks, mark_sentence, speaks_of_before
from extractor.statements.measure import Measure
from extractor.statements.memory import Memory
from extractor.statements.naming import followed_by_of, name_measures
from extractor.statements.relations import Chosen, Reading, choose_readings, find_readings
from extractor.statements.sentences import split_sentences
from extractor.statements.timing import (
    Dates,
    at_month_end,
    counted_so_far,
    dated_apart,
    find_dates,
    opens_dated,
    settle_period,
    so_far,
    whole_year,
    within_reading,
    year_start,
)
from extractor.statements.topics import answers, asked_for, coded_name, goes_on_with_name, raised
from extractor.statements.units import settle_units

_MAIN = ("actual", "projection")
_NOW = frozenset({"now", "currently", "present", "today", "latest"})
_COUNTED = ("actual", "numerator", "denominator")


@dataclass(slots=True)
class ReadSentence:
    """A sentence with its layers and what was made of them."""

    marked: Marked
    chosen: Chosen
    drafts: list[Draft]


def read_passage(
    layers: Layers, context: Context, memory: Memory, patterns: StatementPatterns
) -> list[ReadSentence]:
    """The sentences of a passage that hold figures, read."""
    closed = sorted(
        [(q.start, q.end) for q in layers.figures]
        + [(p.start or 0, p.end or 0) for p in layers.periods]
        + list(layers.names)
    )
    marks = Marks(layers)
    memory.inner, memory.sentence_period, memory.trend = _asked_before(layers.text, memory), None, None
    memory.led = False
    memory.near, memory.coded = False, False
    found = []
    for sentence in split_sentences(layers.text, closed):
        marked = mark_sentence(layers, sentence.start, sentence.end, patterns, marks)
        found.append(read_sentence(marked, layers, context, memory, patterns))
    return found


def read_sentence(
    marked: Marked, layers: Layers, context: Context, memory: Memory, patterns: StatementPatterns
) -> ReadSentence:
    """One sentence: readings chosen, then measure, links, period, direction and unit of each figure."""
    coded, memory.floor = coded_name(marked, layers.text, patterns)
    inner = coded or inner_label(marked, layers.text, patterns)
    if inner:
        memory.inner, memory.coded = inner, bool(coded)
        memory.line_name = coded
    memory.fresh = bool(inner) or (memory.inner != "" and memory.inner in (memory.question, memory.line_name))
    if topic := raised(marked, layers.text, patterns):
        memory.before, memory.near = Measure(topic, "sentence_before", topic), True
    if "#" not in marked.symbols:
        memory.inner = coded or name_alone(marked, layers.text, patterns) or memory.inner
        _remember_subject(marked, layers.text, memory, patterns)
        memory.trend = _told_of_performance(marked, patterns) or memory.trend
        return ReadSentence(marked, Chosen(), [])
    chosen = choose_readings(find_readings(marked, patterns), marked)
    drafts = _drafts(marked, layers, chosen, patterns, labelled=bool(memory.label))
    kept = [d for d in drafts if not d.skipped]
    if len(kept) < len(drafts) and not memory.inner:
        memory.inner = inner_label(marked, layers.text, patterns)
    name_measures(kept, marked, layers, memory, patterns)
    _link(kept, chosen, memory)
    _periods(kept, marked, layers, context, memory, patterns)
    _respectively(kept, marked, layers)
    settle_units(kept, layers.text, patterns)
    _earlier_by_date(kept, memory, context)
    _of_indicators(kept, marked, patterns)
    _otherwise(kept, marked)
    _directions(kept, marked, memory, patterns)
    if kept:
        memory.before, memory.near = kept[-1].measure, True
        memory.last_main = next((d for d in reversed(kept) if d.role in _MAIN), memory.last_main)
    return ReadSentence(marked, chosen, drafts)


def _asked_before(text: str, memory: Memory) -> str:
    """What the question above asks for, where this passage answers it."""
    if memory.line_name:
        if goes_on_with_name(text):
            return memory.line_name
        memory.line_name = ""
    if not memory.question:
        return ""
    if memory.answered and not answers(text):
        memory.question = ""
    memory.answered = True
    return memory.question


def _remember_subject(marked: Marked, text: str, memory: Memory, patterns: StatementPatterns) -> None:
    """Keep what a sentence without figures speaks of, for the "it" of the next."""
    if asked := asked_for(marked, text, patterns):
        memory.question, memory.inner, memory.answered = asked, asked, False
        return
    if raised(marked, text, patterns):
        return
    found = subject_of(marked, text, patterns)
    if found is not None:
        memory.before, memory.near = found, True


def _drafts(
    marked: Marked, layers: Layers, chosen: Chosen, patterns: StatementPatterns, *, labelled: bool
) -> list[Draft]:
    drafts = []
    said = layers.text[marked.start : marked.end]
    exclusions = patterns.exclusions.for_sentence(said, labelled=labelled)
    for token in marked.figures:
        for index in (marked.tokens[token].index, marked.tokens[token].second):
            if index < 0:
                continue
            quantity = layers.figures[index]
            draft = Draft(token, quantity, marked, unit=quantity.unit)
            if token in chosen.roles:
                draft.role, draft.reading = chosen.roles[token]
            if draft.role == "change" and _too_far(draft):
                draft.role, draft.reading = "actual", None
            draft.open = chosen.open.get(token, ())
            draft.skipped = not_measured(marked, token, quantity, draft.reading, patterns) or why_excluded(
                said, quantity.start - marked.start, quantity, exclusions
            )
            drafts.append(draft)
    for draft in drafts:
        if draft.skipped:
            marked.tokens[draft.token].kind = Kind.WORD if draft.quantity.weak else Kind.NAME
    return drafts


_FAR = 50
"""Percent: a gap of more than this to a target or an earlier value is the value itself."""


def _too_far(draft: Draft) -> bool:
    """ "87% was better than last year": a level, though "3% better than last year" is a change."""
    return draft.rule in ("gap-to-target", "more-or-fewer") and draft.unit == "percent" and draft.value > _FAR


# --- links ----------------------------------------------------------------------------------------


def _link(drafts: Sequence[Draft], chosen: Chosen, memory: Memory) -> None:
    """Each figure that is not a level of its own belongs to one: in its relation, else the nearest before."""
    for position, draft in enumerate(drafts):
        if draft.role in _MAIN or draft.main is not None:
            continue
        main = _partner(draft, drafts, chosen)
        if main is None:
            main = next((d for d in reversed(drafts[:position]) if d.role in _MAIN), None)
        if main is None and draft.role != "denominator":
            main = next((d for d in drafts[position:] if d.role in _MAIN and d.unit == draft.unit), None)
            if main is not None and any(
                t.text == ";" for t in draft.sentence.tokens[draft.token : main.token]
            ):
                main = None
        if main is None and not any(d.role in _MAIN for d in drafts):
            main = memory.last_main if draft.role in ("target", "benchmark", "previous", "change") else None
        draft.main = main
        if main is not None and _should_share(draft, main):
            draft.measure = main.measure


def _partner(draft: Draft, drafts: Sequence[Draft], chosen: Chosen) -> Draft | None:
    """The level in the same relation."""
    for reading in chosen.readings:
        if draft.token in reading.figures:
            for other in drafts:
                if other is not draft and other.token in reading.figures and other.role in _MAIN:
                    return other
    return None


def _should_share(draft: Draft, main: Draft) -> bool:
    """A target or an earlier value is of the same measure as the figure it is set against."""
    if draft.role == "denominator" or draft.role == "numerator":
        return False
    if draft.role == "target" and draft.measure.source == "clause" and _after(draft):
        return False
    if draft.role in ("target", "benchmark", "threshold", "previous"):
        same = main.sentence is draft.sentence or draft.role != "target"
        return same or draft.measure.source in ("sentence_before", "heading")
    return False


def _after(draft: Draft) -> bool:
    """A noun of its own follows a target: "annual targets of 3.5% NEET and 2.5% Not Known"."""
    tokens = [t for t in draft.sentence.tokens[draft.token + 1 : draft.token + 3] if not t.noise]
    return (
        bool(tokens) and tokens[0].kind == Kind.WORD and tokens[0].text in draft.measure.words.lower().split()
    )


# --- periods ------------------------------------------------------------------------------------------


def _periods(
    drafts: Sequence[Draft],
    marked: Marked,
    layers: Layers,
    context: Context,
    memory: Memory,
    patterns: StatementPatterns,
) -> None:
    dates = find_dates(marked, layers.periods)
    undated = not dates.own and not dates.lead
    led = memory.led and not dates.compared and not any(t.text in _NOW for t in marked.tokens)
    goes_on = led or _continues(drafts, marked)
    carried = memory.sentence_period if undated and goes_on else None
    lead = dates.lead or carried or memory.lead_period
    for draft in drafts:
        draft.own_period = dates.own.get(draft.token)
        if draft.role == "previous" and draft.reading is not None:
            draft.own_period = _earlier_period(draft, draft.reading, dates, marked, layers)
    for position, draft in enumerate(drafts):
        main = draft.main.own_period if draft.main is not None else _beside(draft, drafts[:position])
        if main is None and lead is None and draft.own_period is None and _undated(context):
            main = _before_and(draft, drafts[:position])
        main = main or _of_one_relation(draft, drafts)
        draft.period = settle_period(draft.role, draft.own_period, main, lead, context)
        _shape_period(draft, marked, context, patterns)
    last = next((d for d in reversed(drafts) if d.role in _MAIN), None)
    memory.sentence_period = dates.lead or (last.own_period if last is not None else None) or carried
    memory.led = opens_dated(dates) or (memory.led and carried is not None)


def _earlier_period(
    draft: Draft, reading: Reading, dates: Dates, marked: Marked, layers: Layers
) -> Period | None:
    """The period of an earlier value: not that of the later one, which leads the sentence."""
    own = draft.own_period
    if reading.rule.family == "from-to" and reading.rule.name != "moved-from":
        return None if own is dates.lead else own
    if own is not None:
        return own
    inside = within_reading(marked, layers.periods, reading.first, reading.last)
    if inside is None and dates.lead is not None and speaks_of_before(dates.lead.text):
        return dates.lead
    return inside


def _continues(drafts: Sequence[Draft], marked: Marked) -> bool:
    """The sentence goes on with what the one before spoke of."""
    words = {t.text for t in marked.tokens[:12]}
    if words & {"further", "another", "remaining", "remainder", "these", "those", "this", "such"}:
        return True
    return any(d.measure.source == "sentence_before" for d in drafts)


def _shape_period(draft: Draft, marked: Marked, context: Context, patterns: StatementPatterns) -> None:
    """A point is a stretch for what is counted up to it, and a month is a point for people on the books."""
    if draft.unit == "currency_gbp" and "projection" in (draft.role, draft.main.role if draft.main else ""):
        draft.period = whole_year(draft.period or context.as_at or context.reporting_period)
    if draft.period is not None and draft.role in _COUNTED:
        draft.period = so_far(draft.period, context)
    if draft.own_period is None and _outturn(draft, marked):
        draft.period = whole_year(draft.period)
    period = draft.period
    if period is None or period.last is None:
        return
    year_end = period.type == "point" and (period.last.month, period.last.day) == (3, 31)
    stock = any(word in draft.measure.words.lower() for word in patterns.words("stock"))
    if not stock and (
        (draft.role == "projection" and year_end) or counted_so_far(period, draft.measure.words, marked)
    ):
        draft.period = replace(period, first=year_start(period.last))
    elif draft.own_period is None and period.type == "month" and draft.unit != "percent" and stock:
        draft.period = at_month_end(period)


_LEVELS = ("actual", "numerator", "denominator")


def _of_one_relation(draft: Draft, drafts: Sequence[Draft]) -> Period | None:
    """ "at 31 March 40 of 50 people (80%)": one date for all levels that one relation reads."""
    if draft.role not in _LEVELS or draft.reading is None or draft.family not in ("level", "n-of-m"):
        return None
    shared = (d.own_period for d in drafts if d.reading is draft.reading and d.role in _LEVELS)
    return next((period for period in shared if period is not None), None)


def _undated(context: Context) -> bool:
    return context.as_at is None and context.reporting_period is None


def _before_and(draft: Draft, before: Sequence[Draft]) -> Period | None:
    """ "14% in May and the average had come down to 17": of a paper without dates, both are of May."""
    last = next((d for d in reversed(before) if d.role in _MAIN), None)
    if last is None or last.own_period is None or draft.role not in _MAIN:
        return None
    between = [t.text for t in draft.sentence.tokens[last.token + 1 : draft.token]]
    return last.own_period if "and" in between and not {";", "[", "]"} & set(between) else None


def _beside(draft: Draft, before: Sequence[Draft]) -> Period | None:
    """A level shares the period of a figure before it that has the same measure or relation."""
    last = before[-1] if before else None
    if last is not None and last.own_period is not None and _joined(last, draft):
        return last.own_period
    for other in reversed(before):
        if other.own_period is None or other.role not in ("numerator", "denominator", "actual", "projection"):
            continue
        same = draft.reading is not None and other.reading is draft.reading
        if (
            same
            or (draft.role == "projection" == other.role)
            or (other.measure.words == draft.measure.words and draft.measure.words)
        ):
            return other.own_period
    return None


def _outturn(draft: Draft, marked: Marked) -> bool:
    """ "the provisional outturn was 419kg", of a paper on the last quarter: the year's value."""
    period = draft.period
    ended = period is not None and period.last is not None and (period.last.month, period.last.day) == (3, 31)
    near = [t.text for t in marked.tokens[max(0, draft.token - 4) : draft.token] if not t.noise]
    return ended and draft.role == "actual" and ("outturn" in near or "out-turn" in near)


def _of_indicators(drafts: Sequence[Draft], marked: Marked, patterns: StatementPatterns) -> None:
    """Shares and counts of indicators are figures of no service; what hangs on one is another of its kind."""
    for position, draft in enumerate(drafts):
        if draft.role not in ("actual", "numerator", "denominator"):
            continue
        before = drafts[position - 1] if position else None
        follows = any(d.role == "other" and _akin(d, draft) for d in drafts[:position])
        if follows or counts_of_indicators(marked, draft.token, patterns) or _rated(marked, draft):
            draft.role = "other"
            if before is not None and before.reading is draft.reading and draft.reading is not None:
                before.role = "other"


def _joined(first: Draft, second: Draft) -> bool:
    """ "at the end of May was 78% and against local standards 65%": one date for both."""
    between = [t.text for t in second.sentence.tokens[first.token + 1 : second.token]]
    alike = first.unit == second.unit and first.role == second.role == "actual"
    dated = any(t.kind == Kind.PERIOD for t in second.sentence.tokens[first.token + 1 : second.token])
    if dated and followed_by_of(second.sentence, second.token):
        return False
    return alike and "and" in between and not {",", ";", "[", "]"} & set(between)


def _rated(marked: Marked, draft: Draft) -> bool:
    """ "9 are green, 9 amber": a number of indicators by their colour."""
    ahead = [
        t for t in marked.tokens[draft.token + 1 : draft.token + 4] if t.text not in ("are", "were", "as")
    ]
    return draft.unit == "count" and bool(ahead) and ahead[0].cue is not None and ahead[0].cue.kind == "rag"


def _akin(first: Draft, second: Draft) -> bool:
    """Of one relation or one measure, or the part of a list that the first one heads."""
    same = first.reading is not None and first.reading is second.reading
    return same or first.measure.words == second.measure.words or second.measure.source == "list"


def _otherwise(drafts: Sequence[Draft], marked: Marked) -> None:
    """ "68% (or 72% leaving out those not reported)": the same figure on another footing."""
    for before, draft in itertools.pairwise(drafts):
        tokens = [t.text for t in marked.tokens[max(0, draft.token - 3) : draft.token] if not t.noise]
        if tokens[-2:] == ["[", "or"] and draft.unit == before.unit:
            draft.role, draft.measure, draft.main = before.role, before.measure, before.main
            draft.period, draft.direction = before.period, before.direction


def _respectively(drafts: Sequence[Draft], marked: Marked, layers: Layers) -> None:
    """ "5% and 7% in May and June respectively": the dates are dealt out in order."""
    at = next((i for i, t in enumerate(marked.tokens) if t.text == "respectively"), None)
    if at is None:
        return
    before = [d for d in drafts if d.token < at][-2:]
    numbers = [t.index for t in marked.tokens[:at] if t.kind == Kind.PERIOD]
    dates = list(layers.split.get(numbers[-1], ())) if numbers else []
    dates = dates or [layers.periods[n] for n in numbers][-2:]
    if len(before) == 2 and len(dates) == 2:
        for draft, period in zip(before, dates, strict=True):
            draft.own_period = draft.period = period


def _earlier_by_date(drafts: Sequence[Draft], memory: Memory, context: Context) -> None:
    """Of two levels of one measure with dates, the earlier is the previous value."""
    for draft in drafts:
        if draft.role != "actual" or draft.own_period is None:
            continue
        others = [d for d in drafts if d is not draft and d.own_period is not None and d.main is not draft]
        if memory.last_main is not None and draft.measure.source == "sentence_before":
            others.append(memory.last_main)
        for other in others:
            if other.role != "actual" or other.unit != draft.unit:
                continue
            if dated_apart(draft.own_period, other.period) and _same_measure(draft, other):
                draft.role, draft.main = "previous", other
                break
        last = memory.last_main
        if last is not None and _taken_up(draft, last):
            last.role, last.main, last.direction = "previous", draft, None
    _overtaken(drafts, context)
    for draft in drafts:
        if draft.main is not None and draft.main.role == "previous" and draft.main.main is not None:
            draft.main = draft.main.main
            if draft.role == "change":
                draft.period = draft.main.period
    for before, draft in itertools.pairwise(drafts):
        between = [t for t in draft.sentence.tokens[before.token + 1 : draft.token] if not t.noise]
        had = len(between) == 1 and between[0].cue is not None and between[0].cue.kind == "pluperfect"
        if had and before.role == "previous" and draft.role == "actual":
            draft.role, draft.measure, draft.main = "previous", before.measure, before.main
            draft.period = before.period


def _taken_up(draft: Draft, last: Draft) -> bool:
    """ "It was 6.1% in spring. In autumn it is 5.2%": the sentence before gave the earlier value."""
    same = draft.measure.source == "sentence_before" and draft.role == "actual" == last.role
    return same and last.unit == draft.unit and dated_apart(last.own_period, draft.own_period)


def _overtaken(drafts: Sequence[Draft], context: Context) -> None:
    """ "a high of 1,946 in November, and now a drop to 1,685": the dated value is the earlier one."""
    now = context.as_at or context.reporting_period
    for draft, other in [*itertools.pairwise(drafts), *itertools.pairwise(drafts[::-1])]:
        if draft.role != "actual" or other.role != "actual" or other.own_period is not None:
            continue
        moved = other.reading is not None and other.reading.rule.name == "moved-to"
        moved = moved or draft.measure.words == other.measure.words or _in_bracket_after(draft, other)
        if moved and other.unit == draft.unit and dated_apart(draft.own_period, now):
            draft.role, draft.main = "previous", other


def _in_bracket_after(draft: Draft, other: Draft) -> bool:
    """ "two deaths (2008/09: five)": nothing but a date stands in the bracket before the figure."""
    between = draft.sentence.tokens[other.token + 1 : draft.token]
    opens = next((i for i, t in enumerate(between) if t.text == "["), None)
    if opens is None or len(between) - opens > 4:
        return False
    return any(t.kind == Kind.PERIOD for t in between[opens:])


def _same_measure(draft: Draft, other: Draft) -> bool:
    first, second = draft.measure.words, other.measure.words
    return not first or not second or first in second or second in first


# --- directions ---------------------------------------------------------------------------------------


def _directions(drafts: Sequence[Draft], marked: Marked, memory: Memory, patterns: StatementPatterns) -> None:
    for draft in drafts:
        if draft.role == "actual":
            draft.direction = _from_previous(draft, drafts, memory.last_main)
        if draft.direction is None:
            draft.direction = _own_direction(draft, drafts, marked, patterns)
    for draft in drafts:
        if draft.role == "change" and draft.quantity.signed and draft.family == "change" and draft.value:
            draft.direction = "down" if draft.value < 0 else "up"
    for draft in drafts:
        if draft.role == "actual" and draft.direction is None:
            draft.direction = (
                _from_change(draft, drafts)
                or trailing_direction(marked, draft.token)
                or extreme_direction(marked, draft.token)
            )
    for draft in drafts:
        if draft.role == "change" and draft.direction is None and draft.family == "change":
            draft.direction = draft.main.direction if draft.main is not None else None
    opening = [t.text for t in marked.tokens if not t.noise][:2]
    for draft in drafts:
        if draft.role == "actual" and draft.direction is None and "performance" in opening:
            draft.direction = memory.trend
    _pass_on(drafts)


def _told_of_performance(marked: Marked, patterns: StatementPatterns) -> Direction | None:
    """ "Since November performance has been declining": said of the figures that follow."""
    named = next((i for i, t in enumerate(marked.tokens) if t.text == "performance"), None)
    if named is None:
        return None
    for token in marked.tokens[named + 1 : named + 5]:
        if token.cue is not None and token.cue.kind in ("rise", "fall", "better", "worse"):
            return cue_direction(token, "", patterns)
    return None


def _pass_on(drafts: Sequence[Draft]) -> None:
    """A movement told in the next sentence, or of the figure that this one "equates to"."""
    for draft in drafts:
        main = draft.main
        if main is None or main.direction is not None or main.sentence is draft.sentence:
            continue
        if draft.role == "previous" and main.unit == draft.unit:
            main.direction = order_direction(draft.value, main.value)
        elif draft.role == "change" and draft.family == "change":
            main.direction = draft.direction
    for before, draft in itertools.pairwise([d for d in drafts if d.role == "actual"]):
        same = before.measure.words == draft.measure.words != ""
        alike = draft.own_period in (None, before.own_period) or _joined(before, draft)
        if same and before.direction is None and alike:
            before.direction = draft.direction


def _from_previous(draft: Draft, drafts: Sequence[Draft], last: Draft | None) -> Direction | None:
    """An earlier value beside a level tells its movement; a higher place in a ranking is a lower number."""
    for other in (*drafts, last):
        if other is None:
            continue
        if other.main is draft and other.role == "previous" and other.unit == draft.unit:
            if draft.quantity.form == "rank":
                return order_direction(draft.value, other.value)
            return order_direction(other.value, draft.value)
    return None


def _from_change(draft: Draft, drafts: Sequence[Draft]) -> Direction | None:
    for other in drafts:
        if other.main is draft and other.role == "change" and other.family == "change" and other.direction:
            return other.direction
    return None


def _own_direction(
    draft: Draft, drafts: Sequence[Draft], marked: Marked, patterns: StatementPatterns
) -> Direction | None:
    rule = draft.reading.rule if draft.reading is not None else None
    if draft.role not in ("actual", "change", "projection") or (rule and rule.family == "target"):
        return None
    if rule is not None and rule.direction in ("up", "down", "same"):
        return rule.direction  # type: ignore[return-value]
    if rule is not None and rule.direction == "order" and draft.role == "actual":
        previous = next((d for d in drafts if d.reading is draft.reading and d.role == "previous"), None)
        if previous is not None:
            return order_direction(previous.value, draft.value)
    if rule is not None and rule.direction == "cue" and draft.reading is not None:
        for token in marked.tokens[draft.reading.first : draft.reading.last + 1]:
            if token.cue is not None and not token.noise:
                found = cue_direction(token, draft.measure.words, patterns)
                if found is not None:
                    return found
    first, last = _clause(marked, draft.token)
    return stated_direction(marked, draft.token, draft.measure.words, patterns, first=first, last=last)


def _clause(marked: Marked, figure: int) -> tuple[int, int]:
    """The stretch of tokens around a figure without another figure or a semicolon in it."""
    first = last = figure
    while first > 0 and not _parts(marked, first - 1):
        first -= 1
    while last + 1 < len(marked.tokens) and not _parts(marked, last + 1):
        last += 1
    return first, last


def _parts(marked: Marked, number: int) -> bool:
    token = marked.tokens[number]
    return token.kind == Kind.FIGURE or token.text == ";"
