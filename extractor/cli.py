"""Arguments in, text and exit codes out: the only module that prints."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from extractor.errors import Exit, ExtractorError, UnreadableDocument
from extractor.outputs.records import observation_record

app = typer.Typer(
    name="extractor",
    help="Reads council committee papers: what each figure is of, when it is for, whether it is right.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


def say(message: str) -> None:
    """One line to the person at the terminal; standard output is for data only."""
    print(message, file=sys.stderr)


@app.callback()
def about() -> None:
    """Keeps the commands under names even while there is only one."""


@app.command()
def observations(
    files: Annotated[list[Path], typer.Argument(help="Papers to read.")],
) -> None:
    """Print the observations of these papers as JSON lines.

    Example: extractor observations minutes.txt pack.pdf > observations.jsonl
    """
    from extractor.pipeline import extract

    failed = 0
    for path in files:
        try:
            result = extract(path)
        except UnreadableDocument as error:
            say(f"{path}: {error.status}: {error}")
            failed += 1
            continue
        for observation in result.observations:
            print(json.dumps(observation_record(observation), ensure_ascii=False))
    raise typer.Exit(_read_code(len(files), failed))


def _read_code(asked: int, failed: int) -> Exit:
    if failed == 0:
        return Exit.DONE
    return Exit.NOTHING_READ if failed == asked else Exit.SOME_UNREAD


def main() -> None:
    """The `extractor` command."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    try:
        app()
    except ExtractorError as error:
        say(f"extractor: {error}")
        raise SystemExit(Exit.TOOL_ERROR) from None
