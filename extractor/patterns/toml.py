"""Reading pattern files: strict keys, and messages that say what was found, where, and what to do."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from extractor.errors import PatternError

Table = Mapping[str, Any]


def read_toml(path: Path) -> dict[str, Any]:
    """The contents of one pattern file.  Raises `PatternError` with the line where it is not TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise PatternError(f"{path}: this is not TOML ({error}). Correct the line that it names.") from error
    except UnicodeDecodeError as error:
        raise PatternError(
            f"{path}: this is not UTF-8 (byte {error.start}). Save the file as UTF-8."
        ) from error


def files_of(folders: Iterable[Path], family: str) -> Iterator[Path]:
    """The TOML files of one family, built-in folder first, each folder in order of names."""
    for folder in folders:
        yield from sorted((folder / family).glob("*.toml"))


def months_of(folders: Iterable[Path]) -> dict[str, int]:
    """The names of months, short ones too, with their numbers (`patterns/periods/`)."""
    tables = (read_toml(path).get("months", {}) for path in files_of(folders, "periods"))
    return {name: number for table in tables for name, number in table.items()}


def check_keys(
    table: Table, path: Path, where: str, required: Collection[str], optional: Collection[str] = ()
) -> None:
    """Raises `PatternError` for a missing key or one that is not known, and names the likely meant one."""
    known = [*required, *optional]
    for key in table:
        if key not in known:
            close = get_close_matches(key, known, n=1)
            hint = f' Did you mean "{close[0]}"?' if close else f" Known keys: {', '.join(known)}."
            raise PatternError(f'{path}: {where} has a key "{key}" that is not known.{hint}')
    for key in required:
        if key not in table:
            raise PatternError(f'{path}: {where} has no "{key}". Add it.')


def typed(table: Table, key: str, kind: type, path: Path, where: str, default: Any = None) -> Any:
    """The value of a key.  Raises `PatternError` where it is of another kind."""
    value = table.get(key, default)
    if value is default and key not in table:
        return default
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise PatternError(
            f'{path}: {where} has "{key}" = {value!r}, a {type(value).__name__}; expected {kind.__name__}.'
        )
    return value


def texts(table: Table, key: str, path: Path, where: str) -> tuple[str, ...]:
    """A list of texts, or nothing.  Raises `PatternError` where it is anything else."""
    values = typed(table, key, list, path, where, [])
    for value in values:
        if not isinstance(value, str):
            raise PatternError(f'{path}: {where} lists {value!r} under "{key}"; expected a text in quotes.')
    return tuple(values)


def one_of(value: str, allowed: Collection[str], path: Path, where: str, key: str) -> str:
    """The value, when it is one of those allowed.  Raises `PatternError` otherwise."""
    if value not in allowed:
        raise PatternError(
            f'{path}: {where} has {key} = "{value}"; expected one of {", ".join(sorted(allowed))}.'
        )
    return value


@dataclass(frozen=True)
class Example:
    """One example or counter-example of a rule, as written in its file."""

    rule: str
    path: Path
    text: str
    values: Mapping[str, Any]
    """The keys beside `text`: what the rule must give; for a counter-example, `why`."""
    counter: bool = False
    known_miss: bool = False


def examples_of(rule: Table, name: str, path: Path, keys: Collection[str]) -> tuple[Example, ...]:
    """The `[[…example]]` and `[[…counter_example]]` tables of a rule; their other keys must be of `keys`.

    An example with `each = [words]` stands for one example a word, put in place of "{}" in its texts.
    """
    examples = [t for e in typed(rule, "example", list, path, name, []) for t in _each(e, name, path)]
    counters = typed(rule, "counter_example", list, path, name, [])
    found = [_example(e, name, path, keys, counter=False) for e in examples]
    return tuple(found + [_example(e, name, path, (), counter=True) for e in counters])


def _each(table: Any, name: str, path: Path) -> list[Any]:
    if not isinstance(table, dict) or "each" not in table:
        return [table]
    words = texts(table, "each", path, f'an example of "{name}"')
    return [{k: _filled(v, word) for k, v in table.items() if k != "each"} for word in words]


def _filled(value: Any, word: str) -> Any:
    if isinstance(value, str):
        return value.replace("{}", word)
    return [_filled(v, word) for v in value] if isinstance(value, list) else value


def _example(table: Any, name: str, path: Path, keys: Collection[str], *, counter: bool) -> Example:
    where = f'{"a counter-example" if counter else "an example"} of "{name}"'
    if not isinstance(table, dict):
        raise PatternError(f"{path}: {where} is {table!r}; expected a table with text = …")
    required = ["text", "why"] if counter else ["text"]
    check_keys(table, path, where, required, [*keys, "known_miss"])
    values = {k: v for k, v in table.items() if k not in ("text", "known_miss")}
    return Example(name, path, table["text"], values, counter, bool(table.get("known_miss", False)))


def need_examples(examples: Collection[Example], name: str, path: Path) -> None:
    """Raises `PatternError` where a rule comes without a proof."""
    if not any(not e.counter for e in examples):
        raise PatternError(
            f'{path}: "{name}" has no example. Add one sentence that it should read, and the values.'
        )
