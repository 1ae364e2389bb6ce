"""Units that the number does not print: inherited in a relation or said by the measure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from extractor.model import Unit
from extractor.patterns.statements import StatementPatterns
from extractor.statements.drafts import Draft
from extractor.statements.marking import Kind

_RATE_BASE = re.compile(
    r"(?<!\d\s)(?<!\d)(?:per |/)(100,?000|10,?000|1,?000|hundred thousand|ten thousand|thousand|10k)\b", re.I
)
"""A base that is named by itself, not as the unit of the number before it."""
_BASES: dict[str, Unit] = {
    "100000": "rate_per_100000",
    "hundred thousand": "rate_per_100000",
    "10000": "rate_per_10000",
    "ten thousand": "rate_per_10000",
    "10k": "rate_per_10000",
    "1000": "rate_per_1000",
    "thousand": "rate_per_1000",
}
_WEIGHED = re.compile(r"(?:average |total )?(?:kilograms?|kgs?|tonnes|tonnage) of\b")
_IN_BRACKETS = re.compile(r"\((?:seconds|secs|kg|kilograms|tonnes)\)\W*$", re.I)


def settle_units(drafts: Sequence[Draft], text: str, patterns: StatementPatterns) -> None:
    """Give bare numbers their unit, in place."""
    for position, draft in enumerate(drafts):
        if draft.role == "change" and draft.unit == "count" and _in_points(draft):
            draft.unit = "percentage_points"
        if draft.unit == "days" and _counts_days(draft):
            draft.unit = "count"
        if draft.unit != "count":
            continue
        unit = _printed_later(draft) or _from_relation(draft, drafts) or _left_out(draft, drafts[:position])
        unit = unit or _said_by_measure(draft, text) or _carried(draft, drafts[:position])
        unit = unit or _of_same_measure(draft, drafts)
        if unit is not None:
            draft.unit = unit


def _in_points(draft: Draft) -> bool:
    """ "Up three points to 48%": points of a share are percentage points."""
    after = [t.text for t in draft.sentence.tokens[draft.token + 1 : draft.token + 2]]
    shares = draft.main is not None and draft.main.quantity.unit == "percent"
    return shares and after in (["points"], ["point"])


def _bare(draft: Draft) -> bool:
    """No noun follows the number: "from 8.3 days to 8.4", "(44.0)"."""
    tokens = draft.sentence.tokens
    for token in tokens[draft.token + 1 : draft.token + 3]:
        if token.noise:
            continue
        if token.kind is Kind.WORD:
            return token.text in _AFTER_BARE
        return True
    return True


_AFTER_BARE = frozenset(
    {
        "in", "at", "for", "and", "or", "to", "from", "by", "on", "within", "inside", "last",
        "this", "during", "over", "compared", "while", "but", "which", "with", "as", "per", "the",
        "of", "we", "they", "it", "that", "set", "you",
    }
)  # fmt: skip


def _from_relation(draft: Draft, drafts: Sequence[Draft]) -> Unit | None:
    """An earlier value, target or benchmark printed bare has the unit of its partner, and the other way."""
    if not _bare(draft) or draft.role in ("numerator", "denominator"):
        return None
    if draft.role == "change":
        return None
    if draft.main is not None and draft.main.unit == "percent" and draft.value > _NO_PERCENT:
        return None
    if draft.main is not None and draft.main.unit != "count" and _of_its_kind(draft, draft.main):
        return draft.main.unit
    for other in drafts:
        related = (
            other.reading is not None
            and other.reading is draft.reading
            and other.family not in ("level", "n-of-m")
        )
        same = other.main is draft or related
        if same and other.role in ("previous", "target", "benchmark", "actual") and other.unit != "count":
            return other.unit
    return None


_NO_PERCENT = Decimal(300)
"""A bare number above this is no share: "49.4% of the target of 7,500"."""


def _of_its_kind(draft: Draft, main: Draft) -> bool:
    """Of one sentence, or of the same measure in the next: "It takes 31 days. Last year it was 37"."""
    if main.sentence is draft.sentence:
        return True
    return draft.role in ("previous", "target", "benchmark") and draft.measure.words == main.measure.words


def _left_out(draft: Draft, before: Sequence[Draft]) -> Unit | None:
    """ "94.2 per cent in 15 days, with 77.8 inside 10": "per cent" is left out of the second."""
    if not _bare(draft) or draft.quantity.places == 0 or draft.value > 100:
        return None
    alike = ("actual", "previous") if draft.role in ("actual", "previous") else (draft.role,)
    last = next((d for d in reversed(before) if d.role in alike or _moved_by(d, draft)), None)
    if last is not None and last.unit == "percent" and last.quantity.places == draft.quantity.places:
        return "percent"
    return None


def _moved_by(first: Draft, second: Draft) -> bool:
    """ "up by 1.5 per cent and ... by 5.5": a change or projection told in the same way."""
    before = [d.sentence.tokens[d.token - 1].text for d in (first, second) if d.token]
    return first.role in ("change", "projection") and before == ["by", "by"]


_LONG: dict[str, Unit] = {
    "days": "days",
    "weeks": "weeks",
    "months": "months",
    "hours": "hours",
    "minutes": "minutes",
}


def _printed_later(draft: Draft) -> Unit | None:
    """ "7.1 duty days per person": a decimal number before a kind of days."""
    if not draft.quantity.places:
        return None
    ahead = draft.sentence.tokens[draft.token + 1 : draft.token + 3]
    if len(ahead) == 2 and ahead[0].kind is Kind.WORD and ahead[0].text not in _AFTER_BARE:
        return _LONG.get(ahead[1].text)
    return None


_TAKING = frozenset(
    {
        "took",
        "take",
        "takes",
        "taking",
        "averaged",
        "average",
        "averages",
        "averaging",
        "lasted",
        "waited",
        "halved",
    }
)


def _carried(draft: Draft, before: Sequence[Draft]) -> Unit | None:
    """ "claims took 19.4 days; changes took 6": the unit of a list's first figure goes on."""
    if not _bare(draft) or draft.role in ("numerator", "denominator", "change", "other"):
        return None
    last = next((d for d in reversed(before) if d.role == draft.role or d.role == "actual"), None)
    if last is None or not (last.unit in _LONG or last.unit.startswith("rate")):
        return None
    between = [t.text for t in draft.sentence.tokens[last.token + 1 : draft.token] if not t.noise]
    spoken = any(t.cue is not None for t in draft.sentence.tokens[last.token + 1 : draft.token])
    elided = 0 < len(between) <= 5 and not {"was", "were", "there", "had"} & set(between)
    alike = draft.quantity.places == last.quantity.places > 0
    return last.unit if _TAKING & set(between) or alike or (elided and not spoken) else None


def _counts_days(draft: Draft) -> bool:
    """ "5,980 delayed days": a number of days lost, not a duration."""
    if draft.value <= _LONGEST_WAIT or draft.quantity.places:
        return False
    return _AVERAGED.search(draft.measure.words.lower()) is None


_AVERAGED = re.compile(r"\b(?:average|mean|median|per)\b")
_LONGEST_WAIT = 400
"""A whole number of days above this is a number of days lost, unless something is told of each."""
_RATE = re.compile(r"\brates?\b")
_TIME = re.compile(
    r"\b(?:mean|average|median) (?:time|wait|length|duration)\b.*\b(days|weeks|hours|minutes|months)\b", re.I
)


_NAMED_TIME = re.compile(
    r"(?:[a-z/'-]+ ){0,2}(?P<unit>days|weeks|hours|minutes) "
    r"(?:taken|waited|spent|waiting|to|(?P<each>lost|per)) "
)
"""A name that begins with the time told of: "calendar days taken to ...", "hours lost per porter"."""
_EACH = re.compile(r"\b(?:per|average|each)\b")


def _named_by_time(draft: Draft, words: str) -> Unit | None:
    """The length of time that the name begins with; days lost are counted, unless told of each."""
    named = _NAMED_TIME.match(f"{words} ")
    if named is None or (named["each"] and _EACH.search(words) is None):
        return None
    return None if draft.value > _LONGEST_WAIT else _LONG[named["unit"]]


def _of_same_measure(draft: Draft, drafts: Sequence[Draft]) -> Unit | None:
    """ "the target of 14 days was missed; the result was 16.8": a value and its target, of one size."""
    if not _bare(draft) or draft.role not in _LEVELS or not draft.measure.words or not draft.value:
        return None
    for other in drafts:
        alike = other.measure.words == draft.measure.words and other.sentence is draft.sentence
        paired = other.role in _LEVELS and (other.role == "actual") != (draft.role == "actual")
        if alike and paired and other.unit in _LONG and 1 < 5 * other.value / draft.value < 25:
            return other.unit
    return None


_LEVELS = frozenset({"actual", "previous", "target", "benchmark"})


def _said_by_measure(draft: Draft, text: str) -> Unit | None:
    """The unit by the name, or by what was said of all the numbers: "per 10,000", "kilograms of"."""
    words = draft.measure.words.lower()
    if not _bare(draft):
        return _base(words)
    timed = _TIME.search(words)
    if timed is not None:
        return timed[1]  # type: ignore[return-value]
    before = text[max(0, draft.quantity.start - 16) : draft.quantity.start]
    if _WEIGHED.match(words) or _IN_BRACKETS.search(before):
        return "other"
    return _base(words) or _base_beside(draft, words, text) or _named_by_time(draft, words)


def _base_beside(draft: Draft, words: str, text: str) -> Unit | None:
    """The base that the sentence or, for a rate, the passage names before."""
    said = _base(text[draft.sentence.start : draft.sentence.end])
    if said is not None and draft.role in ("previous", "benchmark", "target"):
        return said
    if _RATE.search(words) is None:
        return None
    return _base(text[: draft.sentence.end]) or ("rate_per_10000" if draft.value > _NO_SHARE else None)


_NO_SHARE = Decimal(20)
"""A bare rate above this is of children, per 10,000."""


def _base(words: str) -> Unit | None:
    """The base of a rate, the last that is named."""
    named = _RATE_BASE.findall(words)
    return _BASES[named[-1].lower().replace(",", "")] if named else None
