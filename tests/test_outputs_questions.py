"""The store of the corpus answers the questions of the documentation, in SQL and in Datasette."""

from __future__ import annotations

import asyncio
import json
import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from extractor.archive import Paper, engine
from extractor.outputs.datasette import COLUMNS, TABLES, VIEWS, questions
from extractor.patterns import load_patterns
from extractor.run import Order, run_papers
from extractor.settings import Settings

ROOT = Path(__file__).parents[1]
ASKED = {question["name"]: question["sql"] for question in questions()}


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The outputs of the papers of the corpus that are quick to read."""
    folder = tmp_path_factory.mktemp("questions")
    papers = [
        Paper(f.name, f)
        for f in sorted((ROOT / "corpus").iterdir())
        if f.suffix in (".txt", ".html", ".xlsx")
    ]
    with engine(2, None) as (pool, at_once):
        order = Order(papers, folder, Settings(), load_patterns())
        run_papers(order, pool, at_once, lambda _: None, lambda _: None)
    return folder


def asked(out: Path, name: str) -> list[dict[str, Any]]:
    connection = sqlite3.connect(out / "store.sqlite")
    connection.row_factory = sqlite3.Row
    try:
        return [dict(row) for row in connection.execute(ASKED[name])]
    finally:
        connection.close()


def test_the_documentation_shows_the_very_questions_of_datasette() -> None:
    page = (ROOT / "docs" / "sql.md").read_text(encoding="utf-8")
    assert [sql.strip() for sql in re.findall(r"```sql\n(.*?)```", page, re.S)] == list(ASKED.values())
    assert re.findall(r"^\*\*(.*)\*\*", page, re.M) == [question["title"] for question in questions()]


def test_what_is_wrong_begins_with_errors_and_says_why(out: Path) -> None:
    rows = asked(out, "what_is_wrong")
    assert rows[0]["severity"] == "error" and rows[0]["explanation"] and rows[0]["document"]
    assert [row["severity"] for row in rows] == sorted(row["severity"] for row in rows)


def test_one_indicator_is_told_in_order_of_time(out: Path) -> None:
    rows = asked(out, "one_indicator")
    assert len(rows) > 5 and {row["unit"] for row in rows} <= {"percent", "count"}
    lines = {(row["authority"], row["unit"], row["period_type"]) for row in rows}
    for line in lines:
        ends = [r["period_end"] for r in rows if (r["authority"], r["unit"], r["period_type"]) == line]
        assert ends == sorted(ends)


def test_revised_figures_stand_with_both_papers(out: Path) -> None:
    for row in asked(out, "revised"):
        assert row["difference"] == pytest.approx(row["current_value"] - row["first_value"])
        assert row["first_document"] != row["current_document"]


def test_a_subject_is_found_by_its_stem(out: Path) -> None:
    rows = asked(out, "subject")
    assert rows and all(re.search(r"\[adopt\w*\]", row["passage"], re.IGNORECASE) for row in rows)


def test_every_target_said_to_be_missed_is_missed(out: Path) -> None:
    rows = asked(out, "target_missed")
    better = {entry.label: entry.better for entry in load_patterns().indicators.entries}
    assert len(rows) > 3
    for row in rows:
        gap = row["value"] - row["target"]
        assert gap < 0 if better[row["label"]] == "high" else gap > 0, row


def test_every_table_and_column_that_is_described_is_there(out: Path) -> None:
    connection = sqlite3.connect(out / "store.sqlite")
    for name in (*TABLES, *VIEWS):
        held = {row[1] for row in connection.execute(f"PRAGMA table_info({name})")}
        described = {column.name for column in COLUMNS.get(name, ())}
        assert held and described <= held | {"stated", "evidence", "also", "document_sha256", "bbox"}, name
    connection.close()


def test_datasette_shows_tables_views_search_and_questions(out: Path) -> None:
    datasette = pytest.importorskip("datasette.app", reason="Datasette is not installed")
    metadata = json.loads((out / "datasette.json").read_text(encoding="utf-8"))
    shown = datasette.Datasette([str(out / "store.sqlite")], metadata=metadata)

    async def get(path: str) -> Any:
        return await shown.client.get(path)

    async def look() -> None:
        front = await get("/store")
        assert front.status_code == 200
        assert all(question["title"] in front.text for question in questions())
        for name in (*TABLES, *VIEWS):
            page = await get(f"/store/{name}")
            assert page.status_code == 200 and (TABLES | VIEWS)[name] in page.text, name
        found = (await get("/store/passages.json?_search=adoption&_shape=array")).json()
        assert found and all("adopt" in row["text"].lower() for row in found)
        for name in ASKED:
            answered = await get(f"/store/{name}.json?_shape=array")
            assert answered.status_code == 200 and isinstance(answered.json(), list), name

    asyncio.run(look())
