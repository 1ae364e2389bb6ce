"""The parts of a paper: agenda, old minutes, reports and appendices of a pack; or the one part it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Literal, cast

from extractor.figures.periods import Anchor, find_periods
from extractor.model import Document, Grid, Passage, Period
from extractor.outline.headings import clean
from extractor.patterns import PatternSet
from extractor.patterns.outline import FactRule, OutlineRules

PartKind = Literal["agenda", "minutes", "report", "appendix", "scorecard", "page", "unknown"]
_SHORT = 320
"""Longest block, in characters, that can be a heading, a label or a stamp."""
_LONGEST_TITLE = 120
_STILL_OPENING = 8
"""Blocks after a part's first in which a further opening line belongs to the same heading."""
_MINUTE = re.compile(r"^\d{1,3}\.?$")


@dataclass
class Part:
    """One stretch of blocks that belongs together, while it is being found."""

    start: int
    end: int = 0
    kind: PartKind = "unknown"
    committee: str | None = None
    meeting_date: date | None = None
    report_date: date | None = None
    item: str = ""
    title: str = ""
    as_at: Period | None = None
    reporting_period: Period | None = None
    named: Period | None = None
    year_type: Literal["fiscal", "academic", "calendar"] = "fiscal"
    opened_by: str = ""
    body: int = 0
    """Running-text blocks seen so far."""
    dated: set[int] = field(default_factory=set)
    """The blocks that say when it was put before somebody."""


def day_in(text: str, patterns: PatternSet) -> date | None:
    """The first full date of a text; of a month with its year alone, the first day."""
    periods = find_periods(text, patterns.periods, Anchor())
    days = (p.last for p in periods if p.type == "point" and p.note == "" and p.last is not None)
    month = next((p.first for p in periods if p.type == "month" and p.text == text.strip()), None)
    return next(days, month)


class _Finder:
    """One pass over the blocks, the current part in hand."""

    def __init__(self, document: Document, patterns: PatternSet) -> None:
        self.document = document
        self.patterns = patterns
        self.rules: OutlineRules = patterns.outline
        self.parts = [Part(0)]
        self.listing = False
        self.label: str | None = None

    @property
    def part(self) -> Part:
        return self.parts[-1]

    def run(self) -> list[Part]:
        for number, block in enumerate(self.document.blocks):
            if isinstance(block, Grid):
                self._label_table(block)
            else:
                self._passage(number, block)
        ends = [p.start for p in self.parts[1:]] + [len(self.document.blocks)]
        for part, end in zip(self.parts, ends, strict=True):
            part.end = end
        return [p for p in self.parts if p.end > p.start] or [Part(0, len(self.document.blocks))]

    def _passage(self, number: int, passage: Passage) -> None:
        text = " ".join(passage.text.split())
        self._after_label(text, passage)
        if len(text) <= _SHORT and self._facts(number, passage, text):
            return
        words = clean(text).lower().strip(" :-")
        if passage.kind == "heading":
            self.listing = words in self.rules.listing
        self._label_heading(words, passage)
        if self._minute_item(number, passage, text):
            return
        self._title(number, passage, text, words)
        if passage.kind in ("paragraph", "list_item") and len(text) > 120:
            self.part.body += 1

    def _facts(self, number: int, passage: Passage, text: str) -> bool:
        for rule in self.rules.facts:
            match = rule.pattern.match(text)
            if match is not None and self._applies(rule, passage, number):
                self._take(number, rule, {k: v for k, v in match.groupdict().items() if v}, passage)
                return True
        return False

    def _applies(self, rule: FactRule, passage: Passage, number: int) -> bool:
        if rule.name == "appendix":
            return (
                not self.listing and (passage.kind == "heading" or number == 0) and self.part.kind != "agenda"
            )
        if rule.name == "committee-and-date" and passage.kind not in ("heading", "header", "footer"):
            return self.part.body == 0
        if rule.name == "date-alone":
            return self.part.body == 0 and number - self.part.start <= _STILL_OPENING
        if rule.turns:
            return self.part.body == 0 or rule.turns == "minutes"
        return True

    def _take(self, number: int, rule: FactRule, said: Mapping[str, str], passage: Passage) -> None:
        day = day_in(said["when"], self.patterns) if "when" in said else None
        if rule.opens:
            self._open(number, cast(PartKind, rule.opens), rule.name)
        elif rule.name == "committee-and-date" and day is not None and self._is_another_meeting(day):
            self._open(number, "unknown", rule.name)
        if rule.turns and (
            self.part.kind in ("unknown", "agenda", "page") or rule.name in ("minutes", "present")
        ):
            self.part.kind = cast(PartKind, rule.turns)
        if "when" in said or "made" in said:
            self.part.dated.add(number)
        self._say(said, day)

    def _is_another_meeting(self, day: date) -> bool:
        known = self.part.meeting_date
        return known is not None and known != day

    def _open(self, number: int, kind: PartKind, by: str) -> None:
        part = self.part
        fresh = number - part.start <= _STILL_OPENING and part.body == 0 and by != "issue-meeting"
        if fresh and (part.kind in ("unknown", kind) or kind == "unknown"):
            part.kind = kind if part.kind == "unknown" else part.kind
            part.opened_by = by
            return
        before = part
        start = self._cover_start(number) if by == "monthly-cover" else number
        self.parts.append(Part(start, kind=kind, opened_by=by, title=self._cover_title(start, number)))
        if kind in ("appendix", "scorecard"):
            self.part.committee, self.part.meeting_date = before.committee, before.meeting_date
            self.part.report_date = None
        self.listing = False

    def _cover_start(self, number: int) -> int:
        """The first of the headings that stand together with a cover's line."""
        start = number
        while start - 1 > self.part.start:
            before = self.document.blocks[start - 1]
            if not isinstance(before, Passage) or before.kind not in ("heading", "paragraph"):
                break
            if (
                len(before.text) > _LONGEST_TITLE
                or ":" in before.text
                or before.text.rstrip().endswith(".")
                or number - start >= 3
            ):
                break
            start -= 1
        return start

    def _cover_title(self, start: int, number: int) -> str:
        titles = [b.text for b in self.document.blocks[start:number] if isinstance(b, Passage)]
        return " ".join(titles[-1].split()) if titles else ""

    def _say(self, said: Mapping[str, str], day: date | None) -> None:
        part = self.part
        if "committee" in said:
            part.committee = part.committee or said["committee"].strip(" ,.-–")
        if day is not None:
            part.meeting_date = part.meeting_date or day
        if "made" in said:
            part.report_date = part.report_date or day_in(said["made"], self.patterns)
        if "item" in said:
            part.item = part.item or said["item"].rstrip(".")
        if "title" in said and (not part.title or part.opened_by == "report-to"):
            part.title = said["title"]
        if "rest" in said and not part.title:
            part.title = said["rest"].strip(" :–-")

    def _label_heading(self, words: str, passage: Passage) -> None:
        self.label = None
        if passage.kind in ("heading", "paragraph") and len(words) < 40:
            for fact, labels in self.rules.labels.items():
                if words in labels:
                    self.label = fact

    def _after_label(self, text: str, passage: Passage) -> None:
        if self.label is not None and passage.kind not in ("header", "footer") and self.part.body == 0:
            self._labelled(self.label, text)
        if passage.kind not in ("header", "footer"):
            self.label = None

    def _labelled(self, fact: str, text: str) -> None:
        if len(text) > _SHORT or clean(text).lower().strip(" :-") in self.rules.not_titles:
            return
        if fact == "when":
            day = day_in(text, self.patterns)
            self._say({}, day)
        elif fact == "title" and not self.part.title:
            self.part.title = text
        elif fact == "committee":
            self._say({"committee": text}, None)

    def _label_table(self, grid: Grid) -> None:
        """A small table of labels and values at the head of a report."""
        if grid.n_cols > 4 or grid.n_rows > 14 or self.part.body > 1:
            return
        for row in grid.rows():
            cells = [" ".join(c.split()) for c in row if c.strip()]
            for label, value in pairwise(cells):
                words = label.lower().strip(" :-")
                for fact, labels in self.rules.labels.items():
                    if words in labels:
                        self._labelled(fact, value)

    def _minute_item(self, number: int, passage: Passage, text: str) -> bool:
        """A numbered minute: a part of its own with the meeting's facts."""
        part = self.part
        if part.kind != "minutes" or passage.kind != "heading" or not _MINUTE.match(passage.marker):
            return False
        title = clean(text)
        if title.endswith(":"):
            return False  # a lead within the minute
        self.parts.append(
            Part(number, kind="minutes", committee=part.committee, meeting_date=part.meeting_date,
                 item=f"{passage.marker.rstrip('.')} {title}", title=title, opened_by="minute")
        )  # fmt: skip
        return True

    def _title(self, number: int, passage: Passage, text: str, words: str) -> None:
        part = self.part
        if part.title or part.body or passage.kind in ("header", "footer") or number - part.start > 10:
            return
        if passage.kind == "list_item" and passage.marker.strip() in ("•", "·", "-", "*"):
            return
        if (
            words in self.rules.not_titles
            or not 8 <= len(text) <= 200
            or (text.endswith((".", ";")) and len(text) > 120)
        ):
            return
        if passage.kind == "heading" or (part.kind in ("unknown", "minutes") and number - part.start <= 4):
            if any(n.search(text) for n in self.rules.names):
                return
            part.title = clean(text)


def find_parts(document: Document, patterns: PatternSet) -> list[Part]:
    """The parts in order; together they cover every block once."""
    parts = _Finder(document, patterns).run()
    _share_dates(parts)
    return parts


_SENTENCE = 60
"""Shortest block, in characters, that is running text rather than a title or label."""


def first_body(document: Document, part: Part) -> int:
    """The block at which the running text of a part begins."""
    for number in range(part.start, part.end):
        block = document.blocks[number]
        if (
            isinstance(block, Passage)
            and block.kind in ("paragraph", "list_item")
            and len(block.text) >= _SENTENCE
        ):
            return number
    return part.end


def _share_dates(parts: list[Part]) -> None:
    """A pack's reports are for the pack's meeting; old minutes and their items keep their own day."""
    agenda = next((p for p in parts if p.meeting_date is not None), None)
    for part in parts:
        if part.kind == "minutes":
            part.report_date = part.report_date or part.meeting_date
            continue
        if part.meeting_date is None and agenda is not None and agenda.start <= part.start:
            part.meeting_date = agenda.meeting_date
            part.committee = part.committee or agenda.committee
        part.report_date = part.report_date or part.meeting_date
    if len(parts) == 1 and parts[0].kind == "unknown" and parts[0].committee is None:
        parts[0].kind = "page"
