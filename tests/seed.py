"""The saved page of a real paper that some tests read; it is no part of the project."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

_DEFAULT = Path(__file__).parents[1] / ".." / "shared" / "seed"


def page_file() -> Path:
    """Its path; skips the test where it is not on this machine."""
    path = Path(os.environ.get("BROADSHEET_SEED", _DEFAULT)) / "page.txt"
    if not path.is_file():
        pytest.skip(f"needs the saved page {path}; set BROADSHEET_SEED to the folder that holds page.txt")
    return path


def page() -> str:
    """Its text."""
    return page_file().read_text(encoding="utf-8")
