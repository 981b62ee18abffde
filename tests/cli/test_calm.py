"""When a worker has grown and rested enough to begin anew."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from broadsheet.cli import calm, worker
from broadsheet.cli.calm import GROWN, SECONDS, Calm
from broadsheet.related import rebuilding


@pytest.fixture
def size(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How large the process is, for the test to set."""
    bytes_ = [100 << 20]
    monkeypatch.setattr(calm, "resident", lambda: bytes_[0])
    return bytes_


@pytest.mark.parametrize(
    ("grown", "rested", "due"),
    [(GROWN + 1, SECONDS, True), (GROWN, SECONDS, False), (GROWN + 1, SECONDS - 1, False)],
)
def test_it_is_due_when_it_has_grown_and_rested(size: list[int], grown: int, rested: float, due: bool) -> None:
    one = Calm(1_000)
    size[0] += grown
    one.has_worked(5_000)
    assert one.is_due(5_000 + rested) is due


def test_the_size_is_what_the_system_says_and_nothing_where_it_says_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert 10 << 20 < calm.resident() < 10 << 30
    monkeypatch.setattr(calm, "STATE", tmp_path / "none")
    assert calm.resident() == 0


class Worked(BaseException):
    """The worker went on to wait for tasks."""


def wait(before: object) -> None:
    raise Worked


@pytest.mark.django_db
@pytest.mark.parametrize("busy", ["", "scheduler", "rebuilding"])
def test_a_worker_that_is_due_ends_unless_something_is_under_way(monkeypatch: pytest.MonkeyPatch, busy: str) -> None:
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    monkeypatch.setattr(worker.Calm, "is_due", lambda self, now: True)
    monkeypatch.setattr(worker, "_wait", wait)
    monkeypatch.setattr(rebuilding, "is_under_way", lambda: busy == "rebuilding")
    resting = threading.Event()
    if busy != "scheduler":
        resting.set()
    if busy:
        with pytest.raises(Worked):
            worker._work(worker._worker(), resting)
    else:
        worker._work(worker._worker(), resting)
