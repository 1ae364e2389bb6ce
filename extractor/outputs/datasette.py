"""What Datasette shows of the store: titles, descriptions of tables and columns, and five questions."""

from __future__ import annotations

import json
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

from extractor.outputs.columns import FINDINGS, OBSERVATIONS, SERIES, Column

DATABASE = "store"
FILE = "datasette.json"
TABLES = {
    "documents": "Papers by the hash of their bytes, with what came of them",
    "places": "Paths at which papers were found; copies share a document",
    "failures": "Paths that could not be read, with the reason",
    "problems": "Odd things in papers that a reader should know",
    "passages": "Paragraphs, bullets and headings, to search: the words are stemmed",
    "tables": "Tables as printed, their rows as JSON, and what they were read as",
    "observations": "Every figure that the papers state, with its place",
    "claims": "What papers say about figures that can be checked",
    "unread": "Numbers that no rule reads, with the reason",
    "indicators": "The catalogue of measures",
    "series": "Figures as series: a row a value and vintage",
    "findings": "What checking the figures found",
    "finding_evidence": "The figures that a finding rests on",
    "runs": "When a run ended, with which version and settings",
}
_REVISIONS = (
    Column("first_value", "decimal", "The value as an earlier paper reported it"),
    Column("first_reported_on", "date", "Date of that paper"),
    Column("first_document", "string", "That paper"),
    Column("current_value", "decimal", "The value as the latest paper reports it"),
    Column("current_reported_on", "date", "Date of the latest paper"),
    Column("current_document", "string", "The latest paper"),
    Column("difference", "decimal", "The latest value less the earlier one, in the same unit"),
)
_INDICATORS = (
    Column("better", "string", "Which side is the better: high, low or neither"),
    Column("unit", "string", "Unit that values of the measure have"),
    Column("subject", "string", "The service that the measure is of"),
)
COLUMNS: dict[str, tuple[Column, ...]] = {
    "observations": OBSERVATIONS,
    "series": SERIES,
    "series_current": SERIES,
    "revisions": (*SERIES[:9], SERIES[10], *_REVISIONS),
    "findings_open": FINDINGS,
    "indicators": _INDICATORS,
}
VIEWS = {
    "series_current": "The latest value of every period",
    "revisions": "Earlier and latest value of what later papers changed",
    "findings_open": "Errors and warnings, worst first, with quote and place",
}


def questions() -> list[dict[str, str]]:
    """Name, title and SQL of each question."""
    text = (files("extractor.outputs") / "questions.toml").read_text(encoding="utf-8")
    asked: list[dict[str, str]] = tomllib.loads(text)["question"]
    return [{**question, "sql": question["sql"].strip()} for question in asked]


def metadata() -> dict[str, Any]:
    """Datasette's metadata of the store."""
    described = {name: _described(name, text) for name, text in (TABLES | VIEWS).items()}
    described["indicators"]["label_column"] = "label"
    described["documents"]["label_column"] = "path"
    described["findings_open"]["sort"] = "rank"
    described["passages"] |= {"fts_table": "passages_fts", "fts_pk": "id"}
    return {
        "title": "Performance figures in committee papers",
        "description": "Every figure leads to the paper and page it comes from.",
        "databases": {
            DATABASE: {
                "description": "What the papers say, and whether it agrees",
                "tables": described,
                "queries": {
                    question["name"]: {"title": question["title"], "sql": question["sql"]}
                    for question in questions()
                },
            }
        },
    }


def _described(name: str, text: str) -> dict[str, Any]:
    columns = {column.name: column.description for column in COLUMNS.get(name, ())}
    return {"description": text, **({"columns": columns} if columns else {})}


def write_metadata(folder: Path) -> None:
    """Write datasette.json, beside the store."""
    text = json.dumps(metadata(), indent=1, ensure_ascii=False) + "\n"
    (folder / FILE).write_text(text, encoding="utf-8", newline="\n")
