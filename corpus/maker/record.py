"""What the papers tell of themselves: sources, planted discrepancies, truth."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from corpus.maker.tables import Fact


@dataclass(frozen=True)
class Source:
    """A line of sources.csv."""

    file: str
    form: str
    council: str
    period: str
    exercises: str


@dataclass(frozen=True)
class Planted:
    """A line of planted.csv: what is wrong on purpose, and which kind of check finds it."""

    paper: str
    quote: str
    wrong: str
    check: str


@dataclass
class Record:
    """Collects while the papers are written."""

    folder: Path
    sources: list[Source] = field(default_factory=list)
    planted: list[Planted] = field(default_factory=list)

    def path(self, source: Source) -> Path:
        """Where to write this paper; the paper is listed."""
        self.sources.append(source)
        return self.folder / source.file

    def plant(self, paper: str, quote: str, wrong: str, check: str) -> str:
        """Lists a sentence that is wrong on purpose and gives it back to be written."""
        self.planted.append(Planted(paper, quote, wrong, check))
        return quote

    def truth(self, paper: str, facts: Iterable[tuple[int | None, Fact]]) -> None:
        """Writes the true values of the paper's tables."""
        lines = [json.dumps(fact.row(page), ensure_ascii=False) for page, fact in facts]
        target = self.folder / "truth" / f"{Path(paper).stem}.jsonl"
        target.parent.mkdir(exist_ok=True)
        target.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")

    def save(self) -> None:
        """Writes sources.csv and planted.csv."""
        made_by = "corpus/make_corpus.py"
        rows = [(s.file, s.form, s.council, s.period, made_by, s.exercises) for s in self.sources]
        self._csv("sources.csv", ("file", "form", "council", "period", "made_by", "exercises"), rows)
        planted = [(p.paper, p.quote, p.wrong, p.check) for p in self.planted]
        self._csv("planted.csv", ("paper", "quote", "what_is_wrong", "check"), planted)

    def _csv(self, name: str, head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerows([head, *rows])
        (self.folder / name).write_text(out.getvalue(), encoding="utf-8", newline="\n")
