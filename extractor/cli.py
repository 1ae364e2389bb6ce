"""Arguments in, text and exit codes out: the only module that prints."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from extractor.errors import Exit, ExtractorError

if TYPE_CHECKING:
    from extractor.archive import Outcome, Paper, Search, Step
    from extractor.golden import Comparison
    from extractor.model import Finding, Result, SeriesPoint
    from extractor.patterns import PatternSet
    from extractor.run import Plan
    from extractor.series import Wanted
    from extractor.settings import Settings

app = typer.Typer(
    name="extractor",
    help="Reads council committee papers: what each figure is of, when it is for, whether it is right.",
    epilog="Exit codes: 0 done, 1 an error of the tool, 2 wrong usage, 3 some documents could not be read,"
    " 4 findings or golden differences asked for with a failing exit, 5 nothing could be read.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Paths = Annotated[
    list[Path], typer.Argument(help="Papers, or folders of papers; - reads one paper from standard input.")
]
Authority = Annotated[
    str | None, typer.Option(help="The council that papers report on where they do not name one.")
]
Patterns = Annotated[
    list[Path] | None, typer.Option(help="A folder of own pattern files, read after the built-in ones.")
]
Config = Annotated[
    Path | None, typer.Option(help="A TOML file with settings: authority, authorities, patterns, checks.")
]


def say(message: str) -> None:
    """One line to the person at the terminal; standard output is for data only."""
    print(_harmless(message), file=sys.stderr)


def _harmless(message: str) -> str:
    """The message on one line and without terminal escapes: file names come from strangers."""
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in message)


def print_json(records: Iterator[Mapping[str, Any]] | Sequence[Mapping[str, Any]]) -> None:
    """Records as JSON lines on standard output."""
    for record in records:
        print(json.dumps(record, ensure_ascii=False))


def load(authority: str | None, patterns: Sequence[Path] | None, config: Path | None) -> Settings:
    """The settings of the command line and the file; a missing folder or file is wrong usage."""
    from extractor.settings import load_settings

    for path in (*(patterns or ()), *([config] if config else ())):
        if not path.exists():
            raise typer.BadParameter(f"{path}: there is no such file or folder")
    return load_settings(config, authority=authority, patterns=patterns or ())


def load_rules(settings: Settings) -> PatternSet:
    """The built-in patterns with the user's own after them."""
    from extractor.patterns import load_patterns

    return load_patterns(settings.patterns)


@contextmanager
def papers_of(paths: Sequence[Path], listed: Sequence[Path] = ()) -> Iterator[Search]:
    """The papers of these paths; standard input and what ZIP files hold are kept until the block ends.

    A path of `listed` that is not there is a paper all the same: one that could not be read.
    """
    with tempfile.TemporaryDirectory() as folder:
        found: dict[str, Paper] = {}
        skipped: list[str] = []
        for path, must_be_there in _wanted(paths, listed):
            search = _search(path, Path(folder), must_be_there=must_be_there)
            found.update({paper.name: paper for paper in search.papers})
            skipped += search.skipped
        if not found:
            say(f"{paths[0] if paths else 'the list'}: no papers found (PDF, HTML, DOCX, XLSX or text)")
        from extractor.archive import Search

        yield Search(tuple(found.values()), tuple(skipped))


def _wanted(paths: Sequence[Path], listed: Sequence[Path]) -> Iterator[tuple[Path, bool]]:
    """Every path with whether it must be there."""
    from extractor.archive import expanded

    for path in paths:
        for found in expanded(path):
            yield found, True
    for path in listed:
        yield path, False


def paths_listed(source: Path | None) -> list[Path]:
    """The paths that a list names; `-` is standard input, and a list that is not there is wrong usage."""
    from extractor.archive import listed_paths

    if source is None:
        return []
    try:
        return listed_paths(sys.stdin.buffer.read() if str(source) == "-" else source.read_bytes())
    except OSError as error:
        raise typer.BadParameter(f"{source}: {error.strerror or error}") from None


def _search(path: Path, folder: Path, *, must_be_there: bool = True) -> Search:
    from extractor.archive import Paper, Search, find_papers, is_zip_of_papers, printable, unpacked

    if not must_be_there and not path.exists():
        return Search((Paper(printable(str(path)), path),))
    if must_be_there and str(path) == "-":
        kept = folder / "standard-input"
        kept.write_bytes(sys.stdin.buffer.read())
        return Search((Paper("-", kept),))
    if not path.exists():
        raise typer.BadParameter(f"{path}: there is no such file or folder")
    search = find_papers([path])
    papers: list[Paper] = []
    for paper in search.papers:
        papers += unpacked(paper, folder) if is_zip_of_papers(paper.file) else [paper]
    return Search(tuple(papers), search.skipped)


@dataclass
class Tally:
    """How many papers were asked for and how many could not be read."""

    asked: int = 0
    failed: int = 0

    def add(self, outcome: Outcome) -> None:
        """Count one paper, and name it where it gave nothing or not everything."""
        self.asked += 1
        if outcome.result is None:
            self.failed += 1
            say(f"{outcome.paper.name}: {outcome.status}: {outcome.message}")
        elif outcome.status != "ok":
            say(f"{outcome.paper.name}: {outcome.status}: {_first_problem(outcome.result)}")

    @property
    def code(self) -> Exit:
        """The exit code that says so."""
        if self.failed == self.asked:
            return Exit.NOTHING_READ
        return Exit.SOME_UNREAD if self.failed else Exit.DONE


def _first_problem(result: Result) -> str:
    return result.document.problems[0].message if result.document.problems else "not all of it could be read"


def read_all(paths: Sequence[Path], settings: Settings, tally: Tally) -> Iterator[Result]:
    """The results of all papers that can be read, in order; `tally` counts and names the others."""
    from extractor.archive import read_paper

    rules = load_rules(settings)
    with papers_of(paths) as search:
        for paper in search.papers:
            progress(f"reading {paper.name}")
            outcome = read_paper(paper, rules, settings)
            tally.add(outcome)
            if outcome.result is not None:
                yield outcome.result


def progress(message: str) -> None:
    """Say what is being done, where somebody is watching."""
    if sys.stderr.isatty():
        say(message)


@app.callback(invoke_without_command=True)
def about(
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
) -> None:
    """Reads council committee papers: what each figure is of, when it is for, whether it is right."""
    if version:
        from extractor import __version__

        print(__version__)
        raise typer.Exit


@app.command()
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


@app.command()
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


@app.command()
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


@app.command()
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
app.add_typer(indicators_app, name="indicators", no_args_is_help=True)


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


@app.command()
def run(
    out: Annotated[Path, typer.Option("--out", "-o", help="The folder to write; made where absent.")],
    paths: Annotated[list[Path] | None, typer.Argument(help="Papers, folders of papers, or globs.")] = None,
    files_from: Annotated[
        Path | None,
        typer.Option(help="Also the paths in this list, a line or a NUL each; - is standard input."),
    ] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Documents read at once.")] = None,
    scheduler: Annotated[
        str | None, typer.Option(help="Run on this Dask cluster: tcp://HOST:PORT (extra: cluster).")
    ] = None,
    retry_failed: Annotated[bool, typer.Option(help="Try documents again that failed before.")] = False,
    suppress: Annotated[
        bool, typer.Option(help="Also write a copy to publish, small numbers kept back, in OUT/publish.")
    ] = False,
    dry_run: Annotated[bool, typer.Option(help="Say what would be read, and stop.")] = False,
    log: Annotated[Path | None, typer.Option(help="Append one JSON line a document to this file.")] = None,
    authority: Authority = None,
    patterns: Patterns = None,
    config: Config = None,
) -> None:
    """Do the whole job over files and folders, and write every output to a folder.

    Example: extractor run papers/ --out results
    """
    from extractor.archive import engine
    from extractor.run import Order, plan_run, run_papers

    listed = paths_listed(files_from)
    if not paths and files_from is None:
        raise typer.BadParameter("name papers or folders, or a list of them with --files-from")
    settings = load(authority, patterns, config)
    with papers_of(paths or (), listed) as search:
        papers = [p for p in search.papers if not p.file.resolve().is_relative_to(out.resolve())]
        if not papers:
            raise typer.Exit(Exit.NOTHING_READ)
        skipped = len(search.skipped)
        order = Order(papers, out, settings, load_rules(settings), skipped, retry_failed, suppress)
        if dry_run:
            _tell_plan(plan_run(order), out)
            return
        with engine(workers, scheduler) as (executor, at_once), step_log(log) as told:
            summary, failed = run_papers(order, executor, at_once, told, progress)
    for failure in failed:
        say(f"{failure.document}: {failure.status}: {failure.message}")
    for line in summary.text(out).splitlines():
        say(line)
    raise typer.Exit(Tally(summary.documents + summary.failed, summary.failed).code)


def _tell_plan(plan: Plan, out: Path) -> None:
    from extractor.run import estimate

    seconds = estimate(plan, out)
    told = "" if seconds is None else f", about {seconds:.0f} s at the rate of the last run"
    print(f"{len(plan.entries)} papers; {len(plan.reading)} to read ({plan.megabytes:.1f} MB{told})")
    for entry in plan.reading:
        print(_harmless(entry.paper.name))


@contextmanager
def step_log(file: Path | None) -> Iterator[Callable[[Step], None]]:
    """Tell of every document done: on a terminal with rate and time left, in a log as a JSON line."""
    started = time.monotonic()
    with file.open("a", encoding="utf-8") if file else nullcontext() as log:

        def told(step: Step) -> None:
            rate = step.done / max(time.monotonic() - started, 0.001)
            left = (step.total - step.done) / rate
            progress(f"{step.done}/{step.total}, {rate:.1f} a second, {left:.0f} s left: {step.name}")
            if log is not None:
                log.write(json.dumps(asdict(step), ensure_ascii=False) + "\n")
                log.flush()

        yield told


@app.command("watch")
def watch_folder(
    folder: Annotated[Path, typer.Argument(help="The folder that fills.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="The folder to write; made where absent.")],
    every: Annotated[float, typer.Option(min=0.1, help="Seconds between two looks.")] = 5.0,
    settle: Annotated[float, typer.Option(min=0, help="Seconds a file must not have changed for.")] = 2.0,
    once: Annotated[bool, typer.Option(help="Wait until nothing changes, run once, and stop.")] = False,
    workers: Annotated[int | None, typer.Option(min=1, help="Documents read at once.")] = None,
    log: Annotated[Path | None, typer.Option(help="Append one JSON line a document to this file.")] = None,
    authority: Authority = None,
    patterns: Patterns = None,
    config: Config = None,
) -> None:
    """Run again whenever papers come, change or go, until Ctrl-C; one line a paper on standard error.

    Example: extractor watch inbox/ --out results
    """
    from extractor.watch import Watch, watch

    if not folder.is_dir():
        raise typer.BadParameter(f"{folder}: there is no such folder")
    settings = load(authority, patterns, config)
    codes: list[Exit] = []

    def run_over(files: list[Path]) -> bool:
        try:
            codes.append(_run_watched(files, out, settings, workers, log))
        except ExtractorError as error:
            if once:
                raise
            say(f"extractor: {error}")
            return False
        return True

    try:
        watch(Watch(folder, out, settle), run_over, every=every, once=once)
    except KeyboardInterrupt:
        say("stopped")
        return
    raise typer.Exit(codes[-1])


def _run_watched(
    files: Sequence[Path], out: Path, settings: Settings, workers: int | None, log: Path | None
) -> Exit:
    from extractor.archive import engine
    from extractor.run import Order, run_papers

    with papers_of((), files) as search:
        if not search.papers:
            return Exit.NOTHING_READ
        order = Order(search.papers, out, settings, load_rules(settings), len(search.skipped))
        with engine(workers, None) as (executor, at_once), paper_lines(log) as told:
            summary, failed = run_papers(order, executor, at_once, told, lambda _: None)
    say("; ".join(summary.text(out).splitlines()))
    return Tally(summary.documents + summary.failed, len(failed)).code


@contextmanager
def paper_lines(file: Path | None) -> Iterator[Callable[[Step], None]]:
    """Tell of every document done in a line, also where nobody watches; and in a log as JSON."""
    with file.open("a", encoding="utf-8") if file else nullcontext() as log:

        def told(step: Step) -> None:
            say(f"{step.name}: {step.status}" + (f": {step.message}" if step.message else ""))
            if log is not None:
                log.write(json.dumps(asdict(step), ensure_ascii=False) + "\n")
                log.flush()

        yield told


@app.command()
def status(
    folder: Annotated[Path, typer.Argument(help="A folder that `run` wrote.")],
    as_json: Annotated[bool, typer.Option("--json", help="As one JSON object.")] = False,
) -> None:
    """Say what became of every input of the last run: how many were read, and which failed and why.

    Example: extractor status results
    """
    record_file = folder / "run.json"
    if not record_file.is_file():
        raise typer.BadParameter(f"{folder}: no run was completed there")
    record = json.loads(record_file.read_text(encoding="utf-8"))
    if as_json:
        print(json.dumps(record, ensure_ascii=False))
        return
    counts = Counter(document["status"] for document in record["documents"] + record["failures"])
    for name, count in sorted(counts.items()):
        print(f"{name}\t{count}")
    for line in record.get("odd", ()):
        print(_harmless(f"odd: {line}"))
    for failure in record["failures"]:
        print(_harmless(f"{failure['document']}: {failure['status']}: {failure['message']}"))


@app.command()
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


checks_app = typer.Typer(help="The checks that findings come from: what each looks at, and its proof.")
app.add_typer(checks_app, name="checks", no_args_is_help=True)


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


golden_app = typer.Typer(help="Golden files: what is extracted from the corpus, recorded and checked.")
app.add_typer(golden_app, name="golden", no_args_is_help=True)
Corpus = Annotated[Path, typer.Option(help="The papers.")]
GoldenFolder = Annotated[Path, typer.Option("--golden", help="The folder of golden files.")]


@app.command()
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


@app.command()
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
        state = f"checked by {comparison.checked_by}" if comparison.checked_by else "recorded"
        if not comparison.same and comparison.checked_by:
            state += ", no longer so after this change"
        print(f"{comparison.name}: {both} figures as before, {gone} gone, {new} new ({state})")


def main() -> None:
    """The `extractor` command."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    _guarded(app)


def _guarded(command: Callable[[], object]) -> None:
    try:
        command()
    except ExtractorError as error:
        say(f"extractor: {error}")
        raise SystemExit(Exit.TOOL_ERROR) from None
    except BrokenPipeError:
        # the reader of our output has gone (`| head`): leave without a word
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(Exit.DONE) from None
    except NotImplementedError as error:
        say(f"extractor: not built yet: {error}")
        raise SystemExit(Exit.TOOL_ERROR) from None
