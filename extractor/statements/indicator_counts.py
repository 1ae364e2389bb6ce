"""Shares and numbers of the indicators themselves: figures of a report, which say nothing of a service."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.patterns.statements import StatementPatterns
from extractor.statements.drafts import Draft
from extractor.statements.marking import Kind, Marked, Token

WHY = "a number of indicators, which is of no service"
_LINKING = frozenset(
    {"are", "were", "as", "at", "or", "on", "off", "to", "it", "them", "their", "its", "being"}
    | {"in", "by", "for", "during", "within"}
)
_STATUS_CUES = ("rag", "target", "above", "below", "better", "worse", "hold", "level")
_BEING = frozenset({"are", "were"})
_BECOMING = frozenset({"met", "missed", "achieved", "exceeded", "improved", "declined", "worsened"})


def counts_of_indicators(marked: Marked, figure: int, patterns: StatementPatterns) -> bool:
    """ "48% of indicators were on target", "three measures were red": a figure, though of no service."""
    ahead = marked.tokens[figure + 1 : figure + 14]
    if _of_a_set(ahead, patterns):
        return True
    named = next((i for i, t in enumerate(ahead[:5]) if t.text in patterns.words("indicators")), None)
    if named is None:
        return False
    status = patterns.words("status")
    return any(word in status for t in ahead[named + 1 :] for word in t.text.split())


def _of_a_set(ahead: Sequence[Token], patterns: StatementPatterns) -> bool:
    """ "three of the eleven measures": the whole was claimed as the number of a set."""
    said = [t for t in ahead[:4] if not t.noise]
    if len(said) < 2 or said[0].text != "of" or said[1].kind is not Kind.NAME:
        return False
    return bool(set(said[1].text.lower().split()) & patterns.words("indicators"))


def set_indicators_apart(drafts: Sequence[Draft], marked: Marked, patterns: StatementPatterns) -> None:
    """Shares of indicators get the role "other", numbers of them are left out, with what hangs on either."""
    for position, draft in enumerate(drafts):
        if draft.role not in ("actual", "numerator", "denominator", "target"):
            continue
        apart = [d for d in drafts[:position] if d.role == "other"]
        follows = any(_akin(d, draft) for d in apart) or (bool(apart) and _became(marked, draft, patterns))
        if follows or counts_of_indicators(marked, draft.token, patterns) or _rated(marked, draft, patterns):
            draft.role = "other"
            for before in drafts[:position]:
                if _of_one(before, draft, marked):
                    before.role = "other"
    for draft in drafts:
        if draft.role == "other" and draft.unit == "count":
            draft.skipped = WHY


def _of_one(before: Draft, draft: Draft, marked: Marked) -> bool:
    """Read by one relation, or "three of the eleven"."""
    between = [t.text for t in marked.tokens[before.token + 1 : draft.token] if not t.noise]
    return (draft.reading is not None and before.reading is draft.reading) or between == ["of"]


def _rated(marked: Marked, draft: Draft, patterns: StatementPatterns) -> bool:
    """ "9 are green, 9 amber"; "two were annual measures"; of measures, "eight were at or over target"."""
    if draft.unit != "count":
        return False
    said = _said_of(marked, draft.token)
    if said and said[-1].text in patterns.words("indicators") and said[0].text in _BEING:
        return True
    if not said or any(t.text not in _LINKING and not _status(t, patterns) for t in said):
        return False
    told = [t for t in said if t.text not in _LINKING]
    coloured = bool(told) and told[0].cue is not None and told[0].cue.kind == "rag"
    before = {word for t in marked.tokens[: draft.token] for word in t.text.lower().split()}
    named = bool(before & patterns.words("indicators"))
    return coloured or (named and bool(told) and said[0].text in _BEING)


def _became(marked: Marked, draft: Draft, patterns: StatementPatterns) -> bool:
    """ "Of 31 indicators 15 met their targets and 6 missed them": the 6, once the 15 are known."""
    said = _said_of(marked, draft.token)
    return (
        draft.unit == "count"
        and bool(said)
        and said[0].text in _BECOMING
        and all(t.text in _LINKING or _status(t, patterns) for t in said)
    )


def _said_of(marked: Marked, figure: int) -> list[Token]:
    """The words after a figure up to the next figure, time, "and" or sign."""
    said: list[Token] = []
    for token in marked.tokens[figure + 1 : figure + 8]:
        if token.kind in (Kind.FIGURE, Kind.PERIOD, Kind.PUNCTUATION) or token.text == "and":
            break
        said.append(token)
    return said


def _status(token: Token, patterns: StatementPatterns) -> bool:
    return token.text in patterns.words("status") or (
        token.cue is not None and token.cue.kind in _STATUS_CUES
    )


def _akin(first: Draft, second: Draft) -> bool:
    """Of one relation or one measure, or the part of a list that the first one heads."""
    same = first.reading is not None and first.reading is second.reading
    return same or first.measure.words == second.measure.words or second.measure.source == "list"
