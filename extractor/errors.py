"""Exceptions, problem codes and exit codes: the vocabulary of what can go wrong.

A problem in a paper is a result (`model.Problem`) and never stops the next paper.
A mistake in a rule file or a command is an exception and stops at once.
"""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """Exit codes of the command, as the contract gives them."""

    DONE = 0
    TOOL_ERROR = 1
    USAGE = 2
    SOME_UNREAD = 3
    FOUND = 4
    NOTHING_READ = 5


class ExtractorError(Exception):
    """Base of every error the tool raises on purpose; its text is for the reader."""


class UnreadableDocument(ExtractorError):
    """A document gave no text.  `status` is one of `model.DocumentStatus` other than ok."""

    def __init__(self, status: str, message: str) -> None:
        super().__init__(message)
        self.status = status


class PatternError(ExtractorError):
    """A pattern file is wrong; the text names the file, what was found and what was expected."""


class StoreError(ExtractorError):
    """The store is not ours, is damaged, or cannot be written."""


class MissingExtra(ExtractorError):
    """Something was asked for that an optional dependency provides."""

    def __init__(self, extra: str, purpose: str) -> None:
        super().__init__(f'{purpose} needs the [{extra}] extra: pip install "committee-figures[{extra}]"')
        self.extra = extra
