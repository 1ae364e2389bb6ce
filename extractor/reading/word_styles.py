"""Word styles and list numbering: what a paragraph is, and the number Word prints before it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from extractor.reading.numbering import number_text

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def transitional(data: bytes) -> bytes:
    """Files saved as "Strict Open XML" name the same elements otherwise."""
    return data.replace(_STRICT, _TRANSITIONAL)


def value(parent: etree._Element | None, name: str, attribute: str = "val") -> str | None:
    """`w:val` (or another attribute) of the child `name`, or None."""
    child = parent.find(f"{W}{name}") if parent is not None else None
    return child.get(f"{W}{attribute}") if child is not None else None


def is_on(parent: etree._Element | None, name: str) -> bool | None:
    """A switch such as bold: True or False where it is set, None where nothing is said."""
    child = parent.find(f"{W}{name}") if parent is not None else None
    if child is None:
        return None
    return (child.get(f"{W}val") or "true").lower() not in ("0", "false", "off", "none")


@dataclass(frozen=True)
class Style:
    """A paragraph style with what it inherits already in it."""

    name: str = ""
    level: int = 0
    """Heading level, 0 where it is no heading."""
    bold: bool = False
    hidden: bool = False
    size: float | None = None
    num_id: str | None = None
    num_level: int = 0


class Styles:
    """Styles by id."""

    def __init__(self, root: etree._Element | None) -> None:
        self._elements: dict[str, etree._Element] = {}
        self._known: dict[str, Style] = {}
        for element in root.iter(f"{W}style") if root is not None else ():
            self._elements[element.get(f"{W}styleId") or ""] = element

    def get(self, style_id: str | None) -> Style:
        """The style, plain where it is not known."""
        style_id = style_id or ""
        if style_id not in self._known:
            self._known[style_id] = self._resolve(style_id, depth=0)
        return self._known[style_id]

    def _resolve(self, style_id: str, depth: int) -> Style:
        element = self._elements.get(style_id)
        if element is None or depth > 20:
            return Style()
        base = self._resolve(value(element, "basedOn") or "", depth + 1)
        paragraph, run = element.find(f"{W}pPr"), element.find(f"{W}rPr")
        name = (value(element, "name") or style_id).lower()
        numbered = paragraph.find(f"{W}numPr") if paragraph is not None else None
        size = value(run, "sz")
        bold, hidden = is_on(run, "b"), is_on(run, "vanish")
        return Style(
            name=name,
            level=_heading_level(name, value(paragraph, "outlineLvl")) or base.level,
            bold=base.bold if bold is None else bold,
            hidden=base.hidden if hidden is None else hidden,
            size=half_points(size) or base.size,
            num_id=value(numbered, "numId") or base.num_id,
            num_level=whole(value(numbered, "ilvl"), 0) if numbered is not None else base.num_level,
        )


def whole(text: str | None, otherwise: int) -> int:
    """A number that an attribute gives, or `otherwise` where it is none."""
    return int(text) if text and re.fullmatch(r"[0-9]{1,5}", text) else otherwise


def half_points(size: str | None) -> float | None:
    """Word's font sizes are in half points."""
    return float(size) / 2 if size and re.fullmatch(r"\d{1,4}(?:\.\d+)?", size) else None


def _heading_level(name: str, outline: str | None) -> int:
    heading = re.fullmatch(r"heading (\d)", name)
    if heading:
        return int(heading.group(1))
    if name in ("title", "subtitle"):
        return 1 if name == "title" else 2
    return whole(outline, -1) + 1 if (outline or "") in "012345678" else 0


@dataclass
class _Level:
    format: str = "decimal"
    text: str = "%1."
    start: int = 1
    legal: bool = False


@dataclass
class _List:
    abstract: str
    starts: dict[int, int] = field(default_factory=dict)
    """Levels that this list starts anew, and at what."""
    begun: bool = False


class Numbering:
    """Counts list items in document order and prints their numbers ("3.1.2", "(a)", "•")."""

    def __init__(self, root: etree._Element | None) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, dict[int, int]] = {}
        if root is None:
            return
        for abstract in root.iter(f"{W}abstractNum"):
            self._levels[abstract.get(f"{W}abstractNumId") or ""] = dict(_levels(abstract))
        for number in root.iter(f"{W}num"):
            listed = _List(value(number, "abstractNumId") or "")
            for override in number.iter(f"{W}lvlOverride"):
                start = value(override, "startOverride")
                if start and start.isdigit():
                    listed.starts[whole(override.get(f"{W}ilvl"), 0)] = whole(start, 1)
            self._lists[number.get(f"{W}numId") or ""] = listed

    def next_marker(self, num_id: str, level: int) -> str:
        """Counts one more item and gives its marker; "" where the list has none."""
        listed = self._lists.get(num_id)
        if listed is None or num_id == "0":
            return ""
        levels = self._levels.get(listed.abstract, {})
        counts = self._counts.setdefault(listed.abstract, {})
        if not listed.begun:
            listed.begun = True
            for at in listed.starts:
                counts.pop(at, None)
        own = levels.get(level, _Level())
        start = listed.starts.get(level, own.start)
        counts[level] = counts[level] + 1 if level in counts else start
        for deeper in [at for at in counts if at > level]:
            del counts[deeper]
        return self._print(own, levels, counts, listed)

    def _print(self, own: _Level, levels: dict[int, _Level], counts: dict[int, int], listed: _List) -> str:
        if own.format == "bullet":
            return "•"
        if own.format == "none":
            return ""

        def number(found: re.Match[str]) -> str:
            at = int(found.group(1)) - 1
            level = levels.get(at, _Level())
            count = counts.get(at, listed.starts.get(at, level.start))
            return number_text(count, "decimal" if own.legal else level.format)

        return re.sub(r"%(\d)", number, own.text).strip()


def _levels(abstract: etree._Element) -> Iterator[tuple[int, _Level]]:
    for element in abstract.iter(f"{W}lvl"):
        start = value(element, "start") or "1"
        text = value(element, "lvlText")
        yield (
            whole(element.get(f"{W}ilvl"), 0),
            _Level(
                format=value(element, "numFmt") or "decimal",
                text="" if text is None else text,
                start=whole(start, 1),
                legal=bool(is_on(element, "isLgl")),
            ),
        )
