"""Roles that no relation gives: taken from the figure beside, the sentence before, the place or the date."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from extractor.model import Context
from extractor.patterns.statements import StatementPatterns
from extractor.statements.drafts import Draft
from extractor.statements.marking import Kind, Marked, Token, is_capital
from extractor.statements.memory import Memory

_SHARED = ("change", "target", "benchmark", "projection", "previous")
"""Roles that go on along a list; a level needs no cue of its own."""
_LONGEST_GAP = 7
"""Tokens between two figures of which the second is said with the words of the first."""
_JOINING = frozenset({"and", ",", "or", "plus"})
_OWN = frozenset({"we", "our", "ours", "it", "they", "this", "here", "locally", "there", "those", "these"})
"""Words that open a statement of the authority's own."""
_RESULTS = frozenset({"that", "actual", "actually", "achieved", "result"})
"""Words that open what was reached, beside what was meant to be."""
_AFTER = frozenset({"in", "for", "at", "on", "among", "and", "or", "to", "respectively", "over", "by"})
_FAR = 50
"""Percent: a change of more than this is rather a level."""


def share_roles(drafts: Sequence[Draft], patterns: StatementPatterns) -> None:
    """ "Reading was up 1.8% and writing 1.4%", "down by 24%, or 6": a role goes on to the next figure."""
    for before, draft in itertools.pairwise(drafts):
        if draft.role != "actual" or draft.reading is not None or before.role not in _SHARED:
            continue
        between = _between(before, draft)
        if before.role == "change" and (
            _says_again(between) or _says_otherwise(between, before, draft, patterns)
        ):
            draft.role, draft.reading, draft.like = before.role, before.reading, before
        elif (
            [t.text for t in between] in (["to"], ["-"])
            and before.role == "benchmark"
            and before.unit == draft.unit
        ):
            draft.role, draft.like, draft.comparator = before.role, before, before.comparator
        elif before.role == "previous" and _of_another_time(before, draft):
            continue
        elif _listed(between, patterns) and _same_kind(before, draft) and _ends_there(draft, patterns):
            draft.role, draft.like = before.role, before


def aimed_at(drafts: Sequence[Draft]) -> None:
    """ "76% against 90%": what a level stands against and no time is told of was aimed at; in place."""
    if not drafts or any(t.cue is not None and t.cue.kind in _MOVED for t in drafts[0].sentence.tokens):
        return
    for draft in drafts:
        if draft.rule != "compared-with" or draft.role != "previous" or draft.reading is None:
            continue
        tokens, said = draft.sentence.tokens, draft.reading.first
        near = tokens[max(0, said - _BESIDE) : draft.token]
        behind = tokens[draft.token + 1 : draft.token + 2]
        timed = any(t.kind is Kind.PERIOD or t.text in _THEN for t in near)
        beside = any(t.kind is Kind.FIGURE for t in near) and (not behind or behind[0].text in _ENDING)
        if tokens[said].text == "against" and beside and not timed:
            draft.role = "target"


_MOVED = frozenset(
    {
        "rise",
        "fall",
        "rise_noun",
        "fall_noun",
        "more",
        "fewer",
        "better",
        "worse",
        "better_noun",
        "worse_noun",
    }
)
"""Cues with which the other value is an earlier one: "was lower (12.1%, against 13.4%)"."""
_BESIDE = 5
"""Tokens back from "against" to the level."""
_ENDING = frozenset({".", ",", ";", "]"})
_THEN = frozenset({"last", "previous", "then", "before", "earlier"})


def told_of_others(drafts: Sequence[Draft], patterns: StatementPatterns) -> None:
    """ "Across England, 71% were settled": a clause that opens with others is of them; in place."""
    lead = _LEADING | patterns.words("bodies")
    for draft in drafts:
        if draft.role != "actual" or draft.family not in _PLAIN or draft.quantity.form == "rank":
            continue
        clause = _clause_before(draft)
        body = next((i for i, t in enumerate(clause) if _names_others(clause, i)), None)
        if body is None or any(t.text not in lead and t.kind is not Kind.PUNCTUATION for t in clause[:body]):
            continue
        named, told = clause[body], clause[body + 1 :]
        if _qualifies(named, told) or any(t.text in _OUR_OWN or _compares(t) for t in told):
            continue
        draft.role, draft.comparator = "benchmark", named.cue.comparator if named.cue else None


_PLAIN = ("level", "from-to")
_LEADING = frozenset(
    {
        "in",
        "across",
        "for",
        "among",
        "amongst",
        "within",
        "of",
        "at",
        "and",
        "most",
        "many",
        "by",
        "with",
        "all",
    }
)
"""Words that may stand before the name of others at the head of their clause."""
_OUR_OWN = _OWN - {"it", "they", "this", "there", "those", "these"} | {
    "council", "authority", "borough", "service", "ranked", "ranking", "placed",
}  # fmt: skip
_TURNS = frozenset({"where", "while", "whilst", "when", "whereas", "but", "although", "though"})


def _names_others(clause: Sequence[Token], at: int) -> bool:
    """ "nationally", "other councils", and "national" before the figures that were published."""
    cue = clause[at].cue
    if cue is None or cue.kind != "bench_word":
        return cue is not None and cue.kind == "bench"
    return clause[at + 1 : at + 2] != [] and clause[at + 1].text in _PUBLISHED


_PUBLISHED = frozenset({"figures", "figure", "data", "statistics", "results", "returns", "numbers"})


def _clause_before(draft: Draft) -> list[Token]:
    """The tokens of the figure's clause that stand before it, noise left out."""
    clause: list[Token] = []
    for token in reversed(draft.sentence.tokens[: draft.token]):
        if token.kind is Kind.FIGURE or token.text in _TURNS or token.text in (";", ":", "[", "-", "that"):
            break
        if not token.noise:
            clause.append(token)
    return clause[::-1]


def _qualifies(body: Token, told: Sequence[Token]) -> bool:
    """ "nationally recognised awards": it says what kind, and of whom the figure is it does not say."""
    return body.text.endswith("ally") and bool(told) and told[0].text.endswith("ed")


_LEAD_OF_ANSWER = 6
"""Tokens that may stand before the figure of an answer: "Response (the Head of Service): it was 25 days"."""


def answer_question(drafts: Sequence[Draft], memory: Memory) -> None:
    """ "What was the target for it?" – "97.5%.": the first figure of the answer is a target.

    So is the value on the line below a line "Target", whose role is known.
    """
    if memory.line_role is not None and len(drafts) == 1 and drafts[0].role == "actual":
        drafts[0].role, drafts[0].reading = memory.line_role
    if not memory.target_asked or not drafts:
        return
    memory.target_asked = False
    first = drafts[0]
    lead = [t for t in first.sentence.tokens[: first.token] if not t.noise]
    if first.role == "actual" and first.reading is None and len(lead) <= _LEAD_OF_ANSWER:
        first.role = "target"


def _of_another_time(before: Draft, draft: Draft) -> bool:
    between = draft.sentence.tokens[before.token + 1 : draft.token]
    return any(t.kind is Kind.PERIOD or t.text == "now" for t in between)


def _between(before: Draft, draft: Draft) -> list[Token]:
    """The tokens between two figures, without the cue that belongs to the first: "6% up, and visits 9%"."""
    first, reading = before.token + 1, before.reading
    tokens = draft.sentence.tokens
    if reading is not None and reading.figures[-1] == before.token and reading.last < draft.token:
        first += sum(t.cue is not None for t in tokens[first : min(first + 1, reading.last + 1)])
    return [t for t in tokens[first : draft.token] if not t.noise]


def _says_again(between: Sequence[Token]) -> bool:
    return [t.text for t in between] in ([",", "or"], ["or"], ["-", "or"], [",", "i.e"], ["[", "or"])


def _says_otherwise(
    between: Sequence[Token], before: Draft, draft: Draft, patterns: StatementPatterns
) -> bool:
    """ "fell by 12 since May, or 4%", "down 0.3%, which equates to £90,000": one change in two units."""
    words = [t.text for t in between if t.kind is not Kind.PUNCTUATION]
    if words[-1:] in (["to"], ["of"]):
        words.pop()
    after = draft.sentence.tokens[draft.token + 1 : draft.token + 2]
    share = bool(after) and after[0].text == "of"
    spoken = any(t.cue is not None for t in between)
    return (
        not spoken
        and not share
        and before.unit != draft.unit
        and words[-1:] != []
        and (words[-1] in patterns.words("restating"))
    )


def restate_change(drafts: Sequence[Draft], memory: Memory, patterns: StatementPatterns) -> None:
    """ "It fell by 0.4%. That equates to £90,000": the change that was all that was told before, in place."""
    told, draft = memory.only_change, drafts[0] if drafts else None
    if told is None or draft is None or not memory.near or draft.role != "actual" or draft.unit == told.unit:
        return
    spoken = [t.text for t in draft.sentence.tokens[: draft.token] if not t.noise]
    restating = patterns.words("restating") | {"came", "comes"}
    if any(a in ("that", "this", "which") and b in restating for a, b in itertools.pairwise(spoken)):
        draft.role, draft.like, draft.main, draft.direction = "change", told, told.main, told.direction


def _listed(between: Sequence[Token], patterns: StatementPatterns) -> bool:
    """Only a joining word and a few words of a name stand between."""
    texts = {t.text for t in between}
    if not 0 < len(between) <= _LONGEST_GAP or texts.isdisjoint(_JOINING) or between[-1].text == "at":
        return False
    if not texts.isdisjoint(_OWN | _RESULTS):
        return False
    verbs = patterns.words("verbs", "trailing", "breakers")
    return not any(
        t.cue is not None
        or t.text in verbs
        or t.text.endswith("ed")
        or (t.kind is Kind.PUNCTUATION and t.text != ",")
        for t in between
    )


def _same_kind(before: Draft, draft: Draft) -> bool:
    """Both of one unit, or the second printed bare; a share as large as a level is no change."""
    if draft.quantity.weak or draft.quantity.form != before.quantity.form:
        return False
    if before.role == "change" and draft.unit == "percent" and draft.value > _FAR >= before.value:
        return False
    return draft.unit == before.unit or draft.unit == "count"


def _ends_there(draft: Draft, patterns: StatementPatterns) -> bool:
    """Nothing is told of the figure itself: "and 45% of them were boys" is a statement of its own."""
    after = next((t for t in draft.sentence.tokens[draft.token + 1 :] if not t.noise), None)
    if after is None or after.kind in (Kind.PERIOD, Kind.PUNCTUATION):
        return after is None or after.text != "["
    return after.text in _AFTER


def project_on(drafts: Sequence[Draft], memory: Memory) -> None:
    """ "£2m is forecast. Transport was £0.3m over": sums of one forecast, as long as the passage goes on."""
    last = memory.last_main if memory.near else None
    for draft in drafts:
        forecast = (
            last is not None and last.role == "projection" and last.unit == "currency_gbp" == draft.unit
        )
        if forecast and draft.role == "actual" and _over_or_under(draft):
            draft.role, draft.like = "projection", last
        if draft.role in ("actual", "projection"):
            last = draft


_SPENDING = ("spend", "above", "below")


def _over_or_under(draft: Draft) -> bool:
    """A sum over or under a budget, not what was spent or received."""
    tokens = draft.sentence.tokens
    near = [t for t in tokens[max(0, draft.token - 4) : draft.token + 4] if t.cue is not None]
    return any(t.cue is not None and t.cue.kind in _SPENDING for t in near)


def project_later(drafts: Sequence[Draft], context: Context) -> None:
    """A level dated after the meeting is still to come: "by March 2031 the backlog is down to 50"."""
    today = context.meeting_date or context.report_date
    for draft in drafts:
        period = draft.own_period
        if draft.role == "actual" and period is not None and today is not None and _YEAR.search(period.text):
            first = period.first or period.last
            if first is not None and first > today:
                draft.role = "projection"


_YEAR = re.compile(r"\d{4}|\d\d/\d\d")
"""Without its year a date may be of either side of the meeting."""


def compare_places(drafts: Sequence[Draft], marked: Marked, text: str) -> None:
    """ "better than Ashby (61) and Barton (70)", "compared with 41% in Ashby": of another place."""
    for position, draft in enumerate(drafts):
        if draft.rule == "compared-with" and (other := _place_after(marked, draft.token, text)):
            draft.role, draft.comparator = "benchmark", other
        elif draft.role == "previous" and draft.like is not None and draft.like.role == "benchmark":
            draft.role, draft.comparator = "benchmark", _place_behind(marked, draft.token, text)
        named = _named_in_bracket(marked, draft.token, text)
        told = draft.role == "actual" and draft.reading is None
        told = told or (draft.role == "previous" and draft.rule == "earlier-period")
        if not told or named is None or not position:
            continue
        first = named
        while first > 0 and not _compares(marked.tokens[first - 1]):
            first -= 1
            if marked.tokens[first].kind is Kind.PERIOD or named - first > _FARTHEST_PLACE:
                first = 0
        if first > 0:
            draft.role, draft.comparator = "benchmark", _place(marked, named, text)


_LOCATING = frozenset({"in", "for", "across", "at"})


def _place_after(marked: Marked, figure: int, text: str) -> str:
    """The capitalised name that the figure is said to be in or for, where none was named before it."""
    before = itertools.pairwise(marked.tokens[1:figure])
    if any(t.text in _LOCATING and is_capital(u, text) for t, u in before):
        return ""
    return _place_behind(marked, figure, text)


def _place_behind(marked: Marked, figure: int, text: str) -> str:
    """ "41% in Ashby": the capitalised name behind a figure, "" without one."""
    after = [t for t in marked.tokens[figure + 1 : figure + 8] if t.text != "the"]
    if len(after) < 2 or after[0].text not in _LOCATING or not is_capital(after[1], text):
        return ""
    named = list(itertools.takewhile(lambda t: is_capital(t, text), after[1:]))
    return text[named[0].start : named[-1].end]


def _place(marked: Marked, last: int, text: str) -> str:
    """The name whose last word is this token."""
    first = last
    while first > 0 and is_capital(marked.tokens[first - 1], text):
        first -= 1
    return text[marked.tokens[first].start : marked.tokens[last].end]


def name_comparators(drafts: Sequence[Draft], marked: Marked) -> None:
    """Whom a benchmark is of, by the words for others that stand nearest to it; in place."""
    others = [
        (i, t.cue.comparator)
        for i, t in enumerate(marked.tokens)
        if t.cue is not None and t.cue.kind in ("bench", "bench_word")
    ]
    for draft in drafts:
        if draft.role == "benchmark" and draft.comparator is None and others:
            nearest = min(others, key=lambda other: (abs(other[0] - draft.token), other[0] > draft.token))
            draft.comparator = nearest[1]


_FARTHEST_PLACE = 14
"""Tokens between "better than" and the last of the places that are named."""


def _compares(token: Token) -> bool:
    compared = token.cue is not None and token.cue.kind in ("above", "below", "against", "near", "worse")
    return compared or token.text == "than"


def _named_in_bracket(marked: Marked, figure: int, text: str) -> int | None:
    """The token of the capitalised name right before the bracket that the figure opens, if so."""
    tokens = marked.tokens
    if figure < 2 or tokens[figure - 1].text != "[":
        return None
    name = tokens[figure - 2]
    closing = tokens[figure + 1].text if figure + 1 < len(tokens) else ""
    capital = name.kind is Kind.WORD and text[name.start].isupper()
    return figure - 2 if capital and closing == "]" else None
