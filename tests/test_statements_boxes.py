"""Commentary that stands in the cells of a table is running text."""

from __future__ import annotations

import pytest

from extractor.model import Cell, Document, Grid
from extractor.patterns import load_patterns
from extractor.statements import read_statements
from extractor.statements.boxes import is_prose

COMMENT = (
    "In January 71.4% of visits were made on time, compared with 80.2% in December. "
    "Some workers were away and the rota has been changed since then."
)
LABEL = (
    "Number of visits that fell due within the reporting month. "
    "See note 4 on the tab for what is counted as a visit to a child"
)


@pytest.mark.parametrize(
    ("text", "prose"),
    [(COMMENT, True), ("93.4% (14 of 15)", False), (LABEL, False), ("Performance analysis", False)],
)
def test_prose_is_told_from_labels_and_values(text: str, prose: bool) -> None:
    assert is_prose(text) is prose


def test_the_figures_of_a_comment_beside_its_heading_are_read() -> None:
    text = f"Performance analysis\t{COMMENT}\n"
    at = text.index(COMMENT)
    cells = (
        Cell(0, 0, text[: at - 1], start=0, end=at - 1),
        Cell(0, 1, COMMENT, start=at, end=len(text) - 1),
    )
    paper = Document("p.txt", "0", "text", text, blocks=(Grid(0, 1, 2, cells),))
    stated = read_statements(paper, load_patterns()).observations
    assert [(o.text, o.role, o.start) for o in stated] == [
        ("71.4%", "actual", text.index("71.4%")),
        ("80.2%", "previous", text.index("80.2%")),
    ]
