"""One paper read, or the status and the reason why not: nothing that a paper holds stops the next."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.archive.discover import Paper
from extractor.errors import ExtractorError, PatternError, UnreadableDocument
from extractor.model import Result
from extractor.patterns import PatternSet
from extractor.settings import Settings
from extractor.store.codec import relabelled


@dataclass(frozen=True)
class Outcome:
    """What became of one paper.  `result` is None where nothing could be read; `status` says why."""

    paper: Paper
    status: str
    result: Result | None = None
    message: str = ""


def read_paper(paper: Paper, patterns: PatternSet, settings: Settings) -> Outcome:
    """Read one paper in this process.

    Raises `PatternError` only: a fault in the rules is nothing that the paper did.
    """
    from extractor.pipeline import extract

    try:
        result = extract(paper.file, patterns=patterns, authority=settings.authority_of(paper.name))
    except UnreadableDocument as error:
        return Outcome(paper, error.status, message=str(error).removeprefix(f"{paper.file}: "))
    except PatternError:
        raise
    except MemoryError:
        return Outcome(paper, "memory", message="reading it took more memory than there is")
    except RecursionError:
        return Outcome(paper, "crash", message="it is nested too deeply")
    except OSError as error:
        return Outcome(paper, "not_a_document", message=error.strerror or str(error))
    except ExtractorError as error:
        return Outcome(paper, "crash", message=str(error))
    except Exception as error:  # whatever a reader trips over, the other papers are read
        return Outcome(paper, "crash", message=f"{type(error).__name__}: {error}")
    document = result.document
    if document.status not in ("ok", "partial") and not document.text.strip():
        why = document.problems[0].message if document.problems else "no text could be had from it"
        return Outcome(paper, document.status, message=why)
    if document.path != paper.name:
        result = relabelled(result, paper.name)
    return Outcome(paper, document.status, result)
