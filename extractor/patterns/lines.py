"""Loads `patterns/reading/`: expressions that tell prose, tables and headings apart, by name.

Every `[[expression]]` has a `name`, an `expression` and its proof; `{month}` is how a month's name begins.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from extractor.errors import PatternError
from extractor.patterns.toml import (
    Example,
    Table,
    check_keys,
    examples_of,
    files_of,
    need_examples,
    read_toml,
)

_STEM = 3
"""Letters that tell a month from all others."""


def load_lines(folders: Sequence[Path]) -> tuple[Mapping[str, re.Pattern[str]], tuple[Example, ...]]:
    """The expressions by their names, and their proof.

    Raises `PatternError` with the file, what was found, what was expected and what to do.
    """
    months = _months(folders)
    found: dict[str, re.Pattern[str]] = {}
    proof: list[Example] = []
    for path in files_of(folders, "reading"):
        content = read_toml(path)
        check_keys(content, path, "the file", (), ("expression",))
        for row in content.get("expression", ()):
            name, pattern, examples = _expression(path, row, months)
            if name in found:
                raise PatternError(f'{path}: there are two expressions called "{name}". Rename one.')
            found[name] = pattern
            proof += examples
    return found, tuple(proof)


def _months(folders: Sequence[Path]) -> str:
    """How the names of months begin, in the order of the year."""
    names: dict[str, int] = {}
    for path in files_of(folders, "periods"):
        names.update(read_toml(path).get("months", {}))
    return "|".join(dict.fromkeys(name[:_STEM] for name in sorted(names, key=lambda name: names[name])))


def _expression(path: Path, row: Table, months: str) -> tuple[str, re.Pattern[str], tuple[Example, ...]]:
    name = str(row.get("name", "an [[expression]]"))
    check_keys(row, path, f'"{name}"', ("name", "expression"), ("example", "counter_example"))
    examples = examples_of(row, name, path, ("found",))
    need_examples(examples, name, path)
    try:
        pattern = re.compile(row["expression"].replace("{month}", months), re.IGNORECASE)
    except re.error as error:
        raise PatternError(f'{path}: "{name}" is no regular expression ({error}). Correct it.') from error
    return name, pattern, examples
