"""The workbook: right types, no formulas but our own, and it opens in an office suite."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import zipfile
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extractor.model import Context, Finding, Outline, Result
from extractor.outputs.collected import Collected, Failed
from extractor.outputs.lines import Measure
from extractor.outputs.workbook import write_workbook
from extractor.store import OBSERVATION_COLUMNS
from tests.builders import finding, point, result

openpyxl = pytest.importorskip("openpyxl")
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
CATALOGUE = {"plans": Measure("Plans in time", "children_social_care", "high")}


def collected(made: Result, found: list[Finding] | None = None) -> Collected:
    base = made.observations[0]
    points = [
        point(
            base, indicator_id="plans", period_start=date(2020, n, 1), period_end=date(2020, n, 28),
            value=Decimal(90 - n), observation_id=str(n),
        )
        for n in range(1, 7)
    ]  # fmt: skip
    failed = [Failed("broken.pdf", "encrypted", "it needs a password")]
    return Collected(
        [made],
        points,
        [finding(result())] if found is None else found,
        failed,
        {made.document.sha256: ["paper.txt"]},
    )


def written(folder: Path, made: Result | None = None) -> Any:
    path = folder / "workbook.xlsx"
    write_workbook(path, collected(made or result()), CATALOGUE)
    return openpyxl.load_workbook(path)


def test_the_workbook_has_notes_findings_a_sheet_a_subject_papers_and_observations(tmp_path: Path) -> None:
    assert written(tmp_path).sheetnames == [
        "Notes", "Findings", "Children social care", "Papers", "Observations",
    ]  # fmt: skip


def test_periods_stand_across_and_percents_are_percents(tmp_path: Path) -> None:
    sheet = written(tmp_path)["Children social care"]
    head = [cell.value for cell in sheet[1]]
    assert head[:7] == ["Indicator", "Authority", "Area", "Group", "Kind", "Unit", "Period"]
    assert head[7:9] == ["Rated", "Course"]
    assert len(head) == 9 + 6 + 2
    first = sheet.cell(2, 10)
    assert first.value == pytest.approx(0.89)
    assert first.number_format.endswith("%")
    assert sheet.freeze_panes == "B2"


def test_texts_that_look_like_numbers_dates_or_formulas_stay_texts(tmp_path: Path) -> None:
    made = result()
    odd = ["1.10", "Jan-17", "=1+1", "+/-15", "@x", "http://example.gov.uk"]
    observations = tuple(
        replace(made.observations[0], observation_id=str(n), text=text, quote=text)
        for n, text in enumerate(odd)
    )
    sheet = written(tmp_path, replace(made, observations=(*observations, *made.observations)))["Observations"]
    head = [cell.value for cell in sheet[1]]
    column = head.index("Quote") + 1
    cells = [sheet.cell(row, column) for row in range(2, 2 + len(odd))]
    assert [cell.value for cell in cells] == odd
    assert {cell.data_type for cell in cells} == {"s"}


def test_no_sheet_holds_a_formula(tmp_path: Path) -> None:
    write_workbook(tmp_path / "workbook.xlsx", collected(result()), CATALOGUE)
    with zipfile.ZipFile(tmp_path / "workbook.xlsx") as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        assert len(sheets) == 5
        assert not any(b"<f>" in archive.read(name) for name in sheets)


def test_dates_are_true_dates(tmp_path: Path) -> None:
    sheet = written(tmp_path)["Observations"]
    head = [cell.value for cell in sheet[1]]
    assert sheet.cell(2, head.index("Period start") + 1).value == datetime(2021, 4, 1)


def test_charts_and_sparklines_are_native(tmp_path: Path) -> None:
    write_workbook(tmp_path / "workbook.xlsx", collected(result()), CATALOGUE)
    with zipfile.ZipFile(tmp_path / "workbook.xlsx") as archive:
        assert "xl/charts/chart1.xml" in archive.namelist()
        assert b"x14:sparkline>" in archive.read("xl/worksheets/sheet3.xml")
        assert b"Line chart of Plans in time" in archive.read("xl/drawings/drawing1.xml")


def test_the_same_results_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_workbook(tmp_path / f"{name}.xlsx", collected(result()), CATALOGUE)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_subjects_with_names_that_a_sheet_cannot_have_are_renamed(tmp_path: Path) -> None:
    catalogue = {"plans": Measure("Plans", "housing/homes: [repairs] and everything else there is")}
    write_workbook(tmp_path / "w.xlsx", collected(result()), catalogue)
    (name,) = openpyxl.load_workbook(tmp_path / "w.xlsx").sheetnames[2:3]
    assert len(name) <= 31 and not set(name) & set("[]:*?/\\")


@pytest.mark.office
@pytest.mark.skipif(OFFICE is None, reason="no office suite is installed")
def test_an_office_suite_reads_the_observations_back(tmp_path: Path) -> None:
    write_workbook(tmp_path / "workbook.xlsx", collected(result()), CATALOGUE)
    assert OFFICE is not None
    subprocess.run(
        [
            OFFICE, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
            "--convert-to", 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1',
            "--outdir", str(tmp_path), str(tmp_path / "workbook.xlsx"),
        ],
        check=True, capture_output=True, timeout=180, env={**os.environ, "LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    with (tmp_path / "workbook-Observations.csv").open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert [(row["Text"], row["Value"]) for row in rows] == [
        ("88.1%", "88.1%"), ("92.4%", "92.4%"), ("87.5%", "87.5%"),
    ]  # fmt: skip
    assert {row["Period start"] for row in rows} == {"04/01/2021", "03/01/2021"}


def test_of_a_large_archive_the_figures_of_the_newest_papers_are_listed_in_the_papers_order() -> None:
    papers = [_paper("a.txt", 2019), _paper("b.txt", 2023), _paper("c.txt", None), _paper("d.txt", 2021)]
    held = Collected(papers)
    assert _documents(held, 2 * FIGURES) == ["b.txt"] * FIGURES + ["d.txt"] * FIGURES
    assert _documents(held, FIGURES + 1) == ["b.txt"] * FIGURES + ["d.txt"]
    assert _documents(held, 4 * FIGURES) == [o.document for paper in papers for o in paper.observations]


def _documents(held: Collected, most: int) -> list[str]:
    return [row[OBSERVATION_COLUMNS.index("document")] for row in held.newest(most)]


FIGURES = len(result().observations)


def _paper(name: str, year: int | None) -> Result:
    made = result(name, name.encode())
    met = None if year is None else date(year, 5, 1)
    outline = Outline((Context(meeting_date=met),), (0, 0))
    return replace(made, document=replace(made.document, outline=outline))
