"""Every printed number of a text: a possible figure, or claimed as part of something else."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from extractor.figures.lexicon import ClaimRule, FigureLexicon
from extractor.figures.periods import keyed_words, period_spans
from extractor.model import Qualifier, Quantity, Unit

__all__ = ["Claimed", "FigureLexicon", "Marks", "find_numbers"]


@dataclass(frozen=True, slots=True)
class Claimed:
    """A number that is no figure: with the words that make it none, and why."""

    start: int
    end: int
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Marks:
    """All numbers of one text, each list in order of place."""

    quantities: tuple[Quantity, ...] = ()
    claimed: tuple[Claimed, ...] = ()


class _Spans:
    """Claimed stretches in order, for asking whether a place lies in one."""

    def __init__(self, text: str, claimed: list[Claimed]) -> None:
        claimed.sort(key=lambda c: (c.start, -c.end))
        self.kept: list[Claimed] = []
        for claim in claimed:
            last = self.kept[-1] if self.kept else None
            if last is None or claim.start >= last.end:
                self.kept.append(claim)
            elif claim.end > last.end:
                self.kept[-1] = Claimed(last.start, claim.end, text[last.start : claim.end], last.why)
        self._starts = [c.start for c in self.kept]

    def over(self, start: int, end: int) -> list[Claimed]:
        """The claims that lie over any of this stretch."""
        i = max(0, bisect_right(self._starts, start) - 1)
        found = []
        while i < len(self.kept) and self.kept[i].start < end:
            if self.kept[i].end > start:
                found.append(self.kept[i])
            i += 1
        return found

    def holds(self, start: int, end: int) -> bool:
        """A claim lies over this stretch."""
        i = bisect_right(self._starts, start) - 1
        if i >= 0 and self.kept[i].end > start:
            return True
        return i + 1 < len(self.kept) and self.kept[i + 1].start < end


def _rule_of(match: re.Match[str], lexicon: FigureLexicon) -> ClaimRule:
    return lexicon.claims[int((match.lastgroup or "C0")[1:])]


def _claim(text: str, match: re.Match[str], start: int, rule: ClaimRule) -> Claimed | None:
    if rule.unless_before is not None and rule.unless_before.search(text[max(0, start - 100) : start]):
        return None
    return Claimed(start, match.end(), text[start : match.end()], rule.why)


def _scanned_claims(text: str, lexicon: FigureLexicon) -> Iterator[Claimed]:
    for pattern in (lexicon.claim_lines, lexicon.claim_anywhere):
        for match in pattern.finditer(text):
            if match.end() > match.start():
                found = _claim(text, match, match.start(), _rule_of(match, lexicon))
                if found is not None:
                    yield found
    for needle, rare, rule in lexicon.claim_rare:
        if needle in text:
            yield from (c for m in rare.finditer(text) if (c := _claim(text, m, m.start(), rule)) is not None)


def _claim_at(text: str, start: int, rules: tuple[tuple[re.Pattern[str], ClaimRule], ...]) -> Claimed | None:
    for pattern, rule in rules:
        match = pattern.match(text, start)
        if match is not None and match.end() > start:
            found = _claim(text, match, start, rule)
            if found is not None:
                return found
    return None


def _numbered_claims(text: str, atoms: list[re.Match[str]], lexicon: FigureLexicon) -> Iterator[Claimed]:
    for atom in atoms:
        start, end = _number_span(atom)
        match = lexicon.claim_numbers.match(text, end)
        if match is None or atom.lastgroup in _SPECIAL:
            continue
        rule = _rule_of(match, lexicon)
        printed = text[start:end]
        if rule.most is not None and printed.isdigit() and int(printed[:4]) > rule.most:
            continue
        found = _claim(text, match, start, rule)
        if found is not None:
            yield found


_IN_NUMBER = re.compile(r"[0-9][.,]$")


_REACH = 64
"""Characters from the first word of a claim to its number, at most."""
_Words = tuple[tuple[str, int], ...]
"""As of `keyed_words`."""


def _named(text: str, tokens: _Words, lexicon: FigureLexicon) -> list[re.Match[str]]:
    """The numbers in words."""
    named: list[re.Match[str]] = []
    end = 0
    for key, start in tokens:
        if key in lexicon.named_starts and start >= end:
            match = lexicon.named.match(text, start)
            if match is not None and not (match["all"] and text[max(0, start - 3) : start].lower() == "of "):
                named.append(match)
                end = match.end()
    return named


def _worded_claims(
    text: str, tokens: _Words, atoms: list[re.Match[str]], lexicon: FigureLexicon
) -> list[Claimed]:
    """The claims that begin with a known word, no further before a number than `_REACH`."""
    claims: list[Claimed] = []
    claim_starts, guards = lexicon.claim_starts, lexicon.claim_guards
    at, end = 0, 0
    for key, start in tokens:
        while at < len(atoms) and atoms[at].end() <= start:
            at += 1
        if at == len(atoms):
            break
        if start < end or key not in claim_starts or atoms[at].start() - start > _REACH:
            continue
        if key in guards and guards[key].match(text, start) is None:
            continue
        inside = atoms[at].start() < start and "num" not in atoms[at].re.groupindex
        if inside or (key[0] == "0" and _IN_NUMBER.search(text[max(0, start - 2) : start])):
            continue
        claim = _claim_at(text, start, claim_starts[key])
        if claim is not None:
            claims.append(claim)
            end = claim.end
    return claims


def find_numbers(text: str, lexicon: FigureLexicon) -> Marks:
    """The figures and the claimed numbers of a text.  Linear in its length."""
    tokens = keyed_words(text)
    atoms = [*lexicon.numeral.finditer(text), *_named(text, tokens, lexicon)]
    if not atoms:
        return Marks()
    atoms.sort(key=lambda atom: atom.start())
    claimed = _worded_claims(text, tokens, atoms, lexicon)
    claimed += _scanned_claims(text, lexicon)
    claimed += _numbered_claims(text, atoms, lexicon)
    claimed += [Claimed(a, b, text[a:b], "period") for a, b in period_spans(text, lexicon.periods)]
    spans = _Spans(text, claimed)
    quantities: list[Quantity] = []
    extra: list[Claimed] = []
    taken = 0
    for atom in atoms:
        if atom.start() < taken:
            continue
        number = _number_span(atom)
        if spans.holds(*number):
            extra += _rest(text, number, spans.over(*number), atom)
            continue
        found = _quantity(text, atom, lexicon)
        if isinstance(found, Claimed):
            extra.append(found)
            continue
        found = _with_smaller(text, found)
        quantities.append(found)
        taken = found.end
    everything = sorted([*spans.kept, *extra], key=lambda c: c.start)
    return Marks(tuple(_paired(text, quantities, lexicon)), tuple(everything))


def _rest(text: str, number: tuple[int, int], claims: list[Claimed], atom: re.Match[str]) -> list[Claimed]:
    """What claims leave of a number in digits that they cover in part: claimed too, so nothing is lost."""
    if "num" not in atom.re.groupindex:
        return []
    at, rest = number[0], []
    for claim in claims:
        if claim.start > at:
            rest.append(Claimed(at, claim.start, text[at : claim.start], claim.why))
        at = max(at, claim.end)
    if at < number[1]:
        rest.append(Claimed(at, number[1], text[at : number[1]], claims[-1].why))
    return rest


_SPECIAL = frozenset({"none", "all", "fraction", "multiple"})


def _number_span(atom: re.Match[str]) -> tuple[int, int]:
    """Where the number itself stands, without sign, currency and scale."""
    groups = atom.re.groupindex
    if "num" in groups:
        start, end = atom.span("num")
        return start, max(end, atom.end("vulgar"))
    return atom.span("word") if atom["word"] is not None else atom.span()


def _quantity(text: str, atom: re.Match[str], lexicon: FigureLexicon) -> Quantity | Claimed:
    if "num" in atom.re.groupindex:
        return _numeral(text, atom, lexicon)
    if atom["word"] is not None:
        return _worded(text, atom, lexicon)
    return _special(text, atom, lexicon)


_THIN = dict.fromkeys(map(ord, ",\u00a0\u2009\u202f"))


def _numeral(text: str, atom: re.Match[str], lexicon: FigureLexicon) -> Quantity | Claimed:
    clock = _CLOCK.match(text, atom.end("num"))
    if clock is not None and atom["num"].isdigit():
        return _clock(text, atom, clock)
    printed = atom["num"].translate(_THIN) or "0"
    if atom["ordinal"] is not None:
        return _ordinal(text, atom, Decimal(printed), lexicon)
    value = Decimal(printed)
    places = len(printed.partition(".")[2])
    if atom["vulgar"] is not None:
        value, places = value + _VULGAR[atom["vulgar"]], 2
    sign = atom["sign"] or atom["sign2"] or ""
    if sign in ("-", "−", "–"):
        value = -value
    return _complete(text, atom, value, places, bool(sign), atom["cur"] is not None, lexicon, in_words=False)


_VULGAR = {"½": Decimal("0.5"), "¼": Decimal("0.25"), "¾": Decimal("0.75"),
           "⅓": Decimal("0.33"), "⅔": Decimal("0.67")}  # fmt: skip
_CLOCK = re.compile(
    r":(?P<second>[0-9]{1,4})(?![0-9:.])\s?(?P<unit>(?:minutes?|mins?|hours?|hrs?)(?!\w))?", re.IGNORECASE
)


def _clock(text: str, atom: re.Match[str], clock: re.Match[str]) -> Quantity:
    """ "4:35 minutes" as 4.58 minutes; "1:27" as a ratio of 27."""
    start = atom.start()
    first, second = Decimal(atom["num"]), Decimal(clock["second"])
    if clock["unit"] is None:
        value = second if first == 1 else _hundredths(first, second)
        return Quantity(text[start : clock.end("second")], value, "ratio", start, clock.end("second"))
    unit: Unit = "minutes" if clock["unit"][0] in "mM" else "hours"
    value = first + _hundredths(second, Decimal(60))
    return Quantity(text[start : clock.end()], value, unit, start, clock.end(), places=2, form="time")


def _hundredths(part: Decimal, whole: Decimal) -> Decimal:
    return (part / whole).quantize(Decimal("0.01")) if whole else Decimal(0)


_SMALLER = re.compile(
    r"(?:\s|,\s|\sand\s)(?P<part>[0-9]{1,2})\s?(?P<unit>seconds?|secs?|minutes?|mins?|days?|months?)(?!\w)",
    re.IGNORECASE,
)
_PER_LARGER: Mapping[tuple[str, str], int] = {
    ("minutes", "sec"): 60, ("hours", "min"): 60, ("weeks", "day"): 7, ("years", "mon"): 12,
}  # fmt: skip


def _with_smaller(text: str, quantity: Quantity) -> Quantity:
    """ "2 minutes 40 seconds" is one figure of 2.666667 minutes."""
    match = _SMALLER.match(text, quantity.end) if not quantity.places else None
    if match is None:
        return quantity
    whole = _PER_LARGER.get((quantity.unit, match["unit"][:3].lower()))
    part = Decimal(match["part"])
    if whole is None or part >= whole:
        return quantity
    value = quantity.value + (part / whole).quantize(Decimal("0.000001"))
    end = match.end()
    return replace(quantity, text=text[quantity.start : end], value=value, end=end, places=2, form="time")


def _worded(text: str, atom: re.Match[str], lexicon: FigureLexicon) -> Quantity | Claimed:
    value = words_to_number(atom["word"], lexicon)
    quantity = _complete(text, atom, Decimal(value), 0, False, False, lexicon, in_words=True)
    return replace(quantity, weak=value == 1 and quantity.unit == "count")


def words_to_number(words: str, lexicon: FigureLexicon) -> int:
    """ "two hundred and forty-one" to 241."""
    total = 0
    for word in re.split(r"[\s-]+", words.lower()):
        if word == "hundred":
            total = max(total, 1) * 100
        else:
            total += lexicon.cardinals.get(word, 0)
    return total


def _complete(
    text: str,
    atom: re.Match[str],
    value: Decimal,
    places: int,
    signed: bool,
    currency: bool,
    lexicon: FigureLexicon,
    *,
    in_words: bool,
) -> Quantity:
    end = atom.end()
    scale = 0
    if atom["scale"] is not None and (currency or _is_scale(text, atom)):
        scale = lexicon.scales[atom["scale"].lower()]
        value = value.scaleb(scale)
        value = value.quantize(Decimal(1)) if value == value.to_integral_value() else value
    elif atom["scale"] is not None:
        end = _number_span(atom)[1]
    unit, end = _unit(text, atom.start(), end, currency, lexicon)
    before = _before(text, atom.start(), lexicon)
    after = _after(text, end, lexicon)
    start = atom.start()
    return Quantity(
        text=text[start:end],
        value=value,
        unit=unit,
        start=start,
        end=end,
        places=places,
        scale=scale,
        qualifier=before or after,
        in_words=in_words,
        signed=signed,
    )


_BEHIND = re.compile(r"[£€$]\s?[0-9.,]{1,9}\s?[-–]\s?$")


_COUNTED = re.compile(
    r" (?!of\b|wide|high|long|deep|tall|from|away|was|is)(?:[a-z]+ ){0,2}?[a-z]{2,}(?<!s)s\b|m people\b"
)


def _is_scale(text: str, atom: re.Match[str]) -> bool:
    """ "2 million", "10k"; "m" alone only in the second of "£2-3m" and before things: "2.35m visits"."""
    word = atom["scale"].lower()
    if word == "m" and _COUNTED.match(text, atom.end()):
        return True
    behind = text[max(0, atom.start() - 16) : atom.start()]
    return len(word) > 2 or word in ("bn", "k") or _BEHIND.search(behind) is not None


def _unit(text: str, start: int, end: int, currency: bool, lexicon: FigureLexicon) -> tuple[Unit, int]:
    if currency:
        return "currency_gbp", end
    rate = lexicon.rates.match(text, end)
    if rate is not None:
        name = lexicon.rate_names[int((rate.lastgroup or "R0")[1:])]
        return name, end
    unit = lexicon.units.match(text, end)
    if unit is not None:
        return lexicon.unit_names[int((unit.lastgroup or "U0")[1:])], unit.end()
    if lexicon.scores.search(text[max(0, start - 72) : start]):
        return "score", end
    return "count", end


_LAST_WORD = re.compile(r"[\w~<>≤≥±]+\.?$")


def _before(text: str, start: int, lexicon: FigureLexicon) -> Qualifier | None:
    words = text[max(0, start - 16) : start].split()
    last = _LAST_WORD.search(words[-1]) if words else None
    if last is None or last[0].lower() not in lexicon.before_last:
        return None
    match = lexicon.before.search(text[max(0, start - 30) : start])
    return None if match is None else lexicon.before_names[int((match.lastgroup or "Q0")[1:])]


def _after(text: str, end: int, lexicon: FigureLexicon) -> Qualifier | None:
    match = lexicon.after.match(text, end)
    return None if match is None else lexicon.after_names[int((match.lastgroup or "A0")[1:])]


def _ordinal(text: str, atom: re.Match[str], value: Decimal, lexicon: FigureLexicon) -> Quantity | Claimed:
    start, end = atom.span()
    if not lexicon.ranks.search(text[max(0, start - 96) : start]):
        return Claimed(start, end, text[start:end], "ordinal")
    return Quantity(text[start:end], value, "other", start, end, form="rank")


def _special(text: str, atom: re.Match[str], lexicon: FigureLexicon) -> Quantity:
    start, end = atom.span()
    printed = text[start:end]
    key = " ".join(printed.lower().replace("-", " ").split())
    if atom["none"] is not None:
        return Quantity(printed, Decimal(0), "count", start, end, in_words=True, form="none", weak=True)
    if atom["all"] is not None:
        return Quantity(printed, Decimal(100), "percent", start, end, in_words=True, form="all", weak=True)
    if atom["fraction"] is not None:
        n, m = lexicon.fractions[key]
        value = (Decimal(100 * n) / Decimal(m)).quantize(Decimal("0.01")).normalize() + 0
        before = _before(text, start, lexicon)
        return Quantity(
            printed, value, "percent", start, end, qualifier=before, in_words=True, form="fraction", weak=True
        )
    n, m = lexicon.multiples[key]
    return Quantity(
        printed, Decimal(n) / Decimal(m), "ratio", start, end, in_words=True, form="multiple", weak=True
    )


_RANGE = re.compile(r"\s?[-–—−‐‑]\s?$")


def _paired(text: str, quantities: list[Quantity], lexicon: FigureLexicon) -> list[Quantity]:
    """Mark the two numbers of "18 of the 40", "1 in 4" and "280-350"."""
    found = list(quantities)
    for i in range(len(found) - 1):
        first, second = found[i], found[i + 1]
        gap = second.start - first.end
        if gap > 60 or first.form in ("m_of", "none", "all") or second.form:
            continue
        form = _pair_form(text[first.end : second.start], first, second, lexicon)
        if form is not None:
            found[i] = replace(first, form=form[0], weak=False)
            found[i + 1] = replace(
                second, form=form[1], weak=False, signed=second.signed and form[0] != "range_low"
            )
            if form[0] == "range_low":
                found[i], found[i + 1] = _same_unit(found[i], found[i + 1])
    return found


def _same_unit(low: Quantity, high: Quantity) -> tuple[Quantity, Quantity]:
    """ "5-7%" and "£2-3m": what is printed once is of both."""
    if low.unit == "count":
        low = replace(low, unit=high.unit)
    elif high.unit == "count":
        high = replace(high, unit=low.unit)
    if high.scale and not low.scale:
        low = replace(low, value=low.value.scaleb(high.scale).quantize(Decimal(1)), scale=high.scale)
        high = replace(high, value=high.value if high.value >= low.value else high.value.scaleb(high.scale))
    return low, high


def _pair_form(
    between: str, first: Quantity, second: Quantity, lexicon: FigureLexicon
) -> tuple[str, str] | None:
    dash = between.strip() in ("-", "–", "—", "−", "‐", "‑")
    elided = second.unit == "count" and first.unit != "percent"  # "51% - 23 of 45" is no range
    if dash and (first.unit in ("count", second.unit) or elided):
        return "range_low", "range_high"
    if first.unit != "count" or second.unit not in ("count",):
        return None
    if first.value == 1 and lexicon.one_in.fullmatch(between):
        return "one_in", "m_of"
    if second.value >= first.value and lexicon.n_of_m.fullmatch(between):
        return "n_of", "m_of"
    return None
