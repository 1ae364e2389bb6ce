"""Commands of the scrutiny officer: series, and the catalogue of measures."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
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
    progress,
    read_all,
)

if TYPE_CHECKING:
    from extractor.model import SeriesPoint
    from extractor.series import Wanted


def series(
    paths: Paths,
    indicator: Annotated[
        str | None, typer.Option(help="Only this measure: an id, or words of its name.")
    ] = None,
    council: Annotated[
        str | None, typer.Option(help="Only the council whose name holds these words.")
    ] = None,
    area: Annotated[str | None, typer.Option(help='Only this part of it; "" for the whole only.')] = None,
    cohort: Annotated[str | None, typer.Option(help='Only this group; "" for the whole only.')] = None,
    kind: Annotated[str | None, typer.Option(help="Only actual, target, or benchmark.")] = None,
    period_type: Annotated[str | None, typer.Option(help="Only month, quarter, year, ytd, point ...")] = None,
    since: Annotated[str | None, typer.Option(help="Only periods that end on this day or later.")] = None,
    until: Annotated[str | None, typer.Option(help="Only periods that end on this day or earlier.")] = None,
    known_on: Annotated[str | None, typer.Option("--as-of", help="As it was known on this day.")] = None,
    revisions: Annotated[bool, typer.Option(help="Only what was reported anew, with every vintage.")] = False,
    authority: Authority = None,
    patterns: Patterns = None,
    config: Config = None,
) -> None:
    """Print the series of these papers together as CSV, one row a value and vintage.

    Example: extractor series 2016/ 2017/ --indicator dental --as-of 2017-01-31 > series.csv
    """
    from extractor.series import Wanted, build

    asked = Wanted(indicator, council, area, cohort, kind, period_type, as_day(since), as_day(until))
    day = as_day(known_on)
    settings = load(authority, patterns, config)
    tally = Tally()
    results = list(read_all(paths, settings, tally))
    built = build(results, patterns=load_rules(settings))
    left_out = ", ".join(f"{count} {what}" for what, count in sorted(built.left_out.items()))
    progress(f"{len(built.points)} values; in no series: {left_out or 'none'}")
    print_series(built.points, asked, day, revisions)
    raise typer.Exit(tally.code)


def print_series(points: Sequence[SeriesPoint], asked: Wanted, day: date | None, revisions: bool) -> None:
    """The points asked for as CSV; the revision triangle has two columns more."""
    from extractor.outputs.columns import SERIES, Column
    from extractor.outputs.csv_files import write_rows
    from extractor.outputs.records import series_record
    from extractor.series import as_of, triangle_rows, wanted_points

    shown = wanted_points(as_of(points, day) if day else points, asked)
    if not revisions:
        write_rows(sys.stdout, SERIES, map(series_record, shown))
        return
    vintage = Column("vintage", "integer", "1 for the first paper that gave the period's value")
    change = Column("change_from_first", "decimal", "This value less the first")
    write_rows(sys.stdout, (*SERIES, vintage, change), triangle_rows(shown))


def as_day(text: str | None) -> date | None:
    """An ISO date of the command line; anything else is wrong usage."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no date; write it as 2017-01-31") from None


indicators_app = typer.Typer(
    help="The catalogue of measures: what they are called, and what tells them apart."
)


@indicators_app.command("list")
def indicators_list(
    words: Annotated[str, typer.Argument(help="Only entries that hold these words.")] = "",
    patterns: Patterns = None,
) -> None:
    """List the catalogue by subject, one line an entry.

    Example: extractor indicators list placement
    """
    from extractor.indicators import list_indicators

    print(list_indicators(load_rules(load(None, patterns, None)).indicators, words), end="")


@indicators_app.command("show")
def indicators_show(
    indicator: Annotated[str, typer.Argument(help="An id (adoptions) or a national code (NI 59).")],
    patterns: Patterns = None,
) -> None:
    """Show one entry in full: definition, names, breaks, and the measures it is easily taken for.

    Example: extractor indicators show "NI 62"
    """
    from extractor.indicators import show_indicator

    print(show_indicator(load_rules(load(None, patterns, None)).indicators, indicator), end="")


@indicators_app.command("check")
def indicators_check(patterns: Patterns = None) -> None:
    """Check the catalogue, with own entries where --patterns gives any.

    Example: extractor indicators check --patterns ours
    """
    from extractor.indicators import check_indicators

    print(check_indicators(load_rules(load(None, patterns, None)).indicators), end="")


@indicators_app.command("suggest")
def indicators_suggest(
    paths: Paths,
    least: Annotated[int, typer.Option(min=1, help="Figures a measure must have to be proposed.")] = 3,
    authority: Authority = None,
    patterns: Patterns = None,
    config: Config = None,
) -> None:
    """Propose entries for measures that these papers name and the catalogue does not, as TOML.

    Example: extractor indicators suggest papers/ > ours/indicators/new.toml
    """
    from extractor.indicators import suggest_indicators

    settings = load(authority, patterns, config)
    tally = Tally()
    observed = [o for result in read_all(paths, settings, tally) for o in result.observations]
    proposed = suggest_indicators(observed, load_rules(settings).indicators, least)
    print("\n".join(suggestion.as_toml() for suggestion in proposed), end="")
    raise typer.Exit(tally.code)
