"""Commands of the auditor: what does not agree, and by which check."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

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
from extractor.errors import Exit

if TYPE_CHECKING:
    from extractor.model import Finding


def findings(
    paths: Paths,
    check: Annotated[
        list[str] | None, typer.Option(help="Only this check (A4), or this family (E); may be repeated.")
    ] = None,
    severity: Annotated[
        str | None, typer.Option(help="Only findings this severe or more: error, warning, note.")
    ] = None,
    fail_on: Annotated[
        str | None, typer.Option(help="End with code 4 where a finding is this severe: error, warning, note.")
    ] = None,
    form: Annotated[str, typer.Option("--format", help="jsonl, csv, or text to read.")] = "jsonl",
    authority: Authority = None,
    patterns: Patterns = None,
    config: Config = None,
) -> None:
    """Print the findings of reconciling these papers together, worst first: as JSON lines, CSV or a note.

    Example: extractor findings minutes.pdf scorecard.xlsx --severity error --format text
    """
    from extractor.checks.registry import selected
    from extractor.pipeline import reconcile

    settings = load(authority, patterns, config)
    as_severe([], fail_on)
    tally = Tally()
    results = list(read_all(paths, settings, tally))
    found = reconcile(results, patterns=load_rules(settings), checks=settings.checks)
    if check:
        found = [finding for finding in found if selected(finding, check)]
    shown = [finding for finding in found if severity is None or as_severe([finding], severity)]
    print_findings(shown, form)
    raise typer.Exit(Exit.FOUND if as_severe(found, fail_on) else tally.code)


def print_findings(found: Sequence[Finding], form: str) -> None:
    """Findings in one of the forms of `findings --format`."""
    from extractor.checks.text import findings_text
    from extractor.outputs.columns import FINDINGS
    from extractor.outputs.csv_files import write_rows
    from extractor.outputs.records import finding_record, finding_row

    if form == "jsonl":
        print_json([finding_record(finding) for finding in found])
    elif form == "csv":
        write_rows(sys.stdout, FINDINGS, map(finding_row, found))
    elif form == "text":
        print(findings_text(found), end="")
    else:
        raise typer.BadParameter(f"--format takes jsonl, csv or text, not {form!r}")


def as_severe(found: Sequence[Finding], limit: str | None) -> bool:
    """Whether a finding is as severe as `limit` or more; never where there is no limit."""
    ranks = {"error": 2, "warning": 1, "note": 0}
    if limit is None:
        return False
    if limit not in ranks:
        raise typer.BadParameter(f"a severity is error, warning or note, not {limit!r}")
    return any(ranks[finding.severity] >= ranks[limit] for finding in found)


checks_app = typer.Typer(help="The checks that findings come from: what each looks at, and its proof.")


@checks_app.command("list")
def checks_list(patterns: Patterns = None) -> None:
    """List all checks, one line each, by family.

    Example: extractor checks list
    """
    from extractor.checks.registry import list_checks

    print(list_checks(load_rules(load(None, patterns, None))), end="")


@checks_app.command("show")
def checks_show(
    check: Annotated[str, typer.Argument(help="A check's id or code: A4-other-period, or A4.")],
    patterns: Patterns = None,
) -> None:
    """Show one check in full: its rule, its tolerance, what it reports and what it must leave alone.

    Example: extractor checks show A4
    """
    from extractor.checks.registry import show_check

    text = show_check(check, load_rules(load(None, patterns, None)))
    if text is None:
        raise typer.BadParameter(f"no check is called {check!r}; see extractor checks list")
    print(text, end="")
