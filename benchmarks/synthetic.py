"""Archives made from the corpus: one of mixed papers, broken, copied and scanned ones among them, and one of
many councils that grows.  Seeded: the same archive every time."""

from __future__ import annotations

import random
import re
import shutil
from pathlib import Path

from PIL import Image, ImageDraw

CORPUS = Path(__file__).parents[1] / "corpus"
ENDINGS = {".pdf", ".txt", ".html"}
SHORT = 1_500
"""Bytes of the papers that the growing archive is made of."""
COPIES, SCANS, BROKEN = 0.10, 0.02, 0.05
A_FOLDER = 100
_YEAR = re.compile(r"\b20(\d\d)(?:([/-])(\d\d))?\b")
_BODY = re.compile(r"Northmoor|Easterby|Westmarch|Glanrafon")


def mixed_archive(folder: Path, count: int) -> None:
    """Write `count` documents in folders of a hundred: 5% broken, 10% copies, 2% scans."""
    sources = [p for p in sorted(CORPUS.iterdir()) if p.suffix in ENDINGS and p.name != "sources.csv"]
    chance = random.Random(9)
    made: list[Path] = []
    for number in range(count):
        place = folder / f"{number // A_FOLDER:03}"
        place.mkdir(parents=True, exist_ok=True)
        drawn = chance.random()
        if drawn < COPIES and made:
            original = chance.choice(made)
            shutil.copy(original, place / f"{number:05}{original.suffix}")
            continue
        if drawn < COPIES + SCANS:
            made.append(_scan(place / f"{number:05}.pdf", number))
            continue
        source = sources[number % len(sources)]
        file = place / f"{number:05}{source.suffix}"
        data = source.read_bytes()
        file.write_bytes(data[: len(data) // 3] if drawn > 1 - BROKEN else data + _mark(source, number))
        made.append(file)


def _scan(file: Path, number: int) -> Path:
    """A page that is a picture only, another for every number."""
    picture = Image.new("L", (620, 877), 255)
    for line in range(30):
        ImageDraw.Draw(picture).rectangle(
            (60, 60 + 24 * line, 200 + (number * 37 + line * 53) % 360, 68 + 24 * line)
        )
    picture.save(file, "PDF", creationDate=None, modDate=None)
    return file


def _mark(source: Path, number: int) -> bytes:
    """What makes a copy a document of its own without changing what it says."""
    comment = {".pdf": "\n% {}\n", ".html": "<!-- {} -->", ".txt": "\nEnd of paper {}.\n"}[source.suffix]
    return comment.format("x" * (number % 7) + chr(97 + number % 26) * (number // 26 + 1)).encode()


def grow(folder: Path, first: int, last: int) -> None:
    """Write documents `first` to `last` - 1 of an archive in which every hundred are of another council.

    The papers of a council go back in time, so that its series grow and none is of ten thousand papers.
    """
    files = [p for p in sorted(CORPUS.glob("*.txt")) if p.stat().st_size < SHORT]
    texts = [p.read_text(encoding="utf-8") for p in files]
    for number in range(first, last):
        place = folder / f"{number // A_FOLDER:03}"
        place.mkdir(parents=True, exist_ok=True)
        text, back = texts[number % len(texts)], number % A_FOLDER // len(texts)
        moved = _YEAR.sub(lambda found, by=back: _earlier(found, by), text)  # type: ignore[misc]
        body = f"Council{_letters(number // A_FOLDER)}"
        told = f"{_BODY.sub(body, moved)}\n{body} Borough Council, paper {number}\n"
        (place / f"{number:05}.txt").write_text(told, encoding="utf-8")


def _earlier(found: re.Match[str], years: int) -> str:
    year = f"20{(int(found[1]) - years) % 100:02}"
    return f"{year}{found[2]}{(int(found[3]) - years) % 100:02}" if found[2] else year


def _letters(number: int) -> str:
    return f"{chr(97 + number // 26 % 26)}{chr(97 + number % 26)}ford"
