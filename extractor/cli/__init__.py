"""Arguments in, text and exit codes out: the only package that prints."""

from extractor.cli.app import main

__all__ = ["main"]
