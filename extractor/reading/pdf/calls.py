"""Calls to pdfium's C interface, many at a time.

Three quarters of the cost of such a call is turning its arguments into C values, so they are turned
once: handles by `argument`, and the places that results are written to by `Records`, which keeps one
buffer for all pages.  Functions are bound without argument types for that reason: whole numbers go as
C ints, everything else has to be an `Argument`.
"""

from __future__ import annotations

import ctypes
import threading
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from itertools import repeat
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as pdfium

from extractor.reading.pdf.raw import Ints

Argument = Any
"""A pointer ready to be handed over."""
CHUNK = 4096
argument: Callable[[int], Argument] = ctypes.c_void_p.from_param


def bind(name: str, result: Any = ctypes.c_int) -> Callable[..., Any]:
    """The C function of this name; the lock that threads share is held while it runs."""
    pointer = ctypes.cast(getattr(pdfium, name), ctypes.c_void_p).value
    assert pointer is not None
    return ctypes.PYFUNCTYPE(result)(pointer)


def address(handle: Any) -> int:
    """The address behind a ctypes pointer."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def numbers(function: Callable[..., int], items: Sequence[Any], owner: Argument | None = None) -> Ints:
    """What the function says of each item (of its owner)."""
    calls = map(function, items) if owner is None else map(function, repeat(owner), items)
    return np.fromiter(calls, np.int64, len(items))


def handles(addresses: Iterable[int]) -> list[Argument]:
    """Addresses as arguments."""
    return list(map(argument, addresses))


class Records(threading.local):
    """Writes of a C function as an array (n, fields): one record a call.

    `together` functions take one pointer to the whole record, others one to every field.
    """

    def __init__(self, kind: type[np.generic], fields: int, together: bool = False) -> None:
        self.buffer: npt.NDArray[Any] = np.zeros((CHUNK, fields), kind)
        size, base = self.buffer.itemsize, self.buffer.ctypes.data
        step = size * fields
        columns = 1 if together else fields
        self.places = [
            list(map(argument, range(base + k * size, base + k * size + CHUNK * step, step)))
            for k in range(columns)
        ]

    def of(
        self,
        function: Callable[..., Any],
        items: Sequence[Any],
        owner: Argument | None = None,
        unset: float = 0,
    ) -> npt.NDArray[Any]:
        """The record of each item (of its owner); `unset` stays where the function writes nothing."""
        n = len(items)
        out = np.empty((n, self.buffer.shape[1]), self.buffer.dtype)
        for a in range(0, n, CHUNK):
            part = items[a : a + CHUNK]
            self.buffer[: len(part)] = unset
            calls = (
                map(function, part, *self.places)
                if owner is None
                else map(function, repeat(owner), part, *self.places)
            )
            deque(calls, 0)
            out[a : a + CHUNK] = self.buffer[: len(part)]
        return out
