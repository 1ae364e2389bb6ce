"""What was read and what came out: one result file a document, and one SQLite file over all."""

from extractor.store.alone import alone
from extractor.store.codec import decode, encode, json_text, pack, relabelled, unpack, unpack_paper
from extractor.store.database import Store, open_store
from extractor.store.head import Head, Left, head_of, read_head
from extractor.store.ledger import Digest, Drawn, Ledger, Question, open_ledger, read_ledger
from extractor.store.rows import OBSERVATION_COLUMNS, document_rows, observation_rows, series_row

__all__ = [
    "OBSERVATION_COLUMNS",
    "Digest",
    "Drawn",
    "Head",
    "Ledger",
    "Left",
    "Question",
    "Store",
    "alone",
    "decode",
    "document_rows",
    "encode",
    "head_of",
    "json_text",
    "observation_rows",
    "open_ledger",
    "open_store",
    "pack",
    "read_head",
    "read_ledger",
    "relabelled",
    "series_row",
    "unpack",
    "unpack_paper",
]
