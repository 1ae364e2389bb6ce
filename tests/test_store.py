"""The store: results that are written and read again, and the SQLite file over all."""

from __future__ import annotations

import json
import sqlite3
from array import array
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from extractor.errors import StoreError
from extractor.model import Context, Outline, Page, Passage, Problem, WordBoxes
from extractor.store import head_of, open_store, pack, read_head, relabelled, unpack, unpack_paper
from tests.builders import finding, keep_outcomes, point, result


def test_a_result_that_is_written_and_read_again_is_equal_to_itself() -> None:
    made = result()
    words = WordBoxes(array("i", [0, 4]), array("i", [3, 9]), array("f", [1.5, 2.0, 3.0, 4.0] * 2))
    paged = replace(made, document=replace(made.document, pages=(Page(1, 595.0, 842.0, words=words),)))
    assert unpack(pack(paged)) == paged


def test_a_paper_is_read_without_its_figures() -> None:
    made = result()
    title = 'Title,"observations":[ and {"observations": []}'
    made = replace(made, document=replace(made.document, title=title))
    bare = replace(made, observations=())
    assert unpack_paper(pack(made)) == bare
    assert unpack_paper(pack(bare)) == bare


def test_the_same_result_gives_the_same_bytes() -> None:
    assert pack(result()) == pack(result())


@pytest.mark.parametrize(
    "damage", [lambda b: b[:40], lambda b: b"", lambda b: b"{}", lambda b: b[:-9] + b"x" * 9]
)
def test_a_damaged_result_file_is_refused(damage: object) -> None:
    assert callable(damage)
    with pytest.raises(StoreError, match="damaged"):
        unpack(damage(pack(result())))


def test_a_copy_under_another_name_has_that_name_at_every_place() -> None:
    moved = relabelled(result("a.txt"), "b.txt")
    assert b"a.txt" not in repr(moved).encode()
    assert relabelled(moved, "a.txt") == result("a.txt")


def counts(path: Path) -> dict[str, int]:
    tables = ("documents", "observations", "unread", "tables", "passages", "series", "findings")
    with sqlite3.connect(path) as db:
        return {name: db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables}


def test_everything_of_a_result_is_found_again_in_the_store(tmp_path: Path) -> None:
    made = result()
    with open_store(tmp_path / "s.sqlite") as store:
        store.add_document(made, "key")
        keep_outcomes(store, [point(made.observations[0])], [finding(made)])
    assert counts(tmp_path / "s.sqlite") == {
        "documents": 1, "observations": 3, "unread": 1, "tables": 1, "passages": 1, "series": 1,
        "findings": 1,
    }  # fmt: skip
    with open_store(tmp_path / "s.sqlite") as store:
        (row,) = store.rows("SELECT severity, quote, value, expected FROM findings_open")
        assert row == {
            "severity": "error", "quote": made.observations[0].quote, "value": 88.1, "expected": 87.5,
        }  # fmt: skip
        (hit,) = store.rows(
            "SELECT kind FROM passages WHERE id IN (SELECT rowid FROM passages_fts WHERE text MATCH 'review')"
        )
        assert hit == {"kind": "paragraph"}


def test_a_document_read_again_under_another_key_replaces_what_it_gave_before(tmp_path: Path) -> None:
    made = result()
    with open_store(tmp_path / "s.sqlite") as store:
        store.add_document(made, "one")
        keep_outcomes(store, [point(made.observations[0])], [finding(made)])
        store.add_document(replace(made, observations=made.observations[:1], unread=()), "two")
        assert store.keys() == {made.document.sha256: "two"}
    held = counts(tmp_path / "s.sqlite")
    assert (held["observations"], held["unread"], held["findings"], held["passages"]) == (1, 0, 0, 1)


def test_a_document_that_is_no_longer_given_leaves_the_store(tmp_path: Path) -> None:
    first, second = result("a.txt", b"a"), result("b.txt", b"b")
    with open_store(tmp_path / "s.sqlite") as store:
        store.add_document(first, "k")
        store.add_document(second, "k")
        with store.transaction():
            store.forget(first.document.sha256)
        hits = list(store.rows("SELECT rowid FROM passages_fts WHERE passages_fts MATCH 'plans'"))
    assert counts(tmp_path / "s.sqlite")["documents"] == 1
    assert len(hits) == 1


def test_a_store_is_readable_while_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "s.sqlite"
    with open_store(path) as store:
        store.add_document(result("a.txt", b"a"), "k")
        with store.transaction() as db:
            db.execute("DELETE FROM documents")
            assert counts(path)["documents"] == 1


def test_a_foreign_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "s.sqlite"
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE mine(a)")
    before = path.read_bytes()
    with pytest.raises(StoreError, match="another program"):
        open_store(path)
    assert path.read_bytes() == before


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "s.sqlite"
    path.write_text("a letter to the committee, long enough to be read as a file header " * 20)
    with pytest.raises(StoreError, match="no store, or it is damaged"):
        open_store(path)


def test_a_damaged_store_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "s.sqlite"
    with open_store(path) as store:
        store.add_document(result(), "k")
    data = bytearray(path.read_bytes())
    data[100:4096] = b"\xff" * 3996
    path.write_bytes(bytes(data))
    with pytest.raises(StoreError, match="damaged"), open_store(path) as store:
        store.keys()


def test_a_store_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "s.sqlite"
    open_store(path).close()
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 99")
    with pytest.raises(StoreError, match="newer version"):
        open_store(path)


def test_a_full_disk_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "s.sqlite"
    with open_store(path) as store:
        store.add_document(result("a.txt", b"a"), "k")
        (pages,) = store.rows("PRAGMA page_count")
        list(store.rows(f"PRAGMA max_page_count = {pages['page_count']}"))
        long = result("b.txt", b"b")
        passage = Passage("paragraph", "words " * 50_000, 0, 300_000)
        with pytest.raises(StoreError, match="disk is full"):
            store.add_document(replace(long, document=replace(long.document, blocks=(passage,))), "k")
    assert counts(path)["documents"] == 1


def test_an_observation_of_an_unknown_document_is_not_taken(tmp_path: Path) -> None:
    made = result()
    with open_store(tmp_path / "s.sqlite") as store, pytest.raises(StoreError, match="FOREIGN KEY"):
        keep_outcomes(store, [], [finding(made)])


def test_a_head_that_is_kept_is_read_as_it_was() -> None:
    made = result()
    context = Context(authority="Ambleford Council", committee="Scrutiny", meeting_date=date(2021, 5, 4))
    outline = Outline((context, Context()), (0, 1))
    trouble = Problem("odd", "a page is upside down", made.unread[0].place)
    document = replace(made.document, outline=outline, problems=(trouble,))
    for told in (
        replace(made, document=document, problems=(trouble,)),
        replace(made, unread=(), problems=()),
    ):
        head = head_of(told)
        assert read_head(json.loads(json.dumps(head.record()))) == head
