"""Homes of test runs go with their runs."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.harness import homes

HOLDER = """
import sys, time
from pathlib import Path
from tests.harness import homes
homes.make(Path(sys.argv[1]))
print("made", flush=True)
time.sleep(60)
"""


def test_a_home_is_there_until_it_is_removed(tmp_path: Path) -> None:
    held = homes.make(tmp_path / "one")
    homes.sweep(tmp_path)
    assert (tmp_path / "one").is_dir()
    homes.remove(tmp_path / "one", held)
    assert not (tmp_path / "one").exists()


def test_what_a_killed_run_left_goes_with_the_next(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLDER, str(tmp_path / "killed")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=homes.HOMES.parents[1]) as run:
        assert run.stdout
        assert run.stdout.readline() == b"made\n"
        held = homes.make(tmp_path / "next")
        assert (tmp_path / "killed").is_dir()
        homes.remove(tmp_path / "next", held)
        run.send_signal(signal.SIGKILL)
    homes.remove(tmp_path / "next", homes.make(tmp_path / "next"))
    assert [path.name for path in tmp_path.iterdir()] == [homes.GUARD]


def test_to_read_the_settings_makes_no_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BROADSHEET_TEST_HOME")
    assert homes.name() == homes.HOMES / str(os.getpid())
