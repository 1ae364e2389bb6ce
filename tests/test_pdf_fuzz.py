"""Broken PDFs end in a status; nothing is raised but `UnreadableDocument`."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest

from extractor.errors import UnreadableDocument
from extractor.reading import ocr
from extractor.reading.pdf import read_pdf, reader

pytest.importorskip("reportlab")

from tests.pdfs import pdf, table, write

STATUSES = {"ok", "partial", "needs_ocr", "encrypted", "not_a_document", "too_large"}
ROUNDS = 60


@pytest.fixture(autouse=True)
def _without_slow_helpers(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second reader and OCR cost seconds a file and are tested by themselves."""
    monkeypatch.setattr(reader, "second_reading", lambda data, numbers: {})
    monkeypatch.setattr(ocr, "available", lambda: False)


def seed_paper() -> bytes:
    def first(c: Any) -> None:
        write(c, 60, 60, "The rate fell from 30.1% to 28.4% in the quarter.")
        table(c, [["Measure", "Q1", "Q2"], ["Calls", "1,204", "1,377"], ["Days", "12.6", "11.9"]])

    return pdf(first, lambda c: write(c, 60, 60, "Page two: 41 appeals."))


def mutations(data: bytes, rounds: int) -> Iterator[bytes]:
    """Bytes changed, cut out, doubled and cut off, the same on every run."""
    chance = random.Random(20170322)
    for _ in range(rounds):
        broken = bytearray(data)
        for _ in range(chance.randint(1, 12)):
            at = chance.randrange(len(broken))
            kind = chance.randrange(4)
            if kind == 0:
                broken[at] = chance.randrange(256)
            elif kind == 1:
                del broken[at : at + chance.randint(1, 40)]
            elif kind == 2:
                broken[at:at] = broken[at : at + chance.randint(1, 40)]
            else:
                broken[at : at + 4] = str(chance.randrange(10**6)).encode()
        yield bytes(
            broken[: chance.randrange(len(broken) // 2, len(broken))] if chance.random() < 0.2 else broken
        )


def test_mutated_papers_end_in_one_status_each() -> None:
    ends = []
    for data in mutations(seed_paper(), ROUNDS):
        try:
            document = read_pdf(data, "mutated.pdf", "")
        except UnreadableDocument as error:
            ends.append(error.status)
        else:
            ends.append(document.status)
            assert all(p.text == document.text[p.start : p.end] for _, p in document.passages)
    assert len(ends) == ROUNDS
    assert set(ends) <= STATUSES
    assert "ok" in ends


def test_too_many_pages_and_bytes_are_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    data = seed_paper()
    monkeypatch.setattr(reader, "MAX_PAGES", 1)
    with pytest.raises(UnreadableDocument) as error:
        read_pdf(data, "long.pdf", "")
    assert error.value.status == "too_large"
    monkeypatch.setattr(reader, "MAX_BYTES", 100)
    with pytest.raises(UnreadableDocument) as error:
        read_pdf(data, "large.pdf", "")
    assert error.value.status == "too_large"
