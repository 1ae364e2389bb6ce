"""Tables of Word documents, merged cells and shading kept."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from extractor.reading.build import MAX_COLS, RawCell, tidy
from extractor.reading.colors import color_of
from extractor.reading.word_styles import Numbering, Styles, W, is_on, value, whole
from extractor.reading.word_text import ParagraphText, Seen


class WordTable:
    """One table of the document; tables inside its cells are read as their text."""

    def __init__(self, element: etree._Element, styles: Styles, numbering: Numbering, seen: Seen) -> None:
        self._element = element
        self._styles, self._numbering, self._seen = styles, numbering, seen
        self._rows = [row for row in _children(element, f"{W}tr") if not _deleted(row)]

    def elements(self) -> Iterator[etree._Element]:
        """Cells in reading order, those merged into one above left out."""
        for row in self._rows:
            yield from (cell for cell in _children(row, f"{W}tc") if not _goes_on(cell))

    def is_layout(self) -> bool:
        """A frame around passages or around other tables."""
        cells = list(self.elements())
        filled = [cell for cell in cells if any((t.text or "").strip() for t in cell.iter(f"{W}t"))]
        return len(filled) <= 1 or any(cell.find(f".//{W}tbl") is not None for cell in cells)

    def cells(self) -> list[RawCell]:
        """Cells with their spans; a vertical merge takes in the cells it goes on over."""
        placed: list[RawCell] = []
        open_above: dict[int, RawCell] = {}
        for number, row in enumerate(self._rows):
            look = row.find(f"{W}trPr")
            header = bool(is_on(look, "tblHeader"))
            col = whole(value(look, "gridBefore"), 0)
            for element in _children(row, f"{W}tc"):
                wide = whole(value(element.find(f"{W}tcPr"), "gridSpan"), 1)
                if col >= MAX_COLS:
                    break
                above = open_above.get(col)
                if _goes_on(element) and above is not None and above.row + above.row_span == number:
                    above.row_span += 1
                else:
                    cell = self._cell(element, number, col, min(wide, MAX_COLS - col), header)
                    placed.append(cell)
                    open_above[col] = cell
                col += wide
        return placed

    def _cell(self, element: etree._Element, row: int, col: int, wide: int, header: bool) -> RawCell:
        look = element.find(f"{W}tcPr")
        paragraphs = [self._paragraph(p) for p in element.iter(f"{W}p")]
        inked = [found for found in paragraphs if found.inked]
        fill = color_of(value(look, "shd", "fill") or "") or next((p.fill for p in inked if p.fill), None)
        return RawCell(
            row=row,
            col=col,
            text="\n".join(tidy(found.text) for found in paragraphs),
            col_span=wide,
            fill=fill,
            color=next((p.color for p in inked if p.color), None),
            header=header,
            bold=bool(inked) and all(p.all_bold for p in inked),
            rotated=(value(look, "textDirection") or "lrTb") not in ("lrTb", "lrTbV"),
            superscripts=tuple(mark for p in paragraphs for mark in p.marks),
        )

    def _paragraph(self, element: etree._Element) -> ParagraphText:
        look = element.find(f"{W}pPr")
        style = self._styles.get(value(look, "pStyle"))
        found = ParagraphText(self._seen, style)
        own = look.find(f"{W}numPr") if look is not None else None
        num_id = value(own, "numId") or style.num_id
        found.read(element)
        if num_id and found.inked:
            marker = self._numbering.next_marker(num_id, whole(value(own, "ilvl"), style.num_level))
            found.parts.insert(0, f"{marker} " if marker else "")
        return found


def _children(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Rows or cells, through content controls and insertions around them."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"):
            yield from _children(child, tag)


def _deleted(row: etree._Element) -> bool:
    look = row.find(f"{W}trPr")
    return look is not None and look.find(f"{W}del") is not None


def _goes_on(cell: etree._Element) -> bool:
    """Merged into the cell above it."""
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    return merge is not None and (merge.get(f"{W}val") or "continue") == "continue"
