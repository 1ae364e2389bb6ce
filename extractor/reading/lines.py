"""Lines of plain text with their places, and what the beginning of a line says it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_BREAK = re.compile(r"\r\n|[\n\r\f\x0b\x1c-\x1e\x85\u2028\u2029]")

BULLET = r"[-–—•·▪▫●○◦■□‣⁃∙➢►❖✓*\uf0b7\uf0a7\uf02d\uf0d8\uf0a8\uf076\uf0fc]|o(?=\s{2}|\t)|§"
_NUMBER = (
    r"\(\d{1,2}\)|\d{1,3}[.)](?!\d)|\d{1,2}(?:\.\d{1,3}){1,4}[.)]?(?=\s+[A-Z‘'“\"(<\[])|"
    r"\((?:[a-zA-Z]|[ivx]{1,5})\)|(?:[a-z]|[ivx]{1,5})[.)](?!\w)|[A-Z]\)"
)
_MARKER = re.compile(
    rf"(?P<marker>(?:{BULLET})[\s\xa0]+(?:(?:{_NUMBER})(?=[\s\xa0]))?|(?:{_NUMBER})(?=[\s\xa0]))[\s\xa0]*(?=\S)"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its line end and without the blanks around it: `text == whole[start:end]`."""

    text: str
    start: int
    end: int
    indent: int
    """Blanks before it, a tab counting as one."""

    @property
    def blank(self) -> bool:
        return not self.text


def split_lines(text: str) -> list[Line]:
    """Every line of `text`, blank ones too, with offsets of what stands on them."""
    return [_line(text, start, end) for start, end in line_spans(text)]


def line_spans(text: str) -> list[tuple[int, int]]:
    """(start, end) of every line of `text` without its line end."""
    return list(_spans(text))


def _spans(text: str) -> Iterator[tuple[int, int]]:
    position = 0
    for found in _BREAK.finditer(text):
        yield position, found.start()
        position = found.end()
    yield position, len(text)


def _line(text: str, start: int, end: int) -> Line:
    raw = text[start:end]
    body = raw.strip().strip("\ufeff\u200b\xad").strip()
    if not body:
        return Line("", start, start, 0)
    first = start + raw.index(body)
    return Line(body, first, first + len(body), first - start)


def marker_of(text: str) -> str:
    """The bullet, number or letter that begins a list item: "•", "- 3.6.1", "(a)", "7."; or "".

    A number followed by a small letter ("3.5 days") is a figure and no marker.
    """
    found = _MARKER.match(text)
    return found.group("marker").strip() if found else ""


def body_of(text: str) -> str:
    """The text behind its marker."""
    found = _MARKER.match(text)
    return text[found.end() :] if found else text
