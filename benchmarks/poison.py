"""Papers that crash, hang and eat memory, and a reader that falls for them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

STATUSES = {b"CRASH!": "crash", b"HANG!!": "timeout", b"MEMORY": "memory"}
"""How a poisoned paper begins, and what becomes of it."""
READER = """
import os, time
from extractor.archive import child

plain = child.read_paper

def poisoned(paper, rules, settings):
    word = paper.file.read_bytes()[:6]
    if word == b"CRASH!":
        os.abort()
    if word == b"HANG!!":
        time.sleep(600)
    if word == b"MEMORY":
        held = bytearray(1_800_000_000)
        held[::4096] = b"x" * len(held[::4096])
        time.sleep(600)
    return plain(paper, rules, settings)

child.read_paper = poisoned
child.main()
"""


def write_reader(folder: Path) -> Path:
    """The script of the reading child that falls for poisoned papers."""
    script = folder / "poisoned_child.py"
    script.write_text(READER, encoding="utf-8")
    return script


def write_papers(folder: Path, count: int, poisoned: Mapping[int, bytes], text: str) -> Path:
    """Papers of this text, each with a number of its own ("{}"), those that are poisoned among them."""
    folder.mkdir()
    for number in range(count):
        held = poisoned.get(number) or text.format(50 + number % 50).encode()
        (folder / f"{number:03}.txt").write_bytes(held)
    return folder
