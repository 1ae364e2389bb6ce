"""What the words of a paper leave open, settled by the tables of other papers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from extractor.run.digest import figure_of, picks_of, question_of
from extractor.run.gathering import Source
from extractor.series.settling import Tables, Wider, answer, settled, wider_names
from extractor.store import Ledger, Question
from extractor.store.ledger import SEPARATOR


def settle(source: Source, ledger: Ledger) -> None:
    """Answer what words leave open, where a table or a question is new: the figures change their line."""
    touched, papers = ledger.touched("known"), ledger.touched("asked")
    if not touched and not papers:
        return
    wider = wider_names(source.order.rules.indicators)
    with ledger.store.transaction():
        changed = set()
        for authority, questions in _open(ledger, wider, touched, papers).items():
            tables = _tables(ledger, authority, questions, wider)
            for question in questions:
                found = answer(question_of(question.figures), wider, tables)
                if found != question.answer:
                    ledger.set_answer(question, found)
                    changed.add(question.sha256)
        for sha256 in sorted(changed):
            _pick_again(source, ledger, sha256)
        ledger.done("known", touched)
        ledger.done("asked", papers)


def _open(
    ledger: Ledger, wider: Wider, touched: Iterable[str], papers: Iterable[str]
) -> dict[str, list[Question]]:
    """The questions to answer, by authority: of new papers, and those that a changed table may settle."""
    found: dict[str, dict[int, Question]] = defaultdict(dict)
    for sha256 in papers:
        for question in ledger.questions("sha256", sha256):
            found[question.authority][question.number] = question
    measures: dict[str, set[str]] = defaultdict(set)
    for name in touched:
        authority, _, measure = name.partition(SEPARATOR)
        measures[authority].add(measure)
    for authority, changed in measures.items():
        for question in ledger.questions("authority", authority):
            if not changed.isdisjoint((question.indicator_id, *wider.get(question.indicator_id, ()))):
                found[authority][question.number] = question
    return {authority: list(questions.values()) for authority, questions in found.items()}


def _tables(ledger: Ledger, authority: str, questions: Iterable[Question], wider: Wider) -> Tables:
    asked = {q.indicator_id for q in questions}
    measures = asked | {other for measure in asked for other in wider.get(measure, ())}
    return {
        (authority, measure): [figure_of(record) for record in ledger.known(authority, measure)]
        for measure in sorted(measures)
    }


def _pick_again(source: Source, ledger: Ledger, sha256: str) -> None:
    questions = ledger.questions("sha256", sha256)
    answers = {question_of(q.figures): q.answer for q in questions if q.answer}
    result = settled(source.result(sha256), answers, source.order.rules.indicators)
    ledger.set_picks(sha256, picks_of(result, source.order.rules))
