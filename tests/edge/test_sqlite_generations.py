"""Every commit in an SQLite file is seen at the next look, whatever is done to the file."""

from __future__ import annotations

import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from broadsheet.edge import sqlite_generations
from broadsheet.edge.generations import Generations
from broadsheet.edge.sqlite_generations import SQLiteGenerations

TABLE = "CREATE TABLE broadsheet_edge_generation (tag TEXT PRIMARY KEY, number INTEGER)"
BUMP = (
    "INSERT INTO broadsheet_edge_generation SELECT ?, COALESCE(MAX(number), 0) + 1 FROM broadsheet_edge_generation "
    "WHERE true ON CONFLICT (tag) DO UPDATE SET number = excluded.number"
)
OTHER = "import sqlite3, sys; db = sqlite3.connect(sys.argv[1]); db.execute(sys.argv[2], ('story:9',)); db.commit()"


@contextmanager
def connected(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        yield database


def make(path: Path, mode: str = "wal", commits: int = 1) -> Path:
    with connected(path) as database:
        database.execute(f"PRAGMA journal_mode={mode}")
        database.execute(TABLE)
        for _ in range(commits):
            database.execute(BUMP, ("first",))
    return path


@pytest.fixture(params=["wal", "delete"])
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return make(tmp_path / "paper.sqlite3", request.param)


@pytest.fixture
def wal(tmp_path: Path) -> Path:
    return make(tmp_path / "paper.sqlite3")


@pytest.fixture
def looks_at_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each look sees which file there is, not only one a second."""
    monkeypatch.setattr(sqlite_generations, "STAT_SECONDS", -1.0)


@contextmanager
def known_of(path: Path) -> Iterator[Generations]:
    source = SQLiteGenerations(path)
    try:
        yield Generations(source)
    finally:
        source._close()


def test_a_commit_is_seen_at_the_next_look(path: Path) -> None:
    with known_of(path) as known, connected(path) as writer:
        assert known.look()
        for count in range(2, 30):
            writer.execute(BUMP, (f"story:{count}",))
            assert known.look()
            assert (known.now, known.bumped[f"story:{count}"]) == (count, count)


def test_what_is_not_committed_is_not_seen_nor_what_is_rolled_back(path: Path) -> None:
    with known_of(path) as known, connected(path) as writer:
        known.look()
        writer.execute("BEGIN IMMEDIATE")
        writer.execute(BUMP, ("story:1",))
        known.look()
        assert known.now == 1
        writer.execute("ROLLBACK")
        known.look()
        assert (known.now, known.bumped) == (1, {})
        writer.execute("BEGIN IMMEDIATE")
        writer.execute(BUMP, ("story:2",))
        writer.execute("COMMIT")
        known.look()
        assert known.bumped == {"story:2": 2}


def test_a_commit_of_another_process_is_seen(path: Path) -> None:
    with known_of(path) as known:
        known.look()
        subprocess.run([sys.executable, "-c", OTHER, path, BUMP], check=True)
        known.look()
        assert known.bumped == {"story:9": 2}


def test_a_look_where_nothing_was_committed_asks_no_query(wal: Path) -> None:
    with known_of(wal) as known:
        known.look()
        source = known.source
        assert isinstance(source, SQLiteGenerations)
        assert source.database
        asked: list[str] = []
        source.database.set_trace_callback(asked.append)
        for _ in range(100):
            assert known.look()
        assert asked == []


@pytest.mark.parametrize("seed", range(5))
def test_no_checkpoint_of_any_kind_hides_a_commit(wal: Path, seed: int) -> None:
    chance = random.Random(seed)
    with known_of(wal) as known:
        known.look()
        count = 1
        for _ in range(150):
            with connected(wal) as writer:
                for _ in range(chance.randrange(4)):
                    count += 1
                    writer.execute(BUMP, (f"story:{chance.randrange(50)}",))
                if chance.random() < 0.5:
                    kind = chance.choice(["PASSIVE", "FULL", "RESTART", "TRUNCATE"])
                    writer.execute(f"PRAGMA wal_checkpoint({kind})")
                if chance.random() < 0.5:
                    known.look()
                    assert known.now == count
        known.look()
        assert known.now == count


def test_a_vacuum_changes_nothing(path: Path) -> None:
    with known_of(path) as known, connected(path) as writer:
        known.look()
        writer.execute("VACUUM")
        known.look()
        writer.execute(BUMP, ("story:1",))
        known.look()
        assert known.bumped == {"story:1": 2}


def test_all_other_connections_may_come_and_go(wal: Path) -> None:
    with known_of(wal) as known:
        known.look()
        for count in range(2, 6):
            with connected(wal) as writer:
                writer.execute(BUMP, ("story:1",))
            known.look()
            assert known.now == count


@pytest.mark.usefixtures("looks_at_files")
@pytest.mark.parametrize("commits", [1, 9])
def test_another_file_in_its_place_is_seen(path: Path, tmp_path: Path, commits: int) -> None:
    mode = "wal" if path.with_name(f"{path.name}-wal").exists() else "delete"
    with known_of(path) as known:
        with connected(path) as writer:
            for _ in range(4):
                writer.execute(BUMP, ("story:1",))
        known.look()
        assert known.now == 5
        told: list[int] = []
        known.restored = lambda: told.append(known.now)
        other = make(tmp_path / "copy.sqlite3", mode, commits)
        for end in ("-wal", "-shm"):
            Path(f"{path}{end}").unlink(missing_ok=True)
        other.replace(path)
        assert known.look()
        assert known.now == commits
        assert told  # numbers of this history tell nothing: they were not drawn by lot
        with connected(path) as writer:
            writer.execute(BUMP, ("story:2",))
        known.look()
        assert known.now == commits + 1


def test_a_copy_that_is_put_back_into_the_running_database_is_seen(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite3"
    with known_of(path) as known, connected(path) as writer, connected(copy) as target:
        writer.backup(target)
        for _ in range(5):
            writer.execute(BUMP, ("story:1",))
        known.look()
        told: list[int] = []
        known.restored = lambda: told.append(known.now)
        target.backup(writer)
        known.look()
        assert (known.now, told) == (1, [6])
        assert not known.holds({"story:1"}, 6)


@pytest.mark.usefixtures("looks_at_files")
def test_a_database_that_goes_and_comes_back_tells_what_it_missed(path: Path, tmp_path: Path) -> None:
    away = tmp_path / "away"
    with known_of(path) as known:
        known.look()
        away.mkdir()
        for file in list(tmp_path.glob("paper.sqlite3*")):
            file.rename(away / file.name)
        assert not known.look()
        assert known.holds({"story:1"}, 1)
        with connected(away / path.name) as writer:
            writer.execute(BUMP, ("story:1",))
        assert not known.look()
        for file in list(away.iterdir()):
            file.rename(path.with_name(file.name))
        assert known.look()
        assert not known.holds({"story:1"}, 1)


@pytest.mark.parametrize("content", [None, b"", b"no database at all" * 1_000])
def test_what_is_no_database_is_unreachable_and_nobody_makes_one(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "paper.sqlite3"
    if content is not None:
        path.write_bytes(content)
    with known_of(path) as known:
        assert not known.look()
        assert not known.look()
        assert path.exists() is (content is not None)
        path.unlink(missing_ok=True)
        make(path)
        known.source.statted = 0.0
        assert known.look()


def test_a_database_that_is_locked_against_everybody_is_unreachable_until_it_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_generations, "BUSY_SECONDS", 0.0)
    path = make(tmp_path / "paper.sqlite3", "delete")
    with known_of(path) as known, connected(path) as writer:
        known.look()
        writer.execute("BEGIN EXCLUSIVE")
        writer.execute(BUMP, ("story:1",))
        assert not known.look()
        writer.execute("COMMIT")
        assert known.look()
        assert known.bumped == {"story:1": 2}


def test_a_writer_in_the_midst_of_its_work_holds_no_look_up(wal: Path) -> None:
    with known_of(wal) as known, connected(wal) as writer:
        writer.execute("BEGIN EXCLUSIVE")
        writer.execute(BUMP, ("story:1",))
        assert known.look()
        assert known.now == 1
        writer.execute("COMMIT")


def test_a_thousand_tags_are_compared_in_one_query(wal: Path) -> None:
    with known_of(wal) as known, connected(wal) as writer:
        writer.execute(BUMP, ("story:7",))
        known.look()
        assert not known.holds({f"story:{number}" for number in range(1_000)}, 1)
        assert known.holds({f"story:{number}" for number in range(100, 1_000)}, 1)


def test_a_copied_database_is_a_database(wal: Path, tmp_path: Path) -> None:
    with connected(wal) as writer:
        writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(wal, tmp_path / "copy.sqlite3")
    with known_of(tmp_path / "copy.sqlite3") as known:
        assert known.look()
        assert known.now == 1
