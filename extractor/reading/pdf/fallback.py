"""The second reader: pdfplumber, in a process of its own with a time limit.

It is asked where pdfium sees nothing or is unsure.  It can hang and can take a gigabyte on files that
are broken enough to need it, hence the child process.
"""

from __future__ import annotations

import contextlib
import io
import logging
import pickle
import subprocess
import sys
from collections.abc import Iterable
from typing import Any

import numpy as np

from extractor.reading.pdf.raw import Chars, Floats, Ints, Paths, RawPage

TIME_LIMIT = 30.0
MAX_PAGES = 60
MEMORY_LIMIT = 1_500_000_000


def second_reading(data: bytes, numbers: Iterable[int] | None) -> dict[int, RawPage]:
    """Pages (by number from 1) as pdfplumber reads them; None: all, up to a limit."""
    wanted = None if numbers is None else sorted(numbers)[:MAX_PAGES]
    job = pickle.dumps((wanted, data))
    try:
        done = subprocess.run(
            [sys.executable, "-m", "extractor.reading.pdf.fallback"],
            input=job, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=TIME_LIMIT, check=False,
        )  # fmt: skip
    except (subprocess.TimeoutExpired, OSError):
        return {}
    return _results(done.stdout)


def _results(stream: bytes) -> dict[int, RawPage]:
    pages: dict[int, RawPage] = {}
    source = io.BytesIO(stream)
    with contextlib.suppress(EOFError, pickle.UnpicklingError, AttributeError):
        while True:
            page = pickle.load(source)
            pages[page.number] = page
    return pages


def _limit_memory() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))


def main() -> None:
    """Read a job from standard input and write one record a page to standard output."""
    import pdfplumber

    logging.disable(logging.CRITICAL)
    _limit_memory()
    wanted, data = pickle.load(sys.stdin.buffer)
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages[: MAX_PAGES if wanted is None else None]:
            if wanted is None or page.page_number in wanted:
                with contextlib.suppress(Exception):
                    sys.stdout.buffer.write(pickle.dumps(page_of(page)))
                    sys.stdout.buffer.flush()
                page.close()


def page_of(page: Any) -> RawPage:
    """A pdfplumber page as the arrays that the layout takes."""
    x, top = float(page.bbox[0]), float(page.bbox[1])
    edges = list(page.edges)
    fills = [r for r in page.rects if r.get("fill")]
    chars = _chars(page, x, top)
    return RawPage(
        number=page.page_number,
        width=float(page.width),
        height=float(page.height),
        chars=chars,
        paths=Paths(
            _edges([e for e in edges if e["orientation"] == "h"], "top", "x0", "x1", top, x),
            _edges([e for e in edges if e["orientation"] == "v"], "x0", "top", "bottom", x, top),
            _boxes(fills, x, top),
            np.array([_rgb(r.get("non_stroking_color")) for r in fills], np.int64),
        ),
        images=_boxes(page.images, x, top),
        n_seen=len(chars),
        n_unmapped=sum(str(c["text"]).startswith("(cid:") for c in page.chars),
    )


def _edges(edges: list[Any], at: str, start: str, end: str, shift: float, along: float) -> Floats:
    rows = [(e[at] - shift, e[start] - along, e[end] - along) for e in edges]
    return np.array(rows, np.float64).reshape(-1, 3)


def _boxes(objects: list[Any], x: float, top: float) -> Floats:
    rows = [(o["x0"] - x, o["top"] - top, o["x1"] - x, o["bottom"] - top) for o in objects]
    return np.array(rows, np.float64).reshape(-1, 4)


def _rgb(color: Any) -> int:
    values = [float(v) for v in color] if isinstance(color, tuple | list) else [float(color or 0)]
    if len(values) == 4:
        c, m, y, k = values
        values = [(1 - c) * (1 - k), (1 - m) * (1 - k), (1 - y) * (1 - k)]
    elif len(values) != 3:
        values = [values[0]] * 3 if values else [0.0] * 3
    r, g, b = (min(255, max(0, round(v * 255))) for v in values)
    return r << 16 | g << 8 | b


def _chars(page: Any, x: float, top: float) -> Chars:
    codes: list[int] = []
    boxes: list[tuple[float, float, float, float]] = []
    sizes: list[float] = []
    turns: list[int] = []
    bold: list[bool] = []
    colors: list[int] = []
    spaces: list[bool] = []
    space = False
    for c in page.chars:
        text = str(c["text"])
        if text.startswith("(cid:"):
            continue
        if not text.strip():
            space = True
            continue
        box = (c["x0"] - x, c["top"] - top, c["x1"] - x, c["bottom"] - top)
        if box[2] < 0 or box[3] < 0 or box[0] > page.width or box[1] > page.height:
            continue
        for k, letter in enumerate(text):
            width = (box[2] - box[0]) / len(text)
            codes.append(ord(letter))
            boxes.append((box[0] + k * width, box[1], box[0] + (k + 1) * width, box[3]))
            sizes.append(float(c["size"]))
            turns.append(_turn(c["matrix"]))
            bold.append("bold" in str(c.get("fontname", "")).lower())
            colors.append(_rgb(c.get("non_stroking_color")))
            spaces.append(space and k == 0)
        space = False
    turn = np.array(turns, np.int64)
    placed = np.array(boxes, np.float64).reshape(-1, 4)
    n = len(codes)
    return Chars(
        np.array(codes, np.int64), placed, _origins(placed, np.array(sizes), turn),
        np.array(sizes, np.float64), turn,
        np.array(bold, np.bool_), np.array(colors, np.int64), np.arange(n), np.array(spaces, np.bool_),
    )  # fmt: skip


def _turn(matrix: Any) -> int:
    a, b = matrix[0], matrix[1]
    if abs(b) <= abs(a):
        return 0 if a >= 0 else 2
    return 3 if b > 0 else 1


def _origins(boxes: Floats, sizes: Floats, turn: Ints) -> Floats:
    out = np.stack([boxes[:, 0], boxes[:, 3] - 0.22 * sizes], 1)
    up, down = turn == 3, turn == 1
    out[up] = np.stack([boxes[up, 2] - 0.22 * sizes[up], boxes[up, 3]], 1)
    out[down] = np.stack([boxes[down, 0] + 0.22 * sizes[down], boxes[down, 1]], 1)
    return out


if __name__ == "__main__":
    main()
