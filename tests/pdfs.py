"""Small PDFs for the tests of the PDF reader, drawn with reportlab."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

import pytest

pytest.importorskip("reportlab")

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

HEIGHT = A4[1]
Draw = Callable[[Any], None]


def pdf(*pages: Draw, size: tuple[float, float] = A4) -> bytes:
    """A PDF with one page a function; each draws on the canvas."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=size, invariant=1)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def write(canvas: Any, x: float, top: float, text: str, size: float = 10, font: str = "Helvetica") -> None:
    """Text with its baseline `top` points below the top of the page."""
    canvas.setFont(font, size)
    canvas.drawString(x, canvas._pagesize[1] - top, text)


def table(
    canvas: Any,
    rows: Sequence[Sequence[str]],
    x: float = 60,
    top: float = 100,
    widths: Sequence[float] = (150, 60, 60, 60),
    height: float = 20,
    ruled: bool = True,
) -> None:
    """A plain table; text 6 points above the lower line of its cell."""
    page = canvas._pagesize[1]
    edges = [x]
    for width in widths:
        edges.append(edges[-1] + width)
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            write(canvas, edges[c] + 4, top + (r + 1) * height - 6, text, 9)
    if ruled:
        for r in range(len(rows) + 1):
            canvas.line(x, page - top - r * height, edges[len(rows[0])], page - top - r * height)
        for edge in edges[: len(rows[0]) + 1]:
            canvas.line(edge, page - top, edge, page - top - len(rows) * height)
