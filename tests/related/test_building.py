"""Building the index of all stories at once."""

from __future__ import annotations

import fcntl
import sqlite3
from pathlib import Path

import pytest

from broadsheet.related.building import BusyError, build
from broadsheet.related.index import Index, newest
from broadsheet.related.scoring import Text
from tests.related.archives import archive


def contents(folder: Path) -> list[tuple]:
    path = newest(folder)
    assert path is not None
    with sqlite3.connect(path) as connection:
        return connection.execute("SELECT * FROM story ORDER BY key").fetchall()


def test_two_processes_build_what_one_builds(tmp_path: Path) -> None:
    texts = [text for _, text in archive(180)]
    build(tmp_path / "one", texts)
    build(tmp_path / "two", texts, processes=2)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_who_reads_the_old_index_goes_on_reading_it_and_the_next_reads_the_new(tmp_path: Path) -> None:
    build(tmp_path, (text for _, text in archive()))
    with Index.of(tmp_path) as before:
        build(tmp_path, [Text(1, "Bridge", "opens")])
        assert before.count() == 120
        with Index.of(tmp_path) as after:
            assert after.count() == 1
    assert len(list(tmp_path.glob("*.index"))) == 1


def test_what_fails_half_way_leaves_the_index_that_was(tmp_path: Path) -> None:
    build(tmp_path, [Text(1, "Bridge", "opens")])

    def failing():
        yield Text(2, "Ferry", "sinks")
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError):
        build(tmp_path, failing())
    with Index.of(tmp_path) as index:
        assert list(index.known([1, 2])) == [1]
    build(tmp_path, [Text(3, "Ferry", "sails")])
    with Index.of(tmp_path) as index:
        assert list(index.known([1, 2, 3])) == [3]


def test_two_at_once_are_refused(tmp_path: Path) -> None:
    with (tmp_path / "lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(BusyError, match="Wait"):
            build(tmp_path, [])


def test_each_step_tells_how_far_it_is(tmp_path: Path) -> None:
    heard: list[tuple[str, int]] = []
    build(tmp_path, (text for _, text in archive()), said=lambda step, count: heard.append((step, count)))
    assert heard == [("read", 120), ("weigh", 120), ("find", 120)]
