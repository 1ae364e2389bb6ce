"""Golden files: what the tool extracts from the papers of a corpus, in blocks to read beside the paper.

They are written by the program ("recorded").  "Checked" means that a person compared one with its paper:
`checked.toml` says who, when, and which text, so that a change of the text ends the check.
"""

from __future__ import annotations

import difflib
import hashlib
import io
import json
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from extractor.archive import Paper, find_papers, read_paper, write_whole
from extractor.errors import ExtractorError
from extractor.model import Context, Observation, Result, TableReading, Unread
from extractor.outputs.columns import FINDINGS, SERIES, Column
from extractor.outputs.csv_files import write_rows
from extractor.outputs.records import finding_row, number, series_record
from extractor.patterns import PatternSet
from extractor.pipeline import reconcile
from extractor.series import build_series
from extractor.settings import Settings

CHECKED = "checked.toml"


class GoldenError(ExtractorError):
    """The golden folder or the corpus is not there, or `checked.toml` is wrong."""


@dataclass(frozen=True)
class Comparison:
    """One golden file against what comes out now.  `recorded` is None where there is no file yet."""

    name: str
    recorded: str | None
    now: str | None
    checked_by: str = ""

    @property
    def same(self) -> bool:
        """Whether nothing changed."""
        return self.recorded == self.now

    @property
    def kept(self) -> tuple[int, int, int]:
        """Figures (of a paper) or rows (of a CSV file) in both, gone, and new."""
        before, after = (Counter(self._entries(text or "")) for text in (self.recorded, self.now))
        both = sum((before & after).values())
        return both, before.total() - both, after.total() - both

    def _entries(self, text: str) -> list[str]:
        lines = text.splitlines()
        if self.name.endswith(".csv"):
            return lines[1:]
        return [line for line in lines if line.startswith("  ") and " | " in line]

    def diff(self) -> Iterator[str]:
        """The change as a unified diff."""
        before, after = (text.splitlines() if text else [] for text in (self.recorded, self.now))
        return difflib.unified_diff(
            before, after, f"{self.name} (recorded)", f"{self.name} (now)", lineterm=""
        )


def compare(corpus: Path, golden: Path, rules: PatternSet) -> list[Comparison]:
    """Read the corpus and hold it against the golden folder.  Raises `GoldenError`."""
    now = golden_texts(corpus, rules)
    recorded = {path.name: _text_of(path) for path in _golden_files(golden)}
    marks = _checked(golden)
    return [
        Comparison(name, recorded.get(name), now.get(name), _checker(marks, name, recorded.get(name)))
        for name in sorted({*now, *recorded})
    ]


def update(comparisons: Iterable[Comparison], golden: Path) -> None:
    """Write the golden folder anew; files of papers that are gone are removed."""
    golden.mkdir(parents=True, exist_ok=True)
    for comparison in comparisons:
        file = golden / comparison.name
        if comparison.now is None:
            file.unlink()
        elif not comparison.same:
            file.write_text(comparison.now, encoding="utf-8", newline="")


def _text_of(path: Path) -> str:
    with path.open(encoding="utf-8", newline="") as opened:
        return opened.read()


def _golden_files(golden: Path) -> list[Path]:
    return [p for p in sorted(golden.glob("*")) if p.suffix in (".txt", ".csv")] if golden.is_dir() else []


def _checked(golden: Path) -> dict[str, dict[str, str]]:
    file = golden / CHECKED
    if not file.is_file():
        return {}
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise GoldenError(f"{file}: cannot be read as TOML: {error}") from None
    for name, mark in table.items():
        if not isinstance(mark, dict) or not {"by", "on", "text"} <= mark.keys():
            raise GoldenError(f'{file}: "{name}" should have by, on and text (the hash that was checked)')
    return table


def _checker(marks: dict[str, dict[str, str]], name: str, text: str | None) -> str:
    mark = marks.get(name)
    if mark is None or text is None or mark["text"] != text_hash(text):
        return ""
    return f"{mark['by']}, {mark['on']}"


def text_hash(text: str) -> str:
    """What `checked.toml` names a text by."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Recorded:
    """A golden file as it lies there, with who checked this very text."""

    name: str
    text: str
    checked_by: str

    @property
    def text_hash(self) -> str:
        """What `checked.toml` names the text by."""
        return text_hash(self.text)


def recorded_files(golden: Path) -> list[Recorded]:
    """All golden files of a folder, in order.  Raises `GoldenError`."""
    marks = _checked(golden)
    texts = {path.name: _text_of(path) for path in _golden_files(golden)}
    return [Recorded(name, text, _checker(marks, name, text)) for name, text in texts.items()]


def mark_checked(golden: Path, name: str, by: str, on: str) -> None:
    """Note in `checked.toml` that a person compared a golden file, as it is now, with its paper.

    Raises `GoldenError` where there is no such file, `StoreError` where the note cannot be written.
    """
    file = golden / name
    if file not in _golden_files(golden):
        raise GoldenError(f"{file}: there is no such golden file")
    marks = {**_checked(golden), name: {"by": by, "on": on, "text": text_hash(_text_of(file))}}
    tables = [
        "\n".join((f"[{_toml(marked)}]", *(f"{key} = {_toml(text)}" for key, text in mark.items()), ""))
        for marked, mark in sorted(marks.items())
    ]
    write_whole(golden / CHECKED, "\n".join(tables).encode("utf-8", "backslashreplace"))


def _toml(text: str) -> str:
    """A TOML string: JSON's, but for the delete character."""
    return json.dumps(str(text), ensure_ascii=False).replace("\x7f", "\\u007f")


def golden_texts(corpus: Path, rules: PatternSet) -> dict[str, str]:
    """File name to content of every golden file, as it would be now.  Raises `GoldenError`."""
    if not corpus.is_dir():
        raise GoldenError(f"{corpus}: there is no such folder; name the corpus with --corpus")
    texts: dict[str, str] = {}
    results = []
    for paper in find_papers([corpus]).papers:
        named = Paper((Path(corpus.name) / paper.file.relative_to(corpus)).as_posix(), paper.file)
        outcome = read_paper(named, rules, Settings())
        name = paper.file.relative_to(corpus).as_posix().replace("/", "__") + ".txt"
        if outcome.result is None:
            texts[name] = f"{named.name}\n\nnot read: {outcome.status}: {outcome.message}\n"
        else:
            results.append(outcome.result)
            texts[name] = blocks(outcome.result)
    texts["series.csv"] = _csv(SERIES, map(series_record, build_series(results, patterns=rules)))
    texts["findings.csv"] = _csv(FINDINGS, map(finding_row, reconcile(results, patterns=rules)))
    return texts


def _csv(columns: Sequence[Column], records: Iterable[Mapping[str, Any]]) -> str:
    out = io.StringIO(newline="")
    write_rows(out, tuple(columns), records)
    return out.getvalue().replace("\r\n", "\n")


def blocks(result: Result) -> str:
    """One paper as a person reads it: each sentence with its figures under it, then what was not read."""
    document = result.document
    lines = [document.path, f"{document.format}, {document.status}, {len(document.pages)} pages"]
    lines += [f"problem {problem.code}: {problem.message}" for problem in result.problems]
    contexts = document.outline.contexts
    for number_, group in groupby(result.observations, key=lambda o: o.context):
        lines += ["", _heading(contexts[number_] if number_ < len(contexts) else Context())]
        for quote, figures in groupby(group, key=lambda o: (o.page, o.quote)):
            lines += ["", _quoted(quote[1], quote[0]), *map(_figure, figures)]
    lines += ["", f"unread: {len(result.unread)}", *map(_unread, result.unread)]
    lines += ["", f"tables: {len(result.tables)}", *map(_table, result.tables)]
    return "\n".join(lines) + "\n"


def _heading(context: Context) -> str:
    date = context.meeting_date or context.report_date
    told = [context.part, context.authority, context.committee, date, context.item, *context.headings]
    return "== " + " / ".join(str(part) for part in told if part)


def _quoted(quote: str, page: int | None) -> str:
    where = f" [page {page}]" if page else ""
    return " ".join(quote.split()) + where


def _figure(made: Observation) -> str:
    dates = f"{made.period_start or '?'}..{made.period_end or '?'}" if made.period else "no period"
    who = [made.area, made.cohort, made.comparator, made.qualifier, made.direction]
    told = [
        f"{number(made.value)} {made.unit}",
        made.role,
        made.indicator,
        made.indicator_id or "-",
        f"{made.period_type or '-'} {dates}",
        *(str(part) for part in who if part),
    ]
    return f"  {made.text} | " + " | ".join(told)


def _unread(unread: Unread) -> str:
    return f"  {unread.text} ({unread.reason}): {' '.join(unread.quote.split())}"


def _table(reading: TableReading) -> str:
    reason = f": {reading.reason}" if reading.reason else ""
    return f"  {reading.grid}: {reading.kind}, {reading.observations} figures{reason}"
