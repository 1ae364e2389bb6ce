"""Commands that show how a paper is read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.common import (
    Authority,
    Config,
    Paths,
    Patterns,
    Tally,
    load,
    load_rules,
    print_json,
    read_all,
)


def observations(
    files: Paths, authority: Authority = None, patterns: Patterns = None, config: Config = None
) -> None:
    """Print the observations of these papers as JSON lines.

    Example: extractor observations minutes.txt pack.pdf > observations.jsonl
    """
    from extractor.outputs.records import observation_record

    tally = Tally()
    for result in read_all(files, load(authority, patterns, config), tally):
        print_json([observation_record(o) for o in result.observations])
    raise typer.Exit(tally.code)


def tables(
    files: Paths, authority: Authority = None, patterns: Patterns = None, config: Config = None
) -> None:
    """Print every table found as JSON lines: page, place, rows of texts, and what it was read as.

    Example: extractor tables pack.pdf | jq .read_as
    """
    from extractor.outputs.records import table_records

    tally = Tally()
    for result in read_all(files, load(authority, patterns, config), tally):
        print_json(table_records(result))
    raise typer.Exit(tally.code)


def explain(
    file: Annotated[Path, typer.Argument(help="The paper to read.")],
    line: Annotated[int | None, typer.Option(help="Only sentences on this line of the text.")] = None,
    authority: Authority = None,
    patterns: Patterns = None,
    config: Config = None,
) -> None:
    """Show how sentences were read: figures, periods, cues, the rule that won, and why others lost.

    Example: extractor explain minutes.txt --line 12
    """
    from extractor.pipeline import read_document
    from extractor.statements.explain import explain as explained

    settings = load(authority, patterns, config)
    rules = load_rules(settings)
    print(explained(read_document(file, patterns=rules, authority=settings.authority), rules, line))


def calibrate(
    truth: Annotated[Path, typer.Argument(help="A folder of NAME.jsonl files with hand-read figures.")],
    docs: Annotated[Path, typer.Option(help="The folder of the papers, NAME*.txt.")],
    patterns: Patterns = None,
) -> None:
    """Print how often each kind of reading was right, as the table of confidences for the pattern folder.

    Example: extractor calibrate truth/gold --docs truth/docs > patterns/statements/calibration.toml
    """
    from extractor.pipeline import read_document
    from extractor.statements.calibrate import calibration_report, judge_document

    rules = load_rules(load(None, patterns, None))
    judged = []
    ranges = truth / "ranges.json"
    covered = json.loads(ranges.read_text(encoding="utf-8")) if ranges.exists() else {}
    for rows in sorted(truth.glob("*.jsonl")):
        paper = next(iter(sorted(docs.glob(rows.stem + "*.txt"))), None)
        if paper is not None and "." not in rows.stem:
            lines = [tuple(part["lines"]) for part in covered.get(rows.stem, ())]
            judged += judge_document(rows.stem, read_document(paper, patterns=rules), rows, rules, lines)
    if not judged:
        raise typer.BadParameter(f"{truth}: no NAME.jsonl there has a NAME*.txt in {docs}")
    print(calibration_report(judged))
