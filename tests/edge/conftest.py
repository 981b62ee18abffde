"""An edge for one test, and a clock for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from broadsheet.edge import serving
from tests.edge.edges import World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """An edge that nobody has asked for anything yet."""
    world = World(tmp_path)
    yield world
    world.close()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time of day, in a list, for the test to set."""
    now = [1_000_000_000.0]
    monkeypatch.setattr(serving.time, "time", lambda: now[0])
    return now
