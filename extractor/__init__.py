"""Reads council committee papers: what each figure is of, when it is for, and whether it is right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extractor.pipeline import extract, read_document, reconcile

__version__ = "0.1.0"
__all__ = ["__version__", "extract", "read_document", "reconcile"]


def __getattr__(name: str) -> Any:
    # The steps import heavy libraries; `extractor --help` must not.
    if name in ("extract", "read_document", "reconcile"):
        from extractor import pipeline

        return getattr(pipeline, name)
    raise AttributeError(name)
