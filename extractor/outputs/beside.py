"""The workbook written in a process beside the run: it takes as long as all other outputs together."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from extractor.model import Result
from extractor.outputs.collected import Collected
from extractor.outputs.lines import Measure
from extractor.outputs.workbook import write_workbook

WORTH_A_PROCESS = 4_000
"""Figures from which a workbook takes longer than to start a process."""


@contextmanager
def workbook_beside(
    path: Path, collected: Collected, catalogue: Mapping[str, Measure], at_once: int
) -> Iterator[None]:
    """Write a workbook while the block runs; it is there when the block has ended.

    In this process, after the block, where there is one worker only, little to write, or no second process.
    """
    figures = sum(len(result.observations) for result in collected.results)
    if at_once < 2 or figures < WORTH_A_PROCESS:
        yield
        write_workbook(path, collected, catalogue)
        return
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        writing = pool.submit(write_workbook, path, _without_papers(collected), catalogue)
        yield
        try:
            writing.result()
        except BrokenProcessPool:  # no memory for a second process, or a caller that cannot be spawned
            write_workbook(path, collected, catalogue)


def _without_papers(collected: Collected) -> Collected:
    """What a workbook takes of the results: the text and tables of papers are most of their size."""
    return replace(collected, results=[_figures_of(result) for result in collected.results])


def _figures_of(result: Result) -> Result:
    document = replace(result.document, text="", blocks=())
    return replace(result, document=document, claims=())
