"""What a heading or a row label says: time, role, comparator, unit, kind of column, and other words."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from extractor.model import Role
from extractor.patterns.scorecards import ScorecardPatterns, Word, normal
from extractor.scorecards.times import NO_TIME, Time, read_time

_CODE = re.compile(
    r"(?:[A-Z]{1,6}(?:[ /_-][A-Z]{1,4})?[ /_-]?)?\d{1,4}(?:[./]\d{1,3}){0,3}[a-z]?(?:\([a-zα]\))?"
    r"|\d\.[A-Z]\d{1,2}(?:\([a-zα]\))?|[A-Z]{1,5}\d{1,4}[a-z]?"
)
_CODE_OLD = re.compile(rf"(?P<code>{_CODE.pattern})(?:\s+(?P<old>(?i:old|new)))?")
_CODES = re.compile(r"\d{1,2}\.\d{1,2}\.?\s*(?:and|&|,|/)\s*\d{1,2}\.\d{1,2}")
_DOTTED = re.compile(r"\d{1,2}\.\d{1,2}[a-z]?")
_LEADING_CODE = re.compile(
    r"(?P<code>\d{1,2}\.\d{1,2}(?:\.\d{1,2})?[a-z]?(?:\([a-z]\))?|[A-Z]{1,6}[ /_-]?\d{1,4}[a-z]?)"
    r"\s*(?:[-–—:.]\s*|\s)(?=[A-Z%#*£(])"
)


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading, or all headings over one column (or beside one row) laid over one another."""

    text: str = ""
    time: Time = NO_TIME
    column: str = ""
    role: Role | None = None
    band: str = ""
    relative: str = ""
    comparator: str = ""
    measure: str = ""
    group: str = ""
    code: str = ""
    words: tuple[str, ...] = ()
    total: bool = False
    separator: bool = False

    @property
    def plain(self) -> bool:
        """It says nothing that is understood apart from its words."""
        return not (
            self.time
            or self.column
            or self.role
            or self.comparator
            or self.measure
            or self.group
            or self.separator
        )

    def over(self, upper: Heading) -> Heading:
        """This heading with what the one above it adds."""
        if not upper.text:
            return self
        comparator = self.comparator or (upper.comparator if not self.role else "")
        return replace(
            self,
            text=" / ".join(t for t in (upper.text, self.text) if t),
            time=self.time.over(upper.time),
            column=self.column or (upper.column if not self.text else ""),
            role=self.role or upper.role,
            band=self.band or upper.band,
            relative=self.relative or upper.relative,
            comparator=comparator,
            measure=self.measure or upper.measure,
            group=self.group or upper.group,
            code=self.code or upper.code,
            words=(*upper.words, *(w for w in self.words if w not in upper.words)),
            total=self.total or upper.total,
        )


NO_HEADING = Heading()


def read_heading(text: str, patterns: ScorecardPatterns) -> Heading:
    """A heading read by itself.

    Words of time count where little else stands beside them: a year in the name of a measure is no period.
    """
    text = " ".join(text.split())
    if not text:
        return Heading()
    column = patterns.find("column", text)
    if column:
        return Heading(text=text, column=column.gives["column"])
    time, rest = read_time(text)
    if time and not _counts(time, rest, text, patterns):
        time, rest = Time(), text
    heading = Heading(text=text, time=time)
    return _classified(heading, rest, patterns) if rest else heading


def _counts(time: Time, rest: str, text: str, patterns: ScorecardPatterns) -> bool:
    if not rest or _known(rest, patterns):
        return True
    inside = re.search(r"\([^()]*\)", text)
    if inside and time.words and time.words in inside.group() and len(inside.group().split()) > 4:
        return False
    if text.lower().startswith(time.words.lower()[:4]) and re.fullmatch(r"\([^()]*\)|[^\w]*", rest):
        return True
    words = len(rest.split())
    return words <= 3 if time.has_year or time.has_part else words <= 1


def _known(rest: str, patterns: ScorecardPatterns) -> bool:
    return any(
        patterns.whole(kind, rest) for kind in ("role", "benchmark", "measure", "total", "column", "group")
    )


def _classified(heading: Heading, rest: str, patterns: ScorecardPatterns) -> Heading:
    if code := as_code(rest):
        return replace(heading, code=code)
    if _CODES.fullmatch(rest):
        return replace(heading, code=rest)
    if heading.time and not re.search(r"\w", rest):
        return heading
    if patterns.whole("separator", rest):
        return replace(heading, separator=True)
    column = patterns.find("column", rest)
    if column and not heading.time.has_part:
        return replace(heading, column=column.gives["column"])
    if found := patterns.find("benchmark", rest):
        return replace(heading, comparator=found.gives["comparator"], role="benchmark", words=(rest,))
    if found := patterns.find("group", rest):
        return replace(heading, group=found.gives["group"])
    if found := patterns.whole("role", rest) or _short_role(rest, patterns):
        role: Role = found.gives["role"]  # type: ignore[assignment]
        return replace(
            heading, role=role, band=found.gives.get("band", ""), relative=found.gives.get("relative", "")
        )
    if (found := patterns.find("measure", rest)) and len(rest.split()) <= 7 and " of " not in rest:
        return replace(heading, measure=found.gives["unit"], words=_beyond(rest, patterns))
    total = patterns.find("total", rest) is not None
    return replace(heading, words=(rest,), total=total)


def _short_role(rest: str, patterns: ScorecardPatterns) -> Word | None:
    return patterns.find("role", rest) if len(rest.split()) <= 4 else None


def _beyond(rest: str, patterns: ScorecardPatterns) -> tuple[str, ...]:
    """What a unit cell says beside the unit: "Primary % (Termly)" names the primary schools."""
    bare = re.sub(r"\([^()]*\)|%", " ", rest)
    bare = " ".join(bare.split())
    if (
        not bare
        or patterns.whole("measure", bare)
        or patterns.find("note", bare)
        or patterns.find("measure", bare)
    ):
        return ()
    return (bare,) if re.fullmatch(r"[A-Z][a-z]+(?: [A-Za-z]+)?", bare) else ()


def as_code(text: str) -> str:
    """The reference number that a whole text is ("1.10", "CPU118", "2.1 OLD", "3 2" for 3.2), or ""."""
    plain = " ".join(text.split()).strip("*: ").rstrip(".")
    if re.fullmatch(r"\d \d{1,2}", plain):
        plain = plain.replace(" ", ".")
    match = _CODE_OLD.fullmatch(plain)
    if not match or re.fullmatch(r"\d{3,}|0\d*|(?:19|20)\d\d/\d\d", match.group("code")):
        return ""
    if read_time(plain)[0]:
        return ""
    return plain


def split_code(text: str) -> tuple[str, str]:
    """The reference at the front of a label, and the label without it.

    >>> split_code("CPU101 - Average caseload")
    ('CPU101', 'Average caseload')
    """
    match = _LEADING_CODE.match(text)
    if not match or read_time(match.group("code"))[0]:
        return "", text
    return match.group("code").strip(), text[match.end() :].strip()


def is_dotted(text: str) -> bool:
    """A code with a point in it, as a row of codes over names has them."""
    return bool(_DOTTED.fullmatch(text.strip()))


def joined_code(pieces: list[str]) -> str:
    """A code whose pieces stand in several cells: "6.1", "3" is 6.13; "3", ".7" is 3.7; "3", "3.5" is 3.5."""
    whole = [p for p in pieces if is_dotted(p)]
    if len(pieces) == 1:
        return whole[0] if whole else ""
    if whole and whole[-1] is pieces[-1]:
        return whole[-1] if all(whole[-1].startswith(p) for p in pieces[:-1]) else ""
    joined = "".join(pieces).replace("..", ".")
    return joined if is_dotted(joined) else ""


def whole_codes(texts: list[str]) -> list[str]:
    """A row of codes, those broken over two cells put together, over both cells."""
    laid = list(texts)
    c = 0
    while c + 1 < len(laid):
        one, other = laid[c], laid[c + 1]
        after = laid[c + 2] if c + 2 < len(laid) else ""
        waits = re.fullmatch(r"\d{1,2}", other) and re.match(rf"(?:{other})?\.\d", after)
        joins = one and other and not (is_dotted(one) and is_dotted(other)) and not waits
        code = joined_code([one, other]) if joins else ""
        if code:
            laid[c] = laid[c + 1] = code
            c += 1
        c += 1
    return laid


def names_measure(words: str) -> bool:
    """Words that name what is measured, not a place or a group."""
    plain = re.sub(r"\b(?:sub ?)?totals?$|^(?:grand )?total$", "", normal(words)).strip()
    if re.search(
        r"%|£|\b(?:number|no|nos|numbers|rate|rates|percentage|proportion|average|av|ave|total|count|days|cost)\b",
        plain,
    ):
        return True
    return len(plain.split()) >= 5


def is_short_measure(words: str) -> bool:
    """A measure named in two or three words ("% to assess."), which mean little without the table's title."""
    plain = normal(words)
    starts = re.match(r"(?:%|no|number|rate|percentage)\b|%", plain)
    return bool(starts) and len(plain.split()) <= 4 and " of " not in plain
