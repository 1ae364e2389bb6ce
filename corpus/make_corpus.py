"""Writes the papers of the corpus, their truth and their lists; run it to make them anew.

    python corpus/make_corpus.py [FOLDER]

The same files come out on every machine: fixed dates, no compression that depends on the system,
figures from `corpus/maker/story.py`.  Needs the [corpus] extra.
"""

from __future__ import annotations

import sys
from pathlib import Path

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from corpus.maker.minutes import write_minutes
from corpus.maker.office import write_report, write_workbook
from corpus.maker.packs import write_packs
from corpus.maker.record import Record
from corpus.maker.scorecards import write_scorecards
from corpus.maker.shapes import write_shapes
from corpus.maker.web import write_page, write_tabs, write_welsh


def make_corpus(folder: Path) -> Record:
    """Writes everything into `folder` and gives the lists."""
    record = Record(folder)
    write_minutes(record)
    write_packs(record)
    write_report(record)
    write_page(record)
    write_workbook(record)
    write_tabs(record)
    write_scorecards(record)
    write_welsh(record)
    write_shapes(record)
    record.save()
    return record


if __name__ == "__main__":
    make_corpus(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent)
