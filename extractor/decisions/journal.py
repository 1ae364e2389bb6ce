"""The journal of decisions: one JSON line each, only ever added to.

A line says who decided what of which figure or finding, when, and of which bytes of the paper.  The last
line about a figure stands; to withdraw a decision is a line, too.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, get_args

from extractor.errors import ExtractorError
from extractor.model import PeriodType, Role, Unit

JOURNAL = "decisions.jsonl"
"""Name of the journal in the folder of the store."""
Kind = Literal["figure", "unread", "finding"]
Verdict = Literal["accepted", "corrected", "rejected", "withdrawn"]
CHOICES: dict[str, tuple[str, ...]] = {
    "unit": get_args(Unit),
    "role": get_args(Role),
    "period_type": get_args(PeriodType),
}
FIELDS = (
    "value", "unit", "role", "indicator", "indicator_id", "indicator_label", "authority", "area", "cohort",
    "comparator", "period", "period_start", "period_end", "period_type",
)  # fmt: skip
"""What of a figure can be corrected."""
NEEDED = ("value", "unit", "role", "indicator")
"""Of these, what cannot be made empty."""


class DecisionError(ExtractorError):
    """A decision, or a line of the journal, says something that cannot be."""


@dataclass(frozen=True)
class Decision:
    """One line of the journal."""

    at: str
    """Date and time in UTC, ISO."""
    by: str
    kind: Kind
    target: str
    """An observation's id, a finding's id, or `unread_id`."""
    verdict: Verdict
    document_sha256: str
    document: str = ""
    page: int | None = None
    start: int | None = None
    text: str = ""
    """The figure as printed, and where: finds it again when a later version gives it another id."""
    quote: str = ""
    reason: str = ""
    changes: Mapping[str, str] = field(default_factory=dict)
    """The corrected fields, as text; an empty text makes a field empty."""


@dataclass(frozen=True)
class Decisions:
    """All lines of a journal, and those of them that stand."""

    lines: tuple[Decision, ...] = ()

    @cached_property
    def standing(self) -> dict[tuple[str, str], Decision]:
        """The last decision of every target that has one and was not withdrawn, by kind and target."""
        last = {_about(line): line for line in self.lines}
        return {target: line for target, line in last.items() if line.verdict != "withdrawn"}

    @cached_property
    def by_document(self) -> dict[str, list[Decision]]:
        """Standing decisions about figures, read or unread, by the hash of the paper."""
        found: dict[str, list[Decision]] = {}
        for decision in self.standing.values():
            if decision.kind != "finding":
                found.setdefault(decision.document_sha256, []).append(decision)
        return found

    @property
    def fingerprint(self) -> str:
        """Of all that stands: outputs made under another one are out of date.  Empty without decisions."""
        return _digest(self.standing.values())

    def mark(self, sha256: str) -> str:
        """What to add to the key of a document, because its figures were decided upon; mostly empty."""
        digest = _digest(self.by_document.get(sha256, ()))
        return f"+{digest}" if digest else ""

    def of(self, kind: str, target: str) -> Decision | None:
        """The decision that stands about a figure or finding."""
        return self.standing.get((_group(kind), target))


def _group(kind: str) -> str:
    return "finding" if kind == "finding" else "figure"


def _about(decision: Decision) -> tuple[str, str]:
    return _group(decision.kind), decision.target


def _digest(decisions: Iterable[Decision]) -> str:
    listed = sorted(json.dumps(asdict(d), sort_keys=True) for d in decisions)
    return hashlib.sha256("\n".join(listed).encode()).hexdigest()[:12] if listed else ""


def unread_id(sha256: str, start: int | None, text: str) -> str:
    """What names a figure that no rule reads: its paper, place and text."""
    return "u-" + hashlib.sha256(f"{sha256}:{start}:{text}".encode("utf-8", "replace")).hexdigest()[:16]


def read_decisions(folder: Path) -> Decisions:
    """Those kept in the folder of a store; none where there is no journal.  Raises `DecisionError`."""
    return read_journal(folder / JOURNAL)


def read_journal(file: Path) -> Decisions:
    """The decisions of one journal.  A last line that was cut off by a power failure is passed over.

    Raises `DecisionError` where any other line cannot be read.
    """
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        return Decisions()
    except OSError as error:
        raise DecisionError(f"{file}: cannot be read: {error.strerror or error}") from None
    *whole, _ = data.split(b"\n")
    return Decisions(tuple(_line(file, n, line) for n, line in enumerate(whole, 1) if line.strip()))


def _line(file: Path, number: int, line: bytes) -> Decision:
    try:
        return _decision(json.loads(line))
    except (ValueError, TypeError, KeyError, AttributeError, DecisionError) as error:
        raise DecisionError(
            f"{file}, line {number}: no decision: {error}; take the line out, or move the file away"
        ) from None


def _decision(record: Mapping[str, Any]) -> Decision:
    made = Decision(**{**record, "changes": checked_changes(record.get("changes", {}))})
    if made.kind not in get_args(Kind) or made.verdict not in get_args(Verdict):
        raise DecisionError(f"kind {made.kind!r}, verdict {made.verdict!r}")
    return made


def add_decision(folder: Path, decision: Decision) -> None:
    """Add one line to the journal, on the disk when this returns.

    Raises `DecisionError` where it cannot be written or what it changes cannot be.
    """
    made = _decision(asdict(decision))
    line = json.dumps(asdict(made), ensure_ascii=True) + "\n"
    file = folder / JOURNAL
    try:
        with file.open("ab+") as out:
            _mend(out)
            out.write(line.encode("ascii"))
            out.flush()
            os.fsync(out.fileno())
    except OSError as error:
        raise DecisionError(f"{file}: cannot be written: {error.strerror or error}") from None


def _mend(out: Any) -> None:
    """Drop a last line that was cut off, or the next would be joined to it."""
    end = out.seek(0, os.SEEK_END)
    if not end:
        return
    out.seek(max(0, end - 1_000_000))
    tail = out.read()
    if not tail.endswith(b"\n"):
        out.truncate(end - len(tail) + tail.rfind(b"\n") + 1)
    out.seek(0, os.SEEK_END)


def checked_changes(changes: Mapping[str, str]) -> dict[str, str]:
    """The corrected fields, each known to be readable.  Raises `DecisionError` with what is wrong."""
    for name, text in changes.items():
        if name not in FIELDS or not isinstance(text, str):
            raise DecisionError(f"{name!r} is nothing that can be corrected; that is: {', '.join(FIELDS)}")
        if not text and name in NEEDED:
            raise DecisionError(f"{name} cannot be empty")
        if text:
            _check(name, text)
    first, last = changes.get("period_start"), changes.get("period_end")
    if first and last and last < first:
        raise DecisionError(f"the period ends ({last}) before it begins ({first})")
    return dict(changes)


def _check(name: str, text: str) -> None:
    if name == "value":
        _number(text)
    elif name in ("period_start", "period_end"):
        try:
            date.fromisoformat(text)
        except ValueError:
            raise DecisionError(f"{text!r} is no date; write it as 2017-01-31") from None
    elif name in CHOICES and text not in CHOICES[name]:
        raise DecisionError(f"{text!r} is no {name}; that is one of {', '.join(CHOICES[name])}")


def _number(text: str) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise DecisionError(f"{text!r} is no number; write it as 1234.5") from None
    if not value.is_finite() or abs(value.adjusted()) > 30:
        raise DecisionError(f"{text!r} is no number that a paper prints")
    return value
