"""A home of its own for the index of each test that asks for one."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def index_folder(tmp_path: Path, settings) -> Path:
    settings.HOME = tmp_path
    return tmp_path / "related"
