"""The copy to publish: small numbers and those that tell them are kept back everywhere, zeros stay."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extractor.model import Finding, Observation, Result, TableSource
from extractor.outputs.collected import Collected
from extractor.outputs.privacy import without_names
from extractor.outputs.records import KEPT_BACK, observation_record
from extractor.outputs.report import report_page
from extractor.outputs.suppress import masked, suppressed
from extractor.outputs.suppress.copying import NOT_TOLD
from extractor.outputs.workbook import write_workbook
from tests.builders import observation, point, result, scorecard

SENTENCE = "Of the 40 children 3 had moved (7.5%), and none had left."


def stated(text: str, number: int, **changes: Any) -> Observation:
    fields: dict[str, Any] = {
        "observation_id": f"o{number}",
        "quote": SENTENCE,
        "start": None,
        "source": None,
        "unit": "percent" if "%" in text else "count",
        **changes,
    }
    return observation(text, **fields)


def run_of(*made: Observation) -> Collected:
    base = result()
    held = replace(base, observations=made, claims=())
    return Collected([held], [point(o) for o in made])


def shown(collected: Collected) -> list[object]:
    (held,) = suppressed(collected).results
    return [observation_record(o)["value"] for o in held.observations]


def test_a_small_count_and_the_percent_that_tells_it_are_kept_back_and_its_base_stays() -> None:
    made = (
        stated("40", 1, role="denominator"), stated("3", 2, role="numerator"), stated("7.5%", 3),
        stated("0", 4),
    )  # fmt: skip
    copy = suppressed(run_of(*made))
    assert shown(run_of(*made)) == [40, KEPT_BACK, KEPT_BACK, 0]
    assert [o.quote for o in copy.results[0].observations] == [
        "Of the 40 children [c] had moved ([c]), and none had left."
    ] * 4
    assert [p.value.is_nan() for p in copy.points] == [False, True, True, False]


def test_a_percent_whose_base_tells_a_small_count_is_kept_back_though_the_count_is_not_printed() -> None:
    assert shown(run_of(stated("40", 1, role="denominator"), stated("7.5%", 2))) == [40, KEPT_BACK]
    assert shown(run_of(stated("40", 1, role="denominator"), stated("92.5%", 2))) == [40, KEPT_BACK]
    assert shown(run_of(stated("40", 1, role="denominator"), stated("50%", 2))) == [40, 50]


def test_targets_stay() -> None:
    assert shown(run_of(stated("3", 1, role="target"))) == [3]


def cells(*texts: str) -> tuple[Observation, ...]:
    return tuple(
        observation(
            text, observation_id=f"c{n}", origin="table", quote=" | ".join(texts), start=None,
            source=TableSource(grid=0, row=1, col=n + 1),
        )
        for n, text in enumerate(texts)
    )  # fmt: skip


def test_the_next_smallest_part_goes_too_where_the_total_would_give_the_hidden_one_away() -> None:
    assert shown(run_of(*cells("3", "20", "31", "54"))) == [KEPT_BACK, KEPT_BACK, 31, 54]


def test_two_hidden_parts_protect_each_other() -> None:
    assert shown(run_of(*cells("3", "2", "31", "36"))) == [KEPT_BACK, KEPT_BACK, 31, 36]


def with_table() -> tuple[Result, Finding]:
    base = result()
    grid = scorecard([["Area", "Moved", "All"], ["North", "3", "40"]])
    small = stated("3", 1, document_sha256=base.document.sha256, source=TableSource(0, 1, 1))
    whole = stated("40", 2, document_sha256=base.document.sha256, source=TableSource(0, 1, 2))
    held = replace(base, document=replace(base.document, blocks=(grid,)), observations=(small, whole))
    found = Finding(
        "f1", "A1", "disagrees", "error", whole, (small,), Decimal(3), "The text says 40, the table says 3."
    )
    return held, found


def test_no_output_of_the_copy_shows_the_number_anywhere(tmp_path: Path) -> None:
    held, found = with_table()
    copy = suppressed(Collected([held], [point(o) for o in held.observations], [found]))
    (finding,) = copy.findings
    assert (finding.expected, finding.explanation) == (None, NOT_TOLD)
    page = report_page(copy, {}, tmp_path)
    assert "<mark>[c]</mark>" in page and "Copy to publish" in page
    findings = page.split('id="findings"')[1].split('id="papers"')[0]
    assert ">3<" not in findings and " 3." not in findings


def test_what_was_gathered_is_not_altered() -> None:
    made = run_of(stated("3", 1))
    suppressed(made)
    assert made.results[0].observations[0].value == 3


@pytest.mark.parametrize(
    ("text", "copy"),
    [
        ("3 of 13 and 3.5", "[c] of 13 and 3.5"),
        ("Three children, 5 boys", "[c] children, [c] boys"),
        ("in 2015 and 15", "in 2015 and 15"),
        ("Councillor J. Smith asked", "[name] asked"),
    ],
)
def test_small_numbers_go_from_texts_and_longer_ones_stay(text: str, copy: str) -> None:
    assert masked(text, ()) == copy


def test_names_after_a_title_are_left_out() -> None:
    assert without_names("Councillors Ash, Brand and Cole were present.") == "[name] were present."
    assert without_names("The Council met in March.") == "The Council met in March."


def test_a_line_with_a_value_kept_back_is_drawn_without_it_and_says_so_in_its_table(tmp_path: Path) -> None:
    base = result()
    made = [
        observation("12", observation_id="a", period_start=date(2020, 1, 1), period_end=date(2020, 1, 31)),
        observation("3", observation_id="b", period_start=date(2020, 2, 1), period_end=date(2020, 2, 29)),
        observation("16", observation_id="c", period_start=date(2020, 3, 1), period_end=date(2020, 3, 31)),
    ]
    held = replace(base, observations=tuple(made), claims=())
    copy = suppressed(Collected([held], [point(o) for o in made]))
    page = report_page(copy, {}, tmp_path)
    assert "2 values from January 2020 to March 2020" in page
    assert "<td>Feb 2020<td>[c]" in page
    write_workbook(tmp_path / "w.xlsx", copy, {})


def test_a_row_that_prints_a_number_twice_shows_neither_where_one_is_kept_back() -> None:
    made = cells("3", "20", "20", "31", "74")
    copy = suppressed(run_of(*made)).results[0].observations
    assert [o.text for o in copy] == [KEPT_BACK, KEPT_BACK, KEPT_BACK, "31", "74"]
    assert {o.quote for o in copy} == {"[c] | [c] | [c] | 31 | 74"}


def test_a_percent_is_held_against_a_base_of_its_words_though_only_one_was_catalogued() -> None:
    row = (
        stated("6", 1, role="denominator", origin="table", source=TableSource(0, 1, 1)),
        stated("66%", 2, indicator_id="audits", origin="table", source=TableSource(0, 1, 2)),
    )
    assert shown(run_of(*row)) == [6, KEPT_BACK]
