"""Expressions with a name and their proof: `[[expression]]`, the same in every family that has them.

    [[expression]]
    name = "gap-between"
    expression = '\\b(?:gap|difference) between\\b'

    [[expression.example]]
    text = "the gap between boys (45.2%) and girls (68.9%)"
    found = "gap between"

    [[expression.counter_example]]
    text = "the gap was 3 points"
    why = "it does not say between what"

Upper and lower case are one, save within `(?-i:…)`.  `{name}` stands for any word of the family's list of
that name.  An expression of a later folder has a name of the first, and is found as well as that one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import regex

from extractor.errors import PatternError
from extractor.patterns.toml import Example, Table, check_keys, examples_of, need_examples, one_of

Expressions = Mapping[str, regex.Pattern[str]]
_PIECE = regex.compile(r"\{([a-z_]+)\}")


def any_of(words: Iterable[str]) -> str:
    """An expression for any of some phrases, the longest first; for none of nothing."""
    longest = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(regex.escape(word).replace(r"\ ", r"\s+") for word in longest) or "(?!)"


def compile_expressions(
    rows: Iterable[tuple[Path, Table]], pieces: Mapping[str, str]
) -> tuple[Expressions, tuple[Example, ...]]:
    """The expressions of all files by their names, and their proof; `pieces` is what `{name}` stands for.

    Raises `PatternError` with the file, what was found, what was expected and what to do.
    """
    forms: dict[str, dict[Path, str]] = {}
    proof: list[Example] = []
    first: Path | None = None
    for path, row in rows:
        first = first or path.parent
        name = str(row.get("name", "an [[expression]]"))
        check_keys(row, path, f'"{name}"', ("name", "expression"), ("example", "counter_example"))
        examples = examples_of(row, name, path, ("found",))
        need_examples(examples, name, path)
        if path.parent != first:
            one_of(name, forms, path, "an [[expression]]", "name")
        held = forms.setdefault(name, {})
        if path.parent in held:
            raise PatternError(f'{path}: there are two expressions called "{name}". Rename one.')
        held[path.parent] = _filled(row["expression"], name, path, pieces)
        proof += examples
    return {name: regex.compile("|".join(held.values()), regex.I) for name, held in forms.items()}, tuple(
        proof
    )


def _filled(expression: str, name: str, path: Path, pieces: Mapping[str, str]) -> str:
    """The expression with its pieces, proved to be one."""
    for piece in _PIECE.findall(expression):
        if piece not in pieces:
            known = f"Known: {', '.join(sorted(pieces))}." if pieces else "This family has none."
            raise PatternError(f'{path}: "{name}" has {{{piece}}}, which is no list of words. {known}')
    filled = _PIECE.sub(lambda found: f"(?:{pieces[found[1]]})", expression)
    try:
        regex.compile(filled)
    except regex.error as error:
        raise PatternError(f'{path}: "{name}" is no regular expression ({error}). Correct it.') from error
    return filled
