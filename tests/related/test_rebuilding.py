"""An index is rebuilt beside the worker, once at a time, and by nobody who has outlived it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from broadsheet.related import linking, rebuilding
from broadsheet.related.tasks import refresh_task


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[subprocess.Popen[bytes]]]:
    """The processes that were begun, which do nothing but wait for the end of their input."""
    begun: list[subprocess.Popen[bytes]] = []
    real = subprocess.Popen

    def begin(command: list[str], **options: Any) -> subprocess.Popen[bytes]:
        begun.append(real([sys.executable, "-c", "import sys; sys.stdin.read()"], **options))
        return begun[-1]

    monkeypatch.setattr(rebuilding, "_under_way", [])
    monkeypatch.setattr(rebuilding.subprocess, "Popen", begin)
    yield begun
    for process in begun:
        process.communicate()


def test_one_is_under_way_at_a_time(begun: list[subprocess.Popen[bytes]]) -> None:
    rebuilding.begin()
    rebuilding.begin()
    assert len(begun) == 1
    assert rebuilding.is_under_way()
    begun[0].communicate()
    assert not rebuilding.is_under_way()
    rebuilding.begin()
    assert len(begun) == 2


def test_it_ends_with_whoever_began_it() -> None:
    watching = "from broadsheet.related.rebuilding import _end_with_parent; _end_with_parent()"
    process = subprocess.Popen([sys.executable, "-c", watching], stdin=subprocess.PIPE)
    assert process.poll() is None
    process.communicate(timeout=60)
    assert process.returncode == 1


def test_it_stands_back_within_its_session_and_among_all_where_the_system_can(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(rebuilding.os, "nice", asked.append)
    monkeypatch.setattr(rebuilding, "AUTOGROUP", tmp_path / "autogroup")
    rebuilding._stand_back()
    assert (asked, (tmp_path / "autogroup").read_text()) == ([rebuilding.PATIENT], str(rebuilding.PATIENT))
    monkeypatch.setattr(rebuilding, "AUTOGROUP", tmp_path / "none" / "autogroup")
    rebuilding._stand_back()


def test_whoever_is_done_before_it_ends_in_order() -> None:
    watching = (
        "import threading; from broadsheet.related.rebuilding import _end_with_parent; "
        "threading.Thread(target=_end_with_parent, daemon=True).start()"
    )
    with subprocess.Popen([sys.executable, "-c", watching], stdin=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert (process.wait(60), process.stderr and process.stderr.read()) == (0, b"")


@pytest.mark.parametrize(("done", "count"), [(True, 0), (False, 1)])
def test_a_publication_begins_one_only_where_the_index_is_of_no_use(
    monkeypatch: pytest.MonkeyPatch, begun: list[subprocess.Popen[bytes]], done: bool, count: int
) -> None:
    monkeypatch.setattr(linking, "refresh", lambda key: done)
    refresh_task.func(4711)
    assert len(begun) == count
