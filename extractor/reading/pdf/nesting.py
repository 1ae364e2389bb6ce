"""Drawings nested in drawings: a page of a few bytes can unfold to a billion, or into itself.

pdfium unfolds them without a limit and cannot be interrupted, so they are looked for before it is asked.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from typing import Any

import pikepdf

MAX_UNFOLDED = 20_000
MAX_STREAM = 5_000_000
_DRAWS = re.compile(rb"/([^\s/\[\]<>()]+)\s+Do\b")


def may_nest(data: bytes) -> bool:
    """Whether the bytes can hold nested drawings at all: named in the open, or packed in object streams."""
    return b"/Form" in data or (b"/ObjStm" in data and b"/XObject" in data)


def defused(data: bytes) -> bytes | None:
    """The file with drawings that contain themselves, or unfold too often, taken out; None: nothing to do."""
    if not may_nest(data):
        return None
    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as pdf:
            finder = _Unfolding()
            for page in pdf.pages:
                finder.count(page.obj, ())
            if not finder.cut:
                return None
            out = io.BytesIO()
            pdf.save(out)
            return out.getvalue()
    except (
        pikepdf.PdfError, pikepdf.PasswordError, RuntimeError, ValueError, TypeError, KeyError, OSError,
        RecursionError,
    ):  # fmt: skip
        return None


class _Unfolding:
    """Counts what each drawing unfolds to, and cuts the ones that go too far."""

    def __init__(self) -> None:
        self.known: dict[tuple[int, int], int] = {}
        self.cut = False

    def count(self, owner: Any, above: tuple[tuple[int, int], ...]) -> int:
        """Number of drawings that `owner` (a page or form) unfolds to, itself included."""
        inner = _forms(owner)
        if not inner:
            return 1
        own = owner.objgen
        if own in self.known:
            return self.known[own]
        times = _times(owner)
        total = 1
        for name, form in inner.items():
            if form.objgen in (*above, own) or len(above) > 50:
                self._remove(owner, name)
                continue
            unfolded = self.count(form, (*above, own)) * max(times[name[1:].encode()], 1)
            if total + unfolded > MAX_UNFOLDED:
                self._remove(owner, name)
            else:
                total += unfolded
        if own != (0, 0):
            self.known[own] = total
        return total

    def _remove(self, owner: Any, name: str) -> None:
        del owner.Resources.XObject[name]
        self.cut = True


def _forms(owner: Any) -> dict[str, Any]:
    resources = owner.get("/Resources")
    drawings = resources.get("/XObject") if isinstance(resources, pikepdf.Dictionary) else None
    if not isinstance(drawings, pikepdf.Dictionary):
        return {}
    return {
        str(name): drawing
        for name, drawing in drawings.items()
        if isinstance(drawing, pikepdf.Stream) and drawing.get("/Subtype") == pikepdf.Name.Form
    }


def _times(owner: Any) -> Counter[bytes]:
    """How often the content draws each name; content that cannot be read counts as once each."""
    try:
        if isinstance(owner, pikepdf.Stream):
            content = owner.read_bytes()
        else:
            parts = owner.get("/Contents")
            parts = list(parts) if isinstance(parts, pikepdf.Array) else [parts]
            content = b"\n".join(p.read_bytes() for p in parts if isinstance(p, pikepdf.Stream))
    except (pikepdf.PdfError, RuntimeError, ValueError):
        return Counter()
    return Counter(_DRAWS.findall(content[:MAX_STREAM]))
