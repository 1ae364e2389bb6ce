"""Arrows drawn as shapes in the cells of tables."""

from __future__ import annotations

import itertools
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.model import Grid
from extractor.reading.pdf import read_pdf
from extractor.reading.pdf.arrows import Point, arrow_in

pytest.importorskip("reportlab")

from tests.pdfs import HEIGHT, pdf, table

TRIANGLE = [(0.0, 8.0), (5.0, 0.0), (10.0, 8.0)]
BLOCK = [(4.0, 10.0), (4.0, 5.0), (1.0, 5.0), (5.0, 0.0), (9.0, 5.0), (6.0, 5.0), (6.0, 10.0)]
CHEVRON = [(0.0, 7.0), (5.0, 2.0), (10.0, 7.0), (10.0, 10.0), (5.0, 5.0), (0.0, 10.0)]
STAR = [
    (5 + r * math.sin(k * math.pi / 5), 5 - r * math.cos(k * math.pi / 5))
    for k, r in enumerate([5.0, 2.0] * 5)
]
ROWS = [["Measure", "Q1", "Trend", "Target"], ["Homes let", "81.4%", "", "90.0%"], ["Voids", "31", "", "20"]]
COLUMNS = [210, 270, 330]
"""Where the columns of the table with figures begin."""


def turned(points: list[Point], degrees: float, size: float = 1.0) -> list[Point]:
    """The shape turned clockwise (y down) around its middle."""
    angle = math.radians(degrees)
    cos, sin = math.cos(angle), math.sin(angle)
    moved = [(x - 5, y - 5) for x, y in points]
    return [(20 + size * (x * cos - y * sin), 30 + size * (x * sin + y * cos)) for x, y in moved]


@pytest.mark.parametrize(("degrees", "sign"), [(0, "▲"), (90, "►"), (180, "▼"), (270, "◄")])
def test_a_triangle_points_where_its_tip_stands(degrees: float, sign: str) -> None:
    assert arrow_in(turned(TRIANGLE, degrees), closed=True) == sign
    again = turned(TRIANGLE, degrees)
    assert arrow_in([*again, again[0]], closed=True) == sign


@pytest.mark.parametrize(("degrees", "sign"), list(zip(range(0, 360, 45), "↑↗→↘↓↙←↖", strict=True)))
def test_an_arrow_with_a_shaft_points_in_one_of_eight_directions(degrees: float, sign: str) -> None:
    assert arrow_in(turned(BLOCK, degrees), closed=True) == sign


@pytest.mark.parametrize(("degrees", "sign"), [(0, "↑"), (90, "→"), (180, "↓"), (270, "←")])
def test_a_chevron_points_where_its_tip_stands(degrees: float, sign: str) -> None:
    assert arrow_in(turned(CHEVRON, degrees), closed=True) == sign
    assert arrow_in(turned(TRIANGLE, degrees), closed=False) == sign


@pytest.mark.parametrize(
    "points",
    [
        [(0, 0), (10, 0), (10, 8), (0, 8)],
        [(5, 0), (10, 5), (5, 10), (0, 5)],
        [(0, 0), (10, 0), (0, 10)],
        [(0, 5), (3, 8), (10, 0)],
        [(5, 0), (10, 3), (10, 7), (5, 10), (0, 7), (0, 3)],
        [(5, 0), (10, 4), (10, 10), (0, 10), (0, 4)],
        STAR,
        [(0, 0), (10, 0), (10, 3), (6, 3), (6, 10), (4, 10), (4, 3), (0, 3)],
        [(0, 0), (10, 0)],
        [],
    ],
    ids=["box", "diamond", "corner", "tick", "hexagon", "house", "star", "letter T", "line", "nothing"],
)
def test_other_shapes_are_no_arrows(points: list[Point]) -> None:
    assert arrow_in(points, closed=True) == ""


@given(st.sampled_from([TRIANGLE, BLOCK, CHEVRON]), st.floats(0.5, 3), st.integers(0, 3), st.integers(0, 6))
def test_size_and_first_corner_change_no_arrow(
    shape: list[Point], size: float, side: int, first: int
) -> None:
    points = turned(shape, 90 * side, size)
    first %= len(points)
    assert arrow_in(points[first:] + points[:first], closed=True) == arrow_in(turned(shape, 90 * side), True)


def draw(
    c: Any, points: list[Point], x: float, top: float, color: str = "#c00000", fill: bool = True
) -> None:
    path = c.beginPath()
    path.moveTo(x + points[0][0], HEIGHT - top - points[0][1])
    for dx, dy in points[1:]:
        path.lineTo(x + dx, HEIGHT - top - dy)
    if fill:
        path.close()
    c.setFillColor(color)
    c.setStrokeColor(color)
    c.drawPath(path, fill=int(fill), stroke=int(not fill))
    c.setFillColor("#000000")
    c.setStrokeColor("#000000")


def cells_of(draw_more: Any) -> dict[tuple[int, int], tuple[str, str | None]]:
    def page(c: Any) -> None:
        table(c, ROWS)
        draw_more(c)

    (grid,) = [b for b in read_pdf(pdf(page), "paper.pdf", "").blocks if isinstance(b, Grid)]
    return {(cell.row, cell.col): (cell.text, cell.color) for cell in grid.cells}


def test_a_drawn_arrow_alone_in_a_cell_is_its_text_in_its_colour() -> None:
    def shapes(c: Any) -> None:
        draw(c, TRIANGLE, COLUMNS[1] + 20, 126)
        draw(c, turned(BLOCK, 180), COLUMNS[1] + 5, 120, "#00aa00")

    cells = cells_of(shapes)
    assert cells[1, 2] == ("▲", "#c00000")
    assert cells[2, 2] == ("↓", "#00aa00")
    assert [cells[r, c][0] for r, c in itertools.product((1, 2), (0, 1, 3))] == [
        "Homes let", "81.4%", "90.0%", "Voids", "31", "20",
    ]  # fmt: skip


def test_a_drawn_arrow_beside_a_figure_stands_on_its_line() -> None:
    cells = cells_of(lambda c: draw(c, turned(TRIANGLE, 180, 0.6), COLUMNS[0] + 20, 101))
    assert cells[1, 1][0] == "81.4% ▼"


def test_an_open_chevron_is_an_arrow() -> None:
    cells = cells_of(lambda c: draw(c, TRIANGLE, COLUMNS[1] + 20, 126, fill=False))
    assert cells[1, 2] == ("↑", "#c00000")


def test_shapes_outside_of_tables_and_over_the_border_of_cells_stay_drawings() -> None:
    def shapes(c: Any) -> None:
        draw(c, TRIANGLE, 400, 300)
        draw(c, TRIANGLE, COLUMNS[1] - 5, 126)

    assert cells_of(shapes) == cells_of(lambda c: None)
    assert "▲" not in read_pdf(pdf(shapes), "paper.pdf", "").text
