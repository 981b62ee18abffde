"""Where no virtual environment can be made, one line says what to install."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "scripts" / "make-venv"
RUNS = 'case "$*" in --version) echo Python 3.11.2;; *print*) echo python3.11-venv;;'


@pytest.mark.parametrize(
    ("python", "said"),
    [
        ("exit 127", "does not run. Install Python 3.11 or newer (apt-get install python3 python3-venv)"),
        ('case "$1" in --version) echo Python 3.9.2;; *) exit 1;; esac', "Python 3.9.2 is too old"),
        (f"{RUNS} *ensurepip*) exit 1;; esac", "Install it as root: apt-get install python3.11-venv"),
        (
            f'{RUNS} "-m venv"*) echo "No space left on device" >&2; exit 1;; esac',
            "No space left on device. Check that",
        ),
    ],
)
def test_what_is_missing_is_named_in_one_line(tmp_path: Path, python: str, said: str) -> None:
    for name, text in {"python": python, "id": "echo 1000"}.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{text}\n")
        (tmp_path / name).chmod(0o755)
    environ = {**os.environ, "PYTHON": "python", "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    done = subprocess.run(
        ["sh", SCRIPT, tmp_path / "venv"], env=environ, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 1
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "venv").exists()
