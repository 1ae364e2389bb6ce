"""The `extractor` command: its parts in the order in which its help lists them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Annotated

import typer

from extractor.cli.checking import checks_app, findings
from extractor.cli.common import say
from extractor.cli.deciding import golden_app, review
from extractor.cli.measures import indicators_app, series
from extractor.cli.reading import calibrate, explain, observations, tables
from extractor.cli.running import run, status, watch
from extractor.errors import Exit, ExtractorError

app = typer.Typer(
    name="extractor",
    help="Reads council committee papers: what each figure is of, when it is for, whether it is right.",
    epilog="Exit codes: 0 done, 1 an error of the tool, 2 wrong usage, 3 some documents could not be read,"
    " 4 findings or golden differences asked for with a failing exit, 5 nothing could be read.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback(invoke_without_command=True)
def about(
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
) -> None:
    """Reads council committee papers: what each figure is of, when it is for, whether it is right."""
    if version:
        from extractor import __version__

        print(__version__)
        raise typer.Exit


COMMANDS: tuple[Callable[..., None], ...] = (
    run,
    status,
    watch,
    review,
    observations,
    tables,
    findings,
    series,
    explain,
    calibrate,
)
for command in COMMANDS:
    app.command()(command)
for name, group in (("indicators", indicators_app), ("checks", checks_app), ("golden", golden_app)):
    app.add_typer(group, name=name, no_args_is_help=True)


def main() -> None:
    """Run `extractor` with the arguments of this process."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    try:
        app()
    except ExtractorError as error:
        say(f"extractor: {error}")
        raise SystemExit(Exit.TOOL_ERROR) from None
    except BrokenPipeError:
        # the reader of our output has gone (`| head`): leave without a word
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(Exit.DONE) from None
