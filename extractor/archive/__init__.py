"""Many documents: which to read, each read apart from the others, what became of each."""

from extractor.archive.discover import Paper, Search, expanded, find_papers, listed_paths, printable
from extractor.archive.engine import (
    Entry,
    Step,
    catalogue,
    engine,
    read_archive,
    scratch,
    to_read,
    usual_workers,
)
from extractor.archive.hashes import Hashes, kept_hashes
from extractor.archive.isolate import call_apart
from extractor.archive.oddities import oddities
from extractor.archive.outcome import Outcome, read_paper
from extractor.archive.windows import (
    Helpers,
    Making,
    Window,
    find_windows,
    keep_findings,
    kept_findings,
    start_windows,
)
from extractor.archive.work import Failure, WorkFolder, tool_fingerprint, write_whole
from extractor.archive.zips import is_zip_of_papers, unpacked

__all__ = [
    "Entry",
    "Failure",
    "Hashes",
    "Helpers",
    "Making",
    "Outcome",
    "Paper",
    "Search",
    "Step",
    "Window",
    "WorkFolder",
    "call_apart",
    "catalogue",
    "engine",
    "expanded",
    "find_papers",
    "find_windows",
    "is_zip_of_papers",
    "keep_findings",
    "kept_findings",
    "kept_hashes",
    "listed_paths",
    "oddities",
    "printable",
    "read_archive",
    "read_paper",
    "scratch",
    "start_windows",
    "to_read",
    "tool_fingerprint",
    "unpacked",
    "usual_workers",
    "write_whole",
]
