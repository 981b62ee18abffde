"""Imports that are killed end as others do."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.cli.conftest import environment

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif("sqlite" not in settings.DATABASES["default"]["ENGINE"], reason="It has a SQLite home of its own.")
def test_an_import_that_was_killed_and_taken_up_leaves_the_rows_of_one_that_was_not() -> None:
    command = [sys.executable, "-m", "bench.moving", "--kills", "3", "--posts", "600", "--dry"]
    done = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True, timeout=280)
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout.splitlines()[-1])["same"] == 3
