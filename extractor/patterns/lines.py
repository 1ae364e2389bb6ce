"""Loads `patterns/reading/`: expressions that tell prose, tables and headings apart, by name.

`{month}` is how a month's name begins.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from extractor.patterns.expressions import Expressions, any_of, compile_expressions
from extractor.patterns.toml import Example, Table, check_keys, files_of, months_of, read_toml

_STEM = 3
"""Letters that tell a month from all others."""


def load_lines(folders: Sequence[Path]) -> tuple[Expressions, tuple[Example, ...]]:
    """The expressions by their names, and their proof.

    Raises `PatternError` with the file, what was found, what was expected and what to do.
    """
    rows: list[tuple[Path, Table]] = []
    for path in files_of(folders, "reading"):
        content = read_toml(path)
        check_keys(content, path, "the file", (), ("expression",))
        rows += [(path, row) for row in content.get("expression", ())]
    return compile_expressions(rows, {"month": any_of({name[:_STEM] for name in months_of(folders)})})
