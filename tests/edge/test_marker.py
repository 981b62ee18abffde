"""A process that died at work in the store is known to have."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from broadsheet.edge.marker import NAME, Marker


def ended() -> int:
    """The number of a process that is no more."""
    with subprocess.Popen(["true"]) as process:
        process.wait()
        return process.pid


@pytest.mark.parametrize(("mark", "died"), [("1", True), ("0", False), ("", False)])
def test_only_who_died_at_work_counts_and_only_once(tmp_path: Path, mark: str, died: bool) -> None:
    (tmp_path / f"{NAME}{ended()}").write_text(mark)
    marker = Marker(tmp_path)
    assert marker.killed_within() is died
    marker.remove()
    assert Marker(tmp_path).killed_within() is False


def test_who_is_at_work_has_not_died(tmp_path: Path) -> None:
    with subprocess.Popen(["sleep", "60"]) as process:
        (tmp_path / f"{NAME}{process.pid}").write_text("1")
        assert not Marker(tmp_path).killed_within()
        process.kill()
    assert Marker(tmp_path).killed_within()


def test_a_number_that_is_ours_now_was_another_process_before(tmp_path: Path) -> None:
    before = Marker(tmp_path)
    assert not before.killed_within()
    before.enter()
    assert Marker(tmp_path).killed_within()


def test_work_that_was_done_is_no_death(tmp_path: Path) -> None:
    before = Marker(tmp_path)
    before.enter()  # before it has a file, as where no folder can be made: nothing happens
    assert not before.killed_within()
    before.enter()
    before.leave()
    assert not Marker(tmp_path).killed_within()


def test_other_files_do_not_matter(tmp_path: Path) -> None:
    (tmp_path / f"{NAME}x").write_text("0")
    (tmp_path / "store").mkdir()
    assert not Marker(tmp_path).killed_within()
