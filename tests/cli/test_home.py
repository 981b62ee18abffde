"""A home that this user may not write: one line, and nothing is changed."""

from __future__ import annotations

import ctypes
import os
import subprocess
from pathlib import Path

from tests.cli.conftest import COMMAND, environment

NOBODY = 65534
_PR_CAPBSET_DROP = 24
_CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH = 1, 2
_libc = ctypes.CDLL(None)


def like_anybody() -> None:
    """From the next program on, owners and modes of files hold for root too (capabilities(7))."""
    if os.geteuid() == 0:
        for capability in (_CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH):
            _libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0)


def belongs_to_another(folder: Path) -> None:
    """Nobody but its owner, who is somebody else where we may say so, writes in `folder`."""
    folder.chmod(0o555)
    if os.geteuid() == 0:
        os.chown(folder, NOBODY, NOBODY)


def complaint(home: Path, *words: str) -> str:
    """The one line with which the command fails."""
    done = subprocess.run(
        [*COMMAND, "--home", str(home), *words],
        env=environment(), capture_output=True, text=True, preexec_fn=like_anybody, timeout=300,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = done.stderr.strip().splitlines()
    return line


def test_a_home_is_not_made_in_a_folder_of_another(tmp_path):
    belongs_to_another(tmp_path)
    line = complaint(tmp_path / "paper", "init", "--no-input", "--admin-email", "a@example.org")
    assert f"{tmp_path / 'paper'} cannot be written" in line
    assert "Check its owner and mode." in line
    assert list(tmp_path.iterdir()) == []


def test_a_home_of_another_is_not_served(home):
    belongs_to_another(home)
    assert f"{home} cannot be written by this user. Check its owner and mode." in complaint(home, "serve")
