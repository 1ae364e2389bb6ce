"""What all commands share: their options, the papers they name, and how they speak."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from extractor.errors import Exit

if TYPE_CHECKING:
    from extractor.archive import Outcome, Paper, Search
    from extractor.model import Result
    from extractor.patterns import PatternSet
    from extractor.settings import Settings

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
    print(harmless(message), file=sys.stderr)


def harmless(message: str) -> str:
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
