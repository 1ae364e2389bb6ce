"""Two runs into one folder at once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from extractor.errors import StoreError
from extractor.store.alone import alone

HOLDS = """
import sys, time
from pathlib import Path
from extractor.store.alone import alone
out = Path(sys.argv[1])
with alone(out, out / ".work"):
    print("held", flush=True)
    time.sleep(600)
"""


def test_a_second_run_is_refused_until_the_first_has_ended_however_it_ends(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(out)], stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as other:
        assert other.stdout is not None and other.stdout.readline() == "held\n"
        with pytest.raises(StoreError, match="another run is writing to it"), alone(out, out / ".work"):
            pass
        other.kill()
    with alone(out, out / ".work"):
        pass


def test_runs_into_other_folders_do_not_mind_each_other(tmp_path: Path) -> None:
    with alone(tmp_path / "a", tmp_path / "a" / ".work"), alone(tmp_path / "b", tmp_path / "b" / ".work"):
        assert (tmp_path / "b" / ".work").is_dir()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    with (
        pytest.raises(StoreError, match="this folder cannot be written"),
        alone(tmp_path / "out", tmp_path / "out" / ".work"),
    ):
        pass


def test_a_lock_file_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "running.lock").write_bytes(b"something else entirely " * 100)
    with pytest.raises(StoreError, match=r"running\.lock cannot be locked"), alone(tmp_path, tmp_path):
        pass
