"""A local page on which a person goes through doubtful figures and findings, and decides."""

from extractor.review.export import export_decisions
from extractor.review.queue import Item, Queue, read_queue
from extractor.review.serve import serve

__all__ = ["Item", "Queue", "export_decisions", "read_queue", "serve"]
