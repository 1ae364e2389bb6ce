"""Stored numbers and dates as a workbook shows them."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

_SECTION = re.compile(r";(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)")
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|_(.)|\*(.)|\[(\$[^\]-]*)?[^\]]*\]')
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DATE_TOKEN = re.compile(r"\"[^\"]*\"|\\.|\[[^\]]*\]|_.|y+|m+|d+|h+|s+(?:\.0+)?|AM/PM|A/P|.", re.I)


def shown_number(number: Decimal, pattern: str) -> str:
    """0.276 in "0.0%" is "27.6%", 1285 in "#,##0" is "1,285".

    Halves are rounded away from zero, as Excel does.
    """
    if pattern in ("General", "@", ""):
        return _general(number)
    sections = _SECTION.split(pattern)
    section, number = _choose(sections, number)
    if section.strip() in ("General", "@"):
        return _general(number)
    if not re.search(r"[0#?]", _LITERAL.sub("", section)):
        return _literals(section)
    return _in_section(number, section)


def _choose(sections: list[str], number: Decimal) -> tuple[str, Decimal]:
    """The section for positive, negative or zero; a section of its own prints no minus of itself."""
    if len(sections) >= 2 and number < 0:
        return sections[1], -number
    if len(sections) >= 3 and number == 0:
        return sections[2], number
    return sections[0], number


def _in_section(number: Decimal, section: str) -> str:
    digits = _LITERAL.sub(lambda found: "\0" * len(found.group()), section)
    found = re.search(r"(?:[0#?][0#?,]*(?:\.[0#?]*)?|\.[0#?]+),*", digits)
    if found is None or "E+" in digits.upper():
        return _general(number)
    body = found.group()
    scale = len(body) - len(body.rstrip(","))
    number = number * (Decimal(100) ** digits.count("%")) / (Decimal(1000) ** scale)
    text = _digits(number, body)
    before, after = _literals(section[: found.start()]), _literals(section[found.end() :])
    sign = "-" if number < 0 and re.search(r"[1-9]", text) else ""
    return f"{sign}{before}{text}{after}".strip()


def _digits(number: Decimal, body: str) -> str:
    whole, _, fraction = body.rstrip(",").partition(".")
    places = len(re.sub(r"[^0#?]", "", fraction))
    rounded = abs(number).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    text = f"{rounded:,f}" if "," in whole else f"{rounded:f}"
    left, _, right = text.partition(".")
    fewest = len(re.sub(r"[^0]", "", fraction))
    while len(right) > fewest and right.endswith("0"):
        right = right[:-1]
    if "0" not in whole and left == "0" and right:
        left = ""
    left = left.zfill(len(re.sub(r"[^0]", "", whole)))
    return f"{left}.{right}" if right or ("." in body and fewest) else left


def _literals(part: str) -> str:
    def text(found: re.Match[str]) -> str:
        quoted, escaped, pad, _, currency = found.groups()
        if currency:
            return currency.removeprefix("$")
        return quoted if quoted is not None else escaped or (" " if pad else "")

    return re.sub(r"[#0?,]", "", _LITERAL.sub(text, part)) if '"' not in part else _LITERAL.sub(text, part)


def _general(number: Decimal) -> str:
    if number == number.to_integral_value() and abs(number) < Decimal(10) ** 11:
        return str(int(number))
    rounded = Decimal(f"{number:.10g}")
    text = f"{rounded:f}" if -5 <= rounded.adjusted() <= 11 else f"{rounded:E}"
    return text.rstrip("0").rstrip(".") if "." in text and "E" not in text else text


def shown_date(value: datetime | date | time | timedelta, pattern: str) -> str:
    """A date as its format shows it: "mmm-yy" gives "Jan-17"."""
    if isinstance(value, timedelta):
        seconds = int(value.total_seconds())
        return f"{seconds // 3600}:{seconds % 3600 // 60:02d}"
    if isinstance(value, time):
        return value.strftime("%H:%M")
    moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
    if pattern in ("General", "@"):
        pattern = "dd/mm/yyyy"
    tokens = _DATE_TOKEN.findall(_SECTION.split(pattern)[0])
    half_day = any(token.upper() in ("AM/PM", "A/P") for token in tokens)
    out = [_date_part(moment, token, number, tokens, half_day) for number, token in enumerate(tokens)]
    return "".join(out).strip()


def _date_part(moment: datetime, token: str, number: int, tokens: list[str], half_day: bool) -> str:
    letter, width = token[0].lower(), len(token)
    if token[0] in '"[\\_':
        return {'"': token[1:-1], "\\": token[1:], "[": "", "_": " "}[token[0]]
    if token.upper() in ("AM/PM", "A/P"):
        return "AM" if moment.hour < 12 else "PM"
    if letter == "m" and _is_minute(number, tokens):
        return f"{moment.minute:02d}" if width > 1 else str(moment.minute)
    if letter == "y":
        return f"{moment.year:04d}" if width > 2 else f"{moment.year % 100:02d}"
    if letter == "m":
        name = _MONTHS[moment.month - 1]
        return {1: str(moment.month), 2: f"{moment.month:02d}", 3: name[:3], 5: name[0]}.get(width, name)
    if letter == "d":
        day = _DAYS[moment.weekday()]
        return {1: str(moment.day), 2: f"{moment.day:02d}", 3: day[:3]}.get(width, day)
    if letter == "h":
        hour = (moment.hour - 1) % 12 + 1 if half_day else moment.hour
        return f"{hour:02d}" if width > 1 else str(hour)
    return f"{moment.second:02d}" if letter == "s" else token


def _is_minute(number: int, tokens: list[str]) -> bool:
    before = [t[0].lower() for t in tokens[:number] if t[0].lower() in "ymdhs"]
    after = [t[0].lower() for t in tokens[number + 1 :] if t[0].lower() in "ymdhs"]
    return len(tokens[number]) <= 2 and (before[-1:] == ["h"] or after[:1] == ["s"])
