"""How long papers take: kept from run to run, so that a dry run can say how long the next will be."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePath
from time import perf_counter

from extractor.archive import Entry, Step, WorkFolder, write_whole

USUAL = {".pdf": 12.0, ".docx": 12.0, ".xlsx": 20.0, ".html": 25.0, ".htm": 25.0, ".txt": 50.0, ".csv": 60.0}
"""Seconds a megabyte, of one worker: measured over papers of many kinds on one core of 2 GHz."""
USUAL_OTHER = 15.0
USUAL_WHOLE = 1.4
"""Seconds of a whole run for each second that its reading takes."""
TO_BEGIN = 5.0
"""Seconds until the first paper is being read, and from the last output to the end."""
_FILE = "pace.json"


@dataclass
class Pace:
    """What reading took so far, by the ending of the file: megabytes and seconds of one worker."""

    taken: dict[str, tuple[float, float]] = field(default_factory=dict)
    reading: float = 0.0
    whole: float = 0.0
    """Seconds by the clock of runs that read something: their reading, and all of them."""

    def __post_init__(self) -> None:
        self._began = perf_counter()

    def heard(self, step: Step) -> None:
        """Hear of a paper that was read."""
        if step.seconds:
            megabytes, seconds = self.taken.get(_kind(step.name), (0.0, 0.0))
            self.taken[_kind(step.name)] = (megabytes + step.size / 1e6, seconds + step.seconds)

    def seconds(self, entries: Iterable[Entry], workers: int) -> float:
        """Of a run that reads these papers; 0 where there are none."""
        reading = sum(self._a_megabyte(entry.paper.name) * entry.size / 1e6 for entry in entries) / workers
        if not reading:
            return 0.0
        times = self.whole / self.reading if self.reading else USUAL_WHOLE
        return TO_BEGIN + times * reading

    def _a_megabyte(self, name: str) -> float:
        megabytes, seconds = self.taken.get(_kind(name), (0.0, 0.0))
        return seconds / megabytes if megabytes else USUAL.get(_kind(name), USUAL_OTHER)

    def keep(self, work: WorkFolder, reading: float) -> None:
        """Keep it for the next run; `reading` is what this run's reading took of its time until now."""
        self.reading += reading
        self.whole += perf_counter() - self._began
        record = {"taken": self.taken, "reading": self.reading, "whole": self.whole}
        write_whole(work.folder / _FILE, json.dumps(record).encode(), lasting=False)


def pace_of(work: WorkFolder) -> Pace:
    """What is known from earlier runs into this folder."""
    try:
        record = json.loads((work.folder / _FILE).read_text(encoding="utf-8"))
        taken = {kind: (float(mb), float(seconds)) for kind, (mb, seconds) in record["taken"].items()}
        return Pace(taken, float(record["reading"]), float(record["whole"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Pace()


def _kind(name: str) -> str:
    return PurePath(name).suffix.lower()
