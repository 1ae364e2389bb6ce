"""Walks the elements of a page in order and appends passages and grids."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from selectolax.lexbor import LexborNode

from extractor.reading.build import PassageKind, TextBuilder, tidy
from extractor.reading.inline import MAX_DEPTH, Inline
from extractor.reading.lines import marker_of
from extractor.reading.markup import (
    BLOCKS,
    SKIPPED,
    Styles,
    attribute,
    is_banner,
    is_bold,
    is_hidden,
    is_navigation,
)
from extractor.reading.numbering import format_number
from extractor.reading.tables import HtmlTable
from extractor.reading.text import find_blocks

_TITLE_CLASS = re.compile(
    r"(?:^|\s)(?:mg\w*Title\w*|MsoTitle|MsoSubtitle|MsoHeading\d?|\w*-title|title)(?:$|\s)", re.I
)
_LIST_LEVEL = re.compile(r"mso-list\s*:[^;]*level(\d+)", re.I)
_LIST_TYPES = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_LIST_STYLES = {"decimal": "decimal", "lower-alpha": "lowerLetter", "lower-latin": "lowerLetter",
                "upper-alpha": "upperLetter", "upper-latin": "upperLetter", "lower-roman": "lowerRoman",
                "upper-roman": "upperRoman", "none": "none"}  # fmt: skip


@dataclass(frozen=True)
class Around:
    """What a piece of text stands in."""

    kind: PassageKind = "paragraph"
    level: int = 0
    bold: bool = False
    list_depth: int = 0
    depth: int = 0


class Walker:
    """Reads elements into a builder.  Text between block elements is a passage of its own."""

    def __init__(self, builder: TextBuilder, styles: Styles) -> None:
        self.builder = builder
        self.styles = styles
        self.inline = Inline(styles)
        self.marker = ""
        """The marker of the list item whose first text has not come yet."""

    def read(self, body: LexborNode) -> None:
        """Reads all of the page's body."""
        self._children(body, Around())
        self._flush(Around())
        if self.inline.struck:
            self.builder.problem("struck_text", "Text that is struck through was left out.")

    def _children(self, node: LexborNode, around: Around) -> None:
        for child in node.iter(include_text=True):
            self._node(child, around)

    def _node(self, node: LexborNode, around: Around) -> None:
        tag = node.tag or ""
        if tag not in BLOCKS and not self._holds_blocks(node):
            self.inline.add(node, around.bold, around.depth)
        elif tag in SKIPPED or is_hidden(node, self.styles) or is_navigation(node):
            self._flush(around)
        elif around.depth > MAX_DEPTH:
            self._flush(around)
            self.inline.add_text(node.text(separator=" "), around.bold)
            self._flush(around)
        else:
            self._block(node, tag, replace(around, depth=around.depth + 1))

    def _holds_blocks(self, node: LexborNode) -> bool:
        """An inline element around blocks (a span around paragraphs) is no inline element."""
        if node.tag in ("-text", "br", "img") or node.tag in SKIPPED:
            return False
        return node.css_first("p, div, table, ul, ol, li, h1, h2, h3, h4, h5, h6, dl, pre") is not None

    def _block(self, node: LexborNode, tag: str, around: Around) -> None:
        if tag not in BLOCKS:
            self._children(node, replace(around, bold=around.bold or is_bold(node)))
            return
        self._flush(around)
        if tag == "table":
            self._table(node, around)
        elif tag in ("ul", "ol", "menu", "dir"):
            self._list(node, around)
        elif tag == "dl":
            self._definitions(node, around)
        elif tag == "pre":
            self._preformatted(node)
        else:
            inner = self._within(node, tag, around)
            self._children(node, inner)
            self._flush(inner)

    def _within(self, node: LexborNode, tag: str, around: Around) -> Around:
        classes = attribute(node, "class")
        level = _LIST_LEVEL.search(attribute(node, "style"))
        if re.fullmatch(r"h[1-6]", tag):
            return replace(around, kind="heading", level=int(tag[1]))
        if _TITLE_CLASS.search(classes) and tag in ("p", "div", "td") and node.css_first("p, table") is None:
            return replace(around, kind="heading", level=0)
        if tag in ("caption", "figcaption", "legend"):
            return replace(around, kind="caption")
        if "MsoFootnoteText" in classes:
            return replace(around, kind="footnote")
        if is_banner(node):
            return replace(around, kind="header")
        return replace(
            around, bold=around.bold or is_bold(node), level=int(level.group(1)) if level else around.level
        )

    def _list(self, node: LexborNode, around: Around) -> None:
        style = _list_style(node)
        number = _whole(attribute(node, "start"), 1)
        inner = replace(around, list_depth=around.list_depth + 1, level=around.list_depth + 1)
        for item in node.iter():
            if is_hidden(item, self.styles) or item.tag != "li":
                self._node(item, around)
                continue
            number = _whole(attribute(item, "value"), number)
            self.marker = {"bullet": "•", "none": ""}.get(style) or format_number(number, style, "{}.")
            if style == "none":
                self.marker = ""
            self._children(item, inner)
            self._flush(inner)
            self.marker = ""
            number += 1

    def _definitions(self, node: LexborNode, around: Around) -> None:
        """Labels and values, one each, are a table of two columns; anything else is read as passages."""
        parts = [child for child in node.css("dt, dd") if not is_hidden(child, self.styles)]
        tags = [part.tag for part in parts]
        if len(parts) >= 4 and tags == ["dt", "dd"] * (len(parts) // 2):
            HtmlTable.from_pairs(parts, self.styles).append_to(self.builder)
            return
        for part in parts:
            self._children(part, around)
            self._flush(around)

    def _preformatted(self, node: LexborNode) -> None:
        for block in find_blocks(node.text()):
            self.builder.copy_block(block)

    def _table(self, node: LexborNode, around: Around) -> None:
        table = HtmlTable.from_node(node, self.styles)
        if not table.is_layout():
            table.append_to(self.builder)
            return
        if table.caption:
            self.builder.passage("caption", table.caption)
        for row in table.elements:
            for cell in row:
                if marker_of(f"{table.text_of(cell)} X") == table.text_of(cell) != "":
                    self.marker = table.text_of(cell)
                    continue
                inner = self._within(cell, "td", around)
                self._children(cell, inner)
                self._flush(inner)
            self.marker = ""

    def _flush(self, around: Around) -> None:
        """Ends the passage that was collected, if any."""
        inline, self.inline = self.inline, Inline(self.styles, struck=self.inline.struck)
        text = tidy(inline.text)
        if not text:
            return
        for part in _split_at_breaks(text):
            self._passage(part, around, inline.all_bold)

    def _passage(self, text: str, around: Around, bold: bool) -> None:
        own = marker_of(text)
        marker = own or self.marker
        if self.marker and own and self.marker == "•":
            marker = own
        if own:
            text = re.sub(rf"^{re.escape(own)}\s*", f"{own} ", text)
        self.marker = ""
        kind = around.kind
        if kind == "paragraph" and marker and not _is_bold_title(text, marker, bold):
            kind = "list_item"
        level = around.level if kind in ("heading", "list_item") else 0
        self.builder.passage(kind, text, level=level, marker=marker, bold=bold)


def _is_bold_title(text: str, marker: str, bold: bool) -> bool:
    """ "3.1 Contacts" in bold is a heading; `mark_headings` says so once it sees what follows."""
    return bold and any(char.isdigit() for char in marker) and not text.endswith(".") and len(text) < 100


def _split_at_breaks(text: str) -> list[str]:
    """Lines that the page itself breaks are passages of their own, unless a sentence runs over the break."""
    groups: list[str] = []
    for line in text.split("\n"):
        open_end = bool(groups) and len(groups[-1]) < 5_000 and re.fullmatch(r"[\w,’'\"–-]", groups[-1][-1])
        if open_end and line[:1].islower() and not marker_of(line):
            groups[-1] = f"{groups[-1]}\n{line}"
        else:
            groups.append(line)
    return groups


def _list_style(node: LexborNode) -> str:
    named = re.search(r"list-style(?:-type)?\s*:\s*([\w-]+)", attribute(node, "style"), re.I)
    if named and named.group(1).lower() in _LIST_STYLES:
        return _LIST_STYLES[named.group(1).lower()]
    if node.tag == "ol":
        return _LIST_TYPES.get(attribute(node, "type"), "decimal")
    return "bullet"


def _whole(text: str, otherwise: int) -> int:
    return int(text) if re.fullmatch(r"-?\d{1,6}", text.strip()) else otherwise
