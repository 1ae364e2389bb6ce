"""The text of one Word paragraph as it is shown: insertions kept, deletions and hidden text not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from extractor.reading.colors import color_of
from extractor.reading.symbols import drawn
from extractor.reading.word_styles import Style, W, half_points, is_on, value

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
_DELETED = frozenset((f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText", f"{W}rPr", f"{W}pPr",
                      f"{W}delInstrText", f"{W}commentReference"))  # fmt: skip
_POWER_OF = re.compile(r"(?:\b[ck]?m|\bft|\b10)$")
_MARK = re.compile(r"\[?\(?(?:\d{1,2}|[a-e]|[*†‡§]{1,3})(?:,\s?\d{1,2})*\)?\]?")


@dataclass
class Seen:
    """What was met on the way that a reader should know, and the notes to print at the end."""

    deleted: int = 0
    hidden: int = 0
    struck: int = 0
    charts: int = 0
    notes: list[tuple[str, str]] = field(default_factory=list)
    """("footnote" or "endnote", its id) in the order of their marks."""


@dataclass
class ParagraphText:
    """The shown text of one paragraph and how it is set."""

    seen: Seen
    style: Style
    parts: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    """Text boxes anchored here; they are passages of their own."""
    inked: int = 0
    bold: int = 0
    size: float | None = None
    fill: str | None = None
    color: str | None = None

    @property
    def text(self) -> str:
        return "".join(self.parts)

    @property
    def all_bold(self) -> bool:
        return 0 < self.inked == self.bold

    def read(self, element: etree._Element) -> ParagraphText:
        """Reads the runs of a paragraph, through content controls, links, fields and insertions."""
        for child in element:
            self._node(child)
        return self

    def _node(self, node: etree._Element) -> None:
        tag = node.tag
        if not isinstance(tag, str):
            return
        if tag in _DELETED:
            self.seen.deleted += tag in (f"{W}del", f"{W}moveFrom")
        elif tag == f"{W}r":
            self._run(node)
        elif tag == f"{W}sdt":
            if node.find(f"{W}sdtPr/{W}showingPlcHdr") is None:
                self.read(node)
        elif tag in (f"{W}tbl", f"{W}p"):
            return
        else:
            self.read(node)

    def _run(self, run: etree._Element) -> None:
        look = run.find(f"{W}rPr")
        if is_on(look, "vanish") or (self.style.hidden and is_on(look, "vanish") is None):
            self.seen.hidden += any((t.text or "").strip() for t in run.iter(f"{W}t"))
            return
        if is_on(look, "strike") or is_on(look, "dstrike"):
            self.seen.struck += any((t.text or "").strip() for t in run.iter(f"{W}t"))
            return
        text = "".join(self._pieces(run))
        if value(look, "vertAlign") == "superscript" and self._is_mark(text):
            self.marks.append(text.strip())
            return
        self._append(text, look)

    def _is_mark(self, text: str) -> bool:
        before = self.text.rstrip()
        return bool(_MARK.fullmatch(text.strip()) and before and not _POWER_OF.search(before))

    def _append(self, text: str, look: etree._Element | None) -> None:
        self.parts.append(text)
        inked = sum(not char.isspace() for char in text)
        if not inked:
            return
        bold = is_on(look, "b")
        self.inked += inked
        self.bold += inked if (self.style.bold if bold is None else bold) else 0
        self.size = self.size or half_points(value(look, "sz")) or self.style.size
        shade = value(look, "shd", "fill") or value(look, "highlight") or ""
        self.fill = self.fill or color_of(shade)
        color = color_of(value(look, "color") or "")
        self.color = self.color or (None if color == "#000000" else color)

    def _pieces(self, run: etree._Element) -> Iterator[str]:
        for child in run:
            tag = child.tag
            if tag == f"{W}t":
                yield drawn(
                    (child.text or "").replace("\n", " "), value(run.find(f"{W}rPr"), "rFonts", "ascii")
                )
            elif tag in (f"{W}tab", f"{W}ptab"):
                yield "\t"
            elif tag in (f"{W}br", f"{W}cr"):
                yield "\n"
            elif tag == f"{W}noBreakHyphen":
                yield "-"
            elif tag == f"{W}sym":
                yield _symbol(child.get(f"{W}char") or "", child.get(f"{W}font") or "")
            elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
                self._note(child)
            elif tag not in _DELETED and isinstance(tag, str):
                self._drawing(child)

    def _note(self, reference: etree._Element) -> None:
        kind = "footnote" if reference.tag == f"{W}footnoteReference" else "endnote"
        self.seen.notes.append((kind, reference.get(f"{W}id") or ""))
        self.marks.append(str(len(self.seen.notes)))

    def _drawing(self, element: etree._Element) -> None:
        """Text boxes and charts; of two versions of one drawing the first that holds text counts."""
        if element.tag == f"{MC}AlternateContent":
            for version in element:
                if version.find(f".//{W}txbxContent") is not None or version.find(f".//{CHART}") is not None:
                    self._drawing(version)
                    return
            return
        self.seen.charts += len(list(element.iter(CHART)))
        self.boxes.extend(box for box in element.iter(f"{W}txbxContent") if not _inside_box(box, element))


def _inside_box(box: etree._Element, top: etree._Element) -> bool:
    parent = box.getparent()
    while parent is not None and parent is not top:
        if parent.tag == f"{W}txbxContent":
            return True
        parent = parent.getparent()
    return False


def _symbol(code: str, font: str) -> str:
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    number = number + 0xF000 if number < 0x100 else number
    return drawn(chr(number), font) if number < 0xD800 or 0xE000 <= number < 0x110000 else ""
