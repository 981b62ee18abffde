"""Homes for the tests of the command line: made once by the real command, then copied."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-m", "broadsheet"]
ROOT = Path(__file__).parents[2]


def environment(**more: str) -> dict[str, str]:
    """The environment without what the tests' own settings put there."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("BROADSHEET_", "DJANGO_"))}
    return {**own, "PYTHONPATH": str(ROOT), **more}


def run(*words: str, home: Path | None = None, stdin: str | None = None, **more: str):
    """The finished `broadsheet` command with its code, output and errors."""
    where = ["--home", str(home)] if home else []
    return subprocess.run(
        [*COMMAND, *where, *words], input=stdin, capture_output=True, text=True, env=environment(**more), timeout=300
    )


@pytest.fixture(scope="session")
def new_home(tmp_path_factory) -> Path:
    """A home as `init` leaves it; not to be changed."""
    home = tmp_path_factory.mktemp("cli") / "paper"
    done = run(
        "init", "--no-input", "--name", "The Test", "--language", "de", "--timezone", "Europe/Berlin",
        "--admin-email", "ada@example.org", "--admin-password", "correct horse battery", home=home,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return home


@pytest.fixture
def home(new_home, tmp_path) -> Path:
    """A home of the test's own."""
    return shutil.copytree(new_home, tmp_path / "paper")
