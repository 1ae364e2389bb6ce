"""Commands with which people decide: the review page, and the golden files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli.common import say
from extractor.errors import Exit

if TYPE_CHECKING:
    from extractor.golden import Comparison


def review(
    folder: Annotated[Path, typer.Argument(help="A folder that `run` wrote.")],
    reviewer: Annotated[str, typer.Option(help="Your name; asked for on the page where left out.")] = "",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0: any that is free.")] = 0,
    below: Annotated[float, typer.Option(min=0, max=1, help="Less confidence than this is doubtful.")] = 0.7,
    golden: Annotated[
        Path | None, typer.Option(help="A folder of golden files, to be marked as checked.")
    ] = None,
    export: Annotated[Path | None, typer.Option(help="Write all decisions to this CSV file, stop.")] = None,
) -> None:
    """Decide on doubtful figures and findings on a page of this machine; the next `run` abides by it.

    Example: extractor review results --reviewer "J. Reader"
    """
    from extractor.decisions import read_decisions
    from extractor.review import export_decisions, serve

    if not folder.is_dir():
        raise typer.BadParameter(f"{folder}: there is no such folder")
    if export is not None:
        count = export_decisions(read_decisions(folder), export)
        say(f"{count} decisions written to {export}")
        return

    def told(address: str) -> None:
        say(f"open {address}")
        say("the page is for this machine only; end with Ctrl-C")

    serve(folder, told, reviewer=reviewer, port=port, below=below, golden=golden)


golden_app = typer.Typer(help="Golden files: what is extracted from the corpus, recorded and checked.")
Corpus = Annotated[Path, typer.Option(help="The papers.")]
GoldenFolder = Annotated[Path, typer.Option("--golden", help="The folder of golden files.")]


@golden_app.command("check")
def golden_check(corpus: Corpus = Path("corpus"), golden: GoldenFolder = Path("golden")) -> None:
    """Compare what is extracted now with the golden files; ends with 4 where they differ.

    Example: extractor golden check
    """
    from extractor.golden import compare
    from extractor.patterns import load_patterns

    comparisons = compare(corpus, golden, load_patterns())
    _print_golden(comparisons)
    raise typer.Exit(Exit.DONE if all(c.same for c in comparisons) else Exit.FOUND)


@golden_app.command("update")
def golden_update(corpus: Corpus = Path("corpus"), golden: GoldenFolder = Path("golden")) -> None:
    """Write the golden files anew and show what changed.

    Example: extractor golden update && git diff golden
    """
    from extractor.golden import compare, update
    from extractor.patterns import load_patterns

    comparisons = compare(corpus, golden, load_patterns())
    _print_golden(comparisons)
    update(comparisons, golden)


def _print_golden(comparisons: Sequence[Comparison]) -> None:
    for comparison in comparisons:
        if not comparison.same:
            for line in comparison.diff():
                print(line)
    for comparison in comparisons:
        both, gone, new = comparison.kept
        entries = "rows" if comparison.name.endswith(".csv") else "figures"
        state = f"checked by {comparison.checked_by}" if comparison.checked_by else "recorded"
        if not comparison.same and comparison.checked_by:
            state += ", no longer so after this change"
        print(f"{comparison.name}: {both} {entries} as before, {gone} gone, {new} new ({state})")
