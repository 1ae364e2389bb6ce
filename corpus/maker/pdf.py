"""PDF papers, page by page, so that the page of every table is known."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from reportlab.lib.colors import HexColor, black, white
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph
from reportlab.platypus import Table as PdfTable

from corpus.maker.tables import HEAD, Box, Fact, Table

Rules = Literal["all", "horizontal", "none"]
MARGIN = 42


class Sideways(Flowable):  # type: ignore[misc]
    """Text that reads upwards, in the middle of its cell."""

    def __init__(self, text: str, size: float, height: float) -> None:
        super().__init__()
        self.text, self.size, self.tall = text, size, height

    def wrap(self, available: float, height: float) -> tuple[float, float]:
        """Takes the width of a line and the height it was given."""
        return self.size + 2, self.tall

    def draw(self) -> None:
        """Draws the text from the bottom up."""
        self.canv.saveState()
        self.canv.setFont("Helvetica-Bold", self.size)
        self.canv.rotate(90)
        self.canv.drawCentredString(self.tall / 2, -self.size, self.text)
        self.canv.restoreState()


class PdfPaper:
    """A paper being written; `page` is the number of the page written on."""

    def __init__(self, path: Path, title: str, author: str, *, stamp: int = 0, wide: bool = False) -> None:
        self.size = landscape(A4) if wide else A4
        self.canvas = Canvas(str(path), pagesize=self.size, invariant=1)
        self.canvas.setTitle(title)
        self.canvas.setAuthor(author)
        self.page = 1
        self.stamp = stamp
        """Number that the pack prints on its first page less one."""
        self.running = title
        self.top = self.size[1] - MARGIN
        self.truth: list[tuple[int, Fact]] = []

    def turn(self, *, wide: bool = False) -> None:
        """Ends the page and begins the next, upright or landscape."""
        self._furnish()
        self.canvas.showPage()
        self.page += 1
        self.size = landscape(A4) if wide else A4
        self.canvas.setPageSize(self.size)
        self.top = self.size[1] - MARGIN

    def save(self) -> None:
        """Ends the last page and writes the file."""
        self._furnish()
        self.canvas.showPage()
        self.canvas.save()

    def _furnish(self) -> None:
        self.canvas.setFont("Helvetica", 8)
        self.canvas.drawString(MARGIN, 22, self.running)
        self.canvas.drawRightString(self.size[0] - MARGIN, 22, f"Page {self.page + self.stamp}")

    def heading(self, text: str, size: float = 12) -> None:
        """A line in bold."""
        self._flow(Paragraph(text, _style(size, bold=True)), 6)

    def text(self, text: str, size: float = 10, *, left: float = 0, width: float = 0) -> None:
        """A paragraph; `left` and `width` put it in a column."""
        self._flow(Paragraph(text, _style(size)), 6, left, width)

    def bullets(self, *items: str) -> None:
        """Bullets under the paragraph before."""
        for item in items:
            self._flow(Paragraph(item, _style(10), bulletText="•"), 3, 12)

    def _flow(self, flowable: Any, space: float, left: float = 0, width: float = 0) -> None:
        available = width or self.size[0] - 2 * MARGIN - left
        _, height = flowable.wrapOn(self.canvas, available, self.top)
        flowable.drawOn(self.canvas, MARGIN + left, self.top - height)
        self.top -= height + space

    def table(self, table: Table, *, rules: Rules = "all", size: float = 7, note: bool = True) -> None:
        """A table at the place reached; its facts go to the truth with this page's number."""
        made = _made(table, rules, size)
        _, height = made.wrapOn(self.canvas, self.size[0] - 2 * MARGIN, self.top)
        if height > self.top - 30:
            raise ValueError(
                f"{self.running}: a table of {height:.0f} points does not fit on page {self.page}"
            )
        made.drawOn(self.canvas, MARGIN, self.top - height)
        self.top -= height + 10
        if note:
            self.truth.extend((self.page, known) for known in table.facts())


def _style(size: float, *, bold: bool = False, color: Any = black, centre: bool = False) -> ParagraphStyle:
    return ParagraphStyle(
        "cell",
        fontName="Helvetica-Bold" if bold else "Helvetica",
        fontSize=size,
        leading=size * 1.2,
        textColor=color,
        bulletIndent=-10,
        **({"alignment": TA_CENTER} if centre else {}),
    )


def _made(table: Table, rules: Rules, size: float) -> Any:
    data: list[list[Any]] = []
    look: list[tuple[Any, ...]] = [
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        *(
            (side, (0, 0), (-1, -1), 2)
            for side in ("LEFTPADDING", "RIGHTPADDING", "TOPPADDING", "BOTTOMPADDING")
        ),
    ]
    if rules == "all":
        look.append(("GRID", (0, 0), (-1, -1), 0.5, black))
    elif rules == "horizontal":
        look += [("LINEABOVE", (0, 0), (-1, 0), 1, black), ("LINEBELOW", (0, 0), (-1, -1), 0.4, black)]
    for at, row in enumerate(table.rows):
        data.append([_content(box, rules, size, col) for col, box in enumerate(row)])
        for col, box in enumerate(row):
            if box is None:
                continue
            end = (col + box.wide - 1, at + box.tall - 1)
            if box.wide > 1 or box.tall > 1:
                look.append(("SPAN", (col, at), end))
            if box.fill and (rules == "all" or box.fill != HEAD):
                look.append(("BACKGROUND", (col, at), end, HexColor(box.fill)))
    return PdfTable(data, colWidths=table.widths, style=look, repeatRows=0, hAlign="LEFT")


def _content(box: Box | None, rules: Rules, size: float, col: int) -> Any:
    if box is None or not box.text:
        return ""
    if box.rotated:
        return Sideways(box.text, size, len(box.text) * size * 0.62)
    color = white if box.fill == HEAD and rules == "all" else black
    words = len(box.text) > 14 or (col <= 2 and any(char.isalpha() for char in box.text))
    return Paragraph(box.text, _style(size, bold=box.bold, color=color, centre=not words))
