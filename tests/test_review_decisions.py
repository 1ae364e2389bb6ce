"""Decisions: kept in a journal that is only added to, and in effect in the next run."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from extractor.archive import engine, find_papers
from extractor.decisions import (
    JOURNAL,
    Decision,
    DecisionError,
    Decisions,
    add_decision,
    apply_decisions,
    checked_changes,
    read_decisions,
    settle_findings,
    unread_id,
    without_effect,
)
from extractor.model import Claim, Place, Result
from extractor.outputs.collected import Collected
from extractor.outputs.suppress import suppressed
from extractor.patterns import load_patterns
from extractor.review import export_decisions
from extractor.run import Order, run_papers
from extractor.settings import Settings
from extractor.store import open_store
from tests.builders import finding, result


def decided(made: Result, verdict: str, at: int = 0, **changes: object) -> Decision:
    figure = made.observations[at]
    base = Decision(
        at="2021-06-01T10:00:00+00:00", by="J. Reader", kind="figure", target=figure.observation_id,
        verdict="accepted", document_sha256=made.document.sha256, document=made.document.path,
        start=figure.start, text=figure.text,
    )  # fmt: skip
    return replace(base, verdict=verdict, **changes)  # type: ignore[arg-type]


def applied(made: Result, *decisions: Decision) -> Result:
    (told,) = apply_decisions([made], Decisions(decisions))
    return told


def test_without_decisions_a_result_is_the_same() -> None:
    made = result()
    assert apply_decisions([made], Decisions()) == [made]


def test_an_accepted_figure_is_sure_and_otherwise_as_read() -> None:
    made = result()
    told = applied(made, decided(made, "accepted"))
    assert told.observations == (replace(made.observations[0], confidence=1.0), *made.observations[1:])


def test_a_corrected_figure_says_who_corrected_it() -> None:
    made = result()
    changes = {
        "value": "87.50",
        "role": "target",
        "indicator_id": "plans",
        "indicator_label": "Plans in time",
        "period_end": "2021-05-31",
    }
    told = applied(made, decided(made, "corrected", changes=changes))
    assert told.observations[0] == replace(
        made.observations[0], value=Decimal("87.50"), places=2, role="target", indicator_id="plans",
        indicator_label="Plans in time", period_end=date(2021, 5, 31), period_basis="stated",
        resolution="set on review", rule="reviewed:J. Reader", confidence=1.0,
    )  # fmt: skip


def test_a_field_can_be_made_empty() -> None:
    made = result()
    changes = {"period": "", "period_start": "", "period_end": "", "period_type": ""}
    figure = applied(made, decided(made, "corrected", changes=changes)).observations[0]
    assert (figure.period, figure.period_start, figure.period_end, figure.period_type) == (None,) * 4


def test_a_rejected_figure_is_left_out_and_listed_with_the_reason() -> None:
    made = result()
    earlier = made.observations[1]
    place = Place("paper.txt")
    claims = (
        Claim("versus", made.observations[0].observation_id, earlier.observation_id, "fell", (), place),
        Claim("trend", earlier.observation_id, None, "falling", (), place),
    )
    told = applied(replace(made, claims=claims), decided(made, "rejected", 1, reason="a page number"))
    assert told.observations == (replace(made.observations[0], compared_with=None), made.observations[2])
    assert [(u.text, u.reason) for u in told.unread] == [
        ("7", "no rule reads it"), ("92.4%", "rejected on review: a page number"),
    ]  # fmt: skip
    assert told.claims == (replace(claims[0], other=None),)


def test_an_unread_figure_can_be_read_by_a_person() -> None:
    made = result()
    name = unread_id(made.document.sha256, 3, "7")
    changes = {"value": "7", "unit": "count", "role": "actual", "indicator": "odd items"}
    told = applied(
        made, decided(made, "corrected", kind="unread", target=name, start=3, text="7", changes=changes)
    )
    assert told.unread == ()
    (new,) = [o for o in told.observations if o not in made.observations]
    assert (new.observation_id, new.value, new.unit, new.role, new.indicator) == (
        name, Decimal(7), "count", "actual", "odd items",
    )  # fmt: skip
    assert (new.rule, new.confidence, new.authority, new.start, new.end, new.quote) == (
        "reviewed:J. Reader", 1.0, "Ambleford Council", 3, 4, "Item 7 is odd.",
    )  # fmt: skip


def test_a_decision_does_not_hold_for_other_bytes() -> None:
    made, other = result(), result(content=b"another")
    assert apply_decisions([other], Decisions((decided(made, "rejected", reason="x"),))) == [other]


def test_a_figure_with_a_new_id_is_found_by_its_place_and_text() -> None:
    made = result()
    told = applied(made, decided(made, "accepted", target="an-older-id"))
    assert told.observations[0].confidence == 1.0
    elsewhere = applied(made, decided(made, "accepted", target="an-older-id", start=99))
    assert elsewhere == made


def test_a_decision_that_fits_no_figure_any_more_is_named() -> None:
    made = result()
    fits = decided(made, "accepted")
    lost = decided(made, "accepted", target="an-older-id", start=99)
    elsewhere = decided(result(content=b"another"), "accepted", target="o-other")
    assert without_effect([made], Decisions((fits, lost, elsewhere))) == [lost]


def test_the_last_decision_stands_and_one_withdrawn_does_not() -> None:
    made = result()
    first = decided(made, "rejected", reason="no")
    assert Decisions((first, decided(made, "accepted"))).of("figure", first.target) == decided(
        made, "accepted"
    )
    assert apply_decisions([made], Decisions((first, decided(made, "withdrawn")))) == [made]


def test_a_rejected_finding_is_a_note_that_says_so_and_stands_last() -> None:
    made = result()
    wrong = finding(made)
    other = replace(wrong, finding_id="f-other")
    rejection = decided(made, "rejected", kind="finding", target=wrong.finding_id, reason="both are right.")
    told = settle_findings([wrong, other], Decisions((rejection,)))
    assert told == [
        other,
        replace(
            wrong, severity="note",
            explanation=f"Rejected on review: both are right. {wrong.explanation}",
        ),
    ]  # fmt: skip
    accepted = replace(rejection, verdict="accepted")
    assert settle_findings([wrong, other], Decisions((accepted,))) == [wrong, other]


def test_the_journal_gives_back_what_was_added_and_keeps_every_line(tmp_path: Path) -> None:
    made = result()
    lines = (decided(made, "rejected", reason="no\nfigure"), decided(made, "accepted"))
    for line in lines:
        add_decision(tmp_path, line)
    assert read_decisions(tmp_path).lines == lines


def test_a_line_cut_off_by_a_power_failure_is_passed_over_and_mended(tmp_path: Path) -> None:
    made = result()
    add_decision(tmp_path, decided(made, "accepted"))
    file = tmp_path / JOURNAL
    file.write_bytes(file.read_bytes() + b'{"at": "2021-')
    assert read_decisions(tmp_path).lines == (decided(made, "accepted"),)
    add_decision(tmp_path, decided(made, "withdrawn"))
    assert [line.verdict for line in read_decisions(tmp_path).lines] == ["accepted", "withdrawn"]


@pytest.mark.parametrize(
    "line",
    [
        "no json",
        "[]",
        '{"at": "x"}',
        '{"at":"","by":"","kind":"figure","target":"t","verdict":"burnt","document_sha256":""}',
    ],
)
def test_a_damaged_line_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / JOURNAL).write_text(line + "\n", encoding="utf-8")
    with pytest.raises(DecisionError, match=r"decisions\.jsonl, line 1: "):
        read_decisions(tmp_path)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"value": "1e99"}, "no number that a paper prints"),
        ({"value": "NaN"}, "no number that a paper prints"),
        ({"value": "about 7"}, "no number"),
        ({"value": ""}, "cannot be empty"),
        ({"unit": "furlongs"}, "no unit"),
        ({"period_start": "31/01/2017"}, "no date"),
        ({"period_start": "2017-02-01", "period_end": "2017-01-31"}, "before it begins"),
        ({"document": "x"}, "nothing that can be corrected"),
    ],
)
def test_a_correction_that_cannot_be_is_refused(changes: dict[str, str], said: str) -> None:
    with pytest.raises(DecisionError, match=said):
        checked_changes(changes)


def test_decisions_go_out_as_csv_without_formulas(tmp_path: Path) -> None:
    made = result()
    lines = (decided(made, "rejected", reason="=1+1"), decided(made, "accepted"))
    assert export_decisions(Decisions(lines), tmp_path / "out.csv") == 2
    rows = (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()
    assert rows[1].startswith(
        "2021-06-01T10:00:00+00:00,J. Reader,figure,rejected,no,paper.txt,,88.1%,,'=1+1"
    )
    assert ",accepted,yes," in rows[2]


def run(papers: Path, out: Path) -> None:
    order = Order(find_papers([papers]).papers, out, Settings(), load_patterns())
    with engine(1, None) as (pool, at_once):
        run_papers(order, pool, at_once, lambda _: None, lambda _: None)


def figures(out: Path) -> list[tuple[str, object, str, object]]:
    with open_store(out / "store.sqlite") as store:
        rows = store.rows("SELECT text, value, rule, confidence FROM observations ORDER BY start")
        return [(r["text"], r["value"], r["rule"], r["confidence"]) for r in rows]


def test_decisions_survive_a_run_and_win_in_every_output(tmp_path: Path) -> None:
    papers, out = tmp_path / "papers", tmp_path / "out"
    papers.mkdir()
    text = "Scrutiny Panel\n\n12 July 2019\n\nVisits in time were 81% at the end of June 2019.\n"
    (papers / "a.txt").write_text(text, encoding="utf-8")
    run(papers, out)
    machine = figures(out)
    with open_store(out / "store.sqlite") as store:
        (row,) = store.rows("SELECT * FROM observations")
    made = Decision(
        at="2021-06-01T10:00:00+00:00", by="J. Reader", kind="figure", target=row["observation_id"],
        verdict="corrected", document_sha256=row["document_sha256"], changes={"value": "18"},
    )  # fmt: skip
    add_decision(out, made)
    run(papers, out)
    assert figures(out) == [("81%", 18, "reviewed:J. Reader", 1.0)]
    assert "reviewed:J. Reader,1" in (out / "observations.csv").read_text(encoding="utf-8")
    assert ",18," in (out / "series.csv").read_text(encoding="utf-8")
    (papers / "b.txt").write_text(text.replace("Visits", "Calls"), encoding="utf-8")
    run(papers, out)
    assert ("81%", 18, "reviewed:J. Reader", 1.0) in figures(out)
    add_decision(out, replace(made, verdict="withdrawn", changes={}))
    (papers / "b.txt").unlink()
    run(papers, out)
    assert figures(out) == machine


def test_a_copy_to_publish_does_not_name_the_reviewer() -> None:
    made = result()
    told = applied(
        made,
        decided(made, "corrected", changes={"value": "87.5"}),
        decided(made, "rejected", 1, reason="Kim says so"),
    )
    copy = suppressed(Collected(results=[told], findings=[]))
    (held,) = copy.results
    assert [o.rule for o in held.observations] == ["reviewed", "from_to"]
    assert [u.reason for u in held.unread] == ["no rule reads it", "rejected on review"]


def test_the_command_exports_the_journal_of_a_folder(tmp_path: Path) -> None:
    add_decision(tmp_path, decided(result(), "accepted"))
    file = tmp_path / "decisions.csv"
    command = [sys.executable, "-m", "extractor", "review", str(tmp_path), "--export", str(file)]
    told = subprocess.run(command, capture_output=True, timeout=120)
    assert (told.returncode, told.stderr.decode().strip()) == (0, f"1 decisions written to {file}")
    assert len(file.read_text(encoding="utf-8").splitlines()) == 2


def test_without_the_extra_the_command_says_what_to_install(tmp_path: Path) -> None:
    hidden = "import sys; sys.modules['uvicorn'] = None; from extractor.cli import main; main()"
    command = [sys.executable, "-c", hidden, "review", str(tmp_path)]
    told = subprocess.run(command, capture_output=True, timeout=120)
    assert told.returncode == 1
    assert b'needs the [review] extra: pip install "committee-figures[review]"' in told.stderr
