"""Many documents: each apart, each once, and a run that is killed goes on."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import zipfile
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from benchmarks.poison import STATUSES, write_papers, write_reader
from extractor.archive import (
    Failure,
    Helpers,
    WorkFolder,
    catalogue,
    engine,
    find_papers,
    find_windows,
    is_zip_of_papers,
    isolate,
    keep_findings,
    kept_findings,
    read_archive,
    start_windows,
    to_read,
    unpacked,
)
from extractor.archive.isolate import close_children
from extractor.archive.windows import make_windows, windows
from extractor.errors import ExtractorError, StoreError
from extractor.model import Result
from extractor.patterns import load_patterns
from extractor.pipeline import reconcile
from extractor.run import Order, Summary, run_papers
from extractor.settings import Limits, Settings
from extractor.store import Head, head_of
from tests.builders import finding, result

PAPER = "Scrutiny Panel\n\n12 July 2019\n\nVisits in time were {}% at the end of June 2019.\n"
OUTPUTS = ("observations.csv", "series.csv", "findings.csv", "workbook.xlsx", "report.html")


def archive(folder: Path, count: int = 6) -> Path:
    return write_papers(folder / "papers", count, {}, PAPER)


def run(papers: Path, out: Path, executor: Executor | None = None, **changes: object) -> Summary:
    settings = changes.pop("settings", Settings())
    assert isinstance(settings, Settings)
    order = Order(find_papers([papers]).papers, out, settings, load_patterns(), **changes)  # type: ignore[arg-type]
    if executor is not None:
        return run_papers(order, executor, 2, lambda _: None, lambda _: None)[0]
    with engine(1, None) as (pool, at_once):
        return run_papers(order, pool, at_once, lambda _: None, lambda _: None)[0]


def outputs(out: Path) -> dict[str, bytes]:
    return {name: (out / name).read_bytes() for name in OUTPUTS}


def test_folders_are_searched_to_the_bottom_in_an_order_of_their_own(tmp_path: Path) -> None:
    for name in ("b/2.txt", "a/z.pdf", "a/B.TXT", ".hidden/x.txt", "a/.x.txt", "a/~$lock.docx", "a/notes.py"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text("text")
    (tmp_path / "a" / "no ending").write_bytes(b"%PDF-1.7 ...")
    search = find_papers([tmp_path])
    assert [p.file.relative_to(tmp_path).as_posix() for p in search.papers] == [
        "a/B.TXT", "a/no ending", "a/z.pdf", "b/2.txt",
    ]  # fmt: skip
    assert [Path(name).name for name in search.skipped] == ["notes.py"]


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_links_that_lead_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    papers = archive(tmp_path, 1)
    (tmp_path / "secret.txt").write_text("x")
    (papers / "out.txt").symlink_to(tmp_path / "secret.txt")
    (papers / "in.txt").symlink_to(papers / "000.txt")
    (papers / "up").symlink_to(tmp_path, target_is_directory=True)
    assert [p.file.name for p in find_papers([papers]).papers] == ["000.txt", "in.txt"]


def test_a_copy_is_read_once_and_all_its_places_are_kept(tmp_path: Path) -> None:
    papers = archive(tmp_path, 2)
    (papers / "copy.txt").write_bytes((papers / "000.txt").read_bytes())
    summary = run(papers, tmp_path / "out")
    assert (summary.documents, summary.copies, summary.read_now) == (2, 1, 2)
    record = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert [Path(place).name for place in record["documents"][0]["also_at"]] == ["copy.txt"]


def test_nothing_is_read_again_where_nothing_is_new_and_one_new_paper_is_read_alone(tmp_path: Path) -> None:
    papers = archive(tmp_path)
    assert run(papers, tmp_path / "out").read_now == 6
    before = outputs(tmp_path / "out")
    assert run(papers, tmp_path / "out").read_now == 0
    assert outputs(tmp_path / "out") == before
    (papers / "new.txt").write_text(PAPER.format(99), encoding="utf-8")
    again = run(papers, tmp_path / "out")
    assert (again.read_now, again.documents) == (1, 7)


def test_a_run_in_two_parts_gives_the_bytes_of_a_run_in_one(tmp_path: Path) -> None:
    papers = archive(tmp_path)
    run(papers, tmp_path / "whole")
    late = papers / "003.txt"
    kept = late.read_bytes()
    late.unlink()
    run(papers, tmp_path / "parts")
    late.write_bytes(kept)
    run(papers, tmp_path / "parts")
    assert outputs(tmp_path / "parts") == outputs(tmp_path / "whole")


def test_other_settings_are_another_reading(tmp_path: Path) -> None:
    papers = archive(tmp_path, 2)
    run(papers, tmp_path / "out")
    assert run(papers, tmp_path / "out", settings=Settings(authority="Ambleford Council")).read_now == 2


def test_a_failed_document_is_named_and_tried_again_only_when_asked(tmp_path: Path) -> None:
    papers = archive(tmp_path, 1)
    (papers / "empty.txt").write_bytes(b"")
    summary = run(papers, tmp_path / "out")
    assert (summary.documents, summary.failed) == (1, 1)
    record = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert [(Path(f["document"]).name, f["status"]) for f in record["failures"]] == [
        ("empty.txt", "not_a_document"),
    ]  # fmt: skip
    order = find_papers([papers]).papers
    entries = catalogue(order, Settings())
    work = WorkFolder((tmp_path / "out" / ".work").resolve())
    assert to_read(entries, work) == []
    assert [e.paper.file.name for e in to_read(entries, work, retry_failed=True)] == ["empty.txt"]


def test_a_damaged_note_of_a_failure_is_no_note(tmp_path: Path) -> None:
    work = WorkFolder(tmp_path)
    file = work.failure_file("abcd")
    file.parent.mkdir(parents=True)
    file.write_text("{")
    assert work.failure("abcd") is None


@pytest.fixture
def poisoned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Papers among which three kill their reader, and a reader that falls for them."""
    close_children()
    monkeypatch.setattr(isolate, "CHILD_COMMAND", (sys.executable, str(write_reader(tmp_path))))
    return write_papers(tmp_path / "papers", 8, dict(zip((1, 3, 5), STATUSES, strict=True)), PAPER)


LIMITS = Limits(seconds_without_progress=30, memory_mb=1000)
POISONED_STATUS = dict(zip(("001.txt", "003.txt", "005.txt"), STATUSES.values(), strict=True))


def statuses(papers: Path, work: WorkFolder) -> dict[str, str]:
    entries = catalogue(find_papers([papers]).papers, Settings(limits=LIMITS))
    found = {}
    for entry in entries:
        failure = work.failure(entry.key)
        found[entry.paper.file.name] = (
            failure.status if failure else "ok" if work.is_read(entry.key) else "lost"
        )
    return found


@pytest.mark.parametrize("kind", ["threads", "processes"])
def test_papers_that_crash_hang_or_eat_memory_harm_no_other(
    poisoned: Path, tmp_path: Path, kind: str
) -> None:
    settings = Settings(limits=LIMITS)
    entries = catalogue(find_papers([poisoned]).papers, settings)
    work = WorkFolder((tmp_path / "work").resolve())
    if kind == "processes" and sys.platform != "linux":
        pytest.skip("the poisoned reader is handed down by fork")
    pool: Executor
    if kind == "threads":
        pool = ThreadPoolExecutor(2)
    else:
        import multiprocessing

        pool = ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("fork"))
    with pool:
        read_archive(to_read(entries, work), work, settings, pool, lambda _: None)
    close_children()
    expected = {f"{n:03}.txt": "ok" for n in range(8)} | POISONED_STATUS
    assert statuses(poisoned, work) == expected


def test_a_fault_in_the_rules_stops_the_run_and_is_no_failure_of_a_paper(tmp_path: Path) -> None:
    papers = archive(tmp_path, 2)
    own = tmp_path / "own" / "statements"
    own.mkdir(parents=True)
    (own / "mine.toml").write_text("this is = = not toml")
    with pytest.raises(ExtractorError, match=r"mine\.toml"):
        run(papers, tmp_path / "out", settings=Settings(patterns=(tmp_path / "own",)))
    assert not list((tmp_path / "out" / ".work").rglob("*.failed.json"))


@pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL")
def test_a_run_that_is_killed_goes_on_and_ends_with_the_same_bytes(tmp_path: Path) -> None:
    papers = archive(tmp_path, 40)
    run(papers, tmp_path / "whole")
    command = [sys.executable, "-m", "extractor", "run", str(papers), "--out", str(tmp_path / "parts")]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    for number in range(4):
        running = subprocess.Popen(
            command,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(0.5 + 0.4 * number)
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
    subprocess.run(command, env=environment, check=True, capture_output=True)
    assert outputs(tmp_path / "parts") == outputs(tmp_path / "whole")


CUT_OFF = """
import os, sys

def watch(event, args):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.bind"):
        os.abort()

sys.addaudithook(watch)
from extractor.archive import child
child.main()
"""


def test_no_network_connection_is_opened_by_any_process_of_a_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a network connection was opened")

    for name in ("create_connection", "getaddrinfo"):
        monkeypatch.setattr(socket, name, refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    script = tmp_path / "cut_off_child.py"
    script.write_text(CUT_OFF, encoding="utf-8")
    close_children()
    monkeypatch.setattr(isolate, "CHILD_COMMAND", (sys.executable, str(script)))
    papers = archive(tmp_path, 3)
    (papers / "a.html").write_text(
        "<!DOCTYPE html><html><head><link rel='stylesheet' href='http://example.gov.uk/x.css'></head><body>"
        "<img src='http://example.gov.uk/x.png'><p>Visits in time were 81% at the end of June 2019.</p>"
        "</body></html>"
    )
    (papers / "b.xhtml").write_text(
        "<?xml version='1.0'?><!DOCTYPE html SYSTEM 'http://example.gov.uk/x.dtd'><html><body>"
        "<p>Visits in time were 82% at the end of July 2019.</p></body></html>"
    )
    summary = run(papers, tmp_path / "out")
    close_children()
    assert (summary.documents, summary.failed) == (5, 0)


@pytest.mark.skipif(os.name == "nt", reason="such names cannot be made")
def test_odd_file_names_are_harmless_in_every_output(tmp_path: Path) -> None:
    papers = archive(tmp_path, 1)
    odd = papers / "=cmd|'x'!A1\n\x1b[31m<b>é £.txt"
    odd.write_text(PAPER.format(77), encoding="utf-8")
    summary = run(papers, tmp_path / "out")
    assert (summary.documents, summary.failed) == (2, 0)
    for name in ("observations.csv", "series.csv", "report.html", "run.json"):
        assert b"\x1b" not in (tmp_path / "out" / name).read_bytes()
    assert (
        b"<b>"
        not in (tmp_path / "out" / "report.html")
        .read_bytes()
        .split(b"Papers</h2>")[1][:3000]
        .split(b"</table>")[0]
    )


@pytest.mark.skipif(sys.platform != "linux", reason="such names cannot be made")
def test_a_file_name_that_is_no_utf_8_is_written_out(tmp_path: Path) -> None:
    papers = archive(tmp_path, 1)
    Path(os.fsdecode(os.fsencode(papers) + b"/caf\xe9.txt")).write_text(PAPER.format(77), encoding="utf-8")
    summary = run(papers, tmp_path / "out")
    assert (summary.documents, summary.failed) == (2, 0)
    assert "caf\\udce9.txt" in (tmp_path / "out" / "observations.csv").read_text(encoding="utf-8")


def test_a_cluster_runs_the_same_job_and_a_lost_worker_loses_nothing(tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed", reason="needs the cluster extra")
    papers = archive(tmp_path, 30)
    run(papers, tmp_path / "alone")
    settings = {"distributed.worker.daemon": False}
    import dask

    with (
        dask.config.set(settings),
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
        ) as cluster,
    ):
        lost = next(iter(cluster.workers.values()))
        with engine(None, cluster.scheduler_address) as (pool, at_once):
            order = Order(find_papers([papers]).papers, tmp_path / "cluster", Settings(), load_patterns())
            told: list[str] = []

            def on_step(step: object) -> None:
                if not told:
                    os.kill(lost.pid, signal.SIGKILL)
                told.append(str(step))

            run_papers(order, pool, at_once, on_step, lambda _: None)
    assert outputs(tmp_path / "cluster") == outputs(tmp_path / "alone")


def zipped(file: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in members.items():
            out.writestr(name, content)
    return file


def test_papers_in_a_zip_are_read_and_named_by_it_and_nothing_is_written_elsewhere(tmp_path: Path) -> None:
    place = tmp_path / "a" / "b"
    place.mkdir(parents=True)
    members = {"x/1.txt": b"one", "../../out.txt": b"two", "notes.py": b"", ".h/2.txt": b""}
    held = zipped(tmp_path / "p.zip", members)
    (paper,) = find_papers([held]).papers
    assert is_zip_of_papers(held)
    papers = unpacked(paper, place)
    assert [p.name for p in papers] == [f"{held}/out.txt", f"{held}/x/1.txt"]
    assert [p.file.read_bytes() for p in papers] == [b"two", b"one"]
    assert all(p.file.is_relative_to(place) for p in papers)
    assert not (tmp_path / "out.txt").exists()


def test_a_zip_that_unpacks_out_of_all_proportion_is_not_unpacked(tmp_path: Path) -> None:
    held = zipped(tmp_path / "bomb.zip", {"1.txt": b"0" * (70 * 1024 * 1024)})
    place = tmp_path / "place"
    place.mkdir()
    (paper,) = find_papers([held]).papers
    (refused,) = unpacked(paper, place)
    assert list(place.iterdir()) == []
    (entry,) = catalogue([refused], Settings())
    assert entry.failure == Failure(
        "too_large", "a ZIP archive that unpacks to 70 MB, more than 200 times its size"
    )


def test_a_link_inside_a_zip_is_no_paper(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "p.zip", "w") as out:
        out.writestr(link, "/etc/hostname")
        out.writestr("1.txt", "one")
    place = tmp_path / "place"
    place.mkdir()
    (paper,) = find_papers([tmp_path / "p.zip"]).papers
    assert [Path(p.name).name for p in unpacked(paper, place)] == ["1.txt"]


def test_a_word_document_is_no_zip_of_papers(tmp_path: Path) -> None:
    parts = {"[Content_Types].xml": b"", "word/document.xml": b""}
    assert not is_zip_of_papers(zipped(tmp_path / "a.docx", parts))


def dated(number: int, authority: str = "Ambleford Council") -> Head:
    """A paper of its own, met in month `number`."""
    made = head_of(result(f"{number:03}.txt", str((number, authority)).encode()))
    day = date(2010 + number // 12, number % 12 + 1, 1)
    return replace(made, sittings=((authority, "Scrutiny Panel", day, None),), bodies=(authority,))


def test_a_small_set_is_reconciled_all_together() -> None:
    assert windows([dated(n) for n in range(40)]) == [list(range(40))]
    assert windows([]) == []


def test_papers_of_a_large_archive_are_reconciled_with_their_neighbours_in_time() -> None:
    made = windows([dated(n) for n in range(48)])
    assert made == [list(range(n, n + 12)) for n in range(0, 42, 6)]


def test_a_new_paper_changes_the_windows_about_it_and_no_other() -> None:
    crowded = [replace(dated(n), sittings=((None, None, date(2015, 1, 1), None),)) for n in range(400)]
    before = {frozenset(crowded[n].path for n in window) for window in windows(crowded)}
    with_new = [replace(dated(900), path="150-new.txt", sittings=crowded[0].sittings), *crowded]
    after = {frozenset(with_new[n].path for n in window) for window in windows(with_new)}
    assert len(before) > 25
    assert 1 <= len(after - before) <= 4


def test_papers_of_two_authorities_are_never_in_one_window() -> None:
    papers = [
        dated(n, authority) for n in range(30) for authority in ("Ambleford Council", "Brackton Council")
    ]
    for window in windows(papers):
        assert len({papers[n].bodies for n in window}) == 1
    assert {n for window in windows(papers) for n in window} == set(range(60))


def test_findings_that_are_kept_are_read_again_and_damaged_ones_refused(tmp_path: Path) -> None:
    file = tmp_path / "findings" / "w.json.gz"
    with pytest.raises(StoreError, match="not kept"):
        kept_findings(file)
    made = [finding(result())]
    keep_findings(file, made)
    assert kept_findings(file) == made
    file.write_bytes(file.read_bytes()[:30])
    with pytest.raises(StoreError, match="damaged"):
        kept_findings(file)
    assert not file.exists()


def test_windows_made_by_children_hold_what_the_parent_would_find(tmp_path: Path) -> None:
    papers = archive(tmp_path, 60)
    work = WorkFolder((tmp_path / "ahead").resolve())
    entries = catalogue(find_papers([papers]).papers, Settings())
    rules = load_patterns()
    with engine(2, None) as (pool, at_once):
        read_archive(entries, work, Settings(), pool, lambda _: None, at_once)
        unique = {entry.sha256: entry for entry in reversed(entries)}
        results = {s: work.result(entry.key, entry.paper.name) for s, entry in unique.items()}
        heads = [head_of(made) for made in results.values()]
        found = find_windows(heads, {s: entry.key for s, entry in unique.items()}, work, {})
        for made in start_windows([window for window, _ in found], work, {}, Helpers(pool)).values():
            assert made.result()
    assert len(found) > 1
    for window, members in found:
        expected = reconcile([results[head.sha256] for head in members], patterns=rules, checks={})
        assert kept_findings(window.file) == expected


def test_a_paper_of_two_windows_in_a_row_is_loaded_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[str] = []

    def load(work: WorkFolder, key: str, name: str) -> Result:
        loaded.append(key)
        return result(name, key.encode())

    monkeypatch.setattr(WorkFolder, "result", load)
    rows = {"one": "ab", "two": "bc", "three": "cd", "four": "ad"}
    asked = [(str(tmp_path / name), [(key, f"{key}.txt") for key in keys]) for name, keys in rows.items()]
    make_windows({"windows": asked, "work": str(tmp_path), "checks": {}}, load_patterns())
    assert "".join(loaded) == "abcda"
    assert all(kept_findings(tmp_path / name) for name in rows)


def test_papers_that_crash_hang_or_eat_memory_harm_no_other_on_a_cluster(
    poisoned: Path, tmp_path: Path
) -> None:
    distributed = pytest.importorskip("distributed", reason="needs the cluster extra")
    settings = Settings(limits=LIMITS)
    entries = catalogue(find_papers([poisoned]).papers, settings)
    work = WorkFolder((tmp_path / "work").resolve())
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as cluster:
        with distributed.Client(cluster) as client:
            client.run(setattr, isolate, "CHILD_COMMAND", isolate.CHILD_COMMAND)
        with engine(None, cluster.scheduler_address) as (pool, at_once):
            read_archive(to_read(entries, work), work, settings, pool, lambda _: None, at_once)
    expected = {f"{n:03}.txt": "ok" for n in range(8)} | POISONED_STATUS
    assert statuses(poisoned, work) == expected


def test_a_result_that_the_disk_damaged_is_read_again(tmp_path: Path) -> None:
    papers = archive(tmp_path)
    run(papers, tmp_path / "out")
    before = outputs(tmp_path / "out")
    work = tmp_path / "out" / ".work"
    damaged = min(file for file in work.glob("??/*.json.gz") if ".digest." not in file.name)
    damaged.write_bytes(damaged.read_bytes()[:40])
    for lost in (work / "ledger.sqlite", work / "complete.json", *work.glob("??/*.digest.json.gz")):
        lost.unlink()
    run(papers, tmp_path / "out")
    assert outputs(tmp_path / "out") == before
