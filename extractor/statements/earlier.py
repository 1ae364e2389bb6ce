"""Which of two levels is the earlier: told by their dates, by the tense, by "now", or by a bracket."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from extractor.model import Context
from extractor.patterns.statements import StatementPatterns
from extractor.statements.drafts import Draft, in_a_row
from extractor.statements.links import MAIN, same_measure
from extractor.statements.marking import Kind, Token, speaks_of_before
from extractor.statements.memory import Memory
from extractor.statements.timing import dated_apart


def find_earlier(
    drafts: Sequence[Draft], memory: Memory, context: Context, patterns: StatementPatterns
) -> None:
    """Of two levels of one measure, the earlier is the previous value of the later; in place."""
    _by_dates(drafts, memory, patterns)
    _by_tense(drafts, memory, patterns)
    _by_date_alone(drafts, memory, context, patterns)
    _overtaken(drafts, context)
    _then_and_now(drafts)
    _root(drafts)
    _had_been_both(drafts)


def _by_dates(drafts: Sequence[Draft], memory: Memory, patterns: StatementPatterns) -> None:
    for draft in drafts:
        if draft.role != "actual" or draft.own_period is None or draft.family == "n-of-m":
            continue
        for other in _set_beside(draft, drafts, memory, patterns):
            if other.role != "actual" or other.unit != draft.unit:
                continue
            if dated_apart(draft.own_period, other.period) and same_measure(draft, other):
                draft.role, draft.main = "previous", other
                break
        last = memory.last_main
        if last is not None and _taken_up(draft, last):
            last.role, last.main, last.direction = "previous", draft, None


def _set_beside(
    draft: Draft, drafts: Sequence[Draft], memory: Memory, patterns: StatementPatterns
) -> list[Draft]:
    """The levels that this one may be earlier than; none where it is told which way this one went."""
    if draft.rule == "moved-to" or _of_a_run(draft, drafts):
        return []
    others = [d for d in drafts if d is not draft and d.own_period is not None and d.main is not draft]
    alone = memory.near and _alone(draft, drafts) and _names_nothing(draft, patterns)
    if memory.last_main is not None and (alone or draft.measure.source == "sentence_before"):
        others.append(memory.last_main)
    return others


def _of_a_run(draft: Draft, drafts: Sequence[Draft]) -> bool:
    """ "In June, July and August 64, 81 and 97": of a run, none is set against another."""
    return sum(in_a_row(a, b) for a, b in itertools.pairwise(drafts)) > 1 and any(
        draft in pair and in_a_row(*pair) for pair in itertools.pairwise(drafts)
    )


def _alone(draft: Draft, drafts: Sequence[Draft]) -> bool:
    return not any(d.role in MAIN for d in drafts if d is not draft)


def _by_tense(drafts: Sequence[Draft], memory: Memory, patterns: StatementPatterns) -> None:
    """ "86% were answered; the Quarter 2 result had been 78%": what had been is before what was."""
    for position, draft in enumerate(drafts):
        if draft.role != "actual" or draft.reading is not None or not _had(draft):
            continue
        beside = [d for d in reversed(drafts[:position]) if d.role in MAIN]
        if not beside and memory.near:
            beside = [d for d in reversed(memory.levels) if d.unit == draft.unit][:1]
        now = next((d for d in beside if not _had(d) and d.unit == draft.unit), None)
        if now is None or not _of_one_thing(draft, now, patterns):
            now = _told_before(draft, memory, patterns)
        if now is not None:
            draft.role, draft.main = "previous", now


def _by_date_alone(
    drafts: Sequence[Draft], memory: Memory, context: Context, patterns: StatementPatterns
) -> None:
    """ "There are 1,705; in April 2024 it was 2,965": a dated "it" behind what has no date of its own."""
    for position, draft in enumerate(drafts):
        if draft.role != "actual" or draft.family != "level" or not _past(draft, context):
            continue
        beside = [d for d in reversed(drafts[:position]) if d.role in MAIN and d.unit == draft.unit]
        if not beside and memory.near and _alone(draft, drafts):
            beside = [d for d in memory.levels[-1:] if d.unit == draft.unit]
        now = beside[0] if beside else None
        if now is not None and now.own_period is None and _points_back(draft, patterns):
            draft.role, draft.main = "previous", now


def _past(draft: Draft, context: Context) -> bool:
    """Told with a year that is over before what the paper reports on."""
    period, told = draft.own_period, context.as_at or context.reporting_period
    if period is None or not _YEAR.search(period.text):
        return False
    return told is None or dated_apart(period, told)


_YEAR = re.compile(r"(?:19|20)\d\d")


def _points_back(draft: Draft, patterns: StatementPatterns) -> bool:
    """The clause opens with its date and goes on with a pronoun or a general noun: "in 2011 the rate was"."""
    clause: list[Token] = []
    for token in reversed(draft.sentence.tokens[: draft.token]):
        if token.kind in (Kind.FIGURE, Kind.PERIOD) or token.text in (";", ":"):
            break
        if not token.noise and token.text != ",":
            clause.append(token)
    words = [t.text for t in clause[::-1]]
    opened = len(clause) < draft.token and draft.sentence.tokens[draft.token - 1].kind is not Kind.PERIOD
    return opened and bool(words) and (words[0] in _POINTING or set(words) <= patterns.empty_words)


def _told_before(draft: Draft, memory: Memory, patterns: StatementPatterns) -> Draft | None:
    """The level of the passage that "a year ago the number in care had been" is set beside."""
    if draft.own_period is None or not speaks_of_before(draft.own_period.text):
        return None
    words = _own_words(draft, patterns)
    alike = [d for d in memory.levels if d.unit == draft.unit and words & _own_words(d, patterns)]
    return max(alike, key=lambda d: len(words & _own_words(d, patterns)), default=None)


def _own_words(draft: Draft, patterns: StatementPatterns) -> set[str]:
    return set(draft.measure.words.lower().split()) - patterns.empty_words


def _had(draft: Draft) -> bool:
    """ "had been 78%", "had stood at 90%", "had shown £3m": the figure is what the verb tells."""
    before = [t for t in draft.sentence.tokens[max(0, draft.token - 6) : draft.token] if not t.noise]
    if any(t.cue is not None and t.cue.kind == "pluperfect" for t in before[-2:]):
        return True
    verb = [t.text for t in before[-3:]]
    at = next((i for i, word in enumerate(verb) if word == "had"), None)
    if at is None or at + 1 >= len(verb) or not verb[at + 1].endswith(_PARTICIPLES):
        return False
    return set(verb[at + 2 :]) <= {"at", "to", "by", "in", "of"}


_PARTICIPLES = ("ed", "wn", "en", "ound", "ome", "un", "eld", "ood")
""" "shown", "taken", "found", "come", "run", "held"."""


def _of_one_thing(draft: Draft, other: Draft, patterns: StatementPatterns) -> bool:
    """Both have one name, or one of the two clauses names nothing: "it", "the result", "there"."""
    if draft.measure.words == other.measure.words:
        return True
    return any(_names_nothing(d, patterns) for d in (draft, other))


_POINTING = frozenset({"it", "they", "this", "that", "these", "those"})
_CLAUSE_ENDS = frozenset({";", ":", ".", ",", "[", "]", "where", "whereas", "while", "and", "but"})


def _names_nothing(draft: Draft, patterns: StatementPatterns) -> bool:
    """The words of the clause before a figure are a pronoun, or general nouns and dates."""
    clause: list[Token] = []
    for token in reversed(draft.sentence.tokens[: draft.token]):
        if token.text in _CLAUSE_ENDS or token.kind is Kind.FIGURE:
            break
        if not token.noise and token.kind not in (Kind.PERIOD, Kind.CUE):
            clause.append(token)
    if clause and clause[0].text in _POINTING:
        return True
    if any(t.text == "there" for t in clause) and not _ends_clause(draft):
        return False
    return all(t.text in patterns.empty_words for t in clause)


def _ends_clause(draft: Draft) -> bool:
    """Nothing that could name it follows: "there had been 845."."""
    after = next((t for t in draft.sentence.tokens[draft.token + 1 :] if not t.noise), None)
    return after is None or after.kind is Kind.PERIOD or after.text in _CLAUSE_ENDS


def _root(drafts: Sequence[Draft]) -> None:
    """What hung on a level that has become the earlier one hangs on the later."""
    for draft in drafts:
        if draft.main is not None and draft.main.role == "previous" and draft.main.main is not None:
            draft.main = draft.main.main
            if draft.role == "change":
                draft.period = draft.main.period


def _had_been_both(drafts: Sequence[Draft]) -> None:
    """ "the Quarter 1 result of 1% had been 47 properties": one earlier value, told twice."""
    for before, draft in itertools.pairwise(drafts):
        between = [t for t in draft.sentence.tokens[before.token + 1 : draft.token] if not t.noise]
        had = len(between) == 1 and between[0].cue is not None and between[0].cue.kind == "pluperfect"
        if had and before.role == "previous" and draft.role == "actual":
            draft.role, draft.measure, draft.main = "previous", before.measure, before.main
            draft.period = before.period


def _taken_up(draft: Draft, last: Draft) -> bool:
    """ "It was 6.1% in spring. In autumn it is 5.2%": the sentence before gave the earlier value."""
    if draft.role != "actual" or last.role != "actual" or last.unit != draft.unit:
        return False
    if draft.rule == "moved-to" and _opens_with_this(draft):
        return True
    return draft.measure.source == "sentence_before" and dated_apart(last.own_period, draft.own_period)


def _opens_with_this(draft: Draft) -> bool:
    """ "In 2021/22 this had fallen to 2,245": the figure before is what it fell from."""
    spoken = [
        t
        for t in draft.sentence.tokens
        if t.kind is not Kind.PERIOD and not t.noise and t.text not in _DATING
    ]
    return len(spoken) > 1 and spoken[0].text in ("this", "that") and spoken[1].text in _PERFECT


_PERFECT = frozenset({"had", "has"})
_DATING = frozenset({"in", "by", "at", "on", "since", "for", "during", ","})


def _overtaken(drafts: Sequence[Draft], context: Context) -> None:
    """ "a high of 1,946 in November, and now a drop to 1,685": the dated value is the earlier one."""
    now = context.as_at or context.reporting_period
    levels = [d for d in drafts if d.role == "actual"]
    for draft, other in [*itertools.pairwise(levels), *itertools.pairwise(levels[::-1])]:
        if draft.role != "actual" or other.role != "actual" or other.own_period is not None:
            continue
        if draft.family == "n-of-m":
            continue
        moved = other.reading is not None and other.reading.rule.name == "moved-to"
        moved = moved or draft.measure.words == other.measure.words or _in_bracket_after(draft, other)
        if moved and other.unit == draft.unit and dated_apart(draft.own_period, now):
            draft.role, draft.main = "previous", other


_NOW = frozenset({"now", "currently", "today", "nowadays"})
_ONCE = frozenset({"was", "were", "had", "stood", "took", "used"})


def _then_and_now(drafts: Sequence[Draft]) -> None:
    """ "Accuracy had stood at 90%; now it was at 96%": of two levels of one measure, the one before "now"."""
    for before, draft in itertools.pairwise(drafts):
        if before.role != "actual" or draft.role != "actual" or before.unit != draft.unit:
            continue
        tokens = draft.sentence.tokens
        between = [t.text for t in tokens[before.token + 1 : draft.token + 4]]
        once = {w for t in tokens[: before.token] for w in t.text.split()}
        spoken = _ONCE & (once | set(between)) or any(w.endswith("ed") for w in once)
        if _NOW & set(between) and spoken and not _NOW & once and same_measure(before, draft):
            before.role, before.main, before.direction = "previous", draft, None


def _in_bracket_after(draft: Draft, other: Draft) -> bool:
    """ "two deaths (2008/09: five)", "91% (88% in May)": the bracket holds a figure and its date."""
    between = draft.sentence.tokens[other.token + 1 : draft.token]
    opens = next((i for i, t in enumerate(between) if t.text == "["), None)
    if opens is None or len(between) - opens > 4:
        return False
    after = draft.sentence.tokens[draft.token + 1 : draft.token + 4]
    within = list(itertools.takewhile(lambda t: t.text != "]", (*between[opens:], *after)))
    return any(t.kind is Kind.PERIOD for t in within)
