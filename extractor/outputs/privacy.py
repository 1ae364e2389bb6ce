"""What stays out of every export: e-mail addresses and telephone numbers of officers."""

from __future__ import annotations

import re

EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(r"(?<![\w.,/-])(?:\+44\s?\(?0?\)?\s?|\(?0)(?:\d[\s-]?\)?[\s-]?){8,9}\d(?![\w%]|[.,]\d)")
_MAY_HOLD = re.compile(r"@|(?:\+44|0)[\d\s()-]{8}")
"""Quick to look for: most texts can hold neither."""

NAME = re.compile(
    r"\b(?:Councillors?|Cllrs?|Mr|Mrs|Ms|Miss|Mx|Dr|Sir|Dame|Alderman|Officer)\.?(?:\s+(?:[A-Z]\.?\s+)*[A-Z][\w'’-]+){1,3}"
    r"(?:(?:,| and|, and)\s+(?:[A-Z]\.\s*)*[A-Z][a-z'’-]+(?=[,.;)\s]))*"
)


def without_names(text: str) -> str:
    """The text without names that follow a title such as Councillor or Mrs."""
    return NAME.sub("[name]", text)


def without_contacts(text: str) -> str:
    """The text with e-mail addresses and United Kingdom telephone numbers left out."""
    if not _MAY_HOLD.search(text):
        return text  # most cells: neither can be in it
    return PHONE.sub("[phone]", EMAIL.sub("[e-mail]", text))
