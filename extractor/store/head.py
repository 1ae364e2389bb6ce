"""What is told of a paper without its text and figures: small enough to hold that of a whole archive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from extractor.model import Result
from extractor.store.codec import encode


class Sitting(NamedTuple):
    """What a part of a paper belongs to."""

    authority: str | None
    committee: str | None
    meeting_date: date | None
    report_date: date | None


@dataclass(frozen=True)
class Left:
    """A figure that was left unread."""

    text: str
    quote: str
    reason: str
    page: int | None


@dataclass(frozen=True)
class Head:
    """A paper in numbers and names."""

    path: str
    sha256: str
    format: str
    status: str
    pages: int
    figures: int
    cells: int
    """Of the figures, those from tables."""
    tables: int
    sittings: tuple[tuple[str | None, str | None, date | None, date | None], ...] = ()
    """(authority, committee, meeting, report) of its parts, each combination once."""
    bodies: tuple[str, ...] = ()
    """The authorities of its figures, the one met most often first."""
    unread: tuple[Left, ...] = ()
    problems: tuple[tuple[str, str], ...] = ()
    """(code, message)."""
    troubles: tuple[str, ...] = ()
    """Messages of the problems that its reader had."""

    @property
    def parts(self) -> list[Sitting]:
        """Its parts by name."""
        return [Sitting(*sitting) for sitting in self.sittings]

    @property
    def day(self) -> date | None:
        """The latest day that it gives for a meeting or report."""
        return max((d for s in self.parts for d in (s.meeting_date, s.report_date) if d), default=None)

    def record(self) -> dict[str, Any]:
        """As JSON holds it."""
        record = encode(self)
        assert isinstance(record, dict)
        return record


def read_head(record: Any) -> Head:
    """The head of `Head.record`."""
    read = dict(record)
    for name, made in _PARTS.items():
        if name in read:
            read[name] = tuple(map(made, read[name]))
    return Head(**read)


def _sitting(held: Sequence[str | None]) -> tuple[str | None, str | None, date | None, date | None]:
    authority, committee, met, reported = held
    return authority, committee, _day(met), _day(reported)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


_PARTS: dict[str, Callable[[Any], Any]] = {
    "sittings": _sitting,
    "bodies": str,
    "unread": lambda held: Left(**held),
    "problems": tuple,
    "troubles": str,
}
"""How the parts are read that are lists in JSON; by hand, for a large archive has very many heads."""


def head_of(result: Result) -> Head:
    """The head of what one paper gave."""
    document = result.document
    contexts = document.outline.contexts
    bodies = Counter(o.authority for o in result.observations if o.authority)
    return Head(
        path=document.path,
        sha256=document.sha256,
        format=document.format,
        status=document.status,
        pages=len(document.pages),
        figures=len(result.observations),
        cells=sum(1 for o in result.observations if o.origin == "table"),
        tables=len(result.tables),
        sittings=tuple(
            dict.fromkeys((c.authority, c.committee, c.meeting_date, c.report_date) for c in contexts)
        ),
        bodies=tuple(sorted(bodies, key=lambda name: (-bodies[name], name))),
        unread=tuple(Left(u.text, u.quote, u.reason, u.place.page) for u in result.unread),
        problems=tuple((p.code, p.message) for p in result.problems),
        troubles=tuple(p.message for p in document.problems[:5]),
    )
