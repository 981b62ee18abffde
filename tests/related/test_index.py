"""The index of all stories: what is near, what is kept, what survives."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from broadsheet.related.building import build
from broadsheet.related.index import Index, NoIndexError, newest
from broadsheet.related.scoring import Text
from tests.related.archives import DAY, archive


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    build(tmp_path, (text for _, text in archive()))
    return tmp_path


def test_the_stories_of_one_event_are_near_to_each_other(folder: Path) -> None:
    with Index.of(folder) as index:
        assert set(index.nearest_of(101).keys[:2].tolist()) == {102, 103}


def test_a_new_story_is_found_by_its_mates_and_they_learn_of_it(folder: Path) -> None:
    old = next(text for event, text in archive() if event == 5)
    with Index.of(folder) as index:
        near = index.put(Text(9_000, old.title, old.body + " news", DAY))
        assert old.key in near.keys[:3].tolist()
        assert 9_000 in index.known([old.key])[old.key].near.keys.tolist()
        assert 9_000 in index.nearest_of(old.key).keys.tolist()


def test_a_story_that_is_put_twice_is_there_once_as_it_is_now(folder: Path) -> None:
    first, second = [text for event, text in archive() if event in (3, 8)][::3]
    with Index.of(folder) as index:
        count = index.count()
        index.put(Text(9_000, first.title, first.body))
        near = index.put(Text(9_000, second.title, second.body))
        assert index.count() == count + 1
        assert near.keys[0] // 100 == second.key // 100
        assert index.nearest_of(first.key).keys.tolist().count(9_000) <= 1


def test_what_was_taken_out_is_near_to_nothing(folder: Path) -> None:
    with Index.of(folder) as index:
        index.drop(102)
        index.drop(102)
        assert 102 not in index.nearest_of(101).keys
        assert 102 not in index.known([101, 102])


def test_an_index_that_is_filled_story_by_story_finds_what_one_built_at_once_finds(
    tmp_path: Path, folder: Path
) -> None:
    build(tmp_path / "empty", ())
    with Index.of(tmp_path / "empty") as grown, Index.of(folder) as built:
        assert grown.is_outgrown() is False
        for _, text in archive():
            grown.put(text)
        assert grown.is_outgrown()
        same = sum(grown.nearest_of(key).keys[0] // 100 == key // 100 for key in built.known([101, 1103, 2502, 3301]))
    assert same == 4


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("", ""),
        ("\x00", "\x00\x00"),
        ("One", "word"),
        ("Long", "word salad " * 100_000),
        ("Mixed", "東京 Москва กรุงเทพ القاهرة 😀 \ud83d " * 50),
    ],
)
def test_odd_texts_are_taken_and_found(folder: Path, title: str, body: str) -> None:
    with Index.of(folder) as index:
        index.put(Text(9_000, title, body))
        near = index.put(Text(9_001, title, body))
        assert 9_001 not in near.keys


def test_thousands_of_identical_stories_cost_no_more_than_others(tmp_path: Path) -> None:
    build(
        tmp_path, (Text(key, "Weather tomorrow", "Rain in the west, sun in the east.", DAY) for key in range(1, 2_001))
    )
    with Index.of(tmp_path) as index:
        assert 0 < len(index.put(Text(9_999, "Weather tomorrow", "Rain in the west, sun in the east.")).keys) <= 32


def test_without_an_index_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(NoIndexError):
        Index.of(tmp_path / "nowhere")


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\x00" + b"\x00" * 5_000])
def test_a_damaged_index_is_told_as_none(folder: Path, content: bytes) -> None:
    path = newest(folder)
    assert path is not None
    path.write_bytes(content)
    with pytest.raises(NoIndexError):
        Index.of(folder).nearest_of(101)


def test_damage_in_the_midst_is_told_when_it_is_met(folder: Path) -> None:
    path = newest(folder)
    assert path is not None
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(path.stat().st_size - 4096))
    with pytest.raises(NoIndexError):
        _put_all(folder)


def _put_all(folder: Path) -> None:
    with Index.of(folder) as index:
        for _, text in archive():
            index.put(text)


KILLED = """
import os, signal, sys
from pathlib import Path
from broadsheet.related.index import Index
from broadsheet.related.scoring import Text
with Index.of(Path(sys.argv[1])) as index:
    index._tell = lambda key, near: os.kill(os.getpid(), signal.SIGKILL)
    index.put(Text(9_000, "Bridge", "bridge"))
"""


def test_a_process_killed_while_it_writes_leaves_the_index_as_it_was(folder: Path) -> None:
    ended = subprocess.run([sys.executable, "-c", KILLED, str(folder)], check=False)
    assert ended.returncode == -signal.SIGKILL
    with Index.of(folder) as index:
        assert 9_000 not in index.known([9_000])
        assert index.connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
