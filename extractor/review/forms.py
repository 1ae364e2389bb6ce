"""What a form sent, as a decision."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, cast, get_args

from extractor.decisions import Decision, DecisionError, checked_changes
from extractor.decisions.journal import FIELDS, NEEDED, Verdict
from extractor.review.queue import Item

LONGEST = 2000
NAME_LONGEST = 80
_LABEL = "indicator_label"
ASKED = tuple(name for name in FIELDS if name != _LABEL)
"""The fields of the form; the label goes with the id."""


def clean(text: str, longest: int = LONGEST) -> str:
    """One line without control and direction characters."""
    kept = "".join(" " if c.isspace() else c for c in text)
    kept = "".join(c for c in kept if unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
    return " ".join(kept.split())[:longest]


def decision_of(
    item: Item,
    form: Mapping[str, str],
    held: Mapping[str, Any],
    by: str,
    indicators: Sequence[tuple[str, str]],
) -> Decision:
    """The decision that a form asks for; `held` is what the figure says now.

    Raises `DecisionError` with what to do, where it cannot be.
    """
    verdict = form.get("verdict", "")
    reason = clean(form.get("reason", ""))
    if verdict not in get_args(Verdict):
        raise DecisionError("choose accept, correct or reject")
    if verdict == "rejected" and not reason:
        raise DecisionError("say why it is rejected: a rejection needs a reason")
    changes: dict[str, str] = {}
    if verdict == "corrected":
        if item.kind == "finding":
            raise DecisionError("a finding is accepted or rejected; correct the figure it is about instead")
        changes = changes_of(item, form, held, indicators)
    return Decision(
        at=datetime.now(UTC).isoformat(timespec="seconds"), by=by, kind=item.kind, target=item.target,
        verdict=cast(Verdict, verdict), document_sha256=item.document_sha256, document=item.document,
        page=item.page, start=item.start, text=item.text, quote=item.quote, reason=reason, changes=changes,
    )  # fmt: skip


def changes_of(
    item: Item, form: Mapping[str, str], held: Mapping[str, Any], indicators: Sequence[tuple[str, str]]
) -> dict[str, str]:
    """The fields that differ from what the figure says now.  Raises `DecisionError`."""
    given = {name: clean(form[name]) for name in ASKED if name in form}
    if "value" in given:
        given["value"] = given["value"].replace(",", "")
    changes = {name: text for name, text in given.items() if _differs(name, text, held)}
    if item.kind == "unread":
        missing = [name for name in NEEDED if not given.get(name)]
        if missing:
            raise DecisionError(f"a figure needs {', '.join(missing)}")
        changes |= {name: given[name] for name in NEEDED}
    if not changes:
        raise DecisionError("nothing was changed; accept the reading if it is right")
    if changes.get("indicator_id"):
        labels = dict(indicators)
        if changes["indicator_id"] not in labels:
            raise DecisionError(f"the catalogue has no indicator {changes['indicator_id']!r}")
        changes[_LABEL] = labels[changes["indicator_id"]]
    return checked_changes(changes)


def _differs(name: str, text: str, held: Mapping[str, Any]) -> bool:
    now = held.get(name)
    return text != ("" if now is None else str(now))
