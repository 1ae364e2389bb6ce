"""The command: data on standard output, one line a failure, and the exit codes of the contract."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from extractor.cli.checking import as_severe
from tests.builders import finding, result

PAPER = "Scrutiny Panel\n\n12 July 2019\n\nVisits in time were 81% at the end of June 2019.\n"


def extractor(
    *arguments: str | Path, stdin: bytes = b"", cwd: Path | None = None
) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "extractor", *map(str, arguments)]
    environment = {
        **os.environ,
        "PYTHONPATH": str(Path(__file__).parents[1]),
        "NO_COLOR": "1",
        "COLUMNS": "200",
    }
    return subprocess.run(command, input=stdin, capture_output=True, timeout=300, cwd=cwd, env=environment)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    papers = tmp_path / "papers"
    (papers / "b").mkdir(parents=True)
    (papers / "b" / "second.txt").write_text(PAPER, encoding="utf-8")
    (papers / "a first.txt").write_text(PAPER.replace("81", "82"), encoding="utf-8")
    return papers


def test_help_is_quick_because_nothing_heavy_is_loaded() -> None:
    heavy = "('spacy', 'pandas', 'pdfplumber', 'xlsxwriter')"
    code = f"import sys; import extractor.cli; print([m for m in {heavy} if m in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


@pytest.mark.parametrize(
    "command",
    ["run", "observations", "findings", "series", "tables", "golden check", "golden update", "status"],
)
def test_the_help_of_every_command_shows_an_example(command: str) -> None:
    shown = extractor(*command.split(), "--help")
    assert shown.returncode == 0
    assert b"Example: extractor " + command.encode() in shown.stdout


def test_observations_are_json_lines_and_nothing_else(folder: Path) -> None:
    shown = extractor("observations", folder)
    assert shown.returncode == 0
    assert shown.stderr == b""
    records = [json.loads(line) for line in shown.stdout.decode("utf-8").splitlines()]
    assert [(r["document"], r["text"]) for r in records] == [
        (str(folder / "a first.txt"), "82%"), (str(folder / "b" / "second.txt"), "81%"),
    ]  # fmt: skip
    for record in records:
        text = Path(record["document"]).read_bytes().decode("utf-8")
        assert text[record["start"] : record["end"]] == record["text"]


def test_standard_input_is_read_as_one_paper() -> None:
    shown = extractor("observations", "-", stdin=PAPER.encode())
    (record,) = [json.loads(line) for line in shown.stdout.splitlines()]
    assert (shown.returncode, record["document"], record["value"]) == (0, "-", 81)


def test_an_empty_file_is_one_line_and_the_others_are_read(folder: Path) -> None:
    (folder / "empty.txt").write_bytes(b"")
    shown = extractor("observations", folder)
    assert shown.returncode == 3
    (line,) = shown.stderr.decode().splitlines()
    assert line.startswith(f"{folder / 'empty.txt'}: not_a_document: ")
    assert len(shown.stdout.splitlines()) == 2


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("binary.txt", bytes(range(256)) * 40),
        ("login.pdf", b"<!DOCTYPE html><html><body><form>Sign in <input type=password></form></body></html>"),
        ("cut.pdf", b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>"),
        ("empty.docx", b""),
    ],
)
def test_a_file_that_is_no_paper_gives_one_line_and_code_5(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    shown = extractor("observations", tmp_path / name)
    assert (shown.returncode, shown.stdout) == (5, b"")
    assert len(shown.stderr.decode().splitlines()) == 1
    assert b"Traceback" not in shown.stderr


def test_a_folder_without_papers_says_so(tmp_path: Path) -> None:
    (tmp_path / "notes.py").write_text("x = 1")
    shown = extractor("run", tmp_path, "--out", tmp_path / "out")
    assert shown.returncode == 5
    assert b"no papers found" in shown.stderr


@pytest.mark.parametrize("command", [["observations"], ["findings"], ["run", "--out", "x"]])
def test_a_path_that_is_not_there_is_wrong_usage(tmp_path: Path, command: list[str]) -> None:
    shown = extractor(*command, "nowhere.txt", cwd=tmp_path)
    assert shown.returncode == 2
    assert b"nowhere.txt: there is no such file or folder" in shown.stderr


def test_a_pattern_file_with_a_mistake_stops_at_once_and_names_it(folder: Path, tmp_path: Path) -> None:
    own = tmp_path / "own" / "statements"
    own.mkdir(parents=True)
    (own / "mine.toml").write_text("this is = = not toml")
    shown = extractor("observations", folder, "--patterns", tmp_path / "own")
    assert (shown.returncode, shown.stdout) == (1, b"")
    (line,) = shown.stderr.decode().splitlines()
    assert "mine.toml" in line


def test_a_setting_that_means_nothing_is_named(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "s.toml").write_text('autority = "Ambleford"\n')
    shown = extractor("observations", folder, "--config", tmp_path / "s.toml")
    assert shown.returncode == 1
    assert b'"autority" is no setting' in shown.stderr


def test_the_authority_of_the_settings_goes_to_papers_that_name_none(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "s.toml").write_text('[authorities]\nb = "Ambleford Council"\n')
    shown = extractor("observations", folder, "--config", tmp_path / "s.toml")
    records = [json.loads(line) for line in shown.stdout.splitlines()]
    assert [r["authority"] for r in records] == [None, "Ambleford Council"]


def test_a_reader_that_goes_away_is_no_error(folder: Path) -> None:
    for n in range(40):
        (folder / f"{n}.txt").write_text(PAPER * 50, encoding="utf-8")
    command = f'"{sys.executable}" -m extractor observations "{folder}" | head -c 10'
    if os.name == "nt":
        pytest.skip("needs a shell with head")
    shown = subprocess.run(command, shell=True, capture_output=True, timeout=300)
    assert b"Traceback" not in shown.stderr and b"BrokenPipe" not in shown.stderr


def test_file_names_cannot_drive_the_terminal(tmp_path: Path) -> None:
    if os.name == "nt":
        pytest.skip("such names cannot be made")
    (tmp_path / "a\x1b[31m\nb.txt").write_bytes(b"")
    shown = extractor("observations", tmp_path)
    assert b"\x1b" not in shown.stderr
    assert len(shown.stderr.splitlines()) == 1


def test_series_are_csv_with_the_contract_s_columns(folder: Path) -> None:
    shown = extractor("series", folder)
    assert shown.returncode == 0
    head = shown.stdout.decode().splitlines()[0].strip()
    assert head == (
        "authority,indicator_id,indicator,area,cohort,kind,period_type,period_start,period_end,value,unit,"
        "reported_on,document,page,observation_id,status"
    )


def test_findings_as_severe_as_asked_for_or_more_end_with_their_own_code() -> None:
    warning = replace(finding(result()), severity="warning")
    limits = ("error", "warning", "note", None)
    assert [as_severe([warning], limit) for limit in limits] == [False, True, True, False]


def test_a_severity_that_is_none_is_wrong_usage(folder: Path) -> None:
    assert extractor("findings", folder, "--fail-on", "nothing").returncode == 2


def test_tables_are_json_lines_with_their_rows(tmp_path: Path) -> None:
    (tmp_path / "t.txt").write_text("Measure\tApr 21\tMay 21\nPlans in time\t91%\t92%\nVisits\t12\t15\n")
    shown = extractor("tables", tmp_path / "t.txt")
    (record,) = [json.loads(line) for line in shown.stdout.splitlines()]
    assert record["rows"][1] == ["Plans in time", "91%", "92%"]
    assert record["read_as"]


def test_a_dry_run_says_what_would_be_read_and_writes_nothing(folder: Path, tmp_path: Path) -> None:
    shown = extractor("run", folder, "--out", tmp_path / "out", "--dry-run")
    assert shown.returncode == 0
    lines = shown.stdout.decode().splitlines()
    assert lines[0].startswith("2 papers; 2 to read (")
    assert sorted(lines[1:]) == [str(folder / "a first.txt"), str(folder / "b" / "second.txt")]
    assert not (tmp_path / "out").exists()


def test_the_whole_job_writes_every_output_and_says_what_it_did(folder: Path, tmp_path: Path) -> None:
    (folder / "empty.txt").write_bytes(b"")
    shown = extractor("run", folder, "--out", tmp_path / "out", "--log", tmp_path / "log.jsonl", "--suppress")
    assert (shown.returncode, shown.stdout) == (3, b"")
    told = shown.stderr.decode().splitlines()
    assert told[0].startswith(f"{folder / 'empty.txt'}: not_a_document: ")
    assert told[1] == "2 documents read, 1 failed; 3 of these new"
    expected = {
        "store.sqlite", "observations.csv", "observations.csv-metadata.json", "series.csv",
        "series.csv-metadata.json", "findings.csv", "findings.csv-metadata.json", "workbook.xlsx",
        "report.html", "run.json",
    }  # fmt: skip
    assert expected <= {p.name for p in (tmp_path / "out").iterdir()}
    assert (tmp_path / "out" / "publish" / "report.html").is_file()
    steps = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text(encoding="utf-8").splitlines()]
    assert sorted(step["status"] for step in steps) == ["not_a_document", "ok", "ok"]
    again = extractor("run", folder, "--out", tmp_path / "out", "--dry-run")
    (line,) = again.stdout.decode().splitlines()
    assert line == "3 papers; 0 to read (0.0 MB)"
    state = extractor("status", tmp_path / "out")
    assert state.stdout.decode().splitlines()[:2] == ["not_a_document\t1", "ok\t2"]


def test_what_a_run_wrote_is_no_paper_of_the_next(folder: Path) -> None:
    first = extractor("run", folder, "--out", folder / "out")
    second = extractor("run", folder, "--out", folder / "out")
    assert [first.returncode, second.returncode] == [0, 0]
    assert second.stderr.decode().startswith("2 documents read, 0 failed")


def test_papers_are_named_by_a_list_on_standard_input_and_a_missing_one_stops_nothing(
    folder: Path, tmp_path: Path
) -> None:
    wanted = f"{folder / 'a first.txt'}\n{folder / 'gone.txt'}\n\n{folder / 'b'}\n"
    shown = extractor("run", "--files-from", "-", "--out", tmp_path / "out", stdin=wanted.encode())
    assert shown.returncode == 3
    record = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert [d["document"] for d in record["documents"]] == [
        str(folder / "a first.txt"),
        str(folder / "b" / "second.txt"),
    ]
    assert [f["document"] for f in record["failures"]] == [str(folder / "gone.txt")]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no newlines in file names")
def test_a_list_with_nul_between_its_paths_may_name_files_with_newlines(folder: Path, tmp_path: Path) -> None:
    odd = folder / "two\nlines.txt"
    odd.write_text(PAPER, encoding="utf-8")
    listed = tmp_path / "list"
    listed.write_bytes(bytes(odd) + b"\0" + bytes(folder / "a first.txt") + b"\0")
    shown = extractor("run", "--files-from", listed, "--out", tmp_path / "out", "--dry-run")
    assert shown.stdout.decode().startswith("2 papers; 2 to read")


def test_neither_papers_nor_a_list_is_wrong_usage_and_so_is_a_list_that_is_not_there(tmp_path: Path) -> None:
    nothing = extractor("run", "--out", tmp_path / "out")
    missing = extractor("run", "--files-from", tmp_path / "none", "--out", tmp_path / "out")
    assert [nothing.returncode, missing.returncode] == [2, 2]


def test_a_glob_that_no_shell_expanded_stands_for_what_fits(folder: Path, tmp_path: Path) -> None:
    shown = extractor("run", str(folder / "**" / "*s*.txt"), "--out", tmp_path / "out", "--dry-run")
    assert shown.stdout.decode().splitlines()[1:] == [
        str(folder / "a first.txt"), str(folder / "b" / "second.txt"),
    ]  # fmt: skip
