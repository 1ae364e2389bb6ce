"""A sign of life from whatever takes long, for those who watch over it.

Readers call `tick` once a page; who watches sets `listener`.  Without one it does nothing.
"""

from __future__ import annotations

from collections.abc import Callable

listener: list[Callable[[], None]] = []
"""At most one: what to call at every tick."""


def tick() -> None:
    """One page, sheet or chapter more is done."""
    for told in listener:
        told()
