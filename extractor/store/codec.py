"""Records to JSON and back: a `Result` that is written and read again is equal to itself.

Fields that hold their default are left out, so that a record that gains a field can still be read.
"""

from __future__ import annotations

import base64
import gzip
import json
import types
from array import array
from collections.abc import Callable
from dataclasses import MISSING, Field, fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from extractor.errors import StoreError
from extractor.model import Place, Result

KIND = "$"
"""Key that names the record where a field may hold several kinds."""
_FIGURES = ',"observations":['
"""Where the figures begin; quotes within texts are escaped, so no text holds this."""


def pack(result: Result) -> bytes:
    """A result as compressed JSON, its figures last; the same result gives the same bytes."""
    record = encode(result)
    if result.observations:
        record["observations"] = record.pop("observations")
    return gzip.compress(json_text(record).encode("utf-8", "surrogatepass"), compresslevel=3, mtime=0)


def unpack(data: bytes) -> Result:
    """The result of `pack`.  Raises `StoreError` where these bytes are not one."""
    return _unpacked(data, lambda text: text)


def unpack_paper(data: bytes) -> Result:
    """The same without the figures, which are most of it.  Raises `StoreError`."""
    return _unpacked(data, _without_figures)


def _without_figures(text: str) -> str:
    head, found, _ = text.partition(_FIGURES)
    return head + "}" if found else head


def _unpacked(data: bytes, part: Callable[[str], str]) -> Result:
    try:
        text = gzip.decompress(data).decode("utf-8", "surrogatepass")
        result = decode(Result, json.loads(part(text)))
    except (OSError, EOFError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise StoreError(f"a result file is damaged: {error}") from None
    assert isinstance(result, Result)
    return result


def json_text(value: Any) -> str:
    """What JSON holds, without blanks."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def encode(value: Any) -> Any:
    """A record, or a tuple of them, as JSON holds it."""
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, tuple | list):
        return [encode(v) for v in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, array):
        return [value.typecode, value.itemsize, base64.b64encode(value.tobytes()).decode("ascii")]
    return _encode_record(value)


def _encode_record(value: Any) -> dict[str, Any]:
    record: dict[str, Any] = {}
    for name, default, tagged in _plan(_kind(value)):
        held = getattr(value, name)
        if default is not MISSING and held == default and type(held) is type(default):
            continue
        record[name] = encode(held)
        if tagged and is_dataclass(held):
            record[name][KIND] = type(held).__name__
        elif tagged and isinstance(held, tuple):
            for item, made in zip(held, record[name], strict=True):
                made[KIND] = type(item).__name__
    return record


def _kind(value: Any) -> Any:
    return type(value)


class _Array:
    """Stands for `array[int]` in hints, which Python 3.11 cannot evaluate."""

    def __class_getitem__(cls, item: Any) -> Any:
        return array


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind, localns={"array": _Array})


@cache
def _plan(kind: Any) -> tuple[tuple[str, Any, bool], ...]:
    hints = _hints(kind)
    return tuple((f.name, _default(f), _is_tagged(hints[f.name])) for f in fields(kind))


def _default(entry: Field[Any]) -> Any:
    return entry.default


def _is_tagged(hint: Any) -> bool:
    if get_origin(hint) is tuple:
        return _is_tagged(get_args(hint)[0])
    return len(_records(hint)) > 1


def _records(hint: Any) -> list[type]:
    if get_origin(hint) in (Union, types.UnionType):
        return [arg for arg in get_args(hint) if is_dataclass(arg) and isinstance(arg, type)]
    return []


def decode(hint: Any, value: Any) -> Any:
    """The value of type `hint` that `encode` wrote.  Raises KeyError, TypeError or ValueError."""
    return _reader(hint)(value)


@cache
def _reader(hint: Any) -> Callable[[Any], Any]:
    origin = get_origin(hint)
    if is_dataclass(hint) and isinstance(hint, type):
        return _record_reader(hint)
    if origin is tuple:
        return _tuple_reader(get_args(hint))
    if origin in (Union, types.UnionType):
        return _union_reader(hint)
    if hint is array:
        return _array
    if hint is Decimal:
        return Decimal
    if hint is date:
        return date.fromisoformat
    if origin is Literal or hint in (str, int, float, bool, type(None)):
        return _as_is
    raise TypeError(f"no way to read {hint}")


def _as_is(value: Any) -> Any:
    return value


def _array(value: Any) -> array[Any]:
    code, size, data = value
    made = array(code)
    if made.itemsize != size:
        raise ValueError(f"an array was written with items of {size} bytes, here they have {made.itemsize}")
    made.frombytes(base64.b64decode(data))
    return made


def _record_reader(kind: Any) -> Callable[[Any], Any]:
    @cache  # made late: records hold records
    def readers() -> list[tuple[str, Callable[[Any], Any]]]:
        made = [(name, _reader(hint)) for name, hint in _hints(kind).items()]
        return [(name, read) for name, read in made if read is not _as_is]

    def read(value: Any) -> Any:
        fields = {**value}
        fields.pop(KIND, None)
        for name, read_field in readers():
            held = fields.get(name)
            if held is not None:
                fields[name] = read_field(held)
        return kind(**fields)

    return read


def _tuple_reader(args: tuple[Any, ...]) -> Callable[[Any], Any]:
    items = [_reader(arg) for arg in args if arg is not Ellipsis]
    if all(item is _as_is for item in items):
        return tuple
    if Ellipsis in args:
        (item,) = items
        return lambda value: tuple([item(v) for v in value])
    return lambda value: tuple([read(v) for read, v in zip(items, value, strict=True)])


def _union_reader(hint: Any) -> Callable[[Any], Any]:
    kinds = {kind.__name__: _reader(kind) for kind in _records(hint)}
    if len(kinds) > 1:
        return lambda value: None if value is None else kinds[value[KIND]](value)
    (other,) = [arg for arg in get_args(hint) if arg is not type(None)]
    read = _reader(other)
    return read if read is _as_is else lambda value: None if value is None else read(value)


def relabelled(result: Result, name: str) -> Result:
    """The same result under another path: for copies of one paper, and for standard input."""

    def moved(place: Place) -> Place:
        return replace(place, document=name)

    problems = tuple(replace(p, place=moved(p.place)) for p in result.problems)
    document = replace(
        result.document,
        path=name,
        problems=tuple(replace(p, place=moved(p.place)) for p in result.document.problems),
    )
    return replace(
        result,
        document=document,
        observations=tuple(replace(o, document=name) for o in result.observations),
        claims=tuple(replace(c, place=moved(c.place)) for c in result.claims),
        unread=tuple(replace(u, place=moved(u.place)) for u in result.unread),
        problems=problems,
    )
