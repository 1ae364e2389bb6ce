"""What a paper gives to store, ledger and tables, made where the paper is read."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from extractor.archive import WorkFolder, write_whole
from extractor.model import Observation, Result, SeriesPoint
from extractor.outputs.csv_files import csv_rows
from extractor.outputs.printed import Band, Beside, Printed, find_printed
from extractor.outputs.records import observation_values
from extractor.patterns import PatternSet
from extractor.series.bodies import body_of
from extractor.series.breaks import find_text_breaks
from extractor.series.points import Picker
from extractor.series.settling import Asked, asked_of, known_of, wider_names
from extractor.series.slots import Line, Reported, Slot
from extractor.store import Digest, decode, document_rows, encode, head_of, json_text, series_row
from extractor.store.ledger import SEPARATOR

KEEP_DIGEST = "run.digest:keep_digest"
"""What the reading child calls with a result."""
Pick = tuple[str, str]


def keep_digest(work: WorkFolder, key: str, result: Result, rules: PatternSet) -> None:
    """Keep the digest of a result, and its rows of observations.csv, beside the result."""
    digest = digest_of(result, key, rules)
    _keep_json(_digest_file(work, key), asdict(digest))
    keep_rows(work, key, result)


def keep_rows(work: WorkFolder, key: str, result: Result) -> None:
    """Keep the rows that a paper has in observations.csv."""
    file = _rows_file(work, key, result.document.path)
    write_whole(file, _packed(rows_of(result)), lasting=False)


def rows_of(result: Result) -> str:
    """The rows that a paper has in observations.csv."""
    return csv_rows("observations", map(observation_values, result.observations))


def kept_digest(work: WorkFolder, key: str) -> Digest | None:
    """The digest of a result, if it is kept and whole."""
    try:
        record = json.loads(gzip.decompress(_digest_file(work, key).read_bytes()))
        return Digest(**record)
    except (OSError, EOFError, ValueError, TypeError):
        return None


def kept_rows(work: WorkFolder, key: str, name: str) -> str | None:
    """The rows that a paper has in observations.csv, if they are kept and whole; each ends its line."""
    try:
        packed = _rows_file(work, key, name).read_bytes()
        return gzip.decompress(packed).decode("utf-8", "surrogatepass") if packed else None
    except (OSError, EOFError, ValueError):
        return None


def _rows_file(work: WorkFolder, key: str, name: str) -> Path:
    """Every row names the paper, so another name is another file."""
    mark = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return work.result_file(key).with_name(f"{key}.{mark}.csv.gz")


def _digest_file(work: WorkFolder, key: str) -> Path:
    return work.result_file(key).with_name(f"{key}.digest.json.gz")


def _keep_json(file: Path, record: Any) -> None:
    write_whole(file, _packed(json_text(record)), lasting=False)


def _packed(text: str) -> bytes:
    return gzip.compress(text.encode("utf-8", "surrogatepass"), 1, mtime=0)


def digest_of(result: Result, key: str, rules: PatternSet) -> Digest:
    """The digest of what one paper gave."""
    wider = wider_names(rules.indicators)
    breaks = find_text_breaks([result], rules).get(result.document.path, ())
    return Digest(
        sha256=result.document.sha256,
        key=key,
        head=head_of(result).record(),
        breaks=[(b.date.isoformat(), b.what) for b in breaks],
        picks=picks_of(result, rules),
        known=[
            (body_of(o.authority or ""), o.indicator_id or "", encode(o)) for o in known_of(result, wider)
        ],
        asked=[
            (
                body_of(a.figure.authority or ""),
                a.figure.indicator_id or "",
                [encode(a.figure), encode(a.earlier)],
            )
            for a in asked_of(result, wider)
        ],
        rows=document_rows(result, key),
    )


def picks_of(result: Result, rules: PatternSet) -> list[Pick]:
    """The figures of a paper that are in series: the line of each, and its value as JSON."""
    picked, printed = Picker(rules.indicators).take([result]), find_printed([result])
    return [
        (line_name(slot.line), json_text(_value_of(reported, printed)))
        for slot, values in picked.slots.items()
        for reported in values
    ]


def _value_of(reported: Reported, printed: Printed) -> list[Any]:
    """A value with its precision, and what is printed beside it."""
    point = reported.point
    beside = _printed_values(printed, point.observation_id)
    return [*series_row(point), reported.places, reported.scale, beside]


def line_name(line: Line) -> str:
    """A line by one text; texts sort as lines do."""
    return SEPARATOR.join((part or "").replace(SEPARATOR, " ") for part in line)


def printed_beside(values: Sequence[Sequence[Any]]) -> list[Any]:
    """What papers print beside the values of a line."""
    return [value[-1] for value in values if value[-1]]


def slots_of(name: str, values: Sequence[Sequence[Any]]) -> Mapping[Slot, list[Reported]]:
    """The values of a line by its periods."""
    line = Line(*name.split(SEPARATOR))  # type: ignore[arg-type]  # names of units and periods are texts here
    slots: dict[Slot, list[Reported]] = {}
    for value in values:
        *held, places, scale, _ = value
        point = point_of(held)
        assert point.period_end is not None
        slot = Slot(line, point.period_start, point.period_end)
        slots.setdefault(slot, []).append(Reported(point, places, scale))
    return slots


def point_of(v: Sequence[Any]) -> SeriesPoint:
    """The point of a row of the store."""
    return SeriesPoint(
        v[0], v[1], v[2], v[3], v[4], v[5], v[6], _day(v[7]), _day(v[8]), Decimal(v[9]), v[10], _day(v[11]),
        v[12], v[13], v[14], v[15], v[16],
    )  # fmt: skip


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _printed_values(printed: Printed, figure: str) -> list[Any]:
    """What stands beside one figure, as JSON holds it; empty where there is nothing."""
    beside, bands = printed.beside.get(figure), printed.bands.get(figure)
    if beside is None and bands is None:
        return []
    return [figure, beside and [beside.rag, beside.trend], bands and encode(bands)]


def printed_of(held: Iterable[Any]) -> Printed:
    """What stands beside all these figures."""
    beside: dict[str, Beside] = {}
    bands: dict[str, tuple[Band, ...]] = {}
    for figure, of_value, of_row in held:
        if of_value is not None:
            beside[figure] = Beside(*of_value)
        if of_row is not None:
            bands[figure] = decode(tuple[Band, ...], of_row)
    return Printed(beside, bands)


def figure_of(record: Mapping[str, Any]) -> Observation:
    """The figure of a digest."""
    made = decode(Observation, record)
    assert isinstance(made, Observation)
    return made


def question_of(figures: Sequence[Mapping[str, Any]]) -> Asked:
    """The figure whose measure is open, and the earlier value beside it."""
    figure, earlier = map(figure_of, figures)
    return Asked(figure, earlier)
