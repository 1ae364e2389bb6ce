"""The running text of markup: what stands on one line, with marks, symbols and line ends."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from extractor.reading.markup import BLOCKS, SKIPPED, Styles, attribute, is_bold, is_hidden
from extractor.reading.symbols import drawn

MAX_DEPTH = 100
"""Elements inside each other that are told apart; what is deeper is read as its text."""
_BLANKS = re.compile(r"[\s\xa0]+")
_SYMBOL_FONT = re.compile(r"(?:font-family\s*:\s*|^)[\"']?(symbol|wingdings\s?\d?|webdings)", re.I)
_FOOTNOTE_MARK = re.compile(r"\[?\(?(?:\d{1,2}|[a-e]|[ivx]{1,4}|[*†‡§¹²³]{1,3})(?:,\s?\d{1,2})*\)?\]?")
_RAISED = re.compile(r"vertical-align\s*:\s*super", re.I)
_POWER_OF = re.compile(r"(?:\b[ck]?m|\bft|10)$")


def _is_raised(node: LexborNode) -> bool:
    """Raised by style, or Word's mark of a footnote."""
    attributes = node.attributes or {}
    return "MsoFootnoteReference" in (attributes.get("class") or "") or bool(
        _RAISED.search(attributes.get("style") or "")
    )


@dataclass
class Inline:
    """Collects the text of inline elements; "\\n" stands where the page breaks the line."""

    styles: Styles
    parts: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    """Footnote marks that stood raised and were left out of the text."""
    inked: int = 0
    """Characters that are not blank."""
    bold: int = 0
    struck: bool = False
    with_images: bool = False
    """Whether short texts that stand for images (RAG lights, arrows) are read."""

    @property
    def text(self) -> str:
        return "".join(self.parts)

    @property
    def all_bold(self) -> bool:
        return 0 < self.inked == self.bold

    def add_text(self, text: str, bold: bool) -> None:
        """Appends characters with their blanks folded."""
        folded = _BLANKS.sub(" ", drawn(text))
        self.parts.append(folded)
        inked = len(folded) - folded.count(" ")
        self.inked += inked
        self.bold += inked if bold else 0

    def add(self, node: LexborNode, bold: bool = False, depth: int = 0) -> None:
        """Appends the shown text of `node` and all in it; blocks inside stand on lines of their own."""
        tag = node.tag
        if tag == "-text":
            self.add_text(node.text_content or "", bold)
        elif tag == "br":
            self.parts.append("\n")
        elif tag == "img":
            self._image(node)
        elif tag in SKIPPED or is_hidden(node, self.styles):
            self.struck = self.struck or tag in ("del", "strike", "s")
        elif tag == "sup" or _is_raised(node):
            self._superscript(node, bold)
        elif depth > MAX_DEPTH:
            self.add_text(node.text(separator=" "), bold)
        elif font := _SYMBOL_FONT.search(attribute(node, "style")) or _SYMBOL_FONT.search(
            attribute(node, "face")
        ):
            self._symbols(node, bold, font.group(1))
        else:
            self._children(node, bold or is_bold(node), depth + 1)

    def _children(self, node: LexborNode, bold: bool, depth: int) -> None:
        separator = "\n" if node.tag in BLOCKS else ""
        separator = " " if node.tag in ("td", "th") else separator
        self.parts.append(separator)
        for child in node.iter(include_text=True):
            self.add(child, bold, depth)
        self.parts.append(separator)

    def _image(self, node: LexborNode) -> None:
        words = attribute(node, "alt") or attribute(node, "title")
        if self.with_images and len(words) <= 40 and not re.search(r"\.(?:gif|png|jpe?g)$", words, re.I):
            self.add_text(f" {words} ", bold=False)

    def _superscript(self, node: LexborNode, bold: bool) -> None:
        """A raised footnote number behind a figure must not become its last digit."""
        raised = (node.text() or "").strip()
        before = "".join(self.parts[-4:]).rstrip()
        if _FOOTNOTE_MARK.fullmatch(raised) and before and not _POWER_OF.search(before):
            self.marks.append(raised)
        else:
            self._children(node, bold, 0)

    def _symbols(self, node: LexborNode, bold: bool, font: str) -> None:
        text = node.text() or ""
        if len(text.strip()) > 2:
            self._children(node, bold or is_bold(node), 0)
        else:
            self.add_text(f"{drawn(text, font)} ", bold)
