"""Numbers of list items, as Word and browsers print them."""

from __future__ import annotations

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


def number_text(number: int, style: str) -> str:
    """3 as "3", "c", "C", "iii" or "III"; "" for bullets and no numbering.

    >>> number_text(28, "lowerLetter")
    'bb'
    """
    if style in ("none", "bullet"):
        return ""
    if style in ("lowerLetter", "upperLetter") and number > 0:
        letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters.upper() if style.startswith("upper") else letters
    if style in ("lowerRoman", "upperRoman") and 0 < number < 4000:
        roman = _roman(number)
        return roman.upper() if style.startswith("upper") else roman
    if style == "decimalZero":
        return f"{number:02d}"
    return str(number)


def format_number(number: int, style: str, pattern: str) -> str:
    """The marker of one item: its number in `pattern`, as "{}." or "({})"."""
    text = number_text(number, style)
    return pattern.format(text) if text else ""


def _roman(number: int) -> str:
    out = ""
    for value, letters in _ROMAN:
        while number >= value:
            out += letters
            number -= value
    return out
