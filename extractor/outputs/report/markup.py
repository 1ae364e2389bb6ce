"""Small pieces of HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from html import escape

from extractor.outputs.privacy import without_contacts

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


def text(value: object) -> str:
    """Any text as HTML: escaped, without control and direction characters, without contact details."""
    return _html(str(value))


@lru_cache(maxsize=5_000)
def _html(value: str) -> str:
    """Most texts of a page stand in it many times."""
    return escape(without_contacts(_CONTROLS.sub("�", value)), quote=True)


def link(href: str, label: str) -> str:
    """A link, or the label alone where there is nowhere to go.  `label` is HTML."""
    return f'<a href="{escape(href, quote=True)}">{label}</a>' if href else label


def plural(count: int, one: str, many: str = "") -> str:
    """A count with its noun: "1 paper", "1,204 figures"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def options(values: Iterable[str], every: str) -> str:
    """The options of a select, the first standing for all."""
    listed = "".join(f"<option>{text(value)}</option>" for value in values)
    return f'<option value="">{text(every)}</option>{listed}'
