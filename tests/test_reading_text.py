"""Plain text: passages, tab tables and their places."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.model import Document, Grid, Passage
from extractor.reading import read_bytes
from extractor.reading.lines import marker_of

SEEDS = Path(__file__).parents[2] / "shared" / "seeds"


def read(text: str) -> Document:
    return read_bytes(text.encode(), "paper.txt")


def kinds(document: Document) -> list[tuple[str, str]]:
    return [
        (block.kind, block.text) if isinstance(block, Passage) else ("grid", f"{block.n_rows}x{block.n_cols}")
        for block in document.blocks
    ]


def test_bullets_under_a_heading_are_list_items_and_the_line_above_is_the_heading() -> None:
    document = read("Strengths\n- Visits on time rose to 91%\n- Reviews held: 88%\n\nThe report was noted.\n")
    assert kinds(document) == [
        ("heading", "Strengths"),
        ("list_item", "- Visits on time rose to 91%"),
        ("list_item", "- Reviews held: 88%"),
        ("paragraph", "The report was noted."),
    ]


@pytest.mark.parametrize(
    ("line", "marker"),
    [
        ("- Repairs stood at 88%", "-"),
        ("•\tRepairs stood at 88%", "•"),
        ("·\xa0\xa0\xa0\xa0 Repairs stood at 88%", "·"),
        ("3.6.2 Repairs stood at 88%", "3.6.2"),
        ("- 3.6.1 Repairs stood at 88%", "- 3.6.1"),
        ("(a) repairs on time", "(a)"),
        ("ii) repairs on time", "ii)"),
        ("7. Repairs", "7."),
        ("3.5 days was the average", ""),
        ("27 repairs were late", ""),
        ("-14 on last year", ""),
        ("2016/17 was better", ""),
        ("a good year", ""),
    ],
)
def test_the_marker_of_a_line_is_told_from_figures(line: str, marker: str) -> None:
    assert marker_of(line) == marker


def test_hard_wrapped_lines_are_one_passage_and_keep_their_line_ends() -> None:
    text = (
        "At the end of June the number of households in temporary\r\n"
        "accommodation was 212, which compares with 240 a year before and\r\n"
        "is the lowest since 2019.\r\n"
    )
    document = read(text)
    assert [block.text for _, block in document.passages] == [text.rstrip()]


def test_short_lines_and_labels_and_lone_numbers_stay_apart() -> None:
    document = read("Calls answered\n412\nCalls lost\n31\nMeeting: Housing Panel\nDate: 4 May 2021\n")
    assert [text for _, text in kinds(document)] == [
        "Calls answered", "412", "Calls lost", "31", "Meeting: Housing Panel", "Date: 4 May 2021",
    ]  # fmt: skip


def test_rows_set_with_spaces_stay_apart_however_long_they_are() -> None:
    rows = ["Spring term (January to April) 41,077 120,386", "Summer term (May to July) 33,590 TBC"]
    document = read("Attendances counted at the door\n" + "\n".join(rows) + "\n")
    assert [p.text for _, p in document.passages][-2:] == rows


def test_a_last_line_with_only_a_figure_belongs_to_its_wrapped_sentence() -> None:
    text = "The share of bins that were emptied on the day they were due to be was again\n98.2%.\n"
    assert [block.text for _, block in read(text).passages] == [text.strip()]


def test_a_sentence_cut_by_a_page_break_is_one_passage() -> None:
    first = "The proportion of visits made in time has fallen when compared with the months before but this"
    text = f"{first}\n\nremains good at 93%.\n"
    assert [block.text for _, block in read(text).passages] == [text.strip()]


def test_page_stamps_and_the_running_title_beside_them_are_furniture() -> None:
    title = "HOUSING PANEL - 04/05/21"
    text = f"Page 3\n\n{title}\n\nVoids fell.\n\nPage 5\n\n{title}\n\nRents rose.\n"
    assert [kind for kind, _ in kinds(read(text))] == [
        "header", "header", "paragraph", "header", "header", "paragraph",
    ]  # fmt: skip


def test_a_title_over_labels_with_numbers_or_over_a_row_of_periods_is_a_heading() -> None:
    document = read(
        "Missed bins\n\nMay 2021\n208\n\nJune 2021\n191\n\nRecycling\nDate 2019/20 2020/21\nQ1 47.1% 46.2%\n"
    )
    assert [text for kind, text in kinds(document) if kind == "heading"] == ["Missed bins", "Recycling"]


def test_pages_counted_up_to_one_number_are_stamps_and_lone_fractions_are_none() -> None:
    title = "Monthly report - May 2021 - v"
    pages = "\n\n".join(f"Voids fell again.\n\n{title}{n} {n} of 9" for n in (2, 3, 5))
    assert [kind for kind, _ in kinds(read(pages))] == ["paragraph", "header"] * 3
    assert [kind for kind, _ in kinds(read("Voids\n\n2 of 9\n\nRents\n\n5 of 9\n"))].count("header") == 0


def test_a_sentence_that_leads_in_to_a_list_is_no_heading() -> None:
    document = read("The following points were raised:-\n- 14 posts were vacant\n")
    assert kinds(document)[0] == ("paragraph", "The following points were raised:-")


def test_tab_lines_are_one_grid_whose_cells_know_their_characters() -> None:
    text = "Before\n\n\tQ1\tQ2\nVoids\t31\t\nRents\t97.2%\t98.0%\n\nAfter\n"
    document = read(text)
    (grid,) = [block for _, block in document.grids]
    assert grid.rows() == [["", "Q1", "Q2"], ["Voids", "31", ""], ["Rents", "97.2%", "98.0%"]]
    assert [document.text[cell.start : cell.end] for cell in grid.cells] == [cell.text for cell in grid.cells]
    assert (grid.found_by, document.text[grid.start : grid.end]) == (
        "tabs",
        text[8 : text.index("\n\nAfter")],
    )


def test_ragged_rows_are_padded_to_the_widest() -> None:
    (grid,) = [block for _, block in read("A\tB\tC\nx\t1\ny\t2\t3\n").grids]
    assert (grid.n_rows, grid.n_cols, grid.at(1, 2)) == (3, 3, None)


def test_tables_one_under_the_other_split_where_the_columns_start_again() -> None:
    text = "Ward\tCalls\nEast\t14\nWest\t9\nTeam\tStaff\tPosts\tVacant\nNorth\t4\t5\t1\n"
    assert kinds(read(text)) == [("grid", "3x2"), ("grid", "2x4")]


def test_a_subheading_without_tabs_stays_in_its_table() -> None:
    text = "Measure\tQ1\tQ2\nVoids\t31\t28\nWaste\nMissed\t12\t14\n"
    assert kinds(read(text)) == [("grid", "4x3")]


def test_numbered_paragraphs_with_a_tab_behind_the_number_are_no_table() -> None:
    document = read("1.1\tThe Panel received the report.\n1.2\tVoids stood at 31.\n")
    assert kinds(document) == [
        ("list_item", "1.1\tThe Panel received the report."),
        ("list_item", "1.2\tVoids stood at 31."),
    ]


def test_a_numbered_table_title_is_the_caption_of_the_grid_below() -> None:
    document = read("Table 2: Voids by ward\n\nWard\tVoids\nEast\t14\n")
    caption, grid = document.blocks
    assert isinstance(caption, Passage) and isinstance(grid, Grid)
    assert (caption.kind, grid.caption) == ("caption", "Table 2: Voids by ward")


def test_windows_text_is_decoded_as_windows_text() -> None:
    document = read_bytes("Rents – £97 a week’s average".encode("cp1252"), "paper.txt")
    assert document.text == "Rents – £97 a week’s average"


def test_a_byte_order_mark_counts_as_a_character_and_is_in_no_passage() -> None:
    document = read_bytes(b"\xef\xbb\xbfVoids fell to 31.", "paper.txt")
    (passage,) = [block for _, block in document.passages]
    assert (passage.start, passage.text) == (1, "Voids fell to 31.")


@given(st.text(alphabet=st.sampled_from("ab .\t\n\r•-1%\x0cZ:|"), max_size=200))
@settings(max_examples=200, deadline=None)
def test_every_figure_of_a_text_stands_in_exactly_one_block(text: str) -> None:
    document = read("x " + text)
    spans = [
        (block.start, block.end)
        for block in document.blocks
        if block.start is not None and block.end is not None
    ]
    covered = {at for start, end in spans for at in range(start, end)}
    assert sum(end - start for start, end in spans) == len(covered)
    assert {at for at, char in enumerate(document.text) if char in "1aZ"} <= covered
    assert all(document.text[b.start : b.end] == b.text for _, b in document.passages)


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the shared papers are not here")
def test_every_tab_line_of_a_real_pack_is_in_one_table() -> None:
    (pack,) = SEEDS.glob("003*")
    document = read_bytes(pack.read_bytes(), "pack")
    rows = [row for _, grid in document.grids for row in grid.rows()]
    tabbed = [line for line in document.text.split("\n") if "\t" in line.strip()]
    printed = [[cell.strip() for cell in line.split("\t")] for line in tabbed]
    read_rows = [row for row in rows if sum(map(bool, row)) > 1]
    assert [
        row for row in printed if sum(map(bool, row)) > 1 and row not in [r[: len(row)] for r in read_rows]
    ] == []
    assert len(read_rows) == sum(sum(map(bool, row)) > 1 for row in printed)


def test_a_line_that_waits_for_its_year_goes_on_over_a_blank_line() -> None:
    text = "There had been 18 such fires in quarter 3 of\n\n2015/16, which was welcome.\n\n2016 was wet.\n"
    blocks = read_bytes(text.encode(), "paper.txt").blocks
    assert [block.text for block in blocks if isinstance(block, Passage)] == [
        "There had been 18 such fires in quarter 3 of\n\n2015/16, which was welcome.",
        "2016 was wet.",
    ]
