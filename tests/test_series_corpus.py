"""Series of the corpus's papers from end to end: what was known when, what was revised, what has no entry."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from typer.testing import CliRunner

from extractor.cli.app import app
from extractor.model import Result
from extractor.patterns import PatternSet, load_patterns
from extractor.pipeline import extract
from extractor.series import Built, Wanted, as_of, build, change_between, revisions, wanted_points

CORPUS = Path(__file__).parents[1] / "corpus"
JANUARY, FEBRUARY = "05_pack_january_2023.pdf", "06_pack_february_2023.pdf"
MINUTES = ("01_minutes_year_end.txt", "04_minutes_quarter_2.txt")


@pytest.fixture(scope="module")
def patterns() -> PatternSet:
    return load_patterns()


@pytest.fixture(scope="module")
def built(patterns: PatternSet) -> Built:
    results: list[Result] = [extract(CORPUS / name, patterns=patterns) for name in (JANUARY, FEBRUARY)]
    return build(results, patterns=patterns)


def rows(*arguments: str) -> list[dict[str, str]]:
    done = CliRunner().invoke(app, list(arguments))
    assert done.exit_code == 0, done.output
    return list(csv.DictReader(io.StringIO(done.stdout)))


def test_a_value_that_the_next_pack_restates_is_revised_and_both_are_kept(built: Built) -> None:
    (revision,) = [r for r in revisions(built.points) if r.first.indicator_id == "assessments-45-days"]
    told = [(str(p.value), p.status, Path(p.document).name) for p in revision.values]
    assert told == [("88.4", "revised", JANUARY), ("86.0", "current", FEBRUARY)]
    assert revision.change == Decimal("-2.4")


def test_before_the_next_pack_the_first_value_was_what_was_known(built: Built) -> None:
    asked = Wanted(indicator="assessments-45-days", kind="actual", period_type="month")
    november = date(2022, 11, 30)
    known = wanted_points(as_of(built.points, date(2023, 1, 31)), asked)
    assert [(str(p.value), p.status) for p in known if p.period_end == november] == [("88.4", "current")]


def test_a_line_of_months_has_one_standing_value_a_month_and_changes_between_them(built: Built) -> None:
    asked = Wanted(indicator="assessments-45-days", kind="actual", period_type="month", area="")
    standing = [p for p in wanted_points(built.points, asked) if p.status.startswith("current")]
    ends = [p.period_end for p in standing]
    assert ends == sorted(set(ends), key=lambda day: day or date.min) and len(ends) > 3
    change = change_between(standing[0], standing[1])
    assert change.difference == standing[1].value - standing[0].value and change.comparable


def test_the_command_gives_the_state_of_a_day_and_the_triangle() -> None:
    papers = [str(CORPUS / name) for name in MINUTES]
    every, early = rows("series", *papers), rows("series", *papers, "--as-of", "2022-06-30")
    assert {r["document"] for r in early} == {papers[0]} and len(every) > len(early) > 0
    assert all(r["vintage"] for r in rows("series", *papers, "--revisions"))


def test_what_the_catalogue_lacks_is_proposed_with_ids_of_its_own() -> None:
    done = CliRunner().invoke(app, ["indicators", "suggest", str(CORPUS / MINUTES[0]), "--least", "1"])
    ids = [line for line in done.stdout.splitlines() if line.startswith("id = ")]
    assert done.exit_code == 0 and len(ids) == len(set(ids))
