"""Many documents: which to read, each read apart from the others, what became of each."""

from extractor.archive.discover import Paper, Search, find_papers
from extractor.archive.outcome import Outcome, read_paper

__all__ = ["Outcome", "Paper", "Search", "find_papers", "read_paper"]
