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
MAX_DICTIONARY = 20_000
_FORM = re.compile(rb"/Form\b")
_ELSEWHERE = re.compile(rb"/Subtype\s+\d|/Subtype\s*/[A-Za-z]*#")
"""What a stream is, said in another place or in disguise."""
_OWN = re.compile(rb"/Resources\s*<<")
_TYPE = re.compile(rb"/Type\s*/XObject")
_DRAWS = re.compile(rb"/([^\s/\[\]<>()]+)\s+Do\b")


def may_nest(data: bytes) -> bool:
    """Whether the bytes can hold drawings in drawings at all.

    Streams are never packed, so every drawing names itself in the open, and most say at once that they have
    only fonts and colours of their own.
    """
    return _ELSEWHERE.search(data) is not None or any(
        _may_draw(data, found) for found in _FORM.finditer(data)
    )


def _may_draw(data: bytes, found: re.Match[bytes]) -> bool:
    """Whether the drawing whose dictionary names itself here can draw others."""
    start, end = data.rfind(b"obj", 0, found.start()), data.find(b"stream", found.end())
    if start < 0 or not 0 < end - start < MAX_DICTIONARY:
        return True
    own = data[start:end]
    return _OWN.search(own) is None or own.count(b"/XObject") > len(_TYPE.findall(own))


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
