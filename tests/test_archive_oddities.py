"""What looks odd is said, and what is usual is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from extractor.archive.oddities import oddities
from extractor.store import Head, head_of
from tests.builders import result


def paper(month: int, figures: int = 12, origin: str = "statement") -> Head:
    made = result(f"{month:02}.txt", str(month).encode())
    context = replace(made.document.outline.contexts[0], meeting_date=date(2021, month, 1))
    outline = replace(made.document.outline, contexts=(context,))
    observations = tuple(replace(made.observations[0], origin=origin) for _ in range(figures))  # type: ignore[arg-type]
    document = replace(made.document, outline=outline)
    return head_of(replace(made, document=document, observations=observations))


def test_a_paper_with_far_fewer_figures_than_usual_is_named() -> None:
    assert oddities([paper(1), paper(2), paper(3, figures=2), paper(4)]) == [
        "03.txt: 2 figures, where papers of Scrutiny Panel usually have about 12",
    ]


def test_a_month_without_a_paper_is_named() -> None:
    assert oddities([paper(n) for n in (1, 2, 3, 5, 6)]) == [
        "Scrutiny Panel: no paper between 2021-03-01 and 2021-05-01, where they usually are 31 days apart",
    ]


def test_a_scorecard_that_stopped_being_understood_is_named() -> None:
    papers = [paper(n, 25, "table") for n in (1, 2, 3)] + [paper(4, 25)]
    assert oddities(papers) == [
        "04.txt: none of its 1 tables gave a figure; 03.txt gave 25 from its tables",
    ]


def test_nothing_is_said_of_papers_that_are_as_usual_or_too_few() -> None:
    assert oddities([paper(n) for n in (1, 2, 3, 4)]) == []
    assert oddities([paper(1), paper(2, figures=0)]) == []
