"""Tables of web pages: data tables as grids, layout tables told from them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from extractor.reading.build import RawCell, TextBuilder, place_cells, tidy, trim_empty
from extractor.reading.inline import Inline
from extractor.reading.lines import marker_of
from extractor.reading.markup import Styles, attribute, fill_of, is_bold, is_hidden, is_rotated, text_color_of

_LAYOUT_CLASS = re.compile(r"\bmgItem\w*|\bmgLayout|\blayout\b|\bmgAgendaTable", re.I)
_FIGURE_CELL = re.compile(
    r"[<>≤≥~+£(-]*\s*\d[\d,.]*\s*(?:%|k|m|bn|per cent|days?|p)?\)?(?:\s*\([^)]{1,40}\))?|"
    r"n/?a|-|–|tbc|\*|yes|no",
    re.I,
)


@dataclass
class HtmlTable:
    """The rows of one table element, without those of tables inside it."""

    styles: Styles
    elements: list[list[LexborNode]] = field(default_factory=list)
    header_rows: set[int] = field(default_factory=set)
    caption: str = ""
    role: str = ""
    named: str = ""
    """Its class names."""
    nested: bool = False
    _texts: dict[int, Inline] = field(default_factory=dict)

    @classmethod
    def from_node(cls, node: LexborNode, styles: Styles) -> HtmlTable:
        """Collects the shown rows in order."""
        table = cls(styles, role=attribute(node, "role"), named=attribute(node, "class"))
        table.nested = any(inner.mem_id != node.mem_id for inner in node.css("table"))
        table._collect(node, in_head=False)
        return table

    @classmethod
    def from_pairs(cls, parts: Sequence[LexborNode], styles: Styles) -> HtmlTable:
        """Labels and values in turn, as rows of two."""
        return cls(styles, [list(parts[at : at + 2]) for at in range(0, len(parts) - 1, 2)], role="table")

    def _collect(self, node: LexborNode, in_head: bool) -> None:
        for child in node.iter():
            if is_hidden(child, self.styles):
                continue
            if child.tag == "caption":
                self.caption = tidy(self._inline(child).text)
            elif child.tag in ("thead", "tbody", "tfoot"):
                self._collect(child, child.tag == "thead")
            elif child.tag == "tr":
                cells = [c for c in child.iter() if c.tag in ("td", "th") and not is_hidden(c, self.styles)]
                if in_head:
                    self.header_rows.add(len(self.elements))
                self.elements.append(cells)

    def _inline(self, cell: LexborNode) -> Inline:
        found = self._texts.get(cell.mem_id)
        if found is None:
            found = Inline(self.styles, with_images=True)
            for child in cell.iter(include_text=True):
                found.add(child, is_bold(cell))
            self._texts[cell.mem_id] = found
        return found

    def text_of(self, cell: LexborNode) -> str:
        """The cell's text, its lines apart."""
        return tidy(self._inline(cell).text)

    def is_layout(self) -> bool:
        """Whether the table only arranges passages on the page."""
        if self.role in ("presentation", "none") or _LAYOUT_CLASS.search(self.named):
            return True
        rows = [[self.text_of(cell) for cell in row] for row in self.elements]
        texts = [text for row in rows for text in row if text]
        if len(texts) <= 1 or max(sum(map(bool, row)) for row in rows) <= 1 or self.nested:
            return True
        if any(cell.tag == "th" for row in self.elements for cell in row):
            return False
        return _is_numbered_text(rows) or _is_prose(texts)

    def append_to(self, builder: TextBuilder) -> None:
        """Appends the grid, its caption as a passage before it."""
        rows = [[self._raw(cell, number) for cell in row] for number, row in enumerate(self.elements)]
        cells = trim_empty(place_cells(rows))
        if not cells:
            return
        if self.caption:
            builder.passage("caption", self.caption)
        builder.grid(cells, "html", caption=self.caption)

    def _raw(self, cell: LexborNode, row: int) -> RawCell:
        inline = self._inline(cell)
        inner = cell.css("span, p, div, font, mark")[:4] if cell.child is not None else []
        fills = (fill_of(node, self.styles) for node in (cell, *inner))
        colors = (text_color_of(node) for node in (cell, *inner))
        row_span = attribute(cell, "rowspan")
        return RawCell(
            row=0,
            col=0,
            text=inline.text,
            row_span=len(self.elements) if row_span.strip() == "0" else _span(row_span),
            col_span=_span(attribute(cell, "colspan")),
            fill=next((fill for fill in fills if fill), None),
            color=next((color for color in colors if color), None),
            header=cell.tag in ("th", "dt") or row in self.header_rows,
            bold=inline.all_bold,
            rotated=any(is_rotated(node) for node in (cell, *inner)),
            superscripts=tuple(inline.marks),
        )


def _span(text: str) -> int:
    return max(1, min(int(text), 2000)) if re.fullmatch(r"\d{1,5}", text.strip()) else 1


def _is_numbered_text(rows: Sequence[Sequence[str]]) -> bool:
    """Agenda and minute items: a number in the first column, paragraphs in the second."""
    filled = [[text for text in row if text] for row in rows if any(row)]
    numbered = [row for row in filled if len(row) > 1 and marker_of(f"{row[0]} X") == row[0]]
    if not numbered or any(len(row) > 3 for row in filled):
        return False
    if any(len(text) > 150 for row in filled for text in row):
        return True
    figures = any(_FIGURE_CELL.fullmatch(text) for row in filled for text in row[1:])
    return len(numbered) >= 0.8 * len(filled) and not figures


def _is_prose(texts: Sequence[str]) -> bool:
    """Long paragraphs and hardly a figure standing alone."""
    long = sum(len(text) > 400 for text in texts)
    figures = sum(_FIGURE_CELL.fullmatch(text) is not None for text in texts)
    return long >= 1 and figures < 0.1 * len(texts) and long * 4 >= len(texts)
