"""The lines of series that new, changed and lost papers touch, drawn by children from all their values.

Values go to a child, and what it draws comes back, by files of the work folder: the one process that writes
the store hands texts on and neither reads nor makes a value.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from extractor.archive import call_apart, write_whole
from extractor.errors import ExtractorError
from extractor.outputs.csv_files import csv_rows
from extractor.outputs.records import series_values
from extractor.patterns import PatternSet
from extractor.patterns.indicators import Break
from extractor.run.digest import printed_beside, slots_of
from extractor.run.gathering import Source
from extractor.series.building import points_of_line
from extractor.store import Drawn, Ledger, json_text, series_row

VALUES_A_BATCH = 4_000
"""Values that a child is given at once: half a second of work."""
_ASKED, _DRAWN = "asked.json", "drawn.json"


class DrawAgain:
    """Has the touched lines drawn, from the moment it is made."""

    def __init__(self, source: Source, ledger: Ledger) -> None:
        self._source = source
        self._folder = source.plan.work.folder / "lines"
        self._batches: list[tuple[Path, list[str], Future[bool]]] = []
        self._clear()
        breaks = json.dumps(ledger.breaks())
        for number, (names, texts) in enumerate(_asked(ledger)):
            file = self._folder / f"{number}.{_ASKED}"
            held = f'{{"breaks":{breaks},"lines":[{",".join(texts)}]}}'
            write_whole(file, held.encode("utf-8", "surrogatepass"), lasting=False)
            self._batches.append((file, names, self._submitted(file)))

    def _submitted(self, file: Path) -> Future[bool]:
        folders = [str(folder) for folder in self._source.order.settings.patterns]
        values = {"file": str(file)}
        return self._source.executor.submit(call_apart, "run.lines:draw_apart", values, folders)

    def take_in(self, ledger: Ledger) -> None:
        """Take the lines in, a batch a transaction, as they come."""
        for file, names, made in self._batches:
            drawn = self._drawn(file, made)
            with ledger.store.transaction():
                for name, *parts in drawn:
                    line = Drawn(*parts)
                    ledger.store.set_line(name, json.loads(line.points))
                    ledger.set_line(name, line)
                ledger.done("line", names)
        self._clear()

    def _drawn(self, file: Path, made: Future[bool]) -> Iterable[Sequence[Any]]:
        """(name, parts of `Drawn`) of every line; drawn here where the child was lost."""
        with suppress(ExtractorError, OSError, ValueError):  # a fault is told better from here
            if made.result():
                drawn: list[Sequence[Any]] = _read(_answer(file))
                return drawn
        return draw(_read(file), self._source.order.rules)

    def _clear(self) -> None:
        for file in self._folder.glob("*.json"):
            file.unlink(missing_ok=True)


def _asked(ledger: Ledger) -> Iterator[tuple[list[str], list[str]]]:
    """Touched lines in batches: their names, and each with its values as JSON."""
    names: list[str] = []
    texts: list[str] = []
    held = 0
    for name in ledger.touched("line"):
        values = ledger.texts_of(name)
        names.append(name)
        texts.append(f"[{json.dumps(name)},[{','.join(values)}]]")
        held += len(values)
        if held >= VALUES_A_BATCH:
            yield names, texts
            names, texts, held = [], [], 0
    if names:
        yield names, texts


def _answer(file: Path) -> Path:
    return file.with_name(file.name.replace(_ASKED, _DRAWN))


def _read(file: Path) -> Any:
    return json.loads(file.read_bytes().decode("utf-8", "surrogatepass"))


def draw_apart(values: Mapping[str, Any], rules: PatternSet) -> None:
    """Draw the lines of a file in a child, and keep them in another."""
    file = Path(values["file"])
    text = json_text(list(draw(_read(file), rules)))
    write_whole(_answer(file), text.encode("utf-8", "surrogatepass"), lasting=False)


def draw(asked: Mapping[str, Any], rules: PatternSet) -> Iterator[Sequence[Any]]:
    """(name, parts of `Drawn`) of every line: its points as JSON, what is printed beside, csv, periods."""
    breaks = {
        path: [Break(date.fromisoformat(day), what) for day, what in held]
        for path, held in asked["breaks"].items()
    }
    for name, values in asked["lines"]:
        points = points_of_line(slots_of(name, values), rules, breaks) if values else []
        dates = {(p.period_start, p.period_end) for p in points if p.kind == "actual" and p.period_end}
        rows = json_text(list(map(series_row, points)))
        csv = csv_rows("series", map(series_values, points))
        yield name, rows, json_text(printed_beside(values)), csv, len(dates)
