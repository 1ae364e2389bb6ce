"""What was read and what came out: one result file a document, and one SQLite file over all."""

from extractor.store.codec import pack, relabelled, unpack
from extractor.store.database import Store, open_store

__all__ = ["Store", "open_store", "pack", "relabelled", "unpack"]
