"""The questions in the documentation run on a real store."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from extractor.store import open_store
from tests.builders import finding, keep_outcomes, point, result

PAGE = Path(__file__).parents[1] / "docs" / "sql.md"
QUERIES = re.findall(r"```sql\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S)


@pytest.mark.parametrize("query", QUERIES)
def test_every_query_of_the_documentation_runs(tmp_path: Path, query: str) -> None:
    with open_store(tmp_path / "s.sqlite") as store:
        store.add_document(result(), "k")
        assert isinstance(list(store.rows(query)), list)


def test_the_documentation_answers_five_questions() -> None:
    assert len(QUERIES) == 5


def test_a_revised_value_stands_beside_the_current_one(tmp_path: Path) -> None:
    made = result()
    now = point(made.observations[0])
    before = replace(
        now, value=Decimal("90.1"), status="revised", observation_id=made.observations[1].observation_id
    )
    with open_store(tmp_path / "s.sqlite") as store:
        store.add_document(made, "k")
        keep_outcomes(store, [now, before], [finding(made)])
        (row,) = store.rows("SELECT first_value, current_value, difference FROM revisions")
        assert row == {"first_value": 90.1, "current_value": 88.1, "difference": -2.0}
        (held,) = store.rows("SELECT value FROM series_current")
        assert held == {"value": 88.1}


def test_an_indicator_below_its_target_is_found(tmp_path: Path) -> None:
    made = result()
    ids = [o.observation_id for o in made.observations]
    actual = point(made.observations[0], indicator_id="plans", observation_id=ids[0])
    target = replace(actual, kind="target", value=Decimal(95), observation_id=ids[1])
    with open_store(tmp_path / "s.sqlite") as store:
        store.add_document(made, "k")
        keep_outcomes(store, [actual, target], [], [("plans", "Plans in time", "percent", "high", "x")])
        (row,) = store.rows(QUERIES[4])
    assert (row["label"], row["value"], row["target"]) == ("Plans in time", 88.1, 95)
